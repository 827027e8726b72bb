# A name as long as a name can be leaves no room for what is put around it while the bag is made: it is shortened there.
# expect:
source_folder
long=$(printf '%0255d' 7) twin=$(printf '%0254d8' 7)
for name in "$long" "$twin" "$(printf '%0234d' 7)" "$(printf '%0200d' 7)$(printf 'ä%.0s' 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27)"
do
	ends 0 create src -o "$name"
	verdict "$name" VALID
	ends 0 update -a md5 "$name"
	listed "$name" md5
	rm -r "$name"
	cp -r src "$name"
	ends 0 create --in-place "$name"
	verdict "$name" VALID
	clean
	rm -r "$name"
done
# One more is too long, and said to be.
words 3 create src -o "0$long"
said 'File name too long'
clean
