/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Labels, value labels and missing ranges in the metadata of Arrow fields. */
#include "frame/arrow.h"

#include <stdlib.h>

static const int8_t ANSWERS[] = {1, 2, 9, -1, 3};
static const int32_t CODES[] = {0, 1, 1, 0, 1};
static const char *const TEXTS[] = {"ja", "nee"};
static const double CODES_OF_ALL_SIZES[] = {
    0.1,  -1e300, 1e15, 1e17, 9007199254740993.0, 9223372036854775808.0,
    1e20, 5e-324, -0.5};
enum { ROWS = 5, SIZES = sizeof CODES_OF_ALL_SIZES / sizeof *CODES_OF_ALL_SIZES };

/* `a` with everything, `b` a dictionary with a range, `c` bare, `d` with one label. */
static wb_frame *labelled(void)
{
    wb_frame *frame = NULL;

    assert_ok(wb_frame_new(ROWS, &frame, NULL));
    add_column(frame, "a", column_of(WB_TYPE_INT8, ANSWERS));
    add_column(frame, "b",
               with_categories(column_of(WB_TYPE_DICTIONARY, CODES), TEXTS, 2));
    add_column(frame, "c", column_of(WB_TYPE_INT8, ANSWERS));
    add_column(frame, "d", column_of(WB_TYPE_INT8, ANSWERS));
    assert_ok(wb_frame_set_label(frame, 0, "Werk\\druk \"hoog\", é\n", NULL));
    assert_ok(wb_frame_set_value_label(frame, 0, 2, "vaak", NULL));
    assert_ok(wb_frame_set_value_label(frame, 0, 1, "nooit", NULL));
    assert_ok(wb_frame_set_value_label(frame, 0, INFINITY, "", NULL));
    for (int i = 0; i < SIZES; i++)
        assert_ok(wb_frame_set_value_label(frame, 0, CODES_OF_ALL_SIZES[i], "x", NULL));
    assert_ok(wb_frame_add_missing_range(frame, 0, 8, 9.5, NULL));
    assert_ok(wb_frame_add_missing_range(frame, 0, -INFINITY, -1, NULL));
    assert_ok(wb_frame_add_missing_range(frame, 1, 1, INFINITY, NULL));
    assert_ok(wb_frame_set_label(frame, 3, "Vier", NULL));
    return frame;
}

static void assert_same_text(const char *a, const char *b)
{
    assert_int_equal(a == NULL, b == NULL);
    if (a != NULL)
        assert_string_equal(a, b);
}

static void assert_same_labels(const wb_frame *a, const wb_frame *b)
{
    for (size_t c = 0; c < wb_frame_column_count(a); c++) {
        size_t n_values = wb_frame_value_label_count(a, c);
        size_t n_ranges = wb_frame_missing_range_count(a, c);

        assert_same_text(wb_frame_label(a, c), wb_frame_label(b, c));
        assert_int_equal(n_values, wb_frame_value_label_count(b, c));
        for (size_t i = 0; i < n_values; i++) {
            assert_true(wb_frame_value_label_code(a, c, i) ==
                        wb_frame_value_label_code(b, c, i));
            assert_same_text(wb_frame_value_label_text(a, c, i),
                             wb_frame_value_label_text(b, c, i));
        }
        assert_int_equal(n_ranges, wb_frame_missing_range_count(b, c));
        for (size_t i = 0; i < n_ranges; i++) {
            assert_true(wb_frame_missing_range_low(a, c, i) ==
                        wb_frame_missing_range_low(b, c, i));
            assert_true(wb_frame_missing_range_high(a, c, i) ==
                        wb_frame_missing_range_high(b, c, i));
        }
    }
}

static void test_arrow_labels__come_back_the_same(void **state)
{
    wb_frame *frame = labelled(), *back = NULL;
    struct ArrowSchema schema;
    struct ArrowArray array;

    (void)state;
    assert_ok(wb_frame_export_arrow(frame, &array, &schema, NULL));
    assert_ok(wb_frame_import_arrow(&array, &schema, &back, NULL));
    assert_same_values(frame, back);
    assert_same_labels(frame, back);
    wb_frame_free(back);
    wb_frame_free(frame);
}

/* A length and its bytes. */
static char *put(char *at, int32_t length, const char *text)
{
    memcpy(at, &length, sizeof length);
    memcpy(at + sizeof length, text, strlen(text));
    return at + sizeof length + strlen(text);
}

