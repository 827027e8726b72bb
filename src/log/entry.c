#include "log/entry.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/chars.h"
#include "base/stamp.h"
#include "base/text.h"

/* The last second of the year 9999: what a date of four digits can say. */
#define LATEST	INT64_C(253402300799)

static const char *const names[HF_ENTRY_LABELS] = {
	[HF_ENTRY_EVENT]	  = "Event",
	[HF_ENTRY_PACKAGE]	  = "Package",
	[HF_ENTRY_LOCATION]	  = "Location",
	[HF_ENTRY_SOURCE]	  = "Source",
	[HF_ENTRY_FORM]		  = "Form",
	[HF_ENTRY_AGENT]	  = "Agent",
	[HF_ENTRY_DATE]		  = "Date",
	[HF_ENTRY_FROM]		  = "From",
	[HF_ENTRY_TO]		  = "To",
	[HF_ENTRY_AUTHORITY]	  = "Authority",
	[HF_ENTRY_METHOD]	  = "Method",
	[HF_ENTRY_EVIDENCE]	  = "Evidence",
	[HF_ENTRY_GRADE]	  = "Grade",
	[HF_ENTRY_BAG_ROOT]	  = "Bag-Root",
	[HF_ENTRY_PREVIOUS_ROOT]  = "Previous-Root",
	[HF_ENTRY_FILES]	  = "Files",
	[HF_ENTRY_BYTES]	  = "Bytes",
	[HF_ENTRY_KEY]		  = "Key",
	[HF_ENTRY_PREVIOUS_KEY]	  = "Previous-Key",
	[HF_ENTRY_OUTCOME]	  = "Outcome",
	[HF_ENTRY_FINDINGS]	  = "Findings",
	[HF_ENTRY_FORCED]	  = "Forced",
	[HF_ENTRY_NOTE]		  = "Note",
};

/* Without these nobody knows what an entry says. */
static const enum hf_entry_label needed[] = { HF_ENTRY_EVENT, HF_ENTRY_AGENT };

const char *hf_entry_label_name(enum hf_entry_label label)
{
	return names[label];
}

static bool is_plain_ascii(const char *value, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if ((unsigned char)value[i] < 0x20 ||
		    (unsigned char)value[i] > 0x7e)
			return false;
	}
	return true;
}

/* UTF-8 without control characters, those of C1 (U+0080 to U+009F) included. */
static bool has_only_characters(const char *value, size_t len)
{
	while (len) {
		uint32_t code;
		size_t n = hf_utf8_decode(value, len, &code);

		if (!n || code < 0x20 || (code >= 0x7f && code <= 0x9f))
			return false;
		value += n;
		len -= n;
	}
	return true;
}

/* NULL, or what is wrong with a value. */
static const char *value_fault(const char *value, size_t len)
{
	if (!len)
		return "has no value";
	if (hf_is_blank(value[0]) || hf_is_blank(value[len - 1]))
		return "has a blank at an end of its value";
	if (!is_plain_ascii(value, len) && !has_only_characters(value, len))
		return "has a control character in its value, or what is not UTF-8";
	return NULL;
}

/* --- Writing --- */

static int check_labels(const struct hf_entry *entry, struct hf_error *err)
{
	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++) {
		if (!entry->at[needed[i]])
			return hf_fail(err, HF_EUSAGE,
				       "an entry of the log must have %s",
				       names[needed[i]]);
	}
	for (int i = 0; i < HF_ENTRY_LABELS; i++) {
		const char *value = entry->at[i];
		const char *fault = value ? value_fault(value, strlen(value))
					  : NULL;

		if (fault)
			return hf_fail(err, HF_EUSAGE,
				       "an entry of the log cannot be written: %s %s: '%s'",
				       names[i], fault, hf_shown(value));
	}
	if (entry->time < 0 || entry->time > LATEST)
		return hf_fail(err, HF_EUSAGE,
			       "an entry of the log cannot be of a time before 1970, or after the year 9999");
	return 0;
}

