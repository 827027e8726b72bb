/*
 * The copy chain as a picture: copies as boxes in rows, each row made from
 * those above it; what made them written over each group; a legend below.
 *
 * A copy's row is one more than the lowest of its sources'.  Rows keep the
 * order of the record.  Nothing depends on colour alone: what is gone is
 * struck out, what is uncertain is dashed.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "provenance/facts.h"
#include "provenance/xml.h"
#include "report/chain.h"

#define BOX_WIDTH	236
#define BOX_HEIGHT	78
#define GAP		20		/* between boxes of a row */
#define STEP		150		/* from row to row */
#define MARGIN		24
#define LEGEND		74
#define LETTERS		27		/* that fit into a box, in bold */
#define MOST		2000		/* copies: more is no picture */

struct svg {
	struct hf_xml xml;
	const struct hf_chain_report *report;
	size_t *row, *place;		/* of each copy */
	size_t *in_row;			/* copies in each row */
	size_t n_rows, widest;
	int width, height;
};

struct look {
	const char *fill, *stroke;
	bool struck, dashed;
};

static struct look look_of(enum hf_copy_state state)
{
	switch (state) {
	case HF_STATE_VERIFIED:
	case HF_STATE_ATTESTED:
		return (struct look){ "#e3f1df", "#2e6b34", false, false };
	case HF_STATE_DESTROYED:
	case HF_STATE_DESTROYED_ASSERTED:
		return (struct look){ "#ececec", "#777777", true, false };
	case HF_STATE_LOST:
	case HF_STATE_IN_TRANSIT:
		return (struct look){ "#ececec", "#777777", false, true };
	case HF_STATE_CORRUPT:
	case HF_STATE_MISSING:
	case HF_STATE_UNACCOUNTED:
		return (struct look){ "#f9dedc", "#a3241b", false, true };
	default:
		return (struct look){ "#fdf6dc", "#7a6318", false, false };
	}
}

static void number(struct svg *svg, const char *name, int value)
{
	char text[16];

	snprintf(text, sizeof(text), "%d", value);
	hf_xml_attribute(&svg->xml, name, text);
}

static void line(struct svg *svg, int x1, int y1, int x2, int y2,
		 const char *stroke, bool dashed)
{
	hf_xml_open(&svg->xml, "line");
	number(svg, "x1", x1);
	number(svg, "y1", y1);
	number(svg, "x2", x2);
	number(svg, "y2", y2);
	hf_xml_attribute(&svg->xml, "stroke", stroke);
	hf_xml_attribute(&svg->xml, "stroke-width", "1.5");
	if (dashed)
		hf_xml_attribute(&svg->xml, "stroke-dasharray", "6 4");
	hf_xml_close(&svg->xml);
}

/* Text cut to @most letters, whole characters of UTF-8, with "…" if cut. */
static void text(struct svg *svg, int x, int y, const char *style,
		 const char *words, size_t most)
{
	struct hf_buf cut = { 0 };
	size_t letters = 0;

	hf_xml_open(&svg->xml, "text");
	number(svg, "x", x);
	number(svg, "y", y);
	hf_xml_attribute(&svg->xml, "class", style);
	for (const char *c = words; *c; c++) {
		letters += (*c & 0xc0) != 0x80;
		if (letters > most && (*c & 0xc0) != 0x80) {
			hf_buf_adds(&cut, "\xe2\x80\xa6");
			break;
		}
		hf_buf_addc(&cut, *c);
	}
	hf_xml_content(&svg->xml, hf_buf_text(&cut));
	hf_buf_release(&cut);
	hf_xml_close(&svg->xml);
}

/*
 * Settle rows: as often as something moves, and no oftener than there are
 * copies, since a cycle would move for ever.
 */
static void find_rows(struct svg *svg)
{
	const struct hf_record *record = svg->report->record;
	bool moved = true;

	for (size_t pass = 0; moved && pass < record->n_copies; pass++) {
		moved = false;
		for (size_t e = 0; e < record->n_events; e++) {
			const struct hf_event *event = &record->events[e];
			const struct hf_refs *from[] = { &event->sources,
							 &event->candidates };
			size_t least = 0;

			for (int k = 0; k < 2; k++) {
				for (size_t i = 0; i < from[k]->n; i++) {
					size_t s = from[k]->at[i].at;

					if (s != HF_DANGLING &&
					    svg->row[s] + 1 > least)
						least = svg->row[s] + 1;
				}
			}
			for (size_t i = 0; i < event->outcomes.n; i++) {
				size_t o = event->outcomes.at[i].at;

				if (o == HF_DANGLING || svg->row[o] >= least ||
				    least >= record->n_copies)
					continue;
				svg->row[o] = least;
				moved = true;
			}
		}
	}
}

