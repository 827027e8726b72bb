/*
 * Proofs over the tree.  To make one, all leaves are at hand, and the tree is
 * divided from its root down as RFC 6962, 2.1 does; to verify one, only the
 * hashes of the proof are, and it is followed from the leaf up.
 */
#include "log/tree.h"

#include <string.h>

static bool same(const struct hf_hash *a, const struct hf_hash *b)
{
	return memcmp(a->at, b->at, HF_HASH_SIZE) == 0;
}

/* Where a tree of @n > 1 leaves divides: the largest power of two below @n. */
static uint64_t division(uint64_t n)
{
	return UINT64_C(1) << (63 - __builtin_clzll(n - 1));
}

/* The root of the @n leaves at @leaves is the next hash of the proof. */
static void put_root(struct hf_proof *proof, const struct hf_hash *leaves,
		     uint64_t n)
{
	struct hf_frontier frontier = { 0 };

	for (uint64_t i = 0; i < n; i++)
		hf_frontier_add(&frontier, &leaves[i]);
	hf_frontier_root(&frontier, &proof->at[proof->n++]);
}

/* It was collected from the root down, and is written from the leaf up. */
static void turn_round(struct hf_proof *proof)
{
	for (size_t i = 0; i < proof->n / 2; i++) {
		struct hf_hash hash = proof->at[i];

		proof->at[i] = proof->at[proof->n - 1 - i];
		proof->at[proof->n - 1 - i] = hash;
	}
}

void hf_prove_next(struct hf_proof *proof, const struct hf_frontier *frontier)
{
	/* The smallest subtree is the nearest. */
	proof->n = hf_frontier_count(frontier);
	for (size_t i = 0; i < proof->n; i++)
		proof->at[i] = frontier->at[proof->n - 1 - i];
}

void hf_prove_inclusion(struct hf_proof *proof, const struct hf_hash *leaves,
			uint64_t n, uint64_t index)
{
	proof->n = 0;
	if (index >= n)
		return;
	while (n > 1) {
		uint64_t k = division(n);

		if (index < k) {
			put_root(proof, leaves + k, n - k);
			n = k;
		} else {
			put_root(proof, leaves, k);
			leaves += k;
			index -= k;
			n -= k;
		}
	}
	turn_round(proof);
}

void hf_prove_consistency(struct hf_proof *proof, const struct hf_hash *leaves,
			  uint64_t n, uint64_t old)
{
	bool known = true;	/* the verifier has the root of what is left */

	proof->n = 0;
	if (old == 0 || old >= n)
		return;
	while (old != n) {
		uint64_t k = division(n);

		if (old <= k) {
			put_root(proof, leaves + k, n - k);
			n = k;
		} else {
			put_root(proof, leaves, k);
			leaves += k;
			old -= k;
			n -= k;
			known = false;
		}
	}
	if (!known)
		put_root(proof, leaves, n);
	turn_round(proof);
}

/*
 * Where we are on the way up: which node of its level (index), and which is
 * the last one of it, that has no neighbour to its right (last).
 */
struct climb {
	uint64_t index, last;
};

static void up(struct climb *climb)
{
	climb->index >>= 1;
	climb->last >>= 1;
}

/*
 * One hash of the proof: whether it belongs to the left of ours.  The last
 * node of a level that is alone in its pair goes up until it is not.
 */
static bool is_to_the_left(struct climb *climb)
{
	if (!(climb->index & 1) && climb->index != climb->last)
		return false;
	while (!(climb->index & 1) && climb->index)
		up(climb);
	return true;
}

bool hf_inclusion_holds(const struct hf_proof *proof,
			const struct hf_hash *leaf, uint64_t index,
			uint64_t size, const struct hf_hash *root)
{
	struct climb climb = { index, size - 1 };
	struct hf_hash hash = *leaf;

	if (index >= size || proof->n > HF_PROOF_MAX)
		return false;
	for (size_t i = 0; i < proof->n; i++) {
		if (!climb.last)
			return false;
		if (is_to_the_left(&climb))
			hf_node_hash(&hash, &proof->at[i], &hash);
		else
			hf_node_hash(&hash, &hash, &proof->at[i]);
		up(&climb);
	}
	return !climb.last && same(&hash, root);
}

/* Both roots are climbed to at once; from an odd place the old one stays. */
static bool roots_follow(const struct hf_hash *hashes, size_t n,
			 struct climb climb, struct hf_hash start,
			 const struct hf_hash *old_root,
			 const struct hf_hash *new_root)
{
	struct hf_hash old = start, new = start;

	for (size_t i = 0; i < n; i++) {
		if (!climb.last)
			return false;
		if (is_to_the_left(&climb)) {
			hf_node_hash(&old, &hashes[i], &old);
			hf_node_hash(&new, &hashes[i], &new);
		} else {
			hf_node_hash(&new, &new, &hashes[i]);
		}
		up(&climb);
	}
	return !climb.last && same(&old, old_root) && same(&new, new_root);
}

/* Where nothing is to be proved, there is no proof either. */
static bool trivially(const struct hf_proof *proof, uint64_t old_size,
		      const struct hf_hash *old_root, uint64_t new_size,
		      const struct hf_hash *new_root)
{
	struct hf_frontier empty = { 0 };
	struct hf_hash nothing;

	hf_frontier_root(&empty, &nothing);
	if (proof->n || (!old_size && !same(old_root, &nothing)))
		return false;
	return old_size < new_size || same(old_root, new_root);
}

bool hf_consistency_holds(const struct hf_proof *proof, uint64_t old_size,
			  const struct hf_hash *old_root, uint64_t new_size,
			  const struct hf_hash *new_root)
{
	struct climb climb = { old_size - 1, new_size - 1 };
	const struct hf_hash *hashes = proof->at;
	size_t n = proof->n;
	struct hf_hash start = *old_root;

	if (old_size > new_size || n > HF_PROOF_MAX)
		return false;
	if (!old_size || old_size == new_size)
		return trivially(proof, old_size, old_root, new_size, new_root);
	while (climb.index & 1)
		up(&climb);
	/* A whole subtree by itself is known by its root, and not repeated. */
	if (climb.index) {
		if (!n)
			return false;
		start = *hashes++;
		n--;
	}
	return roots_follow(hashes, n, climb, start, old_root, new_root);
}
