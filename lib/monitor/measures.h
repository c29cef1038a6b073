/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a monitor estimates in every cell, and the specification that asks for it. Columns
 * that the monitor makes have names that begin with '@', so that they never stand in the
 * way of columns of the answers. */
#ifndef WB_LIB_MONITOR_MEASURES_H
#define WB_LIB_MONITOR_MEASURES_H

#include "monitor/definition.h"
#include "score/instrument.h"

#include <werkbaar/survey.h>

#define WB_WAVE_COLUMN "@wave"
/* Groups of those whose group is not known, in columns of people that are counted. */
#define WB_UNKNOWN_GROUP "@unknown"

/* In the order of wb_measure_kind_names. */
typedef enum wb_measure_kind {
    WB_MEASURE_WORKABLE,
    WB_MEASURE_BOTTLENECKS,
    WB_MEASURE_COMBINATION,
    WB_MEASURE_PROBLEM,
    WB_MEASURE_ACUTE,
    WB_MEASURE_SCORE,
    WB_MEASURE_TOPIC,
    WB_MEASURE_KINDS
} wb_measure_kind;
extern const char *const wb_measure_kind_names[];

/* Composites of more parts than this are not taken apart into combinations. */
enum { WB_MAX_COMBINED = 6 };

typedef struct wb_measure {
    wb_measure_kind kind;
    const char *id;     /* borrowed: of the composite, indicator or topic */
    char *variable;     /* what results call the outcome */
    char *column;       /* where the rows have it */
    int32_t statistic;  /* mean or proportion */
    bool share;         /* its estimate is a share of people */
    double comparable;  /* from waves of this time on */
    size_t topic;       /* or WB_NOWHERE */
    uint32_t composite; /* of bottlenecks and combinations; else UINT32_MAX */
    uint32_t indicator; /* of a problem, acute problem or score; else UINT32_MAX */
} wb_measure;

typedef struct wb_measures {
    wb_measure *items;
    size_t n;
    size_t room;
} wb_measures; /* starts as {0} */

wb_status wb_measures_make(const wb_monitor_definition *definition,
                           const wb_instrument *instrument, wb_measures *out,
                           wb_error *err);
/* WB_E_DATA when a target or a population of the definition names what is no measure. */
wb_status wb_measures_check(const wb_measures *measures,
                            const wb_monitor_definition *definition, wb_error *err);
void wb_measures_clear(wb_measures *measures);

/* The parts of a composite that are problems, in its order: indicators. At most
 * WB_MAX_COMBINED, or 0 when it has more or is of another kind. */
size_t wb_composite_parts(const wb_composite *composite, uint32_t *parts);

/* The id of a combination: those of the indicators whose bit is set, joined by '+'; of
 * none "none". */
wb_status wb_combination_name(const wb_instrument *instrument,
                              const wb_composite *composite, uint32_t bits, wb_text *out,
                              wb_error *err);

/* The name of a column that the monitor makes. */
typedef wb_status wb_column_name(const char *id, wb_text *out, wb_error *err);
wb_column_name wb_made_column;

/* Declare the waves, and the groups of each variable in the column that is so named;
 * those whose group is not known are `unknown`, or nowhere when that is NULL. */
wb_status wb_cells_declare(wb_spec *spec, const wb_monitor_definition *definition,
                           wb_column_name *name_of, const char *unknown, wb_error *err);
/* Ask for the cells of a breakdown, by wave. */
wb_status wb_cells_break_down(wb_spec *spec, const wb_monitor_definition *definition,
                              const wb_breakdown *breakdown, wb_column_name *name_of,
                              wb_error *err);

/* The specification; design NULL: that of the definition. */
wb_status wb_measures_spec(const wb_measures *measures,
                           const wb_monitor_definition *definition,
                           const wb_instrument *instrument, const wb_spec *design,
                           wb_spec **out, wb_error *err);

/* What counts people for disclosure control: no weights, no design, the breakdowns that
 * are protected, and groups that may be unknown. */
wb_status wb_counting_spec(const wb_measures *measures,
                           const wb_monitor_definition *definition, wb_spec **out,
                           wb_error *err);
/* Whether people are counted by a measure of its own. */
bool wb_measure_is_counted(const wb_measure *measure);
/* Whether a breakdown is among those that are protected. */
bool wb_breakdown_is_protected(const wb_monitor_definition *definition, size_t breakdown);
/* The name of the column of counted groups. */
wb_column_name wb_counted_column;

#endif
