/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "disclose/circle.h"

#include <string.h>

/* `uses`: in how many crosses that are left a column is; one that is in no other cross
 * ties its cross to nothing. */
typedef struct reduction {
    const wb_cross *crosses;
    size_t n, n_columns;
    bool *left;
    size_t *uses;
} reduction;

static void count_uses(reduction *r)
{
    memset(r->uses, 0, r->n_columns * sizeof *r->uses);
    for (size_t i = 0; i < r->n; i++) {
        for (size_t k = 0; r->left[i] && k < r->crosses[i].n; k++)
            r->uses[r->crosses[i].columns[k]]++;
    }
}

static bool has(const wb_cross *cross, size_t column)
{
    for (size_t k = 0; k < cross->n; k++) {
        if (cross->columns[k] == column)
            return true;
    }
    return false;
}

/* What of the first ties it to others is all in the second. */
static bool hangs_on(const reduction *r, const wb_cross *cross, const wb_cross *other)
{
    for (size_t k = 0; k < cross->n; k++) {
        size_t column = cross->columns[k];
        if (r->uses[column] > 1 && !has(other, column))
            return false;
    }
    return true;
}

/* One that hangs on another, or is the last that ties nothing. */
static bool is_ear(const reduction *r, size_t i)
{
    static const wb_cross nothing;

    for (size_t k = 0; k < r->n; k++) {
        if (k != i && r->left[k] && hangs_on(r, &r->crosses[i], &r->crosses[k]))
            return true;
    }
    return hangs_on(r, &r->crosses[i], &nothing);
}

static bool take_ears(reduction *r)
{
    bool taken = false;

    count_uses(r);
    for (size_t i = 0; i < r->n; i++) {
        if (!r->left[i] || !is_ear(r, i))
            continue;
        r->left[i] = false;
        taken = true;
    }
    return taken;
}

wb_status wb_circle_find(const wb_cross *crosses, size_t n, size_t n_columns,
                         bool *in_circle, wb_error *err)
{
    reduction r = {crosses, n, n_columns, in_circle,
                   wb_allocate(n_columns, sizeof *r.uses)};

    if (r.uses == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n; i++)
        in_circle[i] = true;
    while (take_ears(&r))
        continue;
    wb_release(r.uses);
    return WB_OK;
}
