#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "log/trust.h"

/* Keys that nobody has the secret of: their names, kinds and ids are right. */
#define LOG	"example.org/log+00daf4f1+AYNv8YTntBseE8tf2J+h3pjburmenSkYkT/0O4alx8IT"
#define LOG_2	"example.org/log+8b70ab76+AdkS0RmbQEL03+M54QcNtt6RG0+ojeCbIvb9X4A0SeeC"
#define LOG_AGAIN	"example.org/other+cbc7a607+AYNv8YTntBseE8tf2J+h3pjburmenSkYkT/0O4alx8IT"
#define LOG_AS_WITNESS	"example.org/log+ebb1f3b5+BINv8YTntBseE8tf2J+h3pjburmenSkYkT/0O4alx8IT"
#define A	"a.example/w+8132a582+BFWa6tCCZNV5XTkJcYzdBavUlXLoT+VVkO7zGoigj9/9"
#define B	"b.example/w+6aefe177+BN9+cOUCFUT0g0u+5kqeN4n+vEvoFHDfYpytbdsDMgpc"
#define C	"c.example/w+8ca110cd+BGsjwNXzXRsR+baD8LCmFzVd6xEnfZGuCR05nGVbh5QN"
#define D	"d.example/w+831f86cc+BD851cNI5bedBuhCwRTmzFcVg7v0TksOv9oaAewFdF1D"
#define E	"e.example/w+35c69c07+BKn1FWa9ZwX36mrVS7netEn3lVgtZSmg4iIHuJgSM+xY"
#define A_AGAIN	"a.example/second+d0b6b606+BFWa6tCCZNV5XTkJcYzdBavUlXLoT+VVkO7zGoigj9/9"

/* Two keys that were searched for until name and id were the same. */
#define TWIN	"example.org/log+cc5b13ec+AY3NZJNbiClHXs3kXO9V8XS7K3G2AwKDnIX70gmgDYut"
#define OTHER_TWIN	"example.org/log+cc5b13ec+Aac9O1iWsTYlfGdGED/pP3EmyfEOoxybyUKdutjLt8Bg"

#define FIVE								\
	"log " LOG "\n"							\
	"witness a " A "\nwitness b " B "\nwitness c " C "\n"		\
	"witness d " D "\nwitness e " E "\n"

static int read_bytes(struct hf_trust **trust, const void *bytes, size_t size,
		      struct hf_findings *list, struct hf_error *err)
{
	int fd, result;

	unit_write("trust.txt", bytes, size);
	fd = unit_open("trust.txt", O_RDONLY);
	hf_findings_init(list);
	result = hf_trust_read(trust, fd, "trust.txt", &list->sink, err);
	close(fd);
	return result;
}

static struct hf_trust *sound(const char *text)
{
	struct hf_trust *trust;
	struct hf_findings list;
	struct hf_error err = { 0 };
	int result = read_bytes(&trust, text, strlen(text), &list, &err);

	ck_assert_str_eq(unit_findings(&list), "");
	ck_assert_msg(result == 0, "%s", err.text);
	ck_assert_ptr_nonnull(trust);
	hf_findings_release(&list);
	return trust;
}

START_TEST(keys_are_found_by_number)
{
	struct hf_trust *trust = sound(
		"# of the parish archive\n"
		"\n"
		"log " LOG " https://example.org/log\n"
		" \t log\t" LOG_2 " \n"
		"\twitness town-hall " A " https://a.example/\n"
		"witness \xC3\xA9glise " B "\n"
		"  # and nobody else\n"
		"quorum town-hall\n");

	ck_assert_str_eq(hf_trust_log_key(trust, 0)->name, "example.org/log");
	ck_assert_uint_eq(hf_trust_log_key(trust, 0)->id, 0x00daf4f1);
	ck_assert_uint_eq(hf_trust_log_key(trust, 1)->id, 0x8b70ab76);
	ck_assert_ptr_null(hf_trust_log_key(trust, 2));
	ck_assert_str_eq(hf_trust_witness_name(trust, 0), "town-hall");
	ck_assert_str_eq(hf_trust_witness_key(trust, 0)->name, "a.example/w");
	ck_assert_str_eq(hf_trust_witness_name(trust, 1), "\xC3\xA9glise");
	ck_assert_uint_eq(hf_trust_witness_key(trust, 1)->id, 0x6aefe177);
	ck_assert_ptr_null(hf_trust_witness_name(trust, 2));
	ck_assert_ptr_null(hf_trust_witness_key(trust, 2));
	hf_trust_free(trust);
}
END_TEST

