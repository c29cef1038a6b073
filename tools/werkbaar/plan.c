/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "plan.h"

#include "message.h"
#include "numbers.h"
#include "weighting.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *option;
    int32_t statistic;
} singles[CLI_ONE_COLUMN] = {{"mean", WB_STATISTIC_MEAN},
                             {"total", WB_STATISTIC_TOTAL},
                             {"proportion", WB_STATISTIC_PROPORTION},
                             {"variance", WB_STATISTIC_VARIANCE}};

static const struct {
    const char *option;
    int32_t statistic;
    char between;
} doubles[CLI_TWO_COLUMNS] = {{"ratio", WB_STATISTIC_RATIO, '/'},
                              {"covariance", WB_STATISTIC_COVARIANCE, ','},
                              {"correlation", WB_STATISTIC_CORRELATION, ','}};

static const char *const replicate_types[] = {"none", "jk1",       "jkn", "jk2",   "brr",
                                              "fay",  "bootstrap", "sdr", "other", NULL};
static const char *const design_effects[] = {"none", "wor", "wr", NULL};

/* ---- reading ---- */

/* "first/second" into two items; exactly one sign may stand between them. */
static int pair_add(const cli_args *args, const char *option, const char *text,
                    char between, cli_list *pairs)
{
    const char *sign = strchr(text, between);
    if (sign == NULL || sign == text || sign[1] == '\0' ||
        strchr(sign + 1, between) != NULL) {
        return cli_usage_error(args->command,
                               "'--%s' cannot be '%s': it is two columns with one %c "
                               "between them (other names: in a --spec)",
                               option, text, between);
    }
    int result = cli_list_add(pairs, text, (size_t)(sign - text));
    return result == CLI_OK ? cli_list_add(pairs, sign + 1, strlen(sign + 1)) : result;
}

static int pairs_read(cli_plan *plan, size_t which)
{
    cli_list given = {0};
    const char *option = doubles[which].option;
    cli_list *pairs = &plan->pairs[which];
    int result = doubles[which].between == '/'
                     ? cli_args_list(plan->args, option, &given)
                     : cli_args_values(plan->args, option, &given);
    for (size_t i = 0; i < given.n && result == CLI_OK; i++) {
        result =
            pair_add(plan->args, option, given.items[i], doubles[which].between, pairs);
    }
    cli_list_free(&given);
    return result;
}

/* "column:item,item" into column, item, column, item. */
static int colon_add(const cli_args *args, const char *option, const char *text,
                     cli_list *pairs)
{
    const char *colon = strrchr(text, ':');
    cli_list items = {0};
    if (colon == NULL || colon == text || colon[1] == '\0') {
        return cli_usage_error(
            args->command, "'--%s' cannot be '%s': it is %s", option, text,
            strcmp(option, "rank") == 0 ? "COLUMN:SCORE" : "COLUMN:P,Q,..");
    }
    int result = cli_list_split(colon + 1, &items);
    for (size_t i = 0; i < items.n && result == CLI_OK; i++) {
        result = cli_list_add(pairs, text, (size_t)(colon - text));
        if (result == CLI_OK) {
            result = cli_list_add(pairs, items.items[i], strlen(items.items[i]));
        }
    }
    cli_list_free(&items);
    return result;
}

static int colons_read(const cli_args *args, const char *option, cli_list *pairs)
{
    cli_list given = {0};
    int result = cli_args_values(args, option, &given);
    for (size_t i = 0; i < given.n && result == CLI_OK; i++) {
        result = colon_add(args, option, given.items[i], pairs);
    }
    cli_list_free(&given);
    return result;
}

static int lists_read(cli_plan *plan)
{
    const struct {
        const char *name;
        cli_list *list;
    } lists[] = {{"by", &plan->by},
                 {"strata", &plan->strata},
                 {"clusters", &plan->clusters},
                 {"fpc", &plan->fpc},
                 {"rep-rscales", &plan->rscales}};
    int result = CLI_OK;
    for (size_t i = 0; i < sizeof lists / sizeof *lists && result == CLI_OK; i++) {
        result = cli_args_list(plan->args, lists[i].name, lists[i].list);
    }
    for (size_t i = 0; i < CLI_ONE_COLUMN && result == CLI_OK; i++) {
        result = cli_args_list(plan->args, singles[i].option, &plan->single[i]);
    }
    for (size_t i = 0; i < CLI_TWO_COLUMNS && result == CLI_OK; i++) {
        result = pairs_read(plan, i);
    }
    if (result == CLI_OK) {
        result = colons_read(plan->args, "quantile", &plan->quantiles);
    }
    return result == CLI_OK ? colons_read(plan->args, "rank", &plan->ranks) : result;
}

