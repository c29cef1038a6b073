/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/closed.h"

#include <stdlib.h>
#include <string.h>

static wb_status copy_sums(wb_piece *piece, const wb_domain *domain, wb_error *err)
{
    size_t n = (size_t)domain->n_parts * (size_t)domain->stride;
    bool failed = false;

    piece->sums = wb_copy_array(domain->sums, n, sizeof *piece->sums, &failed);
    piece->stride = domain->stride;
    return failed ? wb_fail_nomem(err) : WB_OK;
}

static wb_status copy_influences(wb_piece *piece, const wb_sample *sample,
                                 const wb_domain *domain, wb_desk *desk, wb_error *err)
{
    wb_variate variate = wb_domain_influence(sample, domain, &piece->linear, desk);
    size_t n = (size_t)variate.n;
    bool failed = false;

    piece->influences =
        wb_copy_array(variate.values, n, sizeof *piece->influences, &failed);
    piece->units = wb_copy_array(variate.units, n, sizeof *piece->units, &failed);
    piece->n_units = variate.n;
    return failed ? wb_fail_nomem(err) : WB_OK;
}

/* Those of F(q) become those of the quantile, which varies in proportion to it. */
static void scale_replicates(wb_piece *piece, const wb_domain *domain, int32_t n)
{
    const wb_linear *linear = &piece->linear;
    double factor = linear->scale * wb_pair_value(domain->totals[0]);
    double f = -wb_pair_value(linear->gradient[0]);
    for (int32_t r = 0; r < n; r++)
        piece->replicates[r] = piece->estimate + factor * (piece->replicates[r] - f);
}

wb_status wb_piece_init(wb_piece *piece, const wb_sample *sample, const wb_domain *domain,
                        int32_t statistic, const wb_linear *linear, wb_desk *desk,
                        wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = (size_t)domain->n_parts;
    bool failed = false;

    piece->linear = *linear;
    piece->share = domain->share;
    piece->n = domain->n;
    piece->estimate = wb_pair_value(linear->value);
    piece->ids = wb_copy_array(domain->ids, n, sizeof *piece->ids, &failed);
    piece->counts = wb_copy_array(domain->counts, n, sizeof *piece->counts, &failed);
    if (failed) {
        st = wb_fail_nomem(err);
        goto done;
    }
    piece->n_parts = domain->n_parts;
    if (sample->replication != NULL) {
        piece->replicates =
            wb_allocate((size_t)sample->replication->n, sizeof *piece->replicates);
        if (piece->replicates == NULL) {
            st = wb_fail_nomem(err);
            goto done;
        }
        WB_TRY(wb_domain_replicates(sample, domain, statistic, desk, piece->replicates,
                                    err));
        if (statistic == WB_STATISTIC_QUANTILE)
            scale_replicates(piece, domain, sample->replication->n);
    } else if (sample->tally->layout.open) {
        WB_TRY(copy_influences(piece, sample, domain, desk, err));
    } else {
        WB_TRY(copy_sums(piece, domain, err));
    }
done:
    if (st != WB_OK)
        wb_piece_free(piece);
    return st;
}

void wb_piece_free(wb_piece *piece)
{
    wb_release(piece->ids);
    wb_release(piece->counts);
    wb_release(piece->influences);
    wb_release(piece->units);
    wb_release(piece->sums);
    wb_release(piece->replicates);
    piece->ids = NULL;
    piece->counts = NULL;
    piece->influences = NULL;
    piece->units = NULL;
    piece->sums = NULL;
    piece->replicates = NULL;
    piece->n_parts = 0;
}

/* ---- covariance ---- */

static wb_status open_covariance(const wb_sample *sample, const wb_piece *const *pieces,
                                 size_t k, double *covariance, wb_error *err)
{
    wb_variate *variates = wb_allocate(k, sizeof *variates);
    if (variates == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < k; i++)
        variates[i] =
            (wb_variate){pieces[i]->units, pieces[i]->influences, pieces[i]->n_units};
    wb_status st = wb_design_covariance(sample->design, variates, k, covariance, err);
    wb_release(variates);
    return st;
}

