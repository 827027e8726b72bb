#include "report/json.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"

struct hf_json {
	json_t *object;
	bool failed;
};

static void set(struct hf_json *json, const char *name, json_t *value)
{
	if (json && json_object_set_new(json->object, name, value) < 0)
		json->failed = true;
}

struct hf_json *hf_json_begin(const char *type)
{
	struct hf_json *json = calloc(1, sizeof(*json));

	if (!json)
		return NULL;
	json->object = json_object();
	set(json, "type", json_string(type));
	return json;
}

void hf_json_bytes(struct hf_json *json, const char *name, const char *value,
		   size_t len)
{
	struct hf_buf text = { 0 };
	char *hex, key[64];

	if (!value)
		return;
	if (hf_utf8_is_valid(value, len)) {
		set(json, name, json_stringn(value, len));
		return;
	}
	hf_escape(&text, value, len);
	set(json, name, json_string(hf_buf_text(&text)));
	hf_buf_release(&text);

	hex = malloc(2 * len + 1);
	if (hex)
		hf_hex_encode(hex, (const unsigned char *)value, len);
	snprintf(key, sizeof(key), "%s_hex", name);
	set(json, key, hex ? json_string(hex) : NULL);
	free(hex);
}

void hf_json_text(struct hf_json *json, const char *name, const char *value)
{
	if (value)
		hf_json_bytes(json, name, value, strlen(value));
}

void hf_json_number(struct hf_json *json, const char *name, uint64_t value)
{
	set(json, name, json_integer((json_int_t)value));
}

void hf_json_flag(struct hf_json *json, const char *name, bool value)
{
	set(json, name, json_boolean(value));
}

void hf_json_append(struct hf_json *json, const char *name, const char *value)
{
	json_t *list;

	if (!json)
		return;
	list = json_object_get(json->object, name);
	if (!list) {
		set(json, name, json_array());
		list = json_object_get(json->object, name);
	}
	if (json_array_append_new(list, json_string(value)) < 0)
		json->failed = true;
}

void hf_json_free(struct hf_json *json)
{
	if (!json)
		return;
	json_decref(json->object);
	free(json);
}

int hf_json_end(struct hf_json *json, FILE *out)
{
	int ret = -1;

	if (!json)
		return -1;
	if (!json->failed &&
	    json_dumpf(json->object, out, JSON_COMPACT) == 0 &&
	    fputc('\n', out) != EOF)
		ret = 0;
	hf_json_free(json);
	return ret;
}

static void emit(struct hf_sink *sink, const struct hf_finding *f)
{
	struct hf_json_report *report = (struct hf_json_report *)sink;
	struct hf_json *json;

	if (hf_policy_severity(report->policy, f) < report->least)
		return;
	json = hf_json_begin("finding");
	hf_json_text(json, "bag", report->bag);
	hf_json_text(json, "finding", hf_finding_name(f->id));
	hf_json_text(json, "severity", hf_severity_name(
			hf_policy_severity(report->policy, f)));
	hf_json_text(json, "area", hf_area_name(hf_finding_area(f->id)));
	if (f->path)
		hf_json_bytes(json, "path", f->path,
			      f->path_len ? f->path_len : strlen(f->path));
	if (f->line)
		hf_json_number(json, "line", f->line);
	hf_json_text(json, "subject", f->subject);
	hf_json_text(json, "algorithm", f->algorithm);
	hf_json_text(json, "expected", f->expected);
	hf_json_text(json, "found", f->actual);
	hf_json_text(json, "detail", f->detail);
	hf_json_text(json, "message", hf_finding_text(f->id));
	hf_json_text(json, "remedy", hf_finding_remedy(f->id));
	if (hf_json_end(json, report->out) < 0)
		report->failed = true;
}

void hf_json_report_init(struct hf_json_report *report, FILE *out,
			 const struct hf_policy *policy)
{
	memset(report, 0, sizeof(*report));
	report->sink.emit = emit;
	report->out = out;
	report->policy = policy;
}
