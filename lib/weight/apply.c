/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* All steps, one after another, and the frames that come of them. */
#include "base/text.h"
#include "weight/weighing.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static wb_status fail_weight(const char *name, int64_t row, double value, wb_error *err)
{
    char text[WB_NUMBER_CHARS];

    wb_format_double(text, value);
    return wb_fail_at(
        err, WB_E_DATA, row, name,
        "weight \'%s\' is %s, expected a number of at least 0 and at most 1e50", name,
        isnan(value) ? "missing" : text);
}

static wb_status read_weights(const wb_weighing *weighing, const char *name,
                              wb_error *err)
{
    wb_status st = WB_OK;
    wb_block_scratch scratch;
    wb_block block;
    size_t column;

    WB_TRY(wb_frame_require_numbers(weighing->frame, name, "weights to start from",
                                    &column, err));
    for (int64_t first = 0; first < weighing->n_rows; first += WB_BLOCK_ROWS) {
        int64_t left = weighing->n_rows - first;
        int32_t n = left < WB_BLOCK_ROWS ? (int32_t)left : WB_BLOCK_ROWS;
        WB_TRY(wb_frame_block(weighing->frame, column, first, n, WB_BLOCK_DOUBLE,
                              &scratch, &block, err));
        for (int32_t i = 0; i < n; i++) {
            bool there = block.present == NULL || block.present[i] != 0;
            double w = there ? block.doubles[i] : NAN;
            if (!(w >= 0 && w <= 1e50))
                WB_TRY(fail_weight(name, first + i, w, err));
            weighing->weights[first + i] = w;
        }
    }
done:
    return st;
}

static wb_status start(const wb_weighing *weighing, const wb_weighting *weighting,
                       wb_error *err)
{
    wb_status st = WB_OK;
    bool some = false;

    if (weighting->weights != NULL) {
        WB_TRY(read_weights(weighing, weighting->weights, err));
    } else {
        for (int64_t i = 0; i < weighing->n_rows; i++)
            weighing->weights[i] = 1;
    }
    for (int64_t i = 0; i < weighing->n_rows && !some; i++)
        some = weighing->weights[i] > 0;
    if (!some)
        st = wb_fail(err, WB_E_DATA,
                     weighing->n_rows == 0 ? "there are no rows to weigh"
                                           : "all weights to start from are 0");
done:
    return st;
}

/* Which step a failure is about. */
static void name_step(const wb_weighing *weighing, wb_status st, wb_error *err)
{
    char message[sizeof err->message];

    if (st == WB_OK || st == WB_E_NOMEM || st == WB_E_CANCELLED || err == NULL)
        return;
    memcpy(message, err->message, sizeof message);
    snprintf(err->message, sizeof err->message, "step %zu (%s): %.450s",
             weighing->number + 1, wb_weight_step_name(weighing->step->kind), message);
}

static wb_status take_step(wb_weighing *weighing, wb_error *err)
{
    switch ((wb_weight_step)weighing->step->kind) {
    case WB_WEIGHT_NONRESPONSE:
        return wb_step_nonresponse(weighing, err);
    case WB_WEIGHT_TRIM:
        return wb_step_trim(weighing, err);
    case WB_WEIGHT_POSTSTRATIFY:
    case WB_WEIGHT_RAKE:
    case WB_WEIGHT_LINEAR:
    case WB_WEIGHT_LOGIT:
        break;
    }
    return wb_step_calibrate(weighing, err);
}

/* before: receives the weights that enter the last calibration. */
static wb_status take_steps(wb_weighing *weighing, const wb_weighting *weighting,
                            double *before, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_step *last = wb_weighting_last_calibration(weighting);
    size_t bytes = (size_t)weighing->n_rows * sizeof *before;

    memcpy(before, weighing->weights, bytes);
    for (size_t i = 0; i < weighting->n_steps; i++) {
        weighing->step = &weighting->steps[i];
        weighing->number = i;
        if (weighing->step == last)
            memcpy(before, weighing->weights, bytes);
        st = take_step(weighing, err);
        name_step(weighing, st, err);
        WB_TRY(st);
        WB_TRY(wb_run_progress(&weighing->run,
                               (double)(i + 1) / (double)weighting->n_steps, err));
    }
done:
    return st;
}

/* ---- the frames ---- */

/* Hands *values over to the frame. */
static wb_status add_column(wb_frame *frame, const char *result, const char *suffix,
                            double **values, wb_error *err)
{
    wb_status st = WB_OK;
    wb_column column = WB_COLUMN_INIT;
    wb_text name = {0};

    WB_TRY(wb_text_format(&name, err, "%s%s", result, suffix));
    if (wb_frame_find(frame, name.bytes) >= 0) {
        st = wb_fail_at(
            err, WB_E_DATA, -1, name.bytes,
            "the data already have a column '%s', which is the name of a column "
            "of weights",
            name.bytes);
        goto done;
    }
    column.type = WB_TYPE_FLOAT64;
    column.values = *values;
    column.release = wb_release;
    column.user = *values;
    WB_TRY(wb_frame_add_trusted(frame, name.bytes, &column, err));
    *values = NULL;
done:
    wb_text_free(&name);
    return st;
}

