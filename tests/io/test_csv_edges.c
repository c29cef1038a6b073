/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* CSV at the edges of what is read at a time: long headers and preambles, records at the
 * limit, columns that grow, and fields that do not fit their column. */
#include "io/step_reader.h"

#include <stdio.h>
#include <stdlib.h>

static wb_status read_with(const char *text, size_t n, const wb_csv_options *options,
                           wb_frame **frame, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_source *source = NULL;

    *err = (wb_error){0};
    assert_ok(wb_reader_from_memory(text, n, "edge", &reader, NULL));
    wb_status st = wb_csv_read(reader, options, &source, err);
    if (st != WB_OK)
        wb_reader_free(reader);
    else
        st = wb_source_collect(source, NULL, frame, err);
    wb_source_free(source);
    return st;
}

static wb_frame *read_well(const char *text, size_t n, const wb_csv_options *options)
{
    wb_frame *frame = NULL;
    wb_error err;

    if (read_with(text, n, options, &frame, &err) != WB_OK)
        fail_msg("%s", err.message);
    return frame;
}

static char *room_for(size_t n)
{
    char *text = malloc(n);

    assert_non_null(text);
    return text;
}

/* ---- before the rows ---- */

static void check_name(size_t length, wb_status expected)
{
    char text[200];
    wb_csv_options options = WB_CSV_OPTIONS_INIT;
    wb_frame *frame = NULL;
    wb_error err;

    memcpy(text, "a,", 2);
    memset(text + 2, 'x', length);
    memcpy(text + 2 + length, "\n1,2\n", 5);
    assert_fails(read_with(text, length + 7, &options, &frame, &err), expected);
    if (expected == WB_OK) {
        assert_int_equal(strlen(wb_frame_column_name(frame, 1)), length);
    } else {
        assert_non_null(strstr(err.message, "the name of column 2 of 'edge' is longer"));
        assert_int_equal(err.line, 1);
        assert_int_equal(err.column, 2);
    }
    wb_frame_free(frame);
}

static void test_wb_csv_read__takes_names_of_127_bytes(void **state)
{
    (void)state;
    check_name(127, WB_OK);
    check_name(128, WB_E_DATA);
}

/* The first window has 256 KiB. */
enum { WINDOW = 256 << 10 };

static void check_preamble(size_t length)
{
    wb_csv_options options = WB_CSV_OPTIONS_INIT;
    char *text = room_for(length + 10);

    memset(text, '#', length);
    memcpy(text, "# SYNTHETIC", 11);
    memcpy(text + length - 1, "\na\n1\n", 5);
    wb_frame *frame = read_well(text, length + 4, &options);
    assert_int_equal(wb_frame_row_count(frame), 1);
    assert_string_equal(wb_frame_column_name(frame, 0), "a");
    assert_non_null(strstr(wb_frame_metadata(frame), "\"synthetic\":true"));
    wb_frame_free(frame);
    free(text);
}

static void test_wb_csv_read__passes_lines_before_the_header_of_any_length(void **state)
{
    (void)state;
    for (size_t length = WINDOW - 2; length <= WINDOW + 2; length++)
        check_preamble(length);
    check_preamble(5 * WINDOW);
}

static void check_long_header(int32_t delimiter)
{
    enum { COLUMNS = 2300, EACH = 120 }; /* 278 kB */
    wb_csv_options options = WB_CSV_OPTIONS_INIT;
    char *text = room_for(COLUMNS * (EACH + 2) + 1), *at = text;

    options.delimiter = delimiter;
    for (int i = 0; i < COLUMNS; i++)
        at += sprintf(at, "c%0119d%c", i, i + 1 < COLUMNS ? ';' : '\n');
    for (int i = 0; i < COLUMNS; i++)
        at += sprintf(at, "%c", i + 1 < COLUMNS ? ';' : '\n');
    wb_frame *frame = read_well(text, (size_t)(at - text), &options);
    assert_int_equal(wb_frame_column_count(frame), COLUMNS);
    assert_string_equal(wb_frame_column_name(frame, COLUMNS - 1) + EACH - 5, "02299");
    assert_int_equal(wb_frame_row_count(frame), 1);
    wb_frame_free(frame);
    free(text);
}

static void test_wb_csv_read__takes_a_header_longer_than_it_reads_at_once(void **state)
{
    (void)state;
    check_long_header(0);
    check_long_header(';');
}

