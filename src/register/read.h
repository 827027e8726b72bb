/* Reading register.txt (docs/formats/register.md). */
#ifndef HF_REGISTER_READ_H
#define HF_REGISTER_READ_H

#include "base/arena_type.h"
#include "base/buf.h"
#include "base/read.h"
#include "register/register.h"

#define HF_REGISTER_TEXT	"register.txt"
#define HF_REGISTER_TRUST	"trust.txt"
#define HF_REGISTER_TEXT_MAX	(16 * 1024 * 1024)	/* octets */

/* What findings call the file, and where paths in it begin. */
struct hf_register_place {
	const char *name;
	const char *folder;	/* absolute */
};

/*
 * Read the text into *@reg, of which it fills what register.txt says, all in
 * the arena.  All mistakes go to @sink, by their lines; then *@sound_ret is
 * false.  -1 only where we failed.
 */
int hf_register_read(struct hf_register *reg, struct hf_arena *arena,
		     const struct hf_register_place *place, hf_read_fn *read,
		     void *ctx, struct hf_sink *sink, bool *sound_ret,
		     struct hf_error *err);

/* The bytes of register.txt in the open folder @dir; @path is for messages. */
int hf_register_text(int dir, const char *path, struct hf_buf *text,
		     struct hf_error *err);

/* What the stanzas say of each other: mistakes go to @sink. */
int hf_register_check(const struct hf_register *reg, const char *name,
		      struct hf_sink *sink, struct hf_error *err);

#endif
