/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Building a weighting. Whatever adds checks first and then takes over whole pieces, so
 * that a failure leaves the weighting as it was. */
#include "weight/weighting.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

const char *wb_weight_step_name(int32_t step)
{
    static const char *const names[] = {NULL,     "nonresponse", "poststratify", "rake",
                                        "linear", "logit",       "trim"};
    if (step < WB_WEIGHT_NONRESPONSE || step > WB_WEIGHT_TRIM)
        return NULL;
    return names[step];
}

/* ---- the weighting ---- */

void wb_known_margin_clear(wb_known_margin *margin)
{
    wb_names_free(&margin->columns);
    wb_names_free(&margin->values);
    wb_release(margin->totals);
    *margin = (wb_known_margin){0};
}

static void step_clear(wb_step *step)
{
    wb_release(step->respondent);
    wb_names_free(&step->cells);
    for (size_t m = 0; m < step->n_margins; m++)
        wb_known_margin_clear(&step->margins[m]);
    wb_release(step->margins);
    for (size_t a = 0; a < step->n_auxiliaries; a++)
        wb_release(step->auxiliaries[a].column);
    wb_release(step->auxiliaries);
    *step = (wb_step){0};
}

wb_status wb_weighting_new(wb_weighting **out, wb_error *err)
{
    wb_weighting *made;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    made = wb_allocate(1, sizeof *made);
    if (made == NULL)
        return wb_fail_nomem(err);
    made->result = wb_copy_string("weight");
    if (made->result == NULL) {
        wb_release(made);
        return wb_fail_nomem(err);
    }
    *out = made;
    return WB_OK;
}

void wb_weighting_free(wb_weighting *weighting)
{
    if (weighting == NULL)
        return;
    wb_release(weighting->weights);
    wb_release(weighting->result);
    for (size_t i = 0; i < weighting->n_steps; i++)
        step_clear(&weighting->steps[i]);
    wb_release(weighting->steps);
    wb_release(weighting);
}

wb_status wb_weight_add_column(wb_names *columns, const char *column, const char *purpose,
                               wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_check_column_name(column, purpose, WB_COLUMN_NAME, err));
    if (columns->count >= WB_MAX_MARGIN_COLUMNS)
        return wb_fail(err, WB_E_LIMIT, "at most %d columns make the %s",
                       (int)WB_MAX_MARGIN_COLUMNS, purpose);
    for (size_t i = 0; i < columns->count; i++) {
        if (strcmp(columns->items[i], column) == 0)
            return wb_fail_at(err, WB_E_ARG, -1, column, "column '%s' is twice in the %s",
                              column, purpose);
    }
    st = wb_names_add(columns, column, err);
done:
    return st;
}

static wb_status set_name(char **name, const char *column, const char *purpose,
                          size_t longest, wb_error *err)
{
    wb_status st = WB_OK;
    char *copy = NULL;

    if (column != NULL) {
        WB_TRY(wb_check_column_name(column, purpose, longest, err));
        copy = wb_copy_string(column);
        if (copy == NULL)
            return wb_fail_nomem(err);
    }
    wb_release(*name);
    *name = copy;
done:
    return st;
}

wb_status wb_weighting_set_weights(wb_weighting *weighting, const char *column,
                                   wb_error *err)
{
    if (weighting == NULL)
        return wb_fail(err, WB_E_ARG, "a weighting is required");
    return set_name(&weighting->weights, column, "weights to start from", WB_COLUMN_NAME,
                    err);
}

wb_status wb_weighting_set_result(wb_weighting *weighting, const char *column,
                                  wb_error *err)
{
    if (weighting == NULL)
        return wb_fail(err, WB_E_ARG, "a weighting is required");
    return set_name(&weighting->result, column != NULL ? column : "weight", "new weights",
                    120, err);
}

/* ---- steps ---- */

bool wb_step_calibrates(const wb_step *step)
{
    return step->kind >= WB_WEIGHT_POSTSTRATIFY && step->kind <= WB_WEIGHT_LOGIT;
}

const wb_step *wb_weighting_last_calibration(const wb_weighting *weighting)
{
    size_t i = weighting->n_steps;

    while (i > 0 && !wb_step_calibrates(&weighting->steps[i - 1]))
        i--;
    return i > 0 ? &weighting->steps[i - 1] : NULL;
}

wb_status wb_step_check_complete(const wb_step *step, size_t index, wb_error *err)
{
    if (!wb_step_calibrates(step) || step->n_margins + step->n_auxiliaries > 0)
        return WB_OK;
    return wb_fail(err, WB_E_ARG, "step %zu (%s) has no margin to fit", index + 1,
                   wb_weight_step_name(step->kind));
}

