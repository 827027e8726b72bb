#include "register/sight.h"

#include <stdio.h>
#include <string.h>

#include "bag/root.h"
#include "base/buf.h"
#include "base/file.h"
#include "container/open.h"
#include "container/unpacked.h"
#include "register/examine.h"

/* What is found in a bag, is told of the copy that it is. */
struct relay {
	struct hf_sink sink;	/* must be first */
	struct hf_sink *next;
	const char *subject;
	bool broken;		/* something is wrong with the bag itself */
	bool unseen;
};

static void relay(struct hf_sink *sink, const struct hf_finding *finding)
{
	struct relay *r = (struct relay *)sink;
	struct hf_finding copy = *finding;
	enum hf_bearing bearing = hf_finding_bearing(finding->id);

	r->broken |= bearing == HF_BREAKS;
	r->unseen |= bearing == HF_UNSEEN;
	copy.subject = r->subject;
	hf_emit(r->next, &copy);
}

struct task {
	const char *path;
	unsigned int jobs;
	int spool;		/* for what is compressed (hf_open_options) */
};

/* What the child says; he who took it over may say anything. */
struct seen {
	struct hf_bag_root root;
	char top[256];		/* of an archive, the folder in it */
};

static int compute(void *ctx, struct hf_sink *sink, void *result,
		   struct hf_error *err)
{
	const struct task *task = ctx;
	const struct hf_open_options options = { .jobs = task->jobs,
						 .no_digests = true,
						 .spool = task->spool };
	struct seen *seen = result;
	struct hf_source *bag;
	struct hf_index *index;
	int ret;

	if (hf_open_bag(&bag, task->path, &options, sink, err) < 0)
		return -1;
	ret = hf_bag_root(bag, task->jobs, &seen->root, err);
	index = hf_archive_index(bag);
	if (index)
		snprintf(seen->top, sizeof(seen->top), "%s",
			 hf_index_top(index));
	hf_close_bag(bag);
	return ret;
}

/* Sixty-four digits, or it is no root. */
static int take(struct hf_sighting *sighting, struct seen *seen,
		struct hf_error *err)
{
	seen->root.hex[64] = '\0';
	seen->top[sizeof(seen->top) - 1] = '\0';
	if (strspn(seen->root.hex, "0123456789abcdef") != 64)
		return hf_fail(err, HF_ELIB,
			       "what was read of it makes no sense");
	memcpy(sighting->root, seen->root.hex, sizeof(sighting->root));
	memcpy(sighting->top, seen->top, sizeof(sighting->top));
	return 0;
}

/* Once it is shut in it can make none; whether one is missed shows then. */
static int make_spool(const char *path)
{
	struct hf_error err;
	int fd = hf_may_spool(path) ? hf_open_spool(&err) : 0;

	return fd < 0 ? -err.sys_errno : fd;
}

int hf_see_root(struct hf_sighting *sighting, const char *path,
		const char *subject, const struct hf_inspect_options *options,
		struct hf_sink *sink, struct hf_error *err)
{
	struct task task = { .path = path, .jobs = options->jobs,
			     .spool = make_spool(path) };
	const struct hf_examination how = { .paths = &path, .n_paths = 1,
					    .into = -1, .spool = task.spool,
					    .shut_in = !options->no_sandbox };
	struct relay r = { .sink = { relay }, .next = sink,
			   .subject = subject };
	struct seen seen = { 0 };
	int ret = hf_examine(compute, &task, &how, &seen, sizeof(seen),
			     &r.sink, err);

	if (task.spool > 0)
		hf_close(task.spool);
	*sighting = (struct hf_sighting){ .sight = HF_SIGHT_RIGHT };
	if (ret == 0 && take(sighting, &seen, err) == 0)
		return 0;
	if (err->code == HF_ENOMEM)
		return -1;
	sighting->sight = r.broken ? HF_SIGHT_WRONG : HF_SIGHT_NONE;
	if (!r.broken && !r.unseen)
		hf_found(sink, UNREADABLE, .subject = subject,
			 .detail = err->text);
	return 0;
}

/* Whether the log had @found as a root of the package before @current: 1, 0, -1. */
static int came_before(const struct hf_ledger *h, const char *package,
		       uint64_t found, const char *current,
		       struct hf_error *err)
{
	uint64_t first;
	int known = hf_catalogue_knows_root(h->catalogue, package, current,
					    &first, err);

	return known < 0 ? -1 : !known || found < first;
}

int hf_compare_root(enum hf_sight *sight_ret, const struct hf_ledger *h,
		    const char *package, const char *current,
		    const char *found, const char *subject,
		    struct hf_sink *sink, struct hf_error *err)
{
	int known, before = 0;
	uint64_t first;

	*sight_ret = HF_SIGHT_RIGHT;
	if (!strcmp(current, found))
		return 0;
	*sight_ret = HF_SIGHT_WRONG;
	known = hf_catalogue_knows_root(h->catalogue, package, found, &first,
					err);
	if (known > 0)
		before = came_before(h, package, first, current, err);
	if (known < 0 || before < 0)
		return -1;
	if (before)
		hf_found(sink, BAG_ROLLED_BACK, .subject = subject,
			 .algorithm = "bag root", .expected = current,
			 .actual = found);
	else
		hf_found(sink, BAG_SUBSTITUTED, .subject = subject,
			 .algorithm = "bag root", .expected = current,
			 .actual = found,
			 .detail = known ? "it is a newer version of the package, of which the log does not say that it came there"
					 : "the log never had this root of the package");
	return 0;
}
