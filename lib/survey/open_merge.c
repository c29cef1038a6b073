/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Adding open totals to others. Pairs that a dense table can hold are looked up one by
 * one. More are sorted and laid in order beside those that are there: both lists are read
 * once from front to back, where looking up would wait for memory at every pair. */
#include "survey/open.h"

#include <string.h>

enum {
    DENSE_BITS = 20, /* of the two ids of a pair: a dense table of 4 MB */
    DIGIT_BITS = 11,
    DIGITS = 1 << DIGIT_BITS,
    AHEAD = 16 /* entries whose sums are fetched ahead */
};

static void add_sums(wb_track *to, int32_t at, const wb_track *from, int32_t i,
                     int32_t width)
{
    wb_pair *sums = to->sums + (size_t)at * (size_t)width;
    const wb_pair *more = from->sums + (size_t)i * (size_t)width;
    for (int32_t t = 0; t < width; t++)
        sums[t] = wb_pair_add(sums[t], more[t]);
    to->n[at] += from->n[i];
}

/* What an id is called; NULL: the same. */
static int32_t called(const int32_t *names, int32_t id)
{
    return names != NULL ? names[id] : id;
}

static int bits_of(int64_t n)
{
    int bits = 0;
    while (n >> bits != 0)
        bits++;
    return bits;
}

/* The largest of n ids as they are called. */
static int32_t largest(const int32_t *ids, int32_t n, const int32_t *names)
{
    int32_t most = 0;
    for (int32_t i = 0; i < n; i++) {
        int32_t id = called(names, ids[i]);
        most = id > most ? id : most;
    }
    return most;
}

/* ---- pair by pair ---- */

/* Ids in `to` of the n pairs of `from` that begin at `first`: most are there already. */
static wb_status look_up(wb_combos *to, const wb_combos *from, const int32_t *a_names,
                         const int32_t *b_names, int32_t first, int32_t n, int32_t *ids,
                         wb_error *err)
{
    int32_t a[WB_TUPLES_ROWS];
    int32_t b[WB_TUPLES_ROWS];

    for (int32_t i = 0; i < n; i++) {
        a[i] = called(a_names, from->a[first + i]);
        b[i] = called(b_names, from->b[first + i]);
    }
    return wb_combos_map(to, a, b, n, ids, err);
}

static int32_t block_of(int32_t left)
{
    return left < WB_TUPLES_ROWS ? left : WB_TUPLES_ROWS;
}

/* groups: what from's are called here. */
static wb_status merge_numbers(wb_track *to, const wb_track *from, const int32_t *groups,
                               int32_t n_groups, int32_t reach, int32_t width,
                               wb_error *err)
{
    wb_status st = WB_OK;
    int32_t n = n_groups < from->room ? n_groups : from->room;

    if (n == 0)
        return WB_OK;
    WB_TRY(wb_track_reach(to, reach, width, err));
    for (int32_t g = 0; g < n; g++)
        add_sums(to, groups[g], from, g, width);
done:
    return st;
}

wb_status wb_track_merge(wb_track *to, const wb_track *from, const int32_t *groups,
                         const int32_t *codes, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t slots[WB_TUPLES_ROWS];

    for (int32_t first = 0; first < from->slots.count; first += WB_TUPLES_ROWS) {
        int32_t n = block_of(from->slots.count - first);
        WB_TRY(look_up(&to->slots, &from->slots, groups, codes, first, n, slots, err));
        WB_TRY(wb_track_reach(to, to->slots.count, 1, err));
        for (int32_t i = 0; i < n; i++)
            add_sums(to, slots[i], from, first + i, 1);
    }
done:
    return st;
}

/* ---- one breakdown ---- */

/* The pairs of one breakdown and their tracks. */
typedef struct wb_layer {
    wb_combos *groups;
    wb_track *tracks;
} wb_layer;

/* What the ids of a layer are called where it is added; NULL: the same. */
typedef struct wb_naming {
    const int32_t *units;
    const int32_t *cells;
    int32_t *const *codes; /* per key */
} wb_naming;

static const int32_t *codes_of(const wb_naming *naming, const wb_layout *layout, size_t t)
{
    const wb_track_plan *plan = &layout->tracks[t];
    if (plan->kind != WB_TRACK_CATEGORY || naming->codes == NULL)
        return NULL;
    return naming->codes[layout->outcomes[plan->outcomes[0]].key];
}

