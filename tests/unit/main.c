/*
 * The unit tests.  Quiet but for failures; the last line counts.  Check's own
 * variables apply: CK_RUN_SUITE=lines runs one suite, CK_FORK=no runs all in
 * this process, for a debugger or valgrind.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "unit.h"

/*
 * What computes, and changes nothing outside of what it is handed: some thousand
 * tests, each done sooner than a process could be made for it.  One that crashes
 * takes all with it, and fails the whole.
 */
static Suite *(*const pure[])(void) = {
	error_suite, arena_suite, buf_suite, text_suite, stanza_suite,
	finding_suite,
	verdict_suite,
	sink_suite,
	path_suite,
	declaration_suite,
	address_suite,
	inventory_suite,
	profile_suite,
	date_suite,
	log_tree_suite,
	note_suite,
	checkpoint_suite,
	entry_suite,
	plan_suite,
	forecast_suite,
	coverage_suite,
	levels_suite,
	nights_suite,
};

/* The others: each test in a process of its own. */
static Suite *(*const suites[])(void) = {
	/* base/ */
	lines_suite,
	file_suite, walk_suite, tree_suite, normal_suite,
	clock_suite,
	/* finding/ */
	wire_suite,
	/* digest/ */
	algorithm_suite, digester_suite, engine_suite, engine_faults_suite,
	engine_ways_suite, kernel_suite, pipe_suite,
	/* sandbox/ */
	sandbox_suite,
	/* bag/ */
	info_suite, manifest_suite, fetch_suite,
	source_suite, bag_root_suite,
	/* container/ */
	kind_suite, limits_suite, spool_suite,
	/* provenance/ */
	quote_suite,
	/* container/ */
	packer_suite,
	/* verify/ */
	recheck_suite,
	fast_suite,
	/* log/ */
	trust_suite,
	log_suite, log_tamper_suite, log_proof_suite,
	log_faults_suite,
	/* package/ */
	replicate_suite,
	/* register/ */
	examine_suite,
	register_suite, place_suite,
	catalogue_suite, catalogue_file_suite,
	kept_suite, inspect_suite, joined_suite, witness_suite,
	/* audit/ */
	status_suite,
};

/* How many ran, and of them failed. */
struct count {
	int run, failed;
};

static void run(Suite *(*const list[])(void), int n, bool in_process,
		struct count *count)
{
	SRunner *runner = srunner_create(NULL);
	int failed;

	for (int i = 0; i < n; i++)
		srunner_add_suite(runner, list[i]());
	if (in_process)
		srunner_set_fork_status(runner, CK_NOFORK);
	srunner_run_all(runner, CK_SILENT);
	failed = srunner_ntests_failed(runner);
	if (failed)
		srunner_print(runner, CK_NORMAL);
	count->run += srunner_ntests_run(runner);
	count->failed += failed;
	srunner_free(runner);
}

int main(void)
{
	struct count count = { 0 };
	int skipped;

	unsetenv("SOURCE_DATE_EPOCH");
	unit_begin();
	run(pure, COUNT(pure), true, &count);
	run(suites, COUNT(suites), false, &count);
	unit_end();
	skipped = unit_skipped();
	printf("unit: %d passed, %d failed, %d skipped\n",
	       count.run - count.failed - skipped, count.failed, skipped);
	return count.failed || !count.run ? EXIT_FAILURE : EXIT_SUCCESS;
}
