/* The run: the log, then what is due, then everything else; and its entry. */
#include "audit/audit.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/idle.h"
#include "audit/inside.h"
#include "audit/lock.h"
#include "audit/rhythm.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/stamp.h"
#include "base/text.h"

/* --- Findings. --- */

static void tell(struct hf_sink *sink, const struct hf_finding *finding)
{
	struct hf_audit_sink *told = (struct hf_audit_sink *)sink;

	hf_emit(&told->kept->sink, finding);
	hf_emit(told->next, finding);
}

bool hf_audit_stopped(const struct hf_audit_run *run)
{
	return run->options->stop && *run->options->stop;
}

bool hf_audit_spent(const struct hf_audit_run *run)
{
	const struct hf_audit_budget *budget = &run->budget;

	return (budget->max_bytes && run->octets_read >= budget->max_bytes) ||
	       (budget->max_time && hf_clock_elapsed() - run->started >=
		(double)budget->max_time);
}

/* --- The register. --- */

/* What opening finds has been told, unless it cannot be opened for it. */
static int open_custody(struct hf_audit_run *run, const char *path,
			struct hf_error *err)
{
	struct hf_custody *custody = &run->custody;
	struct hf_findings found;
	int ret;

	hf_findings_init(&found);
	ret = hf_custody_open(custody, path, &found.sink, err);
	for (size_t i = 0; ret < 0 && i < found.n; i++)
		hf_emit(&run->judge.sink, &found.at[i]);
	hf_findings_release(&found);
	run->ledger.reg = custody->reg;
	run->ledger.log = custody->log;
	run->ledger.catalogue = custody->catalogue;
	return ret;
}

/* The lock comes first, and then nothing before the log. */
static int open_register(struct hf_audit_run *run, const char *path,
			 int *lock, struct hf_error *err)
{
	struct hf_register *reg;
	int ret = 0;

	if (hf_register_open(&reg, path, &run->judge.sink, err) < 0)
		return -1;
	if (!run->options->plan_only) {
		*lock = hf_audit_lock(reg->dir, run->now, err);
		ret = *lock < 0 ? -1 : 0;
	}
	if (ret == 0)
		ret = hf_believe_log(reg, &run->ledger.verified,
				     &run->judge.sink, err);
	hf_register_close(reg);
	return ret < 0 ? -1 : open_custody(run, path, err);
}

/* --- When it ran before. --- */

/* It is told by the run that comes late, and the log shows it from then on. */
static int check_last_run(struct hf_audit_run *run,
			  const struct hf_holding_set *held,
			  struct hf_error *err)
{
	char expected[HF_DATETIME_MAX], actual[HF_DATETIME_MAX];
	struct hf_rhythm rhythm;

	if (hf_rhythm_read(&rhythm, run->custody.catalogue, held, run->now,
			   err) < 0)
		return -1;
	if (!run->budget.between)
		run->budget.between = rhythm.between;
	run->result->last = rhythm.last.time;
	if (!rhythm.late)
		return 0;
	hf_clock_datetime(rhythm.since + rhythm.between, expected);
	hf_clock_datetime(rhythm.since, actual);
	hf_found(&run->judge.sink, AUDIT_NOT_RUN,
		 .subject = run->custody.reg->origin, .expected = expected,
		 .actual = actual,
		 .detail = rhythm.n ? "the last run is longer ago than two usual gaps between runs"
				    : "no run is in the log, and copies have been held for longer than two nights");
	return 0;
}

/* --- What it begins with. --- */

static int check_names(const struct hf_audit_run *run, struct hf_error *err)
{
	const struct hf_audit_budget *budget = &run->budget;
	char root[65];
	int known = 1;

	if (budget->location &&
	    !hf_register_location(run->custody.reg, budget->location))
		return hf_fail(err, HF_EUSAGE,
			       "the register has no location '%s'; holdfast location list shows them",
			       hf_shown(budget->location));
	if (budget->package)
		known = hf_catalogue_root(run->custody.catalogue,
					  budget->package, root, err);
	if (known < 0)
		return -1;
	return known ? 0 : hf_fail(err, HF_EUSAGE,
				   "the register has no package '%s'",
				   hf_shown(budget->package));
}

static int prepare_places(struct hf_audit_run *run, struct hf_error *err)
{
	const struct hf_register *reg = run->custody.reg;
	struct hf_audit_result *result = run->result;
	size_t n = reg->n_locations;

	run->open = calloc(n + 1, sizeof(*run->open));
	run->tried = calloc(n + 1, sizeof(*run->tried));
	run->is_open = calloc(n + 1, sizeof(*run->is_open));
	result->places = calloc(n + 1, sizeof(*result->places));
	result->origin = hf_arena_strdup(&result->arena, reg->origin);
	result->organisation = hf_arena_strdup(&result->arena,
					       reg->organisation);
	if (!run->open || !run->tried || !run->is_open || !result->places ||
	    !result->origin || !result->organisation)
		return hf_fail_memory(err);
	for (size_t i = 0; i < n; i++) {
		result->places[i].location =
			hf_arena_strdup(&result->arena, reg->locations[i].id);
		if (!result->places[i].location)
			return hf_fail_memory(err);
	}
	result->n_places = n;
	return 0;
}

