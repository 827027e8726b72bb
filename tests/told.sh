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
	outcome_found=$(findings_in "$1" | sort -u | tr '\n' ' ')
	echo "$(verdict_in "$1")${outcome_found:+ ${outcome_found% }}"
}

# The exit status that belongs to the verdict on a bag: status_of VERDICT
status_of() {
	case $1 in
	VALID | UNCHECKED) echo 0 ;;
	INVALID | INCOMPLETE) echo 1 ;;
	*) echo 3 ;;
	esac
}
