/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* SAV files of other byte orders and encodings, with missing texts and open ranges, that
 * contradict themselves, or that change between two readings. */
#include "io/sav_made.h"
#include "io/step_reader.h"

#include <float.h>
#include <stdio.h>
#include <stdlib.h>

/* Of the frame or, without one, that reading it fails so. */
static wb_status try_made(const made *file, const char *encoding, wb_frame **frame,
                          wb_error *err)
{
    wb_statfile_options options = WB_STATFILE_OPTIONS_INIT;
    wb_reader *reader = NULL;
    wb_source *source = NULL;

    options.encoding = encoding;
    *err = (wb_error){0};
    assert_ok(wb_reader_from_memory(file->bytes, file->n, "made", &reader, NULL));
    wb_status st = wb_statfile_read(reader, &options, &source, err);
    if (st != WB_OK)
        wb_reader_free(reader);
    else
        st = wb_source_collect(source, NULL, frame, err);
    wb_source_free(source);
    return st;
}

static wb_frame *read_made(const made *file, const char *encoding)
{
    wb_frame *frame = NULL;
    wb_error err;

    if (try_made(file, encoding, &frame, &err) != WB_OK)
        fail_msg("%s", err.message);
    return frame;
}

/* ---- byte order ---- */

static void check_order(int big, int32_t compression)
{
    made file = {.big = big};
    wb_frame *frame;

    put_header(&file, compression, 100, 2);
    put_variable(&file, "X", 0, 1);
    put_double(&file, 9);
    put_variable(&file, "T", 4, 0);
    put_end(&file);
    if (compression != 0)
        put(&file, "\xfd\xfd\xff\xfd\0\0\0\0", 8); /* number, text; missing, text */
    put_double(&file, 1.25);
    put_padded(&file, "Jan", 8);
    if (compression == 0)
        put_double(&file, -DBL_MAX);
    put_padded(&file, "Piet", 8);
    frame = read_made(&file, NULL);
    assert_int_equal(wb_frame_row_count(frame), 2);
    assert_true(wb_frame_double(frame, at(frame, "X"), 0) == 1.25);
    assert_true(wb_frame_is_missing(frame, at(frame, "X"), 1) != 0);
    assert_int_equal(wb_frame_missing_range_count(frame, at(frame, "X")), 1);
    assert_true(wb_frame_missing_range_low(frame, at(frame, "X"), 0) == 9);
    assert_text(frame, "T", 0, "Jan");
    assert_text(frame, "T", 1, "Piet");
    wb_frame_free(frame);
}

static void test_wb_statfile_read__reads_both_byte_orders(void **state)
{
    (void)state;
    for (int32_t compression = 0; compression < 2; compression++) {
        check_order(0, compression);
        check_order(1, compression);
    }
}

/* ---- what is declared missing ---- */

static void put_missing(made *file)
{
    put_header(file, 0, 100, 3);
    put_variable(file, "T", 8, 2);
    put_padded(file, "X", 8);
    put_padded(file, "weet nie", 8);
    put_variable(file, "LOW", 0, -2);
    put_double(file, nextafter(-DBL_MAX, 0));
    put_double(file, 5);
    put_variable(file, "HIGH", 0, -3);
    put_double(file, 90);
    put_double(file, DBL_MAX);
    put_double(file, 7);
    put_end(file);
    for (int i = 0; i < 3; i++) {
        put_padded(file, i == 0 ? "X" : i == 1 ? "weet nie" : "XX", 8);
        put_double(file, i + 4);
        put_double(file, 89 + i);
    }
}

