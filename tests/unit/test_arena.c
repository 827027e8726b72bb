#include "unit.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"

static bool all_zero(const unsigned char *p, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		if (p[i])
			return false;
	}
	return true;
}

START_TEST(what_is_allocated_is_zeroed_and_aligned)
{
	static const size_t sizes[] = { 1, 3, 8, 17, 1000, 16384, 16385, 65536,
					65537, 300000, 2, 1 };
	struct hf_arena arena = { 0 };

	/* Twice, with dirt left behind by the first round. */
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < 20 * COUNT(sizes); i++) {
			size_t size = sizes[i % COUNT(sizes)];
			unsigned char *p = hf_arena_alloc(&arena, size);

			require(p);
			require((uintptr_t)p % alignof(max_align_t) == 0);
			require(all_zero(p, size));
			memset(p, 0xff, size);
			/* Something that needs no alignment, in between. */
			require(hf_arena_strdup(&arena, "x"));
		}
		hf_arena_release(&arena);
	}
}
END_TEST

START_TEST(nothing_overlaps_and_nothing_moves)
{
	enum { N = 20000 };
	struct hf_arena arena = { 0 };
	unsigned char **p = calloc(N, sizeof(*p));
	size_t *size = calloc(N, sizeof(*size));
	unsigned char noise[2];

	ck_assert(p && size);
	for (int i = 0; i < N; i++) {
		unit_noise(noise, sizeof(noise), (unsigned int)i);
		/* Small ones, and now and then one of a block of its own. */
		size[i] = i % 1000 == 999 ? 40000u + noise[0]
					  : 1u + noise[0] % 100;
		p[i] = i % 2 ? hf_arena_alloc(&arena, size[i])
			     : (unsigned char *)hf_arena_memdup(
					&arena, "", 0);
		if (i % 2 == 0)
			size[i] = 1;
		require(p[i]);
		memset(p[i], i % 251, size[i]);
	}
	for (int i = 0; i < N; i++) {
		for (size_t k = 0; k < size[i]; k++)
			require(p[i][k] == i % 251);
	}
	hf_arena_release(&arena);
	free(p);
	free(size);
}
END_TEST

START_TEST(copies_have_the_same_bytes_and_a_nul_behind)
{
	struct hf_arena arena = { 0 };
	char *copy = hf_arena_memdup(&arena, "a\0b", 3);

	ck_assert_mem_eq(copy, "a\0b\0", 4);
	ck_assert_mem_eq(hf_arena_memdup(&arena, NULL, 0), "", 1);
	ck_assert_str_eq(hf_arena_strdup(&arena, "word"), "word");
	ck_assert_str_eq(hf_arena_strdup(&arena, ""), "");
	ck_assert_str_eq(hf_arena_printf(&arena, "%s-%05d", "n", 42),
			 "n-00042");
	ck_assert_str_eq(hf_arena_printf(&arena, "%s", ""), "");
	hf_arena_release(&arena);
}
END_TEST

START_TEST(a_long_text_is_printed_whole)
{
	struct hf_arena arena = { 0 };
	char *text = hf_arena_printf(&arena, "%100000d|", 7);

	ck_assert_uint_eq(strlen(text), 100001);
	ck_assert_str_eq(text + 99999, "7|");
	hf_arena_release(&arena);
}
END_TEST

START_TEST(an_impossible_size_is_refused_and_harms_nothing)
{
	struct hf_arena arena = { 0 };
	char *before = hf_arena_strdup(&arena, "before");

	ck_assert_ptr_null(hf_arena_alloc(&arena, SIZE_MAX));
	ck_assert_ptr_null(hf_arena_alloc(&arena, SIZE_MAX - 8));
	ck_assert_ptr_null(hf_arena_memdup(&arena, "x", SIZE_MAX));
	ck_assert_str_eq(before, "before");
	ck_assert_str_eq(hf_arena_strdup(&arena, "after"), "after");
	hf_arena_release(&arena);
	/* Also where the arena was empty. */
	ck_assert_ptr_null(hf_arena_alloc(&arena, SIZE_MAX));
	hf_arena_release(&arena);
}
END_TEST

START_TEST(a_released_arena_is_empty_and_ready)
{
	struct hf_arena arena = { 0 };

	hf_arena_release(&arena);
	ck_assert_ptr_nonnull(hf_arena_alloc(&arena, 100000));
	hf_arena_release(&arena);
	ck_assert_ptr_null(arena.head);
	hf_arena_release(&arena);
	ck_assert_str_eq(hf_arena_strdup(&arena, "again"), "again");
	hf_arena_release(&arena);
}
END_TEST

/* A list is not moved where there is room, and nothing of it is lost. */
START_TEST(a_list_grows_by_the_item_and_keeps_what_it_has)
{
	size_t room = 0, moved = 0;
	uint32_t *list = NULL, *grown;

	for (uint32_t i = 0; i < 1000; i++) {
		size_t before = room;

		grown = hf_list_grow(list, i, &room, sizeof(*list));
		ck_assert_ptr_nonnull(grown);
		ck_assert_uint_gt(room, i);
		moved += room != before;
		if (room == before)
			ck_assert_ptr_eq(grown, list);
		list = grown;
		list[i] = i;
	}
	ck_assert_uint_le(moved, 7);
	for (uint32_t i = 0; i < 1000; i++)
		ck_assert_uint_eq(list[i], i);
	free(list);
}
END_TEST

START_TEST(a_list_that_cannot_grow_is_as_it_was)
{
	size_t room = SIZE_MAX / 2;
	char item = 'a';

	ck_assert_ptr_null(hf_list_grow(&item, room, &room, 4));
	ck_assert_uint_eq(room, SIZE_MAX / 2);
	ck_assert_int_eq(item, 'a');
}
END_TEST

Suite *arena_suite(void)
{
	Suite *s = suite_create("arena");
	TCase *tc = unit_case(s, "arena");

	tcase_add_test(tc, what_is_allocated_is_zeroed_and_aligned);
	tcase_add_test(tc, nothing_overlaps_and_nothing_moves);
	tcase_add_test(tc, copies_have_the_same_bytes_and_a_nul_behind);
	tcase_add_test(tc, a_long_text_is_printed_whole);
	tcase_add_test(tc, an_impossible_size_is_refused_and_harms_nothing);
	tcase_add_test(tc, a_released_arena_is_empty_and_ready);
	tcase_add_test(tc, a_list_grows_by_the_item_and_keeps_what_it_has);
	tcase_add_test(tc, a_list_that_cannot_grow_is_as_it_was);
	return s;
}
