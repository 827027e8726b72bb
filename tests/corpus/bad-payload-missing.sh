# A payload file that the manifest lists is not there.
# expect: INVALID oxum-mismatch payload-missing
# expect --no-fixity: INVALID oxum-mismatch payload-missing
# expect text: data/notes/two.txt: error: is listed in a manifest, but is not there
plain_bag
rm bag/data/notes/two.txt
