# Beside good manifests there are those of an algorithm that nobody knows: what
# they say was not checked.
# expect: UNDETERMINED algorithm-unsupported
# expect text: manifest-crc32.txt: error
plain_bag
unknown_manifests crc32
