/*
 * What the log says lies at the locations, held against what does, in both
 * directions (invariants 14 and 18).  The tag files of each package are read,
 * from which its root follows; that every byte of it is right, only a full
 * reading shows.  Nothing is written.
 */
#ifndef HF_REGISTER_INSPECT_H
#define HF_REGISTER_INSPECT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "finding/finding.h"
#include "register/ledger.h"
#include "register/kept.h"

struct hf_inspect_options {
	unsigned int jobs;	/* threads for digests; 0: one per core */
	bool no_sandbox;	/* read the bags in this process's own name */
	bool names_only;	/* whether something lies there; no bag is opened */
};

/* What was looked at. */
struct hf_inspected {
	uint64_t places;	/* looked into */
	uint64_t unreachable;	/* not */
	uint64_t copies;	/* that the log says are held at those looked into */
	uint64_t sound;		/* of these, there, and the right ones */
	uint64_t strangers;	/* what lies there besides */
};

/*
 * Look into @n locations of these identifiers, or with 0 into all that
 * register.txt has and does not call dead.  HF_EUSAGE for one that it has not.
 * Findings, by place and package: unreachable (once for each place),
 * missing, bag-substituted, bag-rolled-back, resurrected-copy,
 * unregistered-copy, bag-not-in-log; unreadable and such of a bag.
 */
HF_API int hf_inspect_places(const struct hf_ledger *ledger,
			     const char *const *ids, size_t n,
			     const struct hf_inspect_options *options,
			     struct hf_sink *sink,
			     struct hf_inspected *inspected_ret,
			     struct hf_error *err);

/*
 * Say, once for each, which locations the log has copies at that register.txt
 * has not (unreachable); hf_inspect_places() of all does so too.
 */
HF_API int hf_inspect_unknown_places(const struct hf_ledger *ledger,
				     struct hf_sink *sink,
				     struct hf_error *err);

/*
 * Look for one package at every location, and put what is seen into @copies,
 * which has its copies by the log.  A place where the log has none of it, and
 * that cannot be looked into, is passed over in silence.
 */
HF_API int hf_inspect_package(const struct hf_ledger *ledger,
			      const char *package,
			      struct hf_kept_list *copies,
			      const struct hf_inspect_options *options,
			      struct hf_sink *sink, struct hf_error *err);

struct hf_bag_in_hand {
	char package[256];	/* its name: that of its folder, also in an archive */
	char root[65];		/* "": it could not be computed, which is told */
	char newest[65];	/* of the package, by the log; "": it has none */
};

/*
 * Hold the bag at @path, of whatever form and wherever it is, against the
 * newest version that the log has of the package of its name: bag-not-in-log,
 * bag-rolled-back, bag-substituted.  @path ends with the bag's name: "." has none
 * (HF_EUSAGE).
 */
HF_API int hf_inspect_bag(const struct hf_ledger *ledger,
			  const char *path,
			  const struct hf_inspect_options *options,
			  struct hf_bag_in_hand *bag_ret,
			  struct hf_sink *sink, struct hf_error *err);

#endif
