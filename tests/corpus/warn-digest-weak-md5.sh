# The only manifest is of md5, which proves nothing against a forger.
# expect: VALID digest-weak
plain_bag 1.0 md5
