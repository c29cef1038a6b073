/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "columns.h"
#include "commands.h"
#include "instrument.h"
#include "message.h"
#include "output.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char *const parts[] = {"items", "scales", "indicators", "composites", NULL};
static const char *const show_formats[] = {"table", "csv", "json", "definition", NULL};
static const char *const preset[] = {"preset, not the official WBM definition",
                                     "verified"};

/* ---- list ---- */

/* One column of the list: what `of` says of each built-in instrument. */
typedef const char *(*column_fn)(const wb_instrument *instrument, const char *language);

static const char *title_of(const wb_instrument *instrument, const char *language)
{
    const char *title = wb_instrument_title(instrument, language);
    return title != NULL ? title : "";
}

static const char *id_of(const wb_instrument *instrument, const char *language)
{
    (void)language;
    return wb_instrument_id(instrument);
}

static const char *version_of(const wb_instrument *instrument, const char *language)
{
    (void)language;
    return wb_instrument_version(instrument);
}

static const char *status_of(const wb_instrument *instrument, const char *language)
{
    (void)language;
    return preset[wb_instrument_verified(instrument)];
}

static wb_status list_fill(wb_frame *frame, wb_instrument **all, size_t n,
                           const char *language, wb_error *err)
{
    static const struct {
        const char *name;
        column_fn of;
    } columns[] = {{"id", id_of},
                   {"version", version_of},
                   {"status", status_of},
                   {"title", title_of}};
    const char **texts = calloc(n + 1, sizeof *texts);
    wb_status st = texts != NULL ? WB_OK : WB_E_NOMEM;
    for (size_t i = 0; i < n && st == WB_OK; i++) {
        st = wb_instrument_builtin(wb_instrument_builtin_id(i), &all[i], err);
    }
    for (size_t k = 0; k < sizeof columns / sizeof *columns && st == WB_OK; k++) {
        for (size_t i = 0; i < n; i++) {
            texts[i] = columns[k].of(all[i], language);
        }
        st = cli_columns_add(frame, columns[k].name, texts, err);
    }
    free(texts);
    return st;
}

static int run_list(const cli_args *args)
{
    size_t n = wb_instrument_builtin_count();
    wb_instrument **all = calloc(n + 1, sizeof *all);
    wb_frame *frame = NULL;
    wb_error err = {.status = WB_E_NOMEM, .row = -1, .message = "out of memory"};
    const char *language = NULL;
    int32_t format = 0;
    int result = cli_args_choice(args, "format", cli_formats, &format);
    if (result == CLI_OK) {
        result = cli_language_read(args, &language);
    }
    if (result == CLI_OK) {
        wb_status st = all != NULL ? wb_frame_new((int64_t)n, &frame, &err) : WB_E_NOMEM;
        if (st == WB_OK) {
            st = list_fill(frame, all, n, language, &err);
        }
        result = st == WB_OK ? cli_frame_show(args, format, frame, NULL)
                             : cli_failed(&err, NULL);
    }
    for (size_t i = 0; all != NULL && i < n; i++) {
        wb_instrument_free(all[i]);
    }
    free(all);
    wb_frame_free(frame);
    return result;
}

/* ---- show ---- */

typedef struct shown {
    const wb_instrument *instrument;
    const char *language;
    const char *part; /* NULL: all of them */
    int32_t format;
    wb_writer *writer;
} shown;

static wb_status head_write(const shown *s, wb_error *err)
{
    const wb_instrument *instrument = s->instrument;
    return cli_print(s->writer, err,
                     "%s\n\nid       %s\nversion  %s\nSHA-256  %s\nstatus   %s\n",
                     title_of(instrument, s->language), wb_instrument_id(instrument),
                     wb_instrument_version(instrument), wb_instrument_hash(instrument),
                     preset[wb_instrument_verified(instrument)]);
}

static wb_status json_head_write(const shown *s, wb_error *err)
{
    wb_status st =
        cli_print(s->writer, err,
                  "{\"id\": \"%s\", \"version\": \"%s\", \"hash\": \"%s\", "
                  "\"verified\": %s, \"status\": \"%s\", \"title\": ",
                  wb_instrument_id(s->instrument), wb_instrument_version(s->instrument),
                  wb_instrument_hash(s->instrument),
                  wb_instrument_verified(s->instrument) ? "true" : "false",
                  preset[wb_instrument_verified(s->instrument)]);
    return st == WB_OK
               ? cli_print_json_text(s->writer, title_of(s->instrument, s->language), err)
               : st;
}

