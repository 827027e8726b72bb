/* Which copies may have to be repaired: by the log, and by looking. */
#ifndef HF_REGISTER_SUSPECTS_H
#define HF_REGISTER_SUSPECTS_H

#include <stdint.h>

#include "base/arena_type.h"
#include "base/error.h"
#include "finding/finding.h"
#include "register/custody.h"
#include "register/moving.h"

struct hf_suspect {
	const char *package, *location;
	bool failed;		/* its last reading did not pass, by the log */
};

struct hf_suspects {
	struct hf_suspect *at;	/* by location as in register.txt, then package */
	size_t n, room;
	struct hf_arena arena;
};

/*
 * Gather the copies of @package (NULL: of all) at @location (NULL: at all that
 * are not given up) whose last reading failed, that are not there, or are not
 * the bag that the log says; of which last the tag files are read.  Where both
 * are named, it is suspect whatever the log says.  A location that is
 * unreachable is a finding, and its copies are passed over.  HF_EUSAGE for a
 * package or a location that the register has not.
 */
HF_API int hf_suspects_find(struct hf_suspects *suspects_ret,
			    struct hf_custody *custody, const char *package,
			    const char *location,
			    const struct hf_moving_options *options,
			    struct hf_sink *sink, struct hf_error *err);
/* How many copies of @package (NULL: of all) stand though they failed, by the log. */
HF_API int hf_suspects_left(struct hf_custody *custody, const char *package,
			    uint64_t *n_ret, struct hf_error *err);
HF_API void hf_suspects_release(struct hf_suspects *suspects);

#endif