static wb_status dress(const wb_weighting *weighting, const wb_frame *from,
                       double **weights, double **before, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    int64_t n_rows = wb_frame_row_count(from);
    double *g = wb_resize(NULL, (size_t)n_rows, sizeof *g);
    wb_frame *frame = NULL;

    if (g == NULL)
        return wb_fail_nomem(err);
    for (int64_t i = 0; i < n_rows; i++)
        g[i] = (*before)[i] != 0 ? (*weights)[i] / (*before)[i] : NAN;
    WB_TRY(wb_frame_new(n_rows, &frame, err));
    for (size_t c = 0; c < wb_frame_column_count(from); c++)
        WB_TRY(wb_frame_share_column(frame, NULL, from, c, err));
    WB_TRY(add_column(frame, weighting->result, "", weights, err));
    WB_TRY(add_column(frame, weighting->result, "_before", before, err));
    WB_TRY(add_column(frame, weighting->result, "_g", &g, err));
    WB_TRY(wb_frame_set_metadata(frame, wb_frame_metadata(from), err));
    *out = frame;
    frame = NULL;
done:
    wb_release(g);
    wb_frame_free(frame);
    return st;
}

/* How the report was made, and what the data say of themselves (that they are synthetic,
 * say). */
static wb_status describe(const wb_weighting *weighting, const wb_frame *from,
                          wb_frame *report, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text text = {0};
    const char *theirs = wb_frame_metadata(from);

    WB_TRY(wb_text_format(&text, err,
                          "{\"kind\":\"weighting_report\",\"library\":\"%s\","
                          "\"weighting\":",
                          wb_version()));
    WB_TRY(wb_weighting_canonical(weighting, &text, err));
    if (theirs != NULL) {
        WB_TRY(wb_text_add(&text, ",\"data\":", err));
        WB_TRY(wb_text_add(&text, theirs, err));
    }
    WB_TRY(wb_text_add(&text, "}", err));
    WB_TRY(wb_frame_set_metadata(report, text.bytes, err));
done:
    wb_text_free(&text);
    return st;
}

static wb_status check_memory(const wb_weighing *weighing, wb_error *err)
{
    double bytes = 3.0 * sizeof(double) * (double)weighing->n_rows;

    if (weighing->run.memory_limit == 0 || bytes <= (double)weighing->run.memory_limit)
        return WB_OK;
    return wb_fail(err, WB_E_LIMIT,
                   "the weights take %.0f bytes, more than the limit of %lld", bytes,
                   (long long)weighing->run.memory_limit);
}

wb_status wb_weighting_apply(const wb_weighting *weighting, const wb_frame *frame,
                             const wb_run *run, wb_frame **weighted, wb_frame **report,
                             wb_error *err)
{
    wb_status st = WB_OK;
    wb_weighing weighing = {.run = WB_RUN_INIT};
    wb_frame *ranged = NULL;
    wb_frame *made = NULL;
    wb_frame *told = NULL;
    double *before = NULL;

    if (weighted != NULL)
        *weighted = NULL;
    if (report != NULL)
        *report = NULL;
    if (weighting == NULL || frame == NULL || weighted == NULL)
        return wb_fail(err, WB_E_ARG, "weighting, frame and weighted are required");
    WB_TRY(wb_run_read(&weighing.run, run, err));
    WB_TRY(wb_frame_apply_ranges(frame, &ranged, err));
    weighing.frame = ranged != NULL ? ranged : frame;
    weighing.n_rows = wb_frame_row_count(frame);
    WB_TRY(check_memory(&weighing, err));
    weighing.weights = wb_resize(NULL, (size_t)weighing.n_rows, sizeof *before);
    before = wb_resize(NULL, (size_t)weighing.n_rows, sizeof *before);
    if (weighing.weights == NULL || before == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(wb_report_new(&weighing.report, err));
    WB_TRY(start(&weighing, weighting, err));
    WB_TRY(take_steps(&weighing, weighting, before, err));
    WB_TRY(dress(weighting, frame, &weighing.weights, &before, &made, err));
    WB_TRY(wb_builder_finish(weighing.report, &told, err));
    WB_TRY(describe(weighting, frame, told, err));
    *weighted = made;
    made = NULL;
    if (report != NULL) {
        *report = told;
        told = NULL;
    }
done:
    wb_builder_free(weighing.report);
    wb_frame_free(ranged);
    wb_frame_free(made);
    wb_frame_free(told);
    wb_release(weighing.weights);
    wb_release(before);
    return st;
}
