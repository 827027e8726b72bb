#include "fetch/transfer.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/chars.h"
#include "base/text.h"
#include "fetch/address.h"

#define REDIRECTS_MAX		10
#define HEADERS_MAX		(256u * 1024)
#define PASS_OVER_MAX		(64u * 1024)
#define SLOWEST			1024	/* octets a second */
#define RETRY_AFTER_MAX		120	/* seconds */

/* --- What libcurl calls. --- */

/*
 * The address that is connected to, whatever a name was resolved to before, and
 * whoever redirected to it.
 */
static curl_socket_t open_socket(void *ctx, curlsocktype purpose,
				 struct curl_sockaddr *address)
{
	struct hf_transfer *t = ctx;
	const struct sockaddr_in *in = (const void *)&address->addr;
	const struct sockaddr_in6 *in6 = (const void *)&address->addr;

	(void)purpose;
	if (!t->options->rules.allow_private &&
	    !hf_address_is_public(&address->addr, address->addrlen)) {
		if (!inet_ntop(address->family, address->family == AF_INET6
			       ? (const void *)&in6->sin6_addr
			       : (const void *)&in->sin_addr,
			       t->refused, sizeof(t->refused)))
			snprintf(t->refused, sizeof(t->refused), "unknown");
		return CURL_SOCKET_BAD;
	}
	return socket(address->family, address->socktype | SOCK_CLOEXEC,
		      address->protocol);
}

static long status_of(const struct hf_transfer *t)
{
	long status = 0;

	hf_curl.easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
	return status;
}

static size_t take_header(char *data, size_t one, size_t size, void *ctx)
{
	struct hf_transfer *t = ctx;

	(void)data;
	(void)one;
	t->header_octets += size;
	if (t->header_octets <= HEADERS_MAX)
		return size;
	t->stop = HF_STOP_HEADERS;
	return 0;
}

/* Whether Content-Range begins where we asked for (RFC 9110, 14.4). */
static bool is_asked_range(const struct hf_transfer *t)
{
	static const char unit[] = "bytes ";
	struct curl_header *header;
	const char *text;
	uint64_t from;

	if (hf_curl.easy_header(t->easy, "Content-Range", 0, CURLH_HEADER, -1,
				&header) != CURLHE_OK ||
	    strncmp(header->value, unit, sizeof(unit) - 1) != 0)
		return false;
	text = header->value + sizeof(unit) - 1;
	return hf_parse_uint64(text, strcspn(text, "-"), &from) &&
	       from == t->asked_from;
}

static bool stop(struct hf_transfer *t, enum hf_stop why)
{
	t->stop = why;
	return false;
}

static bool ours(struct hf_transfer *t, int ret)
{
	return ret == 0 ? true : stop(t, HF_STOP_OURS);
}

/*
 * The headers are there, and the first octet of the body: is it what was asked
 * for, and from where on?  A server that knows no ranges sends all of it.
 */
