/* register.txt, by its text; and the folder that it lies in. */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "register/location.h"
#include "register/read.h"

#define HEAD "Register: 1\nOrganisation: A\nOrigin: a.example.org/r\n\n"
#define PLACE "Location: a\nURL: /nowhere/a\nSite: S\nThreat-Zone: Z\nMedium: M\n"
#define POLICY "Policy: p\nInterval: 90d\n"

static struct hf_register reg;
static struct hf_arena arena;
static struct hf_findings found;

static void begin(void)
{
	reg = (struct hf_register){ .dir = -1 };
	arena = (struct hf_arena){ 0 };
	hf_findings_init(&found);
}

static void end(void)
{
	hf_findings_release(&found);
	hf_arena_release(&arena);
}

/* The findings that a text brings, "name:line" each. */
static const char *mistakes(const char *text, size_t size)
{
	struct hf_memory_reader memory = { text, size };
	struct hf_register_place place = { "register.txt", "/reg" };
	struct hf_error err;
	bool sound;

	assert_ok(hf_register_read(&reg, &arena, &place, hf_read_memory,
				   &memory, &found.sink, &sound, &err), &err);
	ck_assert_int_eq(sound, found.n == 0);
	return unit_findings(&found);
}

static const struct {
	const char *text;
	size_t size;
	const char *found;
} texts[] = {
	/* Nothing wrong. */
	{ BYTES(HEAD), "" },
	{ BYTES(HEAD PLACE), "" },
	{ BYTES(HEAD PLACE "\n" POLICY), "" },
	{ BYTES(POLICY "\n" PLACE "\n" HEAD), "" },
	{ BYTES("# first\r\nRegister: 1\r\nOrganisation: A\r\nOrigin: o\r\n"), "" },
	{ BYTES("register: 1\norganisation: A\n and B\nORIGIN : o\n"), "" },
	/* The stanza that must be there. */
	{ BYTES(""), "register-label-missing" },
	{ BYTES(PLACE), "register-label-missing" },
	{ BYTES("Register: 1\n"), "register-label-missing:1 register-label-missing:1" },
	{ BYTES("Register: 2\nOrganisation: A\nOrigin: o\n"), "register-value-malformed:1" },
	{ BYTES(HEAD HEAD), "register-label-repeated:5" },
	{ BYTES(HEAD "Register: 1\nOrganisation: B\nOrigin: a b\n"),
	  "register-label-repeated:5 register-value-malformed:7" },
	{ BYTES(HEAD POLICY "\n" POLICY), "register-label-repeated:8" },
	/* Lines that say nothing. */
	{ BYTES("\xef\xbb\xbf" HEAD), "register-malformed:1" },
	{ BYTES(HEAD "no colon\n"), "register-malformed:5" },
	{ BYTES(HEAD ": x\n"), "register-malformed:5" },
	{ BYTES(HEAD " x\n"), "register-malformed:5" },
	{ BYTES(HEAD "Policy: p\nInterval: 9\0d\n"),
	  "register-label-missing:5 register-malformed:6" },
	{ BYTES("Register: 1\nOrganisation: caf\xe9\nOrigin: o\n"),
	  "register-label-missing:1 register-malformed:2" },
	/* Labels. */
	{ BYTES(HEAD "Plocy: p\nInterval: x\n"), "register-label-unknown:5" },
	{ BYTES(HEAD PLACE "Mediun: x\n"), "register-label-unknown:10" },
	{ BYTES(HEAD PLACE "Location: b\n"), "register-label-unknown:10" },
	{ BYTES(HEAD PLACE "Site: x\n"), "register-label-repeated:10" },
	{ BYTES(HEAD PLACE "Threat-Zone: x\n"), "" },
	{ BYTES(HEAD "Location: a\n"),
	  "register-label-missing:5 register-label-missing:5 register-label-missing:5 register-label-missing:5" },
	{ BYTES(HEAD "Policy: p\n"), "register-label-missing:5" },
	/* Values of all labels. */
	{ BYTES(HEAD PLACE "Trust:\n"), "register-value-malformed:10" },
	{ BYTES(HEAD PLACE "Trust: \x1b[2J\n"), "register-value-malformed:10" },
	{ BYTES(HEAD PLACE "Trust: trusted\nForm: tar\nMedia-Since: 2024~\nCredential-Domain: d\n"), "" },
	{ BYTES(HEAD PLACE "Trust: semy\nForm: zip\nMedia-Since: May\nCredential-Domain: \n"),
	  "register-value-malformed:10 register-value-malformed:11 register-value-malformed:12 register-value-malformed:13" },
	{ BYTES("Register: 1\nOrganisation: A\nOrigin: a+b\n"), "register-value-malformed:3" },
	{ BYTES("Register: 1\nOrganisation: A\nOrigin: https://a\n"), "register-value-malformed:3" },
	{ BYTES("Register: 1\nOrganisation: A\nOrigin: a\xc2\xa0" "b\n"), "register-value-malformed:3" },
	{ BYTES(HEAD POLICY "Min-Copies: 3\nMin-Sites: 0\nMin-Grade: g3\nAlgorithms: sha512, SHA-256 md5\nQuorum: q\nProfile: p.json\n"), "" },
	{ BYTES(HEAD POLICY "Min-Copies: -1\nMin-Sites: 1001\nMin-Media: two\nMin-Threat-Zones: 1.5\n"),
	  "register-value-malformed:7 register-value-malformed:8 register-value-malformed:9 register-value-malformed:10" },
	{ BYTES(HEAD POLICY "Min-Grade: G0\nAlgorithms: sha512, sha\nProfile: ~/p.json\n"),
	  "register-value-malformed:7 register-value-malformed:8 register-value-malformed:9" },
	{ BYTES(HEAD POLICY "Algorithms: ,\n"), "register-value-malformed:7" },
	/* Locations beside each other. */
	{ BYTES(HEAD "Location: A\nURL: /x\nSite: S\nThreat-Zone: Z\nMedium: M\n"), "register-value-malformed:5" },
	{ BYTES(HEAD "Location: .a\nURL: /x\nSite: S\nThreat-Zone: Z\nMedium: M\n"), "register-value-malformed:5" },
	{ BYTES(HEAD PLACE "\nLocation: b\nURL: /nowhere//./a/\nSite: S\nThreat-Zone: Z\nMedium: M\n"),
	  "register-location-repeated:11" },
	{ BYTES(HEAD PLACE "\nLocation: a\nURL: /nowhere/b\nSite: S\nThreat-Zone: Z\nMedium: M\n"),
	  "register-location-repeated:11" },
	{ BYTES(HEAD "Location: b\nURL: /\nSite: S\nThreat-Zone: Z\nMedium: M\n\n"
	  "Location: c\nURL: /tmp/..\nSite: S\nThreat-Zone: Z\nMedium: M\n\n"
	  "Location: d\nURL: file:///\nSite: S\nThreat-Zone: Z\nMedium: M\n"),
	  "register-location-repeated:11 register-location-repeated:17" },
	/* The intervals of some. */
	{ BYTES(HEAD PLACE "\n" POLICY "Interval-At: a 1y\n"), "" },
	{ BYTES(HEAD PLACE "\n" POLICY "Interval-At: a\n"), "register-value-malformed:13" },
	{ BYTES(HEAD PLACE "\n" POLICY "Interval-At: b 1y\n"), "register-value-malformed:13" },
	{ BYTES(HEAD POLICY "Interval-At: b 1y\n"), "register-value-malformed:7" },
	{ BYTES(HEAD PLACE "\n" POLICY "Interval-At: a 1y\nInterval-At: a 2y\n"),
	  "register-label-repeated:14" },
};

