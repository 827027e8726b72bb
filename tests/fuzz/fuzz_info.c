/* Any bytes as bag-info.txt, by 1.0 and by a draft, in some encoding. */
#include "fuzz.h"

#include "bag/info.h"
#include "finding/sink.h"
#include "memory_source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const encodings[] = { "UTF-8", "UTF-16",
						 "ISO-8859-1" };
	static struct memory_source source;
	static const char name[] = "bag-info.txt";
	bool final = choose(&data, &size, 2);
	const char *encoding = encodings[choose(&data, &size, 3)];
	struct hf_info info = { 0 };
	struct hf_findings list;
	struct hf_error err;
	unsigned long line = 0;

	memory_source_init(&source);
	memory_source_add(&source, HF_WALK_FILE, name, strlen(name),
			  (const char *)data, size);
	hf_findings_init(&list);
	must(hf_info_read(&info, &source.source, name, encoding, final,
			  &list.sink, &err) == 0);
	for (size_t i = 0; i < info.n; i++) {
		const struct hf_info_field *field = &info.fields[i];

		must(field->line > line);
		line = field->line;
		must(hf_info_get(&info, field->label));
	}
	if (info.has_oxum) {
		const char *oxum = hf_info_get(&info, "Payload-Oxum");
		uint64_t octets, files;

		must(oxum && hf_oxum_parse(oxum, &octets, &files));
		must(octets == info.oxum_octets && files == info.oxum_files);
	}
	for (size_t i = 0; i < list.n; i++)
		must(!strcmp(list.at[i].path, name));
	hf_info_release(&info);
	hf_findings_release(&list);
	return 0;
}
