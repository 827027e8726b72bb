/* A register, open: its text and its trust, without a mistake. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/io.h"
#include "base/text.h"
#include "log/trust.h"
#include "register/paths.h"
#include "register/read.h"

/* What a client sees, and where its strings are. */
struct inside {
	struct hf_register reg;
	struct hf_arena arena;
};

/* Passes findings on, and knows whether there were some. */
struct counting {
	struct hf_sink sink;	/* must be first */
	struct hf_sink *next;
	size_t n;
};

static void count(struct hf_sink *sink, const struct hf_finding *finding)
{
	struct counting *counting = (struct counting *)sink;

	counting->n++;
	hf_emit(counting->next, finding);
}

int hf_register_text(int dir, const char *path, struct hf_buf *text,
		     struct hf_error *err)
{
	if (hf_read_beneath(dir, HF_REGISTER_TEXT, text,
			    HF_REGISTER_TEXT_MAX) == 0)
		return 0;
	if (errno == ENOENT)
		return hf_fail(err, HF_EUSAGE,
			       "'%s' is no register: there is no %s in it (holdfast init makes one)",
			       hf_shown(path), HF_REGISTER_TEXT);
	return hf_fail(err, HF_ESYS, "cannot read '%s/%s'", hf_shown(path),
		       HF_REGISTER_TEXT);
}

static int open_folder(struct hf_register *reg, struct hf_error *err)
{
	do {
		reg->dir = hf_io->openat(AT_FDCWD, reg->path,
					 O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
	} while (reg->dir < 0 && errno == EINTR);
	return reg->dir >= 0 ? 0
	       : hf_fail(err, HF_ESYS, "cannot open the register '%s'",
			 hf_shown(reg->path));
}

/* "REGISTER/NAME", for findings; NULL when out of memory. */
static const char *name_of(struct inside *inside, const char *name)
{
	size_t len = strlen(inside->reg.path);

	while (len > 1 && inside->reg.path[len - 1] == '/')
		len--;
	return hf_arena_printf(&inside->arena, "%.*s/%s", (int)len,
			       inside->reg.path, name);
}

static int read_text(struct inside *inside, struct hf_sink *sink,
		     bool *sound_ret, struct hf_error *err)
{
	struct hf_register_place place = {
		.name = name_of(inside, HF_REGISTER_TEXT),
	};
	struct hf_memory_reader memory;
	struct hf_buf text = { 0 };
	int ret = -1;

	if (!place.name)
		return hf_fail_memory(err);
	if (hf_path_absolute(&inside->arena, inside->reg.path, &place.folder,
			     err) == 0 &&
	    hf_register_text(inside->reg.dir, inside->reg.path, &text,
			     err) == 0) {
		memory = (struct hf_memory_reader){ hf_buf_text(&text),
						    text.len };
		ret = hf_register_read(&inside->reg, &inside->arena, &place,
				       hf_read_memory, &memory, sink,
				       sound_ret, err);
	}
	hf_buf_release(&text);
	return ret;
}

/* A file that is gone is no file in which nobody is trusted. */
static int read_trust(struct inside *inside, struct hf_sink *sink,
		      bool *sound_ret, struct hf_error *err)
{
	struct counting counting = { { count }, sink, 0 };
	const char *name = name_of(inside, HF_REGISTER_TRUST);
	int fd, ret;

	if (!name)
		return hf_fail_memory(err);
	fd = hf_open_regular_beneath(inside->reg.dir, HF_REGISTER_TRUST);
	if (fd < 0)
		return hf_fail(err, HF_ESYS, "cannot open '%s'",
			       hf_shown(name));
	ret = hf_trust_read(&inside->reg.trust, fd, name, &counting.sink, err);
	hf_close(fd);
	*sound_ret = ret == 0 && !counting.n;
	return ret < 0 && err->code == HF_EREFUSED && counting.n ? 0 : ret;
}

int hf_register_open(struct hf_register **register_ret, const char *path,
		     struct hf_sink *sink, struct hf_error *err)
{
	struct inside *inside = calloc(1, sizeof(*inside));
	bool text_sound = false, trust_sound = false;

	if (!inside)
		return hf_fail_memory(err);
	inside->reg.inside = inside;
	inside->reg.dir = -1;
	inside->reg.path = hf_arena_strdup(&inside->arena, path);
	if (!inside->reg.path) {
		hf_fail_memory(err);
		goto fail;
	}
	if (open_folder(&inside->reg, err) < 0 ||
	    read_text(inside, sink, &text_sound, err) < 0 ||
	    read_trust(inside, sink, &trust_sound, err) < 0)
		goto fail;
	if (!text_sound || !trust_sound) {
		hf_fail(err, HF_EREFUSED,
			"'%s' has mistakes, and nothing is done with it until they are corrected",
			hf_shown(path));
		goto fail;
	}
	*register_ret = &inside->reg;
	return 0;
fail:
	hf_register_close(&inside->reg);
	return -1;
}

void hf_register_close(struct hf_register *reg)
{
	struct inside *inside;

	if (!reg)
		return;
	inside = reg->inside;
	hf_trust_free(reg->trust);
	hf_close(reg->dir);
	hf_arena_release(&inside->arena);
	free(inside);
}
