/*
 * Witnesses: how far enough of them cosigned, what a cosignature has in it, and
 * that a witness never signs what it would not remember, whatever call fails or
 * is the last.
 */
#include "log_bench.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../fault/fault.h"
#include "log/cosign.h"
#include "log/quorum.h"
#include "register/witness.h"

/* --- The quorum. --- */

#define A	"witness a a.example/w+8132a582+BFWa6tCCZNV5XTkJcYzdBavUlXLoT+VVkO7zGoigj9/9\n"
#define B	"witness b b.example/w+6aefe177+BN9+cOUCFUT0g0u+5kqeN4n+vEvoFHDfYpytbdsDMgpc\n"
#define C	"witness c c.example/w+8ca110cd+BGsjwNXzXRsR+baD8LCmFzVd6xEnfZGuCR05nGVbh5QN\n"

#define YES(size, time)	{ true, size, time }
#define NO		{ false, 0, 0 }

static const struct {
	const char *name;
	struct hf_cosigned at[3];
	int64_t not_before;
	bool is_met;
	uint64_t size;
	int64_t time;
} quorums[] = {
	{ "two", { NO, NO, NO }, 0, false, 0, 0 },
	{ "two", { YES(7, 100), NO, NO }, 0, false, 0, 0 },
	/* The newest that both have, and since when both have it. */
	{ "two", { YES(7, 100), YES(5, 90), NO }, 0, true, 5, 100 },
	{ "two", { YES(7, 100), YES(5, 90), YES(6, 80) }, 0, true, 6, 100 },
	{ "two", { YES(7, 100), YES(7, 90), YES(9, 300) }, 0, true, 7, 100 },
	{ "two", { YES(0, 100), NO, YES(0, 100) }, 0, true, 0, 100 },
	/* What is too old does not count. */
	{ "two", { YES(7, 100), YES(5, 90), YES(9, 80) }, 90, true, 5, 100 },
	{ "two", { YES(7, 100), YES(5, 90), YES(9, 80) }, 91, false, 0, 0 },
	{ "all", { YES(7, 100), YES(5, 90), NO }, 0, false, 0, 0 },
	{ "all", { YES(7, 100), YES(5, 90), YES(1, 1) }, 0, true, 1, 100 },
	{ "b", { YES(7, 100), YES(5, 90), NO }, 0, true, 5, 90 },
	{ "b", { YES(7, 100), NO, YES(5, 90) }, 0, false, 0, 0 },
};

START_TEST(the_quorum_is_of_the_newest_size_that_enough_have_cosigned)
{
	/* Each name is in one group at most. */
	struct hf_trust *trust = log_trusts(
		!strcmp(quorums[_i].name, "all")
		? A B C "group all all a b c\n" : A B C "group two 2 a b c\n");
	struct hf_quorum is;

	hf_quorum_of(&is, trust, quorums[_i].name, quorums[_i].at,
		     quorums[_i].not_before);
	ck_assert(is.is_named);
	ck_assert_int_eq(is.is_met, quorums[_i].is_met);
	ck_assert_uint_eq(is.size, quorums[_i].size);
	ck_assert_int_eq(is.time, quorums[_i].time);
	hf_trust_free(trust);
}
END_TEST

START_TEST(a_name_that_trust_txt_does_not_have_is_no_quorum)
{
	struct hf_trust *trust = log_trusts(A B);
	const struct hf_cosigned at[] = { YES(1, 1), YES(1, 1) };
	struct hf_quorum is;

	hf_quorum_of(&is, trust, "c", at, 0);
	ck_assert(!is.is_named);
	ck_assert(!is.is_met);
	hf_trust_free(trust);
}
END_TEST

/* --- Cosignatures. --- */

static struct hf_signer hall;

/* The checkpoint of now, cosigned at @time, as log/witness/@name. */
static void cosign_as(const char *name, const struct hf_signer *witness,
		      uint64_t time)
{
	char *raw = log_read_file("log/checkpoint", NULL), path[64];
	struct hf_buf note = { 0 }, cosigned = { 0 };
	struct hf_error err;

	hf_buf_adds(&note, raw);
	assert_ok(hf_checkpoint_cosign(&cosigned, &note, log_trust, witness,
				       time, &err), &err);
	mkdirat(unit_dir, "log/witness", 0755);
	snprintf(path, sizeof(path), "log/witness/%s", name);
	unit_write(path, cosigned.data, cosigned.len);
	hf_buf_release(&note);
	hf_buf_release(&cosigned);
	free(raw);
}

