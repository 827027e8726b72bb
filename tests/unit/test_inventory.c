#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bag/inventory.h"

static struct hf_inventory *new_inventory(void)
{
	struct hf_inventory *inventory = NULL;
	struct hf_error err;

	assert_ok(hf_inventory_new(&inventory, &err), &err);
	return inventory;
}

START_TEST(an_empty_one_holds_nothing)
{
	struct hf_inventory *inventory = new_inventory();

	ck_assert_uint_eq(hf_inventory_count(inventory), 0);
	ck_assert_uint_eq(hf_inventory_find(inventory, "data/a", 6),
			  HF_NO_FILE);
	ck_assert_uint_eq(hf_inventory_find(inventory, "", 0), HF_NO_FILE);
	ck_assert_ptr_nonnull(hf_inventory_sorted(inventory));
	hf_inventory_free(inventory);
	hf_inventory_free(NULL);
}
END_TEST

START_TEST(a_path_is_there_once_however_often_it_is_added)
{
	struct hf_inventory *inventory = new_inventory();
	char path[] = "data/a";
	struct hf_file *file;

	ck_assert_uint_eq(hf_inventory_add(inventory, path, 6), 0);
	ck_assert_uint_eq(hf_inventory_add(inventory, "data/b", 6), 1);
	ck_assert_uint_eq(hf_inventory_add(inventory, path, 6), 0);
	ck_assert_uint_eq(hf_inventory_count(inventory), 2);
	/* It has a path of its own, and begins without any mark. */
	path[0] = 'x';
	file = hf_inventory_at(inventory, 0);
	ck_assert_str_eq(file->path, "data/a");
	ck_assert_uint_eq(file->path_len, 6);
	ck_assert_uint_eq(file->named | file->listed | file->flags, 0);
	ck_assert_uint_eq(hf_inventory_find(inventory, "data/a", 6), 0);
	ck_assert_uint_eq(hf_inventory_find(inventory, path, 6), HF_NO_FILE);
	hf_inventory_free(inventory);
}
END_TEST

START_TEST(a_path_is_its_bytes_and_its_length)
{
	static const struct { const char *path; size_t len; } paths[] = {
		{ BYTES("a") }, { BYTES("a\0") }, { BYTES("a\0b") },
		{ BYTES("ab") }, { BYTES("A") }, { BYTES("") },
		{ BYTES("\xc3\xa9") }, { BYTES("e\xcc\x81") }, { BYTES("\xff") },
		{ BYTES("abcdefg") }, { BYTES("abcdefgh") },
		{ BYTES("abcdefghi") }, { BYTES("abcdefgh\0") },
	};
	struct hf_inventory *inventory = new_inventory();

	for (uint32_t i = 0; i < COUNT(paths); i++)
		ck_assert_uint_eq(hf_inventory_add(inventory, paths[i].path,
						   paths[i].len), i);
	for (uint32_t i = 0; i < COUNT(paths); i++) {
		const struct hf_file *file = hf_inventory_at(inventory, i);

		ck_assert_uint_eq(hf_inventory_find(inventory, paths[i].path,
						    paths[i].len), i);
		ck_assert_uint_eq(file->path_len, paths[i].len);
		ck_assert(!memcmp(file->path, paths[i].path,
				  paths[i].len + 1));
	}
	hf_inventory_free(inventory);
}
END_TEST

#define MANY	100000

/* Not in the order of their names. */
static int name_of(char path[64], uint32_t i)
{
	return snprintf(path, 64, "data/%u/file-%u.dat", i * 7919 % 100, i);
}

START_TEST(a_hundred_thousand_are_found_again)
{
	struct hf_inventory *inventory = new_inventory();
	char path[64];
	int len;

	for (uint32_t i = 0; i < MANY; i++) {
		len = name_of(path, i);
		require(hf_inventory_find(inventory, path, (size_t)len) ==
			HF_NO_FILE);
		require(hf_inventory_add(inventory, path, (size_t)len) == i);
		hf_inventory_at(inventory, i)->size = i;
	}
	ck_assert_uint_eq(hf_inventory_count(inventory), MANY);
	for (uint32_t i = 0; i < MANY; i++) {
		const struct hf_file *file = hf_inventory_at(inventory, i);

		len = name_of(path, i);
		require(hf_inventory_add(inventory, path, (size_t)len) == i);
		require(!strcmp(file->path, path));
		require(file->size == i);
	}
	ck_assert_uint_eq(hf_inventory_count(inventory), MANY);
	hf_inventory_free(inventory);
}
END_TEST

