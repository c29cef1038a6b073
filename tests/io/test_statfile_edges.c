/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What few files of statistics packages have: labels of texts, labels without a word, a
 * set of labels that goes on later, more rows than fit; and memory or a reader that ends
 * in the middle of a block. */
#include "io/sav.h"
#include "io/sav_made.h"
#include "io/step_reader.h"

#include <stdio.h>
#include <stdlib.h>

static wb_status try_bytes(const void *bytes, size_t n, const char *encoding,
                           wb_frame **frame, wb_error *err)
{
    wb_statfile_options options = WB_STATFILE_OPTIONS_INIT;
    wb_reader *reader = NULL;
    wb_source *source = NULL;

    options.encoding = encoding;
    wb_status st = wb_reader_from_memory(bytes, n, "edge", &reader, err);
    if (st == WB_OK)
        st = wb_statfile_read(reader, &options, &source, err);
    if (st != WB_OK)
        wb_reader_free(reader);
    else
        st = wb_source_collect(source, NULL, frame, err);
    wb_source_free(source);
    return st;
}

/* ---- labels ---- */

typedef struct label_of {
    double code;
    const char *text; /* NULL: of the code */
    const char *label;
} label_of;

/* Of the variable whose first slot this is, from 1. */
static void put_labels(made *file, const label_of *labels, int32_t n, int32_t slot)
{
    put_int(file, 3);
    put_int(file, n);
    for (int32_t i = 0; i < n; i++) {
        char length = (char)strlen(labels[i].label);
        if (labels[i].text != NULL)
            put_padded(file, labels[i].text, 8);
        else
            put_double(file, labels[i].code);
        put(file, &length, 1);
        put_padded(file, labels[i].label, ((size_t)length + 8) / 8 * 8 - 1);
    }
    put_int(file, 4);
    put_int(file, 1);
    put_int(file, slot);
}

static void put_labelled(made *file)
{
    static const label_of texts[] = {{0, "m", "man"}, {0, "v", "vrouw"}};
    static const label_of codes[] = {{1, NULL, "yes"}, {2, NULL, ""}};

    put_header(file, 0, 100, 1);
    put_variable(file, "SEX", 8, 0);
    put_variable(file, "X", 0, 0);
    put_labels(file, texts, 2, 1);
    put_labels(file, codes, 2, 2);
    put_end(file);
    put_padded(file, "v", 8);
    put_double(file, 2);
}

static made labelled;

static wb_status read_labelled(void)
{
    wb_frame *frame = NULL;
    wb_status st = try_bytes(labelled.bytes, labelled.n, NULL, &frame, NULL);

    if (st == WB_OK) {
        assert_text(frame, "SEX", 0, "v");
        assert_int_equal(wb_frame_value_label_count(frame, at(frame, "SEX")), 0);
        assert_int_equal(wb_frame_value_label_count(frame, at(frame, "X")), 2);
    }
    wb_frame_free(frame);
    return st;
}

/* A column of texts has no codes: what its labels are is told of the file alone. */
static void test_wb_statfile_read__knows_labels_of_texts_and_empty_ones(void **state)
{
    wb_reader *reader = NULL;
    wb_frame *frame = NULL;

    (void)state;
    put_labelled(&labelled);
    assert_ok(read_labelled());
    assert_ok(wb_reader_from_memory(labelled.bytes, labelled.n, "edge", &reader, NULL));
    assert_ok(wb_statfile_describe(reader, NULL, "labels", &frame, NULL));
    assert_int_equal(wb_frame_row_count(frame), 4);
    assert_text(frame, "text", 1, "v");
    assert_text(frame, "label", 1, "vrouw");
    assert_text(frame, "label", 2, "yes");
    assert_text(frame, "text", 2, NULL);
    wb_frame_free(frame);
    wb_reader_free(reader);
    wb_test_every_allocation(read_labelled);
}

/* ---- records ---- */

/* One looks at the first of two variables of the same name, the other at the last. */
static void test_wb_statfile_read__refuses_parts_of_one_of_two_names(void **state)
{
    made file = {.n = 0};
    wb_frame *frame = NULL;
    wb_error err = {0};

    (void)state;
    put_header(&file, 0, 100, 0);
    put_variable(&file, "A", 8, 0);
    put_variable(&file, "B", 8, 0);
    put_variable(&file, "A", 8, 0);
    put_extension(&file, 14, 1, 7, "A=300\0\t");
    put_end(&file);
    assert_fails(try_bytes(file.bytes, file.n, NULL, &frame, &err), WB_E_DATA);
    assert_null(frame);
    assert_string_equal(err.message, "'edge' contradicts itself about its variables");
    assert_string_equal(err.where, "edge");
}

/* ---- encodings ---- */

