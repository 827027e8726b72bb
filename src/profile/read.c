/* Reading a profile: each key by a table, and each value by its kind. */
#include "profile/profile.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/chars.h"
#include "base/file.h"
#include "base/io.h"
#include "base/text.h"
#include "profile/query.h"
#include "profile/reader.h"

enum kind { KIND_INFO, KIND_TAGS, KIND_LIST, KIND_FLAG, KIND_WORD };

/* What stands at the top; @where is an index of lists, or an offset. */
static const struct key {
	const char *name;
	unsigned int since;	/* 1.SINCE */
	enum kind kind;
	size_t where;
} keys[] = {
	{ "BagIt-Profile-Info", 1, KIND_INFO, 0 },
	{ "Bag-Info", 1, KIND_TAGS, 0 },
	{ "Manifests-Required", 1, KIND_LIST, HF_MANIFESTS_REQUIRED },
	{ "Manifests-Allowed", 3, KIND_LIST, HF_MANIFESTS_ALLOWED },
	{ "Allow-Fetch.txt", 1, KIND_FLAG,
	  offsetof(struct hf_profile, allow_fetch) },
	{ "Fetch.txt-Required", 4, KIND_FLAG,
	  offsetof(struct hf_profile, fetch_required) },
	{ "Data-Empty", 4, KIND_FLAG, offsetof(struct hf_profile, data_empty) },
	{ "Serialization", 1, KIND_WORD, 0 },
	{ "Accept-Serialization", 1, KIND_LIST, HF_ACCEPT_SERIALIZATION },
	{ "Accept-BagIt-Version", 1, KIND_LIST, HF_ACCEPT_VERSION },
	{ "Tag-Manifests-Required", 1, KIND_LIST, HF_TAG_MANIFESTS_REQUIRED },
	{ "Tag-Manifests-Allowed", 3, KIND_LIST, HF_TAG_MANIFESTS_ALLOWED },
	{ "Tag-Files-Required", 1, KIND_LIST, HF_TAG_FILES_REQUIRED },
	{ "Tag-Files-Allowed", 2, KIND_LIST, HF_TAG_FILES_ALLOWED },
	/* Agreed on after 1.4, and in use by profiles that state 1.4. */
	{ "Payload-Files-Required", 4, KIND_LIST, HF_PAYLOAD_FILES_REQUIRED },
	{ "Payload-Files-Allowed", 4, KIND_LIST, HF_PAYLOAD_FILES_ALLOWED },
};

#define N_KEYS	(sizeof(keys) / sizeof(keys[0]))

/* Of a label in Bag-Info, and of BagIt-Profile-Info. */
static const char *const tag_keys[] = {
	"required", "recommended", "repeatable", "values", "description",
};
static const char *const info_keys[] = {
	"BagIt-Profile-Identifier", "BagIt-Profile-Version",
	"Source-Organization", "External-Description", "Version",
	"Contact-Name", "Contact-Phone", "Contact-Email",
};

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

struct names {
	const char *const *at;
	size_t n;
};

static const char *name_at(void *ctx, size_t i)
{
	const struct names *names = ctx;

	return i < names->n ? names->at[i] : NULL;
}

static const char *key_at(void *ctx, size_t i)
{
	(void)ctx;
	return i < N_KEYS ? keys[i].name : NULL;
}

/* A key that we do not know, and what may have been meant by it. */
static void tell_unknown(struct hf_profile_reader *r, const char *key,
			 const char *(*next)(void *ctx, size_t i), void *ctx)
{
	const char *near = NULL, *candidate;
	char detail[128];

	for (size_t i = 0; !near && (candidate = next(ctx, i)); i++) {
		if (!hf_ascii_casecmp(candidate, key))
			near = candidate;
	}
	if (!near)
		near = hf_nearest(key, next, ctx);
	if (near)
		snprintf(detail, sizeof(detail), "did you mean '%s'?", near);
	hf_mistake(r, false, PROFILE_KEY_UNKNOWN,
		   .detail = near ? detail : NULL);
}

static void *take_memory(struct hf_profile_reader *r, void *memory)
{
	r->failed |= !memory;
	return memory;
}

