/* The lock of a register's own files, for those who write them. */
#ifndef HF_REGISTER_LOCK_H
#define HF_REGISTER_LOCK_H

#include "register/register.h"

/*
 * Wait until nobody else writes to the register.  Yields a descriptor, which
 * the caller closes to give the lock back; or -1.  What was read before may be
 * of old: it is to be read again.
 */
int hf_register_lock(const struct hf_register *reg, struct hf_error *err);

#endif
