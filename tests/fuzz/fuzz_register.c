/* Any bytes as register.txt. */
#include "fuzz.h"

#include "base/arena.h"
#include "finding/sink.h"
#include "register/read.h"

/* What a register without mistakes promises to whoever uses it. */
static void check_location(const struct hf_register *reg,
			   const struct hf_location *location)
{
	must(location->id && location->url && location->site);
	must(location->medium && location->n_threat_zones);
	must(location->path && location->path[0] == '/');
	must(location->origin == reg->origin);
	must(hf_register_location(reg, location->id) == location);
	must(hf_register_interval(reg, location->id) >= 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hf_memory_reader memory = { (const char *)data, size };
	struct hf_register_place place = { "register.txt", "/nowhere/reg" };
	struct hf_register reg = { .dir = -1 };
	struct hf_arena arena = { 0 };
	struct hf_findings list;
	struct hf_error err;
	unsigned long line = 0;
	bool sound;

	hf_findings_init(&list);
	must(hf_register_read(&reg, &arena, &place, hf_read_memory, &memory,
			      &list.sink, &sound, &err) == 0);
	must(sound == (list.n == 0));
	for (size_t i = 0; i < list.n; i++) {
		must(list.at[i].line >= line);
		must(!strcmp(list.at[i].path, "register.txt"));
		line = list.at[i].line;
	}
	if (sound) {
		must(reg.organisation && *reg.organisation && reg.origin);
		must(!reg.policy.line == !reg.policy.interval);
		for (size_t i = 0; i < reg.n_locations; i++)
			check_location(&reg, &reg.locations[i]);
		for (size_t i = 0; i < reg.policy.n_interval_at; i++)
			must(hf_register_location(&reg,
				reg.policy.interval_at[i].location));
	}
	hf_arena_release(&arena);
	hf_findings_release(&list);
	return 0;
}
