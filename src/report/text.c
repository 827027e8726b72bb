#include "report/text.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"

static void print_escaped(FILE *out, const char *s, size_t len)
{
	struct hf_buf buf = { 0 };

	hf_escape(&buf, s, len);
	fputs(hf_buf_text(&buf), out);
	hf_buf_release(&buf);
}

static void print_detail(const struct hf_text_report *report,
			 const char *label, const char *text)
{
	if (!text)
		return;
	fprintf(report->out, report->brief ? "; %s: " : "    %s: ", label);
	print_escaped(report->out, text, strlen(text));
	fputs(report->brief ? "" : "\n", report->out);
}

/* "BAG/path:line: subject", or as much of it as there is; "." is the whole. */
static void print_place(const struct hf_text_report *report,
			const struct hf_finding *f)
{
	const char *prefix = report->prefix;

	if (prefix) {
		size_t len = strlen(prefix);

		while (len > 1 && prefix[len - 1] == '/')
			len--;
		print_escaped(report->out, prefix, len);
		fputs(f->path ? "/" : "", report->out);
	}
	if (f->path)
		print_escaped(report->out, f->path,
			      f->path_len ? f->path_len : strlen(f->path));
	else if (!prefix && !f->subject)
		fputc('.', report->out);
	if (f->line)
		fprintf(report->out, ":%lu", f->line);
	if (f->subject) {
		fputs(f->path || prefix ? ": " : "", report->out);
		print_escaped(report->out, f->subject, strlen(f->subject));
	}
}

void hf_text_report_note(struct hf_text_report *report, enum hf_finding_id id)
{
	report->seen[id / 8] |= (unsigned char)(1u << id % 8);
}

static void emit(struct hf_sink *sink, const struct hf_finding *f)
{
	struct hf_text_report *report = (struct hf_text_report *)sink;
	enum hf_severity severity = hf_policy_severity(report->policy, f);

	if (severity < report->least)
		return;
	report->printed++;
	hf_text_report_note(report, f->id);

	print_place(report, f);
	fprintf(report->out, ": %s: %s [%s]%s", hf_severity_name(severity),
		hf_finding_text(f->id), hf_finding_name(f->id),
		report->brief ? "" : "\n");
	print_detail(report, "more", f->detail);
	print_detail(report, "algorithm", f->algorithm);
	print_detail(report, "expected", f->expected);
	print_detail(report, "found", f->actual);
	fputs(report->brief ? "\n" : "", report->out);
}

void hf_text_report_init(struct hf_text_report *report, FILE *out,
			 const struct hf_policy *policy)
{
	memset(report, 0, sizeof(*report));
	report->sink.emit = emit;
	report->out = out;
	report->policy = policy;
}

void hf_text_report_remedies(struct hf_text_report *report)
{
	bool any = false;

	for (int id = 0; id < HF_FINDING_COUNT; id++) {
		if (!(report->seen[id / 8] & 1u << id % 8))
			continue;
		if (!any)
			fputs("What to do:\n", report->out);
		any = true;
		fprintf(report->out, "  %s: %s\n", hf_finding_name(id),
			hf_finding_remedy(id));
	}
}