static void test_wb_statfile_read__makes_texts_missing_that_are_declared(void **state)
{
    made file = {.n = 0};
    wb_frame *frame;

    (void)state;
    put_missing(&file);
    frame = read_made(&file, NULL);
    assert_text(frame, "T", 0, NULL);
    assert_text(frame, "T", 1, NULL);
    assert_text(frame, "T", 2, "XX");
    size_t low = at(frame, "LOW"), high = at(frame, "HIGH");
    assert_int_equal(wb_frame_missing_range_count(frame, low), 1);
    assert_true(wb_frame_missing_range_low(frame, low, 0) == -INFINITY);
    assert_true(wb_frame_missing_range_high(frame, low, 0) == 5);
    assert_int_equal(wb_frame_missing_range_count(frame, high), 2);
    assert_true(wb_frame_missing_range_low(frame, high, 0) == 90);
    assert_true(wb_frame_missing_range_high(frame, high, 0) == INFINITY);
    wb_frame_free(frame);
}

static void test_wb_statfile_describe__shows_missing_texts_and_open_ranges(void **state)
{
    made file = {.n = 0};
    wb_reader *reader = NULL;
    wb_frame *frame = NULL;

    (void)state;
    put_missing(&file);
    assert_ok(wb_reader_from_memory(file.bytes, file.n, "made", &reader, NULL));
    assert_ok(wb_statfile_describe(reader, NULL, "variables", &frame, NULL));
    assert_text(frame, "missing", 0, "X, weet nie");
    assert_text(frame, "missing", 1, "LOWEST THRU 5");
    assert_text(frame, "missing", 2, "90 THRU HIGHEST, 7");
    wb_frame_free(frame);
    wb_reader_free(reader);
}

/* ---- encodings ---- */

static void check_text(const char *encoding, const char *bytes, const char *expected)
{
    made file = {.n = 0};
    wb_frame *frame;

    put_header(&file, 0, 100, 1);
    put_variable(&file, "T", 8, 0);
    put_end(&file);
    put_padded(&file, bytes, 8);
    frame = read_made(&file, encoding);
    assert_text(frame, "T", 0, expected);
    wb_frame_free(frame);
}

/* Accents may come behind their letter in Vietnamese and Hebrew: the last letter of a
 * text waits for one. */
static void test_wb_statfile_read__reads_texts_of_other_encodings(void **state)
{
    (void)state;
    check_text("WINDOWS-1252", "Zo\xeb", "Zo\xc3\xab");
    check_text("WINDOWS-1258", "Ph\xfa th\xe2", "Ph\xc3\xba th\xc3\xa2");
    check_text("WINDOWS-1258", "\xe2n ba", "\xc3\xa2n ba");
    check_text("WINDOWS-1255", "\xe0\xe5", "\xd7\x90\xd7\x95");
    check_text("SHIFT_JIS", "ab", "ab");
    check_text("SHIFT_JIS", "a\x83\x41", "a\xe3\x82\xa2");
    check_text("SHIFT_JIS", "aaaaaaa\x83", "aaaaaaa"); /* half a character at its end */
}

static void test_wb_statfile_read__names_the_text_that_cannot_be_converted(void **state)
{
    static const char *const encodings[] = {"SHIFT_JIS", "US-ASCII", "ISO-8859-7"};
    made file = {.n = 0};
    wb_frame *frame = NULL;
    wb_error err;

    (void)state;
    put_header(&file, 0, 100, 2);
    put_variable(&file, "T", 8, 0);
    put_end(&file);
    put_padded(&file, "good", 8);
    put_padded(&file, "a\xff", 8);
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++) {
        assert_fails(try_made(&file, encodings[i], &frame, &err), WB_E_DATA);
        assert_null(frame);
        assert_string_equal(err.item, "T");
        assert_int_equal(err.row, 1);
        assert_non_null(strstr(err.message, "is not in the encoding of the file"));
    }
}

/* ---- contradictions ---- */

static void check_refused(const made *file, wb_status status, const char *says)
{
    wb_frame *frame = NULL;
    wb_error err;

    assert_fails(try_made(file, NULL, &frame, &err), status);
    assert_null(frame);
    assert_string_equal(err.where, "made");
    if (strstr(err.message, says) == NULL)
        fail_msg("'%s' lacks '%s'", err.message, says);
}

