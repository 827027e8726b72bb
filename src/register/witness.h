/*
 * A witness: another site that keeps the last checkpoint that it saw of a
 * register's log, and cosigns the next one only if it continues that.
 *
 *	SITE/witness.txt	whose log it is, and by which keys that is signed
 *	SITE/witness-key	what the witness signs with; nobody else may read it
 *	SITE/checkpoint		the last one that was seen here
 *	SITE/cosigned		the same with our cosignature, for the register
 *	SITE/catalogue.db	an index of the log, which may be deleted
 */
#ifndef HF_REGISTER_WITNESS_H
#define HF_REGISTER_WITNESS_H

#include <stdbool.h>

#include "log/log.h"
#include "register/moving.h"

struct hf_witness_init {
	const char *name;	/* as that of a location: also the name of its key */
	const char *origin;	/* of the log */
	const char *log_key;	/* as a vkey */
};

/*
 * Make the folder @path, where nothing may be yet (an empty folder is as
 * good), with a key of its own, of which the vkey is appended to @vkey.
 * HF_EUSAGE for a name or an origin that cannot be, and for a key that is not
 * a log's.
 */
HF_API int hf_witness_create(const char *path,
			     const struct hf_witness_init *init,
			     struct hf_buf *vkey, struct hf_error *err);

struct hf_witness {
	const char *path;		/* as it was given */
	int dir;			/* the folder, open and locked */
	const char *name, *origin;
	const char *key_file;		/* absolute */
	struct hf_trust *trust;		/* the keys of the log */
	bool has_seen;
	struct hf_log_seen seen;	/* the checkpoint that is kept */
	void *inside;			/* the library's own */
};

/*
 * Open it; the caller owns *@witness_ret.  HF_EREFUSED, with the line, for a
 * mistake in witness.txt, where another process has it open, and where the
 * checkpoint is gone though one was cosigned: it is what a witness knows.
 */
HF_API int hf_witness_open(struct hf_witness **witness_ret, const char *path,
			   struct hf_error *err);
HF_API void hf_witness_close(struct hf_witness *witness); /* NULL is allowed */
/* Append the vkey of the witness. */
HF_API int hf_witness_vkey(const struct hf_witness *witness,
			   struct hf_buf *vkey, struct hf_error *err);

struct hf_witness_options {
	const char *replica;	/* the folder of the location here; NULL: none */
	struct hf_moving_options reading;
};

struct hf_witnessed {
	struct hf_checkpoint head;	/* of the log, as it was read */
	bool cosigned;			/* nothing speaks against it */
	bool delivered;			/* log/witness/NAME of the register has it */
	char location[129];		/* of the replica; "": none was read */
	uint64_t packages, octets;	/* read there in full, and right */
	uint64_t wrong;			/* missing, damaged, or not to be seen */
};

/*
 * Verify the copy of the log at @path/log, by the keys of @witness and its
 * last checkpoint; then, if a replica is named, read in full each package that
 * by the log is held there, and compare its root.  What is wrong goes to
 * @sink: all that hf_log_verify() finds, unreachable, missing, bag-substituted,
 * bag-rolled-back, and what is found in a bag.
 *
 * With no error among that, the checkpoint is stored, and durable, before it is
 * cosigned; the cosignature is written to SITE/cosigned, and to the register,
 * if that lets us.
 */
HF_API int hf_witness_cosign(struct hf_witness *witness, const char *path,
			     const struct hf_witness_options *options,
			     struct hf_sink *sink,
			     struct hf_witnessed *witnessed_ret,
			     struct hf_error *err);

#endif
