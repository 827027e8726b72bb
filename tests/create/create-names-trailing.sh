# A name that ends in blanks, or in a line end, keeps them.
# expect: name-not-portable
mkdir src
nl=$(printf '\nx') nl=${nl%x}
for name in 'a ' 'a  ' "a$nl" "a$nl$nl" "$nl" ' ' '%' "%0A$nl"; do
	echo x >"src/$name"
done
contents src >was
ends 0 create src -o bag
verdict bag 'VALID name-not-portable'
listed bag
carries bag was
# As the RFC has it, to the letter: three bytes are encoded, and blanks are not.
cut -c 131- bag/manifest-sha512.txt | sed 's/$/|/' | sort | diff - /dev/fd/3 3<<'EOF'
data/ |
data/%0A|
data/%250A%0A|
data/%25|
data/a  |
data/a |
data/a%0A%0A|
data/a%0A|
EOF
