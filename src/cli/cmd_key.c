#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

/* One call. */
struct key {
	struct cli *cli;
	struct cli_report report;
	const char *path;
};

static void tell(struct key *key, const char *what, const char *vkey)
{
	struct hf_json *json;

	if (key->cli->json) {
		json = hf_json_begin("key");
		hf_json_text(json, "what", what);
		hf_json_text(json, "vkey", vkey);
		cli_report_result(&key->report, json);
	} else if (!key->cli->quiet) {
		printf("%s: %s\n", what, vkey);
	}
}

static int key_new(struct key *key)
{
	struct hf_buf vkey = { 0 };
	struct hf_error err;
	int status = HF_STATUS_OK;

	if (hf_key_new(key->path, &vkey, &key->report.judge.sink, &err) < 0)
		status = cli_report_failed(&key->report, &err);
	else
		tell(key, "the log is signed by", vkey.data);
	hf_buf_release(&vkey);
	return status;
}

static int key_rotate(struct key *key)
{
	struct hf_buf vkey = { 0 };
	struct hf_error err;
	bool finished = false;
	int status = HF_STATUS_OK;

	if (hf_key_rotate(key->path, &vkey, &finished,
			  &key->report.judge.sink, &err) < 0)
		status = cli_report_failed(&key->report, &err);
	else
		tell(key, finished ? "the rotation that was interrupted is finished; the log is signed by"
				   : "the log is now signed by", vkey.data);
	hf_buf_release(&vkey);
	return status;
}

static int key_show(struct key *key)
{
	const struct hf_verifier *trusted;
	struct hf_buf vkey = { 0 };
	struct hf_register *reg;
	size_t i;

	if (!cli_register_open(&key->report, key->path, &reg))
		return key->cli->status;
	for (i = 0; (trusted = hf_trust_log_key(reg->trust, i)); i++) {
		hf_verifier_format(&vkey, trusted);
		tell(key, "the log is trusted when signed by", vkey.data);
		hf_buf_release(&vkey);
	}
	if (!i && !key->cli->quiet && !key->cli->json)
		printf("the register has no key: its log is not signed (holdfast key new makes one)\n");
	hf_register_close(reg);
	return HF_STATUS_OK;
}

static const struct {
	const char *name;
	int (*run)(struct key *key);
} actions[] = {
	{ "new", key_new },
	{ "show", key_show },
	{ "rotate", key_rotate },
};

#define N_ACTIONS	(sizeof(actions) / sizeof(actions[0]))

int cmd_key(struct cli *cli)
{
	struct key key = { .cli = cli };
	size_t i = 0;
	int code, status;

	while ((code = cli_next_option(cli)) > 0)
		;
	if (code < 0 || !cli_want_args(cli, 2, 2))
		return cli->status;
	while (i < N_ACTIONS && strcmp(cli->args[0], actions[i].name) != 0)
		i++;
	if (i == N_ACTIONS)
		return cli_misuse(cli, "a key can be made (new), shown (show) or succeeded by another (rotate), not '%s'",
				  hf_shown(cli->args[0]));
	key.path = cli->args[1];
	cli_report_begin(&key.report, cli, NULL);
	status = actions[i].run(&key);
	cli_report_end(&key.report);
	return cli_report_status(&key.report, status);
}
