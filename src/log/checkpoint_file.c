/* The checkpoint, written so that there is always a whole one. */
#include "log/inside.h"

#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "base/replace.h"
#include "base/text.h"

static int assemble(struct hf_buf *note, const char *origin,
		    const struct hf_reach *reach,
		    const struct hf_signer *signer, struct hf_error *err)
{
	struct hf_checkpoint head = { .size = reach->frontier.size };
	struct hf_buf text = { 0 };
	int ret;

	if (strlen(origin) > HF_KEY_NAME_MAX)
		return hf_fail(err, HF_EUSAGE, "the origin '%s' is longer than %d octets",
			       hf_shown(origin), HF_KEY_NAME_MAX);
	strcpy(head.origin, origin);
	hf_frontier_root(&reach->frontier, &head.root);
	hf_checkpoint_format(&text, &head);
	hf_buf_add(note, hf_buf_text(&text), text.len);
	if (signer)
		hf_buf_addc(note, '\n');
	ret = hf_buf_check(&text, err);
	if (ret == 0 && signer)
		ret = hf_note_sign(note, signer, text.data, text.len,
				   (uint64_t)hf_clock_wall(), err);
	hf_buf_release(&text);
	return ret < 0 ? -1 : hf_buf_check(note, err);
}

int hf_checkpoint_write(struct hf_buf *note, int folder, const char *origin,
			const struct hf_reach *reach,
			const struct hf_signer *signer, struct hf_error *err)
{
	bool renamed;

	hf_buf_clear(note);
	if (assemble(note, origin, reach, signer, err) < 0)
		return -1;
	if (hf_replace_file(folder, "checkpoint", note->data, note->len,
			    &renamed) == 0)
		return 0;
	return renamed ?
	       hf_fail(err, HF_ESYS, "the new '%s' is in place, but whether it outlasts a power failure is unknown",
		       HF_CHECKPOINT_PATH) :
	       hf_fail(err, HF_ESYS, "cannot write '%s'; the one before stands",
		       HF_CHECKPOINT_PATH);
}