static const char *keep(struct hf_profile_reader *r, const json_t *text)
{
	return take_memory(r, hf_arena_strdup(&r->profile->arena,
					      json_string_value(text)));
}

static void tell_kind(struct hf_profile_reader *r, bool hides,
		      const char *wanted, const json_t *value)
{
	hf_mistake(r, hides, PROFILE_VALUE, .expected = wanted,
		   .actual = json_is_string(value) ? json_string_value(value)
						   : hf_profile_kind(value));
}

/* true and false; and the same in quotes, which some profiles have. */
static void read_flag(struct hf_profile_reader *r, const json_t *value,
		      bool *flag)
{
	const char *text = json_string_value(value);

	if (json_is_boolean(value)) {
		*flag = json_is_true(value);
	} else if (text && (!hf_ascii_casecmp(text, "true") ||
			    !hf_ascii_casecmp(text, "false"))) {
		*flag = !hf_ascii_casecmp(text, "true");
		hf_mistake(r, false, PROFILE_FLAG_QUOTED, .actual = text);
	} else {
		tell_kind(r, true, "true or false", value);
	}
}

/* The first few, for a message: "md5", "sha1". */
static const char *show(struct hf_profile_reader *r,
			const struct hf_profile_texts *texts)
{
	struct hf_buf shown = { 0 };
	const char *kept;
	size_t i;

	for (i = 0; i < texts->n && shown.len < 320; i++)
		hf_buf_printf(&shown, "%s\"%.160s\"", i ? ", " : "",
			      texts->at[i]);
	if (i < texts->n)
		hf_buf_printf(&shown, ", and %zu more", texts->n - i);
	kept = take_memory(r, shown.failed ? NULL
			   : hf_arena_strdup(&r->profile->arena, shown.len
					     ? hf_buf_text(&shown) : "nothing"));
	hf_buf_release(&shown);
	return kept;
}

static void read_list(struct hf_profile_reader *r, const json_t *list,
		      struct hf_profile_texts *texts)
{
	size_t n = json_array_size(list);

	if (!json_is_array(list)) {
		tell_kind(r, true, "a list of texts in quotes", list);
		return;
	}
	if (n > HF_PROFILE_LIST_MAX) {
		hf_mistake(r, true, PROFILE_VALUE,
			   .detail = "a list of more than 4096 members is not read");
		return;
	}
	texts->at = take_memory(r, hf_arena_alloc(&r->profile->arena,
				(n + 1) * sizeof(*texts->at)));
	texts->index = take_memory(r, hf_arena_alloc(&r->profile->arena,
				(n + 1) * sizeof(*texts->index)));
	for (size_t i = 0; i < n && !r->failed; i++) {
		const json_t *member = json_array_get(list, i);
		size_t before = hf_profile_enter_at(r, i);

		if (!json_is_string(member))
			tell_kind(r, true, "a text in quotes", member);
		else if ((texts->at[texts->n] = keep(r, member)))
			texts->index[texts->n++] = i;
		hf_profile_leave(r, before);
	}
	texts->given = true;
	if (!r->failed)
		texts->shown = show(r, texts);
}

static void read_word(struct hf_profile_reader *r, const json_t *value)
{
	static const char *const words[] = {
		[HF_SERIALIZATION_OPTIONAL]  = "optional",
		[HF_SERIALIZATION_FORBIDDEN] = "forbidden",
		[HF_SERIALIZATION_REQUIRED]  = "required",
	};
	const char *text = json_string_value(value);

	for (size_t i = 0; text && i < COUNT(words); i++) {
		if (hf_ascii_casecmp(text, words[i]))
			continue;
		r->profile->serialization = (enum hf_profile_serialization)i;
		r->profile->serialization_given = true;
		return;
	}
	tell_kind(r, true, "\"forbidden\", \"required\" or \"optional\"", value);
}

static void read_tag(struct hf_profile_reader *r, const json_t *object,
		     struct hf_profile_tag *tag)
{
	struct names names = { tag_keys, COUNT(tag_keys) };
	const char *key;
	json_t *value;

