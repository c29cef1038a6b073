/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A weighting from JSON. What the building functions refuse is a fault of the file, at
 * the place they were called for. */
#include "base/json.h"
#include "base/text.h"
#include "weight/margin.h"

#include <string.h>

enum { WEIGHTING_MAJOR = 1 };

/* Which of names[] (ends with NULL) a member says; absent: the first. */
static wb_status read_choice(const wb_json_at *object, const char *key,
                             const char *const *names, int32_t *choice, wb_error *err)
{
    wb_json_at at = wb_json_member(object, key);
    const char *text = names[0];
    wb_status st = wb_json_string(object, key, false, &text, err);

    for (int32_t i = 0; st == WB_OK && names[i] != NULL; i++) {
        if (strcmp(text, names[i]) == 0) {
            *choice = i;
            return WB_OK;
        }
    }
    return st != WB_OK ? st
                       : wb_json_fail(&at, WB_E_DATA, err, "'%.60s' is no '%s': %s, ...",
                                      text, key, names[0]);
}

/* ---- margins ---- */

/* A category as JSON writes it: text, a whole number, true or false. */
static wb_status read_value(const wb_json_at *at, wb_names *values, wb_error *err)
{
    char number[WB_NUMBER_CHARS];

    if (json_is_string(at->value))
        return wb_names_add(values, json_string_value(at->value), err);
    if (json_is_integer(at->value)) {
        wb_format_int64(number, json_integer_value(at->value));
        return wb_names_add(values, number, err);
    }
    if (json_is_boolean(at->value))
        return wb_names_add(values, json_is_true(at->value) ? "true" : "false", err);
    return wb_json_fail(at, WB_E_DATA, err,
                        "a category is a text, a whole number, true or false");
}

static wb_status read_total(const wb_json_at *at, wb_known_margin *margin, wb_error *err)
{
    if (!json_is_number(at->value))
        return wb_json_fail(at, WB_E_DATA, err, "a total is a number");
    return wb_json_refused(
        at, wb_known_margin_add_target(margin, json_number_value(at->value), err), err);
}

/* {"category": total, ...} of a margin of one column. */
static wb_status read_short_targets(wb_known_margin *margin, const wb_json_at *targets,
                                    wb_error *err)
{
    wb_status st = WB_OK;
    const char *key;
    json_t *value;

    if (margin->columns.count != 1)
        return wb_json_fail(targets, WB_E_DATA, err,
                            "targets of a margin of %zu columns are a list of "
                            "{\"categories\": [..], \"total\": ..}",
                            margin->columns.count);
    json_object_foreach((json_t *)targets->value, key, value)
    {
        wb_json_at at = wb_json_member(targets, key);
        WB_TRY(wb_names_add(&margin->values, key, err));
        WB_TRY(read_total(&at, margin, err));
    }
done:
    return st;
}

static wb_status read_target(wb_known_margin *margin, const wb_json_at *target,
                             wb_error *err)
{
    static const char *const keys[] = {"categories", "total", NULL};
    wb_status st = WB_OK;
    wb_json_at list;
    wb_json_at total = wb_json_member(target, "total");
    double checked = 0;

    WB_TRY(wb_json_check_keys(target, keys, err));
    WB_TRY(wb_json_array(target, "categories", true, &list, err));
    WB_TRY(wb_json_double(target, "total", true, &checked, err));
    if (json_array_size(list.value) != margin->columns.count)
        return wb_json_fail(&list, WB_E_DATA, err,
                            "this has %zu categories for a margin of %zu columns",
                            json_array_size(list.value), margin->columns.count);
    for (size_t j = 0; j < margin->columns.count; j++) {
        wb_json_at value = wb_json_element(&list, j);
        WB_TRY(read_value(&value, &margin->values, err));
    }
    WB_TRY(read_total(&total, margin, err));
done:
    return st;
}

static wb_status read_targets(wb_known_margin *margin, const wb_json_at *at,
                              wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at targets = wb_json_member(at, "targets");

    if (json_is_number(targets.value) && margin->columns.count == 0)
        return read_total(&targets, margin, err);
    if (json_is_object(targets.value)) {
        WB_TRY(wb_json_check_length(&targets, WB_MAX_TARGETS, err));
        return read_short_targets(margin, &targets, err);
    }
    WB_TRY(wb_json_array(at, "targets", true, &targets, err));
    WB_TRY(wb_json_check_length(&targets, WB_MAX_TARGETS, err));
    for (size_t i = 0; i < json_array_size(targets.value); i++) {
        wb_json_at target = wb_json_element(&targets, i);
        WB_TRY(read_target(margin, &target, err));
    }
done:
    return st;
}

