# What is no bag, or is not there, is an error, with nothing on standard output.
# expect:
mkdir folder
echo x >file
for path in folder file nowhere; do
	words 3 show $path
	said "'$path'"
	lines 0
	ends 3 show $path
	lines 0
	unsaid '{'
done
words 2 show
words 2 show folder file
