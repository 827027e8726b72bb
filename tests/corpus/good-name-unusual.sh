# Names that look odd, and that every system can have.
# expect: VALID
plain_bag
mkdir bag/data/~root bag/data/...and
for name in ~tilde .hidden '#comment' -dash 'in  blanks' ' before' "quote'" \
	COM0 console ';' '!' ...and/so; do
	echo three >"bag/data/$name"
done
echo three >bag/data/~root/three
remake
