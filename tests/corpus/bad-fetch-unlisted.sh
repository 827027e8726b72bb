# A file is to be fetched that no manifest lists, so nobody could check it.
# expect: INVALID fetch-unlisted
# expect text: data/three.txt: error
plain_bag
hole data/three.txt 6
sed -i '1s/.*/Payload-Oxum: 14.3/' bag/bag-info.txt
seal
