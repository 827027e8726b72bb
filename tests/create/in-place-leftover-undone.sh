# A run that was cut before it moved anything is undone by the next, which says so and makes the bag.
# expect:
source_folder
contents src >was
mkdir .src.holdfast-around
echo half >.src.holdfast-around/bag-info.txt
echo half >.src.holdfast-around/manifest-sha512.txt
ends 0 create --in-place src
member recovered true
member finished false
verdict src VALID
carries src was
clean
rm -r src
source_folder
mv src again
mkdir .again.holdfast-around
words 0 create --in-place again
said 'removed what an interrupted run had left'
said 'again: made'
