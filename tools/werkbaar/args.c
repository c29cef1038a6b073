/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Options are long (`--name value` or `--name=value`) and may stand before, between or
 * behind the operands; `--` ends them, and `-` alone is an operand (standard input). */
#include "args.h"

#include "message.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST_WORD 63

int cli_usage_error(const cli_command *command, const char *format, ...)
{
    va_list list;
    fputs("werkbaar: ", stderr);
    va_start(list, format);
    vfprintf(stderr, format, list);
    va_end(list);
    fprintf(stderr, "\nSee 'werkbaar %s%s--help'.\n",
            command != NULL ? command->name : "", command != NULL ? " " : "");
    return CLI_USAGE;
}

size_t cli_distance(const char *a, const char *b)
{
    size_t row[LONGEST_WORD + 1];
    size_t n = strlen(b);
    if (strlen(a) > LONGEST_WORD || n > LONGEST_WORD) {
        return LONGEST_WORD;
    }
    for (size_t j = 0; j <= n; j++) {
        row[j] = j;
    }
    for (size_t i = 1; a[i - 1] != '\0'; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            size_t replace = diagonal + (a[i - 1] != b[j - 1]);
            size_t shift = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            diagonal = row[j];
            row[j] = replace < shift ? replace : shift;
        }
    }
    return row[n];
}

static const cli_option *option_find(const cli_command *command, const char *name,
                                     size_t length)
{
    for (const cli_option *option = command->options; option->name != NULL; option++) {
        if (strlen(option->name) == length && memcmp(option->name, name, length) == 0) {
            return option;
        }
    }
    return NULL;
}

static int option_unknown(const cli_command *command, const char *word, size_t length)
{
    char name[LONGEST_WORD + 1];
    size_t kept = length < LONGEST_WORD ? length : LONGEST_WORD;
    memcpy(name, word, kept);
    name[kept] = '\0';
    const cli_option *nearest = command->options;
    for (const cli_option *option = nearest; option->name != NULL; option++) {
        if (cli_distance(option->name, name) < cli_distance(nearest->name, name)) {
            nearest = option;
        }
    }
    if (2 * cli_distance(nearest->name, name) > strlen(nearest->name)) {
        return cli_usage_error(command, "unknown option '--%s'", name);
    }
    return cli_usage_error(command, "unknown option '--%s'; the nearest is '--%s'", name,
                           nearest->name);
}

/* One option at words[*at]; moves *at on when the value is the next word. */
static int option_read(cli_args *args, int n_words, char *const *words, int *at)
{
    const char *word = words[*at] + 2;
    size_t length = strcspn(word, "=");
    const cli_option *option = option_find(args->command, word, length);
    if (option == NULL) {
        return option_unknown(args->command, word, length);
    }
    const char *value = word[length] == '=' ? word + length + 1 : NULL;
    if (option->value == NULL && value != NULL) {
        return cli_usage_error(args->command, "'--%s' takes no value", option->name);
    }
    if (option->value != NULL && value == NULL) {
        if (*at + 1 >= n_words) {
            return cli_usage_error(args->command, "'--%s' needs a value (%s)",
                                   option->name, option->value);
        }
        *at += 1;
        value = words[*at];
    }
    args->given[args->n_given++] = (cli_given){option, value};
    args->help |= strcmp(option->name, "help") == 0;
    return CLI_OK;
}

static int words_read(cli_args *args, int n_words, char *const *words)
{
    int ended = 0;
    for (int at = 0; at < n_words; at++) {
        const char *word = words[at];
        int is_operand = ended || word[0] != '-' || word[1] == '\0';
        if (is_operand) {
            args->operands[args->n_operands++] = word;
        } else if (strcmp(word, "--") == 0) {
            ended = 1;
        } else if (strcmp(word, "-h") == 0) {
            args->help = 1;
        } else if (word[1] != '-') {
            return cli_usage_error(
                args->command, "unknown option '%s'; options are written --name", word);
        } else if (option_read(args, n_words, words, &at) != CLI_OK) {
            return CLI_USAGE;
        }
    }
    return CLI_OK;
}