static wb_status look_up_layer(const wb_layer *to, const wb_layer *from,
                               const wb_layout *layout, const wb_naming *naming,
                               int32_t *ids, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_combos *groups = from->groups;

    for (int32_t first = 0; first < groups->count; first += WB_TUPLES_ROWS)
        WB_TRY(look_up(to->groups, groups, naming->units, naming->cells, first,
                       block_of(groups->count - first), ids + first, err));
    for (size_t t = 0; t < layout->n_tracks; t++) {
        if (layout->tracks[t].kind == WB_TRACK_NUMBER)
            WB_TRY(merge_numbers(&to->tracks[t], &from->tracks[t], ids, groups->count,
                                 to->groups->count, wb_track_width(layout, t), err));
        else
            WB_TRY(wb_track_merge(&to->tracks[t], &from->tracks[t], ids,
                                  codes_of(naming, layout, t), err));
    }
done:
    return st;
}

/* ---- in order ---- */

typedef struct wb_entry {
    uint64_t key; /* a and b */
    int32_t id;   /* where it comes from */
} wb_entry;

/* bits: what any b takes, so that keys are short and few digits are sorted by. */
static uint64_t key_of(int32_t a, int32_t b, int bits)
{
    return ((uint64_t)(uint32_t)a << bits) | (uint32_t)b;
}

static bool is_sorted(const wb_combos *combos)
{
    for (int32_t i = 1; i < combos->count; i++) {
        if (combos->a[i - 1] > combos->a[i] ||
            (combos->a[i - 1] == combos->a[i] && combos->b[i - 1] >= combos->b[i]))
            return false;
    }
    return true;
}

/* One pass of a radix sort, by the digit at `shift`; false: all have the same. */
static bool sort_digit(const wb_entry *from, int32_t n, int shift, wb_entry *to)
{
    int32_t start[DIGITS + 1] = {0};

    for (int32_t i = 0; i < n; i++)
        start[((from[i].key >> shift) & (DIGITS - 1)) + 1]++;
    if (n == 0 || start[((from[0].key >> shift) & (DIGITS - 1)) + 1] == n)
        return false;
    for (int32_t d = 0; d < DIGITS; d++)
        start[d + 1] += start[d];
    for (int32_t i = 0; i < n; i++)
        to[start[(from[i].key >> shift) & (DIGITS - 1)]++] = from[i];
    return true;
}

/* By key; those sorted are in *entries, and *room is as long. */
static void sort_entries(wb_entry **entries, wb_entry **room, int32_t n)
{
    uint64_t bits = 0;
    for (int32_t i = 0; i < n; i++)
        bits |= (*entries)[i].key;
    for (int shift = 0; shift < 64; shift += DIGIT_BITS) {
        if (((bits >> shift) & (DIGITS - 1)) == 0 ||
            !sort_digit(*entries, n, shift, *room))
            continue;
        wb_entry *sorted = *room;
        *room = *entries;
        *entries = sorted;
    }
}

/* Where pairs come to stand when n sorted entries are laid beside them: those that are
 * there in moved, the entries in ids. How many there are then. */
static int32_t find_places(const wb_combos *there, int bits, const wb_entry *entries,
                           int32_t n, int32_t *moved, int32_t *ids)
{
    int32_t at = 0;
    int32_t k = 0;

    for (int32_t i = 0; i < there->count; i++) {
        uint64_t key = key_of(there->a[i], there->b[i], bits);
        for (; k < n && entries[k].key < key; k++)
            ids[entries[k].id] = at++;
        if (k < n && entries[k].key == key)
            ids[entries[k++].id] = at;
        moved[i] = at++;
    }
    for (; k < n; k++)
        ids[entries[k].id] = at++;
    return at;
}

static wb_status lay_pairs(wb_combos *to, int32_t n_to, int bits, const wb_entry *entries,
                           int32_t n, const int32_t *moved, const int32_t *ids,
                           wb_error *err)
{
    wb_status st = WB_OK;

    wb_combos_drop_table(to);
    if (n_to > to->capacity)
        WB_TRY(wb_combos_reach(to, n_to + n_to / 4, err));
    for (int32_t i = to->count - 1; i >= 0 && moved[i] != i; i--) {
        to->a[moved[i]] = to->a[i];
        to->b[moved[i]] = to->b[i];
    }
    for (int32_t k = 0; k < n; k++) {
        int32_t at = ids[entries[k].id];
        to->a[at] = (int32_t)(entries[k].key >> bits);
        to->b[at] = (int32_t)(entries[k].key & ((UINT64_C(1) << bits) - 1));
    }
    to->count = n_to;
done:
    return st;
}