/* ctx is the letters of those who signed. */
static bool has(void *ctx, size_t witness)
{
	return strchr(ctx, (char)('a' + witness)) != NULL;
}

static bool is_met_by(const struct hf_trust *trust, const char *letters)
{
	const char *quorum = hf_trust_quorum_name(trust);
	char copy[16];

	snprintf(copy, sizeof(copy), "%s", letters);
	return !quorum || hf_trust_group(trust, quorum, has, copy) > 0;
}

static const struct {
	const char *policy, *met, *not_met;	/* sets of witnesses, by blanks */
} quorums[] = {
	{ "quorum none\n", "- a abcde", "" },
	{ "quorum c\n", "c abcde", "- a abde" },
	{ "group g any a b c\nquorum g\n", "a b c ab abcde", "- d de" },
	{ "group g all a b c\nquorum g\n", "abc abcde", "- a ab bc abde" },
	{ "group g 1 a\nquorum g\n", "a abc", "- bcde" },
	{ "group g 2 a b c\nquorum g\n", "ab ac bc abc", "- a b c ade" },
	{ "group g 3 a b c\nquorum g\n", "abc", "ab ac bc" },
	{ "group x 2 a b c\ngroup y any d e\ngroup all-of-them all x y\n"
	  "quorum all-of-them\n", "abd ace abcde", "- abc de ad ade" },
	{ "group x all a b\ngroup y all c d\ngroup z any x y e\nquorum z\n",
	  "ab cd e abcd", "- a b c d ac bd bc" },
	/* A group above the quorum does not matter, nor one that is not in it. */
	{ "group x any a\ngroup y all x b c\ngroup z any d\nquorum x\n",
	  "a", "- bcd" },
	{ "group g all a b\nquorum c\n", "c", "ab" },
};

static void assert_quorum(const struct hf_trust *trust, const char *sets,
			  bool expected)
{
	char copy[64], *set, *rest = copy;

	snprintf(copy, sizeof(copy), "%s", sets);
	while ((set = strsep(&rest, " ")))
		ck_assert_msg(!*set ||
			      is_met_by(trust, set) == expected,
			      "%s", set);
}

START_TEST(a_quorum_is_met_by_those_who_make_it)
{
	char text[2048];
	struct hf_trust *trust;

	snprintf(text, sizeof(text), FIVE "%s", quorums[_i].policy);
	trust = sound(text);
	assert_quorum(trust, quorums[_i].met, true);
	assert_quorum(trust, quorums[_i].not_met, false);
	hf_trust_free(trust);
}
END_TEST

static const char *const empty[] = {
	"", "\n", "# nothing yet\n", "  \t\n\n#\n", "quorum none\n",
};

START_TEST(an_empty_file_trusts_nobody)
{
	struct hf_trust *trust = sound(empty[_i]);

	ck_assert_ptr_null(hf_trust_log_key(trust, 0));
	ck_assert_ptr_null(hf_trust_witness_key(trust, 0));
	ck_assert_ptr_null(hf_trust_witness_name(trust, 0));
	ck_assert(is_met_by(trust, ""));
	hf_trust_free(trust);
	hf_trust_free(NULL);
}
END_TEST

