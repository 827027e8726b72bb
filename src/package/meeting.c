#include "package/meeting.h"

#include <stdlib.h>
#include <string.h>

#include "bag/bag.h"
#include "base/buf.h"
#include "finding/sink.h"
#include "package/info.h"
#include "profile/check.h"
#include "profile/folder.h"
#include "profile/query.h"
#include "provenance/dc.h"
#include "provenance/premis.h"
#include "provenance/record.h"

static bool is_allowed(const struct hf_profile_set *set,
		       enum hf_profile_list list, enum hf_alg alg)
{
	for (size_t i = 0; i < set->n; i++) {
		if (set->at[i]->lists[list].given &&
		    !hf_profile_has_algorithm(set->at[i], list,
					      hf_alg_name(alg)))
			return false;
	}
	return true;
}

static hf_alg_set all_allowed(const struct hf_profile_set *set,
			      enum hf_profile_list list)
{
	hf_alg_set allowed = 0;

	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		if (is_allowed(set, list, alg))
			allowed |= HF_ALG_BIT(alg);
	}
	return allowed;
}

/* What holdfast cannot compute stays out, and is then told as missing. */
static hf_alg_set all_required(const struct hf_profile_set *set,
			       enum hf_profile_list list)
{
	hf_alg_set required = 0;
	enum hf_alg alg;

	for (size_t i = 0; i < set->n; i++) {
		const struct hf_profile_texts *texts = &set->at[i]->lists[list];

		for (size_t k = 0; k < texts->n; k++) {
			if (hf_alg_parse(texts->at[k], &alg))
				required |= HF_ALG_BIT(alg);
		}
	}
	return required;
}

static bool is_strong(hf_alg_set algs)
{
	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		if (algs & HF_ALG_BIT(alg) && !hf_alg_is_weak(alg))
			return true;
	}
	return false;
}

/* The first of the usual ones, strongest first, that @allowed has. */
static hf_alg_set usual(hf_alg_set allowed)
{
	static const enum hf_alg order[] = { HF_SHA512, HF_SHA256, HF_SHA384,
					     HF_SHA1, HF_MD5 };

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		if (allowed & HF_ALG_BIT(order[i]))
			return HF_ALG_BIT(order[i]);
	}
	return allowed & -allowed;
}

void hf_meeting_algorithms(struct hf_meeting_algs *chosen,
			   const struct hf_create_options *options,
			   hf_alg_set asked)
{
	static const struct hf_profile_set none;
	const struct hf_profile_set *set = options->profiles
		? options->profiles : &none;
	hf_alg_set payload = all_allowed(set, HF_MANIFESTS_ALLOWED);
	hf_alg_set tag = all_allowed(set, HF_TAG_MANIFESTS_ALLOWED);
	hf_alg_set needs_payload = all_required(set, HF_MANIFESTS_REQUIRED);
	hf_alg_set needs_tag = all_required(set, HF_TAG_MANIFESTS_REQUIRED);
	hf_alg_set wanted = asked | needs_payload | needs_tag;

	/* Who names algorithms gets these; a list of digests names none. */
	if (!options->algs && !is_strong(needs_payload | needs_tag))
		wanted |= usual(payload & tag ? payload & tag : payload);
	/* Both alike, as RFC 8493 recommends (2.2.1), unless one may not. */
	chosen->payload = asked | needs_payload | (wanted & payload);
	chosen->tag = needs_tag | (wanted & tag);
	if (!chosen->payload)
		chosen->payload = usual(payload);
	if (!chosen->tag)
		chosen->tag = tag ? usual(tag) : chosen->payload;
}

/* One file that the bag will have. */
static int add_file(struct hf_bag *bag, const char *path, uint64_t size,
		    struct hf_error *err)
{
	uint32_t index = hf_inventory_add(bag->inventory, path, strlen(path));
	struct hf_file *file;

	if (index == HF_NO_FILE)
		return hf_fail_memory(err);
	file = hf_inventory_at(bag->inventory, index);
	file->flags |= HF_FILE_PRESENT;
	file->size = size;
	return 0;
}

static int add_payload(struct hf_bag *bag, const struct hf_plan *plan,
		       struct hf_error *err)
{
	for (size_t i = 0; i < plan->n_files; i++) {
		if (add_file(bag, plan->files[i].path, plan->files[i].size,
			     err) < 0)
			return -1;
		bag->payload_files++;
		bag->payload_octets += plan->files[i].size;
	}
	return 0;
}

