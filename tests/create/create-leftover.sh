# What a run left that was killed is removed by the next that makes the same package, which says so.
# expect:
source_folder
mkdir -p .bag.holdfast-partial/data/letters
echo half >.bag.holdfast-partial/data/letters/abc
ln -s "$PWD/src" .bag.holdfast-partial/data/link
mkfifo .bag.holdfast-partial/pipe
mkdir -p .other.holdfast-partial/data
keep src .other.holdfast-partial
ends 0 create src -o bag
member recovered true
verdict bag VALID
unchanged src .other.holdfast-partial
absent .bag.holdfast-partial
words 0 create src -o other
said "removed what an interrupted run had left"
verdict other VALID
clean
# Where something is there, what was left is no business of this run.
mkdir .bag.holdfast-partial
words 3 create src -o bag
verdict bag VALID
