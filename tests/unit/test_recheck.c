/*
 * Before a file is said to be not what was recorded, it is read once more: a
 * bag whose one file yields other bytes at the first reading, the second, or
 * both.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "unit.h"
#include "verify/verify.h"

#define ABC_SHA256 \
	"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define ABD_SHA256 \
	"a52d159f262b2c6ddb724a61840befc36eb30c88877a4030b65cbe86298449c9"

/* What the first and the second reading of data/x come upon; NULL: EIO. */
static const char *readings[2];
static int n_readings;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int open_other(int dir, const char *path, int flags, mode_t mode)
{
	const char *reading;

	if (strcmp(path, "x") != 0 || flags & O_PATH)
		return openat(dir, path, flags, mode);
	pthread_mutex_lock(&lock);
	ck_assert_int_lt(n_readings, 2);
	reading = readings[n_readings++];
	pthread_mutex_unlock(&lock);
	if (reading)
		return openat(unit_dir, reading, flags, mode);
	errno = EIO;
	return -1;
}

static void verify(enum hf_engine_kind kind, struct hf_findings *found,
		   struct hf_judge *judge)
{
	struct hf_verify_options options = {
		.depth = HF_VERIFY_FULL, .engine = { .engine = kind },
	};
	static struct hf_policy policy;
	struct hf_verify_summary summary;
	struct hf_error err;

	unit_mkdir("bag");
	unit_mkdir("bag/data");
	unit_puts("bag/bagit.txt", "BagIt-Version: 1.0\n"
				   "Tag-File-Character-Encoding: UTF-8\n");
	unit_puts("bag/manifest-sha256.txt", ABC_SHA256 "  data/x\n");
	unit_puts("bag/data/x", "abc");
	unit_puts("right", "abc");
	unit_puts("wrong", "abd");
	unit_replace_io()->openat = open_other;
	hf_open_beneath_by_parts = true;
	n_readings = 0;
	hf_policy_init(&policy, false);
	hf_findings_init(found);
	hf_judge_init(judge, &policy, &found->sink);
	assert_ok(hf_verify_folder(openat(unit_dir, "bag", O_RDONLY), &options,
				   &judge->sink, &summary, &err), &err);
}

static const struct {
	const char *readings[2];
	int n;
	enum hf_finding_id id;		/* and no other of the three */
	enum hf_fixity fixity;
} cases[] = {
	{ { "right" }, 1, HF_TAG_MANIFEST_MISSING, HF_VALID },
	{ { "wrong", "wrong" }, 2, HF_PAYLOAD_CHANGED, HF_INVALID },
	{ { "wrong", "right" }, 2, HF_CHANGED_DURING_READ, HF_UNDETERMINED },
	{ { "wrong", NULL }, 2, HF_UNREADABLE, HF_UNDETERMINED },
	{ { NULL }, 1, HF_UNREADABLE, HF_UNDETERMINED },
};

START_TEST(a_file_is_accused_by_two_readings_only)
{
	static const enum hf_finding_id ids[] = {
		HF_PAYLOAD_CHANGED, HF_CHANGED_DURING_READ, HF_UNREADABLE };
	enum hf_engine_kind kind = _i % 2 ? HF_ENGINE_OPENSSL : HF_ENGINE_AUTO;
	struct hf_findings found;
	struct hf_judge judge;
	int n = _i / 2;

	memcpy(readings, cases[n].readings, sizeof(readings));
	verify(kind, &found, &judge);
	ck_assert_int_eq(n_readings, cases[n].n);
	ck_assert_uint_eq(hf_findings_count(&found, cases[n].id), 1);
	for (int i = 0; i < COUNT(ids); i++) {
		if (ids[i] != cases[n].id)
			ck_assert_uint_eq(hf_findings_count(&found, ids[i]),
					  0);
	}
	ck_assert_int_eq(judge.fixity, cases[n].fixity);
	for (size_t i = 0; i < found.n; i++) {
		if (found.at[i].id == HF_PAYLOAD_CHANGED)
			ck_assert_str_eq(found.at[i].actual, ABD_SHA256);
	}
	hf_findings_release(&found);
}
END_TEST

Suite *recheck_suite(void)
{
	Suite *s = suite_create("recheck");
	TCase *tc = unit_disk_case(s, "recheck");

	tcase_add_loop_test(tc, a_file_is_accused_by_two_readings_only, 0,
			    2 * COUNT(cases));
	return s;
}
