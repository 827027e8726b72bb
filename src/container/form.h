/* The forms in which a bag can be packed into one file. */
#ifndef HF_CONTAINER_FORM_H
#define HF_CONTAINER_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/api.h"

/* Tar (POSIX pax) as it is or compressed as a whole, and zip. */
enum hf_pack_form {
	HF_PACK_TAR, HF_PACK_TAR_GZ, HF_PACK_TAR_BZ2, HF_PACK_TAR_XZ,
	HF_PACK_TAR_ZST, HF_PACK_ZIP,
	HF_PACK_FORM_COUNT,
};

/* The form that the ending of a file's name asks for; false if none. */
HF_API bool hf_pack_form_parse(const char *path,
			       enum hf_pack_form *form_ret);
/* The length of a file's name without such an ending; all of it without one. */
HF_API size_t hf_pack_stem(const char *name);
/* "tar.zst" */
HF_API const char *hf_pack_form_name(enum hf_pack_form form);

#endif
