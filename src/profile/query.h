/* What the library asks of profiles, and of a folder of them. */
#ifndef HF_PROFILE_QUERY_H
#define HF_PROFILE_QUERY_H

#include "profile/folder.h"
#include "profile/profile.h"

/* As hf_profile_open(), of @size octets of @text; @name stands for the file. */
int hf_profile_read(struct hf_profile **profile_ret, const char *name,
		    const char *text, size_t size, struct hf_sink *sink,
		    struct hf_error *err);

/* The order of tags, as of qsort(3). */
int hf_profile_by_label(const void *a, const void *b);

/* What is asked of @label, in any case; or NULL. */
struct hf_profile_tag *hf_profile_tag(const struct hf_profile *profile,
				      const char *label);

/* Whether two names of algorithms are the same by RFC 8493, 2.4. */
bool hf_profile_same_algorithm(const char *a, const char *b);

/* Whether @list names the algorithm @name. */
bool hf_profile_has_algorithm(const struct hf_profile *profile,
			      enum hf_profile_list list, const char *name);

/* Whether some pattern of @list matches @path; a list not given matches all. */
bool hf_profile_allows_path(const struct hf_profile *profile,
			    enum hf_profile_list list, const char *path);

/* Tag files that the standard names need no leave: bagit.txt, manifests... */
bool hf_profile_is_standard_file(const char *path);

/* "M.N", and nothing else. */
bool hf_profile_parse_version(const char *text, unsigned int *major_ret,
			      unsigned int *minor_ret);

/*
 * The first profile at or behind the index @from that has @identifier to the
 * letter; or n.
 */
size_t hf_profile_folder_find(const struct hf_profile_folder *folder,
			      const char *identifier, size_t from);

#endif
