# What --info gives is not given again from the record.
# expect:
record_folder
ends 0 create acc/ -o bag --info external-description=mine --info 'Source-Organization=Harbour Archive'
info_has bag 'external-description: mine'
info_has bag 'External-Identifier: Harbour Archive, box 3'
info_has bag 'Internal-Sender-Identifier: acc'
if grep -q '^External-Description' bag/bag-info.txt; then
	fail "gives it again"
fi
