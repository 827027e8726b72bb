# With --symlinks=follow a link to a file becomes the file, with its time, wherever it lies.
# expect:
source_folder
echo far >elsewhere
touch -d '1961-01-18 01:02:03.987654321' elsewhere
ln -s one.txt src/inside
ln -s ../../elsewhere src/letters/outside
ln -s inside src/to-a-link
ends 0 create src -o bag --symlinks=follow
verdict bag VALID
[ -z "$(find bag -type l)" ]
cmp bag/data/inside src/one.txt
cmp bag/data/to-a-link src/one.txt
cmp bag/data/letters/outside elsewhere
[ "$(stat -c %y bag/data/letters/outside)" = "$(stat -c %y elsewhere)" ]
[ "$(stat -c %y bag/data/inside)" = "$(stat -c %y src/one.txt)" ]
info_has bag 'Payload-Oxum: 23.6'
