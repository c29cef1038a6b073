/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "frame/tuples.h"

#include "base/wide.h"

#include <string.h>

enum {
    DENSE_LIMIT = 1 << 21, /* entries of a dense table: 8 MB */
    AHEAD = 32,            /* look-ups that are fetched ahead of */
    CHAIN = 4,             /* b that an a has at most on average, for chains */
    LONG_CHAIN = 64        /* and the most that any has */
};

static uint64_t key_of(int32_t a, int32_t b)
{
    return ((uint64_t)(uint32_t)a << 32) | (uint32_t)b;
}

static size_t hash_key(uint64_t x)
{
    x ^= x >> 33;
    x *= UINT64_C(0xff51afd7ed558ccd); /* MurmurHash3's finaliser */
    x ^= x >> 33;
    return (size_t)x;
}

void wb_combos_free(wb_combos *combos)
{
    wb_release(combos->a);
    wb_release(combos->b);
    wb_release(combos->slots);
    wb_release(combos->dense);
    wb_release(combos->heads);
    wb_release(combos->next);
    *combos = (wb_combos){0};
}

/* The slot that holds the pair, or the empty one where it belongs. */
static wb_combo_slot *find_slot(const wb_combos *combos, uint64_t key)
{
    size_t at = hash_key(key) & (combos->n_slots - 1);
    while (combos->slots[at].id >= 0 && combos->slots[at].key != key)
        at = (at + 1) & (combos->n_slots - 1);
    return &combos->slots[at];
}

static wb_status make_slots(wb_combos *combos, size_t n_slots, wb_error *err)
{
    wb_combo_slot *slots = wb_resize(NULL, n_slots, sizeof *slots);
    if (slots == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n_slots; i++)
        slots[i].id = -1;
    wb_release(combos->slots);
    combos->slots = slots;
    combos->n_slots = n_slots;
    for (int32_t id = 0; id < combos->count; id++) {
        uint64_t key = key_of(combos->a[id], combos->b[id]);
        *find_slot(combos, key) = (wb_combo_slot){key, id};
    }
    return WB_OK;
}

void wb_combos_clear(wb_combos *combos)
{
    combos->count = 0;
    for (size_t i = 0; i < combos->n_slots; i++)
        combos->slots[i].id = -1;
    if (combos->dense != NULL)
        memset(combos->dense, 0xff,
               ((size_t)combos->height << combos->shift) * sizeof *combos->dense);
    if (combos->n_heads > 0)
        memset(combos->heads, 0xff, (size_t)combos->n_heads * sizeof *combos->heads);
}

static void drop_chains(wb_combos *combos)
{
    wb_release(combos->heads);
    wb_release(combos->next);
    combos->heads = combos->next = NULL;
    combos->n_heads = 0;
}

void wb_combos_drop_table(wb_combos *combos)
{
    wb_release(combos->slots);
    wb_release(combos->dense);
    combos->slots = NULL;
    combos->dense = NULL;
    combos->n_slots = 0;
    combos->height = combos->shift = 0;
    drop_chains(combos);
}

wb_status wb_combos_reach(wb_combos *combos, int32_t n, wb_error *err)
{
    if (n <= combos->capacity)
        return WB_OK;
    int32_t capacity = n;
    int32_t *a = wb_resize(combos->a, (size_t)capacity, sizeof *a);
    if (a == NULL)
        return wb_fail_nomem(err);
    combos->a = a;
    int32_t *b = wb_resize(combos->b, (size_t)capacity, sizeof *b);
    if (b == NULL)
        return wb_fail_nomem(err);
    combos->b = b;
    if (combos->n_heads > 0) {
        int32_t *next = wb_resize(combos->next, (size_t)capacity, sizeof *next);
        if (next == NULL)
            return wb_fail_nomem(err);
        combos->next = next;
    }
    combos->capacity = capacity;
    return WB_OK;
}

static wb_status grow_ids(wb_combos *combos, wb_error *err)
{
    return wb_combos_reach(combos, combos->capacity != 0 ? combos->capacity * 2 : 32,
                           err);
}

