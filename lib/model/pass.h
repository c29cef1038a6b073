/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A pass over the rows: what was found before it, and what it gathers. */
#ifndef WB_LIB_MODEL_PASS_H
#define WB_LIB_MODEL_PASS_H

#include "model/newton.h"
#include "survey/sample.h"

#include <stdatomic.h>

/* Rows of a part: parts are added in the order of the rows, blocks within them too, so
 * that the same rows give the same bits. */
enum { WB_MODEL_PART = 128 * WB_MODEL_ROWS };

typedef enum wb_model_stage {
    WB_STAGE_ROSTER = 0,     /* who is in the model; the design */
    WB_STAGE_STEPS = 1,      /* Newton's method */
    WB_STAGE_REPLICATES = 2, /* the same for every replicate */
    WB_STAGE_SCORES = 3      /* how the score varies over samples */
} wb_model_stage;

/* How the covariance of the score comes about. */
typedef enum wb_model_route {
    WB_ROUTE_CLOSED = 0,    /* rows are the units, closed at once: closed_joint.h */
    WB_ROUTE_OPEN = 1,      /* a tally of totals */
    WB_ROUTE_REPLICATES = 2 /* the estimates of replicates */
} wb_model_route;

/* What rows are worked on in, and a part that is under way; of one thread. */
typedef struct wb_model_desk {
    wb_roster roster; /* of the first stage; else its coder alone is used */
    wb_matrix matrix;
    wb_gram *grams; /* one, or one per replicate */
    size_t n_grams;
    double *beta; /* as columns are inside */
    double *score;
    double *information;
    double *deviance;
    /* of scores of closed rows */
    wb_keys **strata_keys;
    wb_tuples strata;
    size_t n_strata_keys;
    size_t *strata_columns;
    int32_t *strata_codes; /* [key * WB_MODEL_ROWS + row] */
    int32_t *strata_ids;
    wb_pair *strata_totals; /* [stratum * coefficients], as they are inside */
    int64_t *strata_counts;
    int32_t n_strata;
    int64_t n_rows;
} wb_model_desk;

struct wb_model_pass {
    wb_model *model;
    wb_fit_options options;
    wb_estimate_options estimating;
    int32_t stage;
    int32_t route;
    wb_roster roster;
    wb_tally *design; /* of one total: the rows in the model */
    wb_columns plan;  /* from the second stage on */
    double df;        /* of the design among the rows of the model */
    wb_newton newton;
    wb_newton *replicates;
    size_t n_replicates;
    wb_sample sample; /* of scores of closed rows */
    bool alone;       /* no other part of it is anywhere: the next may be two in one */
    bool joined;      /* steps and scores at once, for the step is expected to be none */
    bool ahead;       /* coefficients are those of a sample of the rows */
    double *factors;  /* per stratum */
    int64_t *counts;  /* per stratum: rows of the model with a positive weight */
    wb_tally *scores; /* of the open route */
    wb_model_desk desk; /* all parts that are full, and the one under way */
    bool has_desk;
    bool has_sample;
    wb_model_desk total;
    bool has_total;
    int64_t n_rows;
    atomic_int owners; /* whoever frees it, and the fit that was made of it */
    int32_t number;    /* 1: the first */
    bool over;         /* it became a fit */
    bool damaged;      /* by a failure */
};

wb_status wb_model_desk_open(wb_model_desk *desk, const wb_model_pass *pass, bool sums,
                             wb_error *err);
void wb_model_desk_close(wb_model_desk *desk);
/* The columns of a frame. */
wb_status wb_model_desk_bind(wb_model_desk *desk, const wb_model_pass *pass,
                             const wb_frame *frame, wb_error *err);
/* Add rows; not beyond the end of the part. */
wb_status wb_model_desk_take(wb_model_desk *desk, const wb_model_pass *pass,
                             const wb_frame *frame, int64_t first, int64_t n,
                             wb_error *err);
/* What is left in its block is worked on; sums are settled. */
wb_status wb_model_desk_settle(wb_model_desk *desk, const wb_model_pass *pass,
                               wb_error *err);
/* Add the settled sums of another. */
wb_status wb_model_desk_add(wb_model_desk *desk, const wb_model_desk *from,
                            const wb_model_pass *pass, wb_error *err);
/* The same; the other is empty afterwards. */
wb_status wb_model_desk_merge(wb_model_desk *desk, wb_model_desk *from,
                              const wb_model_pass *pass, wb_error *err);

/* Values for every row of a frame: 1 for those in the model, or scores[coefficient] as
 * columns are inside; NaN outside it. */
wb_status wb_model_desk_members(const wb_model_pass *pass, const wb_frame *frame,
                                double *members, wb_error *err);
wb_status wb_model_desk_scores(const wb_model_pass *pass, const wb_frame *frame,
                               double *const *scores, wb_error *err);

/* Whether the rows go through a tally in this stage, and through a desk. */
bool wb_pass_has_tally(const wb_model_pass *pass);
bool wb_pass_has_sums(const wb_model_pass *pass);

wb_status wb_pass_new(const wb_model *model, const wb_fit_options *options,
                      const wb_estimate_options *estimating, wb_model_pass **out,
                      wb_error *err);
void wb_pass_free(wb_model_pass *pass);
wb_status wb_pass_take(wb_model_pass *pass, wb_source *source, const wb_run *run,
                       wb_error *err);
/* Begin from the coefficients of a few of the rows, if there are many: the same ones for
 * the same rows. After the first step. */
wb_status wb_pass_look_ahead(wb_model_pass *pass, const wb_source *source, wb_error *err);
/* Coefficients as a model of an intercept alone has them, and its deviance. */
wb_status wb_pass_start(wb_model_pass *pass, wb_error *err);
wb_status wb_pass_null_deviance(const wb_model_pass *pass, double *deviance,
                                wb_error *err);
/* All rows are in `total`. */
wb_status wb_pass_settle(wb_model_pass *pass, wb_error *err);
/* Rows that this pass saw. */
int64_t wb_pass_rows(const wb_model_pass *pass);
/* What its rows say; *more is false when there is nothing left to ask of them. */
wb_status wb_pass_step(wb_model_pass *pass, bool *more, wb_error *err);

/* What follows from the roster and the tally of the design: its columns, its sample. */
wb_status wb_pass_know(wb_model_pass *pass, wb_error *err);
/* A later stage, of which the coefficients are there; then its desks. */
wb_status wb_pass_begin_replicates(wb_model_pass *pass, wb_error *err);
wb_status wb_pass_begin_scores(wb_model_pass *pass, wb_error *err);
wb_status wb_pass_open_desks(wb_model_pass *pass, wb_error *err);

/* What two parts of one pass have alike: model, options, stage, and what was found before
 * (pass_file.c). */
wb_status wb_pass_put_base(wb_text *to, const wb_model_pass *pass, wb_error *err);

/* The specification of the tally of a stage. */
wb_status wb_pass_spec(const wb_model *model, size_t n_totals, wb_spec **out,
                       wb_error *err);
/* The covariance of the scores of all coefficients by name, n x n. */
wb_status wb_pass_score_covariance(const wb_model_pass *pass, double *covariance,
                                   wb_error *err);

#endif
