# The name of a folder, not of its file, holds an escape sequence.
# expect: VALID name-not-portable
# expect text: data/\x1b[7m/three.txt: warning
plain_bag
folder=$(printf '\033[7m')
mkdir "bag/data/$folder"
echo three >"bag/data/$folder/three.txt"
remake
