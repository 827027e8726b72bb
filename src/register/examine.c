#include "register/examine.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/chars.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/io.h"
#include "base/text.h"
#include "finding/wire.h"
#include "sandbox/descriptors.h"
#include "sandbox/sandbox.h"

/* A message: this, and so many octets.  The last is an error, or the result. */
struct head {
	uint32_t kind, size;
};

enum kind {
	SAYS_FINDING, SAYS_PROGRESS, SAYS_ERROR, SAYS_RESULT, SAYS_NOTE, KINDS
};

struct progress {
	uint64_t done, total;
};

struct failure {
	uint32_t code;
	int32_t sys_errno;
	char text[sizeof(((struct hf_error *)NULL)->text)];
};

/* More than that is no bag's, and is not waited for. */
#define MESSAGE_MAX	(16u << 20)
#define FINDINGS_MAX	1000000
#define OCTETS_MAX	(UINT64_C(1) << 30)

#define PROGRESS_EVERY	0.1	/* seconds */

/* Of notes so much is told at once, or what there is when progress is told. */
#define NOTES_AT_ONCE	(32u << 10)
#define HEARD_AT_ONCE	(16u << 10)

/* --- The child. --- */

struct teller {
	struct hf_sink sink;	/* must be first */
	int fd;
	struct hf_buf buf;
	struct hf_buf untold;	/* messages that were not written yet */
	double told;		/* when progress was, last */
};

/*
 * Who cannot tell all that he found must not end well.  There may be a note for
 * each file: to write each by itself, and to read it so, would take as long as
 * reading the small ones.
 */
static void tell(struct teller *t, enum kind kind, const void *data,
		 size_t size)
{
	const struct head head = { kind, (uint32_t)size };

	hf_buf_add(&t->untold, &head, sizeof(head));
	hf_buf_add(&t->untold, data, size);
	if (size > MESSAGE_MAX || t->untold.failed)
		_exit(EXIT_FAILURE);
	if (kind == SAYS_NOTE && t->untold.len < NOTES_AT_ONCE)
		return;
	if (hf_write_all(t->fd, t->untold.data, t->untold.len) < 0)
		_exit(EXIT_FAILURE);
	hf_buf_clear(&t->untold);
}

static void tell_finding(struct hf_sink *sink, const struct hf_finding *f)
{
	struct teller *t = (struct teller *)sink;

	hf_buf_clear(&t->buf);
	hf_wire_put(&t->buf, f);
	if (t->buf.failed)
		_exit(EXIT_FAILURE);
	tell(t, SAYS_FINDING, t->buf.data, t->buf.len);
}

void hf_examine_progress(void *sink, uint64_t done, uint64_t total)
{
	const struct progress progress = { done, total };
	struct teller *t = sink;
	double now = hf_clock_elapsed();

	if (now - t->told < PROGRESS_EVERY)
		return;
	t->told = now;
	tell(t, SAYS_PROGRESS, &progress, sizeof(progress));
}

void hf_examine_note(struct hf_sink *sink, const void *data, size_t size)
{
	tell((struct teller *)sink, SAYS_NOTE, data, size);
}

static void tell_failure(struct teller *t, const struct hf_error *err)
{
	struct failure failure;

	memset(&failure, 0, sizeof(failure));
	failure.code = err->code;
	failure.sys_errno = err->sys_errno;
	memcpy(failure.text, err->text, strlen(err->text));
	tell(t, SAYS_ERROR, &failure, sizeof(failure));
}

static int shut_in(const struct hf_examination *how, int out,
		   struct hf_error *err)
{
	struct hf_sandbox in_force;
	int kept[3] = { out };
	bool input = false;
	size_t n = 1;

	if (how->into >= 0)
		kept[n++] = how->into;
	if (how->spool > 0)
		kept[n++] = how->spool;
	for (size_t i = 0; i < how->n_paths; i++)
		input |= !strcmp(how->paths[i], "-");
	if (hf_descriptors_leave(kept, n, input, err) == 0 &&
	    hf_sandbox_enter_writing(how->paths, how->n_paths, how->into,
				     &in_force, err) == 0)
		return 0;
	err->code = HF_ESYS;
	err->sys_errno = ENOT_SHUT_IN;
	return hf_error_within(err, "the sandbox cannot be entered, so nothing is read (--no-sandbox does without)");
}

