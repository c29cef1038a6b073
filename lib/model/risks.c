/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The risk profile of groups: the share of the problems that goes with every risk. */
#include "model/report.h"
#include "survey/interval.h"

#include <math.h>

typedef struct wb_risks {
    const wb_fit *fit;
    wb_names names;  /* of risks */
    wb_names groups; /* columns */
    size_t *variables;
    size_t n;
    wb_scene *scenes; /* the first as it is, then per risk at its reference */
    wb_muster muster;
    bool has_muster;
    int32_t *order; /* groups */
    int32_t n_groups;
    wb_margin *margins; /* [group, the first all rows][risk] */
} wb_risks;

static void close_risks(wb_risks *risks)
{
    if (risks->has_muster) /* it borrows names and scenes */
        wb_muster_free(&risks->muster);
    wb_names_free(&risks->names);
    wb_names_free(&risks->groups);
    wb_release(risks->variables);
    wb_release(risks->scenes);
    wb_release(risks->order);
    wb_release(risks->margins);
}

static wb_status make_scenes(wb_risks *risks, wb_error *err)
{
    const wb_columns *plan = &risks->fit->pass->plan;

    risks->scenes = wb_allocate(1 + risks->n, sizeof *risks->scenes);
    if (risks->scenes == NULL)
        return wb_fail_nomem(err);
    for (size_t k = 0; k < risks->n; k++)
        risks->scenes[1 + k] = (wb_scene){WB_SCENE_LEVEL, risks->variables[k],
                                          plan->levels[risks->variables[k]].reference};
    return WB_OK;
}

static int32_t crowd_of(const wb_risks *risks, size_t group)
{
    return group == 0 ? -1 : risks->order[group - 1];
}

static wb_status make_margins(wb_risks *risks, wb_error *err)
{
    size_t n = (size_t)risks->n_groups + 1;

    risks->margins = wb_allocate(n * risks->n, sizeof *risks->margins);
    if (risks->margins == NULL)
        return wb_fail_nomem(err);
    for (size_t g = 0; g < n; g++) {
        for (size_t k = 0; k < risks->n; k++)
            risks->margins[g * risks->n + k] =
                (wb_margin){.kind = WB_MARGIN_ATTRIBUTABLE,
                            .scene = 1 + k,
                            .crowd = crowd_of(risks, g),
                            .status = wb_report_status(risks->fit, risks->variables[k])};
    }
    return WB_OK;
}

/* ---- the table ---- */

/* Of a risk of two categories that stands in no interaction. */
static double odds_ratio(const wb_fit *fit, size_t variable)
{
    const wb_columns *plan = &fit->pass->plan;
    double odds = NAN;

    for (size_t t = 0; t < plan->n_terms; t++) {
        const wb_columns_term *term = &plan->terms[t];
        for (size_t j = 0; j < term->n_variables; j++) {
            if (term->variables[j] != variable)
                continue;
            if (term->n_variables > 1 || term->n > 1)
                return NAN;
            odds = exp(fit->estimates[term->first]);
        }
    }
    return odds;
}

/* From the largest share of the group: 1 + how many are larger. 0: no estimate. */
static int64_t rank_of(const wb_risks *risks, size_t group, size_t risk)
{
    const wb_margin *of = risks->margins + group * risks->n;
    int64_t rank = 1;

    if (isnan(of[risk].estimate))
        return 0;
    for (size_t k = 0; k < risks->n; k++)
        rank += of[k].estimate > of[risk].estimate;
    return rank;
}

static wb_status put_numbers(wb_results *results, const wb_risks *risks, size_t group,
                             size_t risk, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_muster *muster = &risks->muster;
    const wb_margin *margin = &risks->margins[group * risks->n + risk];
    size_t v = risks->variables[risk];
    int32_t reference = risks->fit->pass->plan.levels[v].reference;
    double weight = wb_muster_weight(muster, margin->crowd, 0);
    double without = wb_muster_level(muster, margin->crowd, v, reference);
    double values[] = {wb_muster_sum(muster, margin->crowd, 0, 0, 0) / weight,
                       1 - without / weight,
                       odds_ratio(risks->fit, v),
                       margin->estimate,
                       NAN,
                       NAN,
                       NAN,
                       NAN};

    if (margin->status == WB_COEFFICIENT_OK || margin->status == WB_COEFFICIENT_NO_DF)
        values[4] = margin->se;
    if (margin->status == WB_COEFFICIENT_OK) {
        double left = 1 - margin->estimate; /* its log is around which bounds lie */
        double spread =
            wb_interval_t(risks->fit->pass->estimating.level, risks->fit->df) *
            margin->se / left;
        values[5] = risks->fit->df;
        values[6] = 1 - left * exp(spread);
        values[7] = 1 - left * exp(-spread);
    }
    WB_TRY(wb_results_doubles(results, values, 8, err));
done:
    return st;
}

