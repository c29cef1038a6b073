/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the archive should hold is looked for in its entries, unpacked one behind the
 * other. The Python tests unpack it with another reader and parse it. */
#include "archive.h"
#include "frames.h"
#include "io/zip.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static wb_frame *make_frame(void)
{
    static const double doubles[] = {0.1, (double)INFINITY, (double)NAN, 1.0 / 3.0};
    static const int64_t whole[] = {INT64_C(9007199254740992), INT64_C(9007199254740993),
                                    0, -1};
    static const uint8_t bools[] = {9}, present[] = {11};
    static const char texts[] = " a&<b>\"_x0041_\x01\xef\xbf\xbf";
    static const int32_t offsets[] = {0, 7, 14, 14, 18}, codes[] = {0, 1, 1, 0};
    static const char *const categories[] = {"=1+1", "bouw"};
    static const int32_t days[] = {-25508, -25509, 2932896, 2932897};
    static const int64_t times[] = {0, INT64_C(43200000000), 2, -1};
    const wb_column columns[] = {
        {.type = WB_TYPE_FLOAT64, .values = doubles},
        {.type = WB_TYPE_INT64, .values = whole},
        {.type = WB_TYPE_BOOL, .values = bools, .validity = present},
        {.type = WB_TYPE_UTF8, .values = texts, .offsets = offsets},
        {.type = WB_TYPE_DICTIONARY,
         .values = codes,
         .categories = categories,
         .n_categories = 2},
        {.type = WB_TYPE_DATE32, .values = days},
        {.type = WB_TYPE_TIMESTAMP, .values = times, .validity = present},
    };
    static const char *const names[] = {"x", "n", "ok", "s", "sector", "day", "at"};

    return frame_of_columns(4, names, columns, sizeof columns / sizeof *columns);
}

/* A frame of one column of one text. */
static wb_frame *make_text(const char *text, size_t length)
{
    const int32_t offsets[] = {0, (int32_t)length};
    wb_column column = WB_COLUMN_INIT;
    wb_frame *frame = NULL;

    column.type = WB_TYPE_UTF8;
    column.values = text;
    column.offsets = offsets;
    column.flags = WB_COLUMN_COPY;
    assert_ok(wb_frame_new(1, &frame, NULL));
    assert_ok(wb_frame_add_column(frame, "t", &column, NULL));
    return frame;
}

static wb_status write_one(const wb_frame *frame, const char *name, const char *note,
                           wb_writer **writer, wb_error *err)
{
    assert_ok(wb_writer_to_memory(writer, NULL));
    return wb_xlsx_write(*writer, &frame, 1, name == NULL ? NULL : &name, name != NULL,
                         note, err);
}

static int holds(const wb_writer *writer, const char *wanted)
{
    return archive_holds(wb_writer_bytes(writer, NULL), wanted);
}

static void test_wb_xlsx_write__writes_every_type(void **state)
{
    static const char *const wanted[] = {
        "<c r=\"A1\" s=\"1\" t=\"inlineStr\"><is><t>x</t></is></c>",
        "<row r=\"2\"><c r=\"A2\"><v>0.1</v></c><c r=\"B2\"><v>9007199254740992</v></c>"
        "<c r=\"C2\" t=\"b\"><v>1</v></c>"
        "<c r=\"D2\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> a&amp;&lt;b&gt;&quot;"
        "</t></is></c><c r=\"E2\" t=\"inlineStr\"><is><t>=1+1</t></is></c>"
        "<c r=\"F2\" s=\"2\"><v>61</v></c><c r=\"G2\" s=\"3\"><v>25569</v></c></row>",
        "<row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><t>Inf</t></is></c>"
        "<c r=\"B3\" t=\"inlineStr\"><is><t>9007199254740993</t></is></c>"
        "<c r=\"C3\" t=\"b\"><v>0</v></c>"
        "<c r=\"D3\" t=\"inlineStr\"><is><t>_x005F_x0041_</t></is></c>",
        "<c r=\"F3\" s=\"2\" t=\"inlineStr\"><is><t>1900-02-28</t></is></c>"
        "<c r=\"G3\" s=\"3\"><v>25569.5</v></c></row>",
        "<row r=\"4\"><c r=\"B4\"><v>0</v></c><c r=\"D4\" "
        "t=\"inlineStr\"><is><t></t></is>"
        "</c>",
        "<c r=\"F4\" s=\"2\"><v>2958465</v></c></row>",
        "<row r=\"5\"><c r=\"A5\"><v>0.3333333333333333</v></c>",
        "<is><t>_x0001__xFFFF_</t></is>",
    };
    wb_frame *frame = make_frame();
    wb_writer *writer = NULL;

    (void)state;
    /* the last day is past what any calendar here writes: not part of this test */
    wb_frame *first = NULL;
    assert_ok(wb_frame_slice(frame, 0, 3, &first, NULL));
    assert_ok(write_one(first, NULL, NULL, &writer, NULL));
    for (size_t i = 0; i < 6; i++)
        assert_true(holds(writer, wanted[i]));
    assert_true(holds(writer, "<sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/>"));
    wb_writer_free(writer);
    assert_ok(write_one(frame, NULL, NULL, &writer, NULL));
    for (size_t i = 6; i < sizeof wanted / sizeof wanted[0]; i++)
        assert_true(holds(writer, wanted[i]));
    wb_writer_free(writer);
    wb_frame_free(first);
    wb_frame_free(frame);
}