	tag->repeatable = true;
	if (!json_is_object(object)) {
		tell_kind(r, true, "an object", object);
		return;
	}
	json_object_foreach((json_t *)object, key, value) {
		size_t before = hf_profile_enter(r, key);

		if (!strcmp(key, "required"))
			read_flag(r, value, &tag->required);
		else if (!strcmp(key, "recommended"))
			read_flag(r, value, &tag->recommended);
		else if (!strcmp(key, "repeatable"))
			read_flag(r, value, &tag->repeatable);
		else if (!strcmp(key, "values"))
			read_list(r, value, &tag->values);
		else if (strcmp(key, "description"))
			tell_unknown(r, key, name_at, &names);
		else if (!json_is_string(value))
			tell_kind(r, false, "a text in quotes", value);
		hf_profile_leave(r, before);
	}
}

static void read_tags(struct hf_profile_reader *r, const json_t *object)
{
	struct hf_profile *profile = r->profile;
	const char *label;
	json_t *value;

	if (!json_is_object(object)) {
		tell_kind(r, true, "an object", object);
		return;
	}
	profile->tags = take_memory(r, hf_arena_alloc(&profile->arena,
			(json_object_size(object) + 1) * sizeof(*profile->tags)));
	json_object_foreach((json_t *)object, label, value) {
		struct hf_profile_tag *tag;
		size_t before;

		if (r->failed)
			return;
		tag = &profile->tags[profile->n_tags];
		tag->label = take_memory(r, hf_arena_strdup(&profile->arena,
							    label));
		if (r->failed)
			return;
		before = hf_profile_enter(r, label);
		read_tag(r, value, tag);
		hf_profile_leave(r, before);
		profile->n_tags++;
	}
	qsort(profile->tags, profile->n_tags, sizeof(*profile->tags), hf_profile_by_label);
}

/* "1.3.0" or "1.3": of another 1.x, what is known of the newest holds. */
static void read_version(struct hf_profile_reader *r, const char *text)
{
	unsigned int major, minor;
	char two[16];
	size_t len = strcspn(text, "."), rest = len;

	if (text[len] == '.')
		rest += 1 + strcspn(text + len + 1, ".");
	snprintf(two, sizeof(two), "%.*s", (int)(rest < 16 ? rest : 15), text);
	if (!hf_profile_parse_version(two, &major, &minor)) {
		hf_mistake(r, true, PROFILE_VALUE, .expected = "1.4.0",
			   .actual = text);
		return;
	}
	if (major != 1 || minor > 4 || !minor)
		hf_mistake(r, major != 1, PROFILE_VERSION_UNKNOWN,
			   .actual = text, .tolerated = major == 1);
	r->profile->version = minor;
}

static void read_info(struct hf_profile_reader *r, const json_t *object)
{
	struct names names = { info_keys, COUNT(info_keys) };
	struct hf_profile *profile = r->profile;
	const char *key;
	json_t *value;

	if (!json_is_object(object)) {
		tell_kind(r, true, "an object", object);
		return;
	}
	json_object_foreach((json_t *)object, key, value) {
		size_t before = hf_profile_enter(r, key), i = 0;

		while (i < names.n && strcmp(key, names.at[i]))
			i++;
		if (i == names.n)
			tell_unknown(r, key, name_at, &names);
		else if (!json_is_string(value) || !*json_string_value(value))
			tell_kind(r, i < 2, "a text in quotes", value);
		else if (i == 0)
			profile->identifier = keep(r, value);
		else if (i == 1)
			read_version(r, json_string_value(value));
		hf_profile_leave(r, before);
	}
	/* Identifier and version are known to be missing or wrong by now. */
	for (size_t i = 0; i < 5; i++) {
		size_t before = hf_profile_enter(r, names.at[i]);

		if (i != 1 && !json_object_get(object, names.at[i]))
			hf_mistake(r, i == 0, PROFILE_KEY_MISSING);
		hf_profile_leave(r, before);
	}
}