/* As holdfast key new leaves it; no witness could be asked. */
START_TEST(a_log_alone_asks_for_no_witness)
{
	struct hf_trust *trust = sound("# mine\nlog " LOG "\n");

	ck_assert_ptr_nonnull(hf_trust_log_key(trust, 0));
	ck_assert(is_met_by(trust, ""));
	hf_trust_free(trust);
}
END_TEST

#define BAD(n)	"trust-malformed:" #n
#define NONE	"quorum none\n"

static const struct {
	const char *text;
	size_t size;
	const char *findings;
} bad[] = {
	{ BYTES("witness a " A "\n"), "trust-malformed" },
	{ BYTES("quorum none"), BAD(1) },
	{ BYTES("log " LOG "\nquorum none"), BAD(2) },
	{ BYTES("witness a " A "\nquorum a"), BAD(2) " trust-malformed" },
	{ BYTES("logs " LOG "\n" NONE), BAD(1) },
	{ BYTES("Log " LOG "\n" NONE), BAD(1) },
	{ BYTES("log\n" NONE), BAD(1) },
	{ BYTES("log " LOG " https://example.org/ more\n" NONE), BAD(1) },
	{ BYTES("log " LOG "x\n" NONE), BAD(1) },
	{ BYTES("log example.org/log+00daf4f2+AYNv8YTntBseE8tf2J+h3pjburmenSkYkT/0O4alx8IT\n" NONE), BAD(1) },
	/* Keys in the wrong role. */
	{ BYTES("log " A "\n" NONE), BAD(1) },
	{ BYTES("witness a " LOG "\n" NONE), BAD(1) },
	{ BYTES("witness " A "\n" NONE), BAD(1) },
	{ BYTES("witness a " A " https://a.example/ more\n" NONE), BAD(1) },
	/* The same key, or the same name and id. */
	{ BYTES("log " LOG "\nlog " LOG "\n" NONE), "key-collision:2" },
	{ BYTES("log " TWIN "\nlog " OTHER_TWIN "\n" NONE), "key-collision:2" },
	{ BYTES("log " LOG "\nlog " LOG_AGAIN "\n" NONE), BAD(2) },
	{ BYTES("witness a " A "\nwitness b " A "\n" NONE), "key-collision:2" },
	{ BYTES("witness a " A "\nwitness b " A_AGAIN "\n" NONE), BAD(2) },
	/* Names of witnesses and groups. */
	{ BYTES("witness a " A "\nwitness a " B "\n" NONE), BAD(2) },
	{ BYTES("witness a " A "\ngroup a any a\n" NONE), BAD(2) },
	{ BYTES("witness none " A "\n" NONE), BAD(1) },
	{ BYTES("witness a " A "\ngroup none any a\n" NONE), BAD(2) },
	/* Groups. */
	{ BYTES(FIVE "group\n" NONE), BAD(7) },
	{ BYTES(FIVE "group g\n" NONE), BAD(7) },
	{ BYTES(FIVE "group g any\n" NONE), BAD(7) },
	{ BYTES(FIVE "group g 0 a b\n" NONE), BAD(7) },
	{ BYTES(FIVE "group g 3 a b\n" NONE), BAD(7) },
	{ BYTES(FIVE "group g 01 a b\n" NONE), BAD(7) },
	{ BYTES(FIVE "group g -1 a b\n" NONE), BAD(7) },
	{ BYTES(FIVE "group g most a b\n" NONE), BAD(7) },
	{ BYTES(FIVE "group g 18446744073709551617 a\n" NONE), BAD(7) },
	{ BYTES(FIVE "group g any a f\n" NONE), BAD(7) },
	{ BYTES(FIVE "group g any f h\n" NONE), BAD(7) " " BAD(7) },
	{ BYTES(FIVE "group g any none\n" NONE), BAD(7) },
	{ BYTES(FIVE "group g any a a\n" NONE), BAD(7) },
	{ BYTES(FIVE "group g any a b\ngroup h any b c\n" NONE), BAD(8) },
	/* Cycles: of one, and of two. */
	{ BYTES(FIVE "group g any a g\n" NONE), BAD(7) },
	{ BYTES(FIVE "group g any a h\ngroup h any b g\n" NONE), BAD(7) },
	/* Quorums. */
	{ BYTES(FIVE "quorum\n"), BAD(7) },
	{ BYTES(FIVE "quorum a b\n"), BAD(7) },
	{ BYTES(FIVE "quorum f\n"), BAD(7) },
	{ BYTES(FIVE "quorum g\ngroup g any a\n"), BAD(7) },
	{ BYTES(FIVE "quorum a\nquorum a\n"), BAD(8) },
	{ BYTES(FIVE "quorum none\nquorum a\n"), BAD(8) },
	/* Characters. */
	{ BYTES("quorum none\r\n"), BAD(1) },
	{ BYTES("# a\0b\nquorum none\n"), BAD(1) },
	{ BYTES("# a\x1b[2K\nquorum none\n"), BAD(1) },
	{ BYTES("# a\x7f\nquorum none\n"), BAD(1) },
	{ BYTES("quorum\vnone\n"), BAD(1) },
	{ BYTES("log\xC2\xA0" LOG "\n" NONE), BAD(1) },
	/* All of them, and nobody is blamed for the mistake of another. */
	{ BYTES("log x\nwitness a y\ngroup g 5 a\nquorum g\nand more\n"),
	  BAD(1) " " BAD(2) " " BAD(3) " " BAD(5) },
};

