/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "modelling.h"

#include "message.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static const char *const families[] = {"logit", "linear", "multinomial", "ordered", NULL};
static const char *const kinds[] = {"auto", "numeric", "categorical", NULL};

/* ---- terms ---- */

static int kind_read(const cli_args *args, const char *text, int32_t *kind)
{
    for (*kind = 0; text != NULL && kinds[*kind] != NULL; ++*kind) {
        if (strcmp(kinds[*kind], text) == 0) {
            return CLI_OK;
        }
    }
    if (text == NULL) {
        return CLI_OK;
    }
    return cli_usage_error(args->command,
                           "'--term' cannot be of the kind '%s': numeric or categorical",
                           text);
}

/* "NAME", "NAME:KIND", "NAME=REFERENCE"; the text is cut up. */
static int term_add(const cli_args *args, wb_model *model, char *text)
{
    char *reference = strchr(text, '=');
    char *kind = NULL;
    int32_t number = WB_TERM_AUTO;
    wb_error err;
    if (reference != NULL) {
        *reference++ = '\0';
        number = WB_TERM_CATEGORICAL;
    } else {
        kind = strrchr(text, ':');
    }
    if (kind != NULL) {
        *kind++ = '\0';
        int result = kind_read(args, kind, &number);
        if (result != CLI_OK) {
            return result;
        }
    }
    if (wb_model_add_term(model, text, number, reference, &err) != WB_OK) {
        return cli_usage_error(args->command, "%s", err.message);
    }
    return CLI_OK;
}

/* "A:B" */
static int interaction_add(const cli_args *args, wb_model *model, char *text)
{
    const char *columns[16];
    size_t n = 0;
    wb_error err;
    for (char *rest = text; rest != NULL && n < 16;) {
        columns[n++] = rest;
        rest = strchr(rest, ':');
        if (rest != NULL) {
            *rest++ = '\0';
        }
    }
    if (wb_model_add_interaction(model, columns, n, &err) != WB_OK) {
        return cli_usage_error(args->command, "%s", err.message);
    }
    return CLI_OK;
}

static int each(const cli_args *args, wb_model *model, const char *option,
                int (*add)(const cli_args *, wb_model *, char *))
{
    cli_list given = {0};
    int result = cli_args_list(args, option, &given);
    for (size_t i = 0; i < given.n && result == CLI_OK; i++) {
        result = add(args, model, given.items[i]);
    }
    cli_list_free(&given);
    return result;
}

static int categories_add(const cli_args *args, wb_model *model)
{
    cli_list given = {0};
    wb_error err;
    int result = cli_args_list(args, "categories", &given);
    if (result == CLI_OK && given.n > 0 &&
        wb_model_set_categories(model, (const char *const *)given.items, given.n, &err) !=
            WB_OK) {
        result = cli_usage_error(args->command, "%s", err.message);
    }
    cli_list_free(&given);
    return result;
}

int cli_model_read(const cli_args *args, wb_model **model)
{
    const char *outcome = cli_args_text(args, "outcome", NULL);
    const char *event = cli_args_text(args, "event", NULL);
    int32_t family = 0;
    wb_error err;
    if (outcome == NULL) {
        return cli_usage_error(args->command, "'--outcome' is missing");
    }
    int result = cli_args_choice(args, "family", families, &family);
    if (result != CLI_OK) {
        return result;
    }
    wb_status st = wb_model_new(family + 1, outcome, model, &err);
    if (st == WB_OK && event != NULL) {
        st = wb_model_set_event(*model, event, &err);
    }
    if (st == WB_OK) {
        st = wb_model_set_domain(*model, cli_args_text(args, "domain", NULL), &err);
    }
    if (st == WB_OK) {
        st = wb_model_set_intercept(*model, !cli_args_has(args, "no-intercept"), &err);
    }
    if (st != WB_OK) {
        return cli_usage_error(args->command, "%s", err.message);
    }
    result = categories_add(args, *model);
    if (result == CLI_OK) {
        result = each(args, *model, "term", term_add);
    }
    return result == CLI_OK ? each(args, *model, "interaction", interaction_add) : result;
}

/* The member of the model's JSON as a text of its own. */
static char *design_text(const char *bytes, size_t n)
{
    json_t *root = json_loadb(bytes, n, 0, NULL);
    char *text = json_dumps(json_object_get(root, "design"), JSON_COMPACT);
    json_decref(root);
    return text;
}

static wb_status spec_parse(const char *text, wb_spec **out, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_status st = wb_reader_from_memory(text, strlen(text), "design", &reader, err);
    if (st == WB_OK) {
        st = wb_spec_read(reader, out, err);
    }
    wb_reader_free(reader);
    return st;
}

int cli_model_design(const wb_model *model, wb_spec **out)
{
    wb_writer *writer = NULL;
    wb_error err;
    char *text = NULL;
    size_t n = 0;
    wb_status st = wb_writer_to_memory(&writer, &err);
    if (st == WB_OK) {
        st = wb_model_write(model, writer, &err);
    }
    if (st == WB_OK) {
        const char *bytes = wb_writer_bytes(writer, &n);
        text = design_text(bytes, n);
        st = text != NULL ? spec_parse(text, out, &err) : wb_spec_new(out, &err);
    }
    free(text);
    wb_writer_free(writer);
    return st == WB_OK ? CLI_OK : cli_failed(&err, NULL);
}
