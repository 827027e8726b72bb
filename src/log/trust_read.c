/*
 * Reading trust.txt (C2SP tlog-policy).  All mistakes are told, and what has
 * one is refused whole: without a line that cannot be read, others would be
 * trusted than whoever wrote it meant.
 */
#include "log/trust_model.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/chars.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/io.h"
#include "base/text.h"

#define SIZE_LIMIT	(256 * 1024)	/* octets: keys and comments of years */
#define WORDS_MAX	(HF_TRUST_NAMES_MAX + 3)

struct reader {
	struct hf_trust *trust;
	const char *name;	/* of the file */
	struct hf_sink *sink;
	unsigned long line;
	size_t n_wrong;
	bool has_quorum_line;
	bool out_of_memory;
	char *words[WORDS_MAX + 1];	/* of the line, in place; then NULL */
	size_t n_words;
};

static void wrong(struct reader *r, const char *detail, const char *actual)
{
	hf_found(r->sink, TRUST_MALFORMED, .path = r->name, .line = r->line,
		 .detail = detail, .actual = actual);
	r->n_wrong++;
}

/* The same for a key: what it is wrong about is in @err. */
static bool take_key(struct reader *r, struct hf_verifier *key,
		     const char *vkey, enum hf_key_kind kind)
{
	struct hf_error err;

	if (hf_verifier_parse(key, vkey, &err) < 0) {
		wrong(r, err.text, NULL);
		return false;
	}
	if (key->kind != kind) {
		wrong(r, kind == HF_KEY_SIGNER
		      ? "a log signs with a key of kind 0x01; this is a witness's"
		      : "a witness cosigns with a key of kind 0x04; this is a log's",
		      vkey);
		return false;
	}
	return true;
}

/*
 * A signature says by name and id which key it is by, so no two keys may have
 * both in common.  The same key twice in one role would count twice.
 */
static void compare(struct reader *r, const struct hf_verifier *key,
		    const struct hf_verifier *others, size_t n, bool same_role)
{
	for (size_t i = 0; i < n; i++) {
		if (key->id == others[i].id &&
		    strcmp(key->name, others[i].name) == 0) {
			hf_found(r->sink, KEY_COLLISION, .path = r->name,
				 .line = r->line, .subject = key->name);
			r->n_wrong++;
		} else if (same_role && memcmp(key->key, others[i].key,
					       sizeof(key->key)) == 0) {
			wrong(r, "this key is there already, by another name",
			      others[i].name);
		}
	}
}

static void check_key(struct reader *r, const struct hf_verifier *key)
{
	const struct hf_trust *trust = r->trust;
	bool is_log = key->kind == HF_KEY_SIGNER;

	compare(r, key, trust->log_keys, trust->n_log_keys, is_log);
	compare(r, key, trust->witness_keys, trust->n_witnesses, !is_log);
}

/* log VKEY [URL] */
static void take_log(struct reader *r)
{
	struct hf_trust *trust = r->trust;
	struct hf_verifier key;

	if (r->n_words < 2 || r->n_words > 3) {
		wrong(r, "it is to be: log VKEY, or log VKEY URL", NULL);
		return;
	}
	if (!take_key(r, &key, r->words[1], HF_KEY_SIGNER))
		return;
	if (trust->n_log_keys == HF_TRUST_KEYS_MAX) {
		wrong(r, "there are more than 256 keys of logs", NULL);
		return;
	}
	check_key(r, &key);
	trust->log_keys[trust->n_log_keys++] = key;
}

/* The number of a name, or that behind the last where nothing is called so. */
static size_t find(const struct hf_trust *trust, const char *text)
{
	size_t i = 0;

	while (i < trust->n_names && strcmp(trust->names[i].text, text) != 0)
		i++;
	return i;
}

/*
 * Define the second word of the line.  It is defined even if what follows is
 * wrong, so that those who refer to it are not blamed as well.  NULL if it
 * cannot be.
 */
static struct hf_trust_name *define(struct reader *r, bool is_group)
{
	struct hf_trust *trust = r->trust;
	struct hf_trust_name *name = &trust->names[trust->n_names];
	const char *text = r->words[1];

