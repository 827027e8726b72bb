/* A new register: the whole folder, or nothing. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/chars.h"
#include "base/io.h"
#include "base/staging.h"
#include "base/text.h"
#include "finding/sink.h"
#include "register/names.h"
#include "register/read.h"
#include "register/write.h"

static const char head[] =
"# The register of an archive: what it is, where its copies lie, and how often\n"
"# they are read.  It is yours to edit.  Each line is \"Label: value\"; an empty\n"
"# line ends a stanza; a line that begins with a # is a comment.\n"
"# holdfast location list shows what is here, and tells every mistake.\n"
"\n"
"Register: 1\n"
"# Whose archive it is.\n";

static const char behind_organisation[] =
"# What the log is called, and its keys: a name that nobody else uses, like a\n"
"# URL without its scheme.  It is in every signature: do not change it.\n";

static const char behind_origin[] =
"# Whom to ask:\n";

static const char behind_contact[] =
"# The private key that signs the log, which nobody else may read; a path from\n"
"# here (holdfast key new makes one):\n"
"# Key-File: keys/signer\n"
"\n"
"Policy: default\n"
"# How often every copy is read in full: a number and h, d, w, m (30 days) or\n"
"# y (365 days).\n"
"Interval: 90d\n"
"# At some locations otherwise, a line each:\n"
"# Interval-At: tape-room 365d\n"
"# What is asked of the copies of each package: how many there are, at how many\n"
"# sites, under how many threats (a flood, a fire, a theft that would take all\n"
"# that is there), on how many media:\n"
"# Min-Copies: 3\n"
"# Min-Sites: 2\n"
"# Min-Threat-Zones: 2\n"
"# Min-Media: 2\n"
"# Of which digests a bag must have one, for what comes in:\n"
"# Algorithms: sha512, sha256\n"
"# A BagIt profile that it must meet; a path from here:\n"
"# Profile: profile.json\n"
"# How well a fact must be supported (G1 to G5), and which group of witnesses in\n"
"# trust.txt makes the quorum:\n"
"# Min-Grade: G3\n"
"# Quorum: sites\n"
"\n"
"# A location is added by holdfast location add, or by hand; its folder then needs\n"
"# the marker .holdfast-location.  Behind Medium every label may be left out.\n"
"#\n"
"# Location: tape-room\n"
"# URL: /mnt/tape-room\n"
"# Site: Harbour Street 3, cellar\n"
"# Threat-Zone: river flood\n"
"# Threat-Zone: Harbour Street\n"
"# Medium: LTO-8 tape\n"
"# Media-Since: 2024-05\n"
"# Credential-Domain: backup\n"
"# Trust: trusted\n"
"# Form: tar\n";

static const char trust_text[] =
"# Whose signatures count, in the format of C2SP tlog-policy.  A line each:\n"
"#\n"
"# log VKEY                    the key that signs this log\n"
"# witness NAME VKEY           one that cosigns it, at another site\n"
"# group NAME N|any|all MEMBER...\n"
"# quorum NAME|none            which witness or group must have cosigned\n"
"#\n"
"# holdfast key show prints the vkey of this register.  While nothing is here,\n"
"# nobody is trusted, and the log is not signed.\n";

/* The name of this machine; "localhost" where it has none. */
static void name_host(char host[256])
{
	if (gethostname(host, 255) < 0 || !*host)
		strcpy(host, "localhost");
	host[255] = '\0';
}

/* "HOST/FOLDER", with what no name of a key may have in it left out. */
static char *make_origin(const char *path)
{
	size_t len, n = 0, step;
	const char *name = hf_last_part(path, &len);
	char host[256], *origin, *out;

	name_host(host);
	if (asprintf(&origin, "%s/%.*s", host, (int)len, name) < 0)
		return NULL;
	out = origin;
	for (const char *in = origin; *in; in += step) {
		uint32_t code;
		char one[8] = { 0 };

		step = hf_utf8_decode(in, strlen(in), &code);
		if (step)
			memcpy(one, in, step);
		if (!step || (*one != '/' && hf_origin_trouble(one))) {
			one[0] = '-';
			one[1] = '\0';
			step = step ? step : 1;
		}
		if (n + strlen(one) > HF_KEY_NAME_MAX)
			break;
		memcpy(out + n, one, strlen(one));
		n += strlen(one);
	}
	out[n] = '\0';
	return origin;
}

