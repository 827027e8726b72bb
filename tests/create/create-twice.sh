# The same folder yields the same package, byte for byte, on another day and with other threads.
# expect:
source_folder
ends 0 create src -o one -a md5 -a sha256 --info A=b -j 1
touch src/one.txt
ends 0 create src -o two -a sha256 -a md5 --info A=b -j 5
diff -r one two
export SOURCE_DATE_EPOCH=86400
ends 0 create src -o three
info_has three 'Bagging-Date: 1970-01-02'
SOURCE_DATE_EPOCH=tomorrow
ends 3 create src -o four
absent four
