# What the profile requires is still to be fetched: the bag is incomplete, and no worse.
# expect --profile=profile.json: INCOMPLETE payload-not-fetched
profiled_bag
echo 'http://localhost/one - data/one.txt' >bag/fetch.txt
rm bag/data/one.txt
printf 'BagIt-Profile-Identifier: urn:x:profile\n' >bag/bag-info.txt
seal
profile '"Payload-Files-Required": ["data/one.txt"]'
