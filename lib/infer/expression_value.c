/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Values and derivatives: a sweep forward over the steps and one back (Griewank & Walther
 * 2008, Evaluating Derivatives, section 3.2), so a gradient costs a few evaluations
 * however many estimates there are. */
#include "infer/expression.h"

#include <math.h>

static double expit(double x)
{
    return x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x));
}

static double value_of(const wb_step *step, double a, double b, const double *estimates)
{
    switch (step->op) {
    case WB_OP_NUMBER:
        return step->value;
    case WB_OP_ESTIMATE:
        return estimates[step->reference];
    case WB_OP_NEGATE:
        return -a;
    case WB_OP_LOG:
        return log(a);
    case WB_OP_EXP:
        return exp(a);
    case WB_OP_SQRT:
        return sqrt(a);
    case WB_OP_LOGIT:
        return log(a) - log1p(-a);
    case WB_OP_EXPIT:
        return expit(a);
    case WB_OP_ADD:
        return a + b;
    case WB_OP_SUBTRACT:
        return a - b;
    case WB_OP_MULTIPLY:
        return a * b;
    case WB_OP_DIVIDE:
        return a / b;
    case WB_OP_POWER:
        return pow(a, b);
    }
    return NAN; /* not reached: each case has returned */
}

/* Derivatives by the first and the second operand. */
static void slopes_of(const wb_step *step, double a, double b, double slopes[2])
{
    slopes[0] = slopes[1] = 0;
    switch (step->op) {
    case WB_OP_NUMBER:   /* not reached: it does not vary */
    case WB_OP_ESTIMATE: /* not reached: it has no operands */
        break;           /* not reached: as of these two */
    case WB_OP_NEGATE:
        slopes[0] = -1;
        break;
    case WB_OP_LOG:
        slopes[0] = 1 / a;
        break;
    case WB_OP_EXP:
        slopes[0] = step->value;
        break;
    case WB_OP_SQRT:
        slopes[0] = 1 / (2 * step->value);
        break;
    case WB_OP_LOGIT:
        slopes[0] = 1 / (a * (1 - a));
        break;
    case WB_OP_EXPIT:
        slopes[0] = step->value * expit(-a);
        break;
    case WB_OP_ADD:
        slopes[0] = slopes[1] = 1;
        break;
    case WB_OP_SUBTRACT:
        slopes[0] = 1;
        slopes[1] = -1;
        break;
    case WB_OP_MULTIPLY:
        slopes[0] = b;
        slopes[1] = a;
        break;
    case WB_OP_DIVIDE:
        slopes[0] = 1 / b;
        slopes[1] = -step->value / b;
        break;
    case WB_OP_POWER:
        slopes[0] = b == 0 ? 0 : b * pow(a, b - 1);
        slopes[1] = step->value * log(a);
        break;
    }
}

static bool is_outer(const wb_expression *expression, wb_operator op)
{
    return expression->steps[expression->n_steps - 1].op == op;
}

/* The step whose value gets the interval. */
static size_t inner_step(const wb_expression *expression)
{
    size_t last = expression->n_steps - 1;
    bool outer = is_outer(expression, WB_OP_EXP) || is_outer(expression, WB_OP_EXPIT);
    return outer ? expression->steps[last].left : last;
}

static void sweep_back(wb_expression *expression, size_t last, double *gradient)
{
    wb_step *steps = expression->steps;
    double slopes[2];

    steps[last].adjoint = 1;
    for (size_t i = last + 1; i-- > 0;) {
        const wb_step *step = &steps[i];
        if (!step->varies) /* a constant: its derivatives may not exist, nor matter */
            continue;
        if (step->op == WB_OP_ESTIMATE) {
            gradient[step->reference] += step->adjoint;
            continue;
        }
        slopes_of(step, steps[step->left].value, steps[step->right].value, slopes);
        if (steps[step->left].varies)
            steps[step->left].adjoint += step->adjoint * slopes[0];
        if (step->op >= WB_OP_ADD && steps[step->right].varies)
            steps[step->right].adjoint += step->adjoint * slopes[1];
    }
}

bool wb_expression_evaluate(wb_expression *expression, const double *estimates,
                            double *value, double *gradient)
{
    wb_step *steps = expression->steps;
    size_t last = inner_step(expression);

    for (size_t i = 0; i <= last; i++) {
        wb_step *step = &steps[i];
        step->value =
            value_of(step, steps[step->left].value, steps[step->right].value, estimates);
        step->adjoint = 0;
        if (!isfinite(step->value))
            return false;
    }
    for (size_t i = 0; i < expression->n_references; i++)
        gradient[i] = 0;
    sweep_back(expression, last, gradient);
    for (size_t i = 0; i < expression->n_references; i++) {
        if (!isfinite(gradient[i]))
            return false;
    }
    *value = steps[last].value;
    return isfinite(wb_expression_outer(expression, *value));
}

double wb_expression_outer(const wb_expression *expression, double value)
{
    if (is_outer(expression, WB_OP_EXP))
        return exp(value);
    return is_outer(expression, WB_OP_EXPIT) ? expit(value) : value;
}

double wb_expression_outer_slope(const wb_expression *expression, double value)
{
    if (is_outer(expression, WB_OP_EXP))
        return exp(value);
    return is_outer(expression, WB_OP_EXPIT) ? expit(value) * expit(-value) : 1;
}
