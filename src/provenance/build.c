/* From the fields of a record to the model: values, then references. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/chars.h"
#include "base/hash.h"
#include "base/text.h"
#include "provenance/digest.h"
#include "provenance/facts.h"
#include "provenance/raw.h"

struct builder {
	struct hf_record *record;
	struct hf_raw *raw;
	struct hf_sink *sink;
	struct hf_error *err;
	size_t *slots;		/* index of a raw entity + 1; 0 is free */
	size_t n_slots;		/* a power of two */
	size_t n_compared;	/* ids, in search of those that were meant */
	const struct hf_raw_entity *entity;	/* being filled */
};

/* The record's array of each kind: where it hangs, and its length. */
static void array_of(struct hf_record *record, enum hf_entity entity,
		     char ***at_ret, size_t **n_ret)
{
	const struct {
		void *at;
		size_t *n;
	} arrays[HF_ENTITY_COUNT] = {
		[HF_ENTITY_WORK]	= { &record->works, &record->n_works },
		[HF_ENTITY_AGENT]	= { &record->agents, &record->n_agents },
		[HF_ENTITY_COPY]	= { &record->copies, &record->n_copies },
		[HF_ENTITY_POPULATION] = { &record->populations,
				    &record->n_populations },
		[HF_ENTITY_EVENT]	= { &record->events, &record->n_events },
		[HF_ENTITY_CLAIM]	= { &record->claims, &record->n_claims },
		[HF_ENTITY_PAYLOAD]	= { &record->payloads, &record->n_payloads },
		[HF_ENTITY_POLICY]	= { &record->policies, &record->n_policies },
	};

	*at_ret = arrays[entity].at;
	*n_ret = arrays[entity].n;
}

/* The struct of an entity in its array. */
static char *slot_of(struct hf_record *record, enum hf_entity entity,
		     size_t index)
{
	char **at;
	size_t *n;

	array_of(record, entity, &at, &n);
	return *at + index * hf_entity_size(entity);
}

static void tell(const struct builder *builder,
		 const struct hf_raw_field *field, const char *detail)
{
	hf_found(builder->sink, RECORD_VALUE_MALFORMED,
		 .path = builder->record->name, .line = field->line,
		 .subject = builder->entity->id, .actual = field->value,
		 .detail = detail);
}

static void *take_memory(struct builder *builder, size_t size)
{
	void *memory = hf_arena_alloc(&builder->record->arena, size);

	if (!memory)
		hf_fail_memory(builder->err);
	return memory;
}

/* Where @id is, or would go, in the table of ids. */
static size_t *find_id(const struct builder *builder, const char *id)
{
	size_t mask = builder->n_slots - 1;
	size_t i = hf_hash(id, strlen(id)) & mask;

	while (builder->slots[i] &&
	       strcmp(builder->raw->entities[builder->slots[i] - 1].id, id))
		i = (i + 1) & mask;
	return &builder->slots[i];
}

static int index_ids(struct builder *builder)
{
	builder->n_slots = 64;
	while (builder->n_slots < 2 * builder->raw->n_entities)
		builder->n_slots *= 2;
	builder->slots = calloc(builder->n_slots, sizeof(*builder->slots));
	if (!builder->slots)
		return hf_fail_memory(builder->err);
	for (size_t i = 0; i < builder->raw->n_entities; i++) {
		const struct hf_raw_entity *entity = &builder->raw->entities[i];
		size_t *slot = find_id(builder, entity->id);
		char detail[64];

		if (!*slot) {
			*slot = i + 1;
			continue;
		}
		snprintf(detail, sizeof(detail), "it stands first on line %lu",
			 builder->raw->entities[*slot - 1].line);
		hf_found(builder->sink, ID_DUPLICATE,
			 .path = builder->record->name, .line = entity->line,
			 .subject = entity->id, .detail = detail);
	}
	return 0;
}

static int make_arrays(struct builder *builder)
{
	struct hf_record *record = builder->record;
	char **at;
	size_t *n;

	for (size_t i = 0; i < builder->raw->n_entities; i++) {
		array_of(record, builder->raw->entities[i].entity, &at, &n);
		builder->raw->entities[i].index = (*n)++;
	}
	for (int kind = 0; kind < HF_ENTITY_COUNT; kind++) {
		array_of(record, kind, &at, &n);
		*at = take_memory(builder, (*n + 1) * hf_entity_size(kind));
		if (!*at)
			return -1;
	}
	return 0;
}

