# Names that Windows cannot have: with a colon, of a device, and with a dot or
# a blank at the end.
# expect: VALID name-not-portable
# expect text: data/10:30.txt: warning
# expect text: data/aux.txt: warning
# expect text: data/Com1: warning
# expect text: data/etc.: warning
# expect text: data/blank : warning
# expect text: data/con/three.txt: warning
plain_bag
for name in 10:30.txt aux.txt Com1 etc. 'blank '; do
	echo three >"bag/data/$name"
done
mkdir bag/data/con
echo three >bag/data/con/three.txt
remake
