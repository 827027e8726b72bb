/*
 * What puts the table in force before main() runs: the variable
 * HOLDFAST_FAULT, for use by hand and by run.sh; or the driver, where
 * HOLDFAST_FAULT_DRIVE is set, which then is all that this program does.
 */
#include "fault.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static struct fault_seen *seen_here;

static void refuse(const char *word)
{
	fprintf(stderr, "HOLDFAST_FAULT: '%s' is not understood; tests/fault/fault.h explains it\n",
		word);
	_exit(99);
}

static int read_error(const char *name)
{
	for (int error = 1; error < 200; error++) {
		if (!strcmp(fault_error_name(error), name))
			return error;
	}
	refuse(name);
	return 0;
}

static unsigned int read_calls(char *names)
{
	static const struct { const char *name; unsigned int calls; } groups[] = {
		{ "all", CALLS_ALL }, { "space", CALLS_SPACE },
		{ "open", CALLS_OPEN }, { "transfer", CALLS_TRANSFER },
		{ "interrupt", CALLS_INTERRUPT },
	};
	unsigned int calls = 0;
	char *rest;

	for (char *name = strtok_r(names, ",", &rest); name;
	     name = strtok_r(NULL, ",", &rest)) {
		unsigned int found = 0;

		for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
			if (!strcmp(groups[i].name, name))
				found = groups[i].calls;
		}
		for (int call = 0; call < CALL_COUNT; call++) {
			if (!strcmp(fault_call_name(call), name))
				found = CALL_BIT(call);
		}
		if (!found)
			refuse(name);
		calls |= found;
	}
	return calls;
}

static void read_nth(struct fault *fault, const char *word, char *fields[5])
{
	static const struct { const char *name; enum fault_how how; } hows[] = {
		{ "fail", FAULT_FAIL }, { "from", FAULT_FROM },
		{ "kill", FAULT_KILL }, { "killafter", FAULT_KILL_AFTER },
		{ "killparent", FAULT_KILL_PARENT }, { "short", FAULT_SHORT },
	};
	int next = 2;

	for (size_t i = 0; i < sizeof(hows) / sizeof(hows[0]); i++) {
		if (!strcmp(hows[i].name, fields[0]))
			fault->how = hows[i].how;
	}
	if (!fault->how || !fields[1])
		refuse(word);
	fault->at = strtoul(fields[1], NULL, 10);
	if (fault->how == FAULT_FAIL || fault->how == FAULT_FROM) {
		if (!fields[next])
			refuse(word);
		fault->error = read_error(fields[next++]);
	}
	fault->calls = fields[next] ? read_calls(fields[next]) :
		       fault->how == FAULT_SHORT ? CALLS_TRANSFER : CALLS_ALL;
}

static void read_word(struct fault *fault, char *word)
{
	char *fields[5] = { NULL }, *rest, *whole = strdup(word);
	int n = 0;

	for (char *field = strtok_r(word, ":", &rest); field && n < 4;
	     field = strtok_r(NULL, ":", &rest))
		fields[n++] = field;
	if (!n)
		refuse(whole);
	if (!strcmp(fields[0], "durable")) {
		fault->durable = true;
	} else if (!strcmp(fields[0], "absent") && n == 2) {
		fault->absent = read_calls(fields[1]);
	} else if (!strcmp(fields[0], "read") && n >= 3) {
		snprintf(fault->read_file, sizeof(fault->read_file), "%s",
			 fields[1]);
		fault->read_offset = strtoll(fields[2], NULL, 10);
		fault->read_error = fields[3] ? read_error(fields[3]) : EIO;
	} else if (!strcmp(fields[0], "change") && n == 3) {
		snprintf(fault->change_file, sizeof(fault->change_file), "%s",
			 fields[1]);
		snprintf(fault->change_how, sizeof(fault->change_how), "%s",
			 fields[2]);
	} else {
		read_nth(fault, whole, fields);
	}
	free(whole);
}

static void report(int status, void *arg)
{
	FILE *out = arg;

	fprintf(out, "%lu calls", (unsigned long)seen_here->calls);
	if (seen_here->hit)
		fprintf(out, ", the fault was at %s",
			fault_call_name((enum fault_call)seen_here->call));
	fprintf(out, "\n");
	if (!status && !seen_here->undurable[0])
		durable_ended(seen_here->undurable, sizeof(seen_here->undurable));
	if (seen_here->undurable[0])
		fprintf(out, "%s\n", seen_here->undurable);
	fclose(out);
}

__attribute__((constructor))
static void begin(int argc, char *argv[])
{
	struct fault fault = { .calls = CALLS_ALL };
	char *words = getenv("HOLDFAST_FAULT"), *rest;
	char *file = getenv("HOLDFAST_FAULT_REPORT");
	FILE *out;

	if (getenv("HOLDFAST_FAULT_DRIVE"))
		exit(drive(argc, argv));
	if (!words)
		return;
	words = strdup(words);
	for (char *word = strtok_r(words, " ", &rest); word;
	     word = strtok_r(NULL, " ", &rest))
		read_word(&fault, word);
	free(words);
	seen_here = mmap(NULL, sizeof(*seen_here), PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (seen_here == MAP_FAILED)
		abort();
	fault_begin(&fault, seen_here);
	/* Opened now: who is in a sandbox at the end cannot. */
	out = file ? fopen(file, "ae") : NULL;
	if (out)
		on_exit(report, out);
}
