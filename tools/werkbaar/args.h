/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the commands share: their description, options read from the command line. */
#ifndef WERKBAAR_TOOLS_ARGS_H
#define WERKBAAR_TOOLS_ARGS_H

#include <stddef.h>
#include <stdint.h>

/* What a process gives back. */
enum { CLI_OK = 0, CLI_FAILED = 1, CLI_USAGE = 2 };

/* What the value of an option names, or an operand. Nothing is written over a file that
 * is read. */
typedef enum cli_file {
    CLI_NO_FILE,
    CLI_READS,           /* a file, or what is built in */
    CLI_READS_OF_COLUMN, /* COL:FILE */
    CLI_READS_OF_WAVE,   /* FILE or WAVE=FILE */
    CLI_READS_TO_FIT,    /* fit:FILE, or no file */
    CLI_GOES_ON,         /* a file that may be one of the directory of results */
    CLI_WRITES,          /* a file */
    CLI_WRITES_IN        /* a directory of results */
} cli_file;

typedef struct cli_option {
    const char *name;  /* without the dashes */
    const char *value; /* what stands for its value in the help; NULL: takes none */
    const char *help;
    cli_file file; /* left out: CLI_NO_FILE */
} cli_option;

typedef struct cli_args cli_args;

typedef struct cli_command {
    const char *name;    /* as typed: "score", "instruments show" */
    const char *summary; /* one line, for the list of commands */
    const char *usage;   /* what follows the name */
    const char *about;   /* a paragraph or two, lines broken by hand */
    const char *example;
    const cli_option *options; /* ends with a NULL name */
    size_t min_operands, max_operands;
    cli_file operands; /* left out: CLI_READS */
    int (*run)(const cli_args *args);
} cli_command;

typedef struct cli_given {
    const cli_option *option;
    const char *value; /* NULL for an option that takes none */
} cli_given;

struct cli_args {
    const cli_command *command;
    cli_given *given; /* in the order they were typed */
    size_t n_given;
    const char **operands;
    size_t n_operands;
    int help;
};

/* A list of texts, freed with cli_list_free(). NULL items: an empty one. */
typedef struct cli_list {
    char **items;
    size_t n;
} cli_list;

/* Where the results of most commands go. */
#define CLI_OUTPUT_OPTION                                                                \
    {                                                                                    \
        "output", "FILE", "write there, when all is done (default: standard output)",    \
            CLI_WRITES                                                                   \
    }

/* Options that every command that reads data has; placed in each command's own list. */
#define CLI_INPUT_OPTIONS                                                                \
    {"delimiter", "C",                                                                   \
     "field delimiter of the CSV: , ; or tab (default: the one that "                    \
     "the\nfirst line has most of)"},                                                    \
        {"decimal", "C",                                                                 \
         "decimal mark: . or , (default: . or, with delimiter ;, what "                  \
         "the\nfirst rows say)"},                                                        \
    {                                                                                    \
        "types", "NAME:TYPE,..",                                                         \
            "declare column types: bool, int8 .. int64, float64, "                       \
            "utf8,\ndate32, timestamp (default: inferred from "                          \
            "the first rows)"                                                            \
    }
#define CLI_INPUT_NAMES "delimiter decimal types"
#define CLI_RUN_OPTIONS                                                                  \
    {"threads", "N", "use at most N threads (default: all cores)"},                      \
        {"quiet", NULL, "no progress and no notices on standard error"},                 \
    {                                                                                    \
        "help", NULL, "show this text"                                                   \
    }

/* Read the words after the command's name. Prints what is wrong and returns CLI_USAGE. */
int cli_args_read(const cli_command *command, int n_words, char *const *words,
                  cli_args *args);
void cli_args_free(cli_args *args);

/* Was the option given? */
int cli_args_has(const cli_args *args, const char *name);
/* Is none of these options ("json expected") given? Prints of the first that is why it
 * cannot be ("is of one FIELD"), and returns CLI_USAGE. */
int cli_args_without(const cli_args *args, const char *names, const char *why);
/* Its last value, or `fallback`. */
const char *cli_args_text(const cli_args *args, const char *name, const char *fallback);
/* All its values. Given once, a value is split at its commas (a part in double quotes may
 * hold one); given more often, each value is one item. CLI_USAGE: an empty item. */
int cli_args_list(const cli_args *args, const char *name, cli_list *list);
/* Add a text that the list frees (NULL: memory ran out), or a copy of `length` bytes. */
int cli_list_take(cli_list *list, char *text);
int cli_list_add(cli_list *list, const char *text, size_t length);
/* The parts of a text between its commas, as cli_args_list() has them; may be empty. */
int cli_list_split(const char *text, cli_list *list);
/* All its values, each as it was typed. */
int cli_args_values(const cli_args *args, const char *name, cli_list *list);
void cli_list_free(cli_list *list);
/* Position of its value in `choices` (ends with NULL); 0 when it was not given. Prints
 * the choices and returns CLI_USAGE when it is none of them. */
int cli_args_choice(const cli_args *args, const char *name, const char *const *choices,
                    int32_t *choice);
/* A whole number from lowest to highest, or a number between two bounds, both excluded.
 */
int cli_args_count(const cli_args *args, const char *name, int32_t lowest,
                   int32_t highest, int32_t *count);
int cli_args_number(const cli_args *args, const char *name, double above, double below,
                    double *number);

/* Print the help of a command to standard output. */
void cli_help(const cli_command *command);

/* Print "werkbaar: " and the message, and where help is found; returns CLI_USAGE. */
int cli_usage_error(const cli_command *command, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Edit distance, to name the nearest known word. */
size_t cli_distance(const char *a, const char *b);

#endif
