/*
 * One bag that lies somewhere, held against what the log says of it
 * (invariant 18).
 */
#ifndef HF_REGISTER_SIGHT_H
#define HF_REGISTER_SIGHT_H

#include "register/ledger.h"
#include "register/inspect.h"

enum hf_sight {
	HF_SIGHT_RIGHT,		/* it is the one */
	HF_SIGHT_WRONG,		/* it is another, or damaged; told */
	HF_SIGHT_NONE,		/* it could not be looked at; told */
};

struct hf_sighting {
	enum hf_sight sight;
	char root[65];		/* "": it could not be computed */
	char top[256];		/* of an archive, the folder at its top; else "" */
};

/*
 * Compute the root of the bag at @path, of whatever form, from its tag files, in
 * a process that is shut in.  What keeps it from being computed goes to @sink,
 * with @subject.
 */
int hf_see_root(struct hf_sighting *sighting_ret, const char *path,
		const char *subject, const struct hf_inspect_options *options,
		struct hf_sink *sink, struct hf_error *err);

/*
 * Hold the root @found against @current, which the log says is that of
 * @package there: bag-rolled-back if the log had it before that one,
 * bag-substituted if it is any other.
 */
int hf_compare_root(enum hf_sight *sight_ret,
		    const struct hf_ledger *ledger, const char *package,
		    const char *current, const char *found,
		    const char *subject, struct hf_sink *sink,
		    struct hf_error *err);

#endif
