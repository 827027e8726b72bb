# For cases: `. "$HOLDFAST_TOP/tests/cli/bag.sh"`, then make bags by hand, so
# that what holdfast says of a bag is never held against holdfast's own work.
# shellcheck shell=sh

# A folder with a declaration and an empty payload.
begin_bag() {
	mkdir -p "$1/data"
	printf 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n' \
		>"$1/bagit.txt"
}

# Manifests of what is there, with sha512sum: payload, then tag files.
end_bag() (
	cd "$1" || exit 1
	find data -type f -exec sha512sum {} + | LC_ALL=C sort -k 2 \
		>manifest-sha512.txt
	sha512sum -- *.txt >tagmanifest-sha512.txt.new
	mv tagmanifest-sha512.txt.new tagmanifest-sha512.txt
)

# Two files of eleven bytes in all, and a bag-info.txt that counts them.
good_bag() {
	begin_bag "$1"
	mkdir "$1/data/letters"
	printf 'hello\n' >"$1/data/hello.txt"
	printf 'abcd\n' >"$1/data/letters/a.txt"
	printf 'Bagging-Date: 2026-01-02\nPayload-Oxum: 11.2\n' \
		>"$1/bag-info.txt"
	end_bag "$1"
}