static void test_wb_csv_read__refuses_utf16_of_both_orders(void **state)
{
    static const char *const texts[] = {"\xff\xfe"
                                        "a",
                                        "\xfe\xff"
                                        "a"};
    wb_csv_options options = WB_CSV_OPTIONS_INIT;
    wb_frame *frame = NULL;
    wb_error err;

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        assert_fails(read_with(texts[i], 3, &options, &frame, &err), WB_E_DATA);
        assert_non_null(strstr(err.message, "'edge' is UTF-16"));
    }
}

/* ---- large ---- */

static void test_wb_csv_read__ignores_40_mib_of_empty_lines_at_the_end(void **state)
{
    enum { LINES = 40 << 20 };
    wb_csv_options options = WB_CSV_OPTIONS_INIT;
    char *text = room_for(LINES + 8);

    (void)state;
    memcpy(text, "a,b\n1,2\n", 8);
    memset(text + 8, '\n', LINES);
    wb_frame *frame = read_well(text, LINES + 8, &options);
    assert_int_equal(wb_frame_row_count(frame), 1);
    assert_int_equal(wb_frame_int64(frame, 1, 0), 2);
    wb_frame_free(frame);
    free(text);
}

/* It ends within the window that is made for it. */
static void test_wb_csv_read__refuses_a_record_that_ends_beyond_64_mib(void **state)
{
    enum { LENGTH = 66 << 20 };
    wb_csv_options options = WB_CSV_OPTIONS_INIT;
    wb_frame *frame = NULL;
    wb_error err;
    char *text = room_for(LENGTH);

    (void)state;
    memset(text, 'x', LENGTH);
    memcpy(text, "a\n", 2);
    text[LENGTH - 1] = '\n';
    assert_fails(read_with(text, LENGTH, &options, &frame, &err), WB_E_LIMIT);
    assert_non_null(strstr(err.message, "the record on line 2 of 'edge' is longer"));
    assert_int_equal(err.line, 2);
    free(text);
}

/* They lie in the window that the long record made, and a block ends before them. */
static void test_wb_csv_read__counts_33_mib_of_empty_lines_between_records(void **state)
{
    enum { LONG = 40 << 20, LINES = 33 << 20, SIZE = LONG + LINES + 20 };
    wb_csv_options options = WB_CSV_OPTIONS_INIT;
    wb_frame *frame = NULL;
    wb_error err;
    char *text = room_for(SIZE), *p = text;

    (void)state;
    memcpy(p, "a,b\n", 4);
    memset(p + 4, 'x', LONG);
    p += 4 + LONG;
    memcpy(p, ",1\ny,2\n", 7);
    memset(p + 7, '\n', LINES);
    p += 7 + LINES;
    memcpy(p, "z,3\n", 4);
    assert_fails(read_with(text, (size_t)(p + 4 - text), &options, &frame, &err),
                 WB_E_DATA);
    assert_string_equal(err.message, "line 4 of 'edge' has 1 field; the header has 2");
    assert_int_equal(err.line, 4);
    assert_int_equal(err.row, 2);
    free(text);
}

static void test_wb_csv_read__keeps_what_is_missing_as_columns_grow(void **state)
{
    enum { ROWS = 50000 };
    wb_csv_options options = WB_CSV_OPTIONS_INIT;
    char *text = room_for(ROWS * 40 + 20), *at = text;

    (void)state;
    options.chunk_rows = ROWS;
    options.infer_rows = 64; /* so many rows have room at first */
    at += sprintf(at, "i,x,t,b\n");
    for (int i = 0; i < ROWS; i++)
        at += i % 7 == 0 ? sprintf(at, ",,,\n")
                         : sprintf(at, "%d,%d.5,t%d,%s\n", i, i, i,
                                   i % 2 == 1 ? "true" : "false");
    wb_frame *frame = read_well(text, (size_t)(at - text), &options);
    assert_int_equal(wb_frame_row_count(frame), ROWS);
    for (int i = 0; i < ROWS; i += i < 100 ? 1 : 83)
        for (size_t column = 0; column < 4; column++)
            assert_int_equal(wb_frame_is_missing(frame, column, i) != 0, i % 7 == 0);
    assert_int_equal(wb_frame_int64(frame, 0, ROWS - 1), ROWS - 1);
    assert_int_equal(wb_frame_int64(frame, 3, ROWS - 1), (ROWS - 1) % 2);
    wb_frame_free(frame);
    free(text);
}

/* ---- without memory ---- */

static const char *given;
static size_t n_given;
static int64_t given_rows;

