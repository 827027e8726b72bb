# What would leave something out of the folder, or add to it, is not for in place; nothing is touched.
# expect:
source_folder
keep src
for option in --exclude=one.txt --keep-empty --symlinks=skip --symlinks=follow; do
	ends 3 create --in-place $option src
	words 3 create --in-place $option src
	said "in place"
	unchanged src
	clean
done
