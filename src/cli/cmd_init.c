#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>

enum { OPT_ORGANISATION = 1000, OPT_ORIGIN, OPT_CONTACT };

const struct cli_option cmd_init_options[] = {
	{ "organisation", 0, OPT_ORGANISATION, "NAME",
	  "whose archive it is (default: the name of this machine)" },
	{ "origin", 0, OPT_ORIGIN, "NAME",
	  "what the log is called: a URL without its scheme (default: MACHINE/FOLDER)" },
	{ "contact", 0, OPT_CONTACT, "TEXT", "whom to ask" },
	{ 0 },
};

static bool read_options(struct cli *cli, struct hf_register_init *init)
{
	int code;

	while ((code = cli_next_option(cli)) > 0) {
		if (code == OPT_ORGANISATION)
			init->organisation = cli->value;
		else if (code == OPT_ORIGIN)
			init->origin = cli->value;
		else
			init->contact = cli->value;
	}
	return code == 0 && cli_want_args(cli, 1, 1);
}

/* What was made is read back: what it says of itself is told. */
static int tell(struct cli_report *report, const char *path)
{
	struct cli *cli = report->cli;
	struct hf_register *reg;
	char shown[4096], origin[1024];

	if (!cli_register_open(report, path, &reg))
		return cli->status;
	if (cli->json) {
		struct hf_json *json = hf_json_begin("register");

		hf_json_text(json, "register", path);
		hf_json_text(json, "organisation", reg->organisation);
		hf_json_text(json, "origin", reg->origin);
		cli_report_result(report, json);
	} else if (!cli->quiet)
		printf("%s: a register, whose log is called %s\n"
		       "'holdfast location add' says where copies lie; the rest is in register.txt\n",
		       hf_escape_into(shown, sizeof(shown), path),
		       hf_escape_into(origin, sizeof(origin), reg->origin));
	hf_register_close(reg);
	return HF_STATUS_OK;
}

int cmd_init(struct cli *cli)
{
	struct hf_register_init init = { 0 };
	struct cli_report report;
	struct hf_error err;
	char *folder;
	int status;

	if (!read_options(cli, &init))
		return cli->status;
	folder = cli_folder(cli, cli->args[0]);
	if (!folder)
		return cli->status;
	cli_report_begin(&report, cli, NULL);
	status = hf_register_create(folder, &init, &err) < 0
		 ? cli_trouble(cli, &err) : tell(&report, folder);
	cli_report_end(&report);
	free(folder);
	return cli_report_status(&report, status);
}