START_TEST(each_mistake_is_told_with_its_line)
{
	ck_assert_str_eq(mistakes(texts[_i].text, texts[_i].size),
			 texts[_i].found);
}
END_TEST

START_TEST(what_is_meant_is_asked)
{
	static const char text[] = HEAD PLACE "Mediun: x\nTrust: semy\n\nPolicy: p\nIntervall: 90d\nInterval-At: ab 1d\n";
	static const char *const hints[] = {
		"did you mean 'Medium'?", "did you mean 'semi'?", NULL,
		"did you mean 'Interval'?", "did you mean 'a'?",
	};

	ck_assert_str_eq(mistakes(text, sizeof(text) - 1),
			 "register-label-unknown:10 register-value-malformed:11 "
			 "register-label-missing:13 register-label-unknown:14 "
			 "register-value-malformed:15");
	for (size_t i = 0; i < found.n; i++) {
		if (hints[i])
			ck_assert_str_eq(found.at[i].detail, hints[i]);
	}
}
END_TEST

static const struct {
	const char *interval;
	int64_t seconds;	/* 0: it is none */
} intervals[] = {
	{ "1h", 3600 }, { "90d", 90 * 86400 }, { "2w", 14 * 86400 },
	{ "6m", 180 * 86400 }, { "1y", 365 * 86400 }, { "100y", INT64_C(3153600000) },
	{ "36500d", INT64_C(3153600000) },
	{ "0d", 0 }, { "90", 0 }, { "d", 0 }, { "90 d", 0 }, { "-1d", 0 },
	{ "+1d", 0 }, { "1.5d", 0 }, { "90D", 0 }, { "90s", 0 }, { "101y", 0 },
	{ "36501d", 0 }, { "99999999999999999999d", 0 }, { "1dd", 0 },
};

