# A folder with a record is packaged by it: what it names, where it says, and the record byte for byte.
# expect:
record_folder
keep acc
ends 0 create acc -o bag
member record true
member payload_files 2
unchanged acc
verdict bag VALID
listed bag
accepted bag sha512
cmp bag/data/letter.txt acc/letter.txt
cmp "bag/data/images/page 1.tif" acc/scans/p1.tif
cmp bag/holdfast/record.txt acc/record.txt
[ "$(stat -c %y bag/data/letter.txt)" = "$(stat -c %y acc/letter.txt)" ]
absent bag/data/record.txt bag/data/scans
[ "$(cut -d ' ' -f 3- bag/tagmanifest-sha512.txt | tr '\n' ' ')" = 'bag-info.txt bagit.txt holdfast/record.txt manifest-sha512.txt metadata/descriptive/dc.xml metadata/preservation/premis.xml ' ]
info_has bag 'External-Description: A letter on the harbour'
info_has bag 'External-Identifier: Harbour Archive, box 3'
info_has bag 'Internal-Sender-Identifier: acc'
