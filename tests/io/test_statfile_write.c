/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Frames out as files of SPSS and Stata. haven and pyreadstat read what is written in the
 * tests of the Python and R packages; here it comes back as it was. */
#include "io/statfiles.h"

/* ---- there and back ---- */

static void check_same(const wb_frame *frame, const wb_frame *again)
{
    assert_int_equal(wb_frame_row_count(again), wb_frame_row_count(frame));
    assert_int_equal(wb_frame_column_count(again), wb_frame_column_count(frame));
    for (size_t c = 0; c < wb_frame_column_count(frame); c++) {
        const char *name = wb_frame_column_name(frame, c);
        assert_string_equal(wb_frame_column_name(again, c), name);
        for (int64_t i = 0; i < wb_frame_row_count(frame); i++) {
            size_t length = 0, back = 0;
            const char *text = wb_frame_text(frame, c, i, &length);
            const char *other = wb_frame_text(again, c, i, &back);
            assert_int_equal(length, back);
            if (length > 0)
                assert_memory_equal(text, other, length);
            assert_close(wb_frame_double(again, c, i), wb_frame_double(frame, c, i), 0);
        }
        assert_int_equal(wb_frame_value_label_count(again, c),
                         wb_frame_value_label_count(frame, c));
        for (size_t k = 0; k < wb_frame_value_label_count(frame, c); k++) {
            assert_close(wb_frame_value_label_code(again, c, k),
                         wb_frame_value_label_code(frame, c, k), 0);
            assert_string_equal(wb_frame_value_label_text(again, c, k),
                                wb_frame_value_label_text(frame, c, k));
        }
    }
}

static void test_wb_statfile_write__brings_back_what_was_read(void **state)
{
    wb_frame *sav = read_statfile("people.sav", NULL);
    wb_frame *dta = read_statfile("people.dta", NULL);
    wb_frame *again;

    (void)state;
    for (int32_t format = WB_STATFILE_SAV; format <= WB_STATFILE_ZSAV; format++) {
        again = there_and_back(sav, format);
        check_same(sav, again);
        assert_int_equal(wb_frame_missing_range_count(again, 2), 2);
        assert_close(wb_frame_missing_range_high(again, 2, 0), 99, 0);
        wb_frame_free(again);
    }
    again = there_and_back(dta, WB_STATFILE_DTA);
    check_same(dta, again);
    assert_string_equal(wb_frame_label(again, 2), "Hoe vaak?");
    wb_frame_free(again);
    wb_frame_free(sav);
    wb_frame_free(dta);
}

static void test_wb_statfile_write__makes_tags_missing_in_spss(void **state)
{
    wb_frame *dta = read_statfile("people.dta", NULL);
    wb_frame *sav = there_and_back(dta, 0);
    size_t often = at(sav, "often");

    (void)state;
    assert_close(wb_frame_double(sav, often, 1), 5, 0);
    assert_int_equal(wb_frame_is_missing(sav, often, 2), 1);
    assert_int_equal(wb_frame_missing_range_count(sav, often), 0);
    assert_int_equal(wb_frame_value_label_count(sav, often), 2);
    wb_frame_free(sav);
    wb_frame_free(dta);
}

/* What stands in the place of tags is a value where the range begins before them. */
static wb_frame *check_range(const wb_column *column, double high)
{
    wb_frame *frame = NULL;

    assert_ok(wb_frame_new(3, &frame, NULL));
    assert_ok(wb_frame_add_column(frame, "often", column, NULL));
    assert_ok(wb_frame_add_missing_range(frame, 0, 97, high, NULL));
    wb_frame *again = there_and_back(frame, WB_STATFILE_SAV);
    check_same(frame, again);
    assert_int_equal(wb_frame_missing_range_count(again, 0), 1);
    assert_close(wb_frame_missing_range_low(again, 0, 0), 97, 0);
    assert_close(wb_frame_missing_range_high(again, 0, 0), high, 0);
    wb_frame_free(again);
    return frame;
}

