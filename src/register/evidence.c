#include "register/evidence.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"

#define FINDINGS_TOLD	16

void hf_evidence_names(struct hf_buf *text, const struct hf_findings *findings,
		       const struct hf_policy *policy)
{
	bool seen[HF_FINDING_COUNT] = { false };
	int told = 0;

	for (size_t i = 0; i < findings->n; i++) {
		const struct hf_finding *f = &findings->at[i];

		if (seen[f->id] || told == FINDINGS_TOLD ||
		    hf_policy_severity(policy, f) < HF_ERROR)
			continue;
		seen[f->id] = true;
		hf_buf_printf(text, "%s%s", told++ ? ", " : "",
			      hf_finding_name(f->id));
	}
}

void hf_evidence_first(struct hf_buf *text, const struct hf_findings *findings)
{
	for (size_t i = 0; i < findings->n; i++) {
		const struct hf_finding *f = &findings->at[i];

		if (!f->path || !f->expected || !f->actual)
			continue;
		hf_buf_printf(text, "%s: %s %s was recorded, ",
			      hf_shown(f->path),
			      f->algorithm ? f->algorithm : "", f->expected);
		hf_buf_printf(text, "%s was found", hf_shown(f->actual));
		return;
	}
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_gone(const struct hf_finding *f)
{
	return f->id == HF_PAYLOAD_MISSING || f->id == HF_TAG_FILE_MISSING ||
	       f->id == HF_PAYLOAD_NOT_FETCHED;
}

int hf_evidence_files(struct hf_bad_files *bad, size_t *gone,
		      const struct hf_findings *findings,
		      const struct hf_policy *policy, struct hf_arena *arena,
		      struct hf_error *err)
{
	const char **paths = hf_arena_alloc(arena, (findings->n + 1) *
						   sizeof(*paths));
	size_t n = 0, kept = 0;

	if (!paths)
		return hf_fail_memory(err);
	*bad = (struct hf_bad_files){ .paths = paths };
	if (gone)
		*gone = 0;
	for (size_t i = 0; i < findings->n; i++) {
		const struct hf_finding *f = &findings->at[i];

		if (!f->path || f->line ||
		    hf_policy_severity(policy, f) < HF_ERROR)
			continue;
		paths[n] = hf_arena_strdup(arena, f->path);
		if (!paths[n++])
			return hf_fail_memory(err);
		if (gone && is_gone(f))
			++*gone;
	}
	if (n)
		qsort(paths, n, sizeof(*paths), by_bytes);
	for (size_t i = 0; i < n; i++) {
		if (!kept || strcmp(paths[i], paths[kept - 1]) != 0)
			paths[kept++] = paths[i];
	}
	bad->n = kept;
	return 0;
}
