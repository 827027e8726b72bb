#include "sandbox/sandbox.h"

#include <sys/prctl.h>

#include "digest/configure.h"
#include "sandbox/inside.h"

int hf_sandbox_enter_writing(const char *const *paths, size_t n, int into,
			     struct hf_sandbox *in_force,
			     struct hf_error *err)
{
	/* Later it could not be read. */
	hf_digesters_configure();

	/* No program that is run later may have more power than this one. */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return hf_fail(err, HF_ESYS,
			       "the kernel refuses 'PR_SET_NO_NEW_PRIVS'");
	if (hf_landlock_enter(paths, n, into, &in_force->landlock, err) < 0)
		return -1;
	return hf_filter_enter(in_force->landlock > 0, into >= 0,
			       &in_force->seccomp, err);
}

int hf_sandbox_enter(const char *const *paths, size_t n,
		     struct hf_sandbox *in_force, struct hf_error *err)
{
	return hf_sandbox_enter_writing(paths, n, -1, in_force, err);
}

void hf_sandbox_prepare(bool writes)
{
	bool beneath;

	hf_digesters_configure();
	hf_landlock_prepare(&beneath);
	hf_filter_prepare(beneath, writes);
}
