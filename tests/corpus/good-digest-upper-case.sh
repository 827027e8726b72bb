# The digits of a digest may be in upper case.
# expect: VALID
plain_bag
while read -r digits path; do
	printf '%s  %s\n' "$(echo "$digits" | tr a-f A-F)" "$path"
done <bag/manifest-sha512.txt >text
mv text bag/manifest-sha512.txt
seal
