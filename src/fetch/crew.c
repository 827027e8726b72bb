#include "fetch/crew.h"

#include <fcntl.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/io.h"
#include "base/text.h"
#include "fetch/transfer.h"

#define CA_MAX		(16u << 20)
#define FIRST_WAIT	0.25	/* seconds, then twice as long each time */
#define LONGEST_WAIT	30.0
#define TURN		200	/* milliseconds between two looks at the clock */

struct crew {
	const struct hf_fetch_options *options;
	struct hf_site *site;
	struct hf_hole *holes;
	size_t n, next;			/* the first that nobody has taken */
	CURLM *multi;
	struct hf_transfer *transfers;
	unsigned int n_transfers, busy;
	struct hf_buf ca_text;
	struct curl_blob ca;
	uint64_t settled;		/* octets of holes that have an outcome */
	uint64_t total;
};

static int fail_multi(const struct crew *crew, CURLMcode code)
{
	return hf_fail(crew->site->err, HF_ELIB, "cannot fetch: %s",
		       hf_curl.multi_strerror(code));
}

static int begin_exchange(struct crew *crew, struct hf_transfer *t)
{
	CURLMcode code;

	t->waits = false;
	if (hf_transfer_ready(t) < 0)
		return -1;
	code = hf_curl.multi_add_handle(crew->multi, t->easy);
	return code ? fail_multi(crew, code) : 0;
}

static double backoff(const struct hf_transfer *t)
{
	double wait = FIRST_WAIT;

	for (unsigned int i = 1; i < t->tries && wait < LONGEST_WAIT; i++)
		wait *= 2;
	return wait < LONGEST_WAIT ? wait : LONGEST_WAIT;
}

static uint64_t expected_size(const struct hf_hole *hole)
{
	return hole->entry->length == HF_LENGTH_UNKNOWN ? hole->part.size
							: hole->entry->length;
}

/* What a transfer is to do next; where its hole is settled, it is free. */
static int go_on(struct crew *crew, struct hf_transfer *t, enum hf_next next,
		 double wait)
{
	switch (next) {
	case HF_NEXT_OURS:
		return -1;
	case HF_NEXT_ASK:
		return begin_exchange(crew, t);
	case HF_NEXT_RETRY:
		if (wait < backoff(t))
			wait = backoff(t);
		t->waits = true;
		t->until = hf_clock_elapsed() + wait;
		return 0;
	case HF_NEXT_SETTLED:
		break;
	}
	crew->settled += expected_size(t->hole);
	t->hole = NULL;
	crew->busy--;
	return 0;
}

/* Give the transfers that are free something to do. */
static int hand_out(struct crew *crew)
{
	for (unsigned int i = 0; i < crew->n_transfers; i++) {
		struct hf_transfer *t = &crew->transfers[i];

		while (!t->hole && crew->next < crew->n) {
			struct hf_hole *hole = &crew->holes[crew->next++];

			if (hole->outcome != HF_HOLE_OPEN)
				continue;
			crew->busy++;
			if (go_on(crew, t, hf_transfer_take(t, hole), 0) < 0)
				return -1;
		}
		if (t->hole && t->waits && hf_clock_elapsed() >= t->until &&
		    begin_exchange(crew, t) < 0)
			return -1;
	}
	return 0;
}

/* Take what has ended. */
static int take_in(struct crew *crew)
{
	CURLMsg *message;
	int left;

	while ((message = hf_curl.multi_info_read(crew->multi, &left))) {
		CURLcode result = message->data.result;
		struct hf_transfer *t;
		enum hf_next next;
		double wait;

		if (message->msg != CURLMSG_DONE)
			continue;
		hf_curl.easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &t);
		hf_curl.multi_remove_handle(crew->multi, t->easy);
		next = hf_transfer_judge(t, result, &wait);
		if (go_on(crew, t, next, wait) < 0)
			return -1;
	}
	return 0;
}

