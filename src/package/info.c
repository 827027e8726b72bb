#include "package/info.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "bag/writer.h"
#include "base/buf.h"
#include "base/chars.h"
#include "base/clock.h"
#include "base/stamp.h"
#include "base/text.h"
#include "profile/folder.h"

struct info {
	struct hf_buf *buf;
	const struct hf_create_options *options;
};

static bool is_given(const struct info *info, const char *label)
{
	for (size_t i = 0; i < info->options->n_info; i++) {
		if (!hf_ascii_casecmp(info->options->info[i].label, label))
			return true;
	}
	return false;
}

static void add(const struct info *info, const char *label, const char *value)
{
	if (value && !is_given(info, label))
		hf_info_line(info->buf, label, value);
}

/* The profiles that it meets: a bag may name several, each once. */
static void add_profiles(const struct info *info)
{
	static const char label[] = "BagIt-Profile-Identifier";
	const struct hf_create_options *options = info->options;

	for (size_t i = 0; options->profiles && i < options->profiles->n; i++) {
		const char *identifier = options->profiles->at[i]->identifier;
		bool given = !identifier;

		for (size_t k = 0; k < options->n_info && !given; k++)
			given = !hf_ascii_casecmp(options->info[k].label,
						  label) &&
				!strcmp(options->info[k].value, identifier);
		if (!given)
			hf_info_line(info->buf, label, identifier);
	}
}

static void add_record(const struct info *info, const struct hf_plan *plan)
{
	const struct hf_record *record = plan->record;

	for (size_t i = 0; i < record->n_works; i++) {
		const struct hf_work *work = &record->works[i];

		add(info, "External-Description", work->title);
		for (size_t j = 0; j < work->citations.n; j++)
			add(info, "External-Identifier", work->citations.at[j]);
		add(info, "Internal-Sender-Description", work->description);
	}
	add(info, "Internal-Sender-Identifier", plan->name);
}

int hf_package_info(struct hf_buf *buf, const struct hf_plan *plan,
		    const struct hf_create_options *options, uint64_t octets,
		    struct hf_error *err)
{
	struct info info = { .buf = buf, .options = options };
	char text[64], date[HF_DATE_MAX];
	int64_t now;

	if (hf_clock_now(&now, err) < 0)
		return -1;
	hf_clock_date(now, date);
	for (size_t i = 0; i < options->n_info; i++)
		hf_info_line(buf, options->info[i].label,
			     options->info[i].value);
	add_profiles(&info);
	if (plan->record)
		add_record(&info, plan);
	add(&info, "Bagging-Date", date);
	add(&info, "Bag-Software-Agent", options->software
		? options->software : "holdfast " HOLDFAST_VERSION);
	add(&info, "Bag-Size", hf_format_bytes(text, octets));
	snprintf(text, sizeof(text), "%" PRIu64 ".%zu", octets, plan->n_files);
	add(&info, "Payload-Oxum", text);
	return hf_buf_check(buf, err);
}
