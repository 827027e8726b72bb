# Two files of lines do not run into one another, and an empty one is as good as none.
# expect:
source_folder
printf 'A: 1' >first
printf ' B: 2\n' >second
printf '\n\n' >empty
ends 0 create src -o bag --info-file first --info-file empty --info-file empty
info_has bag 'A: 1'
# A line that continues nothing is a mistake, also in the second file.
words 2 create src -o bag2 --info-file first --info-file second
said second:1
absent bag2
