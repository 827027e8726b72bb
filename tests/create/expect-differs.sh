# A file that is not what a list says stops everything, and is told with both digests; nothing is made, and the source stays.
# expect: expected-differs
source_folder
(cd src && sha256sum one.txt letters/abc letters/old/1961.txt) >sums
echo changed >src/one.txt
echo other >src/letters/abc
keep src
ends 3 create src -o bag --expect sums
found expected-differs expected-differs
told expected-differs one.txt
told expected-differs letters/abc
absent bag
ends 3 create --in-place src --expect sums
unchanged src
clean
