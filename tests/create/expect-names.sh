# Names with a line end or a backslash, as md5sum escapes them, and names that look like other things are found.
# expect: name-not-portable
mkdir src
for name in 'a\nb' 'a\\b' 'a\rb' '*star' ' blank' 'x) = y' 'y (z) = 0' '%41'; do
	echo "$name" >"src/$(printf '%b' "$name")"
done
(cd src && md5sum -- *) >md5sums
(cd src && sha256sum --tag -- *) >tagged
ends 0 create src -o bag --expect md5sums --expect tagged
[ "$(names_of_findings | sort -u)" = name-not-portable ]
listed bag md5
listed bag sha256
