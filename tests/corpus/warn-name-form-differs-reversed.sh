# A name is decomposed in the manifest and composed in the folder.
# expect: VALID name-form-differs
plain_bag
composed=data/caf$(printf '\303\251')
decomposed=data/cafe$(printf '\314\201')
echo three >"bag/$decomposed"
remake
mv "bag/$decomposed" "bag/$composed"