static wb_status read_margin(wb_weighting *made, const wb_json_at *at, wb_error *err)
{
    static const char *const keys[] = {"columns", "targets", NULL};
    wb_status st = WB_OK;
    wb_known_margin margin = {0};
    wb_json_at columns;
    wb_json_at targets = wb_json_member(at, "targets");

    WB_TRY(wb_json_check_keys(at, keys, err));
    WB_TRY(wb_json_array(at, "columns", true, &columns, err));
    for (size_t j = 0; j < json_array_size(columns.value); j++) {
        wb_json_at column = wb_json_element(&columns, j);
        const char *name = NULL;
        WB_TRY(wb_json_column_name(&column, &name, err));
        WB_TRY(wb_json_refused(&column, wb_known_margin_add_column(&margin, name, err),
                               err));
    }
    WB_TRY(read_targets(&margin, at, err));
    WB_TRY(wb_json_refused(&targets, wb_known_margin_check(&margin, err), err));
    WB_TRY(wb_json_refused(at, wb_weighting_take_margin(made, &margin, err), err));
done:
    wb_known_margin_clear(&margin);
    return st;
}

static wb_status read_auxiliary(wb_weighting *made, const wb_json_at *at, wb_error *err)
{
    static const char *const keys[] = {"column", "total", NULL};
    wb_status st = WB_OK;
    const char *column = NULL;
    double total = 0;

    WB_TRY(wb_json_check_keys(at, keys, err));
    WB_TRY(wb_json_string(at, "column", true, &column, err));
    WB_TRY(wb_json_double(at, "total", true, &total, err));
    WB_TRY(
        wb_json_refused(at, wb_weighting_add_auxiliary(made, column, total, err), err));
done:
    return st;
}

typedef wb_status (*element_reader)(wb_weighting *, const wb_json_at *, wb_error *);

static wb_status read_each(wb_weighting *made, const wb_json_at *object, const char *key,
                           bool required, element_reader read, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;

    WB_TRY(wb_json_array(object, key, required, &list, err));
    for (size_t i = 0; i < json_array_size(list.value); i++) {
        wb_json_at element = wb_json_element(&list, i);
        WB_TRY(read(made, &element, err));
    }
done:
    return st;
}

/* ---- steps ---- */

static wb_status read_nonresponse(wb_weighting *made, const wb_json_at *at, wb_error *err)
{
    static const char *const keys[] = {"step", "respondent", "cells", NULL};
    wb_status st = WB_OK;
    const char *respondent = NULL;
    const char **columns = NULL;
    wb_json_at cells;
    size_t n = 0;

    WB_TRY(wb_json_check_keys(at, keys, err));
    WB_TRY(wb_json_string(at, "respondent", true, &respondent, err));
    WB_TRY(wb_json_array(at, "cells", false, &cells, err));
    n = json_array_size(cells.value);
    columns = wb_allocate(n, sizeof *columns);
    if (columns == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        wb_json_at column = wb_json_element(&cells, i);
        WB_TRY(wb_json_column_name(&column, &columns[i], err));
    }
    WB_TRY(wb_json_refused(
        at, wb_weighting_add_nonresponse(made, respondent, columns, n, err), err));
done:
    wb_release(columns);
    return st;
}

static wb_status read_calibration(wb_weighting *made, int32_t kind, const wb_json_at *at,
                                  wb_error *err)
{
    static const char *const keys[] = {"step",  "margins",        "auxiliaries", "lower",
                                       "upper", "max_iterations", "positive",    NULL};
    wb_status st = WB_OK;
    wb_calibration_options options = WB_CALIBRATION_OPTIONS_INIT;
    int64_t iterations = 0;
    bool positive = false;

    WB_TRY(wb_json_check_keys(at, keys, err));
    WB_TRY(wb_json_double(at, "lower", false, &options.lower, err));
    WB_TRY(wb_json_double(at, "upper", false, &options.upper, err));
    WB_TRY(wb_json_int(at, "max_iterations", false, 1, 1000000, &iterations, err));
    WB_TRY(wb_json_bool(at, "positive", false, &positive, err));
    options.max_iterations = (int32_t)iterations;
    options.positive = positive ? 1 : 0;
    WB_TRY(wb_json_refused(at, wb_weighting_add_calibration(made, kind, &options, err),
                           err));
    WB_TRY(read_each(made, at, "margins", false, read_margin, err));
    WB_TRY(read_each(made, at, "auxiliaries", false, read_auxiliary, err));
    WB_TRY(wb_json_refused(
        at,
        wb_step_check_complete(&made->steps[made->n_steps - 1], made->n_steps - 1, err),
        err));
done:
    return st;
}

