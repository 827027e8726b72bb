# A name is there in other case only, as after a journey through Windows: that
# is another name, but a hint is given.
# expect: INVALID name-twins-case payload-missing payload-unlisted
plain_bag
mv bag/data/one.txt bag/data/One.txt
