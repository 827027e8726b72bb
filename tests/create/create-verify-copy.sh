# However it is read back, it is the same package.
# expect:
source_folder
for way in medium cache none; do
	ends 0 create src -o $way --verify-copy=$way
	verdict $way VALID
done
diff -r medium cache
diff -r medium none
words 2 create src -o other --verify-copy=disk
absent other
