#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "bag/path.h"
#include "base/buf.h"

static const struct {
	const char *path;
	size_t len;
	const char *written;
} encodings[] = {
	{ BYTES("data/a.txt"), "data/a.txt" },
	{ BYTES(""), "" },
	{ BYTES("data/a\nb"), "data/a%0Ab" },
	{ BYTES("data/a\rb"), "data/a%0Db" },
	{ BYTES("data/100%"), "data/100%25" },
	{ BYTES("data/%0A"), "data/%250A" },
	{ BYTES("data/%25"), "data/%2525" },
	{ BYTES("%\r\n%"), "%25%0D%0A%25" },
	/* These three and no other. */
	{ BYTES("data/ a\tb\\*?:\"|<>~ "), "data/ a\tb\\*?:\"|<>~ " },
	{ BYTES("data/caf\xc3\xa9"), "data/caf\xc3\xa9" },
	{ BYTES("data/\x01\x7f\xff"), "data/\x01\x7f\xff" },
};

START_TEST(three_characters_are_encoded)
{
	struct hf_buf buf = { 0 };

	hf_buf_adds(&buf, "<");
	hf_path_encode(&buf, encodings[_i].path, encodings[_i].len);
	ck_assert_str_eq(hf_buf_text(&buf) + 1, encodings[_i].written);
	hf_buf_release(&buf);
}
END_TEST

static const struct {
	const char *text;
	const char *path;
	enum hf_path_percent percent;
} decodings[] = {
	{ "data/a.txt", "data/a.txt", HF_PERCENT_NONE },
	{ "", "", HF_PERCENT_NONE },
	{ "data/a%0Ab", "data/a\nb", HF_PERCENT_DECODED },
	{ "data/a%0Db", "data/a\rb", HF_PERCENT_DECODED },
	{ "data/a%25b", "data/a%b", HF_PERCENT_DECODED },
	{ "data/a%0ab%0dc", "data/a\nb\rc", HF_PERCENT_DECODED },
	{ "%0A%0D%25", "\n\r%", HF_PERCENT_DECODED },
	/* Once, and not what comes out of it. */
	{ "data/%250A", "data/%0A", HF_PERCENT_DECODED },
	{ "data/%2525", "data/%25", HF_PERCENT_DECODED },
	{ "data/%25250A", "data/%250A", HF_PERCENT_DECODED },
	/* No other code is one. */
	{ "data/%20", "data/%20", HF_PERCENT_RAW },
	{ "data/%2e%2e/x", "data/%2e%2e/x", HF_PERCENT_RAW },
	{ "data/%2F", "data/%2F", HF_PERCENT_RAW },
	{ "data/%00", "data/%00", HF_PERCENT_RAW },
	{ "data/100%", "data/100%", HF_PERCENT_RAW },
	{ "data/%0", "data/%0", HF_PERCENT_RAW },
	{ "data/%2", "data/%2", HF_PERCENT_RAW },
	{ "data/%", "data/%", HF_PERCENT_RAW },
	{ "%%", "%%", HF_PERCENT_RAW },
	{ "%%0A", "%\n", HF_PERCENT_BOTH },
	{ "%0A%", "\n%", HF_PERCENT_BOTH },
	{ "%0%0A", "%0\n", HF_PERCENT_BOTH },
	{ "%25%41", "%%41", HF_PERCENT_BOTH },
};

START_TEST(three_codes_are_decoded)
{
	struct hf_buf buf = { 0 };
	const char *text = decodings[_i].text;

	ck_assert_int_eq(hf_path_decode(&buf, text, strlen(text)),
			 decodings[_i].percent);
	ck_assert_str_eq(hf_buf_text(&buf), decodings[_i].path);
	hf_buf_release(&buf);
}
END_TEST

START_TEST(a_code_is_not_read_beyond_the_end)
{
	struct hf_buf buf = { 0 };

	/* The rest of the code stands behind the text, and is not of it. */
	ck_assert_int_eq(hf_path_decode(&buf, "a%0A", 3), HF_PERCENT_RAW);
	ck_assert_str_eq(hf_buf_text(&buf), "a%0");
	hf_buf_release(&buf);
}
END_TEST

