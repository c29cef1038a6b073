/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Files of SPSS, Stata and SAS in. What is expected stands in
 * tests/reference/statfiles.R, whose files haven (and pyreadstat) wrote. */
#include "io/statfiles.h"

#include "io/sas7bdat.h"
#include "io/step_reader.h"

static const int32_t day_0 = 19782;                     /* 2024-02-29 */
static const int64_t moment_0 = 1709210096LL * 1000000; /* 2024-02-29T12:34:56Z */

static void check_people(const wb_frame *frame)
{
    static const double load[] = {0.1, -2.5, NAN, 1e10, 1.0 / 3};

    assert_int_equal(wb_frame_row_count(frame), 5);
    assert_int_equal(wb_frame_column_count(frame), 7);
    assert_string_equal(wb_frame_column_name(frame, 6), "a_very_long_name_of_a_variable");
    for (int64_t i = 0; i < 5; i++) {
        assert_close(wb_frame_double(frame, at(frame, "id"), i), (double)i + 1, 0);
        assert_close(wb_frame_double(frame, at(frame, "load"), i), load[i], 0);
    }
    assert_text(frame, "name", 0, "Jan");
    assert_text(frame, "name", 1, NULL);
    assert_text(frame, "name", 2, "Zo\xc3\xab");
    assert_text(frame, "name", 3, "a b");
    assert_int_equal(wb_frame_column_type(frame, at(frame, "day")), WB_TYPE_DATE32);
    assert_int_equal(wb_frame_int64(frame, at(frame, "day"), 0), day_0);
    assert_int_equal(wb_frame_is_missing(frame, at(frame, "day"), 1), 1);
    assert_int_equal(wb_frame_int64(frame, at(frame, "day"), 2), -1);
    assert_int_equal(wb_frame_int64(frame, at(frame, "day"), 3), -141427);
    assert_int_equal(wb_frame_column_type(frame, at(frame, "at")), WB_TYPE_TIMESTAMP);
    assert_int_equal(wb_frame_int64(frame, at(frame, "at"), 0), moment_0);
    assert_int_equal(wb_frame_int64(frame, at(frame, "at"), 2), -1000000);
    assert_int_equal(wb_frame_is_missing(frame, at(frame, "at"), 1), 1);
    assert_string_equal(wb_frame_label(frame, at(frame, "load")), "Belasting");
    assert_string_equal(wb_frame_label(frame, at(frame, "often")), "Hoe vaak?");
}

static void check_long_text(const wb_frame *frame)
{
    size_t length = 0;
    const char *text = wb_frame_text(frame, at(frame, "name"), 4, &length);

    assert_int_equal(length, 300);
    for (size_t i = 0; i < length; i++)
        assert_int_equal(text[i], 'x');
}

static void check_spss(const char *name)
{
    wb_frame *frame = read_statfile(name, NULL);
    size_t often = at(frame, "often");

    check_people(frame);
    check_long_text(frame);
    assert_close(wb_frame_double(frame, often, 2), 9, 0);
    assert_close(wb_frame_double(frame, often, 3), 98, 0);
    assert_int_equal(wb_frame_is_missing(frame, often, 2), 0);
    assert_int_equal(wb_frame_is_missing(frame, often, 4), 1);
    assert_int_equal(wb_frame_missing_range_count(frame, often), 2);
    assert_close(wb_frame_missing_range_low(frame, often, 0), 97, 0);
    assert_close(wb_frame_missing_range_high(frame, often, 0), 99, 0);
    assert_close(wb_frame_missing_range_low(frame, often, 1), 9, 0);
    assert_int_equal(wb_frame_value_label_count(frame, often), 3);
    assert_close(wb_frame_value_label_code(frame, often, 2), 98, 0);
    assert_string_equal(wb_frame_value_label_text(frame, often, 2), "w\xc3\xa9iger");
    assert_int_equal(wb_frame_missing_range_count(frame, at(frame, "load")), 0);
    wb_frame_free(frame);
}

static void test_wb_statfile_read__reads_spss(void **state)
{
    (void)state;
    check_spss("people.sav");
    check_spss("plain.sav");
    check_spss("people.zsav");
}