static void test_wb_statfile_read__refuses_headers_that_cannot_be(void **state)
{
    made file = {.n = 0};

    (void)state;
    put_header(&file, 1, NAN, 0);
    check_refused(&file, WB_E_DATA, "has a compression bias that is no number");
    file.n = 0;
    put_header(&file, 3, 100, 0);
    check_refused(&file, WB_E_UNSUPPORTED, "is compressed in a way that is not known");
    file.n = 0;
    put_header(&file, 0, 100, 0);
    put_end(&file);
    check_refused(&file, WB_E_DATA, "has no variables");
}

/* A record of a variable behind one of the type before. */
static void check_variable(int32_t before, int32_t type, int32_t n_missing,
                           const char *says)
{
    made file = {.n = 0};

    put_header(&file, 0, 100, 0);
    if (before >= 0)
        put_variable(&file, "A", before, 0);
    put_variable(&file, "B", type, n_missing);
    put_end(&file);
    check_refused(&file, WB_E_DATA, says);
}

static void test_wb_statfile_read__refuses_variables_that_cannot_be(void **state)
{
    made file = {.n = 0};

    (void)state;
    check_variable(-1, -1, 0, "has a variable of a type that is not known");
    check_variable(0, 256, 0, "has a variable of a type that is not known");
    check_variable(0, -2, 0, "has a variable of a type that is not known");
    check_variable(0, 0, 4, "contradicts itself");
    check_variable(0, 0, -4, "contradicts itself");
    check_variable(0, 0, -1, "contradicts itself");
    check_variable(16, -1, 1, "contradicts itself");
    put_header(&file, 0, 100, 0);
    put_variable(&file, "A", 255, 0);
    for (int i = 0; i < 33; i++)
        put_variable(&file, "", -1, 0);
    put_end(&file);
    check_refused(&file, WB_E_DATA, "has a text variable that goes on too long");
}

static void check_extension(int32_t subtype, int32_t size, int32_t n, const char *bytes,
                            const char *says)
{
    made file = {.n = 0};

    put_header(&file, 0, 100, 0);
    put_variable(&file, "A", 0, 0);
    put_extension(&file, subtype, size, n, bytes);
    put_end(&file);
    check_refused(&file, WB_E_DATA, says);
}

static void check_names(const char *names)
{
    check_extension(13, 1, (int32_t)strlen(names), names,
                    "has long names that cannot be read");
}

static void test_wb_statfile_read__refuses_long_names_that_cannot_be_read(void **state)
{
    char longer[80];

    (void)state;
    check_names("A");
    check_names("A b=c");
    check_names("=a");
    check_names("ABCDEFGHI=a");
    check_names("A=");
    check_names("A=a\x01");
    check_names("A=a\x7f");
    check_names("A=\tB=b");
    memset(longer, 'x', sizeof longer);
    memcpy(longer, "A=", 2);
    longer[67] = '\0'; /* 65 bytes */
    check_names(longer);
    check_extension(13, 2, 2, "A=aa", "has long names that cannot be read");
}

static void test_wb_statfile_read__refuses_lengths_that_cannot_be_read(void **state)
{
    static const char cannot[] = "has lengths of texts that cannot be read";
    static const char impossible[] = "has a text variable of an impossible length";

    (void)state;
    check_extension(14, 1, 1, "A", "contradicts itself");
    check_extension(14, 1, 4, "A b=", cannot);
    check_extension(14, 1, 4, "=300", cannot);
    check_extension(14, 1, 14, "ABCDEFGHI=300\0", cannot);
    check_extension(14, 1, 5, "A=300", "lacks a part of a very long text variable");
    check_extension(14, 1, 7, "A=300x\t", cannot);
    check_extension(14, 1, 3, "A=\0", impossible);
    check_extension(14, 1, 4, "A=0\0", impossible);
    check_extension(14, 1, 8, "A=32768\0", impossible);
    check_extension(14, 1, 6, "A=300\0", "lacks a part of a very long text variable");
}

