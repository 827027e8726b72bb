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
