# fetch.txt has two addresses for a file.
# expect: VALID fetch-twice
# expect --strict: INVALID fetch-twice
plain_bag
cat >bag/fetch.txt <<'END'
https://example.org/one.txt 4 data/one.txt
https://example.com/one.txt 4 data/one.txt
END
seal
