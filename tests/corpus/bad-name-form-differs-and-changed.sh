# A name is there in another form, and its contents are not what they were.
# expect: INVALID name-form-differs payload-changed
plain_bag
composed=data/caf$(printf '\303\251')
decomposed=data/cafe$(printf '\314\201')
echo three >"bag/$composed"
remake
rm "bag/$composed"
echo eerht >"bag/$decomposed"
