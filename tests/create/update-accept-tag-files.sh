# A tag file that was changed, added, or removed is no more blessed unasked than a payload file.
# expect: tag-file-changed tag-file-missing
plain_bag
mkdir bag/more
echo x >bag/more/kept.txt
echo y >bag/more/gone.txt
(cd bag && sha512sum more/*.txt >>tagmanifest-sha512.txt)
echo changed >>bag/more/kept.txt
rm bag/more/gone.txt
echo 'Contact-Name: A' >>bag/bag-info.txt
keep bag
ends 1 update bag
found tag-file-changed tag-file-changed tag-file-missing
ends 1 update --accept=changed bag
ends 1 update --accept=removed bag
unchanged bag
ends 0 update --accept=changed,removed bag
verdict bag VALID
info_has bag 'Contact-Name: A'
[ "$(cat bag/more/kept.txt)" = 'x
changed' ]
absent bag/more/gone.txt
