/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The counts of a frame, checked and put in order. */
#include "disclose/disclose.h"

#include "frame/span.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const wb_count_names[WB_COUNTS] = {"n", "problem", "acute"};

enum { LONGEST_ID = 255, MOST_CELLS = 1 << 20 };
static const double LARGEST = 1e12; /* answers: sums of counts stay far inside int64 */

/* The columns of the frame; -1: one that may be missing is not there. */
typedef struct columns {
    const wb_frame *frame;
    size_t cell, measure;
    int64_t counts[WB_COUNTS], staff, largest, sensitive;
} columns;

const char *wb_headcounts_cell_id(const wb_headcounts *counts, int32_t cell)
{
    size_t length;

    return wb_keys_text(counts->cell_keys, counts->cell_codes[cell], &length);
}

const char *wb_headcounts_measure_id(const wb_headcounts *counts, int32_t measure)
{
    size_t length;

    return wb_keys_text(counts->measure_keys, counts->measure_codes[measure], &length);
}

wb_counted *wb_headcounts_find(const wb_headcounts *counts, int32_t cell, int32_t measure)
{
    int64_t at = counts->at[(int64_t)cell * counts->n_measures + measure];

    return at < 0 ? NULL : &counts->rows[at];
}

/* By halves: numbers go by the order of ids. */
static int32_t find_id(const wb_keys *keys, const int32_t *codes, int32_t n,
                       const char *id, size_t length)
{
    int32_t low = 0;
    int32_t high = n;

    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        wb_span text;
        int order;

        text.bytes = wb_keys_text(keys, codes[middle], &text.length);
        order = wb_span_compare(text, (wb_span){id, length});
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return -1;
}

int32_t wb_headcounts_cell(const wb_headcounts *counts, const char *id, size_t length)
{
    return find_id(counts->cell_keys, counts->cell_codes, counts->n_cells, id, length);
}

int32_t wb_headcounts_measure(const wb_headcounts *counts, const char *id, size_t length)
{
    return find_id(counts->measure_keys, counts->measure_codes, counts->n_measures, id,
                   length);
}

void wb_headcounts_free(wb_headcounts *counts)
{
    wb_keys_free(counts->cell_keys);
    wb_keys_free(counts->measure_keys);
    wb_release(counts->cell_codes);
    wb_release(counts->measure_codes);
    wb_release(counts->cell_ranks);
    wb_release(counts->measure_ranks);
    wb_release(counts->cells);
    wb_release(counts->measures);
    wb_release(counts->rows);
    wb_release(counts->at);
    *counts = (wb_headcounts){0};
}

/* ---- columns ---- */

static bool is_text(const wb_frame *frame, size_t column)
{
    int32_t type = wb_frame_column_type(frame, column);

    return type == WB_TYPE_UTF8 || type == WB_TYPE_DICTIONARY;
}

wb_status wb_text_column_find(const wb_frame *frame, const char *name,
                              const char *purpose, size_t *column, wb_error *err)
{
    wb_status st = wb_frame_require(frame, name, purpose, column, err);

    if (st == WB_OK && !is_text(frame, *column))
        st = wb_fail_at(err, WB_E_DATA, -1, name, "column '%s' holds no texts", name);
    return st;
}

static wb_status find_number(const columns *c, const char *name, int64_t *column,
                             wb_error *err)
{
    *column = wb_frame_find(c->frame, name);
    if (*column < 0 || wb_frame_has_numbers(c->frame, (size_t)*column))
        return WB_OK;
    return wb_fail_at(err, WB_E_DATA, -1, name,
                      "column '%s' holds %s, where numbers are expected", name,
                      wb_type_name(wb_frame_column_type(c->frame, (size_t)*column)));
}