static bool begin_body(struct hf_transfer *t)
{
	struct hf_part *part = &t->hole->part;
	long status = status_of(t);
	curl_off_t length = -1;

	t->begun = true;
	if (status == 206 && (!t->asked_from || !is_asked_range(t)))
		return stop(t, HF_STOP_RANGE);
	if (status == 200 && part->size) {
		t->hole->continued = t->hole->begun_before = false;
		if (!ours(t, hf_part_restart(part, t->site->err)))
			return false;
	}
	t->hole->continued |= part->size != 0;
	hf_curl.easy_getinfo(t->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
	if (length >= 0 && (uint64_t)length > t->hole->most - part->size) {
		t->length = part->size + (uint64_t)length;
		return stop(t, HF_STOP_TOO_LONG);
	}
	return true;
}

/* What is sent with a refusal or a redirect: not read without end. */
static size_t pass_over(struct hf_transfer *t, size_t size)
{
	t->passed_over += size;
	if (t->passed_over <= PASS_OVER_MAX)
		return size;
	stop(t, HF_STOP_STATUS);
	return 0;
}

static bool is_good(long status)
{
	return status == 200 || status == 206;
}

static size_t take_body(char *data, size_t one, size_t size, void *ctx)
{
	struct hf_transfer *t = ctx;
	struct hf_part *part = &t->hole->part;

	(void)one;
	if (!is_good(status_of(t)))
		return pass_over(t, size);
	if (!t->begun && !begin_body(t))
		return 0;
	if (size > t->hole->most - part->size) {
		t->length = part->size + size;
		stop(t, HF_STOP_TOO_LONG);
		return 0;
	}
	return ours(t, hf_part_append(part, data, size, t->site->err)) ? size
								       : 0;
}

/* --- Asking. --- */

int hf_transfer_init(struct hf_transfer *t,
		     const struct hf_fetch_options *options,
		     struct hf_site *site, const struct curl_blob *ca)
{
	*t = (struct hf_transfer){ .options = options, .site = site, .ca = ca };
	t->easy = hf_curl.easy_init();
	return t->easy ? 0 : hf_fail_memory(site->err);
}

void hf_transfer_release(struct hf_transfer *t)
{
	if (t->hole)
		hf_part_close(&t->hole->part);
	hf_curl.easy_cleanup(t->easy);
	hf_curl.url_cleanup(t->url);
	*t = (struct hf_transfer){ 0 };
}

static enum hf_next settled(int ret)
{
	return ret < 0 ? HF_NEXT_OURS : HF_NEXT_SETTLED;
}

/* Go to an address of a stranger's, if that may be. */
static enum hf_next go_to(struct hf_transfer *t, const char *text)
{
	bool redirected = t->redirects != 0;
	CURLU *url = NULL;
	const char *why = hf_address_judge(&t->options->rules, text, &url);

	if (why)
		return settled(hf_hole_give_up(t->site, t->hole,
					       HF_HOLE_REFUSED, "%s%s%s",
					       redirected ? text : why,
					       redirected ? ", to which it is redirected: " : "",
					       redirected ? why : ""));
	hf_curl.url_cleanup(t->url);
	t->url = url;
	return HF_NEXT_ASK;
}

/* All has come: compare it; what is wrong may be for what was kept. */
static enum hf_next settle(struct hf_transfer *t)
{
	int ret = hf_hole_settle(t->site, t->hole);

	return ret == 0 ? HF_NEXT_ASK : settled(ret);
}

/* Only its place was not given to it: the run was cut just then. */
static bool is_whole(const struct hf_hole *hole)
{
	return hole->part.there && hole->part.size == hole->entry->length;
}

enum hf_next hf_transfer_take(struct hf_transfer *t, struct hf_hole *hole)
{
	enum hf_next next;

	t->hole = hole;
	t->tries = t->redirects = 0;
	t->best = hole->part.size;
	t->waits = false;
	next = go_to(t, hole->entry->url);
	if (next != HF_NEXT_ASK || !is_whole(hole))
		return next;
	if (hf_part_open(&hole->part, t->site->beside, t->site->err) < 0)
		return HF_NEXT_OURS;
	return settle(t);
}

struct setting {
	CURLoption option;
	long value;
};

static CURLcode set_numbers(struct hf_transfer *t)
{
	long timeout = (long)t->options->timeout;
	const struct setting settings[] = {
		{ CURLOPT_NOSIGNAL, 1 },
		{ CURLOPT_NETRC, CURL_NETRC_IGNORED },
		{ CURLOPT_FOLLOWLOCATION, 0 },	/* each is judged by go_to() */
		{ CURLOPT_HTTP09_ALLOWED, 0 },
		{ CURLOPT_SSL_VERIFYPEER, 1 },
		{ CURLOPT_SSL_VERIFYHOST, 2 },
		{ CURLOPT_CONNECTTIMEOUT, timeout },
		{ CURLOPT_LOW_SPEED_LIMIT, SLOWEST },
		{ CURLOPT_LOW_SPEED_TIME, timeout },
	};
	CURLcode code = CURLE_OK;

	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
		if (!code)
			code = hf_curl.easy_setopt(t->easy, settings[i].option,
						   settings[i].value);
	}
	return code;
}

