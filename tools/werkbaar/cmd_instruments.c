/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "commands.h"
#include "instrument.h"
#include "message.h"
#include "output.h"

#include <inttypes.h>

static const char *const parts[] = {"items", "scales", "indicators", "composites", NULL};
static const char *const preset[] = {"preset, not the official WBM definition",
                                     "verified"};

/* ---- list ---- */

static const char *id_of(const void *instrument, const char *language)
{
    (void)language;
    return wb_instrument_id(instrument);
}

static const char *version_of(const void *instrument, const char *language)
{
    (void)language;
    return wb_instrument_version(instrument);
}

static const char *status_of(const void *instrument, const char *language)
{
    (void)language;
    return preset[wb_instrument_verified(instrument)];
}

static const char *title_of(const void *instrument, const char *language)
{
    const char *title = wb_instrument_title(instrument, language);
    return title != NULL ? title : "";
}

static int run_list(const cli_args *args)
{
    static const cli_kind_column columns[] = {{"id", id_of},
                                              {"version", version_of},
                                              {"status", status_of},
                                              {"title", title_of},
                                              {NULL, NULL}};
    return cli_kind_list(args, &cli_instruments, columns);
}

/* ---- show ---- */

static wb_status table_make(const void *instrument, const char *part,
                            const char *language, wb_frame **out, wb_error *err)
{
    return wb_instrument_table(instrument, part, language, out, err);
}

static wb_status head_write(const void *instrument, const char *language,
                            wb_writer *writer, wb_error *err)
{
    return cli_print(writer, err,
                     "%s\n\nid       %s\nversion  %s\nSHA-256  %s\nstatus   %s\n",
                     title_of(instrument, language), wb_instrument_id(instrument),
                     wb_instrument_version(instrument), wb_instrument_hash(instrument),
                     preset[wb_instrument_verified(instrument)]);
}

static wb_status json_head_write(const void *instrument, const char *language,
                                 wb_writer *writer, wb_error *err)
{
    int verified = wb_instrument_verified(instrument);
    wb_status st = cli_print(
        writer, err, "{\"id\": \"%s\", \"version\": ", wb_instrument_id(instrument));
    if (st == WB_OK) {
        st = cli_print_json_text(writer, wb_instrument_version(instrument), err);
    }
    if (st == WB_OK) {
        st = cli_print(writer, err,
                       ", \"hash\": \"%s\", \"verified\": %s, \"status\": \"%s\", "
                       "\"title\": ",
                       wb_instrument_hash(instrument), verified ? "true" : "false",
                       preset[verified]);
    }
    return st == WB_OK ? cli_print_json_text(writer, title_of(instrument, language), err)
                       : st;
}

static wb_status file_write(const void *instrument, wb_writer *writer, wb_error *err)
{
    return wb_instrument_write(instrument, writer, err);
}

static int run_show(const cli_args *args)
{
    static const cli_kind_parts shown = {parts, table_make, head_write, json_head_write,
                                         file_write};
    return cli_kind_show(args, &cli_instruments, &shown);
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
    void *instrument = NULL;
    cli_output output = {0};
    wb_error err;
    if (cli_instruments.load(args->operands[0], &instrument, &err) != WB_OK) {
        return cli_failed(&err, args->operands[0]);
    }
    wb_status st = cli_output_open(NULL, &output, &err);
    if (st == WB_OK) {
        st = check_write(instrument, args->operands[0], output.writer, &err);
    }
    wb_instrument_free(instrument);
    return cli_output_end(&output, st, &err);
}

static const cli_option list_options[] = {
    {"lang", "nl|en", "language of the titles (default nl)"},
    {"format", "F", "table (default), csv, json or xlsx"},
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_instruments_list = {
    .name = "instruments list",
    .summary = "the instruments that are built in",
    .usage = "[--lang nl|en] [--format table|csv|json|xlsx]",
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
     "table (default), csv, xlsx (with --part), json, or definition: the\n"
     "instrument file itself"},
    CLI_OUTPUT_OPTION,
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
