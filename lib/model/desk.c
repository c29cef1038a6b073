/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Rows of a part, worked on block after block. */
#include "model/desk_strata.h"

#include <math.h>

bool wb_pass_has_tally(const wb_model_pass *pass)
{
    return pass->stage == WB_STAGE_ROSTER ||
           (pass->stage == WB_STAGE_SCORES && pass->route == WB_ROUTE_OPEN);
}

bool wb_pass_has_sums(const wb_model_pass *pass)
{
    return pass->stage != WB_STAGE_SCORES || pass->route == WB_ROUTE_CLOSED;
}

static bool has_strata(const wb_model_pass *pass)
{
    return pass->joined ||
           (pass->stage == WB_STAGE_SCORES && pass->route == WB_ROUTE_CLOSED);
}

/* ---- making ---- */

static wb_status open_grams(wb_model_desk *desk, const wb_model_pass *pass, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = pass->stage == WB_STAGE_REPLICATES ? pass->n_replicates
               : pass->joined                     ? 2
                                                  : 1;

    desk->grams = wb_allocate(n, sizeof *desk->grams);
    if (desk->grams == NULL)
        return wb_fail_nomem(err);
    while (desk->n_grams < n)
        WB_TRY(wb_gram_init(&desk->grams[desk->n_grams++], &pass->plan, err));
done:
    return st;
}

static wb_status open_lanes(wb_model_desk *desk, const wb_columns *plan, wb_error *err)
{
    size_t pairs = plan->q * (plan->q + 1) / 2;

    desk->beta = wb_allocate(plan->q * plan->n_columns, sizeof *desk->beta);
    desk->score = wb_allocate(plan->q * WB_MODEL_ROWS, sizeof *desk->score);
    desk->information = wb_allocate(pairs * WB_MODEL_ROWS, sizeof *desk->information);
    desk->deviance = wb_allocate(WB_MODEL_ROWS, sizeof *desk->deviance);
    if (desk->beta == NULL || desk->score == NULL || desk->information == NULL ||
        desk->deviance == NULL)
        return wb_fail_nomem(err);
    return WB_OK;
}

wb_status wb_model_desk_open(wb_model_desk *desk, const wb_model_pass *pass, bool sums,
                             wb_error *err)
{
    wb_status st = WB_OK;

    *desk = (wb_model_desk){0};
    if (pass->stage == WB_STAGE_ROSTER)
        return wb_roster_init(&desk->roster, pass->model, err);
    WB_TRY(wb_coder_init(&desk->roster.coder, pass->model, &pass->roster.coder, err));
    WB_TRY(wb_matrix_init(&desk->matrix, &pass->plan, err));
    WB_TRY(open_lanes(desk, &pass->plan, err));
    if (sums)
        WB_TRY(open_grams(desk, pass, err));
    if (sums && has_strata(pass))
        WB_TRY(wb_model_strata_open(desk, pass, err));
done:
    return st;
}

void wb_model_desk_close(wb_model_desk *desk)
{
    wb_roster_free(&desk->roster);
    wb_matrix_free(&desk->matrix);
    for (size_t r = 0; r < desk->n_grams; r++)
        wb_gram_free(&desk->grams[r]);
    wb_model_strata_close(desk);
    wb_release(desk->grams);
    wb_release(desk->beta);
    wb_release(desk->score);
    wb_release(desk->information);
    wb_release(desk->deviance);
    *desk = (wb_model_desk){0};
}

wb_status wb_model_desk_bind(wb_model_desk *desk, const wb_model_pass *pass,
                             const wb_frame *frame, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_coder_bind(&desk->roster.coder, frame, err));
    WB_TRY(wb_model_strata_bind(desk, pass, frame, err));
done:
    return st;
}

/* ---- a block ---- */

/* What the family says of the rows, at these coefficients. */
static void evaluate(wb_model_desk *desk, const wb_columns *plan, const wb_newton *newton)
{
    wb_newton_inside(newton, plan, desk->beta);
    wb_matrix_predict(&desk->matrix, desk->beta);
    wb_family_block block = {desk->matrix.n, plan->q,     desk->matrix.eta,
                             desk->matrix.y, desk->score, desk->information,
                             desk->deviance};
    plan->rules->evaluate(&block);
}

