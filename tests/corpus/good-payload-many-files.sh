# Five hundred files in as many folders.
# expect: VALID
plain_bag
for number in $(seq 500); do
	mkdir "bag/data/$number"
	echo "$number" >"bag/data/$number/file"
done
remake
