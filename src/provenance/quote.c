#include "provenance/quote.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bag/inventory.h"
#include "base/buf.h"
#include "base/text.h"
#include "digest/digester.h"
#include "provenance/digest.h"

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The quotation with white space folded, none at its ends. */
static void fold(struct hf_buf *buf, const char *quote)
{
	for (; *quote; quote++) {
		if (!is_space(*quote)) {
			hf_buf_addc(buf, *quote);
			continue;
		}
		if (buf->len && quote[strspn(quote, " \t\n\v\f\r")] &&
		    buf->data[buf->len - 1] != ' ')
			hf_buf_addc(buf, ' ');
	}
}

/*
 * Knuth, Morris and Pratt's search (1977): the file goes by once, and only
 * the quotation and its table of borders are kept.
 */
struct search {
	const char *text;
	size_t len;
	size_t *border;		/* of each prefix: its longest proper border */
	size_t at;		/* characters that match so far */
	bool after_space;
};

static void find_borders(struct search *search)
{
	size_t k = 0;

	for (size_t i = 1; i < search->len; i++) {
		while (k && search->text[i] != search->text[k])
			k = search->border[k - 1];
		k += search->text[i] == search->text[k];
		search->border[i] = k;
	}
}

/* Take one character of the file; true where the quotation ends. */
static bool step(struct search *search, char c)
{
	bool space = is_space(c);

	if (space && search->after_space)
		return false;
	search->after_space = space;
	if (space)
		c = ' ';
	while (search->at && c != search->text[search->at])
		search->at = search->border[search->at - 1];
	search->at += c == search->text[search->at];
	return search->at == search->len;
}

static int run(struct search *search, hf_read_fn *read, void *ctx,
	       bool *found_ret)
{
	char chunk[16 * 1024];

	for (;;) {
		ssize_t n = read(ctx, chunk, sizeof(chunk));

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? -1 : 0;
		for (ssize_t i = 0; i < n; i++) {
			if (step(search, chunk[i])) {
				*found_ret = true;
				return 0;
			}
		}
	}
}

int hf_quote_find(hf_read_fn *read, void *ctx, const char *quote,
		  bool *found_ret)
{
	struct search search = { 0 };
	struct hf_buf folded = { 0 };
	int ret = -1;

	fold(&folded, quote);
	search.text = hf_buf_text(&folded);
	search.len = folded.len;
	search.border = calloc(folded.len + 1, sizeof(*search.border));
	*found_ret = search.len == 0;
	if (folded.failed || !search.border) {
		errno = ENOMEM;
		goto out;
	}
	find_borders(&search);
	ret = *found_ret ? 0 : run(&search, read, ctx, found_ret);
out:
	free(search.border);
	hf_buf_release(&folded);
	return ret;
}

/* Payloads by their paths under data/: the first of each, plus one. */
struct payloads {
	const struct hf_record *record;
	struct hf_inventory *paths;	/* NULL: citations are paths themselves */
};

static int index_payloads(struct payloads *payloads,
			  const struct hf_record *record, struct hf_error *err)
{
	payloads->record = record;
	if (hf_inventory_new(&payloads->paths, err) < 0)
		return -1;
	for (size_t i = 0; i < record->n_payloads; i++) {
		const char *as = record->payloads[i].as;
		struct hf_file *file;
		uint32_t at;

		if (!as || !record->payloads[i].file)
			continue;
		at = hf_inventory_add(payloads->paths, as, strlen(as));
		if (at == HF_NO_FILE)
			return hf_fail_memory(err);
		file = hf_inventory_at(payloads->paths, at);
		if (!file->size)
			file->size = i + 1;
	}
	return 0;
}

/* Where the file that a claim cites is; NULL if no payload has that path. */
static const char *path_of_cite(const struct payloads *payloads,
				const char *cite)
{
	const char *as = cite + strlen("data/");
	uint32_t at;

	if (!payloads->paths)
		return cite;
	at = hf_inventory_find(payloads->paths, as, strlen(as));
	return at == HF_NO_FILE ? NULL : payloads->record->payloads[
		hf_inventory_at(payloads->paths, at)->size - 1].file;
}

/* The digests of a stream; what reading it left is in errno. */
static bool digest_stream(struct hf_source_stream *stream, hf_alg_set algs,
			  struct hf_digests *seen)
{
	struct hf_digester *digester;
	unsigned char chunk[16 * 1024];
	struct hf_error err;
	ssize_t n;