static wb_status read_given(void)
{
    wb_csv_options options = WB_CSV_OPTIONS_INIT;
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_frame *frame = NULL;
    wb_status st = wb_reader_from_memory(given, n_given, "edge", &reader, NULL);

    options.infer_rows = 8;
    if (st == WB_OK)
        st = wb_csv_read(reader, &options, &source, NULL);
    if (st != WB_OK)
        wb_reader_free(reader);
    else
        st = wb_source_collect(source, NULL, &frame, NULL);
    if (st == WB_OK)
        assert_int_equal(wb_frame_row_count(frame), given_rows);
    wb_frame_free(frame);
    wb_source_free(source);
    return st;
}

static void test_wb_csv_read__has_memory_for_growing_columns_or_not(void **state)
{
    char text[2000];
    int at = sprintf(text, "i,t,b\n");

    (void)state;
    for (int i = 0; i < 60; i++)
        at += i % 7 == 0 ? sprintf(text + at, ",,\n")
                         : sprintf(text + at, "%d,t%d,true\n", i, i);
    given = text;
    n_given = (size_t)at;
    given_rows = 60;
    wb_test_every_allocation(read_given);
}

static void test_wb_csv_read__has_memory_for_a_long_record_or_not(void **state)
{
    enum { LONG = 300 << 10 };
    char *text = room_for(LONG + 20);

    (void)state;
    memcpy(text, "a,b\n", 4);
    memset(text + 4, 'x', LONG);
    memcpy(text + 4 + LONG, ",1\n", 3);
    given = text;
    n_given = LONG + 7;
    given_rows = 1;
    wb_test_every_allocation(read_given);
    free(text);
}

/* ---- fields that do not fit ---- */

/* Of one column: the first row makes it what it is, the last does not fit. */
static void check_later(const char *text, const char *field, const char *expects)
{
    wb_csv_options options = WB_CSV_OPTIONS_INIT;
    wb_frame *frame = NULL;
    wb_error err;
    char says[100];

    options.infer_rows = 1;
    options.chunk_rows = 1;
    assert_fails(read_with(text, strlen(text), &options, &frame, &err), WB_E_DATA);
    snprintf(says, sizeof says, "field '%s' in column 'a', line 3, is not %s", field,
             expects);
    if (strstr(err.message, says) == NULL)
        fail_msg("'%s' lacks '%s'", err.message, says);
    assert_string_equal(err.item, "a");
    assert_int_equal(err.row, 1);
    assert_int_equal(err.line, 3);
}

static void test_wb_csv_read__says_which_later_field_does_not_fit(void **state)
{
    (void)state;
    check_later("a\ntrue\nyes\n", "yes", "true or false");
    check_later("a\ntrue\n\"t\"\"\"\n", "t\"\"", "true or false");
    check_later("a\n2024-01-01\n\"2024-01\"\"01\"\n", "2024-01\"\"01",
                "a date (YYYY-MM-DD)");
    check_later("a\n1\n\"1\"\"\"\n", "1\"\"", "a whole number");
    check_later("a\n1.5\n\"1\"\"\"\n", "1\"\"", "a number");
}

/* Columns of one declared type. */
static wb_status read_declared(const char *text, int32_t type, wb_frame **frame,
                               wb_error *err)
{
    static const int64_t nothing[1] = {0};
    wb_csv_options options = WB_CSV_OPTIONS_INIT;
    wb_column column = WB_COLUMN_INIT;
    wb_frame *types = NULL;

    column.type = type;
    column.values = nothing;
    assert_ok(wb_frame_new(0, &types, NULL));
    assert_ok(wb_frame_add_column(types, "a", &column, NULL));
    options.types = types;
    wb_status st = read_with(text, strlen(text), &options, frame, err);
    wb_frame_free(types);
    return st;
}

static void test_wb_csv_read__takes_no_category_that_is_not_utf8(void **state)
{
    wb_csv_options options = WB_CSV_OPTIONS_INIT;
    static const int32_t none[1] = {0};
    static const char text[] = "s\nZo\xc3\xab\nZo\xeb\n";
    wb_column column = WB_COLUMN_INIT;
    wb_frame *types = NULL, *frame = NULL;
    wb_error err;

    (void)state;
    column.type = WB_TYPE_DICTIONARY;
    column.values = none;
    assert_ok(wb_frame_new(0, &types, NULL));
    assert_ok(wb_frame_add_column(types, "s", &column, NULL));
    options.types = types;
    assert_fails(read_with(text, sizeof text - 1, &options, &frame, &err), WB_E_DATA);
    assert_null(frame);
    assert_non_null(strstr(err.message, "in column 's', line 3, is not"));
    assert_int_equal(err.line, 3);
    assert_int_equal(err.row, 1);
    wb_frame_free(types);
}

