# An update that is asked for again changes nothing more, byte for byte.
# expect: oxum-mismatch payload-changed
plain_bag 1.0 sha256
info 'Note: x'
seal
echo more >>bag/data/one.txt
ends 0 update --accept=changed -a sha512 bag
cp -a bag once
ends 0 update --fix-manifests -a sha512 bag
diff -r once bag
# As another run makes it from the same payload.
ends 0 create bag/data -o made -a sha256 -a sha512
cmp made/manifest-sha256.txt bag/manifest-sha256.txt
cmp made/manifest-sha512.txt bag/manifest-sha512.txt
