# A path has more bytes than the system takes at once.
# expect: VALID
plain_bag
name=$(printf 'n%.0s' $(seq 200))
path=data/$(printf "$name/%.0s" $(seq 30))file
mkdir "bag/data/$name"
echo "${contents:-long}" >"bag/data/$name/file"
for _ in $(seq 29); do
	mkdir bag/data/outer
	mv "bag/data/$name" bag/data/outer
	mv bag/data/outer "bag/data/$name"
done
echo "$(echo long | sha512sum | cut -d ' ' -f 1)  $path" \
	>>bag/manifest-sha512.txt
info
seal
