# Every file of fetch.txt has been fetched already.
# expect: VALID
# expect --fast: UNCHECKED
plain_bag
cat >bag/fetch.txt <<'END'
https://example.org/one.txt 4 data/one.txt
https://example.org/two.txt	-	data/notes/two.txt
END
seal
