# A file of a list that is not there is refused; one that is in no list is warned of.
# expect: expected-missing expected-unlisted source-excluded
source_folder
(cd src && sha256sum one.txt letters/abc) >sums
ends 0 create src -o bag --expect sums
found expected-unlisted
told expected-unlisted letters/old/1961.txt
verdict bag VALID
rm src/one.txt
ends 3 create src -o bag2 --expect sums
told expected-missing one.txt
absent bag2
# What was left out is not there either.
ends 3 create src -o bag2 --expect sums --exclude abc
[ "$(names_of_findings | grep -c expected-missing)" = 2 ] || fail "$(names_of_findings)"
absent bag2
