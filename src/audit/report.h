/*
 * A run in files: for machines as JSON, an object per line, and for people as
 * one page of HTML (docs/formats/audit.md).
 */
#ifndef HF_AUDIT_REPORT_H
#define HF_AUDIT_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "audit/audit.h"
#include "base/error.h"
#include "finding/finding.h"
#include "report/json.h"

struct hf_audit_report {
	const struct hf_audit_result *result;
	const struct hf_policy *policy;	/* that the severities are of */
	const char *path;		/* of the register */
	const char *trouble;		/* what kept the run from its end, or NULL */
	bool no_sandbox;	/* read the records in this process's own name */
};

/* Two members: how many copies, and how many octets they have. */
HF_API void hf_amount_json(struct hf_json *json, const char *copies,
			   const char *octets, const struct hf_amount *amount);

/* Objects: audited, for each copy that was turned to, and audit; 0 or -1. */
HF_API int hf_audit_json(const struct hf_audit_result *result, FILE *out);

/*
 * Whether a report can be @file: its name ends with .json or .html (HF_EUSAGE), and the
 * folder above it is there.  To be asked before hours of reading.
 */
HF_API int hf_audit_report_check(const char *file, struct hf_error *err);

/*
 * Write the report as @file, in the place of what is there: the whole of it,
 * or nothing.  For the page, the records of packages of which something was
 * found are read once more, where that can be done.
 */
HF_API int hf_audit_report_write(const char *file,
				 const struct hf_audit_report *report,
				 struct hf_error *err);

#endif
