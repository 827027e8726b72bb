/* Which copies of a package it may be copied from: by the log, and in order. */
#ifndef HF_REGISTER_SOURCES_H
#define HF_REGISTER_SOURCES_H

#include "register/custody.h"

/* A copy to copy from. */
struct hf_copy_source {
	const struct hf_location *location;
	char root[65];
};

struct hf_copy_sources {
	struct hf_copy_source *at;	/* places that are trusted more come first */
	size_t n, room;
	char newest[65];		/* the root that the log anchors */
};

/*
 * Gather the copies of @package that the log says are held, have its newest
 * root, and do not lie at the location @except; only that at @from, unless it
 * is NULL.  HF_EUSAGE where the register holds no such package.
 */
int hf_copy_sources_find(struct hf_copy_sources *sources_ret,
			 struct hf_custody *custody, const char *package,
			 const char *from, const struct hf_location *except,
			 struct hf_error *err);
void hf_copy_sources_release(struct hf_copy_sources *sources);

#endif
