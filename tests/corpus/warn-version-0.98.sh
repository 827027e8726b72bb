# Version 0.98 was never published; it is read as the draft before it.
# expect: VALID version-unusual
# expect --strict: INVALID version-unusual
plain_bag
bagit_txt 0.98
seal
