/* The reports beside what is put into quarantine (register/quarantine.h). */
#ifndef HF_REGISTER_ASIDE_H
#define HF_REGISTER_ASIDE_H

#include "base/error.h"
#include "finding/sink.h"

#define HF_ASIDE_IN_WORDS	"report.txt"
#define HF_ASIDE_FOR_MACHINES	"report.json"

struct hf_aside_report {
	const char *what;	/* became of it: "was not admitted" */
	const char *from;	/* where it came from */
	const char *name;	/* of the bag, or "" */
	const char *held;	/* the name of what lies beside the report */
	const struct hf_findings *findings;
	const struct hf_policy *policy;
};

/* Write both into the open folder @dir. */
int hf_aside_report(int dir, const struct hf_aside_report *report,
		    struct hf_error *err);

#endif
