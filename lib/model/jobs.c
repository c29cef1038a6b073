/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Karasek's four types of jobs, of two scores and a cut in each. */
#include "base/json.h"
#include "frame/frame.h"

#include <werkbaar/model.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct wb_job_score {
    double *values; /* NaN: missing */
    double cut;
} wb_job_score;

typedef struct wb_job_value {
    double value;
    double weight;
} wb_job_value;

static wb_status read_column(const wb_frame *rows, const char *name, const char *purpose,
                             double **out, wb_error *err)
{
    wb_status st = WB_OK;
    int64_t n = wb_frame_row_count(rows);
    size_t column;

    WB_TRY(wb_frame_require_numbers(rows, name, purpose, &column, err));
    *out = wb_allocate((size_t)n, sizeof **out);
    if (*out == NULL)
        return wb_fail_nomem(err);
    for (int64_t i = 0; i < n; i++)
        (*out)[i] = wb_frame_double(rows, column, i);
done:
    return st;
}

/* ---- the median ---- */

/* Sums of weights are rounded: what lacks this part of all to half of it is half. */
static const double equal = 1e-12;

/* Equal values by weight, so that sums do not depend on the order of the rows. */
static int compare(const void *a, const void *b)
{
    const wb_job_value *x = a;
    const wb_job_value *y = b;
    if (x->value != y->value)
        return x->value < y->value ? -1 : 1;
    return (x->weight > y->weight) - (x->weight < y->weight);
}

/* The smallest value at or below which half of the weight lies. */
static wb_status find_median(wb_job_score *score, const double *weights, int64_t n,
                             const char *name, wb_error *err)
{
    wb_job_value *sorted = wb_allocate((size_t)n, sizeof *sorted);
    size_t used = 0;
    double total = 0;
    double below = 0;

    if (sorted == NULL)
        return wb_fail_nomem(err);
    for (int64_t i = 0; i < n; i++) {
        double weight = weights != NULL ? weights[i] : 1;
        if (isnan(score->values[i]) || !(weight > 0))
            continue;
        sorted[used++] = (wb_job_value){score->values[i], weight};
    }
    if (used > 1)
        qsort(sorted, used, sizeof *sorted, compare);
    for (size_t i = 0; i < used; i++)
        total += sorted[i].weight;
    for (size_t i = 0; i < used; i++) {
        score->cut = sorted[i].value;
        below += sorted[i].weight;
        if (below >= total * (0.5 - equal))
            break;
    }
    wb_release(sorted);
    if (used == 0)
        return wb_fail_at(err, WB_E_DATA, -1, name,
                          "'%s' has no value with a weight above 0, so no median", name);
    if (!isfinite(score->cut))
        return wb_fail_at(err, WB_E_DATA, -1, name, "the median of '%s' is infinite",
                          name);
    return WB_OK;
}

/* ---- the column ---- */

static wb_status put_types(wb_builder *builder, const wb_job_score *demands,
                           const wb_job_score *control, bool lack, int64_t n,
                           wb_error *err)
{
    static const char *const names[2][2] = {{"passive", "low_strain"},
                                            {"high_strain", "active"}};
    static const char *const order[] = {"low_strain", "passive", "active", "high_strain"};
    wb_status st = WB_OK;

    for (int c = 0; c < 4; c++)
        WB_TRY(wb_builder_category(builder, 0, order[c], strlen(order[c]), err));
    for (int64_t i = 0; i < n; i++) {
        bool high = demands->values[i] > demands->cut;
        bool much = (control->values[i] > control->cut) != lack;
        if (isnan(demands->values[i]) || isnan(control->values[i])) {
            WB_TRY(wb_builder_missing(builder, 0, err));
            continue;
        }
        WB_TRY(wb_builder_text(builder, 0, names[high][much], strlen(names[high][much]),
                               err));
    }
done:
    return st;
}

