# However many threads there are, it is the same package.
# expect:
source_folder
seq 60 | (cd src && split -l 1 -a 3)
for jobs in 1 2 7 64; do
	ends 0 create src -o j$jobs --jobs=$jobs --verify-copy=none
	diff -r j1 j$jobs
done
verdict j64 VALID
words 2 create src -o other -j 0
words 2 create src -o other -j two
absent other
