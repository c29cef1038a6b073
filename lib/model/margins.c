/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Average marginal effects, and averages with a term at each of its levels. */
#include "model/report.h"
#include "num/num.h"
#include "survey/interval.h"

#include <math.h>

/* A margin of a variable, whatever the group and the category. */
typedef struct wb_margin_shape {
    size_t variable;
    int32_t level; /* -1: of a number */
    int32_t kind;
    size_t scene;
    size_t other;
} wb_margin_shape;

typedef struct wb_margin_table {
    const wb_fit *fit;
    wb_names names;  /* of terms */
    wb_names groups; /* columns */
    size_t *variables;
    size_t n_variables;
    wb_scene *scenes;
    size_t n_scenes;
    wb_margin_shape *shapes;
    size_t n_shapes;
    wb_muster muster;
    bool has_muster;
    int32_t *order; /* groups */
    int32_t n_groups;
    wb_margin *margins; /* [group, the first all rows][category][shape] */
    size_t n;
} wb_margin_table;

static void close_table(wb_margin_table *table)
{
    if (table->has_muster) /* it borrows names and scenes */
        wb_muster_free(&table->muster);
    wb_names_free(&table->names);
    wb_names_free(&table->groups);
    wb_release(table->variables);
    wb_release(table->scenes);
    wb_release(table->shapes);
    wb_release(table->order);
    wb_release(table->margins);
}

/* ---- what there is to estimate ---- */

static void add_level(wb_margin_table *table, size_t v, int32_t level, size_t first)
{
    const wb_columns *plan = &table->fit->pass->plan;
    int32_t reference = plan->levels[v].reference;
    size_t scene = first + (size_t)level;

    table->scenes[scene] = (wb_scene){WB_SCENE_LEVEL, v, level};
    table->shapes[table->n_shapes++] =
        (wb_margin_shape){v, level, WB_MARGIN_MEAN, scene, scene};
    if (level != reference)
        table->shapes[table->n_shapes++] = (wb_margin_shape){
            v, level, WB_MARGIN_DIFFERENCE, scene, first + (size_t)reference};
}

static void add_variable(wb_margin_table *table, size_t v)
{
    int32_t levels = table->fit->pass->plan.levels[v].n;
    size_t first = table->n_scenes;

    for (int32_t l = 0; l < levels; l++)
        add_level(table, v, l, first);
    table->n_scenes += (size_t)levels;
    if (levels > 0)
        return;
    table->scenes[table->n_scenes] = (wb_scene){WB_SCENE_SLOPE, v, -1};
    table->shapes[table->n_shapes++] =
        (wb_margin_shape){v, -1, WB_MARGIN_MEAN, table->n_scenes, table->n_scenes};
    table->n_scenes++;
}

static wb_status make_shapes(wb_margin_table *table, wb_error *err)
{
    const wb_columns *plan = &table->fit->pass->plan;
    size_t room = 0;

    for (size_t i = 0; i < table->n_variables; i++)
        room += 1 + (size_t)plan->levels[table->variables[i]].n;
    table->scenes = wb_allocate(room, sizeof *table->scenes);
    table->shapes = wb_allocate(2 * room, sizeof *table->shapes);
    if (table->scenes == NULL || table->shapes == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < table->n_variables; i++)
        add_variable(table, table->variables[i]);
    return WB_OK;
}

static wb_status make_margins(wb_margin_table *table, wb_error *err)
{
    size_t m = table->muster.set.m;
    size_t s = table->n_shapes;

    table->n = ((size_t)table->n_groups + 1) * m * s;
    table->margins = wb_allocate(table->n, sizeof *table->margins);
    if (table->margins == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < table->n; i++) {
        const wb_margin_shape *shape = &table->shapes[i % s];
        size_t group = i / s / m;
        table->margins[i] =
            (wb_margin){.kind = shape->kind,
                        .scene = shape->scene,
                        .other = shape->other,
                        .category = i / s % m,
                        .crowd = group == 0 ? -1 : table->order[group - 1],
                        .status = wb_report_status(table->fit, shape->variable)};
    }
    return WB_OK;
}

/* ---- the table ---- */

