#include "cli/cli.h"

#include <stdio.h>

/* Options that take a text as it is: OPT_TEXT plus a row of this table. */
#define TEXTS(X)							\
	X("event", event, "TYPE",					\
	  "transfer, receipt, observation, destruction, deletion, deaccession or loss") \
	X("location", location, "LOCATION",				\
	  "of which copy (default: of the package as such)")		\
	X("by", agent, "NAME", "who did it, or saw it")			\
	X("date", date, "DATE", "when, in EDTF, if it was not now")	\
	X("from", from, "NAME", "a transfer: who had it")		\
	X("to", to, "NAME", "a transfer: who has it now")		\
	X("authority", authority, "TEXT",				\
	  "an ending: the schedule or order that it follows")		\
	X("method", method, "TEXT", "an ending: how it was done")	\
	X("evidence", evidence, "TEXT",					\
	  "what shows it: a receipt, a certificate")			\
	X("grade", grade, "G1|G2|G3|G4", "of that evidence")		\
	X("note", note, "TEXT", "anything else")			\
	X("force", forced, "REASON",					\
	  "write it down though the chain speaks against it, and why")

enum {
	OPT_TEXT = 2000,
#define CODE(name, member, argument, help)	OPT_##member,
	TEXTS(CODE)
#undef CODE
};

const struct cli_option cmd_record_event_options[] = {
#define OPTION(name, member, argument, help) \
	{ name, 0, OPT_##member, argument, help },
	TEXTS(OPTION)
#undef OPTION
	{ 0 },
};

static void take_option(struct hf_decided *decided, int code, const char *value)
{
	switch (code) {
#define TAKE(name, member, argument, help) \
	case OPT_##member:			\
		decided->member = value;	\
		break;
	TEXTS(TAKE)
#undef TAKE
	default:
		break;
	}
}

static bool read_options(struct cli *cli, struct hf_decided *decided)
{
	int code;

	while ((code = cli_next_option(cli)) > 0)
		take_option(decided, code, cli->value);
	if (code < 0 || !cli_want_args(cli, 2, 2))
		return false;
	if (!decided->event || !decided->agent) {
		cli_misuse(cli, "say what happened, with --event, and who did it or saw it, with --by");
		return false;
	}
	return true;
}

int cmd_record_event(struct cli *cli)
{
	struct hf_decided decided = { 0 };
	struct cli_custody custody;
	struct hf_receipt receipt;
	struct hf_error err;
	int status = HF_STATUS_OK;

	if (!read_options(cli, &decided))
		return cli->status;
	if (!cli_custody_open(&custody, cli))
		return cli->status;
	cli_report_bag(&custody.report, cli->args[1]);
	if (hf_write_down(&custody.in, cli->args[1], &decided,
			  &custody.report.judge.sink, &receipt, &err) < 0)
		status = cli_report_failed(&custody.report, &err);
	else
		cli_custody_receipt(&custody, &receipt, decided.event);
	hf_receipt_release(&receipt);
	cli_custody_close(&custody);
	return cli_report_status(&custody.report, status);
}
