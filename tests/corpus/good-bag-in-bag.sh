# A bag in the payload of a bag is payload like any other, whatever its state.
# expect: VALID
plain_bag
cp -R bag inner
rm inner/data/one.txt
mv inner bag/data/inner
remake