/* The nearest id of the kind that was meant, to be suggested. */
struct ids_of_kind {
	const struct hf_raw *raw;
	enum hf_entity kind;
	size_t at;
};

static const char *next_id(void *ctx, size_t i)
{
	struct ids_of_kind *ids = ctx;

	if (i == 0)
		ids->at = 0;
	while (ids->at < ids->raw->n_entities) {
		const struct hf_raw_entity *e = &ids->raw->entities[ids->at++];

		if (e->entity == ids->kind)
			return e->id;
	}
	return NULL;
}

/* Too many ids to compare would make a bad record slow. */
#define MOST_COMPARED	1000000

static bool may_suggest(struct builder *builder)
{
	if (builder->raw->n_entities > MOST_COMPARED - builder->n_compared)
		return false;
	builder->n_compared += builder->raw->n_entities;
	return true;
}

static void tell_dangling(struct builder *builder, const char *id,
			  const struct hf_raw_field *field,
			  const struct hf_raw_entity *other)
{
	struct ids_of_kind ids = { builder->raw, field->label->to, 0 };
	char detail[320];
	const char *near;

	if (other) {
		snprintf(detail, sizeof(detail), "%s wants a %s, but that is a %s",
			 field->label->name, hf_entity_name(field->label->to),
			 hf_entity_name(other->entity));
	} else {
		near = !may_suggest(builder) ? NULL :
		       hf_nearest(id, next_id, &ids);
		snprintf(detail, sizeof(detail), near ? "did you mean '%s'?" :
			 "no %s of that id is in the record",
			 near ? near : hf_entity_name(field->label->to));
	}
	hf_found(builder->sink, DANGLING_REFERENCE,
		 .path = builder->record->name, .line = field->line,
		 .subject = builder->entity->id, .actual = id,
		 .detail = detail);
}

/* Agents may be unknown; nothing else may. */
static bool is_unknown_agent(const struct hf_raw_field *field, const char *id)
{
	return field->label->to == HF_ENTITY_AGENT && !strcmp(id, "unknown");
}

static void resolve(struct builder *builder, struct hf_ref *ref,
		    const char *id, const struct hf_raw_field *field)
{
	size_t found = *find_id(builder, id);
	const struct hf_raw_entity *entity =
		found ? &builder->raw->entities[found - 1] : NULL;

	ref->id = id;
	ref->line = field->line;
	ref->at = HF_DANGLING;
	if (entity && entity->entity == field->label->to)
		ref->at = entity->index;
	else if (!is_unknown_agent(field, id))
		tell_dangling(builder, id, field, entity);
}

/*
 * Append to a list in the arena: room is doubled when its length is a power of
 * two, so that long lists stay linear.
 */
static void *grow(struct builder *builder, void *list, size_t n, size_t each)
{
	void *bigger;

	if (n & (n - 1))
		return list;
	bigger = take_memory(builder, (n ? 2 * n : 1) * each);
	if (bigger && n)
		memcpy(bigger, list, n * each);
	return bigger;
}

static int add_text(struct builder *builder, struct hf_texts *texts,
		    const char *value)
{
	texts->at = grow(builder, texts->at, texts->n, sizeof(*texts->at));
	if (!texts->at)
		return -1;
	texts->at[texts->n++] = value;
	return 0;
}

static int add_ref(struct builder *builder, struct hf_refs *refs,
		   const char *id, const struct hf_raw_field *field)
{
	refs->at = grow(builder, refs->at, refs->n, sizeof(*refs->at));
	if (!refs->at)
		return -1;
	resolve(builder, &refs->at[refs->n++], id, field);
	return 0;
}

/* "agent (role)" or "agent". */
static int add_by(struct builder *builder, struct hf_event *event,
		  const struct hf_raw_field *field)
{
	const char *open = strchr(field->value, '(');
	size_t id_len = open ? (size_t)(open - field->value)
			     : strlen(field->value);
	size_t role_len = open ? strlen(open) : 0;
	struct hf_event_agent *by;
	const char *id;

	while (id_len && hf_is_blank(field->value[id_len - 1]))
		id_len--;
	if (!id_len || (open && (role_len < 3 || open[role_len - 1] != ')'))) {
		tell(builder, field, "it is to be: AGENT (ROLE)");
		return 0;
	}
	event->by = grow(builder, event->by, event->n_by, sizeof(*event->by));
	id = hf_arena_memdup(&builder->record->arena, field->value, id_len);
	if (!event->by || !id)
		return hf_fail_memory(builder->err);
	by = &event->by[event->n_by++];
	resolve(builder, &by->agent, id, field);
	by->role = NULL;
	if (open) {
		by->role = hf_arena_memdup(&builder->record->arena, open + 1,
					   role_len - 2);
		if (!by->role)
			return hf_fail_memory(builder->err);
	}
	return 0;
}

