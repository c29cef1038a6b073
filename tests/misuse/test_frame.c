/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "misuse/misuse.h"

static wb_status no_more(void *user, wb_frame **out, wb_error *err)
{
    (void)user;
    (void)err;
    *out = NULL;
    return WB_OK;
}

static void frame_new(scene *s)
{
    refused(s, wb_frame_new(5, NULL, &s->err), WB_E_ARG, "a place to go");
    refused(s, wb_frame_new(-1, &s->out.frame, &s->err), WB_E_ARG, "-1");
}

static void frame_add_column(scene *s)
{
    wb_column column = new_column();

    refused(s, wb_frame_add_column(NULL, "new", &column, &s->err), WB_E_ARG, "frame");
    refused(s, wb_frame_add_column(s->mine.frame, NULL, &column, &s->err), WB_E_ARG,
            "name");
    refused(s, wb_frame_add_column(s->mine.frame, "new", NULL, &s->err), WB_E_ARG,
            "column");
    refused(s, wb_frame_add_column(s->mine.frame, "", &column, &s->err), WB_E_ARG,
            "name");
    refused(s, wb_frame_add_column(s->mine.frame, "age", &column, &s->err), WB_E_ARG,
            "age");
    refused(s, wb_frame_add_column(s->mine.frame, "\xff", &column, &s->err), WB_E_DATA,
            "UTF-8");
    column.type = 99;
    refused(s, wb_frame_add_column(s->mine.frame, "new", &column, &s->err), WB_E_ARG,
            "99");
    column.type = WB_TYPE_DICTIONARY;
    column.code_base = 2;
    refused(s, wb_frame_add_column(s->mine.frame, "new", &column, &s->err), WB_E_ARG,
            "neither 0 nor 1");
    column.code_base = 0;
    column.n_categories = -1;
    refused(s, wb_frame_add_column(s->mine.frame, "new", &column, &s->err), WB_E_ARG,
            "an impossible number of categories");
    column.n_categories = 1;
    refused(s, wb_frame_add_column(s->mine.frame, "new", &column, &s->err), WB_E_DATA,
            "new");
    column.n_categories = 2;
    column.flags = 1 << 20;
    refused(s, wb_frame_add_column(s->mine.frame, "new", &column, &s->err), WB_E_ARG,
            "flags");
    column.flags = WB_COLUMN_COPY;
    column.values = NULL;
    refused(s, wb_frame_add_column(s->mine.frame, "new", &column, &s->err), WB_E_ARG,
            "values");
    column = new_column();
    column.offset = -1;
    refused(s, wb_frame_add_column(s->mine.frame, "new", &column, &s->err), WB_E_ARG,
            "an impossible row");
}

static void frame_slice(scene *s)
{
    refused(s, wb_frame_slice(NULL, 3, 20, &s->out.frame, &s->err), WB_E_ARG, "frame");
    refused(s, wb_frame_slice(s->world->people, 3, 20, NULL, &s->err), WB_E_ARG,
            "a place to go");
    refused(s, wb_frame_slice(s->world->people, -1, 3, &s->out.frame, &s->err), WB_E_ARG,
            "-1");
    refused(s, wb_frame_slice(s->world->people, 55, 6, &s->out.frame, &s->err), WB_E_ARG,
            "60");
    refused(s, wb_frame_slice(s->world->people, 1, INT64_MAX, &s->out.frame, &s->err),
            WB_E_ARG, "60");
    refused(s, wb_frame_slice(s->world->people, 0, -1, &s->out.frame, &s->err), WB_E_ARG,
            "-1");
}

