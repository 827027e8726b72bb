# A holey bag in another encoding, or with the percent signs of a draft, is lifted to 1.0 with its fetch.txt.
# expect: encoding-not-utf8 payload-not-fetched
for encoding in ISO-8859-1 UTF-16; do
	plain_bag 0.97
	echo x >"bag/data/caf$(printf '\303\251')"
	remake
	bagit_txt 0.97 $encoding
	hole "data/caf$(printf '\303\251')" 2 https://example.org/cafe
	iconv -f UTF-8 -t $encoding <bag/fetch.txt >text
	mv text bag/fetch.txt
	encode $encoding
	ends 0 update --upgrade bag
	verdict bag 'INCOMPLETE payload-not-fetched'
	printf 'https://example.org/cafe 2 data/caf\303\251\n' | cmp - bag/fetch.txt
	rm -r bag
done
plain_bag 0.97
echo x >bag/data/50%
echo y >bag/data/a%25b
remake
hole data/50%
hole data/a%25b 2 https://example.org/a
seal
ends 0 update --upgrade bag
verdict bag 'INCOMPLETE payload-not-fetched'
echo x >bag/data/50%
echo y >bag/data/a%25b
verdict bag VALID
listed bag