/* Whatever the name, it comes back, on one line and without a raw percent. */
START_TEST(any_name_survives_a_manifest)
{
	struct hf_buf written = { 0 }, back = { 0 };
	unsigned char name[256];

	for (unsigned int seed = 0; seed < 3000; seed++) {
		size_t len = 1 + seed % sizeof(name);

		unit_noise(name, len, seed);
		/* Much of what matters. */
		for (size_t i = 0; i < len; i++) {
			if (name[i] < 0x40)
				name[i] = (unsigned char)"%\n\r02AaDd5"
						[name[i] % 10];
		}
		hf_buf_clear(&written);
		hf_buf_clear(&back);
		hf_path_encode(&written, (char *)name, len);
		require(!memchr(written.data, '\n', written.len));
		require(!memchr(written.data, '\r', written.len));
		require(!(hf_path_decode(&back, written.data, written.len) &
			  HF_PERCENT_RAW));
		require(back.len == len);
		require(!memcmp(back.data, name, len));
	}
	hf_buf_release(&written);
	hf_buf_release(&back);
}
END_TEST

static const struct {
	const char *path;
	size_t len;
	enum hf_path_flaw flaw;
} judgements[] = {
	{ BYTES("data/a"), HF_FLAW_NONE },
	{ BYTES("data/a/b/c.txt"), HF_FLAW_NONE },
	{ BYTES("bagit.txt"), HF_FLAW_NONE },
	{ BYTES("data/..a"), HF_FLAW_NONE },
	{ BYTES("data/a.."), HF_FLAW_NONE },
	{ BYTES("data/..."), HF_FLAW_NONE },
	{ BYTES("data/.a/.b"), HF_FLAW_NONE },
	{ BYTES("data/~"), HF_FLAW_NONE },
	{ BYTES("data/a~"), HF_FLAW_NONE },
	{ BYTES("data/ "), HF_FLAW_NONE },
	{ BYTES("data/C:"), HF_FLAW_NONE },
	{ BYTES("data/a\nb\\c"), HF_FLAW_NONE },
	{ BYTES("data/\xff"), HF_FLAW_NONE },
	{ BYTES(""), HF_FLAW_EMPTY },
	/* Absolute. */
	{ BYTES("/"), HF_FLAW_UNSAFE },
	{ BYTES("/data/a"), HF_FLAW_UNSAFE },
	{ BYTES("//data/a"), HF_FLAW_UNSAFE },
	{ BYTES("/etc/passwd"), HF_FLAW_UNSAFE },
	/* Of somebody's home. */
	{ BYTES("~"), HF_FLAW_UNSAFE },
	{ BYTES("~/x"), HF_FLAW_UNSAFE },
	{ BYTES("~root/x"), HF_FLAW_UNSAFE },
	/* On a drive, a share, or a device of Windows. */
	{ BYTES("C:\\x"), HF_FLAW_UNSAFE },
	{ BYTES("c:/x"), HF_FLAW_UNSAFE },
	{ BYTES("Z:\\data\\a"), HF_FLAW_UNSAFE },
	{ BYTES("\\x"), HF_FLAW_UNSAFE },
	{ BYTES("\\\\server\\share\\x"), HF_FLAW_UNSAFE },
	{ BYTES("\\\\?\\C:\\x"), HF_FLAW_UNSAFE },
	{ BYTES("\\\\.\\COM1"), HF_FLAW_UNSAFE },
	{ BYTES("//server/share/x"), HF_FLAW_UNSAFE },
	/* Out of the bag. */
	{ BYTES(".."), HF_FLAW_UNSAFE },
	{ BYTES("../"), HF_FLAW_UNSAFE },
	{ BYTES("../x"), HF_FLAW_UNSAFE },
	{ BYTES("../bag-evil/x"), HF_FLAW_UNSAFE },
	{ BYTES("./../x"), HF_FLAW_UNSAFE },
	{ BYTES("data/../../x"), HF_FLAW_UNSAFE },
	{ BYTES("data/../.."), HF_FLAW_UNSAFE },
	{ BYTES("data/a/../../../x"), HF_FLAW_UNSAFE },
	{ BYTES("data/a/../../.././data/x"), HF_FLAW_UNSAFE },
	/* An empty part or a dot is no folder to come back from. */
	{ BYTES("data//../../x"), HF_FLAW_UNSAFE },
	{ BYTES("data/./../../x"), HF_FLAW_UNSAFE },
	/* Out and in again is out. */
	{ BYTES("../bag/data/x"), HF_FLAW_UNSAFE },
	/* A NUL, wherever. */
	{ BYTES("\0"), HF_FLAW_UNSAFE },
	{ BYTES("data/a\0"), HF_FLAW_UNSAFE },
	{ BYTES("data/a\0.txt"), HF_FLAW_UNSAFE },
	/* Strange, yet inside. */
	{ BYTES("data//x"), HF_FLAW_IRREGULAR },
	{ BYTES("data/./x"), HF_FLAW_IRREGULAR },
	{ BYTES("data/../data/x"), HF_FLAW_IRREGULAR },
	{ BYTES("data/a/../x"), HF_FLAW_IRREGULAR },
	{ BYTES("data/.."), HF_FLAW_IRREGULAR },
	{ BYTES("data/."), HF_FLAW_IRREGULAR },
	{ BYTES("data/x/"), HF_FLAW_IRREGULAR },
	{ BYTES("data/x//"), HF_FLAW_IRREGULAR },
	{ BYTES("."), HF_FLAW_IRREGULAR },
	{ BYTES("./x"), HF_FLAW_IRREGULAR },
};

