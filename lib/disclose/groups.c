/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Rows that hang together: what is shown of one bears on what is hidden of another only
 * where sums and ties lead from the one to the other. */
#include "disclose/disclose.h"

/* The least row of a group stands for it; ways to it are halved as they are walked. */
static int64_t leader(int64_t *groups, int64_t row)
{
    while (groups[row] != row) {
        groups[row] = groups[groups[row]];
        row = groups[row];
    }
    return row;
}

static void unite(int64_t *groups, const wb_headcounts *counts, const wb_counted *a,
                  const wb_counted *b)
{
    int64_t x, y;

    if (a == NULL || b == NULL)
        return;
    x = leader(groups, a - counts->rows);
    y = leader(groups, b - counts->rows);
    if (x < y)
        groups[y] = x;
    else
        groups[x] = y;
}

static void unite_split(int64_t *groups, const wb_headcounts *counts,
                        const wb_relations *relations, const wb_split *split)
{
    for (int32_t k = split->first; k < split->first + split->n; k++) {
        for (int32_t m = 0; m < counts->n_measures; m++)
            unite(groups, counts, wb_headcounts_find(counts, split->total, m),
                  wb_headcounts_find(counts, relations->parts[k], m));
    }
}

static void unite_tie(int64_t *groups, const wb_headcounts *counts,
                      const wb_relations *relations, const wb_tie *tie)
{
    for (int32_t k = tie->first; k < tie->first + tie->n; k++) {
        for (int32_t cell = 0; cell < counts->n_cells; cell++)
            unite(groups, counts, wb_headcounts_find(counts, cell, tie->total),
                  wb_headcounts_find(counts, cell, relations->parts[k]));
    }
}

void wb_groups_find(const wb_headcounts *counts, const wb_relations *relations,
                    int64_t *groups)
{
    for (int64_t i = 0; i < counts->n_rows; i++)
        groups[i] = i;
    for (int32_t i = 0; i < relations->n_splits; i++)
        unite_split(groups, counts, relations, &relations->splits[i]);
    for (int32_t i = 0; i < relations->n_ties; i++)
        unite_tie(groups, counts, relations, &relations->ties[i]);
    for (int64_t i = 0; i < counts->n_rows; i++)
        groups[i] = leader(groups, i);
}
