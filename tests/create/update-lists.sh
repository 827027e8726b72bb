# Without --accept what changed, was added and is missing is listed, each file once, and nothing is touched.
# expect: oxum-mismatch payload-changed payload-missing payload-unlisted payload-unlisted-system
plain_bag 1.0 md5 sha512
echo more >>bag/data/one.txt
echo new >bag/data/new.txt
echo new >bag/data/Thumbs.db
rm bag/data/notes/two.txt
keep bag
ends 1 update bag
told payload-changed data/one.txt
told payload-missing data/notes/two.txt
told payload-unlisted data/new.txt
told payload-unlisted-system data/Thumbs.db
unchanged bag
words 1 update bag
said '(1 changed, 2 added, 1 removed)'
said --accept
unchanged bag
# Other work that is asked for blesses nothing either.
ends 1 update --add-algorithm=sha256 --fix-manifests --upgrade --info A=b bag
unchanged bag
clean
