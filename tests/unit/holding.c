#include "holding.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bag/root.h"
#include "bag/source.h"
#include "base/arena.h"

static struct hf_arena arena;
static struct hf_ledger ledger;
static int before = -1;		/* the working folder */
static int64_t now;

static void add_location(const char *id, const char *site, const char *zone,
			 const char *medium)
{
	const char *zones[] = { zone };
	const struct hf_location location = {
		.id = id, .url = hf_arena_printf(&arena, "../%s", id),
		.site = site, .threat_zones = zones, .n_threat_zones = 1,
		.medium = medium };
	struct hf_findings found;
	struct hf_register *reg;
	struct hf_error err;

	hf_findings_init(&found);
	unit_mkdir(id);
	assert_ok(hf_register_open(&reg, "reg", &found.sink, &err), &err);
	assert_ok(hf_register_add_location(reg, &location, &err), &err);
	hf_register_close(reg);
	hf_findings_release(&found);
}

void holding_begin(void)
{
	const struct hf_register_init init = {
		.organisation = "Harbour Archive",
		.origin = "harbour.example/register" };
	struct hf_error err;

	before = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	ck_assert_int_ge(before, 0);
	ck_assert_int_eq(fchdir(unit_dir), 0);
	now = HOLDING_BEGAN;
	assert_ok(hf_register_create("reg", &init, &err), &err);
	add_location("north", "Hamburg", "elbe", "disk");
	add_location("south", "Catania", "etna", "disk");
	add_location("tape", "Catania", "etna", "tape");
}

static void close_ledger(void)
{
	if (ledger.reg)
		hf_ledger_close(&ledger);
}

void holding_end(void)
{
	close_ledger();
	hf_arena_release(&arena);
	ck_assert_int_eq(fchdir(before), 0);
	close(before);
}

void holding_say(const char *stanza)
{
	FILE *file = fopen("reg/register.txt", "a");

	ck_assert_ptr_nonnull(file);
	fprintf(file, "\n%s", stanza);
	ck_assert_int_eq(fclose(file), 0);
}

void holding_policy(const char *lines)
{
	static const char usual[] = "\nInterval: 90d\n";
	char text[8192], *at;
	int fd = unit_open("reg/register.txt", O_RDONLY);
	ssize_t n = read(fd, text, sizeof(text) - 1);

	close(fd);
	ck_assert_int_gt(n, 0);
	text[n] = '\0';
	at = strstr(text, usual);
	ck_assert_ptr_nonnull(at);
	*at = '\0';
	unit_puts("reg/register.txt",
		  hf_arena_printf(&arena, "%s\n%s%s", text, lines,
				  at + strlen(usual)));
}

static void put(const char *path, const char *name, const char *text)
{
	unit_puts(hf_arena_printf(&arena, "%s/%s", path, name), text);
}

void holding_bag(const char *path, const char *word)
{
	unit_mkdir(path);
	unit_mkdir(hf_arena_printf(&arena, "%s/data", path));
	put(path, "bagit.txt", "BagIt-Version: 1.0\n"
			       "Tag-File-Character-Encoding: UTF-8\n");
	put(path, "data/a.txt", "abc");
	put(path, "manifest-sha256.txt",
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	    "  data/a.txt\n");
	put(path, "bag-info.txt",
	    hf_arena_printf(&arena, "External-Description: %s\n", word));
}

void holding_record(const char *path, const char *record)
{
	unit_mkdir(hf_arena_printf(&arena, "%s/holdfast", path));
	put(path, "holdfast/record.txt", record);
}

void holding_remove(const char *path)
{
	ck_assert_int_eq(system(hf_arena_printf(&arena, "rm -r -- '%s'",
						path)), 0);
}

const char *holding_root(const char *path)
{
	struct hf_source *source;
	struct hf_bag_root root;
	struct hf_error err;

	assert_ok(hf_source_open_directory(&source, path, &err), &err);
	assert_ok(hf_bag_root(source, 1, &root, &err), &err);
	hf_source_free(source);
	return hf_arena_strdup(&arena, root.hex);
}

void holding_log_entry(struct hf_entry *entry)
{
	const struct hf_ledger *open;
	struct hf_findings found;
	struct hf_error err;
	struct hf_log *log;

	open = holding_open();
	entry->time = now;
	now += HOLDING_DAY;
	hf_findings_init(&found);
	assert_ok(hf_log_open(&log, open->reg->dir, open->reg->origin,
			      open->reg->trust, NULL, &found.sink, &err),
		  &err);
	assert_ok(hf_log_append(log, entry, 1, NULL, &err), &err);
	hf_log_close(log);
	hf_findings_release(&found);
	close_ledger();
}

void holding_log(const char *event, const char *package, const char *location,
		 const char *root, const char *outcome)
{
	struct hf_entry entry = { .at = {
		[HF_ENTRY_EVENT] = event,
		[HF_ENTRY_PACKAGE] = package,
		[HF_ENTRY_LOCATION] = location,
		[HF_ENTRY_AGENT] = "a test (software)",
		[HF_ENTRY_BAG_ROOT] = root,
		[HF_ENTRY_OUTCOME] = outcome ? outcome : "pass" } };

	holding_log_entry(&entry);
}

void holding_ingest(const char *package, const char *location)
{
	const char *path = hf_arena_printf(&arena, "%s/%s", location, package);

	holding_log("ingestion", package, location, holding_root(path), NULL);
}

const struct hf_ledger *holding_open(void)
{
	struct hf_findings found;
	struct hf_error err;

	close_ledger();
	hf_findings_init(&found);
	assert_ok(hf_ledger_open(&ledger, "reg", &found.sink, &err), &err);
	hf_findings_release(&found);
	return &ledger;
}
