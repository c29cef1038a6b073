/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Evidence made of numbers: an estimates frame with a covariance matrix; and what the
 * tests of verbs share. Every helper asserts. */
#ifndef WB_TEST_INFER_SUPPORT_H
#define WB_TEST_INFER_SUPPORT_H

#include "survey/survey_support.h"

#include "frame/frame.h"
#include "infer/evidence.h"

enum { MOST_ROWS = 40 };

/* One estimate; sector NULL and year 0 are "all". */
typedef struct given {
    const char *sector;
    int year;
    const char *statistic, *variable, *category;
    double estimate, df;
} given;

typedef struct numbers {
    size_t n;
    double v[MOST_ROWS * MOST_ROWS];
    double df[MOST_ROWS];
    wb_frame *frame;
    wb_evidence evidence;
} numbers;

static inline wb_status numbers_covariance(const void *source, const int64_t *rows,
                                           size_t n, bool by_pair, double *covariance,
                                           wb_error *err)
{
    const numbers *from = source;
    (void)by_pair;
    (void)err;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++)
            covariance[i * n + j] = from->v[(size_t)rows[i] * from->n + (size_t)rows[j]];
    }
    return WB_OK;
}

static inline bool numbers_has_all(const void *source, const int64_t *rows, size_t n)
{
    (void)source;
    (void)rows;
    (void)n;
    return true;
}

/* As of domains that share no stratum. */
static inline wb_status numbers_df(const void *source, const int64_t *rows, size_t n,
                                   double *df, wb_error *err)
{
    const numbers *from = source;
    (void)err;
    *df = 0;
    for (size_t i = 0; i < n; i++)
        *df += from->df[rows[i]];
    return WB_OK;
}

static inline bool numbers_is_share(const void *source, int64_t row)
{
    const numbers *from = source;
    size_t length = 0;
    const char *text = wb_frame_text(from->frame, 2, row, &length);
    return text != NULL && length == 10 && memcmp(text, "proportion", 10) == 0;
}

/* Breakdowns are by (sector), (year) or (sector, year). */
static inline size_t numbers_breakdown(const void *source, int64_t row)
{
    const numbers *from = source;
    return (size_t)(2 * wb_frame_is_missing(from->frame, 1, row) +
                    wb_frame_is_missing(from->frame, 0, row));
}

static inline const char *numbers_last_column(const void *source, int64_t row)
{
    const numbers *from = source;
    if (!wb_frame_is_missing(from->frame, 1, row))
        return "year";
    return wb_frame_is_missing(from->frame, 0, row) ? NULL : "sector";
}

static inline void put_text(wb_builder *builder, size_t column, const char *text)
{
    if (text == NULL)
        assert_ok(wb_builder_missing(builder, column, NULL));
    else
        assert_ok(wb_builder_text(builder, column, text, strlen(text), NULL));
}

static inline void put_row(wb_builder *b, const given *row, double variance)
{
    put_text(b, 0, row->sector);
    if (row->year == 0)
        assert_ok(wb_builder_missing(b, 1, NULL));
    else
        assert_ok(wb_builder_int64(b, 1, row->year, NULL));
    put_text(b, 2, row->statistic);
    put_text(b, 3, row->variable);
    put_text(b, 4, row->category);
    assert_ok(wb_builder_double(b, 5, row->estimate, NULL));
    assert_ok(wb_builder_double(b, 6, sqrt(variance), NULL));
    assert_ok(wb_builder_missing(b, 7, NULL));
    assert_ok(wb_builder_missing(b, 8, NULL));
    assert_ok(wb_builder_double(b, 9, row->df, NULL));
    assert_ok(wb_builder_int64(b, 10, (int64_t)row->df + 1, NULL));
    assert_ok(wb_builder_missing(b, 11, NULL));
    put_text(b, 12, isnan(variance) ? "empty" : "ok");
}

/* Estimates frame by (sector, year) of rows with the n x n covariances v; NaN on the
 * diagonal: no se. Free with numbers_free(). */