START_TEST(an_interval_is_a_number_and_a_unit)
{
	char text[256];

	snprintf(text, sizeof(text), HEAD "Policy: p\nInterval: %s\n",
		 intervals[_i].interval);
	ck_assert_str_eq(mistakes(text, strlen(text)), intervals[_i].seconds ?
			 "" : "register-value-malformed:6");
	ck_assert_int_eq(reg.policy.interval, intervals[_i].seconds);
}
END_TEST

static const struct {
	const char *url;
	const char *path;	/* NULL: it is none */
} urls[] = {
	{ "/mnt/tape room", "/mnt/tape room" },
	{ "/mnt//a/./b/", "/mnt/a/b" },
	{ "/", "/" },
	{ "tape", "/reg/tape" },
	{ "./tape", "/reg/tape" },
	{ "../tape", "/reg/../tape" },
	{ "caf\xc3\xa9/\xe6\xaa\x94", "/reg/caf\xc3\xa9/\xe6\xaa\x94" },
	{ "100%", "/reg/100%" },
	{ "a:b", "/reg/a:b" },
	{ "file:///mnt/a", "/mnt/a" },
	{ "FILE:///mnt/a", "/mnt/a" },
	{ "file://localhost/mnt/a", "/mnt/a" },
	{ "file:///mnt/tape%20room%25", "/mnt/tape room%" },
	{ "file:///mnt/%0Aroom", "/mnt/\nroom" },
	{ "file://server/mnt/a", NULL },
	{ "file://mnt", NULL },
	{ "file:///mnt/%", NULL },
	{ "file:///mnt/%2", NULL },
	{ "file:///mnt/%zz", NULL },
	{ "file:///mnt/%00", NULL },
	{ "s3://bucket/prefix", NULL },
	{ "sftp://host/x", NULL },
	{ "~/tape", NULL },
	{ ".", NULL },		/* the register itself */
	{ "/reg/", NULL },
};

START_TEST(a_url_is_a_folder_of_this_machine)
{
	char text[512];

	snprintf(text, sizeof(text), HEAD
		 "Location: a\nURL: %s\nSite: S\nThreat-Zone: Z\nMedium: M\n",
		 urls[_i].url);
	ck_assert_str_eq(mistakes(text, strlen(text)), urls[_i].path ? "" :
			 "register-value-malformed:6");
	if (!urls[_i].path)
		return;
	ck_assert_str_eq(reg.locations[0].url, urls[_i].url);
	ck_assert_str_eq(reg.locations[0].path, urls[_i].path);
}
END_TEST

START_TEST(all_that_is_said_is_there_to_read)
{
	static const char text[] = HEAD PLACE
		"Threat-Zone: Y\nThreat-Zone: X\nTrust: Dead\nForm: TAR\nMedia-Since: 2024-05\nCredential-Domain: d\n\n"
		"Location: b\nURL: b\nSite: T\nThreat-Zone: Z\nMedium: N\n\n"
		POLICY "Interval-At: b 1y\nMin-Copies: 3\nMin-Threat-Zones: 2\nMin-Grade: G3\nAlgorithms: sha256 sha512\nProfile: p.json\n";
	const struct hf_location *a;

	ck_assert_str_eq(mistakes(text, sizeof(text) - 1), "");
	ck_assert_str_eq(reg.organisation, "A");
	ck_assert_ptr_null(reg.contact);
	ck_assert_ptr_null(reg.key_file);
	ck_assert_uint_eq(reg.n_locations, 2);
	a = hf_register_location(&reg, "a");
	ck_assert_ptr_eq(a, &reg.locations[0]);
	ck_assert_ptr_null(hf_register_location(&reg, "c"));
	ck_assert_str_eq(a->origin, "a.example.org/r");
	ck_assert_uint_eq(a->line, 5);
	ck_assert_uint_eq(a->n_threat_zones, 3);
	ck_assert_str_eq(a->threat_zones[2], "X");
	ck_assert_int_eq(a->trust, HF_DEAD);
	ck_assert_int_eq(a->form, HF_HELD_TAR);
	ck_assert_str_eq(a->media_since, "2024-05");
	ck_assert_int_eq(reg.locations[1].trust, HF_TRUSTED);
	ck_assert_int_eq(reg.locations[1].form, HF_HELD_BAG);
	ck_assert_ptr_null(reg.locations[1].credential_domain);
	ck_assert_int_eq(hf_register_interval(&reg, "a"), 90 * 86400);
	ck_assert_int_eq(hf_register_interval(&reg, "b"), 365 * 86400);
	ck_assert_uint_eq(reg.policy.min_copies, 3);
	ck_assert_uint_eq(reg.policy.min_sites, 0);
	ck_assert_uint_eq(reg.policy.min_threat_zones, 2);
	ck_assert_int_eq(reg.policy.min_grade, HF_G3);
	ck_assert_uint_eq(reg.policy.algorithms,
			  HF_ALG_BIT(HF_SHA256) | HF_ALG_BIT(HF_SHA512));
	ck_assert_str_eq(reg.policy.profile, "/reg/p.json");
}
END_TEST

