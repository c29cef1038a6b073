/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "args.h"

#include <stdio.h>
#include <string.h>

#define OPTION_COLUMN 26

static void option_print(const cli_option *option)
{
    int used = printf("  --%s%s%s", option->name, option->value != NULL ? " " : "",
                      option->value != NULL ? option->value : "");
    if (used >= OPTION_COLUMN) {
        printf("\n");
        used = 0;
    }
    for (const char *text = option->help; text != NULL;) {
        size_t length = strcspn(text, "\n");
        printf("%*s%.*s\n", OPTION_COLUMN - used, "", (int)length, text);
        text = text[length] == '\n' ? text + length + 1 : NULL;
        used = 0;
    }
}

void cli_help(const cli_command *command)
{
    printf("Usage: werkbaar %s %s\n\n%s\n", command->name, command->usage,
           command->about);
    if (command->options->name != NULL) {
        printf("\nOptions:\n");
    }
    for (const cli_option *option = command->options; option->name != NULL; option++) {
        option_print(option);
    }
    printf("\nExample:\n  %s\n", command->example);
}
