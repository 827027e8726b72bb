#include "audit/reading.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "audit/begun.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/io.h"
#include "base/list.h"
#include "base/text.h"
#include "container/open.h"
#include "package/provenance.h"
#include "register/examine.h"
#include "verify/verify.h"

/* What the child tells on its way. */
struct note {
	enum { NOTE_ROOT, NOTE_FILE } kind;
	bool resumed;		/* ROOT: it goes on where it was */
	char root[65];
	struct hf_mark mark;	/* FILE: and its path behind this */
};

/* --- The child. --- */

struct part {
	const struct hf_reading_task *task;
	const struct hf_begun *begun;	/* NULL: nothing was read before */
	struct hf_sink *sink;
	int fd;				/* the folder, or the archive */
	bool is_folder;
	struct hf_mark archive;
	struct hf_mark *marks;		/* of what is read now, in its order */
	size_t n, room;
	bool blind;			/* there was no memory for more */
	uint64_t chosen;		/* octets of them */
	struct hf_buf text;
};

/*
 * What a file is now; of a member, what its archive is.  False where that does
 * not say whether its bytes stayed: of a link, or where it cannot be looked at.
 */
static bool look(const struct part *part, const char *path, uint64_t size,
		 struct hf_mark *mark)
{
	struct stat st;

	if (!part->is_folder) {
		*mark = part->archive;
		mark->size = size;
		return true;
	}
	if (hf_io->fstatat(part->fd, path, &st, AT_SYMLINK_NOFOLLOW) < 0 ||
	    !S_ISREG(st.st_mode))
		return false;
	*mark = hf_mark_of(&st);
	return true;
}

/* Looking at each file takes its time: only where that can spare reading it. */
static bool was_read(struct part *part, const char *path, uint64_t size)
{
	struct hf_mark mark;

	if (!part->begun || !look(part, path, size, &mark))
		return false;
	hf_buf_clear(&part->text);
	hf_begun_path(&part->text, path);
	return !part->text.failed &&
	       hf_begun_has(part->begun, part->text.data, &mark);
}

/*
 * Room for what it is when it is opened.  Who has no memory for it reads it
 * again another time, as he does what was never seen: a link.
 */
static void expect(struct part *part, uint64_t size)
{
	struct hf_mark *grown = part->blind ? NULL :
				hf_list_grow(part->marks, part->n, &part->room,
					     sizeof(*grown));

	part->blind = !grown;
	if (!grown)
		return;
	part->marks = grown;
	grown[part->n] = (struct hf_mark){ .inode = 0 };
	if (!part->is_folder)
		look(part, NULL, size, &grown[part->n]);
	part->n++;
}

/* Files are begun as long as there is budget; the last one may exceed it. */
static enum hf_sitting_turn turn(void *ctx, const char *path, uint64_t size)
{
	struct part *part = ctx;

	if (was_read(part, path, size))
		return HF_TURN_BEFORE;
	if (part->chosen && part->chosen >= part->task->octets)
		return HF_TURN_LATER;
	part->chosen += size;
	expect(part, size);
	return HF_TURN_NOW;
}

static void opened(void *ctx, uint64_t nth, const struct stat *st)
{
	struct part *part = ctx;

	if (part->is_folder && nth < part->n)
		part->marks[nth] = hf_mark_of(st);
}

/* What it was before it was read: if it changed since, it will be read again. */
static void right(void *ctx, uint64_t nth, const char *path)
{
	struct part *part = ctx;
	struct note note = { .kind = NOTE_FILE };

	if (nth >= part->n || !part->marks[nth].inode)
		return;
	note.mark = part->marks[nth];
	hf_buf_clear(&part->text);
	hf_buf_add(&part->text, &note, sizeof(note));
	hf_buf_add(&part->text, path, strlen(path) + 1);
	if (!part->text.failed)
		hf_examine_note(part->sink, part->text.data, part->text.len);
}

/* A file that takes longer than a whole run must come to its end all the same. */
static enum hf_engine_stop stop(void *ctx)
{
	const struct hf_reading_task *task = ((struct part *)ctx)->task;

