/* The checkpoint, written so that there is always a whole one. */
#include "log/inside.h"

#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "base/replace.h"
#include "base/text.h"

static int assemble(struct hf_buf *note, const char *origin,
		    const struct hf_reach *reach,
		    const struct hf_signer *const signers[2],
		    struct hf_error *err)
{
	struct hf_checkpoint head = { .size = reach->frontier.size };
	size_t len;

	if (strlen(origin) > HF_KEY_NAME_MAX)
		return hf_fail(err, HF_EUSAGE, "the origin '%s' is longer than %d octets",
			       hf_shown(origin), HF_KEY_NAME_MAX);
	strcpy(head.origin, origin);
	hf_frontier_root(&reach->frontier, &head.root);
	hf_checkpoint_format(note, &head);
	len = note->len;
	for (int i = 0; i < 2 && signers[i]; i++) {
		struct hf_buf text = { 0 };
		int ret;

		if (i == 0)
			hf_buf_addc(note, '\n');
		hf_buf_add(&text, hf_buf_text(note), len);
		ret = hf_buf_check(&text, err);
		if (ret == 0)
			ret = hf_note_sign(note, signers[i], text.data, len,
					   (uint64_t)hf_clock_wall(), err);
		hf_buf_release(&text);
		if (ret < 0)
			return -1;
	}
	return hf_buf_check(note, err);
}

int hf_checkpoint_write(struct hf_buf *note, int folder, const char *origin,
			const struct hf_reach *reach,
			const struct hf_signer *const signers[2],
			struct hf_error *err)
{
	bool renamed;

	hf_buf_clear(note);
	if (assemble(note, origin, reach, signers, err) < 0)
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
