/*
 * Words of several streams side by side, in the compilers' vector extension:
 * gcc and clang make AVX2 or AVX-512 of it, as the function that uses it says.
 *
 * Whatever is done many times is written out by macros, not by loops: then
 * every index is a constant, and arrays of vectors live in registers.
 */
#ifndef HF_DIGEST_VECTOR_H
#define HF_DIGEST_VECTOR_H

#include <stdint.h>
#include <string.h>

typedef uint64_t hf_v4x64 __attribute__((vector_size(32)));
typedef uint64_t hf_v8x64 __attribute__((vector_size(64)));
typedef uint32_t hf_v8x32 __attribute__((vector_size(32)));
typedef uint32_t hf_v16x32 __attribute__((vector_size(64)));

/* A sum so far: the compiler would change the order of what is added. */
#define HF_AS_WRITTEN(x)	__asm__("" : "+v"(x))

#define HF_4_TIMES(DO, i)	DO(i) DO((i) + 1) DO((i) + 2) DO((i) + 3)
#define HF_8_TIMES(DO, i)	HF_4_TIMES(DO, i) HF_4_TIMES(DO, (i) + 4)
#define HF_16_TIMES(DO, i)	HF_8_TIMES(DO, i) HF_8_TIMES(DO, (i) + 8)

/* The same for each of so many streams, or groups of lanes, in turn. */
#define HF_EACH_1(DO, ...)	DO(0, __VA_ARGS__)
#define HF_EACH_2(DO, ...)	DO(0, __VA_ARGS__) DO(1, __VA_ARGS__)
#define HF_EACH_4(DO, ...)	HF_EACH_2(DO, __VA_ARGS__)	\
				DO(2, __VA_ARGS__) DO(3, __VA_ARGS__)

/* Parts of two rows exchanged: the step by which a square is transposed. */
#define HF_MIX(a, b, ...)	__builtin_shufflevector(a, b, __VA_ARGS__)

#define HF_STEP(x, y, how)					\
	do {							\
		__typeof__(x) step_x = (x), step_y = (y);	\
		(x) = HF_MIX(step_x, step_y, how##L);		\
		(y) = HF_MIX(step_x, step_y, how##H);		\
	} while (0)

/* Two, and four, rows with those that are @far behind them. */
#define HF_STEP_2(r, how, far, a, b)				\
	HF_STEP(r[a], r[a + far], how);				\
	HF_STEP(r[b], r[b + far], how)

#define HF_STEP_4(r, how, far, a, b, c, d)			\
	HF_STEP_2(r, how, far, a, b);				\
	HF_STEP_2(r, how, far, c, d)

#define HF_4_1L	0, 4, 2, 6
#define HF_4_1H	1, 5, 3, 7
#define HF_4_2L	0, 1, 4, 5
#define HF_4_2H	2, 3, 6, 7

#define HF_8_1L	0, 8, 2, 10, 4, 12, 6, 14
#define HF_8_1H	1, 9, 3, 11, 5, 13, 7, 15
#define HF_8_2L	0, 1, 8, 9, 4, 5, 12, 13
#define HF_8_2H	2, 3, 10, 11, 6, 7, 14, 15
#define HF_8_4L	0, 1, 2, 3, 8, 9, 10, 11
#define HF_8_4H	4, 5, 6, 7, 12, 13, 14, 15

/*
 * Of sixteen: steps that have an instruction without a table of places.  Within
 * quarters words and pairs of words alternate, then quarters are parted.
 */
#define HF_16_1L 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29
#define HF_16_1H 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31
#define HF_16_2L 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29
#define HF_16_2H 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31
#define HF_16_4L 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27
#define HF_16_4H 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31

#define HF_EXCHANGE(x, y)			\
	do {					\
		__typeof__(x) exchanged = (x);	\
		(x) = (y);			\
		(y) = exchanged;		\
	} while (0)

/* A square of rows becomes one of columns, in place. */
#define HF_TRANSPOSE_4(r)						\
	do {								\
		HF_STEP_2(r, HF_4_1, 1, 0, 2);				\
		HF_STEP_2(r, HF_4_2, 2, 0, 1);				\
	} while (0)

#define HF_TRANSPOSE_8(r)						\
	do {								\
		HF_STEP_4(r, HF_8_1, 1, 0, 2, 4, 6);			\
		HF_STEP_4(r, HF_8_2, 2, 0, 1, 4, 5);			\
		HF_STEP_4(r, HF_8_4, 4, 0, 1, 2, 3);			\
	} while (0)

#define HF_TRANSPOSE_16(r)						\
	do {								\
		HF_STEP_4(r, HF_16_1, 1, 0, 2, 4, 6);			\
		HF_STEP_4(r, HF_16_1, 1, 8, 10, 12, 14);		\
		HF_STEP_4(r, HF_16_2, 2, 0, 1, 4, 5);			\
		HF_STEP_4(r, HF_16_2, 2, 8, 9, 12, 13);			\
		HF_STEP_4(r, HF_16_4, 4, 0, 1, 2, 3);			\
		HF_STEP_4(r, HF_16_4, 4, 8, 9, 10, 11);			\
		HF_STEP_4(r, HF_16_4, 8, 0, 1, 2, 3);			\
		HF_STEP_4(r, HF_16_4, 8, 4, 5, 6, 7);			\
		HF_EXCHANGE(r[1], r[2]);				\
		HF_EXCHANGE(r[5], r[6]);				\
		HF_EXCHANGE(r[9], r[10]);				\
		HF_EXCHANGE(r[13], r[14]);				\
	} while (0)

/* Sixteen rows, in as many squares as they make. */
#define HF_COLUMNS_4(r)							\
	do {								\
		HF_TRANSPOSE_4((r));					\
		HF_TRANSPOSE_4((r + 4));				\
		HF_TRANSPOSE_4((r + 8));				\
		HF_TRANSPOSE_4((r + 12));				\
	} while (0)

#define HF_COLUMNS_8(r)							\
	do {								\
		HF_TRANSPOSE_8((r));					\
		HF_TRANSPOSE_8((r + 8));				\
	} while (0)

#define HF_COLUMNS_16(r)	HF_TRANSPOSE_16(r)

#endif
