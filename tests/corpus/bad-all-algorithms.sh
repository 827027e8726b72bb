# Each of the manifests has its own digest wrong in the first digit.
# expect: INVALID payload-changed tag-manifest-algorithms
# expect text: algorithm: md5
# expect text: algorithm: sha1
# expect text: algorithm: sha224
# expect text: algorithm: sha256
# expect text: algorithm: sha384
# expect text: algorithm: sha512
# expect text: algorithm: sha512256
# expect text: algorithm: sha3224
# expect text: algorithm: sha3256
# expect text: algorithm: sha3384
# expect text: algorithm: sha3512
# expect text: algorithm: blake2s256
# expect text: algorithm: blake2b512
# shellcheck disable=SC2154 # here, of the runner
. "$here/warn-all-algorithms.sh"
for manifest in bag/manifest-*.txt; do
	sed 's/^[0-7]/8/; t; s/^./0/' "$manifest" >text
	mv text "$manifest"
done
seal sha512