/* ---- limits ---- */

/* Says how long a record is, of which nothing comes. */
static void check_long(int32_t size, int32_t n, wb_status status, const char *says)
{
    made file = {.n = 0};

    put_header(&file, 0, 100, 0);
    put_variable(&file, "A", 0, 0);
    put_int(&file, 7);
    put_int(&file, 99);
    put_int(&file, size);
    put_int(&file, n);
    check_refused(&file, status, says);
}

static void test_wb_statfile_read__refuses_64_mib_before_the_rows(void **state)
{
    static const char too_much[] = "says more than 64 MiB before its rows begin";

    (void)state;
    check_long(1 << 13, 1 << 13, WB_E_LIMIT, too_much); /* and what came before */
    check_long(1 << 13, 1 + (1 << 13), WB_E_LIMIT, too_much);
    check_long(1 << 13, 1 << 12, WB_E_DATA, "ends before its rows begin");
}

static wb_status try_bytes(const char *bytes, size_t n, wb_error *err)
{
    wb_statfile_options options = WB_STATFILE_OPTIONS_INIT;
    wb_reader *reader = NULL;
    wb_source *source = NULL;

    *err = (wb_error){0};
    assert_ok(wb_reader_from_memory(bytes, n, "many", &reader, NULL));
    wb_status st = wb_statfile_read(reader, &options, &source, err);
    if (st != WB_OK)
        wb_reader_free(reader);
    assert_true((st == WB_OK) == (source != NULL));
    wb_source_free(source);
    return st;
}

static void test_wb_statfile_read__refuses_more_than_65536_variables_of_sav(void **state)
{
    enum { MOST = 65536 };
    made head = {.n = 0}, one = {.n = 0}, end = {.n = 0};
    wb_error err;

    (void)state;
    put_header(&head, 0, 100, 0);
    put_variable(&one, "A", 0, 0);
    put_end(&end);
    size_t n = head.n + (MOST + 1) * one.n + end.n;
    char *bytes = malloc(n), *p = bytes + head.n;
    assert_non_null(bytes);
    memcpy(bytes, head.bytes, head.n);
    for (int i = 0; i <= MOST; i++, p += one.n) {
        char name[9];
        snprintf(name, sizeof name, "V%-7d", i);
        memcpy(p, one.bytes, one.n - 8);
        memcpy(p + one.n - 8, name, 8);
    }
    memcpy(p, end.bytes, end.n);
    assert_fails(try_bytes(bytes, n, &err), WB_E_LIMIT);
    assert_non_null(strstr(err.message, "'many' has more than 65,536 variables"));
    assert_string_equal(err.where, "many");
    free(bytes);
}

/* ---- rewinding ---- */

static wb_source *open_stream(step_bytes *stream, wb_rewind_fn rewind)
{
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_error err = {0};

    assert_ok(wb_reader_new(step_read, rewind, step_close, stream, "it", &reader, NULL));
    if (wb_statfile_read(reader, NULL, &source, &err) != WB_OK)
        fail_msg("%s", err.message);
    return source;
}

static void put_small(made *file, const char *name)
{
    put_header(file, 0, 100, 1);
    put_variable(file, name, 0, 0);
    put_end(file);
    put_double(file, 1);
}

static void
test_wb_statfile_read__refuses_another_dictionary_after_rewinding(void **state)
{
    made one = {.n = 0}, other = {.n = 0};
    wb_frame *frame = NULL;
    wb_error err = {0};

    (void)state;
    put_small(&one, "A");
    put_small(&other, "B");
    step_bytes stream = {.text = one.bytes, .length = one.n};
    wb_source *source = open_stream(&stream, step_rewind);
    assert_ok(wb_source_rewind(source, NULL));
    stream.text = other.bytes;
    for (int i = 0; i < 2; i++) { /* the same again */
        assert_fails(wb_source_next(source, &frame, &err), WB_E_CONFLICT);
        assert_null(frame);
        assert_non_null(strstr(err.message, "the dictionary of 'it' is not what it was"));
    }
    stream.text = one.bytes;
    assert_ok(wb_source_rewind(source, NULL));
    assert_ok(wb_source_next(source, &frame, NULL));
    assert_true(wb_frame_double(frame, 0, 0) == 1);
    wb_frame_free(frame);
    wb_source_free(source);
}

