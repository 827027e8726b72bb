/*
 * Findings on their way from one process to another that may lie.
 *
 * Whoever reads them believes nothing but what he has checked: lengths, the
 * identifier, that a text is one.
 */
#ifndef HF_FINDING_WIRE_H
#define HF_FINDING_WIRE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "finding/finding.h"

/* Append @finding; memory may end, see hf_buf_check(). */
void hf_wire_put(struct hf_buf *buf, const struct hf_finding *finding);

/*
 * The finding that the @size octets at @data are, all of them; its strings lie
 * in @data.  False where they are none.
 */
bool hf_wire_get(const void *data, size_t size, struct hf_finding *finding_ret);

#endif
