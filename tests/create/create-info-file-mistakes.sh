# A mistake in a file of lines is told with its line, and nothing is made.
# expect:
source_folder
# The mistake is in the line with this number: mistake NUMBER LINE...
mistake() {
	number=$1
	shift
	printf '%b\n' "$@" >lines
	words 2 create src -o bag --info-file lines
	said "lines:$number"
	absent bag
}
mistake 2 'A: 1' 'no colon' 'B: 2'
mistake 1 ': no label'
mistake 1 ' continues nothing' 'A: 1'
mistake 2 'A: 1' 'B : a blank before the colon'
mistake 2 'A: 1' 'B: \0377 is not UTF-8'
mistake 2 'A: 1' 'B: \0000 hides the rest'
mistake 2 'A: 1' 'B: \0015 hides the rest'
printf 'Payload-Oxum: 1.1\n' >lines
words 2 create src -o bag --info-file lines
said Payload-Oxum
words 2 create src -o bag --info-file nowhere
said nowhere
words 2 create src -o bag --info-file src
said src
absent bag
