#include "bag/recheck.h"

#include <errno.h>

#include "bag/tagfile.h"

#define CHUNK	(16 * 1024)

void hf_tell_second_differs(struct hf_sink *sink, const char *path)
{
	hf_found(sink, CHANGED_DURING_READ, .path = path,
		 .detail = "two reads of it gave different digests; the second, by OpenSSL, was right; if that is so again, have OpenSSL compute all of them (--engine=openssl)");
}

void hf_tell_not_computed(struct hf_sink *sink, const char *path)
{
	hf_found(sink, UNREADABLE, .path = path,
		 .detail = "its digest could not be computed");
}

/* The next bytes: how many, 0 at the end, or -1 where that was told. */
static ssize_t read_some(struct hf_source_stream *stream, unsigned char *chunk,
			 const char *path, struct hf_sink *sink)
{
	ssize_t n;

	do {
		n = hf_source_stream_read(stream, chunk, CHUNK);
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		hf_tell_read_error(sink, path, stream->at, errno);
	return n;
}

bool hf_digest_again(struct hf_source_stream *stream, const char *path,
		     hf_alg_set algs, struct hf_sink *sink,
		     struct hf_digests *digests)
{
	struct hf_digester *digester = NULL;
	unsigned char chunk[CHUNK];
	struct hf_error err;
	bool computed;
	ssize_t n = 0;

	computed = hf_digester_new(&digester, algs, &err) == 0;
	while (computed && (n = read_some(stream, chunk, path, sink)) > 0)
		computed = hf_digester_update(digester, chunk, (size_t)n,
					      &err) == 0;
	if (computed && n == 0)
		computed = hf_digester_finish(digester, digests, &err) == 0;
	if (!computed)
		hf_tell_not_computed(sink, path);
	hf_digester_free(digester);
	return computed && n == 0;
}
