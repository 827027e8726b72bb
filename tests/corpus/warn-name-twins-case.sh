# Two names differ in case only.
# expect: VALID name-twins-case
plain_bag
echo three >bag/data/One.txt
remake
