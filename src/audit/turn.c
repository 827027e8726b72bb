/* One copy: reachable? present? the right bag? complete, and every byte of it? */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "audit/begun.h"
#include "audit/inside.h"
#include "audit/reading.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/list.h"
#include "register/kept.h"
#include "register/sight.h"

struct turn {
	struct hf_audit_run *run;
	const struct hf_audit_step *step;
	const char *package;
	const struct hf_location *location;
	struct hf_held_copy copy;	/* as the log has it now */
	struct hf_buf copy_text;	/* where its strings live */
	struct hf_buf subject, path;
	struct hf_findings found;	/* told when the outcome is known */
	struct hf_judge judge;		/* over them */
	struct hf_reading_seen seen;
	bool wrong;			/* it is missing, or another bag */
	enum hf_audit_outcome outcome;
	double started;
};

/* --- What is found of a copy names it. --- */

struct relay {
	struct hf_sink sink;	/* must be first */
	struct turn *turn;
	struct hf_buf text;
};

static void relay(struct hf_sink *sink, const struct hf_finding *finding)
{
	struct relay *r = (struct relay *)sink;
	struct hf_finding copy = *finding;

	copy.subject = hf_buf_text(&r->turn->subject);
	/* What its record says of a copy, or of an event. */
	if (finding->subject) {
		hf_buf_clear(&r->text);
		hf_buf_printf(&r->text, "%s: %s", copy.subject,
			      finding->subject);
		copy.subject = hf_buf_text(&r->text);
	}
	hf_emit(&r->turn->judge.sink, &copy);
}

/* --- The log, which others add to meanwhile. --- */

static int refresh(struct hf_audit_run *run, struct hf_error *err)
{
	struct hf_custody *custody = &run->custody;

	if (hf_log_refresh(custody->log, &run->judge.sink, err) < 0)
		return -1;
	return hf_catalogue_refresh(custody->catalogue, custody->log, err);
}

/* The copy as the log has it now: 1; 0 where it is no longer held; -1. */
static int look_up(struct turn *t, struct hf_held_copy *copy,
		   struct hf_buf *text, struct hf_error *err)
{
	int there;

	if (refresh(t->run, err) < 0)
		return -1;
	there = hf_catalogue_copy(t->run->custody.catalogue, t->package,
				  t->location->id, copy, text, err);
	return there > 0 ? copy->fate == HF_FATE_HELD : there;
}

/* Whether somebody moved, replaced or ended it while it was read: 1, 0, -1. */
static int was_moved(struct turn *t, struct hf_error *err)
{
	struct hf_held_copy now;
	struct hf_buf text = { 0 };
	int held = look_up(t, &now, &text, err), moved = held;

	if (held >= 0)
		moved = !held || now.origin != t->copy.origin ||
			strcmp(now.root, t->copy.root);
	hf_buf_release(&text);
	return moved;
}

/* --- Looking. --- */

/* Its place: 1; 0 where it is unreachable, which is told once; -1. */
static int open_place(struct turn *t, struct hf_error *err)
{
	struct hf_audit_run *run = t->run;
	size_t i = (size_t)(t->location - run->custody.reg->locations);
	int open;

	if (run->tried[i])
		return run->is_open[i];
	open = hf_place_open(&run->open[i], t->location, &run->judge.sink, err);
	if (open < 0)
		return -1;
	run->tried[i] = true;
	run->is_open[i] = open;
	run->result->places[i].unreachable = !open;
	return open;
}

static void progress(void *ctx, uint64_t done, uint64_t total)
{
	const struct hf_audit_run *run = ctx;

	(void)total;
	run->options->progress(run->options->progress_ctx,
			       run->octets_read + done,
			       run->plan->octets_within);
}

static struct hf_reading_of reading_of(const struct turn *t)
{
	return (struct hf_reading_of){ t->package, t->location->id,
				       t->copy.checked_by };
}

static struct hf_reading_task task_of(const struct turn *t,
				      const struct hf_declared_policy *asked)
{
	const struct hf_audit_run *run = t->run;
	const struct hf_audit_options *options = run->options;
	uint64_t most = run->budget.max_bytes;

	return (struct hf_reading_task){
		.dir = run->custody.reg->dir, .of = reading_of(t),
		.path = hf_buf_text(&t->path), .root = t->copy.root,
		.engine = {
			.jobs = options->jobs, .engine = options->engine,
			.from_medium = !options->from_cache,
			.limit_rate = options->limit_rate,
		},
		.no_sandbox = options->no_sandbox,
		.octets = most ? most - run->octets_read : UINT64_MAX,
		.until = run->budget.max_time
			 ? run->started + (double)run->budget.max_time : 0,
		.stop = options->stop,
		.declared = asked->after ? asked : NULL,
		.progress = options->progress ? progress : NULL,
		.progress_ctx = t->run,
	};
}

