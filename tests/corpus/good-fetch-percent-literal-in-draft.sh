# Before version 1.0 a percent sign in fetch.txt means itself, too.
# expect: VALID
plain_bag 0.97
echo three >bag/data/a%0Ab
remake
echo 'https://example.org/three 6 data/a%0Ab' >bag/fetch.txt
seal
