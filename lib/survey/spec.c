/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A specification from birth to death; what goes into it is added in spec_design.c and
 * spec_estimands.c. */
#include "survey/spec.h"

#include "frame/frame.h"

#include <string.h>

wb_status wb_spec_new(wb_spec **out, wb_error *err)
{
    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = wb_allocate(1, sizeof **out);
    return *out != NULL ? WB_OK : wb_fail_nomem(err);
}

static void free_design(wb_spec *spec)
{
    wb_release(spec->weights);
    wb_names_free(&spec->strata);
    wb_names_free(&spec->clusters);
    wb_names_free(&spec->fpc);
    wb_names_free(&spec->replicates.columns);
    wb_release(spec->replicates.rscales);
    wb_release(spec->calibration.initial);
    for (size_t i = 0; i < spec->calibration.n_margins; i++)
        wb_names_free(&spec->calibration.margins[i]);
    wb_release(spec->calibration.margins);
    wb_names_free(&spec->calibration.auxiliaries);
}

void wb_spec_free(wb_spec *spec)
{
    if (spec == NULL)
        return;
    free_design(spec);
    for (size_t i = 0; i < spec->n_estimands; i++) {
        wb_release(spec->estimands[i].variable);
        wb_release(spec->estimands[i].other);
        wb_release(spec->estimands[i].label);
        wb_release(spec->estimands[i].category);
    }
    wb_release(spec->estimands);
    for (size_t i = 0; i < spec->n_breakdowns; i++)
        wb_names_free(&spec->breakdowns[i]);
    wb_release(spec->breakdowns);
    for (size_t i = 0; i < spec->n_categories; i++) {
        wb_release(spec->categories[i].column);
        wb_names_free(&spec->categories[i].names);
    }
    wb_release(spec->categories);
    wb_release(spec);
}

const wb_names *wb_spec_declared(const wb_spec *spec, const char *column)
{
    for (size_t i = 0; i < spec->n_categories; i++) {
        if (strcmp(spec->categories[i].column, column) == 0)
            return &spec->categories[i].names;
    }
    return NULL;
}

static wb_status copy_design(const wb_spec *spec, wb_spec *copy, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_calibration *calibration = &spec->calibration;

    WB_TRY(wb_spec_set_weights(copy, spec->weights, err));
    WB_TRY(wb_names_copy(&spec->strata, &copy->strata, err));
    WB_TRY(wb_names_copy(&spec->clusters, &copy->clusters, err));
    WB_TRY(wb_names_copy(&spec->fpc, &copy->fpc, err));
    copy->nested = spec->nested;
    copy->units = spec->units;
    copy->design_effect = spec->design_effect;
    copy->replicates.options = spec->replicates.options;
    for (size_t i = 0; i < spec->replicates.columns.count; i++)
        WB_TRY(wb_spec_add_replicate(copy, spec->replicates.columns.items[i],
                                     spec->replicates.rscales[i], err));
    WB_TRY(wb_spec_set_initial_weights(copy, calibration->initial, err));
    for (size_t i = 0; i < calibration->n_margins; i++)
        WB_TRY(wb_spec_add_margin(copy,
                                  (const char *const *)calibration->margins[i].items,
                                  calibration->margins[i].count, err));
    WB_TRY(wb_names_copy(&calibration->auxiliaries, &copy->calibration.auxiliaries, err));
done:
    return st;
}

static wb_status copy_estimand(const wb_estimand *estimand, wb_spec *copy, wb_error *err)
{
    wb_asked asked = {estimand->statistic, estimand->variable, estimand->other,
                      estimand->probability, estimand->score};
    return wb_spec_put_estimand(copy, &asked, err);
}

