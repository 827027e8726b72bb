#include "register/admission.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/io.h"
#include "base/text.h"
#include "register/evidence.h"
#include "register/replacing.h"

/* What is there already, by the log and by looking. */
struct standing {
	bool registered;		/* the package has a root */
	char newest[65];
	bool held;			/* by the log, at this place */
	char root[65];			/* that the log says is there */
	uint64_t origin;		/* the entry that says so */
	bool lies;			/* something lies there under its name */
	enum hf_held_form form;
	struct stat st;			/* of it, when it was read */
	struct hf_lying_bag bag;		/* that */
};

/* One admission. */
struct admitting {
	struct hf_custody *custody;
	struct hf_arrival *arrival;
	const struct hf_admission *admission;
	struct hf_sink *sink;
	struct hf_receipt *receipt;
	struct hf_error *err;
	struct standing standing;
	struct hf_log_place at;		/* of the entry that was added */
	int64_t time;
};

static const char *location_of(const struct admitting *a)
{
	return a->arrival->incoming.place->location->id;
}

static enum hf_held_form form_of_place(const struct admitting *a)
{
	return a->arrival->incoming.place->location->form;
}

static bool is_same(const char *root, const struct hf_arrival *arrival)
{
	return !strcmp(root, arrival->root.hex);
}

/* --- What is there already. --- */

static int look_into_log(struct admitting *a)
{
	struct standing *s = &a->standing;
	struct hf_catalogue *catalogue = a->custody->catalogue;
	struct hf_buf storage = { 0 };
	struct hf_held_copy copy;
	int there = hf_catalogue_root(catalogue, a->arrival->name, s->newest,
				      a->err);

	if (there < 0)
		return -1;
	s->registered = there > 0;
	there = hf_catalogue_copy(catalogue, a->arrival->name, location_of(a),
				  &copy, &storage, a->err);
	if (there > 0 && copy.fate == HF_FATE_HELD) {
		s->held = true;
		s->origin = copy.origin;
		snprintf(s->root, sizeof(s->root), "%s", copy.root);
	}
	hf_buf_release(&storage);
	return there < 0 ? -1 : 0;
}

/* Whether something lies there, and which it is. */
static int find_lying(struct admitting *a, struct standing *s)
{
	const struct hf_place *place = a->arrival->incoming.place;
	int there = hf_place_find(place, a->arrival->name, &s->form, a->err);
	char *name;

	s->lies = there > 0;
	if (there <= 0)
		return there;
	name = hf_lying_name(a->arrival->name, s->form);
	if (!name)
		return hf_fail_memory(a->err);
	if (hf_io->fstatat(place->dir, name, &s->st, AT_SYMLINK_NOFOLLOW) < 0)
		there = hf_fail(a->err, HF_ESYS, "cannot look at '%s/%s'",
				hf_shown(place->location->path),
				hf_shown(name));
	free(name);
	return there < 0 ? -1 : 0;
}

static int look_at_place(struct admitting *a)
{
	struct standing *s = &a->standing;

	if (find_lying(a, s) < 0)
		return -1;
	return !s->lies ? 0 : hf_lying_read(a->arrival->incoming.place,
					    a->arrival->name, s->form,
					    a->arrival->options, NULL, &s->bag,
					    a->err);
}

/* Every admission gives the name to another folder or file. */
static bool is_the_one(const struct standing *a, const struct standing *b)
{
	if (!a->lies || !b->lies)
		return a->lies == b->lies;
	return a->form == b->form && a->st.st_dev == b->st.st_dev &&
	       a->st.st_ino == b->st.st_ino &&
	       a->st.st_ctim.tv_sec == b->st.st_ctim.tv_sec &&
	       a->st.st_ctim.tv_nsec == b->st.st_ctim.tv_nsec;
}

/* Under the lock: what was read before it may be another by now. */
static int look_again(struct admitting *a)
{
	struct standing now = { 0 };

	if (find_lying(a, &now) < 0)
		return -1;
	if (is_the_one(&now, &a->standing))
		return 0;
	a->standing = (struct standing){ 0 };
	return look_at_place(a);
}

/* --- What the log is told. --- */

/* In the @form in which it lies there now. */
static int record_admission(struct admitting *a, enum hf_held_form form)
{
	const struct hf_arrival *arrival = a->arrival;
	const struct standing *s = &a->standing;
	char files[24], octets[24];
	struct hf_entry entry = { .at = {
		[HF_ENTRY_EVENT]	 = a->admission->event,
		[HF_ENTRY_PACKAGE]  = arrival->name,
		[HF_ENTRY_LOCATION] = location_of(a),
		[HF_ENTRY_SOURCE]   = a->admission->source,
		[HF_ENTRY_FORM]	    = hf_held_form_name(form),
		[HF_ENTRY_BAG_ROOT] = arrival->root.hex,
		[HF_ENTRY_FILES]	 = files,
		[HF_ENTRY_BYTES]	 = octets,
		[HF_ENTRY_OUTCOME]  = "pass",
		[HF_ENTRY_FINDINGS] = a->admission->findings,
		[HF_ENTRY_NOTE]	 = a->admission->note,
	} };

	snprintf(files, sizeof(files), "%" PRIu64, arrival->root.files);
	snprintf(octets, sizeof(octets), "%" PRIu64, arrival->root.octets);
	/* What the log says is there, and was not, or not sound: it is back. */
	if (s->held && is_same(s->root, arrival)) {
		entry.at[HF_ENTRY_EVENT] = "recovery";
		if (*s->bag.root.hex)
			entry.at[HF_ENTRY_PREVIOUS_ROOT] = s->bag.root.hex;
	} else if (s->held) {
		entry.at[HF_ENTRY_PREVIOUS_ROOT] = s->root;
	}
	if (!s->held && s->registered && !is_same(s->newest, arrival))
		entry.at[HF_ENTRY_PREVIOUS_ROOT] = s->newest;
	if (hf_custody_record(a->custody, &entry, &a->at, a->err) < 0)
		return -1;
	a->time = entry.time;
	return 0;
}

