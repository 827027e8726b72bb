/* One small file that is replaced as a whole, or not at all. */
#ifndef HF_BASE_REPLACE_H
#define HF_BASE_REPLACE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Write @size bytes at @data as the file @name of the open folder @dir, in the
 * place of what is there: under another name first (".NAME.holdfast-partial"),
 * then by one rename.  With @durable the file is synced before, and the folder
 * after it.  The permissions stay as they are.  What an earlier run left under the other name is removed; whoever
 * else replaces @name must be kept away by a lock of the caller's.
 *
 * 0; or -1 with errno.  *@renamed_ret, which may be NULL, says whether @name
 * is the new one: after a failure, it then is not known to outlast a power
 * failure.
 */
int hf_replace_file(int dir, const char *name, const void *data, size_t size,
		    bool durable, bool *renamed_ret);

#endif