START_TEST(a_thousand_locations_are_all_there)
{
	struct hf_buf text = { 0 };
	char id[16];

	hf_buf_adds(&text, HEAD);
	for (int i = 0; i < 1000; i++)
		hf_buf_printf(&text, "Location: l%d\nURL: /nowhere/%d\nSite: S\nThreat-Zone: Z\nMedium: M\n\n",
			      i, i);
	ck_assert_str_eq(mistakes(text.data, text.len), "");
	for (int i = 0; i < 1000; i++) {
		snprintf(id, sizeof(id), "l%d", i);
		ck_assert_str_eq(reg.locations[i].id, id);
		ck_assert_uint_eq(reg.locations[i].n_threat_zones, 1);
	}
	hf_buf_release(&text);
}
END_TEST

static const struct {
	const char *name;
	const char *why;	/* NULL: it is good */
} names[] = {
	{ "memo-1961-01-18", NULL }, { "Akte 12 (a)", NULL },
	{ "caf\xc3\xa9", NULL }, { "x.tar", NULL }, { "-x", NULL },
	{ "", "is empty" }, { ".x", "begins with a dot" },
	{ "..", "begins with a dot" }, { "a/b", "has a slash in it" },
	{ "caf\xe9", "is not UTF-8" }, { " a", "begins or ends with a blank" },
	{ "a ", "begins or ends with a blank" },
	{ "a\nb", "has a character in it that does not show" },
	{ "a\xe2\x80\xae" "b", "has a character in it that does not show" },
	{ "lost+found", "is that of a folder of the system" },
};

START_TEST(a_package_has_a_name_that_every_place_can_hold)
{
	const char *why = NULL;

	ck_assert_int_eq(hf_package_name_is_good(names[_i].name, &why),
			 !names[_i].why);
	if (names[_i].why)
		ck_assert_str_eq(why, names[_i].why);
}
END_TEST

START_TEST(a_package_name_has_200_octets_at_most)
{
	char name[202];

	memset(name, 'a', sizeof(name));
	name[200] = '\0';
	ck_assert(hf_package_name_is_good(name, NULL));
	name[200] = 'a';
	name[201] = '\0';
	ck_assert(!hf_package_name_is_good(name, NULL));
}
END_TEST

/* --- On disk. --- */

static char path[2][64];

/* A path in the private folder; two of them live. */
static const char *at(const char *name)
{
	static unsigned int n;

	n ^= 1;
	snprintf(path[n], sizeof(path[n]), "/proc/self/fd/%d/%s", unit_dir,
		 name);
	return path[n];
}

static const struct hf_register_init plain = {
	.organisation = "Harbour Archive", .origin = "a.example.org/r",
};

static void make(const char *name)
{
	struct hf_error err;

	assert_ok(hf_register_create(at(name), &plain, &err), &err);
}

static struct hf_register *opened(const char *name)
{
	struct hf_register *reg_ret;
	struct hf_findings list;
	struct hf_error err;

	hf_findings_init(&list);
	assert_ok(hf_register_open(&reg_ret, at(name), &list.sink, &err),
		  &err);
	ck_assert_uint_eq(list.n, 0);
	hf_findings_release(&list);
	return reg_ret;
}

static void content(const char *name, struct hf_buf *buf)
{
	char data[8192];
	int fd = unit_open(name, O_RDONLY);
	ssize_t n = read(fd, data, sizeof(data));

	ck_assert_int_ge(n, 0);
	close(fd);
	hf_buf_clear(buf);
	hf_buf_add(buf, data, (size_t)n);
}

static const char *zones[] = { "river", "street" };
static const struct hf_location disk = {
	.id = "disk-1", .url = "../disk", .site = "S", .threat_zones = zones,
	.n_threat_zones = 2, .medium = "disk", .media_since = "2024",
};

START_TEST(what_init_writes_can_be_read)
{
	struct hf_register *made;
	struct hf_register_init init = plain;
	struct hf_error err;

	init.contact = "a@example.org";
	assert_ok(hf_register_create(at("r"), &init, &err), &err);
	made = opened("r");
	ck_assert_str_eq(made->organisation, "Harbour Archive");
	ck_assert_str_eq(made->origin, "a.example.org/r");
	ck_assert_str_eq(made->contact, "a@example.org");
	ck_assert_int_eq(made->policy.interval, 90 * 86400);
	ck_assert_uint_eq(made->n_locations, 0);
	hf_register_close(made);
}
END_TEST

