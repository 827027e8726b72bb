#include "log_bench.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct hf_signer log_signer, log_stranger;
struct hf_trust *log_trust;

static struct hf_findings found;

struct hf_trust *log_trusts(const char *text)
{
	struct hf_trust *trust = NULL;
	struct hf_findings mistakes;
	struct hf_error err;
	char *all;
	int fd;

	ck_assert_int_gt(asprintf(&all, "%s%s", text,
				  *text ? "quorum none\n" : ""), -1);
	unit_puts("trust.txt", all);
	free(all);
	fd = unit_open("trust.txt", O_RDONLY);
	hf_findings_init(&mistakes);
	assert_ok(hf_trust_read(&trust, fd, "trust.txt", &mistakes.sink, &err),
		  &err);
	hf_findings_release(&mistakes);
	close(fd);
	return trust;
}

char *log_trust_line(const struct hf_signer *signer, const char *witness)
{
	struct hf_buf vkey = { 0 };
	char *line;

	hf_verifier_format(&vkey, &signer->verifier);
	ck_assert_int_gt(asprintf(&line, "%s%s%s %s\n",
				  witness ? "witness" : "log",
				  witness ? " " : "", witness ? witness : "",
				  vkey.data), 0);
	hf_buf_release(&vkey);
	return line;
}

void log_begin(bool is_signed)
{
	struct hf_error err;
	char *line;

	assert_ok(hf_signer_new(&log_signer, ORIGIN, HF_KEY_SIGNER, &err),
		  &err);
	assert_ok(hf_signer_new(&log_stranger, ORIGIN, HF_KEY_SIGNER, &err),
		  &err);
	line = log_trust_line(&log_signer, NULL);
	log_trust = log_trusts(is_signed ? line : "");
	free(line);
	hf_findings_init(&found);
	assert_ok(hf_log_create(unit_dir, ORIGIN,
				is_signed ? &log_signer : NULL, &err), &err);
}

void log_end(void)
{
	hf_findings_release(&found);
	hf_trust_free(log_trust);
	log_trust = NULL;
}

struct hf_entry log_entry(const char *package)
{
	return (struct hf_entry){ .time = 1000000000, .at = {
		[HF_ENTRY_EVENT] = "fixity check", [HF_ENTRY_PACKAGE] = package,
		[HF_ENTRY_AGENT] = "holdfast 1.0 (software)" } };
}

struct hf_log *log_open(const struct hf_signer *signer)
{
	struct hf_findings list;
	struct hf_log *log = NULL;
	struct hf_error err;

	hf_findings_init(&list);
	assert_ok(hf_log_open(&log, unit_dir, ORIGIN, log_trust, signer,
			      &list.sink, &err), &err);
	hf_findings_release(&list);
	return log;
}

void log_add(struct hf_log *log, int n)
{
	struct hf_error err;

	for (int i = 0; i < n; i++) {
		struct hf_entry entry = log_entry("quay");

		assert_ok(hf_log_append(log, &entry, 1, NULL, &err), &err);
	}
}

void log_grow(int n)
{
	struct hf_log *log = log_open(hf_trust_log_key(log_trust, 0) ?
				      &log_signer : NULL);

	log_add(log, n);
	hf_log_close(log);
}

const char *log_verify(const struct hf_trust *trust,
		       struct hf_log_summary *summary)
{
	struct hf_log_summary ignored;
	struct hf_error err;

	hf_findings_release(&found);
	hf_findings_init(&found);
	assert_ok(hf_log_verify(unit_dir, ORIGIN, trust, &found.sink,
				summary ? summary : &ignored, &err), &err);
	return unit_findings(&found);
}

const struct hf_finding *log_found(size_t i)
{
	ck_assert_uint_lt(i, found.n);
	return &found.at[i];
}

char *log_read_file(const char *path, size_t *len_ret)
{
	int fd = unit_open(path, O_RDONLY);
	struct stat st;
	char *text;

	ck_assert_int_eq(fstat(fd, &st), 0);
	text = malloc((size_t)st.st_size + 1);
	ck_assert_int_eq(read(fd, text, (size_t)st.st_size), st.st_size);
	text[st.st_size] = '\0';
	close(fd);
	if (len_ret)
		*len_ret = (size_t)st.st_size;
	return text;
}

void log_remove(const char *path)
{
	ck_assert_int_eq(unlinkat(unit_dir, path, 0), 0);
}
