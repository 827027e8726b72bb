# Pipes and sockets are refused, never opened, and each is told.
# expect: source-special
source_folder
mkfifo src/pipe src/letters/pipe
ends 3 create src -o bag
found source-special source-special
told source-special pipe
told source-special letters/pipe
absent bag
clean
(cd src && perl -MSocket -e 'socket(S, PF_UNIX, SOCK_STREAM, 0) or die;
	bind(S, pack_sockaddr_un("socket")) or die') || skip "no socket can be made"
ends 3 create src -o bag
told source-special socket
absent bag
