# What only a draft allows is put right: manifests that share the payload out, literal percent signs.
# expect:
plain_bag 0.97
echo x >bag/data/a%25b
echo x >bag/data/50%
echo x >"bag/data/caf$(printf '\303\251')"
remake
sed -n '/notes/p' bag/manifest-sha512.txt | cut -d ' ' -f 3 | (cd bag && xargs sha256sum) >bag/manifest-sha256.txt
sed -i '/notes/d' bag/manifest-sha512.txt
seal sha512 sha256
verdict bag VALID
ends 0 update --upgrade bag
verdict bag VALID
listed bag
listed bag sha256