/* APPNOTE.TXT 4.3.16: the end says how many entries there are and where they are listed.
 * CRC-32 of "123456789" is CBF43926 (ISO 3309): the archive of a text of which the sum is
 * known is checked by Python's zipfile. */
static void test_wb_xlsx_write__ends_as_a_zip_archive(void **state)
{
    wb_frame *frame = make_text("a", 1);
    wb_writer *writer = NULL;
    size_t length = 0;

    (void)state;
    assert_ok(write_one(frame, "a", NULL, &writer, NULL));
    const char *bytes = wb_writer_bytes(writer, &length);
    assert_memory_equal(bytes, "PK\x03\x04\x14\0\0\0", 8);
    assert_memory_equal(bytes + 10, "\0\0\x21\0", 4);
    const unsigned char *end = (const unsigned char *)bytes + length - 22;
    assert_memory_equal(end, "PK\x05\x06\0\0\0\0\x06\0\x06\0", 12);
    size_t start = end[16] | (size_t)end[17] << 8 | (size_t)end[18] << 16;
    size_t listed = end[12] | (size_t)end[13] << 8 | (size_t)end[14] << 16;
    assert_int_equal(start + listed + 22, length);
    assert_memory_equal(bytes + start, "PK\x01\x02", 4);
    wb_writer_free(writer);
    wb_frame_free(frame);
}

static void test_wb_xlsx_write__gives_the_same_bytes_again(void **state)
{
    wb_frame *frame = make_frame();
    wb_writer *one = NULL, *other = NULL;
    size_t length = 0, again = 0;

    (void)state;
    assert_ok(write_one(frame, "a", "b", &one, NULL));
    assert_ok(write_one(frame, "a", "b", &other, NULL));
    const char *bytes = wb_writer_bytes(one, &length);
    const char *same = wb_writer_bytes(other, &again);
    assert_int_equal(length, again);
    assert_memory_equal(bytes, same, length);
    wb_writer_free(one);
    wb_writer_free(other);
    wb_frame_free(frame);
}

/* 1000 rows of one number: 30 bytes of XML each, of which a compressed file keeps a
 * tenth. */
static void test_wb_xlsx_write__is_small_where_zlib_is_there(void **state)
{
    static double numbers[1000];
    const wb_column columns[] = {{.type = WB_TYPE_FLOAT64, .values = numbers}};
    static const char *const names[] = {"x"};
    wb_frame *frame = frame_of_columns(1000, names, columns, 1);
    wb_writer *writer = NULL;
    size_t length = 0, whole = 0;

    (void)state;
    assert_ok(write_one(frame, NULL, NULL, &writer, NULL));
    free(archive_unpacked(wb_writer_bytes(writer, &length), &whole));
    assert_true(whole > 30000);
#ifdef WB_WITH_ZLIB
    assert_true(length < whole / 4);
#else
    assert_true(length > whole);
#endif
    wb_writer_free(writer);
    wb_frame_free(frame);
}

