#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "profile/check.h"
#include "profile/media.h"
#include "profile/pattern.h"
#include "profile/profile.h"
#include "profile/query.h"

static const struct {
	const char *pattern, *text;
	bool matches;
} patterns[] = {
	{ "", "", true },
	{ "", "a", false },
	{ "a", "", false },
	{ "a.txt", "a.txt", true },
	{ "a.txt", "A.txt", false },
	{ "*", "", true },
	{ "*", "metadata/deep/er/x.xml", true },
	{ "metadata/*", "metadata/deep/x.xml", true },
	{ "metadata/*", "metadata", false },
	{ "*/x", "a/b/x", true },
	{ "*.xml", "a/b.xml", true },
	{ "*.xml", "a/b.xml.gz", false },
	{ "**a**b**", "xxaxxbxx", true },
	{ "a*b*c", "abbbcbc", true },
	{ "a*b*c", "abbbcb", false },
	{ "?", "a", true },
	{ "?", "", false },
	{ "?", "\xc3\xa9", true },	/* one character, not one byte */
	{ "??", "\xc3\xa9", false },
	{ "?", "\xff", true },
	{ "[abc]", "b", true },
	{ "[abc]", "d", false },
	{ "[a-c]x", "bx", true },
	{ "[!a-c]x", "bx", false },
	{ "[^a-c]x", "dx", true },
	{ "[\xc3\xa0-\xc3\xaf]", "\xc3\xa9", true },
	{ "[]]", "]", true },
	{ "[!]]", "]", false },
	{ "[a-]", "-", true },
	{ "*[0-9]", "page 12", true },
	{ "[a", "[a", true },
	{ "[a", "a", false },
	{ "\\*", "\\x", true },		/* a backslash is itself */
};

START_TEST(patterns_match)
{
	ck_assert_msg(hf_pattern_matches(patterns[_i].pattern,
					 patterns[_i].text) ==
		      patterns[_i].matches, "'%s' and '%s'",
		      patterns[_i].pattern, patterns[_i].text);
}
END_TEST

START_TEST(patterns_reach_into_folders)
{
	ck_assert(hf_pattern_reaches("*", "data/x/"));
	ck_assert(hf_pattern_reaches("data/*.txt", "data/x/"));
	ck_assert(hf_pattern_reaches("data/x/y", "data/x/"));
	ck_assert(hf_pattern_reaches("data/?/y", "data/x/"));
	ck_assert(!hf_pattern_reaches("data/x/", "data/x/"));
	ck_assert(!hf_pattern_reaches("data/x", "data/x/"));
	ck_assert(!hf_pattern_reaches("data/y*", "data/x/"));
}
END_TEST

START_TEST(brackets_are_closed)
{
	ck_assert(hf_pattern_is_sound("a[b]c[!]]"));
	ck_assert(hf_pattern_is_sound("]"));
	ck_assert(!hf_pattern_is_sound("[a]b[c"));
	ck_assert(!hf_pattern_is_sound("[]"));
	ck_assert(!hf_pattern_is_sound("[!"));
}
END_TEST

/* What would take years where each star is tried anew for each before it. */
START_TEST(stars_take_no_time)
{
	char pattern[512], text[4097];

	for (size_t i = 0; i < sizeof(pattern) - 2; i++)
		pattern[i] = i % 2 ? 'a' : '*';
	memcpy(pattern + sizeof(pattern) - 2, "b", 2);
	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	ck_assert(!hf_pattern_matches(pattern, text));
}
END_TEST

static const struct {
	const char *accepted, *type;
	bool accepts;
} media[] = {
	{ "application/zip", "application/zip", true },
	{ "Application/ZIP", "application/zip", true },
	{ "application/x-zip-compressed", "application/zip", true },
	{ "application/tar", "application/x-tar", true },
	{ "application/x-tar", "application/tar", true },
	{ "application/x-tar+gzip", "application/gzip", true },
	{ "application/x-gzip", "application/tar+gzip", true },
	{ "application/tar", "application/gzip", false },
	{ "application/zip", "application/x-tar", false },
	{ "application/zip; version=2", "application/zip", true },
	{ "*", "application/zip", true },
	{ "*/*", "application/zip", true },
	{ "application/*", "application/zip", true },
	{ "text/*", "application/zip", false },
	{ "application/warc", "application/warc", true },
	{ "application/", "application/zip", false },
};

START_TEST(media_have_other_names)
{
	ck_assert_msg(hf_media_accepts(media[_i].accepted, media[_i].type) ==
		      media[_i].accepts, "'%s' and '%s'", media[_i].accepted,
		      media[_i].type);
}
END_TEST

