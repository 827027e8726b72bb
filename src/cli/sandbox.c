#include "cli/cli.h"

#include <stdio.h>

static void tell(const struct hf_sandbox *in_force)
{
	if (in_force->landlock && in_force->seccomp)
		fprintf(stderr, "holdfast: in a sandbox of Landlock %d and seccomp\n",
			in_force->landlock);
	else if (in_force->landlock)
		fprintf(stderr, "holdfast: in a sandbox of Landlock %d alone; the kernel has no filters of seccomp\n",
			in_force->landlock);
	else if (in_force->seccomp)
		fprintf(stderr, "holdfast: in a sandbox of seccomp alone; the kernel has no Landlock\n");
	else
		fprintf(stderr, "holdfast: in no sandbox; the kernel has neither Landlock nor filters of seccomp\n");
}

/* Whether it is missed shows when an archive turns out to need it. */
static int make_spool(const struct cli *cli)
{
	struct hf_error err;
	int fd = 0;

	for (size_t i = 0; !fd && i < cli->n_args; i++) {
		if (!hf_may_spool(cli->args[i]))
			continue;
		fd = hf_open_spool(&err);
		if (fd < 0)
			fd = -err.sys_errno;
	}
	return fd;
}

bool cli_sandbox_enter(struct cli *cli, int *spool)
{
	struct hf_sandbox in_force;
	struct hf_error err;

	*spool = make_spool(cli);
	if (hf_sandbox_enter((const char *const *)cli->args, cli->n_args,
			     &in_force, &err) < 0) {
		hf_error_within(&err, "the sandbox cannot be entered, so nothing is read (--no-sandbox does without)");
		cli->status = cli_trouble(cli, &err);
		return false;
	}
	if (cli->debug)
		tell(&in_force);
	return true;
}
