/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The columns of the model matrix, once the categories are known. A term of numbers alone
 * is one dense column; a term with categories has a column per combination of theirs, of
 * which a row has one at most. Columns are named in the order of terms; inside, dense
 * ones come first, so that sums over rows touch what is not 0 and nothing else. */
#ifndef WB_LIB_MODEL_COLUMNS_H
#define WB_LIB_MODEL_COLUMNS_H

#include "model/roster.h"

enum { WB_MODEL_COLUMNS = 4096 }; /* most coefficients of a predictor */

/* The categories of a variable, in the order they are shown. */
typedef struct wb_columns_levels {
    int32_t n; /* 0: a number */
    int32_t reference;
    int32_t *codes;  /* per level */
    int32_t *levels; /* per code; -1: no row in the model has it */
    int32_t n_codes;
} wb_columns_levels;

typedef struct wb_columns_term {
    size_t *variables; /* none: the intercept */
    size_t n_variables;
    bool sparse;
    size_t first; /* its columns, by name */
    size_t n;
    /* sparse: by combination of levels, the first variable running fastest, the column
     * among sparse ones; -1: the reference of one of them */
    int32_t *cells;
    int32_t n_cells;
    size_t dense; /* else: among dense ones */
} wb_columns_term;

typedef struct wb_columns_one {
    size_t term;
    int32_t cell;  /* -1: of a dense term */
    size_t inside; /* where it is inside */
} wb_columns_one;

/* Which numbers are taken around their mean: it takes the terms below for the way back.
 */
typedef enum wb_centring {
    WB_CENTRING_NONE = 0, /* nothing stands for an intercept */
    WB_CENTRING_MAIN = 1, /* those of terms of their own: something is aliased */
    WB_CENTRING_ALL = 2   /* those of interactions too */
} wb_centring;

typedef struct wb_columns {
    const wb_model *model;
    const wb_roster *roster; /* borrowed */
    const wb_family_rules *rules;
    size_t q;                  /* predictors */
    wb_columns_levels *levels; /* per variable */
    wb_columns_levels outcome;
    int32_t event; /* its level in `outcome` */
    wb_columns_term *terms;
    size_t n_terms;
    size_t full; /* the term that has all its categories, for want of an intercept; else
                    n_terms */
    wb_columns_one *columns;
    size_t n_columns;
    size_t n_dense;
    size_t n_sparse;
    int32_t centring; /* a wb_centring */
    double *centres;  /* per variable that is a number: what is taken off, and then */
    double *scales;   /* what it is divided by */
} wb_columns;

/* The roster must outlive it. Free it also after a failure. WB_E_DATA: a model that the
 * rows cannot be of. */
wb_status wb_columns_init(wb_columns *plan, const wb_roster *roster, wb_error *err);
void wb_columns_free(wb_columns *plan);

/* What is taken off a variable in a term. */
double wb_columns_centre(const wb_columns *plan, const wb_columns_term *term,
                         size_t variable);

/* A coefficient (by name, of one predictor) on the scale of its variables: told of every
 * coefficient there that it is a part of, and which. */
typedef void (*wb_spread_fn)(void *user, size_t target, double factor);
void wb_columns_spread(const wb_columns *plan, size_t column, wb_spread_fn tell,
                       void *user);

/* "age", "sector:sex", "(intercept)"; appended. */
wb_status wb_columns_term_name(const wb_columns *plan, size_t term, wb_text *name,
                               wb_error *err);
/* The level of a combination: those of its variables that have them, joined by ':'. */
wb_status wb_columns_level_name(const wb_columns *plan, size_t term, int32_t cell,
                                wb_text *name, wb_error *err);
/* What category `level` of the outcome is called; appended. */
wb_status wb_columns_outcome_name(const wb_columns *plan, int32_t level, wb_text *name,
                                  wb_error *err);

#endif
