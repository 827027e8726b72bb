/* Verify bytes as a bag in an archive, as holdfast verify does. */
#ifndef HF_TESTS_ARCHIVE_CHECK_H
#define HF_TESTS_ARCHIVE_CHECK_H

#include <fcntl.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz.h"

#include "container/open.h"
#include "finding/sink.h"
#include "verify/verify.h"

/* So much a pipe holds: what is longer is not tried as a stream. */
#define PIPE_MOST	65536

/* What came of it. */
struct outcome {
	bool opened;
	enum hf_fixity fixity;
	bool exceeds;		/* a limit was met, which counts what it reads */
	size_t told;
};

static inline int file_of(const uint8_t *data, size_t size)
{
	int fd = memfd_create("archive", MFD_CLOEXEC);

	must(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	return fd;
}

static inline int pipe_of(const uint8_t *data, size_t size)
{
	int ends[2];

	must(pipe2(ends, O_CLOEXEC) == 0);
	must(write(ends[1], data, size) == (ssize_t)size);
	close(ends[1]);
	return ends[0];
}

/* One file for all: an archive that is opened empties it. */
static inline int common_spool(void)
{
	static int fd;
	struct hf_error err;

	if (!fd)
		fd = hf_open_spool(&err);
	must(fd > 0);
	return fd;
}

/* What may go wrong without being a finding: that it is no archive at all. */
static inline void verify_path(const char *path, struct outcome *outcome)
{
	const struct hf_open_options open = {
		.limits = { .members = 100, .ratio = 20, .spared = 1 << 20,
			    .kept = 1 << 20 },
		.jobs = 1, .spool = common_spool(),
	};
	const struct hf_verify_options options = { .engine = { .jobs = 1 } };
	struct hf_verify_summary summary;
	struct hf_source *source;
	struct hf_findings list;
	struct hf_policy policy;
	struct hf_judge judge;
	struct hf_error err;

	*outcome = (struct outcome){ 0 };
	hf_findings_init(&list);
	hf_policy_init(&policy, false);
	hf_judge_init(&judge, &policy, &list.sink);
	if (hf_open_bag(&source, path, &open, &judge.sink, &err) < 0) {
		must(err.code == HF_EUSAGE);
		hf_findings_release(&list);
		return;
	}
	must(hf_verify_open(source, &options, &judge.sink, &summary,
			    &err) == 0);
	hf_close_bag(source);
	must(!list.failed);
	*outcome = (struct outcome){
		.opened = true, .fixity = judge.fixity, .told = list.n,
		.exceeds = hf_findings_count(&list,
					     HF_ARCHIVE_EXCEEDS_LIMITS) > 0 };
	/* A verdict other than VALID has a reason that was told. */
	must(judge.fixity == HF_VALID || judge.count[HF_ERROR] > 0);
	hf_findings_release(&list);
}

/* The same for what @fd has open, which is closed. */
static inline void verify_open_file(int fd, struct outcome *outcome)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	verify_path(path, outcome);
	close(fd);
}

/*
 * However a bag comes in, what is said of it is the same: at least, that one
 * way does not call VALID what another does not.
 */
static inline void must_agree(const struct outcome *a, const struct outcome *b)
{
	must(a->opened == b->opened);
	if (!a->exceeds && !b->exceeds)
		must((a->fixity == HF_VALID) == (b->fixity == HF_VALID));
}

/* A tar that can be read only once may leave a manifest that came late. */
static inline void must_not_contradict(const struct outcome *stream,
				       const struct outcome *file)
{
	if (stream->fixity != HF_UNDETERMINED)
		must_agree(stream, file);
}

#endif