static wb_status describe(wb_frame *frame, const wb_job_score *scores, bool lack,
                          int32_t cut, const wb_frame *rows, wb_error *err)
{
    json_t *source = NULL;
    wb_status st = wb_frame_origin(rows, &source, err);

    if (st != WB_OK)
        return st;
    json_t *root =
        json_pack("{s:s, s:s, s:s, s:f, s:f, s:b, s:o*}", "kind", "job-types", "library",
                  wb_version(), "cut", cut == WB_JOB_CUT_MEDIAN ? "median" : "fixed",
                  "demands_cut", scores[0].cut, "control_cut", scores[1].cut,
                  "control_is_lack", lack, "source", source);
    st = wb_frame_describe(frame, root, err);
    json_decref(root);
    return st;
}

/* scores: demands, and control. */
static wb_status make_frame(const wb_job_score *scores, bool lack, int32_t cut,
                            const wb_frame *rows, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_builder *builder = NULL;
    wb_frame *frame = NULL;
    size_t column;

    WB_TRY(wb_builder_new(&builder, err));
    WB_TRY(wb_builder_add_column(builder, "job_type", WB_TYPE_DICTIONARY, &column, err));
    WB_TRY(
        put_types(builder, &scores[0], &scores[1], lack, wb_frame_row_count(rows), err));
    WB_TRY(wb_builder_finish(builder, &frame, err));
    WB_TRY(describe(frame, scores, lack, cut, rows, err));
    *out = frame;
    frame = NULL;
done:
    wb_builder_free(builder);
    wb_frame_free(frame);
    return st;
}

static wb_status check(const wb_frame *rows, const char *demands, const char *control,
                       int32_t cut, const double *cuts, wb_frame **out, wb_error *err)
{
    if (out != NULL)
        *out = NULL;
    if (rows == NULL || demands == NULL || control == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "rows, demands, control and out are required");
    if (cut != WB_JOB_CUT_MEDIAN && cut != WB_JOB_CUT_FIXED)
        return wb_fail(err, WB_E_ARG, "%d is no kind of cut", (int)cut);
    if (cut == WB_JOB_CUT_FIXED && (!isfinite(cuts[0]) || !isfinite(cuts[1])))
        return wb_fail(err, WB_E_ARG, "fixed cuts are two numbers");
    return WB_OK;
}

wb_status wb_job_types(const wb_frame *rows, const char *demands, const char *control,
                       const char *weights, int32_t cut, double demands_cut,
                       double control_cut, int32_t control_is_lack, wb_frame **out,
                       wb_error *err)
{
    wb_status st = WB_OK;
    double cuts[] = {demands_cut, control_cut};
    wb_job_score scores[2] = {{NULL, demands_cut}, {NULL, control_cut}};
    wb_frame *view = NULL;
    double *w = NULL;

    WB_TRY(check(rows, demands, control, cut, cuts, out, err));
    if (control_is_lack != 0 && control_is_lack != 1)
        return wb_fail(err, WB_E_ARG, "control_is_lack is %d, where 0 or 1 is expected",
                       (int)control_is_lack);
    int64_t n = wb_frame_row_count(rows);
    WB_TRY(wb_frame_apply_ranges(rows, &view, err));
    const wb_frame *from = view != NULL ? view : rows;
    WB_TRY(read_column(from, demands, "demands", &scores[0].values, err));
    WB_TRY(read_column(from, control, "control", &scores[1].values, err));
    if (weights != NULL)
        WB_TRY(read_column(from, weights, "weights", &w, err));
    if (cut == WB_JOB_CUT_MEDIAN) {
        WB_TRY(find_median(&scores[0], w, n, demands, err));
        WB_TRY(find_median(&scores[1], w, n, control, err));
    }
    WB_TRY(make_frame(scores, control_is_lack != 0, cut, rows, out, err));
done:
    wb_release(scores[0].values);
    wb_release(scores[1].values);
    wb_release(w);
    wb_frame_free(view);
    return st;
}
