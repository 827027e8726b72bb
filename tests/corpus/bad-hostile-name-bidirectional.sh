# A name seems to end with "gpj.exe" reversed: a mark in it turns the direction
# of writing.  Its file is not what it was.
# expect: INVALID payload-changed
# expect text: data/\u{202e}gpj.exe: error
plain_bag
name=$(printf '\342\200\256gpj.exe')
echo three >"bag/data/$name"
remake
echo eerht >"bag/data/$name"