static void find_places(struct svg *svg)
{
	for (size_t c = 0; c < svg->report->record->n_copies; c++) {
		size_t row = svg->row[c];

		svg->place[c] = svg->in_row[row]++;
		if (row + 1 > svg->n_rows)
			svg->n_rows = row + 1;
		if (svg->in_row[row] > svg->widest)
			svg->widest = svg->in_row[row];
	}
	if (svg->widest < 3)
		svg->widest = 3;	/* the legend wants that much */
	svg->width = (int)svg->widest * (BOX_WIDTH + GAP) - GAP + 2 * MARGIN;
	svg->height = (int)svg->n_rows * STEP - (STEP - BOX_HEIGHT) +
		      2 * MARGIN + LEGEND;
}

/* Rows are centred. */
static int left_of(const struct svg *svg, size_t copy)
{
	int n = (int)svg->in_row[svg->row[copy]];
	int used = n * (BOX_WIDTH + GAP) - GAP;

	return (svg->width - used) / 2 +
	       (int)svg->place[copy] * (BOX_WIDTH + GAP);
}

static int top_of(const struct svg *svg, size_t copy)
{
	return MARGIN + (int)svg->row[copy] * STEP;
}

static void draw_copy(struct svg *svg, size_t c)
{
	const struct hf_copy *copy = &svg->report->record->copies[c];
	const struct hf_copy_status *status = &svg->report->account->copies[c];
	struct look look = look_of(status->state);
	int x = left_of(svg, c), y = top_of(svg, c);
	char words[300];

	hf_xml_open(&svg->xml, "g");
	hf_xml_text(&svg->xml, "title", copy->head.id);
	hf_xml_open(&svg->xml, "rect");
	number(svg, "x", x);
	number(svg, "y", y);
	number(svg, "width", BOX_WIDTH);
	number(svg, "height", BOX_HEIGHT);
	hf_xml_attribute(&svg->xml, "rx", "4");
	hf_xml_attribute(&svg->xml, "fill", look.fill);
	hf_xml_attribute(&svg->xml, "stroke", look.stroke);
	hf_xml_attribute(&svg->xml, "stroke-width", "1.5");
	if (look.dashed)
		hf_xml_attribute(&svg->xml, "stroke-dasharray", "6 4");
	hf_xml_close(&svg->xml);
	if (look.struck) {
		line(svg, x, y, x + BOX_WIDTH, y + BOX_HEIGHT, "#aaaaaa", false);
		line(svg, x, y + BOX_HEIGHT, x + BOX_WIDTH, y, "#aaaaaa", false);
	}
	text(svg, x + 10, y + 20, "name",
	     copy->label ? copy->label : copy->head.id, LETTERS);
	snprintf(words, sizeof(words), "%s: %s, %s%s%s", copy->head.id,
		 copy->form ? copy->form : "?", hf_kind_name(copy->kind),
		 copy->number ? " " : "", copy->number ? copy->number : "");
	text(svg, x + 10, y + 37, "small", words, LETTERS + 6);
	text(svg, x + 10, y + 53, "state", hf_copy_state_name(status->state),
	     LETTERS);
	if (status->custodian) {
		snprintf(words, sizeof(words), "with %s", status->custodian);
		text(svg, x + 10, y + 69, "small", words, LETTERS + 6);
	}
	hf_xml_close(&svg->xml);
}

/* What made a group of copies, over the middle of it. */
static void label_event(struct svg *svg, const struct hf_event *event)
{
	const struct hf_record *record = svg->report->record;
	int from = svg->width, to = 0, y = 0;
	char words[300];
	size_t n;

	for (size_t i = 0; i < event->outcomes.n; i++) {
		size_t c = event->outcomes.at[i].at;

		if (c == HF_DANGLING)
			continue;
		if (left_of(svg, c) < from)
			from = left_of(svg, c);
		if (left_of(svg, c) + BOX_WIDTH > to)
			to = left_of(svg, c) + BOX_WIDTH;
		y = top_of(svg, c);
	}
	if (!to || !event->type)
		return;
	snprintf(words, sizeof(words), "%s, %s", event->type->label,
		 event->when.text ? event->when.text : "date unknown");
	text(svg, (from + to) / 2 + 8, y - 34, "event", words, 60);
	n = 0;
	words[0] = '\0';
	for (size_t i = 0; i < event->n_by && n < sizeof(words); i++)
		n += (size_t)snprintf(words + n, sizeof(words) - n, "%s%s",
				      i ? ", " : "by ",
				      hf_record_agent_name(record,
						&event->by[i].agent));
	text(svg, (from + to) / 2 + 8, y - 19, "small", words, 60);
}

static void draw_edges(struct svg *svg, const struct hf_event *event,
		       const struct hf_refs *from, bool dashed)
{
	for (size_t i = 0; i < from->n; i++) {
		size_t s = from->at[i].at;

		for (size_t k = 0; s != HF_DANGLING && k < event->outcomes.n;
		     k++) {
			size_t o = event->outcomes.at[k].at;

			if (o != HF_DANGLING)
				line(svg, left_of(svg, s) + BOX_WIDTH / 2,
				     top_of(svg, s) + BOX_HEIGHT,
				     left_of(svg, o) + BOX_WIDTH / 2,
				     top_of(svg, o), "#444444", dashed);
		}
	}
}