static wb_status grow_heads(wb_combos *combos, int32_t a, wb_error *err)
{
    size_t before = (size_t)combos->n_heads;
    size_t n = 2 * ((size_t)a + 1);
    n = n < INT32_MAX ? n : INT32_MAX;
    int32_t *heads = wb_resize(combos->heads, n, sizeof *heads);
    if (heads == NULL)
        return wb_fail_nomem(err);
    memset(heads + before, 0xff, (n - before) * sizeof *heads);
    combos->heads = heads;
    combos->n_heads = (int32_t)n;
    return WB_OK;
}

/* Chains of all pairs, of a up to the one that is given. */
static wb_status make_chains(wb_combos *combos, int32_t a, wb_error *err)
{
    wb_status st = WB_OK;

    for (int32_t id = 0; id < combos->count; id++)
        a = combos->a[id] > a ? combos->a[id] : a;
    combos->next = wb_resize(NULL, (size_t)combos->capacity, sizeof *combos->next);
    if (combos->next == NULL)
        return wb_fail_nomem(err);
    WB_TRY(grow_heads(combos, a, err));
    for (int32_t id = 0; id < combos->count; id++) {
        combos->next[id] = combos->heads[combos->a[id]];
        combos->heads[combos->a[id]] = id;
    }
done:
    if (st != WB_OK)
        drop_chains(combos);
    return st;
}

/* Where the id of the pair is in the chain of a, or where the chain ends; NULL: chains
 * are longer than they should be, and all is hashed from now on. */
static wb_status place_in_chain(wb_combos *combos, int32_t a, int32_t b, int32_t **place,
                                wb_error *err)
{
    wb_status st = WB_OK;
    int steps = 0;

    *place = NULL;
    if (a >= combos->n_heads)
        WB_TRY(grow_heads(combos, a, err));
    if (combos->count == combos->capacity)
        WB_TRY(grow_ids(combos, err)); /* now, for it moves the chains */
    int32_t *at = &combos->heads[a];
    while (*at >= 0 && combos->b[*at] != b && steps++ < LONG_CHAIN)
        at = &combos->next[*at];
    if (steps <= LONG_CHAIN && combos->count <= CHAIN * (int64_t)combos->n_heads) {
        combos->next[combos->count] = -1;
        *place = at;
        goto done;
    }
    drop_chains(combos);
    size_t n_slots = 64;
    while (n_slots < 4 * ((size_t)combos->count + 1))
        n_slots *= 2;
    WB_TRY(make_slots(combos, n_slots, err));
done:
    return st;
}

/* From the dense table to chains or a hash table, which there is room for. */
static wb_status leave_dense(wb_combos *combos, int32_t a, wb_error *err)
{
    bool chains = combos->count <= CHAIN * ((int64_t)a + 1);
    size_t n_slots = 64;
    while (n_slots < 4 * (size_t)combos->count)
        n_slots *= 2;
    wb_status st =
        chains ? make_chains(combos, a, err) : make_slots(combos, n_slots, err);
    if (st != WB_OK)
        return st;
    wb_release(combos->dense);
    combos->dense = NULL;
    combos->height = combos->shift = 0;
    return WB_OK;
}

/* Make the dense table reach (a, b) while it stays small; else all is hashed from now on.
 */
static wb_status grow_dense(wb_combos *combos, int32_t a, int32_t b, wb_error *err)
{
    int64_t height = combos->height > 0 ? combos->height : 1;
    int32_t shift = combos->shift;
    while (height <= a)
        height *= 2;
    while (b >> shift != 0)
        shift++;
    if (height << shift > DENSE_LIMIT)
        return leave_dense(combos, a, err);
    size_t cells = (size_t)height << shift;
    int32_t *dense = wb_resize(NULL, cells, sizeof *dense);
    if (dense == NULL)
        return wb_fail_nomem(err);
    memset(dense, 0xff, cells * sizeof *dense);
    for (int32_t id = 0; id < combos->count; id++)
        dense[combos->a[id] << shift | combos->b[id]] = id;
    wb_release(combos->dense);
    combos->dense = dense;
    combos->height = (int32_t)height;
    combos->shift = shift;
    return WB_OK;
}