START_TEST(init_makes_its_own_names)
{
	static const struct hf_register_init nothing;
	struct hf_register *made;
	struct hf_error err;

	assert_ok(hf_register_create(at("a +b"), &nothing, &err), &err);
	made = opened("a +b");
	ck_assert_str_ne(made->organisation, "");
	ck_assert_str_eq(strrchr(made->origin, '/'), "/a--b");
	hf_register_close(made);
}
END_TEST

static const struct hf_register_init bad_inits[] = {
	{ .organisation = "", .origin = "o" },
	{ .organisation = "A\nKey-File: x", .origin = "o" },
	{ .organisation = " A", .origin = "o" },
	{ .organisation = "caf\xe9", .origin = "o" },
	{ .organisation = "A", .origin = "a b" },
	{ .organisation = "A", .origin = "a+b" },
	{ .organisation = "A", .origin = "https://a" },
	{ .organisation = "A", .origin = "o", .contact = "" },
};

START_TEST(init_refuses_what_could_not_be_read)
{
	struct stat st;
	struct hf_error err;

	assert_fails(hf_register_create(at("r"), &bad_inits[_i], &err), &err,
		     HF_EUSAGE);
	ck_assert_int_eq(fstatat(unit_dir, "r", &st, 0), -1);
}
END_TEST

START_TEST(init_takes_an_empty_folder_and_its_permissions)
{
	struct stat st;

	unit_mkdir("r");
	ck_assert_int_eq(fchmodat(unit_dir, "r", 02750, 0), 0);
	make("r");
	ck_assert_int_eq(fstatat(unit_dir, "r", &st, 0), 0);
	ck_assert_int_eq(st.st_mode & 07777, 02750);
	hf_register_close(opened("r"));
}
END_TEST

START_TEST(init_leaves_what_is_there)
{
	struct hf_error err;
	struct hf_buf buf = { 0 };

	unit_mkdir("r");
	unit_puts("r/x", "mine");
	unit_puts("file", "mine");
	unit_mkdir("empty");
	unit_symlink("empty", "link");
	assert_fails(hf_register_create(at("r"), &plain, &err), &err,
		     HF_EUSAGE);
	assert_fails(hf_register_create(at("file"), &plain, &err), &err,
		     HF_EUSAGE);
	assert_fails(hf_register_create(at("link"), &plain, &err), &err,
		     HF_EUSAGE);
	content("r/x", &buf);
	ck_assert_str_eq(hf_buf_text(&buf), "mine");
	hf_buf_release(&buf);
}
END_TEST

/* Somebody puts a file into the folder that was empty, at the last moment. */
static int rename_after_another(int from_dir, const char *from, int to_dir,
				const char *to, unsigned int flags)
{
	if (!strcmp(to, "r"))
		unit_puts("r/x", "mine");
	return hf_io_system.renameat2(from_dir, from, to_dir, to, flags);
}

START_TEST(init_never_takes_the_place_of_a_folder_that_was_filled)
{
	struct hf_error err;
	struct hf_buf buf = { 0 };
	struct stat st;

	unit_mkdir("r");
	unit_replace_io()->renameat2 = rename_after_another;
	assert_fails(hf_register_create(at("r"), &plain, &err), &err, HF_ESYS);
	content("r/x", &buf);
	ck_assert_str_eq(hf_buf_text(&buf), "mine");
	ck_assert_int_eq(fstatat(unit_dir, ".r.holdfast-partial", &st, 0), -1);
	hf_buf_release(&buf);
}
END_TEST

START_TEST(a_location_is_put_behind_what_people_wrote)
{
	static const char *const ends[] = { "# end", "# end\n", "# end\r\n" };
	struct hf_buf before = { 0 }, after = { 0 };
	struct hf_register *r;
	struct hf_error err;
	int fd;

	make("r");
	unit_mkdir("disk");
	fd = unit_open("r/register.txt", O_WRONLY | O_APPEND);
	ck_assert_int_gt(write(fd, ends[_i], strlen(ends[_i])), 0);
	ck_assert_int_eq(fchmod(fd, 0664), 0);
	close(fd);
	content("r/register.txt", &before);
	r = opened("r");
	assert_ok(hf_register_add_location(r, &disk, &err), &err);
	hf_register_close(r);
	content("r/register.txt", &after);
	ck_assert_uint_gt(after.len, before.len);
	ck_assert_mem_eq(after.data, before.data, before.len);
	content("disk/.holdfast-location", &before);
	ck_assert_str_eq(before.data,
			 "Location: disk-1\nRegister: a.example.org/r\n");
	r = opened("r");
	ck_assert_uint_eq(r->n_locations, 1);
	ck_assert_uint_eq(r->locations[0].n_threat_zones, 2);
	ck_assert_str_eq(r->locations[0].media_since, "2024");
	hf_register_close(r);
	fd = unit_open("r/register.txt", O_RDONLY);
	{
		struct stat st;

		ck_assert_int_eq(fstat(fd, &st), 0);
		ck_assert_int_eq(st.st_mode & 07777, 0664);
	}
	close(fd);
	hf_buf_release(&before);
	hf_buf_release(&after);
}
END_TEST

