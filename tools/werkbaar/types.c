/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "input.h"
#include "message.h"

#include <string.h>

wb_status cli_types_add(wb_frame *types, const char *name, int32_t type, wb_error *err)
{
    static const int64_t nothing[1] = {0};
    wb_column column = WB_COLUMN_INIT;
    column.type = type;
    column.values = nothing;
    column.offsets = type == WB_TYPE_UTF8 ? nothing : NULL;
    column.flags = WB_COLUMN_COPY;
    return wb_frame_add_column(types, name, &column, err);
}

/* "name:type"; a name may hold colons, a type does not. */
static int type_read(const cli_args *args, char *item, wb_frame *types)
{
    char *colon = strrchr(item, ':');
    int32_t type = WB_TYPE_BOOL;
    wb_error err;
    if (colon == NULL || colon == item) {
        return cli_usage_error(args->command, "'--types' has '%s': it is NAME:TYPE",
                               item);
    }
    *colon = '\0';
    while (type <= WB_TYPE_TIMESTAMP && strcmp(wb_type_name(type), colon + 1) != 0) {
        type++;
    }
    if (type > WB_TYPE_TIMESTAMP || type == WB_TYPE_DICTIONARY) {
        return cli_usage_error(args->command,
                               "'--types' gives '%s' the type '%s': it is bool, int8, "
                               "int16, int32, int64, float64, utf8, date32 or timestamp",
                               item, colon + 1);
    }
    if (wb_frame_find(types, item) >= 0) {
        return cli_usage_error(args->command, "'--types' names '%s' twice", item);
    }
    return cli_types_add(types, item, type, &err) == WB_OK ? CLI_OK
                                                           : cli_failed(&err, "--types");
}

int cli_types_read(const cli_args *args, wb_frame **types)
{
    cli_list list = {0};
    wb_error err;
    *types = NULL;
    if (!cli_args_has(args, "types")) {
        return CLI_OK;
    }
    int result = cli_args_list(args, "types", &list);
    if (result == CLI_OK && wb_frame_new(0, types, &err) != WB_OK) {
        result = cli_failed(&err, NULL);
    }
    for (size_t i = 0; i < list.n && result == CLI_OK; i++) {
        result = type_read(args, list.items[i], *types);
    }
    cli_list_free(&list);
    return result;
}
