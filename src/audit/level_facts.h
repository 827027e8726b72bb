/*
 * The levels of a register: facts from register.txt, trust.txt and the log,
 * with the entries that prove them, and from the names of what lies at the
 * locations.  No package is read.
 */
#ifndef HF_AUDIT_LEVEL_FACTS_H
#define HF_AUDIT_LEVEL_FACTS_H

#include <stdint.h>
#include <stdio.h>

#include "audit/levels.h"
#include "base/arena_type.h"
#include "base/error.h"
#include "finding/finding.h"

/* Of each fact, the last entries that prove it, and no more than so many. */
#define HF_LEVEL_ENTRIES	16

struct hf_levels_account {
	const char *origin, *organisation;
	int64_t now;
	struct hf_levels *levels;
	struct hf_level_facts facts;
	struct hf_level_declared *declared;
	size_t n_declared;
	struct hf_arena arena;
};

/*
 * Decide the levels of the register at @path at @now (0: the clock's).  A
 * register or a log that is not as it must be, and a declaration of a part that
 * does not exist, goes to @sink, and is HF_EREFUSED.  To be released, also after
 * a failure.
 */
HF_API int hf_levels_account(struct hf_levels_account *account_ret,
			     const char *path, int64_t now,
			     struct hf_sink *sink, struct hf_error *err);
HF_API void hf_levels_account_release(struct hf_levels_account *account);

/* The matrix as a table, and each part with its reason and entries. */
HF_API void hf_levels_text(const struct hf_levels_account *account, FILE *out);
/* Objects: level for each part, then levels; 0 or -1. */
HF_API int hf_levels_json(const struct hf_levels_account *account, FILE *out);

#endif
