/* What OpenSSL is made of on this machine, before it is asked for digests. */
#ifndef HF_DIGEST_CONFIGURE_H
#define HF_DIGEST_CONFIGURE_H

/*
 * Have OpenSSL read its configuration, and load what that names, now and not
 * when the first digester is made.
 */
void hf_digesters_configure(void);

#endif
