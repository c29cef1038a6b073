/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Domains of closed units: the sums of a stratum, and products for its variance. */
#include "survey/view_parts.h"

/* The groups of a cell lie far apart: all their bins are on their way at once. */
static void fetch_bins(const wb_view *view, const wb_sums *sums)
{
    size_t width = (size_t)sums->width;

    for (int32_t i = 0; i < view->n_groups && width > 0; i++) {
        int32_t g = view->cell_groups[i];
        if (g >= sums->groups)
            continue;
        __builtin_prefetch(&sums->bins[(size_t)g * width]);
        __builtin_prefetch(&sums->bins[(size_t)g * width + width - 1].n);
        if (!sums->clusters)
            continue;
        __builtin_prefetch(&sums->cross[(size_t)g * width]);
        __builtin_prefetch(&sums->units[g]);
    }
}

void wb_view_closed_base(wb_view *view, const wb_sums *sums)
{
    fetch_bins(view, sums);
    view->base_rows = 0;
    for (int32_t i = 0; i < view->n_groups; i++) {
        int32_t g = view->cell_groups[i];
        wb_pair w = {0, 0};
        wb_pair w2 = {0, 0};
        int64_t n = 0;
        for (int32_t c = 0; g < sums->groups && c < sums->width; c++) {
            size_t at = (size_t)g * (size_t)sums->width + (size_t)c;
            const wb_bin *bin = &sums->bins[at];
            w = wb_pair_add(w, bin->w);
            w2 = wb_pair_add(w2, sums->clusters ? sums->cross[at] : bin->w2);
            n += bin->n;
        }
        view->base_rows += n;
        if (sums->clusters)
            n = g < sums->groups ? sums->units[g] : 0;
        view->base[2 * i] = w;
        view->base[2 * i + 1] = w2;
        view->domain.counts[i] = n;
    }
}

/* Terms and products of (w, w·y[, w·y²]) with y 1 or 0: those of all rows, `base`, and of
 * a bin. cross: Σ over the units of what the rows with 1 weigh times what all weigh. */
static void closed_share(wb_pair *to, int32_t n_terms, const wb_pair base[2],
                         const wb_bin *ones, wb_pair cross)
{
    wb_pair *product = to + n_terms;
    for (int32_t a = 0; a < n_terms; a++) {
        to[a] = a == 0 ? base[0] : ones->w;
        for (int32_t b = a; b < n_terms; b++)
            *product++ = b == 0 ? base[1] : a == 0 ? cross : ones->w2;
    }
}

void wb_view_closed_shares(wb_view *view, const wb_sums *sums, int32_t category)
{
    wb_domain *d = &view->domain;

    d->share = true;
    d->stride = wb_moment_count(d->n_terms);
    for (int32_t i = 0; i < view->n_groups; i++) {
        int32_t g = view->cell_groups[i];
        size_t at = (size_t)g * (size_t)sums->width + (size_t)category;
        wb_bin bin = {{0, 0}, {0, 0}, 0};
        wb_pair cross = {0, 0};
        if (g < sums->groups && category < sums->width) {
            bin = sums->bins[at];
            cross = sums->clusters ? sums->cross[at] : bin.w2;
        }
        closed_share(d->sums + (size_t)i * (size_t)d->stride, d->n_terms,
                     &view->base[2 * i], &bin, cross);
        d->n_ones += bin.n;
    }
    d->n = view->base_rows;
}

void wb_view_closed_numbers(wb_view *view, const wb_sums *sums)
{
    wb_domain *d = &view->domain;

    d->stride = wb_moment_count(d->n_terms);
    size_t stride = (size_t)d->stride;
    for (int32_t i = 0; i < view->n_groups; i++) {
        int32_t g = view->cell_groups[i];
        wb_pair *to = d->sums + (size_t)i * stride;
        bool there = g < sums->groups;
        const int64_t *counts = sums->clusters ? sums->units : sums->n;
        d->counts[i] = there ? counts[g] : 0;
        d->n += there ? sums->n[g] : 0;
        for (size_t m = 0; m < stride; m++)
            to[m] = there ? sums->moments[(size_t)g * stride + m] : wb_pair_of(0);
    }
}
