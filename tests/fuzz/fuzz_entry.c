/* Entries of the log: what is read of any bytes is written as it was. */
#include "fuzz.h"

#include "base/buf.h"
#include "log/entry.h"

static void check(const char *text, size_t len)
{
	struct hf_buf storage = { 0 }, again = { 0 };
	struct hf_entry entry;
	struct hf_error err;

	if (hf_entry_parse(&entry, &storage, text, len, &err) == 0) {
		must(entry.at[HF_ENTRY_EVENT] && entry.at[HF_ENTRY_AGENT]);
		must(hf_entry_format(&again, &entry, &err) == 0);
		must(again.len == len && !memcmp(again.data, text, len));
		must(hf_entry_length(text, len) == len);
	} else {
		must(err.code == HF_EFORMAT);
	}
	hf_buf_release(&storage);
	hf_buf_release(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	size_t len;

	check(text, size);
	/* And one after the other, as a log has them. */
	while ((len = hf_entry_length(text, size))) {
		must(len <= size && !memcmp(text + len - 2, "\n\n", 2));
		check(text, len);
		text += len;
		size -= len;
	}
	return 0;
}