static wb_status read_trim(wb_weighting *made, const wb_json_at *at, wb_error *err)
{
    static const char *const keys[] = {"step",  "lower", "upper", "unit",
                                       "share", "once",  NULL};
    static const char *const units[] = {"value", "mean", "median", NULL};
    static const char *const shares[] = {"proportional", "equal", NULL};
    wb_status st = WB_OK;
    wb_trim_options options = WB_TRIM_OPTIONS_INIT;
    bool once = false;

    WB_TRY(wb_json_check_keys(at, keys, err));
    WB_TRY(wb_json_double(at, "lower", false, &options.lower, err));
    WB_TRY(wb_json_double(at, "upper", false, &options.upper, err));
    WB_TRY(read_choice(at, "unit", units, &options.unit, err));
    WB_TRY(read_choice(at, "share", shares, &options.equally, err));
    WB_TRY(wb_json_bool(at, "once", false, &once, err));
    options.once = once ? 1 : 0;
    WB_TRY(wb_json_refused(at, wb_weighting_add_trim(made, &options, err), err));
done:
    return st;
}

static wb_status read_step(wb_weighting *made, const wb_json_at *at, wb_error *err)
{
    wb_status st = WB_OK;
    const char *name = NULL;
    int32_t kind = WB_WEIGHT_NONRESPONSE;
    wb_json_at place = wb_json_member(at, "step");

    WB_TRY(wb_json_string(at, "step", true, &name, err));
    while (wb_weight_step_name(kind) != NULL &&
           strcmp(wb_weight_step_name(kind), name) != 0)
        kind++;
    if (wb_weight_step_name(kind) == NULL)
        return wb_json_fail(&place, WB_E_DATA, err,
                            "'%.60s' is not a step: nonresponse, poststratify, rake, "
                            "linear, logit or trim",
                            name);
    if (kind == WB_WEIGHT_NONRESPONSE)
        return read_nonresponse(made, at, err);
    if (kind == WB_WEIGHT_TRIM)
        return read_trim(made, at, err);
    st = read_calibration(made, kind, at, err);
done:
    return st;
}

static wb_status read_weighting(wb_weighting *made, const wb_json *file, wb_error *err)
{
    static const char *const keys[] = {"format", "weights", "result", "steps", NULL};
    wb_status st = WB_OK;
    wb_json_at root = wb_json_root(file);
    wb_json_at weights_at = wb_json_member(&root, "weights");
    wb_json_at result_at = wb_json_member(&root, "result");
    const char *weights = NULL;
    const char *result = NULL;

    WB_TRY(wb_json_check_format(&root, "weighting", WEIGHTING_MAJOR, err));
    WB_TRY(wb_json_check_keys(&root, keys, err));
    WB_TRY(wb_json_string(&root, "weights", false, &weights, err));
    WB_TRY(wb_json_string(&root, "result", false, &result, err));
    WB_TRY(
        wb_json_refused(&weights_at, wb_weighting_set_weights(made, weights, err), err));
    WB_TRY(wb_json_refused(&result_at, wb_weighting_set_result(made, result, err), err));
    WB_TRY(read_each(made, &root, "steps", true, read_step, err));
    WB_TRY(wb_json_check_canonical(&root, err));
done:
    return st;
}

wb_status wb_weighting_read(wb_reader *reader, wb_weighting **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json file = {0};
    wb_weighting *made = NULL;
    wb_error local;

    if (out != NULL)
        *out = NULL;
    if (reader == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "reader and out are required");
    if (err == NULL)
        err = &local; /* wb_json_refused() needs the message */
    WB_TRY(wb_json_read(reader, &file, err));
    WB_TRY(wb_weighting_new(&made, err));
    WB_TRY(read_weighting(made, &file, err));
    *out = made;
    made = NULL;
done:
    wb_weighting_free(made);
    wb_json_close(&file);
    return st;
}
