# A run that was cut after it moved the folder is finished by the next, which says so, and nothing is lost.
# expect: source-is-bag
source_folder
contents src >was
ends 0 create --in-place src
# As it was between the two renames.
mv src .src.holdfast-around
absent src
ends 0 create --in-place src
member finished true
member recovered false
verdict src VALID
carries src was
clean
ends 3 create --in-place src
mv src .src.holdfast-around
words 0 create --in-place src/
said 'an interrupted run had made it; it was put in place'
verdict src VALID