static void weigh(double *lanes, size_t n_lanes, const double *w, int32_t n)
{
    for (size_t l = 0; l < n_lanes; l++) {
        double *lane = lanes + l * WB_MODEL_ROWS;
        for (int32_t i = 0; i < n; i++)
            lane[i] *= w[i];
        for (int32_t i = n; i < WB_MODEL_ROWS && i < n + 4; i++)
            lane[i] = 0;
    }
}

static void add_step(wb_model_desk *desk, const wb_columns *plan, const wb_newton *newton,
                     const double *w, wb_gram *gram)
{
    int32_t n = desk->matrix.n;

    evaluate(desk, plan, newton);
    weigh(desk->score, plan->q, w, n);
    weigh(desk->information, plan->q * (plan->q + 1) / 2, w, n);
    weigh(desk->deviance, 1, w, n);
    wb_gram_add(gram, &desk->matrix, desk->information, desk->score, desk->deviance);
}

static wb_status add_scores(wb_model_desk *desk, const wb_model_pass *pass, wb_error *err)
{
    evaluate(desk, &pass->plan, &pass->newton);
    weigh(desk->score, pass->plan.q, desk->roster.coder.w, desk->matrix.n);
    return wb_model_strata_work(desk, pass, &desk->grams[0], err);
}

static wb_status work(wb_model_desk *desk, const wb_model_pass *pass, wb_error *err)
{
    wb_status st = WB_OK;
    wb_coder *coder = &desk->roster.coder;

    if (pass->stage == WB_STAGE_ROSTER)
        return wb_roster_count(&desk->roster, err);
    WB_TRY(wb_matrix_fill(&desk->matrix, coder, err));
    if (pass->stage == WB_STAGE_SCORES) {
        WB_TRY(add_scores(desk, pass, err));
    } else if (pass->stage == WB_STAGE_STEPS) {
        add_step(desk, &pass->plan, &pass->newton, coder->w, &desk->grams[0]);
        if (pass->joined)
            WB_TRY(wb_model_strata_work(desk, pass, &desk->grams[1], err));
    } else {
        for (size_t r = 0; r < pass->n_replicates; r++) {
            if (pass->replicates[r].state == WB_NEWTON_ON)
                add_step(desk, &pass->plan, &pass->replicates[r],
                         coder->replicates + r * WB_MODEL_ROWS, &desk->grams[r]);
        }
    }
    coder->n = 0;
done:
    return st;
}

/* ---- rows ---- */

wb_status wb_model_desk_take(wb_model_desk *desk, const wb_model_pass *pass,
                             const wb_frame *frame, int64_t first, int64_t n,
                             wb_error *err)
{
    wb_status st = WB_OK;
    wb_coder *coder = &desk->roster.coder;

    while (n > 0) {
        int64_t room = WB_MODEL_ROWS - coder->n;
        int32_t rows = (int32_t)(n < room ? n : room);
        WB_TRY(wb_model_strata_take(desk, frame, first, rows, err));
        WB_TRY(wb_coder_take(coder, frame, first, rows, err));
        desk->n_rows += rows;
        first += rows;
        n -= rows;
        if (coder->n == WB_MODEL_ROWS)
            WB_TRY(work(desk, pass, err));
    }
done:
    return st;
}

wb_status wb_model_desk_settle(wb_model_desk *desk, const wb_model_pass *pass,
                               wb_error *err)
{
    wb_status st = WB_OK;

    if (desk->roster.coder.n > 0)
        WB_TRY(work(desk, pass, err));
    for (size_t r = 0; r < desk->n_grams; r++)
        wb_gram_settle(&desk->grams[r]);
done:
    return st;
}

