# A line of the manifest is in ISO-8859-1, so its file is not listed.
# expect: INVALID payload-unlisted tag-file-undecodable
# expect text: data/Übermaß.txt: error: is in the payload, but in no manifest
plain_bag
echo three >bag/data/Übermaß.txt
remake
iconv -f UTF-8 -t ISO-8859-1 <bag/manifest-sha512.txt >text
mv text bag/manifest-sha512.txt
seal
