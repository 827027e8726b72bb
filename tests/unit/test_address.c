#include "unit.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/un.h>

#include "fetch/address.h"

static const struct {
	const char *text;
	bool is_public;
} addresses[] = {
	{ "8.8.8.8", true }, { "1.1.1.1", true }, { "223.255.255.255", true },
	/* The first and the last of each block, and their neighbours. */
	{ "0.0.0.0", false }, { "0.255.255.255", false }, { "1.0.0.0", true },
	{ "9.255.255.255", true }, { "10.0.0.0", false },
	{ "10.255.255.255", false }, { "11.0.0.0", true },
	{ "100.63.255.255", true }, { "100.64.0.0", false },
	{ "100.127.255.255", false }, { "100.128.0.0", true },
	{ "126.255.255.255", true }, { "127.0.0.1", false },
	{ "127.255.255.255", false }, { "128.0.0.0", true },
	{ "169.253.255.255", true }, { "169.254.169.254", false },
	{ "169.255.0.0", true },
	{ "172.15.255.255", true }, { "172.16.0.0", false },
	{ "172.31.255.255", false }, { "172.32.0.0", true },
	{ "192.0.0.1", false }, { "192.0.1.0", true }, { "192.0.2.1", false },
	{ "192.88.99.1", false }, { "192.167.255.255", true },
	{ "192.168.0.0", false }, { "192.168.255.255", false },
	{ "192.169.0.0", true },
	{ "198.17.255.255", true }, { "198.18.0.0", false },
	{ "198.19.255.255", false }, { "198.20.0.0", true },
	{ "198.51.100.7", false }, { "203.0.113.7", false },
	{ "224.0.0.1", false }, { "239.255.255.255", false },
	{ "240.0.0.1", false }, { "255.255.255.255", false },

	{ "2606:4700:4700::1111", true }, { "2a00::1", true },
	{ "::", false }, { "::1", false }, { "::127.0.0.1", false },
	{ "::8.8.8.8", false },
	{ "fe80::1", false }, { "febf::1", false }, { "fc00::1", false },
	{ "fdff::1", false }, { "fec0::1", false }, { "ff02::1", false },
	{ "100::1", false }, { "4000::1", false },
	{ "2001::1", false }, { "2001:1ff::1", false }, { "2001:200::1", true },
	{ "2001:db8::1", false }, { "2001:db9::1", true },
	{ "3fff::1", false }, { "3fff:1000::1", true },
	/* They stand for one of IPv4. */
	{ "::ffff:127.0.0.1", false }, { "::ffff:10.1.2.3", false },
	{ "::ffff:8.8.8.8", true },
	{ "64:ff9b::192.168.1.1", false }, { "64:ff9b::8.8.8.8", true },
	{ "64:ff9b:1::8.8.8.8", false },
	{ "2002:7f00:1::1", false }, { "2002:a9fe:a9fe::1", false },
	{ "2002:808:808::1", true },
};

START_TEST(only_public_addresses_are_public)
{
	struct sockaddr_in in = { .sin_family = AF_INET };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };
	const char *text = addresses[_i].text;
	bool is_public;

	if (inet_pton(AF_INET, text, &in.sin_addr) == 1) {
		is_public = hf_address_is_public((void *)&in, sizeof(in));
	} else {
		ck_assert_int_eq(inet_pton(AF_INET6, text, &in6.sin6_addr), 1);
		is_public = hf_address_is_public((void *)&in6, sizeof(in6));
	}
	ck_assert_msg(is_public == addresses[_i].is_public,
		      "%s: taken for %s", text,
		      is_public ? "public" : "not public");
}
END_TEST

START_TEST(what_is_not_known_is_not_public)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	struct sockaddr_in in = { .sin_family = AF_INET };

	inet_pton(AF_INET, "8.8.8.8", &in.sin_addr);
	ck_assert(!hf_address_is_public((void *)&un, sizeof(un)));
	ck_assert(!hf_address_is_public((void *)&in, sizeof(in) - 1));
	ck_assert(hf_address_is_public((void *)&in, sizeof(in)));
}
END_TEST

static const char *const two_hosts[] = { "example.org", ".example.net" };
static const struct hf_fetch_rules any = { 0 };
static const struct hf_fetch_rules secure = { .schemes = HF_SCHEME_HTTPS };
static const struct hf_fetch_rules listed = { .hosts = two_hosts, .n_hosts = 2 };

static const struct {
	const struct hf_fetch_rules *rules;
	const char *text;
	const char *why;		/* a part of it; NULL: it may be asked */
} urls[] = {
	{ &any, "http://example.org/a", NULL },
	{ &any, "HTTPS://example.org:8443/a?b#c", NULL },
	{ &any, "http://[2001:db8::1]/a", NULL },	/* is for the socket */
	{ &any, "file:///etc/passwd", "scheme" },
	{ &any, "ftp://example.org/a", "scheme" },
	{ &any, "gopher://example.org/a", "scheme" },
	{ &any, "javascript:alert(1)", "" },
	{ &any, "//example.org/a", "no address" },
	{ &any, "example.org/a", "no address" },
	/* As libcurl reads it, and so asks it: the host is "a". */
	{ &any, "http:///a", NULL },
	{ &any, "http://exa mple.org/", "no address" },
	{ &any, "http://example.org:99999/", "no address" },
	{ &any, "", "no address" },
	{ &secure, "https://example.org/a", NULL },
	{ &secure, "http://example.org/a", "scheme" },
	{ &listed, "http://example.org/a", NULL },
	{ &listed, "http://EXAMPLE.org/a", NULL },
	{ &listed, "http://www.example.org/a", "host" },
	{ &listed, "http://example.org.evil.example/a", "host" },
	{ &listed, "http://notexample.org/a", "host" },
	{ &listed, "http://example.org@evil.example/a", "host" },
	{ &listed, "http://evil.example/example.org", "host" },
	{ &listed, "http://evil.example#@example.org/", "host" },
	/* Before the @ stands a user, of example.org. */
	{ &listed, "http://evil.example\\@example.org/", NULL },
	{ &listed, "http://files.example.net/a", NULL },
	{ &listed, "http://a.b.example.net/a", NULL },
	{ &listed, "http://example.net/a", "host" },
	{ &listed, "http://evilexample.net/a", "host" },
};

START_TEST(addresses_are_judged_by_scheme_and_host)
{
	CURLU *url = NULL;
	const char *want = urls[_i].why, *text = urls[_i].text, *why;
	struct hf_error err;

	ck_assert_int_eq(hf_curl_open(&err), 0);
	why = hf_address_judge(urls[_i].rules, text, &url);
	ck_assert_msg(!want == !why, "%s: %s", text, why ? why : "allowed");
	ck_assert(!want == !!url);
	ck_assert_msg(!want || strstr(why, want), "%s: %s", text, why);
	hf_curl.url_cleanup(url);
}
END_TEST

Suite *address_suite(void)
{
	Suite *suite = suite_create("address");
	TCase *tcase = unit_case(suite, "address");

	tcase_add_loop_test(tcase, only_public_addresses_are_public, 0,
			    COUNT(addresses));
	tcase_add_test(tcase, what_is_not_known_is_not_public);
	tcase_add_loop_test(tcase, addresses_are_judged_by_scheme_and_host, 0,
			    COUNT(urls));
	return suite;
}
