/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "model/newton.h"

#include "num/dense.h"

#include <math.h>
#include <string.h>

/* A column of which no more than this part of its squares is not a combination of those
 * before it is aliased. R's is 1e-22 of columns that are not around their mean; what is
 * left of such sums in doubles is rounding from 1e-13 on. */
static const double dependent = 1e-11;

/* Parts of the null deviance by which the deviance still changes: below it only what has
 * no finite estimate can still move. */
static const double settled = 1e-9;

wb_status wb_newton_init(wb_newton *newton, const wb_columns *plan, wb_error *err)
{
    size_t n = plan->q * plan->n_columns;

    *newton = (wb_newton){.n = n, .expected = INFINITY};
    newton->head = wb_allocate(n, sizeof *newton->head);
    newton->beta = wb_allocate(n, sizeof *newton->beta);
    newton->step = wb_allocate(n, sizeof *newton->step);
    newton->kept = wb_allocate(n, 1);
    newton->aliased = wb_allocate(n, 1);
    newton->factor = wb_allocate(n * n, sizeof *newton->factor);
    newton->order = wb_allocate(n, sizeof *newton->order);
    newton->scratch = wb_allocate(3 * n, sizeof *newton->scratch);
    if (newton->head == NULL || newton->beta == NULL || newton->step == NULL ||
        newton->kept == NULL || newton->aliased == NULL || newton->factor == NULL ||
        newton->order == NULL || newton->scratch == NULL)
        return wb_fail_nomem(err);
    memset(newton->kept, 1, n);
    for (size_t i = 0; i < n; i++) {
        size_t column = i % plan->n_columns;
        bool threshold = plan->terms[plan->columns[column].term].n_variables == 0;
        newton->head[i] = plan->rules->tied && !threshold ? column : i;
    }
    return WB_OK;
}

void wb_newton_free(wb_newton *newton)
{
    wb_release(newton->head);
    wb_release(newton->beta);
    wb_release(newton->step);
    wb_release(newton->kept);
    wb_release(newton->aliased);
    wb_release(newton->factor);
    wb_release(newton->order);
    wb_release(newton->scratch);
    *newton = (wb_newton){0};
}

size_t wb_columns_inside(const wb_columns *plan, size_t coefficient)
{
    size_t predictor = coefficient / plan->n_columns;
    size_t column = coefficient % plan->n_columns;
    return predictor * plan->n_columns + plan->columns[column].inside;
}

void wb_newton_start(wb_newton *newton, const wb_columns *plan, const double *eta)
{
    for (size_t a = 0; a < plan->q && plan->model->intercept; a++)
        newton->beta[a * plan->n_columns] = eta[a];
}

void wb_newton_start_at(wb_newton *newton, const double *beta, double null_deviance)
{
    memcpy(newton->beta, beta, newton->n * sizeof *beta);
    newton->null_deviance = null_deviance;
}

void wb_newton_resume(wb_newton *newton, const wb_newton *from)
{
    memcpy(newton->beta, from->beta, from->n * sizeof *from->beta);
    memcpy(newton->kept, from->kept, from->n);
    memcpy(newton->aliased, from->aliased, from->n);
}

void wb_newton_inside(const wb_newton *newton, const wb_columns *plan, double *beta)
{
    for (size_t i = 0; i < newton->n; i++)
        beta[wb_columns_inside(plan, i)] = newton->beta[i];
}

bool wb_newton_is_own(const wb_newton *newton, size_t coefficient)
{
    return newton->head[coefficient] == coefficient;
}

size_t wb_newton_columns(const wb_newton *newton, const wb_columns *plan)
{
    size_t n = 0;
    for (size_t i = 0; i < plan->n_columns; i++)
        n += !newton->aliased[i];
    return n;
}

/* The information by name, tied coefficients added up in their head; rows and columns
 * that are not kept are 0, so they depend on the others. */
static void lay_out(wb_newton *newton, const wb_columns *plan, const wb_gram *gram)
{
    size_t n = newton->n;
    size_t k = plan->n_columns;

    memset(newton->factor, 0, n * n * sizeof *newton->factor);
    for (size_t i = 0; i < n; i++) {
        size_t row = newton->head[i];
        for (size_t j = 0; j < n; j++) {
            size_t column = newton->head[j];
            if (column > row || !newton->kept[i] || !newton->kept[j])
                continue;
            size_t pair = wb_gram_pair(plan->q, i / k, j / k);
            newton->factor[row * n + column] += wb_pair_value(wb_gram_product(
                gram, pair, plan->columns[i % k].inside, plan->columns[j % k].inside));
        }
    }
}

/* What the first information finds superfluous is so for good: the rows say it, not β. */
static void find_aliased(wb_newton *newton)
{
    for (size_t r = newton->rank; r < newton->n; r++) {
        size_t i = newton->order[r];
        newton->aliased[i] = wb_newton_is_own(newton, i);
    }
    for (size_t i = 0; i < newton->n; i++) {
        newton->aliased[i] = newton->aliased[newton->head[i]];
        if (newton->aliased[i])
            newton->kept[i] = 0;
    }
}