static void test_wb_xlsx_write__writes_frames_without_rows_or_columns(void **state)
{
    wb_frame *frame = NULL;
    wb_writer *writer = NULL;

    (void)state;
    assert_ok(wb_frame_new(0, &frame, NULL));
    assert_ok(write_one(frame, NULL, NULL, &writer, NULL));
    assert_true(holds(writer, "<sheetData><row r=\"1\"></row></sheetData>"));
    assert_false(holds(writer, "<cols>"));
    wb_writer_free(writer);
    wb_frame_free(frame);
}

static void test_wb_xlsx_write__counts_columns_in_letters(void **state)
{
    static const double value = 1;
    wb_column column = WB_COLUMN_INIT;
    wb_frame *frame = NULL;
    wb_writer *writer = NULL;
    char name[16];

    (void)state;
    column.type = WB_TYPE_FLOAT64;
    column.values = &value;
    assert_ok(wb_frame_new(1, &frame, NULL));
    for (int i = 1; i <= 703; i++) {
        snprintf(name, sizeof name, "v%d", i);
        assert_ok(wb_frame_add_column(frame, name, &column, NULL));
    }
    assert_ok(write_one(frame, NULL, NULL, &writer, NULL));
    assert_true(holds(writer, "<c r=\"Z1\" s=\"1\" t=\"inlineStr\"><is><t>v26<"));
    assert_true(holds(writer, "<c r=\"AA1\" s=\"1\" t=\"inlineStr\"><is><t>v27<"));
    assert_true(holds(writer, "<c r=\"ZZ1\" s=\"1\" t=\"inlineStr\"><is><t>v702<"));
    assert_true(holds(writer, "<c r=\"AAA1\" s=\"1\" t=\"inlineStr\"><is><t>v703<"));
    wb_writer_free(writer);
    wb_frame_free(frame);
}

/* ---- the note ---- */

static void test_wb_xlsx_write__puts_the_note_on_a_sheet_and_on_paper(void **state)
{
    wb_frame *frame = make_text("a", 1);
    wb_writer *writer = NULL;

    (void)state;
    assert_ok(write_one(frame, "a", "R&D <x>", &writer, NULL));
    assert_true(holds(writer, "<sheet name=\"note\" sheetId=\"2\" r:id=\"rId2\"/>"));
    assert_true(holds(writer, "<t>R&amp;D &lt;x&gt;</t>"));
    assert_true(holds(writer, "<oddHeader>&amp;CR&amp;&amp;D &lt;x&gt;</oddHeader>"));
    wb_writer_free(writer);
    wb_frame_free(frame);
}

static void test_wb_xlsx_write__says_that_data_were_made_up(void **state)
{
    wb_frame *frame = make_text("a", 1);
    wb_writer *writer = NULL;

    (void)state;
    assert_ok(wb_frame_set_metadata(frame, "{\"synthetic\": true}", NULL));
    assert_ok(write_one(frame, NULL, NULL, &writer, NULL));
    assert_true(holds(writer, "<t>SYNTHETIC: nobody gave these answers</t>"));
    assert_true(holds(writer, "&amp;CSYNTHETIC"));
    wb_writer_free(writer);
    wb_frame_free(frame);
}

/* ---- how numbers look ---- */

static wb_frame *make_looks(const char *metadata)
{
    static const double numbers[] = {0.5, 2.5, (double)NAN, (double)NAN};
    static const int32_t codes[] = {0, 1, 0, 1}, status[] = {0, 0, 1, 0};
    static const char *const kinds[] = {"share", "score"};
    static const char *const statuses[] = {"ok", "hidden"};
    const wb_column columns[] = {{.type = WB_TYPE_FLOAT64, .values = numbers},
                                 {.type = WB_TYPE_FLOAT64, .values = numbers},
                                 {.type = WB_TYPE_DICTIONARY,
                                  .values = codes,
                                  .categories = kinds,
                                  .n_categories = 2},
                                 {.type = WB_TYPE_DICTIONARY,
                                  .values = status,
                                  .categories = statuses,
                                  .n_categories = 2}};
    static const char *const names[] = {"x", "y", "kind", "status"};
    wb_frame *frame = frame_of_columns(4, names, columns, 4);

    assert_ok(wb_frame_set_metadata(frame, metadata, NULL));
    return frame;
}

