#include "unit.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "container/pack.h"

static const char *const zones[] = { NULL, "", "XYZ-5", "UTC0" };

/* A zip is made in UTC; the process has its own zone before and after. */
START_TEST(the_time_zone_of_the_process_comes_back)
{
	const char *zone = zones[_i];
	struct hf_packer_options options = { .form = HF_PACK_ZIP,
					     .target = "a.zip" };
	struct hf_packer *packer = NULL;
	struct hf_error err;

	if (zone)
		setenv("TZ", zone, 1);
	else
		unsetenv("TZ");
	options.fd = unit_open("a.zip", O_WRONLY | O_CREAT);
	assert_ok(hf_packer_new(&packer, &options, &err), &err);
	ck_assert_str_eq(getenv("TZ"), "UTC0");
	hf_packer_free(packer);
	if (zone)
		ck_assert_pstr_eq(getenv("TZ"), zone);
	else
		ck_assert_ptr_null(getenv("TZ"));
	close(options.fd);
}
END_TEST

Suite *packer_suite(void)
{
	Suite *s = suite_create("packer");
	TCase *tc = unit_disk_case(s, "packer");

	tcase_add_loop_test(tc, the_time_zone_of_the_process_comes_back, 0,
			    COUNT(zones));
	return s;
}
