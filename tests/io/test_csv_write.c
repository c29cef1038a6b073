/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the CSV writer writes, and that the reader gives back the same bits. */
#include "frames.h"
#include "io/step_reader.h"

#include <stdio.h>
#include <stdlib.h>

/* One column of each kind, three rows, something missing in each. */
static wb_frame *make_frame(void)
{
    static const int32_t ints[] = {1, -2, INT32_MIN};
    static const double doubles[] = {0.1, 1e300, (double)NAN};
    static const uint8_t bools[] = {1}, no_second[] = {5}, no_third[] = {3};
    static const char texts[] = "NA\"a\"";
    static const int32_t offsets[] = {0, 2, 2, 5}, codes[] = {1, 0, 0};
    static const char *const categories[] = {"a,b", "line\nend"};
    static const int32_t days[] = {-1, 19723, 0};
    static const int64_t times[] = {0, 1, 1704067200000000};
    const wb_column columns[] = {
        {.type = WB_TYPE_INT32,
         .flags = WB_COLUMN_SENTINEL,
         .values = ints,
         .sentinel = INT32_MIN},
        {.type = WB_TYPE_FLOAT64, .values = doubles},
        {.type = WB_TYPE_BOOL, .values = bools, .validity = no_third},
        {.type = WB_TYPE_UTF8, .values = texts, .offsets = offsets},
        {.type = WB_TYPE_DICTIONARY,
         .values = codes,
         .validity = no_second,
         .categories = categories,
         .n_categories = 2},
        {.type = WB_TYPE_DATE32, .values = days, .validity = no_third},
        {.type = WB_TYPE_TIMESTAMP, .values = times, .validity = no_second},
        {.type = WB_TYPE_NULL},
    };
    static const char *const names[] = {"#i", "x",   "a,b",  "s",
                                        "c",  "day", "time", "none"};

    return frame_of_columns(3, names, columns, sizeof columns / sizeof *columns);
}

static char *write_frame(const wb_frame *frame, int64_t chunk_rows,
                         const wb_csv_write_options *options)
{
    wb_writer *writer = NULL;
    wb_source *source = NULL;
    size_t length = 0;

    assert_ok(wb_source_from_frame(frame, chunk_rows, &source, NULL));
    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_ok(wb_csv_write(writer, source, options, NULL, NULL));
    const char *bytes = wb_writer_bytes(writer, &length);
    char *copy = malloc(length + 1);
    assert_non_null(copy);
    memcpy(copy, length > 0 ? bytes : "", length + 1);
    wb_writer_free(writer);
    wb_source_free(source);
    return copy;
}

static const char expected[] =
    "\"#i\",x,\"a,b\",s,c,day,time,none\n"
    "1,0.10000000000000001,true,\"NA\",\"line\nend\",1969-12-31,1970-01-01T00:00:00Z,\n"
    "-2,1.0000000000000001e+300,false,\"\",,2024-01-01,,\n"
    ",,,\"\"\"a\"\"\",\"a,b\",,2024-01-01T00:00:00Z,\n";

static void test_wb_csv_write__writes_every_type(void **state)
{
    wb_frame *frame = make_frame();

    (void)state;
    for (int64_t chunk_rows = 0; chunk_rows < 3; chunk_rows++) {
        char *text = write_frame(frame, chunk_rows, NULL);
        assert_string_equal(text, expected);
        free(text);
    }
    wb_frame_free(frame);
}

static void test_wb_csv_write__follows_its_options(void **state)
{
    wb_csv_write_options options = WB_CSV_WRITE_OPTIONS_INIT;
    wb_frame *whole = make_frame(), *frame = NULL;

    (void)state;
    assert_ok(
        wb_frame_select(whole, (const char *const[]){"x", "a,b", "c"}, 3, &frame, NULL));
    options.delimiter = ';';
    options.decimal = ',';
    options.crlf = 1;
    options.comment = "SYNTHETIC; \"invented\"";
    char *text = write_frame(frame, 0, &options);
    assert_string_equal(text, "# SYNTHETIC; \"invented\"\r\nx;a,b;c\r\n"
                              "0,10000000000000001;true;\"line\nend\"\r\n"
                              "1,0000000000000001e+300;false;\r\n;;a,b\r\n");
    free(text);
    options = (wb_csv_write_options)WB_CSV_WRITE_OPTIONS_INIT;
    options.no_header = 1;
    options.delimiter = '\t';
    text = write_frame(frame, 0, &options);
    assert_string_equal(text, "0.10000000000000001\ttrue\t\"line\nend\"\n"
                              "1.0000000000000001e+300\tfalse\t\n\t\ta,b\n");
    free(text);
    wb_frame_free(frame);
    wb_frame_free(whole);
}

