/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A weighting as JSON; what is at its default is left out. */
#include "base/json.h"
#include "weight/weighting.h"

static wb_status put_number(json_t *object, const char *key, double value, wb_error *err)
{
    return value != 0 ? wb_json_put(object, key, json_real(value), err) : WB_OK;
}

static wb_status put_margins(json_t *step, const wb_step *from, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *margins = NULL;
    json_t *margin = NULL;
    json_t *targets = NULL;
    json_t *target = NULL;
    json_t *categories = NULL;

    WB_TRY(wb_json_put_array(step, "margins", &margins, err));
    for (size_t m = 0; m < from->n_margins; m++) {
        const wb_known_margin *given = &from->margins[m];
        size_t k = given->columns.count;
        WB_TRY(wb_json_push_object(margins, &margin, err));
        WB_TRY(wb_json_put_names(margin, "columns", &given->columns, err));
        WB_TRY(wb_json_put_array(margin, "targets", &targets, err));
        for (size_t i = 0; i < given->n_targets; i++) {
            WB_TRY(wb_json_push_object(targets, &target, err));
            WB_TRY(wb_json_put_array(target, "categories", &categories, err));
            WB_TRY(wb_json_push_names(categories, &given->values, i * k, k, err));
            WB_TRY(wb_json_put(target, "total", json_real(given->totals[i]), err));
        }
    }
done:
    return st;
}

static wb_status put_auxiliaries(json_t *step, const wb_step *from, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *auxiliaries = NULL;
    json_t *auxiliary = NULL;

    WB_TRY(wb_json_put_array(step, "auxiliaries", &auxiliaries, err));
    for (size_t a = 0; a < from->n_auxiliaries; a++) {
        WB_TRY(wb_json_push_object(auxiliaries, &auxiliary, err));
        WB_TRY(wb_json_put(auxiliary, "column", json_string(from->auxiliaries[a].column),
                           err));
        WB_TRY(
            wb_json_put(auxiliary, "total", json_real(from->auxiliaries[a].total), err));
    }
done:
    return st;
}

static wb_status put_calibration(json_t *step, const wb_step *from, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_calibration_options *options = &from->calibration;

    if (from->n_margins > 0)
        WB_TRY(put_margins(step, from, err));
    if (from->n_auxiliaries > 0)
        WB_TRY(put_auxiliaries(step, from, err));
    WB_TRY(put_number(step, "lower", options->lower, err));
    WB_TRY(put_number(step, "upper", options->upper, err));
    if (options->max_iterations > 0)
        WB_TRY(wb_json_put(step, "max_iterations", json_integer(options->max_iterations),
                           err));
    if (options->positive != 0)
        WB_TRY(wb_json_put(step, "positive", json_true(), err));
done:
    return st;
}

static wb_status put_trim(json_t *step, const wb_trim_options *options, wb_error *err)
{
    static const char *const units[] = {"value", "mean", "median"};
    wb_status st = WB_OK;

    WB_TRY(put_number(step, "lower", options->lower, err));
    WB_TRY(put_number(step, "upper", options->upper, err));
    if (options->unit != WB_TRIM_VALUE)
        WB_TRY(wb_json_put(step, "unit", json_string(units[options->unit]), err));
    if (options->equally != 0)
        WB_TRY(wb_json_put(step, "share", json_string("equal"), err));
    if (options->once != 0)
        WB_TRY(wb_json_put(step, "once", json_true(), err));
done:
    return st;
}

static wb_status put_step(json_t *steps, const wb_step *from, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *step = NULL;

    WB_TRY(wb_json_push_object(steps, &step, err));
    WB_TRY(wb_json_put(step, "step", json_string(wb_weight_step_name(from->kind)), err));
    if (wb_step_calibrates(from))
        return put_calibration(step, from, err);
    if (from->kind == WB_WEIGHT_TRIM)
        return put_trim(step, &from->trim, err);
    WB_TRY(wb_json_put(step, "respondent", json_string(from->respondent), err));
    if (from->cells.count > 0)
        WB_TRY(wb_json_put_names(step, "cells", &from->cells, err));
done:
    return st;
}

wb_status wb_weighting_canonical(const wb_weighting *weighting, wb_text *text,
                                 wb_error *err)
{
    wb_status st = WB_OK;
    json_t *root = json_object();
    json_t *steps = NULL;

    if (root == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_json_put(root, "format", json_string("werkbaar-weighting/1.0"), err));
    if (weighting->weights != NULL)
        WB_TRY(wb_json_put(root, "weights", json_string(weighting->weights), err));
    WB_TRY(wb_json_put(root, "result", json_string(weighting->result), err));
    WB_TRY(wb_json_put_array(root, "steps", &steps, err));
    for (size_t i = 0; i < weighting->n_steps; i++)
        WB_TRY(put_step(steps, &weighting->steps[i], err));
    WB_TRY(wb_json_canonical(root, text, err));
done:
    json_decref(root);
    return st;
}

wb_status wb_weighting_write(const wb_weighting *weighting, wb_writer *writer,
                             wb_error *err)
{
    wb_status st = WB_OK;
    wb_text text = {0};

    if (weighting == NULL || writer == NULL)
        return wb_fail(err, WB_E_ARG, "weighting and writer are required");
    WB_TRY(wb_weighting_canonical(weighting, &text, err));
    WB_TRY(wb_writer_write(writer, text.bytes, text.length, err));
done:
    wb_text_free(&text);
    return st;
}
