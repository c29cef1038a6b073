/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Another frame without the numbers of hidden rows. */
#include "disclose/ledger.h"

#include <string.h>

typedef struct masking {
    const wb_frame *frame, *released;
    size_t cell, measure; /* in frame */
    bool with_measure;
    wb_keys *cells, *measures; /* ids in released */
    uint8_t *verdicts;         /* wb_entry_status by cell and measure */
    uint8_t *rows;             /* the same by row of frame */
} masking;

static wb_status find_text(const wb_frame *frame, const char *name, size_t *column,
                           wb_error *err)
{
    return wb_text_column_find(frame, name, "hiding rows", column, err);
}

/* ---- what is released ---- */

/* A status that is none of ours hides. */
static wb_entry_status status_of(const wb_frame *released, size_t column, int64_t row)
{
    size_t length = 0;
    const char *text = wb_frame_text(released, column, row, &length);

    for (int i = WB_ENTRY_OK; i <= WB_ENTRY_NO_ACUTE; i++) {
        const char *name = wb_entry_names[i];
        if (text != NULL && strlen(name) == length && memcmp(name, text, length) == 0)
            return (wb_entry_status)i;
    }
    return WB_ENTRY_HIDDEN;
}

/* The code of a text, added when it is new; -1 of none. */
static wb_status code_of(wb_keys *keys, const wb_frame *frame, size_t column, int64_t row,
                         int32_t *code, wb_error *err)
{
    size_t length = 0;
    const char *text = wb_frame_text(frame, column, row, &length);

    *code = -1;
    return text == NULL ? WB_OK
                        : wb_keys_add(keys, WB_KEY_TEXT, text, length, 0, code, err);
}

enum { NOT_THERE = WB_ENTRY_HIDDEN + 1 };

static void set_verdict(const masking *m, int32_t cell, int32_t measure,
                        wb_entry_status status)
{
    size_t at = (size_t)cell;

    if (m->with_measure)
        at = at * (size_t)wb_keys_count(m->measures) + (size_t)measure;
    if (m->verdicts[at] == NOT_THERE || m->verdicts[at] < status)
        m->verdicts[at] = (uint8_t)status;
}

static wb_status read_codes(masking *m, size_t cell, size_t measure, int32_t *codes,
                            wb_error *err)
{
    wb_status st = WB_OK;

    for (int64_t i = 0; i < wb_frame_row_count(m->released); i++) {
        WB_TRY(code_of(m->cells, m->released, cell, i, &codes[2 * i], err));
        WB_TRY(code_of(m->measures, m->released, measure, i, &codes[2 * i + 1], err));
    }
done:
    return st;
}

static wb_status read_released(masking *m, wb_error *err)
{
    wb_status st = WB_OK;
    int64_t n = wb_frame_row_count(m->released);
    int32_t *codes = NULL;
    size_t cell, measure, status, n_places;

    WB_TRY(find_text(m->released, "cell", &cell, err));
    WB_TRY(find_text(m->released, "measure", &measure, err));
    WB_TRY(find_text(m->released, "status", &status, err));
    codes = wb_allocate(2 * (size_t)n, sizeof *codes);
    if (codes == NULL)
        WB_TRY(wb_fail_nomem(err));
    WB_TRY(read_codes(m, cell, measure, codes, err));
    n_places = (size_t)wb_keys_count(m->cells);
    if (m->with_measure)
        n_places *= (size_t)wb_keys_count(m->measures);
    m->verdicts = wb_allocate(n_places, 1);
    if (m->verdicts == NULL)
        WB_TRY(wb_fail_nomem(err));
    memset(m->verdicts, NOT_THERE, n_places);
    for (int64_t i = 0; i < n; i++) {
        if (codes[2 * i] >= 0 && codes[2 * i + 1] >= 0)
            set_verdict(m, codes[2 * i], codes[2 * i + 1],
                        status_of(m->released, status, i));
    }
done:
    wb_release(codes);
    return st;
}

