/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Reading an expression by operator precedence with a stack of operators that wait
 * (Dijkstra's shunting yard): no recursion, so no depth is too deep. */
#include "infer/expression.h"

#include "base/text.h"
#include "infer/scan.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* How tightly operators bind; a power binds its right side first. */
enum { BINDS_SUM = 1, BINDS_PRODUCT = 2, BINDS_NEGATE = 3, BINDS_POWER = 4 };

/* An operator that waits for its right side, or an open parenthesis, perhaps with the
 * function before it. */
typedef struct waiting {
    bool open;
    bool function;
    wb_operator op;
    int binds;
    size_t position;
} waiting;

typedef struct parser {
    wb_expression *out;
    wb_scan scan;
    waiting *stack;
    size_t n_stack, stack_room;
    size_t *operands; /* steps whose values no step has taken yet */
    size_t n_operands, operand_room;
    size_t step_room;
    size_t reference_room;
} parser;

wb_status wb_expression_fail(const wb_expression *expression, wb_status status,
                             size_t position, wb_error *err, const char *format, ...)
{
    char what[400];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    wb_fail_at(err, status, expression->index, expression->label, "position %zu: %s",
               position, what);
    wb_error_set_place(err, 1, (int32_t)position, -1);
    return status;
}

static wb_status grow(void **items, size_t n, size_t *room, size_t size, wb_error *err)
{
    if (n < *room)
        return WB_OK;
    size_t more = *room == 0 ? 8 : 2 * *room;
    void *grown = wb_resize(*items, more, size);
    if (grown == NULL)
        return wb_fail_nomem(err);
    *items = grown;
    *room = more;
    return WB_OK;
}

/* "expected ..., found ...". */
static wb_status unexpected(const parser *p, const char *expected, wb_error *err)
{
    size_t length = 0;
    size_t position = wb_scan_position(&p->scan);
    const char *found = wb_scan_next_text(&p->scan, &length);

    if (length == 0)
        return wb_expression_fail(p->out, WB_E_ARG, position, err,
                                  "expected %s, found the end of '%s'", expected,
                                  p->out->text);
    return wb_expression_fail(p->out, WB_E_ARG, position, err,
                              "expected %s, found '%.*s' in '%s'", expected, (int)length,
                              found, p->out->text);
}

static wb_status expect(parser *p, char symbol, const char *expected, wb_error *err)
{
    return wb_scan_take(&p->scan, symbol) ? WB_OK : unexpected(p, expected, err);
}

/* ---- steps ---- */

static wb_status push_operand(parser *p, size_t step, wb_error *err)
{
    wb_status st = grow((void **)&p->operands, p->n_operands, &p->operand_room,
                        sizeof *p->operands, err);
    if (st == WB_OK)
        p->operands[p->n_operands++] = step;
    return st;
}

static wb_status add_step(parser *p, wb_step step, wb_error *err)
{
    wb_status st = grow((void **)&p->out->steps, p->out->n_steps, &p->step_room,
                        sizeof *p->out->steps, err);
    if (st != WB_OK)
        return st;
    p->out->steps[p->out->n_steps] = step;
    return push_operand(p, p->out->n_steps++, err);
}

static wb_status add_operation(parser *p, wb_operator op, wb_error *err)
{
    const wb_step *steps = p->out->steps;
    wb_step step = {.op = op};

    if (op >= WB_OP_ADD) {
        step.right = p->operands[--p->n_operands];
        step.varies = steps[step.right].varies;
    }
    step.left = p->operands[--p->n_operands];
    step.varies = step.varies || steps[step.left].varies;
    return add_step(p, step, err);
}

static wb_status push_waiting(parser *p, waiting added, wb_error *err)
{
    wb_status st =
        grow((void **)&p->stack, p->n_stack, &p->stack_room, sizeof *p->stack, err);
    if (st == WB_OK)
        p->stack[p->n_stack++] = added;
    return st;
}

/* Work out what waits and binds at least so tightly. */
static wb_status settle(parser *p, int binds, wb_error *err)
{
    wb_status st = WB_OK;

    while (p->n_stack > 0 && !p->stack[p->n_stack - 1].open &&
           p->stack[p->n_stack - 1].binds >= binds)
        WB_TRY(add_operation(p, p->stack[--p->n_stack].op, err));
done:
    return st;
}

/* ---- references ---- */

static wb_status take_name(parser *p, const char *expected, char **name, wb_error *err)
{
    wb_scan_result taken = wb_scan_name(&p->scan, name);
    if (taken == WB_SCAN_NOMEM)
        return wb_fail_nomem(err);
    return taken == WB_SCAN_TAKEN ? WB_OK : unexpected(p, expected, err);
}

static wb_status take_value(parser *p, const char *expected, char **value, wb_error *err)
{
    wb_scan_result taken = wb_scan_value(&p->scan, value);
    if (taken == WB_SCAN_NOMEM)
        return wb_fail_nomem(err);
    return taken == WB_SCAN_TAKEN ? WB_OK : unexpected(p, expected, err);
}

/* num/den of a ratio and x,y of a pair are one variable; a probability is a category. */
static wb_status join_variable(wb_operand *reference, char mark, const char *second,
                               wb_error *err)
{
    wb_status st = WB_OK;
    wb_text joined = {0};

    WB_TRY(wb_text_format(&joined, err, "%s%c%s", reference->variable, mark, second));
    wb_release(reference->variable);
    reference->variable = joined.bytes;
    joined = (wb_text){0};
done:
    wb_text_free(&joined);
    return st;
}

static wb_status take_second(parser *p, wb_operand *reference, wb_error *err)
{
    wb_status st = WB_OK;
    char number[WB_NUMBER_CHARS];
    char *second = NULL;
    double probability;

    if (wb_scan_take(&p->scan, '/')) {
        WB_TRY(take_name(p, "the denominator", &second, err));
        st = join_variable(reference, '/', second, err);
    } else if (wb_scan_take(&p->scan, ',')) {
        if (wb_scan_number(&p->scan, &probability)) {
            wb_format_double(number, probability);
            reference->category = wb_copy_string(number);
            return reference->category == NULL ? wb_fail_nomem(err) : WB_OK;
        }
        WB_TRY(take_name(p, "a probability or a second variable", &second, err));
        st = join_variable(reference, ',', second, err);
    } else if (wb_scan_take(&p->scan, '=')) {
        st = take_value(p, "a category", &reference->category, err);
    }
done:
    wb_release(second);
    return st;
}

static wb_status add_condition(parser *p, wb_operand *reference, size_t *room,
                               wb_error *err)
{
    wb_status st = WB_OK;
    size_t position = wb_scan_position(&p->scan);
    wb_condition added = {0};

    WB_TRY(grow((void **)&reference->conditions, reference->n_conditions, room,
                sizeof *reference->conditions, err));
    WB_TRY(take_name(p, "a breakdown column", &added.column, err));
    for (size_t i = 0; i < reference->n_conditions; i++) {
        if (strcmp(reference->conditions[i].column, added.column) == 0) {
            st = wb_expression_fail(p->out, WB_E_ARG, position, err,
                                    "'%s' stands twice between the brackets",
                                    added.column);
            goto done;
        }
    }
    WB_TRY(expect(p, '=', "'='", err));
    WB_TRY(take_value(p, "a value", &added.value, err));
    reference->conditions[reference->n_conditions++] = added;
    added = (wb_condition){0};
done:
    wb_release(added.column);
    wb_release(added.value);
    return st;
}

/* After the name of the statistic and its parenthesis. */
static wb_status read_reference(parser *p, wb_operand *reference, wb_error *err)
{
    wb_status st = WB_OK;
    size_t room = 0;

    WB_TRY(take_name(p, "the name of a variable", &reference->variable, err));
    WB_TRY(take_second(p, reference, err));
    WB_TRY(expect(p, ')', "')'", err));
    if (!wb_scan_take(&p->scan, '['))
        goto done;
    do {
        WB_TRY(add_condition(p, reference, &room, err));
    } while (wb_scan_take(&p->scan, ','));
    WB_TRY(expect(p, ']', "',' or ']'", err));
done:
    return st;
}

static wb_status add_reference(parser *p, char **statistic, size_t position,
                               wb_error *err)
{
    wb_status st = WB_OK;
    wb_expression *out = p->out;

    WB_TRY(grow((void **)&out->references, out->n_references, &p->reference_room,
                sizeof *out->references, err));
    wb_operand *added = &out->references[out->n_references++];
    *added = (wb_operand){.statistic = *statistic, .position = position};
    *statistic = NULL;
    WB_TRY(read_reference(p, added, err));
    WB_TRY(add_step(p,
                    (wb_step){.op = WB_OP_ESTIMATE,
                              .varies = true,
                              .reference = out->n_references - 1},
                    err));
done:
    return st;
}

/* ---- the expression ---- */

static bool find_function(const char *name, wb_operator *op)
{
    static const struct {
        const char *name;
        wb_operator op;
    } functions[] = {{"log", WB_OP_LOG},
                     {"exp", WB_OP_EXP},
                     {"sqrt", WB_OP_SQRT},
                     {"logit", WB_OP_LOGIT},
                     {"expit", WB_OP_EXPIT}};
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        if (strcmp(functions[i].name, name) == 0) {
            *op = functions[i].op;
            return true;
        }
    }
    return false;
}