static wb_status put_risk(wb_results *results, const wb_risks *risks, size_t group,
                          size_t risk, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_columns *plan = &risks->fit->pass->plan;
    const wb_margin *margin = &risks->margins[group * risks->n + risk];
    size_t v = risks->variables[risk];
    int64_t rank = rank_of(risks, group, risk);

    WB_TRY(wb_report_group(results, &risks->muster, margin->crowd, err));
    WB_TRY(wb_results_text(results, plan->model->terms[v].column, err));
    WB_TRY(wb_report_level(results, plan, v, plan->levels[v].reference, err));
    WB_TRY(wb_results_int64(results, wb_muster_rows(&risks->muster, margin->crowd), err));
    WB_TRY(put_numbers(results, risks, group, risk, err));
    if (rank > 0)
        WB_TRY(wb_results_int64(results, rank, err));
    else
        WB_TRY(wb_results_missing(results, err));
    WB_TRY(wb_results_text(results, wb_coefficient_status_name(margin->status), err));
done:
    return st;
}

static wb_status put_columns(wb_results *results, const wb_risks *risks, wb_error *err)
{
    static const char *const numbers[] = {"problem",      "exposed", "odds_ratio",
                                          "attributable", "se",      "df",
                                          "lower",        "upper",   NULL};
    wb_status st = WB_OK;

    WB_TRY(wb_report_group_columns(results, &risks->muster, err));
    WB_TRY(wb_results_column(results, "risk", WB_TYPE_DICTIONARY, err));
    WB_TRY(wb_results_column(results, "reference", WB_TYPE_DICTIONARY, err));
    WB_TRY(wb_results_column(results, "n", WB_TYPE_INT64, err));
    WB_TRY(wb_results_numbers(results, numbers, err));
    WB_TRY(wb_results_column(results, "rank", WB_TYPE_INT64, err));
    WB_TRY(wb_fit_status_column(results, err));
done:
    return st;
}

/* Rows of a group in the order of their rank; those without one behind. */
static wb_status put_group(wb_results *results, const wb_risks *risks, size_t group,
                           wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t rank = 1; rank <= risks->n + 1; rank++) {
        for (size_t k = 0; k < risks->n; k++) {
            int64_t own = rank_of(risks, group, k);
            if (own == (rank <= risks->n ? (int64_t)rank : 0))
                WB_TRY(put_risk(results, risks, group, k, err));
        }
    }
done:
    return st;
}

static wb_status put_table(const wb_risks *risks, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_results results = {0};

    WB_TRY(put_columns(&results, risks, err));
    for (size_t g = 0; g <= (size_t)risks->n_groups; g++)
        WB_TRY(put_group(&results, risks, g, err));
    WB_TRY(wb_fit_finish(&results, risks->fit, "model-risks", out, err));
done:
    wb_results_free(&results);
    return st;
}

/* ---- all of it ---- */

static wb_status check(const wb_fit *fit, const wb_source *source, wb_frame **out,
                       wb_error *err)
{
    if (out != NULL)
        *out = NULL;
    if (fit == NULL || source == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "fit, source and out are required");
    if (fit->pass->model->family != WB_FAMILY_LOGIT)
        return wb_fail(
            err, WB_E_UNSUPPORTED,
            "shares of problems are those of a logit, and the model of '%s' is "
            "another",
            fit->pass->model->outcome);
    return WB_OK;
}

wb_status wb_fit_risks(const wb_fit *fit, wb_source *source, const char *const *risks,
                       size_t n_risks, const char *const *groups, size_t n_groups,
                       const wb_run *run, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_run ours;
    wb_risks asked = {.fit = fit};

    WB_TRY(check(fit, source, out, err));
    WB_TRY(wb_run_read(&ours, run, err));
    WB_TRY(wb_report_names(risks, n_risks, &asked.names, err));
    WB_TRY(wb_report_names(groups, n_groups, &asked.groups, err));
    WB_TRY(wb_report_variables(fit, &asked.names, &asked.groups, true, &asked.variables,
                               &asked.n, err));
    WB_TRY(make_scenes(&asked, err));
    asked.has_muster = true;
    WB_TRY(wb_muster_init(&asked.muster, fit, &asked.groups, asked.scenes, 1 + asked.n,
                          err));
    WB_TRY(wb_muster_take(&asked.muster, source, &ours, err));
    if (n_groups > 0)
        WB_TRY(wb_muster_order(&asked.muster, &asked.order, &asked.n_groups, err));
    WB_TRY(make_margins(&asked, err));
    WB_TRY(wb_margins_estimate(&asked.muster, asked.margins,
                               ((size_t)asked.n_groups + 1) * asked.n, source, &ours,
                               err));
    WB_TRY(put_table(&asked, out, err));
done:
    close_risks(&asked);
    return st;
}
