/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The model that options say. */
#ifndef WERKBAAR_TOOLS_MODELLING_H
#define WERKBAAR_TOOLS_MODELLING_H

#include "args.h"

#include <werkbaar/werkbaar.h>

/* Read the options, without the design. Prints what is wrong; *model is to be freed even
 * so. */
int cli_model_read(const cli_args *args, wb_model **model);

/* The design of a model as a specification; an empty one when it has none. Prints what is
 * wrong. */
int cli_model_design(const wb_model *model, wb_spec **out);

#define CLI_MODEL_OPTIONS                                                                \
    {"outcome", "COL", "what is modelled"},                                              \
        {"family", "F",                                                                  \
         "logit (default): log odds of an event; linear: the mean of a number;\n"        \
         "multinomial: log odds of every category against the first; ordered: of a\n"    \
         "category above a threshold"},                                                  \
        {"event", "VALUE",                                                               \
         "of a logit: the value that is the event (default: true, or 1)"},               \
        {"categories", "A,B,..",                                                         \
         "of several categories: their order (default: by their text); the first\n"      \
         "is what others are compared with, or the lowest"},                             \
        {"term", "A,B,..",                                                               \
         "columns that may go with it: numbers as numbers, others as categories.\n"      \
         "A:categorical makes categories of numbers, A=VALUE compares with VALUE;\n"     \
         "may be repeated"},                                                             \
        {"interaction", "A:B,..",                                                        \
         "terms whose products are in the model; may be repeated"},                      \
        {"domain", "COL",                                                                \
         "a column that is true in the rows the model is of; the others stay in\n"       \
         "the design"},                                                                  \
    {                                                                                    \
        "no-intercept", NULL, "without one"                                              \
    }

/* How it is fitted. */
#define CLI_FIT_OPTIONS                                                                  \
    {"level", "L", "level of the intervals (default 0.95)"},                             \
        {"df", "N", "degrees of freedom (default: counted)"},                            \
        {"lonely", "HOW",                                                                \
         "a stratum with one unit: fail (default), certainty, centre,\n"                 \
         "average or collapse"},                                                         \
        {"lonely-in-domain", NULL, "also where the domain has one unit in a stratum"},   \
    {                                                                                    \
        "ultimate-cluster", NULL, "the variance of the first stage alone"                \
    }

#endif
