# Version 1.1 was never published; it is read as 1.0.
# expect: VALID version-unusual
# expect --strict: INVALID version-unusual
plain_bag
bagit_txt 1.1
seal
