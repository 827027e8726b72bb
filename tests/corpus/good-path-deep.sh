# A file lies six hundred folders deep.
# expect: VALID
plain_bag
(
	cd bag/data
	for _ in $(seq 600); do
		mkdir d
		cd d
	done
	echo deep >file
)
path=data/$(printf 'd/%.0s' $(seq 600))file
echo "$(echo deep | sha512sum | cut -d ' ' -f 1)  $path" \
	>>bag/manifest-sha512.txt
info
seal
