#include "register/unfinished.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "log/note.h"
#include "register/signer.h"

#define CHECKPOINT	"log/checkpoint"
#define CHECKPOINT_MAX	(64 * 1024)

void hf_key_file_name(char name[32], uint32_t id)
{
	snprintf(name, 32, "signing-key-%08" PRIx32, id);
}

/* Whether that signature was made with a key whose file is here. */
static int take_signer(const struct hf_register *reg,
		       const struct hf_note *note,
		       const struct hf_signature *signature,
		       struct hf_signer *signer_ret, struct hf_error *err)
{
	char name[32], *path;
	int fd, ret;

	hf_key_file_name(name, signature->id);
	fd = hf_open_regular_beneath(reg->dir, name);
	if (fd < 0)
		return errno == ENOENT ? 0
		       : hf_fail(err, HF_ESYS, "'%s' cannot be read", name);
	hf_close(fd);
	if (asprintf(&path, "%s/%s", reg->path, name) < 0)
		return hf_fail_memory(err);
	ret = hf_signer_read(path, signer_ret, err);
	free(path);
	if (ret < 0)
		return -1;
	if (hf_signature_is_by(signature, &signer_ret->verifier) &&
	    hf_signature_holds(signature, &signer_ret->verifier, note->text,
			       note->len, NULL))
		return 1;
	hf_signer_forget(signer_ret);
	return 0;
}

int hf_key_that_signed(const struct hf_register *reg,
		       struct hf_signer *signer_ret, struct hf_error *err)
{
	struct hf_buf text = { 0 };
	struct hf_note note;
	int ret = 0;

	/* What is wrong with it otherwise, whoever opens the log is told. */
	if (hf_read_beneath(reg->dir, CHECKPOINT, &text, CHECKPOINT_MAX) < 0)
		ret = errno == ENOENT ? 0 :
		      hf_fail(err, HF_ESYS, "'%s' cannot be read", CHECKPOINT);
	else if (hf_note_parse(&note, hf_buf_text(&text), text.len, true,
			       err) < 0)
		ret = err->code == HF_EFORMAT ? 0 : -1;
	else
		for (size_t i = 0; i < note.n_signatures && ret == 0; i++)
			ret = take_signer(reg, &note, &note.signatures[i],
					  signer_ret, err);
	hf_buf_release(&text);
	return ret;
}
