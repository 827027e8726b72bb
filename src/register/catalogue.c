#include "register/catalogue.h"

#include "finding/sink.h"
#include "register/catalogue_inside.h"

static int walk_log(struct hf_feed *feed, const struct hf_log_place *from,
		    hf_log_visit_fn *visit, void *ctx, struct hf_error *err)
{
	return hf_log_walk(feed->source, from, visit, ctx, err);
}

/*
 * What is found wrong with the log is for whoever verifies it: here it is an
 * error that says so.
 */
static int renew_log(struct hf_feed *feed, struct hf_error *err)
{
	struct hf_findings found;
	int ret;

	hf_findings_init(&found);
	ret = hf_log_refresh(feed->source, &found.sink, err);
	hf_findings_release(&found);
	if (ret >= 0)
		feed->size = hf_log_head(feed->source)->size;
	return ret < 0 ? -1 : 0;
}

static struct hf_feed feed_of(struct hf_log *log)
{
	const struct hf_checkpoint *head = hf_log_head(log);

	return (struct hf_feed){
		.origin = head->origin, .size = head->size,
		.walk = walk_log, .renew = renew_log, .source = log,
	};
}

int hf_catalogue_open(struct hf_catalogue **catalogue_ret, int dir,
		      struct hf_log *log, struct hf_error *err)
{
	struct hf_feed feed = feed_of(log);

	return hf_follow_open(catalogue_ret, dir, &feed, err);
}

int hf_catalogue_refresh(struct hf_catalogue *catalogue, struct hf_log *log,
			 struct hf_error *err)
{
	struct hf_feed feed = feed_of(log);

	return hf_follow_refresh(catalogue, &feed, err);
}

int hf_catalogue_rebuild(int dir, struct hf_log *log, struct hf_error *err)
{
	struct hf_feed feed = feed_of(log);

	return hf_follow_rebuild(dir, &feed, err);
}