static void frame_select(scene *s)
{
    static const char *const names[] = {"age", "sex"};
    static const char *const unknown[] = {"age", "nowhere"}, *const hole[] = {"age",
                                                                              NULL};

    refused(s, wb_frame_select(NULL, names, 2, &s->out.frame, &s->err), WB_E_ARG,
            "frame");
    refused(s, wb_frame_select(s->world->people, NULL, 2, &s->out.frame, &s->err),
            WB_E_ARG, "names");
    refused(s, wb_frame_select(s->world->people, names, 2, NULL, &s->err), WB_E_ARG,
            "a place to go");
    refused(s, wb_frame_select(s->world->people, unknown, 2, &s->out.frame, &s->err),
            WB_E_ARG, "nowhere");
    refused(s, wb_frame_select(s->world->people, hole, 2, &s->out.frame, &s->err),
            WB_E_ARG, "no column");
}

static void frame_append(scene *s)
{
    const wb_frame *both[] = {s->world->people, s->world->people};

    refused(s, wb_frame_append(NULL, 2, &s->out.frame, &s->err), WB_E_ARG, "frames");
    refused(s, wb_frame_append(both, 2, NULL, &s->err), WB_E_ARG, "a place to go");
    refused(s, wb_frame_append(both, 0, &s->out.frame, &s->err), WB_E_ARG, "frame");
    both[1] = s->world->whole;
    refused(s, wb_frame_append(both, 2, &s->out.frame, &s->err), WB_E_CONFLICT,
            "8 columns");
    both[1] = NULL;
    refused(s, wb_frame_append(both, 2, &s->out.frame, &s->err), WB_E_ARG, "frame");
}

static void frame_share_column(scene *s)
{
    refused(s, wb_frame_share_column(NULL, "again", s->mine.frame, 1, &s->err), WB_E_ARG,
            "frame");
    refused(s, wb_frame_share_column(s->mine.frame, "again", NULL, 1, &s->err), WB_E_ARG,
            "there is no frame");
    refused(s, wb_frame_share_column(s->mine.frame, "again", s->mine.frame, 99, &s->err),
            WB_E_ARG, "99");
    refused(s,
            wb_frame_share_column(s->mine.frame, "again", s->world->people, 1, &s->err),
            WB_E_ARG, "60");
    refused(s, wb_frame_share_column(s->mine.frame, "age", s->mine.frame, 1, &s->err),
            WB_E_ARG, "age");
    refused(s, wb_frame_share_column(s->mine.frame, "", s->mine.frame, 1, &s->err),
            WB_E_ARG, "name");
}

static void frame_set_label(scene *s)
{
    refused(s, wb_frame_set_label(NULL, 0, "a label", &s->err), WB_E_ARG, "frame");
    refused(s, wb_frame_set_label(s->mine.frame, 99, "a", &s->err), WB_E_ARG, "99");
    refused(s, wb_frame_set_label(s->mine.frame, 0, "\xff", &s->err), WB_E_DATA, "UTF-8");
}

static void frame_set_value_label(scene *s)
{
    refused(s, wb_frame_set_value_label(NULL, 2, 1, "one", &s->err), WB_E_ARG, "frame");
    refused(s, wb_frame_set_value_label(s->mine.frame, 2, 1, NULL, &s->err), WB_E_ARG,
            "label");
    refused(s, wb_frame_set_value_label(s->mine.frame, 99, 1, "a", &s->err), WB_E_ARG,
            "99");
    refused(s, wb_frame_set_value_label(s->mine.frame, 2, 1, "\xff", &s->err), WB_E_DATA,
            "UTF-8");
    refused(s, wb_frame_set_value_label(s->mine.frame, 2, NAN, "a", &s->err), WB_E_ARG,
            "a number and a text");
}

static void frame_add_missing_range(scene *s)
{
    refused(s, wb_frame_add_missing_range(NULL, 2, 8, 9, &s->err), WB_E_ARG, "frame");
    refused(s, wb_frame_add_missing_range(s->mine.frame, 99, 8, 9, &s->err), WB_E_ARG,
            "99");
    refused(s, wb_frame_add_missing_range(s->mine.frame, 2, 9, 8, &s->err), WB_E_ARG,
            "end before they begin");
    refused(s, wb_frame_add_missing_range(s->mine.frame, 2, NAN, 8, &s->err), WB_E_ARG,
            "missing codes");
}