/* Whoever waits for us is gone: then nobody would hear what is found. */
static void end_with(pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	if (getppid() != parent)
		_exit(EXIT_FAILURE);
}

/* Its way out is _exit(): what stdio still has is the parent's to write. */
static _Noreturn void be_child(hf_examine_fn *work, void *ctx,
			       const struct hf_examination *how, size_t size,
			       int out)
{
	struct teller t = { .sink.emit = tell_finding, .fd = out };
	struct hf_error err = { 0 };
	void *result = calloc(1, size + 1);

	if (!result)
		_exit(EXIT_FAILURE);
	if ((how->shut_in && shut_in(how, out, &err) < 0) ||
	    work(ctx, &t.sink, result, &err) < 0)
		tell_failure(&t, &err);
	else
		tell(&t, SAYS_RESULT, result, size);
	_exit(EXIT_SUCCESS);
}

/* --- The parent. --- */

struct listener {
	const struct hf_examination *how;
	struct hf_sink *sink;
	void *result;
	size_t size;
	struct hf_error *err;
	int fd;
	struct hf_buf buf;
	char heard[HEARD_AT_ONCE];	/* and not taken: from, to */
	size_t from, to;
	uint64_t findings, octets;
	bool ended;		/* the last message has come */
	bool failed;		/* ... and was an error, or err is set */
};

static int lied(struct listener *l)
{
	l->failed = true;
	return hf_fail(l->err, HF_ELIB,
		       "the process that examines it said what nobody can have found; it was ended, and nothing is known");
}

/* Something: 1; 0 at the end; -1. */
static int hear_more(struct listener *l)
{
	ssize_t n;

	do {
		n = hf_io->read(l->fd, l->heard, sizeof(l->heard));
	} while (n < 0 && errno == EINTR);
	if (n < 0) {
		l->failed = true;
		return hf_fail(l->err, HF_ESYS,
			       "what the process that examines it says cannot be read");
	}
	l->from = 0;
	l->to = (size_t)n;
	return n > 0;
}

/* All of them: 1; 0 where it ends before; -1. */
static int hear(struct listener *l, void *data, size_t size)
{
	char *at = data;

	while (size) {
		int got = l->from < l->to ? 1 : hear_more(l);
		size_t some;

		if (got <= 0)
			return got;
		some = l->to - l->from < size ? l->to - l->from : size;
		memcpy(at, l->heard + l->from, some);
		l->from += some;
		at += some;
		size -= some;
	}
	return 1;
}

static int take_finding(struct listener *l, const void *data, size_t size)
{
	struct hf_finding finding;

	if (++l->findings > FINDINGS_MAX ||
	    !hf_wire_get(data, size, &finding))
		return lied(l);
	hf_emit(l->sink, &finding);
	return 0;
}

static int take_progress(struct listener *l, const void *data, size_t size)
{
	struct progress progress;

	if (size != sizeof(progress))
		return lied(l);
	memcpy(&progress, data, size);
	if (l->how->progress)
		l->how->progress(l->how->progress_ctx, progress.done,
				 progress.total);
	return 0;
}

static int take_note(struct listener *l, const void *data, size_t size)
{
	if (!l->how->note)
		return lied(l);
	if (l->how->note(l->how->note_ctx, data, size, l->err) == 0)
		return 0;
	l->failed = true;
	return -1;
}

/* Whether a message, in which names are escaped already, can be printed. */
static bool is_harmless(const char *text)
{
	for (size_t len; *text; text += len + (text[len] == '\\')) {
		len = strcspn(text, "\\");
		if (!hf_is_printable(text, len))
			return false;
	}
	return true;
}

static int take_failure(struct listener *l, const void *data, size_t size)
{
	struct failure failure;

	if (size != sizeof(failure))
		return lied(l);
	memcpy(&failure, data, size);
	if (failure.code < HF_ESYS || failure.code > HF_ELIB ||
	    !memchr(failure.text, '\0', sizeof(failure.text)))
		return lied(l);
	hf_fail(l->err, (enum hf_code)failure.code, "%s", "");
	l->err->sys_errno = failure.sys_errno;
	if (is_harmless(failure.text))
		memcpy(l->err->text, failure.text, sizeof(failure.text));
	else
		hf_escape_into(l->err->text, sizeof(l->err->text),
			       failure.text);
	l->ended = l->failed = true;
	return 0;
}

