# On what was measured, and with which versions, as members of a JSON object.
# Read by bench.sh, which sets holdfast, tools, cores, scale and rounds.
# shellcheck shell=sh disable=SC2154

# Text that needs no escape in JSON: the first line, without what would need one.
plain() {
	head -n 1 | tr -d '[:cntrl:]"\134'
}

text() { # NAME VALUE
	printf '  "%s": "%s",\n' "$1" "$(echo "$2" | plain)"
}

versions() {
	printf '  "versions": {'
	comma=
	while IFS='	' read -r name words; do
		# shellcheck disable=SC2086 # words on purpose
		has "${words%% *}" || continue
		# shellcheck disable=SC2086
		printf '%s\n    "%s": "%s"' "$comma" "$name" \
			"$($words 2>/dev/null | plain)"
		comma=,
	done
	printf ' },\n'
}

machine() {
	text date "$(date -u +%Y-%m-%dT%H:%M:%SZ)"
	text processor "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)"
	text memory "$(awk '/^MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo)"
	text kernel "$(uname -srm)"
	text system "$(. /etc/os-release && echo "$PRETTY_NAME")"
	text disk "$(df --output=fstype "$folder" | tail -n 1)"
	printf '  "cores": %d, "scale": %d, "rounds": %d,\n' "$cores" "$scale" "$rounds"
	versions <<-END
	holdfast	$holdfast version
	coreutils	sha256sum --version
	openssl	openssl version
	findutils	xargs --version
	hashdeep	hashdeep -V
	rhash	rhash --version
	bagit.py	bagit.py --version
	END
	printf '  "absent": [%s],\n' "$(absent | sed 's/.*/"&"/' | paste -sd, -)"
}