static void add_head(struct hf_buf *text, const struct hf_entry *entry)
{
	char prev[2 * HF_HASH_SIZE + 1] = "-";
	char time[HF_DATETIME_MAX];

	if (entry->number)
		hf_hex_encode(prev, entry->prev.at, HF_HASH_SIZE);
	hf_clock_datetime(entry->time, time);
	hf_buf_printf(text, "Entry: %" PRIu64 "\nPrev: %s\nTime: %s\n",
		      entry->number, prev, time);
}

int hf_entry_format(struct hf_buf *text, const struct hf_entry *entry,
		    struct hf_error *err)
{
	size_t before = text->len;

	if (check_labels(entry, err) < 0)
		return -1;
	add_head(text, entry);
	for (int i = 0; i < HF_ENTRY_LABELS; i++) {
		if (!entry->at[i])
			continue;
		hf_buf_adds(text, names[i]);
		hf_buf_adds(text, ": ");
		hf_buf_adds(text, entry->at[i]);
		hf_buf_addc(text, '\n');
	}
	hf_buf_addc(text, '\n');
	if (hf_buf_check(text, err) < 0)
		return -1;
	if (text->len - before > HF_ENTRY_MAX) {
		hf_fail(err, HF_EUSAGE,
			"an entry of the log cannot be longer than %d octets; this one would have %zu",
			HF_ENTRY_MAX, text->len - before);
		text->len = before;
		text->data[before] = '\0';
		return -1;
	}
	return 0;
}

/* --- Reading --- */

/* What is left to be read: lines, each now ended by a NUL. */
struct reading {
	char *at, *end;
	unsigned int line;
};

/*
 * The value of the next line if its label is @name, NUL-terminated; else NULL,
 * and nothing is taken.
 */
static char *take(struct reading *r, const char *name, size_t *len_ret)
{
	size_t name_len = strlen(name);
	char *value = r->at + name_len + 2, *lf;

	if ((size_t)(r->end - r->at) < name_len + 2 ||
	    memcmp(r->at, name, name_len) != 0 ||
	    r->at[name_len] != ':' || r->at[name_len + 1] != ' ')
		return NULL;
	lf = memchr(value, '\n', (size_t)(r->end - value));
	if (!lf)
		return NULL;
	*lf = '\0';
	*len_ret = (size_t)(lf - value);
	r->at = lf + 1;
	r->line++;
	return value;
}

static int wrong(const struct reading *r, struct hf_error *err,
		 const char *what)
{
	return hf_fail(err, HF_EFORMAT, "line %u of the entry %s", r->line + 1,
		       what);
}

static int read_number(struct reading *r, struct hf_entry *entry,
		       struct hf_error *err)
{
	size_t len;
	const char *value = take(r, "Entry", &len);

	if (!value || !hf_parse_uint64(value, len, &entry->number) ||
	    (*value == '0' && len > 1)) {
		r->line = 0;
		return wrong(r, err, "is not \"Entry: \" and a number");
	}
	return 0;
}

static bool is_lower_hex(const char *text, size_t len)
{
	return strspn(text, "0123456789abcdef") == len;
}

/* "-" in the first, a hash in every other. */
static int read_prev(struct reading *r, struct hf_entry *entry,
		     struct hf_error *err)
{
	size_t len;
	const char *value = take(r, "Prev", &len);
	bool good = value && (entry->number ?
		    is_lower_hex(value, len) &&
		    hf_hex_decode(entry->prev.at, HF_HASH_SIZE, value, len) :
		    len == 1 && *value == '-');

	if (good)
		return 0;
	r->line = 1;
	return wrong(r, err, entry->number ?
		     "is not \"Prev: \" and the hash of the entry before, in 64 small hexadecimal digits" :
		     "is not \"Prev: -\", as it is in the first");
}

/* The number that @n digits of @text are; false where one is none. */
static bool digits(const char *text, int n, int *value_ret)
{
	*value_ret = 0;
	for (int i = 0; i < n; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		*value_ret = *value_ret * 10 + (text[i] - '0');
	}
	return true;
}

