# There is a device in the payload, which has no end.
# expect: INVALID special-file
plain_bag
mknod bag/data/zero c 1 5 || skip "no device can be made"
