/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* People are safe already: a company gives what it may show, and nothing else. What is
 * hidden here is companies from each other. */
#include "scan/pool.h"

#include <string.h>

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

/* ---- cells ---- */

void wb_pooled_add(wb_pooled_cell *cell, int64_t n, int64_t problem)
{
    cell->companies++;
    cell->n += n;
    cell->problem += problem;
    if (n > cell->largest) {
        cell->second = cell->largest;
        cell->largest = n;
    } else if (n > cell->second) {
        cell->second = n;
    }
}

static bool is_shown(const wb_pooled_cell *cell)
{
    return cell->companies > 0 && cell->status == WB_POOLED_OK;
}

static bool is_smaller(const wb_pooled_cell *a, const wb_pooled_cell *b)
{
    return a->companies != b->companies ? a->companies < b->companies : a->n < b->n;
}

/* What is worked with while something is hidden. */
typedef struct hiding {
    const wb_pool *pool;
    const wb_pool_rules *rules;
    wb_pooled_cell *cells; /* by key */
    int32_t *above;        /* per cell the one that it is part of, or -1 */
    size_t *first;         /* per cell, and behind the last, its counts in `counts` */
    int32_t *counts;       /* of the companies that are taken */
    int64_t *left;         /* per company */
} hiding;

static wb_span key_of(const hiding *h, int32_t cell)
{
    wb_span key = {NULL, 0};

    key.bytes = wb_keys_text(h->pool->cells, cell, &key.length);
    return key;
}

/* The hierarchy of a group; missing of the whole. */
static wb_span hierarchy_of(const hiding *h, int32_t cell)
{
    wb_span group = wb_key_second(key_of(h, cell));

    for (size_t i = 0; i < group.length; i++) {
        if (group.bytes[i] == '/')
            return (wb_span){group.bytes, i};
    }
    return group;
}

/* ---- which cell is part of which ---- */

/* The cell of a key among n in order, or -1. */
static int32_t find_cell(const hiding *h, const int32_t *order, size_t n, wb_span key)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t middle = (low + high) / 2;
        int sign = wb_span_compare(key_of(h, order[middle]), key);

        if (sign == 0)
            return order[middle];
        if (sign < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return -1;
}

/* "age/old" is part of the whole, "team/a/b" of "team/a", or of the whole without it. */
static int32_t find_above(const hiding *h, const int32_t *order, size_t n, int32_t cell)
{
    wb_span key = key_of(h, cell);
    size_t whole = wb_key_first(key).length + 1;
    size_t top = whole + hierarchy_of(h, cell).length;

    if (key.length == whole)
        return -1;
    while (key.length > top) {
        key.length--;
        if (key.bytes[key.length] == '/' && key.length > top) {
            int32_t found = find_cell(h, order, n, key);
            if (found >= 0)
                return found;
        }
    }
    key.length = whole;
    return find_cell(h, order, n, key);
}

static int32_t shown_above(const hiding *h, int32_t cell)
{
    do
        cell = h->above[cell];
    while (cell >= 0 && !is_shown(&h->cells[cell]));
    return cell;
}

/* ---- what is left ---- */

static void add_to_left(const hiding *h, int32_t cell, int64_t sign)
{
    for (size_t i = h->first[cell]; i < h->first[cell + 1]; i++) {
        const wb_pool_count *count = &h->pool->counts[h->counts[i]];
        h->left[count->company] += sign * count->n;
    }
}

/* Who subtracts the groups of a hierarchy that are shown from a shown cell that they are
 * part of has the figures of those who are left; smallest: of these groups, or -1. */
static wb_pooled_cell left_of(const hiding *h, const int32_t *order, size_t n,
                              int32_t total, wb_span hierarchy, int32_t *smallest)
{
    wb_pooled_cell left = {0};

    memset(h->left, 0, h->pool->n_companies * sizeof *h->left);
    add_to_left(h, total, 1);
    *smallest = -1;
    for (size_t i = 0; i < n; i++) {
        const wb_pooled_cell *cell = &h->cells[order[i]];

        if (!is_shown(cell) || shown_above(h, order[i]) != total ||
            wb_span_compare(hierarchy_of(h, order[i]), hierarchy) != 0)
            continue;
        add_to_left(h, order[i], -1);
        if (*smallest < 0 || is_smaller(cell, &h->cells[*smallest]))
            *smallest = order[i];
    }
    for (size_t i = 0; i < h->pool->n_companies; i++) {
        if (h->left[i] > 0)
            wb_pooled_add(&left, h->left[i], 0);
    }
    return left;
}

