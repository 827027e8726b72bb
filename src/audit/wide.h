/*
 * Sums and spans that cannot overflow.  A sum that is too large stays at
 * UINT64_MAX, which is more than anybody holds; the order of things is kept.
 */
#ifndef HF_AUDIT_WIDE_H
#define HF_AUDIT_WIDE_H

#include <stdint.h>

/* A product of two numbers of 64 bits. */
typedef unsigned __int128 hf_wide;

static inline uint64_t hf_narrow(hf_wide value)
{
	return value > UINT64_MAX ? UINT64_MAX : (uint64_t)value;
}

static inline uint64_t hf_sum(uint64_t a, uint64_t b)
{
	return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

static inline uint64_t hf_less(uint64_t a, uint64_t b)
{
	return a > b ? a - b : 0;
}

/* a * b / c, rounded up; UINT64_MAX where c is 0 and the rest is not. */
static inline uint64_t hf_share_up(uint64_t a, uint64_t b, uint64_t c)
{
	hf_wide product = (hf_wide)a * b;

	if (!c)
		return product ? UINT64_MAX : 0;
	return hf_narrow(product / c + (product % c != 0));
}

/* The same, rounded down. */
static inline uint64_t hf_share_down(uint64_t a, uint64_t b, uint64_t c)
{
	hf_wide product = (hf_wide)a * b;

	if (!c)
		return product ? UINT64_MAX : 0;
	return hf_narrow(product / c);
}

/* Seconds from @from to @to; 0 where a clock was set back between them. */
static inline uint64_t hf_span(int64_t from, int64_t to)
{
	return to > from ? (uint64_t)to - (uint64_t)from : 0;
}

/* So many seconds behind @from. */
static inline int64_t hf_later(int64_t from, uint64_t seconds)
{
	return seconds > hf_span(from, INT64_MAX) ?
		INT64_MAX : (int64_t)((uint64_t)from + seconds);
}

#endif
