# A package with a record keeps it byte for byte; its PREMIS knows the new digests.
# expect: tag-file-changed
record_folder
ends 0 create acc -o bag
ends 0 update -a sha256 bag
verdict bag VALID
cmp acc/record.txt bag/holdfast/record.txt
digest=$(sha256sum <acc/letter.txt | cut -d ' ' -f 1)
grep -q "$digest" bag/metadata/preservation/premis.xml || fail "PREMIS has not the new digest"
ends 0 create acc -o both -a sha256 -a sha512
diff -r both bag
# A record that was changed is not taken for right unasked.
sed -i 's/^Title: .*/Title: Another letter/' bag/holdfast/record.txt
keep bag
ends 1 update bag
unchanged bag
ends 0 update --accept=changed bag
verdict bag VALID
grep -q 'Another letter' bag/metadata/descriptive/dc.xml