static void test_wb_csv_write__writes_labels_in_place_of_codes(void **state)
{
    static const double doubles[] = {1, 2.5, (double)NAN};
    static const wb_column columns[] = {{.type = WB_TYPE_FLOAT64, .values = doubles},
                                        {.type = WB_TYPE_FLOAT64, .values = doubles}};
    static const char *const names[] = {"a", "b"};
    wb_csv_write_options options = WB_CSV_WRITE_OPTIONS_INIT;
    wb_frame *frame = frame_of_columns(3, names, columns, 2);

    (void)state;
    assert_ok(wb_frame_set_value_label(frame, 0, 1, "ja, soms", NULL));
    assert_ok(wb_frame_set_value_label(frame, 0, 99, "weigert", NULL));
    options.labels = 1;
    char *text = write_frame(frame, 2, &options);
    assert_string_equal(text, "a,b\n\"ja, soms\",1\n2.5,2.5\n,\n");
    free(text);
    text = write_frame(frame, 2, NULL);
    assert_string_equal(text, "a,b\n1,1\n2.5,2.5\n,\n");
    free(text);
    wb_frame_free(frame);
}

static void test_wb_csv_write__marks_missing_in_a_file_of_one_column(void **state)
{
    wb_frame *whole = make_frame(), *frame = NULL;

    (void)state;
    assert_ok(wb_frame_select(whole, (const char *const[]){"day"}, 1, &frame, NULL));
    char *text = write_frame(frame, 0, NULL);
    assert_string_equal(text, "day\n1969-12-31\n2024-01-01\nNA\n");
    free(text);
    wb_frame_free(frame);
    wb_frame_free(whole);
}

static void test_wb_csv_write__writes_the_header_of_no_rows(void **state)
{
    wb_frame *whole = make_frame(), *frame = NULL;

    (void)state;
    assert_ok(wb_frame_slice(whole, 0, 0, &frame, NULL));
    char *text = write_frame(frame, 0, NULL);
    assert_string_equal(text, "\"#i\",x,\"a,b\",s,c,day,time,none\n");
    free(text);
    wb_frame_free(frame);
    wb_frame_free(whole);
}

static void check_refused(const wb_csv_write_options *options, const char *message)
{
    wb_frame *frame = make_frame();
    wb_writer *writer = NULL;
    wb_source *source = NULL;
    wb_error err;
    size_t length = 1;

    assert_ok(wb_source_from_frame(frame, 0, &source, NULL));
    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_fails(wb_csv_write(writer, source, options, NULL, &err), WB_E_ARG);
    assert_non_null(strstr(err.message, message));
    wb_writer_bytes(writer, &length);
    assert_int_equal(length, 0);
    wb_source_free(source);
    wb_writer_free(writer);
    wb_frame_free(frame);
}

static void test_wb_csv_write__refuses_wrong_options(void **state)
{
    const wb_csv_write_options good = WB_CSV_WRITE_OPTIONS_INIT;
    wb_csv_write_options wrong = good;

    (void)state;
    wrong.delimiter = 'x';
    check_refused(&wrong, "delimiter 120");
    wrong = good;
    wrong.decimal = ';';
    check_refused(&wrong, "decimal 59");
    wrong = good;
    wrong.decimal = ',';
    check_refused(&wrong, "a comma cannot be both");
    wrong = good;
    wrong.comment = "two\nlines";
    check_refused(&wrong, "the comment must be one line");
    wrong.comment = "\xff";
    check_refused(&wrong, "the comment is not UTF-8");
    assert_fails(wb_csv_write(NULL, NULL, NULL, NULL, NULL), WB_E_ARG);
}

static void test_wb_csv_write__refuses_what_int64_does_not_hold(void **state)
{
    static const uint64_t values[] = {7, UINT64_MAX};
    wb_column column = WB_COLUMN_INIT;
    wb_frame *frame = NULL;
    wb_writer *writer = NULL;
    wb_source *source = NULL;
    wb_error err;

    (void)state;
    column.type = WB_TYPE_UINT64;
    column.values = values;
    assert_ok(wb_frame_new(2, &frame, NULL));
    assert_ok(wb_frame_add_column(frame, "big", &column, NULL));
    assert_ok(wb_source_from_frame(frame, 0, &source, NULL));
    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_fails(wb_csv_write(writer, source, NULL, NULL, &err), WB_E_DATA);
    assert_string_equal(err.item, "big");
    assert_int_equal(err.row, 1);
    assert_fails(wb_json_write(writer, frame, &err), WB_E_DATA);
    assert_string_equal(err.item, "big");
    wb_source_free(source);
    wb_writer_free(writer);
    wb_frame_free(frame);
}

