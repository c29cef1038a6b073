/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* support list, support show and support split. */
#include "columns.h"
#include "commands.h"
#include "input.h"
#include "message.h"
#include "output.h"
#include "support.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* ---- list ---- */

static int run_list(const cli_args *args)
{
    wb_frame *list = NULL;
    wb_error err;
    const char *language = NULL;
    int32_t format = 0;
    int result = cli_args_choice(args, "format", cli_formats, &format);
    if (result == CLI_OK) {
        result = cli_language_read(args, &language);
    }
    if (result == CLI_OK) {
        result = wb_support_list(cli_args_text(args, "date", NULL), language, &list,
                                 &err) == WB_OK
                     ? cli_frame_show(args, format, list, NULL)
                     : cli_failed(&err, NULL);
    }
    wb_frame_free(list);
    return result;
}

/* ---- show ---- */

static const char *status_of(const wb_support *support)
{
    if (wb_support_historical(support)) {
        return wb_support_verified(support) ? "historical"
                                            : "historical, partly unverified";
    }
    return wb_support_verified(support) ? "verified" : "partly unverified";
}

static wb_status table_make(const void *support, const char *part, const char *language,
                            wb_frame **out, wb_error *err)
{
    return wb_support_table(support, part, language, out, err);
}

static wb_status head_write(const void *support, const char *language, wb_writer *writer,
                            wb_error *err)
{
    return cli_print(writer, err,
                     "%s\n\nid       %s\nversion  %s\nSHA-256  %s\nstatus   %s\n"
                     "indicative, no legal advice\n",
                     wb_support_title(support, language), wb_support_id(support),
                     wb_support_version(support), wb_support_hash(support),
                     status_of(support));
}

static wb_status json_head_write(const void *support, const char *language,
                                 wb_writer *writer, wb_error *err)
{
    wb_status st = cli_print(
        writer, err,
        "{\"id\": \"%s\", \"hash\": \"%s\", \"historical\": %s, \"verified\": %s, "
        "\"remark\": \"indicative, no legal advice\", \"version\": ",
        wb_support_id(support), wb_support_hash(support),
        wb_support_historical(support) ? "true" : "false",
        wb_support_verified(support) ? "true" : "false");
    if (st == WB_OK) {
        st = cli_print_json_text(writer, wb_support_version(support), err);
    }
    if (st == WB_OK) {
        st = cli_print(writer, err, ", \"title\": ");
    }
    return st == WB_OK
               ? cli_print_json_text(writer, wb_support_title(support, language), err)
               : st;
}

static wb_status file_write(const void *support, wb_writer *writer, wb_error *err)
{
    return wb_support_write(support, writer, err);
}

static int run_show(const cli_args *args)
{
    static const char *const parts[] = {"facts", "conditions", "figures", "sources",
                                        NULL};
    static const cli_kind_parts shown = {parts, table_make, head_write, json_head_write,
                                         file_write};
    return cli_kind_show(args, &cli_supports, &shown);
}

/* ---- split ---- */

/* An amount in cents: digits alone. */
static int cents_read(const cli_args *args, const char *name, int64_t *cents)
{
    const char *text = cli_args_text(args, name, NULL);
    char *end = NULL;
    if (text == NULL) {
        return cli_usage_error(args->command, "'--%s' is missing", name);
    }
    errno = 0;
    *cents = strtoll(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0) {
        return cli_usage_error(
            args->command, "'--%s' is '%s': it is a whole number of cents, at least 0",
            name, text);
    }
    return CLI_OK;
}

static wb_status cost_add(wb_frame *costs, const char *name, int32_t type,
                          const void *value, wb_error *err)
{
    wb_column column = WB_COLUMN_INIT;
    column.type = type;
    column.values = value;
    column.flags = WB_COLUMN_COPY;
    return wb_frame_add_column(costs, name, &column, err);
}

/* Between support and own part. */
static int cost_split(const cli_args *args, int64_t cost, wb_frame **out)
{
    double percent = 0;
    int64_t available = 0;
    int limited = cli_args_has(args, "available");
    wb_frame *costs = NULL;
    wb_error err;
    int result = cli_args_number(args, "percent", -1, 101, &percent);
    if (result == CLI_OK && limited) {
        result = cents_read(args, "available", &available);
    }
    if (result != CLI_OK) {
        return result;
    }
    wb_status st = wb_frame_new(1, &costs, &err);
    if (st == WB_OK) {
        st = cost_add(costs, "cost_cents", WB_TYPE_INT64, &cost, &err);
    }
    if (st == WB_OK) {
        st = cost_add(costs, "percent", WB_TYPE_FLOAT64, &percent, &err);
    }
    if (st == WB_OK && limited) {
        st = cost_add(costs, "available_cents", WB_TYPE_INT64, &available, &err);
    }
    if (st == WB_OK) {
        st = wb_support_split(costs, out, &err);
    }
    wb_frame_free(costs);
    return st == WB_OK ? CLI_OK : cli_failed(&err, NULL);
}

