/*
 * 400 nightly audits over made-up time and sizes: if budget x runs >= octets /
 * interval, nothing is older than its interval, but for one bag in hand;
 * otherwise the forecast said by how much the budget is short.  That this can
 * fail is shown by planners that are wrong.
 */
#include "unit.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/forecast.h"
#include "audit/plan.h"

#define DAY	INT64_C(86400)
#define NIGHTS	400
#define COPIES	600
#define PLACES	4
#define START	(INT64_C(20000) * DAY)
#define MICRO	UINT64_C(1000000)

struct world;
typedef void planner_fn(struct world *w, struct hf_audit_plan **plan_ret);

/* What a world is like. */
struct shape {
	const char *name;
	uint64_t (*size)(uint64_t noise);
	int64_t intervals[PLACES];	/* in days */
	uint64_t rates[PLACES];		/* octets a second; 0: octets are bounded, not time */
	int n, added;			/* copies at first, and by and by */
	bool lumped;			/* those at first were all read just before */
	bool never;			/* ... or have never been read */
	int fail;			/* one of so many readings fails; 0: none */
	int miss;			/* one of so many runs is missed; 0: none */
	int lump;			/* on night 200 so many come at once */
	int night;			/* so many more, where large copies of several queues are in hand */
	uint64_t behind;		/* of 100,000 copies, each night anew, so many are late at most */
};

struct world {
	const struct shape *shape;
	struct hf_holding copies[COPIES];
	char names[COPIES][16];
	int repaired[COPIES];		/* the night from which on it passes again */
	struct hf_holding_place places[PLACES];
	struct hf_holding_set held;
	struct hf_audit_budget budget;
	int64_t now;
	int night, failing;
	uint64_t state, largest;
	/* What came of it. */
	uint64_t worst;			/* seconds behind its interval, of the worst copy */
	uint64_t late;			/* copies that were behind theirs, each night anew */
	uint64_t held_nights;		/* of so many */
	uint64_t oldest;
	uint64_t read;
};