START_TEST(media_have_a_form)
{
	ck_assert(hf_media_is_type("application/zip"));
	ck_assert(hf_media_is_type("*"));
	ck_assert(!hf_media_is_type("zip"));
	ck_assert(!hf_media_is_type("/zip"));
	ck_assert(!hf_media_is_type("application/"));
	ck_assert(!hf_media_is_type(""));
}
END_TEST

START_TEST(algorithms_are_the_same_in_any_spelling)
{
	ck_assert(hf_profile_same_algorithm("SHA-256", "sha256"));
	ck_assert(hf_profile_same_algorithm("", "--"));
	ck_assert(!hf_profile_same_algorithm("sha25", "sha256"));
	ck_assert(!hf_profile_same_algorithm("sha256", "sha25"));
}
END_TEST

/* A profile of these members, and its mistakes: "name name". */
static struct hf_profile *read_profile(const char *members,
				       struct hf_findings *list)
{
	static const char head[] =
		"{\"BagIt-Profile-Info\": {\"BagIt-Profile-Identifier\": \"urn:x:p\","
		"\"BagIt-Profile-Version\": \"1.4.0\", \"Version\": \"1\","
		"\"Source-Organization\": \"A\", \"External-Description\": \"B\"},"
		"\"Accept-BagIt-Version\": [\"1.0\"]";
	struct hf_profile *profile;
	struct hf_error err;
	char *text;

	ck_assert(asprintf(&text, "%s%s%s}", head, *members ? "," : "",
			   members) > 0);
	hf_findings_init(list);
	assert_ok(hf_profile_read(&profile, "p.json", text, strlen(text),
				  &list->sink, &err), &err);
	free(text);
	return profile;
}

static const struct {
	const char *members, *names, *subject;
	bool usable;
} mistakes[] = {
	{ "", "", NULL, true },
	{ "\"Serialization\": \"Forbidden\"", "", NULL, true },
	{ "\"Serialization\": \"required\"", "profile-key-missing",
	  "/Accept-Serialization", false },
	{ "\"Serialization\": \"optional\"", "profile-key-missing",
	  "/Accept-Serialization", true },
	{ "\"Serialization\": null", "profile-value", "/Serialization", false },
	{ "\"Accept-Serialization\": [\"zip\"]", "profile-value",
	  "/Accept-Serialization/0", false },
	{ "\"Manifests-Required\": [1, \"md5\", \"md6\"]",
	  "profile-value profile-algorithm-unknown", "/Manifests-Required/0",
	  false },
	{ "\"Manifests-Allowed\": []", "profile-contradiction",
	  "/Manifests-Allowed", false },
	{ "\"Manifests-Required\": [\"md5\"], \"Manifests-Allowed\": [\"MD-5\"]",
	  "", NULL, true },
	{ "\"Manifests-Required\": [\"md5\", \"sha1\"], \"Manifests-Allowed\": [\"md5\"]",
	  "profile-contradiction", "/Manifests-Required/1", false },
	{ "\"Tag-Manifests-Required\": [\"sha1\", \"md5\"], \"Tag-Manifests-Allowed\": [\"md5\"]",
	  "profile-contradiction", "/Tag-Manifests-Required/0", false },
	{ "\"Allow-Fetch.txt\": false, \"Fetch.txt-Required\": true",
	  "profile-contradiction", "/Fetch.txt-Required", false },
	{ "\"Data-Empty\": true, \"Payload-Files-Required\": [\"data/x\"]",
	  "profile-contradiction", "/Data-Empty", false },
	{ "\"Data-Empty\": 0", "profile-value", "/Data-Empty", false },
	{ "\"Data-Empty\": \"false\"", "profile-flag-quoted", "/Data-Empty",
	  true },
	{ "\"Tag-Files-Required\": [\"bag-info.txt\", \"a/b\"], \"Tag-Files-Allowed\": [\"a/*\"]",
	  "", NULL, true },
	{ "\"Tag-Files-Required\": [\"b\"], \"Tag-Files-Allowed\": [\"a/*\"]",
	  "profile-contradiction", "/Tag-Files-Required/0", false },
	{ "\"Tag-Files-Required\": [\"../b\"]", "profile-pattern",
	  "/Tag-Files-Required/0", false },
	{ "\"Tag-Files-Required\": [\"a/\"]", "profile-pattern",
	  "/Tag-Files-Required/0", false },
	{ "\"Tag-Files-Allowed\": [\"data/*\"]", "profile-pattern",
	  "/Tag-Files-Allowed/0", false },
	{ "\"Tag-Files-Allowed\": [\"[a\"]", "profile-pattern",
	  "/Tag-Files-Allowed/0", false },
	{ "\"Payload-Files-Allowed\": [\"x/*\"]", "profile-pattern",
	  "/Payload-Files-Allowed/0", false },
	{ "\"Payload-Files-Allowed\": [\"*.txt\", \"data/?\"]", "", NULL, true },
	{ "\"Payload-Files-Required\": [\"data/\"]", "profile-pattern",
	  "/Payload-Files-Required/0", false },
	{ "\"Bag-Info\": {\"a~b/c\": 1}", "profile-value", "/Bag-Info/a~0b~1c",
	  false },
	{ "\"Bag-Info\": {\"A\": {}, \"a\": {}}", "profile-contradiction",
	  "/Bag-Info/a", false },
	{ "\"Bag-Info\": {\"A:\": {}}", "profile-value", "/Bag-Info/A:", false },
	{ "\"Bag-Info\": {\"A\": {\"require\": true}}", "profile-key-unknown",
	  "/Bag-Info/A/require", true },
	{ "\"Bag-Info\": {\"bagit-profile-identifier\": {\"values\": [\"urn:x:q\"]}}",
	  "profile-contradiction", "/Bag-Info/BagIt-Profile-Identifier",
	  false },
	{ "\"Manifest-Required\": []", "profile-key-unknown",
	  "/Manifest-Required", true },
};

