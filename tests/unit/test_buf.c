#include "unit.h"

#include <stdint.h>
#include <string.h>

#include "base/buf.h"

START_TEST(a_buffer_begins_empty)
{
	struct hf_buf buf = { 0 };
	struct hf_error err;

	ck_assert_str_eq(hf_buf_text(&buf), "");
	ck_assert_uint_eq(buf.len, 0);
	assert_ok(hf_buf_check(&buf, &err), &err);
	hf_buf_release(&buf);
}
END_TEST

START_TEST(what_is_appended_is_there_in_order)
{
	struct hf_buf buf = { 0 };

	hf_buf_adds(&buf, "one ");
	hf_buf_addc(&buf, '2');
	hf_buf_add(&buf, " three", 6);
	hf_buf_add(&buf, NULL, 0);
	hf_buf_printf(&buf, " %s%04d", "f", 4);
	ck_assert_str_eq(hf_buf_text(&buf), "one 2 three f0004");
	ck_assert_uint_eq(buf.len, strlen("one 2 three f0004"));
	hf_buf_release(&buf);
}
END_TEST

START_TEST(it_may_hold_nuls_and_ends_with_one_more)
{
	struct hf_buf buf = { 0 };

	hf_buf_add(&buf, "a\0b", 3);
	hf_buf_addc(&buf, '\0');
	hf_buf_addc(&buf, 'c');
	ck_assert_uint_eq(buf.len, 5);
	ck_assert_mem_eq(hf_buf_text(&buf), "a\0b\0c\0", 6);
	hf_buf_release(&buf);
}
END_TEST

START_TEST(it_grows_by_the_byte_and_by_the_megabyte)
{
	struct hf_buf buf = { 0 };
	static char large[3000000];

	for (int i = 0; i < 100000; i++) {
		hf_buf_addc(&buf, (char)('a' + i % 26));
		require(!buf.data[buf.len]);
	}
	memset(large, 'x', sizeof(large));
	hf_buf_add(&buf, large, sizeof(large));
	hf_buf_printf(&buf, "%200000d", 1);
	ck_assert_uint_eq(buf.len, 100000 + sizeof(large) + 200000);
	for (int i = 0; i < 100000; i++)
		require(buf.data[i] == 'a' + i % 26);
	ck_assert_int_eq(buf.data[100000], 'x');
	ck_assert_int_eq(buf.data[buf.len - 1], '1');
	ck_assert_int_eq(buf.data[buf.len], '\0');
	hf_buf_release(&buf);
}
END_TEST

START_TEST(reserved_room_may_be_written_and_is_not_counted)
{
	struct hf_buf buf = { 0 };
	char *room;

	hf_buf_adds(&buf, "ab");
	room = hf_buf_reserve(&buf, 1000);
	ck_assert_ptr_nonnull(room);
	ck_assert_uint_eq(buf.len, 2);
	ck_assert_str_eq(hf_buf_text(&buf), "ab");
	memset(room, 'c', 1000);
	buf.len += 1;
	hf_buf_addc(&buf, 'd');
	ck_assert_str_eq(hf_buf_text(&buf), "abcd");
	hf_buf_release(&buf);
}
END_TEST

START_TEST(a_failure_is_remembered_until_it_is_cleared)
{
	struct hf_buf buf = { 0 };
	struct hf_error err;

	hf_buf_adds(&buf, "kept");
	ck_assert_ptr_null(hf_buf_reserve(&buf, SIZE_MAX));
	ck_assert(buf.failed);
	hf_buf_adds(&buf, "lost");
	hf_buf_printf(&buf, "%d", 1);
	hf_buf_addc(&buf, 'x');
	ck_assert_ptr_null(hf_buf_reserve(&buf, 1));
	ck_assert_str_eq(hf_buf_text(&buf), "kept");
	assert_fails(hf_buf_check(&buf, &err), &err, HF_ENOMEM);

	hf_buf_clear(&buf);
	assert_ok(hf_buf_check(&buf, &err), &err);
	hf_buf_adds(&buf, "new");
	ck_assert_str_eq(hf_buf_text(&buf), "new");
	hf_buf_release(&buf);
}
END_TEST

START_TEST(sizes_that_overflow_are_a_failure)
{
	static const size_t sizes[] = { SIZE_MAX, SIZE_MAX - 1, SIZE_MAX - 4,
					SIZE_MAX / 2, SIZE_MAX / 2 + 1 };
	struct hf_buf buf = { 0 };

	hf_buf_adds(&buf, "abcd");
	ck_assert_ptr_null(hf_buf_reserve(&buf, sizes[_i]));
	ck_assert(buf.failed);
	ck_assert_str_eq(hf_buf_text(&buf), "abcd");
	hf_buf_release(&buf);
}
END_TEST

START_TEST(clearing_keeps_the_memory_and_releasing_does_not)
{
	struct hf_buf buf = { 0 };
	size_t size;

	hf_buf_clear(&buf);
	ck_assert_str_eq(hf_buf_text(&buf), "");
	hf_buf_printf(&buf, "%5000d", 1);
	size = buf.size;
	hf_buf_clear(&buf);
	ck_assert_str_eq(hf_buf_text(&buf), "");
	ck_assert_uint_eq(buf.len, 0);
	ck_assert_uint_eq(buf.size, size);
	hf_buf_release(&buf);
	ck_assert_ptr_null(buf.data);
	ck_assert_uint_eq(buf.size, 0);
	hf_buf_adds(&buf, "again");
	ck_assert_str_eq(hf_buf_text(&buf), "again");
	hf_buf_release(&buf);
	hf_buf_release(&buf);
}
END_TEST

Suite *buf_suite(void)
{
	Suite *s = suite_create("buf");
	TCase *tc = unit_case(s, "buf");

	tcase_add_test(tc, a_buffer_begins_empty);
	tcase_add_test(tc, what_is_appended_is_there_in_order);
	tcase_add_test(tc, it_may_hold_nuls_and_ends_with_one_more);
	tcase_add_test(tc, it_grows_by_the_byte_and_by_the_megabyte);
	tcase_add_test(tc, reserved_room_may_be_written_and_is_not_counted);
	tcase_add_test(tc, a_failure_is_remembered_until_it_is_cleared);
	tcase_add_loop_test(tc, sizes_that_overflow_are_a_failure, 0, 5);
	tcase_add_test(tc, clearing_keeps_the_memory_and_releasing_does_not);
	return s;
}
