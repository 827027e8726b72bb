#include "register/register.h"

#include <string.h>

const struct hf_location *hf_register_location(const struct hf_register *reg,
					       const char *id)
{
	for (size_t i = 0; i < reg->n_locations; i++) {
		if (!strcmp(reg->locations[i].id, id))
			return &reg->locations[i];
	}
	return NULL;
}

int64_t hf_register_interval(const struct hf_register *reg,
			     const char *location)
{
	const struct hf_register_policy *policy = &reg->policy;

	for (size_t i = 0; i < policy->n_interval_at; i++) {
		if (!strcmp(policy->interval_at[i].location, location))
			return policy->interval_at[i].seconds;
	}
	return policy->interval;
}