/* ---- failing writers, callbacks and memory ---- */

static int32_t refuse_second(void *user, const void *bytes, size_t n_bytes)
{
    int *n_calls = user;

    (void)bytes;
    assert_true(n_bytes > 60000);
    return ++*n_calls > 1;
}

static wb_frame *make_numbers(int64_t n_rows)
{
    double *values = malloc((size_t)n_rows * sizeof *values);
    assert_non_null(values);
    wb_column column = WB_COLUMN_INIT;
    wb_frame *frame = NULL;

    for (int64_t i = 0; i < n_rows; i++)
        values[i] = 1.0 / (double)(i + 3);
    column.type = WB_TYPE_FLOAT64;
    column.values = values;
    column.flags = WB_COLUMN_COPY;
    assert_ok(wb_frame_new(n_rows, &frame, NULL));
    assert_ok(wb_frame_add_column(frame, "x", &column, NULL));
    free(values);
    return frame;
}

static void test_wb_csv_write__passes_on_a_failing_writer(void **state)
{
    wb_frame *frame = make_numbers(20000);
    wb_writer *writer = NULL;
    wb_source *source = NULL;
    int n_calls = 0;

    (void)state;
    assert_ok(wb_writer_new(refuse_second, NULL, &n_calls, NULL, &writer, NULL));
    assert_ok(wb_source_from_frame(frame, 0, &source, NULL));
    assert_fails(wb_csv_write(writer, source, NULL, NULL, NULL), WB_E_IO);
    assert_int_equal(n_calls, 2);
    wb_source_free(source);
    wb_writer_free(writer);
    wb_frame_free(frame);
}

static int32_t stop_at_half(void *user, double fraction)
{
    ++*(int *)user;
    return fraction >= 0.5;
}

static void test_wb_csv_write__can_be_stopped(void **state)
{
    wb_frame *frame = make_numbers(100);
    wb_writer *writer = NULL;
    wb_source *source = NULL;
    wb_run run = WB_RUN_INIT;
    int n_calls = 0;

    (void)state;
    run.progress = stop_at_half;
    run.user = &n_calls;
    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_ok(wb_source_from_frame(frame, 10, &source, NULL));
    assert_fails(wb_csv_write(writer, source, NULL, &run, NULL), WB_E_CANCELLED);
    assert_int_equal(n_calls, 6);
    wb_source_free(source);
    wb_writer_free(writer);
    wb_frame_free(frame);
}

static wb_frame *frame_to_write; /* made while memory is not short */

static wb_status write_all(void)
{
    wb_writer *writer = NULL;
    wb_source *source = NULL;
    wb_status st = wb_source_from_frame(frame_to_write, 2, &source, NULL);

    if (st == WB_OK)
        st = wb_writer_to_memory(&writer, NULL);
    if (st == WB_OK)
        st = wb_csv_write(writer, source, NULL, NULL, NULL);
    wb_source_free(source);
    wb_writer_free(writer);
    return st;
}

static void test_wb_csv_write__survives_every_failing_allocation(void **state)
{
    (void)state;
    frame_to_write = make_frame();
    wb_test_every_allocation(write_all);
    wb_frame_free(frame_to_write);
}

/* ---- there and back ---- */

static wb_frame *read_back(const char *text, const wb_frame *types, int32_t delimiter,
                           int32_t decimal)
{
    wb_csv_options options = WB_CSV_OPTIONS_INIT;
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_frame *frame = NULL;

    options.types = types;
    options.delimiter = delimiter;
    options.decimal = decimal;
    options.chunk_rows = 700;
    assert_ok(wb_reader_from_memory(text, strlen(text), NULL, &reader, NULL));
    assert_ok(wb_csv_read(reader, &options, &source, NULL));
    assert_ok(wb_source_collect(source, NULL, &frame, NULL));
    wb_source_free(source);
    return frame;
}

