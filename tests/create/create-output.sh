# DEST is the package; with a slash at its end it is the folder for it, however the source is spelled.
# expect:
source_folder
mkdir out other
ends 0 create src -o out/bag
verdict out/bag VALID
ends 0 create src -o out/
verdict out/src VALID
ends 0 create src// -o other//
verdict other/src VALID
ends 0 create ./src -o "$PWD/bag"
verdict bag VALID
ends 0 create "$PWD/src" --output=here
verdict here VALID
(cd src && ends 0 create . -o ../dotted)
verdict dotted VALID
# "." has a name too.
mkdir in
(cd src && ends 0 create . -o ../in/)
verdict in/src VALID
