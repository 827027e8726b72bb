# What is measured: name, corpus, algorithms, cache, and the form of the archive
# where it is one; "audit" is a folder that an audit reads beside verify.  Read by bench.sh.
# shellcheck shell=sh disable=SC2034

all_cases='
big-sha256	big	sha256	warm
big-sha512	big	sha512	warm
big-both	big	sha256 sha512	warm
big-cold	big	sha512	cold
mixed-sha256	mixed	sha256	warm
mixed-sha512	mixed	sha512	warm
mixed-both	mixed	sha256 sha512	warm
mixed-md5	mixed	md5	warm
mixed-cold	mixed	sha512	cold
huge-sha256	huge	sha256	warm
huge-sha512	huge	sha512	warm
huge-both	huge	sha256 sha512	warm
small-sha256	small	sha256	warm
small-both	small	sha256 sha512	warm
small-cold	small	sha256 sha512	cold
audit-big	big	sha512	warm	audit
audit-big-cold	big	sha512	cold	audit
audit-small	small	sha256 sha512	warm	audit
audit-small-cold	small	sha256 sha512	cold	audit
tar-sha512	big	sha512	warm	tar
zip-sha512	big	sha512	warm	zip
tar-gz-sha512	pages	sha512	warm	tar.gz
tar-zst-sha512	pages	sha512	warm	tar.zst
tar-zst-both	pages	sha256 sha512	warm	tar.zst
'

# choose WORD...: those of a name or of a corpus, or archives, or audits; all if
# there is no word.
choose() {
	[ $# -gt 0 ] || set -- all
	for word; do
		case $word in
		growth | register) continue ;;
		esac
		printf '%s' "$all_cases" | awk -F '\t' -v word="$word" '
			$1 && (word == "all" || $1 == word || $2 == word ||
			       (word == "audits" && $5 == "audit") ||
			       (word == "archives" && $5 && $5 != "audit")) { print; found = 1 }
			END { exit !found }' ||
			{ echo "bench: no case or corpus '$word'" >&2; return 1; }
	done
}
