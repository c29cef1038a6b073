/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* One calibration step: its rows as classes, its auxiliaries, its equations. */
#ifndef WB_LIB_WEIGHT_CALIBRATION_H
#define WB_LIB_WEIGHT_CALIBRATION_H

#include "weight/cell_map.h"
#include "weight/system.h"
#include "weight/weighing.h"

/* What is known of a class: of its rows, and after solving. */
typedef struct wb_class {
    wb_pair before;
    wb_pair after;
    double squares; /* Σ w² before, then after */
    int64_t n;
    int64_t left; /* rows of another weight than 0 after solving */
    int64_t negative;
    double g_min;
    double g_max;
} wb_class;

typedef struct wb_auxiliary_sums {
    wb_pair before; /* Σ d x */
    wb_pair after;
    double size; /* Σ d |x| */
    double low;  /* the least and the most that bounds of g allow */
    double high;
    double centre; /* values are (x - centre) / spread */
    double spread;
} wb_auxiliary_sums;

typedef struct wb_calibration {
    wb_weighing *weighing;
    const wb_step *step;
    wb_cell_map *maps; /* per margin */
    wb_tuples tuples;  /* of the margins' cells: classes */
    int32_t *rows;     /* class per row, -1: no weight */
    wb_class *classes;
    int32_t n_classes;
    int32_t capacity;
    int32_t *members; /* unknowns of class c: members[c * n_margins + m] */
    size_t *starts;   /* first unknown of a margin; n_margins + 1 */
    double *mass;     /* per class */
    double *targets;  /* per unknown */
    double *scales;
    double *values;          /* n_auxiliaries a row */
    wb_auxiliary_sums *sums; /* per auxiliary */
    wb_system system;        /* the equations, of all this */
    wb_solution solution;
} wb_calibration;

/* Put every row in its class, and check that categories and targets know each other. */
wb_status wb_calibration_classify(wb_calibration *t, wb_error *err);
/* Read the auxiliaries, centred (where there is a margin) and scaled. */
wb_status wb_calibration_read_auxiliaries(wb_calibration *t, wb_error *err);
/* Say why the equations have no solution. */
wb_status wb_calibration_explain(const wb_calibration *t, wb_error *err);
/* Refuse totals that the bounds rule out, each by itself. */
wb_status wb_calibration_check_reach(const wb_calibration *t, wb_error *err);
/* The new weights, checked, with the report. */
wb_status wb_calibration_finish(wb_calibration *t, wb_error *err);

/* Unknown k as "margin 'a+b', category 'x+y'" or "auxiliary 'z'". */
wb_status wb_calibration_name(const wb_calibration *t, size_t unknown, wb_text *out,
                              wb_error *err);
/* Total of an unknown as it was given. */
double wb_calibration_target(const wb_calibration *t, size_t unknown);

#endif
