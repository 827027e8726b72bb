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
 * Some thousand tests, each done sooner than a process could be made for it: what
 * they make, they make in a folder of their own and take away again.  One that
 * crashes takes all with it, and fails the whole.
 */
static Suite *(*const in_process[])(void) = {
	/* base/ */
	error_suite, arena_suite, buf_suite, text_suite, stanza_suite,
	lines_suite, file_suite, walk_suite, tree_suite, normal_suite,
	clock_suite, path_suite,
	/* finding/ */
	finding_suite, verdict_suite, sink_suite, wire_suite,
	/* digest/ */
	algorithm_suite, digester_suite,
	/* bag/ */
	declaration_suite, info_suite, manifest_suite, fetch_suite,
	inventory_suite, source_suite, bag_root_suite,
	/* provenance/, profile/, fetch/ */
	quote_suite, date_suite, profile_suite, address_suite,
	/* container/ */
	kind_suite, limits_suite, packer_suite,
	/* verify/ */
	recheck_suite, fast_suite,
	/* log/ */
	entry_suite, note_suite, log_tree_suite, checkpoint_suite, trust_suite,
	log_suite, log_tamper_suite, log_proof_suite,
	/* register/ */
	register_suite, place_suite, catalogue_suite, catalogue_file_suite,
	kept_suite, inspect_suite, joined_suite,
	/* audit/ */
	plan_suite, forecast_suite, coverage_suite, levels_suite, nights_suite,
};

/*
 * Each test in a process of its own: they start threads, shut themselves in, set
 * limits, or are to be ended.
 */
static Suite *(*const apart[])(void) = {
	engine_suite, engine_faults_suite, engine_ways_suite, kernel_suite,
	pipe_suite, sandbox_suite, spool_suite, log_faults_suite,
	replicate_suite, examine_suite, witness_suite, status_suite,
};

/* How many ran, and of them failed. */
struct count {
	int run, failed;
};

static void run(Suite *(*const list[])(void), int n, bool is_in_process,
		struct count *count)
{
	SRunner *runner = srunner_create(NULL);
	int failed;

	for (int i = 0; i < n; i++)
		srunner_add_suite(runner, list[i]());
	if (is_in_process)
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
	/* These first: a process that has done much takes long to fork. */
	run(apart, COUNT(apart), false, &count);
	run(in_process, COUNT(in_process), true, &count);
	unit_end();
	skipped = unit_skipped();
	printf("unit: %d passed, %d failed, %d skipped\n",
	       count.run - count.failed - skipped, count.failed, skipped);
	return count.failed || !count.run ? EXIT_FAILURE : EXIT_SUCCESS;
}
