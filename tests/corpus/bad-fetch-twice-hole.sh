# fetch.txt has two addresses for a file that is still to be fetched; its octets
# count once.
# expect: INCOMPLETE fetch-twice payload-not-fetched
# expect --strict: INVALID fetch-twice payload-not-fetched
plain_bag
cat >bag/fetch.txt <<'END'
https://example.org/one.txt 4 data/one.txt
https://example.com/one.txt 4 data/one.txt
END
rm bag/data/one.txt
seal
