# What is told comes in the order of paths, whatever the order of the folder's entries, and the same names are told of twins.
# expect: name-not-portable source-excluded source-folder-empty source-name-twins source-symlink
for order in '' -r; do
	mkdir src
	for i in $(seq 40 | sort $order -n); do
		mkdir "src/empty$i"
		echo x >"src/case$i"
		echo x >"src/CASE$i"
		echo x >"src/b$i.tmp"
		echo x >"src/what$i?"
		ln -s x "src/link$i"
	done
	ends 3 create src -o bag --exclude '*.tmp'
	paths_of_findings >paths
	sort -c paths || fail "not in order: $(head -n 5 paths)"
	mv paths "told$order"
	rm -r src
done
cmp told told-r