static void check_looks(const char *metadata, const char *const *wanted, size_t n)
{
    wb_frame *frame = make_looks(metadata);
    wb_writer *writer = NULL;

    assert_ok(write_one(frame, NULL, NULL, &writer, NULL));
    for (size_t i = 0; i < n; i++) {
        if (!holds(writer, wanted[i]))
            fail_msg("%s", wanted[i]);
    }
    wb_writer_free(writer);
    wb_frame_free(frame);
}

/* Formats 5 and on are those of io.h in its order. */
static void test_wb_xlsx_write__numbers_look_as_metadata_say(void **state)
{
    static const char *const wanted[] = {
        "<c r=\"A2\" s=\"5\"><v>0.5</v></c><c r=\"B2\"><v>0.5</v></c>",
        "<c r=\"A3\" s=\"11\"><v>2.5</v></c><c r=\"B3\"><v>2.5</v></c>",
        ("<row r=\"4\"><c r=\"A4\" s=\"5\" t=\"inlineStr\"><is><t>hidden</t></is></c>"
         "<c r=\"C4\""),
        "<row r=\"5\"><c r=\"C5\"",
        "<numFmt numFmtId=\"166\" formatCode=\"0.0%\"/>",
        "<numFmt numFmtId=\"168\" formatCode=\"+0.0%&quot;-pt&quot;;",
        "<xf numFmtId=\"172\" ",
    };

    (void)state;
    check_looks("{\"sheet\":{\"formats\":{\"x\":{\"by\":\"kind\",\"of\":{\"score\":"
                "\"score\"},\"else\":\"percent\"}},\"hidden\":\"status\"}}",
                wanted, 7);
}

static void test_wb_xlsx_write__hidden_rows_may_be_listed(void **state)
{
    static const char *const wanted[] = {
        "<c r=\"B4\" s=\"8\" t=\"inlineStr\"><is><t>hidden</t></is></c><c r=\"C4\"",
        "<row r=\"5\"><c r=\"C5\"",
    };

    (void)state;
    check_looks("{\"sheet\":{\"formats\":{\"y\":\"points2\"},\"hidden\":{\"y\":[2]}}}",
                wanted, 2);
}

/* What is unknown, or of another kind, is as if it were not there. */
static void test_wb_xlsx_write__other_metadata_change_nothing(void **state)
{
    static const char *const wanted[] = {"<c r=\"A2\"><v>0.5</v></c>",
                                         "<row r=\"4\"><c r=\"C4\""};
    static const char *const metadata[] = {
        "{}",
        "{\"sheet\":3}",
        "{\"sheet\":{\"formats\":[\"percent\"],\"hidden\":\"nothing\"}}",
        "{\"sheet\":{\"formats\":{\"x\":\"gold\",\"z\":\"p\"},\"hidden\":[1]}}",
        ("{\"sheet\":{\"formats\":{\"x\":{\"by\":\"no\",\"of\":{}}},\"hidden\":{\"x\":3}}"
         "}"),
    };

    (void)state;
    for (size_t i = 0; i < sizeof metadata / sizeof *metadata; i++)
        check_looks(metadata[i], wanted, 2);
}

/* ---- refused ---- */

static void check_name_refused(const char *name, const char *why)
{
    wb_frame *frame = make_text("a", 1);
    wb_writer *writer = NULL;
    wb_error err;

    assert_fails(write_one(frame, name, NULL, &writer, &err), WB_E_ARG);
    assert_non_null(strstr(err.message, why));
    wb_writer_free(writer);
    wb_frame_free(frame);
}

static void test_wb_xlsx_write__refuses_names_that_cannot_be(void **state)
{
    (void)state;
    check_name_refused("", "empty");
    check_name_refused("12345678901234567890123456789012", "longer than 31");
    check_name_refused("a/b", "one of");
    check_name_refused("a\\b", "one of");
    check_name_refused("[a", "one of");
    check_name_refused("'a", "apostrophe");
    check_name_refused("a'", "apostrophe");
    check_name_refused("hisTORY", "keep it");
    check_name_refused("a\nb", "control");
    check_name_refused("\xff", "UTF-8");
}

