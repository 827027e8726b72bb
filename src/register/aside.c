#include "register/aside.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/staging.h"
#include "base/text.h"
#include "report/json.h"
#include "report/text.h"

static uint64_t count_errors(const struct hf_aside_report *report,
			     const char **first)
{
	uint64_t n = 0;

	*first = NULL;
	for (size_t i = 0; i < report->findings->n; i++) {
		const struct hf_finding *f = &report->findings->at[i];

		if (hf_policy_severity(report->policy, f) < HF_ERROR)
			continue;
		if (!n++)
			*first = hf_finding_name(f->id);
	}
	return n;
}

static bool tell_machines(const struct hf_aside_report *report, FILE *out)
{
	struct hf_json *json = hf_json_begin("quarantined");
	struct hf_json_report findings;
	const char *first;
	uint64_t errors = count_errors(report, &first);

	hf_json_text(json, "bag", report->name);
	hf_json_text(json, "from", report->from);
	hf_json_text(json, "what", report->what);
	hf_json_text(json, "held_as", report->held);
	hf_json_number(json, "errors", errors);
	hf_json_text(json, "finding", first);
	if (hf_json_end(json, out) < 0)
		return false;
	hf_json_report_init(&findings, out, report->policy);
	for (size_t i = 0; i < report->findings->n; i++)
		hf_emit(&findings.sink, &report->findings->at[i]);
	return !findings.failed;
}

static bool tell_people(const struct hf_aside_report *report, FILE *out)
{
	struct hf_text_report text;

	fprintf(out, "'%s', which came from '%s', %s.  It lies beside this report as '%s', whole.\n\n",
		hf_shown(report->name), hf_shown(report->from), report->what,
		report->held);
	hf_text_report_init(&text, out, report->policy);
	for (size_t i = 0; i < report->findings->n; i++)
		hf_emit(&text.sink, &report->findings->at[i]);
	hf_text_report_remedies(&text);
	return !ferror(out);
}

static int write_report(int dir, const char *name,
			const struct hf_aside_report *report,
			bool (*tell)(const struct hf_aside_report *report,
				     FILE *out), struct hf_error *err)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	bool told = out && tell(report, out);
	int ret = -1;

	if (!out || fclose(out) != 0 || !told)
		hf_fail_memory(err);
	else if (hf_publish_file(dir, name, text, size) < 0)
		hf_fail(err, HF_ESYS, "'%s' cannot be written beside what is put into quarantine",
			name);
	else
		ret = 0;
	free(text);
	return ret;
}

int hf_aside_report(int dir, const struct hf_aside_report *report,
		    struct hf_error *err)
{
	if (write_report(dir, HF_ASIDE_IN_WORDS, report, tell_people,
			 err) < 0)
		return -1;
	return write_report(dir, HF_ASIDE_FOR_MACHINES, report, tell_machines,
			    err);
}
