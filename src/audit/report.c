/* A run as files, each there as a whole or not at all. */
#include "audit/report.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "audit/page.h"
#include "audit/pictures.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/io.h"
#include "base/replace.h"
#include "base/text.h"
#include "report/json.h"

/* --- Its forms. --- */

static int write_json(struct hf_buf *out, const struct hf_audit_report *report,
		      struct hf_error *err)
{
	const struct hf_findings *findings = &report->result->findings;
	struct hf_json_report json;
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);
	bool failed;

	if (!file)
		return hf_fail_memory(err);
	hf_json_report_init(&json, file, report->policy);
	for (size_t i = 0; i < findings->n; i++)
		hf_emit(&json.sink, &findings->at[i]);
	failed = hf_audit_json(report->result, file) < 0 || json.failed;
	failed |= fclose(file) != 0;
	if (!failed)
		hf_buf_add(out, text, size);
	free(text);
	return failed ? hf_fail_memory(err) : hf_buf_check(out, err);
}

static int write_page(struct hf_buf *out, const struct hf_audit_report *report,
		      struct hf_error *err)
{
	struct hf_pictures pictures;
	int ret = hf_pictures_draw(&pictures, report, err);
	const struct hf_page page = {
		.result = report->result, .policy = report->policy,
		.path = report->path, .trouble = report->trouble,
		.pictures = pictures.at, .n_pictures = pictures.n,
		.undrawn = pictures.undrawn,
	};

	if (ret == 0)
		ret = hf_audit_page(out, &page, err);
	hf_pictures_release(&pictures);
	return ret;
}

typedef int write_form(struct hf_buf *out,
		       const struct hf_audit_report *report,
		       struct hf_error *err);

static const struct {
	const char *ending;
	write_form *write;
} forms[] = {
	{ ".json", write_json },
	{ ".html", write_page },
};

static write_form *form_of(const char *file, struct hf_error *err)
{
	size_t len = strlen(file);

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		size_t n = strlen(forms[i].ending);

		if (len > n && file[len - n - 1] != '/' &&
		    !strcmp(file + len - n, forms[i].ending))
			return forms[i].write;
	}
	hf_fail(err, HF_EUSAGE,
		"a report is a file that ends with .json or .html, not '%s'",
		hf_shown(file));
	return NULL;
}

/* --- The file. --- */

/* The folder above @file, open. */
static int open_folder(const char *file, struct hf_error *err)
{
	const char *slash = strrchr(file, '/');
	char *folder = slash ? strndup(file, (size_t)(slash - file) + 1)
			     : strdup(".");
	int dir;

	if (!folder)
		return hf_fail_memory(err);
	dir = hf_io->openat(AT_FDCWD, folder,
			    O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
	if (dir < 0)
		hf_fail(err, HF_ESYS, "cannot open the folder '%s' for the report",
			hf_shown(folder));
	free(folder);
	return dir;
}

int hf_audit_report_check(const char *file, struct hf_error *err)
{
	int dir = form_of(file, err) ? open_folder(file, err) : -1;

	if (dir < 0)
		return -1;
	hf_close(dir);
	return 0;
}

int hf_audit_report_write(const char *file,
			  const struct hf_audit_report *report,
			  struct hf_error *err)
{
	write_form *write = form_of(file, err);
	const char *slash = strrchr(file, '/');
	struct hf_buf text = { 0 };
	int dir = write ? open_folder(file, err) : -1;
	int ret = dir < 0 ? -1 : write(&text, report, err);

	if (ret == 0 && hf_replace_file(dir, slash ? slash + 1 : file,
					hf_buf_text(&text), text.len,
					NULL) < 0)
		ret = hf_fail(err, HF_ESYS, "cannot write the report '%s'",
			      hf_shown(file));
	hf_buf_release(&text);
	hf_close(dir);
	return ret;
}
