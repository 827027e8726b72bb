/* How digests are computed: with how many threads, by what, and from where. */
#ifndef HF_DIGEST_ENGINE_OPTIONS_H
#define HF_DIGEST_ENGINE_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/api.h"

enum hf_engine_kind {
	HF_ENGINE_AUTO,		/* kernels of ours where the machine has them */
	HF_ENGINE_OPENSSL,	/* never those */
};

/* Whether to end before all is done. */
enum hf_engine_stop {
	HF_GO_ON,
	HF_FINISH,		/* what was begun, and begin nothing */
	HF_DROP,		/* what was begun, too */
};

/* All zero is the default. */
struct hf_engine_options {
	unsigned int jobs;		/* threads; 0: one per core we may use */
	enum hf_engine_kind engine;
	/*
	 * Read what the medium has and not what memory still has of it, by
	 * O_DIRECT; where a file system lacks that, what is cached of a file
	 * is dropped before it is read.
	 */
	bool from_medium;
	uint64_t limit_rate;		/* octets a second at most; 0: no bound */
};

/*
 * The @i-th kernel that HF_ENGINE_AUTO uses on this machine, in words; NULL
 * behind the last.  What no kernel computes, the library does.
 */
HF_API const char *hf_engine_kernel(size_t i);
/* That library, with its version: "OpenSSL 3.0.17". */
HF_API const char *hf_engine_library(void);

#endif
