# Lines of a file go into bag-info.txt in their order, repeats and continuation lines too, whatever ends them.
# expect:
source_folder
printf 'Source-Organization: Harbour Archive\r\nContact-Name: A\r\n' >lines
printf 'Description: a long\r\n  text of\r\n\tthree lines\r\nContact-Name: B\n\nLast: no line end' >>lines
ends 0 create src -o bag --info First=1 --info-file lines --info Then=2
# A continued value is one value, on however many lines it is written.
awk '/^[ \t]/ { sub(/^[ \t]+/, " "); line = line $0; next }
     { if (NR > 1) print line; line = $0 } END { print line }' bag/bag-info.txt |
	head -n 7 | diff - /dev/fd/3 3<<'EOF'
First: 1
Source-Organization: Harbour Archive
Contact-Name: A
Description: a long text of three lines
Contact-Name: B
Last: no line end
Then: 2
EOF
verdict bag VALID
