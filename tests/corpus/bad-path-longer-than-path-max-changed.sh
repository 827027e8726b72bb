# A file whose path the system does not take at once is not what it was.
# expect: INVALID payload-changed
# shellcheck disable=SC2034 # for the other case
contents=gnol
# shellcheck disable=SC2154 # here, of the runner
. "$here/good-path-longer-than-path-max.sh"