	if (task->stop && *task->stop)
		return HF_DROP;
	return task->until > 0 && hf_clock_elapsed() >= task->until
	       ? HF_FINISH : HF_GO_ON;
}

static int begin_part(struct part *part, struct hf_error *err)
{
	struct stat st;

	part->fd = hf_io->openat(AT_FDCWD, part->task->path,
				 O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
	if (part->fd < 0 || hf_io->fstat(part->fd, &st) < 0)
		return hf_fail(err, HF_ESYS, "cannot look at '%s'",
			       hf_shown(part->task->path));
	part->is_folder = S_ISDIR(st.st_mode);
	part->archive = hf_mark_of(&st);
	return 0;
}

/* Only what has the same root goes on where it was. */
static void take_root(struct part *part, struct hf_source *bag,
		      struct hf_bag_root *root)
{
	struct note note = { .kind = NOTE_ROOT };
	struct hf_error lesser;

	/* What keeps it from being computed, verifying it tells. */
	if (hf_bag_root_alone(bag, part->task->engine.jobs, root, &lesser) < 0)
		*root = (struct hf_bag_root){ "" };
	note.resumed = part->begun && *root->hex &&
		       !strcmp(part->begun->root, root->hex);
	if (!note.resumed)
		part->begun = NULL;
	memcpy(note.root, root->hex, sizeof(note.root));
	hf_examine_note(part->sink, &note, sizeof(note));
}

/* A package need not carry a record. */
static int check_chain(struct part *part, struct hf_source *bag,
		       struct hf_error *err)
{
	struct hf_provenance provenance = { 0 };

	if (hf_provenance_decide_in(&provenance, bag, part->task->path,
				    part->task->declared, part->sink,
				    err) < 0)
		return err->code == HF_EUSAGE ? 0 : -1;
	hf_provenance_release(&provenance);
	return 0;
}

static int read_bag(struct part *part, struct hf_source *bag,
		    struct hf_reading_seen *seen, struct hf_error *err)
{
	const struct hf_verify_sitting sitting = { turn, opened, right, stop,
						    part };
	const struct hf_verify_options options = {
		.depth = HF_VERIFY_FULL, .engine = part->task->engine,
		.progress = hf_examine_progress, .progress_ctx = part->sink,
		.sitting = &sitting,
	};
	struct hf_verify_summary summary;

	take_root(part, bag, &seen->root);
	if (hf_verify_open(bag, &options, part->sink, &summary, err) < 0)
		return -1;
	seen->root.files = summary.files;
	seen->root.octets = summary.octets;
	seen->read = summary.octets_read;
	seen->undone = summary.undone;
	return summary.has_record && !summary.undone
	       ? check_chain(part, bag, err) : 0;
}

static int read_copy(void *ctx, struct hf_sink *sink, void *result,
		     struct hf_error *err)
{
	struct part *part = ctx;
	const struct hf_open_options open = {
		.jobs = part->task->engine.jobs,
		.progress = hf_examine_progress, .progress_ctx = sink,
	};
	struct hf_source *bag;
	int ret;

	part->sink = sink;
	if (begin_part(part, err) < 0 ||
	    hf_open_bag(&bag, part->task->path, &open, sink, err) < 0)
		return -1;
	ret = read_bag(part, bag, result, err);
	hf_close_bag(bag);
	return ret;
}

/* --- The parent. --- */

/*
 * So much counts as in hand, and is lost with whoever is killed: of a bag that
 * is read sooner nothing is written, of others not each file by itself.
 */
#define IN_HAND_OCTETS	(16u << 20)
#define IN_HAND_SECONDS	1.0

struct listener {
	const struct hf_reading_task *task;
	bool was_begun;		/* there is a state, and the reading went on from it */
	char root[65];
	int fd;			/* where the state is written; -1: not yet */
	struct hf_buf text;	/* what is not written yet */
	uint64_t octets;	/* of that */
	double since;		/* when it was written last */
	bool failed;		/* it could not be written */
};

static int write_state(struct listener *l, struct hf_error *err)
{
	int ret = 0;

	if (l->fd < 0) {
		l->fd = hf_begun_write(l->task->dir, &l->task->of, l->root,
				       l->was_begun, &l->text, err);
		ret = l->fd < 0 ? -1 : 0;
	} else if (hf_write_all(l->fd, l->text.data, l->text.len) < 0) {
		ret = hf_fail(err, HF_ESYS, "how far the reading of '%s' is cannot be written",
			      hf_shown(l->task->of.package));
	}
	hf_buf_clear(&l->text);
	l->octets = 0;
	l->since = hf_clock_elapsed();
	l->failed |= ret < 0;
	return ret;
}

static int take_file(struct listener *l, const struct note *note,
		     const char *path, struct hf_error *err)
{
	hf_begun_add(&l->text, path, &note->mark);
	if (hf_buf_check(&l->text, err) < 0)
		return -1;
	l->octets += note->mark.size;
	if (l->octets < IN_HAND_OCTETS &&
	    hf_clock_elapsed() - l->since < IN_HAND_SECONDS)
		return 0;
	return write_state(l, err);
}

/* Who took the child over may say what he likes, in this form. */
static int take_note(void *ctx, const void *data, size_t size,
		     struct hf_error *err)
{
	struct listener *l = ctx;
	const char *path = (const char *)data + sizeof(struct note);
	struct note note;

	if (size < sizeof(note))
		return hf_fail(err, HF_ELIB, "what was read of it makes no sense");
	memcpy(&note, data, sizeof(note));
	if (note.kind == NOTE_FILE) {
		if (!*l->root || size == sizeof(note) || path[size -
		    sizeof(note) - 1])
			return 0;
		return take_file(l, &note, path, err);
	}
	note.root[64] = '\0';
	l->was_begun = l->was_begun && note.resumed;
	if (strspn(note.root, "0123456789abcdef") == 64)
		memcpy(l->root, note.root, sizeof(l->root));
	return 0;
}

/* What is left for another time must be found then. */
static int end_state(struct listener *l, struct hf_error *err)
{
	int ret = 0;

	if (*l->root && (l->text.len || (l->fd < 0 && !l->was_begun)))
		ret = write_state(l, err);
	if (ret == 0 && l->fd >= 0 && hf_io->fsync(l->fd) < 0)
		ret = hf_fail(err, HF_ESYS, "how far the reading of '%s' is cannot be made durable",
			      hf_shown(l->task->of.package));
	l->failed |= ret < 0;
	return ret;
}

/* Sixty-four digits, or it is none. */
static void check_root(struct hf_reading_seen *seen)
{
	seen->root.hex[64] = '\0';
	if (strspn(seen->root.hex, "0123456789abcdef") != 64)
		seen->root = (struct hf_bag_root){ "" };
}

static int examine(struct part *part, struct listener *l,
		   struct hf_sink *sink, struct hf_reading_seen *seen,
		   struct hf_error *err)
{
	const struct hf_reading_task *task = part->task;
	const struct hf_examination how = {
		.paths = &task->path, .n_paths = 1, .into = -1,
		.shut_in = !task->no_sandbox,
		.progress = task->progress, .progress_ctx = task->progress_ctx,
		.note = take_note, .note_ctx = l,
	};

	if (hf_examine(read_copy, part, &how, seen, sizeof(*seen), sink,
		       err) < 0)
		return -1;
	check_root(seen);
	return seen->undone ? end_state(l, err) : 0;
}

int hf_audit_read(const struct hf_reading_task *task, struct hf_sink *sink,
		  struct hf_reading_seen *seen, struct hf_error *err)
{
	struct hf_begun begun;
	struct part part = { .task = task };
	struct listener l = { .task = task, .fd = -1,
			      .since = hf_clock_elapsed() };
	int there, ret = -1;

	*seen = (struct hf_reading_seen){ 0 };
	there = hf_begun_read(&begun, task->dir, &task->of, err);
	if (there >= 0) {
		part.begun = there ? &begun : NULL;
		l.was_begun = there;
		ret = examine(&part, &l, sink, seen, err);
	}
	seen->unwritten = ret < 0 && (there < 0 || l.failed);
	seen->ended = ret == 0 && !seen->undone;
	hf_begun_release(&begun);
	hf_buf_release(&l.text);
	hf_close(l.fd);
	return ret;
}
