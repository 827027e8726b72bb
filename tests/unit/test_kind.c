#include "container/kind.h"

#include <stdio.h>
#include <string.h>

#include "unit.h"

static void tar_header(unsigned char *header)
{
	memset(header, 0, HF_KIND_OCTETS);
	strcpy((char *)header, "BZh9bag/");
	memcpy(header + 257, "ustar", 5);
	/* 8 blanks, the name, and the magic. */
	strcpy((char *)header + 148, "002537");
}

START_TEST(a_tar_is_known_by_its_sum_whatever_its_name)
{
	unsigned char header[HF_KIND_OCTETS];
	unsigned long sum = 0;
	char text[8];

	tar_header(header);
	memset(header + 148, ' ', 8);
	for (size_t i = 0; i < sizeof(header); i++)
		sum += header[i];
	snprintf(text, sizeof(text), "%06lo", sum);
	memcpy(header + 148, text, 7);
	ck_assert_int_eq(hf_archive_recognize(header, sizeof(header)),
			 HF_ARCHIVE_TAR);
	/* One before 1988 has no magic; and some took octets as signed. */
	memset(header + 257, 0, 5);
	header[0] = 0xc3;
	memset(header + 148, ' ', 8);
	sum = 0;
	for (size_t i = 0; i < sizeof(header); i++)
		sum += (unsigned long)(long)(signed char)header[i];
	snprintf(text, sizeof(text), "%06lo", sum);
	memcpy(header + 148, text, 7);
	ck_assert_int_eq(hf_archive_recognize(header, sizeof(header)),
			 HF_ARCHIVE_TAR);
}
END_TEST

/* Compressed octets add up to anything, nought too. */
START_TEST(what_is_compressed_is_no_tar_whatever_it_adds_up_to)
{
	unsigned char data[HF_KIND_OCTETS];
	long sum = 0;

	memset(data, 0x91, sizeof(data));
	memcpy(data, "\x1f\x8b\x08", 3);
	for (size_t i = 3; i < 512; i += 2)
		data[i] = 0x6f;
	for (size_t i = 0; i < sizeof(data); i++)
		sum += i >= 148 && i < 156 ? ' ' : (signed char)data[i];
	/* The last octets bring it to nought. */
	for (size_t i = 511; sum && i > 200; i--) {
		long most = sum > 0 ? (signed char)data[i] + 128
				    : (signed char)data[i] - 127;
		long step = sum > 0 ? (sum < most ? sum : most)
				    : (sum > most ? sum : most);

		data[i] = (unsigned char)(data[i] - step);
		sum -= step;
	}
	ck_assert_int_eq(sum, 0);
	ck_assert_int_eq(hf_archive_recognize(data, sizeof(data)),
			 HF_ARCHIVE_TAR_GZ);
}
END_TEST

Suite *kind_suite(void)
{
	Suite *s = suite_create("kind");
	TCase *tc = unit_case(s, "kind");

	tcase_add_test(tc, a_tar_is_known_by_its_sum_whatever_its_name);
	tcase_add_test(tc,
		what_is_compressed_is_no_tar_whatever_it_adds_up_to);
	return s;
}
