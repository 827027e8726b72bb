#include "finding/verdict.h"

const char *hf_fixity_name(enum hf_fixity fixity)
{
	static const char *const names[] = {
		[HF_VALID]	  = "VALID",
		[HF_UNCHECKED]	  = "UNCHECKED",
		[HF_INCOMPLETE]	  = "INCOMPLETE",
		[HF_UNDETERMINED] = "UNDETERMINED",
		[HF_INVALID]	  = "INVALID",
	};

	return names[fixity];
}

const char *hf_chain_name(enum hf_chain chain)
{
	static const char *const names[] = {
		[HF_CHAIN_COMPLETE]	 = "COMPLETE",
		[HF_CHAIN_AS_DECLARED]	 = "COMPLETE-AS-DECLARED",
		[HF_CHAIN_INDETERMINATE] = "INDETERMINATE",
		[HF_CHAIN_INCOMPLETE]	 = "INCOMPLETE",
	};

	return names[chain];
}

enum hf_fixity hf_fixity_of(enum hf_finding_id id, enum hf_severity severity)
{
	static const enum hf_fixity entailed[] = {
		[HF_BREAKS] = HF_INVALID,
		[HF_HOLE]   = HF_INCOMPLETE,
		[HF_UNSEEN] = HF_UNDETERMINED,
		[HF_NOTES]  = HF_INVALID,	/* a policy holds it to be one */
	};

	if (severity < HF_ERROR || hf_finding_area(id) != HF_FIXITY)
		return HF_VALID;
	return entailed[hf_finding_bearing(id)];
}

enum hf_chain hf_chain_of(enum hf_finding_id id, enum hf_severity severity,
			  enum hf_area area)
{
	static const enum hf_chain entailed[] = {
		[HF_BREAKS] = HF_CHAIN_INCOMPLETE,
		[HF_HOLE]   = HF_CHAIN_INCOMPLETE,
		[HF_UNSEEN] = HF_CHAIN_INDETERMINATE,
		[HF_NOTES]  = HF_CHAIN_INCOMPLETE,
	};
	enum hf_area of = hf_finding_area(id);

	if (severity < HF_ERROR ||
	    (of != area && of != HF_BOTH_CHAINS && of != HF_RECORD))
		return HF_CHAIN_COMPLETE;
	return entailed[hf_finding_bearing(id)];
}

enum hf_chain hf_chain_worse(enum hf_chain a, enum hf_chain b)
{
	return a > b ? a : b;
}

enum hf_status hf_fixity_status(enum hf_fixity fixity)
{
	static const enum hf_status status[] = {
		[HF_VALID]	  = HF_STATUS_OK,
		[HF_UNCHECKED]	  = HF_STATUS_OK,
		[HF_INCOMPLETE]	  = HF_STATUS_INVALID,
		[HF_UNDETERMINED] = HF_STATUS_TROUBLE,
		[HF_INVALID]	  = HF_STATUS_INVALID,
	};

	return status[fixity];
}

enum hf_status hf_chain_status(enum hf_chain chain)
{
	static const enum hf_status status[] = {
		[HF_CHAIN_COMPLETE]	 = HF_STATUS_OK,
		[HF_CHAIN_AS_DECLARED]	 = HF_STATUS_OK,
		[HF_CHAIN_INDETERMINATE] = HF_STATUS_TROUBLE,
		[HF_CHAIN_INCOMPLETE]	 = HF_STATUS_CHAIN,
	};

	return status[chain];
}

enum hf_status hf_status_of(enum hf_finding_id id, enum hf_severity severity)
{
	/* What breaks it; what could not be looked at is always trouble. */
	static const enum hf_status broken[] = {
		[HF_FIXITY]	 = HF_STATUS_INVALID,
		[HF_POPULATION]	 = HF_STATUS_CHAIN,
		[HF_LINEAGE]	 = HF_STATUS_CHAIN,
		[HF_BOTH_CHAINS] = HF_STATUS_CHAIN,
		[HF_RECORD]	 = HF_STATUS_TROUBLE,
		[HF_SOURCE]	 = HF_STATUS_INVALID,
		[HF_PROFILE]	 = HF_STATUS_INVALID,
		[HF_REGISTER]	 = HF_STATUS_TROUBLE,
		[HF_LOG]	 = HF_STATUS_LOG,
		[HF_COPIES]	 = HF_STATUS_INVALID,
		[HF_SCHEDULE]	 = HF_STATUS_OVERDUE,
	};

	if (severity < HF_ERROR)
		return HF_STATUS_OK;
	if (hf_finding_bearing(id) == HF_UNSEEN)
		return HF_STATUS_TROUBLE;
	return broken[hf_finding_area(id)];
}

enum hf_status hf_status_worse(enum hf_status a, enum hf_status b)
{
	static const int weight[] = {
		[HF_STATUS_OK]	    = 0,
		[HF_STATUS_USAGE]   = 1,
		[HF_STATUS_OVERDUE] = 2,
		[HF_STATUS_CHAIN]   = 3,
		[HF_STATUS_TROUBLE] = 4,
		[HF_STATUS_INVALID] = 5,
		[HF_STATUS_LOG]	    = 6,
	};

	return weight[a] >= weight[b] ? a : b;
}
