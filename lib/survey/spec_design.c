/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The sampling design in a specification. */
#include "survey/spec.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

/* Set a column, or take it away with NULL. */
static wb_status set_column(char **where, const char *column, const char *purpose,
                            wb_error *err)
{
    wb_status st = WB_OK;
    char *copy = NULL;

    if (column != NULL) {
        WB_TRY(wb_check_column_name(column, purpose, WB_COLUMN_NAME, err));
        copy = wb_copy_string(column);
        if (copy == NULL)
            return wb_fail_nomem(err);
    }
    wb_release(*where);
    *where = copy;
done:
    return st;
}

/* Add a column to a list that holds it once. */
static wb_status add_column(wb_names *names, const char *column, const char *purpose,
                            wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_check_column_name(column, purpose, WB_COLUMN_NAME, err));
    if (wb_names_find(names, column) < names->count)
        return wb_fail_at(err, WB_E_ARG, -1, column, "'%s' is a %s column already",
                          column, purpose);
    WB_TRY(wb_names_add(names, column, err));
done:
    return st;
}

wb_status wb_spec_set_weights(wb_spec *spec, const char *column, wb_error *err)
{
    if (spec == NULL)
        return wb_fail(err, WB_E_ARG, "spec is required");
    return set_column(&spec->weights, column, "weights", err);
}

wb_status wb_spec_add_stratum(wb_spec *spec, const char *column, wb_error *err)
{
    if (spec == NULL)
        return wb_fail(err, WB_E_ARG, "spec is required");
    return add_column(&spec->strata, column, "stratum", err);
}

wb_status wb_spec_add_cluster(wb_spec *spec, const char *column, wb_error *err)
{
    if (spec == NULL)
        return wb_fail(err, WB_E_ARG, "spec is required");
    return add_column(&spec->clusters, column, "cluster", err);
}

wb_status wb_spec_add_fpc(wb_spec *spec, const char *column, wb_error *err)
{
    wb_status st = WB_OK;

    if (spec == NULL)
        return wb_fail(err, WB_E_ARG, "spec is required");
    WB_TRY(wb_check_column_name(column, "fpc", WB_COLUMN_NAME, err));
    WB_TRY(wb_names_add(&spec->fpc, column, err));
done:
    return st;
}

wb_status wb_spec_set_nested(wb_spec *spec, int32_t nested, wb_error *err)
{
    if (spec == NULL)
        return wb_fail(err, WB_E_ARG, "spec is required");
    if (nested != 0 && nested != 1)
        return wb_fail(err, WB_E_ARG, "nested is 0 or 1, not %d", (int)nested);
    spec->nested = nested == 1;
    return WB_OK;
}

wb_status wb_spec_set_units(wb_spec *spec, int32_t units, wb_error *err)
{
    if (spec == NULL)
        return wb_fail(err, WB_E_ARG, "spec is required");
    if (units < WB_UNITS_AUTO || units > WB_UNITS_ORDERED)
        return wb_fail(err, WB_E_ARG, "unknown way to keep units %d", (int)units);
    spec->units = units;
    return WB_OK;
}

wb_status wb_spec_set_design_effect(wb_spec *spec, int32_t design_effect, wb_error *err)
{
    if (spec == NULL)
        return wb_fail(err, WB_E_ARG, "spec is required");
    if (design_effect < WB_DEFF_NONE || design_effect > WB_DEFF_WR)
        return wb_fail(err, WB_E_ARG, "unknown design effect %d", (int)design_effect);
    spec->design_effect = design_effect;
    return WB_OK;
}

/* ---- replicate weights ---- */

const char *wb_replicate_type_name(int32_t type)
{
    static const char *const names[] = {NULL,  "jk1",       "jkn", "jk2",  "brr",
                                        "fay", "bootstrap", "sdr", "other"};
    if (type < WB_REPLICATE_JK1 || type > WB_REPLICATE_OTHER)
        return NULL;
    return names[type];
}

wb_status wb_spec_set_replicates(wb_spec *spec, const wb_replicate_options *options,
                                 wb_error *err)
{
    wb_status st = WB_OK;
    wb_replicate_options ours = WB_REPLICATE_OPTIONS_INIT;

    if (spec == NULL)
        return wb_fail(err, WB_E_ARG, "spec is required");
    WB_TRY(wb_options_read(&ours, sizeof ours, options, err));
    if (wb_replicate_type_name(ours.type) == NULL)
        return wb_fail(err, WB_E_ARG, "unknown type of replicate weights %d",
                       (int)ours.type);
    if (ours.mse != 0 && ours.mse != 1)
        return wb_fail(err, WB_E_ARG, "mse is 0 or 1, not %d", (int)ours.mse);
    if (!(ours.scale >= 0) || isinf(ours.scale))
        return wb_fail(err, WB_E_ARG,
                       "the scale of replicate weights is above 0, or 0 for the type's "
                       "own, not %g",
                       ours.scale);
    if (!(ours.rho >= 0 && ours.rho < 1))
        return wb_fail(err, WB_E_ARG, "Fay's rho is at least 0 and below 1, not %g",
                       ours.rho);
    spec->replicates.options = ours;
done:
    return st;
}

