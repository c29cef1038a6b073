/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Kinds of definitions - instruments, plans, rules for support - that are built in or in
 * a file: found by id or path, listed, and shown part by part. */
#ifndef WERKBAAR_TOOLS_KIND_H
#define WERKBAAR_TOOLS_KIND_H

#include "args.h"

#include <werkbaar/werkbaar.h>

/* `it` is a definition of the kind. */
typedef struct cli_kind {
    const char *noun;    /* for messages: "instrument" */
    const char *listing; /* the command that lists them: "instruments list" */
    size_t (*count)(void);
    const char *(*id)(size_t index);
    wb_status (*builtin)(const char *id, void **it, wb_error *err);
    wb_status (*load)(const char *path, void **it, wb_error *err);
    void (*free)(void *it);
} cli_kind;

/* A built-in definition, or that of a file. Prints what is wrong. */
int cli_kind_open(const cli_kind *kind, const char *id_or_file, void **it);

/* A column of a list: what `of` says of each built-in definition. */
typedef struct cli_kind_column {
    const char *name;
    const char *(*of)(const void *it, const char *language);
} cli_kind_column;

/* A command that lists what is built in; the last column has no name. */
int cli_kind_list(const cli_args *args, const cli_kind *kind,
                  const cli_kind_column *columns);

/* How definitions of a kind are shown. */
typedef struct cli_kind_parts {
    const char *const *names; /* of the tables; ends with NULL */
    wb_status (*table)(const void *it, const char *part, const char *language,
                       wb_frame **out, wb_error *err);
    /* What stands above the tables, as text and as the first members of a JSON object. */
    wb_status (*head)(const void *it, const char *language, wb_writer *writer,
                      wb_error *err);
    wb_status (*json_head)(const void *it, const char *language, wb_writer *writer,
                           wb_error *err);
    wb_status (*write)(const void *it, wb_writer *writer, wb_error *err); /* the file */
} cli_kind_parts;

/* A command that shows a definition: --part, --lang, --format, --output. */
int cli_kind_show(const cli_args *args, const cli_kind *kind,
                  const cli_kind_parts *parts);

#endif
