/*
 * The kept copies of a package: each as the log has it, with the place that
 * register.txt describes, and what is known of it.
 */
#ifndef HF_REGISTER_KEPT_H
#define HF_REGISTER_KEPT_H

#include "base/arena_type.h"
#include "base/error.h"
#include "chain/chain.h"
#include "register/ledger.h"

struct hf_kept {
	struct hf_held_copy held;	/* strings live in the list's arena */
	const struct hf_location *location;	/* NULL: not in register.txt */
	enum hf_copy_state state;
	enum hf_grade ended_grade;	/* of the entry that ended it */
	char found[65];			/* the root of what lies there; "": nobody looked */
	enum hf_held_form found_form;
};

struct hf_kept_list {
	struct hf_kept *at;	/* by location, in the order of bytes */
	size_t n, size;
	struct hf_arena arena;
};

/* "PACKAGE at LOCATION": the subject of a finding; the buffer's text. */
HF_API const char *hf_kept_subject(struct hf_buf *buf, const char *package,
				   const char *location);

/*
 * All copies of @package that the log has, the ended ones too; none if it has
 * never heard of it.
 */
HF_API int hf_kept_gather(struct hf_kept_list *list_ret,
			  const struct hf_ledger *ledger,
			  const char *package, int64_t now,
			  struct hf_error *err);
/* Add a copy of the log; its state is as the log alone has it at @now. */
HF_API int hf_kept_add(struct hf_kept_list *list,
		       const struct hf_register *reg,
		       const struct hf_held_copy *held, int64_t now,
		       struct hf_error *err);
HF_API void hf_kept_release(struct hf_kept_list *list);

/*
 * Whether it counts as kept: the log says that it is held, at a place that
 * register.txt has and does not call dead; its last reading did not fail; and
 * if its place was looked into, it was there, and the right one.
 */
HF_API bool hf_kept_counts(const struct hf_kept *kept);

#endif
