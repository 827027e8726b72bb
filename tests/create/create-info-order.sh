# Lines for bag-info.txt stand first, in their order, repeats and all, and are not given again.
# expect:
source_folder
ends 0 create src -o bag --info Source-Organization='Harbour Archive' \
	--info 'Contact-Name=A' --info External-Identifier=1 --info 'Contact-Name=B = C: d' \
	--info bagging-date=1999-01-01 --info 'Bag-Software-Agent=by hand' \
	--info 'Bag-Size=a few'
diff - bag/bag-info.txt <<'EOF'
Source-Organization: Harbour Archive
Contact-Name: A
External-Identifier: 1
Contact-Name: B = C: d
bagging-date: 1999-01-01
Bag-Software-Agent: by hand
Bag-Size: a few
Payload-Oxum: 11.3
EOF
verdict bag VALID
