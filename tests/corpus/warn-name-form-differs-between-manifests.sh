# Two manifests have a name in two forms; one file is there, and is both.
# expect: VALID name-form-differs
plain_bag 1.0 sha256 sha512
composed=data/caf$(printf '\303\251')
decomposed=data/cafe$(printf '\314\201')
echo three >"bag/$composed"
info
entry sha256 "$composed" >>bag/manifest-sha256.txt
entry sha512 "$composed" "$decomposed" >>bag/manifest-sha512.txt
seal
