# A pipe where a file of ours should be is said to be that, and never waited for.
# expect:
plain_bag
mkfifo pipe
mv pipe bag/bagit.txt
words 3 show bag
said 'bagit.txt'
said 'not a file, but a pipe, socket, or device'
mkdir src
mkfifo src/record.txt
words 3 create src -o made
said 'src/record.txt'
said 'not a file, but a pipe, socket, or device'
absent made
