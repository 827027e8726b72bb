# A payload file is a symbolic link that leads out of the bag and in again.
# expect: INVALID symlink-leaves-bag
plain_bag
mv bag/data/one.txt one.txt
cp one.txt bag/data/notes/eins.txt
entry sha512 data/notes/eins.txt >>bag/manifest-sha512.txt
seal
ln -s ../../bag/data/notes/eins.txt bag/data/one.txt