static struct hf_holding_set set_of(const struct hf_audit_held *held,
				    const struct hf_audit_run *run)
{
	return (struct hf_holding_set){ held->copies, held->n, held->places,
					run->custody.reg->n_locations };
}

static int make_plan(struct hf_audit_run *run, struct hf_error *err)
{
	struct hf_holding_set set;

	if (hf_audit_gather(&run->held, run, err) < 0)
		return -1;
	set = set_of(&run->held, run);
	if (check_last_run(run, &set, err) < 0 ||
	    hf_audit_plan_make(&run->plan, &set, run->now, &run->budget,
			       err) < 0 ||
	    hf_forecast_make(&run->result->forecast, &set, run->now,
			     &run->budget, err) < 0)
		return -1;
	run->result->due = (struct hf_amount){ run->plan->n,
					       run->plan->octets };
	run->result->left = run->result->due;
	return 0;
}

/* --- What it ends with. --- */

/* Of what was due, all that was turned to and brought to an end. */
static int read_due(struct hf_audit_run *run, struct hf_error *err)
{
	struct hf_audit_result *result = run->result;

	for (size_t i = 0; i < run->plan->n; i++) {
		const struct hf_audit_step *step = &run->plan->steps[i];
		size_t before = result->n_copies;

		if (hf_audit_stopped(run) || hf_audit_spent(run))
			break;
		if (hf_audit_copy(run, step, err) < 0)
			return -1;
		/* One that is unreachable stays due; one that is gone does not count. */
		if (result->n_copies > before &&
		    result->copies[before].outcome != HF_AUDIT_SUSPENDED) {
			result->left.copies--;
			result->left.octets -= step->octets;
		}
	}
	result->read = (struct hf_amount){ run->copies_read,
					   run->octets_read };
	return 0;
}

static bool is_any_suspended(const struct hf_audit_result *result)
{
	const struct hf_audited_copy *last = result->copies +
					     result->n_copies - 1;

	return result->n_copies && last->outcome == HF_AUDIT_SUSPENDED;
}

static enum hf_audit_end end_of(const struct hf_audit_run *run)
{
	if (hf_audit_stopped(run))
		return HF_AUDIT_STOPPED;
	return (hf_audit_spent(run) && run->result->left.copies) ||
	       is_any_suspended(run->result) ? HF_AUDIT_SPENT : HF_AUDIT_DONE;
}

static uint64_t count(const struct hf_audit_result *result,
		      enum hf_audit_outcome outcome)
{
	uint64_t n = 0;

	for (size_t i = 0; i < result->n_places; i++)
		n += result->places[i].copies[outcome];
	return n;
}

static uint64_t count_unreachable(const struct hf_audit_result *result)
{
	uint64_t n = 0;

	for (size_t i = 0; i < result->n_places; i++)
		n += result->places[i].unreachable;
	return n;
}

static enum hf_audit_outcome outcome_of(const struct hf_audit_result *result)
{
	if (count(result, HF_AUDIT_FAIL))
		return HF_AUDIT_FAIL;
	if (result->ended == HF_AUDIT_STOPPED)
		return HF_AUDIT_SUSPENDED;
	if (count(result, HF_AUDIT_UNDETERMINED) || count_unreachable(result))
		return HF_AUDIT_UNDETERMINED;
	return count(result, HF_AUDIT_SUSPENDED) ? HF_AUDIT_SUSPENDED
						 : HF_AUDIT_PASS;
}

/* "due 3, read 2: 1 pass, 1 fail; 1 left" */
static void note_counts(const struct hf_audit_result *result,
			struct hf_buf *note)
{
	const char *before = ": ";

	hf_buf_printf(note, "due %" PRIu64 ", turned to %zu", result->due.copies,
		      result->n_copies);
	for (int i = HF_AUDIT_PASS; i <= HF_AUDIT_SUSPENDED; i++) {
		if (!count(result, i))
			continue;
		hf_buf_printf(note, "%s%" PRIu64 " %s", before,
			      count(result, i), hf_audit_outcome_name(i));
		before = ", ";
	}
	if (result->left.copies)
		hf_buf_printf(note, "; %" PRIu64 " left", result->left.copies);
	if (count_unreachable(result))
		hf_buf_printf(note, "; %" PRIu64 " unreachable",
			      count_unreachable(result));
}