int cli_plan_alone(const cli_args *args, const char *whole)
{
    static const cli_option parts[] = {CLI_PLAN_OPTIONS};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const char *name = parts[i].name;
        int elsewhere = strcmp(name, whole) == 0 || strcmp(name, "mse") == 0 ||
                        strcmp(name, "rep-rho") == 0; /* of made replicates too */
        if (!elsewhere && cli_args_has(args, name)) {
            return cli_usage_error(args->command,
                                   "'--%s' and '--%s' exclude each other: the file says "
                                   "it all",
                                   name, whole);
        }
    }
    return CLI_OK;
}

static int needs(const cli_args *args, const char *option, const char *other)
{
    return !cli_args_has(args, option) || cli_args_has(args, other)
               ? CLI_OK
               : cli_usage_error(args->command, "'--%s' goes with '--%s'", option, other);
}

static int plan_check(const cli_plan *plan)
{
    const cli_args *args = plan->args;
    static const char *const pairs[][2] = {
        {"margins", "by"},           {"nested", "clusters"},
        {"ordered", "clusters"},     {"rep-type", "replicates"},
        {"rep-scale", "replicates"}, {"rep-rscales", "replicates"},
        {"replicates", "rep-type"}};
    size_t n = plan->quantiles.n + plan->ranks.n;
    for (size_t i = 0; i < CLI_ONE_COLUMN; i++) {
        n += plan->single[i].n;
    }
    for (size_t i = 0; i < CLI_TWO_COLUMNS; i++) {
        n += plan->pairs[i].n;
    }
    if (n == 0) {
        return cli_usage_error(args->command,
                               "nothing to estimate: give --mean, --total, --proportion "
                               "or another statistic, or --spec");
    }
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (needs(args, pairs[i][0], pairs[i][1]) != CLI_OK) {
            return CLI_USAGE;
        }
    }
    if (cli_args_has(args, "open") && cli_args_has(args, "clusters")) {
        return cli_usage_error(args->command, "'--open' and '--clusters' exclude each "
                                              "other: clusters stay open");
    }
    return CLI_OK;
}

int cli_plan_read(const cli_args *args, cli_plan *plan)
{
    *plan = (cli_plan){.args = args};
    if (cli_args_has(args, "spec")) {
        return cli_plan_alone(args, "spec");
    }
    int result = lists_read(plan);
    return result == CLI_OK ? plan_check(plan) : result;
}

/* ---- the specification ---- */

static wb_status list_apply(wb_spec *spec, const cli_list *list,
                            wb_status (*add)(wb_spec *, const char *, wb_error *),
                            wb_error *err)
{
    wb_status st = WB_OK;
    for (size_t i = 0; i < list->n && st == WB_OK; i++) {
        st = add(spec, list->items[i], err);
    }
    return st;
}

static wb_status units_apply(const cli_plan *plan, wb_error *err)
{
    const cli_args *args = plan->args;
    wb_status st = wb_spec_set_nested(plan->spec, cli_args_has(args, "nested"), err);
    int open = cli_args_has(args, "open") ||
               (cli_args_has(args, "make-replicates") && plan->clusters.n == 0);
    int ordered = cli_args_has(args, "ordered");
    if (st == WB_OK && (open || ordered)) {
        st = wb_spec_set_units(plan->spec, ordered ? WB_UNITS_ORDERED : WB_UNITS_OPEN,
                               err);
    }
    return st;
}

static wb_status design_apply(const cli_plan *plan, const wb_weighting *weighting,
                              wb_error *err)
{
    wb_status st = weighting != NULL
                       ? cli_weighting_declare(weighting, plan->spec, err)
                       : wb_spec_set_weights(
                             plan->spec, cli_args_text(plan->args, "weights", NULL), err);
    if (st == WB_OK) {
        st = list_apply(plan->spec, &plan->strata, wb_spec_add_stratum, err);
    }
    if (st == WB_OK) {
        st = list_apply(plan->spec, &plan->clusters, wb_spec_add_cluster, err);
    }
    if (st == WB_OK) {
        st = list_apply(plan->spec, &plan->fpc, wb_spec_add_fpc, err);
    }
    return st == WB_OK ? units_apply(plan, err) : st;
}

