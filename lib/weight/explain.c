/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Why a calibration cannot be: which margin, which category, and what there is instead.
 */
#include "weight/calibration.h"

#include "base/text.h"

/* The margin of an unknown that is a category. */
static size_t margin_of(const wb_calibration *t, size_t unknown)
{
    size_t m = 0;

    while (unknown >= t->starts[m + 1])
        m++;
    return m;
}

double wb_calibration_target(const wb_calibration *t, size_t unknown)
{
    size_t n_categories = t->starts[t->step->n_margins];

    if (unknown >= n_categories)
        return t->step->auxiliaries[unknown - n_categories].total;
    size_t m = margin_of(t, unknown);
    return t->step->margins[m].totals[unknown - t->starts[m]];
}

wb_status wb_calibration_name(const wb_calibration *t, size_t unknown, wb_text *out,
                              wb_error *err)
{
    wb_status st = WB_OK;
    size_t n_categories = t->starts[t->step->n_margins];

    if (unknown >= n_categories)
        return wb_text_format(out, err, "auxiliary '%s'",
                              t->step->auxiliaries[unknown - n_categories].column);
    size_t m = margin_of(t, unknown);
    const wb_known_margin *margin = &t->step->margins[m];
    size_t k = margin->columns.count;
    WB_TRY(wb_text_add(out, "margin '", err));
    WB_TRY(wb_names_join(&margin->columns, 0, k, out, err));
    WB_TRY(wb_text_add(out, "', category '", err));
    WB_TRY(wb_names_join(&margin->values, (unknown - t->starts[m]) * k, k, out, err));
    WB_TRY(wb_text_add(out, "'", err));
done:
    return st;
}

/* A total of the equations in the units of the user. */
static double given_units(const wb_calibration *t, size_t unknown, double total)
{
    size_t n_categories = t->starts[t->step->n_margins];

    if (unknown < n_categories)
        return total;
    const wb_auxiliary_sums *sums = &t->sums[unknown - n_categories];
    double constant = t->step->n_margins > 0 ? t->step->margins[0].sum : 0;
    return total * sums->spread + sums->centre * constant;
}

wb_status wb_calibration_explain(const wb_calibration *t, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_solution *solution = &t->solution;
    wb_text name = {0};
    char target[WB_NUMBER_CHARS];
    char implied[WB_NUMBER_CHARS];

    WB_TRY(wb_calibration_name(t, solution->worst, &name, err));
    wb_format_double(target, wb_calibration_target(t, solution->worst));
    wb_format_double(implied, given_units(t, solution->worst, solution->implied));
    if (solution->outcome == WB_COLLINEAR)
        st = wb_fail_at(
            err, WB_E_NUMERIC, -1, name.bytes,
            "%s is collinear with the margins and auxiliaries before it: leave "
            "it out",
            name.bytes);
    else if (solution->outcome == WB_CONTRADICTION)
        st = wb_fail_at(err, WB_E_NUMERIC, -1, name.bytes,
                        "%s has total %s, but in these rows the other totals leave %s "
                        "for it",
                        name.bytes, target, implied);
    else
        st = wb_fail_at(
            err, WB_E_CONVERGENCE, -1, name.bytes,
            "not all totals can be met together: %s is furthest off, with total "
            "%s where %s was reached after %d iterations",
            name.bytes, target, implied, (int)solution->iterations);
done:
    wb_text_free(&name);
    return st;
}

static wb_status fail_reach(const wb_calibration *t, size_t unknown, double before,
                            double low, double high, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text name = {0};
    char text[4][WB_NUMBER_CHARS];

    WB_TRY(wb_calibration_name(t, unknown, &name, err));
    wb_format_double(text[0], wb_calibration_target(t, unknown));
    wb_format_double(text[1], before);
    wb_format_double(text[2], low);
    wb_format_double(text[3], high);
    st = wb_fail_at(
        err, WB_E_CONVERGENCE, -1, name.bytes,
        "%s has total %s, but from the %s that the weights give now the bounds "
        "reach %s to %s",
        name.bytes, text[0], text[1], text[2], text[3]);
done:
    wb_text_free(&name);
    return st;
}

wb_status wb_calibration_check_reach(const wb_calibration *t, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_calibration_options *options = &t->step->calibration;
    size_t n_margins = t->step->n_margins;
    size_t n_categories = t->starts[n_margins];
    double *before = wb_allocate(n_categories, sizeof *before);

    if (before == NULL)
        return wb_fail_nomem(err);
    for (int32_t c = 0; c < t->n_classes; c++) {
        for (size_t m = 0; m < n_margins; m++)
            before[t->members[(size_t)c * n_margins + m]] += t->mass[c];
    }
    for (size_t k = 0; k < n_categories; k++) {
        double low = before[k] * options->lower;
        double high = before[k] * options->upper;
        if (t->targets[k] < low * (1 - 1e-12) || t->targets[k] > high * (1 + 1e-12))
            WB_TRY(fail_reach(t, k, before[k], low, high, err));
    }
    for (size_t a = 0; a < t->step->n_auxiliaries; a++) {
        const wb_auxiliary_sums *sums = &t->sums[a];
        double total = t->step->auxiliaries[a].total;
        if (total < sums->low - 1e-12 * sums->size ||
            total > sums->high + 1e-12 * sums->size)
            WB_TRY(fail_reach(t, n_categories + a, wb_pair_value(sums->before), sums->low,
                              sums->high, err));
    }
done:
    wb_release(before);
    return st;
}
