/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a catalogue holds, and finding it. */
#ifndef WB_LIB_COMPOSE_CATALOGUE_H
#define WB_LIB_COMPOSE_CATALOGUE_H

#include "base/embedded.h"
#include "compose/definition.h"

#include <stdatomic.h>

/* A file: built in and perhaps not read yet, or added. Built-in files are named by their
 * ids. */
typedef struct wb_entry {
    wb_definition_kind kind;
    const wb_embedded *builtin;          /* NULL: added */
    _Atomic(wb_definition *) definition; /* NULL: not read yet */
} wb_entry;

struct wb_catalogue {
    wb_entry *entries;
    size_t n;
};

/* What an entry defines; read now where that was not done before, by whichever thread is
 * first. */
wb_status wb_entry_read(const wb_entry *entry, const wb_definition **out, wb_error *err);

/* The file with this id and version (NULL: the highest). *out is NULL when there is none.
 */
wb_status wb_catalogue_find(const wb_catalogue *catalogue, wb_definition_kind kind,
                            const char *id, const char *version,
                            const wb_definition **out, wb_error *err);
/* The sentence that a definition is not there. It says which versions of the id are, or
 * which ids of the kind, those that are most like this one first; of many the first few.
 */
wb_status wb_catalogue_lacks(const wb_catalogue *catalogue, wb_definition_kind kind,
                             const char *id, const char *version, wb_text *out,
                             wb_error *err);

#endif