static void draw_legend(struct svg *svg)
{
	static const struct {
		enum hf_copy_state state;
		const char *words;
	} entries[] = {
		{ HF_STATE_ATTESTED, "verified or attested" },
		{ HF_STATE_DECLARED, "declared (G1, G2)" },
		{ HF_STATE_DESTROYED, "destroyed" },
		{ HF_STATE_LOST, "lost, or in transit" },
		{ HF_STATE_CORRUPT, "corrupt, unaccounted" },
	};
	int y = svg->height - LEGEND + 10, x = MARGIN;

	for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]); i++) {
		struct look look = look_of(entries[i].state);

		if (x + 170 > svg->width) {
			x = MARGIN;
			y += 22;
		}
		hf_xml_open(&svg->xml, "rect");
		number(svg, "x", x);
		number(svg, "y", y);
		number(svg, "width", 22);
		number(svg, "height", 14);
		hf_xml_attribute(&svg->xml, "fill", look.fill);
		hf_xml_attribute(&svg->xml, "stroke", look.stroke);
		if (look.dashed)
			hf_xml_attribute(&svg->xml, "stroke-dasharray", "4 3");
		hf_xml_close(&svg->xml);
		if (look.struck) {
			line(svg, x, y, x + 22, y + 14, "#aaaaaa", false);
			line(svg, x, y + 14, x + 22, y, "#aaaaaa", false);
		}
		text(svg, x + 28, y + 12, "small", entries[i].words, 40);
		x += 180;
	}
	if (x + 170 > svg->width) {
		x = MARGIN;
		y += 22;
	}
	line(svg, x, y + 7, x + 22, y + 7, "#444444", true);
	text(svg, x + 28, y + 12, "small", "one of these; unknown which", 40);
}

static const char style[] =
	"text { font-family: sans-serif; fill: #222222; } "
	".name { font-size: 12.5px; font-weight: bold; } "
	".small { font-size: 11.5px; } "
	".state { font-size: 11.5px; font-weight: bold; } "
	".event { font-size: 12px; font-style: italic; } "
	/* Words over lines stay legible. */
	".event, .small { paint-order: stroke; stroke: #ffffff; "
	"stroke-width: 3px; stroke-opacity: 0.85; } "
	"g .small { stroke: none; }";

static void draw(struct svg *svg)
{
	const struct hf_record *record = svg->report->record;
	char box[64];

	hf_xml_open(&svg->xml, "svg");
	hf_xml_attribute(&svg->xml, "xmlns", "http://www.w3.org/2000/svg");
	number(svg, "width", svg->width);
	number(svg, "height", svg->height);
	/* So that it can be shown smaller, too. */
	snprintf(box, sizeof(box), "0 0 %d %d", svg->width, svg->height);
	hf_xml_attribute(&svg->xml, "viewBox", box);
	hf_xml_text(&svg->xml, "title", "Copy chain");
	hf_xml_text(&svg->xml, "style", style);
	hf_xml_open(&svg->xml, "rect");
	hf_xml_attribute(&svg->xml, "width", "100%");
	hf_xml_attribute(&svg->xml, "height", "100%");
	hf_xml_attribute(&svg->xml, "fill", "#ffffff");
	hf_xml_close(&svg->xml);
	for (size_t e = 0; e < record->n_events; e++) {
		const struct hf_event *event = &record->events[e];

		draw_edges(svg, event, &event->sources, false);
		draw_edges(svg, event, &event->candidates, true);
	}
	for (size_t c = 0; c < record->n_copies; c++)
		draw_copy(svg, c);
	for (size_t e = 0; e < record->n_events; e++) {
		if (record->events[e].outcomes.n &&
		    record->events[e].sources.n +
			    record->events[e].candidates.n)
			label_event(svg, &record->events[e]);
	}
	draw_legend(svg);
	hf_xml_close(&svg->xml);
}

int hf_chain_report_svg(const struct hf_chain_report *report, FILE *out,
			struct hf_error *err)
{
	size_t n = report->record->n_copies + 1;
	struct svg svg = { .report = report };
	struct hf_buf document = { 0 };
	int ret = -1;

	if (n > MOST)
		return hf_fail(err, HF_EUSAGE,
			       "a picture of %zu copies could not be read; have it drawn as text, or for Graphviz",
			       n - 1);
	svg.row = calloc(n, sizeof(*svg.row));
	svg.place = calloc(n, sizeof(*svg.place));
	svg.in_row = calloc(n, sizeof(*svg.in_row));
	if (!svg.row || !svg.place || !svg.in_row) {
		hf_fail_memory(err);
		goto out;
	}
	find_rows(&svg);
	find_places(&svg);
	if (hf_xml_begin(&svg.xml, NULL, err) < 0)
		goto out;
	draw(&svg);
	ret = hf_xml_end(&svg.xml, &document, err);
	if (ret == 0)
		fwrite(document.data, 1, document.len, out);
out:
	hf_buf_release(&document);
	free(svg.row);
	free(svg.place);
	free(svg.in_row);
	return ret;
}