/* "exact", or "one-of: a, b, c". */
static int add_identity(struct builder *builder, struct hf_copy *copy,
			const struct hf_raw_field *field)
{
	const char *at = field->value;

	if (!strcmp(at, "exact"))
		return 0;
	if (strncmp(at, "one-of:", 7) != 0) {
		tell(builder, field, "it is to be: exact, or one-of: COPY, COPY");
		return 0;
	}
	for (at += 7; *at;) {
		size_t len;
		const char *id;

		at += strspn(at, " \t,");
		len = strcspn(at, " \t,");
		if (!len)
			break;
		id = hf_arena_memdup(&builder->record->arena, at, len);
		if (!id)
			return hf_fail_memory(builder->err);
		if (add_ref(builder, &copy->one_of, id, field) < 0)
			return -1;
		at += len;
	}
	for (size_t i = 1; i < copy->one_of.n; i++) {
		if (strcmp(copy->one_of.at[i].id, copy->one_of.at[0].id) != 0)
			return 0;
	}
	tell(builder, field, "one-of names at least two copies");
	return 0;
}

static void set_count(struct builder *builder, struct hf_population *population,
		      const struct hf_raw_field *field)
{
	const char *value = field->value;

	if (!strcmp(value, "unknown"))
		return;
	if (!strncmp(value, ">=", 2)) {
		population->count_is_least = true;
		value += 2;
	}
	population->count_known = hf_parse_uint64(value, strlen(value),
						  &population->count);
	if (!population->count_known)
		tell(builder, field, "it is to be a number, >=NUMBER, or unknown");
}

/* One of a few words; its number, or -1 with a finding. */
static int choose(const struct builder *builder,
		  const struct hf_raw_field *field, const char *const *words)
{
	char detail[256];
	size_t n;

	for (int i = 0; words[i]; i++) {
		if (!hf_ascii_casecmp(field->value, words[i]))
			return i;
	}
	n = (size_t)snprintf(detail, sizeof(detail), "it is to be one of:");
	for (int i = 0; words[i] && n < sizeof(detail); i++)
		n += (size_t)snprintf(detail + n, sizeof(detail) - n, "%s %s",
				      i ? "," : "", words[i]);
	tell(builder, field, detail);
	return -1;
}

static const char *const agent_types[] = { "person", "organisation",
	"software", "hardware", "organization", NULL };
static const char *const kinds[] = { "original", "notes", "print", "carbon",
	"transcript", "translation", "scan", "capture", "calendar", "package",
	"replica", NULL };
static const char *const grades[] = { "G0", "G1", "G2", "G3", "G4", "G5",
	NULL };
static const char *const answers[] = { "no", "yes", "unknown", NULL };
static const char *const results[] = { "pass", "fail", NULL };

static void set_word(struct builder *builder, void *to,
		     const struct hf_raw_field *field)
{
	int chosen;

	switch (field->label->kind) {
	case HF_VALUE_AGENT_TYPE:
		chosen = choose(builder, field, agent_types);
		/* PREMIS and its kin spell it either way; we, one. */
		if (chosen >= 0)
			*(const char **)to = agent_types[chosen == 4 ? 1
								     : chosen];
		break;
	case HF_VALUE_KIND:
		chosen = choose(builder, field, kinds);
		*(enum hf_kind *)to = chosen < 0 ? HF_KIND_ORIGINAL : chosen;
		break;
	case HF_VALUE_GRADE:
		chosen = choose(builder, field, grades);
		*(enum hf_grade *)to = chosen < 0 ? HF_G0 : chosen;
		break;
	case HF_VALUE_GRADE_ASKED:
		chosen = choose(builder, field, grades + 1);
		*(enum hf_grade *)to = chosen < 0 ? HF_G0 : chosen + 1;
		break;
	case HF_VALUE_ANSWER:
		chosen = choose(builder, field, answers);
		*(enum hf_answer *)to = chosen < 0 ? HF_UNKNOWN : chosen;
		break;
	default:
		*(bool *)to = choose(builder, field, results) == 1;
		break;
	}
}

