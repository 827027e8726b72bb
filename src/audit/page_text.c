/* Text from anywhere, on the page. */
#include <string.h>

#include "audit/page.h"
#include "base/text.h"

static void put_html(struct hf_buf *out, char c)
{
	switch (c) {
	case '&':
		hf_buf_adds(out, "&amp;");
		break;
	case '<':
		hf_buf_adds(out, "&lt;");
		break;
	case '>':
		hf_buf_adds(out, "&gt;");
		break;
	case '"':
		hf_buf_adds(out, "&quot;");
		break;
	case '\'':
		hf_buf_adds(out, "&#39;");
		break;
	default:
		hf_buf_addc(out, c);
	}
}

/* U+FFFE and U+FFFF are UTF-8, and nothing that XML may hold (XML 1.0, 2.2). */
void hf_page_text(struct hf_buf *out, const char *text, size_t len)
{
	struct hf_buf shown = { 0 };

	hf_escape(&shown, text, len);
	for (size_t i = 0; i < shown.len; i++) {
		if (shown.len - i >= 3 &&
		    (!memcmp(shown.data + i, "\xef\xbf\xbe", 3) ||
		     !memcmp(shown.data + i, "\xef\xbf\xbf", 3))) {
			hf_buf_adds(out, "\xef\xbf\xbd");
			i += 2;
		} else {
			put_html(out, shown.data[i]);
		}
	}
	out->failed |= shown.failed;
	hf_buf_release(&shown);
}

void hf_page_words(struct hf_buf *out, const char *text)
{
	if (text)
		hf_page_text(out, text, strlen(text));
}
