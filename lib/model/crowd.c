/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "model/crowd.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- making ---- */

static size_t coefficients_of(const wb_muster *muster)
{
    return muster->pass->newton.n;
}

static wb_status lay_levels(wb_muster *muster, wb_error *err)
{
    const wb_columns *plan = &muster->pass->plan;

    muster->levels = wb_allocate(plan->model->n_terms, sizeof *muster->levels);
    if (muster->levels == NULL)
        return wb_fail_nomem(err);
    for (size_t v = 0; v < plan->model->n_terms; v++) {
        muster->levels[v] = muster->n_levels;
        muster->n_levels += (size_t)plan->levels[v].n;
    }
    return WB_OK;
}

static bool same_kept(const wb_newton *one, const wb_newton *other)
{
    return one->state == WB_NEWTON_DONE && memcmp(one->kept, other->kept, one->n) == 0;
}

static wb_status lay_beta(wb_muster *muster, wb_error *err)
{
    const wb_model_pass *pass = muster->pass;
    size_t n = pass->newton.n;

    muster->n_weights = 1 + pass->n_replicates;
    muster->beta = wb_allocate(muster->n_weights * n, sizeof *muster->beta);
    muster->usable = wb_allocate(muster->n_weights, sizeof *muster->usable);
    if (muster->beta == NULL || muster->usable == NULL)
        return wb_fail_nomem(err);
    muster->usable[0] = true;
    wb_newton_inside(&pass->newton, &pass->plan, muster->beta);
    for (size_t r = 0; r < pass->n_replicates; r++) {
        muster->usable[1 + r] = same_kept(&pass->replicates[r], &pass->newton);
        wb_newton_inside(&pass->replicates[r], &pass->plan, muster->beta + (1 + r) * n);
    }
    return WB_OK;
}

static wb_status open_crowd(wb_muster *muster, wb_crowd *crowd, wb_error *err)
{
    size_t sums = muster->n_scenes * muster->set.m;
    bool gradients = muster->n_weights == 1;

    crowd->weights = wb_allocate(muster->n_weights, sizeof *crowd->weights);
    crowd->sums = wb_allocate(muster->n_weights * sums, sizeof *crowd->sums);
    crowd->levels = wb_allocate(muster->n_levels, sizeof *crowd->levels);
    if (gradients)
        crowd->gradients =
            wb_allocate(sums * coefficients_of(muster), sizeof *crowd->gradients);
    if (crowd->weights == NULL || crowd->sums == NULL || crowd->levels == NULL ||
        (gradients && crowd->gradients == NULL))
        return wb_fail_nomem(err);
    return WB_OK;
}

static wb_status reach(wb_muster *muster, int32_t id, wb_error *err)
{
    wb_status st = WB_OK;

    if (id >= WB_MODEL_GROUPS)
        return wb_fail(err, WB_E_LIMIT, "there are more than %d groups",
                       (int)WB_MODEL_GROUPS);
    if (id >= muster->room) {
        int32_t room = 2 * id + 8;
        wb_crowd *more = wb_resize(muster->crowds, (size_t)room, sizeof *muster->crowds);
        if (more == NULL)
            return wb_fail_nomem(err);
        muster->crowds = more;
        muster->room = room;
    }
    while (muster->n_crowds <= id) {
        wb_crowd *crowd = &muster->crowds[muster->n_crowds++];
        *crowd = (wb_crowd){0};
        WB_TRY(open_crowd(muster, crowd, err));
    }
done:
    return st;
}

wb_status wb_muster_init(wb_muster *muster, const wb_fit *fit, const wb_names *groups,
                         const wb_scene *scenes, size_t n_scenes, wb_error *err)
{
    wb_status st = WB_OK;

    *muster = (wb_muster){
        .fit = fit, .pass = fit->pass, .scenes = scenes, .n_scenes = n_scenes};
    WB_TRY(wb_set_init(&muster->set, fit->pass, err));
    WB_TRY(wb_model_groups_init(&muster->grouping, groups, NULL, err));
    WB_TRY(lay_levels(muster, err));
    WB_TRY(lay_beta(muster, err));
    WB_TRY(reach(muster, 0, err));
done:
    return st;
}

