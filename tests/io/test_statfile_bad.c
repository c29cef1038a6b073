/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Files that are cut off, damaged or hostile: an error that names the file, never a
 * crash. With valgrind and the sanitizers this is where faults in memory would show. */
#include "io/statfiles.h"

/* Read all of it; what the error says. */
static wb_status try_bytes(const char *bytes, size_t n, wb_error *err)
{
    wb_statfile_options options = WB_STATFILE_OPTIONS_INIT;
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_frame *frame = NULL;

    options.chunk_rows = 2;
    *err = (wb_error){0};
    assert_ok(wb_reader_from_memory(bytes, n, "bad", &reader, NULL));
    wb_status st = wb_statfile_read(reader, &options, &source, err);
    if (st != WB_OK)
        wb_reader_free(reader);
    while (st == WB_OK) {
        st = wb_source_next(source, &frame, err);
        if (frame == NULL)
            break;
        wb_frame_free(frame);
        frame = NULL;
    }
    wb_source_free(source);
    if (st != WB_OK) {
        assert_true(strlen(err->message) > 0);
        assert_string_equal(err->where, "bad");
    }
    return st;
}

/* A copy of its own size, so that reading beyond its end is seen. */
static wb_status try_copy(const char *bytes, size_t n, wb_error *err)
{
    char *copy = malloc(n + 1);

    assert_non_null(copy);
    memcpy(copy, bytes, n);
    copy = realloc(copy, n > 0 ? n : 1);
    assert_non_null(copy);
    wb_status st = try_bytes(copy, n, err);
    free(copy);
    return st;
}

/* From one place to the next: every byte, or every twentieth where all is watched. */
static size_t step_of_test(void)
{
    return 20 / (size_t)wb_test_cases(20);
}

static void check_cuts(const char *name, size_t harmless)
{
    file_bytes file = load_file(name);
    wb_error err;

    for (size_t n = 0; n + harmless < file.n; n += step_of_test())
        assert_int_equal(try_copy(file.bytes, n, &err), WB_E_DATA);
    free(file.bytes);
}

static void test_wb_statfile_read__refuses_every_cut(void **state)
{
    (void)state;
    check_cuts("people.sav", 0);
    check_cuts("plain.sav", 0);
    check_cuts("people.zsav", 48); /* the trailer of the blocks is not needed */
    check_cuts("people.dta", 0);
}

static void check_flips(const char *name)
{
    static const unsigned char masks[] = {0xFF, 0x80, 0x01};
    file_bytes file = load_file(name);
    wb_error err;

    for (size_t i = 0; i < file.n; i += step_of_test())
        for (size_t k = 0; k < sizeof masks; k++) {
            file.bytes[i] = (char)(file.bytes[i] ^ masks[k]);
            wb_status st = try_copy(file.bytes, file.n, &err);
            assert_true(st == WB_OK || st == WB_E_DATA || st == WB_E_UNSUPPORTED ||
                        st == WB_E_LIMIT || st == WB_E_NOMEM);
            file.bytes[i] = (char)(file.bytes[i] ^ masks[k]);
        }
    free(file.bytes);
}

static void test_wb_statfile_read__survives_every_changed_byte(void **state)
{
    (void)state;
    check_flips("people.sav");
    check_flips("people.zsav");
    check_flips("people.dta");
    check_flips("people.xpt");
    check_flips("people.por");
}

/* ---- what errors say ---- */

static void check_message(const char *bytes, size_t n, wb_status status, const char *says)
{
    wb_error err;

    assert_int_equal(try_copy(bytes, n, &err), status);
    if (strstr(err.message, says) == NULL)
        fail_msg("'%s' lacks '%s'", err.message, says);
}

static void test_wb_statfile_read__names_the_file_and_the_row(void **state)
{
    file_bytes sav = load_file("plain.sav");
    wb_error err;

    (void)state;
    check_message("id,a\n1,2\n", 9, WB_E_DATA, "is no file of SPSS");
    check_message("", 0, WB_E_DATA, "'bad' is no file");
    check_message(sav.bytes, 100, WB_E_DATA, "cut off");
    assert_fails(try_copy(sav.bytes, sav.n - 1, &err), WB_E_DATA);
    assert_string_equal(
        err.message, "'bad' was cut off in row 4, in 'a_very_long_name_of_a_variable'");
    assert_string_equal(err.item, "a_very_long_name_of_a_variable");
    assert_int_equal(err.row, 4);
    assert_int_equal(try_copy(sav.bytes, sav.n - 400, &err), WB_E_DATA);
    sav.bytes[80] = 9; /* the number of rows */
    check_message(sav.bytes, sav.n, WB_E_DATA,
                  "ends after 5 rows: it says that it has 9");
    free(sav.bytes);
}

