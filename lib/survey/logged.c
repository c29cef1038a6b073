/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/logged.h"

#include "num/two_pairs.h"

#include <string.h>

void wb_log_free(wb_log *log)
{
    wb_release(log->rows);
    *log = (wb_log){0};
}

static wb_status reach(wb_log *log, int32_t n, wb_error *err)
{
    if (n <= log->capacity)
        return WB_OK;
    int32_t capacity = 2 * n;
    wb_logged_row *rows = wb_resize(log->rows, (size_t)capacity, sizeof *rows);
    if (rows == NULL)
        return wb_fail_nomem(err);
    log->rows = rows;
    log->capacity = capacity;
    return WB_OK;
}

wb_status wb_log_copy(const wb_log *from, wb_log *to, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(reach(to, from->count, err));
    if (from->count > 0)
        memcpy(to->rows, from->rows, (size_t)from->count * sizeof *to->rows);
    to->count = from->count;
done:
    return st;
}

int64_t wb_log_bytes(const wb_log *log)
{
    return (int64_t)log->capacity * (int64_t)sizeof(wb_logged_row);
}

wb_status wb_log_take(wb_log *log, const int32_t *groups, const uint8_t *patterns,
                      const double *w, int32_t n, int32_t *rest, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(reach(log, log->count + n, err));
    wb_logged_row *to = log->rows + log->count;
    for (int32_t i = 0; i < n; i++) {
        bool logged = groups[i] >= WB_HISTOGRAM_GROUPS;
        *to = (wb_logged_row){w[i], groups[i], patterns[i]};
        to += logged;
        rest[i] = logged ? -1 : groups[i];
    }
    log->count = (int32_t)(to - log->rows);
done:
    return st;
}

/* Rows far from each other are fetched so many ahead. */
enum { SOON = 16 };

/* Rows by what their group is called where they go, so that memory there is walked in one
 * direction; in a group as they came: a counting sort. start: per group there, and 0. */
static void sort_rows(const wb_log *log, const int32_t *groups, int32_t n_groups,
                      int32_t *start, wb_logged_row *sorted)
{
    for (int32_t i = 0; i < log->count; i++)
        start[groups[log->rows[i].group]]++;
    for (int32_t g = 0, at = 0; g < n_groups; g++) {
        int32_t n = start[g];
        start[g] = at;
        at += n;
    }
    for (int32_t i = 0; i < log->count; i++) {
        wb_logged_row row = log->rows[i];
        int32_t later = log->rows[i + SOON < log->count ? i + SOON : i].group;
        __builtin_prefetch(&sorted[start[groups[later]]], 1);
        row.group = groups[row.group];
        sorted[start[row.group]++] = row;
    }
}

static inline void add_row(wb_bin *bin, double w, wb_pair w2)
{
    wb_gather_two(&bin->w, wb_pair_of(w), &bin->w2, w2);
    bin->n += w > 0;
}

/* Rows of one group, one after another, to its two bins in every outcome. */
static void add_rows(wb_bin *const *bins, const wb_logged_row *rows, int32_t n,
                     const wb_sayings *sayings)
{
    for (int32_t i = 0; i < n; i++) {
        const uint8_t *says = sayings->says[rows[i].pattern];
        wb_pair w2 = wb_two_product(rows[i].w, rows[i].w);
        for (size_t j = 0; j < sayings->n_outcomes; j++) {
            if (says[j] != WB_ANSWER_MISSING)
                add_row(&bins[j][says[j] == WB_ANSWER_TRUE], rows[i].w, w2);
        }
    }
}

/* Bins are fetched ahead: of a small part in a large state they are far from each other.
 */
enum { AHEAD = 24 };

static void fetch(wb_sums *const *to, size_t n_outcomes, int32_t group)
{
    for (size_t j = 0; j < n_outcomes; j++) {
        __builtin_prefetch(&to[j]->bins[2 * (size_t)group]);
        __builtin_prefetch(&to[j]->bins[2 * (size_t)group + 1]);
    }
}

static void add_groups(wb_sums *const *to, const wb_logged_row *rows, int32_t n,
                       const wb_sayings *sayings)
{
    for (int32_t first = 0, end; first < n; first = end) {
        wb_bin *bins[WB_BUNDLE];
        int32_t group = rows[first].group;
        for (end = first + 1; end < n && rows[end].group == group; end++)
            continue;
        if (first + AHEAD < n)
            fetch(to, sayings->n_outcomes, rows[first + AHEAD].group);
        for (size_t j = 0; j < sayings->n_outcomes; j++)
            bins[j] = &to[j]->bins[2 * (size_t)group];
        add_rows(bins, rows + first, end - first, sayings);
    }
}

wb_status wb_log_flush(const wb_log *log, const wb_sayings *sayings,
                       const int32_t *groups, wb_sums *const *to, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t n_groups = to[0]->groups;
    int32_t *start = NULL;
    wb_logged_row *sorted = NULL;

    if (log->count == 0)
        return WB_OK;
    start = wb_allocate((size_t)n_groups, sizeof *start);
    sorted = wb_resize(NULL, (size_t)log->count, sizeof *sorted);
    if (start == NULL || sorted == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    sort_rows(log, groups, n_groups, start, sorted);
    add_groups(to, sorted, log->count, sayings);
done:
    wb_release(start);
    wb_release(sorted);
    return st;
}
