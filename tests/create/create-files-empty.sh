# Empty files are files: listed, counted, with their times.
# expect:
mkdir src
: >src/a
: >src/b
touch -d '1970-01-01 00:00:00.000000001' src/a
contents src >was
ends 0 create src -o bag -a md5 -a sha512
verdict bag VALID
info_has bag 'Payload-Oxum: 0.2'
info_has bag 'Bag-Size: 0 bytes'
carries bag was
accepted bag md5 sha512
