/* What every unit suite shares. */
#ifndef HF_TESTS_UNIT_H
#define HF_TESTS_UNIT_H

#include <check.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/io.h"
#include "finding/sink.h"

#define COUNT(array)	((int)(sizeof(array) / sizeof((array)[0])))

/* Bytes that may hold NULs, as two members of a table: BYTES("a\0b"). */
#define BYTES(literal)	(literal), sizeof(literal) - 1

/* For long loops: like ck_assert(), which writes to a file each time. */
#define require(condition)						\
	do {								\
		if (!(condition))					\
			ck_abort_msg("%s", #condition);			\
	} while (0)

/* Assert that a call succeeded; on failure, say what the library said. */
#define assert_ok(call, err) \
	ck_assert_msg((call) == 0, "%s: %s", #call, (err)->text)

/* Assert that a call failed, and with which code. */
#define assert_fails(call, err, expected)				\
	do {								\
		memset((err), 0, sizeof(*(err)));			\
		ck_assert_int_eq((call), -1);				\
		ck_assert_msg((err)->code == (expected),		\
			      "%s: code %d (%s), not %s", #call,	\
			      (int)(err)->code, (err)->text, #expected);\
		ck_assert_str_ne((err)->text, "");			\
	} while (0)

/* A case of its own for tests that need nothing: no fixture, time enough. */
TCase *unit_case(Suite *suite, const char *name);

/*
 * The same, with a private folder for each test, in force from the start to
 * the end of it; and whatever the test puts into hf_io is taken out again.
 */
TCase *unit_disk_case(Suite *suite, const char *name);
/* The same, on a medium, which the file systems of the others need not have. */
TCase *unit_medium_case(Suite *suite, const char *name);

extern int unit_dir;		/* the private folder, open */

/* Make a file in the private folder, or whatever else the name says. */
void unit_write(const char *path, const void *data, size_t size);
void unit_puts(const char *path, const char *text);
void unit_mkdir(const char *path);
void unit_symlink(const char *target, const char *path);
void unit_fifo(const char *path);
void unit_socket(const char *name);

/* Open such a file, with read(2)'s and write(2)'s flags; never fails. */
int unit_open(const char *path, int flags);

/* A copy of the system's table, in force until the test ends. */
struct hf_io *unit_replace_io(void);

/* Bytes that look like anything, the same in each run. */
void unit_noise(unsigned char *data, size_t size, unsigned int seed);

/*
 * The names of findings, each with the line it is about ("name:3" or "name"),
 * in order, joined by blanks.  The list owns the text.
 */
const char *unit_findings(struct hf_findings *list);

/* Say that this test showed nothing here, and why; to be followed by return. */
void unit_skip(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
int unit_skipped(void);		/* how many did */

/* For main.c: a folder for all private folders, and its end. */
void unit_begin(void);
void unit_end(void);

Suite *address_suite(void);
Suite *algorithm_suite(void);
Suite *arena_suite(void);
Suite *bag_root_suite(void);
Suite *buf_suite(void);
Suite *catalogue_suite(void);
Suite *catalogue_file_suite(void);
Suite *checkpoint_suite(void);
Suite *clock_suite(void);
Suite *coverage_suite(void);
Suite *date_suite(void);
Suite *declaration_suite(void);
Suite *digester_suite(void);
Suite *engine_faults_suite(void);
Suite *engine_suite(void);
Suite *engine_ways_suite(void);
Suite *kernel_suite(void);
Suite *entry_suite(void);
Suite *error_suite(void);
Suite *examine_suite(void);
Suite *fast_suite(void);
Suite *fetch_suite(void);
Suite *file_suite(void);
Suite *finding_suite(void);
Suite *forecast_suite(void);
Suite *packer_suite(void);
Suite *info_suite(void);
Suite *inspect_suite(void);
Suite *inventory_suite(void);
Suite *joined_suite(void);
Suite *kept_suite(void);
Suite *kind_suite(void);
Suite *levels_suite(void);
Suite *limits_suite(void);
Suite *lines_suite(void);
Suite *log_faults_suite(void);
Suite *witness_suite(void);
Suite *log_proof_suite(void);
Suite *log_suite(void);
Suite *log_tamper_suite(void);
Suite *log_tree_suite(void);
Suite *manifest_suite(void);
Suite *nights_suite(void);
Suite *normal_suite(void);
Suite *note_suite(void);
Suite *path_suite(void);
Suite *pipe_suite(void);
Suite *place_suite(void);
Suite *plan_suite(void);
Suite *profile_suite(void);
Suite *quote_suite(void);
Suite *recheck_suite(void);
Suite *register_suite(void);
Suite *replicate_suite(void);
Suite *sandbox_suite(void);
Suite *sink_suite(void);
Suite *source_suite(void);
Suite *spool_suite(void);
Suite *stanza_suite(void);
Suite *status_suite(void);
Suite *text_suite(void);
Suite *tree_suite(void);
Suite *trust_suite(void);
Suite *verdict_suite(void);
Suite *walk_suite(void);
Suite *wire_suite(void);

#endif
