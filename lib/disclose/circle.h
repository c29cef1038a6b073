/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Crosses that close a circle: age*sex, sex*job and job*age. Tables of such crosses that
 * agree in all sums they have in common may be tables of no people at all, so that who
 * reckons with people tells more than the sums do. Where crosses close none, tables that
 * agree are always of some people (Vorob'ev 1962, Theory Probab. Appl. 7, 147-163; for
 * whole numbers Lauritzen 1996, Graphical Models, 4.4), and the sums are all there is. */
#ifndef WB_LIB_DISCLOSE_CIRCLE_H
#define WB_LIB_DISCLOSE_CIRCLE_H

#include "base/base.h"

#include <stdbool.h>
#include <stddef.h>

/* The columns that one cross is of, each below n_columns. */
typedef struct wb_cross {
    const size_t *columns;
    size_t n;
} wb_cross;

/* Which of n crosses are left of circles when what hangs on them is taken away (the
 * reduction of Graham, Yu and Ozsoyoglu): in_circle[i]; all false where there is none.
 * WB_E_NOMEM. */
WB_CHECKED wb_status wb_circle_find(const wb_cross *crosses, size_t n, size_t n_columns,
                                    bool *in_circle, wb_error *err);

#endif