static void frame_set_metadata(scene *s)
{
    refused(s, wb_frame_set_metadata(NULL, "{\"b\":[1,2],\"a\":\"x\"}", &s->err),
            WB_E_ARG, "frame");
    refused(s, wb_frame_set_metadata(s->mine.frame, "[]", &s->err), WB_E_ARG, "object");
    refused(s, wb_frame_set_metadata(s->mine.frame, "{", &s->err), WB_E_ARG, "JSON");
}

static void frame_copy_doubles(scene *s)
{
    refused(s, wb_frame_copy_doubles(NULL, 1, 0, 8, -9, s->numbers, &s->err), WB_E_ARG,
            "frame");
    refused(s, wb_frame_copy_doubles(s->world->people, 1, 0, 8, -9, NULL, &s->err),
            WB_E_ARG, "a place to go");
    refused(s, wb_frame_copy_doubles(s->world->people, 99, 0, 8, -9, s->numbers, &s->err),
            WB_E_ARG, "99");
    refused(s, wb_frame_copy_doubles(s->world->people, 1, -1, 8, -9, s->numbers, &s->err),
            WB_E_ARG, "-1");
    refused(s, wb_frame_copy_doubles(s->world->people, 1, 59, 8, -9, s->numbers, &s->err),
            WB_E_ARG, "60");
    refused(s, wb_frame_copy_doubles(s->world->people, 1, 0, -1, -9, s->numbers, &s->err),
            WB_E_ARG, "-1");
}

static void frame_copy_int32(scene *s)
{
    refused(s, wb_frame_copy_int32(NULL, 2, 0, 8, -9, (int32_t *)s->numbers, &s->err),
            WB_E_ARG, "frame");
    refused(s, wb_frame_copy_int32(s->world->people, 2, 0, 8, -9, NULL, &s->err),
            WB_E_ARG, "a place to go");
    refused(s,
            wb_frame_copy_int32(s->world->people, 1, 0, 4, -9, (int32_t *)s->numbers,
                                &s->err),
            WB_E_ARG, "weight");
    refused(
        s,
        wb_frame_copy_int32(s->world->people, 2, 0, 8, 1, (int32_t *)s->numbers, &s->err),
        WB_E_DATA, "stratum");
}

static void frame_copy_int64(scene *s)
{
    refused(s, wb_frame_copy_int64(NULL, 2, 0, 8, -9, (int64_t *)s->numbers, &s->err),
            WB_E_ARG, "frame");
    refused(s, wb_frame_copy_int64(s->world->people, 2, 0, 8, -9, NULL, &s->err),
            WB_E_ARG, "a place to go");
    refused(s,
            wb_frame_copy_int64(s->world->people, 1, 0, 4, -9, (int64_t *)s->numbers,
                                &s->err),
            WB_E_ARG, "weight");
}

static void frame_import_arrow(scene *s)
{
    struct ArrowArray released = {0};

    refused(s, wb_frame_import_arrow(NULL, &s->schema, &s->out.frame, &s->err), WB_E_ARG,
            "array");
    refused(s, wb_frame_import_arrow(&s->array, NULL, &s->out.frame, &s->err), WB_E_ARG,
            "schema");
    refused(s, wb_frame_import_arrow(&s->array, &s->schema, NULL, &s->err), WB_E_ARG,
            "a place to go");
    refused(s, wb_frame_import_arrow(&released, &s->schema, &s->out.frame, &s->err),
            WB_E_ARG, "released");
}

static void frame_export_arrow(scene *s)
{
    refused(s, wb_frame_export_arrow(NULL, &s->array, &s->schema, &s->err), WB_E_ARG,
            "frame");
    refused(s, wb_frame_export_arrow(s->world->people, NULL, &s->schema, &s->err),
            WB_E_ARG, "array");
    refused(s, wb_frame_export_arrow(s->world->people, &s->array, NULL, &s->err),
            WB_E_ARG, "schema");
}