/* A function with its parenthesis, which opens, or an estimate. */
static wb_status take_call(parser *p, bool *operand, wb_error *err)
{
    wb_status st = WB_OK;
    char *name = NULL;
    waiting function = {.open = true, .function = true};

    function.position = wb_scan_position(&p->scan);
    WB_TRY(take_name(p, "a number, an estimate, a function or '('", &name, err));
    if (!wb_scan_take(&p->scan, '(')) {
        st = wb_expression_fail(p->out, WB_E_ARG, function.position, err,
                                "'%s' is not followed by '(': estimates are written as "
                                "in mean(%s)",
                                name, name);
        goto done;
    }
    *operand = !find_function(name, &function.op);
    if (*operand)
        st = add_reference(p, &name, function.position, err);
    else
        st = push_waiting(p, function, err);
done:
    wb_release(name);
    return st;
}

/* Up to and with one operand: minus signs, parentheses and functions may come before. */
static wb_status take_operand(parser *p, wb_error *err)
{
    wb_status st = WB_OK;
    bool operand = false;
    double number;

    while (!operand) {
        size_t position = wb_scan_position(&p->scan);
        if (wb_scan_take(&p->scan, '-')) {
            WB_TRY(push_waiting(p, (waiting){.op = WB_OP_NEGATE, .binds = BINDS_NEGATE},
                                err));
        } else if (wb_scan_take(&p->scan, '(')) {
            WB_TRY(push_waiting(p, (waiting){.open = true, .position = position}, err));
        } else if (wb_scan_number(&p->scan, &number)) {
            WB_TRY(add_step(p, (wb_step){.op = WB_OP_NUMBER, .value = number}, err));
            operand = true;
        } else {
            WB_TRY(take_call(p, &operand, err));
        }
    }
done:
    return st;
}

