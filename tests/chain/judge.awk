# Compare what holdfast said of a case with what its comments expect; a line of
# output for each that is not so.  One process for all of it: there are hundreds
# of cases.  Called by run.sh, with -v of
#
#	mode		sound | unsound
#	case		the file with the comments
#	expect		what must come out: verdicts and findings, or mistakes
#	json text	what chain check said
#	tree record	what chain show said, of what; sound alone
#	again		what chain check said of its PREMIS; "" where it has none

BEGIN {
	read_case()
	read_json()
	if (mode == "unsound") {
		judge_mistakes()
	} else {
		same("it comes to", expect, outcome(json))
		judge_states()
		judge_descents()
		judge_words()
		judge_tree()
		if (again != "")
			judge_again()
	}
	judge_details()
}

function complain(what) { print what }

function same(what, wanted, seen) {
	if (wanted != seen)
		complain(what ": must be '" wanted "'\n            but is '" seen "'")
}

# --- What is read. ---

# The lines that begin so, in order: expected[label, 1...], n_expected[label].
function read_case(    line, label) {
	while ((getline line <case) > 0) {
		if (!match(line, /^# expect [a-z]+: /))
			continue
		label = substr(line, 10, RLENGTH - 11)
		expected[label, ++n_expected[label]] = substr(line, RLENGTH + 1)
	}
	close(case)
}

function read_json(    line, type) {
	while ((getline line <json) > 0) {
		if (n_expected["detail"])
			all = all line "\n"
		type = type_of(line)
		object[type, ++n_objects[type]] = line
	}
	close(json)
}

function type_of(line) {
	return match(line, /^\{"type":"[a-z_]*"/) ? substr(line, 10, RLENGTH - 10) : ""
}

# The last member of this name; nothing where there is none.
function member(line, name,    pattern, value) {
	pattern = "[{,]\"" name "\":\"?[^\",}]*\"?[,}]"
	value = ""
	while (match(line, pattern)) {
		value = substr(line, RSTART + length(name) + 4,
			       RLENGTH - length(name) - 5)
		line = substr(line, RSTART + 1)
	}
	gsub(/^"|"$/, "", value)
	return value
}

function sort_names(names, n,    i, j, one) {
	for (i = 2; i <= n; i++) {
		one = names[i]
		for (j = i - 1; j > 0 && names[j] > one; j--)
			names[j + 1] = names[j]
		names[j + 1] = one
	}
}

# "COMPLETE COMPLETE finding findingx2", of a report in JSON.
function outcome(file,    line, type, name, names, n, count, verdicts, text, i) {
	n = 0
	verdicts = " "
	split("", count)
	while ((getline line <file) > 0) {
		type = type_of(line)
		if (type == "chain")
			verdicts = member(line, "population") " " member(line, "lineage")
		if (type != "finding")
			continue
		name = member(line, "finding")
		if (!count[name]++)
			names[++n] = name
	}
	close(file)
	sort_names(names, n)
	text = verdicts
	for (i = 1; i <= n; i++)
		text = text " " names[i] (count[names[i]] > 1 ? "x" count[names[i]] : "")
	return text
}

# --- What is compared. ---

function copy_object(copy,    i) {
	for (i = 1; i <= n_objects["copy"]; i++)
		if (index(object["copy", i], "\"copy\":\"" copy "\""))
			return object["copy", i]
	return ""
}

function judge_states(    i, part, who) {
	for (i = 1; i <= n_expected["state"]; i++) {
		split(expected["state", i], part, " ")
		same("state of " part[1], part[2], member(copy_object(part[1]), "state"))
	}
	for (i = 1; i <= n_expected["custodian"]; i++) {
		split(expected["custodian", i], part, " ")
		who = substr(expected["custodian", i], length(part[1]) + 2)
		if (!index(copy_object(part[1]), "\"custodian\":\"" who "\""))
			complain("custodian of " part[1] ": must be '" who "'")
	}
}

# An asterisk stands for anything.
function fits(text, way) {
	gsub(/[][().+?^$|\\{}]/, "\\\\&", way)
	gsub(/\*/, ".*", way)
	return text ~ "^" way "$"
}

function descent_of(copy,    i, line, place) {
	for (i = 1; i <= n_objects["descent"]; i++) {
		line = object["descent", i]
		if (!index(line, "\"copy\":\"" copy "\""))
			continue
		place = member(line, "broken_at")
		if (place != "")
			return "broken " place
		return member(line, "root") " " member(line, "hops") \
			(index(line, "\"ambiguous\":true") ? " ambiguous" : "")
	}
	return " "
}

function judge_descents(    i, copy, way, seen) {
	if (!n_expected["descent"])
		return
	same("descents", n_expected["descent"] "", n_objects["descent"] + 0 "")
	for (i = 1; i <= n_expected["descent"]; i++) {
		copy = way = expected["descent", i]
		sub(/ .*/, "", copy)
		sub(/^[^ ]* /, "", way)
		seen = descent_of(copy)
		if (!fits(seen, way))
			complain("descent of " copy ": must be '" way "', but is '" seen "'")
	}
}

# What the report says beside its findings: in JSON, as it stands.
function judge_details(    i) {
	for (i = 1; i <= n_expected["detail"]; i++)
		if (!index(all, expected["detail", i]))
			complain("the report does not contain: " expected["detail", i])
}

function judge_words(    line, population, wanted) {
	while ((getline line <text) > 0)
		if (sub(/^Population: /, "", line))
			population = line
	close(text)
	wanted = expect
	sub(/ .*/, "", wanted)
	same("in words", wanted, population)
}

# Where it stands in a file differs, and may; and XML has no control characters:
# there a mark of replacement stands for each.
function without_place(line) {
	gsub(/\\u00[01][0-9A-F]/, "\357\277\275", line)
	sub(/"path":"[^"]*",/, "", line)
	sub(/"line":[0-9]*,/, "", line)
	sub(/"record":"[^"]*",/, "", line)
	return line
}

# Of its PREMIS the same is decided, to the letter.
function judge_again(    line, said) {
	same("its PREMIS comes to", expect, outcome(again))
	while ((getline line <json) > 0)
		said[without_place(line)]++
	close(json)
	while ((getline line <again) > 0)
		said[without_place(line)]--
	close(again)
	for (line in said)
		if (said[line])
			complain((said[line] > 0 ? "its PREMIS does not come to: " \
						 : "its PREMIS also comes to: ") line)
}

# The identifiers of the copies, read by other means than holdfast's: of each
# stanza the first line.  Lines may end with a carriage return, or each of them
# with nothing else.
function read_copies(    line, lines, n, i, begun) {
	begun = 0
	while ((getline line <record) > 0) {
		gsub(/\r/, length(line) > 200 ? "\n" : "", line)
		n = split(line, lines, "\n")
		if (n == 0)
			begun = 0
		for (i = 1; i <= n; i++)
			begun = take_line(lines[i], begun)
	}
	close(record)
}

# Whether a stanza has begun.
function take_line(line, begun,    part) {
	if (line ~ /^#/)
		return begun
	if (line ~ /^[ \t]*$/)
		return 0
	if (!begun) {
		sub(/[ \t]+$/, "", line)
		split(line, part, /[ \t]*:[ \t]*/)
		if (tolower(part[1]) == "copy")
			copies[part[2]]++
	}
	return 1
}

function judge_tree(    line, name) {
	read_copies()
	while ((getline line <tree) > 0) {
		sub(/^[^A-Za-z0-9]*/, "", line)
		name = match(line, /^[a-z0-9._-]*: /) ? substr(line, 1, RLENGTH - 2) : line
		shown[name]++
	}
	close(tree)
	for (name in copies)
		if (copies[name] != shown[name])
			complain("chain show shows '" name "' " shown[name] + 0 " times")
	for (name in shown)
		if (!(name in copies))
			complain("chain show shows what is no copy: " name)
}

# --- A record with mistakes. ---

function judge_mistakes(    i, n, line, place, last, seen, wanted, names) {
	last = 0
	for (i = 1; i <= n_objects["finding"]; i++) {
		line = object["finding", i]
		place = member(line, "line")
		if (place != "" && place + 0 < last)
			complain("its mistakes are not in the order of lines")
		if (place != "")
			last = place + 0
		names[i] = member(line, "finding") (place != "" ? "@" place : "")
	}
	sort_names(names, n_objects["finding"])
	for (i = 1; i <= n_objects["finding"]; i++)
		seen = seen names[i] " "
	n = split(expect, names, " ")
	sort_names(names, n)
	for (i = 1; i <= n; i++)
		wanted = wanted names[i] " "
	same("its mistakes are", wanted, seen)
	if (n_objects["chain"])
		complain("it is judged all the same")
}