START_TEST(they_can_be_had_by_the_bytes_of_their_paths)
{
	struct hf_inventory *inventory = new_inventory();
	unsigned char *seen = calloc(MANY + 2, 1);
	const uint32_t *sorted;
	char path[64];

	for (uint32_t i = 0; i < MANY; i++)
		hf_inventory_add(inventory, path, (size_t)name_of(path, i));
	sorted = hf_inventory_sorted(inventory);
	ck_assert_ptr_eq(hf_inventory_sorted(inventory), sorted);
	for (uint32_t i = 0; i < MANY; i++) {
		require(sorted[i] < MANY);
		require(!seen[sorted[i]]++);
		if (i)
			require(strcmp(
				hf_inventory_at(inventory, sorted[i - 1])->path,
				hf_inventory_at(inventory, sorted[i])->path) <
				0);
	}
	/* What is added later finds its place too. */
	hf_inventory_add(inventory, "\xff", 1);
	hf_inventory_add(inventory, "aaa", 3);
	sorted = hf_inventory_sorted(inventory);
	ck_assert_uint_eq(sorted[0], MANY + 1);
	ck_assert_uint_eq(sorted[MANY + 1], MANY);
	free(seen);
	hf_inventory_free(inventory);
}
END_TEST

/* As manifests come: in order at first, then others in none. */
START_TEST(what_is_in_order_stays_and_the_rest_is_put_between)
{
	enum { ORDERED = 3000 };
	char path[64];

	for (uint32_t rest = 0; rest < 200; rest += 33) {
		struct hf_inventory *inventory = new_inventory();
		uint32_t n = ORDERED + rest;
		const uint32_t *sorted;

		for (uint32_t i = 0; i < n; i++) {
			uint32_t number = i < ORDERED ? 2 * i
				: (i * 7919 + 6500) % 7001 * 2 + 1;
			int len = snprintf(path, sizeof(path), "%06u", number);

			hf_inventory_add(inventory, path, (size_t)len);
		}
		ck_assert_uint_eq(hf_inventory_count(inventory), n);
		sorted = hf_inventory_sorted(inventory);
		for (uint32_t i = 1; i < n; i++)
			require(strcmp(
				hf_inventory_at(inventory, sorted[i - 1])->path,
				hf_inventory_at(inventory, sorted[i])->path) <
				0);
		hf_inventory_free(inventory);
	}
}
END_TEST

/* The second of two manifests, in the order of the first, and not quite. */
START_TEST(a_path_is_found_in_whatever_order_it_is_added_again)
{
	static const char *const again[] = {
		"a", "b", "c", "d", "b", "c", "c", "a", "d", "new", "a", "b",
		"newer", "new", "newer", "d", "a",
	};
	static const uint32_t found[] = {
		0, 1, 2, 3, 1, 2, 2, 0, 3, 4, 0, 1, 5, 4, 5, 3, 0,
	};
	struct hf_inventory *inventory = new_inventory();

	for (int i = 0; i < COUNT(again); i++)
		ck_assert_uint_eq(hf_inventory_add(inventory, again[i],
						   strlen(again[i])), found[i]);
	ck_assert_uint_eq(hf_inventory_count(inventory), 6);
	hf_inventory_free(inventory);
}
END_TEST