static void test_wb_statfile_write__a_range_up_to_the_largest_number_is_one(void **state)
{
    static const int32_t whole[] = {5, 98, INT32_MAX};
    static const double numbers[] = {5, 98, 1e308};
    wb_column column = {
        .struct_size = sizeof column, .type = WB_TYPE_INT32, .values = whole};
    wb_frame *frame = check_range(&column, INT32_MAX);
    wb_frame *again = there_and_back(frame, WB_STATFILE_DTA);

    (void)state;
    assert_close(wb_frame_double(again, 0, 2), INT32_MAX, 0);
    assert_int_equal(wb_frame_is_missing(again, 0, 2), 0);
    wb_frame_free(again);
    wb_frame_free(frame);
    column.type = WB_TYPE_FLOAT64;
    column.values = numbers;
    wb_frame_free(check_range(&column, 1.5e308));
}

/* ---- types ---- */

static wb_frame *add(wb_frame *frame, const char *name, const wb_column *column)
{
    assert_ok(wb_frame_add_column(frame, name, column, NULL));
    return frame;
}

static wb_frame *types_frame(void)
{
    static const uint8_t bools[] = {5};
    static const int32_t codes[] = {1, -1, 0}, days[] = {0, 19782, -1};
    static const int64_t whole[] = {1LL << 40, -5, 0}, moments[] = {-1500000, 0, 250000};
    static const double numbers[] = {0.5, INFINITY, NAN};
    static const char *const words[] = {"man", "vrouw"};
    wb_column column = WB_COLUMN_INIT;
    wb_frame *frame = NULL;

    assert_ok(wb_frame_new(3, &frame, NULL));
    column =
        (wb_column){.struct_size = sizeof column, .type = WB_TYPE_BOOL, .values = bools};
    add(frame, "bool", &column);
    column = (wb_column){.struct_size = sizeof column,
                         .type = WB_TYPE_DICTIONARY,
                         .flags = WB_COLUMN_SENTINEL,
                         .values = codes,
                         .sentinel = -1,
                         .categories = words,
                         .n_categories = 2};
    add(frame, "sex", &column);
    column =
        (wb_column){.struct_size = sizeof column, .type = WB_TYPE_INT64, .values = whole};
    add(frame, "whole", &column);
    column =
        (wb_column){.struct_size = sizeof column, .type = WB_TYPE_DATE32, .values = days};
    add(frame, "day", &column);
    column = (wb_column){
        .struct_size = sizeof column, .type = WB_TYPE_TIMESTAMP, .values = moments};
    add(frame, "moment", &column);
    column = (wb_column){
        .struct_size = sizeof column, .type = WB_TYPE_FLOAT64, .values = numbers};
    return add(frame, "number", &column);
}

static void check_types(int32_t format)
{
    wb_frame *frame = types_frame(), *again = there_and_back(frame, format);

    assert_close(wb_frame_double(again, 0, 0), 1, 0);
    assert_close(wb_frame_double(again, 0, 1), 0, 0);
    assert_close(wb_frame_double(again, 1, 0), 2, 0);
    assert_int_equal(wb_frame_is_missing(again, 1, 1), 1);
    assert_string_equal(wb_frame_value_label_text(again, 1, 1), "vrouw");
    assert_close(wb_frame_double(again, 2, 0), 1099511627776.0, 0);
    for (int64_t i = 0; i < 3; i++) {
        assert_int_equal(wb_frame_int64(again, 3, i), wb_frame_int64(frame, 3, i));
        assert_int_equal(wb_frame_int64(again, 4, i), wb_frame_int64(frame, 4, i));
    }
    assert_close(wb_frame_double(again, 5, 0), 0.5, 0);
    assert_int_equal(wb_frame_is_missing(again, 5, 1), 1);
    assert_int_equal(wb_frame_is_missing(again, 5, 2), 1);
    wb_frame_free(again);
    wb_frame_free(frame);
}

static void test_wb_statfile_write__writes_every_type(void **state)
{
    (void)state;
    check_types(WB_STATFILE_SAV);
    check_types(WB_STATFILE_ZSAV);
    check_types(WB_STATFILE_DTA);
}

static void test_wb_statfile_write__writes_frames_without_rows(void **state)
{
    wb_frame *frame = frame_of("a,b\n"), *again = there_and_back(frame, 0);

    (void)state;
    assert_int_equal(wb_frame_row_count(again), 0);
    assert_int_equal(wb_frame_column_count(again), 2);
    wb_frame_free(again);
    again = there_and_back(frame, WB_STATFILE_DTA);
    assert_int_equal(wb_frame_row_count(again), 0);
    wb_frame_free(again);
    wb_frame_free(frame);
}