	errno = ENOMEM;
	if (hf_digester_new(&digester, algs, &err) < 0)
		return false;
	while ((n = hf_source_stream_read(stream, chunk, sizeof(chunk))) > 0) {
		if (hf_digester_update(digester, chunk, (size_t)n, &err) < 0)
			break;
	}
	if (n == 0 && hf_digester_finish(digester, seen, &err) < 0)
		n = -1;
	hf_digester_free(digester);
	return n == 0;
}

/*
 * Whether the open file has every digest that the claim gives for it.  -1 with
 * errno where that could not be seen.
 */
static int has_digests(struct hf_source_stream *stream,
		       const struct hf_claim *claim)
{
	unsigned char wanted[HF_DIGEST_MAX];
	struct hf_digests seen;
	hf_alg_set algs = 0;
	enum hf_alg alg;
	int same = 1;

	for (size_t i = 0; i < claim->digests.n; i++) {
		if (hf_digest_parse(claim->digests.at[i], &alg, wanted))
			algs |= HF_ALG_BIT(alg);
	}
	if (!digest_stream(stream, algs, &seen))
		return -1;
	for (size_t i = 0; same > 0 && i < claim->digests.n; i++) {
		if (hf_digest_parse(claim->digests.at[i], &alg, wanted) &&
		    memcmp(wanted, seen.of[alg], hf_alg_size(alg)) != 0)
			same = 0;
	}
	return same;
}

/* What was seen of the file that a claim cites. */
struct cited {
	int sys_errno;		/* why it was not seen, or 0 */
	bool changed;		/* it is not the one that was cited */
	bool found;		/* what is quoted stands in it */
};

/* Each look is from the beginning: what comes as a stream has only one. */
static void look_at(struct hf_source *source, const char *path,
		    const struct hf_claim *claim, struct cited *cited)
{
	struct hf_source_stream stream;
	int same;

	*cited = (struct cited){ .found = !claim->quote };
	if (claim->digests.n) {
		cited->sys_errno = hf_source_stream_open(&stream, source, path);
		if (cited->sys_errno)
			return;
		same = has_digests(&stream, claim);
		cited->sys_errno = same < 0 ? errno : 0;
		cited->changed = same == 0;
		hf_source_stream_close(&stream);
	}
	if (!claim->quote || cited->sys_errno || cited->changed)
		return;
	cited->sys_errno = hf_source_stream_open(&stream, source, path);
	if (cited->sys_errno)
		return;
	if (hf_quote_find(hf_source_stream_read, &stream, claim->quote,
			  &cited->found) < 0)
		cited->sys_errno = errno;
	hf_source_stream_close(&stream);
}

static bool check_claim(const struct payloads *payloads,
			const struct hf_claim *claim, struct hf_source *source,
			struct hf_sink *sink)
{
	const struct hf_record *record = payloads->record;
	const char *path = path_of_cite(payloads, claim->cite);
	struct cited cited = { 0 };

	if (path)
		look_at(source, path, claim, &cited);
	if (cited.changed)
		hf_found(sink, CITE_CHANGED, .path = record->name,
			 .line = claim->head.line, .subject = claim->head.id,
			 .actual = claim->cite);
	else if (!path || cited.sys_errno)
		hf_found(sink, CITE_UNREADABLE, .path = record->name,
			 .line = claim->head.line, .subject = claim->head.id,
			 .actual = claim->cite,
			 .detail = path ? hf_source_errno_text(cited.sys_errno) :
			 "no Payload of the record goes there");
	else if (!cited.found)
		hf_found(sink, QUOTE_NOT_FOUND, .path = record->name,
			 .line = claim->head.line, .subject = claim->head.id,
			 .expected = claim->quote, .detail = claim->cite);
	return cited.found && !cited.changed && !cited.sys_errno;
}

int hf_quotes_check(const struct hf_record *record, struct hf_source *source,
		    enum hf_payload_place place, struct hf_sink *sink,
		    size_t *wrong_ret, struct hf_error *err)
{
	struct payloads payloads = { .record = record };
	int ret = 0;

	*wrong_ret = 0;
	if (place != HF_IN_PACKAGE)
		ret = index_payloads(&payloads, record, err);
	for (size_t i = 0; ret == 0 && i < record->n_claims; i++) {
		const struct hf_claim *claim = &record->claims[i];

		if ((claim->quote || claim->digests.n) && claim->cite &&
		    !strncmp(claim->cite, "data/", 5))
			*wrong_ret += !check_claim(&payloads, claim, source,
						   sink);
	}
	hf_inventory_free(payloads.paths);
	return ret;
}
