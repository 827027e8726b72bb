# The last line of bagit.txt need not end.
# expect: VALID
plain_bag
printf 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8' >bag/bagit.txt
seal
