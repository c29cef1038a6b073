/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What files can hold: a column of every kind, with labels and missing ranges, and files
 * of packages that say as much. */
#include "faults/world.h"

#include <stdio.h>
#include <stdlib.h>

enum { ROWS = 6 };

static const char texts[] = "plain"
                            "a \"quote\", x"
                            "_x0041_ \x01 \xef\xbf\xbe"
                            " \xc3\xa9t\xc3\xa9 that goes on beyond what is shown of it"
                            "=1+1";
static const int32_t ends[] = {0, 5, 17, 30, 76, 80, 80};
static const int32_t kinds[] = {0, 1, 2, 0, 1, 0};
static const char *const kind_names[] = {"count", "percent", "hidden"};
static const int8_t yes[] = {1, 0, 1, 0, 1, -1};
static const int32_t days[] = {0, 20000, -30000, 19782, 1, -1};
static const int64_t moments[] = {0, 1700000000123456, -1, 86400000000, 5, 6};
static const double shares[] = {0.123456789, 1234.5, 3, INFINITY, -1e300, 0};
static const uint16_t wholes[] = {1, 2, 8, 9, 65535, 0};
static const float small[] = {1.5f, -2.25f, 1e-30f, 0, 3, 4};
static const uint8_t five = 0x1f; /* the last row is missing */

static wb_column column_of(int32_t type, const void *values)
{
    wb_column column = WB_COLUMN_INIT;

    column.type = type;
    column.values = values;
    column.validity = &five;
    return column;
}

static void add(wb_frame *frame, const char *name, const wb_column *column)
{
    wb_error err = {0};

    must(wb_frame_add_column(frame, name, column, &err), &err);
}

static void add_columns(wb_frame *frame)
{
    wb_column text = column_of(WB_TYPE_UTF8, texts);
    wb_column kind = column_of(WB_TYPE_DICTIONARY, kinds);
    wb_column answer = column_of(WB_TYPE_BOOL, yes);
    wb_column day = column_of(WB_TYPE_DATE32, days);
    wb_column moment = column_of(WB_TYPE_TIMESTAMP, moments);
    wb_column share = column_of(WB_TYPE_FLOAT64, shares);
    wb_column whole = column_of(WB_TYPE_UINT16, wholes);
    wb_column single = column_of(WB_TYPE_FLOAT32, small);

    text.offsets = ends;
    kind.categories = kind_names;
    kind.n_categories = 3;
    answer.flags = WB_COLUMN_BOOL_BYTES | WB_COLUMN_SENTINEL;
    answer.sentinel = -1;
    answer.validity = NULL;
    add(frame, "text", &text);
    add(frame, "kind", &kind);
    add(frame, "answer", &answer);
    add(frame, "day", &day);
    add(frame, "moment", &moment);
    add(frame, "share", &share);
    add(frame, "whole", &whole);
    add(frame, "single", &single);
}

static void describe_columns(wb_frame *frame)
{
    wb_error err = {0};

    must(wb_frame_set_label(frame, 5, "a \"share\"", &err), &err);
    must(wb_frame_set_value_label(frame, 6, 1, "one & \"only\"", &err), &err);
    must(wb_frame_set_value_label(frame, 6, 2, "two", &err), &err);
    must(wb_frame_add_missing_range(frame, 6, 8, 9, &err), &err);
    must(wb_frame_add_missing_range(frame, 3, 20000, 20000, &err), &err);
    must(wb_frame_add_missing_range(frame, 4, 5, 5, &err), &err);
    must(wb_frame_set_metadata(
             frame,
             "{\"synthetic\":true,\"sheet\":{\"formats\":{\"whole\":\"count\","
             "\"share\":{\"by\":\"kind\",\"of\":{\"count\":\"count\",\"percent\":"
             "\"percent\"},\"else\":\"score\"},"
             "\"single\":{\"by\":\"text\",\"of\":{\"plain\":\"tenth\"},\"else\":\"p\"}},"
             "\"hidden\":\"kind\"}}",
             &err),
         &err);
}

static void keep_csv(world *w)
{
    wb_writer *writer = NULL;
    wb_source *source = NULL;
    wb_error err = {0};

    must(wb_writer_to_memory(&writer, &err), &err);
    must(wb_source_from_frame(w->rich, 0, &source, &err), &err);
    must(wb_csv_write(writer, source, NULL, NULL, &err), &err);
    keep_written(w, FILE_RICH, writer);
    wb_source_free(source);
}

/* One of tests/io/statfiles. */
static void keep_package(world *w, file which, const char *name)
{
    char path[512], *bytes = malloc(1 << 16);

    snprintf(path, sizeof path, WB_TEST_SOURCE_DIR "/tests/io/statfiles/%s", name);
    FILE *in = fopen(path, "rb");
    if (bytes == NULL || in == NULL)
        abort();
    size_t n = fread(bytes, 1, 1 << 16, in);
    fclose(in);
    keep_file(w, which, bytes, n);
    free(bytes);
}

void make_files(world *w)
{
    wb_error err = {0};

    must(wb_frame_new(ROWS, &w->rich, &err), &err);
    add_columns(w->rich);
    describe_columns(w->rich);
    keep_csv(w);
    keep_package(w, FILE_LABELLED, "people.sav");
    keep_package(w, FILE_DTA, "people.dta");
}