static int take_result(struct listener *l, const void *data, size_t size)
{
	if (size != l->size)
		return lied(l);
	if (size)
		memcpy(l->result, data, size);
	l->ended = true;
	return 0;
}

static int take(struct listener *l, const struct head *head, const void *data)
{
	static int (*const takers[KINDS])(struct listener *l, const void *data,
					  size_t size) = {
		[SAYS_FINDING]	= take_finding,
		[SAYS_PROGRESS] = take_progress,
		[SAYS_NOTE]	= take_note,
		[SAYS_ERROR]	= take_failure,
		[SAYS_RESULT]	= take_result,
	};

	return takers[head->kind](l, data, head->size);
}

/* One message: 1; 0 where no more come; -1. */
static int take_message(struct listener *l)
{
	struct head head;
	char *room;
	int got = hear(l, &head, sizeof(head));

	if (got <= 0)
		return got;
	l->octets += head.size;
	if (head.kind >= KINDS || head.size > MESSAGE_MAX ||
	    l->octets > OCTETS_MAX)
		return lied(l);
	hf_buf_clear(&l->buf);
	room = hf_buf_reserve(&l->buf, head.size + 1);
	if (!room) {
		l->failed = true;
		return hf_fail_memory(l->err);
	}
	got = hear(l, room, head.size);
	if (got > 0 && take(l, &head, room) < 0)
		return -1;
	return got;
}

/* How it ended; 0 where that is not to be seen. */
static int wait_for(pid_t child)
{
	int status = 0;

	while (waitpid(child, &status, 0) < 0) {
		if (errno != EINTR)
			return 0;
	}
	return status;
}

/* It says no more: it is about to end by itself, or pretends to. */
static int wait_a_while(pid_t child)
{
	const struct timespec moment = { .tv_nsec = 10 * 1000 * 1000 };
	int status;

	for (int i = 0; i < 200; i++) {
		if (waitpid(child, &status, WNOHANG) == child)
			return status;
		nanosleep(&moment, NULL);
	}
	kill(child, SIGKILL);
	return wait_for(child);
}

static int listen_to(struct listener *l, pid_t child)
{
	int status, got;

	do {
		got = take_message(l);
	} while (got > 0 && !l->ended);
	/* It has said its last, or lies: in neither case more is waited for. */
	if (got != 0)
		kill(child, SIGKILL);
	status = got ? wait_for(child) : wait_a_while(child);
	if (l->failed)
		return -1;
	if (l->ended)
		return 0;
	return WIFSIGNALED(status) ?
	       hf_fail(l->err, HF_ELIB,
		       "the examination ended early (signal %d), and nothing is known",
		       WTERMSIG(status)) :
	       hf_fail(l->err, HF_ELIB,
		       "the examination ended early (status %d), and nothing is known",
		       WEXITSTATUS(status));
}

int hf_examine(hf_examine_fn *work, void *ctx,
	       const struct hf_examination *how, void *result, size_t size,
	       struct hf_sink *sink, struct hf_error *err)
{
	struct listener l = {
		.how = how, .sink = sink, .result = result, .size = size,
		.err = err,
	};
	pid_t parent = getpid(), child;
	int ends[2], ret;

	if (how->shut_in)
		hf_sandbox_prepare(how->into >= 0);
	if (pipe2(ends, O_CLOEXEC) < 0)
		return hf_fail(err, HF_ESYS, "cannot make a pipe");
	child = fork();
	if (child == 0) {
		end_with(parent);
		hf_close(ends[0]);
		be_child(work, ctx, how, size, ends[1]);
	}
	hf_close(ends[1]);
	l.fd = ends[0];
	ret = child < 0 ? hf_fail(err, HF_ESYS, "cannot start a process")
			: listen_to(&l, child);
	hf_close(ends[0]);
	hf_buf_release(&l.buf);
	return ret;
}