static int record_run(struct hf_audit_run *run, struct hf_error *err)
{
	struct hf_audit_result *result = run->result;
	char files[24], octets[24];
	struct hf_buf note = { 0 };
	struct hf_log_place place;
	struct hf_entry entry = { .at = {
		[HF_ENTRY_EVENT] = "audit",
		[HF_ENTRY_LOCATION] = run->budget.location,
		[HF_ENTRY_PACKAGE] = run->budget.package,
		[HF_ENTRY_FILES] = files, [HF_ENTRY_BYTES] = octets,
		[HF_ENTRY_OUTCOME] = hf_audit_outcome_name(outcome_of(result)),
	} };
	int ret;

	snprintf(files, sizeof(files), "%" PRIu64, result->read.copies);
	snprintf(octets, sizeof(octets), "%" PRIu64, result->read.octets);
	note_counts(result, &note);
	entry.at[HF_ENTRY_NOTE] = hf_buf_text(&note);
	ret = hf_buf_check(&note, err) < 0 ? -1 :
	      hf_custody_record(&run->custody, &entry, &place, err);
	if (ret == 0)
		result->entry = place.number;
	hf_buf_release(&note);
	return ret;
}

static int count_coverage(struct hf_audit_run *run, struct hf_error *err)
{
	struct hf_audit_result *result = run->result;
	struct hf_coverage *places = calloc(result->n_places + 1,
					    sizeof(*places));
	struct hf_audit_held held = { 0 };
	struct hf_holding_set set;
	int ret = places ? hf_audit_gather(&held, run, err)
			 : hf_fail_memory(err);

	if (ret == 0) {
		set = set_of(&held, run);
		ret = hf_coverage_count(&set, run->now, places,
					&result->coverage, err);
	}
	for (size_t i = 0; ret == 0 && i < result->n_places; i++)
		result->places[i].coverage = places[i];
	hf_audit_held_release(&held);
	free(places);
	return ret;
}

/* --- All of it. --- */

/* What was read is in the log, and the run too, whatever comes behind it. */
static int run_it(struct hf_audit_run *run, struct hf_error *err)
{
	struct hf_audit_result *result = run->result;

	if (read_due(run, err) < 0)
		return -1;
	result->ended = end_of(run);
	if (result->ended != HF_AUDIT_STOPPED &&
	    hf_audit_judge(run, err) < 0)
		return -1;
	if (record_run(run, err) < 0)
		return -1;
	return count_coverage(run, err);
}

static int audit(struct hf_audit_run *run, const char *path, int *lock,
		 struct hf_error *err)
{
	if (open_register(run, path, lock, err) < 0 ||
	    check_names(run, err) < 0 || prepare_places(run, err) < 0)
		return -1;
	if (run->options->nice)
		hf_idle();
	if (make_plan(run, err) < 0)
		return -1;
	run->result->ended = HF_AUDIT_DONE;
	return run->options->plan_only ? count_coverage(run, err)
				       : run_it(run, err);
}

/* What did not come to its end has looked at less than it was to. */
static void conclude(struct hf_audit_run *run, int64_t begin, bool failed)
{
	struct hf_audit_result *result = run->result;
	bool stopped = result->ended == HF_AUDIT_STOPPED;
	enum hf_fixity least = failed ? HF_UNDETERMINED :
			       stopped ? HF_UNCHECKED : HF_VALID;
	enum hf_chain least_of_chains = failed || stopped
					? HF_CHAIN_INDETERMINATE
					: HF_CHAIN_COMPLETE;
	const struct hf_judge *judge = &run->judge;

	result->fixity = judge->fixity > least ? judge->fixity : least;
	result->population = judge->population > least_of_chains
			     ? judge->population : least_of_chains;
	result->lineage = judge->lineage > least_of_chains
			  ? judge->lineage : least_of_chains;
	result->status = judge->status;
	if (failed || stopped)
		result->status = hf_status_worse(result->status,
						 HF_STATUS_TROUBLE);
	result->end = begin + (int64_t)(hf_clock_elapsed() - run->started);
}

static void release(struct hf_audit_run *run, int lock)
{
	for (size_t i = 0; run->is_open && i < run->result->n_places; i++) {
		if (run->is_open[i])
			hf_place_close(&run->open[i]);
	}
	free(run->open);
	free(run->tried);
	free(run->is_open);
	hf_audit_plan_free(run->plan);
	hf_audit_held_release(&run->held);
	hf_custody_close(&run->custody);
	hf_close(lock);
}

int hf_audit(const char *path, const struct hf_audit_options *options,
	     struct hf_sink *sink, struct hf_audit_result *result,
	     struct hf_error *err)
{
	struct hf_audit_run run = {
		.options = options, .result = result,
		.budget = options->budget, .started = hf_clock_elapsed(),
		.now = options->now,
		.told = { { tell }, sink, &result->findings },
	};
	int lock = -1, ret;

	*result = (struct hf_audit_result){ .ended = HF_AUDIT_REFUSED,
					    .entry = UINT64_MAX };
	hf_findings_init(&result->findings);
	hf_policy_init(&run.policy, false);
	hf_judge_init(&run.judge, &run.policy, &run.told.sink);
	ret = run.now ? 0 : hf_clock_now(&run.now, err);
	result->begin = run.now;
	if (ret == 0)
		ret = audit(&run, path, &lock, err);
	if (ret == 0 && result->findings.failed)
		ret = hf_fail_memory(err);
	conclude(&run, result->begin, ret < 0);
	release(&run, lock);
	return ret;
}
