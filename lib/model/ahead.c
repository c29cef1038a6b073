/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* First coefficients from a sample of many rows: a few steps on blocks that lie spread
 * over the rows cost little, and save passes over all of them. Which blocks depends on
 * the number of rows alone. */
#include "model/pass.h"

#include <string.h>

/* Blocks at least, rows a coefficient at least, and how many times as many there are of
 * all rows. */
enum { LEAST_BLOCKS = 32, ROWS_EACH = 64, TIMES = 16, MOST_STEPS = 10 };

/* Close enough: the coefficients of all rows are this far away anyway. */
static const double close_enough = 0.01;

static int64_t count_blocks(const wb_model_pass *pass)
{
    int64_t rows = ROWS_EACH * (int64_t)pass->newton.n;
    int64_t blocks = (rows + WB_MODEL_ROWS - 1) / WB_MODEL_ROWS;
    return blocks < LEAST_BLOCKS ? LEAST_BLOCKS : blocks;
}

/* The rest knows its deviance without a pass, and its steps from there on. */
static bool can_look(const wb_model_pass *pass, const wb_source *source)
{
    return pass->stage == WB_STAGE_STEPS && pass->plan.rules->by_category &&
           pass->model->intercept && wb_source_has_range(source) &&
           pass->roster.n_rows / WB_MODEL_ROWS >= TIMES * count_blocks(pass);
}

static wb_status take_block(const wb_model_pass *pass, const wb_source *source,
                            int64_t first, wb_model_desk *desk, wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *frame = NULL;
    wb_frame *view = NULL;

    WB_TRY(wb_source_range(source, first, WB_MODEL_ROWS, &frame, err));
    WB_TRY(wb_frame_apply_ranges(frame, &view, err));
    const wb_frame *rows = view != NULL ? view : frame;
    WB_TRY(wb_model_desk_bind(desk, pass, rows, err));
    WB_TRY(wb_model_desk_take(desk, pass, rows, 0, WB_MODEL_ROWS, err));
done:
    wb_frame_free(frame);
    wb_frame_free(view);
    return st;
}

static wb_status take_sample(const wb_model_pass *pass, const wb_source *source,
                             wb_model_desk *desk, wb_error *err)
{
    wb_status st = WB_OK;
    int64_t n = count_blocks(pass);
    int64_t apart = pass->roster.n_rows / n; /* never less than a block */

    for (int64_t b = 0; b < n; b++)
        WB_TRY(take_block(pass, source, b * apart, desk, err));
    WB_TRY(wb_model_desk_settle(desk, pass, err));
done:
    return st;
}

/* Steps on the sample, with the coefficients of the pass itself. */
static wb_status step_on_sample(wb_model_pass *pass, const wb_source *source,
                                wb_error *err)
{
    wb_status st = WB_OK;
    wb_model_desk desk = {0};
    wb_fit_options options = pass->options;

    options.max_iterations = MOST_STEPS;
    options.tolerance = close_enough;
    for (int i = 0; i < MOST_STEPS && pass->newton.state == WB_NEWTON_ON; i++) {
        WB_TRY(wb_model_desk_open(&desk, pass, true, err));
        WB_TRY(take_sample(pass, source, &desk, err));
        wb_newton_take(&pass->newton, &pass->plan, &desk.grams[0], &options);
        wb_model_desk_close(&desk);
    }
done:
    wb_model_desk_close(&desk);
    return st;
}

/* Begin again, from there where that is somewhere. */
static wb_status begin_ahead(wb_model_pass *pass, double *beta, wb_error *err)
{
    wb_status st = WB_OK;
    double deviance = 0;

    pass->ahead = pass->newton.state == WB_NEWTON_DONE;
    memcpy(beta, pass->newton.beta, pass->newton.n * sizeof *beta);
    WB_TRY(wb_pass_start(pass, err));
    if (!pass->ahead)
        goto done;
    WB_TRY(wb_pass_null_deviance(pass, &deviance, err));
    wb_newton_start_at(&pass->newton, beta, deviance);
done:
    return st;
}

wb_status wb_pass_look_ahead(wb_model_pass *pass, const wb_source *source, wb_error *err)
{
    wb_status st = WB_OK;
    double *beta = NULL;

    if (!can_look(pass, source))
        return WB_OK;
    beta = wb_allocate(pass->newton.n, sizeof *beta);
    if (beta == NULL)
        return wb_fail_nomem(err);
    WB_TRY(step_on_sample(pass, source, err));
    WB_TRY(begin_ahead(pass, beta, err));
done:
    wb_release(beta);
    return st;
}
