/* What the parts of reading a profile share. */
#ifndef HF_PROFILE_READER_H
#define HF_PROFILE_READER_H

#include <jansson.h>

#include "base/buf.h"
#include "profile/profile.h"

struct hf_profile_reader {
	struct hf_profile *profile;
	struct hf_sink *sink;
	struct hf_buf at;	/* where in the JSON: a pointer (RFC 6901) */
	bool failed;		/* memory ended */
};

/* --- profile/json.c --- */

/*
 * The object that @size octets of @text are; NULL where they are none, which
 * is told, or memory ended.
 */
json_t *hf_profile_json(struct hf_profile_reader *reader, const char *text,
			size_t size);

/* Go to a member, and back: what enter yields is for leave. */
size_t hf_profile_enter(struct hf_profile_reader *reader, const char *key);
size_t hf_profile_enter_at(struct hf_profile_reader *reader, size_t index);
void hf_profile_leave(struct hf_profile_reader *reader, size_t before);

/*
 * Tell what is wrong here; path and subject of @finding are filled in.  With
 * @hides, nobody knows any more all that the profile asks of a bag.
 */
void hf_profile_mistake(struct hf_profile_reader *reader, bool hides,
			struct hf_finding finding);

#define hf_mistake(reader, hides, name, ...)				\
	hf_profile_mistake((reader), (hides),				\
			   (struct hf_finding){ .id = HF_##name, __VA_ARGS__ })

/* What kind of value it is: "a list". */
const char *hf_profile_kind(const json_t *value);

/* --- profile/judge.c --- */

/* What the statements of a profile that was read are worth together. */
void hf_profile_judge(struct hf_profile_reader *reader);

#endif
