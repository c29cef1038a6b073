/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What moved since a plan was made: its targets beside estimates. plan.h has the rules.
 */
#ifndef WB_LIB_PLAN_EVALUATE_H
#define WB_LIB_PLAN_EVALUATE_H

#include "frame/frame.h"
#include "plan/record.h"

/* ---- rows of the estimates frame (evaluate_rows.c) ---- */

/* A wave: the days its name stands for, the last one no later than now. */
typedef struct wb_wave {
    int32_t first, last;
} wb_wave;

/* The rows that count, and where the columns are; -1 for one that is not there. */
typedef struct wb_readings {
    const wb_frame *frame;
    int64_t wave, variable, estimate;
    int64_t statistic, category, se, df, lower, upper, n, status, unit;
    int64_t *rows;  /* of the groups that were asked for, no later than now */
    wb_wave *waves; /* of each of them */
    size_t n_rows;
    size_t *heads, *next; /* chains of rows with variables of one hash: row + 1, or 0 */
    size_t n_heads;
    bool own_level; /* its bounds are of another level: not to be used */
} wb_readings;      /* starts as {0}; wb_readings_free() when done */

wb_status wb_readings_init(wb_readings *readings, const wb_frame *estimates,
                           const char *wave, int32_t today,
                           const wb_plan_evaluate_options *options, wb_error *err);
void wb_readings_free(wb_readings *readings);
/* Whether a cell, of whatever type, reads as this text. */
bool wb_cell_holds(const wb_frame *frame, int64_t column, int64_t row, const char *value,
                   size_t length);

/* ---- the row about an indicator (evaluate_find.c) ---- */

wb_status wb_readings_index(wb_readings *readings, wb_error *err);

/* One row, or why there is none. */
typedef enum wb_bound { WB_BOUND_NONE, WB_BOUND_ROW, WB_BOUND_SEVERAL } wb_bound;
typedef struct wb_reading {
    wb_bound bound;
    wb_wave wave;
    int64_t row;
    double estimate, se, df, lower, upper; /* NaN: missing */
} wb_reading;

/* The row about an indicator in the latest wave that ends on `last` or before; with
 * `earliest` in the first wave of all. */
wb_reading wb_readings_find(const wb_readings *readings, const char *indicator,
                            int32_t last, bool earliest);
/* "share", "percent" or another unit of a row; NULL: not known. Not NUL-terminated. */
const char *wb_readings_unit(const wb_readings *readings, int64_t row, const char *given,
                             size_t *length);

/* ---- numbers (evaluate_numbers.c) ---- */

bool wb_reading_has_interval(const wb_reading *reading);
/* Bounds from se and df where there are none, or none that may be used; NaN without se.
 */
void wb_reading_complete(wb_reading *reading, bool own_level, double level);

typedef struct wb_moved {
    double change, se, df, lower, upper, p;
} wb_moved; /* NaN: not known */
wb_moved wb_moved_since(const wb_reading *now, const wb_reading *then, double level);
/* The smallest change detectable between readings of these precisions. */
double wb_moved_detectable(const wb_reading *now, const wb_reading *then, double level,
                           double power);
/* One-sided p against "no better than `value`"; direction 1 or -1. */
double wb_reading_p_better(const wb_reading *reading, double value, int direction);

/* A day as a number of years: the last of 2019 is 2020. */
double wb_plan_year(int32_t day);

/* ---- verdicts (evaluate_verdict.c) ---- */

typedef enum wb_position {
    WB_POSITION_NONE = 0,
    WB_POSITION_BEYOND = 1, /* of a path: ahead */
    WB_POSITION_AROUND = 2,
    WB_POSITION_SHORT = 3 /* of a path: behind */
} wb_position;

/* Where the wave stands between the dates of the plan. */
typedef enum wb_stage {
    WB_STAGE_START = 0,   /* at or before the start, the date not passed */
    WB_STAGE_OVERDUE = 1, /* before the date, which has passed */
    WB_STAGE_RUNNING = 2,
    WB_STAGE_DUE = 3,
    WB_STAGE_OPEN = 4 /* the plan gives no date */
} wb_stage;

typedef enum wb_verdict {
    WB_NO_INDICATOR,
    WB_NO_VALUE,
    WB_NO_ESTIMATE,
    WB_SEVERAL_ROWS,
    WB_NO_NUMBER,
    WB_UNIT_UNKNOWN,
    WB_UNIT_DIFFERS,
    WB_NO_DIRECTION,
    WB_NOT_MEASURED_SINCE,
    WB_NOT_MEASURED,
    WB_REACHED_EARLY,
    WB_AHEAD_OF_PATH,
    WB_ON_PATH,
    WB_BEHIND_PATH,
    WB_UNDERWAY,
    WB_REACHED,
    WB_UNDECIDED,
    WB_NOT_REACHED,
    WB_NOT_YET,
    WB_N_VERDICTS
} wb_verdict;

const char *wb_verdict_name(wb_verdict verdict);
wb_position wb_position_of(const wb_reading *reading, double value, int direction);
/* Against the target there is always a position. */
wb_verdict wb_verdict_of(wb_stage stage, wb_position target, wb_position path);

/* ---- a target evaluated (evaluate_target.c), and in words (evaluate_text.c) ---- */

typedef struct wb_evaluating {
    const wb_plan *plan;
    wb_plan_evaluate_options options;
    wb_readings readings;
    int32_t today;
    wb_builder *builder;
} wb_evaluating;

typedef struct wb_evaluated {
    const wb_record *target;
    const char *title, *indicator, *unit, *date; /* NULL: the plan has none */
    double from, to; /* in the unit of the target, like all numbers here */
    wb_verdict verdict;
    wb_reading now, then;
    double path, p_better, detectable;
    wb_position against_target, against_path;
    wb_moved moved;
    const char *estimate_unit; /* as wb_readings_unit() */
    size_t estimate_unit_length;
} wb_evaluated;

wb_evaluated wb_target_evaluate(const wb_evaluating *e, const wb_record *target);
wb_status wb_evaluated_tell(const wb_evaluated *evaluated, const wb_readings *readings,
                            const char *language, wb_text *out, wb_error *err);

#endif