/* ---- the rows of the frame ---- */

static wb_status judge_rows(masking *m, wb_error *err)
{
    wb_status st = WB_OK;
    int64_t n = wb_frame_row_count(m->frame);
    int32_t n_cells = wb_keys_count(m->cells);
    int32_t n_measures = wb_keys_count(m->measures);

    m->rows = wb_allocate((size_t)n, 1);
    if (m->rows == NULL)
        return wb_fail_nomem(err);
    for (int64_t i = 0; i < n; i++) {
        int32_t cell;
        int32_t measure = 0;
        uint8_t verdict = NOT_THERE;

        WB_TRY(code_of(m->cells, m->frame, m->cell, i, &cell, err));
        if (m->with_measure)
            WB_TRY(code_of(m->measures, m->frame, m->measure, i, &measure, err));
        if (cell >= 0 && cell < n_cells && measure >= 0 && measure < n_measures)
            verdict = m->verdicts[m->with_measure ? (size_t)cell * (size_t)n_measures +
                                                        (size_t)measure
                                                  : (size_t)cell];
        m->rows[i] = verdict == NOT_THERE ? WB_ENTRY_HIDDEN : verdict;
    }
done:
    return st;
}

/* ---- columns ---- */

static bool is_masked(const masking *m, bool acute, int64_t row)
{
    return m->rows[row] == WB_ENTRY_HIDDEN ||
           (acute && m->rows[row] == WB_ENTRY_NO_ACUTE);
}

/* The type a column of numbers is built in; WB_TYPE_NULL: no numbers, it is shared. */
static wb_type built_type(int32_t type)
{
    switch ((wb_type)type) {
    case WB_TYPE_BOOL:
        return WB_TYPE_BOOL;
    case WB_TYPE_INT8:
    case WB_TYPE_INT16:
    case WB_TYPE_INT32:
    case WB_TYPE_UINT8:
    case WB_TYPE_UINT16:
        return WB_TYPE_INT32;
    case WB_TYPE_INT64:
    case WB_TYPE_UINT32:
    case WB_TYPE_UINT64:
        return WB_TYPE_INT64;
    case WB_TYPE_FLOAT32:
    case WB_TYPE_FLOAT64:
        return WB_TYPE_FLOAT64;
    case WB_TYPE_NULL:
    case WB_TYPE_UTF8:
    case WB_TYPE_DICTIONARY:
    case WB_TYPE_DATE32:
    case WB_TYPE_TIMESTAMP:
        break;
    }
    return WB_TYPE_NULL;
}

/* A frame of one column: the numbers that stay. */
static wb_status build_numbers(const masking *m, size_t from, wb_type type, bool acute,
                               wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_builder *builder = NULL;
    const char *name = wb_frame_column_name(m->frame, from);
    size_t at;

    WB_TRY(wb_builder_new(&builder, err));
    WB_TRY(wb_builder_add_column(builder, name, type, &at, err));
    for (int64_t i = 0; i < wb_frame_row_count(m->frame); i++) {
        if (is_masked(m, acute, i) || wb_frame_is_missing(m->frame, from, i))
            WB_TRY(wb_builder_missing(builder, at, err));
        else if (type == WB_TYPE_FLOAT64)
            WB_TRY(
                wb_builder_double(builder, at, wb_frame_double(m->frame, from, i), err));
        else
            WB_TRY(wb_builder_int64(builder, at, wb_frame_int64(m->frame, from, i), err));
    }
    WB_TRY(wb_builder_finish(builder, out, err));
    WB_TRY(wb_frame_copy_labels(*out, 0, m->frame, from, err));
done:
    wb_builder_free(builder);
    return st;
}

