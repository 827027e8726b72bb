# The run in files: cases of run.sh, which reads this.
# shellcheck shell=sh disable=SC2013,SC2154 # words; run.sh sets $top

# A page that is well-formed XML and HTML, and asks for nothing from elsewhere.
sound_page() {
	needs xmllint
	xmllint --noout "$1" || fail "$1 is not well-formed"
	! xmllint --html --noout "$1" 2>&1 | grep -v 'Tag \(svg\|title\|defs\|pattern\|rect\|circle\|g\|line\|text\|style\) invalid' |
		grep 'error' || fail "$1 is no good HTML"
	elsewhere='<(script|link|img|iframe|object)|<[^>]* (src|href)=|@import|url\([^#]'
	! grep -Eq "$elsewhere" "$1" ||
		fail "$1 asks for something: $(grep -E "$elsewhere" "$1")"
}

# The page contains this text; or does not.
shows() {
	grep -qF -e "$1" page.html || fail "the page does not show '$1'"
}

shows_not() {
	! grep -qF -e "$1" page.html || fail "the page shows '$1'"
}

case_a_report_of_a_good_run_says_that_all_is_well() {
	quay_at_vault
	quiet --report page.html --report run.json
	sound_page page.html
	shows 'All is well.'
	shows 'Audit of Harbour Archive'
	shows '<strong>VALID</strong>'
	shows 'within a quarter of the interval: 1 copy'
	shows 'Nothing that was due is left.'
	shows '0 errors, 0 warnings, 1 note'
	shows '<code>checkpoint-unsigned</code>'
	[ "$(wc -l <run.json)" = 3 ] || fail "$(cat run.json)"
	grep -q '"type":"audited","package":"quay".*"outcome":"pass"' run.json
	grep -q '"type":"audit","register".*"status":0' run.json
}

case_a_report_names_each_finding_with_its_remedy_and_has_what_json_has() {
	register vault shelf
	good_bag quay
	good_bag pier
	ends 0 ingest R quay --to vault
	ends 0 ingest R pier --to shelf
	printf 'jello\n' >L-vault/quay/data/hello.txt
	echo more >L-vault/quay/data/more.txt
	rm -r L-shelf/pier
	ends 1 audit R --report page.html --report run.json --format json
	cmp ../out run.json
	sound_page page.html
	shows 'Copies are damaged, missing, or not what the log says.'
	shows '<h3>quay at vault: fail</h3>'
	shows '<h3>pier at shelf: fail</h3>'
	for name in $(sed -n 's/.*"finding":"\([a-z0-9-]*\)".*/\1/p' run.json); do
		shows "<code>$name</code>"
	done
	shows payload-changed
	shows '<strong>What to do:</strong> restore the file from another copy'
	shows_not '<dt>of</dt><dd>quay at vault</dd>'
	shows 'Of these, 1 copy did not pass when last read.'
	shows 'There is no picture: '
}

case_names_from_strangers_are_shown_in_a_report_and_do_nothing() {
	register vault
	name="a<img src=x onerror=alert(1)>&'\""
	good_bag "$name"
	ends 0 ingest R "$name" --to vault
	echo x >"L-vault/$name/data/<b>$(printf '\033\357\277\277\342\200\256')]]>.txt"
	ends 1 audit R --report page.html
	sound_page page.html
	shows 'a&lt;img src=x onerror=alert(1)&gt;&amp;&#39;&quot; at vault'
	shows 'data/&lt;b&gt;\x1b'
	shows '\u{202e}]]&gt;.txt'
	shows_not '<img'
	shows_not '<b>'
}

case_a_report_has_the_picture_of_the_chain_of_what_is_wrong() {
	register vault
	cp -R "$top/packages/memorandum-1961-01-18" quay
	ends 0 ingest R quay --to vault
	echo more >L-vault/quay/data/more.txt
	ends 1 audit R --report page.html
	sound_page page.html
	shows '<div class="picture"><svg '
}

case_a_report_takes_the_place_of_the_one_before_and_leaves_nothing_beside_it() {
	quay_at_vault
	mkdir reports
	echo old >reports/page.html
	quiet --report reports/page.html
	[ "$(ls -A reports)" = page.html ]
	grep -q 'All is well.' reports/page.html
}

