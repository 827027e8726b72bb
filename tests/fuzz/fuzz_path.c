/*
 * Any bytes as a name that must survive a manifest, and as the text of one;
 * and what is judged good must lead nowhere else.
 */
#include "fuzz.h"

#include <stdbool.h>

#include "bag/path.h"
#include "base/buf.h"
#include "base/chars.h"
#include "base/text.h"

/* Part by part: whether one is "..", and whether it ever gets above the top. */
static void follow(const char *path, size_t len, bool *strange, bool *out)
{
	long depth = 0;

	*strange = *out = false;
	for (size_t i = 0, part = 0; i <= len; i++) {
		size_t n = i - part;

		if (i < len && path[i] != '/')
			continue;
		if (n == 2 && !memcmp(path + part, "..", 2)) {
			*strange = true;
			*out |= --depth < 0;
		} else if (n == 0 || (n == 1 && path[part] == '.')) {
			*strange = true;
		} else {
			depth++;
		}
		part = i + 1;
	}
}

static void judge(const char *path, size_t len)
{
	bool strange, out;

	follow(path, len, &strange, &out);
	switch (hf_path_judge(path, len)) {
	case HF_FLAW_NONE:
		must(len && !strange && !out);
		must(path[0] != '/' && path[0] != '~' && path[0] != '\\');
		must(!memchr(path, '\0', len));
		break;
	case HF_FLAW_IRREGULAR:
		must(strange && !out && path[0] != '/');
		must(!memchr(path, '\0', len));
		break;
	case HF_FLAW_EMPTY:
		must(!len);
		break;
	case HF_FLAW_UNSAFE:
		break;
	}
}

static void encode(const char *name, size_t len)
{
	struct hf_buf written = { 0 }, back = { 0 };

	hf_path_encode(&written, name, len);
	must(!memchr(hf_buf_text(&written), '\n', written.len));
	must(!memchr(hf_buf_text(&written), '\r', written.len));
	must(!(hf_path_decode(&back, hf_buf_text(&written), written.len) &
	       HF_PERCENT_RAW));
	must(back.len == len && !memcmp(hf_buf_text(&back), name, len));
	hf_buf_release(&written);
	hf_buf_release(&back);
}

static void decode(const char *text, size_t len)
{
	struct hf_buf name = { 0 };
	enum hf_path_percent percent = hf_path_decode(&name, text, len);

	must(name.len <= len);
	must(!(percent & HF_PERCENT_DECODED) == (name.len == len));
	must((percent != HF_PERCENT_NONE) == (memchr(text, '%', len) != NULL));
	judge(hf_buf_text(&name), name.len);
	hf_buf_release(&name);
}

/* The text, cut in two, as a link and what it says. */
static void join(const char *text, size_t len)
{
	struct hf_buf path = { 0 };
	char *link = malloc(len + 1);
	bool strange, out;
	char *target;

	memcpy(link, text, len);
	link[len] = '\0';
	target = memchr(link, '\n', len);
	if (target && hf_path_judge(link, (size_t)(target - link)) ==
	    HF_FLAW_NONE) {
		*target++ = '\0';
		if (hf_path_join(&path, link, target)) {
			follow(path.data, path.len, &strange, &out);
			must(path.len && !strange && !out);
			must(path.data[0] != '/');
		}
	}
	hf_buf_release(&path);
	free(link);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* A copy of its own, so that a look beyond it is seen. */
	char *text = malloc(size + !size);
	struct hf_buf shown = { 0 };

	if (size)
		memcpy(text, data, size);
	encode(text, size);
	decode(text, size);
	judge(text, size);
	join(text, size);
	hf_path_unportable(text, size);
	hf_path_is_system_litter(text, size);
	if (hf_path_is_payload(text, size))
		must(size > 5 && !memcmp(text, "data/", 5));

	hf_escape(&shown, text, size);
	must(hf_utf8_is_valid(hf_buf_text(&shown), shown.len));
	for (size_t i = 0; i < shown.len; i++)
		must((unsigned char)shown.data[i] >= 0x20 &&
		     shown.data[i] != 0x7f);
	must(hf_is_printable(text, size) ==
	     (shown.len == size && !memcmp(hf_buf_text(&shown), text, size)));
	hf_buf_release(&shown);
	free(text);
	return 0;
}
