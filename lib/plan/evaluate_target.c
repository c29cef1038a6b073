/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* One target, its numbers in the unit of the estimates until all are compared. A share of
 * 0.29 is not below 29 percent: 29 / 100 is the same double, 0.29 * 100 is not 29. */
#include "plan/evaluate.h"

#include <math.h>
#include <string.h>

static const wb_reading no_numbers = {
    .estimate = NAN, .se = NAN, .df = NAN, .lower = NAN, .upper = NAN};

static double plan_number(const wb_record *record, const char *field)
{
    const json_t *value = json_object_get(record->body, field);

    return json_is_number(value) ? json_number_value(value) : NAN;
}

/* The last day of a date of the plan; false when it has none. */
static bool plan_day(const wb_record *record, const char *field, int32_t *day)
{
    const char *text = wb_record_text(record, field);

    return text != NULL && wb_plan_date(text, true, day);
}

static wb_evaluated read_target(const wb_evaluating *e, const wb_record *target)
{
    return (wb_evaluated){
        .target = target,
        .title = wb_record_say(e->plan, target, "title", e->options.language),
        .indicator = wb_record_text(target, "indicator"),
        .unit = wb_record_text(target, "unit"),
        .date = wb_record_text(target, "date"),
        .from = plan_number(target, "from"),
        .to = plan_number(target, "to"),
        .path = NAN,
        .p_better = NAN,
        .detectable = NAN,
        .now = no_numbers,
        .then = no_numbers,
        .moved = {NAN, NAN, NAN, NAN, NAN, NAN},
    };
}

/* What there is of a row that says nothing: its wave. */
static void forget(wb_reading *reading)
{
    wb_reading kept = no_numbers;

    kept.bound = reading->bound;
    kept.wave = reading->wave;
    kept.row = reading->row;
    *reading = kept;
}

static void rescale(wb_reading *reading, double by, double over)
{
    reading->estimate = reading->estimate * by / over;
    reading->se = reading->se * by / over;
    reading->lower = reading->lower * by / over;
    reading->upper = reading->upper * by / over;
}

/* ---- units ---- */

typedef struct unit {
    const char *text; /* NULL: not known */
    size_t length;
} unit;

static bool is_unit(unit u, const char *word)
{
    return u.text != NULL && strlen(word) == u.length &&
           memcmp(u.text, word, u.length) == 0;
}

static bool is_part(unit u)
{
    return is_unit(u, "share") || is_unit(u, "percent");
}

static bool can_compare(unit a, unit b)
{
    if (is_part(a) || is_part(b))
        return is_part(a) && is_part(b);
    return a.text == NULL || b.text == NULL ||
           (a.length == b.length && memcmp(a.text, b.text, a.length) == 0);
}

static unit unit_of_target(const wb_evaluated *x)
{
    return (unit){x->unit, x->unit != NULL ? strlen(x->unit) : 0};
}

static unit unit_of_estimate(const wb_evaluated *x)
{
    return (unit){x->estimate_unit, x->estimate_unit_length};
}

/* Estimates are `*divisor` times too large for the target, values of the plan `*scale`
 * times too large for the estimates. False when they cannot be compared. */
static bool find_scale(wb_evaluated *x, double *divisor, double *scale)
{
    unit own = unit_of_estimate(x), wanted = unit_of_target(x);
    bool known = own.text != NULL && wanted.text != NULL;

    *divisor = is_unit(wanted, "share") && is_unit(own, "percent") ? 100 : 1;
    *scale = is_unit(wanted, "percent") && is_unit(own, "share") ? 100 : 1;
    x->verdict = known ? WB_UNIT_DIFFERS : WB_UNIT_UNKNOWN;
    return can_compare(own, wanted);
}

/* ---- when ---- */

static wb_stage stage_of(const wb_evaluating *e, const wb_evaluated *x)
{
    int32_t start, due, wave = x->now.wave.last;
    bool has_start = plan_day(x->target, "from_date", &start);
    bool has_due = plan_day(x->target, "date", &due);

    if (has_due && wave >= due)
        return WB_STAGE_DUE;
    if (has_due && e->today > due)
        return WB_STAGE_OVERDUE;
    if (has_start && wave <= start)
        return WB_STAGE_START;
    return has_due ? WB_STAGE_RUNNING : WB_STAGE_OPEN;
}

