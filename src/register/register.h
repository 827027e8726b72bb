/*
 * The register: what an archive holds and where, in plain text that outlives
 * the program (docs/formats/register.md).
 *
 *	REGISTER/register.txt	written by people: this register, its places, its policy
 *	REGISTER/trust.txt	whose signatures count (log/trust.h)
 *	REGISTER/log/		what happened (log/log.h)
 *	REGISTER/catalogue.db	an index of the log (register/catalogue.h)
 */
#ifndef HF_REGISTER_REGISTER_H
#define HF_REGISTER_REGISTER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "digest/algorithm.h"
#include "finding/finding.h"
#include "log/log.h"
#include "provenance/model.h"

enum hf_held_form { HF_HELD_BAG, HF_HELD_TAR };

/* "bag", "tar"; and the reverse, false where it is neither. */
HF_API const char *hf_held_form_name(enum hf_held_form form);
HF_API bool hf_held_form_parse(const char *name, enum hf_held_form *form_ret);

enum hf_location_trust { HF_TRUSTED, HF_SEMI_TRUSTED, HF_UNTRUSTED, HF_DEAD };

/* "trusted", "semi", "untrusted", "dead". */
HF_API const char *hf_location_trust_name(enum hf_location_trust trust);

/* A place where copies lie: a Location stanza. */
struct hf_location {
	const char *id;
	const char *origin;	/* of the register that it belongs to */
	unsigned long line;	/* of register.txt */
	const char *url;	/* as it is written */
	const char *path;	/* the folder that it names, absolute */
	const char *site;
	const char **threat_zones;
	size_t n_threat_zones;
	const char *medium;
	const char *media_since;	/* EDTF, or NULL */
	const char *credential_domain;	/* or NULL */
	enum hf_location_trust trust;
	enum hf_held_form form;
};

/* How often copies at one place are read: "Interval-At: tape-room 365d". */
struct hf_interval_at {
	const char *location;
	int64_t seconds;
	unsigned long line;
};

/* The Policy stanza.  0: nothing is asked. */
struct hf_register_policy {
	unsigned long line;
	uint64_t min_copies, min_sites, min_threat_zones, min_media;
	int64_t interval;		/* seconds between full readings; 0: there is no Policy */
	struct hf_interval_at *interval_at;
	size_t n_interval_at;
	hf_alg_set algorithms;		/* of which a bag must have one at least; 0: any */
	enum hf_grade min_grade;	/* 0: none */
	const char *quorum;		/* a group of trust.txt, or NULL */
	const char *profile;		/* a file, absolute: what comes in must meet it; or NULL */
};

/*
 * What the archive declares of itself, as it is written: "Declared:
 * integrity-1-malware We scan ..." (audit/levels.h).
 */
struct hf_register_declared {
	const char *text;
	unsigned long line;
};

struct hf_register {
	const char *path;		/* as it was given */
	int dir;			/* the folder, open */
	const char *organisation, *contact, *origin;
	const char *key_file;		/* absolute, or NULL: unsigned */
	struct hf_location *locations;	/* in the order of the file */
	size_t n_locations;
	struct hf_register_policy policy;
	struct hf_register_declared *declared;
	size_t n_declared;
	struct hf_trust *trust;		/* what trust.txt says */
	void *inside;			/* the library's own */
};

struct hf_register_init {
	const char *organisation;	/* NULL: the host's name */
	const char *origin;		/* NULL: made of the host's name and the folder's */
	const char *contact;		/* or NULL */
};

/*
 * Make a register in the folder @path, where nothing may be yet (an empty
 * folder is as good; HF_EUSAGE): all of it, or nothing.
 */
HF_API int hf_register_create(const char *path,
			      const struct hf_register_init *init,
			      struct hf_error *err);

/*
 * Open it.  Mistakes in register.txt and trust.txt go to @sink, with their
 * line, all of them; then HF_EREFUSED.  On success the caller owns
 * *@register_ret.
 */
HF_API int hf_register_open(struct hf_register **register_ret,
			    const char *path, struct hf_sink *sink,
			    struct hf_error *err);
HF_API void hf_register_close(struct hf_register *reg);	/* NULL is allowed */

/* The location of that identifier, or NULL. */
HF_API const struct hf_location *hf_register_location(
	const struct hf_register *reg, const char *id);
/* How often copies there are to be read, in seconds; 0: nothing is asked. */
HF_API int64_t hf_register_interval(const struct hf_register *reg,
				    const char *location);

/*
 * Add a location: its stanza is put behind register.txt, which is written
 * aside and renamed, and the folder gets its marker.  HF_EUSAGE where the
 * identifier is taken, a value is missing or cannot be, the folder is not
 * there, or it is another location's; HF_EREFUSED where register.txt got a
 * mistake meanwhile.  What people wrote stays as it is.  Of @location everything
 * counts but line, origin and path.  What is open knows of it when it is opened
 * again.
 */
HF_API int hf_register_add_location(struct hf_register *reg,
				    const struct hf_location *location,
				    struct hf_error *err);

/*
 * Read the private key that Key-File names: 1 and the signer, 0 where there is
 * no Key-File.  A file that others can read is refused (HF_EREFUSED).
 */
HF_API int hf_register_signer(const struct hf_register *reg,
			      struct hf_signer *signer_ret,
			      struct hf_error *err);

/*
 * Whether @name can be that of a package here: UTF-8, no slash, no control
 * character, no blank at an end, no dot at the beginning, at most 200 octets.
 * If not, *@why_ret is what is wrong, in words ("begins with a dot").
 */
HF_API bool hf_package_name_is_good(const char *name, const char **why_ret);

#endif
