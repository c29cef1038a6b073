/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Columns of replicate weights, by name or by pattern. */
#include "design.h"

#include "message.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

static const char *const replicate_types[] = {"none", "jk1",       "jkn", "jk2",   "brr",
                                              "fay",  "bootstrap", "sdr", "other", NULL};

static int is_pattern(const char *text)
{
    return strpbrk(text, "*?[") != NULL;
}

/* Columns that a pattern fits, in the order of the file, or the column of that name. */
static int replicates_find(cli_design *design, const wb_frame *schema)
{
    cli_list given = {0};
    size_t n_columns = wb_frame_column_count(schema);
    int result = cli_args_list(design->args, "replicates", &given);
    for (size_t i = 0; i < given.n && result == CLI_OK; i++) {
        const char *text = given.items[i];
        size_t before = design->replicates.n;
        if (wb_frame_find(schema, text) >= 0 || !is_pattern(text)) {
            result = cli_list_add(&design->replicates, text, strlen(text));
            continue;
        }
        for (size_t c = 0; c < n_columns && result == CLI_OK; c++) {
            const char *name = wb_frame_column_name(schema, c);
            if (fnmatch(text, name, 0) == 0) {
                result = cli_list_add(&design->replicates, name, strlen(name));
            }
        }
        if (result == CLI_OK && design->replicates.n == before) {
            result = cli_usage_error(design->args->command,
                                     "'--replicates' has '%s', and no column of the file "
                                     "fits it",
                                     text);
        }
    }
    cli_list_free(&given);
    return result;
}

static int scale_read(const cli_args *args, const char *text, double *scale)
{
    char *end = NULL;
    *scale = strtod(text, &end);
    return end != text && *end == '\0' && *scale > 0
               ? CLI_OK
               : cli_usage_error(args->command,
                                 "'--rep-rscales' cannot have '%s': they are numbers "
                                 "above 0",
                                 text);
}

static int replicates_add(cli_design *design)
{
    size_t n_scales = design->rscales.n;
    wb_error err;
    if (n_scales > 1 && n_scales != design->replicates.n) {
        return cli_usage_error(design->args->command,
                               "'--rep-rscales' has %zu scales for %zu replicates",
                               n_scales, design->replicates.n);
    }
    for (size_t i = 0; i < design->replicates.n; i++) {
        double scale = 0;
        if (n_scales > 0 &&
            scale_read(design->args, design->rscales.items[n_scales > 1 ? i : 0],
                       &scale) != CLI_OK) {
            return CLI_USAGE;
        }
        if (wb_spec_add_replicate(design->spec, design->replicates.items[i], scale,
                                  &err) != WB_OK) {
            return cli_failed(&err, NULL);
        }
    }
    return CLI_OK;
}

int cli_design_replicates(cli_design *design, const wb_frame *schema)
{
    wb_replicate_options options = WB_REPLICATE_OPTIONS_INIT;
    wb_error err;
    if (!cli_args_has(design->args, "replicates")) {
        return CLI_OK;
    }
    options.mse = cli_args_has(design->args, "mse");
    int result =
        cli_args_choice(design->args, "rep-type", replicate_types, &options.type);
    if (result == CLI_OK) {
        result = cli_args_number(design->args, "rep-scale", 0, 1e300, &options.scale);
    }
    if (result == CLI_OK) {
        result = cli_args_number(design->args, "rep-rho", -1e-300, 1, &options.rho);
    }
    if (result == CLI_OK) {
        result = replicates_find(design, schema);
    }
    if (result == CLI_OK &&
        wb_spec_set_replicates(design->spec, &options, &err) != WB_OK) {
        result = cli_failed(&err, NULL);
    }
    return result == CLI_OK ? replicates_add(design) : result;
}
