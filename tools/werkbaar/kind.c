/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "kind.h"

#include "columns.h"
#include "message.h"
#include "output.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- found ---- */

static int is_builtin(const cli_kind *kind, const char *id)
{
    size_t i = 0;
    while (i < kind->count() && strcmp(kind->id(i), id) != 0) {
        i++;
    }
    return i < kind->count();
}

int cli_kind_open(const cli_kind *kind, const char *id_or_file, void **it)
{
    wb_error err;
    if (is_builtin(kind, id_or_file)) {
        return kind->builtin(id_or_file, it, &err) == WB_OK ? CLI_OK
                                                            : cli_failed(&err, NULL);
    }
    if (access(id_or_file, F_OK) != 0) {
        fprintf(stderr,
                "werkbaar: '%s' is no built-in %s (see 'werkbaar %s') and no file "
                "either: %s\n",
                id_or_file, kind->noun, kind->listing, strerror(errno));
        return CLI_FAILED;
    }
    return kind->load(id_or_file, it, &err) == WB_OK ? CLI_OK
                                                     : cli_failed(&err, id_or_file);
}

/* ---- listed ---- */

static wb_status list_fill(const cli_kind *kind, const cli_kind_column *columns,
                           const char *language, void **all, wb_frame *frame,
                           wb_error *err)
{
    size_t n = kind->count();
    const char **texts = calloc(n + 1, sizeof *texts);
    wb_status st = texts != NULL ? WB_OK : cli_no_memory(err);
    for (size_t i = 0; i < n && st == WB_OK; i++) {
        st = kind->builtin(kind->id(i), &all[i], err);
    }
    for (; columns->name != NULL && st == WB_OK; columns++) {
        for (size_t i = 0; i < n; i++) {
            texts[i] = columns->of(all[i], language);
        }
        st = cli_columns_add(frame, columns->name, texts, err);
    }
    free(texts);
    return st;
}

int cli_kind_list(const cli_args *args, const cli_kind *kind,
                  const cli_kind_column *columns)
{
    size_t n = kind->count();
    void **all = calloc(n + 1, sizeof *all);
    wb_frame *frame = NULL;
    wb_error err;
    const char *language = NULL;
    int32_t format = 0;
    int result = cli_args_choice(args, "format", cli_formats, &format);
    if (result == CLI_OK) {
        result = cli_language_read(args, &language);
    }
    if (result == CLI_OK) {
        wb_status st =
            all != NULL ? wb_frame_new((int64_t)n, &frame, &err) : cli_no_memory(&err);
        if (st == WB_OK) {
            st = list_fill(kind, columns, language, all, frame, &err);
        }
        result = st == WB_OK ? cli_frame_show(args, format, frame, NULL)
                             : cli_failed(&err, NULL);
    }
    for (size_t i = 0; all != NULL && i < n; i++) {
        kind->free(all[i]);
    }
    free(all);
    wb_frame_free(frame);
    return result;
}

/* ---- shown ---- */

static const char *const show_formats[] = {"table", "csv",        "json",
                                           "xlsx",  "definition", NULL};
enum { AS_TABLE, AS_CSV, AS_JSON, AS_XLSX, AS_DEFINITION };

typedef struct shown {
    const cli_kind_parts *parts;
    void *it;
    const char *language;
    const char *part; /* NULL: all of them */
    int32_t format;
    wb_writer *writer;
} shown;

static wb_status part_write(const shown *s, const char *part, wb_error *err)
{
    wb_frame *table = NULL;
    wb_status st = s->parts->table(s->it, part, s->language, &table, err);
    if (st == WB_OK && s->format == AS_JSON) {
        st = cli_print(s->writer, err, ",\n\"%s\": ", part);
        if (st == WB_OK) {
            st = wb_json_write(s->writer, table, err);
        }
    } else if (st == WB_OK) {
        if (s->format == AS_TABLE) {
            st = cli_print(s->writer, err, "\n%s (%" PRId64 ")\n", part,
                           wb_frame_row_count(table));
        }
        if (st == WB_OK) {
            st = cli_frame_write(s->writer, table, s->format, NULL, err);
        }
    }
    wb_frame_free(table);
    return st;
}

static wb_status parts_write(const shown *s, wb_error *err)
{
    wb_status st = WB_OK;
    if (s->format == AS_TABLE) {
        st = s->parts->head(s->it, s->language, s->writer, err);
    } else if (s->format == AS_JSON) {
        st = s->parts->json_head(s->it, s->language, s->writer, err);
    }
    for (const char *const *name = s->parts->names; *name != NULL && st == WB_OK;
         name++) {
        if (s->part == NULL || strcmp(s->part, *name) == 0) {
            st = part_write(s, *name, err);
        }
    }
    return st == WB_OK && s->format == AS_JSON ? cli_print(s->writer, err, "}\n") : st;
}

static wb_status definition_write(const shown *s, wb_error *err)
{
    wb_status st = s->parts->write(s->it, s->writer, err);
    return st == WB_OK ? cli_print(s->writer, err, "\n") : st;
}

static int shown_read(const cli_args *args, shown *s)
{
    int32_t part = 0;
    int result = cli_args_choice(args, "format", show_formats, &s->format);
    if (result == CLI_OK) {
        result = cli_language_read(args, &s->language);
    }
    if (result == CLI_OK && cli_args_has(args, "part")) {
        result = cli_args_choice(args, "part", s->parts->names, &part);
        s->part = s->parts->names[part];
    }
    if (result == CLI_OK && s->format == AS_DEFINITION && s->part != NULL) {
        result = cli_usage_error(args->command,
                                 "'--format definition' is the whole file, without "
                                 "--part");
    }
    if (result == CLI_OK && (s->format == AS_CSV || s->format == AS_XLSX) &&
        s->part == NULL) {
        result = cli_usage_error(args->command,
                                 "'--format %s' shows one table: name it "
                                 "with --part",
                                 show_formats[s->format]);
    }
    return result;
}

int cli_kind_show(const cli_args *args, const cli_kind *kind, const cli_kind_parts *parts)
{
    shown s = {.parts = parts};
    cli_output output = {0};
    wb_error err;
    int result = shown_read(args, &s);
    if (result == CLI_OK) {
        result = cli_kind_open(kind, args->operands[0], &s.it);
    }
    if (result == CLI_OK) {
        wb_status st =
            cli_output_open(cli_args_text(args, "output", NULL), &output, &err);
        s.writer = output.writer;
        if (st == WB_OK) {
            st = s.format == AS_DEFINITION ? definition_write(&s, &err)
                                           : parts_write(&s, &err);
        }
        result = cli_output_end(&output, st, &err);
    }
    kind->free(s.it);
    return result;
}
