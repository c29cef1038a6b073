/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "compose/import.h"

#include <werkbaar/io.h>

#include <string.h>

/* A file of answers larger than this is none of a company's. */
#define MOST_BYTES ((size_t)1 << 28)

static wb_status find_tool(const char *format, wb_import_tool *tool, wb_error *err)
{
    static const char *const names[] = {"csv", "limesurvey", "xlsform"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (format != NULL && strcmp(format, names[i]) == 0) {
            *tool = (wb_import_tool)i;
            return WB_OK;
        }
    return wb_fail(err, WB_E_ARG,
                   "answers are not imported as '%.40s'; they are as csv, limesurvey or "
                   "xlsform",
                   format != NULL ? format : "NULL");
}

static wb_status take_names(wb_import *import, const char *const *keep, size_t n_keep,
                            wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < n_keep; i++) {
        WB_TRY(wb_check_column_name(keep[i], "to keep", WB_COLUMN_NAME, err));
        if (wb_names_find(&import->keep, keep[i]) < import->keep.count)
            return wb_fail_at(err, WB_E_ARG, -1, keep[i],
                              "column '%s' is named twice among those to keep", keep[i]);
        if (wb_import_is_known(import->tool, keep[i]) &&
            strncmp(keep[i], "attribute_", 10) != 0)
            return wb_fail_at(err, WB_E_ARG, -1, keep[i],
                              "column '%s' tells who answered or when, and is never kept",
                              keep[i]);
        WB_TRY(wb_names_add(&import->keep, keep[i], err));
    }
done:
    return st;
}

/* ---- the file ---- */

/* The reader, on the bytes of a text that outlives it. */
static wb_status open_source(const wb_text *bytes, const wb_frame *types,
                             wb_source **source, wb_error *err)
{
    wb_csv_options options = WB_CSV_OPTIONS_INIT;
    wb_reader *reader = NULL;
    wb_status st = WB_OK;

    options.types = types;
    WB_TRY(wb_reader_from_memory(bytes->bytes, bytes->length, "answers", &reader, err));
    WB_TRY(wb_csv_read(reader, &options, source, err));
    reader = NULL;
done:
    wb_reader_free(reader);
    return st;
}

/* A frame without rows with every column as text: a code 3 and a label are both text. */
static wb_status make_types(const wb_text *bytes, wb_frame **types, wb_error *err)
{
    static const int32_t no_text[] = {0};
    wb_column column = WB_COLUMN_INIT;
    wb_source *source = NULL;
    wb_frame *schema = NULL;
    wb_status st = WB_OK;

    column.type = WB_TYPE_UTF8;
    column.values = "";
    column.offsets = no_text;
    WB_TRY(open_source(bytes, NULL, &source, err));
    WB_TRY(wb_source_schema(source, &schema, err));
    WB_TRY(wb_frame_new(0, types, err));
    for (size_t i = 0; i < wb_frame_column_count(schema); i++)
        WB_TRY(
            wb_frame_add_column(*types, wb_frame_column_name(schema, i), &column, err));
done:
    wb_frame_free(schema);
    wb_source_free(source);
    return st;
}

static wb_status read_file(wb_import *import, wb_reader *reader, wb_error *err)
{
    wb_text bytes = {0};
    wb_frame *types = NULL;
    wb_source *source = NULL;
    wb_status st = WB_OK;

    WB_TRY(wb_reader_read_all(reader, MOST_BYTES, &bytes, err));
    WB_TRY(make_types(&bytes, &types, err));
    WB_TRY(open_source(&bytes, types, &source, err));
    WB_TRY(wb_source_collect(source, NULL, &import->file, err));
done:
    wb_source_free(source);
    wb_frame_free(types);
    wb_text_free(&bytes);
    return st;
}

/* ---- the import ---- */

static wb_status make_room(wb_import *import, wb_error *err)
{
    size_t n_rows = (size_t)wb_frame_row_count(import->file);

    import->asked = wb_allocate(import->form->n_asked, sizeof *import->asked);
    import->kept = wb_allocate(import->keep.count, sizeof *import->kept);
    import->codes = wb_allocate(n_rows, import->form->n_asked * sizeof *import->codes);
    return import->asked != NULL && import->kept != NULL && import->codes != NULL
               ? WB_OK
               : wb_fail_nomem(err);
}

static void close_import(wb_import *import)
{
    wb_names_free(&import->keep);
    wb_frame_free(import->file);
    wb_release(import->asked);
    wb_release(import->kept);
    wb_release(import->codes);
}

wb_status wb_questionnaire_import(const wb_questionnaire *questionnaire,
                                  const char *format, const char *unit, wb_reader *reader,
                                  const char *const *keep, size_t n_keep, wb_frame **out,
                                  wb_error *err)
{
    return wb_lists_import(questionnaire, NULL, format, unit, reader, keep, n_keep, out,
                           err);
}

wb_status wb_lists_import(const wb_questionnaire *questionnaire, const wb_lists *lists,
                          const char *format, const char *unit, wb_reader *reader,
                          const char *const *keep, size_t n_keep, wb_frame **out,
                          wb_error *err)
{
    wb_form form = {0};
    wb_import import = {.form = &form};
    wb_status st = WB_OK;

    if (out == NULL || questionnaire == NULL || reader == NULL ||
        (keep == NULL && n_keep > 0))
        return wb_fail(err, WB_E_ARG,
                       "questionnaire, reader, keep and out must not be NULL");
    *out = NULL;
    WB_TRY(find_tool(format, &import.tool, err));
    WB_TRY(take_names(&import, keep, n_keep, err));
    WB_TRY(wb_form_open(questionnaire, lists, unit, NULL, &form, err));
    WB_TRY(read_file(&import, reader, err));
    WB_TRY(make_room(&import, err));
    WB_TRY(wb_import_columns(&import, err));
    WB_TRY(wb_import_answers(&import, err));
    WB_TRY(wb_import_frame(&import, out, err));
done:
    close_import(&import);
    wb_form_close(&form);
    return st;
}