/* Sums go where their pairs went, new ones are 0. */
static wb_status lay_sums(wb_track *to, int32_t before, const int32_t *moved,
                          int32_t n_to, int32_t width, wb_error *err)
{
    wb_status st = WB_OK;
    size_t each = (size_t)width;

    before = before < to->room ? before : to->room;
    WB_TRY(wb_track_reach(to, n_to, width, err));
    for (int32_t i = before - 1; i >= 0 && moved[i] != i; i--) {
        size_t at = (size_t)moved[i];
        memcpy(to->sums + at * each, to->sums + (size_t)i * each,
               each * sizeof *to->sums);
        to->n[at] = to->n[i];
        /* What it leaves, and those between it and the one before, are new. */
        size_t first = i > 0 ? (size_t)moved[i - 1] + 1 : 0;
        memset(to->sums + first * each, 0, (at - first) * each * sizeof *to->sums);
        memset(to->n + first, 0, (at - first) * sizeof *to->n);
    }
done:
    return st;
}

/* Room for laying one list beside another. */
typedef struct wb_laying {
    wb_entry *entries;
    wb_entry *room;
    int32_t *moved; /* of those that are there */
    int32_t *ids;   /* of those that are added */
} wb_laying;

static void free_laying(wb_laying *laying)
{
    wb_release(laying->entries);
    wb_release(laying->room);
    wb_release(laying->moved);
    wb_release(laying->ids);
    *laying = (wb_laying){0};
}

/* Lay the pairs of `from` beside those of `to`; *before: how many there were. */
static wb_status lay(wb_combos *to, const wb_combos *from, const int32_t *a,
                     const int32_t *b, wb_laying *laying, int32_t *before, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = (size_t)from->count;
    int32_t there = largest(to->b, to->count, NULL);
    int32_t more = largest(from->b, from->count, b);
    int bits = bits_of(there > more ? there : more);

    *before = to->count;
    laying->entries = wb_resize(NULL, n + 1, sizeof *laying->entries);
    laying->room = wb_resize(NULL, n + 1, sizeof *laying->room);
    laying->moved = wb_resize(NULL, (size_t)to->count + 1, sizeof *laying->moved);
    laying->ids = wb_resize(NULL, n + 1, sizeof *laying->ids);
    if (laying->entries == NULL || laying->room == NULL || laying->moved == NULL ||
        laying->ids == NULL)
        return wb_fail_nomem(err);
    for (int32_t i = 0; i < from->count; i++)
        laying->entries[i] =
            (wb_entry){key_of(called(a, from->a[i]), called(b, from->b[i]), bits), i};
    sort_entries(&laying->entries, &laying->room, from->count);
    int32_t n_to =
        find_places(to, bits, laying->entries, from->count, laying->moved, laying->ids);
    WB_TRY(lay_pairs(to, n_to, bits, laying->entries, from->count, laying->moved,
                     laying->ids, err));
done:
    return st;
}

/* Add the sums of n entries, of those that have some: where they go is walked from front
 * to back, and what lies scattered is fetched ahead. */
static void add_in_order(wb_track *to, const wb_track *from, int32_t n, int32_t n_sums,
                         const wb_laying *laying, int32_t width)
{
    const wb_entry *entries = laying->entries;

    for (int32_t k = 0; k < n; k++) {
        int32_t i = entries[k].id;
        int32_t next = entries[k + AHEAD < n ? k + AHEAD : k].id;
        if (next < n_sums) {
            __builtin_prefetch(&from->sums[(size_t)next * (size_t)width]);
            __builtin_prefetch(&from->n[next]);
            __builtin_prefetch(&laying->ids[next]);
        }
        if (i < n_sums)
            add_sums(to, laying->ids[i], from, i, width);
    }
}

/* Slots are sorted by group and code: groups that moved keep their order. */
static wb_status lay_slots(wb_track *to, const wb_track *from, const wb_laying *groups,
                           const int32_t *codes, wb_error *err)
{
    wb_status st = WB_OK;
    wb_laying laying = {0};
    int32_t before;

    for (int32_t i = 0; i < to->slots.count; i++)
        to->slots.a[i] = groups->moved[to->slots.a[i]];
    WB_TRY(lay(&to->slots, &from->slots, groups->ids, codes, &laying, &before, err));
    WB_TRY(lay_sums(to, before, laying.moved, to->slots.count, 1, err));
    add_in_order(to, from, from->slots.count, from->slots.count, &laying, 1);
done:
    free_laying(&laying);
    return st;
}

static wb_status lay_numbers(wb_track *to, const wb_track *from, const wb_laying *groups,
                             int32_t before, int32_t n_from, int32_t n_to, int32_t width,
                             wb_error *err)
{
    wb_status st = WB_OK;
    int32_t n = n_from < from->room ? n_from : from->room;

    if (to->room == 0 && n == 0)
        return WB_OK;
    WB_TRY(lay_sums(to, before, groups->moved, n_to, width, err));
    add_in_order(to, from, n_from, n, groups, width);
done:
    return st;
}