static struct hf_trust *trust_both(void)
{
	char *log = log_trust_line(&log_signer, NULL);
	char *witness = log_trust_line(&hall, "hall"), *text;
	struct hf_trust *trust;

	ck_assert_int_gt(asprintf(&text, "%s%s", log, witness), 0);
	trust = log_trusts(text);
	free(log);
	free(witness);
	free(text);
	return trust;
}

static struct hf_cosigned cosigned_by_hall(const struct hf_trust *trust)
{
	struct hf_cosigned *at, is;
	struct hf_error err;
	size_t n;

	assert_ok(hf_log_cosigned(unit_dir, ORIGIN, trust, &at, &n, &err),
		  &err);
	ck_assert_uint_eq(n, 1);
	is = at[0];
	free(at);
	return is;
}

START_TEST(the_largest_that_a_witness_cosigned_counts_and_nobody_elses)
{
	struct hf_signer stranger;
	struct hf_trust *trust;
	struct hf_error err;

	log_begin(true);
	log_grow(3);
	assert_ok(hf_signer_new(&hall, "hall", HF_KEY_WITNESS, &err), &err);
	assert_ok(hf_signer_new(&stranger, "hall", HF_KEY_WITNESS, &err),
		  &err);
	trust = trust_both();
	ck_assert(!cosigned_by_hall(trust).is);
	cosign_as("hall", &stranger, 50);
	ck_assert(!cosigned_by_hall(trust).is);
	cosign_as("hall", &hall, 100);
	log_grow(1);
	cosign_as("later", &hall, 90);
	ck_assert_uint_eq(cosigned_by_hall(trust).size, 4);
	ck_assert_int_eq(cosigned_by_hall(trust).time, 90);
	cosign_as("again", &hall, 95);
	ck_assert_int_eq(cosigned_by_hall(trust).time, 95);
	ck_assert_str_eq(log_verify(trust, NULL), "");
	hf_trust_free(trust);
	log_end();
}
END_TEST

START_TEST(what_others_signed_besides_is_left_out_of_a_cosignature)
{
	char *before, *after;
	struct hf_error err;
	struct hf_buf note = { 0 };

	log_begin(true);
	log_grow(1);
	assert_ok(hf_signer_new(&hall, "hall", HF_KEY_WITNESS, &err), &err);
	cosign_as("hall", &hall, 100);
	before = log_read_file("log/witness/hall", NULL);
	hf_buf_adds(&note, before);
	for (int i = 0; i < 61; i++)
		hf_buf_adds(&note, "\xE2\x80\x94 someone AAAAAAAA\n");
	unit_write("log/checkpoint", note.data, note.len);
	cosign_as("hall", &hall, 100);
	after = log_read_file("log/witness/hall", NULL);
	ck_assert_str_eq(before, after);
	free(before);
	free(after);
	hf_buf_release(&note);
	log_end();
}
END_TEST

/* --- Cut anywhere. --- */

static const struct {
	const char *what;
	struct fault fault;
} kinds[] = {
	{ "killed", { .how = FAULT_KILL, .calls = CALLS_ALL } },
	{ "killed after", { .how = FAULT_KILL_AFTER, .calls = CALLS_ALL } },
	{ "EIO", { .how = FAULT_FAIL, .error = EIO, .calls = CALLS_ALL } },
	{ "ENOSPC from", { .how = FAULT_FROM, .error = ENOSPC,
			   .calls = CALLS_SPACE } },
	{ "short", { .how = FAULT_SHORT, .calls = CALLS_TRANSFER } },
};

#define BEFORE	2	/* entries that the witness has seen at first */
#define AFTER	5

static struct common {
	struct fault_seen seen;
	bool cosigned;
} *common;

static char site[80], reg[64];

static void cosigning(void)
{
	const struct hf_witness_options options = { .replica = NULL };
	struct hf_witnessed seen = { .cosigned = false };
	struct hf_witness *witness;
	struct hf_findings list;
	struct hf_error err;

	hf_findings_init(&list);
	if (hf_witness_open(&witness, site, &err) == 0) {
		if (hf_witness_cosign(witness, reg, &options, &list.sink,
				      &seen, &err) == 0)
			common->cosigned = seen.cosigned;
		hf_witness_close(witness);
	}
	hf_findings_release(&list);
}