static void test_wb_xlsx_write__counts_a_name_as_spreadsheets_do(void **state)
{
    /* 15 characters beyond U+FFFF are 30 units, and one more is too many */
    static const char smile[] = "\xf0\x9f\x98\x80";
    char name[4 * 16 + 2] = "";
    wb_frame *frame = make_text("a", 1);
    wb_writer *writer = NULL;

    (void)state;
    for (int i = 0; i < 15; i++)
        strcat(name, smile);
    assert_ok(write_one(frame, name, NULL, &writer, NULL));
    wb_writer_free(writer);
    strcat(name, smile);
    assert_fails(write_one(frame, name, NULL, &writer, NULL), WB_E_ARG);
    wb_writer_free(writer);
    wb_frame_free(frame);
}

static void test_wb_xlsx_write__refuses_names_that_are_the_same(void **state)
{
    static const char *const same[] = {"\xc3\xa9"
                                       "en",
                                       "\xc3\x89"
                                       "EN"};
    static const char *const notes[] = {"a", "Note"};
    wb_frame *frame = make_text("a", 1);
    const wb_frame *const frames[] = {frame, frame};
    wb_writer *writer = NULL;
    wb_error err;

    (void)state;
    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_fails(wb_xlsx_write(writer, frames, 2, same, 2, NULL, &err), WB_E_ARG);
    assert_non_null(strstr(err.message, "capitals"));
    assert_fails(wb_xlsx_write(writer, frames, 2, notes, 2, "x", &err), WB_E_ARG);
    assert_ok(wb_xlsx_write(writer, frames, 2, notes, 2, NULL, &err));
    wb_writer_free(writer);
    wb_frame_free(frame);
}

static void test_wb_xlsx_write__refuses_wrong_arguments(void **state)
{
    wb_frame *frame = make_text("a", 1);
    const wb_frame *const frames[] = {frame, NULL};
    static const char *const names[] = {"a", NULL};
    wb_writer *writer = NULL;

    (void)state;
    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_fails(wb_xlsx_write(NULL, frames, 1, NULL, 0, NULL, NULL), WB_E_ARG);
    assert_fails(wb_xlsx_write(writer, NULL, 1, NULL, 0, NULL, NULL), WB_E_ARG);
    assert_fails(wb_xlsx_write(writer, frames, 0, NULL, 0, NULL, NULL), WB_E_ARG);
    assert_fails(wb_xlsx_write(writer, frames, 2, NULL, 0, NULL, NULL), WB_E_ARG);
    assert_fails(wb_xlsx_write(writer, frames, 1, names, 2, NULL, NULL), WB_E_ARG);
    assert_fails(wb_xlsx_write(writer, frames, 1, names + 1, 1, NULL, NULL), WB_E_ARG);
    wb_writer_free(writer);
    wb_frame_free(frame);
}

static void test_wb_xlsx_write__refuses_a_text_that_no_cell_holds(void **state)
{
    enum { LENGTH = 32768 };
    char *text = malloc(LENGTH);
    wb_writer *writer = NULL;
    wb_error err;

    (void)state;
    assert_non_null(text);
    memset(text, 'x', LENGTH);
    wb_frame *fits = make_text(text, LENGTH - 1), *too_long = make_text(text, LENGTH);
    assert_ok(write_one(fits, NULL, NULL, &writer, NULL));
    wb_writer_free(writer);
    assert_fails(write_one(too_long, NULL, NULL, &writer, &err), WB_E_LIMIT);
    assert_string_equal(err.item, "t");
    assert_int_equal(err.row, 0);
    wb_writer_free(writer);
    wb_frame_free(fits);
    wb_frame_free(too_long);
    free(text);
}

static void test_wb_xlsx_write__refuses_more_rows_than_a_sheet_has(void **state)
{
    wb_frame *frame = NULL;
    wb_writer *writer = NULL;
    wb_error err;

    (void)state;
    assert_ok(wb_frame_new(1048576, &frame, NULL));
    assert_fails(write_one(frame, NULL, NULL, &writer, &err), WB_E_LIMIT);
    assert_non_null(strstr(err.message, "1048576 rows"));
    wb_writer_free(writer);
    wb_frame_free(frame);
}

static int32_t refuse(void *user, const void *bytes, size_t n_bytes)
{
    (void)user, (void)bytes, (void)n_bytes;
    return -1;
}

