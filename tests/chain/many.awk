# Records of N of everything, in shapes that would cost a careless program the
# square of N:  awk -v n=N -v shape=SHAPE -f many.awk </dev/null
function say(line) { print line }
function agents(prefix, n,   i) {
	for (i = 0; i < n; i++)
		printf "Agent: %s%d\nName: Somebody\nType: person\n\n", prefix, i
}
function copies(prefix, n, kind, more,   i) {
	for (i = 0; i < n; i++)
		printf "Copy: %s%d\nOf: w\nForm: file\nKind: %s\n%s\n", prefix, i, kind, more
}
function begin(id, type, when, by) {
	printf "Event: %s\nType: %s\nWhen: %s\nBy: %s\nClaim: g\n", id, type, when, by
}
function all(label, prefix, n,   i) {
	for (i = 0; i < n; i++) printf "%s: %s%d\n", label, prefix, i
}
function again(label, id, n,   i) { for (i = 0; i < n; i++) print label ": " id }
function held(id) { printf "\nPayload: held\nFile: held\nCopy: %s\n\n", id }
function make(prefix, n) { begin("making", "creation", "1999", "a"); all("Outcome", prefix, n); say("") }

# Many of many, and by many.
function crossed(type, kind, more) {
	copies("s", n, "print", more); copies("c", n, kind, more); make("s", n)
	begin("e", type, "2000", "a"); again("By", "unknown", n)
	all("Source", "s", n); all("Outcome", "c", n); say("")
	begin("end", "destruction", "2001", "a"); again("By", "unknown", n)
	all("Source", "s", n); held("c0")
}
# One copy handed on and on, on one day, or nobody knows when.
function handed(when, receipts,   i) {
	agents("x", n); copies("c", 1, "print"); make("c", 1)
	for (i = 0; i < n; i++) {
		begin("t" i, "transfer", when, "a")
		printf "Source: c0\nFrom: x%d\nTo: x%d\n\n", i, (7 * i + 1) % n
		if (!receipts) continue
		begin("r" i, "receipt", when, "a"); say("Source: c0\n")
	}
	held("c0")
}
function populations(   i) {
	copies("c", n, "print"); make("c", n)
	for (i = 0; i < n; i++)
		printf "Population: p%d\nOf: w\nCount: 1\nClosed: yes\nMember: c%d\nClaim: g\n\n", i, i / 2
	held("c0")
}
function candidates() {
	copies("c", n, "print"); copies("z", 1, "original"); make("c", n)
	begin("acc", "accession", "2001", "a"); all("Candidate-Source", "c", n)
	say("Outcome: z0"); held("z0")
}
# Each is one of the two before it; and a chain of replicas, all of them held.
function kin(   i) {
	copies("c", 2, "print"); make("c", 2)
	for (i = 2; i < n; i++)
		printf "Copy: c%d\nOf: w\nForm: bag\nKind: package\nIdentity: one-of: c%d, c%d\n\n", i, i - 1, i - 2
}
function chain(   i) {
	copies("c", n, "replica"); make("c", 1)
	for (i = 1; i < n; i++) {
		begin("e" i, "replication", "2000", "a")
		printf "Source: c%d\nOutcome: c%d\n\n", i - 1, i
	}
}
# A source that was read n times, and n replicas of it; and one replica n times.
function checks(   i) {
	copies("s", 2, "replica"); copies("c", n, "replica"); make("s", 1)
	begin("r", "replication", "2000", "a"); say("Source: s0\nOutcome: s1\n")
	for (i = 0; i < n; i++) {
		begin("f" i, "fixity check", "2000", "a"); say("Source: s1\n")
		begin("e" i, "replication", "2000", "a"); say("Source: s1\nOutcome: c" i "\n")
	}
}
function repeated(   i, more) {
	for (i = 0; i < 64; i++) more = more sprintf("Digest: sha256:%064x\n", i)
	copies("s", 1, "original", more); copies("c", 1, "replica", more); make("s", 1)
	begin("e", "replication", "2000", "a"); again("Source", "s0", n); again("Outcome", "c0", n); say("")
	for (i = 0; i < n; i++) {
		begin("f" i, "fixity check", "2000", "a"); say("Source: c0\n")
		begin("e" i, "replication", "2000", "a"); say("Source: s0\nOutcome: c0\n")
	}
	held("c0")
}
function transcripts(   i) {
	copies("s", n, "print", "Language: en\n"); make("s", n)
	for (i = 0; i < n; i++)
		printf "Copy: c%d\nOf: w\nForm: file\nKind: transcript\nLanguage: l%d\n\nPayload: x%d\nFile: f%d\nCopy: c%d\n\n", i, i, i, i, i
	begin("e", "transcription", "2000", "a"); all("Source", "s", n); all("Outcome", "c", n)
}
function dangling() {
	copies("c", 1, "print"); make("c", 1)
	begin("e", "observation", "2000", "a"); all("Source", "nobody-has-this-", n); held("c0")
}
function works(   i) {
	copies("c", 1, "print"); make("c", 1)
	for (i = 0; i < n; i++)
		printf "Work: w%d\nTitle: One of many\n\nPopulation: p%d\nOf: w%d\nCount: 1\nClosed: no\nMember: c0\nClaim: g\n\n", i, i, i
	held("c0")
}
function packages(   i) {
	copies("c", n, "package"); make("c", n)
	for (i = 0; i < n; i++) printf "Payload: x%d\nFile: f%d\nCopy: c0\n\n", i, i
}
function ends(   i) {
	copies("c", 1, "print"); make("c", 1)
	for (i = 0; i < n; i++) {
		begin("d" i, "destruction", "2000", "a"); say("Source: c0\n")
		begin("q" i, "deaccession", "2000", "a"); say("Source: c0\n")
		begin("r" i, "recovery", "2000", "a"); say("Source: c0\n")
	}
	held("c0")
}
function cited(   i) {
	copies("c", 1, "print"); make("c", 1)
	for (i = 0; i < n; i++)
		printf "Claim: k%d\nGrade: G1\nCite: data/nowhere-%d\nQuote: nothing\n\nPayload: x%d\nFile: f%d\nAs: f%d\nCopy: c0\n\n", i, i, i, i, i
}
BEGIN {
	print "Holdfast-Record: 1\n\nWork: w\nTitle: A work of many\n"
	print "Agent: a\nName: An agent\nType: person\n\nClaim: g\nGrade: G3\n"
	if (shape == "crossed") crossed("printing", "print")
	else if (shape == "replicated") crossed("replication", "replica", "Digest: md5:d41d8cd98f00b204e9800998ecf8427e\n")
	else if (shape == "rewritten") crossed("migration", "translation")
	else if (shape == "handed") handed("2000", 0)
	else if (shape == "accepted") handed("unknown", 1)
	else if (shape == "populations") populations()
	else if (shape == "candidates") candidates()
	else if (shape == "kin") kin()
	else if (shape == "chain") chain()
	else if (shape == "checks") checks()
	else if (shape == "repeated") repeated()
	else if (shape == "transcripts") transcripts()
	else if (shape == "dangling") dangling()
	else if (shape == "works") works()
	else if (shape == "packages") packages()
	else if (shape == "ends") ends()
	else if (shape == "cited") cited()
	else exit 1
}