/* Whether the Nth call came. */
static bool run(const struct fault *fault)
{
	int status;
	pid_t pid;

	memset(common, 0, sizeof(*common));
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (!pid) {
		fault_begin(fault, &common->seen);
		cosigning();
		_exit(0);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	return common->seen.hit;
}

/* The second line of a note; 0 where it is not there. */
static uint64_t size_in(const char *path)
{
	uint64_t size = 0;
	char *text;

	if (faccessat(unit_dir, path, F_OK, 0) < 0)
		return 0;
	text = log_read_file(path, NULL);
	ck_assert_ptr_nonnull(strchr(text, '\n'));
	size = strtoull(strchr(text, '\n') + 1, NULL, 10);
	ck_assert(strstr(text, "\n\n") != NULL);
	free(text);
	return size;
}

static void begin(void)
{
	struct hf_buf vkey = { 0 }, own = { 0 };
	struct hf_error err;

	log_begin(true);
	log_grow(BEFORE);
	common = mmap(NULL, sizeof(*common), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ck_assert(common != MAP_FAILED);
	snprintf(reg, sizeof(reg), "/proc/%ld/fd/%d", (long)getpid(),
		 unit_dir);
	snprintf(site, sizeof(site), "%s/site", reg);
	hf_verifier_format(&vkey, &log_signer.verifier);
	assert_ok(hf_witness_create(site, &(struct hf_witness_init){
		.name = "hall", .origin = ORIGIN, .log_key = vkey.data },
				    &own, &err), &err);
	hf_buf_release(&vkey);
	hf_buf_release(&own);
	cosigning();
	ck_assert(common->cosigned);
	log_grow(AFTER - BEFORE);
}

START_TEST(nothing_is_signed_that_a_witness_would_not_remember)
{
	struct fault fault = kinds[_i].fault;
	char *seen, *cosigned;

	begin();
	seen = log_read_file("site/checkpoint", NULL);
	cosigned = log_read_file("site/cosigned", NULL);
	fault.unsynced = true;
	for (fault.at = 1; run(&fault); fault.at++) {
		uint64_t kept = size_in("site/checkpoint");

		ck_assert_msg(kept == BEFORE || kept == AFTER, "%s at %lu",
			      kinds[_i].what, (unsigned long)fault.at);
		ck_assert_uint_le(size_in("site/cosigned"), kept);
		ck_assert_uint_le(size_in("log/witness/hall"), kept);
		ck_assert(!common->cosigned || kept == AFTER);
		/* Whatever is left, the next run goes on with. */
		cosigning();
		ck_assert_msg(common->cosigned, "%s at %lu", kinds[_i].what,
			      (unsigned long)fault.at);
		ck_assert_uint_eq(size_in("site/cosigned"), AFTER);
		ck_assert_uint_eq(size_in("log/witness/hall"), AFTER);
		unit_puts("site/checkpoint", seen);
		unit_puts("site/cosigned", cosigned);
		unit_puts("log/witness/hall", cosigned);
	}
	ck_assert_uint_gt(fault.at, 5);
	ck_assert(common->cosigned);
	ck_assert_uint_eq(size_in("log/witness/hall"), AFTER);
	free(seen);
	free(cosigned);
	log_end();
}
END_TEST

START_TEST(what_was_seen_is_synced_before_it_is_signed)
{
	struct fault fault = { .durable = true };

	begin();
	ck_assert(!run(&fault));
	ck_assert(common->cosigned);
	ck_assert_msg(!common->seen.undurable[0], "%s",
		      common->seen.undurable);
	log_end();
}
END_TEST

Suite *witness_suite(void)
{
	Suite *s = suite_create("witness");
	TCase *tc = unit_disk_case(s, "witness");

	tcase_add_loop_test(tc,
		the_quorum_is_of_the_newest_size_that_enough_have_cosigned, 0,
		COUNT(quorums));
	tcase_add_test(tc, a_name_that_trust_txt_does_not_have_is_no_quorum);
	tcase_add_test(tc,
		the_largest_that_a_witness_cosigned_counts_and_nobody_elses);
	tcase_add_test(tc,
		what_others_signed_besides_is_left_out_of_a_cosignature);
	tcase_add_loop_test(tc,
		nothing_is_signed_that_a_witness_would_not_remember, 0,
		COUNT(kinds));
	tcase_add_test(tc, what_was_seen_is_synced_before_it_is_signed);
	return s;
}
