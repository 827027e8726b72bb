/* What a profile asks for: whether a bag can have it, and all of it at once. */
#include <string.h>

#include "bag/path.h"
#include "base/chars.h"
#include "base/text.h"
#include "digest/algorithm.h"
#include "profile/media.h"
#include "profile/pattern.h"
#include "profile/query.h"
#include "profile/reader.h"

#define PATTERN_MAX	4096	/* octets of one path or pattern */

/*
 * Octets of all in one list.  Each path is held against each pattern, so that
 * these bound the time that a profile can ask for.
 */
#define PATTERNS_MAX	(16u * 1024)
#define PATHS_MAX	(256u * 1024)

static const struct {
	enum hf_profile_list list;
	const char *key;
} algorithms[] = {
	{ HF_MANIFESTS_REQUIRED, "Manifests-Required" },
	{ HF_MANIFESTS_ALLOWED, "Manifests-Allowed" },
	{ HF_TAG_MANIFESTS_REQUIRED, "Tag-Manifests-Required" },
	{ HF_TAG_MANIFESTS_ALLOWED, "Tag-Manifests-Allowed" },
}, paths[] = {
	{ HF_TAG_FILES_REQUIRED, "Tag-Files-Required" },
	{ HF_TAG_FILES_ALLOWED, "Tag-Files-Allowed" },
	{ HF_PAYLOAD_FILES_REQUIRED, "Payload-Files-Required" },
	{ HF_PAYLOAD_FILES_ALLOWED, "Payload-Files-Allowed" },
};

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

/* Visit a list: @judge is at each of its members. */
static void each(struct hf_profile_reader *r, enum hf_profile_list list,
		 const char *key,
		 void (*judge)(struct hf_profile_reader *r,
			       enum hf_profile_list list, const char *text))
{
	const struct hf_profile_texts *texts = &r->profile->lists[list];
	size_t top = hf_profile_enter(r, key);

	for (size_t i = 0; i < texts->n; i++) {
		size_t before = hf_profile_enter_at(r, texts->index[i]);

		judge(r, list, texts->at[i]);
		hf_profile_leave(r, before);
	}
	hf_profile_leave(r, top);
}

static void judge_algorithm(struct hf_profile_reader *r,
			    enum hf_profile_list list, const char *text)
{
	enum hf_profile_list allowed = list + 1;
	enum hf_alg alg;

	if (!hf_alg_parse(text, &alg))
		hf_mistake(r, false, PROFILE_ALGORITHM_UNKNOWN, .actual = text);
	if ((list == HF_MANIFESTS_REQUIRED ||
	     list == HF_TAG_MANIFESTS_REQUIRED) &&
	    r->profile->lists[allowed].given &&
	    !hf_profile_has_algorithm(r->profile, allowed, text))
		hf_mistake(r, true, PROFILE_CONTRADICTION, .actual = text,
			   .detail = list == HF_MANIFESTS_REQUIRED
				? "it is required, but not in Manifests-Allowed"
				: "it is required, but not in Tag-Manifests-Allowed");
}

static bool is_pattern_list(enum hf_profile_list list)
{
	return list == HF_TAG_FILES_ALLOWED || list == HF_PAYLOAD_FILES_ALLOWED;
}

/* Why nothing in a bag can have this path, or be matched by this pattern. */
static const char *flaw_of(enum hf_profile_list list, const char *text)
{
	bool payload = list == HF_PAYLOAD_FILES_REQUIRED ||
		       list == HF_PAYLOAD_FILES_ALLOWED;
	bool pattern = is_pattern_list(list);
	size_t len = strlen(text), plain = pattern ? strcspn(text, "*?[") : len;
	bool folder = len && text[len - 1] == '/';

	if (len > PATTERN_MAX)
		return "it is longer than 4096 octets";
	if (!len)
		return "it is empty";
	if (pattern && !hf_pattern_is_sound(text))
		return "a [ has no ]";
	if (folder && !payload)
		return "a tag file cannot end in /";
	if (folder && pattern)
		return "a pattern for what is in a folder ends in /*";
	if (hf_path_judge(text, len - folder) != HF_FLAW_NONE)
		return "it must be a path within the bag, without empty, \".\" and \"..\" parts";
	if (payload && strncmp(text, "data/", plain < 5 ? plain : 5))
		return "the payload lies in data/";
	if (payload && !pattern && len < 6)
		return "it must name something in data/";
	if (!payload && !strncmp(text, "data/", 5))
		return "tag files do not lie in data/";
	return NULL;
}