START_TEST(paths_are_judged_before_anything_is_opened)
{
	/* Exactly so many bytes, so that a tool sees a look beyond. */
	char *path = malloc(judgements[_i].len + !judgements[_i].len);

	memcpy(path, judgements[_i].path, judgements[_i].len);
	ck_assert_msg(hf_path_judge(path, judgements[_i].len) ==
		      judgements[_i].flaw, "'%s': %d", judgements[_i].path,
		      (int)hf_path_judge(path, judgements[_i].len));
	free(path);
}
END_TEST

/* What a way through parts says of any path made of them. */
static enum hf_path_flaw simulate(const unsigned char *parts, int n)
{
	enum hf_path_flaw flaw = HF_FLAW_NONE;
	int depth = 0;

	for (int i = 0; i < n; i++) {
		switch (parts[i] % 4) {
		case 0:		/* ".." */
			flaw = HF_FLAW_IRREGULAR;
			if (--depth < 0)
				return HF_FLAW_UNSAFE;
			break;
		case 1:		/* "." or empty */
			flaw = HF_FLAW_IRREGULAR;
			break;
		default:
			depth++;
		}
	}
	return flaw;
}

START_TEST(no_path_of_parts_is_taken_for_better_than_it_is)
{
	static const char *const texts[] = { "..", ".", "a", "...", };
	unsigned char parts[8];
	char path[64];

	for (unsigned int seed = 0; seed < 5000; seed++) {
		int n = 1 + (int)(seed % sizeof(parts));

		unit_noise(parts, sizeof(parts), seed);
		path[0] = '\0';
		for (int i = 0; i < n; i++) {
			strcat(path, i ? "/" : "");
			strcat(path, texts[parts[i] % 4]);
		}
		if (hf_path_judge(path, strlen(path)) != simulate(parts, n))
			ck_abort_msg("%s", path);
	}
}
END_TEST

/* Where a link leads by its text; NULL: out of the bag, or nowhere. */
static const struct {
	const char *link, *target, *path;
} links[] = {
	{ "data/link", "a", "data/a" },
	{ "data/link", "./a", "data/a" },
	{ "data/link", "b/c", "data/b/c" },
	{ "data/link", "b//c/", "data/b/c" },
	{ "data/b/link", "../a", "data/a" },
	{ "data/b/link", "../../bagit.txt", "bagit.txt" },
	{ "data/link", "b/../a", "data/a" },
	{ "link", "data/a", "data/a" },
	{ "data/link", ".", "data" },
	{ "data/link", "...", "data/..." },
	{ "data/link", "..a", "data/..a" },
	/* Out, and out and in again. */
	{ "data/link", "/data/a", NULL },
	{ "data/link", "/", NULL },
	{ "data/link", "../../x", NULL },
	{ "link", "../x", NULL },
	{ "link", "../bag/data/a", NULL },
	{ "data/link", "b/../../../x", NULL },
	/* The bag itself is no file of it. */
	{ "data/link", "..", NULL },
	{ "link", ".", NULL },
	{ "link", "", NULL },
};

START_TEST(a_link_leads_where_its_text_says_or_nowhere)
{
	struct hf_buf path = { 0 };
	bool inside = hf_path_join(&path, links[_i].link, links[_i].target);

	ck_assert_int_eq(inside, links[_i].path != NULL);
	if (inside)
		ck_assert_str_eq(hf_buf_text(&path), links[_i].path);
	hf_buf_release(&path);
}
END_TEST

START_TEST(payload_is_what_is_beneath_data)
{
	static const char *const payload[] = { "data/a", "data/a/b",
					       "data//a", "data/ " };
	static const char *const others[] = { "", "d", "data", "data/",
		"Data/a", "DATA/a", "datax/a", "data.txt", "xdata/a",
		"./data/a", "a/data/b" };

	for (int i = 0; i < COUNT(payload); i++)
		ck_assert(hf_path_is_payload(payload[i], strlen(payload[i])));
	for (int i = 0; i < COUNT(others); i++)
		ck_assert(!hf_path_is_payload(others[i], strlen(others[i])));
}
END_TEST

