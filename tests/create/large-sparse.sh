# A file of a gibibyte that is all hole is packaged, and packaged in place, byte for byte.
# expect:
room=$(df -Pk . | awk 'NR == 2 { print $4 }')
[ "$room" -gt 3000000 ] || skip "there is no room for a gibibyte"
mkdir src
truncate -s 1G src/hole
printf end | dd of=src/hole bs=1 seek=1073741821 conv=notrunc 2>/dev/null
touch -d '1961-01-18 10:11:12.123456789' src/hole src
contents src >was
ends 0 create src -o bag --verify-copy=none -a sha1
member payload_octets 1073741824
info_has bag 'Bag-Size: 1.0 GiB'
carries bag was
ends 0 create --in-place src -a sha1
carries src was
cmp src/manifest-sha1.txt bag/manifest-sha1.txt
[ "$(du -k src | tail -n 1 | cut -f 1)" -lt 100000 ] || fail "in place fills the hole"
accepted bag sha1
