#include "register/catalogue_inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

/*
 * A long log names the same few packages over and over: an effect changes a row
 * in memory, and the row is written once, when the transaction ends.
 */
#define SLOTS_MIN	16u
#define SLOTS_MAX	(1u << 16)

static const char *const fates[] = {
	[HF_FATE_HELD] = "held",
	[HF_FATE_DESTROYED] = "destroyed",
	[HF_FATE_LOST] = "lost",
	[HF_FATE_TRANSFERRED] = "transferred",
};

static enum hf_copy_fate fate_of(const char *word)
{
	for (int i = 1; i < (int)(sizeof(fates) / sizeof(fates[0])); i++) {
		if (!strcmp(word, fates[i]))
			return (enum hf_copy_fate)i;
	}
	return HF_FATE_HELD;
}

void hf_copy_at(sqlite3_stmt *s, struct hf_held_copy *copy)
{
	*copy = (struct hf_held_copy){
		.package = hf_sql_text_at(s, 0),
		.location = hf_sql_text_at(s, 1),
		.fate = fate_of(hf_sql_text_at(s, 2)),
		.form = strcmp(hf_sql_text_at(s, 3), "tar") ? HF_HELD_BAG
							    : HF_HELD_TAR,
		.root = hf_sql_text_at(s, 4),
		.files = hf_sql_number_at(s, 5),
		.octets = hf_sql_number_at(s, 6),
		.origin = hf_sql_number_at(s, 7),
		.since = sqlite3_column_int64(s, 8),
		.checked = sqlite3_column_int64(s, 9),
		.passed = sqlite3_column_int64(s, 10),
		.checked_by = hf_sql_number_at(s, 11),
		.failed = sqlite3_column_int(s, 12),
		.ended_by = hf_sql_number_at(s, 13),
	};
}

struct hf_copy_row *hf_rows_add_copy(struct hf_catalogue *c,
				     struct hf_package_row *package,
				     const char *location,
				     struct hf_error *err)
{
	struct hf_copy_row *row = hf_arena_alloc(&c->rows.arena, sizeof(*row));
	char *copy = row ? hf_arena_strdup(&c->rows.arena, location) : NULL;

	if (!copy) {
		hf_fail_memory(err);
		return NULL;
	}
	row->at.package = package->name;
	row->at.location = copy;
	row->at.root = row->root;
	row->at.checked_by = row->at.ended_by = UINT64_MAX;
	row->next = package->copies;
	package->copies = row;
	return row;
}

static int load_copies(struct hf_catalogue *c, struct hf_package_row *package,
		       struct hf_error *err)
{
	sqlite3_stmt *s = hf_sql_take(c, HF_SQL_COPIES_OF, err);
	struct hf_copy_row *row;
	struct hf_held_copy copy;
	int ret;

	if (!s)
		return -1;
	hf_sql_number(s, 1, (uint64_t)package->id);
	while ((ret = hf_sql_step(c, s, err)) > 0) {
		hf_copy_at(s, &copy);
		row = hf_rows_add_copy(c, package, copy.location, err);
		if (!row) {
			ret = -1;
			break;
		}
		strncpy(row->root, copy.root, sizeof(row->root) - 1);
		copy.package = row->at.package;
		copy.location = row->at.location;
		copy.root = row->root;
		row->at = copy;
	}
	hf_sql_give(c, HF_SQL_COPIES_OF, s);
	return ret;
}

static int add_package(struct hf_catalogue *c, struct hf_package_row *row,
		       uint64_t number, struct hf_error *err)
{
	sqlite3_stmt *s = hf_sql_take(c, HF_SQL_ADD_PACKAGE, err);

	if (!s)
		return -1;
	hf_sql_text(s, 1, row->name);
	hf_sql_number(s, 2, number);
	if (hf_sql_finish(c, HF_SQL_ADD_PACKAGE, s, err) < 0)
		return -1;
	row->id = sqlite3_last_insert_rowid(c->db);
	return 0;
}

/* 1: it is in the table, and read from there; 0; -1. */
static int load_package(struct hf_catalogue *c, struct hf_package_row *row,
			struct hf_error *err)
{
	sqlite3_stmt *s = hf_sql_take(c, HF_SQL_PACKAGE, err);
	int ret;

	if (!s)
		return -1;
	hf_sql_text(s, 1, row->name);
	ret = hf_sql_step(c, s, err);
	if (ret > 0) {
		row->id = sqlite3_column_int64(s, 0);
		strncpy(row->root, hf_sql_text_at(s, 1), sizeof(row->root) - 1);
	}
	hf_sql_give(c, HF_SQL_PACKAGE, s);
	return ret > 0 && load_copies(c, row, err) < 0 ? -1 : ret;
}

