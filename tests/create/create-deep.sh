# Six hundred folders in one another are packaged, updated, and packaged in place.
# expect:
mkdir src
(
	cd src || exit
	for i in $(seq 600); do
		mkdir d
		cd d || exit
		[ $((i % 100)) != 0 ] || echo "$i" >f
	done
)
ends 0 create src -o bag --verify-copy=cache
member payload_files 6
verdict bag VALID
ends 0 update -a sha256 bag
verdict bag VALID
ends 0 create --in-place src
verdict src VALID
cmp src/manifest-sha512.txt bag/manifest-sha512.txt
