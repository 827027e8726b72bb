#include "sandbox/inside.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "sandbox/filter_program.h"

/* A kernel with filters looks for one there (EFAULT). */
static bool kernel_has_filters(void)
{
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, NULL, 0, 0) == 0 ||
	       (errno != EINVAL && errno != ENOSYS);
}

/* Where it says "this process"; false where it says so nowhere. */
static bool name_self(struct hf_filter_program *program)
{
	bool named = false;

	for (unsigned short i = 0; i < program->n; i++) {
		struct sock_filter *step = &program->steps[i];

		if (step->code != (BPF_JMP | BPF_JEQ | BPF_K) ||
		    step->k != HF_FILTER_SELF)
			continue;
		step->k = (uint32_t)getpid();
		named = true;
	}
	return named;
}

int hf_filter_enter(bool beneath, bool writes, bool *on_ret,
		    struct hf_error *err)
{
	const struct hf_filter_program *program;
	struct hf_filter_program own;
	struct sock_fprog handed;

	*on_ret = false;
	if (!kernel_has_filters())
		return 0;
	program = hf_filter_program(beneath, writes, err);
	if (!program)
		return -1;
	own = *program;
	if (!name_self(&own))
		return hf_fail(err, HF_ELIB,
			       "the filter for 'seccomp' is not as it must be");
	handed = (struct sock_fprog){ .len = own.n, .filter = own.steps };
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &handed, 0, 0) < 0)
		return hf_fail(err, HF_ESYS,
			       "the kernel refuses the filter of 'seccomp'");
	*on_ret = true;
	return 0;
}

void hf_filter_prepare(bool beneath, bool writes)
{
	struct hf_error err;

	if (kernel_has_filters())
		hf_filter_program(beneath, writes, &err);
}