static inline void numbers_make(numbers *made, const given *rows, const double *v,
                                size_t n)
{
    static const struct {
        const char *name;
        wb_type type;
    } columns[] = {{"sector", WB_TYPE_DICTIONARY},
                   {"year", WB_TYPE_INT64},
                   {"statistic", WB_TYPE_DICTIONARY},
                   {"variable", WB_TYPE_DICTIONARY},
                   {"category", WB_TYPE_DICTIONARY},
                   {"estimate", WB_TYPE_FLOAT64},
                   {"se", WB_TYPE_FLOAT64},
                   {"lower", WB_TYPE_FLOAT64},
                   {"upper", WB_TYPE_FLOAT64},
                   {"df", WB_TYPE_FLOAT64},
                   {"n", WB_TYPE_INT64},
                   {"deff", WB_TYPE_FLOAT64},
                   {"status", WB_TYPE_DICTIONARY}};
    wb_builder *builder = NULL;
    size_t column;

    assert_true(n <= MOST_ROWS);
    *made = (numbers){.n = n};
    assert_ok(wb_builder_new(&builder, NULL));
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        assert_ok(wb_builder_add_column(builder, columns[i].name, columns[i].type,
                                        &column, NULL));
    memcpy(made->v, v, n * n * sizeof *v);
    for (size_t i = 0; i < n; i++) {
        put_row(builder, &rows[i], v[i * n + i]);
        made->df[i] = rows[i].df;
    }
    assert_ok(wb_builder_finish(builder, &made->frame, NULL));
    wb_builder_free(builder);
    made->evidence = (wb_evidence){.estimates = made->frame,
                                   .level = 0.95,
                                   .covariance = numbers_covariance,
                                   .has_all = numbers_has_all,
                                   .df = numbers_df,
                                   .is_share = numbers_is_share,
                                   .breakdown = numbers_breakdown,
                                   .last_column = numbers_last_column,
                                   .source = made};
    assert_ok(wb_run_read(&made->evidence.run, NULL, NULL));
}

static inline void numbers_free(numbers *made)
{
    wb_frame_free(made->frame);
}

/* A standard: levels of a column with their weights. */
static inline wb_frame *standard_of(const char *column, const char *const *levels,
                                    const double *weights, int64_t n)
{
    wb_frame *frame = new_frame(n);
    add_texts(frame, column, levels);
    add_doubles(frame, "weight", weights);
    return frame;
}

static inline int holds_text(const wb_frame *frame, const char *column, int64_t row,
                             const char *text)
{
    size_t length = 0;
    const char *bytes = wb_frame_text(frame, column_of(frame, column), row, &length);
    return bytes != NULL && length == strlen(text) && memcmp(bytes, text, length) == 0;
}

static inline int text_is(const wb_frame *frame, const char *column, int64_t row,
                          const char *text)
{
    if (holds_text(frame, column, row, text))
        return 1;
    print_error("%s in row %d is not '%s'\n", column, (int)row, text);
    return 0;
}

/* A text, "" when missing. */
static inline const char *text_of(const wb_frame *frame, const char *column, int64_t row,
                                  char room[200])
{
    size_t length = 0;
    char number_room[WB_NUMBER_CHARS];
    size_t at = column_of(frame, column);

    room[0] = '\0';
    if (wb_frame_is_missing(frame, at, row))
        return room;
    const char *bytes = wb_cell_text(frame, at, row, number_room, &length);
    assert_true(length < 200);
    memcpy(room, bytes, length);
    room[length] = '\0';
    return room;
}

/* The same text, or neither has one. */
static inline bool same_text(const wb_frame *one, const char *column, int64_t row,
                             const wb_frame *other, const char *other_column,
                             int64_t other_row)
{
    char a[200], b[200];
    return strcmp(text_of(one, column, row, a),
                  text_of(other, other_column, other_row, b)) == 0;
}

/* |ours - R| <= 1e-9 max(|R|, scale). */
static inline void assert_agrees(const wb_frame *ours, const char *column, int64_t row,
                                 const wb_frame *theirs, const char *their_column,
                                 int64_t their_row, double scale)
{
    double expected = number(theirs, their_column, their_row);
    double found = number(ours, column, row);

    if (!wb_test_agrees(column, found, expected, scale, 1e-9))
        fail_msg("%s in row %d is %.17g, R has %.17g", column, (int)their_row, found,
                 expected);
}

#endif
