#include "cli/cli.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct command commands[] = {
	{ "create", cmd_create, "SOURCE",
	  "Make a package of a folder, with its provenance record if it has one",
	  "The folder is only read.  Where it holds a record.txt, what the record names\n"
	  "is packaged, and its provenance with it; else the folder as it stands.  The\n"
	  "package appears whole, after it was read back, or not at all.",
	  cmd_create_options,
	  "  holdfast create manifests/memorandum-1961-01-18 -o packages/\n"
	  "  holdfast create photographs -o bags/photographs --algorithm=sha256 \\\n"
	  "      --info 'Source-Organization=Harbour Archive'\n" },
	{ "verify", cmd_verify, "BAG...",
	  "Check bags: structure, completeness, and every byte",
	  "Each bag is a folder, or an archive that is not unpacked (tar, also through\n"
	  "gzip, bzip2, xz or zstd; zip; - for one on standard input).  Every finding\n"
	  "is printed, then a verdict: VALID, INCOMPLETE (what is missing can be\n"
	  "fetched), INVALID, or UNDETERMINED (something could not be looked at).",
	  cmd_verify_options,
	  "  holdfast verify packages/memorandum-1961-01-18\n"
	  "  holdfast verify --quiet --format=json /archive/*   # for a script\n" },
	{ "show", cmd_show, "BAG",
	  "Say what a bag is: its declaration, info, size, and provenance",
	  NULL, NULL, "  holdfast show packages/memorandum-1961-01-18\n" },
	{ "update", cmd_update, "BAG",
	  "Make a bag's manifests true again, or stronger",
	  "Every byte is verified in the same read that makes the new digests.  What\n"
	  "changed, was added, or is gone is listed, and accepted only where --accept\n"
	  "says so.  The new bag takes the place of the old one in one step.",
	  cmd_update_options,
	  "  holdfast update bags/photographs --add-algorithm=sha512\n"
	  "  holdfast update bags/photographs --accept=added\n" },
	{ "fetch", cmd_fetch, "BAG",
	  "Get the files that a bag lacks from where its fetch.txt says",
	  "Every digest of a file is verified before it gets its place in the bag; what\n"
	  "is there already is left as it is.  What has arrived when a run is cut is\n"
	  "kept beside the bag, and the next run goes on from there.",
	  cmd_fetch_options,
	  "  holdfast fetch bags/photographs\n"
	  "  holdfast fetch bags/photographs --allow-host=files.example.org \\\n"
	  "      --allow-scheme=https\n" },
	{ "pack", cmd_pack, "BAG",
	  "Pack a bag into one file, a tar or a zip",
	  "The bag is verified in the same read that packs it; one that is not VALID is\n"
	  "not packed.  Tag files come first, so that whoever reads the archive in one\n"
	  "pass can verify it.  The same bag makes the same bytes.  The archive appears\n"
	  "whole or not at all.",
	  cmd_pack_options,
	  "  holdfast pack packages/memorandum-1961-01-18 -o memorandum.tar\n"
	  "  holdfast pack bags/photographs -o /transfer/photographs.tar.zst\n" },
	{ "unpack", cmd_unpack, "ARCHIVE",
	  "Unpack a bag from a tar or a zip",
	  "The bag is verified in the same read that unpacks it; one that is not VALID\n"
	  "is not unpacked.  It appears under its name whole, or not at all; nothing is\n"
	  "made outside of it.  With - the archive comes on standard input.",
	  cmd_unpack_options,
	  "  holdfast unpack memorandum-1961-01-18.tar\n"
	  "  curl https://archive.example.org/photographs.tar.zst | \\\n"
	  "      holdfast unpack - -o photographs\n" },
	{ "chain", cmd_chain, "check|show|export RECORD|BAG|PACKAGE",
	  "Decide, show, or export the copy chain of a record or a bag",
	  "check says whether every declared copy is accounted for (population), and\n"
	  "whether what is held descends from the archived original without a break\n"
	  "(lineage).  show draws what was made from what.  export writes PREMIS 3.0.\n"
	  "The record may be of PREMIS 3.0, by any tool.  With --register, check is of a\n"
	  "package that is held there: by its record, the log, and what lies at the places.",
	  cmd_chain_options,
	  "  holdfast chain check manifests/memorandum-1961-01-18/record.txt\n"
	  "  holdfast chain show packages/memorandum-1961-01-18\n"
	  "  holdfast chain check memorandum-1961-01-18 --register register\n" },
	{ "record", cmd_record, "new FOLDER | check RECORD",
	  "Begin a provenance record, or see whether one has mistakes",
	  "new makes a folder with a record.txt that says what goes where.  check tells\n"
	  "every mistake with its line, and what nothing refers to.",
	  NULL,
	  "  holdfast record new manifests/minutes-1923\n"
	  "  holdfast record check manifests/minutes-1923\n" },
	{ "profile", cmd_profile, "check FILE...",
	  "See whether a BagIt profile has mistakes",
	  "Every mistake is told at once, with its place in the JSON: keys that are\n"
	  "missing, misspelt, or of the wrong kind, patterns that match nothing, and\n"
	  "demands that no bag can meet together.  verify --profile and create\n"
	  "--profile hold a bag against it.",
	  NULL, "  holdfast profile check manifests/holdfast-profile.json\n" },
	{ "init", cmd_init, "REGISTER",
	  "Make a register: what an archive holds and where, with a log of all that happened",
	  "A folder of plain text: register.txt, which is yours to edit, trust.txt, and\n"
	  "the log.  It appears whole or not at all.  Packages do not lie in it; location\n"
	  "add says where they do.",
	  cmd_init_options,
	  "  holdfast init register --organisation='Harbour Archive' \\\n"
	  "      --origin=archive.example.org/register\n" },
	{ "location", cmd_location, "add REGISTER ID | list REGISTER | check REGISTER [ID...]",
	  "Say where copies lie, and see whether they are what the log says",
	  "add writes a stanza into register.txt and a marker into the folder, which must\n"
	  "be there.  check looks for the marker of each: an empty mount point has none,\n"
	  "and is unreachable, not empty.  What lies at the others is held against the log,\n"
	  "in both directions, by the tag files of each bag; verify reads it in full.",
	  cmd_location_options,
	  "  holdfast location add register disk-1 --url=/mnt/disk-1 --site='Harbour Street 3' \\\n"
	  "      --threat-zone='river flood' --medium=disk\n"
	  "  holdfast location check register\n" },
	{ "ingest", cmd_ingest, "REGISTER BAG...",
	  "Take bags into custody: verify, admit, and log them",
	  "Each bag (a folder, an archive, or - for one on standard input) is copied to\n"
	  "the location and verified in one read, by a process that can do nothing\n"
	  "else; read back from the medium; admitted under its name by one rename; and\n"
	  "entered into the log.  The receipt is printed after all of that is durable.\n"
	  "What is not fit is put into the location's quarantine with a report.",
	  cmd_ingest_options,
	  "  holdfast ingest /archive/register memorandum-1961-01-18 --to=vault\n" },
	{ "copy", cmd_copy, "REGISTER PACKAGE...",
	  "Make further copies of packages, at another location",
	  "Copied from a copy that verifies and is the one that the log says it is;\n"
	  "hashed while it is copied, read back from the medium, and logged.",
	  cmd_copy_options,
	  "  holdfast copy /archive/register memorandum-1961-01-18 --to=tape-room\n" },
	{ "record-event", cmd_record_event, "REGISTER PACKAGE",
	  "Write down what people decided about a package, or saw of it",
	  "A transfer with its receipt, a destruction with its authority and method, a\n"
	  "loss, an observation.  What the chain speaks against (an end that leaves\n"
	  "fewer copies than the policy asks, something after the end) is refused,\n"
	  "unless --force says why it is true all the same.",
	  cmd_record_event_options,
	  "  holdfast record-event /archive/register memorandum-1961-01-18 \\\n"
	  "      --event=destruction --location=vault --by='Records Office' \\\n"
	  "      --authority='schedule 12' --method=shredded\n" },
	{ "quarantine", cmd_quarantine, "REGISTER",
	  "List what was not admitted, and why",
	  NULL, NULL, "  holdfast quarantine /archive/register\n" },
	{ "audit", cmd_audit, "REGISTER",
	  "Verify the log, and read every copy that is due: what cron runs",
	  "First the log; then each copy that is due: is its place reachable, is it\n"
	  "there, is it the bag that the log says, is every byte as recorded.  Then the\n"
	  "copy chains, the policy, and what lies at the places beside what the log says.\n"
	  "Each outcome goes into the log, nothing into a bag.  Silent when all is well;\n"
	  "one line for each finding when not.  A run that its budget, or SIGTERM, ends is\n"
	  "gone on with by the next, inside the bag where it stopped.",
	  cmd_audit_options,
	  "  holdfast audit /archive/register\n"
	  "  holdfast audit /archive/register --max-time 6h --nice\n"
	  "  holdfast audit /archive/register --max-bytes 500G --plan\n" },
	{ "repair", cmd_repair, "REGISTER PACKAGE... | --all",
	  "Replace copies that are corrupt, missing, or another bag, by good ones",
	  "Of each package, the copies whose last reading failed, that are not there, or\n"
	  "are not the bag that the log says; with one package and --location, that copy,\n"
	  "whatever the log says.  Each is read in full first: a good one is not replaced.\n"
	  "The new copy comes from one that is read in full and has the root that the log\n"
	  "anchors; the bad one goes into the location's quarantine, whole.  Where no good\n"
	  "copy is left, nothing is done, and it is said which files each still has right.",
	  cmd_repair_options,
	  "  holdfast repair /archive/register --all --dry-run\n"
	  "  holdfast repair /archive/register memorandum-1961-01-18\n" },
	{ "status", cmd_status, "REGISTER",
	  "Say on one page how the register stands, for people and for monitors",
	  "From the log and the catalogue alone; no package is read.  With nagios, one\n"
	  "line, and that program's exit status: 0 all is well, 1 something is late or not\n"
	  "as the policy asks, 2 a copy or the log is not what it must be, 3 not known.",
	  cmd_status_options,
	  "  holdfast status /archive/register\n"
	  "  holdfast status /archive/register --format=prometheus >holdfast.prom\n" },
	{ "levels", cmd_levels, "REGISTER",
	  "Say which of the NDSA Levels of Digital Preservation are reached",
	  "By the register, its log, and what register.txt declares; each part with why,\n"
	  "and with the entries of the log that prove it.",
	  NULL, "  holdfast levels /archive/register\n" },
	{ "log", cmd_log, "verify|show|prove|mend REGISTER [PACKAGE] | check-proof PROOF",
	  "Verify or show the register's log, or prove an entry of it",
	  "verify reads every entry: none was changed, removed, put in or moved since it\n"
	  "was signed.  prove prints what a stranger needs to verify one entry without\n"
	  "seeing the others; check-proof does that, with the log's public key alone.\n"
	  "mend deals with what a killed run left behind the checkpoint, on request.",
	  cmd_log_options,
	  "  holdfast log verify /archive/register\n"
	  "  holdfast log prove /archive/register memorandum-1961-01-18 >proof\n"
	  "  holdfast log check-proof proof --key=\"$(cat log.vkey)\"\n" },
	{ "key", cmd_key, "new|show|rotate REGISTER",
	  "Make, show, or change the key that the register's log is signed by",
	  "new makes the first key, and from then on the log is signed.  rotate lets a\n"
	  "new key take over: the old one signs for the new one, and is retired.",
	  NULL,
	  "  holdfast key new /archive/register\n" },
	{ "witness", cmd_witness, "init SITE | cosign SITE REGISTER | show SITE",
	  "Witness another site's log: see that it continues, and cosign it",
	  "init makes a folder with a key of its own, which is kept at another site than\n"
	  "the register.  cosign verifies all of the log (a copy that was carried there is\n"
	  "as good), holds it against the checkpoint that was seen there last, reads every\n"
	  "package of the replica, and only then signs.  A log that was set back, forked\n"
	  "or written anew is found so, whoever has its key.",
	  cmd_witness_options,
	  "  holdfast witness init /srv/witness --name=hall --origin=archive.example.org/register \\\n"
	  "      --log-key=\"$(cat log.vkey)\"\n"
	  "  holdfast witness cosign /srv/witness /mnt/carried --replica /srv/replica\n" },
	{ "catalogue", cmd_catalogue, "rebuild|show REGISTER",
	  "Make the register's index of its log again, or show it",
	  "The catalogue answers what is held where.  It holds nothing of its own: it\n"
	  "follows the log by itself, and may be deleted.  rebuild makes it again all the\n"
	  "same; show prints its tables.",
	  NULL,
	  "  holdfast catalogue rebuild /archive/register\n"
	  "  holdfast catalogue show /archive/register | grep ^copy\n" },
	{ "help", cmd_help, "[COMMAND]", "Show what there is, or how a command is used",
	  NULL, NULL, "  holdfast help verify\n" },
	{ "version", cmd_version, "", "Show the version of holdfast",
	  NULL, cmd_version_options, "  holdfast version\n" },
	{ 0 },
};

