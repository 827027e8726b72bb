# A list may name the file that keeps an empty folder, and is believed of it as of any other.
# expect: expected-differs
source_folder
mkdir src/hollow
(cd src && sha256sum one.txt letters/abc letters/old/1961.txt) >sums
: | sha256sum | sed 's|-$|hollow/.keep|' >>sums
ends 0 create src -o good --keep-empty --expect sums
sed 's|^e3b0|e3b1|' sums >wrong
ends 3 create src -o bag --keep-empty --expect wrong
found expected-differs
told expected-differs hollow/.keep
absent bag
clean
