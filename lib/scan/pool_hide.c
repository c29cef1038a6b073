/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* People are safe already: a company gives what it may show, and nothing else. What is
 * hidden here is companies from each other. */
#include "scan/pool.h"

const char *wb_pooled_status_name(wb_pooled_status status)
{
    static const char *const names[] = {
        [WB_POOLED_OK] = "ok",
        [WB_POOLED_TOO_FEW] = "too_few",
        [WB_POOLED_DOMINANCE] = "dominance",
        [WB_POOLED_LEFT_OVER] = "left_over",
    };
    return names[status];
}

/* Every company knows its own figures. The one that knows most of the largest is the
 * second: of what remains when it takes its own away, the largest may not be too much. */
static bool is_dominated(const wb_pooled_cell *cell, double dominance)
{
    return (double)cell->largest > dominance * (double)(cell->n - cell->second);
}

static wb_pooled_status judge(const wb_pooled_cell *cell, const wb_pool_rules *rules)
{
    if (cell->companies < rules->min_companies)
        return WB_POOLED_TOO_FEW;
    return is_dominated(cell, rules->dominance) ? WB_POOLED_DOMINANCE : WB_POOLED_OK;
}

/* The path without its last part; missing at the top, where the whole is above. */
static wb_span above(wb_span group)
{
    size_t slashes = 0, last = 0;

    for (size_t i = 0; i < group.length; i++) {
        if (group.bytes[i] == '/') {
            slashes++;
            last = i;
        }
    }
    if (slashes == 0)
        return (wb_span){NULL, 0};
    return (wb_span){group.bytes, last};
}

static wb_span key_of(const wb_keys *keys, size_t code)
{
    wb_span key = {NULL, 0};

    key.bytes = wb_keys_text(keys, (int32_t)code, &key.length);
    return key;
}

/* Of one indicator. */
static bool are_siblings(wb_span one, wb_span two)
{
    wb_span a = wb_key_second(one), b = wb_key_second(two);

    return a.bytes != NULL && b.bytes != NULL && wb_span_compare(above(a), above(b)) == 0;
}

static bool is_smaller(const wb_pooled_cell *a, const wb_pooled_cell *b)
{
    return a->companies != b->companies ? a->companies < b->companies : a->n < b->n;
}

/* A group that is hidden alone is what the others leave of the whole, so the smallest of
 * those is hidden as well. One without companies, which others of the pool have, is
 * nowhere. `order` is of one indicator. */
static void hide_second(const wb_keys *keys, wb_pooled_cell *cells, const int32_t *order,
                        size_t n, size_t alone)
{
    wb_span own = key_of(keys, alone);
    wb_pooled_cell *smallest = NULL;

    for (size_t i = 0; i < n; i++) {
        wb_pooled_cell *cell = &cells[order[i]];

        if ((size_t)order[i] == alone || cell->companies == 0 ||
            !are_siblings(own, key_of(keys, (size_t)order[i])))
            continue;
        if (cell->status != WB_POOLED_OK)
            return;
        if (smallest == NULL || is_smaller(cell, smallest))
            smallest = cell;
    }
    if (smallest != NULL)
        smallest->status = WB_POOLED_LEFT_OVER;
}

/* Where the keys of the indicator at `first` end: those of one stand together. */
static size_t end_of_indicator(const wb_keys *keys, const int32_t *order, size_t n,
                               size_t first)
{
    wb_span indicator = wb_key_first(key_of(keys, (size_t)order[first]));
    size_t end = first + 1;

    while (end < n && wb_span_compare(wb_key_first(key_of(keys, (size_t)order[end])),
                                      indicator) == 0)
        end++;
    return end;
}

static void hide_indicator(const wb_keys *keys, wb_pooled_cell *cells,
                           const int32_t *order, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const wb_pooled_cell *cell = &cells[order[i]];

        if (cell->companies > 0 &&
            (cell->status == WB_POOLED_TOO_FEW || cell->status == WB_POOLED_DOMINANCE))
            hide_second(keys, cells, order, n, (size_t)order[i]);
    }
}

void wb_pool_hide(const wb_keys *keys, wb_pooled_cell *cells, const int32_t *order,
                  size_t n, const wb_pool_rules *rules)
{
    for (size_t i = 0; i < n; i++)
        cells[i].status = judge(&cells[i], rules);
    for (size_t first = 0, end; first < n; first = end) {
        end = end_of_indicator(keys, order, n, first);
        hide_indicator(keys, cells, order + first, end - first);
    }
}
