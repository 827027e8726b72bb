# Names with a line feed, a carriage return, and a percent sign, written as the
# standard has it, in both cases of its digits.
# expect: VALID name-not-portable
plain_bag
line_feed='data/line
feed'
return=data/carriage$(printf '\r')return
echo three >"bag/$line_feed"
echo four >"bag/$return"
echo five >bag/data/100%
echo six >bag/data/%41
info
{
	entry sha512 "$line_feed" data/line%0Afeed
	entry sha512 "$return" data/carriage%0dreturn
	entry sha512 data/100% data/100%25
	entry sha512 data/%41 data/%2541
} >>bag/manifest-sha512.txt
seal