void hf_rows_expect(struct hf_catalogue *c, uint64_t entries)
{
	c->rows.n_slots = SLOTS_MIN;
	while (c->rows.n_slots < entries && c->rows.n_slots < SLOTS_MAX)
		c->rows.n_slots *= 2;
}

static struct hf_package_row **slot_of(struct hf_rows *rows, const char *name)
{
	if (!rows->slots)
		rows->slots = calloc(rows->n_slots,
				     sizeof(struct hf_package_row *));
	return rows->slots ? &rows->slots[hf_hash(name, strlen(name)) %
					  rows->n_slots]
			   : NULL;
}

struct hf_package_row *hf_rows_package(struct hf_catalogue *c,
				       const char *package, uint64_t number,
				       struct hf_error *err)
{
	struct hf_package_row **slot = slot_of(&c->rows, package);
	struct hf_package_row *row = slot ? *slot : NULL;
	int ret;

	while (row && strcmp(row->name, package))
		row = row->next;
	if (row)
		return row;
	row = slot ? hf_arena_alloc(&c->rows.arena, sizeof(*row)) : NULL;
	if (row)
		row->name = hf_arena_strdup(&c->rows.arena, package);
	if (!row || !row->name) {
		hf_fail_memory(err);
		return NULL;
	}
	ret = load_package(c, row, err);
	if (ret == 0)
		ret = add_package(c, row, number, err);
	if (ret < 0)
		return NULL;
	row->next = *slot;
	*slot = row;
	c->rows.n++;
	return row;
}

static int write_copy(struct hf_catalogue *c, int64_t package,
		      const struct hf_held_copy *copy, struct hf_error *err)
{
	sqlite3_stmt *s = hf_sql_take(c, HF_SQL_SET_COPY, err);

	if (!s)
		return -1;
	hf_sql_number(s, 1, (uint64_t)package);
	hf_sql_text(s, 2, copy->location);
	hf_sql_text(s, 3, fates[copy->fate]);
	hf_sql_text(s, 4, copy->form == HF_HELD_TAR ? "tar" : "bag");
	hf_sql_text(s, 5, copy->root);
	hf_sql_number(s, 6, copy->files);
	hf_sql_number(s, 7, copy->octets);
	hf_sql_number(s, 8, copy->origin);
	sqlite3_bind_int64(s, 9, copy->since);
	hf_sql_time(s, 10, copy->checked);
	hf_sql_time(s, 11, copy->passed);
	hf_sql_number(s, 12, copy->checked_by);
	hf_sql_number(s, 13, copy->failed);
	hf_sql_number(s, 14, copy->ended_by);
	return hf_sql_finish(c, HF_SQL_SET_COPY, s, err);
}

static int write_package(struct hf_catalogue *c,
			 const struct hf_package_row *package,
			 struct hf_error *err)
{
	sqlite3_stmt *s = hf_sql_take(c, HF_SQL_SET_PACKAGE, err);

	if (!s)
		return -1;
	hf_sql_number(s, 1, (uint64_t)package->id);
	hf_sql_text(s, 2, package->root);
	return hf_sql_finish(c, HF_SQL_SET_PACKAGE, s, err);
}

static int flush_package(struct hf_catalogue *c, struct hf_package_row *package,
			 struct hf_error *err)
{
	if (package->changed && write_package(c, package, err) < 0)
		return -1;
	package->changed = false;
	for (struct hf_copy_row *row = package->copies; row; row = row->next) {
		if (row->changed && write_copy(c, package->id, &row->at, err) < 0)
			return -1;
		row->changed = false;
	}
	return 0;
}

static int by_number(const void *a, const void *b)
{
	const struct hf_package_row *const *x = a, *const *y = b;

	return (*x)->id < (*y)->id ? -1 : (*x)->id > (*y)->id;
}

/* In the order of the tables: then a page of them is written once. */
int hf_rows_flush(struct hf_catalogue *c, struct hf_error *err)
{
	struct hf_package_row **all;
	size_t n = 0;
	int ret = 0;

	if (!c->rows.n)
		return 0;
	all = malloc(c->rows.n * sizeof(struct hf_package_row *));
	if (!all)
		return hf_fail_memory(err);
	for (size_t i = 0; i < c->rows.n_slots; i++) {
		for (struct hf_package_row *row = c->rows.slots[i]; row;
		     row = row->next)
			all[n++] = row;
	}
	qsort(all, n, sizeof(all[0]), by_number);
	for (size_t i = 0; i < n && ret == 0; i++)
		ret = flush_package(c, all[i], err);
	free(all);
	return ret;
}

void hf_rows_drop(struct hf_catalogue *c)
{
	hf_arena_release(&c->rows.arena);
	free(c->rows.slots);
	/* In the middle of a long log, more are to come. */
	c->rows = (struct hf_rows){ .n_slots = c->rows.n_slots };
}
