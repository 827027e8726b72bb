/*
 * libcurl, opened when the first bag is completed.  It needs some thirty other
 * libraries, and they take two fifths of the time in which the program starts;
 * but most runs never ask a server for anything.
 */
#ifndef HF_FETCH_CURL_H
#define HF_FETCH_CURL_H

#include <curl/curl.h>

#include "base/error.h"

/* All that we call, without its curl_. */
#define HF_CURL_FUNCTIONS(each)						\
	each(easy_cleanup) each(easy_getinfo) each(easy_header)		\
	each(easy_init) each(easy_reset) each(easy_setopt)		\
	each(easy_strerror) each(free) each(global_cleanup)		\
	each(global_init) each(multi_add_handle) each(multi_cleanup)	\
	each(multi_info_read) each(multi_init) each(multi_perform)	\
	each(multi_poll) each(multi_remove_handle) each(multi_strerror)	\
	each(url) each(url_cleanup) each(url_get) each(url_set)

struct hf_curl {
#define POINTER(name) __typeof__(&curl_##name) name;
	HF_CURL_FUNCTIONS(POINTER)
#undef POINTER
};

/* Of use after hf_curl_open() has succeeded once. */
extern struct hf_curl hf_curl;

/* It stays open until the process ends. 0, or -1: HF_ELIB, it is not here. */
int hf_curl_open(struct hf_error *err);

#endif
