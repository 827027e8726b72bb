/* Formats of archives, by the names that they go by (RFC 6838). */
#ifndef HF_PROFILE_MEDIA_H
#define HF_PROFILE_MEDIA_H

#include <stdbool.h>

/* Whether @text has the form of a media type, or is "*". */
bool hf_media_is_type(const char *text);

/*
 * Whether whoever accepts @accepted gets what he means with a file of @type:
 * they are the same in any case, or two names of one format, or @accepted has
 * a star for the one or the other part.
 */
bool hf_media_accepts(const char *accepted, const char *type);

#endif