/* Of a folder it is enough that something in it may be there. */
static bool may_be_there(const struct hf_profile *profile,
			 enum hf_profile_list allowed, const char *path)
{
	const struct hf_profile_texts *texts = &profile->lists[allowed];

	if (path[strlen(path) - 1] != '/')
		return hf_profile_allows_path(profile, allowed, path);
	for (size_t i = 0; i < texts->n; i++) {
		if (hf_pattern_reaches(texts->at[i], path))
			return true;
	}
	return !texts->given;
}

static void judge_path(struct hf_profile_reader *r, enum hf_profile_list list,
		       const char *text)
{
	enum hf_profile_list allowed = list + 1;
	const char *flaw = flaw_of(list, text);

	if (flaw) {
		hf_mistake(r, true, PROFILE_PATTERN, .actual = text,
			   .detail = flaw);
		return;
	}
	if (is_pattern_list(list))
		return;
	if (list == HF_TAG_FILES_REQUIRED && hf_profile_is_standard_file(text))
		return;
	if (!may_be_there(r->profile, allowed, text))
		hf_mistake(r, true, PROFILE_CONTRADICTION, .actual = text,
			   .detail = list == HF_TAG_FILES_REQUIRED
				? "it is required, but nothing in Tag-Files-Allowed matches it"
				: "it is required, but nothing in Payload-Files-Allowed matches it");
}

/* Whether the lists of paths are of a size that can be held together. */
static bool judge_sizes(struct hf_profile_reader *r)
{
	bool good = true;

	for (size_t i = 0; i < COUNT(paths); i++) {
		const struct hf_profile_texts *texts =
			&r->profile->lists[paths[i].list];
		size_t total = 0, before;

		for (size_t k = 0; k < texts->n; k++)
			total += strlen(texts->at[k]);
		if (total <= (is_pattern_list(paths[i].list) ? PATTERNS_MAX
							     : PATHS_MAX))
			continue;
		before = hf_profile_enter(r, paths[i].key);
		hf_mistake(r, true, PROFILE_VALUE,
			   .detail = is_pattern_list(paths[i].list)
				? "more than 16 KiB of patterns are not looked at"
				: "more than 256 KiB of paths are not looked at");
		hf_profile_leave(r, before);
		good = false;
	}
	return good;
}

static void judge_version(struct hf_profile_reader *r,
			  enum hf_profile_list list, const char *text)
{
	unsigned int major, minor;

	(void)list;
	if (!hf_profile_parse_version(text, &major, &minor))
		hf_mistake(r, true, PROFILE_VALUE, .expected = "1.0",
			   .actual = text);
}

static void judge_media(struct hf_profile_reader *r, enum hf_profile_list list,
			const char *text)
{
	(void)list;
	if (!hf_media_is_type(text))
		hf_mistake(r, true, PROFILE_VALUE,
			   .expected = "application/zip", .actual = text);
}

static void judge_labels(struct hf_profile_reader *r)
{
	const struct hf_profile *profile = r->profile;
	size_t top = hf_profile_enter(r, "Bag-Info");

	for (size_t i = 0; i < profile->n_tags; i++) {
		const struct hf_profile_tag *tag = &profile->tags[i];
		size_t before = hf_profile_enter(r, tag->label);

		if (i && !hf_ascii_casecmp(tag->label, tag[-1].label))
			hf_mistake(r, true, PROFILE_CONTRADICTION,
				   .actual = tag[-1].label,
				   .detail = "the same label, in other letters, is there too");
		if (!*tag->label || strpbrk(tag->label, ":\r\n"))
			hf_mistake(r, true, PROFILE_VALUE,
				   .actual = tag->label,
				   .detail = "no label of bag-info.txt can be written so");
		hf_profile_leave(r, before);
	}
	hf_profile_leave(r, top);
}