static CURLcode set_rest(struct hf_transfer *t)
{
	CURL *easy = t->easy;
	CURLcode code = CURLE_OK;
	char range[32];

#define set(option, value)						\
	(code = code ? code : hf_curl.easy_setopt(easy, (option), (value)))
	set(CURLOPT_CURLU, t->url);
	/* A second lock behind hf_address_judge(). */
	set(CURLOPT_PROTOCOLS_STR, "http,https");
	set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
	/* A proxy would connect in our place, where we cannot see to what. */
	set(CURLOPT_PROXY, "");
	set(CURLOPT_USERAGENT, "holdfast/" HOLDFAST_VERSION);
	set(CURLOPT_OPENSOCKETFUNCTION, open_socket);
	set(CURLOPT_OPENSOCKETDATA, t);
	set(CURLOPT_HEADERFUNCTION, take_header);
	set(CURLOPT_HEADERDATA, t);
	set(CURLOPT_WRITEFUNCTION, take_body);
	set(CURLOPT_WRITEDATA, t);
	set(CURLOPT_ERRORBUFFER, t->trouble);
	set(CURLOPT_PRIVATE, t);
	if (t->ca) {
		set(CURLOPT_CAINFO_BLOB, t->ca);
		set(CURLOPT_CAPATH, NULL);
	}
	if (t->asked_from) {
		snprintf(range, sizeof(range), "%" PRIu64 "-", t->asked_from);
		set(CURLOPT_RANGE, range);
	}
#undef set
	return code;
}

int hf_transfer_ready(struct hf_transfer *t)
{
	struct hf_part *part = &t->hole->part;
	CURLcode code;

	if (part->fd < 0 &&
	    hf_part_open(part, t->site->beside, t->site->err) < 0)
		return -1;
	t->asked_from = part->size;
	t->begun = false;
	t->stop = HF_STOP_NONE;
	t->header_octets = t->passed_over = 0;
	t->refused[0] = t->trouble[0] = '\0';
	hf_curl.easy_reset(t->easy);
	code = set_numbers(t);
	if (!code)
		code = set_rest(t);
	if (code)
		return hf_fail(t->site->err, HF_ELIB,
			       "cannot prepare to fetch '%s': %s",
			       hf_shown(part->path), hf_curl.easy_strerror(code));
	return 0;
}

/* --- What came of it. --- */

static enum hf_next give_up(struct hf_transfer *t, const char *what)
{
	return settled(hf_hole_give_up(t->site, t->hole, HF_HOLE_FAILED, "%s",
				       what));
}

/*
 * It has not come, and may yet: count the tries since it last got further.  A
 * mebibyte is far enough; who sends an octet at a time is not waited for.
 */
static enum hf_next retry(struct hf_transfer *t, const char *what)
{
	enum hf_next next;

	if (t->hole->part.size >= t->best + (1u << 20)) {
		t->best = t->hole->part.size;
		t->tries = 0;
	}
	if (t->tries++ >= t->options->retries)
		return give_up(t, what);
	t->redirects = 0;
	next = go_to(t, t->hole->entry->url);
	return next == HF_NEXT_ASK ? HF_NEXT_RETRY : next;
}

/* What was kept of it is of no use for this server. */
static enum hf_next retry_whole(struct hf_transfer *t, const char *what)
{
	t->hole->continued = t->hole->begun_before = false;
	if (hf_part_restart(&t->hole->part, t->site->err) < 0)
		return HF_NEXT_OURS;
	return retry(t, what);
}

static enum hf_next judge_whole(struct hf_transfer *t)
{
	uint64_t length = t->hole->entry->length;
	curl_off_t stated = -1;

	/* Where nobody said how much was to come, it may have been cut. */
	hf_curl.easy_getinfo(t->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &stated);
	if (length != HF_LENGTH_UNKNOWN && t->hole->part.size < length) {
		if (stated < 0 && t->tries < t->options->retries)
			return retry(t, "it ends early");
		return settled(hf_hole_wrong_length(t->site, t->hole,
						    t->hole->part.size));
	}
	return settle(t);
}

static enum hf_next judge_too_long(struct hf_transfer *t)
{
	if (t->hole->entry->length != HF_LENGTH_UNKNOWN)
		return settled(hf_hole_wrong_length(t->site, t->hole,
						    t->length));
	return settled(hf_hole_give_up(t->site, t->hole, HF_HOLE_REFUSED,
				       "fetch.txt does not state its length, and it is longer than %" PRIu64 " octets, the most that is allowed then",
				       t->options->max_octets));
}