/* A bag that contradicts itself is damaged; it need not be another one. */
static int compare_root(struct turn *t, struct hf_sink *sink,
			struct hf_error *err)
{
	const char *root = t->seen.root.hex;
	enum hf_sight sight;
	int known;

	if (!*root || !strcmp(root, t->copy.root))
		return 0;
	t->wrong = true;
	known = hf_catalogue_knows_root(t->run->custody.catalogue, t->package,
					root, NULL, err);
	if (known < 0 || (!known && t->judge.fixity == HF_INVALID))
		return known;
	return hf_compare_root(&sight, &t->run->ledger, t->package,
			       t->copy.root, root, hf_buf_text(&t->subject),
			       sink, err);
}

static int read_lying(struct turn *t, struct hf_sink *sink,
		      struct hf_error *err)
{
	enum hf_grade grade = t->run->custody.reg->policy.min_grade;
	const struct hf_declared_policy asked = { .after = grade,
						  .digital = grade };
	struct hf_reading_task task = task_of(t, &asked);
	struct relay r = { .sink = { relay }, .turn = t };
	int ret = hf_audit_read(&task, &r.sink, &t->seen, err);

	hf_buf_release(&r.text);
	if (ret == 0)
		return compare_root(t, sink, err);
	if (t->seen.unwritten || err->code == HF_ENOMEM)
		return -1;
	if (t->judge.fixity < HF_UNDETERMINED)
		hf_found(sink, UNREADABLE,
			 .subject = hf_buf_text(&t->subject),
			 .detail = err->text);
	return 0;
}

static int look(struct turn *t, const struct hf_place *place,
		struct hf_error *err)
{
	struct hf_sink *sink = &t->judge.sink;
	enum hf_held_form form;
	int lies = hf_place_find(place, t->package, &form, err);

	if (lies < 0 && err->code == HF_ENOMEM)
		return -1;
	if (lies < 0) {
		hf_found(sink, UNREADABLE,
			 .subject = hf_buf_text(&t->subject),
			 .detail = err->text);
		return 0;
	}
	if (!lies) {
		t->wrong = true;
		hf_found(sink, MISSING, .subject = hf_buf_text(&t->subject));
		return 0;
	}
	hf_buf_printf(&t->path, "%s/%s%s", t->location->path, t->package,
		      form == HF_HELD_TAR ? ".tar" : "");
	if (hf_buf_check(&t->path, err) < 0)
		return -1;
	return read_lying(t, sink, err);
}

static enum hf_audit_outcome outcome_of(const struct turn *t)
{
	if (t->wrong || t->judge.fixity == HF_INVALID ||
	    t->judge.fixity == HF_INCOMPLETE)
		return HF_AUDIT_FAIL;
	if (t->judge.fixity == HF_UNDETERMINED || !*t->seen.root.hex)
		return HF_AUDIT_UNDETERMINED;
	return t->seen.undone ? HF_AUDIT_SUSPENDED : HF_AUDIT_PASS;
}

/* --- Telling. --- */

/* The names of what was found wrong with the copy itself, each once. */
static void name_findings(const struct turn *t, struct hf_buf *names)
{
	bool named[HF_FINDING_COUNT] = { false };

	for (size_t i = 0; i < t->found.n; i++) {
		const struct hf_finding *f = &t->found.at[i];
		enum hf_area area = hf_finding_area(f->id);

		if (named[f->id] || (area != HF_FIXITY && area != HF_COPIES) ||
		    hf_policy_severity(&t->run->policy, f) < HF_ERROR)
			continue;
		named[f->id] = true;
		hf_buf_printf(names, "%s%s", names->len ? ", " : "",
			      hf_finding_name(f->id));
	}
}

static int record(struct turn *t, struct hf_audited_copy *copy,
		  struct hf_error *err)
{
	char files[24], octets[24];
	struct hf_buf names = { 0 };
	struct hf_log_place place;
	struct hf_entry entry = { .at = {
		[HF_ENTRY_EVENT] = "fixity check",
		[HF_ENTRY_PACKAGE] = t->package,
		[HF_ENTRY_LOCATION] = t->location->id,
		[HF_ENTRY_OUTCOME] = hf_audit_outcome_name(t->outcome),
	} };
	int ret;

	name_findings(t, &names);
	if (names.len)
		entry.at[HF_ENTRY_FINDINGS] = names.data;
	if (*t->seen.root.hex) {
		snprintf(files, sizeof(files), "%" PRIu64, t->seen.root.files);
		snprintf(octets, sizeof(octets), "%" PRIu64,
			 t->seen.root.octets);
		entry.at[HF_ENTRY_BAG_ROOT] = t->seen.root.hex;
		entry.at[HF_ENTRY_FILES] = files;
		entry.at[HF_ENTRY_BYTES] = octets;
	}
	ret = hf_buf_check(&names, err) < 0 ? -1 :
	      hf_custody_record(&t->run->custody, &entry, &place, err);
	if (ret == 0)
		copy->entry = place.number;
	hf_buf_release(&names);
	return ret;
}