/* The line that every bag of this profile has. */
static void judge_own_identifier(struct hf_profile_reader *r)
{
	const char *identifier = r->profile->identifier;
	const struct hf_profile_tag *tag =
		hf_profile_tag(r->profile, "BagIt-Profile-Identifier");
	size_t top = hf_profile_enter(r, "Bag-Info"), before;

	before = hf_profile_enter(r, "BagIt-Profile-Identifier");
	for (size_t i = 0; identifier && tag && i < tag->values.n; i++) {
		if (!strcmp(tag->values.at[i], identifier))
			identifier = NULL;
	}
	if (identifier && tag && tag->values.n)
		hf_mistake(r, true, PROFILE_CONTRADICTION,
			   .expected = identifier, .actual = tag->values.shown,
			   .detail = "its own identifier is not among the values");
	hf_profile_leave(r, before);
	hf_profile_leave(r, top);
}

static void tell_at(struct hf_profile_reader *r, const char *key, bool hides,
		    struct hf_finding finding)
{
	size_t before = hf_profile_enter(r, key);

	hf_profile_mistake(r, hides, finding);
	hf_profile_leave(r, before);
}

static void judge_together(struct hf_profile_reader *r)
{
	const struct hf_profile *profile = r->profile;
	const struct hf_profile_texts *media =
		&profile->lists[HF_ACCEPT_SERIALIZATION];
	const struct hf_profile_texts *versions =
		&profile->lists[HF_ACCEPT_VERSION];

	if (profile->fetch_required && !profile->allow_fetch)
		tell_at(r, "Fetch.txt-Required", true, (struct hf_finding){
			.id = HF_PROFILE_CONTRADICTION,
			.detail = "Allow-Fetch.txt is false" });
	if (profile->data_empty &&
	    profile->lists[HF_PAYLOAD_FILES_REQUIRED].n)
		tell_at(r, "Data-Empty", true, (struct hf_finding){
			.id = HF_PROFILE_CONTRADICTION,
			.detail = "Payload-Files-Required asks for payload" });
	if (profile->lists[HF_MANIFESTS_ALLOWED].given &&
	    !profile->lists[HF_MANIFESTS_ALLOWED].n)
		tell_at(r, "Manifests-Allowed", true, (struct hf_finding){
			.id = HF_PROFILE_CONTRADICTION,
			.detail = "none is allowed, and every bag has one" });
	/* Without a restriction there is none: the bag can be judged. */
	if (!versions->n)
		tell_at(r, "Accept-BagIt-Version", versions->given,
			(struct hf_finding){
			.id = HF_PROFILE_KEY_MISSING,
			.detail = "at least one version must be accepted" });
	if (!media->n && profile->serialization_given &&
	    profile->serialization != HF_SERIALIZATION_FORBIDDEN)
		tell_at(r, "Accept-Serialization",
			media->given ||
			profile->serialization == HF_SERIALIZATION_REQUIRED,
			(struct hf_finding){
			.id = HF_PROFILE_KEY_MISSING,
			.detail = "where Serialization is required or optional, at least one format must be accepted" });
}

void hf_profile_judge(struct hf_profile_reader *r)
{
	bool sizes = judge_sizes(r);

	judge_labels(r);
	judge_own_identifier(r);
	for (size_t i = 0; i < COUNT(algorithms); i++)
		each(r, algorithms[i].list, algorithms[i].key, judge_algorithm);
	for (size_t i = 0; i < COUNT(paths) && sizes; i++)
		each(r, paths[i].list, paths[i].key, judge_path);
	each(r, HF_ACCEPT_VERSION, "Accept-BagIt-Version", judge_version);
	each(r, HF_ACCEPT_SERIALIZATION, "Accept-Serialization", judge_media);
	judge_together(r);
}