static void test_wb_statfile_write__made_up_data_say_so(void **state)
{
    wb_frame *frame = frame_of("# SYNTHETIC\na\n1\n"), *again = there_and_back(frame, 0);

    (void)state;
    assert_string_equal(wb_frame_metadata(again), "{\"synthetic\":true}");
    wb_frame_free(again);
    wb_frame_free(frame);
}

/* Labels and missing values of days: what a file holds counts from another day, in SPSS
 * in seconds. */
static wb_frame *days_frame(void)
{
    static const int32_t days[] = {0, 19782, -1, 20000};
    wb_column column = {
        .struct_size = sizeof column, .type = WB_TYPE_DATE32, .values = days};
    wb_frame *frame = NULL;

    assert_ok(wb_frame_new(4, &frame, NULL));
    add(frame, "day", &column);
    assert_ok(wb_frame_set_value_label(frame, 0, 0, "begin", NULL));
    assert_ok(wb_frame_set_value_label(frame, 0, 19782, "2024-02-29", NULL));
    return frame;
}

static void
test_wb_statfile_write__labels_and_missing_values_of_days_come_back(void **state)
{
    wb_frame *frame = days_frame(), *again = there_and_back(frame, WB_STATFILE_DTA);

    (void)state;
    check_same(frame, again);
    wb_frame_free(again);
    assert_ok(wb_frame_add_missing_range(frame, 0, -1, -1, NULL));
    assert_ok(wb_frame_add_missing_range(frame, 0, 19990, 20010, NULL));
    again = there_and_back(frame, WB_STATFILE_SAV);
    check_same(frame, again);
    assert_int_equal(wb_frame_missing_range_count(again, 0), 2);
    assert_close(wb_frame_missing_range_low(again, 0, 0), 19990, 0);
    assert_close(wb_frame_missing_range_high(again, 0, 0), 20010, 0);
    assert_close(wb_frame_missing_range_low(again, 0, 1), -1, 0);
    assert_close(wb_frame_missing_range_high(again, 0, 1), -1, 0);
    wb_frame_free(again);
    wb_frame_free(frame);
}

/* ---- sources ---- */

/* Frames of two rows, `left` of them; every time that it is rewound there are `fewer`. */
typedef struct counted_source {
    const wb_frame *frame;
    int left, again, fewer;
} counted_source;

static wb_status next_frame(void *user, wb_frame **out, wb_error *err)
{
    counted_source *from = user;

    *out = NULL;
    return from->left-- > 0 ? wb_frame_slice(from->frame, 0, 2, out, err) : WB_OK;
}

static int32_t rewind_frames(void *user)
{
    counted_source *from = user;

    from->again -= from->fewer;
    from->left = from->again;
    return 0;
}

static wb_status write_counted(counted_source *from, wb_rewind_fn rewind,
                               wb_writer **writer, wb_error *err)
{
    wb_source *source = NULL;

    assert_ok(wb_source_new(next_frame, rewind, NULL, from, &source, NULL));
    assert_ok(wb_writer_to_memory(writer, NULL));
    wb_status st = wb_statfile_write(*writer, source, NULL, NULL, err);
    wb_source_free(source);
    return st;
}

static void
test_wb_statfile_write__what_cannot_be_rewound_is_written_the_same(void **state)
{
    wb_frame *frame = frame_of("a,b\n1,x\n2,yy\n");
    counted_source twice = {frame, 3, 3, 0}, once = {frame, 3, 0, 0};
    wb_writer *first = NULL, *second = NULL;
    size_t n = 0, m = 0;

    (void)state;
    assert_ok(write_counted(&twice, rewind_frames, &first, NULL));
    assert_ok(write_counted(&once, NULL, &second, NULL));
    const char *bytes = wb_writer_bytes(first, &n), *others = wb_writer_bytes(second, &m);
    assert_int_equal(n, m);
    assert_memory_equal(bytes, others, n);
    wb_writer_free(first);
    wb_writer_free(second);
    wb_frame_free(frame);
}

