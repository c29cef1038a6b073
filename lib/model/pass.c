/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* From pass to pass: what rows said, and what is asked of them next. */
#include "model/derived.h"
#include "survey/closed_joint.h"
#include "survey/make.h"

/* In parts of the tolerance: a step so small leaves the scores as they are. */
static const double no_step = 0.01;

wb_status wb_pass_spec(const wb_model *model, size_t n_totals, wb_spec **out,
                       wb_error *err)
{
    wb_status st = WB_OK;
    wb_spec *spec = NULL;
    char name[WB_TOTAL_NAME];

    *out = NULL;
    WB_TRY(wb_spec_copy_design(model->design, &spec, err));
    for (size_t i = 0; i < n_totals; i++) {
        wb_total_name(i, name);
        WB_TRY(wb_spec_add_estimand(spec, WB_STATISTIC_TOTAL, name, err));
    }
    *out = spec;
    spec = NULL;
done:
    wb_spec_free(spec);
    return st;
}

/* The tally of a stage, with so many totals. */
static wb_status new_tally(const wb_model *model, size_t n_totals, wb_tally **out,
                           wb_error *err)
{
    wb_status st = WB_OK;
    wb_spec *spec = NULL;

    WB_TRY(wb_pass_spec(model, n_totals, &spec, err));
    WB_TRY(wb_tally_new(spec, out, err));
done:
    wb_spec_free(spec);
    return st;
}

wb_status wb_pass_open_desks(wb_model_pass *pass, wb_error *err)
{
    wb_status st = WB_OK;

    wb_model_desk_close(&pass->desk);
    wb_model_desk_close(&pass->total);
    pass->n_rows = 0;
    WB_TRY(wb_model_desk_open(&pass->desk, pass, true, err));
    WB_TRY(wb_model_desk_open(&pass->total, pass, true, err));
done:
    return st;
}

wb_status wb_pass_new(const wb_model *model, const wb_fit_options *options,
                      const wb_estimate_options *estimating, wb_model_pass **out,
                      wb_error *err)
{
    wb_status st = WB_OK;
    wb_model_pass *pass = wb_allocate(1, sizeof *pass);

    *out = NULL;
    if (pass == NULL)
        return wb_fail_nomem(err);
    atomic_init(&pass->owners, 1);
    WB_TRY(wb_fit_options_read(options, &pass->options, err));
    WB_TRY(wb_estimate_options_read(estimating, &pass->estimating, err));
    if (pass->estimating.replicates != WB_REPLICATE_NONE) {
        st = wb_fail(err, WB_E_UNSUPPORTED,
                     "a model is not fitted to replicates that are made: give replicate "
                     "weights, or linearise");
        goto done;
    }
    WB_TRY(wb_model_copy(model, &pass->model, err));
    WB_TRY(new_tally(pass->model, 1, &pass->design, err));
    WB_TRY(wb_pass_open_desks(pass, err));
    pass->number = 1;
    *out = pass;
    pass = NULL;
done:
    wb_pass_free(pass);
    return st;
}

void wb_pass_free(wb_model_pass *pass)
{
    if (pass == NULL ||
        atomic_fetch_sub_explicit(&pass->owners, 1, memory_order_acq_rel) != 1)
        return;
    wb_model_desk_close(&pass->desk);
    wb_model_desk_close(&pass->total);
    if (pass->has_sample)
        wb_sample_free(&pass->sample);
    for (size_t r = 0; pass->replicates != NULL && r < pass->n_replicates; r++)
        wb_newton_free(&pass->replicates[r]);
    wb_release(pass->replicates);
    wb_newton_free(&pass->newton);
    if (pass->plan.model != NULL)
        wb_columns_free(&pass->plan);
    wb_roster_free(&pass->roster);
    wb_release(pass->factors);
    wb_release(pass->counts);
    wb_tally_free(pass->design);
    wb_tally_free(pass->scores);
    wb_model_free(pass->model);
    wb_release(pass);
}

wb_status wb_pass_settle(wb_model_pass *pass, wb_error *err)
{
    wb_status st = WB_OK;

    if (!wb_pass_has_sums(pass) || pass->desk.n_rows == 0)
        return WB_OK;
    WB_TRY(wb_model_desk_settle(&pass->desk, pass, err));
    WB_TRY(wb_model_desk_merge(&pass->total, &pass->desk, pass, err));
done:
    return st;
}

/* ---- after the roster ---- */