static wb_status estimands_apply(const cli_plan *plan, wb_error *err)
{
    wb_status st = WB_OK;
    for (size_t k = 0; k < CLI_ONE_COLUMN; k++) {
        for (size_t i = 0; i < plan->single[k].n && st == WB_OK; i++) {
            st = wb_spec_add_estimand(plan->spec, singles[k].statistic,
                                      plan->single[k].items[i], err);
        }
    }
    for (size_t k = 0; k < CLI_TWO_COLUMNS; k++) {
        for (size_t i = 0; i < plan->pairs[k].n && st == WB_OK; i += 2) {
            const char *x = plan->pairs[k].items[i], *y = plan->pairs[k].items[i + 1];
            st = doubles[k].statistic == WB_STATISTIC_RATIO
                     ? wb_spec_add_ratio(plan->spec, x, y, err)
                     : wb_spec_add_pair(plan->spec, doubles[k].statistic, x, y, err);
        }
    }
    return st;
}

static int quantiles_apply(cli_plan *plan)
{
    const cli_args *args = plan->args;
    wb_error err;
    for (size_t i = 0; i < plan->quantiles.n; i += 2) {
        const char *text = plan->quantiles.items[i + 1];
        char *end = NULL;
        double p = strtod(text, &end);
        if (end == text || *end != '\0' || !(p > 0 && p < 1)) {
            return cli_usage_error(args->command,
                                   "'--quantile' cannot have '%s': it is a probability "
                                   "above 0 and below 1",
                                   text);
        }
        if (wb_spec_add_quantile(plan->spec, plan->quantiles.items[i], p, &err) !=
            WB_OK) {
            return cli_failed(&err, NULL);
        }
    }
    return CLI_OK;
}

static int ranks_apply(cli_plan *plan)
{
    static const char *const scores[] = {"wilcoxon", "van_der_waerden", "median"};
    wb_error err;
    for (size_t i = 0; i < plan->ranks.n; i += 2) {
        int32_t score = 0;
        while (score < 3 && strcmp(scores[score], plan->ranks.items[i + 1]) != 0) {
            score++;
        }
        if (score == 3) {
            return cli_usage_error(plan->args->command,
                                   "'--rank' cannot have '%s': the score is wilcoxon, "
                                   "van_der_waerden or median",
                                   plan->ranks.items[i + 1]);
        }
        if (wb_spec_add_rank(plan->spec, plan->ranks.items[i], score, &err) != WB_OK) {
            return cli_failed(&err, NULL);
        }
    }
    return CLI_OK;
}

static wb_status breakdowns_apply(const cli_plan *plan, wb_error *err)
{
    const char *const *by = (const char *const *)plan->by.items;
    wb_status st = WB_OK;
    if (plan->by.n > 0) {
        st = wb_spec_add_breakdown(plan->spec, by, plan->by.n, err);
    }
    if (!cli_args_has(plan->args, "margins")) {
        return st;
    }
    for (size_t i = 0; plan->by.n > 1 && i < plan->by.n && st == WB_OK; i++) {
        st = wb_spec_add_breakdown(plan->spec, by + i, 1, err);
    }
    return st == WB_OK ? wb_spec_add_breakdown(plan->spec, NULL, 0, err) : st;
}

/* ---- replicate weights ---- */

static int is_pattern(const char *text)
{
    return strpbrk(text, "*?[") != NULL;
}