static int write_values(struct hf_buf *text, const char *organisation,
			const char *origin, const char *contact,
			struct hf_error *err)
{
	hf_buf_adds(text, head);
	if (hf_register_write(text, "Organisation", organisation, err) < 0)
		return -1;
	hf_buf_adds(text, behind_organisation);
	if (hf_register_write(text, "Origin", origin, err) < 0)
		return -1;
	hf_buf_adds(text, behind_origin);
	if (!contact)
		hf_buf_adds(text, "# Contact: archivist@example.org\n");
	if (hf_register_write(text, "Contact", contact, err) < 0)
		return -1;
	hf_buf_adds(text, behind_contact);
	return hf_buf_check(text, err);
}

/* What is written must be understood when it is read. */
static int check_text(const struct hf_buf *text, struct hf_error *err)
{
	struct hf_memory_reader memory = { hf_buf_text(text), text->len };
	struct hf_register_place place = { HF_REGISTER_TEXT, "/" };
	struct hf_register reg = { .dir = -1 };
	struct hf_arena arena = { 0 };
	struct hf_findings found;
	bool sound = false;
	int ret;

	hf_findings_init(&found);
	ret = hf_register_read(&reg, &arena, &place, hf_read_memory, &memory,
			       &found.sink, &sound, err);
	if (ret == 0 && found.failed)
		ret = hf_fail_memory(err);
	else if (ret == 0 && !sound)
		ret = hf_fail(err, HF_EUSAGE, "'%s' cannot be: %s",
			      hf_shown(found.at[0].actual),
			      found.at[0].detail);
	hf_findings_release(&found);
	hf_arena_release(&arena);
	return ret;
}

static int format(struct hf_buf *text, const char *origin,
		  const struct hf_register_init *init, struct hf_error *err)
{
	char host[256];

	name_host(host);
	if (write_values(text, init->organisation ? init->organisation : host,
			 origin, init->contact, err) < 0)
		return -1;
	return check_text(text, err);
}

/* The folder takes a new one's place: who is in it would be nowhere then. */
static int refuse_here(const char *path, struct hf_error *err)
{
	struct stat here, there;

	if (hf_io->fstatat(AT_FDCWD, ".", &here, 0) < 0 ||
	    hf_io->fstatat(AT_FDCWD, path, &there, 0) < 0 ||
	    here.st_dev != there.st_dev || here.st_ino != there.st_ino)
		return 0;
	return hf_fail(err, HF_EUSAGE,
		       "a register takes the place of an empty folder, and '%s' is the one that you are in: go out of it (cd ..) and name it from there",
		       hf_shown(path));
}

static int publish(int dir, const char *name, const char *data, size_t size,
		   struct hf_error *err)
{
	return hf_publish_file(dir, name, data, size) == 0 ? 0
	       : hf_fail(err, HF_ESYS, "cannot write '%s'", name);
}

static int build(const char *path, const struct hf_buf *text,
		 const char *origin, struct hf_error *err)
{
	struct hf_staging staging;
	int ret = -1;

	if (hf_staging_begin_over_empty(&staging, path, err) < 0)
		return hf_staging_failed(&staging, path, "made", err);
	if (publish(staging.dir, HF_REGISTER_TEXT, text->data, text->len,
		    err) == 0 &&
	    publish(staging.dir, HF_REGISTER_TRUST, trust_text,
		    strlen(trust_text), err) == 0 &&
	    hf_log_create(staging.dir, origin, NULL, err) == 0)
		ret = hf_staging_publish(&staging, err);
	if (ret < 0)
		hf_staging_failed(&staging, path, "made", err);
	hf_staging_end(&staging);
	return ret;
}

int hf_register_create(const char *path, const struct hf_register_init *init,
		       struct hf_error *err)
{
	char *made = init->origin ? NULL : make_origin(path);
	const char *origin = made ? made : init->origin;
	struct hf_buf text = { 0 };
	int ret;

	if (!origin)
		return hf_fail_memory(err);
	ret = refuse_here(path, err);
	if (ret == 0)
		ret = format(&text, origin, init, err);
	if (ret == 0)
		ret = build(path, &text, origin, err);
	hf_buf_release(&text);
	free(made);
	return ret;
}
