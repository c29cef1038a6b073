/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "results.h"

#include "input.h"
#include "message.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

const char *const cli_intervals[] = {"logit",         "wald",       "wilson",
                                     "beta",          "likelihood", "asin",
                                     "agresti_coull", "jeffreys",   NULL};
static const char *const lonelies[] = {"fail",    "certainty", "centre",
                                       "average", "collapse",  NULL};
static const char *const makeable[] = {"jk1", "jkn", "brr", "fay", "bootstrap", NULL};
static const int32_t made[] = {WB_REPLICATE_JK1, WB_REPLICATE_JKN, WB_REPLICATE_BRR,
                               WB_REPLICATE_FAY, WB_REPLICATE_BOOTSTRAP};
static const char *const adjustments[] = {"none", "holm", "bh", NULL};
static const char *const table_tests[] = {
    "rao_scott_f", "rao_scott_chisq", "wald", "adj_wald", "lincom",
    "saddlepoint", "satterthwaite",   "all",  NULL};

static const char *const quantile_rules[] = {"math", "school", "hf7", NULL};

typedef enum test { ESTIMATES, PAIRS, TREND, EQUAL, INDEPENDENCE, FIT, STANDARDISE } test;
static const char *const tests[] = {[PAIRS] = "pairs",
                                    [TREND] = "trend",
                                    [EQUAL] = "equal",
                                    [INDEPENDENCE] = "independence",
                                    [FIT] = "fit"};

/* ---- how estimates are made ---- */

static int seed_read(const cli_args *args, uint64_t *seed)
{
    const char *value = cli_args_text(args, "seed", "0");
    char *end = NULL;
    errno = 0;
    *seed = strtoull(value, &end, 10);
    if (end == value || *end != '\0' || errno != 0 || strchr(value, '-') != NULL) {
        return cli_usage_error(
            args->command, "'--seed' cannot be '%s': it is a whole number from 0", value);
    }
    return CLI_OK;
}

int cli_level_read(const cli_args *args, double *level)
{
    int is_short = cli_args_has(args, "level");
    return is_short && cli_args_has(args, "interval-level")
               ? cli_usage_error(args->command, "'--level' and '--interval-level' are "
                                                "the same: give one of them")
               : cli_args_number(args, is_short ? "level" : "interval-level", 0, 1,
                                 level);
}

static int replicates_read(const cli_args *args, wb_estimate_options *options)
{
    int32_t which = 0;
    static const char *const only[] = {"n-replicates", "seed"};
    int bootstrap = strcmp(cli_args_text(args, "make-replicates", ""), "bootstrap") == 0;
    for (size_t i = 0; i < 2; i++) {
        if (cli_args_has(args, only[i]) && !bootstrap) {
            return cli_usage_error(
                args->command, "'--%s' goes with '--make-replicates bootstrap'", only[i]);
        }
    }
    if (!cli_args_has(args, "make-replicates")) {
        return cli_args_has(args, "replicates")
                   ? CLI_OK
                   : cli_args_without(args, "mse rep-rho",
                                      "is of replicates that options name or make");
    }
    options->mse = cli_args_has(args, "mse");
    int result = cli_args_choice(args, "make-replicates", makeable, &which);
    options->replicates = made[which];
    if (result == CLI_OK) {
        result = cli_args_count(args, "n-replicates", 2, 100000, &options->n_replicates);
    }
    if (result == CLI_OK) {
        result = cli_args_number(args, "rep-rho", -1e-300, 1, &options->rho);
    }
    return result == CLI_OK ? seed_read(args, &options->seed) : result;
}

int cli_estimating_read(const cli_args *args, wb_estimate_options *options)
{
    *options = (wb_estimate_options)WB_ESTIMATE_OPTIONS_INIT;
    options->precision = cli_args_has(args, "precision");
    options->drop_empty = cli_args_has(args, "drop-empty");
    options->lonely_in_domain = cli_args_has(args, "lonely-in-domain");
    options->ultimate_cluster = cli_args_has(args, "ultimate-cluster");
    int result = cli_args_choice(args, "ci", cli_intervals, &options->interval);
    if (result == CLI_OK) {
        result = cli_args_choice(args, "lonely", lonelies, &options->lonely);
    }
    if (result == CLI_OK) {
        result = cli_args_choice(args, "quantile-rule", quantile_rules,
                                 &options->quantile_rule);
    }
    if (result == CLI_OK) {
        result = cli_level_read(args, &options->level);
    }
    if (result == CLI_OK) {
        result = cli_args_number(args, "df", 0, 1e15, &options->df);
    }
    return result == CLI_OK ? replicates_read(args, options) : result;
}

/* ---- what estimates say together ---- */

static int test_unknown(const cli_args *args, const char *value)
{
    return cli_usage_error(args->command,
                           "'--test' cannot be '%s': it is pairs:COL, trend:COL, "
                           "equal:COL, independence or fit:FILE",
                           value);
}

static int test_read(cli_results *results)
{
    const char *value = cli_args_text(results->args, "test", "");
    size_t length = strcspn(value, ":");
    const char *rest = value[length] == ':' ? value + length + 1 : "";
    for (int32_t t = PAIRS; t <= FIT; t++) {
        if (strlen(tests[t]) == length && memcmp(tests[t], value, length) == 0) {
            results->test = t;
        }
    }
    int alone = results->test == INDEPENDENCE;
    if (results->test == ESTIMATES || (rest[0] == '\0') != alone ||
        (alone && value[length] == ':')) {
        return test_unknown(results->args, value);
    }
    if (alone) {
        return CLI_OK;
    }
    char **to = results->test == FIT ? &results->file : &results->column;
    *to = strdup(rest);
    return *to != NULL ? CLI_OK : cli_out_of_memory();
}

