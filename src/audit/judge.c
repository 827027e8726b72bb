/*
 * When the copies have been read: is each package kept as the policy asks, was
 * everything read in time, and does the log name all that lies at the places?
 */
#include <stdlib.h>
#include <string.h>

#include "audit/inside.h"
#include "base/arena.h"
#include "base/buf.h"
#include "register/inspect.h"
#include "register/policy.h"
#include "register/standing.h"

/* What was told of a copy when it was read, is not told again. */
struct news {
	struct hf_sink sink;	/* must be first */
	struct hf_audit_run *run;
	const char **failed;	/* subjects of the copies that failed, in order */
	size_t n;
};

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_told(const struct news *news, const struct hf_finding *finding)
{
	const struct hf_audit_result *result = news->run->result;

	if (!finding->subject)
		return false;
	if (finding->id == HF_MISSING || finding->id == HF_CORRUPT)
		return news->n && bsearch(&finding->subject, news->failed,
					  news->n, sizeof(*news->failed),
					  by_text);
	for (size_t i = 0; finding->id == HF_UNREACHABLE &&
	     i < result->n_places; i++) {
		if (!strcmp(result->places[i].location, finding->subject))
			return result->places[i].unreachable;
	}
	return false;
}

static void tell_news(struct hf_sink *sink, const struct hf_finding *finding)
{
	struct news *news = (struct news *)sink;
	struct hf_audit_result *result = news->run->result;

	if (is_told(news, finding))
		return;
	hf_emit(&news->run->judge.sink, finding);
	for (size_t i = 0; finding->id == HF_UNREACHABLE && finding->subject &&
	     i < result->n_places; i++) {
		if (!strcmp(result->places[i].location, finding->subject))
			result->places[i].unreachable = true;
	}
}

static int news_begin(struct news *news, struct hf_audit_run *run,
		      struct hf_error *err)
{
	struct hf_audit_result *result = run->result;

	*news = (struct news){ .sink = { tell_news }, .run = run };
	news->failed = calloc(result->n_copies + 1, sizeof(*news->failed));
	if (!news->failed)
		return hf_fail_memory(err);
	for (size_t i = 0; i < result->n_copies; i++) {
		const struct hf_audited_copy *copy = &result->copies[i];
		const char *subject;

		if (copy->outcome != HF_AUDIT_FAIL)
			continue;
		subject = hf_arena_printf(&result->arena, "%s at %s",
					  copy->package, copy->location);
		if (!subject)
			return hf_fail_memory(err);
		news->failed[news->n++] = subject;
	}
	if (news->n)
		qsort(news->failed, news->n, sizeof(*news->failed), by_text);
	return 0;
}

/* --- One package after the other. --- */

struct packages {
	struct hf_audit_run *run;
	struct hf_sink *sink;
	struct hf_kept_list kept;	/* of the package in hand */
};

/* One that was handed over, destroyed or lost as a whole is not kept. */
static bool is_any_held(const struct hf_kept_list *kept)
{
	for (size_t i = 0; i < kept->n; i++) {
		if (kept->at[i].held.fate == HF_FATE_HELD)
			return true;
	}
	return false;
}

static int end_package(struct packages *p, struct hf_error *err)
{
	const struct hf_register *reg = p->run->custody.reg;
	int ret = 0;

	if (is_any_held(&p->kept)) {
		ret = hf_check_policy(reg, p->kept.at[0].held.package,
				      &p->kept, p->sink, err);
		if (ret == 0)
			ret = hf_check_standing(reg, &p->kept, p->run->now,
						p->sink, err);
	}
	hf_kept_release(&p->kept);
	return ret;
}

static int take_copy(void *ctx, const struct hf_held_copy *copy,
		     struct hf_error *err)
{
	struct packages *p = ctx;

	if (p->kept.n && strcmp(p->kept.at[0].held.package, copy->package) &&
	    end_package(p, err) < 0)
		return -1;
	return hf_kept_add(&p->kept, p->run->custody.reg, copy, p->run->now,
			   err);
}

static int judge_packages(struct hf_audit_run *run, struct hf_sink *sink,
			  struct hf_error *err)
{
	struct packages p = { .run = run, .sink = sink };
	int ret = hf_catalogue_copies(run->custody.catalogue,
				      run->budget.package, NULL, take_copy, &p,
				      err);

	if (ret == 0)
		ret = end_package(&p, err);
	hf_kept_release(&p.kept);
	return ret;
}

/* --- Both directions. --- */

/*
 * By names: that what lies there is the right bag, its reading shows.  Of one
 * package, its reading says all.
 */
static int look_around(struct hf_audit_run *run, struct hf_sink *sink,
		       struct hf_error *err)
{
	const struct hf_inspect_options options = { .names_only = true };
	const char *location = run->budget.location;
	struct hf_inspected counts;

	if (run->budget.package)
		return 0;
	return hf_inspect_places(&run->ledger, &location, location ? 1 : 0,
				 &options, sink, &counts, err);
}

int hf_audit_judge(struct hf_audit_run *run, struct hf_error *err)
{
	struct news news;
	int ret = news_begin(&news, run, err);

	if (ret == 0)
		ret = judge_packages(run, &news.sink, err);
	if (ret == 0)
		ret = look_around(run, &news.sink, err);
	free(news.failed);
	return ret;
}
