/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Influence values of margins, row by row, into a tally of their totals. With β the
 * coefficients, A the information and s the score of a row, a margin M has
 *
 *     ∂M/∂row + (∂M/∂β)' A⁻¹ s,
 *
 * and (∂M/∂β)' A⁻¹ x is a prediction with A⁻¹ ∂M/∂β in the place of β. */
#include "model/derived.h"
#include "model/margin.h"
#include "survey/inference.h"

#include <math.h>
#include <string.h>

/* How an expectation depends on every scene, of one row: Σ over scenes of `by` E, plus
 * `constant`, is the direct part of its influence. */
typedef struct margin_part {
    double by;       /* of .scene */
    double by_other; /* of .other */
    double constant;
} margin_part;

static margin_part parts_of(const wb_muster *muster, const wb_margin *margin)
{
    double below = wb_muster_weight(muster, margin->crowd, 0);
    double other =
        wb_muster_sum(muster, margin->crowd, 0, margin->other, margin->category);

    if (margin->kind == WB_MARGIN_ATTRIBUTABLE)
        return (margin_part){-1 / other, (1 - margin->estimate) / other, 0};
    return (margin_part){1 / below, margin->kind == WB_MARGIN_DIFFERENCE ? -1 / below : 0,
                         -margin->estimate / below};
}

typedef struct wb_influence {
    const wb_muster *muster;
    wb_margin *const *margins;
    size_t n;
    margin_part *parts;
    double *directions; /* [margin * coefficients]: A⁻¹ ∂M/∂β, as columns are inside */
    wb_source *source;
} wb_influence;

/* ---- directions ---- */

static wb_status find_directions(wb_influence *influence, wb_error *err)
{
    const wb_muster *muster = influence->muster;
    const wb_model_pass *pass = muster->pass;
    size_t n = pass->newton.n;
    double *room = wb_allocate(4 * n, sizeof *room);

    if (room == NULL)
        return wb_fail_nomem(err);
    for (size_t k = 0; k < influence->n; k++) {
        const wb_margin *of = influence->margins[k];
        const margin_part *part = &influence->parts[k];
        double *inside = influence->directions + k * n;
        memset(inside, 0, n * sizeof *inside);
        wb_muster_gradient(muster, of->crowd, of->scene, of->category, part->by, inside);
        wb_muster_gradient(muster, of->crowd, of->other, of->category, part->by_other,
                           inside);
        for (size_t i = 0; i < n; i++)
            room[i] = inside[wb_columns_inside(&pass->plan, i)];
        wb_newton_solve(&pass->newton, room, room + 2 * n, room + n);
        for (size_t i = 0; i < n; i++)
            inside[wb_columns_inside(&pass->plan, i)] = room[n + i];
    }
    wb_release(room);
    return WB_OK;
}

/* ---- a block ---- */

typedef struct wb_influence_desk {
    const wb_influence *influence;
    wb_set set;
    wb_model_groups grouping;
    double *score; /* [predictor] */
    double *information;
    double *deviance;
    double *const *lanes; /* per margin, of all rows of the frame */
    int64_t first;        /* row of the frame that the block begins with */
} wb_influence_desk;

static wb_status open_desk(wb_influence_desk *desk, const wb_influence *influence,
                           wb_error *err)
{
    wb_status st = WB_OK;
    const wb_muster *muster = influence->muster;
    size_t q = muster->pass->plan.q;
    size_t lane = WB_MODEL_ROWS;

    *desk = (wb_influence_desk){.influence = influence};
    WB_TRY(wb_set_init(&desk->set, muster->pass, err));
    WB_TRY(wb_model_groups_init(&desk->grouping, muster->grouping.names,
                                &muster->grouping, err));
    desk->score = wb_allocate(q * lane, sizeof *desk->score);
    desk->information = wb_allocate(q * (q + 1) / 2 * lane, sizeof *desk->information);
    desk->deviance = wb_allocate(lane, sizeof *desk->deviance);
    if (desk->score == NULL || desk->information == NULL || desk->deviance == NULL)
        st = wb_fail_nomem(err);
done:
    return st;
}

