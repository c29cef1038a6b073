/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "quality/roc.h"

#include <math.h>
#include <string.h>

const char *const wb_roc_criterion_names[WB_ROC_LEVELS] = {"roc_problem", "roc_acute"};

/* Bytes of a bool column. */
enum { IS_FALSE = 0, IS_TRUE = 1, IS_MISSING = INT8_MIN };

/* The bits of a double, read as a whole number, are in its order from 0 up; below 0 they
 * run backwards. */
static int64_t key_of(double score)
{
    int64_t bits;

    score += 0.0; /* -0 becomes 0 */
    memcpy(&bits, &score, sizeof bits);
    return bits < 0 ? bits ^ INT64_MAX : bits;
}

double wb_roc_score(int64_t key)
{
    int64_t bits = key < 0 ? key ^ INT64_MAX : key;
    double score;

    memcpy(&score, &bits, sizeof score);
    return score;
}

/* ---- reading ---- */

typedef struct field {
    const wb_frame *frame;
    const char *name;
    const char *purpose;
    size_t at;
    int64_t row0;
} field;

static wb_status find_column(const wb_frame *frame, const char *name, const char *purpose,
                             int64_t row0, field *out, wb_error *err)
{
    wb_status st = WB_OK;

    *out = (field){.frame = frame, .name = name, .purpose = purpose, .row0 = row0};
    WB_TRY(wb_frame_require(frame, name, purpose, &out->at, err));
    if (!wb_frame_has_numbers(frame, out->at))
        return wb_fail_at(err, WB_E_DATA, -1, name,
                          "column '%s' holds %s, and a %s is %s", name,
                          wb_type_name(wb_frame_column_type(frame, out->at)), purpose,
                          strcmp(purpose, "score") == 0 ? "a number" : "true or false");
done:
    return st;
}

static wb_status view(const field *from, int64_t first, int32_t n,
                      wb_block_scratch *scratch, wb_block *block, wb_error *err)
{
    return wb_frame_block(from->frame, from->at, first, n, WB_BLOCK_DOUBLE, scratch,
                          block, err);
}

static bool is_there(const wb_block *block, int32_t i)
{
    return (block->present == NULL || block->present[i]) && !isnan(block->doubles[i]);
}

static int32_t rows_left(const wb_frame *frame, int64_t first)
{
    int64_t left = wb_frame_row_count(frame) - first;

    return left < WB_BLOCK_ROWS ? (int32_t)left : WB_BLOCK_ROWS;
}

/* A score as its key, INT64_MIN where it is missing. */
static wb_status read_scores(const field *from, int64_t *keys, wb_block_scratch *scratch,
                             wb_error *err)
{
    wb_status st = WB_OK;
    int64_t n_rows = wb_frame_row_count(from->frame);
    wb_block block;

    for (int64_t first = 0; first < n_rows; first += WB_BLOCK_ROWS) {
        WB_TRY(view(from, first, rows_left(from->frame, first), scratch, &block, err));
        for (int32_t i = 0; i < block.n; i++) {
            bool there = is_there(&block, i);
            if (there && isinf(block.doubles[i]))
                return wb_fail_at(err, WB_E_DATA, from->row0 + first + i, from->name,
                                  "score '%s' is infinite", from->name);
            keys[first + i] = there ? key_of(block.doubles[i]) : INT64_MIN;
        }
    }
done:
    return st;
}

static wb_status read_bools(const field *from, int8_t *out, wb_block_scratch *scratch,
                            wb_error *err)
{
    wb_status st = WB_OK;
    int64_t n_rows = wb_frame_row_count(from->frame);
    wb_block block;

    for (int64_t first = 0; first < n_rows; first += WB_BLOCK_ROWS) {
        WB_TRY(view(from, first, rows_left(from->frame, first), scratch, &block, err));
        for (int32_t i = 0; i < block.n; i++) {
            double x = is_there(&block, i) ? block.doubles[i] : 0;
            if (x != 0 && x != 1) {
                char text[WB_NUMBER_CHARS];
                wb_format_double(text, x);
                return wb_fail_at(err, WB_E_DATA, from->row0 + first + i, from->name,
                                  "%s '%s' is %s: it has to be true or false, or 1 or 0",
                                  from->purpose, from->name, text);
            }
            out[first + i] = is_there(&block, i) ? (int8_t)x : IS_MISSING;
        }
    }
done:
    return st;
}

/* ---- columns made ---- */

typedef struct made {
    int64_t *keys;
    int8_t *criteria[WB_ROC_LEVELS];
    int8_t *domain; /* NULL: all rows */
    wb_block_scratch *scratch;
} made;

static void free_made(made *columns)
{
    wb_release(columns->keys);
    for (size_t j = 0; j < WB_ROC_LEVELS; j++)
        wb_release(columns->criteria[j]);
    wb_release(columns->domain);
    wb_release(columns->scratch);
}

