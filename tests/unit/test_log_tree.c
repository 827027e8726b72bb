#include "unit.h"

#include <openssl/sha.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "log/tree.h"

#define MOST	130	/* leaves: beyond the powers of two up to 128 */

/* From one wrong place to the next: all in small trees, some in larger ones. */
#define STEP(n)	((n) <= 66 ? 1 : 5)

/*
 * The tree once more, word for word as RFC 6962, 2.1 defines it, and hashed by
 * OpenSSL.  Roots of ranges are kept, or it would take forever.
 */
static struct hf_hash leaves[MOST], roots[MOST + 1][MOST + 1];
static bool known[MOST + 1][MOST + 1];

static void plain_hash(struct hf_hash *hash, unsigned char prefix,
		       const void *data, size_t size)
{
	unsigned char text[1024];

	text[0] = prefix;
	if (size)
		memcpy(text + 1, data, size);
	SHA256(text, size + 1, hash->at);
}

static size_t half_of(size_t n)
{
	size_t k = 1;

	while (2 * k < n)
		k *= 2;
	return k;
}

static const struct hf_hash *plain_root(size_t from, size_t to)
{
	struct hf_hash *root = &roots[from][to], both[2];
	size_t k;

	if (known[from][to])
		return root;
	known[from][to] = true;
	if (from == to) {
		SHA256((const unsigned char *)"", 0, root->at);
	} else if (to - from == 1) {
		*root = leaves[from];
	} else {
		k = from + half_of(to - from);
		both[0] = *plain_root(from, k);
		both[1] = *plain_root(k, to);
		plain_hash(root, 0x01, both, sizeof(both));
	}
	return root;
}

static void plain_path(struct hf_proof *proof, size_t m, size_t from, size_t to)
{
	size_t k;

	if (to - from == 1)
		return;
	k = half_of(to - from);
	if (m < k) {
		plain_path(proof, m, from, from + k);
		proof->at[proof->n++] = *plain_root(from + k, to);
	} else {
		plain_path(proof, m - k, from + k, to);
		proof->at[proof->n++] = *plain_root(from, from + k);
	}
}

static void plain_subproof(struct hf_proof *proof, size_t m, size_t from,
			   size_t to, bool whole)
{
	size_t k;

	if (m == to - from) {
		if (!whole)
			proof->at[proof->n++] = *plain_root(from, to);
		return;
	}
	k = half_of(to - from);
	if (m <= k) {
		plain_subproof(proof, m, from, from + k, whole);
		proof->at[proof->n++] = *plain_root(from + k, to);
	} else {
		plain_subproof(proof, m - k, from + k, to, false);
		proof->at[proof->n++] = *plain_root(from, from + k);
	}
}

static void plant(void)
{
	for (int i = 0; i < MOST; i++) {
		unsigned char entry[2] = { (unsigned char)i, 'x' };

		plain_hash(&leaves[i], 0x00, entry, sizeof(entry));
	}
}

static void assert_same(const struct hf_proof *a, const struct hf_proof *b)
{
	require(a->n == b->n);
	for (size_t i = 0; i < a->n; i++)
		require(!memcmp(&a->at[i], &b->at[i], sizeof(a->at[i])));
}

/*
 * Ways to spoil a proof: which, for each of its hashes.  False behind the last
 * way.
 */
static bool spoil(struct hf_proof *proof, unsigned int way)
{
	size_t i = way / 3, n = proof->n;

	if (i > n || (i == n && way % 3 != 2))
		return false;
	switch (way % 3) {
	case 0:
		proof->at[i].at[(7 * way) % HF_HASH_SIZE] ^=
			(unsigned char)(1 << way % 8);
		break;
	case 1:
		memmove(&proof->at[i], &proof->at[i + 1],
			(n - i - 1) * sizeof(proof->at[0]));
		proof->n--;
		break;
	default:
		memmove(&proof->at[i + 1], &proof->at[i],
			(n - i) * sizeof(proof->at[0]));
		proof->at[i] = leaves[way % MOST];
		proof->n++;
	}
	return true;
}