static void source_new(scene *s)
{
    refused(s, wb_source_new(NULL, NULL, NULL, NULL, &s->out.source, &s->err), WB_E_ARG,
            "next");
    refused(s, wb_source_new(no_more, NULL, NULL, NULL, NULL, &s->err), WB_E_ARG,
            "a place to go");
}

static void source_from_frame(scene *s)
{
    refused(s, wb_source_from_frame(NULL, 7, &s->out.source, &s->err), WB_E_ARG, "frame");
    refused(s, wb_source_from_frame(s->world->people, 7, NULL, &s->err), WB_E_ARG,
            "a place to go");
    refused(s, wb_source_from_frame(s->world->people, -1, &s->out.source, &s->err),
            WB_E_ARG, "chunks");
}

static void source_import_arrow(scene *s)
{
    struct ArrowArrayStream released = {0};

    refused(s, wb_source_import_arrow(NULL, &s->out.source, &s->err), WB_E_ARG, "stream");
    refused(s, wb_source_import_arrow(&s->stream, NULL, &s->err), WB_E_ARG,
            "a place to go");
    refused(s, wb_source_import_arrow(&released, &s->out.source, &s->err), WB_E_ARG,
            "released");
}

static void source_export_arrow(scene *s)
{
    refused(s, wb_source_export_arrow(NULL, &s->stream, &s->err), WB_E_ARG, "source");
    refused(s, wb_source_export_arrow(s->mine.source, NULL, &s->err), WB_E_ARG, "stream");
}

static void source_next(scene *s)
{
    refused(s, wb_source_next(NULL, &s->out.frame, &s->err), WB_E_ARG, "source");
    refused(s, wb_source_next(s->mine.source, NULL, &s->err), WB_E_ARG, "a place to go");
}

static void source_rewind(scene *s)
{
    refused(s, wb_source_rewind(NULL, &s->err), WB_E_ARG, "source");
}

static void source_schema(scene *s)
{
    refused(s, wb_source_schema(NULL, &s->out.frame, &s->err), WB_E_ARG, "source");
    refused(s, wb_source_schema(s->mine.source, NULL, &s->err), WB_E_ARG,
            "a place to go");
}

static void source_collect(scene *s)
{
    refused(s, wb_source_collect(NULL, &s->run, &s->out.frame, &s->err), WB_E_ARG,
            "source");
    refused(s, wb_source_collect(s->mine.source, &s->run, NULL, &s->err), WB_E_ARG,
            "a place to go");
}

int main(void)
{
    static const misuse all[] = {
        {"wb_frame_new", frame_new},
        {"wb_frame_add_column", frame_add_column},
        {"wb_frame_slice", frame_slice},
        {"wb_frame_select", frame_select},
        {"wb_frame_append", frame_append},
        {"wb_frame_share_column", frame_share_column},
        {"wb_frame_set_label", frame_set_label},
        {"wb_frame_set_value_label", frame_set_value_label},
        {"wb_frame_add_missing_range", frame_add_missing_range},
        {"wb_frame_set_metadata", frame_set_metadata},
        {"wb_frame_copy_doubles", frame_copy_doubles},
        {"wb_frame_copy_int32", frame_copy_int32},
        {"wb_frame_copy_int64", frame_copy_int64},
        {"wb_frame_import_arrow", frame_import_arrow},
        {"wb_frame_export_arrow", frame_export_arrow},
        {"wb_source_new", source_new},
        {"wb_source_from_frame", source_from_frame},
        {"wb_source_import_arrow", source_import_arrow},
        {"wb_source_export_arrow", source_export_arrow},
        {"wb_source_next", source_next},
        {"wb_source_rewind", source_rewind},
        {"wb_source_schema", source_schema},
        {"wb_source_collect", source_collect},
    };

    return run_misuses("misuse/frame", all, sizeof all / sizeof *all);
}
