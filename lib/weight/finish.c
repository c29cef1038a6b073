/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* From the solution to weights and to the report; what is checked here are the weights
 * themselves, as they are handed out. */
#include "weight/calibration.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

static double row_gain(const wb_calibration *t, const wb_distance *distance,
                       const double *class_u, int64_t row)
{
    size_t n = t->step->n_auxiliaries;
    int32_t c = t->rows[row];

    if (n == 0)
        return t->solution.gains[c];
    double u = class_u[c];
    const double *z = t->values + (size_t)row * n;
    const double *lambda = t->solution.lambda + t->starts[t->step->n_margins];
    for (size_t a = 0; a < n; a++)
        u += lambda[a] * z[a];
    return wb_distance_gain(distance, u).g;
}

static void weigh_rows(wb_calibration *t, const double *class_u, double *after)
{
    const wb_calibration_options *options = &t->step->calibration;
    wb_distance distance = wb_distance_of(t->step->kind, options->lower, options->upper);
    size_t n = t->step->n_auxiliaries;

    for (int64_t i = 0; i < t->weighing->n_rows; i++) {
        int32_t c = t->rows[i];
        after[i] = 0;
        if (c < 0)
            continue;
        double g = row_gain(t, &distance, class_u, i);
        double w = t->weighing->weights[i] * g;
        wb_class *class = &t->classes[c];
        after[i] = w;
        class->after = wb_pair_add(class->after, wb_pair_of(w));
        class->g_min = g < class->g_min ? g : class->g_min;
        class->g_max = g > class->g_max ? g : class->g_max;
        class->negative += w < 0;
        for (size_t a = 0; a < n; a++) {
            wb_auxiliary_sums *sums = &t->sums[a];
            double x = t->values[(size_t)i * n + a] * sums->spread + sums->centre;
            sums->after = wb_pair_add(sums->after, wb_two_product(w, x));
        }
    }
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

/* What the classes of one category come to. */
static void gather(const wb_calibration *t, size_t m, wb_class *categories)
{
    size_t n_margins = t->step->n_margins;

    for (size_t i = 0; i < t->step->margins[m].n_targets; i++)
        categories[i] = (wb_class){.g_min = INFINITY, .g_max = -INFINITY};
    for (int32_t c = 0; c < t->n_classes; c++) {
        const wb_class *from = &t->classes[c];
        size_t k = (size_t)t->members[(size_t)c * n_margins + m] - t->starts[m];
        wb_class *to = &categories[k];
        to->before = wb_pair_add(to->before, from->before);
        to->after = wb_pair_add(to->after, from->after);
        to->n += from->n;
        to->negative += from->negative;
        to->g_min = from->g_min < to->g_min ? from->g_min : to->g_min;
        to->g_max = from->g_max > to->g_max ? from->g_max : to->g_max;
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

    WB_TRY(wb_texts_join(&margin->values, i * k, k, &text, err));
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
    WB_TRY(wb_texts_join(&margin->columns, 0, margin->columns.count, &name, err));
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
        "%lld weights become negative, the first in row %lld, and 'positive' "
        "is asked: set bounds, rake, or join categories",
        (long long)row->negative, (long long)i + 1);
}

wb_status wb_calibration_finish(wb_calibration *t, wb_error *err)
{
    wb_status st = WB_OK;
    int64_t n_rows = t->weighing->n_rows;
    wb_system classes = {.members = t->members, .n_margins = t->step->n_margins};
    double *after = wb_resize(NULL, (size_t)n_rows, sizeof *after);
    double *class_u = wb_resize(NULL, (size_t)t->n_classes, sizeof *class_u);
    wb_report_row row = wb_report_row_new();

    if (after == NULL || class_u == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    for (int32_t c = 0; c < t->n_classes; c++)
        class_u[c] = wb_system_class_u(&classes, c, t->solution.lambda);
    weigh_rows(t, class_u, after);
    wb_report_row_of_weights(&row, t->weighing->weights, after, n_rows);
    row.iterations = t->solution.iterations;
    if (t->step->n_margins > 0)
        row.target = t->step->margins[0].sum;
    WB_TRY(check_positive(t, &row, after, err));
    WB_TRY(wb_report_add(t->weighing, &row, err));
    for (size_t m = 0; m < t->step->n_margins; m++)
        WB_TRY(report_margin(t, m, err));
    for (size_t a = 0; a < t->step->n_auxiliaries; a++)
        WB_TRY(report_auxiliary(t, a, row.n, err));
    memcpy(t->weighing->weights, after, (size_t)n_rows * sizeof *after);
done:
    wb_release(after);
    wb_release(class_u);
    return st;
}
