# A holey bag says how many files are to come; a draft what it follows; one without tag manifests or info has none.
# expect:
plain_bag
hole data/one.txt
seal
ends 0 show bag
member to_fetch 1
member payload_files 1
words 0 show bag
said '1 more to be fetched'
rm -r bag
for version in 0.93 0.95 0.97; do
	plain_bag $version
	words 0 show bag
	said "BagIt $version"
	said 'Payload-Oxum: 8.2'
	rm -r bag
done
plain_bag
info "Contact-Name: K$(printf '\303\244')the"
seal
bagit_txt 1.0 UTF-16
encode UTF-16
words 0 show bag
said 'tag files in UTF-16'
said "Contact-Name: K$(printf '\303\244')the"
rm bag/bag-info.txt bag/tagmanifest-*.txt
words 0 show bag
said 'Tag manifests: none'
