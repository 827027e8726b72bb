#include "verify/checks.h"

#include <stdlib.h>
#include <string.h>

#include "bag/path.h"
#include "base/buf.h"
#include "base/chars.h"
#include "base/hash.h"
#include "base/normal.h"

/*
 * The file that stands where an absent one should is found by a 64-bit key of
 * their names' folded form, sorted: 16 bytes for each file, and nothing where
 * none is absent.
 */
struct key {
	uint64_t hash;
	uint32_t index;
};

/* FNV-1a, 64 bit: equal keys are compared in full, so chance costs only time. */
static uint64_t hash_bytes(const char *s, size_t len, bool lower)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];

		if (lower && c >= 'A' && c <= 'Z')
			c = (unsigned char)(c - 'A' + 'a');
		hash = (hash ^ c) * UINT64_C(0x100000001b3);
	}
	return hash;
}

/* The key of a name as a file system sees it that ignores case and form. */
static uint64_t key_of(const struct hf_file *file, struct hf_buf *folded)
{
	if (hf_is_ascii(file->path, file->path_len))
		return hash_bytes(file->path, file->path_len, true);
	hf_buf_clear(folded);
	if (!hf_normal_fold(folded, file->path, file->path_len))
		return hash_bytes(file->path, file->path_len, false);
	return hash_bytes(hf_buf_text(folded), folded->len, false);
}

typedef bool normal_fn(struct hf_buf *buf, const char *s, size_t len);

static bool same_under(normal_fn *normal, const struct hf_file *a,
		       const struct hf_file *b)
{
	struct hf_buf x = { 0 }, y = { 0 };
	bool same = normal(&x, a->path, a->path_len) &&
		    normal(&y, b->path, b->path_len) && x.len == y.len &&
		    !memcmp(hf_buf_text(&x), hf_buf_text(&y), x.len);

	hf_buf_release(&x);
	hf_buf_release(&y);
	return same;
}

static int compare_keys(const void *a, const void *b)
{
	const struct key *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return (x->index > y->index) - (x->index < y->index);
}

typedef bool wanted_fn(const struct hf_file *file);

/* The keys of those files of the payload that are wanted, sorted. */
static int collect(const struct hf_bag *bag, wanted_fn *wanted,
		   struct key **keys_ret, size_t *n_ret, struct hf_error *err)
{
	uint32_t n = hf_inventory_count(bag->inventory);
	struct hf_buf folded = { 0 };
	struct key *keys = NULL, *grown;
	size_t used = 0, size = 0;

	for (uint32_t i = 0; i < n; i++) {
		const struct hf_file *file = hf_inventory_at(bag->inventory, i);

		if (!hf_path_is_payload(file->path, file->path_len) ||
		    !wanted(file))
			continue;
		if (used == size) {
			size = size ? size + size / 2 : 1024;
			grown = reallocarray(keys, size, sizeof(*keys));
			if (!grown) {
				free(keys);
				hf_buf_release(&folded);
				return hf_fail_memory(err);
			}
			keys = grown;
		}
		keys[used++] = (struct key){ key_of(file, &folded), i };
	}
	hf_buf_release(&folded);
	if (used)
		qsort(keys, used, sizeof(*keys), compare_keys);
	*keys_ret = keys;
	*n_ret = used;
	return 0;
}

/* Every byte that is not plain, so that two forms that look alike differ. */
static void add_bytes(struct hf_buf *buf, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c < 0x20 || c >= 0x7f)
			hf_buf_printf(buf, "<%02x>", c);
		else
			hf_buf_addc(buf, (char)c);
	}
}

static const char *both_bytes(struct hf_buf *buf, const char *one,
			      const struct hf_file *a, const char *other,
			      const struct hf_file *b)
{
	hf_buf_clear(buf);
	hf_buf_adds(buf, one);
	add_bytes(buf, a->path, a->path_len);
	hf_buf_adds(buf, other);
	add_bytes(buf, b->path, b->path_len);
	return hf_buf_text(buf);
}

/* The file was listed as @from, and is there as @to: carry over its lines. */
static int adopt(struct hf_bag *bag, uint32_t from, uint32_t to,
		 struct hf_error *err)
{
	struct hf_file *listed = hf_inventory_at(bag->inventory, from);
	struct hf_file *there = hf_inventory_at(bag->inventory, to);

	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		unsigned char *source, *target;

		if (!(listed->listed & HF_ALG_BIT(alg)))
			continue;
		source = hf_inventory_digest(bag->inventory, from, alg);
		target = hf_inventory_digest(bag->inventory, to, alg);
		if (!source || !target)
			return hf_fail_memory(err);
		memcpy(target, source, hf_alg_size(alg));
	}
	there->named |= listed->named;
	there->listed |= listed->listed;
	there->flags |= listed->flags & HF_FILE_FETCH;
	listed->flags |= HF_FILE_RENAMED;
	return 0;
}

