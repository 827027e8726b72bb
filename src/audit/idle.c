#include "audit/idle.h"

#include <sys/resource.h>

#include "base/io.h"

/* Of ioprio_set(2), for which the C library has no words. */
#define IOPRIO_WHO_PROCESS	1
#define IOPRIO_IDLE		(3 << 13)

/* What cannot be had is done without: the audit is as good, and less polite. */
void hf_idle(void)
{
	(void)setpriority(PRIO_PROCESS, 0, 19);
	(void)hf_io->ioprio_set(IOPRIO_WHO_PROCESS, 0, IOPRIO_IDLE);
}
