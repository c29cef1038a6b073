/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Which definition a group has: the one it names, the one that is built in for its
 * instrument, or one that the options make. */
#include "message.h"
#include "monitor.h"
#include "results.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- made of options ---- */

/* May a column's name be the id of a variable? Others get an id by their number. */
static int is_free_id(const char *name)
{
    static const char *const taken[] = {
        "wave", "reference", "statistic", "variable",   "category",   "measure",
        "kind", "n",         "estimate",  "se",         "lower",      "upper",
        "df",   "deff",      "p",         "difference", "p_adjusted", "status",
        "flag", "slope",     "against",   "count",      "published"};
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    static const char others[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789.-";
    size_t length = strlen(name);
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        if (strcmp(name, taken[i]) == 0) {
            return 0;
        }
    }
    return length > 0 && length <= 64 && strchr(letters, name[0]) != NULL &&
           strspn(name, others) == length;
}

/* The id of the variable of a column, which is added when it is not there. */
static const char *variable_id(json_t *variables, const char *column)
{
    char id[24];
    for (size_t i = 0; i < json_array_size(variables); i++) {
        const json_t *variable = json_array_get(variables, i);
        const char *of = json_string_value(json_object_get(variable, "column"));
        if (of != NULL && strcmp(of, column) == 0) {
            return json_string_value(json_object_get(variable, "id"));
        }
    }
    snprintf(id, sizeof id, "column_%zu", json_array_size(variables) + 1);
    json_t *made =
        json_pack("{s:s, s:s, s:{s:s, s:s}}", "id", is_free_id(column) ? column : id,
                  "column", column, "label", "nl", column, "en", column);
    if (made == NULL || json_array_append_new(variables, made) != 0) {
        return NULL;
    }
    return json_string_value(json_object_get(made, "id"));
}

/* "sector*sex" in ids. */
static int breakdown_add(json_t *variables, json_t *breakdowns, const char *text)
{
    char *parts = malloc(strlen(text) + 1);
    json_t *joined = json_string("");
    int is_good = parts != NULL && joined != NULL;
    if (is_good) {
        strcpy(parts, text);
    }
    for (char *part = parts; is_good && part != NULL;) {
        char *star = strchr(part, '*');
        if (star != NULL) {
            *star = '\0';
        }
        const char *id = variable_id(variables, part);
        const char *before = json_string_value(joined);
        json_t *longer =
            id == NULL ? NULL
                       : json_sprintf("%s%s%s", before, before[0] != '\0' ? "*" : "", id);
        json_decref(joined);
        joined = longer;
        is_good = joined != NULL;
        part = star != NULL ? star + 1 : NULL;
    }
    free(parts);
    return json_array_append_new(breakdowns, joined) == 0 && is_good;
}

static int breakdowns_put(json_t *root, const cli_list *by)
{
    json_t *variables = json_array(), *breakdowns = json_array();
    int is_good = 1;
    for (size_t i = 0; i < by->n && is_good; i++) {
        is_good = breakdown_add(variables, breakdowns, by->items[i]);
    }
    is_good = json_object_set_new(root, "variables", variables) == 0 && is_good;
    return json_object_set_new(root, "breakdowns", breakdowns) == 0 && is_good;
}

static int design_put(json_t *root, const monitor_options *options)
{
    json_t *strata = json_array();
    int is_good = 1;
    for (size_t i = 0; i < options->strata.n && is_good; i++) {
        is_good =
            json_array_append_new(strata, json_string(options->strata.items[i])) == 0;
    }
    json_t *design =
        json_pack("{s:s*, s:o}", "weights", options->weights, "strata", strata);
    return json_object_set_new(root, "design", design) == 0 && is_good;
}

/* No rule of publication and no correction: what shows all that it is asked for. NULL: a
 * text is not UTF-8, or memory ran out. */
