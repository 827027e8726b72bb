# While another run makes the same package this one says so, and leaves that one's work alone.
# expect:
source_folder
mkdir .bag.holdfast-partial .src.holdfast-around .old.holdfast-update
echo begun >.bag.holdfast-partial/data
plain_bag
mv bag old
(
	exec 7<.bag.holdfast-partial 8<.src.holdfast-around 9<.old.holdfast-update
	flock 7
	flock 8
	flock 9
	keep .bag.holdfast-partial .src.holdfast-around .old.holdfast-update src old
	words 3 create src -o bag
	said "another holdfast is just making 'bag'"
	words 3 create --in-place src
	said "another holdfast is just making 'src'"
	words 3 update -a md5 old
	said "another holdfast"
	unchanged .bag.holdfast-partial .src.holdfast-around .old.holdfast-update src old
	absent bag
)
ends 0 create src -o bag
member recovered true
verdict bag VALID