static wb_status find_columns(columns *c, wb_error *err)
{
    static const char purpose[] = "counts of cells";
    wb_status st = WB_OK;
    size_t n;

    WB_TRY(wb_text_column_find(c->frame, "cell", purpose, &c->cell, err));
    WB_TRY(wb_text_column_find(c->frame, "measure", purpose, &c->measure, err));
    WB_TRY(wb_frame_require(c->frame, "n", purpose, &n, err));
    for (int k = 0; k < WB_COUNTS; k++)
        WB_TRY(find_number(c, wb_count_names[k], &c->counts[k], err));
    WB_TRY(find_number(c, "staff", &c->staff, err));
    WB_TRY(find_number(c, "largest", &c->largest, err));
    WB_TRY(find_number(c, "sensitive", &c->sensitive, err));
done:
    return st;
}

/* ---- ids ---- */

static wb_status check_ids(const wb_keys *keys, const char *name, wb_error *err)
{
    for (int32_t code = 0; code < wb_keys_count(keys); code++) {
        size_t length;
        const char *id = wb_keys_text(keys, code, &length);

        if (length < 1 || length > LONGEST_ID || strlen(id) != length)
            return wb_fail_at(err, WB_E_DATA, -1, name,
                              "an id in column '%s' is not 1 to %d bytes of text", name,
                              (int)LONGEST_ID);
    }
    return WB_OK;
}

/* Codes of all rows in `codes`, in blocks. */
static wb_status read_codes(const columns *c, size_t column, wb_keys *keys,
                            int32_t *codes, wb_error *err)
{
    wb_status st = WB_OK;
    const char *name = wb_keys_name(keys);
    int64_t n_rows = wb_frame_row_count(c->frame);

    for (int64_t first = 0; first < n_rows; first += WB_BLOCK_ROWS) {
        int64_t left = n_rows - first;
        int32_t n = left < WB_BLOCK_ROWS ? (int32_t)left : WB_BLOCK_ROWS;

        WB_TRY(wb_keys_codes(keys, c->frame, column, first, n, codes + first, err));
        for (int64_t i = first; i < first + n; i++) {
            if (codes[i] < 0)
                WB_TRY(wb_fail_at(err, WB_E_DATA, i, name, "'%s' is missing in row %lld",
                                  name, (long long)i));
        }
    }
    WB_TRY(check_ids(keys, name, err));
done:
    return st;
}

/* Numbers in the order of ids. */
static wb_status rank_keys(const wb_keys *keys, int32_t **codes, int32_t **ranks,
                           int32_t *n, wb_error *err)
{
    *n = wb_keys_count(keys);
    *codes = wb_allocate((size_t)*n, sizeof **codes);
    *ranks = wb_allocate((size_t)*n, sizeof **ranks);
    if (*codes == NULL || *ranks == NULL)
        return wb_fail_nomem(err);
    wb_keys_order(keys, *codes);
    for (int32_t i = 0; i < *n; i++)
        (*ranks)[(*codes)[i]] = i;
    return WB_OK;
}

static wb_status make_places(wb_headcounts *counts, wb_error *err)
{
    int64_t n_places = (int64_t)counts->n_cells * counts->n_measures;

    if (n_places > 64 * (int64_t)MOST_CELLS)
        return wb_fail(err, WB_E_LIMIT, "%d cells of %d measures are too many",
                       (int)counts->n_cells, (int)counts->n_measures);
    counts->cells = wb_allocate((size_t)counts->n_cells, sizeof *counts->cells);
    counts->measures = wb_allocate((size_t)counts->n_measures, sizeof *counts->measures);
    counts->rows = wb_allocate((size_t)counts->n_rows, sizeof *counts->rows);
    counts->at = wb_resize(NULL, (size_t)n_places, sizeof *counts->at);
    if (counts->cells == NULL || counts->measures == NULL || counts->rows == NULL ||
        counts->at == NULL)
        return wb_fail_nomem(err);
    for (int64_t i = 0; i < n_places; i++)
        counts->at[i] = -1;
    for (int32_t i = 0; i < counts->n_cells; i++)
        counts->cells[i].staff = -1;
    return WB_OK;
}

/* ---- values ---- */