/* The leaves and roots that Certificate Transparency's libraries publish. */
static const struct {
	const char *leaf;
	size_t size;
	const char *root;
} published[] = {
	{ BYTES(""),
	  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d" },
	{ BYTES("\x00"),
	  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125" },
	{ BYTES("\x10"),
	  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77" },
	{ BYTES("\x20\x21"),
	  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7" },
	{ BYTES("\x30\x31"),
	  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4" },
	{ BYTES("\x40\x41\x42\x43"),
	  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef" },
	{ BYTES("\x50\x51\x52\x53\x54\x55\x56\x57"),
	  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c" },
	{ BYTES("\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"),
	  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328" },
};

static void assert_hash(const struct hf_hash *hash, const char *expected)
{
	char hex[2 * HF_HASH_SIZE + 1];

	hf_hex_encode(hex, hash->at, HF_HASH_SIZE);
	ck_assert_str_eq(hex, expected);
}

static const char empty_root[] =
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

START_TEST(published_trees_have_their_roots)
{
	struct hf_frontier frontier = { 0 };
	struct hf_hash hash;

	hf_frontier_root(&frontier, &hash);
	assert_hash(&hash, empty_root);
	for (int i = 0; i < COUNT(published); i++) {
		hf_leaf_hash(&hash, published[i].leaf, published[i].size);
		hf_frontier_add(&frontier, &hash);
		hf_frontier_root(&frontier, &hash);
		assert_hash(&hash, published[i].root);
	}
}
END_TEST

START_TEST(published_proofs_are_made)
{
	struct hf_hash hashes[COUNT(published)];
	struct hf_proof proof;

	for (int i = 0; i < COUNT(published); i++)
		hf_leaf_hash(&hashes[i], published[i].leaf, published[i].size);
	hf_prove_inclusion(&proof, hashes, 8, 5);
	ck_assert_uint_eq(proof.n, 3);
	assert_hash(&proof.at[0], "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
	assert_hash(&proof.at[1], "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0");
	assert_hash(&proof.at[2], "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
	hf_prove_consistency(&proof, hashes, 5, 2);
	ck_assert_uint_eq(proof.n, 2);
	assert_hash(&proof.at[0], "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e");
	assert_hash(&proof.at[1], "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
}
END_TEST

/* All lengths around the blocks of SHA-256, and its padding. */
START_TEST(a_leaf_of_any_length_is_hashed_as_openssl_does)
{
	unsigned char data[700];
	struct hf_hash ours, plain;

	unit_noise(data, sizeof(data), 7);
	for (size_t size = 0; size < sizeof(data); size++) {
		hf_leaf_hash(&ours, data, size);
		plain_hash(&plain, 0x00, data, size);
		require(!memcmp(&ours, &plain, sizeof(ours)));
	}
}
END_TEST

START_TEST(a_tree_that_grows_has_the_root_of_the_whole)
{
	struct hf_frontier frontier = { 0 };
	struct hf_hash root;

	plant();
	for (size_t n = 0; n <= MOST; n++) {
		hf_frontier_root(&frontier, &root);
		require(!memcmp(&root, plain_root(0, n), sizeof(root)));
		require(frontier.size == n);
		require(hf_frontier_count(&frontier) ==
			(unsigned int)__builtin_popcountll(n));
		if (n < MOST)
			hf_frontier_add(&frontier, &leaves[n]);
	}
}
END_TEST

/* _i leaves; each of them. */
START_TEST(every_leaf_is_proved_and_no_other)
{
	size_t n = (size_t)_i;
	const struct hf_hash *root;

	plant();
	root = plain_root(0, n);
	for (size_t m = 0; m < n; m++) {
		struct hf_proof proof, plain = { 0 }, bad;

		hf_prove_inclusion(&proof, leaves, n, m);
		plain_path(&plain, m, 0, n);
		assert_same(&proof, &plain);
		require(hf_inclusion_holds(&proof, &leaves[m], m, n, root));
		for (size_t other = 0; other < n + 2;
		     other += STEP(n))
			require(other == m ||
				!hf_inclusion_holds(&proof, &leaves[m], other,
						    n, root));
		require(!hf_inclusion_holds(&proof, &leaves[(m + 1) % MOST], m,
					    n, root));
		bad = proof;
		for (unsigned int way = 0; spoil(&bad, way); way++) {
			require(!hf_inclusion_holds(&bad, &leaves[m], m, n,
						    root));
			bad = proof;
		}
	}
}
END_TEST

/* What is added next is proved by what is known of the tree before. */
START_TEST(the_last_leaf_is_proved_without_the_others)
{
	struct hf_frontier frontier = { 0 };

	plant();
	for (size_t n = 1; n <= MOST; n++) {
		struct hf_proof proof, plain = { 0 };

		hf_prove_next(&proof, &frontier);
		plain_path(&plain, n - 1, 0, n);
		assert_same(&proof, &plain);
		hf_frontier_add(&frontier, &leaves[n - 1]);
	}
}
END_TEST

/*
 * A proof says where a leaf is on the way to the root, which may be the same
 * way in a tree of another size; where it is not, the proof fails.
 */
START_TEST(a_leaf_is_not_proved_in_a_tree_of_another_shape)
{
	plant();
	for (size_t n = 1; n <= 40; n++) {
		for (size_t m = 0; m < n; m++) {
			struct hf_proof proof;

			hf_prove_inclusion(&proof, leaves, n, m);
			for (size_t size = 0; size <= 80; size++) {
				struct hf_proof other = { 0 };

				if (m < size)
					plain_path(&other, m, 0, size);
				if (m < size && other.n == proof.n)
					continue;
				require(!hf_inclusion_holds(&proof, &leaves[m],
							    m, size,
							    plain_root(0, n)));
			}
		}
	}
}
END_TEST

/* _i leaves; each beginning of them. */
START_TEST(every_beginning_is_proved_and_no_other)
{
	size_t n = (size_t)_i;
	const struct hf_hash *root;

	plant();
	root = plain_root(0, n);
	for (size_t m = 1; m < n; m++) {
		const struct hf_hash *old = plain_root(0, m);
		struct hf_proof proof, plain = { 0 }, bad;

		hf_prove_consistency(&proof, leaves, n, m);
		plain_subproof(&plain, m, 0, n, true);
		assert_same(&proof, &plain);
		require(hf_consistency_holds(&proof, m, old, n, root));
		for (size_t other = 0; other < n + 2;
		     other += STEP(n))
			require(other == m ||
				!hf_consistency_holds(&proof, other, old, n,
						      root));
		require(!hf_consistency_holds(&proof, m, root, n, root));
		require(!hf_consistency_holds(&proof, m, old, n, old));
		require(!hf_consistency_holds(&proof, n, root, m, old));
		bad = proof;
		for (unsigned int way = 0; spoil(&bad, way); way++) {
			require(!hf_consistency_holds(&bad, m, old, n, root));
			bad = proof;
		}
	}
}
END_TEST

START_TEST(a_tree_continues_itself_and_the_empty_one_without_a_proof)
{
	struct hf_proof none, some = { .n = 1 };
	const struct hf_hash *root, *empty;

	plant();
	empty = plain_root(0, 0);
	for (size_t n = 0; n <= MOST; n++) {
		root = plain_root(0, n);
		hf_prove_consistency(&none, leaves, n, n);
		ck_assert_uint_eq(none.n, 0);
		require(hf_consistency_holds(&none, n, root, n, root));
		require(!hf_consistency_holds(&some, n, root, n, root));
		require(!hf_consistency_holds(&none, n, root, n, &leaves[1]));
		hf_prove_consistency(&none, leaves, n, 0);
		ck_assert_uint_eq(none.n, 0);
		require(hf_consistency_holds(&none, 0, empty, n, root));
		require(!hf_consistency_holds(&some, 0, empty, n, root));
		require(!hf_consistency_holds(&none, 0, &leaves[0], n, root));
	}
}
END_TEST

START_TEST(what_cannot_be_proved_has_no_proof)
{
	struct hf_proof proof = { .n = 9 };

	plant();
	hf_prove_inclusion(&proof, leaves, 4, 4);
	ck_assert_uint_eq(proof.n, 0);
	proof.n = 9;
	hf_prove_consistency(&proof, leaves, 4, 5);
	ck_assert_uint_eq(proof.n, 0);
	proof.n = HF_PROOF_MAX + 1;
	ck_assert(!hf_inclusion_holds(&proof, &leaves[0], 0, UINT64_MAX,
				      &leaves[0]));
	ck_assert(!hf_consistency_holds(&proof, 3, &leaves[0], UINT64_MAX,
					&leaves[0]));
	proof.n = 0;
	ck_assert(!hf_inclusion_holds(&proof, &leaves[0], 0, 0, &leaves[0]));
}
END_TEST

Suite *log_tree_suite(void)
{
	Suite *s = suite_create("log_tree");
	TCase *tc = unit_case(s, "log_tree");

	tcase_add_test(tc, published_trees_have_their_roots);
	tcase_add_test(tc, published_proofs_are_made);
	tcase_add_test(tc, a_leaf_of_any_length_is_hashed_as_openssl_does);
	tcase_add_test(tc, a_tree_that_grows_has_the_root_of_the_whole);
	tcase_add_loop_test(tc, every_leaf_is_proved_and_no_other, 0, MOST + 1);
	tcase_add_test(tc, the_last_leaf_is_proved_without_the_others);
	tcase_add_test(tc, a_leaf_is_not_proved_in_a_tree_of_another_shape);
	tcase_add_loop_test(tc, every_beginning_is_proved_and_no_other, 0,
			    MOST + 1);
	tcase_add_test(tc, a_tree_continues_itself_and_the_empty_one_without_a_proof);
	tcase_add_test(tc, what_cannot_be_proved_has_no_proof);
	return s;
}
