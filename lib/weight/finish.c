/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* From the solution to weights and to the report; sums of the new weights are checked
 * once more. */
#include "weight/calibration.h"

#include "base/text.h"

#include <math.h>

/* With categories only, rows of a class share their g. */
static void weigh_classes(wb_calibration *t, double *after)
{
    for (int32_t c = 0; c < t->n_classes; c++) {
        wb_class *class = &t->classes[c];
        double g = t->solution.gains[c];
        class->after = wb_pair_scale(class->before, g);
        class->squares *= g * g;
        class->left = g != 0 ? class->n : 0;
        class->negative = g < 0 ? class->n : 0;
        if (class->n > 0)
            class->g_min = class->g_max = g;
    }
    for (int64_t i = 0; i < t->weighing->n_rows; i++) {
        int32_t c = t->rows[i];
        after[i] = c >= 0 ? t->weighing->weights[i] * t->solution.gains[c] : 0;
    }
}

static void add_row(wb_class *class, double g, double w)
{
    class->after = wb_pair_gather(class->after, w);
    class->squares += w * w;
    class->g_min = g < class->g_min ? g : class->g_min;
    class->g_max = g > class->g_max ? g : class->g_max;
    class->left += w != 0;
    class->negative += w < 0;
}

static wb_status weigh_rows(wb_calibration *t, double *after, wb_error *err)
{
    const double *lambda = t->solution.lambda + t->system.n_categories;
    size_t n = t->step->n_auxiliaries;
    double *class_u = wb_resize(NULL, (size_t)t->n_classes, sizeof *class_u);

    if (class_u == NULL)
        return wb_fail_nomem(err);
    for (int32_t c = 0; c < t->n_classes; c++) {
        class_u[c] = wb_system_class_u(&t->system, c, t->solution.lambda);
        t->classes[c].squares = 0;
    }
    for (int64_t i = 0; i < t->weighing->n_rows; i++) {
        int32_t c = t->rows[i];
        const double *z = t->values + (size_t)i * n;
        after[i] = 0;
        if (c < 0)
            continue;
        double u = class_u[c];
        for (size_t a = 0; a < n; a++)
            u += lambda[a] * z[a];
        double g = wb_distance_gain(&t->system.distance, u).g;
        after[i] = t->weighing->weights[i] * g;
        add_row(&t->classes[c], g, after[i]);
        for (size_t a = 0; a < n; a++) {
            wb_auxiliary_sums *sums = &t->sums[a];
            double x = z[a] * sums->spread + sums->centre;
            sums->after = wb_pair_gather(sums->after, after[i] * x);
        }
    }
    wb_release(class_u);
    return WB_OK;
}

/* ---- the report ---- */

static wb_status fail_fit(const wb_calibration *t, size_t unknown, double after,
                          wb_error *err)
{
    wb_status st = WB_OK;
    wb_text name = {0};
    char target[WB_NUMBER_CHARS];
    char reached[WB_NUMBER_CHARS];

    WB_TRY(wb_calibration_name(t, unknown, &name, err));
    wb_format_double(target, wb_calibration_target(t, unknown));
    wb_format_double(reached, after);
    st =
        wb_fail_at(err, WB_E_CONVERGENCE, -1, name.bytes,
                   "%s has total %s, and the weights sum to %s: they do not fit to 1e-10",
                   name.bytes, target, reached);
done:
    wb_text_free(&name);
    return st;
}

static void join(wb_class *to, const wb_class *from)
{
    to->before = wb_pair_add(to->before, from->before);
    to->after = wb_pair_add(to->after, from->after);
    to->squares += from->squares;
    to->n += from->n;
    to->left += from->left;
    to->negative += from->negative;
    to->g_min = from->g_min < to->g_min ? from->g_min : to->g_min;
    to->g_max = from->g_max > to->g_max ? from->g_max : to->g_max;
}

/* What the classes of one category come to. */
static void gather(const wb_calibration *t, size_t m, wb_class *categories)
{
    size_t n_margins = t->step->n_margins;

    for (size_t i = 0; i < t->step->margins[m].n_targets; i++)
        categories[i] = (wb_class){.g_min = INFINITY, .g_max = -INFINITY};
    for (int32_t c = 0; c < t->n_classes; c++) {
        size_t k = (size_t)t->members[(size_t)c * n_margins + m] - t->starts[m];
        join(&categories[k], &t->classes[c]);
    }
}