static void set_event_type(struct builder *builder,
			   const struct hf_event_type **to,
			   const struct hf_raw_field *field)
{
	char detail[128];
	const char *near;

	*to = hf_event_type_find(field->value);
	if (*to)
		return;
	near = hf_nearest(field->value, hf_event_type_label, NULL);
	snprintf(detail, sizeof(detail), near ? "did you mean '%s'?" :
		 "docs/formats/record.md lists the types%s", near ? near : "");
	tell(builder, field, detail);
}

/*
 * There are not that many algorithms; and each digest is compared with those of
 * every copy that is a replica.
 */
#define MOST_DIGESTS	64

/* "sha512:<hex>".  Of a stranger's algorithm nothing is kept. */
static int add_digest(struct builder *builder, struct hf_texts *texts,
		      const struct hf_raw_field *field)
{
	unsigned char digest[HF_DIGEST_MAX];
	enum hf_alg alg;

	if (!hf_digest_parse(field->value, &alg, digest)) {
		if (!builder->raw->foreign)
			tell(builder, field, "it is to be an algorithm, a colon, and a digest of its length, as in sha256:9f86...");
		return 0;
	}
	if (texts->n == MOST_DIGESTS) {
		tell(builder, field, "there are 64 before it, and not that many algorithms");
		return 0;
	}
	return add_text(builder, texts, field->value);
}

static void set_number(struct builder *builder, uint64_t *to,
		       const struct hf_raw_field *field)
{
	if (!hf_parse_uint64(field->value, strlen(field->value), to))
		tell(builder, field, "it is to be a number");
}

/* Understood again when it is applied; here, only that it can be. */
static int add_severity(struct builder *builder, struct hf_texts *texts,
			const struct hf_raw_field *field)
{
	struct hf_policy scratch;

	hf_policy_init(&scratch, false);
	if (!hf_policy_override(&scratch, field->value)) {
		tell(builder, field, "it is to be the name of a finding, and info, warning, or error");
		return 0;
	}
	return add_text(builder, texts, field->value);
}

/* A path that stays where it is put, and that any system can hold apart. */
static bool path_is_plain(const char *path)
{
	if (!*path || *path == '/' || *path == '~' || strchr(path, '\\'))
		return false;
	for (;;) {
		size_t len = strcspn(path, "/");

		if (!len || (len == 1 && *path == '.') ||
		    (len == 2 && !strncmp(path, "..", 2)))
			return false;
		if (!path[len])
			return true;
		path += len + 1;
	}
}

static int set_value(struct builder *builder, char *entity,
		     const struct hf_raw_field *field)
{
	void *to = entity + field->label->offset;

	if (!*field->value) {
		tell(builder, field, "it is empty");
		return 0;
	}
	switch (field->label->kind) {
	case HF_VALUE_PATH:
		if (!path_is_plain(field->value))
			tell(builder, field, "it is to be a path beneath the record's folder, without '..'");
		/* fall through */
	case HF_VALUE_TEXT:
	case HF_VALUE_WORD:
		*(const char **)to = field->value;
		return 0;
	case HF_VALUE_TEXTS:
		return add_text(builder, to, field->value);
	case HF_VALUE_DATE:
		if (!hf_date_parse(field->value, to))
			tell(builder, field, "it is to be a date such as 1961, 1961-01, 1961-01-18, 1961~, 1961/1965, or unknown");
		return 0;
	case HF_VALUE_REF:
		resolve(builder, to, field->value, field);
		return 0;
	case HF_VALUE_REFS:
		return add_ref(builder, to, field->value, field);
	case HF_VALUE_BY:
		return add_by(builder, (struct hf_event *)entity, field);
	case HF_VALUE_IDENTITY:
		return add_identity(builder, (struct hf_copy *)entity, field);
	case HF_VALUE_COUNT:
		set_count(builder, (struct hf_population *)entity, field);
		return 0;
	case HF_VALUE_DIGEST:
		return add_digest(builder, to, field);
	case HF_VALUE_NUMBER:
		set_number(builder, to, field);
		return 0;
	case HF_VALUE_SEVERITY:
		return add_severity(builder, to, field);
	case HF_VALUE_EVENT_TYPE:
		set_event_type(builder, to, field);
		return 0;
	default:
		set_word(builder, to, field);
		return 0;
	}
}

static void tell_missing(const struct builder *builder, uint32_t seen)
{
	const struct hf_label *labels = hf_entity_labels(builder->entity->entity);

	for (size_t i = 0; labels[i].name; i++) {
		if (labels[i].required && !(seen & 1u << i))
			hf_found(builder->sink, RECORD_LABEL_MISSING,
				 .path = builder->record->name,
				 .line = builder->entity->line,
				 .subject = builder->entity->id,
				 .expected = labels[i].name);
	}
}

