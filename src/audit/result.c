#include <stdlib.h>

#include "audit/audit.h"
#include "base/arena.h"

const char *hf_audit_outcome_name(enum hf_audit_outcome outcome)
{
	static const char *const names[] = {
		[HF_AUDIT_PASS]		= "pass",
		[HF_AUDIT_FAIL]		= "fail",
		[HF_AUDIT_UNDETERMINED] = "undetermined",
		[HF_AUDIT_SUSPENDED]	= "suspended",
	};

	return names[outcome];
}

void hf_audit_release(struct hf_audit_result *result)
{
	free(result->copies);
	free(result->places);
	hf_forecast_free(result->forecast);
	hf_findings_release(&result->findings);
	hf_arena_release(&result->arena);
	*result = (struct hf_audit_result){ 0 };
}