/* The bytes of a field are those of docs/formats/arrow.md. */
static void test_arrow_labels__are_written_as_documented(void **state)
{
    static const char json[] =
        "{\"label\":\"Werkdruk\",\"missing\":[[8,9],[\"-inf\",-1]],"
        "\"value_labels\":[[1,\"nooit\"],[2,\"altijd\"]]}";
    wb_frame *frame = frame_of(ROWS, column_of(WB_TYPE_INT8, ANSWERS));
    struct ArrowSchema schema;
    struct ArrowArray array;
    char expected[256];
    char *end = put(put(expected, 1, ""), 8, "werkbaar");

    (void)state;
    assert_ok(wb_frame_set_label(frame, 0, "Werkdruk", NULL));
    assert_ok(wb_frame_add_missing_range(frame, 0, 8, 9, NULL));
    assert_ok(wb_frame_add_missing_range(frame, 0, -INFINITY, -1, NULL));
    assert_ok(wb_frame_set_value_label(frame, 0, 1, "nooit", NULL));
    assert_ok(wb_frame_set_value_label(frame, 0, 2, "altijd", NULL));
    assert_ok(wb_frame_export_arrow(frame, &array, &schema, NULL));
    end = put(end, (int32_t)strlen(json), json);
    assert_memory_equal(schema.children[0]->metadata, expected, (size_t)(end - expected));
    array.release(&array);
    schema.release(&schema);
    wb_frame_free(frame);
}

static void test_arrow_labels__leave_no_metadata_where_there_are_none(void **state)
{
    wb_frame *frame = labelled();
    struct ArrowSchema schema;
    struct ArrowArray array;

    (void)state;
    assert_ok(wb_frame_set_label(frame, 3, NULL, NULL));
    assert_ok(wb_frame_export_arrow(frame, &array, &schema, NULL));
    assert_non_null(schema.children[0]->metadata);
    assert_non_null(schema.children[1]->metadata);
    assert_null(schema.children[2]->metadata);
    assert_null(schema.children[3]->metadata);
    assert_null(schema.metadata);
    array.release(&array);
    schema.release(&schema);
    wb_frame_free(frame);
}

/* Every batch has them, and so has the schema before the first batch. */
static void test_arrow_labels__reach_every_batch_of_a_stream(void **state)
{
    wb_frame *frame = labelled(), *part = NULL;
    struct ArrowArrayStream stream;
    wb_source *source = NULL;
    int n_parts = 0;

    (void)state;
    assert_ok(wb_source_from_frame(frame, 2, &source, NULL));
    assert_ok(wb_source_export_arrow(source, &stream, NULL));
    assert_ok(wb_source_import_arrow(&stream, &source, NULL));
    assert_ok(wb_source_schema(source, &part, NULL));
    assert_same_labels(frame, part);
    wb_frame_free(part);
    for (;; n_parts++) {
        assert_ok(wb_source_next(source, &part, NULL));
        if (part == NULL)
            break;
        assert_same_labels(frame, part);
        wb_frame_free(part);
    }
    assert_int_equal(n_parts, 3);
    wb_source_free(source);
    wb_frame_free(frame);
}

/* ---- what others write ---- */

/* A batch of one row with an int32 `x` (or a text `x`) and this value under a key. */
static void batch_with(hand_batch *batch, const char *format, const char *key,
                       const char *value, char metadata[256])
{
    static const int32_t numbers[] = {0, 0};
    char *at = put(metadata, 2, "");

    at = put(at, 7, "foreign");
    at = put(at, 3, "\xFF{[");
    at = put(at, (int32_t)strlen(key), key);
    put(at, (int32_t)strlen(value), value);
    hand_start(batch, 1);
    hand_add(batch, "x", format, format[0] == 'u' ? 3 : 2, NULL, numbers, "");
    batch->schemas[0].metadata = metadata;
}

static void test_arrow_labels__of_others_are_passed_over(void **state)
{
    static const char *const cases[][2] = {
        {"label", "Werkdruk"},
        {"werkbaar.label", "["},
        {"werkbaar", "{}"},
        {"werkbaar", "{\"later\":[1],\"missing\":[]}"}};
    char metadata[256];
    hand_batch batch;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        wb_frame *frame;

        batch_with(&batch, "i", cases[i][0], cases[i][1], metadata);
        frame = hand_import(&batch);
        assert_null(wb_frame_label(frame, 0));
        assert_int_equal(wb_frame_missing_range_count(frame, 0), 0);
        wb_frame_free(frame);
    }
}