static wb_status lay_layer(const wb_layer *to, const wb_layer *from,
                           const wb_layout *layout, const wb_naming *naming,
                           wb_error *err)
{
    wb_status st = WB_OK;
    wb_laying groups = {0};
    int32_t before;

    WB_TRY(lay(to->groups, from->groups, naming->units, naming->cells, &groups, &before,
               err));
    for (size_t t = 0; t < layout->n_tracks; t++) {
        if (layout->tracks[t].kind == WB_TRACK_NUMBER)
            WB_TRY(lay_numbers(&to->tracks[t], &from->tracks[t], &groups, before,
                               from->groups->count, to->groups->count,
                               wb_track_width(layout, t), err));
        else
            WB_TRY(lay_slots(&to->tracks[t], &from->tracks[t], &groups,
                             codes_of(naming, layout, t), err));
    }
done:
    free_laying(&groups);
    return st;
}

static bool layer_is_sorted(const wb_layer *layer, const wb_layout *layout)
{
    bool sorted = is_sorted(layer->groups);
    for (size_t t = 0; t < layout->n_tracks && sorted; t++)
        sorted = is_sorted(&layer->tracks[t].slots);
    return sorted;
}

/* Laid beside nothing, under the same names. */
static wb_status sort_layer(const wb_layer *layer, const wb_layout *layout, wb_error *err)
{
    wb_status st = WB_OK;
    wb_combos groups = *layer->groups;
    wb_track *tracks = wb_allocate(layout->n_tracks, sizeof *tracks);

    if (tracks == NULL)
        return wb_fail_nomem(err);
    *layer->groups = (wb_combos){0};
    for (size_t t = 0; t < layout->n_tracks; t++) {
        tracks[t] = layer->tracks[t];
        layer->tracks[t] = (wb_track){0};
    }
    st = lay_layer(layer, &(wb_layer){&groups, tracks}, layout, &(wb_naming){0}, err);
    wb_combos_free(&groups);
    for (size_t t = 0; t < layout->n_tracks; t++)
        wb_track_free(&tracks[t]);
    wb_release(tracks);
    return st;
}

/* ---- which of the two ---- */

static bool pairs_are_few(const wb_combos *to, const wb_combos *from, const int32_t *a,
                          const int32_t *b)
{
    int32_t most_a = largest(from->a, from->count, a);
    int32_t most_b = largest(from->b, from->count, b);
    int32_t there_a = largest(to->a, to->count, NULL);
    int32_t there_b = largest(to->b, to->count, NULL);
    return bits_of(most_a > there_a ? most_a : there_a) +
               bits_of(most_b > there_b ? most_b : there_b) <=
           DENSE_BITS;
}

/* Whether dense tables can hold all pairs and slots of both. */
static bool layer_is_small(const wb_layer *to, const wb_layer *from,
                           const wb_layout *layout, const wb_naming *naming)
{
    int64_t n_groups = (int64_t)to->groups->count + from->groups->count;
    bool small = pairs_are_few(to->groups, from->groups, naming->units, naming->cells);

    for (size_t t = 0; t < layout->n_tracks && small; t++) {
        const wb_combos *there = &to->tracks[t].slots;
        const wb_combos *more = &from->tracks[t].slots;
        int32_t most = largest(there->b, there->count, NULL);
        int32_t other = largest(more->b, more->count, codes_of(naming, layout, t));
        small = there->count + more->count == 0 ||
                bits_of(n_groups) + bits_of(most > other ? most : other) <= DENSE_BITS;
    }
    return small;
}

static wb_status merge_layer(const wb_layer *to, const wb_layer *from,
                             const wb_layout *layout, const wb_naming *naming,
                             wb_error *err)
{
    wb_status st = WB_OK;

    if (layer_is_small(to, from, layout, naming)) {
        int32_t *ids = wb_allocate((size_t)from->groups->count, sizeof *ids);
        if (ids == NULL)
            return wb_fail_nomem(err);
        st = look_up_layer(to, from, layout, naming, ids, err);
        wb_release(ids);
        return st;
    }
    if (!layer_is_sorted(to, layout))
        WB_TRY(sort_layer(to, layout, err));
    WB_TRY(lay_layer(to, from, layout, naming, err));
done:
    return st;
}

wb_status wb_open_merge(wb_open *open, const wb_open *from, const wb_layout *layout,
                        const int32_t *units, const wb_index_map *map, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t b = 0; b < open->n_breakdowns; b++) {
        wb_layer to = {&open->groups[b], wb_open_track(open, b, 0)};
        wb_layer more = {&from->groups[b], wb_open_track(from, b, 0)};
        wb_naming naming = {units, map->cells[b], map->codes};
        WB_TRY(merge_layer(&to, &more, layout, &naming, err));
    }
done:
    return st;
}
