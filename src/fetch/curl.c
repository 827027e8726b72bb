#include "fetch/curl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

#include "base/text.h"

#define LIBRARY "libcurl.so.4"

struct hf_curl hf_curl;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static const char *missing;	/* what could not be had; NULL: nothing */

/* POSIX lets a data pointer hold a function's; ISO C knows no cast for it. */
static void find(void *library, const char *name, void *pointer)
{
	void *found = dlsym(library, name);

	if (!found)
		missing = name;
	memcpy(pointer, &found, sizeof(found));
}

static void open_once(void)
{
	void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);

	if (!library) {
		missing = LIBRARY;
		return;
	}
#define FIND(name) find(library, "curl_" #name, &hf_curl.name);
	HF_CURL_FUNCTIONS(FIND)
#undef FIND
}

int hf_curl_open(struct hf_error *err)
{
	pthread_once(&once, open_once);
	if (!missing)
		return 0;
	return hf_fail(err, HF_ELIB,
		       "nothing can be fetched without libcurl, and here there is no %s: install it (Debian: libcurl4)",
		       missing);
}
