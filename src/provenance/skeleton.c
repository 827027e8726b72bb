#include "provenance/skeleton.h"

#include <errno.h>
#include <fcntl.h>

#include "base/file.h"
#include "base/io.h"
#include "base/staging.h"
#include "base/text.h"
#include "provenance/record.h"

/* It must pass its own check once File names a file that is there. */
static const char skeleton[] =
"Holdfast-Record: 1\n"
"\n"
"# What this is: a record of a thing and of its copies.  Lines that begin with\n"
"# a # are for you.  Write \"unknown\" where nobody knows: it is an answer.\n"
"# \"holdfast record check\" tells what is missing; holdfast(1) has all labels.\n"
"\n"
"# The thing itself, whatever copies of it there are.\n"
"Work: work\n"
"Title: What it is called\n"
"Date: unknown\n"
"\n"
"# Everybody who did something: one stanza each.\n"
"Agent: somebody\n"
"Name: Who it is\n"
"Type: person\n"
"\n"
"# What you know, and from where.  G1: the thing says so itself, or someone with\n"
"# an interest.  G2: an independent source.  G3: a signed receipt.  G4: a machine\n"
"# read the bits.\n"
"Claim: known\n"
"Grade: G1\n"
"Statement: What is known, in a sentence\n"
"Cite: Where it stands\n"
"\n"
"# Every copy that ever was, also those that are gone.\n"
"Copy: original\n"
"Of: work\n"
"Form: paper\n"
"Kind: original\n"
"\n"
"Copy: scan\n"
"Of: work\n"
"Form: file\n"
"Kind: scan\n"
"\n"
"# How many were made, if anybody says: \"3\", \">=2\", or \"unknown\".\n"
"Population: copies\n"
"Of: work\n"
"Count: 1\n"
"Closed: unknown\n"
"Member: original\n"
"Claim: known\n"
"\n"
"# What was done, in the order of time: made, given away, taken into an archive,\n"
"# copied, destroyed.\n"
"Event: making\n"
"Type: creation\n"
"When: unknown\n"
"By: somebody (author)\n"
"Outcome: original\n"
"Claim: known\n"
"\n"
"Event: holding\n"
"Type: observation\n"
"When: unknown\n"
"By: somebody (custodian)\n"
"Source: original\n"
"Claim: known\n"
"\n"
"Event: scanning\n"
"Type: imaging\n"
"When: unknown\n"
"By: somebody (photographer)\n"
"Method: how it was scanned\n"
"Source: original\n"
"Outcome: scan\n"
"Claim: known\n"
"\n"
"# Each file that goes into the package, and the copy that it is.\n"
"Payload: file-1\n"
"File: scan.tif\n"
"Copy: scan\n"
"Media-Type: image/tiff\n";

static int write_record(int folder, const char *path, struct hf_error *err)
{
	if (hf_publish_file(folder, HF_RECORD_NAME, skeleton,
			    sizeof(skeleton) - 1) == 0)
		return 0;
	if (errno == EEXIST)
		return hf_fail(err, HF_EUSAGE,
			       "'%s/%s' is there already, and was left as it is",
			       hf_shown(path), HF_RECORD_NAME);
	return hf_fail(err, HF_ESYS, "cannot write '%s/%s'", hf_shown(path),
		       HF_RECORD_NAME);
}

/* The folder appears with the record in it, or not at all. */
static int make_folder(const char *path, struct hf_error *err)
{
	struct hf_staging staging = HF_STAGING_NONE;
	int ret = -1;

	if (hf_staging_begin(&staging, path, err) == 0 &&
	    write_record(staging.dir, path, err) == 0)
		ret = hf_staging_publish(&staging, err);
	hf_staging_end(&staging);
	return ret;
}

int hf_record_new(const char *path, struct hf_error *err)
{
	int folder = hf_io->openat(AT_FDCWD, path,
				   O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
	int ret;

	if (folder < 0 && errno == ENOENT)
		return make_folder(path, err);
	if (folder < 0)
		return hf_fail(err, HF_ESYS, "cannot open the folder '%s'",
			       hf_shown(path));
	ret = write_record(folder, path, err);
	hf_close(folder);
	return ret;
}