void wb_muster_free(wb_muster *muster)
{
    for (int32_t c = 0; c < muster->n_crowds; c++) {
        wb_release(muster->crowds[c].weights);
        wb_release(muster->crowds[c].sums);
        wb_release(muster->crowds[c].levels);
        wb_release(muster->crowds[c].gradients);
    }
    wb_release(muster->crowds);
    wb_release(muster->levels);
    wb_release(muster->beta);
    wb_release(muster->usable);
    wb_model_groups_free(&muster->grouping);
    wb_set_free(&muster->set);
    *muster = (wb_muster){0};
}

/* ---- a block ---- */

static const double *weights_of(const wb_muster *muster, size_t weight)
{
    const wb_coder *coder = &muster->set.coder;
    return weight == 0 ? coder->w : coder->replicates + (weight - 1) * WB_MODEL_ROWS;
}

static void count_levels(wb_muster *muster, wb_crowd *crowd, int32_t row, double w)
{
    const wb_columns *plan = &muster->pass->plan;

    for (size_t v = 0; v < plan->model->n_terms; v++) {
        const wb_columns_levels *levels = &plan->levels[v];
        if (levels->n == 0)
            continue;
        int32_t code = muster->set.coder.codes[v * WB_MODEL_ROWS + (size_t)row];
        wb_pair *to = &crowd->levels[muster->levels[v] + (size_t)levels->levels[code]];
        *to = wb_pair_gather(*to, w);
    }
}

static void count_rows(wb_muster *muster)
{
    const wb_coder *coder = &muster->set.coder;

    for (int32_t i = 0; i < coder->n; i++) {
        wb_crowd *crowd = &muster->crowds[muster->grouping.ids[i]];
        if (coder->rows[i] != WB_ROW_MEMBER)
            continue;
        for (size_t r = 0; r < muster->n_weights; r++)
            crowd->weights[r] =
                wb_pair_gather(crowd->weights[r], weights_of(muster, r)[i]);
        if (!(coder->w[i] > 0))
            continue;
        crowd->n++;
        count_levels(muster, crowd, i, coder->w[i]);
    }
}

static void add_sums(wb_muster *muster, size_t scene, size_t weight)
{
    const wb_coder *coder = &muster->set.coder;
    const double *w = weights_of(muster, weight);
    size_t m = muster->set.m;

    for (int32_t i = 0; i < coder->n; i++) {
        wb_crowd *crowd = &muster->crowds[muster->grouping.ids[i]];
        wb_pair *sums = crowd->sums + (weight * muster->n_scenes + scene) * m;
        if (!(w[i] < 0 || w[i] > 0))
            continue;
        for (size_t c = 0; c < m; c++)
            sums[c] = wb_pair_gather(
                sums[c], w[i] * muster->set.mean[c * WB_MODEL_ROWS + (size_t)i]);
    }
}

static void add_gradients(wb_muster *muster, size_t scene)
{
    const wb_coder *coder = &muster->set.coder;
    size_t n = coefficients_of(muster);
    size_t m = muster->set.m;

    for (int32_t i = 0; i < coder->n; i++) {
        wb_crowd *crowd = &muster->crowds[muster->grouping.ids[i]];
        if (!(coder->w[i] > 0))
            continue;
        for (size_t c = 0; c < m; c++)
            wb_set_add_gradient(&muster->set, &muster->scenes[scene], c, i, coder->w[i],
                                crowd->gradients + (scene * m + c) * n);
    }
}

static wb_status work(wb_muster *muster, wb_error *err)
{
    wb_status st = WB_OK;
    wb_set *set = &muster->set;
    int32_t most = 0;

    WB_TRY(wb_set_look(set, err));
    WB_TRY(wb_model_groups_map(&muster->grouping, set->coder.n, err));
    for (int32_t i = 0; i < set->coder.n; i++)
        most = muster->grouping.ids[i] > most ? muster->grouping.ids[i] : most;
    WB_TRY(reach(muster, most, err));
    count_rows(muster);
    for (size_t s = 0; s < muster->n_scenes; s++) {
        WB_TRY(wb_set_move(set, &muster->scenes[s], err));
        for (size_t r = muster->n_weights; r-- > 0;) { /* the design's last: gradients */
            wb_set_expect(set, &muster->scenes[s],
                          muster->beta + r * coefficients_of(muster));
            add_sums(muster, s, r);
        }
        if (muster->n_weights == 1)
            add_gradients(muster, s);
    }
    set->coder.n = 0;
done:
    return st;
}

/* ---- rows ---- */

