# A bag in a bag is refused with a hint, unless --nest; then it is payload like any other.
# expect: source-is-bag
plain_bag
contents bag >was
ends 3 create bag -o outer
found source-is-bag
told source-is-bag bag
absent outer
words 3 create bag -o outer
said --nest
ends 0 create --nest bag -o outer
verdict outer VALID
verdict outer/data VALID
carries outer was
# Deeper down it is nobody's accident.
mkdir shelf
mv bag shelf/bag
ends 0 create shelf -o shelved
verdict shelved VALID
