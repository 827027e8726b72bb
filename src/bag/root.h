/*
 * The bag root: one value that names one exact package (docs/formats/register.md).
 */
#ifndef HF_BAG_ROOT_H
#define HF_BAG_ROOT_H

#include <stdint.h>

#include "bag/source.h"
#include "base/error.h"

struct hf_bag_root {
	char hex[65];			/* SHA-256, lower case */
	uint64_t files, octets;		/* of the whole bag, payload included */
};

/*
 * The SHA-256 of the listing, as sha256sum prints it, of every file outside
 * data/, by path in the order of bytes.  Reads those files, from the medium and
 * not from memory, and of the payload only how long it is.  Links are not
 * listed.  A file that cannot be read is HF_ESYS.
 */
int hf_bag_root(struct hf_source *source, unsigned int jobs,
		struct hf_bag_root *root_ret, struct hf_error *err);

/*
 * The same value, for whoever looks at the payload anyway: data/ is not looked
 * into, and files and octets are those outside it.
 */
int hf_bag_root_alone(struct hf_source *source, unsigned int jobs,
		      struct hf_bag_root *root_ret, struct hf_error *err);

#endif