/* The rows of the model, as a domain of the design: df, and rows per stratum. */
static wb_status see_domain(wb_model_pass *pass, const wb_sample *sample, wb_error *err)
{
    wb_status st = WB_OK;
    wb_view view = {0};
    wb_desk desk = {0};
    size_t n_strata = (size_t)sample->state->index.n_strata;

    pass->counts = wb_allocate(n_strata, sizeof *pass->counts);
    if (pass->counts == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_view_init(&view, sample, 0, err));
    WB_TRY(wb_view_outcome(&view, view.list.n_seen > 0 ? 0 : -1, 0, err));
    WB_TRY(wb_desk_init(&desk, sample, view.most_parts, err));
    const wb_domain *domain = wb_view_domain(&view, -1);
    WB_TRY(wb_domain_df(sample, domain, &desk, &pass->df, err));
    for (int32_t i = 0; pass->route == WB_ROUTE_CLOSED && i < domain->n_parts; i++)
        pass->counts[domain->ids[i]] += domain->counts[i];
done:
    wb_desk_free(&desk);
    wb_view_free(&view);
    return st;
}

static wb_status see_design(wb_model_pass *pass, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_layout *layout = &pass->design->layout;

    WB_TRY(wb_tally_finish(pass->design, err));
    pass->route = layout->n_replicates > 0 ? WB_ROUTE_REPLICATES
                  : layout->open           ? WB_ROUTE_OPEN
                                           : WB_ROUTE_CLOSED;
    pass->has_sample = true;
    WB_TRY(wb_sample_init(&pass->sample, pass->design, &pass->design->state,
                          &pass->estimating, err));
    WB_TRY(see_domain(pass, &pass->sample, err));
done:
    return st;
}

static bool has_aliased(const wb_newton *newton)
{
    for (size_t i = 0; i < newton->n; i++) {
        if (newton->aliased[i])
            return true;
    }
    return false;
}

/* What is aliased cannot take what a centre in an interaction leaves behind: begin again
 * without. */
static wb_status begin_again(wb_model_pass *pass, wb_error *err)
{
    pass->plan.centring = pass->model->intercept ? WB_CENTRING_MAIN : WB_CENTRING_NONE;
    return wb_pass_start(pass, err);
}

wb_status wb_pass_know(wb_model_pass *pass, wb_error *err)
{
    wb_status st = WB_OK;

    if (pass->roster.n_rows == 0)
        return wb_fail(err, WB_E_DATA, "there are no rows to fit a model to");
    WB_TRY(see_design(pass, err));
    WB_TRY(wb_columns_init(&pass->plan, &pass->roster, err));
done:
    return st;
}

static wb_status after_roster(wb_model_pass *pass, wb_error *err)
{
    wb_status st = WB_OK;

    pass->roster = pass->total.roster;
    pass->total.roster = (wb_roster){0};
    WB_TRY(wb_pass_know(pass, err));
    WB_TRY(wb_pass_start(pass, err));
    pass->stage = WB_STAGE_STEPS;
    WB_TRY(wb_pass_open_desks(pass, err));
done:
    return st;
}

/* ---- after a step ---- */

static wb_status check_df(const wb_model_pass *pass, wb_error *err)
{
    size_t kept = wb_newton_columns(&pass->newton, &pass->plan);

    if (pass->estimating.df > 0 || pass->df + 1 >= (double)kept)
        return WB_OK;
    return wb_fail_at(
        err, WB_E_DESIGN, -1, pass->model->outcome,
        "the model of '%s' has %zu coefficients, and the design %d degrees of "
        "freedom among its rows: leave out terms, or join categories",
        pass->model->outcome, kept, (int)pass->df);
}

static wb_status not_converged(const wb_model_pass *pass, wb_error *err)
{
    return wb_fail_at(err, WB_E_CONVERGENCE, -1, pass->model->outcome,
                      "the model of '%s' did not converge in %d iterations",
                      pass->model->outcome, (int)pass->options.max_iterations);
}

wb_status wb_pass_begin_replicates(wb_model_pass *pass, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = pass->model->design->replicates.columns.count;

    pass->replicates = wb_allocate(n, sizeof *pass->replicates);
    if (pass->replicates == NULL)
        return wb_fail_nomem(err);
    while (pass->n_replicates < n) {
        wb_newton *newton = &pass->replicates[pass->n_replicates++];
        WB_TRY(wb_newton_init(newton, &pass->plan, err));
        wb_newton_resume(newton, &pass->newton);
    }
    pass->stage = WB_STAGE_REPLICATES;
done:
    return st;
}

static wb_status find_factors(wb_model_pass *pass, wb_error *err)
{
    size_t n = (size_t)pass->design->state.index.n_strata;

    if (pass->factors == NULL)
        pass->factors = wb_allocate(n, sizeof *pass->factors);
    if (pass->factors == NULL)
        return wb_fail_nomem(err);
    return wb_closed_joint_factors(&pass->sample, pass->counts, pass->factors, err);
}

