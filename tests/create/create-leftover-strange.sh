# A file or a link of that name is nobody's half-made package: it stays, and the run says what is in the way.
# expect:
source_folder
mkdir elsewhere
echo x >elsewhere/x
ln -s elsewhere .bag.holdfast-partial
words 3 create src -o bag
said .bag.holdfast-partial
[ -L .bag.holdfast-partial ] && [ -e elsewhere/x ]
rm .bag.holdfast-partial
echo mine >.bag.holdfast-partial
words 3 create src -o bag
said .bag.holdfast-partial
[ "$(cat .bag.holdfast-partial)" = mine ]
absent bag
