# Two names differ only in how an accented letter is encoded.
# expect: VALID name-twins-form
plain_bag
composed=data/caf$(printf '\303\251')
decomposed=data/cafe$(printf '\314\201')
echo three >"bag/$composed"
echo four >"bag/$decomposed"
remake
