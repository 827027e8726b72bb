/*
 * What the commands of holdfast(1) share: how a command is described, how its
 * options are read, and how trouble is told.
 */
#ifndef HF_CLI_CLI_H
#define HF_CLI_CLI_H

#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "holdfast.h"

struct cli;
struct cli_report;

/* One option of a command, as it is read and as --help shows it. */
struct cli_option {
	const char *name;	/* long: "format" */
	char letter;		/* short: 'f'; 0 if none */
	int code;		/* what cli_next_option() yields */
	const char *argument;	/* "FILE"; NULL if it takes none */
	const char *help;
};

struct command {
	const char *name;
	int (*run)(struct cli *cli);	/* yields an enum hf_status */
	const char *arguments;		/* "BAG..." */
	const char *summary;		/* a line without full stop */
	const char *description;	/* a paragraph, or NULL */
	const struct cli_option *options;	/* ends with a name of NULL */
	const char *example;		/* lines, each a command with its comment */
};

/* One run of a command. */
struct cli {
	const struct command *command;
	const struct command *commands;	/* all of them; ends with a NULL name */
	int argc;
	char **argv;		/* argv[0] is the command's name */

	/* What every command understands; set by cli_next_option(). */
	bool quiet, json, debug;
	const char *const *formats;	/* that it has besides; ends with NULL; or NULL */
	const char *format;		/* the one of these that was asked for, or NULL */

	const char *value;	/* of the option just read */
	char **args;		/* what is not an option, after the last one */
	size_t n_args;
	int status;		/* what to return when reading ended early */
	void *getopt_state;	/* of options.c */
};

/*
 * Read the next option.  Yields its code (greater than 0); 0 when all are
 * read, with args and n_args set; or -1 when the command must end with
 * cli->status: --help was asked for, or a mistake was told.
 */
int cli_next_option(struct cli *cli);

/* Whether @n_args arguments are between @least and @most; tells if not. */
bool cli_want_args(struct cli *cli, size_t least, size_t most);