static void read_value(struct hf_profile_reader *r, const struct key *key,
		       const json_t *value)
{
	switch (key->kind) {
	case KIND_INFO:
		read_info(r, value);
		break;
	case KIND_TAGS:
		read_tags(r, value);
		break;
	case KIND_LIST:
		read_list(r, value, &r->profile->lists[key->where]);
		break;
	case KIND_FLAG:
		read_flag(r, value, (bool *)((char *)r->profile + key->where));
		break;
	case KIND_WORD:
		read_word(r, value);
		break;
	}
}

/* In the order of the table, so that the version is known first. */
static void read_keys(struct hf_profile_reader *r, const json_t *root)
{
	const char *name;
	json_t *value;

	for (size_t i = 0; i < N_KEYS && !r->failed; i++) {
		size_t before = hf_profile_enter(r, keys[i].name);

		value = json_object_get(root, keys[i].name);
		if (value && keys[i].since > r->profile->version)
			hf_mistake(r, false, PROFILE_KEY_NEWER);
		if (value)
			read_value(r, &keys[i], value);
		else if (keys[i].kind == KIND_INFO)
			hf_mistake(r, true, PROFILE_KEY_MISSING);
		hf_profile_leave(r, before);
	}
	json_object_foreach((json_t *)root, name, value) {
		size_t i = 0, before = hf_profile_enter(r, name);

		while (i < N_KEYS && strcmp(name, keys[i].name))
			i++;
		if (i == N_KEYS)
			tell_unknown(r, name, key_at, NULL);
		hf_profile_leave(r, before);
	}
}

/* A profile that asks for nothing: what a key that is not there stands for. */
static struct hf_profile *new_profile(const char *name)
{
	struct hf_profile *profile = calloc(1, sizeof(*profile));

	if (!profile)
		return NULL;
	profile->name = hf_arena_strdup(&profile->arena, name);
	profile->version = 1;
	profile->allow_fetch = true;
	profile->usable = true;
	if (profile->name)
		return profile;
	hf_profile_free(profile);
	return NULL;
}

int hf_profile_read(struct hf_profile **profile_ret, const char *name,
		    const char *text, size_t size, struct hf_sink *sink,
		    struct hf_error *err)
{
	struct hf_profile_reader r = { .profile = new_profile(name),
				       .sink = sink };
	json_t *root;

	if (!r.profile)
		return hf_fail_memory(err);
	root = hf_profile_json(&r, text, size);
	if (root) {
		read_keys(&r, root);
		json_decref(root);
		if (!r.failed)
			hf_profile_judge(&r);
	}
	r.profile->title = take_memory(&r, hf_arena_printf(&r.profile->arena,
			"by the profile %s", r.profile->identifier
			? r.profile->identifier : name));
	r.failed |= r.at.failed;
	hf_buf_release(&r.at);
	if (r.failed) {
		hf_profile_free(r.profile);
		return hf_fail_memory(err);
	}
	*profile_ret = r.profile;
	return 0;
}

/* More than a profile may have is as good as no profile. */
static int too_large(struct hf_profile **profile_ret, const char *name,
		     struct hf_sink *sink, struct hf_error *err)
{
	struct hf_profile *profile = new_profile(name);

	if (!profile)
		return hf_fail_memory(err);
	profile->title = profile->name;
	profile->usable = false;
	hf_found(sink, PROFILE_MALFORMED, .path = name,
		 .detail = "it is larger than 4 MiB, and was not read");
	*profile_ret = profile;
	return 0;
}

int hf_profile_open(struct hf_profile **profile_ret, const char *path,
		    struct hf_sink *sink, struct hf_error *err)
{
	struct hf_buf text = { 0 };
	int fd = hf_io->openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC | O_NOCTTY,
			       0);
	int ret = -1;

	if (fd < 0)
		hf_fail(err, HF_ESYS, "cannot open the profile '%s'",
			hf_shown(path));
	else if (hf_read_all(fd, &text, HF_PROFILE_SIZE_MAX) == 0)
		ret = hf_profile_read(profile_ret, path, hf_buf_text(&text),
				      text.len, sink, err);
	else if (errno == EFBIG)
		ret = too_large(profile_ret, path, sink, err);
	else
		hf_fail(err, HF_ESYS, "cannot read the profile '%s'",
			hf_shown(path));
	hf_close(fd);
	hf_buf_release(&text);
	return ret;
}