wb_status wb_pass_begin_scores(wb_model_pass *pass, wb_error *err)
{
    wb_status st = WB_OK;

    pass->stage = WB_STAGE_SCORES;
    if (pass->route == WB_ROUTE_OPEN)
        return new_tally(pass->model, pass->newton.n, &pass->scores, err);
    WB_TRY(find_factors(pass, err));
done:
    return st;
}

/* Whether what comes next is a step that no longer moves, after which the scores would be
 * asked of the same coefficients: both at once then. */
static wb_status join(wb_model_pass *pass, wb_error *err)
{
    wb_status st = WB_OK;

    pass->joined = pass->alone && pass->route == WB_ROUTE_CLOSED &&
                   pass->stage == WB_STAGE_STEPS &&
                   pass->newton.expected <= no_step * pass->options.tolerance;
    if (pass->joined)
        WB_TRY(find_factors(pass, err));
done:
    return st;
}

/* Whether the coefficients of a sample were worse than none. */
static bool is_worse(const wb_model_pass *pass)
{
    double deviance = wb_pair_value(wb_gram_deviance(&pass->total.grams[0]));
    return !(deviance <= pass->newton.null_deviance);
}

/* The scores that came with the last step are those of the coefficients. */
static bool is_complete(const wb_model_pass *pass)
{
    return pass->joined && pass->newton.state == WB_NEWTON_DONE &&
           pass->newton.size <= no_step * pass->options.tolerance;
}

static wb_status after_step(wb_model_pass *pass, bool *more, wb_error *err)
{
    wb_status st = WB_OK;
    wb_newton *newton = &pass->newton;
    bool worse = pass->ahead && is_worse(pass);

    pass->ahead = false;
    if (worse) {
        WB_TRY(wb_pass_start(pass, err));
        return wb_pass_open_desks(pass, err);
    }
    wb_newton_take(newton, &pass->plan, &pass->total.grams[0], &pass->options);
    if (newton->state == WB_NEWTON_LOST)
        return not_converged(pass, err);
    if (newton->iterations == 1)
        WB_TRY(check_df(pass, err));
    if (newton->iterations == 1 && pass->plan.centring == WB_CENTRING_ALL &&
        (pass->model->n_interactions > 0 || !pass->model->intercept) &&
        has_aliased(newton))
        WB_TRY(begin_again(pass, err));
    else if (is_complete(pass))
        *more = false;
    else if (newton->state != WB_NEWTON_ON && pass->route == WB_ROUTE_REPLICATES)
        WB_TRY(wb_pass_begin_replicates(pass, err));
    else if (newton->state != WB_NEWTON_ON)
        WB_TRY(wb_pass_begin_scores(pass, err));
    WB_TRY(join(pass, err));
    if (*more)
        WB_TRY(wb_pass_open_desks(pass, err));
done:
    return st;
}

static bool take_replicates(wb_model_pass *pass)
{
    bool more = false;

    for (size_t r = 0; r < pass->n_replicates; r++) {
        wb_newton *newton = &pass->replicates[r];
        if (newton->state == WB_NEWTON_ON)
            wb_newton_take(newton, &pass->plan, &pass->total.grams[r], &pass->options);
        more = more || newton->state == WB_NEWTON_ON;
    }
    return more;
}

int64_t wb_pass_rows(const wb_model_pass *pass)
{
    if (!wb_pass_has_sums(pass))
        return wb_tally_row_count(pass->scores);
    return pass->total.n_rows + pass->desk.n_rows;
}

static wb_status check_rows(const wb_model_pass *pass, wb_error *err)
{
    int64_t rows = wb_pass_rows(pass);

    if (pass->stage == WB_STAGE_ROSTER || rows == pass->roster.n_rows)
        return WB_OK;
    return wb_fail(err, WB_E_CONFLICT,
                   "this pass saw %lld rows and the first %lld: every pass takes the "
                   "same rows",
                   (long long)rows, (long long)pass->roster.n_rows);
}

wb_status wb_pass_step(wb_model_pass *pass, bool *more, wb_error *err)
{
    wb_status st = check_rows(pass, err);

    *more = true;
    if (st != WB_OK)
        return st; /* the others may still come */
    pass->damaged = true;
    WB_TRY(wb_pass_settle(pass, err));
    if (pass->stage == WB_STAGE_ROSTER)
        WB_TRY(after_roster(pass, err));
    else if (pass->stage == WB_STAGE_STEPS)
        WB_TRY(after_step(pass, more, err));
    else if (pass->stage == WB_STAGE_REPLICATES)
        *more = take_replicates(pass);
    else
        *more = false;
    if (*more && pass->stage == WB_STAGE_REPLICATES)
        WB_TRY(wb_pass_open_desks(pass, err));
    pass->number += *more;
    pass->damaged = false;
done:
    return st;
}
