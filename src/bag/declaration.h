/*
 * The declaration: bagit.txt (RFC 8493, 2.1.1), and the version and encoding
 * that the rest of the bag is read by.
 */
#ifndef HF_BAG_DECLARATION_H
#define HF_BAG_DECLARATION_H

#include <stdbool.h>

#include "base/error.h"
#include "finding/finding.h"

#define HF_ENCODING_MAX	64

struct hf_declaration {
	bool found;		/* version and encoding were both read */
	unsigned int major, minor;	/* as declared; 1.0 where not found */
	char encoding[HF_ENCODING_MAX];	/* as declared; UTF-8 where not found */
	bool supported;		/* the encoding can be decoded here */
	bool failed;		/* memory ended: it was not parsed */
};

/* What a bag without a readable declaration is read by: 1.0, UTF-8. */
void hf_declaration_init(struct hf_declaration *declaration);

/*
 * Parse @size bytes of bagit.txt; what is wrong goes to @sink.  What cannot be
 * read keeps its default.
 */
void hf_declaration_parse(struct hf_declaration *declaration, const char *data,
			  size_t size, struct hf_sink *sink);

/* Whether the rules of 1.0 hold, or those of a draft before it. */
bool hf_declaration_is_final(const struct hf_declaration *declaration);

/* 0.93 to 0.95 call bag-info.txt otherwise. */
const char *hf_declaration_info_name(const struct hf_declaration *declaration);

#endif
