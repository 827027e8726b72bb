#include "register/joined.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "register/lying.h"
#include "register/policy.h"
#include "register/standing.h"

/* How many findings have gone by. */
struct counter {
	struct hf_sink sink;	/* must be first */
	struct hf_sink *next;
	size_t n;
};

static void count(struct hf_sink *sink, const struct hf_finding *finding)
{
	struct counter *counter = (struct counter *)sink;

	counter->n++;
	hf_emit(counter->next, finding);
}

/* An archive that destroyed what it held has nothing to show any more. */
static void check_any_left(const struct hf_joined *joined,
			   struct hf_sink *sink)
{
	for (size_t i = 0; i < joined->copies.n; i++) {
		enum hf_copy_fate fate = joined->copies.at[i].held.fate;

		if (fate == HF_FATE_HELD || fate == HF_FATE_TRANSFERRED)
			return;
	}
	if (joined->copies.n)
		hf_found(sink, LAST_COPY_DESTROYED,
			 .subject = joined->package,
			 .detail = "by the log, every copy was destroyed or lost");
}

/* Invariants 18, 14, 10 and 13 of what the log has. */
static int account_copies(struct hf_joined *joined,
			  const struct hf_ledger *ledger,
			  const struct hf_joined_options *options,
			  struct hf_sink *sink, struct hf_error *err)
{
	int64_t now = options->now ? options->now : hf_clock_wall();

	if (hf_kept_gather(&joined->copies, ledger, joined->package, now,
			   err) < 0 ||
	    hf_inspect_package(ledger, joined->package, &joined->copies,
			       &options->inspect, sink, err) < 0)
		return -1;
	check_any_left(joined, sink);
	if (hf_check_policy(ledger->reg, joined->package, &joined->copies,
			    sink, err) < 0)
		return -1;
	return hf_check_standing(ledger->reg, &joined->copies, now, sink,
				 err);
}

/* A copy that is there, and the right one; of the newest version, if any is. */
static const struct hf_kept *find_readable(const struct hf_joined *joined)
{
	const struct hf_kept *best = NULL;

	for (size_t i = 0; i < joined->copies.n; i++) {
		const struct hf_kept *kept = &joined->copies.at[i];

		if (!kept->location || strcmp(kept->found, kept->held.root))
			continue;
		if (!strcmp(kept->found, joined->root))
			return kept;
		if (!best)
			best = kept;
	}
	return best;
}

static const struct hf_declared_policy *policy_for(
	struct hf_joined *joined, const struct hf_ledger *ledger,
	const struct hf_joined_options *options)
{
	enum hf_grade grade = ledger->reg->policy.min_grade;

	if (options->declared || !grade)
		return options->declared;
	joined->asked = (struct hf_declared_policy){ .after = grade,
						     .digital = grade };
	return &joined->asked;
}

/* A package need not carry a record. */
static int account_record(struct hf_joined *joined,
			  const struct hf_declared_policy *declared,
			  struct hf_sink *sink, struct hf_error *err)
{
	if (hf_provenance_decide(&joined->provenance, joined->record_in,
				 declared, sink, err) == 0)
		return 0;
	return err->code == HF_EUSAGE ? 0 : -1;
}

int hf_is_registered(const struct hf_ledger *ledger, const char *package,
		     struct hf_error *err)
{
	char root[65];

	return hf_catalogue_root(ledger->catalogue, package, root, err);
}

/* Then the record: of the bag at @in_hand, or of a copy (NULL). */
static int join_record(struct hf_joined *joined,
		       const struct hf_ledger *ledger, const char *in_hand,
		       const struct hf_joined_options *options,
		       struct hf_sink *sink, struct hf_error *err)
{
	const struct hf_kept *kept = find_readable(joined);

	if (!in_hand && !kept)
		return 0;
	joined->record_in = in_hand ? strdup(in_hand)
			    : hf_lying_path(kept->location, kept->held.package,
					    kept->found_form);
	if (!joined->record_in)
		return hf_fail_memory(err);
	return account_record(joined, policy_for(joined, ledger, options),
			      sink, err);
}

/* What was seen of the bag in hand counts among the findings of the copies. */
static int join(struct hf_joined *joined, const struct hf_ledger *ledger,
		const char *in_hand, const struct hf_joined_options *options,
		struct counter *counter, struct hf_error *err)
{
	int ret = 0;

	if (joined->root[0])
		ret = account_copies(joined, ledger, options, &counter->sink,
				     err);
	joined->n_kept_findings = counter->n;
	if (ret == 0)
		ret = join_record(joined, ledger, in_hand, options,
				  counter->next, err);
	if (ret < 0)
		hf_joined_release(joined);
	return ret;
}

int hf_join(struct hf_joined *joined_ret, const struct hf_ledger *ledger,
	    const char *package, const struct hf_joined_options *options,
	    struct hf_sink *sink, struct hf_error *err)
{
	struct counter counter = { .sink = { count }, .next = sink };
	int known;

	memset(joined_ret, 0, sizeof(*joined_ret));
	known = hf_catalogue_root(ledger->catalogue, package,
				  joined_ret->root, err);
	if (known < 0)
		return -1;
	if (!known)
		return hf_fail(err, HF_EUSAGE,
			       "the register has no package '%s'",
			       hf_shown(package));
	snprintf(joined_ret->package, sizeof(joined_ret->package), "%s",
		 package);
	return join(joined_ret, ledger, NULL, options, &counter, err);
}

int hf_join_bag(struct hf_joined *joined_ret,
		const struct hf_ledger *ledger, const char *path,
		const struct hf_joined_options *options, struct hf_sink *sink,
		struct hf_error *err)
{
	struct counter counter = { .sink = { count }, .next = sink };
	struct hf_bag_in_hand bag;

	memset(joined_ret, 0, sizeof(*joined_ret));
	if (hf_inspect_bag(ledger, path, &options->inspect, &bag,
			   &counter.sink, err) < 0)
		return -1;
	memcpy(joined_ret->package, bag.package, sizeof(bag.package));
	memcpy(joined_ret->root, bag.newest, sizeof(bag.newest));
	memcpy(joined_ret->in_hand, bag.root, sizeof(bag.root));
	return join(joined_ret, ledger, path, options, &counter, err);
}

void hf_joined_release(struct hf_joined *joined)
{
	hf_kept_release(&joined->copies);
	hf_provenance_release(&joined->provenance);
	free(joined->record_in);
	memset(joined, 0, sizeof(*joined));
}