static int standard_read(cli_results *results)
{
    const char *value = cli_args_text(results->args, "standardise", "");
    const char *colon = strchr(value, ':');
    if (colon == NULL || colon == value || colon[1] == '\0') {
        return cli_usage_error(results->args->command,
                               "'--standardise' cannot be '%s': it is COL:FILE", value);
    }
    results->test = STANDARDISE;
    results->column = strndup(value, (size_t)(colon - value));
    results->file = strdup(colon + 1);
    return results->column != NULL && results->file != NULL ? CLI_OK
                                                            : cli_out_of_memory();
}

/* Options of one test are refused beside another. */
static int options_fit(const cli_results *results)
{
    const struct {
        const char *option;
        int fits;
        const char *what;
    } rules[] = {
        {"adjust", results->test == PAIRS, "--test pairs:COL"},
        {"degree", results->test == TREND, "--test trend:COL"},
        {"table-test", results->test == INDEPENDENCE || results->test == FIT,
         "--test independence or fit:FILE"},
    };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        if (cli_args_has(results->args, rules[i].option) && !rules[i].fits) {
            return cli_usage_error(results->args->command, "'--%s' goes with '%s'",
                                   rules[i].option, rules[i].what);
        }
    }
    if (results->test == FIT && results->variables.n != 1) {
        return cli_usage_error(results->args->command,
                               "'--test fit:FILE' is about one --proportion, and %zu are "
                               "given",
                               results->variables.n);
    }
    return CLI_OK;
}

static int details_read(cli_results *results)
{
    const cli_args *args = results->args;
    int32_t which = 0;
    results->pairs = (wb_pairs_options)WB_PAIRS_OPTIONS_INIT;
    results->trend = (wb_trend_options)WB_TREND_OPTIONS_INIT;
    results->tables = (wb_test_options)WB_TEST_OPTIONS_INIT;
    int result = cli_args_choice(args, "adjust", adjustments, &results->pairs.adjust);
    if (result == CLI_OK) {
        result = cli_args_count(args, "degree", 1, 5, &results->trend.degree);
    }
    if (result == CLI_OK) {
        result = cli_args_choice(args, "table-test", table_tests, &which);
    }
    results->tables.all_tests = which > WB_TABLE_TEST_SATTERTHWAITE;
    results->tables.test = results->tables.all_tests ? 0 : which;
    if (result == CLI_OK) {
        result = cli_args_list(args, "proportion", &results->variables);
    }
    return result == CLI_OK ? options_fit(results) : result;
}

/* A small file of shares: categories as texts, shares as numbers. */
static int shares_read(cli_results *results)
{
    static const char *const numbers[] = {"weight"};
    static const char *const texts[] = {"category"};
    cli_roles roles = {.numbers = numbers, .n_numbers = 1, .texts = texts, .n_texts = 1};
    cli_input input = {0};
    wb_error err;
    int result = cli_input_open(results->args, results->file, &roles, &input);
    if (result == CLI_OK &&
        wb_source_collect(input.source, NULL, &results->given, &err) != WB_OK) {
        result = cli_failed(&err, results->file);
    }
    cli_input_close(&input);
    return result;
}

int cli_results_read(const cli_args *args, cli_results *results)
{
    *results = (cli_results){.args = args};
    int n = cli_args_has(args, "contrast") + cli_args_has(args, "test") +
            cli_args_has(args, "standardise");
    if (n > 1) {
        return cli_usage_error(args->command,
                               "give one of --contrast, --test and "
                               "--standardise: each has a table of its own");
    }
    int result = cli_estimating_read(args, &results->estimating);
    if (result == CLI_OK) {
        result = cli_args_values(args, "contrast", &results->contrasts);
    }
    if (result == CLI_OK && cli_args_has(args, "test")) {
        result = test_read(results);
    }
    if (result == CLI_OK && cli_args_has(args, "standardise")) {
        result = standard_read(results);
    }
    if (result == CLI_OK) {
        result = details_read(results);
    }
    return result == CLI_OK && results->file != NULL ? shares_read(results) : result;
}

wb_status cli_results_make(const cli_results *results, const wb_tally *tally,
                           const wb_run *run, wb_frame **out, wb_error *err)
{
    const wb_estimate_options *estimating = &results->estimating;
    if (results->contrasts.n > 0) {
        return wb_tally_contrasts(tally, (const char *const *)results->contrasts.items,
                                  results->contrasts.n, estimating, run, out, err);
    }
    switch ((test)results->test) {
    case PAIRS:
        return wb_tally_pairs(tally, results->column, &results->pairs, estimating, run,
                              out, err);
    case TREND:
        return wb_tally_trend(tally, results->column, &results->trend, estimating, run,
                              out, err);
    case EQUAL:
        return wb_tally_equal(tally, results->column, estimating, run, out, err);
    case INDEPENDENCE:
        return wb_tally_independence(tally, &results->tables, estimating, run, out, err);
    case FIT:
        return wb_tally_fit(tally, results->variables.items[0], results->given,
                            &results->tables, estimating, run, out, err);
    case STANDARDISE:
        return wb_tally_standardise(tally, results->column, results->given, estimating,
                                    run, out, err);
    case ESTIMATES:
        break;
    }
    return wb_tally_estimate(tally, estimating, run, out, err);
}

void cli_results_free(cli_results *results)
{
    free(results->column);
    free(results->file);
    wb_frame_free(results->given);
    cli_list_free(&results->contrasts);
    cli_list_free(&results->variables);
    *results = (cli_results){0};
}
