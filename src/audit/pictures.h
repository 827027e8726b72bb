/* Pictures of the copy chains of packages of which something was found. */
#ifndef HF_AUDIT_PICTURES_H
#define HF_AUDIT_PICTURES_H

#include "audit/page.h"
#include "audit/report.h"

#define HF_PICTURES_MOST	24	/* on a page that people read */

struct hf_pictures {
	struct hf_page_picture at[HF_PICTURES_MOST];
	size_t n;
	bool undrawn;		/* there are more */
};

/*
 * Draw what can be drawn; what cannot has its reason, and only want of memory
 * is a failure.  To be released, also after that.
 */
int hf_pictures_draw(struct hf_pictures *pictures_ret,
		     const struct hf_audit_report *report,
		     struct hf_error *err);
void hf_pictures_release(struct hf_pictures *pictures);

#endif
