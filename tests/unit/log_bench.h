/* A register's log in the private folder, for the suites that need one. */
#ifndef HF_TESTS_LOG_BENCH_H
#define HF_TESTS_LOG_BENCH_H

#include "unit.h"

#include "log/log.h"

#define ORIGIN		"archive.example.org/log"
#define LINES_EACH	7	/* of an entry that log_entry() makes */

/* The key that signs, what trusts it, and another that nobody trusts. */
extern struct hf_signer log_signer, log_stranger;
extern struct hf_trust *log_trust;

/* A log of no entries, signed by log_signer, or by nobody. */
void log_begin(bool is_signed);
void log_end(void);

/* Who trusts this text, as trust.txt has it. */
struct hf_trust *log_trusts(const char *text);
/* The line "log VKEY", or "witness NAME VKEY" where there is a name. */
char *log_trust_line(const struct hf_signer *signer, const char *witness);

/* An entry whose Package is @package, which must stay. */
struct hf_entry log_entry(const char *package);

struct hf_log *log_open(const struct hf_signer *signer);
/* Add @n entries, one at a time. */
void log_add(struct hf_log *log, int n);
/* Open, add, close. */
void log_grow(int n);

/* The findings of hf_log_verify(), as unit_findings() has them, until the next. */
const char *log_verify(const struct hf_trust *trust,
		       struct hf_log_summary *summary_ret);
/* The particulars of the last findings, in order. */
const struct hf_finding *log_found(size_t i);

/* A file of the private folder, to be freed; @len_ret may be NULL. */
char *log_read_file(const char *path, size_t *len_ret);
void log_remove(const char *path);

#endif
