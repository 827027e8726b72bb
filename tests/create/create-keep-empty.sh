# With --keep-empty every empty folder has a file .keep in the package, its own time, and the source none.
# expect:
source_folder
mkdir -p src/empty src/a/b/c
touch -d '1970-01-01 00:00:01.000000001' src/empty src/a/b/c src/a/b src/a
contents src >was
ends 0 create src -o bag --keep-empty
verdict bag VALID
[ "$(cd bag/data && find . -name .keep -size 0 | sort | tr '\n' ' ')" = './a/b/c/.keep ./empty/.keep ' ]
for folder in empty a a/b a/b/c; do
	[ "$(stat -c %y bag/data/$folder)" = "$(stat -c %y src/$folder)" ]
done
contents src | diff was -
info_has bag 'Payload-Oxum: 11.5'
