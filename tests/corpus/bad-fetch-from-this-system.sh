# fetch.txt names a file of the reader's own system, which verify does not
# fetch, nor anything else.
# expect: INCOMPLETE payload-not-fetched
plain_bag
mv bag/data/one.txt secret.txt
echo "file://$PWD/secret.txt 4 data/one.txt" >bag/fetch.txt
hole data/notes/two.txt 4 http://127.0.0.1:9/two.txt
seal