static bool is_absent(const struct hf_file *file)
{
	return file->named && !(file->flags & (HF_FILE_PRESENT |
					       HF_FILE_SYMLINK |
					       HF_FILE_SPECIAL |
					       HF_FILE_DIRECTORY |
					       HF_FILE_RENAMED));
}

/* Whether no manifest lists both, so that lines of the one may be the other's. */
static bool can_take(const struct hf_file *there, const struct hf_file *listed)
{
	return there->flags & HF_FILE_PRESENT && !(there->named & listed->named);
}

static bool is_present(const struct hf_file *file)
{
	return file->flags & HF_FILE_PRESENT;
}

/* A name with a percent code, read the other way than the standard's. */
static int take_aliases(struct hf_bag *bag, struct hf_sink *sink,
			struct hf_error *err)
{
	bool final = hf_declaration_is_final(&bag->declaration);

	for (size_t i = 0; i < bag->aliases.n; i++) {
		const struct hf_alias *alias = &bag->aliases.at[i];
		uint32_t to = hf_inventory_find(bag->inventory, alias->other,
						strlen(alias->other));

		const struct hf_file *listed = hf_inventory_at(bag->inventory,
							       alias->index);

		if (to == HF_NO_FILE || !is_absent(listed) ||
		    !can_take(hf_inventory_at(bag->inventory, to), listed))
			continue;
		if (adopt(bag, alias->index, to, err) < 0)
			return -1;
		if (final)
			hf_found(sink, PATH_PERCENT_LITERAL,
				 .path = alias->other);
	}
	return 0;
}

/* Whether two files are listed with the same digests, as far as both are. */
static bool same_digests(const struct hf_bag *bag, uint32_t a, uint32_t b)
{
	hf_alg_set both = hf_inventory_at(bag->inventory, a)->listed &
			  hf_inventory_at(bag->inventory, b)->listed;

	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		if (both & HF_ALG_BIT(alg) &&
		    memcmp(hf_inventory_digest(bag->inventory, a, alg),
			   hf_inventory_digest(bag->inventory, b, alg),
			   hf_alg_size(alg)))
			return false;
	}
	return true;
}

/*
 * The file whose name means the same as that of an absent one: one that is not
 * listed, or, where a manifest lists both forms, one with the same digest.
 */
static uint32_t find_form(const struct hf_bag *bag, const struct key *keys,
			  size_t n, const struct key *absent)
{
	uint32_t listed = HF_NO_FILE;
	const struct hf_file *a = hf_inventory_at(bag->inventory,
						  absent->index);
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (keys[middle].hash < absent->hash)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < n && keys[low].hash == absent->hash; low++) {
		const struct hf_file *b = hf_inventory_at(bag->inventory,
							  keys[low].index);

		if (!same_under(hf_normal_form, a, b))
			continue;
		if (!b->named)
			return keys[low].index;
		if (same_digests(bag, absent->index, keys[low].index))
			listed = keys[low].index;
	}
	return listed;
}

static int take_forms(struct hf_bag *bag, struct hf_sink *sink,
		      struct hf_error *err)
{
	struct key *absent = NULL, *present = NULL;
	size_t n_absent = 0, n_present = 0;
	struct hf_buf detail = { 0 };
	int ret = -1;

	if (collect(bag, is_absent, &absent, &n_absent, err) < 0)
		goto out;
	if (n_absent &&
	    collect(bag, is_present, &present, &n_present, err) < 0)
		goto out;
	for (size_t i = 0; i < n_absent; i++) {
		uint32_t from = absent[i].index;
		uint32_t to = find_form(bag, present, n_present, &absent[i]);
		const struct hf_file *listed, *there;

		if (to == HF_NO_FILE)
			continue;
		listed = hf_inventory_at(bag->inventory, from);
		there = hf_inventory_at(bag->inventory, to);
		hf_found(sink, NAME_FORM_DIFFERS, .path = there->path,
			 .detail = both_bytes(&detail, "listed as ", listed,
					      ", stored as ", there));
		if (adopt(bag, from, to, err) < 0)
			goto out;
	}
	ret = 0;
out:
	free(absent);
	free(present);
	hf_buf_release(&detail);
	return ret;
}

int hf_check_renamed(struct hf_bag *bag, struct hf_sink *sink,
		     struct hf_error *err)
{
	if (take_aliases(bag, sink, err) < 0)
		return -1;
	return take_forms(bag, sink, err);
}

static bool is_named_or_there(const struct hf_file *file)
{
	return !(file->flags & HF_FILE_RENAMED) &&
	       (file->named || file->flags & HF_FILE_PRESENT);
}

