# The only manifest is of sha1, which proves nothing against a forger.
# expect: VALID digest-weak
plain_bag 1.0 sha1
