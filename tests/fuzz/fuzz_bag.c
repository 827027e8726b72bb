/*
 * A whole bag, verified as holdfast verify does, and reported in words.  The
 * input is text; a line that begins with "==" ends a file and begins the next:
 *
 *	==> PATH		a file, of the lines that follow
 *	==@ PATH TARGET		a symbolic link
 *	==! PATH		a FIFO
 *	==? PATH		something that cannot be looked at
 */
#include "fuzz.h"

#include "base/text.h"
#include "finding/sink.h"
#include "memory_source.h"
#include "report/text.h"
#include "verify/checks.h"

static void add(struct memory_source *source, const char *head, size_t len,
		const char *body, size_t size)
{
	const char *path = head + 4;
	const char *blank;

	if (len < 5)
		return;
	len -= 4;
	switch (head[2]) {
	case '>':
		memory_source_add(source, HF_WALK_FILE, path, len, body, size);
		break;
	case '@':
		blank = memchr(path, ' ', len);
		if (blank)
			memory_source_add(source, HF_WALK_SYMLINK, path,
					  (size_t)(blank - path), blank + 1,
					  len - 1 - (size_t)(blank - path));
		break;
	case '!':
		memory_source_add(source, HF_WALK_SPECIAL, path, len, NULL, 0);
		break;
	case '?':
		memory_source_add(source, HF_WALK_UNREADABLE, path, len, NULL,
				  0);
		break;
	}
}

static void unpack(struct memory_source *source, const char *text, size_t size)
{
	const char *end = text + size;

	while (text < end) {
		const char *eol = memchr(text, '\n', (size_t)(end - text));
		const char *body = eol ? eol + 1 : end, *next = body;

		while (next < end && (end - next < 2 || memcmp(next, "==", 2))) {
			const char *lf = memchr(next, '\n',
						(size_t)(end - next));

			next = lf ? lf + 1 : end;
		}
		if (end - text > 2 && !memcmp(text, "==", 2))
			add(source, text, (size_t)((eol ? eol : end) - text),
			    body, (size_t)(next - body));
		text = next;
	}
}

static void verify(struct memory_source *source, struct hf_sink *sink)
{
	struct hf_verify_options options = { .engine = { .jobs = 1 } };
	struct hf_bag *bag = NULL;
	struct hf_error err;
	uint64_t octets;

	must(hf_bag_read(&bag, &source->source, HF_BAG_INFO, sink, &err) == 0);
	hf_check_oxum(bag, sink);
	hf_bag_free(bag);
	must(hf_bag_read(&bag, &source->source, HF_BAG_ALL, sink, &err) == 0);
	must(hf_check_all(bag, &options, NULL, sink, &octets, &err) == 0);
	hf_bag_free(bag);
}

/* No line of a report may be of a stranger's making. */
static void check_report(const char *text, size_t size)
{
	must(hf_utf8_is_valid(text, size));
	for (size_t i = 0; i < size; i++)
		must((unsigned char)text[i] >= 0x20 || text[i] == '\n');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct memory_source source;
	struct hf_text_report report;
	struct hf_policy policy;
	struct hf_judge judge;
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	must(out);
	memory_source_init(&source);
	unpack(&source, (const char *)data, size);
	hf_policy_init(&policy, false);
	hf_text_report_init(&report, out, &policy);
	hf_judge_init(&judge, &policy, &report.sink);
	verify(&source, &judge.sink);
	hf_text_report_remedies(&report);
	must(fclose(out) == 0);
	check_report(text, len);
	/* A verdict other than VALID has a reason that was told. */
	if (judge.fixity != HF_VALID)
		must(judge.count[HF_ERROR] > 0 && len > 0);
	free(text);
	return 0;
}