static wb_status make_room(const wb_roc_asked *asked, size_t n_rows, made *columns,
                           wb_error *err)
{
    bool failed;

    columns->keys = wb_allocate(n_rows, sizeof *columns->keys);
    columns->scratch = wb_resize(NULL, 1, sizeof *columns->scratch);
    failed = columns->keys == NULL || columns->scratch == NULL;
    for (size_t j = 0; j < asked->n_levels; j++) {
        columns->criteria[j] = wb_allocate(n_rows, 1);
        failed = failed || columns->criteria[j] == NULL;
    }
    if (asked->options.domain != NULL) {
        columns->domain = wb_allocate(n_rows, 1);
        failed = failed || columns->domain == NULL;
    }
    return failed ? wb_fail_nomem(err) : WB_OK;
}

/* A row counts where it is in the domain and has a score and a criterion. */
static void keep_members(const made *columns, int64_t n_rows, int8_t *criterion)
{
    for (int64_t i = 0; i < n_rows; i++) {
        bool inside = columns->domain == NULL || columns->domain[i] == IS_TRUE;
        if (!inside || columns->keys[i] == INT64_MIN)
            criterion[i] = IS_MISSING;
    }
}

static wb_status read_all(const wb_roc_asked *asked, const wb_frame *rows, int64_t row0,
                          made *columns, wb_error *err)
{
    wb_status st = WB_OK;
    field from;

    WB_TRY(find_column(rows, asked->score, "score", row0, &from, err));
    WB_TRY(read_scores(&from, columns->keys, columns->scratch, err));
    if (columns->domain != NULL) {
        WB_TRY(find_column(rows, asked->options.domain, "domain", row0, &from, err));
        WB_TRY(read_bools(&from, columns->domain, columns->scratch, err));
    }
    for (size_t j = 0; j < asked->n_levels; j++) {
        int8_t *criterion = columns->criteria[j];
        WB_TRY(find_column(rows, asked->criteria[j], "criterion", row0, &from, err));
        WB_TRY(read_bools(&from, criterion, columns->scratch, err));
        keep_members(columns, wb_frame_row_count(rows), criterion);
    }
done:
    return st;
}

/* The values are taken over, also by a failure. */
static wb_status hand_over(wb_frame *frame, const char *name, wb_column column,
                           void *values, wb_error *err)
{
    wb_status st;

    column.flags |= WB_COLUMN_SENTINEL;
    column.values = values;
    column.release = wb_release;
    column.user = values;
    st = wb_frame_add_trusted(frame, name, &column, err);
    if (st != WB_OK)
        wb_release(values);
    return st;
}

static wb_status add_made(const wb_roc_asked *asked, made *columns, wb_frame *frame,
                          wb_error *err)
{
    wb_column key = WB_COLUMN_INIT;
    wb_column criterion = WB_COLUMN_INIT;
    wb_status st;

    key.type = WB_TYPE_INT64;
    key.sentinel = INT64_MIN;
    st = hand_over(frame, WB_ROC_SCORE, key, columns->keys, err);
    columns->keys = NULL;
    criterion.type = WB_TYPE_BOOL;
    criterion.flags = WB_COLUMN_BOOL_BYTES;
    criterion.sentinel = IS_MISSING;
    for (size_t j = 0; j < asked->n_levels && st == WB_OK; j++) {
        st = hand_over(frame, wb_roc_criterion_names[j], criterion, columns->criteria[j],
                       err);
        columns->criteria[j] = NULL;
    }
    return st;
}

static wb_status share_design(const wb_names *design, const wb_frame *rows,
                              wb_frame *frame, wb_error *err)
{
    wb_status st = WB_OK;
    size_t at;

    for (size_t i = 0; i < design->count; i++) {
        WB_TRY(wb_frame_require(rows, design->items[i], "design", &at, err));
        WB_TRY(wb_frame_share_column(frame, NULL, rows, at, err));
    }
    WB_TRY(wb_frame_set_metadata(frame, wb_frame_metadata(rows), err));
done:
    return st;
}

wb_status wb_roc_derive(const wb_roc_asked *asked, const wb_names *design,
                        const wb_frame *rows, int64_t row0, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    int64_t n_rows = wb_frame_row_count(rows);
    wb_frame *plain = NULL;
    wb_frame *frame = NULL;
    made columns = {0};

    WB_TRY(wb_frame_apply_ranges(rows, &plain, err));
    const wb_frame *from = plain != NULL ? plain : rows;
    WB_TRY(wb_frame_new(n_rows, &frame, err));
    WB_TRY(share_design(design, from, frame, err));
    WB_TRY(make_room(asked, (size_t)n_rows, &columns, err));
    WB_TRY(read_all(asked, from, row0, &columns, err));
    WB_TRY(add_made(asked, &columns, frame, err));
    *out = frame;
    frame = NULL;
done:
    free_made(&columns);
    wb_frame_free(plain);
    wb_frame_free(frame);
    return st;
}
