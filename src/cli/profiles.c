/* --profile and --profiles: what a bag is to meet beyond RFC 8493. */
#include "cli/cli.h"

#include <stdlib.h>

bool cli_profiles_open(struct cli *cli, struct cli_profiles *profiles,
		       struct hf_sink *sink)
{
	struct hf_profile_set *set = &profiles->set;
	struct hf_error err;

	set->at = calloc(profiles->n_paths + 1, sizeof(struct hf_profile *));
	if (!set->at) {
		cli_no_memory(cli);
		return false;
	}
	for (; set->n < profiles->n_paths; set->n++) {
		if (hf_profile_open(&set->at[set->n],
				    profiles->paths[set->n], sink, &err) < 0)
			goto fail;
	}
	if (!profiles->folder ||
	    hf_profile_folder_open(&set->folder, profiles->folder, &err) == 0)
		return true;
fail:
	cli->status = cli_trouble(cli, &err);
	return false;
}

void cli_profiles_release(struct cli_profiles *profiles)
{
	for (size_t i = 0; i < profiles->set.n; i++)
		hf_profile_free(profiles->set.at[i]);
	hf_profile_folder_free(profiles->set.folder);
	free(profiles->set.at);
	free(profiles->paths);
	*profiles = (struct cli_profiles){ 0 };
}