/* A whole number, -1 when missing or when there is no such column. */
static wb_status read_whole(const columns *c, int64_t column, int64_t row, int64_t *value,
                            wb_error *err)
{
    const char *name;
    double number;

    *value = -1;
    if (column < 0 || wb_frame_is_missing(c->frame, (size_t)column, row))
        return WB_OK;
    name = wb_frame_column_name(c->frame, (size_t)column);
    number = wb_frame_double(c->frame, (size_t)column, row);
    if (!(number >= 0 && number <= LARGEST) || number != floor(number))
        return wb_fail_at(err, WB_E_DATA, row, name,
                          "'%s' in row %lld is not a whole number from 0 to 1e12", name,
                          (long long)row);
    *value = (int64_t)number;
    return WB_OK;
}

/* Smaller and larger of two numbers that must be in this order, both given. */
static wb_status check_order(const wb_counted *row, int64_t small, const char *small_name,
                             int64_t large, const char *large_name, wb_error *err)
{
    if (small < 0 || large < 0 || small <= large)
        return WB_OK;
    return wb_fail_at(err, WB_E_DATA, row->row, small_name,
                      "%s is %lld in row %lld, more than %s, which is %lld", small_name,
                      (long long)small, (long long)row->row, large_name,
                      (long long)large);
}

static wb_status check_row(const wb_counted *row, int64_t staff, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_count_state *counts = row->counts;

    if (counts[WB_COUNT_N].value < 0)
        return wb_fail_at(err, WB_E_DATA, row->row, "n", "'n' is missing in row %lld",
                          (long long)row->row);
    if (counts[WB_COUNT_ACUTE].value >= 0 && counts[WB_COUNT_PROBLEM].value < 0)
        return wb_fail_at(err, WB_E_DATA, row->row, "acute",
                          "row %lld has an acute count without a problem count",
                          (long long)row->row);
    WB_TRY(check_order(row, counts[WB_COUNT_PROBLEM].value, "problem",
                       counts[WB_COUNT_N].value, "n", err));
    WB_TRY(check_order(row, counts[WB_COUNT_ACUTE].value, "acute",
                       counts[WB_COUNT_PROBLEM].value, "problem", err));
    WB_TRY(check_order(row, row->largest, "largest", counts[WB_COUNT_N].value, "n", err));
    WB_TRY(check_order(row, counts[WB_COUNT_N].value, "n", staff, "staff", err));
done:
    return st;
}

/* What all rows of a cell or of a measure must have alike. */
static wb_status check_alike(wb_headcounts *counts, const wb_counted *row, int64_t staff,
                             bool sensitive, wb_error *err)
{
    wb_counted_cell *cell = &counts->cells[row->cell];
    wb_counted_measure *measure = &counts->measures[row->measure];

    if (cell->staff >= 0 && staff >= 0 && cell->staff != staff)
        return wb_fail_at(err, WB_E_DATA, row->row, "staff",
                          "staff of '%.80s' is %lld in row %lld and %lld in another",
                          wb_headcounts_cell_id(counts, row->cell), (long long)staff,
                          (long long)row->row, (long long)cell->staff);
    for (int k = 0; k < WB_COUNTS; k++) {
        bool has = row->counts[k].value >= 0;

        if (measure->seen && measure->has[k] != has)
            return wb_fail_at(
                err, WB_E_DATA, row->row, wb_count_names[k],
                "measure '%.80s' has '%s' in some cells and not in row %lld",
                wb_headcounts_measure_id(counts, row->measure), wb_count_names[k],
                (long long)row->row);
        measure->has[k] = has;
    }
    if (measure->seen && measure->sensitive != sensitive)
        return wb_fail_at(err, WB_E_DATA, row->row, "sensitive",
                          "measure '%.80s' is sensitive in some cells and not in others",
                          wb_headcounts_measure_id(counts, row->measure));
    if (staff >= 0)
        cell->staff = staff;
    measure->sensitive = sensitive;
    measure->seen = true;
    return WB_OK;
}