static void test_wb_sav_decoder_open__says_which_encoding_it_does_not_know(void **state)
{
    const wb_sav_head head = {0};
    wb_sav_decoder decoder = {0};
    wb_error err = {0};

    (void)state;
    assert_fails(wb_sav_decoder_open(&decoder, &head, "EBCDIC-OF-NOWHERE", &err),
                 WB_E_UNSUPPORTED);
    assert_string_equal(err.message,
                        "the encoding 'EBCDIC-OF-NOWHERE' is not known here");
    wb_sav_decoder_close(&decoder);
}

static made accented;

static wb_status read_accented(void)
{
    wb_frame *frame = NULL;
    wb_status st = try_bytes(accented.bytes, accented.n, "WINDOWS-1252", &frame, NULL);

    if (st == WB_OK)
        assert_text(frame, "T", 0, "Zo\xc3\xab \xe2\x82\xac");
    wb_frame_free(frame);
    return st;
}

static void test_wb_statfile_read__converts_a_text_or_has_no_memory(void **state)
{
    (void)state;
    put_header(&accented, 0, 100, 1);
    put_variable(&accented, "T", 8, 0);
    put_end(&accented);
    put_padded(&accented, "Zo\xeb \x80", 8);
    wb_test_every_allocation(read_accented);
}

/* ---- blocks ---- */

static wb_status read_until(const file_bytes *file, size_t fail_at, int64_t *n_rows)
{
    step_bytes stream = {
        .text = file->bytes, .length = file->n, .step = 16, .fail_at = fail_at};
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_frame *frame = NULL;

    assert_ok(wb_reader_new(step_read, NULL, step_close, &stream, "it", &reader, NULL));
    wb_status st = wb_statfile_read(reader, NULL, &source, NULL);
    if (st != WB_OK)
        wb_reader_free(reader);
    else
        st = wb_source_collect(source, NULL, &frame, NULL);
    assert_true((st == WB_OK) == (frame != NULL));
    if (st == WB_OK)
        *n_rows = wb_frame_row_count(frame);
    wb_frame_free(frame);
    wb_source_free(source);
    assert_int_equal(stream.n_closed, 1);
    return st;
}

/* Behind the blocks stands where they are, of which all is known then. */
static void test_wb_statfile_read__fails_where_reading_blocks_does(void **state)
{
    file_bytes file = load_file("people.zsav");
    int64_t n_rows = 0, n = 0;
    size_t least = file.n;

    (void)state;
    assert_ok(read_until(&file, 0, &n_rows));
    for (size_t byte = 1; byte < file.n; byte++) {
        wb_status st = read_until(&file, byte, &n);
        if (st == WB_OK) {
            least = byte < least ? byte : least;
            assert_int_equal(n, n_rows);
        } else {
            assert_int_equal(st, WB_E_IO);
            assert_true(byte < least);
        }
    }
    assert_true(least > file.n - 128);
    free(file.bytes);
}

static void *no_window(void *user, uInt count, uInt size)
{
    (void)user, (void)count, (void)size;
    return NULL;
}

/* More than is inflated at once: what came before is kept for what comes. */
static wb_writer *many_rows(void)
{
    enum { ROWS = 20000 };
    static double x[ROWS];
    wb_column column = WB_COLUMN_INIT;
    wb_frame *frame = NULL;
    wb_writer *writer = NULL;

    for (int i = 0; i < ROWS; i++)
        x[i] = sin(i);
    column.type = WB_TYPE_FLOAT64;
    column.values = x;
    assert_ok(wb_frame_new(ROWS, &frame, NULL));
    assert_ok(wb_frame_add_column(frame, "x", &column, NULL));
    assert_ok(write_statfile(frame, WB_STATFILE_ZSAV, &writer, NULL));
    wb_frame_free(frame);
    return writer;
}

static void test_wb_sav_rows_read__has_no_memory_to_inflate(void **state)
{
    wb_writer *writer = many_rows();
    wb_sav_head head = {0};
    wb_sav_rows rows = {0};
    wb_reader *reader = NULL;
    wb_error err = {0};
    unsigned char out[8];
    size_t n = 0, count = 0;
    const char *bytes = wb_writer_bytes(writer, &n);

    (void)state;
    assert_ok(wb_reader_from_memory(bytes, n, "it", &reader, NULL));
    assert_ok(wb_sav_head_read(&head, reader, "", 0, &err));
    assert_ok(wb_sav_rows_open(&rows, reader, &head, &err));
    rows.stream.zalloc = no_window;
    assert_fails(wb_sav_rows_read(&rows, out, 1, &count, &err), WB_E_NOMEM);
    assert_int_equal(count, 0);
    wb_sav_rows_close(&rows);
    wb_sav_head_free(&head);
    wb_reader_free(reader);
    wb_writer_free(writer);
}

/* ---- more than fits ---- */