case_a_log_that_does_not_verify_is_reported_too() {
	quay_at_vault
	sed -i 's/^Outcome: pass/Outcome: fail/' R/log/entries.txt
	ends 6 audit R --report page.html
	said log-tampered
	sound_page page.html
	shows 'The log or a signature does not verify'
	shows 'it did not begin'
	shows_not '<strong>VALID</strong>'
	ends 6 audit R --report page.json
	grep -q '"ended":"refused"' page.json || fail "$(cat page.json)"
	! grep -q VALID page.json || fail "a verdict on nothing: $(cat page.json)"
}

case_a_report_of_a_run_that_was_stopped_says_nothing_of_the_whole() {
	# shellcheck disable=SC2034 # for slow_run
	with="--report page.json"
	slow_run
	wait_for_files
	kill -TERM "$run"
	wait "$run" || :
	grep -q '"ended":"stopped"' page.json || fail "$(cat page.json)"
	grep -q '"fixity":"UNCHECKED","population":"INDETERMINATE"' page.json ||
		fail "a verdict on what was not read: $(cat page.json)"
}

case_a_report_that_cannot_be_written_is_told_before_anything_is_read() {
	quay_at_vault
	cp R/log/entries.txt before
	ends 2 audit R --report page.pdf
	said '.json or .html'
	ends 3 audit R --report nowhere/page.html
	said nowhere
	ends 2 audit R --plan --report page.html
	cmp R/log/entries.txt before
	mkdir full.html
	ends 3 audit R --report full.html
	said full.html
}

# What a browser made of page.html, by a script that only this copy has: what is
# seen, where the page is too wide, and how much of each bar is filled.
measured() {
	needs chromium
	{
		sed '/<\/body>/,$d' page.html
		cat <<'END'
<script>//<![CDATA[
var root = document.documentElement, said = [];
said.push('wide=' + (root.scrollWidth > root.clientWidth));
document.querySelectorAll('svg.bar').forEach(function (bar) {
	var full = bar.getBoundingClientRect().width, sum = 0;
	bar.querySelectorAll('rect').forEach(function (part) {
		sum += part.getBoundingClientRect().width;
	});
	said.push('bar=' + (full > 100 && Math.abs(sum - full) < 3));
});
document.querySelectorAll('.picture svg').forEach(function (picture) {
	said.push('picture=' + (picture.getBoundingClientRect().height > 100));
});
said.push('findings=' + document.querySelectorAll('.finding').length);
root.setAttribute('data-said', said.join(' '));
//]]></script>
</body>
</html>
END
	} >measured.html
	timeout -k 5 120 chromium --headless --no-sandbox --disable-gpu \
		--user-data-dir="$PWD/browser" --enable-logging=stderr \
		--window-size="$1,1200" --dump-dom "file://$PWD/measured.html" \
		>dom 2>console || fail "the browser: $(tail -n 5 console)"
	! grep CONSOLE console || fail "the browser complains of the page"
	sed -n 's/.*data-said="\([^"]*\)".*/\1/p' dom | tr ' ' '\n' >seen
	[ -s seen ] || fail "the browser shows nothing: $(head -c 300 dom)"
}

case_a_browser_shows_the_report_on_wide_screens_and_narrow_ones() {
	register vault
	cp -R "$top/packages/memorandum-1961-01-18" memo
	good_bag quay
	ends 0 ingest R memo quay --to vault
	echo more >L-vault/memo/data/more.txt
	rm L-vault/quay/data/hello.txt
	ends 1 audit R --report page.html
	for width in 1000 500; do
		measured "$width"
		! grep -v '^wide' seen | grep false || fail "at $width: $(cat seen)"
		! grep 'wide=true' seen || fail "wider than $width"
		grep -q 'bar=true' seen || fail "no bar at $width"
		grep -q 'picture=true' seen || fail "no picture at $width"
		grep -Eq 'findings=[1-9]' seen || fail "no finding at $width"
	done
	grep -qF 'Copies are damaged, missing, or not what the log says.' dom ||
		fail "the verdict is not shown"
}