static wb_status report_category(const wb_calibration *t, size_t m, size_t i,
                                 const char *name, const wb_class *category,
                                 wb_error *err)
{
    wb_status st = WB_OK;
    const wb_known_margin *margin = &t->step->margins[m];
    size_t k = margin->columns.count;
    wb_text text = {0};
    wb_report_row row = wb_report_row_new();

    WB_TRY(wb_names_join(&margin->values, i * k, k, &text, err));
    row.margin = name;
    row.category = text.bytes;
    row.n = category->n;
    row.target = margin->totals[i];
    row.before = wb_pair_value(category->before);
    row.after = wb_pair_value(category->after);
    row.g_min = category->g_min;
    row.g_max = category->g_max;
    row.negative = category->negative;
    if (!(fabs(row.after - row.target) <= WB_FIT * row.target))
        WB_TRY(fail_fit(t, t->starts[m] + i, row.after, err));
    WB_TRY(wb_report_add(t->weighing, &row, err));
done:
    wb_text_free(&text);
    return st;
}

static wb_status report_margin(const wb_calibration *t, size_t m, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_known_margin *margin = &t->step->margins[m];
    wb_class *categories = wb_allocate(margin->n_targets, sizeof *categories);
    wb_text name = {0};

    if (categories == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_names_join(&margin->columns, 0, margin->columns.count, &name, err));
    gather(t, m, categories);
    for (size_t i = 0; i < margin->n_targets; i++)
        WB_TRY(report_category(t, m, i, name.bytes, &categories[i], err));
done:
    wb_release(categories);
    wb_text_free(&name);
    return st;
}

static wb_status report_auxiliary(const wb_calibration *t, size_t a, int64_t n,
                                  wb_error *err)
{
    wb_status st = WB_OK;
    const wb_auxiliary_sums *sums = &t->sums[a];
    wb_report_row row = wb_report_row_new();
    double size;

    row.margin = t->step->auxiliaries[a].column;
    row.n = n;
    row.target = t->step->auxiliaries[a].total;
    row.before = wb_pair_value(sums->before);
    row.after = wb_pair_value(sums->after);
    size = fabs(row.target) > sums->size ? fabs(row.target) : sums->size;
    if (!(fabs(row.after - row.target) <= WB_FIT * size))
        WB_TRY(fail_fit(t, t->starts[t->step->n_margins] + a, row.after, err));
    WB_TRY(wb_report_add(t->weighing, &row, err));
done:
    return st;
}

static wb_status check_positive(const wb_calibration *t, const wb_report_row *row,
                                const double *after, wb_error *err)
{
    int64_t i = 0;

    if (t->step->calibration.positive == 0 || row->negative == 0)
        return WB_OK;
    while (!(after[i] < 0))
        i++;
    return wb_fail_at(
        err, WB_E_CONVERGENCE, i, "",
        "%lld weights become negative, and \'positive\' is asked: set bounds, "
        "rake, or join categories",
        (long long)row->negative);
}

static wb_report_row row_of_step(const wb_calibration *t)
{
    wb_class all = {.g_min = INFINITY, .g_max = -INFINITY};
    wb_report_row row = wb_report_row_new();

    for (int32_t c = 0; c < t->n_classes; c++)
        join(&all, &t->classes[c]);
    row.n = all.n;
    if (t->step->n_margins > 0)
        row.target = t->step->margins[0].sum;
    row.before = wb_pair_value(all.before);
    row.after = wb_pair_value(all.after);
    row.g_min = all.g_min;
    row.g_max = all.g_max;
    row.iterations = t->solution.iterations;
    row.negative = all.negative;
    row.deff =
        row.after != 0 ? (double)all.left * all.squares / (row.after * row.after) : NAN;
    return row;
}

wb_status wb_calibration_finish(wb_calibration *t, wb_error *err)
{
    wb_status st = WB_OK;
    int64_t n_rows = t->weighing->n_rows;
    double *after = wb_resize(NULL, (size_t)n_rows, sizeof *after);
    wb_report_row row;

    if (after == NULL)
        return wb_fail_nomem(err);
    if (t->step->n_auxiliaries == 0)
        weigh_classes(t, after);
    else
        WB_TRY(weigh_rows(t, after, err));
    row = row_of_step(t);
    WB_TRY(check_positive(t, &row, after, err));
    WB_TRY(wb_report_add(t->weighing, &row, err));
    for (size_t m = 0; m < t->step->n_margins; m++)
        WB_TRY(report_margin(t, m, err));
    for (size_t a = 0; a < t->step->n_auxiliaries; a++)
        WB_TRY(report_auxiliary(t, a, row.n, err));
    wb_weighing_take(t->weighing, &after);
done:
    wb_release(after);
    return st;
}