wb_status wb_spec_copy(const wb_spec *spec, wb_spec **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_spec *copy = NULL;

    *out = NULL;
    WB_TRY(wb_spec_new(&copy, err));
    WB_TRY(copy_design(spec, copy, err));
    for (size_t i = 0; i < spec->n_estimands; i++)
        WB_TRY(copy_estimand(&spec->estimands[i], copy, err));
    for (size_t i = 0; i < spec->n_breakdowns; i++)
        WB_TRY(wb_spec_add_breakdown(copy, (const char *const *)spec->breakdowns[i].items,
                                     spec->breakdowns[i].count, err));
    for (size_t i = 0; i < spec->n_categories; i++) {
        const wb_categories *declared = &spec->categories[i];
        for (size_t j = 0; j < declared->names.count; j++)
            WB_TRY(wb_spec_add_category(copy, declared->column, declared->names.items[j],
                                        err));
    }
    *out = copy;
    copy = NULL;
done:
    wb_spec_free(copy);
    return st;
}

wb_status wb_spec_copy_design(const wb_spec *spec, wb_spec **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_spec *copy = NULL;

    *out = NULL;
    WB_TRY(wb_spec_new(&copy, err));
    WB_TRY(copy_design(spec, copy, err));
    copy->units = WB_UNITS_AUTO;
    copy->design_effect = WB_DEFF_NONE;
    *out = copy;
    copy = NULL;
done:
    wb_spec_free(copy);
    return st;
}

/* ---- the columns it takes ---- */

static wb_status mention(wb_names *names, const char *column, wb_error *err)
{
    if (wb_names_find(names, column) < names->count)
        return WB_OK;
    return wb_names_add(names, column, err);
}

static wb_status mention_all(wb_names *names, const wb_names *columns, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < columns->count && st == WB_OK; i++)
        st = mention(names, columns->items[i], err);
    return st;
}

static wb_status mention_estimand(wb_names *names, const wb_estimand *estimand,
                                  wb_error *err)
{
    wb_status st = mention(names, estimand->variable, err);
    if (st == WB_OK && estimand->other != NULL)
        st = mention(names, estimand->other, err);
    return st;
}

static wb_status mention_design(wb_names *names, const wb_spec *spec, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_calibration *calibration = &spec->calibration;

    if (spec->weights != NULL)
        WB_TRY(mention(names, spec->weights, err));
    WB_TRY(mention_all(names, &spec->strata, err));
    WB_TRY(mention_all(names, &spec->clusters, err));
    WB_TRY(mention_all(names, &spec->fpc, err));
    WB_TRY(mention_all(names, &spec->replicates.columns, err));
    if (calibration->initial != NULL)
        WB_TRY(mention(names, calibration->initial, err));
    for (size_t i = 0; i < calibration->n_margins; i++)
        WB_TRY(mention_all(names, &calibration->margins[i], err));
    WB_TRY(mention_all(names, &calibration->auxiliaries, err));
done:
    return st;
}

static wb_status frame_of_names(const wb_names *names, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_builder *builder = NULL;
    size_t column;

    WB_TRY(wb_builder_new(&builder, err));
    WB_TRY(wb_builder_add_column(builder, "name", WB_TYPE_UTF8, &column, err));
    for (size_t i = 0; i < names->count; i++)
        WB_TRY(wb_builder_text(builder, column, names->items[i], strlen(names->items[i]),
                               err));
    WB_TRY(wb_builder_finish(builder, out, err));
done:
    wb_builder_free(builder);
    return st;
}

wb_status wb_spec_columns(const wb_spec *spec, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_names names = {0};

    if (out != NULL)
        *out = NULL;
    if (spec == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "spec and out are required");
    for (size_t i = 0; i < spec->n_estimands; i++)
        WB_TRY(mention_estimand(&names, &spec->estimands[i], err));
    for (size_t i = 0; i < spec->n_breakdowns; i++)
        WB_TRY(mention_all(&names, &spec->breakdowns[i], err));
    WB_TRY(mention_design(&names, spec, err));
    WB_TRY(frame_of_names(&names, out, err));
done:
    wb_names_free(&names);
    return st;
}
