# A folder becomes a bag: payload as it was, in order, and no more tag files than there must be.
# expect:
source_folder
contents src >was
keep src
ends 0 create src -o bag
member type '"created"'
member bag '"bag"'
member payload_files 3
member payload_octets 11
member record false
member recovered false
verdict bag VALID
carries bag was
listed bag
accepted bag sha512
[ "$(cd bag && find . -maxdepth 1 ! -name . | sort | tr '\n' ' ')" = \
  './bag-info.txt ./bagit.txt ./data ./manifest-sha512.txt ./tagmanifest-sha512.txt ' ] ||
	fail "holds: $(ls bag)"
printf 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n' | cmp - bag/bagit.txt
sed 's/Agent: holdfast [0-9.]*$/Agent: holdfast/' bag/bag-info.txt | diff - /dev/fd/3 3<<'EOF'
Bagging-Date: 2001-09-09
Bag-Software-Agent: holdfast
Bag-Size: 11 bytes
Payload-Oxum: 11.3
EOF
sort -c -k 2 bag/manifest-sha512.txt
unchanged src
clean
