/*
 * The types of event that a record may hold: PREMIS's, from the Library of
 * Congress (id.loc.gov/vocabulary/preservation/eventType), and ours for what
 * happens outside a repository, for which PREMIS has no word.
 */
#ifndef HF_PROVENANCE_EVENT_TYPE_H
#define HF_PROVENANCE_EVENT_TYPE_H

/* What an event means for the copies that it names. */
enum hf_act {
	HF_ACT_OTHER,		/* nothing that a chain rests on */
	HF_ACT_MAKING,		/* outcomes come into being from the sources */
	HF_ACT_REPLICATION,	/* the same, bit by bit */
	HF_ACT_REWRITING,	/* the same, in other words or other bits */
	HF_ACT_ACCESSION,	/* its outcome is the archived original */
	HF_ACT_TRANSFER,	/* custody of the sources goes from, and to */
	HF_ACT_RECEIPT,		/* custody of the sources is accepted */
	HF_ACT_SIGHTING,	/* the sources were seen to exist */
	HF_ACT_CHECK,		/* the sources were read again in full */
	HF_ACT_ENDING,		/* the sources are no more */
	HF_ACT_RELEASE,		/* the sources are, but are kept no longer */
	HF_ACT_LOSS,		/* nobody knows where the sources are */
	HF_ACT_RECOVERY,	/* sources are back, or made from the outcome */
};

struct hf_event_type {
	const char *label;	/* "transfer" */
	const char *code;	/* PREMIS's, "tra"; NULL for one of ours */
	enum hf_act act;
};

#endif
