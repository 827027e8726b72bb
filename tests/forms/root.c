/*
 * The root of the bag at PATH ("-": on standard input), for tests/forms/run.sh
 * to compare with what coreutils make of it.
 *
 *	bag-root PATH
 */
#include <stdio.h>

#include "bag/root.h"
#include "container/open.h"
#include "finding/sink.h"

int main(int argc, char *argv[])
{
	const struct hf_open_options options = { .jobs = 1 };
	struct hf_findings found;
	struct hf_source *source;
	struct hf_bag_root root;
	struct hf_error err;
	int ret;

	if (argc != 2)
		return 2;
	hf_findings_init(&found);
	ret = hf_open_bag(&source, argv[1], &options, &found.sink, &err);
	if (ret == 0) {
		ret = hf_bag_root(source, 1, &root, &err);
		hf_close_bag(source);
	}
	if (ret < 0)
		fprintf(stderr, "bag-root: %s\n", err.text);
	else
		printf("%s\n", root.hex);
	hf_findings_release(&found);
	return ret < 0 ? 3 : 0;
}