static void test_wb_statfile_write__a_source_that_loses_rows_is_refused(void **state)
{
    wb_frame *frame = frame_of("a,b\n1,x\n2,yy\n");
    counted_source from = {frame, 9, 9, 1};
    wb_writer *writer = NULL;
    wb_error err = {0};

    (void)state;
    assert_fails(write_counted(&from, rewind_frames, &writer, &err), WB_E_CONFLICT);
    assert_non_null(strstr(err.message, "rows, and had"));
    wb_writer_free(writer);
    wb_frame_free(frame);
}

/* ---- categories ---- */

static wb_source *sectors_source(const char *csv, const wb_frame *types)
{
    wb_csv_options options = WB_CSV_OPTIONS_INIT;
    wb_reader *reader = NULL;
    wb_source *source = NULL;

    options.types = types;
    options.chunk_rows = 1;
    assert_ok(wb_reader_from_memory(csv, strlen(csv), NULL, &reader, NULL));
    assert_ok(wb_csv_read(reader, &options, &source, NULL));
    return source;
}

static wb_frame *written_and_read(wb_source *source, int32_t format)
{
    wb_statfile_write_options options = WB_STATFILE_WRITE_OPTIONS_INIT;
    wb_writer *writer = NULL;
    wb_frame *again = NULL;
    size_t n = 0;

    options.format = format;
    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_ok(wb_statfile_write(writer, source, &options, NULL, NULL));
    const char *bytes = wb_writer_bytes(writer, &n);
    wb_source *back = open_statfile(bytes, n, NULL);
    assert_ok(wb_source_collect(back, NULL, &again, NULL));
    wb_source_free(back);
    wb_writer_free(writer);
    return again;
}

static void check_sectors(const wb_frame *again, const char *const *expected)
{
    assert_int_equal(wb_frame_row_count(again), 3);
    assert_int_equal(wb_frame_value_label_count(again, 0), 3);
    for (int64_t row = 0; row < 3; row++) {
        size_t label = (size_t)wb_frame_double(again, 0, row) - 1;
        assert_close(wb_frame_value_label_code(again, 0, label), (double)label + 1, 0);
        assert_string_equal(wb_frame_value_label_text(again, 0, label), expected[row]);
    }
}

static void test_wb_statfile_write__categories_of_later_chunks_have_labels(void **state)
{
    static const int32_t none[1] = {0};
    static const char *const expected[] = {"care", "building", "food"};
    wb_column column = {
        .struct_size = sizeof column, .type = WB_TYPE_DICTIONARY, .values = none};
    wb_frame *types = NULL;

    (void)state;
    assert_ok(wb_frame_new(0, &types, NULL));
    assert_ok(wb_frame_add_column(types, "sector", &column, NULL));
    for (int32_t format = WB_STATFILE_SAV; format <= WB_STATFILE_DTA; format++) {
        if (format == WB_STATFILE_POR)
            continue;
        wb_source *source = sectors_source("sector\ncare\nbuilding\nfood\n", types);
        wb_frame *again = written_and_read(source, format);
        check_sectors(again, expected);
        wb_frame_free(again);
        wb_source_free(source);
    }
    wb_frame_free(types);
}

/* One row a frame, each with a list of categories of its own. */
typedef struct sectors_in_turn {
    const char *const (*lists)[3];
    int32_t n_lists, at, readings;
    int later; /* what comes first from the second reading on */
} sectors_in_turn;

static wb_status next_sector(void *user, wb_frame **out, wb_error *err)
{
    static const int32_t first = 0;
    sectors_in_turn *from = user;
    int32_t begin = from->readings > 0 ? from->later : 0;
    wb_column column = {.struct_size = sizeof column,
                        .type = WB_TYPE_DICTIONARY,
                        .flags = WB_COLUMN_COPY,
                        .values = &first,
                        .n_categories = 3};
    wb_frame *frame = NULL;

    *out = NULL;
    if (from->at == from->n_lists)
        return WB_OK;
    column.categories = from->lists[(begin + from->at++) % 3];
    wb_status st = wb_frame_new(1, &frame, err);
    if (st == WB_OK)
        st = wb_frame_add_column(frame, "sector", &column, err);
    *out = frame;
    return st;
}

static int32_t rewind_sectors(void *user)
{
    sectors_in_turn *from = user;

    from->readings += from->at > 0;
    from->at = 0;
    return 0;
}

