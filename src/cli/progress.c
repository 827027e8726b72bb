#include "cli/cli.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define EVERY	0.2	/* seconds between two showings */

void cli_progress_begin(struct cli_progress *progress, const struct cli *cli)
{
	memset(progress, 0, sizeof(*progress));
	progress->on = !cli->quiet && isatty(STDERR_FILENO);
	progress->started = progress->shown = hf_clock_elapsed();
}

/* "3 s", "4 min", "2 h 05 min". */
static void format_time(char *out, size_t size, double seconds)
{
	unsigned long minutes = (unsigned long)(seconds / 60);

	if (seconds < 90)
		snprintf(out, size, "%.0f s", seconds);
	else if (minutes < 90)
		snprintf(out, size, "%lu min", minutes);
	else
		snprintf(out, size, "%lu h %02lu min", minutes / 60,
			 minutes % 60);
}

void cli_progress_show(void *ctx, uint64_t done, uint64_t total)
{
	struct cli_progress *progress = ctx;
	char line[160], left[32] = "", a[32], b[32], c[32];
	double now = hf_clock_elapsed(), rate;
	unsigned int width;

	if (!progress->on || now - progress->shown < EVERY)
		return;
	progress->shown = now;
	rate = (double)done / (now - progress->started);
	if (rate > 0 && total > done)
		format_time(left, sizeof(left), (double)(total - done) / rate);

	snprintf(line, sizeof(line), "%s of %s, %s/s%s%s%s",
		 hf_format_bytes(a, done), hf_format_bytes(b, total),
		 hf_format_bytes(c, (uint64_t)rate), *left ? ", " : "", left,
		 *left ? " left" : "");
	width = (unsigned int)strlen(line);
	fprintf(stderr, "\r%s%*s", line,
		progress->width > width ? (int)(progress->width - width) : 0,
		"");
	fflush(stderr);
	progress->width = width;
}

void cli_progress_end(struct cli_progress *progress)
{
	if (progress->on && progress->width) {
		fprintf(stderr, "\r%*s\r", (int)progress->width, "");
		fflush(stderr);
	}
	progress->on = false;
}
