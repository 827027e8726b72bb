#include <string.h>

#include "base/buf.h"
#include "register/catalogue_inside.h"

static int visit_copies(struct hf_catalogue *c, sqlite3_stmt *s,
			hf_copy_visit_fn *visit, void *ctx,
			struct hf_error *err)
{
	struct hf_held_copy copy;
	int ret;

	while ((ret = hf_sql_step(c, s, err)) > 0) {
		hf_copy_at(s, &copy);
		if (visit(ctx, &copy, err) < 0)
			return -1;
	}
	return ret;
}

int hf_catalogue_copies(struct hf_catalogue *c, const char *package,
			const char *location, hf_copy_visit_fn *visit,
			void *ctx, struct hf_error *err)
{
	sqlite3_stmt *s = hf_sql_take(c, HF_SQL_COPIES, err);
	int ret;

	if (!s)
		return -1;
	hf_sql_text(s, 1, package);
	hf_sql_text(s, 2, location);
	c->visits++;
	ret = visit_copies(c, s, visit, ctx, err);
	c->visits--;
	hf_sql_give(c, HF_SQL_COPIES, s);
	return ret;
}

/* The texts of a copy, one behind the other, in a buffer that is ours. */
static int keep_texts(struct hf_held_copy *copy, struct hf_buf *storage,
		      struct hf_error *err)
{
	const char **texts[] = { &copy->package, &copy->location, &copy->root };
	size_t at[3];

	hf_buf_clear(storage);
	for (int i = 0; i < 3; i++) {
		at[i] = storage->len;
		hf_buf_add(storage, *texts[i], strlen(*texts[i]) + 1);
	}
	if (hf_buf_check(storage, err) < 0)
		return -1;
	for (int i = 0; i < 3; i++)
		*texts[i] = storage->data + at[i];
	return 0;
}

int hf_catalogue_copy(struct hf_catalogue *c, const char *package,
		      const char *location, struct hf_held_copy *copy,
		      struct hf_buf *storage, struct hf_error *err)
{
	sqlite3_stmt *s = hf_sql_take(c, HF_SQL_COPY, err);
	int ret;

	if (!s)
		return -1;
	hf_sql_text(s, 1, package);
	hf_sql_text(s, 2, location);
	ret = hf_sql_step(c, s, err);
	if (ret > 0) {
		hf_copy_at(s, copy);
		if (keep_texts(copy, storage, err) < 0)
			ret = -1;
	}
	hf_sql_give(c, HF_SQL_COPY, s);
	return ret;
}

int hf_catalogue_root(struct hf_catalogue *c, const char *package,
		      char root[65], struct hf_error *err)
{
	sqlite3_stmt *s = hf_sql_take(c, HF_SQL_ROOT, err);
	int ret;

	if (!s)
		return -1;
	memset(root, 0, 65);
	hf_sql_text(s, 1, package);
	ret = hf_sql_step(c, s, err);
	if (ret > 0)
		strncpy(root, hf_sql_text_at(s, 0), 64);
	hf_sql_give(c, HF_SQL_ROOT, s);
	return ret;
}

int hf_catalogue_knows_root(struct hf_catalogue *c, const char *package,
			    const char *root, uint64_t *first_ret,
			    struct hf_error *err)
{
	sqlite3_stmt *s = hf_sql_take(c, HF_SQL_KNOWS_ROOT, err);
	int ret;

	if (!s)
		return -1;
	hf_sql_text(s, 1, package);
	hf_sql_text(s, 2, root);
	ret = hf_sql_step(c, s, err);
	if (ret > 0 && first_ret)
		*first_ret = hf_sql_number_at(s, 0);
	hf_sql_give(c, HF_SQL_KNOWS_ROOT, s);
	return ret;
}

static int visit_places(struct hf_catalogue *c, sqlite3_stmt *s,
			hf_place_visit_fn *visit, void *ctx,
			struct hf_error *err)
{
	struct hf_log_place place;
	int ret;

	while ((ret = hf_sql_step(c, s, err)) > 0) {
		place.number = hf_sql_number_at(s, 0);
		place.offset = hf_sql_number_at(s, 1);
		place.length = hf_sql_number_at(s, 2);
		if (visit(ctx, &place, err) < 0)
			return -1;
	}
	return ret;
}

int hf_catalogue_entries(struct hf_catalogue *c, const char *package,
			 hf_place_visit_fn *visit, void *ctx,
			 struct hf_error *err)
{
	sqlite3_stmt *s = hf_sql_take(c, HF_SQL_ENTRIES, err);
	int ret;

	if (!s)
		return -1;
	hf_sql_text(s, 1, package);
	c->visits++;
	ret = visit_places(c, s, visit, ctx, err);
	c->visits--;
	hf_sql_give(c, HF_SQL_ENTRIES, s);
	return ret;
}

int hf_catalogue_runs(struct hf_catalogue *c, const char *event,
		      struct hf_run_seen *runs, size_t room,
		      struct hf_error *err)
{
	sqlite3_stmt *s = hf_sql_take(c, HF_SQL_RUNS, err);
	int ret, n = 0;

	if (!s)
		return -1;
	hf_sql_text(s, 1, event);
	hf_sql_number(s, 2, room);
	while ((ret = hf_sql_step(c, s, err)) > 0) {
		runs[n].time = sqlite3_column_int64(s, 0);
		runs[n].place.number = hf_sql_number_at(s, 1);
		runs[n].place.offset = hf_sql_number_at(s, 2);
		runs[n++].place.length = hf_sql_number_at(s, 3);
	}
	hf_sql_give(c, HF_SQL_RUNS, s);
	return ret < 0 ? -1 : n;
}

int hf_catalogue_count(struct hf_catalogue *c,
		       struct hf_catalogue_counts *counts, struct hf_error *err)
{
	sqlite3_stmt *s = hf_sql_take(c, HF_SQL_HELD, err);
	int64_t package, before = 0;	/* numbers begin with 1 */
	uint64_t octets;
	int ret;

	*counts = (struct hf_catalogue_counts){ 0 };
	if (!s)
		return -1;
	while ((ret = hf_sql_step(c, s, err)) > 0) {
		package = sqlite3_column_int64(s, 0);
		octets = hf_sql_number_at(s, 1);
		counts->packages += package != before;
		before = package;
		counts->copies++;
		/* Who writes nonsense into a log gets no small number for it. */
		if (octets > UINT64_MAX - counts->octets)
			octets = UINT64_MAX - counts->octets;
		counts->octets += octets;
	}
	hf_sql_give(c, HF_SQL_HELD, s);
	return ret;
}
