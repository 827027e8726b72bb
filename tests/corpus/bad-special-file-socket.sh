# There is a socket in the payload.
# expect: INVALID special-file
plain_bag
cd bag/data
perl -MSocket -e 'socket(S, PF_UNIX, SOCK_STREAM, 0) or die;
	bind(S, pack_sockaddr_un("socket")) or die' || skip "no socket can be made"