static wb_status read_row(const columns *c, wb_headcounts *counts, int64_t i,
                          const int32_t *codes, wb_error *err)
{
    wb_status st = WB_OK;
    wb_counted *row = &counts->rows[i];
    int64_t staff, sensitive;

    row->row = i;
    row->cell = counts->cell_ranks[codes[i]];
    row->measure = counts->measure_ranks[codes[counts->n_rows + i]];
    for (int k = 0; k < WB_COUNTS; k++) {
        row->counts[k].for_counted = -1;
        row->counts[k].then = -1;
        WB_TRY(read_whole(c, c->counts[k], i, &row->counts[k].value, err));
    }
    WB_TRY(read_whole(c, c->largest, i, &row->largest, err));
    WB_TRY(read_whole(c, c->staff, i, &staff, err));
    WB_TRY(read_whole(c, c->sensitive, i, &sensitive, err));
    WB_TRY(check_row(row, staff, err));
    WB_TRY(check_alike(counts, row, staff, sensitive > 0, err));
    if (counts->cells[row->cell].weight < row->counts[WB_COUNT_N].value)
        counts->cells[row->cell].weight = row->counts[WB_COUNT_N].value;
done:
    return st;
}

static int by_place(const void *a, const void *b)
{
    const wb_counted *x = a;
    const wb_counted *y = b;

    if (x->cell != y->cell)
        return x->cell < y->cell ? -1 : 1;
    if (x->measure != y->measure)
        return x->measure < y->measure ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

/* Put the rows in order and find each a place of its own. */
static wb_status place_rows(wb_headcounts *counts, wb_error *err)
{
    qsort(counts->rows, (size_t)counts->n_rows, sizeof *counts->rows, by_place);
    for (int64_t i = 0; i < counts->n_rows; i++) {
        const wb_counted *row = &counts->rows[i];
        int64_t *at = &counts->at[(int64_t)row->cell * counts->n_measures + row->measure];

        if (*at >= 0)
            return wb_fail_at(err, WB_E_DATA, row->row, "cell",
                              "cell '%.80s' has measure '%.80s' twice, in row %lld too",
                              wb_headcounts_cell_id(counts, row->cell),
                              wb_headcounts_measure_id(counts, row->measure),
                              (long long)row->row);
        *at = i;
    }
    return WB_OK;
}

/* Staff may stand in one row of a cell; it holds for all. */
static wb_status check_staff(const wb_headcounts *counts, wb_error *err)
{
    wb_status st = WB_OK;

    for (int64_t i = 0; i < counts->n_rows && st == WB_OK; i++) {
        const wb_counted *row = &counts->rows[i];
        st = check_order(row, row->counts[WB_COUNT_N].value, "n",
                         counts->cells[row->cell].staff, "staff", err);
    }
    return st;
}

wb_status wb_headcounts_read(const wb_frame *frame, wb_headcounts *counts, wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *view = NULL;
    columns c = {0};
    int32_t *codes = NULL;

    counts->n_rows = wb_frame_row_count(frame);
    WB_TRY(wb_frame_apply_ranges(frame, &view, err));
    c.frame = view != NULL ? view : frame;
    WB_TRY(find_columns(&c, err));
    codes = wb_allocate(2 * (size_t)counts->n_rows, sizeof *codes);
    if (codes == NULL)
        WB_TRY(wb_fail_nomem(err));
    WB_TRY(wb_keys_new("cell", &counts->cell_keys, err));
    WB_TRY(wb_keys_new("measure", &counts->measure_keys, err));
    WB_TRY(read_codes(&c, c.cell, counts->cell_keys, codes, err));
    WB_TRY(read_codes(&c, c.measure, counts->measure_keys, codes + counts->n_rows, err));
    WB_TRY(rank_keys(counts->cell_keys, &counts->cell_codes, &counts->cell_ranks,
                     &counts->n_cells, err));
    WB_TRY(rank_keys(counts->measure_keys, &counts->measure_codes, &counts->measure_ranks,
                     &counts->n_measures, err));
    WB_TRY(make_places(counts, err));
    for (int64_t i = 0; i < counts->n_rows; i++)
        WB_TRY(read_row(&c, counts, i, codes, err));
    WB_TRY(place_rows(counts, err));
    WB_TRY(check_staff(counts, err));
done:
    wb_release(codes);
    wb_frame_free(view);
    return st;
}
