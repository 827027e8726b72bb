# Many things are wrong, and every one of them is told.
# expect: INVALID digest-weak oxum-mismatch payload-changed payload-missing payload-unlisted tag-file-changed tag-file-missing
plain_bag 1.0 md5
echo eins >bag/data/one.txt
rm bag/data/notes/two.txt
echo three >bag/data/three.txt
echo 'Contact-Name: nobody' >>bag/bag-info.txt
echo note >bag/note.txt
seal
rm bag/note.txt
echo 'Contact-Phone: none' >>bag/bag-info.txt
