/*
 * The unit tests.  Quiet but for failures; the last line counts.  Check's own
 * variables apply: CK_RUN_SUITE=lines runs one suite, CK_FORK=no runs all in
 * this process, for a debugger or valgrind.
 */
#include <stdio.h>
#include <stdlib.h>

#include "unit.h"

static Suite *(*const suites[])(void) = {
	/* base/ */
	error_suite, arena_suite, buf_suite, text_suite, lines_suite,
	stanza_suite, file_suite, walk_suite, tree_suite, normal_suite,
	clock_suite,
	/* finding/ */
	finding_suite, verdict_suite, sink_suite, wire_suite,
	/* digest/ */
	algorithm_suite, digester_suite, engine_suite, engine_faults_suite,
	engine_ways_suite, kernel_suite, pipe_suite,
	/* sandbox/ */
	sandbox_suite,
	/* bag/ */
	path_suite, declaration_suite, info_suite, manifest_suite, fetch_suite,
	address_suite,
	inventory_suite, source_suite, bag_root_suite,
	/* container/ */
	kind_suite, limits_suite, spool_suite,
	/* profile/ */
	profile_suite,
	/* provenance/ */
	date_suite, quote_suite,
	/* container/ */
	packer_suite,
	/* verify/ */
	recheck_suite,
	fast_suite,
	/* log/ */
	log_tree_suite, note_suite, checkpoint_suite, trust_suite,
	entry_suite, log_suite, log_tamper_suite, log_proof_suite,
	log_faults_suite,
	/* package/ */
	replicate_suite,
	/* register/ */
	examine_suite,
	register_suite, place_suite,
	catalogue_suite, catalogue_file_suite,
	kept_suite, inspect_suite, joined_suite, witness_suite,
	/* audit/ */
	plan_suite, forecast_suite, coverage_suite, levels_suite, nights_suite,
	status_suite,
};

int main(void)
{
	SRunner *runner = srunner_create(NULL);
	int run, failed, skipped;

	for (int i = 0; i < COUNT(suites); i++)
		srunner_add_suite(runner, suites[i]());
	unsetenv("SOURCE_DATE_EPOCH");
	unit_begin();
	srunner_run_all(runner, CK_SILENT);
	unit_end();

	run = srunner_ntests_run(runner);
	failed = srunner_ntests_failed(runner);
	if (failed)
		srunner_print(runner, CK_NORMAL);
	skipped = unit_skipped();
	printf("unit: %d passed, %d failed, %d skipped\n",
	       run - failed - skipped, failed, skipped);
	srunner_free(runner);
	return failed || !run ? EXIT_FAILURE : EXIT_SUCCESS;
}
