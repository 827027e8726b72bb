/* Kernels for x86-64: compiled always, used where the processor has them. */
#include "digest/kernel.h"

#ifdef __x86_64__

#include <immintrin.h>

#include "digest/constants.h"
#include "digest/vector.h"

#define JOIN_NOW(a, b)	a##b
#define JOIN(a, b)	JOIN_NOW(a, b)

/*
 * What a kernel is compiled for.  Of its sums of pointers clang's sanitizer
 * makes more than its optimizer gets through in minutes.
 */
#define FOR(what)	__attribute__((target(what), \
				       no_sanitize("pointer-overflow")))
#define AVX2		FOR("avx2")
#define AVX512		FOR("avx512f,avx512bw,avx512vl,avx512dq")
#define SHA_NI		FOR("sha,sse4.1")

static bool has_avx2(void)
{
	return __builtin_cpu_supports("avx2");
}

static bool has_avx512(void)
{
	return __builtin_cpu_supports("avx512f") &&
	       __builtin_cpu_supports("avx512bw") &&
	       __builtin_cpu_supports("avx512vl") &&
	       __builtin_cpu_supports("avx512dq");
}

/* The bytes of each 64-bit word in reverse. */
AVX2 static inline hf_v4x64 swap64_x4(hf_v4x64 x)
{
	const __m256i order = _mm256_set_epi8(
		8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7,
		8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7);

	return (hf_v4x64)_mm256_shuffle_epi8((__m256i)x, order);
}

AVX512 static inline hf_v8x64 swap64_x8(hf_v8x64 x)
{
	const __m512i order = _mm512_broadcast_i32x4(_mm_set_epi8(
		8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));

	return (hf_v8x64)_mm512_shuffle_epi8((__m512i)x, order);
}

/*
 * Functions of three words, bit by bit (FIPS 180-4, 4.1): by what AVX2 has, or
 * by the one instruction of AVX-512, told what each of eight cases gives.
 */
#define PLAIN_CH(x, y, z)	((((y) ^ (z)) & (x)) ^ (z))
#define PLAIN_MAJ(x, y, z)	((((x) ^ (y)) & ((y) ^ (z))) ^ (y))
#define PLAIN_XOR3(x, y, z)	((x) ^ (y) ^ (z))

#define YMM_OF(cases, x, y, z)						\
	((__typeof__(x))_mm256_ternarylogic_epi64((__m256i)(x),		\
		(__m256i)(y), (__m256i)(z), cases))
#define YMM_CH(x, y, z)		YMM_OF(0xca, x, y, z)
#define YMM_MAJ(x, y, z)	YMM_OF(0xe8, x, y, z)
#define YMM_XOR3(x, y, z)	YMM_OF(0x96, x, y, z)

#define ZMM_OF(cases, x, y, z)						\
	((__typeof__(x))_mm512_ternarylogic_epi64((__m512i)(x),		\
		(__m512i)(y), (__m512i)(z), cases))
#define ZMM_CH(x, y, z)		ZMM_OF(0xca, x, y, z)
#define ZMM_MAJ(x, y, z)	ZMM_OF(0xe8, x, y, z)
#define ZMM_XOR3(x, y, z)	ZMM_OF(0x96, x, y, z)

#define LANES		8
#define VECTOR		hf_v8x64
#define LOGIC		ZMM
#define TARGET		AVX512
#define NAME		sha512_avx512_x8
#include "digest/sha512_lanes.inc"

#define LANES		4
#define VECTOR		hf_v4x64
#define LOGIC		YMM
#define TARGET		AVX512
#define NAME		sha512_avx512_x4
#include "digest/sha512_lanes.inc"

#define LANES		4
#define VECTOR		hf_v4x64
#define LOGIC		PLAIN
#define TARGET		AVX2
#define NAME		sha512_avx2_x4
#include "digest/sha512_lanes.inc"

/* The bytes of each 32-bit word in reverse. */
AVX2 static inline hf_v8x32 swap32_x8(hf_v8x32 x)
{
	const __m256i order = _mm256_set_epi8(
		12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3,
		12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3);

	return (hf_v8x32)_mm256_shuffle_epi8((__m256i)x, order);
}

AVX512 static inline hf_v16x32 swap32_x16(hf_v16x32 x)
{
	const __m512i order = _mm512_broadcast_i32x4(_mm_set_epi8(
		12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3));

	return (hf_v16x32)_mm512_shuffle_epi8((__m512i)x, order);
}

#define LANES		8
#define VECTOR		hf_v8x32
#define LOGIC		PLAIN
#define TARGET		AVX2
#define NAME		sha1_avx2_x8
#include "digest/sha1_lanes.inc"

#define LANES		16
#define VECTOR		hf_v16x32
#define LOGIC		ZMM
#define TARGET		AVX512
#define NAME		sha1_avx512_x16
#include "digest/sha1_lanes.inc"