static wb_status take_frame(wb_muster *muster, const wb_frame *frame, wb_error *err)
{
    wb_status st = WB_OK;
    wb_coder *coder = &muster->set.coder;
    int64_t n = wb_frame_row_count(frame);

    WB_TRY(wb_coder_bind(coder, frame, err));
    WB_TRY(wb_model_groups_bind(&muster->grouping, frame, err));
    for (int64_t first = 0; first < n;) {
        int64_t room = WB_MODEL_ROWS - coder->n;
        int32_t rows = (int32_t)(n - first < room ? n - first : room);
        WB_TRY(
            wb_model_groups_take(&muster->grouping, frame, first, coder->n, rows, err));
        WB_TRY(wb_coder_take(coder, frame, first, rows, err));
        first += rows;
        if (coder->n == WB_MODEL_ROWS)
            WB_TRY(work(muster, err));
    }
    muster->n_rows += n;
done:
    return st;
}

static wb_status take_next(wb_muster *muster, wb_source *source, bool *more,
                           wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *frame = NULL;
    wb_frame *view = NULL;

    WB_TRY(wb_source_next(source, &frame, err));
    *more = frame != NULL;
    if (frame == NULL)
        goto done;
    WB_TRY(wb_frame_apply_ranges(frame, &view, err));
    st = take_frame(muster, view != NULL ? view : frame, err);
    st = wb_fail_after(st, muster->n_rows, err);
done:
    wb_frame_free(frame);
    wb_frame_free(view);
    return st;
}

wb_status wb_muster_take(wb_muster *muster, wb_source *source, const wb_run *run,
                         wb_error *err)
{
    wb_status st = WB_OK;
    bool more = true;

    if (!wb_source_at_start(source))
        WB_TRY(wb_source_rewind(source, err));
    while (more) {
        WB_TRY(take_next(muster, source, &more, err));
        WB_TRY(wb_run_progress(run, -1, err));
    }
    if (muster->set.coder.n > 0)
        WB_TRY(work(muster, err));
    if (muster->n_rows != muster->pass->roster.n_rows)
        return wb_fail(err, WB_E_CONFLICT,
                       "there are %lld rows here, and the model was fitted to %lld: it "
                       "takes the same rows",
                       (long long)muster->n_rows, (long long)muster->pass->roster.n_rows);
done:
    return st;
}

/* ---- sums ---- */

static int32_t first_of(int32_t crowd)
{
    return crowd < 0 ? 0 : crowd;
}

static int32_t last_of(const wb_muster *muster, int32_t crowd)
{
    return crowd < 0 ? muster->n_crowds - 1 : crowd;
}

int64_t wb_muster_rows(const wb_muster *muster, int32_t crowd)
{
    int64_t n = 0;
    for (int32_t c = first_of(crowd); c <= last_of(muster, crowd); c++)
        n += muster->crowds[c].n;
    return n;
}

double wb_muster_weight(const wb_muster *muster, int32_t crowd, size_t weight)
{
    wb_pair sum = {0};
    for (int32_t c = first_of(crowd); c <= last_of(muster, crowd); c++)
        sum = wb_pair_add(sum, muster->crowds[c].weights[weight]);
    return wb_pair_value(sum);
}

double wb_muster_sum(const wb_muster *muster, int32_t crowd, size_t weight, size_t scene,
                     size_t category)
{
    size_t at = (weight * muster->n_scenes + scene) * muster->set.m + category;
    wb_pair sum = {0};
    for (int32_t c = first_of(crowd); c <= last_of(muster, crowd); c++)
        sum = wb_pair_add(sum, muster->crowds[c].sums[at]);
    return wb_pair_value(sum);
}

double wb_muster_level(const wb_muster *muster, int32_t crowd, size_t variable,
                       int32_t level)
{
    size_t at = muster->levels[variable] + (size_t)level;
    wb_pair sum = {0};
    for (int32_t c = first_of(crowd); c <= last_of(muster, crowd); c++)
        sum = wb_pair_add(sum, muster->crowds[c].levels[at]);
    return wb_pair_value(sum);
}

void wb_muster_gradient(const wb_muster *muster, int32_t crowd, size_t scene,
                        size_t category, double by, double *gradient)
{
    size_t n = coefficients_of(muster);
    size_t at = (scene * muster->set.m + category) * n;

    for (int32_t c = first_of(crowd); c <= last_of(muster, crowd); c++) {
        for (size_t i = 0; i < n; i++)
            gradient[i] += by * muster->crowds[c].gradients[at + i];
    }
}
