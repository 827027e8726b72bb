/*
 * Any bytes as a zip: as a file, and from a pipe, of which it is kept whole.
 */
#include "fuzz.h"

#include "archive_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct outcome file, stream;

	verify_open_file(file_of(data, size), &file);
	if (size > PIPE_MOST)
		return 0;
	verify_open_file(pipe_of(data, size), &stream);
	must_agree(&file, &stream);
	/* It is the same file that is looked at. */
	must(file.told == stream.told && file.fixity == stream.fixity);
	return 0;
}
