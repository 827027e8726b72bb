# A name is composed in the manifest and decomposed in the folder, as after a
# journey through a Mac.
# expect: VALID name-form-differs
# expect text: listed as data/caf<c3><a9>, stored as data/cafe<cc><81>
plain_bag
composed=data/caf$(printf '\303\251')
decomposed=data/cafe$(printf '\314\201')
echo three >"bag/$composed"
remake
mv "bag/$composed" "bag/$decomposed"
