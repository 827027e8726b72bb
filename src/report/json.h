/*
 * Results for machines: one JSON object per line (docs/formats/json.md).
 */
#ifndef HF_REPORT_JSON_H
#define HF_REPORT_JSON_H

#include <stdint.h>
#include <stdio.h>

#include "finding/finding.h"

/*
 * One object, built member by member, written with hf_json_end().  Text that
 * is not UTF-8 is written with its odd bytes as \xHH, and its true bytes beside
 * it in hexadecimal, in a member "NAME_hex".  Running out of memory makes the
 * object incomplete: hf_json_end() then yields -1.
 */
struct hf_json;

/* Begin an object {"type":@type}; NULL when out of memory, which all take. */
HF_API struct hf_json *hf_json_begin(const char *type);
/* Add a member; @name is ASCII, and @value is copied. */
HF_API void hf_json_text(struct hf_json *json, const char *name,
			 const char *value);	/* NULL: left out */
HF_API void hf_json_bytes(struct hf_json *json, const char *name,
			  const char *value, size_t len);
HF_API void hf_json_number(struct hf_json *json, const char *name,
			   uint64_t value);
HF_API void hf_json_flag(struct hf_json *json, const char *name, bool value);
/* Append @value to the list @name, which is made where it is not there. */
HF_API void hf_json_append(struct hf_json *json, const char *name,
			   const char *value);
/* Give an object up, unwritten; NULL is allowed. */
HF_API void hf_json_free(struct hf_json *json);
/*
 * Write the object as a line to @out, and free it.  0, or -1 where it could not
 * be written, or memory had ended.
 */
HF_API int hf_json_end(struct hf_json *json, FILE *out);

struct hf_json_report {
	struct hf_sink sink;	/* must be first */
	FILE *out;
	const struct hf_policy *policy;
	const char *bag;	/* the subject of all findings, or NULL */
	enum hf_severity least;	/* findings below it are not written */
	bool failed;		/* something could not be written */
};

/*
 * A sink that writes an object of type "finding" for each.  @out and @policy
 * stay the caller's, and must outlive it.
 */
HF_API void hf_json_report_init(struct hf_json_report *report, FILE *out,
				const struct hf_policy *policy);

#endif
