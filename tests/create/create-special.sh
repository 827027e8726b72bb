# Pipes and sockets are refused, never opened, and both are told.
# expect: source-special
source_folder
mkfifo src/pipe src/letters/pipe
ends 3 create src -o bag
found source-special source-special
told source-special pipe
told source-special letters/pipe
absent bag
clean
