/* Where folders and files are that register.txt names. */
#ifndef HF_REGISTER_PATHS_H
#define HF_REGISTER_PATHS_H

#include "base/arena_type.h"
#include "base/error.h"

/*
 * @path as an absolute one, from the absolute @folder, and without what says
 * nothing: "." and slashes too many.  NULL when out of memory.
 */
const char *hf_path_from(struct hf_arena *arena, const char *folder,
			 const char *path);

/* @path as an absolute one, from where we are. */
int hf_path_absolute(struct hf_arena *arena, const char *path,
		     const char **path_ret, struct hf_error *err);

/*
 * The path that @url is, or stands for (RFC 8089).  NULL, with *@why_ret in
 * words where it is neither; else memory ended, and *@why_ret is NULL.
 */
const char *hf_path_of_url(struct hf_arena *arena, const char *url,
			   const char **why_ret);

#endif
