# Before version 1.0 a percent sign usually means itself.
# expect: VALID
plain_bag 0.97
echo three >bag/data/a%0Ab
echo four >bag/data/100%25
echo five >bag/data/100%
remake
