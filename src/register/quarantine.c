#include "register/quarantine.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/list.h"
#include "base/text.h"
#include "base/walk.h"
#include "register/aside.h"

#define REPORT_MAX	(64u * 1024 * 1024)

struct names {
	char **at;
	size_t n, room;
};

static int add_name(void *ctx, const struct hf_walk_entry *entry,
		    struct hf_error *err)
{
	struct names *names = ctx;
	char **grown;

	if (entry->kind != HF_WALK_DIRECTORY)
		return HF_WALK_GO_ON;
	grown = hf_list_grow(names->at, names->n, &names->room,
			     sizeof(*grown));
	if (!grown)
		return hf_fail_memory(err);
	names->at = grown;
	names->at[names->n] = strdup(entry->path);
	if (!names->at[names->n])
		return hf_fail_memory(err);
	names->n++;
	return HF_WALK_PRUNE;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The first line of the report; NULL where it cannot be read as one. */
static json_t *read_head(int area, const char *id)
{
	struct hf_buf text = { 0 };
	char *path = NULL;
	json_t *head = NULL;

	if (asprintf(&path, "%s/%s", id, HF_ASIDE_FOR_MACHINES) < 0)
		return NULL;
	if (hf_read_beneath(area, path, &text, REPORT_MAX) == 0 && text.len)
		head = json_loadb(text.data, text.len,
				  JSON_DISABLE_EOF_CHECK, NULL);
	free(path);
	hf_buf_release(&text);
	return head;
}

static const char *text_of(const json_t *head, const char *member)
{
	return json_string_value(json_object_get(head, member));
}

int hf_quarantine_list(const struct hf_place *place,
		       int (*visit)(void *ctx,
				    const struct hf_quarantined *one,
				    struct hf_error *err),
		       void *ctx, struct hf_error *err)
{
	struct names names = { 0 };
	int area = hf_open_beneath(place->dir, HF_QUARANTINE,
				   O_RDONLY | O_DIRECTORY);
	int ret = 0;

	/* It is made when something is put there. */
	if (area < 0)
		return errno == ENOENT ? 0
		       : hf_fail(err, HF_ESYS, "the quarantine of location %s cannot be read",
				 hf_shown(place->location->id));
	ret = hf_walk(area, NULL, add_name, &names, err);
	if (names.n)
		qsort(names.at, names.n, sizeof(*names.at), by_name);
	for (size_t i = 0; i < names.n && ret == 0; i++) {
		json_t *head = read_head(area, names.at[i]);
		const struct hf_quarantined one = {
			.location = place->location->id, .id = names.at[i],
			.name = text_of(head, "bag"),
			.from = text_of(head, "from"),
			.finding = text_of(head, "finding"),
			.errors = (uint64_t)json_integer_value(
				json_object_get(head, "errors")),
		};

		ret = visit(ctx, &one, err);
		json_decref(head);
	}
	for (size_t i = 0; i < names.n; i++)
		free(names.at[i]);
	free(names.at);
	hf_close(area);
	return ret;
}