static int days_in(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
				    31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return days[month - 1] + (month == 2 && leap);
}

/* Days from 1970-01-01; years begin in March, so that a leap day is the last. */
static int64_t days_since_1970(int year, int month, int day)
{
	int y = month > 2 ? year : year - 1;
	int m = month > 2 ? month - 3 : month + 9;

	return (int64_t)y * 365 + y / 4 - y / 100 + y / 400 +
	       (153 * m + 2) / 5 + day - 1 - 719468;
}

/* "2026-11-20T12:00:04Z" and nothing else. */
static bool read_datetime(const char *s, size_t len, int64_t *time_ret)
{
	int year, month, day, hour, minute, second;

	if (len != 20 || s[4] != '-' || s[7] != '-' || s[10] != 'T' ||
	    s[13] != ':' || s[16] != ':' || s[19] != 'Z' ||
	    !digits(s, 4, &year) || !digits(s + 5, 2, &month) ||
	    !digits(s + 8, 2, &day) || !digits(s + 11, 2, &hour) ||
	    !digits(s + 14, 2, &minute) || !digits(s + 17, 2, &second))
		return false;
	if (year < 1970 || month < 1 || month > 12 || day < 1 ||
	    day > days_in(year, month) || hour > 23 || minute > 59 ||
	    second > 59)
		return false;
	*time_ret = days_since_1970(year, month, day) * 86400 +
		    hour * 3600 + minute * 60 + second;
	return true;
}

static int read_time(struct reading *r, struct hf_entry *entry,
		     struct hf_error *err)
{
	size_t len;
	const char *value = take(r, "Time", &len);

	if (value && read_datetime(value, len, &entry->time))
		return 0;
	r->line = 2;
	return wrong(r, err,
		     "is not \"Time: \" and a time such as 2026-11-20T12:00:04Z");
}

/* Each label in the order of the enum, so that none comes twice. */
static int read_labels(struct reading *r, struct hf_entry *entry,
		       struct hf_error *err)
{
	int label = 0;

	for (; r->at < r->end; label++) {
		const char *fault;
		char *value = NULL;
		size_t len;

		while (label < HF_ENTRY_LABELS &&
		       !(value = take(r, names[label], &len)))
			label++;
		if (!value)
			return wrong(r, err,
				     "has no label of an entry, or not in its place");
		fault = value_fault(value, len);
		if (fault) {
			r->line--;
			return wrong(r, err, fault);
		}
		entry->at[label] = value;
	}
	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++) {
		if (!entry->at[needed[i]])
			return hf_fail(err, HF_EFORMAT, "the entry has no %s",
				       names[needed[i]]);
	}
	return 0;
}

int hf_entry_parse(struct hf_entry *entry, struct hf_buf *storage,
		   const char *text, size_t len, struct hf_error *err)
{
	struct reading r = { 0 };

	memset(entry, 0, sizeof(*entry));
	if (len > HF_ENTRY_MAX)
		return hf_fail(err, HF_EFORMAT,
			       "the entry is longer than %d octets",
			       HF_ENTRY_MAX);
	if (len < 2 || memcmp(text + len - 2, "\n\n", 2) != 0)
		return hf_fail(err, HF_EFORMAT,
			       "the entry does not end with an empty line");
	hf_buf_clear(storage);
	hf_buf_add(storage, text, len);
	if (hf_buf_check(storage, err) < 0)
		return -1;
	r.at = storage->data;
	r.end = storage->data + len - 1;
	if (read_number(&r, entry, err) < 0 || read_prev(&r, entry, err) < 0 ||
	    read_time(&r, entry, err) < 0 || read_labels(&r, entry, err) < 0)
		return -1;
	return 0;
}

/* Lines are long, and memchr() is several times as fast as memmem(). */
size_t hf_entry_length(const char *text, size_t len)
{
	const char *at = text, *end = text + len;

	while ((at = memchr(at, '\n', (size_t)(end - at)))) {
		if (++at < end && *at == '\n')
			return (size_t)(at - text) + 1;
	}
	return 0;
}
