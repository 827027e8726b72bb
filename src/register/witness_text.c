/* witness.txt: one stanza that says whose log a witness sees. */
#include <string.h>

#include "base/chars.h"
#include "base/lines.h"
#include "base/read.h"
#include "base/stanza.h"
#include "base/text.h"
#include "register/names.h"
#include "register/witness_inside.h"
#include "register/write.h"

/* --- Writing it. --- */

static const char head[] =
"# A witness of a register's log at another site.  holdfast witness cosign reads\n"
"# the log, and cosigns it if it continues what was seen here before.\n"
"#\n"
"# What the witness is called, here and in trust.txt of the register:\n";

static const char behind_name[] =
"# The log, by the name that its checkpoints have:\n";

static const char behind_origin[] =
"# The keys that it may be signed by, a line each.  They came from whoever keeps\n"
"# the register, by a way of their own: not out of the folder that is judged.\n";

static const char behind_log_key[] =
"# What this witness signs with; nobody else may read it:\n";

int hf_witness_text_write(struct hf_buf *out,
			  const struct hf_witness_init *init,
			  struct hf_error *err)
{
	hf_buf_adds(out, head);
	if (hf_register_write(out, "Witness", init->name, err) < 0)
		return -1;
	hf_buf_adds(out, behind_name);
	if (hf_register_write(out, "Origin", init->origin, err) < 0)
		return -1;
	hf_buf_adds(out, behind_origin);
	if (hf_register_write(out, "Log-Key", init->log_key, err) < 0)
		return -1;
	hf_buf_adds(out, behind_log_key);
	if (hf_register_write(out, "Key-File", HF_WITNESS_KEY, err) < 0)
		return -1;
	return hf_buf_check(out, err);
}

/* --- What it may say. --- */

static int parse_log_key(struct hf_verifier *key, const char *vkey,
			 struct hf_error *err)
{
	if (hf_verifier_parse(key, vkey, err) < 0)
		return hf_error_within(err, "the key of the log");
	if (key->kind != HF_KEY_SIGNER)
		return hf_fail(err, HF_EFORMAT,
			       "the key of the log is that of a witness (kind 0x04), and no log is signed by such a one");
	return 0;
}

int hf_witness_check(const struct hf_witness_init *init,
		     struct hf_verifier *key, struct hf_error *err)
{
	const char *why = hf_location_id_trouble(init->name);

	if (why)
		return hf_fail(err, HF_EUSAGE,
			       "'%s' cannot be the name of a witness: %s",
			       hf_shown(init->name), why);
	why = hf_origin_trouble(init->origin);
	if (why)
		return hf_fail(err, HF_EUSAGE,
			       "'%s' cannot be the name of a log: %s",
			       hf_shown(init->origin), why);
	if (parse_log_key(key, init->log_key, err) == 0)
		return 0;
	if (err->code == HF_EFORMAT)
		err->code = HF_EUSAGE;
	return -1;
}

/* --- Reading it. --- */

struct reader {
	struct hf_witness_text *text;
	struct hf_arena *arena;
	struct hf_error *err;
};

/* A value that there can be once. */
static int take_once(struct reader *r, const char **into, const char *value,
		     const char *trouble)
{
	if (*into)
		return hf_fail(r->err, HF_EFORMAT, "it is said twice");
	if (trouble)
		return hf_fail(r->err, HF_EFORMAT, "it %s", trouble);
	*into = value;
	return 0;
}

static int take_witness(struct reader *r, const char *value)
{
	return take_once(r, &r->text->name, value,
			 hf_location_id_trouble(value));
}

static int take_origin(struct reader *r, const char *value)
{
	return take_once(r, &r->text->origin, value, hf_origin_trouble(value));
}

static int take_key_file(struct reader *r, const char *value)
{
	return take_once(r, &r->text->key_file, value, NULL);
}

static int take_log_key(struct reader *r, const char *value)
{
	struct hf_witness_text *text = r->text;

	if (text->n_log_keys == HF_WITNESS_LOG_KEYS)
		return hf_fail(r->err, HF_EFORMAT, "there are more than %d keys",
			       HF_WITNESS_LOG_KEYS);
	return parse_log_key(&text->log_keys[text->n_log_keys++], value,
			     r->err);
}

static const struct {
	const char *name;
	int (*take)(struct reader *r, const char *value);
} labels[] = {
	{ "Witness", take_witness },
	{ "Origin", take_origin },
	{ "Log-Key", take_log_key },
	{ "Key-File", take_key_file },
};

#define N_LABELS	(sizeof(labels) / sizeof(labels[0]))

static int take_field(struct reader *r, const struct hf_field *field)
{
	const char *why = hf_field_trouble(field), *value;
	size_t i = 0;

	if (why)
		return hf_fail(r->err, HF_EFORMAT, "%s", why);
	while (i < N_LABELS && hf_ascii_casecmp(field->label, labels[i].name))
		i++;
	if (i == N_LABELS)
		return hf_fail(r->err, HF_EFORMAT, "'%s' is no label of it",
			       hf_shown(field->label));
	value = hf_field_fold(r->arena, field);
	if (!value)
		return hf_fail_memory(r->err);
	if (!*value)
		return hf_fail(r->err, HF_EFORMAT,
			       "nothing stands behind the colon");
	return labels[i].take(r, value);
}

static int refuse(struct hf_error *err, const char *name, unsigned long line)
{
	if (err->code == HF_EFORMAT)
		err->code = HF_EREFUSED;
	return hf_error_within(err, "'%s', line %lu", hf_shown(name), line);
}

static int read_fields(struct reader *r, const struct hf_buf *in,
		       const char *name)
{
	struct hf_memory_reader memory = { hf_buf_text(in), in->len };
	struct hf_lines *lines = NULL;
	struct hf_stanza *stanza = NULL;
	struct hf_field field;
	int got = -1;

	if (hf_lines_new(&lines, "UTF-8", hf_read_memory, &memory,
			 r->err) == 0 &&
	    hf_stanza_new(&stanza, lines, true, r->err) == 0) {
		while ((got = hf_stanza_next(stanza, &field, r->err)) > 0) {
			if (field.kind != HF_STANZA_BREAK &&
			    take_field(r, &field) < 0) {
				got = refuse(r->err, name, field.line);
				break;
			}
		}
	}
	hf_stanza_free(stanza);
	hf_lines_free(lines);
	return got;
}

int hf_witness_text_read(struct hf_witness_text *text, struct hf_arena *arena,
			 const struct hf_buf *in, const char *name,
			 struct hf_error *err)
{
	struct reader reader = { text, arena, err };
	const char *lacks;

	*text = (struct hf_witness_text){ 0 };
	if (read_fields(&reader, in, name) < 0)
		return -1;
	lacks = !text->name ? "Witness" : !text->origin ? "Origin" :
		!text->n_log_keys ? "Log-Key" : !text->key_file ? "Key-File" :
		NULL;
	return lacks ? hf_fail(err, HF_EREFUSED, "'%s' has no line %s",
			       hf_shown(name), lacks) : 0;
}
