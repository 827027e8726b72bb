/* A folder of profiles, to look one up by the identifier that a bag names. */
#ifndef HF_PROFILE_FOLDER_H
#define HF_PROFILE_FOLDER_H

#include "profile/profile.h"

struct hf_profile_folder {
	char *path;
	struct hf_profile **at;		/* sorted by the names of their files */
	size_t n, size;
	size_t strange;		/* files *.json without an identifier */
};

/*
 * Read every file *.json in the folder @path; not what lies in folders of it.
 * HF_ESYS if it, or one of them, cannot be read.  On success the caller owns
 * *@folder_ret.
 */
HF_API int hf_profile_folder_open(struct hf_profile_folder **folder_ret,
				  const char *path, struct hf_error *err);
/* With all profiles of it; NULL is allowed. */
HF_API void hf_profile_folder_free(struct hf_profile_folder *folder);

/* What a bag is to meet; zero-initialized is nothing. */
struct hf_profile_set {
	struct hf_profile **at;		/* each of these */
	size_t n;
	struct hf_profile_folder *folder;	/* and those of it that the bag names */
};

#endif