static uint64_t noise(struct world *w)
{
	uint64_t z = w->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static uint64_t like(uint64_t noise)
{
	return 1000000 + noise % 1000;
}

static uint64_t uniform(uint64_t noise)
{
	return 1 + noise % 2000000;
}

/* One in a thousand is a thousand times as large as most. */
static uint64_t heavy(uint64_t noise)
{
	return 1000 * (1 + noise % 1000) * (1000 / (1 + noise / 1024 % 1000));
}

static void put(struct world *w, size_t i, int64_t since, int64_t checked)
{
	size_t place = noise(w) % PLACES;

	snprintf(w->names[i], sizeof(w->names[i]), "p-%08x",
		 (unsigned int)noise(w));
	w->copies[i] = (struct hf_holding){
		.package = w->names[i], .location = place,
		.octets = w->shape->size(noise(w)), .files = 1,
		.since = since, .checked = checked,
		.interval = w->shape->intervals[place] * DAY,
	};
	if (w->copies[i].octets > w->largest)
		w->largest = w->copies[i].octets;
}

/* The copies have been read evenly: as much of a location in each night. */
static void spread(struct world *w)
{
	uint64_t all[PLACES] = { 0 }, before[PLACES] = { 0 };

	for (size_t i = 0; i < w->held.n; i++)
		all[w->copies[i].location] += w->copies[i].octets;
	for (size_t i = 0; i < w->held.n; i++) {
		struct hf_holding *copy = &w->copies[i];
		uint64_t runs = (uint64_t)(copy->interval / DAY);

		copy->checked -= DAY * (int64_t)(before[copy->location] * runs /
						 all[copy->location]);
		before[copy->location] += copy->octets;
	}
}

static void begin(struct world *w, const struct shape *shape, uint64_t seed)
{
	static const char *const ids[PLACES] = { "desk", "vault", "tape", "far" };

	*w = (struct world){ .shape = shape, .state = seed, .now = START };
	for (int i = 0; i < PLACES; i++)
		w->places[i] = (struct hf_holding_place){ ids[i],
							  shape->rates[i] };
	w->held = (struct hf_holding_set){ w->copies, (size_t)shape->n, w->places,
					PLACES };
	for (int i = 0; i < shape->n; i++)
		put(w, (size_t)i, START - 1000 * DAY, START);
	if (shape->never) {
		for (int i = 0; i < shape->n; i++) {
			w->copies[i].checked = 0;
			w->copies[i].since = START;
		}
	} else if (!shape->lumped) {
		spread(w);
	}
}

/* How many copies there will be at the end. */
static int all_of(const struct shape *shape)
{
	return shape->n + shape->added + shape->lump;
}

static void arrive(struct world *w)
{
	const struct shape *shape = w->shape;
	int want = shape->n + shape->added * w->night / NIGHTS +
		(w->night >= 200 ? shape->lump : 0);

	while (w->held.n < (size_t)want)
		put(w, w->held.n++, w->now, 0);
}

/* One copy is read to its end. */
static void finish(struct world *w, struct hf_holding *copy)
{
	size_t i = (size_t)(copy - w->copies);

	copy->suspended = false;
	copy->progress = 0;
	copy->checked = w->now;
	if (copy->failed) {
		copy->failed = w->night < w->repaired[i];
		w->failing -= !copy->failed;
	} else if (w->shape->fail && !w->failing &&
		   !(noise(w) % (uint64_t)w->shape->fail)) {
		copy->failed = true;
		w->failing++;
		w->repaired[i] = w->night + 3;
	}
}

/* What reading so many octets of a copy costs: microseconds, or octets. */
static uint64_t cost(const struct world *w, const struct hf_holding *copy,
		     uint64_t octets)
{
	uint64_t rate = w->places[copy->location].rate;

	return rate ? (octets * MICRO + rate - 1) / rate : octets;
}

static uint64_t price(const struct world *w, size_t i)
{
	return cost(w, &w->copies[i], w->copies[i].octets);
}

/* Read what is planned until the budget is spent, inside a bag if need be. */
static void run(struct world *w, const struct hf_audit_plan *plan)
{
	uint64_t rest = w->budget.max_time ? w->budget.max_time * MICRO :
			w->budget.max_bytes ? w->budget.max_bytes : UINT64_MAX;

	for (size_t i = 0; i < plan->n; i++) {
		struct hf_holding *copy = &w->copies[plan->steps[i].copy];
		uint64_t left = copy->octets - copy->progress;
		uint64_t asked = cost(w, copy, left);

		if (asked > rest) {
			left = (uint64_t)((unsigned __int128)left * rest / asked);
			copy->suspended = left || copy->progress;
			copy->progress += left;
			w->read += left;
			return;
		}
		rest -= asked;
		w->read += left;
		finish(w, copy);
	}
}

static void measure(struct world *w)
{
	for (size_t i = 0; i < w->held.n; i++) {
		const struct hf_holding *copy = &w->copies[i];
		int64_t age = w->now - (copy->checked ? copy->checked :
							copy->since);

		if ((uint64_t)age > w->oldest)
			w->oldest = (uint64_t)age;
		w->held_nights++;
		w->late += age > copy->interval;
		if (age > copy->interval &&
		    (uint64_t)(age - copy->interval) > w->worst)
			w->worst = (uint64_t)(age - copy->interval);
	}
}

static void live(struct world *w, planner_fn *planner)
{
	for (w->night = 0; w->night < NIGHTS; w->night++, w->now += DAY) {
		struct hf_audit_plan *plan = NULL;

		arrive(w);
		if (w->shape->miss && w->night % w->shape->miss == 3)
			continue;
		planner(w, &plan);
		measure(w);
		run(w, plan);
		hf_audit_plan_free(plan);
	}
}

static void right(struct world *w, struct hf_audit_plan **plan_ret)
{
	struct hf_error err;

	assert_ok(hf_audit_plan_make(plan_ret, &w->held, w->now, &w->budget,
				     &err), &err);
}

/* Planners that are wrong: all copies, in some order, of those that may be read. */
static struct world *sorted;

static int by_name(const void *left, const void *right)
{
	const struct hf_audit_step *a = left, *b = right;

	return strcmp(sorted->copies[a->copy].package,
		      sorted->copies[b->copy].package);
}

static int by_size(const void *left, const void *right)
{
	const struct hf_audit_step *a = left, *b = right;

	return a->octets < b->octets ? -1 : a->octets > b->octets;
}

static int by_youth(const void *left, const void *right)
{
	const struct hf_holding *a, *b;

	a = &sorted->copies[((const struct hf_audit_step *)left)->copy];
	b = &sorted->copies[((const struct hf_audit_step *)right)->copy];
	return a->checked > b->checked ? -1 : a->checked < b->checked;
}

static int by_deadline(const void *left, const void *right)
{
	const struct hf_holding *a, *b;
	int64_t x, y;

	a = &sorted->copies[((const struct hf_audit_step *)left)->copy];
	b = &sorted->copies[((const struct hf_audit_step *)right)->copy];
	x = a->checked + a->interval;
	y = b->checked + b->interval;
	return x < y ? -1 : x > y;
}

static void wrong(struct world *w, int64_t from, int64_t to,
		  int (*order)(const void *, const void *),
		  struct hf_audit_plan **plan_ret)
{
	struct hf_audit_plan *plan = calloc(1, sizeof(*plan));

	require(plan);
	plan->steps = calloc(COPIES, sizeof(*plan->steps));
	require(plan->steps);
	for (size_t i = 0; i < w->held.n; i++) {
		const struct hf_holding *copy = &w->copies[i];
		int64_t over = w->now - copy->checked - copy->interval;

		if (over >= from && over <= to)
			plan->steps[plan->n++] = (struct hf_audit_step){
				.copy = i, .octets = copy->octets };
	}
	sorted = w;
	qsort(plan->steps, plan->n, sizeof(*plan->steps), order);
	*plan_ret = plan;
}

static void names(struct world *w, struct hf_audit_plan **plan_ret)
{
	wrong(w, INT64_MIN, INT64_MAX, by_name, plan_ret);
}

static void smallest(struct world *w, struct hf_audit_plan **plan_ret)
{
	wrong(w, INT64_MIN, INT64_MAX, by_size, plan_ret);
}

static void youngest(struct world *w, struct hf_audit_plan **plan_ret)
{
	wrong(w, INT64_MIN, INT64_MAX, by_youth, plan_ret);
}

/* Nothing before its interval has run out: the usual query. */
static void run_out(struct world *w, struct hf_audit_plan **plan_ret)
{
	wrong(w, 0, INT64_MAX, by_deadline, plan_ret);
}

/* Only what ran out lately: a window. */
static void window(struct world *w, struct hf_audit_plan **plan_ret)
{
	wrong(w, 0, 7 * DAY, by_deadline, plan_ret);
}

static const struct shape shapes[] = {
	{ "alike", like, { 90, 90, 90, 90 }, .n = 400 },
	{ "uniform", uniform, { 90, 90, 90, 90 }, .n = 400, .behind = 5 },
	{ "heavy", heavy, { 90, 90, 90, 90 }, .n = 400, .behind = 650 },
	{ "read at once", uniform, { 90, 90, 90, 90 }, .n = 400, .lumped = true,
	  .behind = 3 },
	{ "never read", heavy, { 90, 90, 90, 90 }, .n = 400, .never = true,
	  .behind = 15 },
	{ "intervals", uniform, { 7, 30, 365, 90 }, .n = 500, .behind = 90 },
	{ "intervals, read at once", uniform, { 30, 30, 180, 90 }, .n = 500,
	  .lumped = true, .behind = 80 },
	{ "intervals, heavy", heavy, { 30, 60, 365, 90 }, .n = 500,
	  .lumped = true, .night = 1, .behind = 3200 },
	{ "one location is slow", uniform, { 90, 90, 180, 90 },
	  { 50000, 50000, 2000, 30000 }, .n = 400, .lumped = true, .behind = 230 },
	{ "packages come", heavy, { 90, 90, 90, 90 }, .n = 200, .added = 300,
	  .behind = 4000 },
	{ "packages come, intervals", uniform, { 30, 90, 180, 90 }, .n = 200,
	  .added = 300, .behind = 30 },
	{ "many come at once", uniform, { 90, 90, 90, 90 }, .n = 450, .lump = 90,
	  .behind = 150 },
	{ "copies fail", uniform, { 90, 90, 90, 90 }, .n = 400, .fail = 100 },
	{ "runs are missed", uniform, { 90, 90, 90, 90 }, .n = 400, .miss = 7,
	  .behind = 3 },
	{ "all of it", uniform, { 30, 90, 180, 90 }, { 50000, 50000, 4000, 30000 },
	  .n = 300, .added = 100, .fail = 200, .miss = 10 },
};

static const uint64_t seeds[] = { 1, 2, 3, 1961, 65537 };

/*
 * What is needed by plain arithmetic, in octets or microseconds: of each copy,
 * what it costs by the runs in its interval.
 */
static double by_hand(const struct world *w)
{
	int64_t between = w->budget.between ? w->budget.between : DAY;
	double sum = 0;

	for (size_t i = 0; i < w->held.n; i++)
		sum += (double)price(w, i) * (double)between /
		       (double)w->copies[i].interval;
	return sum;
}

/* A forecast that asks for much more would keep every interval as well. */
static void check_need(const struct world *w, const struct hf_forecast *f,
		       uint64_t failed)
{
	bool in_time = w->shape->rates[0];
	double need = in_time ? (double)f->needed_time * (double)MICRO
			      : (double)f->needed_bytes;
	double least = by_hand(w), unit = in_time ? (double)MICRO : PLACES;

	ck_assert_msg(need >= least && need <= least * 1.01 + (double)failed + unit,
		      "%s: needed are %.0f, and by hand %.0f", w->shape->name,
		      need, least);
}

/*
 * What the budget has to be for the year: for all that there will be, in the
 * runs that there will be, and one copy that fails, in each of them.
 */
static void grant(struct world *w, uint64_t seed)
{
	const struct shape *shape = w->shape;
	struct world *end = calloc(1, sizeof(*end));
	struct hf_forecast *f = NULL;
	struct hf_error err;
	size_t worst = 0;

	require(end);
	begin(end, shape, seed);
	while (end->held.n < (size_t)all_of(shape))
		put(end, end->held.n++, START, START);
	for (size_t i = 0; i < end->held.n; i++) {
		end->copies[i].checked = START;
		if (price(end, i) > price(end, worst))
			worst = i;
	}
	end->copies[worst].failed = shape->fail;
	if (shape->miss)
		end->budget.between = DAY * shape->miss / (shape->miss - 1);
	assert_ok(hf_forecast_make(&f, &end->held, START, &end->budget, &err),
		  &err);
	check_need(end, f, shape->fail ? price(end, worst) : 0);
	w->budget.between = end->budget.between;
	if (shape->rates[0])
		w->budget.max_time = f->needed_time;
	else
		w->budget.max_bytes = f->needed_bytes;
	hf_forecast_free(f);
	free(end);
}

/* In how many nights the largest copy is read: it may be in hand. */
static uint64_t nights_in_hand(const struct world *w)
{
	uint64_t budget = w->budget.max_time ? w->budget.max_time * MICRO :
					       w->budget.max_bytes;
	uint64_t most = 0;

	for (size_t i = 0; i < w->held.n; i++) {
		if (price(w, i) > most)
			most = price(w, i);
	}
	return (most + budget - 1) / budget + (uint64_t)w->shape->night;
}

/* A year of the @i-th shape with the @k-th seed; the caller frees it. */
static struct world *year(int i, int k, planner_fn *planner)
{
	struct world *w = malloc(sizeof(*w));

	require(w);
	begin(w, &shapes[i], seeds[k]);
	grant(w, seeds[k]);
	live(w, planner);
	return w;
}

START_TEST(a_budget_that_suffices_keeps_every_interval)
{
	for (int k = 0; k < COUNT(seeds); k++) {
		struct world *w = year(_i, k, right);
		uint64_t late = w->worst / (uint64_t)DAY;

		ck_assert_msg(w->late * 100000 <= shapes[_i].behind * w->held_nights,
			      "%s, seed %d: %d of %d copies were late",
			      shapes[_i].name, k, (int)w->late,
			      (int)w->held_nights);
		ck_assert_msg(late <= nights_in_hand(w),
			      "%s, seed %d: %d nights late, %d in hand",
			      shapes[_i].name, k, (int)late,
			      (int)nights_in_hand(w));
		free(w);
	}
}
END_TEST

/* Which planner fails where, and by how many nights at least beyond the bag in hand. */
static const struct {
	const char *shape;
	planner_fn *planner;
	uint64_t nights;
} mutants[] = {
	{ "alike", names, 200 },
	{ "uniform", names, 200 },
	{ "never read", names, 200 },
	{ "one location is slow", names, 200 },
	{ "uniform", smallest, 200 },
	{ "uniform", youngest, 200 },
	{ "read at once", run_out, 60 },
	{ "one location is slow", run_out, 60 },
	{ "read at once", window, 200 },
	{ "packages come", window, 200 },
};

START_TEST(a_wrong_order_is_found_out)
{
	struct world *w;
	int i = 0;

	while (strcmp(shapes[i].name, mutants[_i].shape))
		i++;
	w = year(i, 0, mutants[_i].planner);
	ck_assert_uint_ge(w->worst / (uint64_t)DAY,
			  nights_in_hand(w) + mutants[_i].nights);
	free(w);
}
END_TEST

START_TEST(nothing_is_read_more_often_than_its_pace_asks)
{
	/* With ten times the budget, a year of 90 days' intervals is 5 to 7 readings. */
	struct world *w = calloc(1, sizeof(*w));
	uint64_t octets = 0;

	require(w);
	begin(w, &shapes[1], seeds[0]);
	grant(w, seeds[0]);
	w->budget.max_bytes *= 10;
	live(w, right);
	for (size_t i = 0; i < w->held.n; i++)
		octets += w->copies[i].octets;
	ck_assert_uint_ge(w->read, octets * 4);
	ck_assert_uint_le(w->read, octets * 7);
	ck_assert_uint_eq(w->worst, 0);
	free(w);
}
END_TEST

START_TEST(without_a_budget_each_is_read_once_an_interval)
{
	struct world *w = calloc(1, sizeof(*w));
	uint64_t octets = 0;

	require(w);
	begin(w, &shapes[3], seeds[0]);
	w->budget.max_bytes = 0;
	live(w, right);
	for (size_t i = 0; i < w->held.n; i++)
		octets += w->copies[i].octets;
	ck_assert_uint_eq(w->read, octets * 4);
	ck_assert_uint_eq(w->worst, 0);
	free(w);
}
END_TEST

/* A budget that is @percent of what is needed, and what the forecast said of it. */
static const struct {
	const char *shape;
	uint64_t percent;
} shortages[] = {
	{ "alike", 50 }, { "uniform", 50 }, { "uniform", 75 }, { "uniform", 90 },
	{ "read at once", 50 }, { "intervals", 60 }, { "one location is slow", 60 },
};

static void foresee(const struct world *w, struct hf_forecast **f_ret)
{
	struct hf_error err;

	assert_ok(hf_forecast_make(f_ret, &w->held, w->now, &w->budget, &err),
		  &err);
}

START_TEST(a_budget_that_is_short_is_said_to_be_and_shows)
{
	struct world *w = calloc(1, sizeof(*w));
	struct hf_forecast *f = NULL;
	uint64_t *budget, needed, late;
	int i = 0;

	require(w);
	while (strcmp(shapes[i].name, shortages[_i].shape))
		i++;
	begin(w, &shapes[i], seeds[0]);
	grant(w, seeds[0]);
	budget = w->budget.max_time ? &w->budget.max_time :
				      &w->budget.max_bytes;
	needed = *budget;
	*budget = needed * shortages[_i].percent / 100;

	foresee(w, &f);
	late = f->runs_late;
	ck_assert_uint_gt(late, 0);
	ck_assert_uint_eq(w->budget.max_time ? f->short_time : f->short_bytes,
			  needed - *budget);
	hf_forecast_free(f);

	live(w, right);
	/* Near to what was said of the long run, which a year is not. */
	ck_assert_msg(w->worst / (uint64_t)DAY <= late * 5 / 4 + nights_in_hand(w) &&
		      w->worst / (uint64_t)DAY + 2 * nights_in_hand(w) >= late * 9 / 10,
		      "%s: %d nights late, %d were said", shapes[i].name,
		      (int)(w->worst / DAY), (int)late);
	foresee(w, &f);
	ck_assert_uint_gt(f->all.late.copies, 0);
	ck_assert_uint_gt(f->rush_bytes, f->needed_bytes / 2);
	hf_forecast_free(f);
	free(w);
}
END_TEST

START_TEST(a_short_budget_still_reads_everything_in_turn_and_a_wrong_order_never)
{
	uint64_t oldest[2];

	for (int i = 0; i < 2; i++) {
		struct world *w = calloc(1, sizeof(*w));

		require(w);
		begin(w, &shapes[1], seeds[1]);
		grant(w, seeds[1]);
		w->budget.max_bytes /= 2;
		live(w, i ? names : right);
		oldest[i] = w->oldest / (uint64_t)DAY;
		free(w);
	}
	ck_assert_uint_le(oldest[0], 185);
	ck_assert_uint_ge(oldest[1], 400);
}
END_TEST

Suite *nights_suite(void)
{
	Suite *s = suite_create("nights");
	TCase *tc = unit_case(s, "nights");

	tcase_add_loop_test(tc, a_budget_that_suffices_keeps_every_interval, 0,
			    COUNT(shapes));
	tcase_add_loop_test(tc, a_wrong_order_is_found_out, 0, COUNT(mutants));
	tcase_add_test(tc, nothing_is_read_more_often_than_its_pace_asks);
	tcase_add_test(tc, without_a_budget_each_is_read_once_an_interval);
	tcase_add_loop_test(tc, a_budget_that_is_short_is_said_to_be_and_shows, 0,
			    COUNT(shortages));
	tcase_add_test(tc, a_short_budget_still_reads_everything_in_turn_and_a_wrong_order_never);
	return s;
}