START_TEST(order_is_of_unsigned_bytes_and_the_shorter_comes_first)
{
	static const struct { const char *path; size_t len; } paths[] = {
		{ BYTES("") }, { BYTES("\0") }, { BYTES("\x01") },
		{ BYTES("a") }, { BYTES("a\0") }, { BYTES("a\0a") },
		{ BYTES("a b") }, { BYTES("a.b") }, { BYTES("a/b") },
		{ BYTES("aa") }, { BYTES("\x7f") }, { BYTES("\x80") },
		{ BYTES("\xff") },
	};
	struct hf_inventory *inventory = new_inventory();
	uint32_t n = COUNT(paths);
	const uint32_t *sorted;

	for (uint32_t i = 0; i < n; i++)
		hf_inventory_add(inventory, paths[n - 1 - i].path,
				 paths[n - 1 - i].len);
	sorted = hf_inventory_sorted(inventory);
	for (uint32_t i = 0; i < n; i++)
		ck_assert_uint_eq(sorted[i], n - 1 - i);
	hf_inventory_free(inventory);
}
END_TEST

/* Digests: zero at first, each file's and each algorithm's its own. */
START_TEST(each_file_has_room_for_the_digests_asked_for)
{
	static const enum hf_alg algs[] = { HF_MD5, HF_SHA512, HF_SHA3_224 };
	struct hf_inventory *inventory = new_inventory();
	char path[64];

	for (uint32_t i = 0; i < 10000; i++)
		hf_inventory_add(inventory, path, (size_t)name_of(path, i));
	for (uint32_t i = 0; i < 10000; i++) {
		for (int k = 0; k < COUNT(algs); k++) {
			size_t size = hf_alg_size(algs[k]);
			unsigned char *digest = hf_inventory_digest(
				inventory, i, algs[k]);

			require(digest);
			for (size_t b = 0; b < size; b++)
				require(!digest[b]);
			unit_noise(digest, size, i * 10 + (unsigned int)k);
		}
	}
	/* More files do not move the digests of the others. */
	for (uint32_t i = 10000; i < 20000; i++)
		hf_inventory_add(inventory, path, (size_t)name_of(path, i));
	for (uint32_t i = 0; i < 10000; i++) {
		for (int k = 0; k < COUNT(algs); k++) {
			unsigned char expected[HF_DIGEST_MAX];
			size_t size = hf_alg_size(algs[k]);

			unit_noise(expected, size, i * 10 + (unsigned int)k);
			require(!memcmp(hf_inventory_digest(inventory, i,
							    algs[k]),
					expected, size));
		}
	}
	hf_inventory_free(inventory);
}
END_TEST

START_TEST(a_path_may_be_long)
{
	enum { LONG = 1000000 };
	struct hf_inventory *inventory = new_inventory();
	char *path = malloc(LONG);

	memset(path, 'x', LONG);
	ck_assert_uint_eq(hf_inventory_add(inventory, path, LONG), 0);
	ck_assert_uint_eq(hf_inventory_add(inventory, path, LONG - 1), 1);
	ck_assert_uint_eq(hf_inventory_find(inventory, path, LONG), 0);
	ck_assert_uint_eq(hf_inventory_at(inventory, 0)->path_len, LONG);
	ck_assert_uint_eq(strlen(hf_inventory_at(inventory, 0)->path), LONG);
	ck_assert_uint_eq(hf_inventory_sorted(inventory)[0], 1);
	free(path);
	hf_inventory_free(inventory);
}
END_TEST

Suite *inventory_suite(void)
{
	Suite *s = suite_create("inventory");
	TCase *tc = unit_case(s, "inventory");

	tcase_add_test(tc, an_empty_one_holds_nothing);
	tcase_add_test(tc, a_path_is_there_once_however_often_it_is_added);
	tcase_add_test(tc, a_path_is_its_bytes_and_its_length);
	tcase_add_test(tc, a_hundred_thousand_are_found_again);
	tcase_add_test(tc, they_can_be_had_by_the_bytes_of_their_paths);
	tcase_add_test(tc, order_is_of_unsigned_bytes_and_the_shorter_comes_first);
	tcase_add_test(tc, each_file_has_room_for_the_digests_asked_for);
	tcase_add_test(tc, a_path_may_be_long);
	tcase_add_test(tc, what_is_in_order_stays_and_the_rest_is_put_between);
	tcase_add_test(tc, a_path_is_found_in_whatever_order_it_is_added_again);
	return s;
}
