# The folder may be named with a slash at its end, or as "." or by a path.
# expect:
for name in a b c d; do
	source_folder
	mv src $name
done
ends 0 create --in-place a/
verdict a VALID
(cd b && ends 0 create --in-place .)
verdict b VALID
ends 0 create --in-place "$PWD/c"
verdict c VALID
ends 0 create --in-place ./a/../d
verdict d VALID
clean