static const struct {
	const char *what;
	struct hf_location location;
} bad_additions[] = {
	{ "identifier", { NULL, .url = "../disk" } },
	{ "an identifier is made of", { "Disk", .url = "../disk", .site = "S",
	  .threat_zones = zones, .n_threat_zones = 1, .medium = "M" } },
	{ "Site", { "d", .url = "../disk", .threat_zones = zones,
	  .n_threat_zones = 1, .medium = "M" } },
	{ "Threat-Zone", { "d", .url = "../disk", .site = "S", .medium = "M" } },
	{ "Medium", { "d", .url = "../disk", .site = "S", .threat_zones = zones,
	  .n_threat_zones = 1 } },
	{ "one line of UTF-8", { "d", .url = "../disk", .site = "S\n\nLocation: x",
	  .threat_zones = zones, .n_threat_zones = 1, .medium = "M" } },
	{ "Media-Since: May", { "d", .url = "../disk", .site = "S",
	  .threat_zones = zones, .n_threat_zones = 1, .medium = "M",
	  .media_since = "May" } },
	{ "only folders", { "d", .url = "s3://b/p", .site = "S",
	  .threat_zones = zones, .n_threat_zones = 1, .medium = "M" } },
	{ "is not there", { "d", .url = "../nowhere", .site = "S",
	  .threat_zones = zones, .n_threat_zones = 1, .medium = "M" } },
	{ "is not a folder", { "d", .url = "register.txt", .site = "S",
	  .threat_zones = zones, .n_threat_zones = 1, .medium = "M" } },
	{ "register itself", { "d", .url = ".", .site = "S",
	  .threat_zones = zones, .n_threat_zones = 1, .medium = "M" } },
	{ "same identifier", { "known", .url = "../disk", .site = "S",
	  .threat_zones = zones, .n_threat_zones = 1, .medium = "M" } },
	{ "same folder", { "d", .url = "../link-to-known", .site = "S",
	  .threat_zones = zones, .n_threat_zones = 1, .medium = "M" } },
	{ "is the location 'other'", { "d", .url = "../others", .site = "S",
	  .threat_zones = zones, .n_threat_zones = 1, .medium = "M" } },
	{ "is the location 'd' of 'o'", { "d", .url = "../foreign", .site = "S",
	  .threat_zones = zones, .n_threat_zones = 1, .medium = "M" } },
	{ "cannot be understood", { "d", .url = "../strange", .site = "S",
	  .threat_zones = zones, .n_threat_zones = 1, .medium = "M" } },
};

START_TEST(a_location_that_cannot_be_changes_nothing)
{
	static const char *const folders[] = {
		"disk", "known", "others", "foreign", "strange",
	};
	struct hf_location known = disk;
	struct hf_buf before = { 0 }, after = { 0 };
	struct hf_register *r;
	struct hf_error err;
	struct stat st;

	make("r");
	for (int i = 0; i < COUNT(folders); i++)
		unit_mkdir(folders[i]);
	unit_symlink("known", "link-to-known");
	unit_puts("others/.holdfast-location",
		  "Location: other\nRegister: a.example.org/r\n");
	unit_puts("foreign/.holdfast-location", "Location: d\nRegister: o\n");
	unit_puts("strange/.holdfast-location", "Location: d\n");
	known.id = "known";
	known.url = "../known";
	r = opened("r");
	assert_ok(hf_register_add_location(r, &known, &err), &err);
	content("r/register.txt", &before);
	assert_fails(hf_register_add_location(r, &bad_additions[_i].location,
					      &err), &err, HF_EUSAGE);
	ck_assert_msg(strstr(err.text, bad_additions[_i].what) != NULL,
		      "says: %s", err.text);
	content("r/register.txt", &after);
	ck_assert_str_eq(before.data, after.data);
	ck_assert_int_eq(fstatat(unit_dir, "disk/.holdfast-location", &st, 0),
			 -1);
	hf_register_close(r);
	hf_buf_release(&before);
	hf_buf_release(&after);
}
END_TEST

