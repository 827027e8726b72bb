# Times before 1970, in the far future, and of all folders are kept to the nanosecond.
# expect:
mkdir -p src/a/b
echo x >src/a/b/old
echo x >src/a/new
touch -d '1901-12-14 00:00:00.000000001' src/a/b/old
touch -d '2200-01-01 00:00:00.999999999' src/a/new
touch -d '1969-12-31 23:59:59.999999999' src/a/b
touch -d '1970-01-01 00:00:00' src/a
touch -d '2038-01-19 03:14:08.5' src
contents src >was
ends 0 create src -o bag
carries bag was
verdict bag VALID
carries bag was
ends 0 create --in-place src
carries src was
