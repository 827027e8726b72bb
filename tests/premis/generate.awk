# A record of random copies, events and claims: awk -v seed=N -f generate.awk
# The ids are sound, so that the record has no mistakes; what it says may be
# nonsense, and often breaks the chain, which is what is wanted.
function pick(list,   a, n) { n = split(list, a, "|"); return a[1 + int(rand() * n)] }
function copy() { return "c" (1 + int(rand() * copies)) }
function agent() { return rand() < 0.1 ? "unknown" : "a" (1 + int(rand() * agents)) }
function claim() { return "k" (1 + int(rand() * claims)) }
function date() {
	return pick("unknown|1950|1961-01-18|1961-01-18~|1961/1965|1961/..|../1970|1980-05?|1999-12-31|2001-01-01T10:00:00Z|196X")
}
BEGIN {
	srand(seed)
	copies = 3 + int(rand() * 12); agents = 2 + int(rand() * 4); claims = 2 + int(rand() * 4)
	print "Holdfast-Record: 1\n\nWork: w\nTitle: A thing of \"quotes\" & <brackets>, number " seed "\nDate: " date()
	if (rand() < 0.5) print "Description: One line\n and another"
	for (i = 1; i <= agents; i++) {
		print "\nAgent: a" i "\nName: Agent " i "\nType: " pick("person|organisation|software|hardware")
		if (i > 1 && rand() < 0.2) print "Acts-For: a1"
	}
	for (i = 1; i <= claims; i++) {
		print "\nClaim: k" i "\nGrade: " pick("G0|G1|G1|G2|G3|G4|G5")
		if (rand() < 0.7) print "Statement: Statement " i
		if (rand() < 0.4) print "Cite: Citation " i "\nLocator: page " i
		if (rand() < 0.3) print "Made-By: a1\nWhen: " date()
	}
	for (i = 1; i <= copies; i++) {
		print "\nCopy: c" i "\nOf: w\nForm: " pick("paper|typescript|file|bag|web|microfilm") \
			"\nKind: " pick("original|notes|print|carbon|transcript|translation|scan|capture|calendar|package|replica")
		if (rand() < 0.3) print "Number: " i
		if (i > 2 && rand() < 0.15) print "Identity: one-of: c1, c2"
		if (rand() < 0.3) print "Label: Copy number " i
		if (rand() < 0.3) print "Language: " pick("en|sq|zh")
		while (rand() < 0.3) print "Citation: Shelf " int(rand() * 100)
		if (rand() < 0.2) print "Digest: sha256:" pick("00|11") "00112233445566778899aabbccddeeff00112233445566778899aabbccddee"
	}
	if (rand() < 0.8) {
		print "\nPopulation: p\nOf: w\nCount: " pick("1|2|3|>=2|unknown") "\nClosed: " pick("yes|no|unknown")
		for (i = 1; i <= 3; i++) if (i == 1 || rand() < 0.7) print "Member: c" i
		print "Claim: " claim()
	}
	events = copies + int(rand() * 10)
	for (i = 1; i <= events; i++) {
		type = pick("creation|printing|translation|imaging|replication|accession|transfer|receipt|observation|fixity check|destruction|deletion|loss|recovery|information package creation|migration|validation")
		print "\nEvent: e" i "\nType: " type "\nWhen: " date() "\nBy: " agent() pick("| (maker)| (custodian)")
		if (rand() < 0.2) print "By: " agent()
		makes = type !~ /transfer|receipt|observation|check|destruction|deletion|loss|validation/
		if (!makes || rand() < 0.8) print (makes ? pick("Source: |Source: |Source: |Candidate-Source: ") : "Source: ") copy()
		if (makes) { print "Outcome: c" (1 + i % copies); if (rand() < 0.2) print "Outcome: " copy() }
		if (type == "transfer") { if (rand() < 0.8) print "From: " agent(); if (rand() < 0.8) print "To: " agent() }
		if (rand() < 0.3) print "Method: by hand"
		if (rand() < 0.2) print "Authority: schedule 7"
		if (rand() < 0.2) print "Detail: some detail"
		if (rand() < 0.2) print "Receipt: slip " i
		if (type == "fixity check" && rand() < 0.3) print "Result: fail"
		print "Claim: " claim()
	}
	if (rand() < 0.7) print "\nPayload: x\nFile: x.txt\nCopy: " copy() "\nMedia-Type: text/plain"
}
