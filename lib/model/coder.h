/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Rows of frames as lanes of codes and numbers: what is known of them without knowing the
 * other rows. Blocks are filled whatever the chunks, so that sums over a block depend on
 * the row numbers alone. Of one thread. */
#ifndef WB_LIB_MODEL_CODER_H
#define WB_LIB_MODEL_CODER_H

#include "frame/frame.h"
#include "frame/tuples.h"
#include "model/family.h"

/* A term's column, coded. Codes are those of `keys`. */
typedef struct wb_coded {
    int32_t kind;  /* a wb_term; AUTO: only empty columns were seen */
    wb_keys *keys; /* of categories */
} wb_coded;

/* What a row is to the model. */
enum { WB_ROW_OUTSIDE = 0, WB_ROW_MISSING = 1, WB_ROW_MEMBER = 2 };

typedef struct wb_coder {
    const wb_model *model;
    const wb_family_rules *rules;
    wb_coded *variables; /* per term */
    wb_keys *outcome;    /* of a categorical outcome */
    /* columns of the frame at hand */
    size_t *columns; /* per term */
    size_t outcome_column;
    int64_t weight_column; /* -1: none */
    int64_t domain_column;
    size_t *replicate_columns;
    wb_block_scratch *scratch;
    /* the block, [variable * WB_MODEL_ROWS + i] */
    int32_t n;
    int32_t *codes;
    double *numbers;
    int32_t *outcome_codes;
    double *y;
    double *w; /* 0 but for members */
    double *replicates;
    uint8_t *rows;    /* WB_ROW_ */
    uint8_t *weighed; /* 1: the weight is above 0, of any row */
} wb_coder;

/* Keys are copied from `like` (NULL: none are known yet). Free it also after a failure.
 */
wb_status wb_coder_init(wb_coder *coder, const wb_model *model, const wb_coder *like,
                        wb_error *err);
void wb_coder_free(wb_coder *coder);

/* Find the columns of a frame. */
wb_status wb_coder_bind(wb_coder *coder, const wb_frame *frame, wb_error *err);

/* Add rows first .. first + n - 1 of the frame it is bound to, n at most what is left of
 * the block. On failure the block is damaged. */
wb_status wb_coder_take(wb_coder *coder, const wb_frame *frame, int64_t first, int32_t n,
                        wb_error *err);

/* The same of rows that have the terms alone, such as profiles: no outcome, weight 0. */
wb_status wb_coder_bind_terms(wb_coder *coder, const wb_frame *frame, wb_error *err);
wb_status wb_coder_take_terms(wb_coder *coder, const wb_frame *frame, int64_t first,
                              int32_t n, wb_error *err);

/* Learn the keys of another; maps[v] (per term, then the outcome) gets what its codes are
 * called here, NULL where there are none. Maps are the caller's, to be released. */
wb_status wb_coder_learn(wb_coder *coder, const wb_coder *from, int32_t **maps,
                         wb_error *err);

#endif
