# What a finding says that "holdfast update" does away with, it does away with; what is told as an error never ends well without.
# expect: bagit-txt-label-case encoding-not-utf8 manifest-incomplete manifest-name-irregular oxum-malformed oxum-mismatch tag-file-unlisted tag-manifest-algorithms tag-manifest-missing tag-manifest-omits-manifest tag-manifests-differ
mended() {
	contents bag/data >was
	ends 0 update bag
	found "$@"
	member written true
	verdict bag "$verdict"
	carries bag was
	rm -r bag
}
verdict=VALID
plain_bag
rm bag/tagmanifest-sha512.txt
mended tag-manifest-missing

plain_bag
sed -i '/bagit.txt/d' bag/tagmanifest-sha512.txt
mended tag-file-unlisted

plain_bag
sed -i '/ manifest-sha512/d' bag/tagmanifest-sha512.txt
mended tag-manifest-omits-manifest

plain_bag 1.0 sha256 sha512
sed -i '/bag-info.txt/d' bag/tagmanifest-sha256.txt
mended tag-manifests-differ

plain_bag
seal sha256
rm bag/tagmanifest-sha512.txt
mended tag-manifest-algorithms

plain_bag 1.0 sha256 sha512
sed -i '/one.txt/d' bag/manifest-sha256.txt
seal
mended manifest-incomplete

plain_bag
echo 'Payload-Oxum: 1.1' >bag/bag-info.txt
seal
mended oxum-mismatch

plain_bag
echo 'Payload-Oxum: many' >bag/bag-info.txt
seal
mended oxum-malformed

plain_bag
sed -i 's/BagIt-Version/BAGIT-version/' bag/bagit.txt
seal
mended bagit-txt-label-case

plain_bag
mv bag/manifest-sha512.txt bag/manifest-SHA512.txt
seal
mended manifest-name-irregular

plain_bag
bagit_txt 1.0 ISO-8859-1
seal
mended encoding-not-utf8
