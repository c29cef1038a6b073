/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "score/ids.h"

#include <string.h>

/* The place where the name is, or the free one where it belongs. */
static size_t place_of(const wb_ids *ids, const char *name)
{
    size_t mask = ids->n_places - 1;
    size_t at = (size_t)wb_hash_bytes(name, strlen(name)) & mask;

    while (ids->places[at].name != NULL && strcmp(ids->places[at].name, name) != 0)
        at = (at + 1) & mask;
    return at;
}

wb_id wb_ids_find(const wb_ids *ids, const char *name)
{
    if (ids->n_places == 0)
        return (wb_id){0};
    return ids->places[place_of(ids, name)];
}

/* Keep at least half of the places free. */
static wb_status grow(wb_ids *ids, wb_error *err)
{
    wb_ids wider = {.n_places = ids->n_places == 0 ? 64 : 2 * ids->n_places};

    if (2 * (ids->n_used + 1) <= ids->n_places)
        return WB_OK;
    wider.places = wb_allocate(wider.n_places, sizeof *wider.places);
    if (wider.places == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < ids->n_places; i++) {
        if (ids->places[i].name != NULL)
            wider.places[place_of(&wider, ids->places[i].name)] = ids->places[i];
    }
    wider.n_used = ids->n_used;
    wb_release(ids->places);
    *ids = wider;
    return WB_OK;
}

wb_status wb_ids_add(wb_ids *ids, const char *name, wb_id_kind kind, size_t index,
                     wb_error *err)
{
    wb_status st = WB_OK;
    char *copy = wb_copy_string(name);

    if (copy == NULL)
        return wb_fail_nomem(err);
    WB_TRY(grow(ids, err));
    ids->places[place_of(ids, name)] = (wb_id){copy, kind, index};
    ids->n_used++;
    copy = NULL;

done:
    wb_release(copy);
    return st;
}

void wb_ids_free(wb_ids *ids)
{
    for (size_t i = 0; i < ids->n_places; i++)
        wb_release(ids->places[i].name);
    wb_release(ids->places);
    *ids = (wb_ids){0};
}
