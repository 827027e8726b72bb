# What servers do, and what strangers write into fetch.txt.  Read by run.sh.
# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034 # what run.sh sets, and what it uses

begin 'three files, of which one is empty and one in folders'
hole plain hello.txt
hole plain none.txt
hole plain a.txt 'letters/of 1923/a.txt'
tag
fetch
must_be_whole
must says '"fetched":3,"octets":11,"resumed":0,"present":0,"left":0'
must same a.txt 'letters/of 1923/a.txt'
# And again: nothing is asked, and nothing changes.
find bag -printf '%p %T@ %C@ %i\n' | sort >"$work/before"
fetch
must_be_whole
must says '"fetched":0,"octets":0,"resumed":0,"present":3,"left":0'
must asked 3 ''
find bag -printf '%p %T@ %C@ %i\n' | sort | cmp -s - "$work/before" || must false
end

begin 'one connection for one job, and several at a time for several'
for i in 1 2 3 4; do
	hole drip long.txt "$i.txt"
	head -c 30000 "$served/files/long.txt" >"$served/files/$i.txt"
done
tag
touch "$served/fast"
fetch --jobs=1
must_be_whole
must asked 4 ''
must connections 1
rm -f "$served/fast" bag/data/*
: >"$served/access.log"
rm bag/*manifest* bag/fetch.txt
for i in 1 2 3 4; do
	hole drip "$i.txt"
done
tag
fetch --jobs=4
must_be_whole
must asked 4 ''
must connections 4
end

begin 'a server without ranges, a part from before, and one that is of another file'
hole norange long.txt
hole plain hello.txt
hole plain a.txt
tag
mkdir -p .bag.holdfast-fetch/data
head -c 50000 "$served/files/long.txt" >.bag.holdfast-fetch/data/long.txt
printf 'hel' >.bag.holdfast-fetch/data/hello.txt
printf 'x' >.bag.holdfast-fetch/data/a.txt
fetch
must_be_whole
must answered '200 /norange/long.txt bytes=50000-'
must answered '206 /plain/hello.txt bytes=3-'
must answered '206 /plain/a.txt bytes=1-'
must answered '200 /plain/a.txt -'
must says '"fetched":3,"octets":100011,"resumed":1,'
end

begin 'parts that are whole, too long, and no file'
hole plain hello.txt
hole plain a.txt
hole plain long.txt long.txt -
hole plain none.txt
tag
mkdir -p .bag.holdfast-fetch/data/none.txt
cp "$served/files/hello.txt" "$served/files/long.txt" .bag.holdfast-fetch/data/
printf 'abcdefgh' >.bag.holdfast-fetch/data/a.txt
fetch
must_be_whole
must asked 0 plain/hello.txt
must answered '416 /plain/long.txt bytes=100000-'
must answered '200 /plain/a.txt -'
end

begin 'a digest that differs, in the stronger manifest alone'
hole plain hello.txt
hole plain a.txt
tag
sed -i 's/^[0-9a-f]*\(.*hello.txt\)/'"$(sha512sum <"$served/files/other.txt" | cut -d' ' -f1)"'\1/' \
	bag/manifest-sha512.txt
tag
fetch
must ends_with 1
must tells fetch-differs data/hello.txt '"algorithm":"sha512"'
must says '"verdict":"INCOMPLETE"'
must absent hello.txt
must same a.txt
must nothing_beside
must incomplete
end

begin 'longer and shorter than stated, and longer than may be'
hole plain long.txt one.txt 99999
hole plain hello.txt two.txt 7
hole plain long.txt three.txt -
hole slow-source long.txt four.txt 9
hole unstated long.txt five.txt 5000
hole unstated long.txt six.txt -
hole unstated a.txt
tag
fetch --max-bytes=20K
must ends_with 1
must tells fetch-differs data/one.txt '"expected":"99999 octets","found":"100000 octets or more"'
must tells fetch-differs data/two.txt '"expected":"7 octets","found":"6 octets"'
must tells fetch-refused data/three.txt 'longer than 20480 octets'
must tells fetch-differs data/four.txt '"expected":"9 octets"'
must tells fetch-differs data/five.txt '"expected":"5000 octets"'
must tells fetch-refused data/six.txt 'longer than 20480 octets'
must says '"left":6'
must [ "$(ls bag/data)" = a.txt ]
must same a.txt
must nothing_beside
end

begin 'redirects'
hole to-plain hello.txt
hole loop hello.txt loop.txt
hole to-file hello.txt file.txt
hole to-name hello.txt name.txt
tag
fetch --allow-host=127.0.0.1
must ends_with 1
must same hello.txt
must tells fetch-failed data/loop.txt 'redirects without end'
must asked 11 loop/
must tells fetch-refused data/file.txt 'file:///etc/hostname, to which it is redirected: its scheme is not allowed'
must tells fetch-refused data/name.txt "http://localhost:$port/plain/hello.txt, to which it is redirected: its host is not among"
must asked 1 plain/
must absent file.txt
end

begin 'busy servers'
hole once-busy hello.txt
hole once-busy a.txt
hole later hello.txt later.txt
hole busy hello.txt busy.txt
hole gone hello.txt gone.txt
hole nothing hello.txt nothing.txt
hole wrong-range hello.txt range.txt
tag
mkdir -p .bag.holdfast-fetch/data
printf 'hel' >.bag.holdfast-fetch/data/range.txt
fetch --jobs=7 --retries=2
must ends_with 1
must same hello.txt
must same a.txt
must answered '503 /once-busy/'
must tells fetch-failed data/later.txt 'the server answered 503, come again in 3600 s'
must asked 1 later/
must tells fetch-failed data/busy.txt 'the server answered 503'
must asked 3 busy/
must tells fetch-failed data/gone.txt 'the server answered 404'
must asked 1 gone/
must tells fetch-failed data/nothing.txt 'Empty reply'
must tells fetch-failed data/range.txt 'something else than was asked for'
must absent range.txt
must answered "444 /nothing/"
must nothing_beside
end

begin 'a connection that is cut'
head -c 50000 "$served/files/long.txt" >"$served/files/middling.txt"
hole cut middling.txt
tag
fetch
must_be_whole
must answered '206 /cut/middling.txt bytes='
must says '"fetched":1,"octets":50000,"resumed":0,'
end

begin 'a server that is nearly still'
hole still hello.txt
hole still long.txt
tag
fetch --timeout=1 --retries=0
must ends_with 1
must same hello.txt
must tells fetch-failed data/long.txt 'Operation too slow'
must says '"kept":true'
must beside long.txt
must incomplete
# What is kept is gone on with, wherever it then comes from.
sed -i 's|/still/|/plain/|' bag/fetch.txt
tag
fetch
must_be_whole
must answered '206 /plain/long.txt bytes='
must says '"fetched":1,"octets":100000,"resumed":1,"present":1'
end

begin 'an authority of its own, and no other'
hole "https://127.0.0.1:$tls_port/plain/" hello.txt
tag
fetch --retries=0
must ends_with 1
must tells fetch-failed data/hello.txt certificate
must absent hello.txt
fetch --ca-file="$served/openssl.log"
must ends_with 2
must grep -q 'certificates to be trusted cannot be used' "$work/err"
fetch --ca-file=nowhere
must ends_with 3
must grep -q "cannot open 'nowhere'" "$work/err"
fetch --ca-file="$served/ca.crt" --allow-scheme=https
must_be_whole
end

begin 'nobody may have us knock at doors within, whatever name they have'
for host in 127.0.0.1 localhost '[::1]' '[::ffff:127.0.0.1]' 2130706433 0x7f.1 0; do
	hole "http://$host:$port/plain/" hello.txt "at $host"
done
hole "file:///etc/" a.txt hosts
hole "gopher://127.0.0.1:$port/" a.txt gopher
hole "https://127.0.0.1:$tls_port/plain/" a.txt tls
tag
"$holdfast" fetch --format=json --retries=0 bag >"$work/out" 2>"$work/err"
status=$?
must ends_with 1
for host in 127.0.0.1 localhost '[::1]' '[::ffff:127.0.0.1]' 2130706433 0x7f.1 0; do
	must tells fetch-refused "data/at $host" 'which is not a public address'
done
must tells fetch-refused data/hosts 'its scheme is not allowed'
must tells fetch-refused data/gopher 'its scheme is not allowed'
must tells fetch-refused data/tls 'which is not a public address'
must asked 0 ''
must says '"left":10'
fetch --allow-host=localhost --allow-scheme=http
must same hello.txt 'at localhost'
must asked 1 ''
must tells fetch-refused 'data/at 127.0.0.1' 'its host is not among'
must tells fetch-refused data/tls 'its scheme is not allowed'
end

begin 'hostile targets'
mkdir outside bag/data/folder
echo mine >outside/kept
ln -s ../../outside bag/data/link
ln -s ../../outside/new bag/data/dangling
mkfifo bag/data/pipe
cp "$served/files/a.txt" bag/data/a.txt
for path in a.txt folder link/new dangling pipe a.txt/below; do
	hole plain hello.txt $path
done
sed -i '/data.a.txt$/d' bag/manifest-*.txt
add a.txt a.txt
for path in ../new ../../outside/kept /etc/holdfast-test data/../../new bagit.txt \~/new data//x; do
	echo "$here/plain/hello.txt 6 $path" >>bag/fetch.txt
done
echo "$here/plain/hello.txt 6 data/unlisted" >>bag/fetch.txt
sum=$(md5sum <"$served/files/hello.txt")
echo "${sum%% *}  data/half-listed" >>bag/manifest-md5.txt
echo "$here/plain/hello.txt 6 data/half-listed" >>bag/fetch.txt
hole plain hello.txt
tag
fetch
must ends_with 1
must says '"verdict":"INVALID"'
must says '"fetched":1,'
must same hello.txt
must same a.txt
must tells path-unsafe fetch.txt
must tells path-not-payload fetch.txt
must tells fetch-unlisted data/unlisted
must tells fetch-unlisted data/half-listed
must tells path-is-directory data/folder
must tells special-file data/pipe
must tells fetch-failed data/link/new 'cannot be put in its place'
must tells fetch-failed data/a.txt/below 'cannot be put in its place'
must absent unlisted
must absent half-listed
must [ "$(ls outside)" = kept ]
must grep -qx mine outside/kept
must [ ! -e new ]
must [ ! -e /etc/holdfast-test ]
end

begin 'what is there is left, and told where it is not as recorded'
hole plain hello.txt
hole plain a.txt
tag
cp "$served/files/other.txt" bag/data/hello.txt
fetch
must ends_with 1
must tells payload-changed data/hello.txt
must says '"fetched":1,"octets":5,"resumed":0,"present":1'
must same other.txt hello.txt
end

begin 'nothing is asked by tag files that are not as recorded'
hole plain hello.txt
tag
sed -i 's|plain/hello|plain/other|' bag/fetch.txt
fetch
must ends_with 1
must tells tag-file-changed fetch.txt
must tells payload-not-fetched data/hello.txt
must says '"doubtful":true'
must asked 0 ''
end

begin 'a place that cannot be written to, and a link in place of the folder beside'
hole plain hello.txt
tag
mkdir elsewhere
ln -s elsewhere .bag.holdfast-fetch
fetch
must ends_with 3
must absent hello.txt
must [ -z "$(ls elsewhere)" ]
end

begin 'where libcurl cannot be opened, that is said, and nothing is left'
hole plain hello.txt
tag
mkdir "$work/broken"
: >"$work/broken/libcurl.so.4"
LD_LIBRARY_PATH=$work/broken fetch
must ends_with 3
must grep -q 'nothing can be fetched without libcurl' "$work/err"
must absent hello.txt
must nothing_beside
fetch
must_be_whole
# And who fetches nothing does not wait for it to be opened.
LD_DEBUG=files LD_DEBUG_OUTPUT=$work/opened "$holdfast" verify -q bag || must false
must grep -q libcrypto "$work"/opened.*
must [ "$(grep -c libcurl "$work"/opened.*)" = 0 ]
end
