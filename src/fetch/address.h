/*
 * Which addresses may be asked.  fetch.txt is a stranger's, and so is each
 * address that a server redirects to: nobody may make us knock at doors that
 * only we can reach (RFC 8493, 5.2).
 */
#ifndef HF_FETCH_ADDRESS_H
#define HF_FETCH_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

#include "fetch/complete.h"
#include "fetch/curl.h"

/*
 * Take @text apart, and judge its scheme and its host.  NULL: it may be asked,
 * and *@url_ret is what to hand to libcurl, so that what was judged is what is
 * asked; the caller cleans it up.  Otherwise the reason, in words.
 */
const char *hf_address_judge(const struct hf_fetch_rules *rules,
			     const char *text, CURLU **url_ret);

/*
 * Whether the whole Internet reaches the same thing at this address: not a
 * loopback, link-local, private, or otherwise special one, nor one of IPv6
 * that stands for such a one of IPv4 (RFC 6890 and its registries).
 */
bool hf_address_is_public(const struct sockaddr *address, size_t size);

#endif