static void test_wb_statfile_read__keeps_the_tagged_missings_of_stata_apart(void **state)
{
    wb_frame *frame = read_statfile("people.dta", NULL);
    size_t often = at(frame, "often");
    double a = ldexp(1 + 1 / 4096.0, 1023), z = ldexp(1 + 26 / 4096.0, 1023);

    (void)state;
    check_people(frame);
    check_long_text(frame);
    assert_int_equal(wb_frame_column_type(frame, at(frame, "id")), WB_TYPE_INT32);
    assert_close(wb_frame_double(frame, often, 1), 5, 0);
    assert_close(wb_frame_double(frame, often, 2), a, 0);
    assert_close(wb_frame_double(frame, often, 3), z, 0);
    assert_int_equal(wb_frame_is_missing(frame, often, 4), 1);
    assert_int_equal(wb_frame_missing_range_count(frame, often), 1);
    assert_true(wb_frame_missing_range_low(frame, often, 0) == a);
    assert_true(wb_frame_missing_range_high(frame, often, 0) > z);
    assert_close(wb_frame_value_label_code(frame, often, 2), a, 0);
    assert_string_equal(wb_frame_value_label_text(frame, often, 2), "w\xc3\xa9iger");
    wb_frame_free(frame);
}

static void test_wb_statfile_read__makes_tags_missing_when_asked(void **state)
{
    wb_statfile_options options = WB_STATFILE_OPTIONS_INIT;
    wb_frame *frame;
    size_t often;

    (void)state;
    options.no_tags = 1;
    frame = read_statfile("people.dta", &options);
    often = at(frame, "often");
    assert_int_equal(wb_frame_is_missing(frame, often, 2), 1);
    assert_int_equal(wb_frame_is_missing(frame, often, 3), 1);
    assert_int_equal(wb_frame_missing_range_count(frame, often), 0);
    assert_int_equal(wb_frame_value_label_count(frame, often), 2);
    wb_frame_free(frame);
}

static void test_wb_statfile_read__reads_sas_transport_and_spss_portable(void **state)
{
    wb_frame *xpt = read_statfile("people.xpt", NULL);
    wb_frame *por = read_statfile("people.por", NULL);

    (void)state;
    assert_int_equal(wb_frame_row_count(xpt), 5);
    assert_close(wb_frame_double(xpt, at(xpt, "load"), 4), 1.0 / 3, 0);
    assert_text(xpt, "name", 2, "Zo\xc3\xab");
    assert_int_equal(wb_frame_int64(xpt, at(xpt, "day"), 0), day_0);
    assert_int_equal(wb_frame_int64(xpt, at(xpt, "at"), 0), moment_0);
    assert_int_equal(wb_frame_row_count(por), 5);
    assert_close(wb_frame_double(por, at(por, "LOAD"), 1), -2.5, 0);
    assert_text(por, "NAME", 3, "a b");
    wb_frame_free(xpt);
    wb_frame_free(por);
}

static wb_frame *read_sas(readstat_compress_t compression,
                          const wb_statfile_options *options)
{
    static sas_file file;
    wb_frame *frame = NULL;

    assert_true(sas_file_make(compression, &file));
    assert_int_equal(wb_statfile_detect(file.bytes, file.n), WB_STATFILE_SAS7BDAT);
    wb_source *source = open_statfile(file.bytes, file.n, options);
    assert_ok(wb_source_collect(source, NULL, &frame, NULL));
    wb_source_free(source);
    return frame;
}

static void check_sas(readstat_compress_t compression)
{
    wb_frame *frame = read_sas(compression, NULL);

    assert_int_equal(wb_frame_row_count(frame), 3);
    assert_int_equal(wb_frame_column_count(frame), 5);
    assert_close(wb_frame_double(frame, at(frame, "id"), 2), 3, 0);
    assert_text(frame, "name", 0, "Jan");
    assert_text(frame, "name", 2, "Zo\xc3\xab");
    assert_string_equal(wb_frame_label(frame, at(frame, "load")), "Belasting");
    assert_int_equal(wb_frame_column_type(frame, at(frame, "day")), WB_TYPE_DATE32);
    assert_int_equal(wb_frame_int64(frame, at(frame, "day"), 0), day_0);
    assert_int_equal(wb_frame_int64(frame, at(frame, "day"), 1), day_0 - 1);
    assert_int_equal(wb_frame_column_type(frame, at(frame, "at")), WB_TYPE_TIMESTAMP);
    assert_int_equal(wb_frame_int64(frame, at(frame, "at"), 0), moment_0);
    assert_int_equal(wb_frame_int64(frame, at(frame, "at"), 2), moment_0 - 2000000);
    wb_frame_free(frame);
}

static void test_wb_statfile_read__reads_sas7bdat(void **state)
{
    (void)state;
    check_sas(READSTAT_COMPRESS_NONE);
    check_sas(READSTAT_COMPRESS_ROWS);
}