/* RFC 1321, 3.4: F is Ch; in G, what does not need x comes first. */
#define PLAIN_F(x, y, z)	PLAIN_CH(x, y, z)
#define PLAIN_G(x, y, z)	(((y) & ~(z)) + ((x) & (z)))
#define PLAIN_I(x, y, z)	((y) ^ ((x) | ~(z)))
#define ZMM_F(x, y, z)		ZMM_CH(x, y, z)
#define ZMM_G(x, y, z)		ZMM_CH(z, x, y)
#define ZMM_I(x, y, z)		ZMM_OF(0x39, x, y, z)

#define LANES		16
#define GROUPS		2
#define VECTOR		hf_v16x32
#define LOGIC		ZMM
#define TARGET		AVX512
#define NAME		md5_avx512_x32
#include "digest/md5_lanes.inc"

#define LANES		16
#define GROUPS		1
#define VECTOR		hf_v16x32
#define LOGIC		ZMM
#define TARGET		AVX512
#define NAME		md5_avx512_x16
#include "digest/md5_lanes.inc"

#define LANES		8
#define GROUPS		2
#define VECTOR		hf_v8x32
#define LOGIC		PLAIN
#define TARGET		AVX2
#define NAME		md5_avx2_x16
#include "digest/md5_lanes.inc"

#define LANES		8
#define GROUPS		1
#define VECTOR		hf_v8x32
#define LOGIC		PLAIN
#define TARGET		AVX2
#define NAME		md5_avx2_x8
#include "digest/md5_lanes.inc"

/*
 * SHA-256 has instructions of its own, four rounds at a time on one stream
 * (SHA-NI).  Each waits for the one before it, so several streams go in turn.
 */
static bool has_sha_ni(void)
{
	unsigned int a = 0, b = 0, c = 0, d = 0;

	__asm__("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d) : : );
	if (a < 7)
		return false;
	a = 7;
	c = 0;
	__asm__("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d) : : );
	return (b & 1u << 29) && __builtin_cpu_supports("sse4.1");
}

/* The order that the instructions want: ABEF and CDGH. */
SHA_NI static inline void enter(const uint32_t *h, __m128i *abef,
				__m128i *cdgh)
{
	__m128i dcba = _mm_loadu_si128((const __m128i *)h);
	__m128i hgfe = _mm_loadu_si128((const __m128i *)(h + 4));
	__m128i cdab = _mm_shuffle_epi32(dcba, 0xb1);
	__m128i efgh = _mm_shuffle_epi32(hgfe, 0x1b);

	*abef = _mm_alignr_epi8(cdab, efgh, 8);
	*cdgh = _mm_blend_epi16(efgh, cdab, 0xf0);
}

SHA_NI static inline void leave(uint32_t *h, __m128i abef, __m128i cdgh)
{
	__m128i feba = _mm_shuffle_epi32(abef, 0x1b);
	__m128i dchg = _mm_shuffle_epi32(cdgh, 0xb1);

	_mm_storeu_si128((__m128i *)h, _mm_blend_epi16(feba, dchg, 0xf0));
	_mm_storeu_si128((__m128i *)(h + 4), _mm_alignr_epi8(dchg, feba, 8));
}

#define STREAMS		2
#define NAME		sha256_ni_x2
#include "digest/sha256_ni.inc"

#define STREAMS		4
#define NAME		sha256_ni_x4
#include "digest/sha256_ni.inc"

static const struct hf_kernel kernels[] = {
	{ "sha512 x8, AVX-512", HF_SHA512, 8, 3.0, has_avx512,
	  sha512_avx512_x8 },
	{ "sha512 x4, AVX-512", HF_SHA512, 4, 2.9, has_avx512,
	  sha512_avx512_x4 },
	{ "sha512 x4, AVX2", HF_SHA512, 4, 1.5, has_avx2,
	  sha512_avx2_x4 },
	{ "sha256 x4, SHA-NI", HF_SHA256, 4, 3.65, has_sha_ni,
	  sha256_ni_x4 },
	{ "sha256 x2, SHA-NI", HF_SHA256, 2, 3.4, has_sha_ni,
	  sha256_ni_x2 },
	{ "sha1 x16, AVX-512", HF_SHA1, 16, 7.3, has_avx512,
	  sha1_avx512_x16 },
	{ "sha1 x8, AVX2", HF_SHA1, 8, 4.4, has_avx2,
	  sha1_avx2_x8 },
	{ "md5 x32, AVX-512", HF_MD5, 32, 11.0, has_avx512,
	  md5_avx512_x32 },
	{ "md5 x16, AVX-512", HF_MD5, 16, 8.3, has_avx512,
	  md5_avx512_x16 },
	{ "md5 x16, AVX2", HF_MD5, 16, 7.8, has_avx2,
	  md5_avx2_x16 },
	{ "md5 x8, AVX2", HF_MD5, 8, 5.0, has_avx2,
	  md5_avx2_x8 },
};

const struct hf_kernel *hf_kernel_at(size_t i)
{
	return i < sizeof(kernels) / sizeof(kernels[0]) ? &kernels[i] : NULL;
}

#else

/* Elsewhere OpenSSL computes everything. */
const struct hf_kernel *hf_kernel_at(size_t i)
{
	(void)i;
	return NULL;
}

#endif
