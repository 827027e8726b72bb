# Links within the bag stay links; what they lead to is listed as before.
# expect: symlink-inside
plain_bag
ln -s one.txt bag/data/alias
ln -s data/one.txt bag/tag-alias
manifests sha512
(cd bag && sha512sum data/alias >>manifest-sha512.txt)
echo 'Payload-Oxum: 12.3' >bag/bag-info.txt
seal
ends 0 update -a sha256 bag
[ "$(readlink bag/data/alias)" = one.txt ]
[ "$(readlink bag/tag-alias)" = data/one.txt ]
(cd bag && sha256sum --strict --quiet -c manifest-sha256.txt)
[ "$(wc -l <bag/manifest-sha256.txt)" = 3 ]
"${program:?}" verify -q bag