static void assert_same_cell(const wb_frame *a, const wb_frame *b, size_t column,
                             int64_t row)
{
    size_t length_a = 0, length_b = 0;
    double x = wb_frame_double(a, column, row), y = wb_frame_double(b, column, row);

    assert_int_equal(wb_frame_is_missing(a, column, row),
                     wb_frame_is_missing(b, column, row));
    if (wb_frame_is_missing(a, column, row))
        return;
    assert_int_equal(wb_frame_int64(a, column, row), wb_frame_int64(b, column, row));
    assert_true((isnan(x) && isnan(y)) || memcmp(&x, &y, sizeof x) == 0);
    const char *text_a = wb_frame_text(a, column, row, &length_a);
    const char *text_b = wb_frame_text(b, column, row, &length_b);
    assert_int_equal(text_a != NULL, text_b != NULL);
    if (text_a == NULL)
        return;
    assert_int_equal(length_a, length_b);
    assert_memory_equal(text_a, text_b, length_a);
}

static void assert_same_frame(const wb_frame *a, const wb_frame *b)
{
    assert_int_equal(wb_frame_row_count(a), wb_frame_row_count(b));
    assert_int_equal(wb_frame_column_count(a), wb_frame_column_count(b));
    for (size_t i = 0; i < wb_frame_column_count(a); i++) {
        assert_string_equal(wb_frame_column_name(a, i), wb_frame_column_name(b, i));
        assert_int_equal(wb_frame_column_type(a, i), wb_frame_column_type(b, i));
        for (int64_t row = 0; row < wb_frame_row_count(a); row++)
            assert_same_cell(a, b, i, row);
    }
}

static void test_wb_csv_write__reads_back_every_type(void **state)
{
    wb_frame *frame = make_frame();
    char *text = write_frame(frame, 0, NULL);
    wb_frame *back = read_back(text, frame, 0, 0);

    (void)state;
    assert_same_frame(frame, back);
    wb_frame_free(back);
    free(text);
    wb_frame_free(frame);
}

/* At the beginning of a file it would be the mark of UTF-8, and no part of the name. */
static void test_wb_csv_write__reads_back_a_name_with_a_byte_order_mark(void **state)
{
    static const int32_t numbers[] = {7};
    const wb_column column = {.type = WB_TYPE_INT32, .values = numbers};
    const char *name = "\xef\xbb\xbfitem";
    wb_frame *frame = frame_of_columns(1, &name, &column, 1);
    char *text = write_frame(frame, 0, NULL);

    (void)state;
    assert_string_equal(text, "\"\xef\xbb\xbfitem\"\n7\n");
    wb_frame *back = read_back(text, frame, 0, 0);
    assert_same_frame(frame, back);
    wb_frame_free(back);
    free(text);
    wb_frame_free(frame);
}

static uint64_t next_random(uint64_t *state) /* splitmix64 */
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

enum { RANDOM_ROWS = 3000 };

/* Random bits as numbers, dates and times, and texts of awkward characters. */
static wb_frame *make_random(void)
{
    static const char *const pieces[] = {"\"", ",",  ";", "\n",       "\r\n",
                                         "NA", "#",  " ", "\xc3\xa9", "\xe6\x97\xa5",
                                         "7",  "\t", "x"};
    static double doubles[RANDOM_ROWS];
    static float floats[RANDOM_ROWS];
    static int64_t longs[RANDOM_ROWS], times[RANDOM_ROWS];
    static int32_t days[RANDOM_ROWS], offsets[RANDOM_ROWS + 1];
    static char texts[RANDOM_ROWS * 16];
    uint64_t random = 20;

    for (int i = 0; i < RANDOM_ROWS; i++) {
        uint64_t bits = next_random(&random);
        memcpy(&doubles[i], &bits, sizeof bits);
        bits = next_random(&random);
        memcpy(&floats[i], &bits, sizeof floats[i]);
        longs[i] = (int64_t)(next_random(&random) >> (i % 64));
        days[i] = (int32_t)(next_random(&random) % 2900000) - 700000;
        times[i] =
            (int64_t)(next_random(&random) % 250000000000000000) - 60000000000000000;
        int32_t at = offsets[i];
        for (uint64_t n = next_random(&random) % 6; n > 0; n--) {
            const char *piece = pieces[next_random(&random) % 13];
            memcpy(texts + at, piece, strlen(piece));
            at += (int32_t)strlen(piece);
        }
        offsets[i + 1] = at;
    }
    const wb_column columns[] = {
        {.type = WB_TYPE_FLOAT64, .values = doubles},
        {.type = WB_TYPE_FLOAT32, .values = floats},
        {.type = WB_TYPE_INT64, .values = longs},
        {.type = WB_TYPE_DATE32, .values = days},
        {.type = WB_TYPE_TIMESTAMP, .values = times},
        {.type = WB_TYPE_UTF8, .values = texts, .offsets = offsets},
    };
    static const char *const names[] = {"double", "float", "long", "day", "time", "text"};
    return frame_of_columns(RANDOM_ROWS, names, columns,
                            sizeof columns / sizeof *columns);
}

