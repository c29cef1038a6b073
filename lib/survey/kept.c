/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/kept.h"

#include "base/wide.h"

/* What is kept at once: 200 replicates of a bootstrap of 1.3 million units. */
enum { MOST_BYTES = 1 << 28 };

static wb_status keep_draws(wb_kept *kept, const wb_replicates *made, size_t n,
                            wb_error *err)
{
    wb_status st = WB_OK;

    kept->draws = wb_resize(NULL, n * kept->n_units, sizeof *kept->draws);
    kept->base = wb_resize(NULL, kept->n_units, sizeof *kept->base);
    kept->step = wb_resize(NULL, kept->n_units, sizeof *kept->step);
    if (kept->draws == NULL || kept->base == NULL || kept->step == NULL)
        return wb_fail_nomem(err);
    wb_replicates_lots(made, kept->base, kept->step);
    for (size_t r = 0; r < n; r++)
        WB_TRY(
            wb_replicates_draws(made, (int32_t)r, kept->draws + r * kept->n_units, err));
done:
    return st;
}

wb_status wb_kept_make(wb_kept *kept, const wb_replicates *made, size_t n_units,
                       wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = (size_t)wb_replicates_replication(made)->n;

    *kept = (wb_kept){.n_units = n_units};
    bool are_draws = wb_replicates_are_draws(made);
    size_t bytes = are_draws ? sizeof *kept->draws : sizeof *kept->factors;
    if (n == 0 || n_units > MOST_BYTES / bytes / n)
        return WB_OK;
    if (are_draws)
        return keep_draws(kept, made, n, err);
    kept->factors = wb_resize(NULL, n * n_units, sizeof *kept->factors);
    if (kept->factors == NULL)
        return wb_fail_nomem(err);
    for (size_t r = 0; r < n; r++)
        WB_TRY(wb_replicates_factors(made, (int32_t)r, kept->factors + r * n_units, err));
done:
    return st;
}

void wb_kept_free(wb_kept *kept)
{
    wb_release(kept->factors);
    wb_release(kept->draws);
    wb_release(kept->base);
    wb_release(kept->step);
    *kept = (wb_kept){0};
}

WB_WIDE static void expand(const uint8_t *restrict draws, const double *restrict base,
                           const double *restrict step, int32_t n,
                           double *restrict factors)
{
    for (int32_t i = 0; i < n; i++)
        factors[i] = base[i] + step[i] * draws[i];
}

const double *wb_kept_factors(const wb_kept *kept, int32_t r, const int32_t *ids,
                              int32_t first, int32_t n, double *room)
{
    size_t row = (size_t)r * kept->n_units;

    if (ids == NULL) {
        if (kept->factors != NULL)
            return kept->factors + row + first;
        expand(kept->draws + row + first, kept->base + first, kept->step + first, n,
               room);
        return room;
    }
    for (int32_t i = 0; i < n; i++)
        room[i] = kept->factors != NULL
                      ? kept->factors[row + (size_t)ids[i]]
                      : kept->base[ids[i]] +
                            kept->step[ids[i]] * kept->draws[row + (size_t)ids[i]];
    return room;
}