/* A table for pairs that have none. */
static wb_status make_table(wb_combos *combos, wb_error *err)
{
    int32_t most_a = 0;
    int32_t most_b = 0;
    for (int32_t id = 0; id < combos->count; id++) {
        most_a = combos->a[id] > most_a ? combos->a[id] : most_a;
        most_b = combos->b[id] > most_b ? combos->b[id] : most_b;
    }
    return grow_dense(combos, most_a, most_b, err);
}

static bool in_dense(const wb_combos *combos, int32_t a, int32_t b)
{
    return a < combos->height && b >> combos->shift == 0;
}

/* Where the id of a pair is kept, negative while it has none. */
static wb_status place_of(wb_combos *combos, int32_t a, int32_t b, int32_t **place,
                          wb_error *err)
{
    wb_status st = WB_OK;

    bool tabled = combos->n_slots > 0 || combos->height > 0 || combos->n_heads > 0;
    if (!tabled && combos->count > 0)
        WB_TRY(make_table(combos, err));
    if (combos->n_heads == 0 && combos->n_slots == 0 && !in_dense(combos, a, b))
        WB_TRY(grow_dense(combos, a, b, err));
    if (combos->n_heads > 0) {
        WB_TRY(place_in_chain(combos, a, b, place, err));
        if (*place != NULL)
            goto done;
    }
    if (combos->n_slots == 0) {
        *place = &combos->dense[a << combos->shift | b];
        goto done;
    }
    if (combos->n_slots < 2 * ((size_t)combos->count + 1))
        WB_TRY(make_slots(combos, 2 * combos->n_slots, err));
    wb_combo_slot *slot = find_slot(combos, key_of(a, b));
    slot->key = key_of(a, b);
    *place = &slot->id;
done:
    return st;
}

wb_status wb_combos_id(wb_combos *combos, int32_t a, int32_t b, int32_t *id,
                       wb_error *err)
{
    wb_status st = WB_OK;
    int32_t *place = NULL;

    WB_TRY(place_of(combos, a, b, &place, err));
    if (*place < 0) {
        if (combos->count == combos->capacity)
            WB_TRY(grow_ids(combos, err));
        combos->a[combos->count] = a;
        combos->b[combos->count] = b;
        *place = combos->count++;
    }
    *id = *place;
done:
    return st;
}

int64_t wb_combos_bytes(const wb_combos *combos)
{
    return (int64_t)combos->capacity * 8 +
           (int64_t)combos->n_slots * (int64_t)sizeof(wb_combo_slot) +
           ((int64_t)combos->height << combos->shift) * 4 +
           (combos->n_heads > 0 ? ((int64_t)combos->n_heads + combos->capacity) * 4 : 0);
}

wb_status wb_combos_append(wb_combos *combos, int32_t a, int32_t b, wb_error *err)
{
    wb_status st = WB_OK;

    if (combos->count == combos->capacity)
        WB_TRY(grow_ids(combos, err));
    combos->a[combos->count] = a;
    combos->b[combos->count++] = b;
done:
    return st;
}

/* Bits that occur in any id: their or is below a power of two when all of them are. */
WB_WIDE static uint32_t all_bits(const int32_t *ids, int32_t n)
{
    uint32_t bits = 0;
    for (int32_t i = 0; i < n; i++)
        bits |= (uint32_t)ids[i];
    return bits;
}

/* Whether every pair has a place in the dense table: none is negative, none outside. */
static bool all_in_dense(const wb_combos *combos, const int32_t *a, const int32_t *b,
                         int32_t n)
{
    return all_bits(a, n) < (uint32_t)combos->height &&
           all_bits(b, n) >> combos->shift == 0;
}

/* Looks up all pairs in the dense table; the least id, negative when one was not there.
 */
