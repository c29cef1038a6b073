/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Expressions over estimates, with the delta method. */
#include "infer/expression.h"
#include "infer/results.h"

#include <math.h>
#include <string.h>

enum { MOST_REFERENCES = 2000 };

typedef struct contrasts {
    const wb_evidence *evidence;
    size_t estimate, se; /* columns */
    wb_results results;
} contrasts;

/* The estimates one expression is made of: each row once. */
typedef struct operands {
    int64_t *rows;      /* per reference, then each once */
    size_t *which;      /* per reference: its place among those */
    size_t n;           /* different rows */
    double *values;     /* per reference */
    double *gradient;   /* per reference */
    double *slopes;     /* per row */
    double *covariance; /* n x n */
} operands;

static void operands_free(operands *o)
{
    wb_release(o->rows);
    wb_release(o->which);
    wb_release(o->values);
    wb_release(o->gradient);
    wb_release(o->slopes);
    wb_release(o->covariance);
    *o = (operands){0};
}

static wb_status operands_allocate(operands *o, const wb_expression *expression,
                                   wb_error *err)
{
    size_t n = expression->n_references;

    if (n == 0)
        return wb_expression_fail(expression, WB_E_ARG, 1, err,
                                  "there is no estimate in '%s'", expression->text);
    if (n > MOST_REFERENCES)
        return wb_expression_fail(expression, WB_E_LIMIT, 1, err,
                                  "an expression has at most %d estimates, not %zu",
                                  (int)MOST_REFERENCES, n);
    o->rows = wb_allocate(n, sizeof *o->rows);
    o->which = wb_allocate(n, sizeof *o->which);
    o->values = wb_allocate(n, sizeof *o->values);
    o->gradient = wb_allocate(n, sizeof *o->gradient);
    o->slopes = wb_allocate(n, sizeof *o->slopes);
    o->covariance = wb_allocate(n * n, sizeof *o->covariance);
    if (o->rows == NULL || o->which == NULL || o->values == NULL || o->gradient == NULL ||
        o->slopes == NULL || o->covariance == NULL)
        return wb_fail_nomem(err);
    return WB_OK;
}

/* Rows that several references mean are kept once. False when one has no estimate. */
static bool take_rows(const contrasts *task, operands *o, size_t n_references)
{
    const wb_frame *frame = task->evidence->estimates;
    bool known = true;

    for (size_t i = 0; i < n_references; i++) {
        int64_t row = o->rows[i];
        size_t at = 0;
        o->values[i] = wb_frame_double(frame, task->estimate, row);
        known = known && isfinite(o->values[i]) &&
                isfinite(wb_frame_double(frame, task->se, row));
        while (at < o->n && o->rows[at] != row)
            at++;
        if (at == o->n)
            o->rows[o->n++] = row;
        o->which[i] = at;
    }
    return known;
}

/* The interval is made inside, where the value is nearer to normal, and carried out. */
static void carry_out(const wb_expression *expression, wb_effect *e)
{
    double inner = e->estimate;

    if (e->status == WB_EFFECT_MISSING)
        return;
    e->estimate = wb_expression_outer(expression, inner);
    e->se *= wb_expression_outer_slope(expression, inner);
    if (e->status != WB_EFFECT_OK)
        return;
    e->lower = wb_expression_outer(expression, e->lower);
    e->upper = wb_expression_outer(expression, e->upper);
    if (!isfinite(e->upper))
        e->upper = NAN;
}

static wb_status evaluate(const contrasts *task, wb_expression *expression, operands *o,
                          wb_effect *effect, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_evidence *evidence = task->evidence;
    double value = 0;
    double df = 0;

    WB_TRY(wb_expression_resolve(expression, evidence->estimates, o->rows, err));
    if (!take_rows(task, o, expression->n_references)) {
        *effect = wb_effect_none(WB_EFFECT_MISSING);
        goto done;
    }
    if (!wb_expression_evaluate(expression, o->values, &value, o->gradient)) {
        *effect = wb_effect_none(WB_EFFECT_UNDEFINED);
        goto done;
    }
    for (size_t i = 0; i < expression->n_references; i++)
        o->slopes[o->which[i]] += o->gradient[i];
    WB_TRY(
        evidence->covariance(evidence->source, o->rows, o->n, false, o->covariance, err));
    WB_TRY(evidence->df(evidence->source, o->rows, o->n, &df, err));
    *effect = wb_effect_of(value, wb_effect_variance(o->slopes, o->covariance, o->n), df,
                           evidence->level);
    carry_out(expression, effect);
done:
    return st;
}

static wb_status put_contrast(contrasts *task, const char *text, size_t index,
                              wb_error *err)
{
    wb_status st = WB_OK;
    wb_expression expression = {0};
    operands o = {0};
    wb_effect e;

    WB_TRY(wb_expression_parse(text, (int64_t)index, &expression, err));
    WB_TRY(operands_allocate(&o, &expression, err));
    WB_TRY(evaluate(task, &expression, &o, &e, err));
    WB_TRY(wb_results_text(&task->results, expression.label, err));
    WB_TRY(wb_results_doubles(
        &task->results,
        (const double[]){e.estimate, e.se, e.lower, e.upper, e.df, e.t, e.p}, 7, err));
    WB_TRY(wb_results_status(&task->results, e.status, err));
done:
    operands_free(&o);
    wb_expression_free(&expression);
    return st;
}

static wb_status make_columns(contrasts *task, wb_error *err)
{
    static const char *const numbers[] = {"estimate", "se", "lower", "upper",
                                          "df",       "t",  "p",     NULL};
    wb_status st = WB_OK;
    const wb_frame *frame = task->evidence->estimates;

    WB_TRY(wb_frame_require(frame, "estimate", "estimates", &task->estimate, err));
    WB_TRY(wb_frame_require(frame, "se", "estimates", &task->se, err));
    WB_TRY(wb_results_column(&task->results, "contrast", WB_TYPE_UTF8, err));
    WB_TRY(wb_results_numbers(&task->results, numbers, err));
    WB_TRY(wb_results_status_column(&task->results, err));
done:
    return st;
}

static json_t *words(const char *const *expressions, size_t n)
{
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++)
        (void)wb_json_push(list, json_string(expressions[i]), NULL);
    if (json_array_size(list) == n)
        return json_pack("{s:o}", "expressions", list);
    json_decref(list);
    return NULL;
}

wb_status wb_evidence_contrasts(const wb_evidence *evidence,
                                const char *const *expressions, size_t n_expressions,
                                wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    contrasts task = {.evidence = evidence};

    WB_TRY(make_columns(&task, err));
    for (size_t i = 0; i < n_expressions; i++) {
        if (expressions[i] == NULL) {
            st = wb_fail_at(err, WB_E_ARG, (int64_t)i, "", "expression %zu is NULL", i);
            goto done;
        }
        WB_TRY(put_contrast(&task, expressions[i], i, err));
        WB_TRY(wb_run_progress(&evidence->run, (double)(i + 1) / (double)n_expressions,
                               err));
    }
    st = wb_results_finish(&task.results, "contrasts", words(expressions, n_expressions),
                           evidence, out, err);
done:
    wb_results_free(&task.results);
    return st;
}
