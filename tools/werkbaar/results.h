/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What is made of a tally: estimates, or what they say together. */
#ifndef WERKBAAR_TOOLS_RESULTS_H
#define WERKBAAR_TOOLS_RESULTS_H

#include "args.h"
#include "run.h"

#include <werkbaar/werkbaar.h>

typedef struct cli_results {
    const cli_args *args;
    wb_estimate_options estimating;
    int32_t test;    /* what is tested; 0: nothing */
    char *column;    /* of pairs, trend, equal or standardising */
    char *file;      /* of fit or standardising */
    wb_frame *given; /* what is in it */
    cli_list contrasts;
    cli_list variables; /* of fit: the proportion */
    wb_pairs_options pairs;
    wb_trend_options trend;
    wb_test_options tables;
} cli_results;

/* The options of how estimates are made; those that a command has not are at their
 * default. Prints what is wrong. */
int cli_estimating_read(const cli_args *args, wb_estimate_options *options);
/* --level, or --interval-level. Prints what is wrong. */
int cli_level_read(const cli_args *args, double *level);
/* Read the options and the file they may name. Prints what is wrong. */
int cli_results_read(const cli_args *args, cli_results *results);
wb_status cli_results_make(const cli_results *results, const wb_tally *tally,
                           const wb_run *run, wb_frame **out, wb_error *err);
void cli_results_free(cli_results *results);

/* Words of --ci in the order of wb_interval, ended by NULL. */
extern const char *const cli_intervals[];

#define CLI_INTERVAL_OPTION                                                              \
    {                                                                                    \
        "ci", "HOW",                                                                     \
            "intervals of proportions: logit (default), wald, wilson, beta,\n"           \
            "likelihood, asin, agresti_coull or jeffreys"                                \
    }

#define CLI_RESULTS_OPTIONS                                                              \
    CLI_INTERVAL_OPTION,                                                                 \
        {"level", "L", "level of the intervals (default 0.95); also --interval-level"},  \
        {"interval-level", "L", "the same"},                                             \
        {"quantile-rule", "R", "math (default), school or hf7"},                         \
        {"df", "N", "degrees of freedom (default: counted)"},                            \
        {"precision", NULL,                                                              \
         "add the columns cv and precision (a flag by stated rules)"},                   \
        {"drop-empty", NULL, "leave out groups without rows"},                           \
        {"lonely", "HOW",                                                                \
         "a stratum with one unit: fail (default), certainty, centre,\n"                 \
         "average or collapse"},                                                         \
        {"lonely-in-domain", NULL, "also where the group has one unit in a stratum"},    \
        {"ultimate-cluster", NULL, "the variance of the first stage alone"},             \
        {"make-replicates", "T",                                                         \
         "make replicates of the design: jk1, jkn, brr, fay or bootstrap"},              \
        {"n-replicates", "N", "of a bootstrap (default 500)"},                           \
        {"seed", "N", "of a bootstrap (default 0)"},                                     \
        {"contrast", "EXPR",                                                             \
         "instead of estimates, what an expression of them is, such as\n"                \
         "'mean(y)[g = \"a\"] - mean(y)[g = \"b\"]'; may be repeated"},                  \
        {"test", "TEST",                                                                 \
         "instead of estimates: pairs:COL, trend:COL or equal:COL (over the\n"           \
         "values of a column of --by), independence (a proportion and the\n"             \
         "last column of --by), fit:FILE (a proportion and the shares in a\n"            \
         "CSV file with the columns category and weight)",                               \
         CLI_READS_TO_FIT},                                                              \
        {"standardise", "COL:FILE",                                                      \
         "instead of estimates, those standardised over COL: shares in a CSV\n"          \
         "file with the columns COL and weight",                                         \
         CLI_READS_OF_COLUMN},                                                           \
        {"adjust", "A", "p of pairs: none (default), holm or bh"},                       \
        {"degree", "N", "of a trend (default 1)"},                                       \
    {                                                                                    \
        "table-test", "T",                                                               \
            "of independence and fit: rao_scott_f (default), rao_scott_chisq,\n"         \
            "wald, adj_wald, lincom, saddlepoint, satterthwaite or all"                  \
    }

#endif