START_TEST(mistakes_are_told_with_their_place)
{
	struct hf_findings list;
	struct hf_profile *profile = read_profile(mistakes[_i].members, &list);

	ck_assert_str_eq(unit_findings(&list), mistakes[_i].names);
	ck_assert_msg(profile->usable == mistakes[_i].usable, "%s",
		      mistakes[_i].members);
	if (mistakes[_i].subject)
		ck_assert_str_eq(list.at[0].subject, mistakes[_i].subject);
	hf_findings_release(&list);
	hf_profile_free(profile);
}
END_TEST

static const struct {
	const char *text, *names;
} malformed[] = {
	{ "", "profile-malformed:1" },
	{ "[]", "profile-malformed" },
	{ "{\"a\":\n1,\"a\":2}", "profile-malformed:2" },
	{ "{\"a\":\"\\u0000\"}", "profile-malformed:1" },
	{ "{\"a\":\"\xff\"}", "profile-malformed:1" },
	{ "{}", "profile-key-missing profile-key-missing" },
	{ "\xef\xbb\xbf{}", "profile-key-missing profile-key-missing" },
};

START_TEST(what_is_no_profile_is_told)
{
	struct hf_findings list;
	struct hf_profile *profile;
	struct hf_error err;

	hf_findings_init(&list);
	assert_ok(hf_profile_read(&profile, "p.json", malformed[_i].text,
				  strlen(malformed[_i].text), &list.sink, &err),
		  &err);
	ck_assert_str_eq(unit_findings(&list), malformed[_i].names);
	ck_assert(!profile->usable);
	hf_findings_release(&list);
	hf_profile_free(profile);
}
END_TEST

/* One object is around them; brackets in a text are not counted. */
START_TEST(levels_are_bounded)
{
	for (int levels = HF_PROFILE_DEPTH_MAX - 1;
	     levels <= HF_PROFILE_DEPTH_MAX; levels++) {
		char members[200];
		struct hf_findings list;
		struct hf_profile *profile;

		snprintf(members, sizeof(members),
			 "\"x\": %.*s\"[\\\"[\"%.*s", levels,
			 "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", levels,
			 "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]");
		profile = read_profile(members, &list);
		ck_assert_str_eq(unit_findings(&list),
				 levels < HF_PROFILE_DEPTH_MAX
				 ? "profile-key-unknown" : "profile-malformed");
		hf_findings_release(&list);
		hf_profile_free(profile);
	}
}
END_TEST

static const struct {
	const char *version, *names;
	bool usable;
} versions[] = {
	{ "1.1.0", "", true },
	{ "1.4", "", true },
	{ "1.5.0", "profile-version-unknown", true },
	{ "2.4.0", "profile-version-unknown", false },
	{ "one", "profile-value", false },
};

START_TEST(versions_are_known)
{
	struct hf_findings list;
	struct hf_profile *profile;
	struct hf_error err;
	char text[400];

	snprintf(text, sizeof(text),
		 "{\"BagIt-Profile-Info\": {\"BagIt-Profile-Identifier\": \"urn:x:p\","
		 "\"BagIt-Profile-Version\": \"%s\", \"Version\": \"1\","
		 "\"Source-Organization\": \"A\", \"External-Description\": \"B\"},"
		 "\"Accept-BagIt-Version\": [\"1.0\"]}", versions[_i].version);
	hf_findings_init(&list);
	assert_ok(hf_profile_read(&profile, "p.json", text, strlen(text),
				  &list.sink, &err), &err);
	ck_assert_str_eq(unit_findings(&list), versions[_i].names);
	ck_assert(profile->usable == versions[_i].usable);
	hf_findings_release(&list);
	hf_profile_free(profile);
}
END_TEST