static int32_t fail_to_rewind(void *user)
{
    (void)user;
    return -1;
}

static void test_wb_statfile_read__passes_on_a_failing_rewind(void **state)
{
    made file = {.n = 0};
    wb_frame *frame = NULL;

    (void)state;
    put_small(&file, "A");
    step_bytes stream = {.text = file.bytes, .length = file.n};
    wb_source *source = open_stream(&stream, fail_to_rewind);
    assert_ok(wb_source_next(source, &frame, NULL));
    wb_frame_free(frame);
    assert_fails(wb_source_rewind(source, NULL), WB_E_IO);
    wb_source_free(source);
    assert_int_equal(stream.n_closed, 1);
}

/* ---- wrong options ---- */

static void check_options(const wb_statfile_options *options, const char *says)
{
    made file = {.n = 0};
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_error err = {0};

    put_small(&file, "A");
    assert_ok(wb_reader_from_memory(file.bytes, file.n, "it", &reader, NULL));
    assert_fails(wb_statfile_read(reader, options, &source, &err), WB_E_ARG);
    assert_null(source);
    if (strstr(err.message, says) == NULL)
        fail_msg("'%s' lacks '%s'", err.message, says);
    wb_reader_free(reader);
}

static void test_wb_statfile_read__says_which_option_is_wrong(void **state)
{
    static const char *const names[] = {"A", NULL};
    wb_statfile_options options = WB_STATFILE_OPTIONS_INIT;
    char encoding[80];

    (void)state;
    options.n_columns = 1;
    check_options(&options, "the names of the wanted variables are NULL");
    options.columns = names;
    options.n_columns = 2;
    check_options(&options, "wanted variable 1 is NULL");
    options = (wb_statfile_options)WB_STATFILE_OPTIONS_INIT;
    options.format = -1;
    check_options(&options, "format -1 is no wb_statfile");
    options.format = 0;
    memset(encoding, 'x', sizeof encoding);
    encoding[64] = '\0';
    options.encoding = encoding;
    check_options(&options, "the name of an encoding has at most 63 bytes");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_statfile_read__reads_both_byte_orders),
        cmocka_unit_test(test_wb_statfile_read__makes_texts_missing_that_are_declared),
        cmocka_unit_test(test_wb_statfile_describe__shows_missing_texts_and_open_ranges),
        cmocka_unit_test(test_wb_statfile_read__reads_texts_of_other_encodings),
        cmocka_unit_test(test_wb_statfile_read__names_the_text_that_cannot_be_converted),
        cmocka_unit_test(test_wb_statfile_read__refuses_headers_that_cannot_be),
        cmocka_unit_test(test_wb_statfile_read__refuses_variables_that_cannot_be),
        cmocka_unit_test(test_wb_statfile_read__refuses_long_names_that_cannot_be_read),
        cmocka_unit_test(test_wb_statfile_read__refuses_lengths_that_cannot_be_read),
        cmocka_unit_test(test_wb_statfile_read__refuses_64_mib_before_the_rows),
        cmocka_unit_test(test_wb_statfile_read__refuses_more_than_65536_variables_of_sav),
        cmocka_unit_test(
            test_wb_statfile_read__refuses_another_dictionary_after_rewinding),
        cmocka_unit_test(test_wb_statfile_read__passes_on_a_failing_rewind),
        cmocka_unit_test(test_wb_statfile_read__says_which_option_is_wrong),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
