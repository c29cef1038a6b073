/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Expressions over estimates: read, resolved to rows of the estimates frame, evaluated
 * with their gradient. The language is in infer.h. */
#ifndef WB_LIB_INFER_EXPRESSION_H
#define WB_LIB_INFER_EXPRESSION_H

#include "base/base.h"

#include <werkbaar/frame.h>

typedef enum wb_operator {
    WB_OP_NUMBER,
    WB_OP_ESTIMATE,
    WB_OP_NEGATE,
    WB_OP_LOG,
    WB_OP_EXP,
    WB_OP_SQRT,
    WB_OP_LOGIT,
    WB_OP_EXPIT,
    WB_OP_ADD,
    WB_OP_SUBTRACT,
    WB_OP_MULTIPLY,
    WB_OP_DIVIDE,
    WB_OP_POWER
} wb_operator;

/* A step of the calculation. Operands come before the step that takes them, so one sweep
 * forward gives values and one backward derivatives. */
typedef struct wb_step {
    wb_operator op;
    bool varies;      /* an estimate is below it */
    size_t left;      /* the step of the first or only operand */
    size_t right;     /* of the second */
    size_t reference; /* WB_OP_ESTIMATE: which */
    double value;
    double adjoint;
} wb_step;

/* column = value */
typedef struct wb_condition {
    char *column;
    char *value;
} wb_condition;

typedef struct wb_operand {
    char *statistic;
    char *variable; /* num/den for a ratio */
    char *category; /* NULL: none */
    wb_condition *conditions;
    size_t n_conditions;
    size_t position; /* in the text, from 1 */
} wb_operand;

typedef struct wb_expression {
    const char *text; /* borrowed */
    int64_t index;    /* which of the expressions, for errors */
    char *label;
    wb_step *steps;
    size_t n_steps;
    wb_operand *references;
    size_t n_references;
} wb_expression; /* starts as {0}; wb_expression_free() when done */

/* Read an expression. WB_E_ARG with its index as row and the position as column. */
wb_status wb_expression_parse(const char *text, int64_t index, wb_expression *out,
                              wb_error *err);
void wb_expression_free(wb_expression *expression);

/* Fail about a position (from 1) of an expression. */
WB_PRINTF(5, 6)
wb_status wb_expression_fail(const wb_expression *expression, wb_status status,
                             size_t position, wb_error *err, const char *format, ...);

/* Per reference the row of the estimates frame: WB_E_DATA when there is none, saying what
 * there is. Dates and numbers among the breakdown columns are compared by value. */
wb_status wb_expression_resolve(const wb_expression *expression,
                                const wb_frame *estimates, int64_t *rows, wb_error *err);

/* Value and gradient (per reference) of what the interval is made for: the expression, or
 * the argument of an exp or expit that is the whole expression. False when the value or
 * a derivative is not finite. */
bool wb_expression_evaluate(wb_expression *expression, const double *estimates,
                            double *value, double *gradient);
/* From there to the value of the expression: itself, exp or expit; and its derivative. */
double wb_expression_outer(const wb_expression *expression, double value);
double wb_expression_outer_slope(const wb_expression *expression, double value);

#endif
