/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "frames.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static wb_frame *make_frame(void)
{
    static const double doubles[] = {0.1, (double)INFINITY, (double)NAN,
                                     -(double)INFINITY};
    static const int8_t small[] = {1, 2, 3, -4};
    static const uint8_t bools[] = {9}, present[] = {11};
    static const char texts[] = "\"q\"\n\xc3\xa9";
    static const int32_t offsets[] = {0, 3, 4, 4, 6}, codes[] = {0, 1, 1, 0};
    static const char *const categories[] = {"zorg", "bouw"};
    static const int32_t days[] = {0, 1, 2, 3};
    static const int64_t times[] = {0, 1000000, 2, 3};
    const wb_column columns[] = {
        {.type = WB_TYPE_FLOAT64, .values = doubles},
        {.type = WB_TYPE_INT8, .values = small},
        {.type = WB_TYPE_BOOL, .values = bools, .validity = present},
        {.type = WB_TYPE_UTF8, .values = texts, .offsets = offsets},
        {.type = WB_TYPE_DICTIONARY,
         .values = codes,
         .categories = categories,
         .n_categories = 2},
        {.type = WB_TYPE_DATE32, .values = days},
        {.type = WB_TYPE_TIMESTAMP, .values = times, .validity = present},
    };
    static const char *const names[] = {"x", "a \"b\"", "ok", "s", "sector", "day", "at"};
    wb_frame *frame =
        frame_of_columns(4, names, columns, sizeof columns / sizeof *columns);

    assert_ok(wb_frame_set_label(frame, 1, "Aantal \xe2\x82\xac", NULL));
    return frame;
}

static const char expected[] =
    "{\"metadata\": null,\n\"columns\": [\n"
    "  {\"name\": \"x\", \"type\": \"float64\", \"label\": null},\n"
    "  {\"name\": \"a \\\"b\\\"\", \"type\": \"int8\", \"label\": \"Aantal "
    "\xe2\x82\xac\"},\n"
    "  {\"name\": \"ok\", \"type\": \"bool\", \"label\": null},\n"
    "  {\"name\": \"s\", \"type\": \"utf8\", \"label\": null},\n"
    "  {\"name\": \"sector\", \"type\": \"dictionary\", \"label\": null},\n"
    "  {\"name\": \"day\", \"type\": \"date32\", \"label\": null},\n"
    "  {\"name\": \"at\", \"type\": \"timestamp\", \"label\": null}],\n\"rows\": [\n"
    "  {\"x\": 0.10000000000000001, \"a \\\"b\\\"\": 1, \"ok\": true, \"s\": "
    "\"\\\"q\\\"\", \"sector\": \"zorg\", \"day\": \"1970-01-01\", \"at\": "
    "\"1970-01-01T00:00:00Z\"},\n"
    "  {\"x\": \"Infinity\", \"a \\\"b\\\"\": 2, \"ok\": false, \"s\": \"\\n\", "
    "\"sector\": \"bouw\", \"day\": \"1970-01-02\", \"at\": "
    "\"1970-01-01T00:00:01Z\"},\n"
    "  {\"x\": null, \"a \\\"b\\\"\": 3, \"ok\": null, \"s\": \"\", \"sector\": "
    "\"bouw\", "
    "\"day\": \"1970-01-03\", \"at\": null},\n"
    "  {\"x\": \"-Infinity\", \"a \\\"b\\\"\": -4, \"ok\": true, \"s\": \"\xc3\xa9\", "
    "\"sector\": \"zorg\", \"day\": \"1970-01-04\", \"at\": "
    "\"1970-01-01T00:00:00.000003Z\"}]}\n";

static json_t *check_json(const wb_frame *frame, const char *text)
{
    wb_writer *writer = NULL;

    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_ok(wb_json_write(writer, frame, NULL));
    if (text != NULL)
        assert_string_equal(wb_writer_bytes(writer, NULL), text);
    json_t *root =
        json_loads(wb_writer_bytes(writer, NULL), JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(root);
    wb_writer_free(writer);
    return root;
}

static void test_wb_json_write__writes_every_type(void **state)
{
    wb_frame *frame = make_frame();

    (void)state;
    json_decref(check_json(frame, expected));
    wb_frame_free(frame);
}

static void test_wb_json_write__writes_metadata_as_json(void **state)
{
    wb_frame *frame = make_frame();

    (void)state;
    assert_ok(wb_frame_set_metadata(frame, "{\"z\": 1, \"a\": [true]}", NULL));
    json_t *root = check_json(frame, NULL);
    const json_t *metadata = json_object_get(root, "metadata");
    assert_int_equal(json_integer_value(json_object_get(metadata, "z")), 1);
    json_decref(root);
    wb_frame_free(frame);
}

static void test_wb_json_write__writes_empty_frames(void **state)
{
    wb_frame *frame = NULL;

    (void)state;
    assert_ok(wb_frame_new(0, &frame, NULL));
    json_decref(
        check_json(frame, "{\"metadata\": null,\n\"columns\": [],\n\"rows\": []}\n"));
    wb_frame_free(frame);
    assert_ok(wb_frame_new(2, &frame, NULL));
    json_decref(check_json(
        frame, "{\"metadata\": null,\n\"columns\": [],\n\"rows\": [\n  {},\n  {}]}\n"));
    wb_frame_free(frame);
}

static int32_t refuse(void *user, const void *bytes, size_t n_bytes)
{
    (void)user;
    (void)bytes;
    return n_bytes > 0;
}

static void test_wb_json_write__passes_on_failures(void **state)
{
    wb_frame *frame = make_frame(), *large = NULL;
    const wb_frame *many[300];
    wb_writer *writer = NULL;

    (void)state;
    for (size_t i = 0; i < 300; i++)
        many[i] = frame;
    assert_ok(wb_frame_append(many, 300, &large, NULL));
    assert_ok(wb_writer_new(refuse, NULL, NULL, NULL, &writer, NULL));
    assert_fails(wb_json_write(writer, large, NULL), WB_E_IO);
    assert_fails(wb_json_write(writer, NULL, NULL), WB_E_ARG);
    assert_fails(wb_json_write(NULL, frame, NULL), WB_E_ARG);
    wb_writer_free(writer);
    wb_frame_free(large);
    wb_frame_free(frame);
}

static wb_frame *frame_to_write; /* made while memory is not short */

static wb_status write_all(void)
{
    wb_writer *writer = NULL;
    wb_status st = wb_writer_to_memory(&writer, NULL);

    if (st == WB_OK)
        st = wb_json_write(writer, frame_to_write, NULL);
    wb_writer_free(writer);
    return st;
}

static void test_wb_json_write__survives_every_failing_allocation(void **state)
{
    (void)state;
    frame_to_write = make_frame();
    wb_test_every_allocation(write_all);
    wb_frame_free(frame_to_write);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_json_write__writes_every_type),
        cmocka_unit_test(test_wb_json_write__writes_metadata_as_json),
        cmocka_unit_test(test_wb_json_write__writes_empty_frames),
        cmocka_unit_test(test_wb_json_write__passes_on_failures),
        cmocka_unit_test(test_wb_json_write__survives_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