static void test_wb_statfile_read__keeps_the_tagged_missings_of_sas_apart(void **state)
{
    wb_statfile_options options = WB_STATFILE_OPTIONS_INIT;
    wb_frame *kept = read_sas(READSTAT_COMPRESS_NONE, NULL);
    size_t load = at(kept, "load");

    (void)state;
    assert_close(wb_frame_double(kept, load, 0), 0.1, 0);
    assert_true(wb_frame_double(kept, load, 1) == ldexp(1 + 1 / 4096.0, 1023));
    assert_int_equal(wb_frame_is_missing(kept, load, 1), 0);
    assert_int_equal(wb_frame_is_missing(kept, load, 2), 1);
    wb_frame_free(kept);
    options.no_tags = 1;
    wb_frame *plain = read_sas(READSTAT_COMPRESS_NONE, &options);
    assert_int_equal(wb_frame_is_missing(plain, load, 1), 1);
    wb_frame_free(plain);
}

static void test_wb_statfile_read__chooses_variables_in_the_order_asked(void **state)
{
    static const char *const wanted[] = {"name", "id"};
    static const char *const files[] = {"people.sav", "people.dta", "people.xpt"};
    wb_statfile_options options = WB_STATFILE_OPTIONS_INIT;

    (void)state;
    options.columns = wanted;
    options.n_columns = 2;
    for (size_t i = 0; i < 3; i++) {
        wb_frame *frame = read_statfile(files[i], &options);
        assert_int_equal(wb_frame_column_count(frame), 2);
        assert_string_equal(wb_frame_column_name(frame, 0), "name");
        assert_text(frame, "name", 2, "Zo\xc3\xab");
        assert_close(wb_frame_double(frame, 1, 4), 5, 0);
        wb_frame_free(frame);
    }
}

/* ---- chunks ---- */

static void check_chunks(const char *name, int64_t chunk_rows)
{
    wb_statfile_options options = WB_STATFILE_OPTIONS_INIT;
    file_bytes file = load_file(name);
    wb_frame *frame = NULL;

    options.chunk_rows = chunk_rows;
    wb_source *source = open_statfile(file.bytes, file.n, &options);
    for (int again = 0; again < 2; again++) {
        int64_t n_rows = 0;
        do {
            assert_ok(wb_source_next(source, &frame, NULL));
            for (int64_t i = 0; frame != NULL && i < wb_frame_row_count(frame); i++)
                assert_close(wb_frame_double(frame, 0, i), (double)++n_rows, 0);
            wb_frame_free(frame);
        } while (frame != NULL);
        assert_int_equal(n_rows, 5);
        assert_ok(wb_source_rewind(source, NULL));
    }
    wb_source_free(source);
    free(file.bytes);
}

static void test_wb_statfile_read__gives_chunks_and_can_be_rewound(void **state)
{
    static const char *const files[] = {"people.sav", "plain.sav",  "people.zsav",
                                        "people.dta", "people.xpt", "people.por"};

    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        for (int64_t rows = 1; rows < 7; rows++)
            check_chunks(files[i], rows);
}

static void
test_wb_statfile_read__takes_spss_from_a_stream_and_refuses_others(void **state)
{
    file_bytes sav = load_file("people.zsav"), dta = load_file("people.dta");
    step_bytes stream = {.text = sav.bytes, .length = sav.n, .step = 7};
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_frame *frame = NULL;
    wb_error err;

    (void)state;
    assert_ok(wb_reader_new(step_read, NULL, step_close, &stream, "it", &reader, NULL));
    assert_ok(wb_statfile_read(reader, NULL, &source, NULL));
    assert_ok(wb_source_collect(source, NULL, &frame, NULL));
    check_people(frame);
    assert_fails(wb_source_rewind(source, NULL), WB_E_UNSUPPORTED);
    wb_frame_free(frame);
    wb_source_free(source);
    assert_int_equal(stream.n_closed, 1);

    stream = (step_bytes){.text = dta.bytes, .length = dta.n};
    assert_ok(wb_reader_new(step_read, NULL, step_close, &stream, "it", &reader, NULL));
    assert_fails(wb_statfile_read(reader, NULL, &source, &err), WB_E_UNSUPPORTED);
    assert_string_equal(err.where, "it");
    wb_reader_free(reader);

    /* callbacks that can be rewound are read back and forth */
    stream = (step_bytes){.text = dta.bytes, .length = dta.n, .step = 1000};
    assert_ok(
        wb_reader_new(step_read, step_rewind, step_close, &stream, "it", &reader, NULL));
    assert_ok(wb_statfile_read(reader, NULL, &source, NULL));
    assert_ok(wb_source_collect(source, NULL, &frame, NULL));
    check_people(frame);
    wb_frame_free(frame);
    wb_source_free(source);
    free(sav.bytes);
    free(dta.bytes);
}

