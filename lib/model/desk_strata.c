/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Rows are added to the totals of their stratum one by one, in their order. */
#include "model/desk_strata.h"

#include "num/two_pairs.h"

#include <string.h>

enum { MOST_STRATA = 64 }; /* columns of them */

wb_status wb_model_strata_open(wb_model_desk *desk, const wb_model_pass *pass,
                               wb_error *err)
{
    wb_status st = WB_OK;
    const wb_index *index = &pass->design->state.index;
    const wb_key_list *strata = &pass->design->layout.strata;
    size_t room = (size_t)index->n_strata * pass->newton.n;

    if (strata->n > MOST_STRATA)
        return wb_fail(err, WB_E_LIMIT, "a model takes %d columns of strata at most",
                       (int)MOST_STRATA);
    desk->n_strata = index->n_strata;
    desk->strata_keys = wb_allocate(strata->n, sizeof *desk->strata_keys);
    desk->strata_columns = wb_allocate(strata->n, sizeof *desk->strata_columns);
    desk->strata_codes =
        wb_allocate(strata->n * WB_MODEL_ROWS, sizeof *desk->strata_codes);
    desk->strata_ids = wb_allocate(WB_MODEL_ROWS, sizeof *desk->strata_ids);
    desk->strata_totals = wb_allocate(room, sizeof *desk->strata_totals);
    desk->strata_counts = wb_allocate((size_t)index->n_strata, sizeof(int64_t));
    if (desk->strata_keys == NULL || desk->strata_columns == NULL ||
        desk->strata_codes == NULL || desk->strata_ids == NULL ||
        desk->strata_totals == NULL || desk->strata_counts == NULL)
        return wb_fail_nomem(err);
    for (; desk->n_strata_keys < strata->n; desk->n_strata_keys++)
        WB_TRY(wb_keys_copy(index->keys[strata->keys[desk->n_strata_keys]],
                            &desk->strata_keys[desk->n_strata_keys], err));
    WB_TRY(wb_tuples_copy(&index->strata, &desk->strata, err));
done:
    return st;
}

void wb_model_strata_close(wb_model_desk *desk)
{
    for (size_t k = 0; k < desk->n_strata_keys; k++)
        wb_keys_free(desk->strata_keys[k]);
    wb_tuples_free(&desk->strata);
    wb_release(desk->strata_keys);
    wb_release(desk->strata_columns);
    wb_release(desk->strata_codes);
    wb_release(desk->strata_ids);
    wb_release(desk->strata_totals);
    wb_release(desk->strata_counts);
}

wb_status wb_model_strata_bind(wb_model_desk *desk, const wb_model_pass *pass,
                               const wb_frame *frame, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t k = 0; k < desk->n_strata_keys; k++)
        WB_TRY(wb_frame_require(frame, pass->model->design->strata.items[k], "stratum",
                                &desk->strata_columns[k], err));
done:
    return st;
}

wb_status wb_model_strata_take(wb_model_desk *desk, const wb_frame *frame, int64_t first,
                               int32_t n, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t k = 0; k < desk->n_strata_keys; k++) {
        int32_t *codes = desk->strata_codes + k * WB_MODEL_ROWS + desk->roster.coder.n;
        WB_TRY(wb_keys_codes(desk->strata_keys[k], frame, desk->strata_columns[k], first,
                             n, codes, err));
    }
done:
    return st;
}

/* ---- a block ---- */

/* Products of the score with the factor of the row's stratum: they take the place of the
 * information. */
static void square_scores(wb_model_desk *desk, const wb_model_pass *pass)
{
    size_t q = pass->plan.q;

    for (size_t a = 0; a < q; a++) {
        const double *one = desk->score + a * WB_MODEL_ROWS;
        for (size_t b = a; b < q; b++) {
            const double *other = desk->score + b * WB_MODEL_ROWS;
            double *lane = desk->information + wb_gram_pair(q, a, b) * WB_MODEL_ROWS;
            for (int32_t i = 0; i < desk->matrix.n; i++)
                lane[i] = pass->factors[desk->strata_ids[i]] * (one[i] * other[i]);
        }
    }
}

