#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "register/catalogue_inside.h"

static void dump_value(struct hf_buf *out, sqlite3_stmt *s, int i)
{
	const char *text = hf_sql_text_at(s, i);

	if (sqlite3_column_type(s, i) == SQLITE_NULL)
		hf_buf_addc(out, '-');
	else
		hf_escape(out, text, strlen(text));
}

/* A line for each row: the table, and its values, with tabs between. */
static int dump_rows(struct hf_catalogue *c, sqlite3_stmt *s,
		     struct hf_buf *out, struct hf_error *err)
{
	int ret;

	while ((ret = hf_sql_step(c, s, err)) > 0) {
		for (int i = 0; i < sqlite3_column_count(s); i++) {
			if (i)
				hf_buf_addc(out, '\t');
			dump_value(out, s, i);
		}
		hf_buf_addc(out, '\n');
	}
	return ret;
}

static int dump_tables(struct hf_catalogue *c, struct hf_buf *out,
		       struct hf_error *err)
{
	for (int which = HF_SQL_DUMP; which < HF_SQL_COUNT; which++) {
		sqlite3_stmt *s = hf_sql_take(c, which, err);
		int ret = s ? dump_rows(c, s, out, err) : -1;

		hf_sql_give(c, which, s);
		if (ret < 0)
			return -1;
	}
	return hf_buf_check(out, err);
}

/* All tables as they are at one time, whoever else takes in what. */
int hf_catalogue_dump(struct hf_catalogue *c, struct hf_buf *out,
		      struct hf_error *err)
{
	int ret;

	if (hf_sql_run(c, HF_SQL_BEGIN_READ, err) < 0)
		return -1;
	ret = dump_tables(c, out, err);
	if (ret < 0)
		sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
	else
		ret = hf_sql_run(c, HF_SQL_COMMIT, err);
	return ret;
}
