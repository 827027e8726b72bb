/*
 * One audit of a register at a time: REGISTER/audit.lock is locked while one
 * runs, and says whose process it is.  A lock dies with its process; what the
 * file says of one that is gone is in nobody's way.
 */
#ifndef HF_AUDIT_LOCK_H
#define HF_AUDIT_LOCK_H

#include <stdint.h>

#include "base/error.h"

/*
 * Take it in the register folder @dir, at once: a descriptor, to be closed; or
 * -1, HF_EREFUSED where another has it, which the error tells of.
 */
int hf_audit_lock(int dir, int64_t now, struct hf_error *err);

#endif