/* A row of dense columns, two of them at a time. */
static void add_dense_totals(const wb_matrix *matrix, int32_t row, double u,
                             wb_pair *totals)
{
    size_t n = matrix->plan->n_dense;
    const double *x = matrix->dense + row;
    size_t j = 0;

    for (; j + 1 < n; j += 2)
        wb_gather_two(&totals[j], wb_pair_of(u * x[j * WB_MODEL_ROWS]), &totals[j + 1],
                      wb_pair_of(u * x[(j + 1) * WB_MODEL_ROWS]));
    if (j < n)
        totals[j] = wb_pair_gather(totals[j], u * x[j * WB_MODEL_ROWS]);
}

/* Totals of the score per stratum. */
static void add_strata(wb_model_desk *desk, const wb_columns *plan)
{
    const wb_matrix *matrix = &desk->matrix;
    const double *w = desk->roster.coder.w;
    size_t k = plan->n_columns;

    for (int32_t i = 0; i < matrix->n; i++) {
        if (!(w[i] > 0))
            continue;
        wb_pair *totals = desk->strata_totals + (size_t)desk->strata_ids[i] * k * plan->q;
        desk->strata_counts[desk->strata_ids[i]]++;
        for (size_t a = 0; a < plan->q; a++, totals += k) {
            double u = desk->score[a * WB_MODEL_ROWS + (size_t)i];
            add_dense_totals(matrix, i, u, totals);
            for (size_t s = 0; s < matrix->n_sparse; s++) {
                size_t lane = s * WB_MODEL_ROWS + (size_t)i;
                if (matrix->at[lane] < 0)
                    continue;
                wb_pair *to = &totals[plan->n_dense + (size_t)matrix->at[lane]];
                *to = wb_pair_gather(*to, u * matrix->values[lane]);
            }
        }
    }
}

static wb_status find_strata(wb_model_desk *desk, const wb_model_pass *pass,
                             wb_error *err)
{
    wb_status st = WB_OK;
    const int32_t *lanes[MOST_STRATA];
    size_t n = desk->n_strata_keys;

    for (size_t k = 0; k < n; k++)
        lanes[k] = desk->strata_codes + k * WB_MODEL_ROWS;
    WB_TRY(wb_tuples_map(&desk->strata, lanes, desk->matrix.n, desk->strata_ids, err));
    for (int32_t i = 0; i < desk->matrix.n; i++) {
        if (desk->strata_ids[i] < 0 || desk->strata_ids[i] >= desk->n_strata) {
            const char *name = pass->model->design->strata.items[0];
            return wb_fail_at(
                err, WB_E_CONFLICT, -1, name,
                "'%s' has a stratum that it had not in the first pass: every "
                "pass takes the same rows",
                name);
        }
    }
done:
    return st;
}

wb_status wb_model_strata_work(wb_model_desk *desk, const wb_model_pass *pass,
                               wb_gram *gram, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(find_strata(desk, pass, err));
    square_scores(desk, pass);
    wb_gram_add(gram, &desk->matrix, desk->information, NULL, NULL);
    add_strata(desk, &pass->plan);
done:
    return st;
}

/* ---- parts ---- */

void wb_model_strata_merge(wb_model_desk *desk, const wb_model_desk *from,
                           const wb_model_pass *pass)
{
    size_t n = (size_t)desk->n_strata * pass->newton.n;

    for (size_t i = 0; i < n; i++)
        desk->strata_totals[i] =
            wb_pair_add(desk->strata_totals[i], from->strata_totals[i]);
    for (int32_t h = 0; h < desk->n_strata; h++)
        desk->strata_counts[h] += from->strata_counts[h];
}

void wb_model_strata_clear(wb_model_desk *desk, const wb_model_pass *pass)
{
    size_t n = (size_t)desk->n_strata * pass->newton.n;

    if (n > 0) {
        memset(desk->strata_totals, 0, n * sizeof *desk->strata_totals);
        memset(desk->strata_counts, 0, (size_t)desk->n_strata * sizeof(int64_t));
    }
}
