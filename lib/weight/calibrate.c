/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A calibration step from its rows to its weights. */
#include "weight/calibration.h"

#include <math.h>

/* Three matrices of so many unknowns are a third of a gigabyte. */
enum { MAX_UNKNOWNS = 4000 };

static void calibration_free(wb_calibration *t)
{
    for (size_t m = 0; t->maps != NULL && m < t->step->n_margins; m++)
        wb_cell_map_free(&t->maps[m]);
    wb_release(t->maps);
    wb_tuples_free(&t->tuples);
    wb_release(t->rows);
    wb_release(t->classes);
    wb_release(t->members);
    wb_release(t->starts);
    wb_release(t->mass);
    wb_release(t->targets);
    wb_release(t->scales);
    wb_release(t->values);
    wb_release(t->sums);
    wb_release(t->solution.lambda);
    wb_release(t->solution.gains);
}

static wb_status number_unknowns(wb_calibration *t, wb_error *err)
{
    size_t n_margins = t->step->n_margins;
    size_t total = 0;

    t->starts = wb_allocate(n_margins + 1, sizeof *t->starts);
    if (t->starts == NULL)
        return wb_fail_nomem(err);
    for (size_t m = 0; m < n_margins; m++) {
        t->starts[m] = total;
        total += t->step->margins[m].n_targets;
        if (total > WB_MAX_TARGETS)
            return wb_fail(err, WB_E_LIMIT, "the margins have more than %d categories",
                           (int)WB_MAX_TARGETS);
    }
    t->starts[n_margins] = total;
    return WB_OK;
}

/* T and what a misfit is a part of. Sums of margins that agree but for rounding are made
 * equal, so that all of them can fit at once. */
static wb_status set_targets(wb_calibration *t, wb_error *err)
{
    size_t n_margins = t->step->n_margins;
    size_t n_categories = t->starts[n_margins];
    size_t n = n_categories + t->step->n_auxiliaries;
    double constant = n_margins > 0 ? t->step->margins[0].sum : 0;

    t->targets = wb_allocate(n, sizeof *t->targets);
    t->scales = wb_allocate(n, sizeof *t->scales);
    if (t->targets == NULL || t->scales == NULL)
        return wb_fail_nomem(err);
    for (size_t m = 0; m < n_margins; m++) {
        const wb_known_margin *margin = &t->step->margins[m];
        for (size_t i = 0; i < margin->n_targets; i++) {
            size_t k = t->starts[m] + i;
            t->targets[k] =
                m == 0 ? margin->totals[i] : margin->totals[i] * (constant / margin->sum);
            t->scales[k] = t->targets[k];
        }
    }
    for (size_t a = 0; a < t->step->n_auxiliaries; a++) {
        const wb_auxiliary_sums *sums = &t->sums[a];
        double total = t->step->auxiliaries[a].total;
        double size = fabs(total) > sums->size ? fabs(total) : sums->size;
        wb_pair off =
            wb_pair_subtract(wb_pair_of(total), wb_two_product(sums->centre, constant));
        t->targets[n_categories + a] = wb_pair_value(off) / sums->spread;
        t->scales[n_categories + a] = size / sums->spread;
    }
    return WB_OK;
}

static wb_system system_of(const wb_calibration *t)
{
    const wb_calibration_options *options = &t->step->calibration;

    return (wb_system){
        .distance = wb_distance_of(t->step->kind, options->lower, options->upper),
        .max_iterations =
            options->max_iterations > 0 ? options->max_iterations : WB_ITERATIONS,
        .threads = t->weighing->run.threads,
        .n_margins = t->step->n_margins,
        .n_categories = t->starts[t->step->n_margins],
        .n_auxiliaries = t->step->n_auxiliaries,
        .targets = t->targets,
        .scales = t->scales,
        .n_classes = t->n_classes,
        .members = t->members,
        .mass = t->mass,
        .n_rows = t->weighing->n_rows,
        .classes = t->rows,
        .weights = t->weighing->weights,
        .values = t->values,
    };
}

static wb_status solve(wb_calibration *t, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = wb_system_unknowns(&t->system);
    bool proportional =
        (t->step->kind == WB_WEIGHT_POSTSTRATIFY || t->step->kind == WB_WEIGHT_RAKE) &&
        t->step->n_auxiliaries == 0;

    t->solution.lambda = wb_allocate(n, sizeof *t->solution.lambda);
    t->solution.gains = wb_allocate((size_t)t->n_classes, sizeof *t->solution.gains);
    if (t->solution.lambda == NULL || t->solution.gains == NULL)
        return wb_fail_nomem(err);
    if (!proportional && n > MAX_UNKNOWNS)
        return wb_fail(
            err, WB_E_LIMIT,
            "a %s step has at most %d categories and auxiliaries, not %zu: rake "
            "without auxiliaries takes any number",
            wb_weight_step_name(t->step->kind), (int)MAX_UNKNOWNS, n);
    if (proportional)
        WB_TRY(wb_rake(&t->system, &t->solution, err));
    else
        WB_TRY(wb_newton(&t->system, &t->solution, err));
    if (t->solution.outcome != WB_SOLVED)
        st = wb_calibration_explain(t, err);
done:
    return st;
}

wb_status wb_step_calibrate(wb_weighing *weighing, wb_error *err)
{
    wb_status st = WB_OK;
    wb_calibration t = {.weighing = weighing, .step = weighing->step};

    WB_TRY(wb_step_check_complete(t.step, weighing->number, err));
    WB_TRY(number_unknowns(&t, err));
    WB_TRY(wb_calibration_classify(&t, err));
    WB_TRY(wb_run_progress(&weighing->run, -1, err));
    WB_TRY(wb_calibration_read_auxiliaries(&t, err));
    WB_TRY(set_targets(&t, err));
    if (t.step->calibration.upper > 0)
        WB_TRY(wb_calibration_check_reach(&t, err));
    t.system = system_of(&t);
    WB_TRY(solve(&t, err));
    WB_TRY(wb_calibration_finish(&t, err));
done:
    calibration_free(&t);
    return st;
}