static void close_desk(wb_influence_desk *desk)
{
    wb_set_free(&desk->set);
    if (desk->grouping.names != NULL)
        wb_model_groups_free(&desk->grouping);
    wb_release(desk->score);
    wb_release(desk->information);
    wb_release(desk->deviance);
}

static bool is_in(const wb_influence_desk *desk, const wb_margin *margin, int32_t i)
{
    return margin->crowd < 0 || desk->grouping.ids[i] == margin->crowd;
}

static void start_lanes(wb_influence_desk *desk)
{
    const wb_coder *coder = &desk->set.coder;

    for (size_t k = 0; k < desk->influence->n; k++) {
        double *lane = desk->lanes[k] + desk->first;
        for (int32_t i = 0; i < coder->n; i++) {
            bool in = is_in(desk, desk->influence->margins[k], i);
            lane[i] = coder->rows[i] != WB_ROW_MEMBER ? NAN
                      : in                            ? desk->influence->parts[k].constant
                                                      : 0;
        }
    }
}

/* What every margin takes of a scene. */
static void add_scene(wb_influence_desk *desk, size_t scene)
{
    int32_t n = desk->set.coder.n;

    for (size_t k = 0; k < desk->influence->n; k++) {
        const wb_margin *of = desk->influence->margins[k];
        const margin_part *part = &desk->influence->parts[k];
        const double *mean = desk->set.mean + of->category * WB_MODEL_ROWS;
        double *lane = desk->lanes[k] + desk->first;
        double by = (of->scene == scene ? part->by : 0) +
                    (of->other == scene ? part->by_other : 0);
        if (!(by < 0 || by > 0))
            continue;
        for (int32_t i = 0; i < n; i++)
            lane[i] += is_in(desk, of, i) ? by * mean[i] : 0;
    }
}

/* Through the coefficients. */
static void add_scores(wb_influence_desk *desk)
{
    const wb_columns *plan = desk->set.plan;
    const wb_muster *muster = desk->influence->muster;
    size_t size = muster->pass->newton.n;
    int32_t n = desk->set.coder.n;
    wb_matrix *matrix = &desk->set.actual;
    wb_family_block block = {n,           plan->q,           matrix->eta,   matrix->y,
                             desk->score, desk->information, desk->deviance};

    wb_matrix_predict(matrix, muster->beta);
    plan->rules->evaluate(&block);
    for (size_t k = 0; k < desk->influence->n; k++) {
        double *lane = desk->lanes[k] + desk->first;
        wb_matrix_predict(matrix, desk->influence->directions + k * size);
        for (size_t a = 0; a < plan->q; a++) {
            const double *score = desk->score + a * WB_MODEL_ROWS;
            const double *eta = matrix->eta + a * WB_MODEL_ROWS;
            for (int32_t i = 0; i < n; i++)
                lane[i] += score[i] * eta[i];
        }
    }
}

static wb_status work(wb_influence_desk *desk, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_muster *muster = desk->influence->muster;

    WB_TRY(wb_set_look(&desk->set, err));
    WB_TRY(wb_model_groups_map(&desk->grouping, desk->set.coder.n, err));
    start_lanes(desk);
    for (size_t s = 0; s < muster->n_scenes; s++) {
        WB_TRY(wb_set_move(&desk->set, &muster->scenes[s], err));
        wb_set_expect(&desk->set, &muster->scenes[s], muster->beta);
        add_scene(desk, s);
    }
    add_scores(desk);
    desk->set.coder.n = 0;
done:
    return st;
}

/* ---- the tally ---- */

static wb_status fill_lanes(void *user, const wb_frame *rows, double *const *lanes,
                            wb_error *err)
{
    wb_status st = WB_OK;
    wb_influence_desk desk;
    int64_t n = wb_frame_row_count(rows);

    WB_TRY(open_desk(&desk, user, err));
    desk.lanes = lanes;
    WB_TRY(wb_coder_bind(&desk.set.coder, rows, err));
    WB_TRY(wb_model_groups_bind(&desk.grouping, rows, err));
    for (; desk.first < n; desk.first += WB_MODEL_ROWS) {
        int64_t left = n - desk.first;
        int32_t of = (int32_t)(left < WB_MODEL_ROWS ? left : WB_MODEL_ROWS);
        WB_TRY(wb_model_groups_take(&desk.grouping, rows, desk.first, 0, of, err));
        WB_TRY(wb_coder_take(&desk.set.coder, rows, desk.first, of, err));
        WB_TRY(work(&desk, err));
    }
done:
    close_desk(&desk);
    return st;
}