	if (strcmp(text, "none") == 0) {
		wrong(r, "none is the quorum of nobody; neither a witness nor a group can be called so",
		      NULL);
		return NULL;
	}
	if (find(trust, text) < trust->n_names) {
		wrong(r, "a witness or a group is called so already", text);
		return NULL;
	}
	if (trust->n_names == HF_TRUST_NAMES_MAX) {
		wrong(r, "there are more than 256 witnesses and groups", NULL);
		return NULL;
	}
	*name = (struct hf_trust_name){ .is_group = is_group };
	name->text = hf_arena_strdup(&trust->arena, text);
	if (!name->text) {
		r->out_of_memory = true;
		return NULL;
	}
	trust->n_names++;
	return name;
}

/* witness NAME VKEY [URL] */
static void take_witness(struct reader *r)
{
	struct hf_trust *trust = r->trust;
	struct hf_trust_name *name;
	struct hf_verifier key;

	if (r->n_words < 3 || r->n_words > 4) {
		wrong(r, "it is to be: witness NAME VKEY, or witness NAME VKEY URL",
		      NULL);
		return;
	}
	name = define(r, false);
	if (!take_key(r, &key, r->words[2], HF_KEY_WITNESS))
		return;
	check_key(r, &key);
	if (!name)
		return;
	name->witness = trust->n_witnesses;
	trust->witness_names[trust->n_witnesses] = name->text;
	trust->witness_keys[trust->n_witnesses++] = key;
}

/* Members stand before their group, so no group can come round to itself. */
static void take_member(struct reader *r, const char *text, size_t group)
{
	struct hf_trust *trust = r->trust;
	size_t i = find(trust, text);

	if (i == trust->n_names || i == group) {
		wrong(r, "no witness or group of this name is defined above",
		      text);
		return;
	}
	if (trust->names[i].is_member) {
		wrong(r, "this name is a member of a group already, and would count twice",
		      text);
		return;
	}
	trust->names[i].is_member = true;
	trust->names[i].group = group;
}

static void take_threshold(struct reader *r, struct hf_trust_name *name,
			   const char *text, size_t n)
{
	if (strcmp(text, "all") == 0)
		name->threshold = n;
	else if (strcmp(text, "any") == 0)
		name->threshold = 1;
	else if (!hf_parse_uint64(text, strlen(text), &name->threshold) ||
		 name->threshold < 1 || name->threshold > n ||
		 text[0] == '0')
		wrong(r, "how many members it takes is to be a number from 1 to that of all its members, or any, or all",
		      text);
}

/* group NAME N|any|all MEMBER... */
static void take_group(struct reader *r)
{
	struct hf_trust_name *name;

	if (r->n_words < 4) {
		wrong(r, "it is to be: group NAME N MEMBER..., with a number, any, or all for N",
		      NULL);
		return;
	}
	name = define(r, true);
	if (!name)
		return;
	take_threshold(r, name, r->words[2], r->n_words - 3);
	for (size_t i = 3; i < r->n_words; i++)
		take_member(r, r->words[i], (size_t)(name - r->trust->names));
}

/* quorum NAME|none */
static void take_quorum(struct reader *r)
{
	struct hf_trust *trust = r->trust;
	bool again = r->has_quorum_line;

	r->has_quorum_line = true;
	if (r->n_words != 2) {
		wrong(r, "it is to be: quorum NAME, or quorum none", NULL);
		return;
	}
	if (again) {
		wrong(r, "there is a line quorum already, and can be one only",
		      NULL);
		return;
	}
	if (strcmp(r->words[1], "none") == 0)
		return;
	trust->has_quorum = true;
	trust->quorum = find(trust, r->words[1]);
	if (trust->quorum == trust->n_names)
		wrong(r, "no witness or group of this name is defined above",
		      r->words[1]);
}

static const struct {
	const char *word;
	void (*take)(struct reader *r);
} kinds[] = {
	{ "log", take_log },
	{ "witness", take_witness },
	{ "group", take_group },
	{ "quorum", take_quorum },
};

/* Tab, and what is printable in ASCII or beyond it (Character set). */
static bool has_control(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if ((c < 0x20 && c != '\t') || c == 0x7F)
			return true;
	}
	return false;
}

/* False if there are more than we have room for. */
static bool split(struct reader *r, char *text)
{
	static const char blanks[] = " \t";

	r->n_words = 0;
	for (text += strspn(text, blanks); *text;
	     text += strspn(text, blanks)) {
		if (r->n_words == WORDS_MAX)
			return false;
		r->words[r->n_words++] = text;
		text += strcspn(text, blanks);
		if (*text)
			*text++ = '\0';
	}
	r->words[r->n_words] = NULL;
	return true;
}