/* What was done to nothing, or made nothing, would decide nothing unnoticed. */
static void tell_missing_copies(const struct builder *builder,
				const struct hf_event *event)
{
	const char *missing = NULL;

	switch (event->type ? event->type->act : HF_ACT_OTHER) {
	case HF_ACT_TRANSFER:
	case HF_ACT_RECEIPT:
	case HF_ACT_SIGHTING:
	case HF_ACT_CHECK:
	case HF_ACT_ENDING:
	case HF_ACT_RELEASE:
	case HF_ACT_LOSS:
		if (!event->sources.n)
			missing = "Source";
		break;
	case HF_ACT_MAKING:
	case HF_ACT_REPLICATION:
	case HF_ACT_REWRITING:
	case HF_ACT_ACCESSION:
		if (!event->outcomes.n)
			missing = "Outcome";
		break;
	default:
		break;
	}
	if (missing)
		hf_found(builder->sink, RECORD_LABEL_MISSING,
			 .path = builder->record->name,
			 .line = event->head.line, .subject = event->head.id,
			 .expected = missing,
			 .detail = "an event of this type decides nothing without it");
}

static int fill(struct builder *builder, const struct hf_raw_entity *entity)
{
	const struct hf_label *labels = hf_entity_labels(entity->entity);
	char *slot = slot_of(builder->record, entity->entity, entity->index);
	struct hf_head *head = (struct hf_head *)slot;
	uint32_t seen = 0;

	builder->entity = entity;
	head->id = entity->id;
	head->line = entity->line;
	for (size_t i = 0; i < entity->n_fields; i++) {
		const struct hf_raw_field *field =
			&builder->raw->fields[entity->first_field + i];
		uint32_t bit = 1u << (field->label - labels);

		if (seen & bit && !field->label->repeatable)
			hf_found(builder->sink, RECORD_LABEL_REPEATED,
				 .path = builder->record->name,
				 .line = field->line, .subject = entity->id,
				 .actual = field->label->name);
		else if (set_value(builder, slot, field) < 0)
			return -1;
		seen |= bit;
	}
	if (builder->raw->foreign)
		return 0;
	tell_missing(builder, seen);
	if (entity->entity == HF_ENTITY_EVENT)
		tell_missing_copies(builder, (struct hf_event *)slot);
	return 0;
}

/* A payload lies under data/ by the name it has, unless it says otherwise. */
static void complete_payloads(struct hf_record *record)
{
	for (size_t i = 0; i < record->n_payloads; i++) {
		struct hf_payload *payload = &record->payloads[i];

		if (!payload->as)
			payload->as = payload->file;
		else if (!strncmp(payload->as, "data/", 5))
			payload->as += 5;
	}
}

static int build(struct hf_record *record, struct hf_raw *raw,
		 struct hf_sink *sink, struct hf_error *err)
{
	struct builder builder = {
		.record = record, .raw = raw, .sink = sink, .err = err,
	};
	int ret = -1;

	if (make_arrays(&builder) < 0 || index_ids(&builder) < 0)
		goto out;
	for (size_t i = 0; i < raw->n_entities; i++) {
		if (fill(&builder, &raw->entities[i]) < 0)
			goto out;
	}
	complete_payloads(record);
	/* A file of policies alone is a record too. */
	if (!record->n_works && !record->n_policies && !raw->foreign)
		hf_found(sink, RECORD_EMPTY, .path = record->name);
	ret = 0;
out:
	free(builder.slots);
	return ret;
}

static int by_line(const void *a, const void *b)
{
	const struct hf_finding *f = a, *g = b;

	if (f->line != g->line)
		return f->line < g->line ? -1 : 1;
	return (f->id > g->id) - (f->id < g->id);
}

int hf_record_finish(struct hf_record *record, struct hf_raw *raw,
		     struct hf_findings *found, struct hf_sink *sink,
		     struct hf_error *err)
{
	struct hf_policy policy;

	if (build(record, raw, &found->sink, err) < 0)
		return -1;
	if (found->failed)
		return hf_fail_memory(err);
	/* Mistakes were met in two passes; people read from the top. */
	if (found->n)
		qsort(found->at, found->n, sizeof(*found->at), by_line);
	hf_policy_init(&policy, false);
	record->sound = true;
	for (size_t i = 0; i < found->n; i++) {
		if (hf_policy_severity(&policy, &found->at[i]) == HF_ERROR)
			record->sound = false;
		hf_emit(sink, &found->at[i]);
	}
	return 0;
}