/* Columns that a pattern fits, in the order of the file, or the column of that name. */
static int replicates_find(cli_plan *plan, const wb_frame *schema)
{
    cli_list given = {0};
    size_t n_columns = wb_frame_column_count(schema);
    int result = cli_args_list(plan->args, "replicates", &given);
    for (size_t i = 0; i < given.n && result == CLI_OK; i++) {
        const char *text = given.items[i];
        size_t before = plan->replicates.n;
        if (wb_frame_find(schema, text) >= 0 || !is_pattern(text)) {
            result = cli_list_add(&plan->replicates, text, strlen(text));
            continue;
        }
        for (size_t c = 0; c < n_columns && result == CLI_OK; c++) {
            const char *name = wb_frame_column_name(schema, c);
            if (fnmatch(text, name, 0) == 0) {
                result = cli_list_add(&plan->replicates, name, strlen(name));
            }
        }
        if (result == CLI_OK && plan->replicates.n == before) {
            result = cli_usage_error(plan->args->command,
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

static int replicates_add(cli_plan *plan)
{
    size_t n_scales = plan->rscales.n;
    wb_error err;
    if (n_scales > 1 && n_scales != plan->replicates.n) {
        return cli_usage_error(plan->args->command,
                               "'--rep-rscales' has %zu scales for %zu replicates",
                               n_scales, plan->replicates.n);
    }
    for (size_t i = 0; i < plan->replicates.n; i++) {
        double scale = 0;
        if (n_scales > 0 &&
            scale_read(plan->args, plan->rscales.items[n_scales > 1 ? i : 0], &scale) !=
                CLI_OK) {
            return CLI_USAGE;
        }
        if (wb_spec_add_replicate(plan->spec, plan->replicates.items[i], scale, &err) !=
            WB_OK) {
            return cli_failed(&err, NULL);
        }
    }
    return CLI_OK;
}

static int replicates_apply(cli_plan *plan, const wb_frame *schema)
{
    wb_replicate_options options = WB_REPLICATE_OPTIONS_INIT;
    wb_error err;
    if (!cli_args_has(plan->args, "replicates")) {
        return CLI_OK;
    }
    options.mse = cli_args_has(plan->args, "mse");
    int result = cli_args_choice(plan->args, "rep-type", replicate_types, &options.type);
    if (result == CLI_OK) {
        result = cli_args_number(plan->args, "rep-scale", 0, 1e300, &options.scale);
    }
    if (result == CLI_OK) {
        result = cli_args_number(plan->args, "rep-rho", -1e-300, 1, &options.rho);
    }
    if (result == CLI_OK) {
        result = replicates_find(plan, schema);
    }
    if (result == CLI_OK && wb_spec_set_replicates(plan->spec, &options, &err) != WB_OK) {
        result = cli_failed(&err, NULL);
    }
    return result == CLI_OK ? replicates_add(plan) : result;
}

/* ---- all of it ---- */

static int spec_load(cli_plan *plan)
{
    const char *path = cli_args_text(plan->args, "spec", "");
    wb_reader *reader = NULL;
    wb_error err;
    wb_status st = wb_reader_open(path, &reader, &err);
    if (st == WB_OK) {
        st = wb_spec_read(reader, &plan->spec, &err);
    }
    wb_reader_free(reader);
    return st == WB_OK ? CLI_OK : cli_failed(&err, path);
}

static int specify(cli_plan *plan, const wb_frame *schema, const wb_weighting *weighting)
{
    wb_error err;
    int32_t effect = WB_DEFF_NONE;
    if (cli_args_has(plan->args, "spec")) {
        return spec_load(plan);
    }
    int result = cli_args_choice(plan->args, "deff", design_effects, &effect);
    if (result != CLI_OK) {
        return result;
    }
    wb_status st = wb_spec_new(&plan->spec, &err);
    if (st == WB_OK) {
        st = design_apply(plan, weighting, &err);
    }
    if (st == WB_OK) {
        st = estimands_apply(plan, &err);
    }
    if (st == WB_OK) {
        st = breakdowns_apply(plan, &err);
    }
    if (st == WB_OK) {
        st = wb_spec_set_design_effect(plan->spec, effect, &err);
    }
    if (st != WB_OK) {
        return cli_failed(&err, NULL);
    }
    result = quantiles_apply(plan);
    if (result == CLI_OK) {
        result = ranks_apply(plan);
    }
    return result == CLI_OK ? replicates_apply(plan, schema) : result;
}

static int columns_declare(const cli_plan *plan, const wb_weighting *weighting,
                           cli_input *input)
{
    cli_list numbers = {0};
    int result = weighting != NULL ? cli_weighting_numbers(weighting, &numbers) : CLI_OK;
    if (result == CLI_OK) {
        result = cli_numbers_add(plan->spec, &numbers);
    }
    if (result == CLI_OK) {
        cli_roles roles = {.numbers = (const char *const *)numbers.items,
                           .n_numbers = numbers.n};
        result = cli_input_declare(&roles, input);
    }
    cli_list_free(&numbers);
    return result;
}

int cli_plan_open(cli_plan *plan, const char *path, const wb_weighting *weighting,
                  cli_input *input)
{
    wb_frame *schema = NULL;
    wb_error err;
    int result = cli_input_open(plan->args, path, NULL, input);
    if (result == CLI_OK && wb_source_schema(input->source, &schema, &err) != WB_OK) {
        result = cli_failed(&err, input->name);
    }
    if (result == CLI_OK && plan->spec == NULL) {
        result = specify(plan, schema, weighting);
    }
    wb_frame_free(schema);
    return result == CLI_OK ? columns_declare(plan, weighting, input) : result;
}

void cli_plan_free(cli_plan *plan)
{
    cli_list *lists[] = {&plan->strata,    &plan->clusters, &plan->fpc,
                         &plan->rscales,   &plan->by,       &plan->replicates,
                         &plan->quantiles, &plan->ranks};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        cli_list_free(lists[i]);
    }
    for (size_t i = 0; i < CLI_ONE_COLUMN; i++) {
        cli_list_free(&plan->single[i]);
    }
    for (size_t i = 0; i < CLI_TWO_COLUMNS; i++) {
        cli_list_free(&plan->pairs[i]);
    }
    wb_spec_free(plan->spec);
    *plan = (cli_plan){0};
}