/* Takes the step over on success. */
static wb_status push_step(wb_weighting *weighting, wb_step *step, wb_error *err)
{
    wb_status st = WB_OK;
    wb_step *grown;

    if (weighting->n_steps >= WB_MAX_WEIGHT_STEPS)
        return wb_fail(err, WB_E_LIMIT, "a weighting has at most %d steps",
                       (int)WB_MAX_WEIGHT_STEPS);
    if (weighting->n_steps > 0)
        WB_TRY(wb_step_check_complete(&weighting->steps[weighting->n_steps - 1],
                                      weighting->n_steps - 1, err));
    grown = wb_resize(weighting->steps, weighting->n_steps + 1, sizeof *grown);
    if (grown == NULL)
        return wb_fail_nomem(err);
    weighting->steps = grown;
    grown[weighting->n_steps++] = *step;
    *step = (wb_step){0};
done:
    return st;
}

wb_status wb_weighting_add_nonresponse(wb_weighting *weighting, const char *respondent,
                                       const char *const *columns, size_t n_columns,
                                       wb_error *err)
{
    wb_status st = WB_OK;
    wb_step step = {.kind = WB_WEIGHT_NONRESPONSE};

    if (weighting == NULL || (columns == NULL && n_columns > 0))
        return wb_fail(err, WB_E_ARG, "a weighting and columns are required");
    WB_TRY(set_name(&step.respondent, respondent, "respondents", WB_COLUMN_NAME, err));
    if (respondent == NULL)
        return wb_fail(err, WB_E_ARG, "a column name is required for the respondents");
    for (size_t i = 0; i < n_columns; i++)
        WB_TRY(wb_weight_add_column(&step.cells, columns[i], "cells", err));
    WB_TRY(push_step(weighting, &step, err));
done:
    step_clear(&step);
    return st;
}

static wb_status check_bounds(int32_t kind, const wb_calibration_options *options,
                              wb_error *err)
{
    char lower[WB_NUMBER_CHARS];
    char upper[WB_NUMBER_CHARS];
    bool given = options->lower != 0 || options->upper != 0;
    bool linear = kind == WB_WEIGHT_LINEAR;

    if (!given && kind == WB_WEIGHT_LOGIT)
        return wb_fail(err, WB_E_ARG,
                       "a logit calibration needs bounds: lower < 1 < upper");
    if (given && !linear && kind != WB_WEIGHT_LOGIT)
        return wb_fail(err, WB_E_ARG, "a %s step has no bounds: linear and logit have",
                       wb_weight_step_name(kind));
    if (!given || (options->lower >= 0 && options->lower < 1 && options->upper > 1 &&
                   isfinite(options->upper)))
        return WB_OK;
    wb_format_double(lower, options->lower);
    wb_format_double(upper, options->upper);
    return wb_fail(err, WB_E_ARG,
                   "the bounds of g are %s and %s, expected 0 <= lower < 1 < upper",
                   lower, upper);
}

wb_status wb_weighting_add_calibration(wb_weighting *weighting, int32_t kind,
                                       const wb_calibration_options *options,
                                       wb_error *err)
{
    wb_status st = WB_OK;
    wb_calibration_options ours = WB_CALIBRATION_OPTIONS_INIT;
    wb_step step = {.kind = kind};

    if (weighting == NULL)
        return wb_fail(err, WB_E_ARG, "a weighting is required");
    if (!wb_step_calibrates(&step))
        return wb_fail(err, WB_E_ARG, "step %d is no calibration", (int)kind);
    WB_TRY(wb_options_read(&ours, sizeof ours, options, err));
    if (ours.max_iterations < 0 || ours.max_iterations > 1000000)
        return wb_fail(err, WB_E_ARG,
                       "max_iterations is 1 to 1000000, or 0 for %d, not %d",
                       (int)WB_ITERATIONS, (int)ours.max_iterations);
    if (ours.positive != 0 && ours.positive != 1)
        return wb_fail(err, WB_E_ARG, "positive is 0 or 1, not %d", (int)ours.positive);
    WB_TRY(check_bounds(kind, &ours, err));
    step.calibration = ours;
    WB_TRY(push_step(weighting, &step, err));
done:
    return st;
}

static wb_step *last_step(const wb_weighting *weighting)
{
    return weighting->n_steps > 0 ? &weighting->steps[weighting->n_steps - 1] : NULL;
}

wb_status wb_weighting_expects_margin(const wb_weighting *weighting, wb_error *err)
{
    const wb_step *step = last_step(weighting);

    if (step == NULL || !wb_step_calibrates(step))
        return wb_fail(err, WB_E_ARG,
                       "the last step is no calibration, which margins "
                       "and auxiliaries belong to");
    if (step->kind == WB_WEIGHT_POSTSTRATIFY && step->n_margins > 0)
        return wb_fail(err, WB_E_ARG, "post-stratification has one margin: rake to more");
    if (step->n_margins >= WB_MAX_MARGINS)
        return wb_fail(err, WB_E_LIMIT, "a step has at most %d margins",
                       (int)WB_MAX_MARGINS);
    return WB_OK;
}