static const char *const sector_lists[][3] = {{"care", "building", "food"},
                                              {"building", "food", "care"},
                                              {"food", "care", "building"}};

static void test_wb_statfile_write__categories_in_another_order_keep_theirs(void **state)
{
    static const char *const expected[] = {"care", "building", "food"};
    sectors_in_turn from = {sector_lists, 3, 0, 0, 0};
    wb_source *source = NULL;

    (void)state;
    assert_ok(wb_source_new(next_sector, rewind_sectors, NULL, &from, &source, NULL));
    wb_frame *again = written_and_read(source, WB_STATFILE_SAV);
    check_sectors(again, expected);
    wb_frame_free(again);
    wb_source_free(source);
}

static void
test_wb_statfile_write__a_source_with_other_categories_later_is_refused(void **state)
{
    sectors_in_turn from = {sector_lists, 1, 0, 0, 1};
    wb_source *source = NULL;
    wb_writer *writer = NULL;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_source_new(next_sector, rewind_sectors, NULL, &from, &source, NULL));
    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_fails(wb_statfile_write(writer, source, NULL, NULL, &err), WB_E_CONFLICT);
    assert_string_equal(err.item, "sector");
    wb_writer_free(writer);
    wb_source_free(source);
}

/* ---- the same bytes ---- */

static void test_wb_statfile_write__gives_the_same_bytes_wherever(void **state)
{
    wb_frame *frame = read_statfile("people.sav", NULL);
    wb_writer *here = NULL, *there = NULL;
    size_t n = 0, m = 0;

    (void)state;
    for (int32_t format = WB_STATFILE_SAV; format <= WB_STATFILE_DTA; format += 3) {
        assert_int_equal(setenv("TZ", "America/New_York", 1), 0);
        assert_ok(write_statfile(frame, format, &here, NULL));
        assert_int_equal(setenv("TZ", "Asia/Tokyo", 1), 0);
        assert_ok(write_statfile(frame, format, &there, NULL));
        const char *bytes = wb_writer_bytes(here, &n),
                   *others = wb_writer_bytes(there, &m);
        assert_int_equal(n, m);
        assert_memory_equal(bytes, others, n);
        wb_writer_free(here);
        wb_writer_free(there);
    }
    wb_frame_free(frame);
}

/* ---- what cannot be ---- */

static void check_refused(const char *csv, int32_t format, wb_status status,
                          const char *item)
{
    wb_frame *frame = frame_of(csv);
    wb_writer *writer = NULL;
    wb_error err = {0};

    if (write_statfile(frame, format, &writer, &err) != status)
        fail_msg("%s was not refused", item);
    assert_string_equal(err.item, item);
    wb_writer_free(writer);
    wb_frame_free(frame);
}

static void test_wb_statfile_write__refuses_names_of_no_package(void **state)
{
    (void)state;
    check_refused("1a\n1\n", WB_STATFILE_SAV, WB_E_DATA, "1a");
    check_refused("a b\n1\n", WB_STATFILE_SAV, WB_E_DATA, "a b");
    check_refused("x,X\n1,2\n", WB_STATFILE_SAV, WB_E_DATA, "X");
    check_refused("ALL\n1\n", WB_STATFILE_SAV, WB_E_DATA, "ALL");
    check_refused("a.b\n1\n", WB_STATFILE_DTA, WB_E_DATA, "a.b");
    check_refused("a12345678901234567890123456789012\n1\n", WB_STATFILE_DTA, WB_E_DATA,
                  "a12345678901234567890123456789012");
    check_refused("a\n9007199254740993\n", WB_STATFILE_SAV, WB_E_DATA, "a");
}

static void test_wb_statfile_write__refuses_what_a_package_does_not_hold(void **state)
{
    wb_frame *frame = frame_of("a\n1.5\n");
    wb_writer *writer = NULL;
    wb_error err;

    (void)state;
    for (int code = 1; code < 5; code++)
        assert_ok(wb_frame_add_missing_range(frame, 0, code, code, NULL));
    assert_fails(write_statfile(frame, WB_STATFILE_SAV, &writer, &err), WB_E_DATA);
    assert_string_equal(err.item, "a");
    wb_writer_free(writer);
    assert_ok(wb_frame_set_value_label(frame, 0, 1.5, "half", NULL));
    assert_fails(write_statfile(frame, WB_STATFILE_DTA, &writer, &err), WB_E_DATA);
    assert_string_equal(err.item, "a");
    wb_writer_free(writer);
    assert_fails(write_statfile(frame, WB_STATFILE_XPT, &writer, &err), WB_E_ARG);
    wb_writer_free(writer);
    wb_frame_free(frame);
}

