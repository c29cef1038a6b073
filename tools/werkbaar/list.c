/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Options that name several columns. Given once, the value is split at its commas; given
 * more often, each value is one name, so that a name may hold a comma. */
#include "args.h"
#include "message.h"

#include <stdlib.h>
#include <string.h>

static size_t values_count(const cli_args *args, const char *name)
{
    size_t n = 0;
    for (size_t i = 0; i < args->n_given; i++) {
        n += strcmp(args->given[i].option->name, name) == 0;
    }
    return n;
}

/* Room doubles whenever the items are a power of two. */
int cli_list_take(cli_list *list, char *text)
{
    size_t room = list->n == 0 ? 1 : 2 * list->n;
    int full = (list->n & (list->n - 1)) == 0;
    char **items = full ? realloc(list->items, room * sizeof *items) : list->items;
    if (items != NULL) {
        list->items = items;
    }
    if (items == NULL || text == NULL) {
        free(text);
        return cli_out_of_memory();
    }
    list->items[list->n++] = text;
    return CLI_OK;
}

int cli_list_add(cli_list *list, const char *text, size_t length)
{
    return cli_list_take(list, strndup(text, length));
}

int cli_args_values(const cli_args *args, const char *name, cli_list *list)
{
    int result = CLI_OK;
    for (size_t i = 0; i < args->n_given && result == CLI_OK; i++) {
        const cli_given *given = &args->given[i];
        if (strcmp(given->option->name, name) == 0) {
            result = cli_list_add(list, given->value, strlen(given->value));
        }
    }
    return result;
}

/* The part of a value up to its next comma; a part that opens with a double quote runs to
 * the quote that closes it. Returns what stands behind the comma, or NULL at the end. */
static const char *part_next(const char *text, const char **part, size_t *length)
{
    const char *close = text[0] == '"' ? strchr(text + 1, '"') : NULL;
    if (close != NULL && (close[1] == ',' || close[1] == '\0')) {
        *part = text + 1;
        *length = (size_t)(close - text - 1);
        return close[1] == ',' ? close + 2 : NULL;
    }
    *part = text;
    *length = strcspn(text, ",");
    return text[*length] == ',' ? text + *length + 1 : NULL;
}

int cli_list_split(const char *text, cli_list *list)
{
    int result = CLI_OK;
    while (text != NULL && result == CLI_OK) {
        const char *part = NULL;
        size_t length = 0;
        text = part_next(text, &part, &length);
        result = cli_list_add(list, part, length);
    }
    return result;
}

int cli_args_list(const cli_args *args, const char *name, cli_list *list)
{
    int result = values_count(args, name) != 1
                     ? cli_args_values(args, name, list)
                     : cli_list_split(cli_args_text(args, name, ""), list);
    for (size_t i = 0; i < list->n && result == CLI_OK; i++) {
        if (list->items[i][0] == '\0') {
            result = cli_usage_error(args->command,
                                     "'--%s' has an empty name in its list", name);
        }
    }
    return result;
}

void cli_list_free(cli_list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        free(list->items[i]);
    }
    free(list->items);
    *list = (cli_list){0};
}
