#include "finding/wire.h"

#include <stdint.h>
#include <string.h>

/*
 * What is fixed, and then each text: its length, itself, and a NUL.  Both ends
 * are one program on one machine: numbers lie as they do in memory.
 */
struct head {
	uint32_t id;
	uint32_t tolerated;
	uint64_t line;
	uint64_t has_path_len;	/* the path's length was given, not measured */
};

#define ABSENT	UINT64_MAX

/* All texts but the path, which alone may hold a NUL. */
static const size_t texts[] = {
	offsetof(struct hf_finding, subject),
	offsetof(struct hf_finding, algorithm),
	offsetof(struct hf_finding, expected),
	offsetof(struct hf_finding, actual),
	offsetof(struct hf_finding, detail),
};

#define N_TEXTS	(sizeof(texts) / sizeof(texts[0]))

static const char **text_at(struct hf_finding *f, size_t i)
{
	return (const char **)((char *)f + texts[i]);
}

static void put_text(struct hf_buf *buf, const char *text, size_t len)
{
	uint64_t size = text ? len : ABSENT;

	hf_buf_add(buf, &size, sizeof(size));
	if (text)
		hf_buf_add(buf, text, len);
	if (text)
		hf_buf_addc(buf, '\0');
}

void hf_wire_put(struct hf_buf *buf, const struct hf_finding *finding)
{
	struct hf_finding f = *finding;
	struct head head;

	memset(&head, 0, sizeof(head));
	head.id = f.id;
	head.tolerated = f.tolerated;
	head.line = f.line;
	head.has_path_len = f.path && f.path_len;
	hf_buf_add(buf, &head, sizeof(head));
	put_text(buf, f.path, f.path_len || !f.path ? f.path_len
						    : strlen(f.path));
	for (size_t i = 0; i < N_TEXTS; i++) {
		const char *text = *text_at(&f, i);

		put_text(buf, text, text ? strlen(text) : 0);
	}
}

/* What is left to be read. */
struct rest {
	const char *at;
	size_t size;
};

static bool take(struct rest *rest, void *to, size_t size)
{
	if (rest->size < size)
		return false;
	memcpy(to, rest->at, size);
	rest->at += size;
	rest->size -= size;
	return true;
}

/* A text, with the NUL that it ends with; others it has only @with_nuls. */
static bool take_text(struct rest *rest, bool with_nuls, const char **text,
		      size_t *len_ret)
{
	uint64_t len;

	*text = NULL;
	*len_ret = 0;
	if (!take(rest, &len, sizeof(len)))
		return false;
	if (len == ABSENT)
		return true;
	if (len >= rest->size || rest->at[len] ||
	    (!with_nuls && memchr(rest->at, '\0', (size_t)len)))
		return false;
	*text = rest->at;
	*len_ret = (size_t)len;
	rest->at += len + 1;
	rest->size -= (size_t)len + 1;
	return true;
}

bool hf_wire_get(const void *data, size_t size, struct hf_finding *f)
{
	struct rest rest = { data, size };
	struct head head;
	size_t len;

	if (!take(&rest, &head, sizeof(head)) ||
	    head.id >= HF_FINDING_COUNT || head.tolerated > 1 ||
	    head.has_path_len > 1)
		return false;
	*f = (struct hf_finding){
		.id = (enum hf_finding_id)head.id,
		.tolerated = head.tolerated, .line = (unsigned long)head.line,
	};
	if (!take_text(&rest, head.has_path_len, &f->path, &len) ||
	    (head.has_path_len && !len))
		return false;
	f->path_len = head.has_path_len ? len : 0;
	for (size_t i = 0; i < N_TEXTS; i++) {
		if (!take_text(&rest, false, text_at(f, i), &len))
			return false;
	}
	return rest.size == 0;
}
