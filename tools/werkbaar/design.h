/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The design and the estimands that options or a file say: a specification. */
#ifndef WERKBAAR_TOOLS_DESIGN_H
#define WERKBAAR_TOOLS_DESIGN_H

#include "args.h"
#include "input.h"

#include <werkbaar/werkbaar.h>

enum { CLI_ONE_COLUMN = 4, CLI_TWO_COLUMNS = 3 };

typedef struct cli_design {
    const cli_args *args;
    cli_list strata, clusters, fpc, rscales, by;
    cli_list replicates; /* columns, once the file is known */
    cli_list single[CLI_ONE_COLUMN];
    cli_list pairs[CLI_TWO_COLUMNS]; /* first, second, first, second, ... */
    cli_list quantiles;              /* column, probability, column, ... */
    cli_list ranks;                  /* column, score, column, ... */
    int alone; /* the design and the groups are wanted, and nothing to estimate */
    wb_spec *spec;
} cli_design;

/* Read and check the options. Prints what is wrong. */
int cli_design_read(const cli_args *args, cli_design *design);
/* The same of a command that has no options for what is estimated. */
int cli_design_read_alone(const cli_args *args, cli_design *design);
/* `whole` names a file that says it all: none of the options that say a part goes with
 * it. */
int cli_design_alone(const cli_args *args, const char *whole);
/* Open a file of rows, make the specification for its columns (unless it is there), and
 * say how they are used. `weighting`: what the weights are calibrated with; NULL: they
 * are not. Prints what is wrong. */
int cli_design_open(cli_design *design, const char *path, const wb_weighting *weighting,
                    cli_input *input);
void cli_design_free(cli_design *design);
/* Say which columns of `schema` are replicate weights, as the options ask. Prints what is
 * wrong. */
int cli_design_replicates(cli_design *design, const wb_frame *schema);

#define CLI_ESTIMAND_OPTIONS                                                             \
    {"mean", "A,B,..",                                                                   \
     "means of these columns (of a bool column: the share that is true)"},               \
        {"total", "A,B,..", "totals of these columns"},                                  \
        {"proportion", "A,B,..", "the share of every value of these columns"},           \
        {"variance", "A,B,..", "variances of these columns in the population"},          \
        {"ratio", "A/B,..", "ratios of two totals"},                                     \
        {"covariance", "X,Y", "covariance of two columns; may be repeated"},             \
        {"correlation", "X,Y", "correlation of two columns; may be repeated"},           \
        {"quantile", "Y:P,Q,..",                                                         \
         "quantiles of a column at these probabilities; may be repeated.\n"              \
         "Takes two passes over the rows"},                                              \
    {                                                                                    \
        "rank", "Y:SCORE",                                                               \
            "mean scores of the ranks of a column, for rank tests by --test\n"           \
            "equal:COL: wilcoxon, van_der_waerden or median; may be repeated.\n"         \
            "Takes two passes over the rows"                                             \
    }

/* How the rows were sampled. */
#define CLI_SAMPLE_OPTIONS                                                               \
    {"weights", "W", "column of weights (default: all 1)"},                              \
        {"strata", "S,T,..",                                                             \
         "columns whose combinations are the strata (default: one stratum)"},            \
        {"clusters", "A,B,..",                                                           \
         "columns of sampled units, the first stage first (default: rows)"},             \
        {"fpc", "F,G,..",                                                                \
         "finite population corrections, the first stage first: columns of\n"            \
         "numbers of units, or of sampled fractions"},                                   \
        {"nested", NULL, "ids of the first stage count within their stratum"},           \
        {"ordered", NULL,                                                                \
         "the rows of a cluster follow each other: faster and in less memory, but\n"     \
         "what compares groups or outcomes is refused; so is a cluster that comes\n"     \
         "back; with one column of clusters"},                                           \
        {"open", NULL,                                                                   \
         "without clusters: keep every row, for how several outcomes vary\n"             \
         "together; memory grows with the rows"},                                        \
        {"replicates", "R1,R2,..",                                                       \
         "columns of replicate weights, or a pattern such as 'rep*'"},                   \
        {"rep-type", "T",                                                                \
         "what they are: jk1, jkn, jk2, brr, fay, bootstrap, sdr or other"},             \
        {"rep-scale", "X", "their scale (default: that of the type)"},                   \
        {"rep-rscales", "X,Y,..", "the scale of each; given once: of all"},              \
        {"rep-rho", "X", "rho of fay, also of replicates that are made"},                \
    {                                                                                    \
        "mse", NULL, "differences of replicates from the estimate itself"                \
    }

/* The groups, and how the rows were sampled. */
#define CLI_SAMPLING_OPTIONS                                                             \
    {"by", "G,H,..", "for every combination of the values of these columns"},            \
        {"margins", NULL,                                                                \
         "with --by: also for the columns one by one, and for all rows"},                \
        CLI_SAMPLE_OPTIONS

#define CLI_DESIGN_OPTIONS                                                               \
    CLI_ESTIMAND_OPTIONS, CLI_SAMPLING_OPTIONS,                                          \
        {"deff", "D", "design effects: wor (as in R) or wr"},                            \
    {                                                                                    \
        "spec", "FILE.json", "a whole specification instead of all of these", CLI_READS  \
    }

#endif
