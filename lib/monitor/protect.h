/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A wave on its way through disclosure control. */
#ifndef WB_LIB_MONITOR_PROTECT_H
#define WB_LIB_MONITOR_PROTECT_H

#include "monitor/heads.h"

#include "disclose/ledger.h"

/* One wave. */
typedef struct wb_protecting {
    wb_heads *people;
    size_t wave;
    int32_t *largest; /* per variable its largest group */
    size_t *folded;   /* per cell the one that it is counted with; itself */
    int64_t *counts;  /* n and problem, and n of the group itself, of [cell * n_measures +
                         measure] */
    wb_keys *cells;   /* their names by number */
    wb_keys *measures;
    wb_frame *frame, *relations, *released, *audit;
    wb_ledger *earlier, *ledger; /* of this wave; NULL: none */
} wb_protecting;

/* Per cell and measure. */
enum { WB_HEADS_N, WB_HEADS_PROBLEM, WB_HEADS_KNOWN, WB_HEADS_COUNTS };

/* Count the people of a wave in every cell, and name the cells; `largest`, `folded` and
 * `counts` have room. */
wb_status wb_protecting_count(wb_protecting *p, wb_error *err);
/* `frame` and `relations`, which wb_disclose() takes; no relations when there are no
 * people. */
wb_status wb_protecting_frames(wb_protecting *p, wb_error *err);

#endif
