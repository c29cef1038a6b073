/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Golden files of frames: CSV, JSON, and what Arrow carries of labels. */
#include "goldens.h"

enum { ROWS = 4 };

static void add(wb_frame *frame, const char *name, wb_column column)
{
    static const uint8_t three_of_four[] = {0x0d}; /* the second is missing */
    wb_error err = {0};

    column.struct_size = sizeof column;
    column.flags |= WB_COLUMN_COPY;
    if (column.type < WB_TYPE_FLOAT32 || column.type > WB_TYPE_FLOAT64)
        column.validity = three_of_four;
    if (wb_frame_add_column(frame, name, &column, &err) != WB_OK)
        fail_msg("%s: %s", name, err.message);
}

static void add_numbers(wb_frame *frame)
{
    static const int8_t bools[ROWS] = {1, 0, 0, 1};
    static const int8_t small[ROWS] = {-128, 0, 9, 127};
    static const int32_t whole[ROWS] = {INT32_MIN, 0, 8, INT32_MAX};
    static const int64_t large[ROWS] = {INT64_C(-9007199254740993), 0, 1,
                                        INT64_C(9007199254740993)};
    const double numbers[ROWS] = {0.1, NAN, -1e-300, INFINITY};

    add(frame, "bool",
        (wb_column){
            .type = WB_TYPE_BOOL, .flags = WB_COLUMN_BOOL_BYTES, .values = bools});
    add(frame, "int8", (wb_column){.type = WB_TYPE_INT8, .values = small});
    add(frame, "int32", (wb_column){.type = WB_TYPE_INT32, .values = whole});
    add(frame, "int64", (wb_column){.type = WB_TYPE_INT64, .values = large});
    add(frame, "float64", (wb_column){.type = WB_TYPE_FLOAT64, .values = numbers});
}

static void add_texts(wb_frame *frame)
{
    static const char text[] = "één, \"twee\"x\ny";
    static const int32_t offsets[ROWS + 1] = {0, 7, 7, 13, 16};
    static const int32_t codes[ROWS] = {2, 0, 0, 1};
    static const char *const lights[] = {"green", "orange", "red"};
    static const int32_t days[ROWS] = {-719162, 0, 0, 20513};
    static const int64_t moments[ROWS] = {-1, 0, 0, INT64_C(1772323200123456)};

    add(frame, "utf8",
        (wb_column){.type = WB_TYPE_UTF8, .values = text, .offsets = offsets});
    add(frame, "dictionary",
        (wb_column){.type = WB_TYPE_DICTIONARY,
                    .flags = WB_COLUMN_ORDERED,
                    .values = codes,
                    .categories = lights,
                    .n_categories = 3});
    add(frame, "date32", (wb_column){.type = WB_TYPE_DATE32, .values = days});
    add(frame, "timestamp", (wb_column){.type = WB_TYPE_TIMESTAMP, .values = moments});
}

static void add_labels(wb_frame *frame)
{
    size_t whole = column_of(frame, "int32"), lights = column_of(frame, "dictionary");

    assert_ok(wb_frame_set_label(frame, whole, "Werkdruk \"hoog\"", NULL));
    assert_ok(wb_frame_set_value_label(frame, whole, 8, "weet niet", NULL));
    assert_ok(wb_frame_set_value_label(frame, whole, 0.5, "half", NULL));
    assert_ok(wb_frame_add_missing_range(frame, whole, 8, 9, NULL));
    assert_ok(wb_frame_add_missing_range(frame, whole, -INFINITY, -1, NULL));
    assert_ok(wb_frame_set_label(frame, lights, "licht", NULL));
    assert_ok(wb_frame_set_metadata(
        frame, "{\"synthetic\": true, \"note\": \"SYNTHETIC\"}", NULL));
}

wb_frame *frame_of_everything(void)
{
    wb_frame *frame = NULL;

    assert_ok(wb_frame_new(ROWS, &frame, NULL));
    add_numbers(frame);
    add_texts(frame);
    add_labels(frame);
    return frame;
}

void make_csv(const char *from, wb_writer *writer)
{
    wb_frame *frame = frame_of_everything();
    wb_source *source = NULL;

    (void)from;
    assert_ok(wb_source_from_frame(frame, 0, &source, NULL));
    assert_ok(wb_csv_write(writer, source, NULL, NULL, NULL));
    wb_source_free(source);
    wb_frame_free(frame);
}

void make_json(const char *from, wb_writer *writer)
{
    wb_frame *frame = frame_of_everything();

    (void)from;
    assert_ok(wb_json_write(writer, frame, NULL));
    wb_frame_free(frame);
}

/* ---- Arrow ---- */

static void put(wb_writer *writer, const char *text, size_t length)
{
    assert_ok(wb_writer_write(writer, text, length, NULL));
}

/* The value under our key of a schema's metadata (pairs of texts with their lengths), as
 * a line. */
static void put_metadata(const char *metadata, wb_writer *writer)
{
    int32_t pairs = 0, length[2];

    if (metadata != NULL)
        memcpy(&pairs, metadata, sizeof pairs);
    metadata += sizeof pairs;
    for (int32_t i = 0; i < pairs; i++) {
        const char *text[2];

        for (int k = 0; k < 2; k++) {
            memcpy(&length[k], metadata, sizeof length[k]);
            text[k] = metadata + sizeof length[k];
            metadata = text[k] + length[k];
        }
        if (length[0] == 8 && memcmp(text[0], "werkbaar", 8) == 0) {
            put(writer, text[1], (size_t)length[1]);
            put(writer, "\n", 1);
        }
    }
}

void labels_in_arrow(const wb_frame *frame, wb_writer *writer)
{
    struct ArrowArray array;
    struct ArrowSchema schema;

    assert_ok(wb_frame_export_arrow(frame, &array, &schema, NULL));
    put_metadata(schema.metadata, writer);
    for (int64_t i = 0; i < schema.n_children; i++)
        put_metadata(schema.children[i]->metadata, writer);
    array.release(&array);
    schema.release(&schema);
}

void make_labels(const char *from, wb_writer *writer)
{
    wb_frame *frame = frame_of_everything();

    (void)from;
    labels_in_arrow(frame, writer);
    wb_frame_free(frame);
}