static void test_wb_csv_write__reads_back_the_same_bits(void **state)
{
    static const struct {
        int32_t delimiter, decimal, crlf;
    } ways[] = {{',', '.', 0}, {';', ',', 1}, {'\t', ',', 0}};
    wb_frame *frame = make_random();

    (void)state;
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        wb_csv_write_options options = WB_CSV_WRITE_OPTIONS_INIT;
        options.delimiter = ways[i].delimiter;
        options.decimal = ways[i].decimal;
        options.crlf = ways[i].crlf;
        char *text = write_frame(frame, 1000, &options);
        wb_frame *back = read_back(text, frame, ways[i].delimiter, ways[i].decimal);
        assert_same_frame(frame, back);
        wb_frame_free(back);
        free(text);
    }
    wb_frame_free(frame);
}

static void test_wb_csv_write__reads_back_by_inference(void **state)
{
    wb_frame *frame = make_random();
    char *text = write_frame(frame, 0, NULL);
    wb_frame *back = read_back(text, NULL, 0, 0);

    (void)state;
    assert_int_equal(wb_frame_column_type(back, 1), WB_TYPE_FLOAT64);
    for (size_t i = 0; i < wb_frame_column_count(frame); i++) {
        if (i == 1)
            continue;
        assert_int_equal(wb_frame_column_type(back, i), wb_frame_column_type(frame, i));
        for (int64_t row = 0; row < RANDOM_ROWS; row++)
            assert_same_cell(frame, back, i, row);
    }
    wb_frame_free(back);
    free(text);
    wb_frame_free(frame);
}

/* What made-up data are stays with them, however deep in the metadata, unless the caller
 * has a comment of his own. */
static void test_wb_csv_write__says_when_data_are_synthetic(void **state)
{
    static const char deep[] = "{\"source\": {\"answers\": {\"synthetic\": true}}}";
    static const char not_so[] =
        "{\"synthetic\": false, \"words\": \"\\\"synthetic\\\":true\"}";
    wb_csv_write_options options = WB_CSV_WRITE_OPTIONS_INIT;
    wb_frame *frame = NULL;

    (void)state;
    assert_ok(wb_frame_new(0, &frame, NULL));
    assert_ok(wb_frame_add_column(
        frame, "x", &(wb_column){.struct_size = sizeof(wb_column), .type = WB_TYPE_NULL},
        NULL));
    assert_ok(wb_frame_set_metadata(frame, deep, NULL));
    char *text = write_frame(frame, 0, NULL);
    assert_string_equal(text, "# SYNTHETIC: nobody gave these answers\nx\n");
    free(text);
    options.comment = "made up";
    text = write_frame(frame, 0, &options);
    assert_string_equal(text, "# made up\nx\n");
    free(text);
    assert_ok(wb_frame_set_metadata(frame, not_so, NULL));
    text = write_frame(frame, 0, NULL);
    assert_string_equal(text, "x\n");
    free(text);
    wb_frame_free(frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_csv_write__writes_every_type),
        cmocka_unit_test(test_wb_csv_write__follows_its_options),
        cmocka_unit_test(test_wb_csv_write__writes_labels_in_place_of_codes),
        cmocka_unit_test(test_wb_csv_write__marks_missing_in_a_file_of_one_column),
        cmocka_unit_test(test_wb_csv_write__says_when_data_are_synthetic),
        cmocka_unit_test(test_wb_csv_write__writes_the_header_of_no_rows),
        cmocka_unit_test(test_wb_csv_write__refuses_wrong_options),
        cmocka_unit_test(test_wb_csv_write__refuses_what_int64_does_not_hold),
        cmocka_unit_test(test_wb_csv_write__passes_on_a_failing_writer),
        cmocka_unit_test(test_wb_csv_write__can_be_stopped),
        cmocka_unit_test(test_wb_csv_write__survives_every_failing_allocation),
        cmocka_unit_test(test_wb_csv_write__reads_back_every_type),
        cmocka_unit_test(test_wb_csv_write__reads_back_a_name_with_a_byte_order_mark),
        cmocka_unit_test(test_wb_csv_write__reads_back_the_same_bits),
        cmocka_unit_test(test_wb_csv_write__reads_back_by_inference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
