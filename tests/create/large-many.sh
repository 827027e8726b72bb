# Ten thousand files in a hundred folders are packaged, updated, and packaged in place.
# expect: oxum-mismatch payload-unlisted
seq 0 99 | sed 's,^,src/d,' | xargs mkdir -p
awk 'BEGIN { for (i = 0; i < 10000; i++) { f = "src/d" i % 100 "/f" i; printf "%d\n", i >f; close(f) } }'
keep src
contents src >was
ends 0 create src -o bag --verify-copy=none
member payload_files 10000
carries bag was
listed bag
unchanged src
echo new >bag/data/d7/new
ends 0 update --accept=added -a md5 bag
verdict bag VALID
accepted bag md5
info_has bag 'Payload-Oxum: 48894.10001'
ends 0 create --in-place src
verdict src VALID
listed src