/* Of nothing there may be very many. */
static void test_wb_statfile_write__refuses_more_rows_than_a_file_counts(void **state)
{
    wb_column none = WB_COLUMN_INIT;
    wb_frame *frame = NULL;
    wb_source *source = NULL;
    wb_writer *writer = NULL;
    wb_error err = {0};

    (void)state;
    none.type = WB_TYPE_NULL;
    assert_ok(wb_frame_new((int64_t)INT32_MAX + 1, &frame, NULL));
    assert_ok(wb_frame_add_column(frame, "x", &none, NULL));
    assert_ok(wb_source_from_frame(frame, 0, &source, NULL));
    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_fails(wb_statfile_write(writer, source, NULL, NULL, &err), WB_E_LIMIT);
    assert_string_equal(err.message, "2147483648 rows are more than such a file holds");
    wb_writer_free(writer);
    wb_source_free(source);
    wb_frame_free(frame);
}

static void check_label(int32_t format, const char *label, size_t kept)
{
    wb_frame *frame = frame_of("a\n1\n"), *again = NULL;
    char expected[300];

    memcpy(expected, label, kept);
    expected[kept] = '\0';
    assert_ok(wb_frame_set_label(frame, 0, label, NULL));
    again = there_and_back(frame, format);
    assert_string_equal(wb_frame_label(again, 0), expected);
    wb_frame_free(again);
    wb_frame_free(frame);
}

/* SPSS counts bytes, Stata letters; of neither half a letter is kept. */
static void test_wb_statfile_write__keeps_as_much_of_a_label_as_fits(void **state)
{
    char plain[290], accents[290];

    (void)state;
    memset(plain, 'x', sizeof plain);
    plain[sizeof plain - 1] = '\0';
    for (size_t i = 0; i + 2 < sizeof accents; i += 2)
        memcpy(accents + i, "\xc3\xab", 3);
    check_label(WB_STATFILE_DTA, plain, 80);
    check_label(WB_STATFILE_DTA, accents, 160);
    check_label(WB_STATFILE_SAV, plain, 255);
    check_label(WB_STATFILE_SAV, accents, 254);
}

/* ---- sets ---- */

static void add_codes(wb_frame *frame, const char *name, int first)
{
    const double codes[] = {first, first + 1};
    wb_column column = WB_COLUMN_INIT;
    size_t i = wb_frame_column_count(frame);

    column.type = WB_TYPE_FLOAT64;
    column.flags = WB_COLUMN_COPY;
    column.values = codes;
    assert_ok(wb_frame_add_column(frame, name, &column, NULL));
    for (int k = 0; k < 2; k++) {
        char label[2] = {(char)('a' + first + k), '\0'};
        assert_ok(wb_frame_set_value_label(frame, i, codes[k], label, NULL));
    }
}

/* Where a table of labels with this place in the file begins its name. */
static char *set_in(char *bytes, size_t n, int place)
{
    for (size_t i = 0; i + 9 < n; i++) {
        if (memcmp(bytes + i, "<lbl>", 5) == 0 && place-- == 0)
            return bytes + i + 9; /* behind its length */
    }
    fail();
    return NULL;
}

/* The third set of a file has the name of the first: its labels are more of those. */
static void test_wb_statfile_read__a_set_of_labels_may_go_on_later(void **state)
{
    enum { NAME = 129 };
    wb_frame *frame = NULL, *again = NULL;
    wb_writer *writer = NULL;
    wb_error err = {0};
    size_t n = 0;

    (void)state;
    assert_ok(wb_frame_new(2, &frame, NULL));
    add_codes(frame, "x", 1);
    add_codes(frame, "y", 1);
    add_codes(frame, "z", 3);
    assert_ok(write_statfile(frame, WB_STATFILE_DTA, &writer, NULL));
    const char *held = wb_writer_bytes(writer, &n);
    char *bytes = malloc(n);
    assert_non_null(bytes);
    memcpy(bytes, held, n);
    memcpy(set_in(bytes, n, 2), set_in(bytes, n, 0), NAME);
    if (try_bytes(bytes, n, NULL, &again, &err) != WB_OK)
        fail_msg("%s", err.message);
    assert_int_equal(wb_frame_value_label_count(again, at(again, "x")), 4);
    assert_int_equal(wb_frame_value_label_count(again, at(again, "y")), 2);
    assert_int_equal(wb_frame_value_label_count(again, at(again, "z")), 0);
    free(bytes);
    wb_writer_free(writer);
    wb_frame_free(again);
    wb_frame_free(frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_statfile_read__knows_labels_of_texts_and_empty_ones),
        cmocka_unit_test(test_wb_statfile_read__refuses_parts_of_one_of_two_names),
        cmocka_unit_test(test_wb_sav_decoder_open__says_which_encoding_it_does_not_know),
        cmocka_unit_test(test_wb_statfile_read__converts_a_text_or_has_no_memory),
        cmocka_unit_test(test_wb_statfile_read__fails_where_reading_blocks_does),
        cmocka_unit_test(test_wb_sav_rows_read__has_no_memory_to_inflate),
        cmocka_unit_test(test_wb_statfile_write__refuses_more_rows_than_a_file_counts),
        cmocka_unit_test(test_wb_statfile_write__keeps_as_much_of_a_label_as_fits),
        cmocka_unit_test(test_wb_statfile_read__a_set_of_labels_may_go_on_later),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