static void test_wb_xlsx_write__passes_on_a_failing_writer(void **state)
{
    static char text[32767]; /* more in all than a writer keeps, and hard to compress */
    for (uint32_t i = 0, random = 1; i < sizeof text; i++) {
        random = random * 1664525 + 1013904223;
        text[i] = (char)('0' + (random >> 26));
    }
    wb_frame *frame = make_text(text, sizeof text);
    const wb_frame *const frames[] = {frame, frame, frame, frame};
    wb_writer *writer = NULL;

    (void)state;
    assert_ok(wb_writer_new(refuse, NULL, NULL, NULL, &writer, NULL));
    assert_fails(wb_xlsx_write(writer, frames, 4, NULL, 0, NULL, NULL), WB_E_IO);
    wb_writer_free(writer);
    wb_frame_free(frame);
}

static wb_frame *frame_to_write; /* made while memory is not short */

static wb_status write_all(void)
{
    const wb_frame *const frames[] = {frame_to_write, frame_to_write};
    wb_writer *writer = NULL;
    wb_status st = wb_writer_to_memory(&writer, NULL);

    if (st == WB_OK)
        st = wb_xlsx_write(writer, frames, 2, NULL, 0, "note", NULL);
    wb_writer_free(writer);
    return st;
}

static void test_wb_xlsx_write__survives_every_failing_allocation(void **state)
{
    (void)state;
    frame_to_write = make_frame();
    wb_test_every_allocation(write_all);
    wb_frame_free(frame_to_write);
}

/* Where entries begin is counted in 32 bits, and entries in 16. */
static void test_wb_zip_add__refuses_what_no_archive_holds(void **state)
{
    static char bytes[] = "abc";
    const wb_text content = {.bytes = bytes, .length = 3};
    wb_writer *writer = NULL;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_writer_to_memory(&writer, NULL));
    wb_zip full[] = {{.writer = writer, .offset = UINT32_MAX - 100},
                     {.writer = writer, .n_entries = 65535}};
    for (int i = 0; i < 2; i++) {
        assert_fails(wb_zip_add(&full[i], "a.xml", &content, &err), WB_E_LIMIT);
        assert_string_equal(err.message, "'a.xml' does not fit: a zip archive holds "
                                         "65535 entries and 4 GiB");
        assert_int_equal(full[i].directory.length, 0);
        wb_zip_free(&full[i]);
    }
    wb_writer_free(writer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_xlsx_write__writes_every_type),
        cmocka_unit_test(test_wb_xlsx_write__ends_as_a_zip_archive),
        cmocka_unit_test(test_wb_xlsx_write__gives_the_same_bytes_again),
        cmocka_unit_test(test_wb_xlsx_write__is_small_where_zlib_is_there),
        cmocka_unit_test(test_wb_xlsx_write__writes_frames_without_rows_or_columns),
        cmocka_unit_test(test_wb_xlsx_write__counts_columns_in_letters),
        cmocka_unit_test(test_wb_xlsx_write__puts_the_note_on_a_sheet_and_on_paper),
        cmocka_unit_test(test_wb_xlsx_write__says_that_data_were_made_up),
        cmocka_unit_test(test_wb_xlsx_write__numbers_look_as_metadata_say),
        cmocka_unit_test(test_wb_xlsx_write__hidden_rows_may_be_listed),
        cmocka_unit_test(test_wb_xlsx_write__other_metadata_change_nothing),
        cmocka_unit_test(test_wb_xlsx_write__refuses_names_that_cannot_be),
        cmocka_unit_test(test_wb_xlsx_write__counts_a_name_as_spreadsheets_do),
        cmocka_unit_test(test_wb_xlsx_write__refuses_names_that_are_the_same),
        cmocka_unit_test(test_wb_xlsx_write__refuses_wrong_arguments),
        cmocka_unit_test(test_wb_xlsx_write__refuses_a_text_that_no_cell_holds),
        cmocka_unit_test(test_wb_xlsx_write__refuses_more_rows_than_a_sheet_has),
        cmocka_unit_test(test_wb_xlsx_write__passes_on_a_failing_writer),
        cmocka_unit_test(test_wb_xlsx_write__survives_every_failing_allocation),
        cmocka_unit_test(test_wb_zip_add__refuses_what_no_archive_holds),
    };

    return cmocka_run_group_tests_name("xlsx_write", tests, NULL, NULL);
}
