/* Values of options that are amounts: octets, and time. */
#include "cli/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct unit {
	const char *name;
	uint64_t factor;
};

/* "1.5" is not understood: it would have to be rounded. */
static bool parse(const char *text, const struct unit *units,
		  uint64_t *value_ret)
{
	unsigned long long n;
	char *end;

	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	n = strtoull(text, &end, 10);
	if (errno || !n)
		return false;
	for (; units->name; units++) {
		if (strcmp(end, units->name))
			continue;
		*value_ret = n * units->factor;
		return n <= UINT64_MAX / 2 / units->factor;
	}
	return false;
}

bool cli_octets(struct cli *cli, const char *option, uint64_t *value_ret)
{
	static const struct unit units[] = {
		{ "", 1 }, { "K", UINT64_C(1) << 10 },
		{ "M", UINT64_C(1) << 20 }, { "G", UINT64_C(1) << 30 },
		{ "T", UINT64_C(1) << 40 }, { 0 },
	};

	if (parse(cli->value, units, value_ret))
		return true;
	cli_misuse(cli, "--%s is a number of octets, such as 500M or 2T, not '%s'",
		   option, hf_shown(cli->value));
	return false;
}

bool cli_duration(struct cli *cli, const char *option, uint64_t *value_ret)
{
	static const struct unit units[] = {
		{ "s", 1 }, { "min", 60 }, { "m", 60 }, { "h", 3600 },
		{ "d", 86400 }, { 0 },
	};

	if (parse(cli->value, units, value_ret))
		return true;
	cli_misuse(cli, "--%s is a time, such as 90s, 30min or 6h, not '%s'",
		   option, hf_shown(cli->value));
	return false;
}
