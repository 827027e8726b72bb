/*
 * What lies somewhere is read in full by a process that is shut in
 * (register/examine.h).
 */
#ifndef HF_REGISTER_READBACK_H
#define HF_REGISTER_READBACK_H

#include <stdbool.h>

#include "bag/root.h"
#include "base/error.h"
#include "finding/finding.h"
#include "register/moving.h"

/*
 * Verify the bag at @path, of whatever form, every byte from the medium, and
 * compute its root (hf_read_back()), which is "" where it cannot be had.
 */
int hf_read_shut_in(const char *path, const struct hf_moving_options *options,
		    struct hf_sink *sink, struct hf_bag_root *root_ret,
		    struct hf_error *err);

/*
 * Whether an error is of us, or of where we write: then nothing is known of what
 * was to be read.
 */
bool hf_error_is_ours(const struct hf_error *err);

#endif
