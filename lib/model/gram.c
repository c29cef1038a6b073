/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "model/gram.h"

#include "base/wide.h"

#include <string.h>

/* Plain sums of so many rows at most. */
enum { PLAIN_ROWS = 8 * WB_MODEL_ROWS, LANES = 4 };

/* Of a pair: dense x dense, of which the upper triangle; then a row of n_dense + n_sparse
 * per sparse column, of which what is not above the diagonal. */
static size_t pair_size(const wb_gram *gram)
{
    size_t k = gram->n_dense;
    return k * k + gram->n_sparse * (k + gram->n_sparse);
}

wb_status wb_gram_init(wb_gram *gram, const wb_columns *plan, wb_error *err)
{
    *gram = (wb_gram){.q = plan->q,
                      .n_pairs = plan->q * (plan->q + 1) / 2,
                      .n_dense = plan->n_dense,
                      .n_sparse = plan->n_sparse};
    gram->n = gram->n_pairs * pair_size(gram) + gram->q * plan->n_columns + 1;
    gram->block = wb_allocate(gram->n, sizeof *gram->block);
    gram->sums = wb_allocate(gram->n, sizeof *gram->sums);
    return gram->block == NULL || gram->sums == NULL ? wb_fail_nomem(err) : WB_OK;
}

void wb_gram_free(wb_gram *gram)
{
    wb_release(gram->block);
    wb_release(gram->sums);
    *gram = (wb_gram){0};
}

void wb_gram_clear(wb_gram *gram)
{
    memset(gram->block, 0, gram->n * sizeof *gram->block);
    memset(gram->sums, 0, gram->n * sizeof *gram->sums);
    gram->n_rows = 0;
}

size_t wb_gram_pair(size_t q, size_t a, size_t b)
{
    size_t low = a < b ? a : b;
    size_t high = a < b ? b : a;
    return low * q - low * (low + 1) / 2 + high;
}

/* ---- dense columns ---- */

WB_WIDE static void multiply(const double *restrict x, const double *restrict v,
                             int32_t n, double *restrict out)
{
    for (int32_t i = 0; i < n; i++)
        out[i] = x[i] * v[i];
}

/* Four doubles side by side: one register where the machine has such. Sums of every
 * fourth row are kept apart, the same ones on every machine. */
typedef double four_doubles __attribute__((vector_size(32)));

static inline double add_lanes(const four_doubles *s)
{
    return ((*s)[0] + (*s)[1]) + ((*s)[2] + (*s)[3]);
}

/* Products of two lanes with four that lie behind one another; n rows, a multiple of
 * LANES. */
WB_WIDE static void dot_two_four(const double *x0, const double *x1, const double *y,
                                 int32_t n, double out[2][4])
{
    const double *x[2] = {x0, x1};
    four_doubles sums[2][4] = {{{0}}};

    for (int32_t i = 0; i < n; i += LANES) {
        four_doubles a;
        four_doubles b;
        memcpy(&a, x[0] + i, sizeof a);
        memcpy(&b, x[1] + i, sizeof b);
        for (int c = 0; c < 4; c++) {
            four_doubles lanes;
            memcpy(&lanes, y + c * WB_MODEL_ROWS + i, sizeof lanes);
            sums[0][c] += a * lanes;
            sums[1][c] += b * lanes;
        }
    }
    for (int c = 0; c < 4; c++) {
        out[0][c] = add_lanes(&sums[0][c]);
        out[1][c] = add_lanes(&sums[1][c]);
    }
}

/* The same of one lane. */
WB_WIDE static void dot_four(const double *x, const double *y, int32_t n, double out[4])
{
    four_doubles sums[4] = {{0}};

    for (int32_t i = 0; i < n; i += LANES) {
        four_doubles a;
        memcpy(&a, x + i, sizeof a);
        for (int c = 0; c < 4; c++) {
            four_doubles lanes;
            memcpy(&lanes, y + c * WB_MODEL_ROWS + i, sizeof lanes);
            sums[c] += a * lanes;
        }
    }
    for (int c = 0; c < 4; c++)
        out[c] = add_lanes(&sums[c]);
}

static void add_up_to(const double *from, size_t n, double *out)
{
    for (size_t j = 0; j < n && j < WB_MATRIX_SPARE + 1; j++)
        out[j] += from[j];
}

/* Products of x with columns first ... k - 1, added to out; four at a time, those beyond
 * the last left. */
static void add_dots(const wb_matrix *matrix, const double *x, size_t first, int32_t n,
                     double *out)
{
    size_t k = matrix->plan->n_dense;
    double found[4];

    for (size_t j = first; j < k; j += 4) {
        dot_four(x, matrix->dense + j * WB_MODEL_ROWS, n, found);
        add_up_to(found, k - j, out + j);
    }
}