static wb_status part_write(const shown *s, const char *part, wb_error *err)
{
    wb_frame *table = NULL;
    wb_status st = wb_instrument_table(s->instrument, part, s->language, &table, err);
    if (st == WB_OK && s->format == 2) {
        st = cli_print(s->writer, err, ",\n\"%s\": ", part);
        if (st == WB_OK) {
            st = wb_json_write(s->writer, table, err);
        }
    } else if (st == WB_OK) {
        if (s->format == 0) {
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

static wb_status show_write(const shown *s, wb_error *err)
{
    wb_status st = WB_OK;
    if (s->format == 3) {
        st = wb_instrument_write(s->instrument, s->writer, err);
        return st == WB_OK ? cli_print(s->writer, err, "\n") : st;
    }
    if (s->format != 1) {
        st = s->format == 0 ? head_write(s, err) : json_head_write(s, err);
    }
    for (size_t i = 0; parts[i] != NULL && st == WB_OK; i++) {
        if (s->part == NULL || strcmp(s->part, parts[i]) == 0) {
            st = part_write(s, parts[i], err);
        }
    }
    return st == WB_OK && s->format == 2 ? cli_print(s->writer, err, "}\n") : st;
}

static int run_show(const cli_args *args)
{
    wb_instrument *instrument = NULL;
    cli_output output = {0};
    wb_error err;
    int32_t part = 0;
    shown s = {0};
    int result = cli_args_choice(args, "format", show_formats, &s.format);
    if (result == CLI_OK) {
        result = cli_language_read(args, &s.language);
    }
    if (result == CLI_OK && cli_args_has(args, "part")) {
        result = cli_args_choice(args, "part", parts, &part);
        s.part = parts[part];
    }
    if (result == CLI_OK && s.format == 1 && s.part == NULL) {
        result = cli_usage_error(args->command, "'--format csv' shows one table: name it "
                                                "with --part");
    }
    if (result == CLI_OK) {
        result = cli_instrument_open(args->operands[0], &instrument);
    }
    if (result == CLI_OK) {
        s.instrument = instrument;
        wb_status st =
            cli_output_open(cli_args_text(args, "output", NULL), &output, &err);
        s.writer = output.writer;
        if (st == WB_OK) {
            st = show_write(&s, &err);
        }
        result = cli_output_end(&output, st, &err);
    }
    wb_instrument_free(instrument);
    return result;
}

/* ---- check ---- */

static wb_status check_write(const wb_instrument *instrument, const char *path,
                             wb_writer *writer, wb_error *err)
{
    wb_status st =
        cli_print(writer, err, "OK: %s holds instrument %s, version %s\nSHA-256 %s\n",
                  path, wb_instrument_id(instrument), wb_instrument_version(instrument),
                  wb_instrument_hash(instrument));
    for (size_t i = 0; parts[i] != NULL && st == WB_OK; i++) {
        wb_frame *table = NULL;
        st = wb_instrument_table(instrument, parts[i], "nl", &table, err);
        if (st == WB_OK) {
            st = cli_print(writer, err, "%" PRId64 " %s%s", wb_frame_row_count(table),
                           i == 2 ? "cut-offs of indicators" : parts[i],
                           parts[i + 1] != NULL ? ", " : "\n");
        }
        wb_frame_free(table);
    }
    if (st == WB_OK && !wb_instrument_verified(instrument)) {
        st = cli_print(writer, err,
                       "not everything in it is verified: results say \"%s\"\n",
                       preset[0]);
    }
    return st;
}

static int run_check(const cli_args *args)
{
    wb_instrument *instrument = NULL;
    cli_output output = {0};
    wb_error err;
    int result = cli_instrument_read(args->operands[0], &instrument);
    if (result == CLI_OK) {
        wb_status st = cli_output_open(NULL, &output, &err);
        if (st == WB_OK) {
            st = check_write(instrument, args->operands[0], output.writer, &err);
        }
        result = cli_output_end(&output, st, &err);
    }
    wb_instrument_free(instrument);
    return result;
}

static const cli_option list_options[] = {
    {"lang", "nl|en", "language of the titles (default nl)"},
    {"format", "F", "table (default), csv or json"},
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_instruments_list = {
    .name = "instruments list",
    .summary = "the instruments that are built in",
    .usage = "[--lang nl|en] [--format table|csv|json]",
    .about =
        "Lists the built-in instruments: id, version, whether all in it is verified, "
        "title.",
    .example = "werkbaar instruments list --lang en",
    .options = list_options,
    .run = run_list,
};

static const cli_option show_options[] = {
    {"part", "P", "one table: items, scales, indicators or composites (default: all)"},
    {"lang", "nl|en", "language of the labels (default nl)"},
    {"format", "F",
     "table (default), csv (with --part), json, or definition: the\n"
     "instrument file itself"},
    {"output", "FILE", "write there, when all is done (default: standard output)"},
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_instruments_show = {
    .name = "instruments show",
    .summary = "items, scales, cut-offs and composites of an instrument",
    .usage = "ID|FILE [--part P] [--lang nl|en] [--format F]",
    .about =
        "Shows a built-in instrument, or that of an instrument file, with the source of\n"
        "each scale and cut-off and whether it is verified. What is not verified is a\n"
        "preset, not the official WBM definition.",
    .example = "werkbaar instruments show wbm-employees --part indicators --lang en",
    .options = show_options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_show,
};

static const cli_option check_options[] = {
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_instruments_check = {
    .name = "instruments check",
    .summary = "is an instrument file sound?",
    .usage = "FILE",
    .about =
        "Reads an instrument file (JSON, werkbaar-instrument/1.x). Says OK with its id,\n"
        "version, hash and counts, or what is wrong with line, column and place.",
    .example = "werkbaar instruments check my-instrument.json",
    .options = check_options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_check,
};