static wb_status check_sums(const wb_step *step, const wb_known_margin *margin,
                            wb_error *err)
{
    wb_status st = WB_OK;
    char first_sum[WB_NUMBER_CHARS];
    char sum[WB_NUMBER_CHARS];
    wb_text names = {0};

    if (step->n_margins == 0 || fabs(margin->sum - step->margins[0].sum) <=
                                    WB_TOTALS_AGREE * step->margins[0].sum)
        return WB_OK;
    wb_format_double(first_sum, step->margins[0].sum);
    wb_format_double(sum, margin->sum);
    WB_TRY(wb_names_join(&margin->columns, 0, margin->columns.count, &names, err));
    WB_TRY(wb_text_append(&names, "", 1, err)); /* two texts, a NUL between them */
    size_t second = names.length;
    WB_TRY(wb_names_join(&step->margins[0].columns, 0, step->margins[0].columns.count,
                         &names, err));
    st =
        wb_fail_at(err, WB_E_ARG, -1, names.bytes,
                   "the totals of margin '%.100s' sum to %s, those of margin '%.100s' to "
                   "%s: margins of one step have the same sum",
                   names.bytes, sum, names.bytes + second, first_sum);
done:
    wb_text_free(&names);
    return st;
}

wb_status wb_weighting_take_margin(wb_weighting *weighting, wb_known_margin *margin,
                                   wb_error *err)
{
    wb_status st = WB_OK;
    wb_step *step = last_step(weighting);
    wb_known_margin *grown;

    WB_TRY(wb_weighting_expects_margin(weighting, err));
    WB_TRY(check_sums(step, margin, err));
    grown = wb_resize(step->margins, step->n_margins + 1, sizeof *grown);
    if (grown == NULL)
        return wb_fail_nomem(err);
    step->margins = grown;
    grown[step->n_margins++] = *margin;
    *margin = (wb_known_margin){0};
done:
    return st;
}

wb_status wb_weighting_add_auxiliary(wb_weighting *weighting, const char *column,
                                     double total, wb_error *err)
{
    wb_status st = WB_OK;
    wb_known_auxiliary made = {NULL, total};
    wb_known_auxiliary *grown;
    wb_step *step;

    if (weighting == NULL)
        return wb_fail(err, WB_E_ARG, "a weighting is required");
    step = last_step(weighting);
    if (step == NULL || !wb_step_calibrates(step) || step->kind == WB_WEIGHT_POSTSTRATIFY)
        return wb_fail(err, WB_E_ARG,
                       "the last step is no rake, linear or logit, which auxiliaries "
                       "belong to");
    WB_TRY(wb_check_column_name(column, "auxiliaries", WB_COLUMN_NAME, err));
    if (!(fabs(total) <= 1e50))
        return wb_fail_at(err, WB_E_ARG, -1, column,
                          "the total of '%s' is not a finite number within 1e50", column);
    if (step->n_auxiliaries >= WB_MAX_MARGINS)
        return wb_fail(err, WB_E_LIMIT, "a step has at most %d auxiliaries",
                       (int)WB_MAX_MARGINS);
    for (size_t a = 0; a < step->n_auxiliaries; a++) {
        if (strcmp(step->auxiliaries[a].column, column) == 0)
            return wb_fail_at(err, WB_E_ARG, -1, column,
                              "'%s' is an auxiliary of this step already", column);
    }
    made.column = wb_copy_string(column);
    grown = wb_resize(step->auxiliaries, step->n_auxiliaries + 1, sizeof *grown);
    if (grown != NULL)
        step->auxiliaries = grown;
    if (made.column == NULL || grown == NULL) {
        wb_release(made.column);
        return wb_fail_nomem(err);
    }
    grown[step->n_auxiliaries++] = made;
done:
    return st;
}

wb_status wb_weighting_add_trim(wb_weighting *weighting, const wb_trim_options *options,
                                wb_error *err)
{
    wb_status st = WB_OK;
    wb_trim_options ours = WB_TRIM_OPTIONS_INIT;
    wb_step step = {.kind = WB_WEIGHT_TRIM};

    if (weighting == NULL)
        return wb_fail(err, WB_E_ARG, "a weighting is required");
    WB_TRY(wb_options_read_whole(&ours, sizeof ours, offsetof(wb_trim_options, reserved1),
                                 options, err));
    if (ours.unit < WB_TRIM_VALUE || ours.unit > WB_TRIM_MEDIAN)
        return wb_fail(err, WB_E_ARG, "unknown unit of trimming %d", (int)ours.unit);
    if ((ours.equally | ours.once | 1) != 1)
        return wb_fail(err, WB_E_ARG, "equally and once are 0 or 1");
    if (!(ours.lower >= 0) || !(ours.upper >= 0) || isinf(ours.lower) ||
        isinf(ours.upper) || (ours.lower == 0 && ours.upper == 0))
        return wb_fail(err, WB_E_ARG,
                       "trimming needs a lower or an upper bound, finite and above 0");
    if (ours.upper > 0 && ours.lower >= ours.upper)
        return wb_fail(err, WB_E_ARG,
                       "the lower bound of trimming is below the upper one");
    step.trim = ours;
    WB_TRY(push_step(weighting, &step, err));
done:
    return st;
}
