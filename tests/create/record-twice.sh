# The same record yields the same package, byte for byte.
# expect:
record_folder
ends 0 create acc -o one
touch acc/letter.txt acc/record.txt
ends 0 create acc -o two -j 3
diff -r one two