static wb_status derive(wb_influence *influence, const wb_frame *frame, wb_frame **out,
                        wb_error *err)
{
    return wb_derive_totals(influence->muster->pass->model, frame, influence->n,
                            fill_lanes, influence, out, err);
}

static wb_status next_influence(void *user, wb_frame **out, wb_error *err)
{
    wb_influence *influence = user;
    wb_frame *frame = NULL;
    wb_status st = wb_source_next(influence->source, &frame, err);

    *out = NULL;
    if (st == WB_OK && frame != NULL)
        st = derive(influence, frame, out, err);
    wb_frame_free(frame);
    return st;
}

static wb_status range_influence(void *user, int64_t first, int64_t n, wb_frame **out,
                                 wb_error *err)
{
    wb_influence *influence = user;
    wb_frame *frame = NULL;
    wb_status st = wb_source_range(influence->source, first, n, &frame, err);

    if (st == WB_OK)
        st = derive(influence, frame, out, err);
    wb_frame_free(frame);
    return st;
}

static wb_status influence_schema(void *user, wb_frame **out, wb_error *err)
{
    wb_influence *influence = user;
    wb_frame *frame = NULL;
    wb_status st = wb_source_schema(influence->source, &frame, err);

    if (st == WB_OK)
        st = derive(influence, frame, out, err);
    wb_frame_free(frame);
    return st;
}

static wb_status take(wb_influence *influence, wb_tally *tally, const wb_run *run,
                      wb_error *err)
{
    wb_status st = WB_OK;
    wb_source *made = NULL;
    wb_source_ops ops = {
        .next = next_influence, .total_rows = -1, .schema = influence_schema};

    if (wb_source_has_range(influence->source)) {
        ops.range = range_influence;
        ops.total_rows = wb_source_total_rows(influence->source);
    }
    WB_TRY(wb_source_new_ops(&ops, influence, &made, err));
    WB_TRY(wb_tally_update_source(tally, made, run, err));
    if (ops.range != NULL)
        wb_source_skip_all(influence->source);
done:
    wb_source_free(made);
    return st;
}

static wb_status read_errors(const wb_influence *influence, const wb_tally *tally,
                             wb_error *err)
{
    wb_status st = WB_OK;
    wb_inference *inference = NULL;
    const wb_model_pass *pass = influence->muster->pass;

    WB_TRY(wb_inference_new(tally, &pass->estimating, NULL, &inference, err));
    const wb_frame *frame = wb_inference_frame(inference);
    int64_t column = wb_frame_find(frame, "se");
    for (size_t k = 0; k < influence->n; k++)
        influence->margins[k]->se = wb_frame_double(frame, (size_t)column, (int64_t)k);
done:
    wb_inference_free(inference);
    return st;
}

wb_status wb_margins_influence(const wb_muster *muster, wb_margin *const *margins,
                               size_t n, wb_source *source, const wb_run *run,
                               wb_error *err)
{
    wb_status st = WB_OK;
    wb_spec *spec = NULL;
    wb_tally *tally = NULL;
    wb_influence influence = {
        .muster = muster, .margins = margins, .n = n, .source = source};

    influence.parts = wb_allocate(n, sizeof *influence.parts);
    influence.directions =
        wb_allocate(n * muster->pass->newton.n, sizeof *influence.directions);
    if (influence.parts == NULL || influence.directions == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    for (size_t k = 0; k < n; k++)
        influence.parts[k] = parts_of(muster, margins[k]);
    WB_TRY(find_directions(&influence, err));
    WB_TRY(wb_pass_spec(muster->pass->model, n, &spec, err));
    WB_TRY(wb_tally_new(spec, &tally, err));
    WB_TRY(take(&influence, tally, run, err));
    WB_TRY(read_errors(&influence, tally, err));
done:
    wb_release(influence.parts);
    wb_release(influence.directions);
    wb_tally_free(tally);
    wb_spec_free(spec);
    return st;
}
