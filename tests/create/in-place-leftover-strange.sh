# What only has the name of a leftover is not taken for one: a file, a link; data that is not a folder is not thrown away.
# expect:
source_folder
echo mine >.src.holdfast-around
keep src .src.holdfast-around
words 3 create --in-place src
said .src.holdfast-around
unchanged src .src.holdfast-around
rm .src.holdfast-around
mkdir elsewhere
echo x >elsewhere/x
ln -s elsewhere .src.holdfast-around
keep src .src.holdfast-around elsewhere
words 3 create --in-place src
said .src.holdfast-around
unchanged src .src.holdfast-around elsewhere
