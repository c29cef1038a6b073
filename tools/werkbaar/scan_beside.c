/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a scan is held against, and how. */
#include "input.h"
#include "message.h"
#include "scan_tables.h"

/* A frame that a reference may be of, from CSV. */
static int reference_read(const cli_args *args, const char *path, wb_frame **out)
{
    static const char *const numbers[] = {"estimate", "se",      "lower",    "upper",
                                          "df",       "overlap", "companies"};
    static const char *const texts[] = {"source",    "kind",        "group",
                                        "indicator", "fingerprint", "status"};
    const cli_roles roles = {.numbers = numbers,
                             .n_numbers = sizeof numbers / sizeof *numbers,
                             .texts = texts,
                             .n_texts = sizeof texts / sizeof *texts};
    return path != NULL ? cli_table_read(args, path, &roles, out) : CLI_OK;
}

static int weights_read(const cli_args *args, const char *path, wb_frame **out)
{
    static const char *const numbers[] = {"weight"}, *const texts[] = {"theme"};
    const cli_roles roles = {
        .numbers = numbers, .n_numbers = 1, .texts = texts, .n_texts = 1};
    return path != NULL ? cli_table_read(args, path, &roles, out) : CLI_OK;
}

static int earlier_read(const cli_args *args, wb_frame **out)
{
    const char *path = cli_args_text(args, "earlier-scan", NULL);
    wb_scan *earlier = NULL;
    wb_error err;
    if (path == NULL) {
        return CLI_OK;
    }
    if (cli_args_has(args, "reference")) {
        return cli_usage_error(args->command,
                               "'--reference' and '--earlier-scan' exclude each other: a "
                               "scan is held against one thing");
    }
    int result = cli_scan_open(path, &earlier);
    if (result == CLI_OK && wb_scan_reference(earlier, out, &err) != WB_OK) {
        result = cli_failed(&err, path);
    }
    wb_scan_free(earlier);
    return result;
}

static int numbers_read(const cli_args *args, scan_beside *beside)
{
    int result = cli_args_number(args, "level", 0, 1, &beside->compare.level);
    beside->findings.level = beside->compare.level;
    if (result == CLI_OK) {
        result = cli_args_number(args, "margin", -1, 1, &beside->compare.margin);
    }
    if (result == CLI_OK && beside->compare.margin < 0) {
        result = cli_usage_error(args->command,
                                 "'--margin' cannot be '%s': it is a share, from 0",
                                 cli_args_text(args, "margin", ""));
    }
    if (result == CLI_OK && cli_args_has(args, "margin") && beside->compare.margin == 0) {
        beside->compare.margin = -1; /* 0 is the default of the library */
    }
    if (result == CLI_OK) {
        result = cli_args_number(args, "fdr", 0, 1, &beside->findings.fdr);
    }
    return result == CLI_OK ? cli_args_count(args, "most", 1, 100, &beside->suggest.most)
                            : result;
}

int scan_beside_read(const cli_args *args, scan_beside *beside)
{
    *beside = (scan_beside){.compare = WB_COMPARE_OPTIONS_INIT,
                            .findings = WB_FINDINGS_OPTIONS_INIT,
                            .suggest = WB_SUGGEST_OPTIONS_INIT};
    int result = numbers_read(args, beside);
    if (result == CLI_OK) {
        result = earlier_read(args, &beside->reference);
    }
    if (result == CLI_OK) {
        result = reference_read(args, cli_args_text(args, "reference", NULL),
                                &beside->reference);
    }
    if (result == CLI_OK) {
        result = reference_read(args, cli_args_text(args, "benchmark", NULL),
                                &beside->benchmark);
    }
    return result == CLI_OK ? weights_read(args, cli_args_text(args, "weights", NULL),
                                           &beside->weights)
                            : result;
}

void scan_beside_free(scan_beside *beside)
{
    wb_frame_free(beside->reference);
    wb_frame_free(beside->weights);
    wb_frame_free(beside->benchmark);
    *beside = (scan_beside){0};
}
