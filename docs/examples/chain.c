/* Decide the copy chain of a record, or of a bag that has one: chain PATH */
#include <holdfast.h>

#include <stdio.h>

int main(int argc, char *argv[])
{
	struct hf_provenance provenance;
	enum hf_chain population, lineage;
	struct hf_text_report report;
	struct hf_policy policy;
	struct hf_judge judge;
	struct hf_error err;

	if (argc != 2) {
		fprintf(stderr, "usage: chain PATH\n");
		return HF_STATUS_USAGE;
	}
	hf_policy_init(&policy, false);
	hf_text_report_init(&report, stdout, &policy);
	hf_judge_init(&judge, &policy, &report.sink);
	if (hf_provenance_decide(&provenance, argv[1], NULL, &judge.sink,
				 &err) < 0) {
		fprintf(stderr, "chain: %s\n", err.text);
		return HF_STATUS_TROUBLE;
	}
	if (!provenance.account) {
		fprintf(stderr, "chain: the record has mistakes\n");
		hf_provenance_release(&provenance);
		return HF_STATUS_TROUBLE;
	}
	/* What rests on bare declarations is not a finding: take the worse. */
	population = hf_chain_worse(judge.population,
				    provenance.account->population);
	lineage = hf_chain_worse(judge.lineage, provenance.account->lineage);
	printf("population %s, lineage %s\n", hf_chain_name(population),
	       hf_chain_name(lineage));
	hf_provenance_release(&provenance);
	return (int)hf_status_worse(hf_chain_status(population),
				    hf_chain_status(lineage));
}
