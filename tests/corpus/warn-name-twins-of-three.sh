# Three names differ in case only: each but the first is told beside another.
# expect: VALID name-twins-case
# expect text: 2 warnings
plain_bag
echo three >bag/data/One.txt
echo four >bag/data/ONE.txt
remake