void wb_newton_solve(const wb_newton *newton, const double *b, double *scratch, double *x)
{
    size_t n = newton->n;

    memset(scratch, 0, n * sizeof *scratch);
    for (size_t i = 0; i < n; i++)
        scratch[newton->head[i]] += b[i];
    wb_cholesky_solve(newton->factor, n, newton->order, newton->rank, scratch,
                      scratch + n, x);
    for (size_t i = 0; i < n; i++)
        x[i] = x[newton->head[i]];
}

static void solve(wb_newton *newton, const wb_columns *plan, const wb_gram *gram)
{
    size_t n = newton->n;
    size_t k = plan->n_columns;
    double *score = newton->scratch;

    lay_out(newton, plan, gram);
    newton->rank = wb_cholesky(newton->factor, n, dependent, newton->order);
    if (newton->iterations == 1)
        find_aliased(newton);
    for (size_t i = 0; i < n; i++)
        score[i] = wb_pair_value(wb_gram_total(gram, i / k, plan->columns[i % k].inside));
    wb_newton_solve(newton, score, newton->scratch + n, newton->step);
}

/* What steps are measured by: log odds as they are, numbers by how much they vary, so
 * that it does not matter what an outcome is counted in. */
static double unit_of(const wb_columns *plan)
{
    const wb_roster *roster = plan->roster;

    return plan->rules->by_category
               ? 1
               : wb_rostered_deviation(&roster->outcome, roster->weight);
}

/* The largest part of the step: in parts of one plus the coefficient, and as it is. */
static double measure(const wb_newton *newton, double unit, double *largest)
{
    double most = 0;

    *largest = 0;
    for (size_t i = 0; i < newton->n; i++) {
        double step = fabs(newton->step[i]) / unit;
        *largest = fmax(*largest, step);
        most = fmax(most, step / (1 + fabs(newton->beta[i]) / unit));
        if (isnan(step))
            return NAN;
    }
    return most;
}

static void advance(wb_newton *newton, double by)
{
    for (size_t i = 0; i < newton->n; i++)
        newton->beta[i] += by * newton->step[i];
}

/* Went uphill: half the step back. */
static void go_back(wb_newton *newton)
{
    advance(newton, -0.5);
    for (size_t i = 0; i < newton->n; i++)
        newton->step[i] *= 0.5;
}

/* Steps that go on as large as they are while the deviance is at rest lead nowhere: those
 * coefficients that still move have no finite estimate. */
static void find_separated(wb_newton *newton, double largest)
{
    newton->state = WB_NEWTON_SEPARATED;
    for (size_t i = 0; i < newton->n; i++) {
        if (fabs(newton->step[i]) > 0.01 * largest)
            newton->kept[i] = 0;
    }
}

/* Steps of Newton's method square: the number of right digits doubles. */
static double expect(const wb_newton *newton, const wb_columns *plan, double before)
{
    double ratio = newton->size / before;

    if (plan->rules->one_step)
        return 0;
    return newton->iterations > 1 && ratio < 0.1 ? newton->size * ratio * ratio
                                                 : INFINITY;
}

void wb_newton_take(wb_newton *newton, const wb_columns *plan, const wb_gram *gram,
                    const wb_fit_options *options)
{
    double before = newton->deviance;
    double size_before = newton->size;
    double largest = 0;

    newton->deviance = wb_pair_value(wb_gram_deviance(gram));
    newton->iterations++;
    newton->expected = INFINITY;
    if (newton->iterations == 1 && !(newton->null_deviance > 0))
        newton->null_deviance = newton->deviance;
    double change = before - newton->deviance;
    if (newton->iterations > options->max_iterations + 1 || isnan(newton->deviance)) {
        newton->state = WB_NEWTON_LOST;
        return;
    }
    if (newton->iterations > 1 && change < -1e-9 * newton->null_deviance) {
        newton->deviance = before;
        go_back(newton);
        return;
    }
    solve(newton, plan, gram);
    double size = measure(newton, unit_of(plan), &largest);
    newton->size = largest;
    newton->expected = expect(newton, plan, size_before);
    if (isnan(size)) {
        newton->state = WB_NEWTON_LOST;
        return;
    }
    bool stays = newton->iterations > 2 && largest > 0.5 * size_before;
    if (stays && !plan->rules->one_step && largest > 0.01 &&
        fabs(change) <= settled * newton->null_deviance) {
        find_separated(newton, largest);
        lay_out(newton, plan, gram);
        newton->rank = wb_cholesky(newton->factor, newton->n, dependent, newton->order);
        return;
    }
    advance(newton, 1);
    /* where one step is all, others that do not shrink are rounding */
    if (size <= options->tolerance || (stays && plan->rules->one_step))
        newton->state = WB_NEWTON_DONE;
}
