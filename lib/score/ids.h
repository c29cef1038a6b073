/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The names an instrument uses, each once: a hash table from name to what it names. */
#ifndef WB_LIB_SCORE_IDS_H
#define WB_LIB_SCORE_IDS_H

#include "base/base.h"

typedef enum wb_id_kind {
    WB_ID_NONE = 0,
    WB_ID_ITEM,
    WB_ID_SCALE,
    WB_ID_INDICATOR,
    WB_ID_COMPOSITE,
    WB_ID_DERIVED /* a column made of a scale, indicator or composite */
} wb_id_kind;

typedef struct wb_id {
    char *name; /* owned; NULL: a free place */
    wb_id_kind kind;
    size_t index;
} wb_id;

typedef struct wb_ids {
    wb_id *places;
    size_t n_places; /* a power of 2, or 0 */
    size_t n_used;
} wb_ids; /* starts as {0} */

/* What the name stands for; kind WB_ID_NONE when it is not there. */
wb_id wb_ids_find(const wb_ids *ids, const char *name);

/* Add a name that is not there yet; copied. */
wb_status wb_ids_add(wb_ids *ids, const char *name, wb_id_kind kind, size_t index,
                     wb_error *err);

void wb_ids_free(wb_ids *ids);

#endif
