/* bag-info.txt of a package that we make (RFC 8493, 2.2.2). */
#ifndef HF_PACKAGE_INFO_H
#define HF_PACKAGE_INFO_H

#include "base/buf.h"
#include "package/create.h"
#include "package/plan.h"

/*
 * Append its text: what the caller gives, in order; what the record says; and
 * what we know of the payload.  A label that the caller gives is not given
 * again by us.
 */
int hf_package_info(struct hf_buf *buf, const struct hf_plan *plan,
		    const struct hf_create_options *options, uint64_t octets,
		    struct hf_error *err);

#endif
