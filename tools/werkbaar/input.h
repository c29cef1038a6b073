/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Data files: CSV, or the file of a statistics package, from a path or from standard
 * input, and what the first lines of CSV declare. */
#ifndef WERKBAAR_TOOLS_INPUT_H
#define WERKBAAR_TOOLS_INPUT_H

#include "args.h"

#include <werkbaar/werkbaar.h>

/* What the comment lines before the header of a CSV file say. */
typedef struct cli_preamble {
    char *note; /* the first line when it starts with SYNTHETIC, without "# "; or NULL */
    char
        *text; /* all comment lines, each without its "# ", joined by newlines; or NULL */
    int32_t statfile; /* the wb_statfile it is; 0: CSV */
} cli_preamble;

typedef struct cli_input {
    const char *name; /* what messages call the file */
    cli_preamble preamble;
    const char *path;
    wb_csv_options options;
    wb_frame *types; /* declared on the command line; NULL: none */
    wb_source *source;
} cli_input;

/* How columns will be used, so that their types do not hang on the first rows alone. */
typedef struct cli_roles {
    const char *const *numbers; /* read as float64 unless they are bool */
    size_t n_numbers;
    const char *const *items; /* read as float64 when the first rows hold no number */
    size_t n_items;
    const char *const *texts; /* read as text */
    size_t n_texts;
    const char *wave; /* that all rows are of, for messages; NULL: not said */
} cli_roles;

/* Open `path` ("-": standard input) as the options say. Prints what is wrong. `roles` may
 * be NULL, and told later to cli_input_declare(). */
int cli_input_open(const cli_args *args, const char *path, const cli_roles *roles,
                   cli_input *input);
/* Say how columns of an input that was not read yet will be used. */
int cli_input_declare(const cli_roles *roles, cli_input *input);
void cli_input_close(cli_input *input);
/* A whole data file as a frame, opened as cli_input_open() does. Prints what is wrong. */
int cli_table_read(const cli_args *args, const char *path, const cli_roles *roles,
                   wb_frame **out);

/* `--types` as a frame without rows; NULL when the option is not given. */
int cli_types_read(const cli_args *args, wb_frame **types);
/* Add a column without rows to a frame of declared types. */
wb_status cli_types_add(wb_frame *types, const char *name, int32_t type, wb_error *err);

/* A reader of standard input or of a file that can be read once only. `preamble` receives
 * its comment lines; the reader still delivers every byte. */
wb_status cli_reader_open(const char *path, cli_preamble *preamble, wb_reader **out,
                          wb_error *err);
void cli_preamble_free(cli_preamble *preamble);

#endif
