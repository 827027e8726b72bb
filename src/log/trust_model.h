/* What trust.txt says, for those who read it and those who ask. */
#ifndef HF_LOG_TRUST_MODEL_H
#define HF_LOG_TRUST_MODEL_H

#include "base/arena_type.h"
#include "log/trust.h"

/* Witnesses and groups; C2SP tlog-policy asks for 32 of each. */
#define HF_TRUST_NAMES_MAX	256
#define HF_TRUST_KEYS_MAX	256	/* of logs */

/* A name of trust.txt: a witness, or a group of names that stand before it. */
struct hf_trust_name {
	const char *text;
	bool is_group;
	bool is_member;		/* of one group: more there cannot be */
	size_t witness;		/* its number, if it is one */
	uint64_t threshold;	/* of a group: how many of its members it takes */
	size_t group;		/* the number of the group that it is a member of */
};

struct hf_trust {
	struct hf_arena arena;
	struct hf_verifier log_keys[HF_TRUST_KEYS_MAX];
	size_t n_log_keys;
	struct hf_verifier witness_keys[HF_TRUST_NAMES_MAX];
	const char *witness_names[HF_TRUST_NAMES_MAX];
	size_t n_witnesses;
	struct hf_trust_name names[HF_TRUST_NAMES_MAX];
	size_t n_names;
	bool has_quorum;	/* false: none is asked for */
	size_t quorum;		/* the number of a name */
};

#endif
