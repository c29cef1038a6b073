/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Joining what has too few units: in the order given, until there are two. */
#include "design/level.h"

#include <math.h>

double wb_pool_factor(const wb_pool *pool)
{
    double n = pool->n;
    double g = pool->share * (1 - pool->fraction);
    return n > 1 ? g * n / (n - 1) : g;
}

enum { ENOUGH = 2 };

double wb_pool_size(const wb_pool *pool)
{
    return pool->fraction > 0 ? pool->n / pool->fraction : (double)INFINITY;
}

double wb_joined_fraction(double n, double size)
{
    return isfinite(size) ? n / size : 0;
}

bool wb_join(const int32_t *counts, int32_t n, int32_t *heads)
{
    int32_t before = -1; /* head of the group that was made last */
    int32_t head = -1;   /* of the group under way */
    int64_t count = 0;

    for (int32_t i = 0; i < n; i++) {
        if (head < 0) {
            head = i;
            count = 0;
        }
        heads[i] = head;
        count += counts[i];
        if (count >= ENOUGH) {
            before = head;
            head = -1;
        }
    }
    if (head < 0)
        return true;
    if (before < 0)
        return false;
    for (int32_t i = head; i < n; i++)
        heads[i] = before;
    return true;
}

/* Make the members of a family one pool per group. */
static void merge(wb_level *level, const int32_t *members, const int32_t *heads,
                  int32_t n)
{
    for (int32_t i = 0; i < n; i++) {
        if (heads[i] == i)
            continue;
        wb_pool *to = &level->pools[members[heads[i]]];
        wb_pool *from = &level->pools[members[i]];
        double size = wb_pool_size(to) + wb_pool_size(from);
        to->n += from->n;
        to->fraction = wb_joined_fraction(to->n, size);
        to->lonely = false;
        level->pool_of[members[i]] = members[heads[i]];
        from->n = 0;
        from->lonely = false;
    }
}

wb_status wb_level_collapse(wb_level *level, int32_t *lonely, wb_error *err)
{
    wb_status st = WB_OK;
    const int32_t *order = level->order;
    size_t n = (size_t)level->n_parents;
    int32_t *members = wb_allocate(n, sizeof *members);
    int32_t *counts = wb_allocate(n, sizeof *counts);
    int32_t *heads = wb_allocate(n, sizeof *heads);

    level->pool_of = wb_allocate(n, sizeof *level->pool_of);
    if (members == NULL || counts == NULL || heads == NULL || level->pool_of == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    for (int32_t p = 0; p < level->n_parents; p++)
        level->pool_of[p] = p;
    for (int32_t first = 0, next; first < level->n_parents; first = next) {
        int32_t family = level->pools[order[first]].family;
        int32_t n_members = 0;
        for (next = first;
             next < level->n_parents && level->pools[order[next]].family == family;
             next++) {
            if (!level->pools[order[next]].open)
                continue;
            counts[n_members] = level->pools[order[next]].n;
            members[n_members++] = order[next];
        }
        if (!wb_join(counts, n_members, heads)) {
            *lonely = members[0];
            st = wb_fail(err, WB_E_DESIGN,
                         "one sampled unit has no other it could be collapsed with: "
                         "its variance cannot be estimated");
            goto done;
        }
        merge(level, members, heads, n_members);
    }
done:
    wb_release(members);
    wb_release(counts);
    wb_release(heads);
    return st;
}