wb_status wb_spec_add_replicate(wb_spec *spec, const char *column, double rscale,
                                wb_error *err)
{
    wb_status st = WB_OK;

    if (spec == NULL)
        return wb_fail(err, WB_E_ARG, "spec is required");
    if (!(rscale >= 0) || isinf(rscale))
        return wb_fail_at(err, WB_E_ARG, -1, column,
                          "the scale of a replicate is above 0, or 0 for the type's own, "
                          "not %g",
                          rscale);
    wb_replicate_weights *replicates = &spec->replicates;
    double *grown =
        wb_resize(replicates->rscales, replicates->columns.count + 1, sizeof *grown);
    if (grown == NULL)
        return wb_fail_nomem(err);
    replicates->rscales = grown;
    WB_TRY(add_column(&replicates->columns, column, "replicate weights", err));
    grown[replicates->columns.count - 1] = rscale;
done:
    return st;
}

/* ---- calibration ---- */

wb_status wb_spec_set_initial_weights(wb_spec *spec, const char *column, wb_error *err)
{
    if (spec == NULL)
        return wb_fail(err, WB_E_ARG, "spec is required");
    return set_column(&spec->calibration.initial, column, "initial weights", err);
}

wb_status wb_spec_add_margin(wb_spec *spec, const char *const *columns, size_t n_columns,
                             wb_error *err)
{
    wb_status st = WB_OK;
    wb_names names = {0};

    if (spec == NULL || (n_columns > 0 && columns == NULL))
        return wb_fail(err, WB_E_ARG, "spec and columns are required");
    wb_calibration *calibration = &spec->calibration;
    for (size_t i = 0; i < calibration->n_margins; i++) {
        if (wb_names_equal(&calibration->margins[i], columns, n_columns))
            return wb_fail(err, WB_E_ARG, "this margin is there already");
    }
    for (size_t i = 0; i < n_columns; i++)
        WB_TRY(add_column(&names, columns[i], "margin", err));
    wb_names *grown =
        wb_resize(calibration->margins, calibration->n_margins + 1, sizeof *grown);
    if (grown == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    calibration->margins = grown;
    grown[calibration->n_margins++] = names;
    names = (wb_names){0};
done:
    wb_names_free(&names);
    return st;
}

wb_status wb_spec_add_auxiliary(wb_spec *spec, const char *column, wb_error *err)
{
    if (spec == NULL)
        return wb_fail(err, WB_E_ARG, "spec is required");
    return add_column(&spec->calibration.auxiliaries, column, "auxiliary", err);
}

/* ---- whether it fits together ---- */

static wb_status check_replicates(const wb_spec *spec, wb_error *err)
{
    bool has = spec->replicates.columns.count > 0;
    if (has != (spec->replicates.options.type != WB_REPLICATE_NONE))
        return wb_fail(err, WB_E_DESIGN,
                       has ? "there are columns of replicate weights, and their type is "
                             "not set"
                           : "the type of replicate weights is set, and there are no "
                             "columns of them");
    if (!has)
        return WB_OK;
    if (spec->replicates.columns.count < 2)
        return wb_fail_at(err, WB_E_DESIGN, -1, spec->replicates.columns.items[0],
                          "one column of replicate weights says nothing of variance: two "
                          "or more are needed");
    if (spec->strata.count + spec->clusters.count + spec->fpc.count > 0 ||
        spec->calibration.initial != NULL)
        return wb_fail(err, WB_E_DESIGN,
                       "replicate weights carry the whole design: strata, clusters, fpc "
                       "and calibration do not go with them");
    return WB_OK;
}

static wb_status check_calibration(const wb_spec *spec, wb_error *err)
{
    const wb_calibration *calibration = &spec->calibration;
    bool any = calibration->n_margins + calibration->auxiliaries.count > 0;
    if (any != (calibration->initial != NULL))
        return wb_fail(
            err, WB_E_DESIGN,
            any ? "margins and auxiliaries of a calibration are given, and the "
                  "weights it began with (initial) are not"
                : "initial weights are given, and no margin or auxiliary that "
                  "the weights were calibrated to");
    if (any && spec->weights == NULL)
        return wb_fail(err, WB_E_DESIGN,
                       "a calibration is described, and there are no weights");
    if (any && spec->units == WB_UNITS_ORDERED)
        return wb_fail(err, WB_E_DESIGN,
                       "calibrated weights need open units: a residual is not 0 outside "
                       "the group it is of");
    return WB_OK;
}

wb_status wb_spec_check(const wb_spec *spec, wb_error *err)
{
    wb_status st = WB_OK;
    size_t stages = spec->clusters.count > 0 ? spec->clusters.count : 1;

    if (spec->n_estimands == 0)
        return wb_fail(err, WB_E_ARG, "the specification asks for no estimate");
    if (spec->fpc.count > stages)
        return wb_fail_at(err, WB_E_DESIGN, -1, spec->fpc.items[stages],
                          "there are %zu fpc columns for %zu stages", spec->fpc.count,
                          stages);
    if (spec->units == WB_UNITS_ORDERED && spec->clusters.count != 1)
        return wb_fail(err, WB_E_DESIGN,
                       "ordered units need one column of clusters, and there are %zu",
                       spec->clusters.count);
    WB_TRY(check_replicates(spec, err));
    WB_TRY(check_calibration(spec, err));
done:
    return st;
}
