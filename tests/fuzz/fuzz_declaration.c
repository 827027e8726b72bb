/* Any bytes as bagit.txt. */
#include "fuzz.h"

#include "bag/declaration.h"
#include "base/lines.h"
#include "finding/sink.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hf_declaration declaration;
	struct hf_findings list;
	char *copy = malloc(size + !size);

	if (size)
		memcpy(copy, data, size);
	hf_findings_init(&list);
	hf_declaration_init(&declaration);
	hf_declaration_parse(&declaration, copy, size, &list.sink);

	must(memchr(declaration.encoding, '\0', HF_ENCODING_MAX));
	must(declaration.supported ==
	     hf_encoding_is_supported(declaration.encoding));
	must(declaration.major <= 9999 && declaration.minor <= 9999);
	must(strstr(hf_declaration_info_name(&declaration), "-info.txt"));
	/* What was not found is told; what is told is of this file. */
	if (!declaration.found)
		must(list.n > 0);
	if (!declaration.supported)
		must(hf_findings_count(&list, HF_ENCODING_UNSUPPORTED) == 1);
	for (size_t i = 0; i < list.n; i++)
		must(!strcmp(list.at[i].path, "bagit.txt"));
	hf_findings_release(&list);
	free(copy);
	return 0;
}