/* Over budget lines. */
static int cost_divide(const cli_args *args, int64_t cost, wb_frame **out)
{
    static const char *const texts[] = {"line"};
    cli_roles roles = {.texts = texts, .n_texts = 1};
    cli_input input = {0};
    wb_frame *lines = NULL;
    wb_error err;
    int result = cli_input_open(args, cli_args_text(args, "lines", "-"), &roles, &input);
    if (result == CLI_OK) {
        wb_status st = wb_source_collect(input.source, NULL, &lines, &err);
        if (st == WB_OK) {
            st = wb_support_cofinance(cost, lines, out, &err);
        }
        result = st == WB_OK ? CLI_OK : cli_failed(&err, input.name);
    }
    wb_frame_free(lines);
    cli_input_close(&input);
    return result;
}

static int run_split(const cli_args *args)
{
    wb_frame *split = NULL;
    int64_t cost = 0;
    int32_t format = 0;
    int result = cli_args_choice(args, "format", cli_formats, &format);
    if (result == CLI_OK &&
        cli_args_has(args, "percent") == cli_args_has(args, "lines")) {
        result = cli_usage_error(args->command,
                                 "a cost is split by --percent or over --lines");
    }
    if (result == CLI_OK) {
        result = cli_args_has(args, "lines")
                     ? cli_args_without(args, "available", "goes with '--percent'")
                     : cli_args_without(args, CLI_INPUT_NAMES, "goes with '--lines'");
    }
    if (result == CLI_OK) {
        result = cents_read(args, "cost", &cost);
    }
    if (result == CLI_OK) {
        result = cli_args_has(args, "lines") ? cost_divide(args, cost, &split)
                                             : cost_split(args, cost, &split);
    }
    if (result == CLI_OK) {
        result = cli_frame_show(args, format, split, NULL);
    }
    wb_frame_free(split);
    return result;
}

/* ---- what they are ---- */

static const cli_option list_options[] = {
    {"date", "YYYY-MM-DD", "say of each rule whether this day lies in its period"},
    {"lang", "nl|en", "language of the titles (default nl)"},
    {"format", "F", "table (default), csv, json or xlsx"},
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_support_list = {
    .name = "support list",
    .summary = "the rules for support that are built in",
    .usage = "[--date YYYY-MM-DD] [--lang nl|en] [--format table|csv|json|xlsx]",
    .about = "Lists the built-in rules: id, measure, title, period, whether the rule is\n"
             "historical and whether all in it was read in a source.",
    .example = "werkbaar support list --date 2022-06-15 --lang en",
    .options = list_options,
    .run = run_list,
};

static const cli_option show_options[] = {
    {"part", "P", "one table: facts, conditions, figures or sources (default: all)"},
    {"lang", "nl|en", "language of the texts (default nl)"},
    {"format", "F",
     "table (default), csv, xlsx (with --part), json, or definition: the\n"
     "support file itself"},
    CLI_OUTPUT_OPTION,
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_support_show = {
    .name = "support show",
    .summary = "facts, conditions and figures of a rule, with their sources",
    .usage = "ID|FILE [--part P] [--lang nl|en] [--format F]",
    .about =
        "Shows a built-in rule, or that of a support file: the facts it asks for, its\n"
        "conditions, period, percentages and ceiling, each with its source and whether "
        "it\n"
        "was read there. Indicative, no legal advice.",
    .example = "werkbaar support show werkbaarheidscheque-2022 --part figures --lang en",
    .options = show_options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_show,
};

static const cli_option split_options[] = {
    {"cost", "CENTS", "what is split"},
    {"percent", "P", "the support: 0 to 100, at most two decimals"},
    {"available", "CENTS", "what is left of the ceiling (default: no ceiling)"},
    {"lines", "FILE.csv", "divide over these budget lines: columns line and share",
     CLI_READS},
    {"format", "F", "table (default), csv, json or xlsx"},
    CLI_INPUT_OPTIONS,
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_support_split = {
    .name = "support split",
    .summary = "a cost split exactly in cents",
    .usage = "--cost CENTS (--percent P [--available CENTS] | --lines FILE.csv)",
    .about = "With --percent, between support and own part: to the nearest cent, exactly "
             "half\n"
             "a cent to the own part, never more than is available. With --lines, over "
             "budget\n"
             "lines by shares that you give (whole numbers in any unit), by the largest\n"
             "remainder. The parts always add up to the cost.",
    .example = "werkbaar support split --cost 1666667 --percent 60 --available 1000000",
    .options = split_options,
    .run = run_split,
};
