/*
 * Results as a picture (SVG): for each case how much of the limit is reached by
 * the best peer, by holdfast with OpenSSL alone, and by holdfast.
 */
#include <stdio.h>

#include "report.h"

#define LEFT	130		/* of the bars; what is before is names */
#define WIDTH	440		/* of a bar at the limit */
#define RIGHT	210		/* for figures */
#define TOP	64
#define ROW	52
#define BAR	12

static const char *const colours[] = { "#9aa4ad", "#7fb2d9", "#1f5f99" };
static const char *const names[] = { "best peer", "holdfast, OpenSSL alone",
				     "holdfast" };

static void bar(int y, int which, double share, const char *beside)
{
	double width = WIDTH * (share > 1.15 ? 1.15 : share);

	y += which * (BAR + 2);
	printf("<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>\n",
	       LEFT, y, width, BAR, colours[which]);
	/* With a white edge, for it may lie on the line of the limit. */
	printf("<text x=\"%.1f\" y=\"%d\" font-size=\"10\" paint-order=\"stroke\" "
	       "stroke=\"white\" stroke-width=\"3\">%.0f %%%s%s</text>\n",
	       LEFT + width + 4, y + BAR - 2, 100 * share, *beside ? ", " : "",
	       beside);
}

static void write_row(const struct row *r, int y)
{
	double openssl = figure_of(r, "holdfast --engine=openssl", "ratio");
	char times[64] = "";

	printf("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n",
	       LEFT - 8, y + 2 * BAR, r->name);
	if (r->best_peer && r->to_best > 0) {
		bar(y, 0, r->share / r->to_best, r->best_peer);
		snprintf(times, sizeof(times), "%.2f times as fast as the peer",
			 r->to_best);
	}
	if (openssl > 0)
		bar(y, 1, r->share / openssl, "");
	bar(y, 2, r->share, times);
}

static void write_legend(void)
{
	int x = LEFT;

	for (int i = 0; i < 3; i++) {
		printf("<rect x=\"%d\" y=\"36\" width=\"%d\" height=\"%d\" fill=\"%s\"/>\n"
		       "<text x=\"%d\" y=\"46\">%s</text>\n", x, BAR, BAR,
		       colours[i], x + BAR + 4, names[i]);
		x += i ? 190 : 100;
	}
}

void write_chart(json_t *results)
{
	json_t *cases = json_object_get(results, "cases"), *one;
	int rows = 0, height;
	size_t i;

	/* Of archives there is no limit, and so no share of it. */
	json_array_foreach(cases, i, one)
		rows += row_of(one).share > 0;
	height = TOP + ROW * rows + 16;

	printf("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
	       "font-family=\"sans-serif\" font-size=\"12\">\n"
	       "<title>holdfast verify: the share of the machine's limit that is reached</title>\n"
	       "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n",
	       LEFT + WIDTH + RIGHT, height);
	printf("<text x=\"%d\" y=\"22\" font-size=\"14\">Speed, as a share of what the machine can do</text>\n",
	       LEFT);
	write_legend();
	printf("<text x=\"%d\" y=\"46\" text-anchor=\"middle\" fill=\"#c0392b\">the limit</text>\n",
	       LEFT + WIDTH);
	printf("<path d=\"M%d %dV%d\" stroke=\"#c0392b\" stroke-dasharray=\"4 3\"/>\n",
	       LEFT + WIDTH, TOP - 8, height - 12);
	rows = 0;
	json_array_foreach(cases, i, one) {
		struct row r = row_of(one);

		if (r.share > 0)
			write_row(&r, TOP + ROW * rows++);
	}
	printf("</svg>\n");
}