static wb_status write_labelled(const wb_frame *frame, int32_t format, const char *label)
{
    wb_statfile_write_options options = WB_STATFILE_WRITE_OPTIONS_INIT;
    wb_source *source = NULL;
    wb_writer *writer = NULL;

    options.format = format;
    options.label = label;
    assert_ok(wb_source_from_frame(frame, 0, &source, NULL));
    assert_ok(wb_writer_to_memory(&writer, NULL));
    wb_status st = wb_statfile_write(writer, source, &options, NULL, NULL);
    wb_writer_free(writer);
    wb_source_free(source);
    return st;
}

static void test_wb_statfile_write__labels_of_a_file_have_their_length(void **state)
{
    char label[82] = "";
    wb_frame *frame = frame_of("a\n1\n");

    (void)state;
    memset(label, 'x', 64);
    assert_ok(write_labelled(frame, WB_STATFILE_SAV, label));
    memset(label, 'x', 65);
    assert_fails(write_labelled(frame, WB_STATFILE_SAV, label), WB_E_ARG);
    memset(label, 'x', 80);
    assert_ok(write_labelled(frame, WB_STATFILE_DTA, label));
    memset(label, 'x', 81);
    assert_fails(write_labelled(frame, WB_STATFILE_DTA, label), WB_E_ARG);
    assert_fails(write_labelled(frame, WB_STATFILE_SAV, "no \xff UTF-8"), WB_E_ARG);
    wb_frame_free(frame);
}

static void test_wb_statfile_write__refuses_texts_too_wide_and_no_columns(void **state)
{
    char csv[2100] = "text\n";
    wb_frame *none = NULL;

    (void)state;
    memset(csv + 5, 'x', 2045);
    wb_frame *frame = frame_of(csv), *again = there_and_back(frame, WB_STATFILE_DTA);
    check_same(frame, again);
    wb_frame_free(again);
    wb_frame_free(frame);
    memset(csv + 5, 'x', 2046);
    check_refused(csv, WB_STATFILE_DTA, WB_E_LIMIT, "text");
    assert_ok(wb_frame_new(2, &none, NULL));
    assert_fails(write_labelled(none, WB_STATFILE_SAV, NULL), WB_E_ARG);
    wb_frame_free(none);
}

/* ---- failing ---- */

static int32_t write_nowhere(void *user, const void *bytes, size_t n)
{
    (void)user, (void)bytes, (void)n;
    return -1;
}

static void test_wb_statfile_write__tells_what_the_writer_says(void **state)
{
    wb_frame *frame = read_statfile("people.sav", NULL);
    wb_source *source = NULL;
    wb_writer *writer = NULL;
    wb_error err;

    (void)state;
    assert_ok(wb_source_from_frame(frame, 0, &source, NULL));
    assert_ok(wb_writer_new(write_nowhere, NULL, NULL, "out", &writer, NULL));
    wb_status st = wb_statfile_write(writer, source, NULL, NULL, &err);
    if (st == WB_OK)
        st = wb_writer_finish(writer, &err);
    assert_int_equal(st, WB_E_IO);
    assert_string_equal(err.where, "out");
    wb_writer_free(writer);
    wb_source_free(source);
    wb_frame_free(frame);
}

/* Write to a writer that has no place for more than `left` bytes. */
static wb_status write_with_room(const wb_frame *frame, int32_t format, size_t left,
                                 wb_error *err)
{
    static const char filler[65536]; /* as much as a writer keeps before it writes */
    wb_statfile_write_options options = WB_STATFILE_WRITE_OPTIONS_INIT;
    wb_source *source = NULL;
    wb_writer *writer = NULL;

    options.format = format;
    assert_ok(wb_source_from_frame(frame, 0, &source, NULL));
    assert_ok(wb_writer_new(write_nowhere, NULL, NULL, "out", &writer, NULL));
    assert_ok(wb_writer_write(writer, filler, sizeof filler - left - 1, NULL));
    wb_status st = wb_statfile_write(writer, source, &options, NULL, err);
    wb_writer_free(writer);
    wb_source_free(source);
    return st;
}

