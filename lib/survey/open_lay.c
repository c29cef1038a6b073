/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Pairs are sorted and laid in order beside those that are there: both lists are read
 * once from front to back. */
#include "survey/open_layer.h"

#include <string.h>

enum {
    DIGIT_BITS = 11,
    DIGITS = 1 << DIGIT_BITS,
    MOST_SLOTS = 16, /* of a group that are sorted by insertion */
    AHEAD = 16       /* entries whose sums are fetched ahead */
};

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

static wb_status make_laying(wb_laying *laying, int32_t n_to, int32_t n_from,
                             wb_error *err)
{
    size_t n = (size_t)n_from + 1;

    laying->entries = wb_resize(NULL, n, sizeof *laying->entries);
    laying->room = wb_resize(NULL, n, sizeof *laying->room);
    laying->moved = wb_resize(NULL, (size_t)n_to + 1, sizeof *laying->moved);
    laying->ids = wb_resize(NULL, n, sizeof *laying->ids);
    if (laying->entries == NULL || laying->room == NULL || laying->moved == NULL ||
        laying->ids == NULL)
        return wb_fail_nomem(err);
    return WB_OK;
}

/* Bits of any b, there or as it is called. */
static int bits_of_b(const wb_combos *to, const wb_combos *from, const int32_t *b)
{
    int32_t there = wb_largest(to->b, to->count, NULL);
    int32_t more = wb_largest(from->b, from->count, b);
    return wb_bits_of(there > more ? there : more);
}

/* Entries of all pairs of `from`, by key. */
static void sort_pairs(const wb_combos *from, const int32_t *a, const int32_t *b,
                       int bits, wb_laying *laying)
{
    for (int32_t i = 0; i < from->count; i++)
        laying->entries[i] = (wb_entry){
            key_of(wb_called(a, from->a[i]), wb_called(b, from->b[i]), bits), i};
    sort_entries(&laying->entries, &laying->room, from->count);
}

/* The sorted entries of pairs beside those of `to`. */
static wb_status lay_entries(wb_combos *to, int32_t n, int bits, const wb_laying *laying,
                             wb_error *err)
{
    int32_t n_to = find_places(to, bits, laying->entries, n, laying->moved, laying->ids);
    return lay_pairs(to, n_to, bits, laying->entries, n, laying->moved, laying->ids, err);
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
            wb_add_sums(to, laying->ids[i], from, i, width);
    }
}

/* Entry k goes before those of larger keys between `first` and it. */
static void insert_entry(wb_entry *entries, int32_t first, int32_t k)
{
    wb_entry entry = entries[k];
    for (; k > first && entries[k - 1].key > entry.key; k--)
        entries[k] = entries[k - 1];
    entries[k] = entry;
}

/* Entries of slots by key, where the groups they are of are in order and have few each:
 * group after group. start and order: room, start all 0. False: some has many. */
static bool walk_slots(const wb_combos *slots, const wb_laying *groups, int32_t n_groups,
                       const int32_t *codes, int bits, int32_t *start, int32_t *order,
                       wb_entry *entries)
{
    int32_t n = 0;

    wb_combos_by_first(slots, n_groups, start, order);
    for (int32_t k = 0; k < n_groups; k++) {
        int32_t g = groups->entries[k].id;
        int32_t first = n;
        if (start[g + 1] - start[g] > MOST_SLOTS)
            return false;
        for (int32_t i = start[g]; i < start[g + 1]; i++, n++) {
            int32_t slot = order[i];
            int32_t code = wb_called(codes, slots->b[slot]);
            entries[n] = (wb_entry){key_of(groups->ids[g], code, bits), slot};
            insert_entry(entries, first, n);
        }
    }
    return true;
}

static wb_status sort_slots(const wb_combos *slots, const wb_laying *groups,
                            int32_t n_groups, const int32_t *codes, int bits,
                            wb_laying *laying, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t *start = wb_allocate((size_t)n_groups + 1, sizeof *start);
    int32_t *order = wb_resize(NULL, (size_t)slots->count, sizeof *order);

    if (start == NULL || order == NULL)
        st = wb_fail_nomem(err);
    else if (!walk_slots(slots, groups, n_groups, codes, bits, start, order,
                         laying->entries))
        sort_pairs(slots, groups->ids, codes, bits, laying);
    wb_release(start);
    wb_release(order);
    return st;
}

/* Slots are sorted by group and code: groups that moved keep their order. */
static wb_status lay_slots(wb_track *to, const wb_track *from, const wb_laying *groups,
                           int32_t n_groups, const int32_t *codes, wb_error *err)
{
    wb_status st = WB_OK;
    wb_laying laying = {0};
    int32_t before = to->slots.count;
    int32_t n = from->slots.count;
    int bits = bits_of_b(&to->slots, &from->slots, codes);

    for (int32_t i = 0; i < before; i++)
        to->slots.a[i] = groups->moved[to->slots.a[i]];
    WB_TRY(make_laying(&laying, before, n, err));
    WB_TRY(sort_slots(&from->slots, groups, n_groups, codes, bits, &laying, err));
    WB_TRY(lay_entries(&to->slots, n, bits, &laying, err));
    WB_TRY(lay_sums(to, before, laying.moved, to->slots.count, 1, err));
    add_in_order(to, from, n, n, &laying, 1);
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
    int32_t before = to->groups->count;
    int32_t n = from->groups->count;
    int bits = bits_of_b(to->groups, from->groups, naming->cells);

    WB_TRY(make_laying(&groups, before, n, err));
    sort_pairs(from->groups, naming->units, naming->cells, bits, &groups);
    WB_TRY(lay_entries(to->groups, n, bits, &groups, err));
    for (size_t t = 0; t < layout->n_tracks; t++) {
        if (layout->tracks[t].kind == WB_TRACK_NUMBER)
            WB_TRY(lay_numbers(&to->tracks[t], &from->tracks[t], &groups, before, n,
                               to->groups->count, wb_track_width(layout, t), err));
        else
            WB_TRY(lay_slots(&to->tracks[t], &from->tracks[t], &groups, n,
                             wb_codes_of(naming, layout, t), err));
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

wb_status wb_layer_lay(const wb_layer *to, const wb_layer *from, const wb_layout *layout,
                       const wb_naming *naming, wb_error *err)
{
    wb_status st = WB_OK;

    if (!layer_is_sorted(to, layout))
        WB_TRY(sort_layer(to, layout, err));
    WB_TRY(lay_layer(to, from, layout, naming, err));
done:
    return st;
}
