# Paths in the manifest begin with "./", as find and its kin write them.
# expect: VALID path-dot-prefix
# expect --strict: INVALID path-dot-prefix
plain_bag
(cd bag && sha512sum ./data/one.txt ./data/notes/two.txt) \
	>bag/manifest-sha512.txt
seal