static wb_status replicate_covariance(const wb_sample *sample,
                                      const wb_piece *const *pieces, size_t k,
                                      bool by_pair, double *covariance, wb_error *err)
{
    wb_status st = WB_OK;
    const double **values = wb_allocate(k, sizeof *values);
    double *estimates = wb_allocate(k, sizeof *estimates);

    if (values == NULL || estimates == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    for (size_t i = 0; i < k; i++) {
        values[i] = pieces[i]->replicates;
        estimates[i] = pieces[i]->estimate;
    }
    st = by_pair ? wb_replication_covariance_by_pair(sample->replication, values,
                                                     estimates, k, covariance, err)
                 : wb_replication_covariance(sample->replication, values, estimates, k,
                                             covariance, NULL, err);
done:
    wb_release(values);
    wb_release(estimates);
    return st;
}

/* Parts of their sum, of k totals that lie `stride` apart. */
static void take_shares(double *totals, size_t k, size_t stride)
{
    double sum = 0;
    for (size_t i = 0; i < k; i++)
        sum += totals[i * stride];
    for (size_t i = 0; i < k; i++)
        totals[i * stride] /= sum; /* of nothing: not finite, and left out */
}

wb_status wb_pieces_share_covariance(const wb_sample *sample,
                                     const wb_piece *const *pieces, size_t k,
                                     double *covariance, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = (size_t)sample->replication->n;
    double *shares = wb_allocate(k * (n + 1), sizeof *shares);
    const double **values = wb_allocate(k, sizeof *values);

    if (shares == NULL || values == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    for (size_t i = 0; i < k; i++) {
        shares[i] = pieces[i]->estimate;
        values[i] = shares + k + i * n;
        memcpy(shares + k + i * n, pieces[i]->replicates, n * sizeof *shares);
    }
    take_shares(shares, k, 1);
    for (size_t r = 0; r < n; r++)
        take_shares(shares + k + r, k, n);
    WB_TRY(wb_replication_covariance(sample->replication, values, shares, k, covariance,
                                     NULL, err));
done:
    wb_release(shares);
    wb_release(values);
    return st;
}

wb_status wb_pieces_covariance(const wb_sample *sample, const wb_piece *const *pieces,
                               size_t k, bool by_pair, double *covariance, wb_error *err)
{
    if (k == 0)
        return WB_OK;
    if (sample->replication != NULL)
        return replicate_covariance(sample, pieces, k, by_pair, covariance, err);
    if (sample->tally->layout.open)
        return open_covariance(sample, pieces, k, covariance, err);
    return wb_closed_covariance(sample, pieces, k, covariance, err);
}

/* ---- degrees of freedom ---- */

static int ascending(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a;
    int32_t y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

static bool counts(const wb_piece *piece, int32_t part)
{
    return piece->counts[part] > 0;
}

/* One more than the largest id of a part. */
static int32_t end_of_ids(const wb_piece *const *pieces, size_t k)
{
    int32_t end = 0;
    for (size_t i = 0; i < k; i++) {
        int32_t n = pieces[i]->n_parts;
        if (n > 0 && pieces[i]->ids[n - 1] >= end)
            end = pieces[i]->ids[n - 1] + 1;
    }
    return end;
}

/* Parts that count in any of the pieces, each once, ascending: marked, not sorted, as
 * all pairs of many levels ask for this. */
static wb_status join_parts(const wb_piece *const *pieces, size_t k, int32_t **out,
                            int32_t *n, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t end = end_of_ids(pieces, k);
    bool *marks = wb_allocate((size_t)end, sizeof *marks);
    int32_t *ids = NULL;
    size_t found = 0;

    if (marks == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < k; i++) {
        for (int32_t p = 0; p < pieces[i]->n_parts; p++) {
            int32_t id = pieces[i]->ids[p];
            found += !marks[id] && counts(pieces[i], p);
            marks[id] = marks[id] || counts(pieces[i], p);
        }
    }
    ids = wb_resize(NULL, found, sizeof *ids);
    if (ids == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    *n = 0;
    for (int32_t id = 0; id < end; id++) {
        if (marks[id])
            ids[(*n)++] = id;
    }
    *out = ids;
done:
    wb_release(marks);
    return st;
}

static bool of_one_cell(const wb_piece *a, const wb_piece *b)
{
    return a->breakdown == b->breakdown && a->rank == b->rank;
}

static bool is_first_of_cell(const wb_piece *const *pieces, size_t i)
{
    for (size_t j = 0; j < i; j++) {
        if (of_one_cell(pieces[i], pieces[j]))
            return false;
    }
    return true;
}

/* Closed units of the cells the pieces are of: in a stratum those of one cell are the
 * same units, as far as is known the most that any of its pieces has. */
static wb_status closed_units(const wb_piece *const *pieces, size_t k, int64_t *units,
                              wb_error *err)
{
    size_t end = (size_t)end_of_ids(pieces, k);
    int64_t *most = wb_allocate(end, sizeof *most);

    *units = 0;
    if (most == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < k; i++) {
        if (!is_first_of_cell(pieces, i))
            continue;
        memset(most, 0, end * sizeof *most);
        for (size_t j = i; j < k; j++) {
            const wb_piece *piece = pieces[j];
            for (int32_t p = 0; of_one_cell(pieces[i], piece) && p < piece->n_parts;
                 p++) {
                int64_t *here = &most[piece->ids[p]];
                *here = piece->counts[p] > *here ? piece->counts[p] : *here;
            }
        }
        for (size_t id = 0; id < end; id++)
            *units += most[id];
    }
    wb_release(most);
    return WB_OK;
}

wb_status wb_pieces_df(const wb_sample *sample, const wb_piece *const *pieces, size_t k,
                       double *df, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t *ids = NULL;
    int32_t n = 0;

    if (sample->options->df > 0) {
        *df = sample->options->df;
        return WB_OK;
    }
    if (sample->tally->layout.n_replicates > 0) {
        *df = (double)sample->tally->layout.n_replicates - 1;
        return WB_OK;
    }
    WB_TRY(join_parts(pieces, k, &ids, &n, err));
    if (sample->tally->layout.open) {
        WB_TRY(wb_design_df(sample->design, ids, n, df, err));
        goto done;
    }
    for (int32_t i = 0; i < n; i++)
        ids[i] = sample->place[ids[i]];
    qsort(ids, (size_t)n, sizeof *ids, ascending);
    int32_t strata = 0;
    int64_t units = 0;
    for (int32_t i = 0; i < n; i++)
        strata += i == 0 || ids[i] != ids[i - 1];
    WB_TRY(closed_units(pieces, k, &units, err));
    *df = (double)(units - strata);
done:
    wb_release(ids);
    return st;
}