static wb_status close_parenthesis(parser *p, wb_error *err)
{
    wb_status st = settle(p, 0, err);
    if (st != WB_OK)
        return st;
    if (p->n_stack == 0)
        return unexpected(p, "an operator or the end", err);
    wb_scan_take(&p->scan, ')');
    waiting opened = p->stack[--p->n_stack];
    return opened.function ? add_operation(p, opened.op, err) : WB_OK;
}

/* Parentheses that close, then an operator that goes on, or the end. */
static wb_status take_operator(parser *p, bool *more, wb_error *err)
{
    static const struct {
        char symbol;
        wb_operator op;
        int binds, settles;
    } operators[] = {{'+', WB_OP_ADD, BINDS_SUM, BINDS_SUM},
                     {'-', WB_OP_SUBTRACT, BINDS_SUM, BINDS_SUM},
                     {'*', WB_OP_MULTIPLY, BINDS_PRODUCT, BINDS_PRODUCT},
                     {'/', WB_OP_DIVIDE, BINDS_PRODUCT, BINDS_PRODUCT},
                     {'^', WB_OP_POWER, BINDS_POWER, BINDS_POWER + 1}};
    wb_status st = WB_OK;

    while (wb_scan_sees(&p->scan, ')'))
        WB_TRY(close_parenthesis(p, err));
    *more = !wb_scan_at_end(&p->scan);
    if (!*more)
        goto done;
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        if (!wb_scan_take(&p->scan, operators[i].symbol))
            continue;
        WB_TRY(settle(p, operators[i].settles, err));
        return push_waiting(
            p, (waiting){.op = operators[i].op, .binds = operators[i].binds}, err);
    }
    st = unexpected(p, p->n_stack > 0 ? "an operator or ')'" : "an operator", err);
done:
    return st;
}

static wb_status parse(parser *p, wb_error *err)
{
    wb_status st = WB_OK;

    for (bool more = true; more;) {
        WB_TRY(take_operand(p, err));
        WB_TRY(take_operator(p, &more, err));
    }
    WB_TRY(settle(p, 0, err));
    if (p->n_stack > 0)
        st = wb_expression_fail(p->out, WB_E_ARG, p->stack[p->n_stack - 1].position, err,
                                "a parenthesis is opened here and not closed");
done:
    return st;
}

wb_status wb_expression_parse(const char *text, int64_t index, wb_expression *out,
                              wb_error *err)
{
    wb_status st = WB_OK;
    wb_expression made = {.text = text, .index = index};
    parser p = {.out = &made};

    WB_TRY(wb_scan_start(&p.scan, text, &made.label, err));
    size_t invalid = wb_utf8_valid(text, strlen(text));
    if (invalid != strlen(text)) {
        st = wb_expression_fail(&made, WB_E_ARG, invalid + 1, err,
                                "the text is not valid UTF-8 here");
        goto done;
    }
    WB_TRY(parse(&p, err));
    *out = made;
    made = (wb_expression){0};
done:
    wb_expression_free(&made);
    wb_release(p.stack);
    wb_release(p.operands);
    return st;
}

static void free_reference(wb_operand *reference)
{
    wb_release(reference->statistic);
    wb_release(reference->variable);
    wb_release(reference->category);
    for (size_t i = 0; i < reference->n_conditions; i++) {
        wb_release(reference->conditions[i].column);
        wb_release(reference->conditions[i].value);
    }
    wb_release(reference->conditions);
}

void wb_expression_free(wb_expression *expression)
{
    for (size_t i = 0; i < expression->n_references; i++)
        free_reference(&expression->references[i]);
    wb_release(expression->references);
    wb_release(expression->steps);
    wb_release(expression->label);
    *expression = (wb_expression){0};
}
