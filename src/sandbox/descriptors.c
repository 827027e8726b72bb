#include "sandbox/descriptors.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

#include "base/file.h"
#include "base/io.h"
#include "sandbox/instruments.h"

/* The least of @kept that is @from or above; INT_MAX if there is none. */
static int next_kept(const int *kept, size_t n, int from)
{
	int next = INT_MAX;

	for (size_t i = 0; i < n; i++) {
		if (kept[i] >= from && kept[i] < next)
			next = kept[i];
	}
	return next;
}

static int close_between(const int *kept, size_t n, struct hf_error *err)
{
	for (int from = 3, next; ; from = next + 1) {
		next = next_kept(kept, n, from);
		if (next > from &&
		    close_range((unsigned int)from, (unsigned int)next - 1,
				0) < 0)
			return hf_fail(err, HF_ESYS,
				       "the kernel refuses 'close_range'");
		if (next == INT_MAX)
			return 0;
	}
}

int hf_descriptors_leave(const int *kept, size_t n, bool keeps_input,
			 struct hf_error *err)
{
	int fd;

	if (!keeps_input)
		hf_close(0);
	hf_close(1);
	if (!INSTRUMENT_TELLS)
		hf_close(2);
	if (close_between(kept, n, err) < 0)
		return -1;
	/* Each open takes the lowest that is free: none of them may stay so. */
	do {
		fd = hf_io->openat(AT_FDCWD, "/dev/null", O_RDWR, 0);
	} while (fd >= 0 && fd <= 2);
	if (fd < 0)
		return hf_fail(err, HF_ESYS, "cannot open '/dev/null'");
	hf_close(fd);
	return 0;
}
