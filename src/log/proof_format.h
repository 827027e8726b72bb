/* The words of a proof (C2SP tlog-proof, Format). */
#ifndef HF_LOG_PROOF_FORMAT_H
#define HF_LOG_PROOF_FORMAT_H

#define HF_PROOF_FIRST_LINE	"c2sp.org/tlog-proof@v1"
#define HF_PROOF_EXTRA		"extra "
#define HF_PROOF_INDEX		"index "

#endif
