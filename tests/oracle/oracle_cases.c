/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Cases of designs: their data, specification and options. */
#include "oracle.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* |ours - R| may be this times the larger of |R| and the size of the data, unless the
 * case has its own. */
static const double TOLERANCE = 1e-9;

/* ---- options, written name=value;name=value ---- */

static const char *const interval_words[] = {"logit",         "wald",       "wilson",
                                             "beta",          "likelihood", "asin",
                                             "agresti_coull", "jeffreys",   NULL};
static const char *const lonely_words[] = {"fail",    "certainty", "centre",
                                           "average", "collapse",  NULL};
static const char *const make_words[] = {"none", "jk1", "jkn",       "jk2",
                                         "brr",  "fay", "bootstrap", NULL};

static const char *const rule_words[] = {"math", "school", "hf7", NULL};

enum { WORD, WHOLE, REAL };

static const struct {
    const char *name;
    int kind;
    const char *const *words;
    size_t offset;
} option_table[] = {
    {"interval", WORD, interval_words, offsetof(wb_estimate_options, interval)},
    {"level", REAL, NULL, offsetof(wb_estimate_options, level)},
    {"lonely", WORD, lonely_words, offsetof(wb_estimate_options, lonely)},
    {"lonely_in_domain", WHOLE, NULL, offsetof(wb_estimate_options, lonely_in_domain)},
    {"ultimate_cluster", WHOLE, NULL, offsetof(wb_estimate_options, ultimate_cluster)},
    {"df", REAL, NULL, offsetof(wb_estimate_options, df)},
    {"replicates", WORD, make_words, offsetof(wb_estimate_options, replicates)},
    {"quantile_rule", WORD, rule_words, offsetof(wb_estimate_options, quantile_rule)},
    {"rho", REAL, NULL, offsetof(wb_estimate_options, rho)},
    {"mse", WHOLE, NULL, offsetof(wb_estimate_options, mse)},
};
enum { OPTIONS = sizeof option_table / sizeof *option_table };

static int32_t word_value(const char *const *words, const char *word)
{
    for (int32_t i = 0; words[i] != NULL; i++) {
        if (strcmp(words[i], word) == 0)
            return i;
    }
    fprintf(stderr, "no value '%s' of an option is known\n", word);
    exit(1);
}

static void set_option(wb_estimate_options *options, const char *name, const char *value)
{
    size_t i = 0;

    while (i < OPTIONS && strcmp(option_table[i].name, name) != 0)
        i++;
    if (i == OPTIONS) {
        fprintf(stderr, "no option '%s' is known\n", name);
        exit(1);
    }
    char *field = (char *)options + option_table[i].offset;
    double number = strtod(value, NULL);
    int32_t whole = option_table[i].kind == WORD
                        ? word_value(option_table[i].words, value)
                        : (int32_t)number;
    if (option_table[i].kind == REAL)
        memcpy(field, &number, sizeof number);
    else
        memcpy(field, &whole, sizeof whole);
}

wb_estimate_options oracle_options(const oracle_cases *cases, int64_t row)
{
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
    char text[ORACLE_TEXT], *rest = text;

    oracle_field(cases, "options", row, text);
    for (char *name; (name = oracle_next(&rest, ';')) != NULL;) {
        char *value = strchr(name, '=');

        *value++ = '\0';
        set_option(&options, name, value);
    }
    return options;
}

/* ---- cases ---- */

void oracle_open(oracle_cases *cases, const char *folder, const char *more,
                 const char *name)
{
    *cases = (oracle_cases){.folder = folder, .more = more};
    cases->list = oracle_need(folder, name, "_cases");
    cases->expected = oracle_need(folder, name, "_expected");
}

void oracle_close(oracle_cases *cases)
{
    wb_frame_free(cases->expected);
    wb_frame_free(cases->data);
    wb_frame_free(cases->list);
}

void oracle_field(const oracle_cases *cases, const char *column, int64_t row,
                  char text[ORACLE_TEXT])
{
    oracle_show(cases->list, oracle_column(cases->list, column), row, text);
}

double oracle_tolerance(const oracle_cases *cases, int64_t row)
{
    size_t column = oracle_column(cases->list, "tolerance");

    return wb_frame_is_missing(cases->list, column, row)
               ? TOLERANCE
               : wb_frame_double(cases->list, column, row);
}

bool oracle_is_of(const oracle_cases *cases, const char *name)
{
    char text[ORACLE_TEXT];

    if (cases->next >= wb_frame_row_count(cases->expected))
        return false;
    oracle_show(cases->expected, oracle_column(cases->expected, "case"), cases->next,
                text);
    return strcmp(text, name) == 0;
}

void oracle_check_end(const oracle_cases *cases, oracle_checks *checks)
{
    if (cases->next != wb_frame_row_count(cases->expected))
        oracle_fault(checks, "the expected rows", "order of cases", "another",
                     "that of the cases");
}

bool oracle_load(oracle_cases *cases, int64_t row)
{
    char name[ORACLE_TEXT];

    oracle_field(cases, "data", row, name);
    if (cases->data != NULL && strcmp(name, cases->data_name) == 0)
        return true;
    wb_frame_free(cases->data);
    cases->data = oracle_read(cases->folder, name);
    if (cases->data == NULL && cases->more != NULL)
        cases->data = oracle_read(cases->more, name);
    snprintf(cases->data_name, sizeof cases->data_name, "%s", name);
    return cases->data != NULL;
}

wb_spec *oracle_spec(const oracle_cases *cases, int64_t row)
{
    wb_error err = {0};
    wb_reader *reader = NULL;
    wb_spec *spec = NULL;
    size_t length = 0;
    char name[ORACLE_TEXT];
    const char *json =
        wb_frame_text(cases->list, oracle_column(cases->list, "spec"), row, &length);

    oracle_field(cases, "case", row, name);
    oracle_demand(wb_reader_from_memory(json, length, name, &reader, &err), &err, name);
    oracle_demand(wb_spec_read(reader, &spec, &err), &err, name);
    wb_reader_free(reader);
    return spec;
}

/* Quantiles and ranks take the rows twice. */
static wb_status second_pass(const oracle_cases *cases, wb_tally **tally, wb_error *err)
{
    wb_tally *second = NULL;

    if (wb_tally_second_pass(*tally, &second, NULL) != WB_OK)
        return WB_OK; /* nothing asks for it */
    wb_tally_free(*tally);
    *tally = second;
    return wb_tally_update(second, cases->data, NULL, err);
}

wb_status oracle_tally(const oracle_cases *cases, int64_t row, wb_tally **out,
                       wb_error *err)
{
    wb_spec *spec = oracle_spec(cases, row);
    wb_tally *tally = NULL;
    wb_status st = wb_tally_new(spec, &tally, err);

    if (st == WB_OK)
        st = wb_tally_update(tally, cases->data, NULL, err);
    if (st == WB_OK)
        st = second_pass(cases, &tally, err);
    wb_spec_free(spec);
    *out = tally;
    return st;
}
