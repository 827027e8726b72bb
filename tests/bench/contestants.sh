# Who takes part: lines for measure, which runs them in the bag.  Read by
# bench.sh, which sets tools, holdfast and cores.
# shellcheck shell=sh disable=SC2154 disable=SC2016

row() { # ROLE NAME COMMAND
	printf '%s\t%s\t%s\n' "$1" "$2" "$3"
}

has() {
	command -v "$1" >/dev/null 2>&1
}

# contestants PLACE CACHE ALGORITHM...
contestants() {
	lists=$1/lists cache=$2
	shift 2
	row ours holdfast "exec '$holdfast' verify -q ."
	row ours 'holdfast --engine=openssl' \
		"exec '$holdfast' verify -q --engine=openssl ."
	# Portions small enough that no process is left alone at the end.
	portion=$(($(wc -l <"$lists/paths") / (8 * cores) + 1))
	case $cache:$# in
	warm:1) sums "$1"; openssls "$@"; hashdeeps "$1"; rhashes "$@" ;;
	warm:*) openssls "$@"; rhashes "$@" ;;
	cold:*) openssls "$@" ;;
	esac
	bagits
	case $cache in
	warm) row limit 'limit of processor and memory' "exec '$tools/limits' data $*" ;;
	cold) row limit 'limit of the disk' "exec '$tools/readall' data" ;;
	esac
}

# archive_contestants FORM: in the folder that holds the archive; beside them
# holdfast on the folder, and the decompressor alone.
archive_contestants() {
	row ours holdfast "exec '$holdfast' verify -q bag.$1"
	row beside folder "exec '$holdfast' verify -q ../bag"
	case $1 in
	tar) unpackers 'tar xf' 'tar -xf bag.tar -C out'
	     row peer 'bsdtar+openssl' \
		     "bsdtar -xOf bag.tar 'bag/data/*' | openssl dgst -r -sha512 | cmp -s - whole" ;;
	tar.gz) unpackers 'tar xf' 'tar -xf bag.tar.gz -C out'
		row beside gzip 'exec gzip -dc bag.tar.gz >/dev/null' ;;
	tar.zst) unpackers 'tar xf' 'tar -xf bag.tar.zst -C out'
		 row beside zstd 'exec zstd -dcq bag.tar.zst >/dev/null' ;;
	zip) ! has unzip || unpackers unzip 'unzip -q bag.zip -d out' ;;
	esac
}

# Unpacked beside it, and then compared.
unpackers() { # NAME COMMAND
	row peer "$1, sha512sum -c" \
		"rm -rf out && mkdir out && $2 && (cd out/bag && sha512sum -c --status manifest-sha512.txt); status=\$?; rm -rf out; exit \$status"
}

# sha256sum and its kin, alone and on all cores.
sums() {
	row peer "${1}sum -c" "exec ${1}sum -c --status manifest-$1.txt"
	[ "$(wc -l <"$lists/paths")" -gt 1 ] || return 0
	row peer "xargs -P ${1}sum -c" \
		"exec xargs -d '\\n' -a manifest-$1.txt -P $cores -n $portion sh -c 'printf \"%s\\n\" \"\$@\" | ${1}sum -c --status -' sh"
}

# openssl computes and does not compare; and lines of processes that write into
# one pipe could be torn, so each has a file.
openssls() {
	command=
	for algorithm; do
		command="$command${command:+ && }mkdir -p '$lists/out' && rm -f '$lists/out/'* && xargs -d '\\n' -a '$lists/paths' -P $cores -n $portion sh -c 'exec openssl dgst -r -$algorithm \"\$@\" >\"\$0/\$\$\"' '$lists/out' && cat '$lists/out/'* | LC_ALL=C sort | cmp -s - '$lists/openssl-$algorithm'"
	done
	once='xargs -P openssl'
	[ $# = 1 ] || once="$once, one after the other"
	row peer "$once" "$command"
}

hashdeeps() {
	has hashdeep && [ -f "$lists/hashdeep-$1" ] || return 0
	row peer hashdeep \
		"exec hashdeep -s -j$cores -Fm -c $1 -l -a -k '$lists/hashdeep-$1' -r data"
}

# Told which algorithms, or it tries all that have digests as long.
rhashes() {
	has rhash || return 0
	list=manifest-$1.txt
	[ $# = 1 ] || list=$lists/rhash-$(bag_name "$@")
	row peer rhash \
		"exec rhash $(echo "$*" | sed 's/[a-z]*[0-9]*/--&/g') --skip-ok -c '$list'"
}

bagits() {
	has bagit.py || return 0
	row peer bagit.py \
		"exec bagit.py --validate --quiet --processes $cores ."
}

# Peers that are not installed here, one a line.
absent() {
	for peer in hashdeep rhash bagit.py unzip; do
		has $peer || echo $peer
	done
}