/* The rename of register.txt, which is the last step, is not made. */
static int no_rename_of_register(int from_dir, const char *from, int to_dir,
				 const char *to, unsigned int flags)
{
	if (!strcmp(to, "register.txt")) {
		errno = EIO;
		return -1;
	}
	return hf_io_system.renameat2(from_dir, from, to_dir, to, flags);
}

START_TEST(an_addition_that_was_cut_is_made_by_the_same_command)
{
	struct hf_register *r;
	struct hf_error err;
	struct stat st;

	make("r");
	unit_mkdir("disk");
	r = opened("r");
	unit_replace_io()->renameat2 = no_rename_of_register;
	assert_fails(hf_register_add_location(r, &disk, &err), &err, HF_ESYS);
	hf_register_close(r);
	hf_io = &hf_io_system;
	ck_assert_int_eq(fstatat(unit_dir, "disk/.holdfast-location", &st, 0),
			 0);
	r = opened("r");
	ck_assert_uint_eq(r->n_locations, 0);
	assert_ok(hf_register_add_location(r, &disk, &err), &err);
	hf_register_close(r);
	r = opened("r");
	ck_assert_uint_eq(r->n_locations, 1);
	hf_register_close(r);
}
END_TEST

START_TEST(what_another_added_meanwhile_stays)
{
	struct hf_location second = disk;
	struct hf_register *r, *s;
	struct hf_error err;

	make("r");
	unit_mkdir("disk");
	unit_mkdir("other");
	second.id = "disk-2";
	second.url = "../other";
	r = opened("r");
	s = opened("r");
	assert_ok(hf_register_add_location(r, &disk, &err), &err);
	assert_ok(hf_register_add_location(s, &second, &err), &err);
	hf_register_close(r);
	hf_register_close(s);
	r = opened("r");
	ck_assert_uint_eq(r->n_locations, 2);
	hf_register_close(r);
}
END_TEST

START_TEST(a_mistake_that_came_meanwhile_is_not_built_upon)
{
	struct hf_register *r;
	struct hf_error err;
	int fd;

	make("r");
	unit_mkdir("disk");
	r = opened("r");
	fd = unit_open("r/register.txt", O_WRONLY | O_APPEND);
	ck_assert_int_eq(write(fd, "\nx\n", 3), 3);
	close(fd);
	assert_fails(hf_register_add_location(r, &disk, &err), &err,
		     HF_EREFUSED);
	hf_register_close(r);
}
END_TEST

START_TEST(a_folder_without_its_text_is_no_register)
{
	struct hf_register *r = NULL;
	struct hf_error err;

	hf_findings_init(&found);
	unit_mkdir("r");
	assert_fails(hf_register_open(&r, at("r"), &found.sink, &err), &err,
		     HF_EUSAGE);
	assert_fails(hf_register_open(&r, at("s"), &found.sink, &err), &err,
		     HF_ESYS);
	make("q");
	ck_assert_int_eq(unlinkat(unit_dir, "q/trust.txt", 0), 0);
	assert_fails(hf_register_open(&r, at("q"), &found.sink, &err), &err,
		     HF_ESYS);
	ck_assert_uint_eq(found.n, 0);
	hf_findings_release(&found);
}
END_TEST

START_TEST(mistakes_of_both_files_are_told_at_once)
{
	struct hf_register *r = NULL;
	struct hf_error err;

	hf_findings_init(&found);
	make("r");
	unit_puts("r/register.txt", HEAD "x\n");
	unit_puts("r/trust.txt", "y\n");
	assert_fails(hf_register_open(&r, at("r"), &found.sink, &err), &err,
		     HF_EREFUSED);
	ck_assert_str_eq(unit_findings(&found),
			 "register-malformed:5 trust-malformed:1");
	hf_findings_release(&found);
}
END_TEST

static int signer_of(const char *key_line, struct hf_error *err)
{
	struct hf_signer signer;
	struct hf_register *r;
	char text[256];
	int ret;

	make("r");
	snprintf(text, sizeof(text),
		 "Register: 1\nOrganisation: A\nOrigin: o\n%s", key_line);
	unit_puts("r/register.txt", text);
	r = opened("r");
	ret = hf_register_signer(r, &signer, err);
	if (ret > 0)
		ck_assert_str_eq(signer.verifier.name, "o");
	hf_register_close(r);
	return ret;
}

/* Write a private key of the log "o" with such permissions. */
static void write_key(const char *name, mode_t mode)
{
	struct hf_signer signer;
	struct hf_buf text = { 0 };
	struct hf_error err;

	assert_ok(hf_signer_new(&signer, "o", HF_KEY_SIGNER, &err), &err);
	hf_signer_format(&text, &signer);
	hf_buf_adds(&text, "\n");
	unit_puts(name, hf_buf_text(&text));
	ck_assert_int_eq(fchmodat(unit_dir, name, mode, 0), 0);
	hf_buf_release(&text);
}