static const char *command_at(void *ctx, size_t i)
{
	(void)ctx;
	return commands[i].name;
}

static int unknown_command(const char *word)
{
	const char *near = hf_nearest(word, command_at, NULL);

	fprintf(stderr, "holdfast: unknown command '%s'", hf_shown(word));
	if (near)
		fprintf(stderr, "; did you mean '%s'?", near);
	fprintf(stderr, "\n'holdfast help' lists the commands\n");
	return HF_STATUS_USAGE;
}

/* A full disk or a closed pipe must not look like success. */
static int flush_stdout(int status)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	fprintf(stderr, "holdfast: cannot write to standard output: %s\n",
		hf_errno_text(errno));
	return HF_STATUS_TROUBLE;
}

static bool ended;

/*
 * A library that ends the process does so with a status of its own: libarchive
 * with 1 where memory ends, which of us means a bag that is not valid.
 */
static void see_the_end(void)
{
	if (ended)
		return;
	fflush(stdout);
	fprintf(stderr, "holdfast: a library ended the program: nothing is decided\n");
	_exit(HF_STATUS_TROUBLE);
}

int main(int argc, char *argv[])
{
	const char *word = argc > 1 ? argv[1] : NULL;
	struct cli cli = {
		.commands = commands, .argc = argc - 1, .argv = argv + 1,
	};
	int status;

	/* Written to a closed pipe, we say so and end with a status. */
	signal(SIGPIPE, SIG_IGN);
	/* So that a limit on file sizes is an error, and leaves nothing. */
	signal(SIGXFSZ, SIG_IGN);
	hf_guard_standard_streams();

	if (!word) {
		fprintf(stderr, "usage: holdfast COMMAND [OPTION]... [ARGUMENT]...\n"
			"'holdfast help' lists the commands\n");
		return HF_STATUS_USAGE;
	}
	if (!strcmp(word, "--version"))
		word = "version";
	else if (!strcmp(word, "--help") || !strcmp(word, "-h"))
		word = "help";

	for (const struct command *c = commands; c->name; c++) {
		if (strcmp(c->name, word))
			continue;
		cli.command = c;
		atexit(see_the_end);
		status = flush_stdout(c->run(&cli));
		free(cli.getopt_state);
		ended = true;
		return status;
	}
	return unknown_command(word);
}
