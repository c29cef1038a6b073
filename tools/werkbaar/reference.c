/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "reference.h"

#include "args.h"
#include "message.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int refused(const char *path, const char *what, size_t figure)
{
    fprintf(stderr, "werkbaar: %s#/figures/%zu: %s\n", path, figure, what);
    return CLI_FAILED;
}

/* A whole number or a text as text; 0 when it is neither. */
static int scalar_text(const json_t *value, char text[24])
{
    if (json_is_integer(value)) {
        snprintf(text, 24, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        return 1;
    }
    if (json_is_string(value) && json_string_length(value) < 24) {
        snprintf(text, 24, "%s", json_string_value(value));
        return 1;
    }
    return 0;
}

static wbr_anchor anchor_of(const char *status)
{
    return strcmp(status, "anchored") == 0 ? WBR_ANCHORED : WBR_ROUGH;
}

/* The one column and value of a group; 0 for a group of several, which no cell is. */
static int group_read(json_t *group, wbr_figure *figure)
{
    if (group == NULL) {
        return 1;
    }
    void *entry = json_object_iter(group);
    json_t *values = entry != NULL ? json_object_iter_value(entry) : NULL;
    if (json_object_size(group) != 1 || json_array_size(values) != 1) {
        return 0;
    }
    figure->column = json_object_iter_key(entry);
    figure->value_of_column = json_string_value(json_array_get(values, 0));
    return figure->value_of_column != NULL;
}

static int figure_read(const char *path, cli_reference *r, json_t *entry, size_t index)
{
    size_t at = r->n_figures;
    wbr_figure figure = {0};
    json_t *categories = json_object_get(entry, "categories");
    json_t *value = json_object_get(entry, "value");
    const char *status = json_string_value(json_object_get(entry, "status"));
    figure.variable = json_string_value(json_object_get(entry, "variable"));
    if (figure.variable == NULL || status == NULL || !json_is_number(value) ||
        !scalar_text(json_object_get(entry, "wave"), r->waves[at])) {
        return refused(path, "a figure has a wave, a variable, a value and a status",
                       index);
    }
    if (!group_read(json_object_get(entry, "group"), &figure) ||
        json_array_size(categories) > 1) {
        return CLI_OK;
    }
    if (categories != NULL &&
        !scalar_text(json_array_get(categories, 0), r->categories[at])) {
        return refused(path, "a category is a whole number or a text", index);
    }
    figure.wave = r->waves[at];
    figure.category = categories != NULL ? r->categories[at] : NULL;
    figure.anchor = anchor_of(status);
    figure.value = json_number_value(value);
    figure.decimals = (int)json_integer_value(json_object_get(entry, "digits"));
    figure.decimals = figure.decimals >= 0 && figure.decimals <= 6 ? figure.decimals : 1;
    r->figures[r->n_figures++] = figure;
    return CLI_OK;
}

static int root_read(const char *path, cli_reference *r)
{
    json_error_t wrong;
    r->root = json_load_file(path, JSON_REJECT_DUPLICATES, &wrong);
    if (r->root == NULL) {
        if (wrong.line > 0) {
            fprintf(stderr, "werkbaar: %s, line %d, column %d: %s\n", path, wrong.line,
                    wrong.column, wrong.text);
        } else {
            fprintf(stderr, "werkbaar: %s\n", wrong.text);
        }
        return CLI_FAILED;
    }
    const char *format = json_string_value(json_object_get(r->root, "format"));
    if (format == NULL || strncmp(format, "werkbaar-reference/1.", 21) != 0 ||
        cli_reference_instrument(r) == NULL ||
        !json_is_array(json_object_get(r->root, "figures"))) {
        fprintf(stderr,
                "werkbaar: %s: this is no file of published figures: it opens with "
                "\"format\": \"werkbaar-reference/1.0\" and has \"instrument\" and "
                "\"figures\"\n",
                path);
        return CLI_FAILED;
    }
    return CLI_OK;
}

int cli_reference_read(const char *path, cli_reference *r)
{
    *r = (cli_reference){0};
    int result = root_read(path, r);
    if (result != CLI_OK) {
        return result;
    }
    json_t *figures = json_object_get(r->root, "figures");
    size_t n = json_array_size(figures);
    r->figures = calloc(n + 1, sizeof *r->figures);
    r->waves = calloc(n + 1, sizeof *r->waves);
    r->categories = calloc(n + 1, sizeof *r->categories);
    if (r->figures == NULL || r->waves == NULL || r->categories == NULL) {
        return cli_out_of_memory();
    }
    for (size_t i = 0; i < n && result == CLI_OK; i++) {
        result = figure_read(path, r, json_array_get(figures, i), i);
    }
    return result;
}

const char *cli_reference_instrument(const cli_reference *reference)
{
    return json_string_value(json_object_get(reference->root, "instrument"));
}

void cli_reference_free(cli_reference *reference)
{
    json_decref(reference->root);
    free(reference->figures);
    free(reference->waves);
    free(reference->categories);
    *reference = (cli_reference){0};
}
