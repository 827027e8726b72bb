# A weak manifest beside a strong one does no harm.
# expect: VALID
plain_bag 1.0 md5 sha1 sha256
