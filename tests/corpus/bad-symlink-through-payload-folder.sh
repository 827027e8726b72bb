# The manifest lists a file behind a symbolic link to a folder of the system;
# it is not opened.
# expect: INVALID payload-missing symlink-leaves-bag
plain_bag
ln -s /etc bag/data/etc
entry sha512 data/one.txt data/etc/passwd >>bag/manifest-sha512.txt
seal
