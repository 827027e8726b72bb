/*
 * The tables of the catalogue, and all that is ever asked of them: SQL as
 * data (docs/formats/catalogue.md).
 */
#ifndef HF_REGISTER_SCHEMA_H
#define HF_REGISTER_SCHEMA_H

/*
 * Counted up whenever a table changes or an event has another effect: what an
 * older one holds is then made again.
 */
#define HF_CATALOGUE_VERSION	1

/* Tables, in the order in which they are made; NULL behind the last. */
extern const char *const hf_schema_tables[];
/* What is sorted once all rows are there, which is quicker than as they come. */
extern const char *const hf_schema_indexes[];

/* Statements, each prepared once. */
enum hf_sql {
	HF_SQL_BEGIN, HF_SQL_BEGIN_READ, HF_SQL_COMMIT,
	HF_SQL_KNOWN, HF_SQL_SET_KNOWN,
	HF_SQL_PACKAGE, HF_SQL_ADD_PACKAGE, HF_SQL_SET_PACKAGE,
	HF_SQL_ADD_ENTRY, HF_SQL_ADD_ROOT, HF_SQL_SET_COPY,
	HF_SQL_COPIES_OF,	/* a package's, by its number */
	HF_SQL_COPIES,		/* of a package or all, at a location or all */
	HF_SQL_COPY, HF_SQL_ROOT, HF_SQL_KNOWS_ROOT, HF_SQL_ENTRIES,
	HF_SQL_HELD,
	HF_SQL_RUNS,		/* the last entries of an event, and no copy */
	HF_SQL_DUMP,		/* the first of those of a dump, up to the last */
	HF_SQL_DUMP_PACKAGES = HF_SQL_DUMP + 1,
	HF_SQL_DUMP_ROOTS, HF_SQL_DUMP_COPIES, HF_SQL_DUMP_ENTRIES,
	HF_SQL_COUNT
};

extern const char *const hf_schema_sql[HF_SQL_COUNT];

#endif
