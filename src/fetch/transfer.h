/*
 * One exchange with a server: ask for a file, from where it was cut on, and
 * take what comes into a hole's part.  Everything that the server says is
 * bounded, and judged before it is believed.
 */
#ifndef HF_FETCH_TRANSFER_H
#define HF_FETCH_TRANSFER_H

#include <netinet/in.h>

#include "base/buf.h"
#include "fetch/complete.h"
#include "fetch/curl.h"
#include "fetch/hole.h"

struct hf_transfer {
	const struct hf_fetch_options *options;
	struct hf_site *site;
	const struct curl_blob *ca;	/* trust these alone; or NULL */

	CURL *easy;
	CURLU *url;			/* that is being asked */
	struct hf_hole *hole;		/* NULL: free for the next */
	unsigned int redirects;		/* of this exchange */
	unsigned int tries;		/* without getting further */
	uint64_t best;			/* how far it has got */
	bool waits;			/* for its turn to try again, at: */
	double until;

	/* Of the exchange that is going on. */
	uint64_t asked_from;		/* the octet from which it was asked */
	bool begun;			/* its first octet has come */
	size_t header_octets, passed_over;
	enum hf_stop {
		HF_STOP_NONE,
		HF_STOP_TOO_LONG,	/* length says how long */
		HF_STOP_HEADERS,	/* no end of headers */
		HF_STOP_RANGE,		/* not the range that was asked for */
		HF_STOP_STATUS,		/* the body of a refusal */
		HF_STOP_OURS,		/* site->err is set */
	} stop;
	uint64_t length;
	char refused[INET6_ADDRSTRLEN];	/* the address that may not be asked */
	char trouble[CURL_ERROR_SIZE];
};

/* What is to be done after an exchange. */
enum hf_next {
	HF_NEXT_OURS = -1,	/* we failed: site->err */
	HF_NEXT_SETTLED,	/* the hole has its outcome */
	HF_NEXT_ASK,		/* ask at once: a redirect */
	HF_NEXT_RETRY,		/* try again later; *@wait_ret at the least */
};

/* 0, or -1 with site->err. */
int hf_transfer_init(struct hf_transfer *transfer,
		     const struct hf_fetch_options *options,
		     struct hf_site *site, const struct curl_blob *ca);
void hf_transfer_release(struct hf_transfer *transfer);

/*
 * Begin with @hole.  Its address may be refused: then it has its outcome, and
 * SETTLED is yielded; otherwise ASK, and the exchange is to be begun.
 */
enum hf_next hf_transfer_take(struct hf_transfer *transfer,
			      struct hf_hole *hole);

/* Make transfer->easy ready to be run. 0, or -1 with site->err. */
int hf_transfer_ready(struct hf_transfer *transfer);

/* It has ended, with libcurl's @result. */
enum hf_next hf_transfer_judge(struct hf_transfer *transfer, CURLcode result,
			       double *wait_ret);

#endif