/* Where the straight line is at the wave; NaN where there is none. */
static double path_at(const wb_evaluated *x)
{
    int32_t start, due, wave = x->now.wave.last;

    if (isnan(x->from) || !plan_day(x->target, "from_date", &start) ||
        !plan_day(x->target, "date", &due) || wave <= start || wave >= due)
        return NAN;
    return x->from + (x->to - x->from) * (wb_plan_year(wave) - wb_plan_year(start)) /
                         (wb_plan_year(due) - wb_plan_year(start));
}

/* ---- numbers ---- */

/* In the unit of the latest row; one that cannot be compared with it is none. */
static void find_start(const wb_evaluating *e, wb_evaluated *x)
{
    int32_t start = INT32_MAX;
    bool has_start = plan_day(x->target, "from_date", &start);
    wb_reading then = wb_readings_find(&e->readings, x->indicator, start, !has_start);
    unit now = unit_of_estimate(x), own;

    if (then.bound != WB_BOUND_ROW || then.row == x->now.row)
        return;
    own.text = wb_readings_unit(&e->readings, then.row, e->options.unit, &own.length);
    if (!can_compare(own, now) || !can_compare(own, unit_of_target(x)))
        return;
    rescale(&then, is_unit(own, "share") && is_unit(now, "percent") ? 100 : 1,
            is_unit(own, "percent") && is_unit(now, "share") ? 100 : 1);
    x->then = then;
}

/* 1 when higher is better, -1 when lower is; 0 when nothing says so. */
static int direction_of(const wb_evaluated *x, double scale)
{
    double from = isnan(x->from) ? x->then.estimate : x->from / scale;
    double to = x->to / scale;

    return to > from ? 1 : to < from ? -1 : 0;
}

static bool find_row(const wb_evaluating *e, wb_evaluated *x)
{
    if (x->indicator == NULL || isnan(x->to)) {
        x->verdict = x->indicator == NULL ? WB_NO_INDICATOR : WB_NO_VALUE;
        return false;
    }
    x->now = wb_readings_find(&e->readings, x->indicator, INT32_MAX, false);
    if (x->now.bound == WB_BOUND_ROW)
        return true;
    x->verdict = x->now.bound == WB_BOUND_NONE ? WB_NO_ESTIMATE : WB_SEVERAL_ROWS;
    forget(&x->now);
    return false;
}

static void to_unit_of_target(wb_evaluated *x, double scale)
{
    wb_moved *m = &x->moved;

    rescale(&x->now, scale, 1);
    rescale(&x->then, scale, 1);
    m->change *= scale;
    m->se *= scale;
    m->lower *= scale;
    m->upper *= scale;
    x->detectable *= scale;
}

static void compare(const wb_evaluating *e, wb_evaluated *x, double scale)
{
    double level = e->options.level;
    int direction = direction_of(x, scale);

    wb_reading_complete(&x->now, e->readings.own_level, level);
    if (x->then.bound == WB_BOUND_ROW)
        x->moved = wb_moved_since(&x->now, &x->then, level);
    x->detectable = wb_moved_detectable(&x->now, &x->then, level, e->options.power);
    x->path = path_at(x);
    x->verdict = WB_NO_DIRECTION;
    if (direction != 0) {
        x->against_target = wb_position_of(&x->now, x->to / scale, direction);
        if (!isnan(x->path))
            x->against_path = wb_position_of(&x->now, x->path / scale, direction);
        x->p_better = wb_reading_p_better(&x->now, x->to / scale, direction);
        x->verdict = wb_verdict_of(stage_of(e, x), x->against_target, x->against_path);
    }
    to_unit_of_target(x, scale);
}

wb_evaluated wb_target_evaluate(const wb_evaluating *e, const wb_record *target)
{
    wb_evaluated x = read_target(e, target);
    double divisor, scale;

    if (!find_row(e, &x))
        return x;
    x.estimate_unit = wb_readings_unit(&e->readings, x.now.row, e->options.unit,
                                       &x.estimate_unit_length);
    if (!isfinite(x.now.estimate)) {
        x.verdict = WB_NO_NUMBER;
        forget(&x.now);
        return x;
    }
    if (!find_scale(&x, &divisor, &scale)) {
        forget(&x.now);
        return x;
    }
    find_start(e, &x);
    rescale(&x.now, 1, divisor);
    rescale(&x.then, 1, divisor);
    compare(e, &x, scale);
    return x;
}