static enum hf_next judge_redirect(struct hf_transfer *t)
{
	char *target = NULL;
	enum hf_next next;

	if (t->redirects++ >= REDIRECTS_MAX)
		return give_up(t, "the server redirects without end");
	hf_curl.easy_getinfo(t->easy, CURLINFO_REDIRECT_URL, &target);
	if (!target)
		return give_up(t, "the server redirects to no address");
	/* libcurl's own text dies with the next exchange. */
	target = strdup(target);
	if (!target)
		return hf_fail_memory(t->site->err);
	next = go_to(t, target);
	free(target);
	return next;
}

static bool is_redirect(long status)
{
	return status == 301 || status == 302 || status == 303 ||
	       status == 307 || status == 308;
}

/* Those by which a server says that it may answer another time. */
static bool is_passing(long status)
{
	return status == 408 || status == 425 || status == 429 ||
	       status == 500 || (status >= 502 && status <= 504);
}

static enum hf_next judge_status(struct hf_transfer *t, long status,
				 double *wait)
{
	char what[80];
	curl_off_t after = 0;

	if (is_good(status))
		return judge_whole(t);
	if (is_redirect(status))
		return judge_redirect(t);
	snprintf(what, sizeof(what), "the server answered %ld", status);
	/* Nothing behind what is there: so that is all, or of another file. */
	if (status == 416 && t->asked_from)
		return settle(t);
	if (!is_passing(status))
		return give_up(t, what);
	hf_curl.easy_getinfo(t->easy, CURLINFO_RETRY_AFTER, &after);
	if (after > RETRY_AFTER_MAX) {
		snprintf(what, sizeof(what),
			 "the server answered %ld, come again in %" PRId64 " s",
			 status, (int64_t)after);
		return give_up(t, what);
	}
	*wait = (double)after;
	return retry(t, what);
}

/* Trouble on the way, that may pass. */
static bool is_passing_trouble(CURLcode result)
{
	switch (result) {
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_CONNECT:
	case CURLE_PARTIAL_FILE:
	case CURLE_OPERATION_TIMEDOUT:
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_GOT_NOTHING:
	case CURLE_SEND_ERROR:
	case CURLE_RECV_ERROR:
	case CURLE_HTTP2:
	case CURLE_HTTP2_STREAM:
		return true;
	default:
		return false;
	}
}

static enum hf_next judge_trouble(struct hf_transfer *t, CURLcode result)
{
	const char *text = *t->trouble ? t->trouble
				       : hf_curl.easy_strerror(result);

	if (result == CURLE_OUT_OF_MEMORY)
		return hf_fail_memory(t->site->err);
	if (result == CURLE_SSL_CACERT_BADFILE)
		return hf_fail(t->site->err, HF_EUSAGE,
			       "the certificates to be trusted cannot be used: %s",
			       hf_shown(text));
	if (result == CURLE_COULDNT_CONNECT && *t->refused)
		return settled(hf_hole_give_up(
				t->site, t->hole, HF_HOLE_REFUSED,
				"its host is at %s, which is not a public address",
				t->refused));
	return is_passing_trouble(result) ? retry(t, text) : give_up(t, text);
}

enum hf_next hf_transfer_judge(struct hf_transfer *t, CURLcode result,
			       double *wait)
{
	static const char strange[] =
		"the server sent something else than was asked for";
	bool heard = result == CURLE_OK || t->stop == HF_STOP_STATUS;
	long status = status_of(t);

	*wait = 0;
	/* An empty body: take_body() was never called. */
	if (result == CURLE_OK && is_good(status) && !t->begun)
		begin_body(t);
	switch (t->stop) {
	case HF_STOP_OURS:
		return HF_NEXT_OURS;
	case HF_STOP_TOO_LONG:
		return judge_too_long(t);
	case HF_STOP_HEADERS:
		return give_up(t, "the server's headers have no end");
	case HF_STOP_RANGE:
		return retry_whole(t, strange);
	case HF_STOP_STATUS:
	case HF_STOP_NONE:
		break;
	}
	return heard ? judge_status(t, status, wait) : judge_trouble(t, result);
}