START_TEST(without_a_key_file_nobody_signs)
{
	struct hf_error err;

	ck_assert_int_eq(signer_of("", &err), 0);
}
END_TEST

static const struct {
	mode_t mode;
	bool good;
} modes[] = {
	{ 0600, true }, { 0400, true }, { 0640, false }, { 0604, false },
	{ 0620, false }, { 0666, false },
};

START_TEST(a_key_that_others_have_rights_to_is_refused)
{
	struct hf_error err;

	write_key("key", modes[_i].mode);
	if (modes[_i].good)
		ck_assert_int_eq(signer_of("Key-File: ../key\n", &err), 1);
	else {
		assert_fails(signer_of("Key-File: ../key\n", &err), &err,
			     HF_EREFUSED);
		ck_assert_ptr_nonnull(strstr(err.text, "chmod 600"));
	}
}
END_TEST

static const struct {
	const char *line;
	enum hf_code code;
} no_keys[] = {
	{ "Key-File: ../none\n", HF_EFORMAT },
	{ "Key-File: ../big\n", HF_EFORMAT },
	{ "Key-File: ../nul\n", HF_EFORMAT },
	{ "Key-File: ../fifo\n", HF_EREFUSED },
	{ "Key-File: ../nowhere\n", HF_ESYS },
	{ "Key-File: ../folder\n", HF_EREFUSED },
};

START_TEST(a_key_file_that_is_none_is_refused)
{
	struct hf_error err;
	char big[2048];

	memset(big, 'x', sizeof(big));
	unit_puts("none", "");
	unit_write("big", big, sizeof(big));
	unit_write("nul", "PRIVATE\0KEY", 11);
	unit_fifo("fifo");
	unit_mkdir("folder");
	ck_assert_int_eq(fchmodat(unit_dir, "none", 0600, 0), 0);
	ck_assert_int_eq(fchmodat(unit_dir, "big", 0600, 0), 0);
	ck_assert_int_eq(fchmodat(unit_dir, "nul", 0600, 0), 0);
	assert_fails(signer_of(no_keys[_i].line, &err), &err, no_keys[_i].code);
}
END_TEST

Suite *register_suite(void)
{
	Suite *suite = suite_create("register");
	TCase *text = unit_case(suite, "text");
	TCase *folder = unit_disk_case(suite, "folder");

	tcase_add_checked_fixture(text, begin, end);
	tcase_add_loop_test(text, each_mistake_is_told_with_its_line, 0,
			    COUNT(texts));
	tcase_add_test(text, what_is_meant_is_asked);
	tcase_add_loop_test(text, an_interval_is_a_number_and_a_unit, 0,
			    COUNT(intervals));
	tcase_add_loop_test(text, a_url_is_a_folder_of_this_machine, 0,
			    COUNT(urls));
	tcase_add_test(text, all_that_is_said_is_there_to_read);
	tcase_add_test(text, a_thousand_locations_are_all_there);
	tcase_add_loop_test(text, a_package_has_a_name_that_every_place_can_hold,
			    0, COUNT(names));
	tcase_add_test(text, a_package_name_has_200_octets_at_most);

	tcase_add_test(folder, what_init_writes_can_be_read);
	tcase_add_test(folder, init_makes_its_own_names);
	tcase_add_loop_test(folder, init_refuses_what_could_not_be_read, 0,
			    COUNT(bad_inits));
	tcase_add_test(folder, init_takes_an_empty_folder_and_its_permissions);
	tcase_add_test(folder, init_leaves_what_is_there);
	tcase_add_test(folder,
		       init_never_takes_the_place_of_a_folder_that_was_filled);
	tcase_add_loop_test(folder, a_location_is_put_behind_what_people_wrote,
			    0, 3);
	tcase_add_loop_test(folder, a_location_that_cannot_be_changes_nothing,
			    0, COUNT(bad_additions));
	tcase_add_test(folder,
		       an_addition_that_was_cut_is_made_by_the_same_command);
	tcase_add_test(folder, what_another_added_meanwhile_stays);
	tcase_add_test(folder, a_mistake_that_came_meanwhile_is_not_built_upon);
	tcase_add_test(folder, a_folder_without_its_text_is_no_register);
	tcase_add_test(folder, mistakes_of_both_files_are_told_at_once);
	tcase_add_test(folder, without_a_key_file_nobody_signs);
	tcase_add_loop_test(folder, a_key_that_others_have_rights_to_is_refused,
			    0, COUNT(modes));
	tcase_add_loop_test(folder, a_key_file_that_is_none_is_refused, 0,
			    COUNT(no_keys));
	return suite;
}
