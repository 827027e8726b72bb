# A plain bag on a page: its lines of bag-info.txt, in order, what it declares, and how much there is.
# expect:
plain_bag 1.0 md5 sha512
info 'Contact-Name: A' 'Description: one' '  two' 'Contact-Name: B'
seal
keep bag
words 0 show bag
said 'Contact-Name: A'
said 'Contact-Name: B'
said 'BagIt 1.0, tag files in UTF-8'
said 'Payload: 2 files, 8 bytes (8 octets)'
said 'Payload manifests: md5, sha512'
ends 0 show bag
member type '"description"'
member bag '"bag"'
member version '"1.0"'
member encoding '"UTF-8"'
member payload_files 2
member payload_octets 8
member to_fetch 0
member tag_files 6
member algorithms '["md5","sha512"]'
member tag_algorithms '["md5","sha512"]'
member record false
member 'info: Contact-Name' '["A","B"]'
unchanged bag
