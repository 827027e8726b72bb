# Empty folders are no payload.
# expect: VALID
plain_bag
mkdir -p bag/data/empty/inner
