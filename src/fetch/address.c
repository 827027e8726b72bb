#include "fetch/address.h"

#include <netinet/in.h>
#include <stdint.h>
#include <string.h>

#include "base/chars.h"
#include "base/text.h"

/* One host of the allow-list; ".example.org" is all that is beneath it. */
static bool host_matches(const char *allowed, const char *host)
{
	size_t len = strlen(host), want = strlen(allowed);

	if (*allowed != '.')
		return !hf_ascii_casecmp(allowed, host);
	return len > want && !hf_ascii_casecmp(host + len - want, allowed);
}

static bool host_is_allowed(const struct hf_fetch_rules *rules,
			    const char *host)
{
	for (size_t i = 0; i < rules->n_hosts; i++) {
		if (host_matches(rules->hosts[i], host))
			return true;
	}
	return !rules->n_hosts;
}

static bool scheme_is_allowed(const struct hf_fetch_rules *rules,
			      const char *scheme)
{
	unsigned int schemes = rules->schemes ? rules->schemes : ~0u;

	if (!hf_ascii_casecmp(scheme, "http"))
		return schemes & HF_SCHEME_HTTP;
	if (!hf_ascii_casecmp(scheme, "https"))
		return schemes & HF_SCHEME_HTTPS;
	return false;
}

static const char *judge(const struct hf_fetch_rules *rules, CURLU *url,
			 const char *text)
{
	char *scheme = NULL, *host = NULL;
	const char *why = NULL;

	if (hf_curl.url_set(url, CURLUPART_URL, text, CURLU_NON_SUPPORT_SCHEME) ||
	    hf_curl.url_get(url, CURLUPART_SCHEME, &scheme, 0))
		why = "it is no address that can be asked";
	else if (!scheme_is_allowed(rules, scheme))
		why = "its scheme is not allowed";
	else if (hf_curl.url_get(url, CURLUPART_HOST, &host, 0))
		why = "it names no host";
	else if (!host_is_allowed(rules, host))
		why = "its host is not among those that are allowed";
	hf_curl.free(scheme);
	hf_curl.free(host);
	return why;
}

const char *hf_address_judge(const struct hf_fetch_rules *rules,
			     const char *text, CURLU **url_ret)
{
	CURLU *url = hf_curl.url();
	const char *why = url ? judge(rules, url, text) : "out of memory";

	if (why)
		hf_curl.url_cleanup(url);
	else
		*url_ret = url;
	return why;
}

/* An address of IPv4 or IPv6 and how many of its first bits count. */
struct block {
	unsigned char bytes[16];
	unsigned int bits;
};

/* What IANA's registries hold not to be globally reachable. */
static const struct block special4[] = {
	{ { 0 }, 8 },			/* this network */
	{ { 10 }, 8 },			/* private */
	{ { 100, 64 }, 10 },		/* shared by a provider's customers */
	{ { 127 }, 8 },			/* loopback */
	{ { 169, 254 }, 16 },		/* link-local */
	{ { 172, 16 }, 12 },		/* private */
	{ { 192, 0, 0 }, 24 },		/* protocol assignments */
	{ { 192, 0, 2 }, 24 },		/* documentation */
	{ { 192, 88, 99 }, 24 },	/* relays of 6to4, withdrawn */
	{ { 192, 168 }, 16 },		/* private */
	{ { 198, 18 }, 15 },		/* benchmarks */
	{ { 198, 51, 100 }, 24 },	/* documentation */
	{ { 203, 0, 113 }, 24 },	/* documentation */
	{ { 224 }, 3 },			/* multicast, reserved, broadcast */
};

/* Of IPv6, only 2000::/3 is given out; within it: */
static const struct block global6 = { { 0x20 }, 3 };
static const struct block special6[] = {
	{ { 0x20, 0x01, 0x00 }, 23 },			/* Teredo and others */
	{ { 0x20, 0x01, 0x0d, 0xb8 }, 32 },		/* documentation */
	{ { 0x3f, 0xff, 0x00 }, 20 },			/* documentation */
};

/* Those that stand for one of IPv4, which begins at a byte. */
static const struct {
	struct block block;
	unsigned int at;
} embedding[] = {
	{ { { [10] = 0xff, [11] = 0xff }, 96 }, 12 },	/* IPv4-mapped */
	{ { { 0x00, 0x64, 0xff, 0x9b }, 96 }, 12 },	/* NAT64 */
	{ { { 0x20, 0x02 }, 16 }, 2 },			/* 6to4 */
};

static bool is_in(const struct block *block, const unsigned char *address)
{
	size_t whole = block->bits / 8;
	unsigned int left = block->bits % 8;

	return !memcmp(block->bytes, address, whole) &&
	       (!left || block->bytes[whole] >> (8 - left) ==
				 address[whole] >> (8 - left));
}

static bool is_public4(const unsigned char *address)
{
	for (size_t i = 0; i < sizeof(special4) / sizeof(special4[0]); i++) {
		if (is_in(&special4[i], address))
			return false;
	}
	return true;
}

static bool is_public6(const unsigned char *address)
{
	for (size_t i = 0; i < sizeof(embedding) / sizeof(embedding[0]); i++) {
		if (is_in(&embedding[i].block, address))
			return is_public4(address + embedding[i].at);
	}
	for (size_t i = 0; i < sizeof(special6) / sizeof(special6[0]); i++) {
		if (is_in(&special6[i], address))
			return false;
	}
	return is_in(&global6, address);
}

bool hf_address_is_public(const struct sockaddr *address, size_t size)
{
	const struct sockaddr_in *in = (const void *)address;
	const struct sockaddr_in6 *in6 = (const void *)address;

	if (address->sa_family == AF_INET && size >= sizeof(*in))
		return is_public4((const void *)&in->sin_addr);
	if (address->sa_family == AF_INET6 && size >= sizeof(*in6))
		return is_public6((const void *)&in6->sin6_addr);
	return false;
}
