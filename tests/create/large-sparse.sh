# A file of a quarter of a gibibyte that is all hole is packaged, and packaged in place, byte for byte.
# expect:
room=$(df -Pk . | awk 'NR == 2 { print $4 }')
[ "$room" -gt 800000 ] || skip "there is no room for 256 MiB"
mkdir src
truncate -s 256M src/hole
printf end | dd of=src/hole bs=1 seek=268435453 conv=notrunc 2>/dev/null
touch -d '1961-01-18 10:11:12.123456789' src/hole src
contents src >was
ends 0 create src -o bag --verify-copy=none -a sha1
member payload_octets 268435456
info_has bag 'Bag-Size: 256.0 MiB'
carries bag was
ends 0 create --in-place src -a sha1
carries src was
cmp src/manifest-sha1.txt bag/manifest-sha1.txt
[ "$(du -k src | tail -n 1 | cut -f 1)" -lt 25000 ] || fail "in place fills the hole"
accepted bag sha1
