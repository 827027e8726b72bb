# Ten thousand files in a hundred folders are packaged, updated, and packaged in place.
# expect: oxum-mismatch payload-unlisted
mkdir src
awk 'BEGIN { for (i = 0; i < 10000; i++) { f = "src/d" i % 100 "/f" i; if (i < 100) system("mkdir src/d" i); printf "%d\n", i > f; close(f) } }'
keep src
contents src >was
ends 0 create src -o bag --verify-copy=none
member payload_files 10000
verdict bag VALID
listed bag
carries bag was
unchanged src
echo new >bag/data/d7/new
ends 0 update --accept=added -a md5 bag
verdict bag VALID
accepted bag md5 sha512
info_has bag 'Payload-Oxum: 48894.10001'
ends 0 create --in-place src
verdict src VALID
listed src