/* The one that came later, and from no manifest if the other did, is told of. */
static void tell_twins(const struct hf_bag *bag, uint32_t a, uint32_t b,
		       struct hf_buf *detail, struct hf_sink *sink)
{
	const struct hf_file *x = hf_inventory_at(bag->inventory, a < b ? a : b);
	const struct hf_file *y = hf_inventory_at(bag->inventory, a < b ? b : a);

	if (same_under(hf_normal_form, x, y))
		hf_found(sink, NAME_TWINS_FORM, .path = y->path,
			 .detail = both_bytes(detail, "it is ", y,
					      ", the other is ", x));
	else
		hf_found(sink, NAME_TWINS_CASE, .path = y->path,
			 .actual = x->path);
}

/*
 * Names that differ, and are the same to some file system, find each other in
 * a table by what such a system compares.  It holds 8 bytes a slot, and of
 * names that are the same the last: a stranger's million spellings of one name
 * take as long as a million names.
 */
struct twins {
	const struct hf_bag *bag;
	struct twin {
		uint32_t number;	/* index + 1; 0 is free */
		uint32_t hash;
	} *slots;
	uint32_t mask;
	struct hf_buf folded, detail;
};

static uint32_t hash_folded(struct twins *twins, const struct hf_file *file)
{
	struct hf_buf *folded = &twins->folded;

	hf_buf_clear(folded);
	if (hf_is_ascii(file->path, file->path_len)) {
		hf_buf_add(folded, file->path, file->path_len);
		for (size_t i = 0; i < folded->len; i++)
			folded->data[i] = hf_ascii_lower(folded->data[i]);
	} else if (!hf_normal_fold(folded, file->path, file->path_len)) {
		return hf_hash(file->path, file->path_len);
	}
	return hf_hash(hf_buf_text(folded), folded->len);
}

/* The name that is the same as that of @index, or HF_NO_FILE; and enter it. */
static uint32_t find_twin(struct twins *twins, uint32_t index)
{
	const struct hf_inventory *inventory = twins->bag->inventory;
	const struct hf_file *file = hf_inventory_at(inventory, index);
	uint32_t hash = hash_folded(twins, file), other = HF_NO_FILE;
	uint32_t i = hash & twins->mask;

	for (; twins->slots[i].number; i = (i + 1) & twins->mask) {
		other = twins->slots[i].number - 1;
		if (twins->slots[i].hash == hash &&
		    same_under(hf_normal_fold, file,
			       hf_inventory_at(inventory, other)))
			break;
		other = HF_NO_FILE;
	}
	twins->slots[i] = (struct twin){ index + 1, hash };
	return other;
}

static int check_twins(const struct hf_bag *bag, const uint32_t *sorted,
		       struct hf_sink *sink, struct hf_error *err)
{
	struct twins twins = { .bag = bag };
	uint32_t count = hf_inventory_count(bag->inventory);
	uint64_t size = 64;
	int ret = -1;

	while (size < (uint64_t)count + count / 5 + 1)
		size *= 2;
	twins.slots = calloc(size, sizeof(*twins.slots));
	if (!twins.slots)
		return hf_fail_memory(err);
	twins.mask = (uint32_t)(size - 1);
	for (uint32_t i = 0; i < count; i++) {
		const struct hf_file *file = hf_inventory_at(bag->inventory,
							     sorted[i]);
		uint32_t twin;

		if (!is_named_or_there(file) ||
		    !hf_path_is_payload(file->path, file->path_len))
			continue;
		twin = find_twin(&twins, sorted[i]);
		if (hf_buf_check(&twins.folded, err) < 0)
			goto out;
		if (twin != HF_NO_FILE)
			tell_twins(bag, twin, sorted[i], &twins.detail, sink);
	}
	ret = 0;
out:
	free(twins.slots);
	hf_buf_release(&twins.folded);
	hf_buf_release(&twins.detail);
	return ret;
}

int hf_check_names(const struct hf_bag *bag, struct hf_sink *sink,
		   struct hf_error *err)
{
	const uint32_t *sorted = hf_inventory_sorted(bag->inventory);
	uint32_t count = hf_inventory_count(bag->inventory);

	if (!sorted)
		return hf_fail_memory(err);
	for (uint32_t i = 0; i < count; i++) {
		const struct hf_file *file = hf_inventory_at(bag->inventory,
							     sorted[i]);
		const char *why;

		if (!is_named_or_there(file) ||
		    !hf_path_is_payload(file->path, file->path_len))
			continue;
		why = hf_path_unportable(file->path, file->path_len);
		if (why)
			hf_found(sink, NAME_NOT_PORTABLE, .path = file->path,
				 .detail = why);
	}
	return check_twins(bag, sorted, sink, err);
}