/* ---- what a file says ---- */

static wb_frame *describe(const char *name, const char *part)
{
    file_bytes file = load_file(name);
    wb_reader *reader = NULL;
    wb_frame *frame = NULL;

    assert_ok(wb_reader_from_memory(file.bytes, file.n, name, &reader, NULL));
    assert_ok(wb_statfile_describe(reader, NULL, part, &frame, NULL));
    wb_reader_free(reader);
    free(file.bytes);
    return frame;
}

static void test_wb_statfile_describe__tells_without_reading_rows(void **state)
{
    wb_frame *variables = describe("people.sav", "variables");
    wb_frame *file = describe("people.sav", "file");
    wb_frame *labels = describe("people.dta", "labels");

    (void)state;
    assert_int_equal(wb_frame_row_count(variables), 7);
    assert_text(variables, "variable", 2, "often");
    assert_text(variables, "label", 2, "Hoe vaak?");
    assert_text(variables, "missing", 2, "97 THRU 99, 9");
    assert_text(variables, "type", 4, "date32");
    assert_text(variables, "format", 3, "A300");
    assert_int_equal(wb_frame_int64(variables, at(variables, "labels"), 2), 3);
    assert_text(file, "value", 0, "SAV");
    assert_text(file, "value", 2, "UTF-8");
    assert_text(file, "value", 3, "5");
    assert_int_equal(wb_frame_row_count(labels), 3);
    assert_text(labels, "tag", 2, "a");
    assert_text(labels, "label", 1, "altijd");
    wb_frame_free(variables);
    wb_frame_free(file);
    wb_frame_free(labels);
}

static void test_wb_statfile_detect__tells_files_apart(void **state)
{
    static const struct {
        const char *name;
        int32_t format;
    } cases[] = {{"people.sav", WB_STATFILE_SAV},
                 {"people.zsav", WB_STATFILE_ZSAV},
                 {"people.dta", WB_STATFILE_DTA},
                 {"people.xpt", WB_STATFILE_XPT},
                 {"people.por", WB_STATFILE_POR}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        file_bytes file = load_file(cases[i].name);
        assert_int_equal(wb_statfile_detect(file.bytes, 512), cases[i].format);
        free(file.bytes);
    }
    assert_int_equal(wb_statfile_detect("id,a\n1,2\n", 9), 0);
    assert_int_equal(wb_statfile_detect("", 0), 0);
    assert_int_equal(wb_statfile_detect(NULL, 0), 0);
}

/* ---- memory ---- */

static wb_status read_all(const char *name)
{
    file_bytes file = load_file(name);
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_frame *frame = NULL;
    wb_status st = wb_reader_from_memory(file.bytes, file.n, "it", &reader, NULL);

    if (st == WB_OK)
        st = wb_statfile_read(reader, NULL, &source, NULL);
    if (st != WB_OK)
        wb_reader_free(reader);
    if (st == WB_OK)
        st = wb_source_next(source, &frame, NULL);
    wb_frame_free(frame);
    wb_source_free(source);
    free(file.bytes);
    return st;
}

static wb_status read_zsav(void)
{
    return read_all("people.zsav");
}

static wb_status read_dta(void)
{
    return read_all("people.dta");
}

static wb_status read_xpt(void)
{
    return read_all("people.xpt");
}

static void test_wb_statfile_read__survives_every_failing_allocation(void **state)
{
    (void)state;
    wb_test_every_allocation(read_zsav);
    wb_test_every_allocation(read_dta);
    wb_test_every_allocation(read_xpt);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_statfile_read__reads_spss),
        cmocka_unit_test(test_wb_statfile_read__keeps_the_tagged_missings_of_stata_apart),
        cmocka_unit_test(test_wb_statfile_read__makes_tags_missing_when_asked),
        cmocka_unit_test(test_wb_statfile_read__reads_sas_transport_and_spss_portable),
        cmocka_unit_test(test_wb_statfile_read__reads_sas7bdat),
        cmocka_unit_test(test_wb_statfile_read__keeps_the_tagged_missings_of_sas_apart),
        cmocka_unit_test(test_wb_statfile_read__chooses_variables_in_the_order_asked),
        cmocka_unit_test(test_wb_statfile_read__gives_chunks_and_can_be_rewound),
        cmocka_unit_test(
            test_wb_statfile_read__takes_spss_from_a_stream_and_refuses_others),
        cmocka_unit_test(test_wb_statfile_describe__tells_without_reading_rows),
        cmocka_unit_test(test_wb_statfile_detect__tells_files_apart),
        cmocka_unit_test(test_wb_statfile_read__survives_every_failing_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