START_TEST(every_mistake_is_told_and_nothing_is_trusted)
{
	struct hf_trust *trust = NULL;
	struct hf_findings list;
	struct hf_error err;

	assert_fails(read_bytes(&trust, bad[_i].text, bad[_i].size, &list,
				&err), &err, HF_EREFUSED);
	ck_assert_ptr_null(trust);
	ck_assert_str_eq(unit_findings(&list), bad[_i].findings);
	for (size_t i = 0; i < list.n; i++) {
		ck_assert_str_eq(list.at[i].path, "trust.txt");
		ck_assert(list.at[i].detail ||
			  list.at[i].id == HF_KEY_COLLISION);
	}
	hf_findings_release(&list);
}
END_TEST

START_TEST(the_same_key_may_have_both_roles)
{
	struct hf_trust *trust = sound("log " LOG "\n"
				       "witness self " LOG_AS_WITNESS "\n"
				       "quorum self\n");

	ck_assert_mem_eq(hf_trust_log_key(trust, 0)->key,
			 hf_trust_witness_key(trust, 0)->key, 32);
	hf_trust_free(trust);
}
END_TEST

START_TEST(a_secret_in_the_wrong_place_is_not_repeated)
{
	static const char text[] = "log PRIVATE+KEY+PeterNeumann+c74f20a3+"
		"AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz\nquorum none\n";
	struct hf_trust *trust = NULL;
	struct hf_findings list;
	struct hf_error err;

	assert_fails(read_bytes(&trust, text, strlen(text), &list, &err),
		     &err, HF_EREFUSED);
	ck_assert_uint_eq(list.n, 1);
	ck_assert_ptr_nonnull(strstr(list.at[0].detail, "private key"));
	ck_assert_ptr_null(strstr(list.at[0].detail, "AYEK"));
	ck_assert_ptr_null(list.at[0].actual);
	hf_findings_release(&list);
}
END_TEST

