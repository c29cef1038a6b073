/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* scan modules: what a scan may be composed of. */
#include "columns.h"
#include "commands.h"
#include "message.h"
#include "scan.h"

#include <stdio.h>
#include <string.h>

static const char *const parts[] = {"modules", "themes",     "items",
                                    "scales",  "indicators", "discussion",
                                    "sectors", "measures",   NULL};
static const char *const formats[] = {"table", "csv", "json", "xlsx", "definition", NULL};
enum { SECTORS = 6, MEASURES = 7, AS_DEFINITION = 4 };

/* What of each part is shown as a table. */
static const char *const shown[][7] = {
    {"id", "version", "title", "unit", "items", "validated", NULL},
    {"module", "theme", "title", "kind", "sensitive", NULL},
    {"module", "id", "theme", "question", "optional", NULL},
    {"module", "id", "label", "rule", "n_items", NULL},
    {"module", "id", "theme", "kind", "direction", "verified", NULL},
    {"module", "theme", "number", "text", NULL},
    {"id", "version", "title", "nace", "committees", "modules", NULL},
    {"id", "title", "themes", "levels", "actions", NULL},
};

/* ---- the file itself ---- */

typedef struct definition {
    const wb_catalogue *catalogue;
    const char *kind, *id, *version;
} definition;

static wb_status definition_write(const void *it, wb_writer *writer, wb_error *err)
{
    const definition *d = it;
    return wb_catalogue_write(d->catalogue, d->kind, d->id, d->version, writer, err);
}

static int definition_show(const cli_args *args, const wb_catalogue *catalogue,
                           int32_t part)
{
    const definition d = {catalogue,
                          part == SECTORS    ? "sector"
                          : part == MEASURES ? "measures"
                                             : "module",
                          args->n_operands > 0 ? args->operands[0] : NULL,
                          cli_args_text(args, "version", NULL)};
    return d.id != NULL
               ? cli_json_file_write(args, definition_write, &d)
               : cli_usage_error(args->command, "'--format definition' is of one "
                                                "module, sector or file of "
                                                "measures: name its id");
}

/* ---- tables ---- */

/* The name of the column that says which file a row is of. */
static const char *owner_of(int32_t part)
{
    return part == 0 || part == SECTORS ? "id" : part == MEASURES ? "file" : "module";
}

/* The rows of one file: those stand together, version by version. */
static wb_status rows_of(const wb_frame *all, const char *column, const char *id,
                         wb_frame **out, wb_error *err)
{
    int64_t first = 0, last, n = wb_frame_row_count(all);
    while (first < n && !cli_cell_is(all, column, first, id)) {
        first++;
    }
    for (last = first; last < n && cli_cell_is(all, column, last, id);) {
        last++;
    }
    return wb_frame_slice(all, first, last - first, out, err);
}

static int table_show(const cli_args *args, const wb_catalogue *catalogue, int32_t part,
                      int32_t format, const char *language)
{
    wb_frame *all = NULL, *some = NULL;
    wb_error err;
    const char *id = args->n_operands > 0 ? args->operands[0] : NULL;
    wb_status st = wb_catalogue_table(catalogue, parts[part], language, &all, &err);
    int result = CLI_OK;
    if (st == WB_OK && id != NULL) {
        st = rows_of(all, owner_of(part), id, &some, &err);
    }
    if (st != WB_OK) {
        result = cli_failed(&err, NULL);
    } else if (id != NULL && wb_frame_row_count(some) == 0) {
        fprintf(stderr,
                "werkbaar: there are no %s of '%s' (see 'werkbaar scan modules%s')\n",
                parts[part], id,
                part == SECTORS    ? " --part sectors"
                : part == MEASURES ? " --part measures"
                                   : "");
        result = CLI_FAILED;
    } else {
        result = cli_frame_show(args, format, some != NULL ? some : all, shown[part]);
    }
    wb_frame_free(some);
    wb_frame_free(all);
    return result;
}

static int run(const cli_args *args)
{
    wb_catalogue *catalogue = NULL;
    const char *language = NULL;
    int32_t part = 0, format = 0;
    int result = cli_args_choice(args, "part", parts, &part);
    if (result == CLI_OK) {
        result = cli_args_choice(args, "format", formats, &format);
    }
    if (result == CLI_OK) {
        result = cli_module_language_read(args, &language);
    }
    if (result == CLI_OK && format != AS_DEFINITION) {
        result = cli_args_without(args, "version", "goes with '--format definition'");
    }
    if (result == CLI_OK) {
        result = cli_catalogue_open(args, &catalogue);
    }
    if (result == CLI_OK) {
        result = format == AS_DEFINITION
                     ? definition_show(args, catalogue, part)
                     : table_show(args, catalogue, part, format, language);
    }
    wb_catalogue_free(catalogue);
    return result;
}

static const cli_option options[] = {
    {"part", "P",
     "modules (default), themes, items, scales, indicators, discussion,\n"
     "sectors or measures"},
    CLI_ADD_OPTION,
    {"lang", "nl|en|fr", "language of the texts (default nl)"},
    {"format", "F",
     "table (default: the columns that tell most), csv, json or xlsx (all), or\n"
     "definition: the file itself, canonical; with ID"},
    {"version", "V", "of the definition (default: the highest)"},
    CLI_OUTPUT_OPTION,
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_scan_modules = {
    .name = "scan modules",
    .summary = "the modules, sectors and measures that a scan is composed of",
    .usage = "[ID] [--part P] [--add FILE] [--lang nl|en|fr] [--format F]",
    .about =
        "Lists the modules of the catalogue or, with --part, what is in them: themes, "
        "items,\n"
        "scales, indicators, questions to talk about; or the sectors' usual modules, or "
        "the\n"
        "measures that may be suggested. With ID only what is of that module, sector or "
        "file.\n"
        "None of the built-in modules is validated.",
    .example = "werkbaar scan modules autonomy --part items --lang en",
    .options = options,
    .max_operands = 1,
    .run = run,
};