/* Tell a misuse of the command line, and point to --help; yields USAGE. */
int cli_misuse(struct cli *cli, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Tell that we failed (with its origin under --debug); yields TROUBLE. */
int cli_trouble(const struct cli *cli, const struct hf_error *err);

/*
 * The same where things were found before: the status is theirs where they are
 * why it was refused (HF_EREFUSED), and else the worse of the two.
 */
int cli_failed(const struct cli *cli, enum hf_status found,
	       const struct hf_error *err);

/* Tell that not all of a JSON report could be made; yields TROUBLE. */
enum hf_status cli_untold(void);

/* Tell that there is no memory; yields TROUBLE, also as cli->status. */
int cli_no_memory(struct cli *cli);

/* The value of an option as a number of at least @least. */
bool cli_number(struct cli *cli, const char *option, unsigned int least,
		unsigned int *value_ret);

/* The value of an option as an amount: "500M", and "30min" in seconds. */
bool cli_octets(struct cli *cli, const char *option, uint64_t *value_ret);
bool cli_duration(struct cli *cli, const char *option, uint64_t *value_ret);

/* The value of an option, appended to a list of such, which is to be freed. */
bool cli_add_text(struct cli *cli, const char ***list, size_t *n);

/*
 * The folder that @path leads to, by a path that ends with its own name: as it
 * was given, unless it ends with "." or "..", or is a link.  To be freed; NULL
 * when out of memory, which is told.
 */
char *cli_folder(struct cli *cli, const char *path);

/* The value of an option as a digest's name, added to *@algs. */
bool cli_algorithm(struct cli *cli, hf_alg_set *algs);

/* Lines for bag-info.txt that --info and --info-file gathered, in order. */
struct cli_info {
	struct hf_label_value *at;
	size_t n;
};

bool cli_info_add(struct cli *cli, struct cli_info *info);	/* LABEL=VALUE */
bool cli_info_file(struct cli *cli, struct cli_info *info);	/* FILE */
void cli_info_release(struct cli_info *info);

/* A policy that --policy named: a record that holds one. */
struct cli_policy {
	struct hf_record *record;	/* NULL: none was asked for */
};

/* Read the file in cli->value; false, with its mistakes told, if it has some. */
bool cli_policy_read(struct cli *cli, struct cli_policy *policy);
const struct hf_declared_policy *cli_policy_declared(
	const struct cli_policy *policy);
void cli_policy_release(struct cli_policy *policy);

/*
 * chain check --register: the account of a package of the register at @path, or
 * of a bag that is held against it.  Yields the status.
 */
int cli_joined_check(struct cli *cli, const char *path, const char *wanted,
		     const struct cli_policy *asked);

/* Print "1 copy, 2 events, 3 claims": what a record has. */
void cli_print_record(const struct hf_record *record);

/* Profiles that --profile and --profiles named. */
struct cli_profiles {
	const char **paths;		/* by cli_add_text() */
	size_t n_paths;
	const char *folder;		/* NULL: none was named */
	struct hf_profile_set set;
};

/*
 * Read what was named, its mistakes to @sink.  False, with the trouble told
 * and in cli->status, where a file or the folder cannot be read.
 */
bool cli_profiles_open(struct cli *cli, struct cli_profiles *profiles,
		       struct hf_sink *sink);
void cli_profiles_release(struct cli_profiles *profiles);

/*
 * Read the arguments from now on, and nothing else (sandbox/sandbox.h); with
 * --debug, what is in force is said.  *@spool is made before, if an argument
 * may need one (hf_open_options).  False, with the trouble told and in
 * cli->status, where the sandbox cannot be had though the system has it.
 */
bool cli_sandbox_enter(struct cli *cli, int *spool);

/*
 * Open a register, or one with its log; false, with its mistakes or the trouble
 * told, and in cli->status, where that cannot be.  What is of note in a log that
 * verifies is not told.
 */
bool cli_register_open(struct cli_report *report, const char *path,
		       struct hf_register **register_ret);
bool cli_ledger_open(struct cli_report *report, const char *path,
		     struct hf_ledger *ledger_ret);
/* Its location of that name; NULL, with the misuse told, where it has none. */
const struct hf_location *cli_location(struct cli *cli,
				       const struct hf_register *reg,
				       const char *id);

/* Options of all commands that compute digests, and what takes their values. */
enum { CLI_ENGINE = 9000, CLI_JOBS };

#define CLI_ENGINE_OPTIONS						\
	{ "engine", 0, CLI_ENGINE, "auto|openssl",			\
	  "what computes digests (default: auto)" },			\
	{ "jobs", 'j', CLI_JOBS, "N", "threads (default: one per core)" }

bool cli_engine_option(struct cli *cli, int code,
		       struct hf_engine_options *engine);

void cli_help(const struct command *command);

/*
 * While something is made, who ends the process by SIGINT, SIGTERM or SIGHUP is
 * told on standard error what becomes of what was begun.
 */
struct cli_watch {
	bool on;
	pthread_t thread;
	sigset_t awaited, before;
	sem_t waits;		/* posted when the thread has begun */
};

void cli_watch_begin(struct cli_watch *watch);
void cli_watch_end(struct cli_watch *watch);

/*
 * A progress line on standard error, where that is a terminal and @quiet is
 * not set; else nothing.
 */
struct cli_progress {
	bool on;
	double started, shown;
	unsigned int width;	/* of the line that stands */
};

void cli_progress_begin(struct cli_progress *progress, const struct cli *cli);
/* A hook for the library: @ctx is the struct cli_progress. */
void cli_progress_show(void *ctx, uint64_t done, uint64_t total);
void cli_progress_end(struct cli_progress *progress);

/*
 * How a command tells what is found: in words or in JSON, as was asked, and
 * judged as it is told.  Its parts point at each other: it stays where it is.
 */
struct cli_report {
	struct cli *cli;
	struct hf_policy policy;	/* not strict, until it is changed */
	struct hf_text_report text;
	struct hf_json_report json;
	struct hf_sink *sink;		/* of the two the one that was asked for */
	struct hf_judge judge;		/* passes on to it */
	bool failed;			/* a result could not be written */
};

void cli_report_begin(struct cli_report *report, struct cli *cli,
		      const char *bag);
/* What comes now is of @bag, and judged anew. */
void cli_report_bag(struct cli_report *report, const char *bag);
/* Write a result, and give up the object. */
void cli_report_result(struct cli_report *report, struct hf_json *json);
/* In words: say what to do about what was told. */
void cli_report_end(struct cli_report *report);
/* Tell that something was not done; the status, by what was found (cli_failed()). */
int cli_report_failed(const struct cli_report *report,
		      const struct hf_error *err);
/* @status; TROUBLE where not everything could be told. */
int cli_report_status(const struct cli_report *report, int status);

/* What a command goes about that makes something, of its first argument. */
struct cli_work {
	struct cli_report report;
	struct cli_progress progress;
	struct cli_watch watch;
	const char *hint;	/* NULL: which option would have it done anyway */
};

void cli_work_begin(struct cli_work *work, struct cli *cli);
void cli_work_end(struct cli_work *work);
/* Tell that nothing was made; the status: is it the bag's fault, or ours? */
int cli_work_failed(const struct cli_work *work, const struct hf_error *err);

/* A register that a command works on: the first of its arguments. */
struct cli_custody {
	struct cli_report report;	/* of what is found there */
	struct hf_custody in;
};

/* Open it; false, with the trouble told and in cli->status, where it cannot be. */
bool cli_custody_open(struct cli_custody *custody, struct cli *cli);
/* Say what to do about what was told, and close. */
void cli_custody_close(struct cli_custody *custody);
/* Print a receipt; @done says in a word what was done: "ingested". */
void cli_custody_receipt(struct cli_custody *custody,
			 const struct hf_receipt *receipt, const char *done);
/* "2026-11-20T12:00:04Z"; returns @out. */
const char *cli_time(char out[HF_DATETIME_MAX], int64_t seconds);

/* Options of all commands that move bags, and what takes their values. */
enum { CLI_NO_SANDBOX = 9100 };

#define CLI_MOVING_OPTIONS						\
	{ "no-sandbox", 0, CLI_NO_SANDBOX, NULL,			\
	  "let it do more than read the bag, whatever a bag makes it do" }, \
	CLI_ENGINE_OPTIONS

bool cli_moving_option(struct cli *cli, int code,
		       struct hf_moving_options *moving);

/* One per command, in its own file, with the options that it takes. */
int cmd_audit(struct cli *cli);
int cmd_catalogue(struct cli *cli);
int cmd_chain(struct cli *cli);
int cmd_copy(struct cli *cli);
int cmd_create(struct cli *cli);
int cmd_fetch(struct cli *cli);
int cmd_help(struct cli *cli);
int cmd_ingest(struct cli *cli);
int cmd_init(struct cli *cli);
int cmd_key(struct cli *cli);
int cmd_levels(struct cli *cli);
int cmd_location(struct cli *cli);
int cmd_log(struct cli *cli);
int cmd_pack(struct cli *cli);
int cmd_profile(struct cli *cli);
int cmd_quarantine(struct cli *cli);
int cmd_record(struct cli *cli);
int cmd_record_event(struct cli *cli);
int cmd_repair(struct cli *cli);
int cmd_show(struct cli *cli);
int cmd_status(struct cli *cli);
int cmd_unpack(struct cli *cli);
int cmd_update(struct cli *cli);
int cmd_verify(struct cli *cli);
int cmd_witness(struct cli *cli);
extern const struct cli_option cmd_audit_options[];
extern const struct cli_option cmd_verify_options[];
extern const struct cli_option cmd_chain_options[];
extern const struct cli_option cmd_copy_options[];
extern const struct cli_option cmd_create_options[];
extern const struct cli_option cmd_fetch_options[];
extern const struct cli_option cmd_ingest_options[];
extern const struct cli_option cmd_init_options[];
extern const struct cli_option cmd_location_options[];
extern const struct cli_option cmd_log_options[];
extern const struct cli_option cmd_pack_options[];
extern const struct cli_option cmd_record_event_options[];
extern const struct cli_option cmd_repair_options[];
extern const struct cli_option cmd_status_options[];
extern const struct cli_option cmd_unpack_options[];
extern const struct cli_option cmd_version_options[];
extern const struct cli_option cmd_update_options[];
extern const struct cli_option cmd_witness_options[];
int cmd_version(struct cli *cli);

#endif
