# What is no bag, or is not there, is an error or says what is missing, and nothing is made.
# expect: bagit-txt-missing payload-directory-missing payload-manifest-missing tag-manifest-missing
mkdir folder
echo x >file
keep ./*
words 3 update nowhere
said "'nowhere'"
words 3 update file
said "'file'"
ends 1 update folder
unchanged ./*
absent nowhere
clean
