# A label is there three times, and the profile allows it once.
# expect --profile=profile.json: INVALID profile-tag-repeated
# expect text: bag-info.txt:4: Contact-Name
# expect text: bag-info.txt:5: Contact-Name
profiled_bag 'Contact-Name: A' 'contact-name: B' 'CONTACT-NAME: C'
profile '"Bag-Info": {"Contact-Name": {"repeatable": false}}'
