# Two names differ in the case of an accented letter only.
# expect: VALID name-twins-case
plain_bag
echo three >bag/data/Élan
echo four >bag/data/élan
remake