int cli_args_read(const cli_command *command, int n_words, char *const *words,
                  cli_args *args)
{
    size_t room = (size_t)n_words + 1;
    *args = (cli_args){.command = command};
    args->given = calloc(room, sizeof *args->given);
    args->operands = calloc(room, sizeof *args->operands);
    if (args->given == NULL || args->operands == NULL) {
        return cli_out_of_memory();
    }
    if (words_read(args, n_words, words) != CLI_OK) {
        return CLI_USAGE;
    }
    if (args->help) {
        return CLI_OK;
    }
    if (args->n_operands < command->min_operands) {
        return cli_usage_error(command, "'%s' needs more: werkbaar %s %s", command->name,
                               command->name, command->usage);
    }
    if (args->n_operands > command->max_operands) {
        return cli_usage_error(command, "'%s' is one too many: werkbaar %s %s",
                               args->operands[command->max_operands], command->name,
                               command->usage);
    }
    return CLI_OK;
}

void cli_args_free(cli_args *args)
{
    free(args->given);
    free(args->operands);
    *args = (cli_args){0};
}

int cli_args_has(const cli_args *args, const char *name)
{
    for (size_t i = 0; i < args->n_given; i++) {
        if (strcmp(args->given[i].option->name, name) == 0) {
            return 1;
        }
    }
    return 0;
}

static int has_word(const char *words, const char *word)
{
    size_t n = strlen(word), length;
    for (; *words != '\0'; words += length + (words[length] == ' ')) {
        length = strcspn(words, " ");
        if (length == n && memcmp(words, word, n) == 0) {
            return 1;
        }
    }
    return 0;
}

int cli_args_without(const cli_args *args, const char *names, const char *why)
{
    for (size_t i = 0; i < args->n_given; i++) {
        const char *name = args->given[i].option->name;
        if (has_word(names, name)) {
            return cli_usage_error(args->command, "'--%s' %s", name, why);
        }
    }
    return CLI_OK;
}

const char *cli_args_text(const cli_args *args, const char *name, const char *fallback)
{
    for (size_t i = args->n_given; i > 0; i--) {
        if (strcmp(args->given[i - 1].option->name, name) == 0) {
            return args->given[i - 1].value;
        }
    }
    return fallback;
}

int cli_args_choice(const cli_args *args, const char *name, const char *const *choices,
                    int32_t *choice)
{
    const char *value = cli_args_text(args, name, choices[0]);
    for (int32_t i = 0; choices[i] != NULL; i++) {
        if (strcmp(choices[i], value) == 0) {
            *choice = i;
            return CLI_OK;
        }
    }
    char known[200] = "";
    for (size_t i = 0; choices[i] != NULL; i++) {
        size_t used = strlen(known);
        const char *between = i == 0 ? "" : choices[i + 1] == NULL ? " or " : ", ";
        snprintf(known + used, sizeof known - used, "%s%s", between, choices[i]);
    }
    return cli_usage_error(args->command, "'--%s' cannot be '%s': it is %s", name, value,
                           known);
}

int cli_args_count(const cli_args *args, const char *name, int32_t lowest,
                   int32_t highest, int32_t *count)
{
    const char *value = cli_args_text(args, name, NULL);
    if (value == NULL) {
        return CLI_OK;
    }
    char *end = NULL;
    errno = 0;
    long number = strtol(value, &end, 10);
    if (end == value || *end != '\0' || errno != 0 || number < lowest ||
        number > highest) {
        return cli_usage_error(
            args->command, "'--%s' cannot be '%s': it is a whole number from %d to %d",
            name, value, (int)lowest, (int)highest);
    }
    *count = (int32_t)number;
    return CLI_OK;
}

int cli_args_number(const cli_args *args, const char *name, double above, double below,
                    double *number)
{
    const char *value = cli_args_text(args, name, NULL);
    if (value == NULL) {
        return CLI_OK;
    }
    char *end = NULL;
    double read = strtod(value, &end); /* the program never sets a locale */
    if (end == value || *end != '\0' || !(read > above && read < below)) {
        return cli_usage_error(
            args->command, "'--%s' cannot be '%s': it is a number above %g and below %g",
            name, value, above, below);
    }
    *number = read;
    return CLI_OK;
}