static void test_arrow_labels__that_cannot_be_read_are_refused(void **state)
{
    static const char *const cases[] = {"",
                                        "[",
                                        "[]",
                                        "{\"label\":1}",
                                        "{\"label\":null}",
                                        "{\"label\":\"\xC0\"}",
                                        "{\"missing\":{}}",
                                        "{\"missing\":[1]}",
                                        "{\"missing\":[[1]]}",
                                        "{\"missing\":[[1,2,3]]}",
                                        "{\"missing\":[[2,1]]}",
                                        "{\"missing\":[[\"-inf\",\"x\"]]}",
                                        "{\"missing\":[[null,1]]}",
                                        "{\"value_labels\":1}",
                                        "{\"value_labels\":[[1]]}",
                                        "{\"value_labels\":[[1,2]]}",
                                        "{\"value_labels\":[[\"a\",\"b\"]]}",
                                        "{\"value_labels\":[\"a\"]}",
                                        "{\"label\":\"a\",\"label\":\"b\"}"};
    char metadata[256];
    hand_batch batch;
    wb_error err;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        batch_with(&batch, "i", "werkbaar", cases[i], metadata);
        hand_refuse(&batch, WB_E_DATA, &err);
        assert_string_equal(err.item, "x");
        assert_non_null(strstr(err.message, "the Arrow field of column 'x' has labels"));
    }
    batch_with(&batch, "u", "werkbaar", "{\"missing\":[[1,2]]}", metadata);
    hand_refuse(&batch, WB_E_DATA, &err);
    assert_string_equal(err.message,
                        "the Arrow field of column 'x' has labels that cannot be read: "
                        "text column 'x' cannot have codes that mean missing");
}

static void test_arrow_labels__need_lengths_that_can_be(void **state)
{
    char metadata[64];
    hand_batch batch;
    wb_error err;

    (void)state;
    hand_start(&batch, 1);
    hand_add(&batch, "x", "i", 2, NULL, CODES, NULL);
    put(put(metadata, 1, ""), -1, "");
    batch.schemas[0].metadata = metadata;
    hand_refuse(&batch, WB_E_DATA, &err);
    assert_string_equal(err.item, "x");
    assert_non_null(strstr(err.message, "a key of -1 bytes"));
}

static wb_frame *shared;

static wb_status out_and_in(void)
{
    struct ArrowArrayStream stream;
    struct ArrowSchema schema;
    struct ArrowArray array;
    wb_source *source = NULL;
    wb_frame *back = NULL;
    wb_status st = wb_frame_export_arrow(shared, &array, &schema, NULL);

    if (st != WB_OK)
        return st;
    st = wb_frame_import_arrow(&array, &schema, &back, NULL);
    if (st != WB_OK) {
        array.release(&array);
        schema.release(&schema);
        return st;
    }
    st = wb_source_from_frame(back, 2, &source, NULL);
    wb_frame_free(back);
    back = NULL;
    if (st == WB_OK && (st = wb_source_export_arrow(source, &stream, NULL)) == WB_OK) {
        source = NULL;
        st = wb_source_import_arrow(&stream, &source, NULL);
        /* A stream can only say that it had no memory. */
        if (st != WB_OK)
            stream.release(&stream);
    }
    if (st == WB_OK)
        st = wb_source_collect(source, NULL, &back, NULL);
    wb_source_free(source);
    wb_frame_free(back);
    return st;
}

static void test_arrow_labels__survive_failing_allocations(void **state)
{
    (void)state;
    shared = labelled();
    wb_test_every_allocation(out_and_in);
    wb_frame_free(shared);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arrow_labels__come_back_the_same),
        cmocka_unit_test(test_arrow_labels__are_written_as_documented),
        cmocka_unit_test(test_arrow_labels__leave_no_metadata_where_there_are_none),
        cmocka_unit_test(test_arrow_labels__reach_every_batch_of_a_stream),
        cmocka_unit_test(test_arrow_labels__of_others_are_passed_over),
        cmocka_unit_test(test_arrow_labels__that_cannot_be_read_are_refused),
        cmocka_unit_test(test_arrow_labels__need_lengths_that_can_be),
        cmocka_unit_test(test_arrow_labels__survive_failing_allocations),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