/* Groups in groups, as many names as there may be; then one more. */
START_TEST(names_are_bounded_and_a_chain_of_all_of_them_is_followed)
{
	struct hf_buf text = { 0 };
	struct hf_trust *trust = NULL;
	struct hf_findings list;
	struct hf_error err;

	hf_buf_adds(&text, "witness a " A "\ngroup g0 any a\n");
	for (int i = 1; i < 255; i++)
		hf_buf_printf(&text, "group g%d all g%d\n", i, i - 1);
	hf_buf_adds(&text, "quorum g254\n");
	trust = sound(hf_buf_text(&text));
	ck_assert(is_met_by(trust, "a"));
	ck_assert(!is_met_by(trust, "b"));
	hf_trust_free(trust);
	hf_buf_adds(&text, "group g255 all g254\n");
	assert_fails(read_bytes(&trust, text.data, text.len, &list, &err),
		     &err, HF_EREFUSED);
	ck_assert_str_eq(unit_findings(&list), "trust-malformed:258");
	hf_findings_release(&list);
	hf_buf_release(&text);
}
END_TEST

START_TEST(a_line_of_very_many_words_is_refused)
{
	struct hf_buf text = { 0 };
	struct hf_trust *trust = NULL;
	struct hf_findings list;
	struct hf_error err;

	hf_buf_adds(&text, "witness a " A "\ngroup g any");
	for (int i = 0; i < 10000; i++)
		hf_buf_adds(&text, " a");
	hf_buf_adds(&text, "\nquorum none\n");
	assert_fails(read_bytes(&trust, text.data, text.len, &list, &err),
		     &err, HF_EREFUSED);
	ck_assert_str_eq(unit_findings(&list), "trust-malformed:2");
	hf_findings_release(&list);
	hf_buf_release(&text);
}
END_TEST

static ssize_t broken_read(int fd, void *data, size_t size)
{
	errno = EIO;
	return -1;
}

START_TEST(what_cannot_be_read_is_no_empty_file)
{
	struct hf_trust *trust = NULL;
	struct hf_findings list;
	struct hf_error err;

	unit_replace_io()->read = broken_read;
	assert_fails(read_bytes(&trust, BYTES("quorum none\n"), &list, &err),
		     &err, HF_ESYS);
	ck_assert_int_eq(err.sys_errno, EIO);
	ck_assert_ptr_null(trust);
	ck_assert_uint_eq(list.n, 0);
	hf_findings_release(&list);
}
END_TEST

START_TEST(a_file_of_any_size_is_not_taken_into_memory)
{
	size_t size = 300 * 1024;
	struct hf_trust *trust = NULL;
	struct hf_findings list;
	struct hf_error err;
	char *text = malloc(size);

	ck_assert_ptr_nonnull(text);
	memset(text, '\n', size);
	assert_fails(read_bytes(&trust, text, size, &list, &err), &err,
		     HF_ESYS);
	ck_assert_int_eq(err.sys_errno, EFBIG);
	hf_findings_release(&list);
	free(text);
}
END_TEST

Suite *trust_suite(void)
{
	Suite *s = suite_create("trust");
	TCase *tc = unit_disk_case(s, "trust");

	tcase_add_test(tc, keys_are_found_by_number);
	tcase_add_loop_test(tc, a_quorum_is_met_by_those_who_make_it, 0,
			    COUNT(quorums));
	tcase_add_loop_test(tc, an_empty_file_trusts_nobody, 0, COUNT(empty));
	tcase_add_test(tc, a_log_alone_asks_for_no_witness);
	tcase_add_loop_test(tc, every_mistake_is_told_and_nothing_is_trusted,
			    0, COUNT(bad));
	tcase_add_test(tc, the_same_key_may_have_both_roles);
	tcase_add_test(tc, a_secret_in_the_wrong_place_is_not_repeated);
	tcase_add_test(tc, names_are_bounded_and_a_chain_of_all_of_them_is_followed);
	tcase_add_test(tc, a_line_of_very_many_words_is_refused);
	tcase_add_test(tc, what_cannot_be_read_is_no_empty_file);
	tcase_add_test(tc, a_file_of_any_size_is_not_taken_into_memory);
	return s;
}