static json_t *document_make(const monitor_options *options,
                             const wb_instrument *instrument)
{
    json_t *root = json_pack(
        "{s:s, s:s, s:s, s:{s:s, s:s}, s:[s, s], s:s, s:s, s:{s:s*}, s:{s:s}}", "format",
        "werkbaar-monitor-definition/1.0", "id", wb_instrument_id(instrument), "version",
        "1.0", "title", "nl", wb_instrument_title(instrument, "nl"), "en",
        wb_instrument_title(instrument, "en"), "languages", "nl", "en", "instrument",
        wb_instrument_id(instrument), "interval", cli_intervals[options->interval],
        "waves", "column", options->wave, "comparisons", "adjust", "none");
    if (root != NULL && design_put(root, options) && breakdowns_put(root, &options->by)) {
        return root;
    }
    json_decref(root);
    return NULL;
}

static wb_status definition_make(const monitor_options *options, monitor_group *group,
                                 wb_error *err)
{
    wb_reader *reader = NULL;
    json_t *root = document_make(options, group->instrument);
    char *text = root != NULL ? json_dumps(root, JSON_COMPACT) : NULL;
    wb_status st = WB_E_DATA;
    if (text != NULL) {
        st = wb_reader_from_memory(text, strlen(text), "the options", &reader, err);
    } else {
        *err = (wb_error){
            .status = st, .row = -1, .message = "the name of a column is not UTF-8 text"};
    }
    if (st == WB_OK) {
        st = wb_monitor_definition_read(reader, &group->definition, err);
    }
    wb_reader_free(reader);
    free(text);
    json_decref(root);
    return st;
}

/* ---- named, or built in ---- */

static int is_builtin(const char *name)
{
    for (size_t i = 0; i < wb_monitor_builtin_count(); i++) {
        if (strcmp(name, wb_monitor_builtin_id(i)) == 0) {
            return 1;
        }
    }
    return 0;
}

static int named_open(monitor_group *group)
{
    const char *name = group->definition_name;
    wb_error err;
    wb_status st = is_builtin(name)
                       ? wb_monitor_builtin(name, &group->definition, &err)
                       : wb_monitor_definition_load(name, &group->definition, &err);
    return st == WB_OK ? CLI_OK : cli_failed(&err, name);
}

static int for_instrument_open(const cli_args *args, monitor_group *group)
{
    const char *instrument = wb_instrument_id(group->instrument);
    wb_error err;
    for (size_t i = 0; i < wb_monitor_builtin_count(); i++) {
        wb_monitor_definition *found = NULL;
        if (wb_monitor_builtin(wb_monitor_builtin_id(i), &found, &err) != WB_OK) {
            return cli_failed(&err, NULL);
        }
        if (strcmp(wb_monitor_definition_instrument(found), instrument) == 0) {
            group->definition = found;
            return CLI_OK;
        }
        wb_monitor_definition_free(found);
    }
    return cli_usage_error(args->command,
                           "'--wave' is missing: no definition is built in for '%s', so "
                           "name the column of the wave, or a definition",
                           instrument);
}

static int instrument_open(monitor_group *group)
{
    const char *name = group->instrument_name != NULL
                           ? group->instrument_name
                           : wb_monitor_definition_instrument(group->definition);
    return cli_instrument_open(name, &group->instrument);
}

static wb_status document_read(monitor_group *group, wb_error *err)
{
    wb_writer *writer = NULL;
    size_t n = 0;
    wb_status st = wb_writer_to_memory(&writer, err);
    if (st == WB_OK) {
        st = wb_monitor_definition_write(group->definition, writer, err);
    }
    if (st == WB_OK) {
        const char *bytes = wb_writer_bytes(writer, &n);
        group->document = json_loadb(bytes, n, 0, NULL);
        st = group->document != NULL ? WB_OK : cli_no_memory(err);
    }
    wb_writer_free(writer);
    return st;
}

int monitor_definition_open(const cli_args *args, const monitor_options *options,
                            monitor_group *group)
{
    wb_error err;
    int result = group->definition_name != NULL ? named_open(group) : CLI_OK;
    if (result == CLI_OK) {
        result = instrument_open(group);
    }
    if (result == CLI_OK && group->definition == NULL && !options->is_own) {
        result = for_instrument_open(args, group);
    } else if (result == CLI_OK && group->definition == NULL) {
        result = definition_make(options, group, &err) == WB_OK ? CLI_OK
                                                                : cli_failed(&err, NULL);
    }
    if (result == CLI_OK && document_read(group, &err) != WB_OK) {
        result = cli_failed(&err, NULL);
    }
    return result;
}
