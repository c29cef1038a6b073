/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The rows of a wave as CSV. A stratified sample is drawn from the wave's population:
 * stratum sizes proportional to the square root of the stratum's share, so that small
 * strata are over-sampled and weights differ; every weight is population / sample of its
 * stratum times a factor that has nothing to do with the answers. */
#ifndef WB_SYNTH_ROWS_H
#define WB_SYNTH_ROWS_H

#include "scale.h"
#include "wave.h"

typedef struct rows rows;

/* What the rows of every wave share. Borrows d and scales. */
wb_status rows_new(const definition *d, const scale *scales, uint64_t seed,
                   wb_writer *writer, rows **out, wb_error *err);
void rows_free(rows *r);

/* The comment line and the header. */
wb_status rows_header(rows *r, wb_error *err);

/* Rows first .. end - 1 of w; row i gets id first_id + i. @return also WB_E_ARG: so few
 * rows that a stratum has fewer than two. */
wb_status rows_write(rows *r, const wave *w, int64_t first, int64_t end, int64_t first_id,
                     wb_error *err);

/* Hand what is buffered to the writer. */
wb_status rows_flush(rows *r, wb_error *err);

#endif