wb_status wb_model_desk_add(wb_model_desk *desk, const wb_model_desk *from,
                            const wb_model_pass *pass, wb_error *err)
{
    desk->n_rows += from->n_rows;
    if (pass->stage == WB_STAGE_ROSTER)
        return wb_roster_merge(&desk->roster, &from->roster, err);
    for (size_t r = 0; r < desk->n_grams; r++)
        wb_gram_merge(&desk->grams[r], &from->grams[r]);
    wb_model_strata_merge(desk, from, pass);
    return WB_OK;
}

static wb_status clear(wb_model_desk *desk, const wb_model_pass *pass, wb_error *err)
{
    if (pass->stage == WB_STAGE_ROSTER) {
        wb_model_desk_close(desk);
        return wb_model_desk_open(desk, pass, true, err);
    }
    desk->n_rows = 0;
    for (size_t r = 0; r < desk->n_grams; r++)
        wb_gram_clear(&desk->grams[r]);
    wb_model_strata_clear(desk, pass);
    return WB_OK;
}

wb_status wb_model_desk_merge(wb_model_desk *desk, wb_model_desk *from,
                              const wb_model_pass *pass, wb_error *err)
{
    wb_status st = wb_model_desk_add(desk, from, pass, err);
    return st == WB_OK ? clear(from, pass, err) : st;
}

/* ---- values for a tally ---- */

static wb_status put_scores(wb_model_desk *desk, const wb_model_pass *pass, int64_t first,
                            double *const *scores, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_columns *plan = &pass->plan;
    const wb_matrix *matrix = &desk->matrix;
    const uint8_t *rows = desk->roster.coder.rows;

    WB_TRY(wb_matrix_fill(&desk->matrix, &desk->roster.coder, err));
    evaluate(desk, plan, &pass->newton);
    for (size_t a = 0; a < plan->q; a++) {
        const double *u = desk->score + a * WB_MODEL_ROWS;
        double *const *of = scores + a * plan->n_columns;
        for (int32_t i = 0; i < matrix->n; i++) {
            double outside = rows[i] == WB_ROW_MEMBER ? 0 : NAN;
            for (size_t j = 0; j < plan->n_columns; j++)
                of[j][first + i] = outside;
            for (size_t j = 0; j < plan->n_dense; j++)
                of[j][first + i] += u[i] * matrix->dense[j * WB_MODEL_ROWS + (size_t)i];
            for (size_t s = 0; s < matrix->n_sparse; s++) {
                size_t lane = s * WB_MODEL_ROWS + (size_t)i;
                if (matrix->at[lane] >= 0)
                    of[plan->n_dense + (size_t)matrix->at[lane]][first + i] +=
                        u[i] * matrix->values[lane];
            }
        }
    }
done:
    return st;
}

static wb_status derive(const wb_model_pass *pass, const wb_frame *frame, double *members,
                        double *const *scores, wb_error *err)
{
    wb_status st = WB_OK;
    wb_model_desk desk = {0};
    wb_coder *coder = &desk.roster.coder;
    int64_t n = wb_frame_row_count(frame);

    WB_TRY(wb_model_desk_open(&desk, pass, false, err));
    WB_TRY(wb_model_desk_bind(&desk, pass, frame, err));
    for (int64_t first = 0; first < n; first += WB_MODEL_ROWS) {
        int64_t left = n - first;
        int32_t rows = (int32_t)(left < WB_MODEL_ROWS ? left : WB_MODEL_ROWS);
        WB_TRY(wb_coder_take(coder, frame, first, rows, err));
        for (int32_t i = 0; members != NULL && i < rows; i++)
            members[first + i] = coder->rows[i] == WB_ROW_MEMBER ? 1 : NAN;
        if (scores != NULL)
            WB_TRY(put_scores(&desk, pass, first, scores, err));
        coder->n = 0;
    }
done:
    wb_model_desk_close(&desk);
    return st;
}

wb_status wb_model_desk_members(const wb_model_pass *pass, const wb_frame *frame,
                                double *members, wb_error *err)
{
    return derive(pass, frame, members, NULL, err);
}

wb_status wb_model_desk_scores(const wb_model_pass *pass, const wb_frame *frame,
                               double *const *scores, wb_error *err)
{
    return derive(pass, frame, NULL, scores, err);
}
