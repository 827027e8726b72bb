/* What the files of a witness share. */
#ifndef HF_REGISTER_WITNESS_INSIDE_H
#define HF_REGISTER_WITNESS_INSIDE_H

#include "base/arena.h"
#include "base/buf.h"
#include "register/witness.h"

#define HF_WITNESS_TEXT		"witness.txt"
#define HF_WITNESS_KEY		"witness-key"
#define HF_WITNESS_SEEN		"checkpoint"
#define HF_WITNESS_COSIGNED	"cosigned"

#define HF_WITNESS_LOG_KEYS	16

/* What witness.txt says (witness_text.c). */
struct hf_witness_text {
	const char *name, *origin, *key_file;
	struct hf_verifier log_keys[HF_WITNESS_LOG_KEYS];
	size_t n_log_keys;
};

/* Its text, as holdfast writes it. */
int hf_witness_text_write(struct hf_buf *out,
			  const struct hf_witness_init *init,
			  struct hf_error *err);
/*
 * Read it; strings are put into @arena.  HF_EREFUSED, with @name and the line,
 * for the first mistake.
 */
int hf_witness_text_read(struct hf_witness_text *text_ret,
			 struct hf_arena *arena, const struct hf_buf *in,
			 const char *name, struct hf_error *err);
/* Why a witness cannot be so (HF_EUSAGE); the key of the log in *@key_ret. */
int hf_witness_check(const struct hf_witness_init *init,
		     struct hf_verifier *key_ret, struct hf_error *err);

struct hf_witness_inside {
	struct hf_witness witness;
	struct hf_arena arena;
};

/*
 * Read all that lies at options->replica by the log in the register folder
 * @dir, which was verified up to @head (witness_replica.c).
 */
int hf_witness_read_replica(const struct hf_witness *witness, int dir,
			    const struct hf_checkpoint *head,
			    const struct hf_witness_options *options,
			    struct hf_sink *sink,
			    struct hf_witnessed *witnessed,
			    struct hf_error *err);

#endif