static wb_status put_numbers(wb_results *results, const wb_margin_table *table,
                             const wb_margin *margin, bool share, wb_error *err)
{
    double values[] = {margin->estimate, NAN, NAN, NAN, NAN, NAN, NAN};
    const wb_fit *fit = table->fit;

    if (margin->status == WB_COEFFICIENT_OK || margin->status == WB_COEFFICIENT_NO_DF)
        values[1] = margin->se;
    if (margin->status == WB_COEFFICIENT_OK) {
        values[2] = fit->df;
        if (!share && margin->se > 0) {
            values[3] = margin->estimate / margin->se;
            values[4] = 2 * wb_t_sf(fabs(values[3]), fit->df);
        }
        wb_report_bounds(margin->estimate, margin->se,
                         wb_interval_t(fit->pass->estimating.level, fit->df), share,
                         values + 5);
    }
    return wb_results_doubles(results, values, 7, err);
}

static wb_status put_margin(wb_results *results, const wb_margin_table *table, size_t i,
                            wb_error *err)
{
    static const char *const names[] = {"mean", "difference"};
    wb_status st = WB_OK;
    const wb_columns *plan = &table->fit->pass->plan;
    const wb_margin *margin = &table->margins[i];
    const wb_margin_shape *shape = &table->shapes[i % table->n_shapes];
    bool share =
        plan->rules->by_category && shape->level >= 0 && shape->kind == WB_MARGIN_MEAN;
    bool differs = shape->kind == WB_MARGIN_DIFFERENCE;

    WB_TRY(wb_report_group(results, &table->muster, margin->crowd, err));
    WB_TRY(wb_report_category(results, plan, margin->category, err));
    WB_TRY(wb_results_text(results, plan->model->terms[shape->variable].column, err));
    WB_TRY(wb_report_level(results, plan, shape->variable, shape->level, err));
    WB_TRY(wb_report_level(results, plan, shape->variable,
                           differs ? plan->levels[shape->variable].reference : -1, err));
    WB_TRY(
        wb_results_text(results, shape->level < 0 ? "slope" : names[shape->kind], err));
    WB_TRY(wb_results_int64(results, wb_muster_rows(&table->muster, margin->crowd), err));
    WB_TRY(put_numbers(results, table, margin, share, err));
    WB_TRY(wb_results_text(results, wb_coefficient_status_name(margin->status), err));
done:
    return st;
}

static wb_status put_table(const wb_margin_table *table, wb_frame **out, wb_error *err)
{
    static const char *const words[] = {"category", "term", "level", "reference",
                                        "margin"};
    static const char *const numbers[] = {"estimate", "se",    "df",    "statistic",
                                          "p",        "lower", "upper", NULL};
    wb_status st = WB_OK;
    wb_results results = {0};

    WB_TRY(wb_report_group_columns(&results, &table->muster, err));
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        WB_TRY(wb_results_column(&results, words[i], WB_TYPE_DICTIONARY, err));
    WB_TRY(wb_results_column(&results, "n", WB_TYPE_INT64, err));
    WB_TRY(wb_results_numbers(&results, numbers, err));
    WB_TRY(wb_fit_status_column(&results, err));
    for (size_t i = 0; i < table->n; i++)
        WB_TRY(put_margin(&results, table, i, err));
    WB_TRY(wb_fit_finish(&results, table->fit, "model-margins", out, err));
done:
    wb_results_free(&results);
    return st;
}

/* ---- all of it ---- */

wb_status wb_fit_margins(const wb_fit *fit, wb_source *source, const char *const *terms,
                         size_t n_terms, const char *const *groups, size_t n_groups,
                         const wb_run *run, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_run ours;
    wb_margin_table table = {.fit = fit};

    if (out != NULL)
        *out = NULL;
    if (fit == NULL || source == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "fit, source and out are required");
    WB_TRY(wb_run_read(&ours, run, err));
    WB_TRY(wb_report_names(terms, n_terms, &table.names, err));
    WB_TRY(wb_report_names(groups, n_groups, &table.groups, err));
    WB_TRY(wb_report_variables(fit, &table.names, &table.groups, false, &table.variables,
                               &table.n_variables, err));
    WB_TRY(make_shapes(&table, err));
    table.has_muster = true;
    WB_TRY(wb_muster_init(&table.muster, fit, &table.groups, table.scenes, table.n_scenes,
                          err));
    WB_TRY(wb_muster_take(&table.muster, source, &ours, err));
    if (n_groups > 0)
        WB_TRY(wb_muster_order(&table.muster, &table.order, &table.n_groups, err));
    WB_TRY(make_margins(&table, err));
    WB_TRY(
        wb_margins_estimate(&table.muster, table.margins, table.n, source, &ours, err));
    WB_TRY(put_table(&table, out, err));
done:
    close_table(&table);
    return st;
}