/* Two columns at a time, with four others at a time. */
static void add_dense(double *out, const wb_matrix *matrix, const double *v, int32_t n)
{
    size_t k = matrix->plan->n_dense;
    double weighted[2][WB_MODEL_ROWS];
    double found[2][4];
    size_t i = 0;

    for (; i + 1 < k; i += 2) {
        multiply(matrix->dense + i * WB_MODEL_ROWS, v, n, weighted[0]);
        multiply(matrix->dense + (i + 1) * WB_MODEL_ROWS, v, n, weighted[1]);
        for (size_t j = i; j < k; j += 4) {
            dot_two_four(weighted[0], weighted[1], matrix->dense + j * WB_MODEL_ROWS, n,
                         found);
            add_up_to(found[0], k - j, out + i * k + j);
            add_up_to(found[1], k - j, out + (i + 1) * k + j);
        }
    }
    if (i < k) {
        multiply(matrix->dense + i * WB_MODEL_ROWS, v, n, weighted[0]);
        add_dots(matrix, weighted[0], i, n, out + i * k);
    }
}

/* ---- sparse columns ---- */

/* A row's products of one sparse column with all dense ones, and with the sparse columns
 * of the terms up to its own. */
static inline void add_sparse_row(double *out, const wb_matrix *matrix, size_t s,
                                  int32_t i, double v)
{
    size_t k = matrix->plan->n_dense;
    const double *across = matrix->across + (size_t)i * k;

    for (size_t j = 0; j < k; j++)
        out[j] += v * across[j];
    for (size_t t = 0; t <= s; t++) {
        int32_t at = matrix->at[t * WB_MODEL_ROWS + (size_t)i];
        if (at >= 0)
            out[k + (size_t)at] += v * matrix->values[t * WB_MODEL_ROWS + (size_t)i];
    }
}

static void add_sparse(double *out, const wb_matrix *matrix, const double *v)
{
    size_t width = matrix->plan->n_dense + matrix->plan->n_sparse;

    for (int32_t i = 0; i < matrix->n; i++) {
        if (!(v[i] < 0 || v[i] > 0))
            continue;
        for (size_t s = 0; s < matrix->n_sparse; s++) {
            size_t lane = s * WB_MODEL_ROWS + (size_t)i;
            if (matrix->at[lane] >= 0)
                add_sparse_row(out + (size_t)matrix->at[lane] * width, matrix, s, i,
                               v[i] * matrix->values[lane]);
        }
    }
}

static void add_totals(double *out, const wb_matrix *matrix, const double *u, int32_t n)
{
    size_t k = matrix->plan->n_dense;

    add_dots(matrix, u, 0, n, out);
    for (size_t s = 0; s < matrix->n_sparse; s++) {
        const int32_t *at = matrix->at + s * WB_MODEL_ROWS;
        const double *values = matrix->values + s * WB_MODEL_ROWS;
        for (int32_t i = 0; i < matrix->n; i++) {
            if (at[i] >= 0)
                out[k + (size_t)at[i]] += u[i] * values[i];
        }
    }
}

/* ---- all of it ---- */

static double add_up(const double *d, int32_t n)
{
    double sums[LANES] = {0};

    for (int32_t i = 0; i < n; i++)
        sums[i % LANES] += d[i];
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

void wb_gram_add(wb_gram *gram, const wb_matrix *matrix, double *v, const double *u,
                 const double *d)
{
    size_t size = pair_size(gram);
    size_t k = gram->n_dense;
    double *totals = gram->block + gram->n_pairs * size;
    int32_t n = (matrix->n + LANES - 1) / LANES * LANES; /* what lies behind is 0 */

    for (size_t p = 0; p < gram->n_pairs; p++) {
        double *lane = v + p * WB_MODEL_ROWS;
        for (int32_t i = matrix->n; i < n; i++)
            lane[i] = 0;
        add_dense(gram->block + p * size, matrix, lane, n);
        add_sparse(gram->block + p * size + k * k, matrix, lane);
    }
    for (size_t a = 0; u != NULL && a < gram->q; a++)
        add_totals(totals + a * (k + gram->n_sparse), matrix, u + a * WB_MODEL_ROWS, n);
    if (d != NULL)
        gram->block[gram->n - 1] += add_up(d, matrix->n);
    gram->n_rows += matrix->n;
    if (gram->n_rows >= PLAIN_ROWS)
        wb_gram_settle(gram);
}

WB_WIDE static void gather(wb_pair *restrict sums, double *restrict block, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        sums[i] = wb_pair_gather(sums[i], block[i]);
        block[i] = 0;
    }
}

void wb_gram_settle(wb_gram *gram)
{
    if (gram->n_rows > 0)
        gather(gram->sums, gram->block, gram->n);
    gram->n_rows = 0;
}

void wb_gram_merge(wb_gram *gram, const wb_gram *other)
{
    for (size_t i = 0; i < gram->n; i++)
        gram->sums[i] = wb_pair_add(gram->sums[i], other->sums[i]);
}

wb_pair wb_gram_product(const wb_gram *gram, size_t pair, size_t i, size_t j)
{
    const wb_pair *of = gram->sums + pair * pair_size(gram);
    size_t k = gram->n_dense;
    size_t low = i < j ? i : j;
    size_t high = i < j ? j : i;

    if (high < k)
        return of[low * k + high];
    return of[k * k + (high - k) * (k + gram->n_sparse) + low];
}

wb_pair wb_gram_total(const wb_gram *gram, size_t predictor, size_t i)
{
    size_t first = gram->n_pairs * pair_size(gram);
    return gram->sums[first + predictor * (gram->n_dense + gram->n_sparse) + i];
}

wb_pair wb_gram_deviance(const wb_gram *gram)
{
    return gram->sums[gram->n - 1];
}