/* --- The decision. --- */

static int put_aside(struct hf_custody *custody, struct hf_arrival *arrival,
		     const char *from, const char *location,
		     struct hf_receipt *receipt, struct hf_error *err)
{
	const char *why;
	struct hf_buf findings = { 0 };
	struct hf_entry entry = { .at = {
		[HF_ENTRY_EVENT]	 = "quarantine",
		[HF_ENTRY_LOCATION] = location,
		[HF_ENTRY_OUTCOME]  = "fail",
	} };
	int ret = -1;

	if (hf_arrival_put_aside(arrival, from, "was not admitted", err) < 0)
		return -1;
	receipt->deed = HF_PUT_ASIDE;
	snprintf(receipt->quarantine, sizeof(receipt->quarantine), "%s",
		 arrival->incoming.id);
	hf_evidence_names(&findings, &arrival->findings, &arrival->policy);
	if (hf_package_name_is_good(arrival->name, &why))
		entry.at[HF_ENTRY_PACKAGE] = arrival->name;
	if (findings.len)
		entry.at[HF_ENTRY_FINDINGS] = hf_buf_text(&findings);
	if (hf_buf_check(&findings, err) == 0)
		ret = hf_custody_record(custody, &entry, &receipt->place, err);
	hf_buf_release(&findings);
	return ret;
}

int hf_refuse_arrival(struct hf_custody *custody, struct hf_arrival *arrival,
		      const char *from, struct hf_receipt *receipt,
		      struct hf_error *err)
{
	return put_aside(custody, arrival, from,
			 arrival->incoming.place->location->id, receipt, err);
}

/* Say why it may not come in, here and in the report beside it. */
static int refuse(struct admitting *a, const struct hf_finding *finding)
{
	hf_emit(&a->arrival->judge.sink, finding);
	hf_emit(a->sink, finding);
	return put_aside(a->custody, a->arrival, a->admission->from,
			 location_of(a), a->receipt, a->err);
}

static int refuse_other(struct admitting *a, const char *held,
			const char *detail)
{
	return refuse(a, &(struct hf_finding){
		.id = HF_HELD_OTHERWISE, .subject = a->arrival->name,
		.algorithm = "bag root", .expected = held,
		.actual = a->arrival->root.hex, .detail = detail });
}

/* It lies there, and the log says so: nothing need be done. */
static int already_held(struct admitting *a)
{
	hf_found(a->sink, ALREADY_HELD, .subject = a->arrival->name,
		 .detail = location_of(a));
	a->receipt->deed = HF_DONE_BEFORE;
	return 0;
}

/* What lies there goes into quarantine as this one comes out of it. */
static int replace(struct admitting *a)
{
	if (hf_replace_lying(a->arrival, a->admission->from, a->standing.form,
			     a->err) < 0)
		return -1;
	return record_admission(a, form_of_place(a));
}

static int decide(struct admitting *a)
{
	const struct hf_admission *admission = a->admission;
	const struct standing *s = &a->standing;
	const struct hf_arrival *arrival = a->arrival;

	if (s->registered && !is_same(s->newest, arrival) &&
	    !admission->new_version)
		return refuse_other(a, s->newest, "the newest version that the log knows");
	if (s->bag.sound && is_same(s->bag.root.hex, arrival)) {
		if (s->held && is_same(s->root, arrival))
			return already_held(a);
		/* A run was cut after it let this appear: the log lacks it. */
		return record_admission(a, s->form);
	}
	if (s->lies && !admission->replaces &&
	    !(admission->new_version && s->held))
		return refuse_other(a, s->bag.sound ? s->bag.root.hex
						    : "no sound bag",
				    "what lies at the location under that name");
	if (s->lies)
		return replace(a);
	if (hf_arrival_admit(a->arrival, a->err) < 0)
		return -1;
	return record_admission(a, form_of_place(a));
}

/* The proof is read from the whole log: nobody need wait for that. */
static int give_receipt(struct admitting *a)
{
	if (a->receipt->deed == HF_DONE_BEFORE)
		return hf_receipt_by_number(a->receipt, a->custody,
					    a->standing.origin, a->err);
	if (a->receipt->deed == HF_PUT_ASIDE)
		return 0;
	return hf_receipt_of(a->receipt, a->custody, &a->at, a->time, a->err);
}

int hf_admit(struct hf_custody *custody, struct hf_arrival *arrival,
	     const struct hf_admission *admission, struct hf_sink *sink,
	     struct hf_receipt *receipt, struct hf_error *err)
{
	struct admitting a = {
		.custody = custody, .arrival = arrival,
		.admission = admission, .sink = sink, .receipt = receipt,
		.err = err,
	};
	int ret = -1;

	snprintf(receipt->package, sizeof(receipt->package), "%s",
		 arrival->name);
	snprintf(receipt->root, sizeof(receipt->root), "%s",
		 arrival->root.hex);
	receipt->files = arrival->root.files;
	receipt->octets = arrival->root.octets;
	receipt->location = location_of(&a);
	/* What takes time is done before others are kept waiting. */
	if (look_at_place(&a) < 0 || hf_custody_lock(custody, sink, err) < 0)
		return -1;
	if (look_again(&a) == 0 && look_into_log(&a) == 0)
		ret = decide(&a);
	hf_custody_unlock(custody);
	return ret < 0 ? -1 : give_receipt(&a);
}
