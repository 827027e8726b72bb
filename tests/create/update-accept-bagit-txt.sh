# A manifest that was changed by hand, so that the tag manifest no longer fits, is not taken for right unasked.
# expect: oxum-mismatch payload-changed tag-file-changed
plain_bag
echo more >>bag/data/one.txt
manifests sha512
keep bag
ends 1 update bag
found oxum-mismatch tag-file-changed
unchanged bag
ends 0 update --accept=changed bag
verdict bag VALID
# Both wrong: each is told.
rm -r bag
plain_bag
echo more >>bag/data/one.txt
sed -i '1s/^./0/' bag/manifest-sha512.txt
ends 1 update bag
