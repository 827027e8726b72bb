# Where the folder is there, and what a cut run moved is too, both are somebody's, and both stay.
# expect:
source_folder
ends 0 create --in-place src
mv src .src.holdfast-around
mkdir src
echo mine >src/mine
keep src .src.holdfast-around
words 3 create --in-place src
said .src.holdfast-around
unchanged src .src.holdfast-around
# Also for the other ways to make something of that name.
words 3 create src/.. -o src
unchanged src .src.holdfast-around