/* The statuses: the frame's own where nothing is hidden. */
static wb_status build_status(const masking *m, int64_t from, wb_frame **out,
                              wb_error *err)
{
    wb_status st = WB_OK;
    wb_builder *builder = NULL;
    size_t at;

    WB_TRY(wb_builder_new(&builder, err));
    WB_TRY(wb_builder_add_column(builder, "status", WB_TYPE_UTF8, &at, err));
    for (int64_t i = 0; i < wb_frame_row_count(m->frame); i++) {
        const char *text = wb_entry_names[m->rows[i]];
        size_t length = strlen(text);

        if (m->rows[i] == WB_ENTRY_OK && from >= 0)
            text = wb_frame_text(m->frame, (size_t)from, i, &length);
        if (text == NULL)
            WB_TRY(wb_builder_missing(builder, at, err));
        else
            WB_TRY(wb_builder_text(builder, at, text, length, err));
    }
    WB_TRY(wb_builder_finish(builder, out, err));
done:
    wb_builder_free(builder);
    return st;
}

static wb_status put_column(const masking *m, size_t from, wb_frame *to, wb_error *err)
{
    wb_status st = WB_OK;
    wb_type type = built_type(wb_frame_column_type(m->frame, from));
    const char *name = wb_frame_column_name(m->frame, from);
    wb_frame *made = NULL;

    if (strcmp(name, "status") == 0)
        WB_TRY(build_status(m, (int64_t)from, &made, err));
    else if (type != WB_TYPE_NULL)
        WB_TRY(build_numbers(m, from, type, strcmp(name, "acute") == 0, &made, err));
    WB_TRY(wb_frame_share_column(to, name, made != NULL ? made : m->frame,
                                 made != NULL ? 0 : from, err));
done:
    wb_frame_free(made);
    return st;
}

static wb_status put_columns(const masking *m, wb_frame *to, wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *made = NULL;

    for (size_t i = 0; i < wb_frame_column_count(m->frame); i++)
        WB_TRY(put_column(m, i, to, err));
    if (wb_frame_find(m->frame, "status") < 0) {
        WB_TRY(build_status(m, -1, &made, err));
        WB_TRY(wb_frame_share_column(to, NULL, made, 0, err));
    }
    if (wb_frame_metadata(m->frame) != NULL)
        WB_TRY(wb_frame_set_metadata(to, wb_frame_metadata(m->frame), err));
done:
    wb_frame_free(made);
    return st;
}

/* ---- all of it ---- */

static wb_status find_columns(masking *m, const char *cell, const char *measure,
                              wb_error *err)
{
    wb_status st = WB_OK;
    int64_t status = wb_frame_find(m->frame, "status");
    size_t at;

    WB_TRY(find_text(m->frame, cell, &m->cell, err));
    if (m->with_measure)
        WB_TRY(find_text(m->frame, measure, &m->measure, err));
    if (status >= 0)
        WB_TRY(find_text(m->frame, "status", &at, err));
done:
    return st;
}

wb_status wb_disclose_mask(const wb_frame *frame, const char *cell_column,
                           const char *measure_column, const wb_frame *released,
                           wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    masking m = {
        .frame = frame, .released = released, .with_measure = measure_column != NULL};
    wb_frame *made = NULL;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (frame == NULL || released == NULL || cell_column == NULL)
        return wb_fail(err, WB_E_ARG,
                       "a frame, its column of cells and what is released are required");
    WB_TRY(find_columns(&m, cell_column, measure_column, err));
    WB_TRY(wb_keys_new("cell", &m.cells, err));
    WB_TRY(wb_keys_new("measure", &m.measures, err));
    WB_TRY(read_released(&m, err));
    WB_TRY(judge_rows(&m, err));
    WB_TRY(wb_frame_new(wb_frame_row_count(frame), &made, err));
    WB_TRY(put_columns(&m, made, err));
    *out = made;
    made = NULL;
done:
    wb_keys_free(m.cells);
    wb_keys_free(m.measures);
    wb_release(m.verdicts);
    wb_release(m.rows);
    wb_frame_free(made);
    return st;
}