static void test_wb_statfile_write__tells_of_any_write_that_fails(void **state)
{
    static const int32_t formats[] = {WB_STATFILE_SAV, WB_STATFILE_ZSAV, WB_STATFILE_DTA};
    wb_frame *frame = read_statfile("people.dta", NULL);

    (void)state;
    for (size_t f = 0; f < 3; f++) {
        wb_writer *writer = NULL;
        wb_error err = {0};
        size_t n = 0;

        assert_ok(write_statfile(frame, formats[f], &writer, NULL));
        (void)wb_writer_bytes(writer, &n);
        wb_writer_free(writer);
        for (size_t left = 0; left < n; left++) {
            err = (wb_error){0};
            if (write_with_room(frame, formats[f], left, &err) != WB_E_IO)
                fail_msg("byte %zu of %zu in format %d: '%s'", left, n, formats[f],
                         err.message);
            assert_string_equal(err.where, "out");
        }
    }
    wb_frame_free(frame);
}

static wb_status write_once(void)
{
    static const double values[] = {1, 2, 9};
    wb_column column = {.struct_size = sizeof column,
                        .type = WB_TYPE_FLOAT64,
                        .flags = WB_COLUMN_COPY,
                        .values = values};
    wb_frame *frame = NULL;
    wb_source *source = NULL;
    wb_writer *writer = NULL;
    wb_status st = wb_frame_new(3, &frame, NULL);

    if (st == WB_OK)
        st = wb_frame_add_column(frame, "a", &column, NULL);
    if (st == WB_OK)
        st = wb_source_from_frame(frame, 0, &source, NULL);
    if (st == WB_OK)
        st = wb_writer_to_memory(&writer, NULL);
    if (st == WB_OK)
        st = wb_statfile_write(writer, source, NULL, NULL, NULL);
    wb_writer_free(writer);
    wb_source_free(source);
    wb_frame_free(frame);
    return st;
}

static void test_wb_statfile_write__survives_every_failing_allocation(void **state)
{
    (void)state;
    wb_test_every_allocation(write_once);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_statfile_write__brings_back_what_was_read),
        cmocka_unit_test(test_wb_statfile_write__makes_tags_missing_in_spss),
        cmocka_unit_test(test_wb_statfile_write__a_range_up_to_the_largest_number_is_one),
        cmocka_unit_test(test_wb_statfile_write__writes_every_type),
        cmocka_unit_test(test_wb_statfile_write__writes_frames_without_rows),
        cmocka_unit_test(test_wb_statfile_write__made_up_data_say_so),
        cmocka_unit_test(
            test_wb_statfile_write__labels_and_missing_values_of_days_come_back),
        cmocka_unit_test(
            test_wb_statfile_write__what_cannot_be_rewound_is_written_the_same),
        cmocka_unit_test(test_wb_statfile_write__a_source_that_loses_rows_is_refused),
        cmocka_unit_test(test_wb_statfile_write__categories_of_later_chunks_have_labels),
        cmocka_unit_test(test_wb_statfile_write__categories_in_another_order_keep_theirs),
        cmocka_unit_test(
            test_wb_statfile_write__a_source_with_other_categories_later_is_refused),
        cmocka_unit_test(test_wb_statfile_write__labels_of_a_file_have_their_length),
        cmocka_unit_test(test_wb_statfile_write__refuses_texts_too_wide_and_no_columns),
        cmocka_unit_test(test_wb_statfile_write__gives_the_same_bytes_wherever),
        cmocka_unit_test(test_wb_statfile_write__refuses_names_of_no_package),
        cmocka_unit_test(test_wb_statfile_write__refuses_what_a_package_does_not_hold),
        cmocka_unit_test(test_wb_statfile_write__tells_what_the_writer_says),
        cmocka_unit_test(test_wb_statfile_write__tells_of_any_write_that_fails),
        cmocka_unit_test(test_wb_statfile_write__survives_every_failing_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
