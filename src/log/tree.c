#include "log/tree.h"

#include <string.h>

#include "log/sha256.h"

/* RFC 6962, 2.1: no leaf can be taken for a node, nor a node for a leaf. */
enum prefix { LEAF = 0x00, NODE = 0x01 };

void hf_leaf_hash(struct hf_hash *hash, const void *entry, size_t size)
{
	hf_sha256_behind(hash->at, LEAF, entry, size);
}

void hf_node_hash(struct hf_hash *hash, const struct hf_hash *left,
		  const struct hf_hash *right)
{
	unsigned char both[2 * HF_HASH_SIZE];

	memcpy(both, left->at, HF_HASH_SIZE);
	memcpy(both + HF_HASH_SIZE, right->at, HF_HASH_SIZE);
	hf_sha256_behind(hash->at, NODE, both, sizeof(both));
}

unsigned int hf_frontier_count(const struct hf_frontier *frontier)
{
	return (unsigned int)__builtin_popcountll(frontier->size);
}

/* As one is added to a number in binary: each carry joins two subtrees. */
void hf_frontier_add(struct hf_frontier *frontier, const struct hf_hash *leaf)
{
	unsigned int n = hf_frontier_count(frontier);
	struct hf_hash hash = *leaf;

	for (uint64_t left = frontier->size; left & 1; left >>= 1)
		hf_node_hash(&hash, &frontier->at[--n], &hash);
	frontier->at[n] = hash;
	frontier->size++;
}

void hf_frontier_root(const struct hf_frontier *frontier,
		      struct hf_hash *root)
{
	unsigned int n = hf_frontier_count(frontier);

	if (!n) {
		hf_sha256(root->at, NULL, 0);
		return;
	}
	*root = frontier->at[--n];
	while (n > 0)
		hf_node_hash(root, &frontier->at[--n], root);
}