/*
 * What was suspended has no outcome yet.  What was begun of a reading goes when
 * the log has its outcome: who is killed in between reads nothing twice.
 */
static int conclude(struct turn *t, struct hf_audited_copy *copy,
		    struct hf_error *err)
{
	const struct hf_reading_of of = reading_of(t);

	if (t->outcome == HF_AUDIT_SUSPENDED)
		return 0;
	if (record(t, copy, err) < 0)
		return -1;
	return t->seen.ended ? hf_begun_remove(t->run->custody.reg->dir, &of,
					       err) : 0;
}

static struct hf_audited_copy *add_result(struct turn *t, struct hf_error *err)
{
	struct hf_audit_result *result = t->run->result;
	bool seen = *t->seen.root.hex;
	struct hf_audited_copy *grown = hf_list_grow(result->copies,
						     result->n_copies,
						     &t->run->room,
						     sizeof(*grown));
	struct hf_audited_copy *copy;

	if (grown)
		result->copies = grown;
	copy = grown ? &grown[result->n_copies] : NULL;
	if (copy)
		*copy = (struct hf_audited_copy){
			.package = hf_arena_strdup(&result->arena, t->package),
			.location = hf_arena_strdup(&result->arena,
						    t->location->id),
			.root = hf_arena_strdup(&result->arena,
						t->seen.root.hex),
			.why = t->step->why, .outcome = t->outcome,
			.files = seen ? t->seen.root.files : t->copy.files,
			.octets = seen ? t->seen.root.octets : t->copy.octets,
			.read = t->seen.read, .entry = UINT64_MAX,
			.first = result->findings.n,
			.seconds = hf_clock_elapsed() - t->started };
	if (!copy || !copy->package || !copy->location || !copy->root) {
		hf_fail_memory(err);
		return NULL;
	}
	result->n_copies++;
	return copy;
}

static int tell(struct turn *t, struct hf_error *err)
{
	struct hf_audit_run *run = t->run;
	struct hf_audited_copy *copy = add_result(t, err);
	struct hf_audited_place *place;

	if (!copy)
		return -1;
	for (size_t i = 0; i < t->found.n; i++)
		hf_emit(&run->judge.sink, &t->found.at[i]);
	copy->n = run->result->findings.n - copy->first;
	place = &run->result->places[t->location - run->custody.reg->locations];
	place->copies[t->outcome]++;
	place->read += copy->read;
	place->seconds += copy->seconds;
	run->octets_read += copy->read;
	run->copies_read += t->outcome != HF_AUDIT_SUSPENDED;
	return conclude(t, copy, err);
}

/* Nothing that was found says anything of what lies there now. */
static void forget(struct turn *t)
{
	hf_findings_release(&t->found);
	hf_findings_init(&t->found);
	t->outcome = HF_AUDIT_UNDETERMINED;
	hf_found(&t->found.sink, CHANGED_DURING_READ,
		 .subject = hf_buf_text(&t->subject),
		 .detail = "by the log it was replaced or ended meanwhile");
}

static int take_turn(struct turn *t, struct hf_error *err)
{
	int held = look_up(t, &t->copy, &t->copy_text, err), open, moved;

	if (held <= 0)
		return held;
	open = open_place(t, err);
	if (open <= 0)
		return open;
	hf_kept_subject(&t->subject, t->package, t->location->id);
	if (hf_buf_check(&t->subject, err) < 0 ||
	    look(t, &t->run->open[t->location -
				  t->run->custody.reg->locations], err) < 0)
		return -1;
	t->outcome = outcome_of(t);
	moved = was_moved(t, err);
	if (moved < 0)
		return -1;
	if (moved)
		forget(t);
	return t->found.failed ? hf_fail_memory(err) : tell(t, err);
}

int hf_audit_copy(struct hf_audit_run *run, const struct hf_audit_step *step,
		  struct hf_error *err)
{
	const struct hf_holding *copy = &run->held.copies[step->copy];
	struct turn t = {
		.run = run, .step = step, .package = copy->package,
		.location = &run->custody.reg->locations[copy->location],
		.started = hf_clock_elapsed(),
	};
	int ret;

	hf_findings_init(&t.found);
	hf_judge_init(&t.judge, &run->policy, &t.found.sink);
	ret = take_turn(&t, err);
	hf_findings_release(&t.found);
	hf_buf_release(&t.copy_text);
	hf_buf_release(&t.subject);
	hf_buf_release(&t.path);
	return ret;
}