/* One line, with a NUL in place of its newline. */
static void take_line(struct reader *r, char *text, size_t len)
{
	if (has_control(text, len)) {
		wrong(r, "there is a control character in it, or a line end that is not LF alone",
		      NULL);
		return;
	}
	if (text[strspn(text, " \t")] == '#')
		return;
	if (!split(r, text)) {
		wrong(r, "it has more words than a file with 256 names can need",
		      NULL);
		return;
	}
	if (!r->n_words)
		return;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(r->words[0], kinds[i].word) == 0) {
			kinds[i].take(r);
			return;
		}
	}
	wrong(r, "its first word is to be log, witness, group, or quorum",
	      r->words[0]);
}

static void take_text(struct reader *r, char *text, size_t len)
{
	char *end = text + len;

	while (text < end) {
		char *newline = memchr(text, '\n', (size_t)(end - text));

		r->line++;
		/* What is left of "quorum all-of-them" may be a name, too. */
		if (!newline) {
			wrong(r, "the last line has no end: is the file cut off?",
			      NULL);
			break;
		}
		*newline = '\0';
		take_line(r, text, (size_t)(newline - text));
		text = newline + 1;
	}
	/* Where there is no witness, nobody could be asked for one. */
	r->line = 0;
	if (r->trust->n_names && !r->has_quorum_line)
		wrong(r, "there is no line quorum, so whose cosignatures it takes is not said; where none is asked for it is: quorum none",
		      NULL);
}

static int read_text(struct hf_buf *text, int fd, const char *name,
		     struct hf_error *err)
{
	if (hf_read_all(fd, text, SIZE_LIMIT) == 0)
		return hf_buf_check(text, err);
	if (errno == ENOMEM)
		return hf_fail_memory(err);
	return hf_fail(err, HF_ESYS, "cannot read '%s'", hf_shown(name));
}

/* What all lines came to. */
static int conclude(const struct reader *r, struct hf_error *err)
{
	if (r->out_of_memory)
		return hf_fail_memory(err);
	if (r->n_wrong)
		return hf_fail(err, HF_EREFUSED, "'%s' has mistakes, so nobody's signature counts",
			       hf_shown(r->name));
	return 0;
}

static int read_lines(struct hf_trust **trust_ret, char *text, size_t len,
		      const char *name, struct hf_sink *sink,
		      struct hf_error *err)
{
	struct reader r = { .name = name, .sink = sink,
			    .trust = calloc(1, sizeof(*r.trust)) };
	int result;

	*trust_ret = NULL;
	if (!r.trust)
		return hf_fail_memory(err);
	if (len)
		take_text(&r, text, len);
	result = conclude(&r, err);
	if (result == 0)
		*trust_ret = r.trust;
	else
		hf_trust_free(r.trust);
	return result;
}

int hf_trust_read(struct hf_trust **trust_ret, int fd, const char *name,
		  struct hf_sink *sink, struct hf_error *err)
{
	struct hf_buf text = { 0 };
	int result = read_text(&text, fd, name, err);

	*trust_ret = NULL;
	if (result == 0)
		result = read_lines(trust_ret, text.data, text.len,
					    name, sink, err);
	hf_buf_release(&text);
	return result;
}

int hf_trust_open(struct hf_trust **trust_ret, const char *path,
		  struct hf_sink *sink, struct hf_error *err)
{
	int fd = hf_io->openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
	int result;

	*trust_ret = NULL;
	if (fd < 0)
		return hf_fail(err, HF_ESYS, "cannot read '%s'",
			       hf_shown(path));
	result = hf_trust_read(trust_ret, fd, path, sink, err);
	hf_close(fd);
	return result;
}

int hf_trust_key(struct hf_trust **trust_ret, const char *vkey,
		 struct hf_sink *sink, struct hf_error *err)
{
	struct hf_buf text = { 0 };
	int result;

	*trust_ret = NULL;
	hf_buf_printf(&text, "log %s\n", vkey);
	result = hf_buf_check(&text, err);
	if (result == 0)
		result = read_lines(trust_ret, text.data, text.len,
					    "the key", sink, err);
	hf_buf_release(&text);
	return result;
}
