# Where something is there already, of whatever kind, nothing is made and it stays as it is.
# expect:
source_folder
mkdir folder full
echo x >full/x
echo x >file
ln -s nowhere dangling
ln -s folder link
mkfifo pipe
keep ./*
for dest in folder full file dangling link pipe src; do
	words 3 create src -o "$dest"
	said "'$dest'"
done
for dest in file/ dangling/ pipe/ nowhere/ nowhere/bag file/bag . .. full/..; do
	words 3 create src -o "$dest"
done
# "./src" is the source itself.
words 3 create src -o ./
unchanged ./*
mkdir -p full/src
words 3 create src -o full/
said "'full/src'"
clean