START_TEST(lists_are_bounded)
{
	struct hf_buf text = { 0 };
	struct hf_findings list;
	struct hf_profile *profile;

	hf_buf_adds(&text, "\"Manifests-Required\": [\"md5\"");
	for (int i = 0; i < HF_PROFILE_LIST_MAX; i++)
		hf_buf_adds(&text, ",\"md5\"");
	hf_buf_adds(&text, "], \"Tag-Files-Allowed\": [\"");
	for (int i = 0; i < 5; i++) {
		for (int k = 0; k < 400; k++)
			hf_buf_adds(&text, "0123456789");
		hf_buf_adds(&text, i < 4 ? "\",\"" : "\"]");
	}
	profile = read_profile(hf_buf_text(&text), &list);
	ck_assert_str_eq(unit_findings(&list), "profile-value profile-value");
	ck_assert(!profile->usable);
	hf_findings_release(&list);
	hf_profile_free(profile);
	hf_buf_release(&text);
}
END_TEST

static const struct {
	const char *members, *serialization, *names;
} serializations[] = {
	{ "\"Serialization\": \"required\", \"Accept-Serialization\": [\"application/zip\"]",
	  NULL, "profile-serialization-missing" },
	{ "\"Serialization\": \"required\", \"Accept-Serialization\": [\"application/zip\"]",
	  "application/x-zip-compressed", "" },
	{ "\"Serialization\": \"required\", \"Accept-Serialization\": [\"application/zip\"]",
	  "application/x-tar", "profile-serialization-format" },
	{ "\"Serialization\": \"forbidden\"", "application/x-tar",
	  "profile-serialization-forbidden" },
	{ "\"Serialization\": \"forbidden\"", NULL, "" },
	{ "\"Accept-Serialization\": [\"application/zip\"]",
	  "application/x-tar", "profile-serialization-format" },
	{ "", "application/x-tar", "" },
	{ "\"Serialization\": \"required\", \"Accept-Serialization\": [\"*\"]",
	  HF_SERIALIZED_LATER, "profile-serialization-missing" },
};

/* Also of what no folder can be. */
START_TEST(serialization_is_what_was_agreed)
{
	struct hf_info_field field = { .label = "BagIt-Profile-Identifier",
				       .value = "urn:x:p", .line = 1 };
	struct hf_bag bag = { .info_name = "bag-info.txt", .has_info = true };
	struct hf_findings list, found;
	struct hf_profile *profile =
		read_profile(serializations[_i].members, &list);
	struct hf_profile_set set = { .at = &profile, .n = 1 };
	struct hf_error err;

	ck_assert(profile->usable);
	bag.info.fields = &field;
	bag.info.n = 1;
	bag.declaration.supported = true;
	assert_ok(hf_inventory_new(&bag.inventory, &err), &err);
	hf_findings_init(&found);
	assert_ok(hf_profiles_check(&set, &bag, serializations[_i].serialization,
				    &found.sink, &err), &err);
	ck_assert_str_eq(unit_findings(&found), serializations[_i].names);
	hf_findings_release(&found);
	hf_findings_release(&list);
	hf_inventory_free(bag.inventory);
	hf_profile_free(profile);
}
END_TEST

Suite *profile_suite(void)
{
	Suite *suite = suite_create("profile");
	TCase *tc = unit_case(suite, "profile");

	tcase_add_loop_test(tc, patterns_match, 0, COUNT(patterns));
	tcase_add_test(tc, patterns_reach_into_folders);
	tcase_add_test(tc, brackets_are_closed);
	tcase_add_test(tc, stars_take_no_time);
	tcase_add_loop_test(tc, media_have_other_names, 0, COUNT(media));
	tcase_add_test(tc, media_have_a_form);
	tcase_add_test(tc, algorithms_are_the_same_in_any_spelling);
	tcase_add_loop_test(tc, mistakes_are_told_with_their_place, 0,
			    COUNT(mistakes));
	tcase_add_loop_test(tc, what_is_no_profile_is_told, 0, COUNT(malformed));
	tcase_add_loop_test(tc, versions_are_known, 0, COUNT(versions));
	tcase_add_test(tc, levels_are_bounded);
	tcase_add_test(tc, lists_are_bounded);
	tcase_add_loop_test(tc, serialization_is_what_was_agreed, 0,
			    COUNT(serializations));
	return suite;
}
