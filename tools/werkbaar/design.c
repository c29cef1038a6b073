/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "design.h"

#include "message.h"
#include "numbers.h"
#include "weighting.h"

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

static int pairs_read(cli_design *design, size_t which)
{
    cli_list given = {0};
    const char *option = doubles[which].option;
    cli_list *pairs = &design->pairs[which];
    int result = doubles[which].between == '/'
                     ? cli_args_list(design->args, option, &given)
                     : cli_args_values(design->args, option, &given);
    for (size_t i = 0; i < given.n && result == CLI_OK; i++) {
        result =
            pair_add(design->args, option, given.items[i], doubles[which].between, pairs);
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

static int lists_read(cli_design *design)
{
    const struct {
        const char *name;
        cli_list *list;
    } lists[] = {{"by", &design->by},
                 {"strata", &design->strata},
                 {"clusters", &design->clusters},
                 {"fpc", &design->fpc},
                 {"rep-rscales", &design->rscales}};
    int result = CLI_OK;
    for (size_t i = 0; i < sizeof lists / sizeof *lists && result == CLI_OK; i++) {
        result = cli_args_list(design->args, lists[i].name, lists[i].list);
    }
    for (size_t i = 0; i < CLI_ONE_COLUMN && result == CLI_OK; i++) {
        result = cli_args_list(design->args, singles[i].option, &design->single[i]);
    }
    for (size_t i = 0; i < CLI_TWO_COLUMNS && result == CLI_OK; i++) {
        result = pairs_read(design, i);
    }
    if (result == CLI_OK) {
        result = colons_read(design->args, "quantile", &design->quantiles);
    }
    return result == CLI_OK ? colons_read(design->args, "rank", &design->ranks) : result;
}

int cli_design_alone(const cli_args *args, const char *whole)
{
    static const cli_option parts[] = {CLI_DESIGN_OPTIONS};
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

static int design_check(const cli_design *design)
{
    const cli_args *args = design->args;
    static const char *const pairs[][2] = {
        {"margins", "by"},           {"nested", "clusters"},
        {"ordered", "clusters"},     {"rep-type", "replicates"},
        {"rep-scale", "replicates"}, {"rep-rscales", "replicates"},
        {"replicates", "rep-type"}};
    size_t n = design->quantiles.n + design->ranks.n;
    for (size_t i = 0; i < CLI_ONE_COLUMN; i++) {
        n += design->single[i].n;
    }
    for (size_t i = 0; i < CLI_TWO_COLUMNS; i++) {
        n += design->pairs[i].n;
    }
    if (n == 0 && !design->alone) {
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

static int design_read(const cli_args *args, int alone, cli_design *design)
{
    *design = (cli_design){.args = args, .alone = alone};
    if (cli_args_has(args, "spec")) {
        return cli_design_alone(args, "spec");
    }
    int result = lists_read(design);
    return result == CLI_OK ? design_check(design) : result;
}

int cli_design_read(const cli_args *args, cli_design *design)
{
    return design_read(args, 0, design);
}

int cli_design_read_alone(const cli_args *args, cli_design *design)
{
    return design_read(args, 1, design);
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

static wb_status units_apply(const cli_design *design, wb_error *err)
{
    const cli_args *args = design->args;
    wb_status st = wb_spec_set_nested(design->spec, cli_args_has(args, "nested"), err);
    int open = cli_args_has(args, "open") ||
               (cli_args_has(args, "make-replicates") && design->clusters.n == 0);
    int ordered = cli_args_has(args, "ordered");
    if (st == WB_OK && (open || ordered)) {
        st = wb_spec_set_units(design->spec, ordered ? WB_UNITS_ORDERED : WB_UNITS_OPEN,
                               err);
    }
    return st;
}

static wb_status design_apply(const cli_design *design, const wb_weighting *weighting,
                              wb_error *err)
{
    wb_status st =
        weighting != NULL
            ? cli_weighting_declare(weighting, design->spec, err)
            : wb_spec_set_weights(design->spec,
                                  cli_args_text(design->args, "weights", NULL), err);
    if (st == WB_OK) {
        st = list_apply(design->spec, &design->strata, wb_spec_add_stratum, err);
    }
    if (st == WB_OK) {
        st = list_apply(design->spec, &design->clusters, wb_spec_add_cluster, err);
    }
    if (st == WB_OK) {
        st = list_apply(design->spec, &design->fpc, wb_spec_add_fpc, err);
    }
    return st == WB_OK ? units_apply(design, err) : st;
}

static wb_status estimands_apply(const cli_design *design, wb_error *err)
{
    wb_status st = WB_OK;
    for (size_t k = 0; k < CLI_ONE_COLUMN; k++) {
        for (size_t i = 0; i < design->single[k].n && st == WB_OK; i++) {
            st = wb_spec_add_estimand(design->spec, singles[k].statistic,
                                      design->single[k].items[i], err);
        }
    }
    for (size_t k = 0; k < CLI_TWO_COLUMNS; k++) {
        for (size_t i = 0; i < design->pairs[k].n && st == WB_OK; i += 2) {
            const char *x = design->pairs[k].items[i], *y = design->pairs[k].items[i + 1];
            st = doubles[k].statistic == WB_STATISTIC_RATIO
                     ? wb_spec_add_ratio(design->spec, x, y, err)
                     : wb_spec_add_pair(design->spec, doubles[k].statistic, x, y, err);
        }
    }
    return st;
}

static int quantiles_apply(cli_design *design)
{
    const cli_args *args = design->args;
    wb_error err;
    for (size_t i = 0; i < design->quantiles.n; i += 2) {
        const char *text = design->quantiles.items[i + 1];
        char *end = NULL;
        double p = strtod(text, &end);
        if (end == text || *end != '\0' || !(p > 0 && p < 1)) {
            return cli_usage_error(args->command,
                                   "'--quantile' cannot have '%s': it is a probability "
                                   "above 0 and below 1",
                                   text);
        }
        if (wb_spec_add_quantile(design->spec, design->quantiles.items[i], p, &err) !=
            WB_OK) {
            return cli_failed(&err, NULL);
        }
    }
    return CLI_OK;
}

static int ranks_apply(cli_design *design)
{
    static const char *const scores[] = {"wilcoxon", "van_der_waerden", "median"};
    wb_error err;
    for (size_t i = 0; i < design->ranks.n; i += 2) {
        int32_t score = 0;
        while (score < 3 && strcmp(scores[score], design->ranks.items[i + 1]) != 0) {
            score++;
        }
        if (score == 3) {
            return cli_usage_error(design->args->command,
                                   "'--rank' cannot have '%s': the score is wilcoxon, "
                                   "van_der_waerden or median",
                                   design->ranks.items[i + 1]);
        }
        if (wb_spec_add_rank(design->spec, design->ranks.items[i], score, &err) !=
            WB_OK) {
            return cli_failed(&err, NULL);
        }
    }
    return CLI_OK;
}

static wb_status breakdowns_apply(const cli_design *design, wb_error *err)
{
    const char *const *by = (const char *const *)design->by.items;
    wb_status st = WB_OK;
    if (design->by.n > 0) {
        st = wb_spec_add_breakdown(design->spec, by, design->by.n, err);
    }
    if (!cli_args_has(design->args, "margins")) {
        return st;
    }
    for (size_t i = 0; design->by.n > 1 && i < design->by.n && st == WB_OK; i++) {
        st = wb_spec_add_breakdown(design->spec, by + i, 1, err);
    }
    return st == WB_OK ? wb_spec_add_breakdown(design->spec, NULL, 0, err) : st;
}

/* ---- all of it ---- */

static int spec_load(cli_design *design)
{
    const char *path = cli_args_text(design->args, "spec", "");
    wb_reader *reader = NULL;
    wb_error err;
    wb_status st = wb_reader_open(path, &reader, &err);
    if (st == WB_OK) {
        st = wb_spec_read(reader, &design->spec, &err);
    }
    wb_reader_free(reader);
    return st == WB_OK ? CLI_OK : cli_failed(&err, path);
}

static int specify(cli_design *design, const wb_frame *schema,
                   const wb_weighting *weighting)
{
    wb_error err;
    int32_t effect = WB_DEFF_NONE;
    if (cli_args_has(design->args, "spec")) {
        return spec_load(design);
    }
    int result = cli_args_choice(design->args, "deff", design_effects, &effect);
    if (result != CLI_OK) {
        return result;
    }
    wb_status st = wb_spec_new(&design->spec, &err);
    if (st == WB_OK) {
        st = design_apply(design, weighting, &err);
    }
    if (st == WB_OK) {
        st = estimands_apply(design, &err);
    }
    if (st == WB_OK) {
        st = breakdowns_apply(design, &err);
    }
    if (st == WB_OK) {
        st = wb_spec_set_design_effect(design->spec, effect, &err);
    }
    if (st != WB_OK) {
        return cli_failed(&err, NULL);
    }
    result = quantiles_apply(design);
    if (result == CLI_OK) {
        result = ranks_apply(design);
    }
    return result == CLI_OK ? cli_design_replicates(design, schema) : result;
}

static int columns_declare(const cli_design *design, const wb_weighting *weighting,
                           cli_input *input)
{
    cli_list numbers = {0};
    int result = weighting != NULL ? cli_weighting_numbers(weighting, &numbers) : CLI_OK;
    if (result == CLI_OK) {
        result = cli_numbers_add(design->spec, &numbers);
    }
    if (result == CLI_OK) {
        cli_roles roles = {.numbers = (const char *const *)numbers.items,
                           .n_numbers = numbers.n};
        result = cli_input_declare(&roles, input);
    }
    cli_list_free(&numbers);
    return result;
}

int cli_design_open(cli_design *design, const char *path, const wb_weighting *weighting,
                    cli_input *input)
{
    wb_frame *schema = NULL;
    wb_error err;
    int result = cli_input_open(design->args, path, NULL, input);
    if (result == CLI_OK && wb_source_schema(input->source, &schema, &err) != WB_OK) {
        result = cli_failed(&err, input->name);
    }
    if (result == CLI_OK && design->spec == NULL) {
        result = specify(design, schema, weighting);
    }
    wb_frame_free(schema);
    return result == CLI_OK ? columns_declare(design, weighting, input) : result;
}

void cli_design_free(cli_design *design)
{
    cli_list *lists[] = {&design->strata,    &design->clusters, &design->fpc,
                         &design->rscales,   &design->by,       &design->replicates,
                         &design->quantiles, &design->ranks};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        cli_list_free(lists[i]);
    }
    for (size_t i = 0; i < CLI_ONE_COLUMN; i++) {
        cli_list_free(&design->single[i]);
    }
    for (size_t i = 0; i < CLI_TWO_COLUMNS; i++) {
        cli_list_free(&design->pairs[i]);
    }
    wb_spec_free(design->spec);
    *design = (cli_design){0};
}