static void show(const struct crew *crew)
{
	uint64_t done = crew->settled;

	if (!crew->options->progress)
		return;
	for (unsigned int i = 0; i < crew->n_transfers; i++) {
		if (crew->transfers[i].hole)
			done += crew->transfers[i].hole->part.size;
	}
	crew->options->progress(crew->options->progress_ctx, done,
				done > crew->total ? done : crew->total);
}

/* How long nothing can happen but on the network. */
static int turn(const struct crew *crew)
{
	double now = hf_clock_elapsed(), least = TURN;

	for (unsigned int i = 0; i < crew->n_transfers; i++) {
		const struct hf_transfer *t = &crew->transfers[i];
		double left = (t->until - now) * 1000;

		if (t->hole && t->waits && left < least)
			least = left;
	}
	return least > 1 ? (int)least : 1;
}

static int work(struct crew *crew)
{
	CURLMcode code = CURLM_OK;
	int running;

	if (hand_out(crew) < 0)
		return -1;
	while (!code && crew->busy) {
		code = hf_curl.multi_perform(crew->multi, &running);
		if (!code && (take_in(crew) < 0 || hand_out(crew) < 0))
			return -1;
		show(crew);
		if (!code && crew->busy)
			code = hf_curl.multi_poll(crew->multi, NULL, 0,
						  turn(crew), NULL);
	}
	return code ? fail_multi(crew, code) : 0;
}

/* Read here and not by libcurl: all files are opened through one table. */
static int read_ca(struct crew *crew, const char *path)
{
	int fd = hf_io->openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0), ret;

	if (fd < 0)
		return hf_fail(crew->site->err, HF_ESYS, "cannot open '%s'",
			       hf_shown(path));
	ret = hf_read_all(fd, &crew->ca_text, CA_MAX);
	if (ret < 0)
		hf_fail(crew->site->err, HF_ESYS, "cannot read '%s'",
			hf_shown(path));
	hf_close(fd);
	crew->ca = (struct curl_blob){
		(void *)hf_buf_text(&crew->ca_text), crew->ca_text.len,
		CURL_BLOB_NOCOPY };
	return ret;
}

static int prepare(struct crew *crew)
{
	unsigned int wanted = crew->options->transfers
			      ? crew->options->transfers : 1;
	const char *ca_file = crew->options->ca_file;

	for (size_t i = 0; i < crew->n; i++)
		crew->total += expected_size(&crew->holes[i]);
	if (ca_file && read_ca(crew, ca_file) < 0)
		return -1;
	if (wanted > crew->n)
		wanted = (unsigned int)crew->n;
	crew->multi = hf_curl.multi_init();
	crew->transfers = calloc(wanted, sizeof(*crew->transfers));
	if (!crew->multi || !crew->transfers)
		return hf_fail_memory(crew->site->err);
	for (; crew->n_transfers < wanted; crew->n_transfers++) {
		if (hf_transfer_init(&crew->transfers[crew->n_transfers],
				     crew->options, crew->site,
				     ca_file ? &crew->ca : NULL) < 0)
			return -1;
	}
	return 0;
}

static void release(struct crew *crew)
{
	for (unsigned int i = 0; i < crew->n_transfers; i++) {
		if (crew->transfers[i].hole)
			hf_curl.multi_remove_handle(crew->multi,
						    crew->transfers[i].easy);
		hf_transfer_release(&crew->transfers[i]);
	}
	free(crew->transfers);
	hf_curl.multi_cleanup(crew->multi);
	hf_buf_release(&crew->ca_text);
}

int hf_crew_run(const struct hf_fetch_options *options, struct hf_site *site,
		struct hf_hole *holes, size_t n)
{
	struct crew crew = {
		.options = options, .site = site, .holes = holes, .n = n,
	};
	int ret = -1;

	if (!n)
		return 0;
	if (hf_curl_open(site->err) < 0)
		return -1;
	if (hf_curl.global_init(CURL_GLOBAL_DEFAULT))
		return hf_fail(site->err, HF_ELIB,
			       "libcurl cannot be used");
	if (prepare(&crew) == 0)
		ret = work(&crew);
	release(&crew);
	hf_curl.global_cleanup();
	return ret;
}