static void cover(const hiding *h, const int32_t *order, size_t n, int32_t total,
                  wb_span hierarchy)
{
    int32_t smallest;
    wb_pooled_cell left = left_of(h, order, n, total, hierarchy, &smallest);

    while (smallest >= 0 && left.companies > 0 &&
           judge(&left, h->rules) != WB_POOLED_OK) {
        h->cells[smallest].status = WB_POOLED_LEFT_OVER;
        left = left_of(h, order, n, total, hierarchy, &smallest);
    }
}

/* ---- one indicator after the other ---- */

/* Of the whole every hierarchy leaves something; a cell comes before its parts. */
static void cover_indicator(const hiding *h, const int32_t *order, size_t n)
{
    wb_span hierarchy = {NULL, 0};

    for (size_t i = 0; i < n; i++)
        h->above[order[i]] = find_above(h, order, n, order[i]);
    for (size_t i = 1; i < n; i++) {
        wb_span own = hierarchy_of(h, order[i]);

        if (is_shown(&h->cells[order[0]]) &&
            (hierarchy.bytes == NULL || wb_span_compare(own, hierarchy) != 0))
            cover(h, order, n, order[0], own);
        hierarchy = own;
    }
    for (size_t i = 1; i < n; i++) {
        if (is_shown(&h->cells[order[i]]))
            cover(h, order, n, order[i], hierarchy_of(h, order[i]));
    }
}

/* Where the keys of the indicator at `first` end: those of one stand together. */
static size_t end_of_indicator(const hiding *h, const int32_t *order, size_t n,
                               size_t first)
{
    wb_span indicator = wb_key_first(key_of(h, order[first]));
    size_t end = first + 1;

    while (end < n &&
           wb_span_compare(wb_key_first(key_of(h, order[end])), indicator) == 0)
        end++;
    return end;
}

/* The counts of each cell, one after the other: first[cell] is their end, and becomes
 * their beginning as they are put there from behind. */
static void sort_counts(hiding *h, int32_t staff_class, size_t n_cells)
{
    const wb_pool *pool = h->pool;

    for (size_t i = 0; i < pool->n_counts; i++)
        h->first[pool->counts[i].cell] +=
            wb_pool_takes(pool, staff_class, pool->counts[i].company);
    for (size_t cell = 1; cell <= n_cells; cell++)
        h->first[cell] += h->first[cell - 1];
    for (size_t i = pool->n_counts; i-- > 0;) {
        if (wb_pool_takes(pool, staff_class, pool->counts[i].company))
            h->counts[--h->first[pool->counts[i].cell]] = (int32_t)i;
    }
}

wb_status wb_pool_hide(const wb_pool *pool, int32_t staff_class, wb_pooled_cell *cells,
                       const int32_t *order, const wb_pool_rules *rules, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = (size_t)wb_keys_count(pool->cells);
    hiding h = {.pool = pool, .rules = rules, .cells = cells};

    h.above = wb_allocate(n, sizeof *h.above);
    h.first = wb_allocate(n + 1, sizeof *h.first);
    h.counts = wb_allocate(pool->n_counts, sizeof *h.counts);
    h.left = wb_allocate(pool->n_companies, sizeof *h.left);
    if (h.above == NULL || h.first == NULL || h.counts == NULL || h.left == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    sort_counts(&h, staff_class, n);
    for (size_t i = 0; i < n; i++)
        cells[i].status = judge(&cells[i], rules);
    for (size_t first = 0, end; first < n; first = end) {
        end = end_of_indicator(&h, order, n, first);
        cover_indicator(&h, order + first, end - first);
    }
done:
    wb_release(h.above);
    wb_release(h.first);
    wb_release(h.counts);
    wb_release(h.left);
    return st;
}