static void test_wb_statfile_read__refuses_one_code_with_two_labels(void **state)
{
    file_bytes sav = load_file("plain.sav");
    wb_error err;

    (void)state;
    for (size_t i = 0; i + 15 < sav.n; i++) /* the code of "altijd", 5, becomes 1 */
        if (memcmp(sav.bytes + i,
                   "\x06"
                   "altijd",
                   7) == 0)
            memcpy(sav.bytes + i - 8, "\0\0\0\0\0\0\xf0\x3f", 8);
    assert_fails(try_copy(sav.bytes, sav.n, &err), WB_E_DATA);
    assert_string_equal(err.item, "often");
    assert_non_null(strstr(err.message, "two labels: 'nooit' and 'altijd'"));
    free(sav.bytes);
}

static void replace(file_bytes *file, const char *from, const char *to)
{
    size_t n = strlen(from);

    for (size_t i = 0; i + n < file->n; i++)
        if (memcmp(file->bytes + i, from, n) == 0)
            memcpy(file->bytes + i, to, n);
}

static void test_wb_statfile_read__refuses_a_name_that_is_there_twice(void **state)
{
    file_bytes dta = load_file("people.dta");
    wb_error err;

    (void)state;
    replace(&dta, "often", "load\0");
    assert_fails(try_copy(dta.bytes, dta.n, &err), WB_E_DATA);
    assert_string_equal(err.item, "load");
    free(dta.bytes);
}

static void test_wb_statfile_read__names_the_text_of_another_encoding(void **state)
{
    file_bytes sav = load_file("plain.sav");
    wb_statfile_options options = WB_STATFILE_OPTIONS_INIT;
    wb_frame *frame = NULL;
    wb_error err;

    (void)state;
    replace(&sav, "Zo\xc3\xab", "Z\xe9o ");
    assert_fails(try_copy(sav.bytes, sav.n, &err), WB_E_DATA);
    assert_string_equal(err.item, "name");
    assert_int_equal(err.row, 2);
    options.encoding = "WINDOWS-1252";
    wb_source *source = open_statfile(sav.bytes, sav.n, &options);
    assert_ok(wb_source_collect(source, NULL, &frame, NULL));
    assert_text(frame, "name", 2, "Z\xc3\xa9o");
    wb_frame_free(frame);
    wb_source_free(source);
    free(sav.bytes);
}

/* ---- wrong options ---- */

static void check_option(const wb_statfile_options *options, wb_status status)
{
    file_bytes sav = load_file("people.sav");
    wb_reader *reader = NULL;
    wb_source *source = NULL;

    assert_ok(wb_reader_from_memory(sav.bytes, sav.n, "it", &reader, NULL));
    assert_fails(wb_statfile_read(reader, options, &source, NULL), status);
    assert_null(source);
    wb_reader_free(reader);
    free(sav.bytes);
}

static void test_wb_statfile_read__refuses_wrong_options(void **state)
{
    static const char *const unknown[] = {"nobody"}, *const twice[] = {"id", "id"};
    wb_statfile_options options = WB_STATFILE_OPTIONS_INIT;

    (void)state;
    options.format = WB_STATFILE_DTA;
    check_option(&options, WB_E_DATA);
    options.format = 7;
    check_option(&options, WB_E_ARG);
    options.format = 0;
    options.chunk_rows = -1;
    check_option(&options, WB_E_ARG);
    options.chunk_rows = 0;
    options.columns = unknown;
    options.n_columns = 1;
    check_option(&options, WB_E_DATA);
    options.columns = twice;
    options.n_columns = 2;
    check_option(&options, WB_E_ARG);
    options.n_columns = 0;
    check_option(&options, WB_E_ARG);
    options = (wb_statfile_options)WB_STATFILE_OPTIONS_INIT;
    options.encoding = "no such encoding";
    check_option(&options, WB_E_UNSUPPORTED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_statfile_read__refuses_every_cut),
        cmocka_unit_test(test_wb_statfile_read__survives_every_changed_byte),
        cmocka_unit_test(test_wb_statfile_read__names_the_file_and_the_row),
        cmocka_unit_test(test_wb_statfile_read__refuses_one_code_with_two_labels),
        cmocka_unit_test(test_wb_statfile_read__refuses_a_name_that_is_there_twice),
        cmocka_unit_test(test_wb_statfile_read__names_the_text_of_another_encoding),
        cmocka_unit_test(test_wb_statfile_read__refuses_wrong_options),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
