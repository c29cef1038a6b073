/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A specification says in its JSON what every column is for, wherever it came from:
 * options, a file, or a tally. */
#include "numbers.h"

#include "message.h"

#include <jansson.h>
#include <string.h>

/* One name, a list of them, or nothing. */
static int names_add(const json_t *names, cli_list *list)
{
    int result = CLI_OK;
    if (json_is_string(names)) {
        return cli_list_add(list, json_string_value(names), json_string_length(names));
    }
    for (size_t i = 0; i < json_array_size(names) && result == CLI_OK; i++) {
        result = names_add(json_array_get(names, i), list);
    }
    return result;
}

static int members_add(const json_t *object, const char *const *members, cli_list *list)
{
    int result = CLI_OK;
    for (; *members != NULL && result == CLI_OK; members++) {
        result = names_add(json_object_get(object, *members), list);
    }
    return result;
}

static int estimands_add(const json_t *estimands, cli_list *list)
{
    static const char *const outcomes[] = {"variable", "numerator", "denominator",
                                           "x",        "y",         NULL};
    int result = CLI_OK;
    for (size_t i = 0; i < json_array_size(estimands) && result == CLI_OK; i++) {
        const json_t *estimand = json_array_get(estimands, i);
        const char *statistic = json_string_value(json_object_get(estimand, "statistic"));
        if (statistic == NULL || strcmp(statistic, "proportion") != 0) {
            result = members_add(estimand, outcomes, list);
        }
    }
    return result;
}

static int roles_add(const json_t *spec, cli_list *list)
{
    static const char *const design[] = {"weights", "fpc", NULL};
    static const char *const replicates[] = {"columns", NULL};
    static const char *const calibration[] = {"initial", "auxiliaries", NULL};
    int result = members_add(spec, design, list);
    if (result == CLI_OK) {
        result = members_add(json_object_get(spec, "replicates"), replicates, list);
    }
    if (result == CLI_OK) {
        result = members_add(json_object_get(spec, "calibration"), calibration, list);
    }
    return result == CLI_OK ? estimands_add(json_object_get(spec, "estimands"), list)
                            : result;
}

int cli_numbers_add(const wb_spec *spec, cli_list *numbers)
{
    wb_writer *writer = NULL;
    wb_error err;
    json_t *json = NULL;
    int result = CLI_OK;
    wb_status st = wb_writer_to_memory(&writer, &err);
    if (st == WB_OK) {
        st = wb_spec_write(spec, writer, &err);
    }
    if (st != WB_OK) {
        result = cli_failed(&err, NULL);
    } else {
        size_t n = 0;
        const char *bytes = wb_writer_bytes(writer, &n);
        json = json_loadb(bytes, n, 0, NULL);
        result = json != NULL ? roles_add(json, numbers) : cli_out_of_memory();
    }
    json_decref(json);
    wb_writer_free(writer);
    return result;
}