WB_WIDE static int32_t map_dense(const int32_t *restrict dense, int32_t shift,
                                 const int32_t *restrict a, const int32_t *restrict b,
                                 int32_t n, int32_t *restrict ids)
{
    int32_t least = 0;
    for (int32_t i = 0; i < n; i++) {
        ids[i] = dense[a[i] << shift | b[i]];
        least |= ids[i];
    }
    return least;
}

/* Bring the places of some pairs near, so that looking them up need not wait for each. */
static void fetch_ahead(const wb_combos *combos, const int32_t *a, const int32_t *b,
                        int32_t n)
{
    for (int32_t i = 0; i < n && combos->n_slots > 0; i++)
        __builtin_prefetch(
            &combos->slots[hash_key(key_of(a[i], b[i])) & (combos->n_slots - 1)]);
    for (int32_t i = 0; i < n && combos->n_heads > 0; i++)
        __builtin_prefetch(
            &combos->heads[a[i] >= 0 && a[i] < combos->n_heads ? a[i] : 0]);
}

/* The same where some are new. */
static wb_status add_dense(wb_combos *combos, const int32_t *a, const int32_t *b,
                           int32_t n, int32_t *ids, wb_error *err)
{
    wb_status st = WB_OK;

    while (combos->capacity - combos->count < n)
        WB_TRY(grow_ids(combos, err));
    for (int32_t i = 0; i < n; i++) {
        int32_t *place = &combos->dense[a[i] << combos->shift | b[i]];
        if (*place < 0) {
            combos->a[combos->count] = a[i];
            combos->b[combos->count] = b[i];
            *place = combos->count++;
        }
        ids[i] = *place;
    }
done:
    return st;
}

wb_status wb_combos_map(wb_combos *combos, const int32_t *a, const int32_t *b, int32_t n,
                        int32_t *ids, wb_error *err)
{
    wb_status st = WB_OK;

    if (all_in_dense(combos, a, b, n)) {
        if (map_dense(combos->dense, combos->shift, a, b, n, ids) < 0)
            st = add_dense(combos, a, b, n, ids, err);
        return st;
    }
    for (int32_t i = 0; i < n; i++) {
        if (i % AHEAD == 0)
            fetch_ahead(combos, a + i, b + i, n - i < AHEAD ? n - i : AHEAD);
        ids[i] = -1;
        if (a[i] >= 0 && b[i] >= 0)
            WB_TRY(wb_combos_id(combos, a[i], b[i], &ids[i], err));
    }
done:
    return st;
}

wb_status wb_combos_copy(const wb_combos *combos, wb_combos *out, wb_error *err)
{
    wb_combos copy = *combos;
    size_t capacity = (size_t)combos->capacity;
    size_t cells = (size_t)combos->height << combos->shift;
    bool failed = false;

    copy.a = wb_copy_array(combos->a, capacity, sizeof *copy.a, &failed);
    copy.b = wb_copy_array(combos->b, capacity, sizeof *copy.b, &failed);
    copy.slots =
        wb_copy_array(combos->slots, combos->n_slots, sizeof *copy.slots, &failed);
    copy.dense = wb_copy_array(combos->dense, cells, sizeof *copy.dense, &failed);
    copy.heads = wb_copy_array(combos->heads, (size_t)combos->n_heads, sizeof *copy.heads,
                               &failed);
    copy.next = wb_copy_array(combos->next, combos->n_heads > 0 ? capacity : 0,
                              sizeof *copy.next, &failed);
    if (failed) {
        wb_combos_free(&copy);
        return wb_fail_nomem(err);
    }
    *out = copy;
    return WB_OK;
}

/* A counting sort. */
void wb_combos_by_first(const wb_combos *combos, int32_t n, int32_t *start,
                        int32_t *order)
{
    for (int32_t id = 0; id < combos->count; id++)
        start[combos->a[id] + 1]++;
    for (int32_t a = 0; a < n; a++)
        start[a + 1] += start[a];
    for (int32_t id = 0; id < combos->count; id++)
        order[start[combos->a[id]]++] = id;
    memmove(start + 1, start, (size_t)n * sizeof *start);
    start[0] = 0;
}
