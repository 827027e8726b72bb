#include "bag/tagfile.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"

void hf_tell_unopened(struct hf_sink *sink, const char *path, int sys_errno)
{
	switch (sys_errno) {
	case ELOOP:
		hf_found(sink, SYMLINK_LEAVES_BAG, .path = path,
			 .detail = "a link stands where a file or folder should");
		break;
	case EFTYPE_NOT_REGULAR:
		hf_found(sink, SPECIAL_FILE, .path = path);
		break;
	case ESPIPE:
	case EARCHIVE_DAMAGED:
		hf_found(sink, ARCHIVE_NOT_SEEN, .path = path,
			 .detail = hf_source_errno_text(sys_errno));
		break;
	default:
		hf_found(sink, UNREADABLE, .path = path,
			 .detail = hf_errno_text(sys_errno));
	}
}

void hf_tell_read_error(struct hf_sink *sink, const char *path,
			uint64_t offset, int sys_errno)
{
	char detail[160];

	if (sys_errno == EARCHIVE_DAMAGED) {
		hf_found(sink, ARCHIVE_DAMAGED, .path = path,
			 .detail = "what is compressed of it does not unpack");
		return;
	}
	snprintf(detail, sizeof(detail), "%s at byte %" PRIu64,
		 hf_errno_text(sys_errno), offset);
	hf_found(sink, READ_ERROR, .path = path, .detail = detail);
}

int hf_tagfile_open(struct hf_tagfile *file, struct hf_source *source,
		    const char *name, const char *encoding,
		    struct hf_sink *sink, struct hf_error *err)
{
	int sys_errno;

	memset(file, 0, sizeof(*file));
	file->name = name;
	file->sink = sink;
	sys_errno = hf_source_stream_open(&file->stream, source, name);
	if (sys_errno) {
		hf_tell_unopened(sink, name, sys_errno);
		return 0;
	}
	if (hf_lines_new(&file->lines, encoding, hf_source_stream_read,
			 &file->stream, err) < 0) {
		hf_source_stream_close(&file->stream);
		return -1;
	}
	return 1;
}

void hf_tagfile_close(struct hf_tagfile *file)
{
	hf_lines_free(file->lines);
	hf_source_stream_close(&file->stream);
}

int hf_tagfile_next(struct hf_tagfile *file, struct hf_line *line,
		    struct hf_error *err)
{
	static const char bom[] = "\xef\xbb\xbf";

	for (;;) {
		int got = hf_lines_next(file->lines, line, err);

		if (got < 0 && err->code == HF_ESYS) {
			hf_tell_read_error(file->sink, file->name,
					   file->stream.at, err->sys_errno);
			file->failed = true;
			return 0;
		}
		if (got <= 0)
			return got;
		if (line->undecodable) {
			hf_found(file->sink, TAG_FILE_UNDECODABLE,
				 .path = file->name, .line = line->number);
			continue;
		}
		if (line->cut) {
			hf_found(file->sink, TAG_FILE_LINE_TOO_LONG,
				 .path = file->name, .line = line->number);
			continue;
		}
		if (line->number == 1 && line->len >= 3 &&
		    !memcmp(line->text, bom, 3)) {
			hf_found(file->sink, TAG_FILE_BOM, .path = file->name);
			line->text += 3;
			line->len -= 3;
		}
		return 1;
	}
}
