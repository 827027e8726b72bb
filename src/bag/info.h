/*
 * bag-info.txt: what the maker says of the bag (RFC 8493, 2.2.2).
 */
#ifndef HF_BAG_INFO_H
#define HF_BAG_INFO_H

#include <stdbool.h>
#include <stdint.h>

#include "bag/source.h"
#include "base/arena.h"
#include "finding/finding.h"

struct hf_info_field {
	const char *label, *value;	/* '\n' where a value was continued */
	unsigned long line;
};

/* Zero-initialized is empty.  Fields keep their order and repeats. */
struct hf_info {
	struct hf_arena arena;
	struct hf_info_field *fields;
	size_t n, size;
	bool unread;			/* it was not read to its end */
	bool has_oxum;			/* and it is well formed, given once */
	uint64_t oxum_octets, oxum_files;
};

void hf_info_release(struct hf_info *info);

/* The value of the first field of that label, in any case; or NULL. */
const char *hf_info_get(const struct hf_info *info, const char *label);

/*
 * Read @name (bag-info.txt, or package-info.txt of old).  With @final, the
 * letter of 1.0 is asked for.  What is wrong goes to @sink; -1 only where we
 * failed.
 */
int hf_info_read(struct hf_info *info, struct hf_source *source,
		 const char *name, const char *encoding, bool final,
		 struct hf_sink *sink, struct hf_error *err);

/* "OCTETS.FILES" without blanks, signs, or overflow. */
bool hf_oxum_parse(const char *value, uint64_t *octets_ret,
		   uint64_t *files_ret);

#endif
