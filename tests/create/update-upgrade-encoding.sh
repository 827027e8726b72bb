# Tag files in another encoding become UTF-8, whatever it was, and say the same.
# expect: encoding-not-utf8
for encoding in ISO-8859-1 windows-1252 UTF-16 UTF-16LE UTF-16BE; do
	for version in 0.97 1.0; do
		plain_bag $version sha512
		echo x >"bag/data/caf$(printf '\303\251')"
		bagit_txt $version $encoding
		manifests sha512
		info "Contact-Name: K$(printf '\303\244')the" 'Description: one' '  two'
		seal
		encode $encoding
		cp bag/bag-info.txt info
		contents bag/data >was
		ends 0 update --upgrade --fix-manifests bag
		verdict bag VALID
		listed bag
		carries bag was
		iconv -f $encoding -t UTF-8 <info | cmp - bag/bag-info.txt
		rm -r bag
	done
done
