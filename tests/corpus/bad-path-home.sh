# The manifest names a path in the home of its reader.
# expect: INVALID path-unsafe
# expect text: ~/secret.txt
plain_bag
# shellcheck disable=SC2088 # as it stands
also_listed '~/secret.txt'
