#include "unit.h"

#include <string.h>

#include "log/checkpoint.h"

#define ROOT	"CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
#define SIZED(size)	"example.com/log\n" size "\n" ROOT "\n"
#define ROOTED(root)	"example.com/log\n1\n" root "\n"

static const char published[] = "example.com/behind-the-sofa\n20852163\n"
	ROOT "\n";

START_TEST(a_checkpoint_is_three_lines)
{
	struct hf_checkpoint checkpoint;
	struct hf_buf text = { 0 };
	struct hf_error err;

	assert_ok(hf_checkpoint_parse(&checkpoint, published,
				      strlen(published), &err), &err);
	ck_assert_str_eq(checkpoint.origin, "example.com/behind-the-sofa");
	ck_assert_uint_eq(checkpoint.size, 20852163);
	ck_assert_mem_eq(checkpoint.root.at, "\x0a\xc5\x18\x6a\x91\x86\x3e\x8e"
			 "\x1d\x90\xc8\x08\x01\x4a\xa8\x9b\xf5\xda\x8e\x3e"
			 "\xe1\xd9\xf0\x76\x30\xf0\x37\x8f\x68\xf1\xab\x62",
			 HF_HASH_SIZE);
	hf_checkpoint_format(&text, &checkpoint);
	ck_assert_str_eq(hf_buf_text(&text), published);
	hf_buf_release(&text);
}
END_TEST

static const struct {
	const char *text;
	size_t len;
} good[] = {
	{ BYTES(SIZED("0")) },
	{ BYTES(SIZED("18446744073709551615")) },
	/* Only a recommendation asks for an origin without blanks. */
	{ BYTES("Archive of the parish + town\n7\n" ROOT "\n") },
	{ BYTES("\xc3\x84\n10\n" ROOT "\n") },
};

START_TEST(what_is_read_is_written_the_same)
{
	struct hf_checkpoint checkpoint;
	struct hf_buf text = { 0 };
	struct hf_error err;

	assert_ok(hf_checkpoint_parse(&checkpoint, good[_i].text, good[_i].len,
				      &err), &err);
	hf_checkpoint_format(&text, &checkpoint);
	ck_assert_str_eq(hf_buf_text(&text), good[_i].text);
	hf_buf_release(&text);
}
END_TEST

static const struct {
	const char *text;
	size_t len;
	const char *says;
} bad[] = {
	{ BYTES(""), "three lines" },
	{ BYTES("example.com/log\n1\n"), "three lines" },
	{ BYTES("example.com/log\n1\n" ROOT), "three lines" },
	{ BYTES(SIZED("1") "more\n"), "more than three" },
	{ BYTES(SIZED("1") "\n"), "more than three" },
	{ BYTES(SIZED("1") "x"), "more than three" },
	{ BYTES("\n1\n" ROOT "\n"), "origin" },
	{ BYTES("a\0b\n1\n" ROOT "\n"), "control character" },
	{ BYTES("a\tb\n1\n" ROOT "\n"), "control character" },
	{ BYTES("a\r\n1\n" ROOT "\n"), "control character" },
	{ BYTES("\xff\n1\n" ROOT "\n"), "UTF-8" },
	{ BYTES(SIZED("")), "number" },
	{ BYTES(SIZED("-1")), "number" },
	{ BYTES(SIZED("+1")), "number" },
	{ BYTES(SIZED(" 1")), "number" },
	{ BYTES(SIZED("1 ")), "number" },
	{ BYTES(SIZED("0x1")), "number" },
	{ BYTES(SIZED("1\r")), "number" },
	{ BYTES(SIZED("18446744073709551616")), "number" },
	{ BYTES(SIZED("01")), "zero in front" },
	{ BYTES(SIZED("00")), "zero in front" },
	{ BYTES(ROOTED("")), "0 octets" },
	{ BYTES(ROOTED("CsUY")), "3 octets" },
	{ BYTES(ROOTED("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2Jp")), "33 octets" },
	/* The last digit has bits that belong to no octet. */
	{ BYTES(ROOTED("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=")), "canonical" },
	{ BYTES(ROOTED("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I")), "canonical" },
	{ BYTES(ROOTED("CsUYapGGPo4dkMgIAUqom_Xajj7h2fB2MPA3j2jxq2I=")), "canonical" },
	{ BYTES(ROOTED("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I= ")), "canonical" },
	{ BYTES(ROOTED("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jx=2I=")), "canonical" },
	{ BYTES(ROOTED("0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62")), "48 octets" },
};

START_TEST(anything_else_is_no_checkpoint)
{
	struct hf_checkpoint checkpoint;
	struct hf_error err;

	assert_fails(hf_checkpoint_parse(&checkpoint, bad[_i].text,
					 bad[_i].len, &err), &err, HF_EFORMAT);
	ck_assert_msg(strstr(err.text, bad[_i].says), "%s", err.text);
}
END_TEST

START_TEST(an_origin_is_at_most_as_long_as_a_name)
{
	char text[HF_KEY_NAME_MAX + 80];
	struct hf_checkpoint checkpoint;
	struct hf_error err;

	memset(text, 'a', HF_KEY_NAME_MAX);
	strcpy(text + HF_KEY_NAME_MAX, "\n1\n" ROOT "\n");
	assert_ok(hf_checkpoint_parse(&checkpoint, text, strlen(text), &err),
		  &err);
	ck_assert_uint_eq(strlen(checkpoint.origin), HF_KEY_NAME_MAX);
	memset(text, 'a', HF_KEY_NAME_MAX + 1);
	strcpy(text + HF_KEY_NAME_MAX + 1, "\n1\n" ROOT "\n");
	assert_fails(hf_checkpoint_parse(&checkpoint, text, strlen(text), &err),
		     &err, HF_EFORMAT);
}
END_TEST

Suite *checkpoint_suite(void)
{
	Suite *s = suite_create("checkpoint");
	TCase *tc = unit_case(s, "checkpoint");

	tcase_add_test(tc, a_checkpoint_is_three_lines);
	tcase_add_loop_test(tc, what_is_read_is_written_the_same, 0,
			    COUNT(good));
	tcase_add_loop_test(tc, anything_else_is_no_checkpoint, 0, COUNT(bad));
	tcase_add_test(tc, an_origin_is_at_most_as_long_as_a_name);
	return s;
}
