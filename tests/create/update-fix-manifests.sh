# Manifests as md5sum writes them, with "./", percent signs as they stand, blank lines, repeats or names in another form, become regular.
# expect: manifest-line-ignored manifest-line-md5sum name-form-differs name-not-portable path-dot-prefix path-listed-twice path-percent path-percent-literal
# The bag is irregular in these ways; after it every byte of the manifest is right.
fixed() {
	contents bag/data >was
	ends 0 update --fix-manifests bag
	found "$@"
	verdict bag "$verdict"
	listed bag
	carries bag was
	rm -r bag
}
verdict=VALID
plain_bag
sed -i 's/  /  .\//' bag/manifest-sha512.txt
seal
fixed path-dot-prefix path-dot-prefix

plain_bag
sed -i 's/  / */' bag/manifest-sha512.txt
seal
fixed manifest-line-md5sum manifest-line-md5sum

plain_bag
sed -i '1s/^/# by hand\n\n/' bag/manifest-sha512.txt
seal
fixed manifest-line-ignored manifest-line-ignored

plain_bag
sed -i '1p' bag/manifest-sha512.txt
seal
fixed path-listed-twice

plain_bag
echo x >bag/data/100%
remake
fixed path-percent

plain_bag
echo x >bag/data/a%25b
remake
fixed path-percent-literal

plain_bag
echo x >"bag/data/caf$(printf '\303\251')"
remake
mv "bag/data/caf$(printf '\303\251')" "bag/data/cafe$(printf '\314\201')"
fixed name-form-differs

verdict='VALID name-not-portable'
plain_bag
echo x >"bag/data/a$(printf '\nb')"
echo x >'bag/data/back\slash'
(cd bag/data && sha512sum -- * 2>/dev/null | sed 's,  ,  data/,') >bag/manifest-sha512.txt
(cd bag && sha512sum data/notes/two.txt) >>bag/manifest-sha512.txt
info
seal
fixed manifest-line-md5sum manifest-line-md5sum name-not-portable name-not-portable