static const struct {
	const char *path;
	bool portable;
} portables[] = {
	{ "data/a.txt", true },
	{ "data/caf\xc3\xa9 (1).txt", true },
	{ "data/.hidden", true },
	{ "data/a.b.c", true },
	{ "data/ leading", true },
	/* Reserved characters, and controls. */
	{ "data/a<b", false }, { "data/a>b", false }, { "data/a:b", false },
	{ "data/a\"b", false }, { "data/a|b", false }, { "data/a?b", false },
	{ "data/a*b", false }, { "data/a\\b", false },
	{ "data/a\nb", false }, { "data/a\x01", false }, { "data/\x1f", false },
	{ "data/a?/b", false },
	/* At the end of a part. */
	{ "data/a.", false }, { "data/a ", false }, { "data/a./b", false },
	{ "data/a /b", false }, { "data/...", false }, { "data/a..", false },
	{ "data/ .x", true },
	/* Devices, in any case, with or without an extension. */
	{ "data/CON", false }, { "data/prn", false }, { "data/Aux", false },
	{ "data/NUL", false }, { "data/nul.txt", false },
	{ "data/nul.tar.gz", false }, { "data/con/a", false },
	{ "data/COM1", false }, { "data/com9.log", false },
	{ "data/LPT1", false }, { "data/lpt5.x", false },
	{ "data/CON1", true }, { "data/COM0", true }, { "data/COM", true },
	{ "data/COM10", true }, { "data/LPT", true }, { "data/console", true },
	{ "data/a.con", true }, { "data/xnul", true }, { "data/null", true },
};

START_TEST(what_windows_cannot_have_is_known)
{
	const char *path = portables[_i].path;
	const char *why = hf_path_unportable(path, strlen(path));

	ck_assert_msg(!why == portables[_i].portable, "'%s': %s", path,
		      why ? why : "it can");
}
END_TEST

START_TEST(a_part_has_at_most_255_characters_there)
{
	char path[5 + 2 * 256 + 1] = "data/";
	size_t at = 5;

	/* Characters, not bytes. */
	for (int i = 0; i < 255; i++) {
		path[at++] = '\xc3';
		path[at++] = '\xa9';
	}
	ck_assert_ptr_null(hf_path_unportable(path, at));
	path[at++] = 'x';
	ck_assert_ptr_nonnull(hf_path_unportable(path, at));
	/* And a part, not the path. */
	path[100] = '/';
	ck_assert_ptr_null(hf_path_unportable(path, at));
}
END_TEST

START_TEST(what_systems_leave_behind_is_known)
{
	static const char *const litter[] = {
		"data/.DS_Store", "data/a/b/.DS_Store", "data/Thumbs.db",
		"data/desktop.ini", "data/._a.txt", "data/a/._b",
		".DS_Store",
	};
	static const char *const others[] = {
		"data/DS_Store", "data/.DS_Store.txt", "data/a.DS_Store",
		"data/.DS_Store/a", "data/thumbs.dbx", "data/.a", "data/._",
		"data/_a", "", "data/",
	};

	for (int i = 0; i < COUNT(litter); i++)
		ck_assert_msg(hf_path_is_system_litter(litter[i],
						       strlen(litter[i])),
			      "%s", litter[i]);
	for (int i = 0; i < COUNT(others); i++)
		ck_assert_msg(!hf_path_is_system_litter(others[i],
							strlen(others[i])),
			      "%s", others[i]);
}
END_TEST

Suite *path_suite(void)
{
	Suite *s = suite_create("path");
	TCase *tc = unit_case(s, "path");

	tcase_add_loop_test(tc, three_characters_are_encoded, 0,
			    COUNT(encodings));
	tcase_add_loop_test(tc, three_codes_are_decoded, 0, COUNT(decodings));
	tcase_add_test(tc, a_code_is_not_read_beyond_the_end);
	tcase_add_test(tc, any_name_survives_a_manifest);
	tcase_add_loop_test(tc, paths_are_judged_before_anything_is_opened, 0,
			    COUNT(judgements));
	tcase_add_test(tc, no_path_of_parts_is_taken_for_better_than_it_is);
	tcase_add_loop_test(tc, a_link_leads_where_its_text_says_or_nowhere, 0,
			    COUNT(links));
	tcase_add_test(tc, payload_is_what_is_beneath_data);
	tcase_add_loop_test(tc, what_windows_cannot_have_is_known, 0,
			    COUNT(portables));
	tcase_add_test(tc, a_part_has_at_most_255_characters_there);
	tcase_add_test(tc, what_systems_leave_behind_is_known);
	return s;
}
