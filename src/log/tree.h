/*
 * The Merkle tree over the entries of a log (RFC 6962, 2.1): one value for all
 * of them, and short proofs that an entry is among them, or that one tree is
 * the beginning of another.
 */
#ifndef HF_LOG_TREE_H
#define HF_LOG_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/api.h"

#define HF_HASH_SIZE	32	/* of SHA-256 */
#define HF_PROOF_MAX	64	/* hashes: no tree is deeper */

struct hf_hash {
	unsigned char at[HF_HASH_SIZE];
};

/* SHA-256(0x00 || entry), and SHA-256(0x01 || left || right). */
HF_API void hf_leaf_hash(struct hf_hash *hash_ret, const void *entry,
			 size_t size);
HF_API void hf_node_hash(struct hf_hash *hash_ret,
			 const struct hf_hash *left,
			 const struct hf_hash *right);

/*
 * The tree while it grows: the roots of its full subtrees, the largest first,
 * as many as @size has bits set.  All zero is the empty tree.
 */
struct hf_frontier {
	uint64_t size;			/* leaves */
	struct hf_hash at[HF_PROOF_MAX];
};

/* How many hashes of frontier->at count. */
HF_API unsigned int hf_frontier_count(const struct hf_frontier *frontier);
HF_API void hf_frontier_add(struct hf_frontier *frontier,
			    const struct hf_hash *leaf);
/* The root of the tree; of the empty one, SHA-256 of nothing. */
HF_API void hf_frontier_root(const struct hf_frontier *frontier,
			     struct hf_hash *root_ret);

struct hf_proof {
	size_t n;
	struct hf_hash at[HF_PROOF_MAX];
};

/* The audit path of leaf @index (from 0) in the tree of @n @leaves (2.1.1). */
HF_API void hf_prove_inclusion(struct hf_proof *proof_ret,
			       const struct hf_hash *leaves, uint64_t n,
			       uint64_t index);
/*
 * The same for the leaf that is added to @frontier next, in the tree that it
 * then is the last of: all that is beside its way up is known already.
 */
HF_API void hf_prove_next(struct hf_proof *proof_ret,
			  const struct hf_frontier *frontier);
/* Whether @proof leads from @leaf, the @index-th of @size, to @root. */
HF_API bool hf_inclusion_holds(const struct hf_proof *proof,
			       const struct hf_hash *leaf, uint64_t index,
			       uint64_t size, const struct hf_hash *root);

/* That the first @old of @n @leaves are the beginning of all (2.1.2). */
HF_API void hf_prove_consistency(struct hf_proof *proof_ret,
				 const struct hf_hash *leaves, uint64_t n,
				 uint64_t old);
HF_API bool hf_consistency_holds(const struct hf_proof *proof,
				 uint64_t old_size,
				 const struct hf_hash *old_root,
				 uint64_t new_size,
				 const struct hf_hash *new_root);

#endif
