#include "base/chars.h"
#include "provenance/event_type.h"
#include "provenance/facts.h"


/* PREMIS's in the order of their codes, then ours. */
static const struct hf_event_type types[] = {
	{ "accession", "acc", HF_ACT_ACCESSION },
	{ "appraisal", "app", HF_ACT_OTHER },
	{ "capture", "cap", HF_ACT_REWRITING },
	{ "compression", "com", HF_ACT_REWRITING },
	{ "compiling", "cop", HF_ACT_MAKING },
	{ "creation", "cre", HF_ACT_MAKING },
	{ "deaccession", "dea", HF_ACT_RELEASE },
	{ "decompression", "dec", HF_ACT_REWRITING },
	{ "deletion", "del", HF_ACT_ENDING },
	{ "decryption", "der", HF_ACT_REWRITING },
	{ "digital signature validation", "dig", HF_ACT_OTHER },
	{ "dissemination", "dis", HF_ACT_MAKING },
	{ "digital signature generation", "dsg", HF_ACT_OTHER },
	{ "displaying", "dsp", HF_ACT_OTHER },
	{ "encryption", "enc", HF_ACT_REWRITING },
	{ "execution", "exe", HF_ACT_OTHER },
	{ "exporting", "exp", HF_ACT_MAKING },
	{ "extraction", "ext", HF_ACT_MAKING },
	{ "forensic feature analysis", "ffa", HF_ACT_OTHER },
	{ "filename change", "fil", HF_ACT_OTHER },
	{ "fixity check", "fix", HF_ACT_CHECK },
	{ "format identification", "for", HF_ACT_OTHER },
	{ "imaging", "ima", HF_ACT_REWRITING },
	{ "ingestion end", "ine", HF_ACT_OTHER },
	{ "ingestion", "ing", HF_ACT_OTHER },
	{ "ingestion start", "ins", HF_ACT_OTHER },
	{ "interpreting", "int", HF_ACT_OTHER },
	{ "information package creation", "ipc", HF_ACT_MAKING },
	{ "information package merging", "ipm", HF_ACT_MAKING },
	{ "information package splitting", "ips", HF_ACT_MAKING },
	{ "metadata extraction", "mee", HF_ACT_OTHER },
	{ "metadata modification", "mem", HF_ACT_OTHER },
	{ "message digest calculation", "mes", HF_ACT_OTHER },
	{ "migration", "mig", HF_ACT_REWRITING },
	{ "modification", "mod", HF_ACT_REWRITING },
	{ "normalization", "nor", HF_ACT_REWRITING },
	{ "packing", "pac", HF_ACT_MAKING },
	{ "policy assignment", "poa", HF_ACT_OTHER },
	{ "printing", "prt", HF_ACT_MAKING },
	{ "quarantine", "qua", HF_ACT_OTHER },
	{ "recovery", "rec", HF_ACT_RECOVERY },
	{ "redaction", "red", HF_ACT_REWRITING },
	{ "refreshment", "ref", HF_ACT_REPLICATION },
	{ "rendering", "ren", HF_ACT_REWRITING },
	{ "replication", "rep", HF_ACT_REPLICATION },
	{ "transfer", "tra", HF_ACT_TRANSFER },
	{ "unpacking", "unp", HF_ACT_MAKING },
	{ "unquarantine", "unq", HF_ACT_OTHER },
	{ "validation", "val", HF_ACT_OTHER },
	{ "virus check", "vir", HF_ACT_OTHER },
	{ "calendaring", NULL, HF_ACT_REWRITING },
	{ "destruction", NULL, HF_ACT_ENDING },
	{ "loss", NULL, HF_ACT_LOSS },
	{ "observation", NULL, HF_ACT_SIGHTING },
	{ "receipt", NULL, HF_ACT_RECEIPT },
	{ "transcription", NULL, HF_ACT_REWRITING },
	{ "translation", NULL, HF_ACT_REWRITING },
};

#define N_TYPES	(sizeof(types) / sizeof(types[0]))

const struct hf_event_type *hf_event_type_find(const char *name)
{
	for (size_t i = 0; i < N_TYPES; i++) {
		if (!hf_ascii_casecmp(name, types[i].label) ||
		    (types[i].code && !hf_ascii_casecmp(name, types[i].code)))
			return &types[i];
	}
	return NULL;
}

const char *hf_event_type_label(void *ctx, size_t i)
{
	(void)ctx;
	return i < N_TYPES ? types[i].label : NULL;
}
