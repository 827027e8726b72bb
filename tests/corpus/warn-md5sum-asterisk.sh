# The manifest is as md5sum --binary writes it, with an asterisk.
# expect: VALID manifest-line-md5sum
# expect --strict: INVALID manifest-line-md5sum
plain_bag
(cd bag && sha512sum --binary data/notes/two.txt data/one.txt) \
	>bag/manifest-sha512.txt
seal
