# What a run left that was killed is removed by the next, which says so; the old bag has its name again where it had lost it.
# expect:
plain_bag
mkdir -p .bag.holdfast-update/data
ln bag/data/one.txt .bag.holdfast-update/data/one.txt
echo half >.bag.holdfast-update/manifest-sha512.txt
keep bag/data/notes bag/manifest-sha512.txt
ends 0 update bag
member recovered true
member written false
unchanged bag/data/notes bag/manifest-sha512.txt
verdict bag VALID
clean
mkdir .bag.holdfast-update
words 0 update bag
said 'removed what an interrupted run had left'
# Cut between two renames, where names cannot be exchanged.
cp -a bag .bag.holdfast-update
mv bag .bag.holdfast-old
ends 0 update bag
member recovered true
verdict bag VALID
clean
# Cut after them: the new one has the name, and the old one goes.
cp -a bag .bag.holdfast-old
ends 0 update bag
member recovered true
verdict bag VALID
clean