static int add_manifests(struct hf_bag *bag, hf_alg_set algs, bool tag,
			 struct hf_error *err)
{
	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		const char *name = hf_arena_printf(&bag->arena,
				"%smanifest-%s.txt", tag ? "tag" : "",
				hf_alg_name(alg));

		if (!name)
			return hf_fail_memory(err);
		if (!(algs & HF_ALG_BIT(alg)))
			continue;
		hf_manifest_parse_name(&bag->manifests[bag->n_manifests], name);
		bag->manifests[bag->n_manifests++].name = name;
		if (add_file(bag, name, 0, err) < 0)
			return -1;
	}
	return 0;
}

/* The lines of bag-info.txt, each as hf_info_line() writes it. */
static int add_info(struct hf_bag *bag, const struct hf_plan *plan,
		    const struct hf_create_options *options,
		    struct hf_error *err)
{
	struct hf_info *info = &bag->info;
	struct hf_buf text = { 0 };
	char *line = NULL, *copy;
	int ret = -1;

	if (hf_package_info(&text, plan, options, bag->payload_octets, err) < 0)
		goto out;
	copy = hf_arena_memdup(&info->arena, hf_buf_text(&text), text.len);
	info->fields = calloc(text.len / 3 + 1, sizeof(*info->fields));
	if (!copy || !info->fields) {
		hf_fail_memory(err);
		goto out;
	}
	while ((line = strsep(&copy, "\n")) && *line) {
		char *value = strstr(line, ": ");

		if (!value)
			continue;
		*value = '\0';
		info->fields[info->n++] = (struct hf_info_field){
			.label = line, .value = value + 2 };
	}
	bag->has_info = true;
	ret = add_file(bag, "bag-info.txt", text.len, err);
out:
	hf_buf_release(&text);
	return ret;
}

static int add_record(struct hf_bag *bag, struct hf_error *err)
{
	static const char *const names[] = {
		HF_RECORD_IN_PACKAGE, HF_PREMIS_IN_PACKAGE, HF_DC_IN_PACKAGE,
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (add_file(bag, names[i], 0, err) < 0)
			return -1;
	}
	return 0;
}

/* The bag as reading it would yield it, if it were written already. */
static int foresee(struct hf_bag *bag, const struct hf_plan *plan,
		   const struct hf_create_options *options,
		   const struct hf_meeting_algs *algs, struct hf_error *err)
{
	hf_declaration_init(&bag->declaration);
	bag->declaration.found = true;
	bag->declaration.supported = true;
	bag->info_name = hf_declaration_info_name(&bag->declaration);
	bag->has_data = true;
	bag->manifests = calloc(2 * HF_ALG_COUNT, sizeof(*bag->manifests));
	if (!bag->manifests)
		return hf_fail_memory(err);
	if (hf_inventory_new(&bag->inventory, err) < 0 ||
	    add_file(bag, "bagit.txt", 0, err) < 0 ||
	    add_payload(bag, plan, err) < 0 ||
	    add_manifests(bag, algs->payload, false, err) < 0 ||
	    add_manifests(bag, algs->tag, true, err) < 0)
		return -1;
	if (plan->record && add_record(bag, err) < 0)
		return -1;
	return add_info(bag, plan, options, err);
}

int hf_meeting_check(struct hf_plan *plan,
		     const struct hf_create_options *options,
		     const struct hf_meeting_algs *algs, struct hf_sink *sink,
		     struct hf_error *err)
{
	struct hf_profile_set set;
	struct hf_policy policy;
	struct hf_judge judge;
	struct hf_bag *bag;
	int ret;

	/* What cannot be packaged at all is said; the rest is for then. */
	if (!options->profiles || !options->profiles->n || plan->refused)
		return 0;
	bag = calloc(1, sizeof(*bag));
	if (!bag)
		return hf_fail_memory(err);
	set = *options->profiles;
	set.folder = NULL;
	hf_policy_init(&policy, false);
	hf_judge_init(&judge, &policy, sink);
	ret = foresee(bag, plan, options, algs, err);
	if (ret == 0)
		ret = hf_profiles_check(&set, bag, HF_SERIALIZED_LATER,
					&judge.sink, err);
	plan->refused += judge.count[HF_ERROR];
	hf_bag_free(bag);
	return ret;
}