static void test_wb_csv_read__knows_the_largest_of_declared_numbers(void **state)
{
    wb_frame *frame = NULL;
    wb_error err;

    (void)state;
    assert_ok(read_declared("a\n18446744073709551615\n", WB_TYPE_UINT64, &frame, &err));
    wb_frame_free(frame);
    frame = NULL;
    assert_fails(read_declared("a\n18446744073709551616\n", WB_TYPE_UINT64, &frame, &err),
                 WB_E_DATA);
    assert_non_null(strstr(err.message, "field '18446744073709551616' in column 'a'"));
    assert_ok(read_declared("a\nInf\n3e38\n", WB_TYPE_FLOAT32, &frame, &err));
    assert_true(wb_frame_double(frame, 0, 0) == INFINITY);
    wb_frame_free(frame);
    frame = NULL;
    assert_fails(read_declared("a\n1\n1e39\n", WB_TYPE_FLOAT32, &frame, &err), WB_E_DATA);
    assert_non_null(strstr(err.message, "field '1e39' in column 'a'"));
}

/* A column that had no value in the whole file has none after rewinding either. */
static void test_wb_csv_read__says_that_a_column_had_no_value(void **state)
{
    static const char before[] = "a,b\n1,\n", after[] = "a,b\n1,x\n";
    wb_csv_options options = WB_CSV_OPTIONS_INIT;
    step_bytes bytes = {.text = before, .length = sizeof before - 1};
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_frame *frame = NULL;
    wb_error err = {0};

    (void)state;
    assert_ok(
        wb_reader_new(step_read, step_rewind, step_close, &bytes, "edge", &reader, NULL));
    assert_ok(wb_csv_read(reader, &options, &source, NULL));
    assert_ok(wb_source_next(source, &frame, NULL));
    assert_int_equal(wb_frame_column_type(frame, 1), WB_TYPE_NULL);
    wb_frame_free(frame);
    frame = NULL;
    bytes.text = after;
    bytes.length = sizeof after - 1;
    assert_ok(wb_source_rewind(source, NULL));
    assert_fails(wb_source_next(source, &frame, &err), WB_E_DATA);
    assert_null(frame);
    assert_string_equal(err.item, "b");
    assert_non_null(strstr(err.message, "(the first 1 rows had no value)"));
    wb_source_free(source);
}

static void test_wb_csv_read__refuses_delimiters_and_marks_that_cannot_be(void **state)
{
    static const int32_t wrong[] = {-1, 128, 'x', '.'};
    wb_csv_options options = WB_CSV_OPTIONS_INIT;
    wb_frame *frame = NULL;
    wb_error err;

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        options.delimiter = wrong[i];
        assert_fails(read_with("a\n1\n", 4, &options, &frame, &err), WB_E_ARG);
        assert_true(strlen(err.message) > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_csv_read__takes_names_of_127_bytes),
        cmocka_unit_test(test_wb_csv_read__passes_lines_before_the_header_of_any_length),
        cmocka_unit_test(test_wb_csv_read__takes_a_header_longer_than_it_reads_at_once),
        cmocka_unit_test(test_wb_csv_read__refuses_utf16_of_both_orders),
        cmocka_unit_test(test_wb_csv_read__ignores_40_mib_of_empty_lines_at_the_end),
        cmocka_unit_test(test_wb_csv_read__refuses_a_record_that_ends_beyond_64_mib),
        cmocka_unit_test(test_wb_csv_read__counts_33_mib_of_empty_lines_between_records),
        cmocka_unit_test(test_wb_csv_read__keeps_what_is_missing_as_columns_grow),
        cmocka_unit_test(test_wb_csv_read__says_which_later_field_does_not_fit),
        cmocka_unit_test(test_wb_csv_read__has_memory_for_growing_columns_or_not),
        cmocka_unit_test(test_wb_csv_read__has_memory_for_a_long_record_or_not),
        cmocka_unit_test(test_wb_csv_read__takes_no_category_that_is_not_utf8),
        cmocka_unit_test(test_wb_csv_read__knows_the_largest_of_declared_numbers),
        cmocka_unit_test(test_wb_csv_read__says_that_a_column_had_no_value),
        cmocka_unit_test(test_wb_csv_read__refuses_delimiters_and_marks_that_cannot_be),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
