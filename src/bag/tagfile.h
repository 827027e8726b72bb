/*
 * What reading any tag file has in common: it is opened beneath the bag,
 * decoded line by line, and whatever keeps us from it is a finding.
 */
#ifndef HF_BAG_TAGFILE_H
#define HF_BAG_TAGFILE_H

#include "bag/source.h"
#include "base/lines.h"
#include "finding/finding.h"

struct hf_tagfile {
	const char *name;
	struct hf_source_stream stream;
	struct hf_lines *lines;
	struct hf_sink *sink;
	bool failed;		/* it was not read to its end */
};

/*
 * Open @name and decode it from @encoding.  Returns 1; 0 if it could not be
 * opened, which is then in the sink; -1 on error.
 */
int hf_tagfile_open(struct hf_tagfile *file, struct hf_source *source,
		    const char *name, const char *encoding,
		    struct hf_sink *sink, struct hf_error *err);
void hf_tagfile_close(struct hf_tagfile *file);

/*
 * The next line that can be parsed: a byte-order mark, undecodable text and
 * lines too long are told and passed over.  1, 0 at the end (also where
 * reading failed, which is told), or -1 on error.
 */
int hf_tagfile_next(struct hf_tagfile *file, struct hf_line *line_ret,
		    struct hf_error *err);

/* Tell that @path could not be opened or read for the reason @sys_errno. */
void hf_tell_unopened(struct hf_sink *sink, const char *path, int sys_errno);
void hf_tell_read_error(struct hf_sink *sink, const char *path,
			uint64_t offset, int sys_errno);

#endif
