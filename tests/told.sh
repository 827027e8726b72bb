# What holdfast told in JSON, for suites: `. tests/told.sh`.
# shellcheck shell=sh

# The verdict on a bag: verdict_in FILE
verdict_in() {
	sed -n 's/^{"type":"bag",.*"verdict":"\([^"]*\)".*/\1/p' "$1"
}

# The names of all findings, as often as they were told: findings_in FILE
findings_in() {
	sed -n 's/^{"type":"finding",.*"finding":"\([^"]*\)".*/\1/p' "$1"
}

# "INVALID payload-changed payload-missing": outcome_in FILE
outcome_in() {
	awk '
	/^{"type":"bag",/ && match($0, /"verdict":"[^"]*"/) {
		verdict = substr($0, RSTART + 11, RLENGTH - 12)
	}
	/^{"type":"finding",/ && match($0, /"finding":"[^"]*"/) {
		name = substr($0, RSTART + 11, RLENGTH - 12)
		for (at = n; at && found[at] > name; at--)
			;
		if (at && found[at] == name)
			next
		for (i = n++; i > at; i--)
			found[i + 1] = found[i]
		found[at + 1] = name
	}
	END {
		for (i = 1; i <= n; i++)
			verdict = verdict " " found[i]
		print verdict
	}' "$1"
}

# The exit status that belongs to the verdict on a bag: status_of VERDICT
status_of() {
	case $1 in
	VALID | UNCHECKED) echo 0 ;;
	INVALID | INCOMPLETE) echo 1 ;;
	*) echo 3 ;;
	esac
}
