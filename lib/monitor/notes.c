/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "monitor/notes.h"

#include <string.h>

const char *const wb_note_kind_names[] = {
    "item_missing", "variable_missing", "topic_missing", "no_answers",
    "one_wave",     "other_wave",       "other_label",   NULL};

static wb_status copy(const char *from, char **to, wb_error *err)
{
    *to = from != NULL ? wb_copy_string(from) : NULL;
    return from != NULL && *to == NULL ? wb_fail_nomem(err) : WB_OK;
}

wb_status wb_notes_add(wb_notes *notes, const wb_note *like, wb_error *err)
{
    wb_status st = WB_OK;

    if (notes->n == notes->room) {
        size_t room = 2 * notes->room + 16;
        wb_note *grown = wb_resize(notes->items, room, sizeof *grown);
        if (grown == NULL)
            return wb_fail_nomem(err);
        notes->items = grown;
        notes->room = room;
    }
    wb_note *new = &notes->items[notes->n++];
    *new = (wb_note){.kind = like->kind};
    WB_TRY(copy(like->wave, &new->wave, err));
    WB_TRY(copy(like->source, &new->source, err));
    WB_TRY(copy(like->variable, &new->variable, err));
    WB_TRY(copy(like->category, &new->category, err));
done:
    return st;
}

wb_status wb_notes_copy(const wb_notes *notes, wb_notes *out, wb_error *err)
{
    wb_status st = WB_OK;
    for (size_t i = 0; i < notes->n; i++)
        WB_TRY(wb_notes_add(out, &notes->items[i], err));
done:
    return st;
}

void wb_notes_cut(wb_notes *notes, size_t n)
{
    while (notes->n > n) {
        wb_note *last = &notes->items[--notes->n];
        wb_release(last->wave);
        wb_release(last->source);
        wb_release(last->variable);
        wb_release(last->category);
    }
}

void wb_notes_free(wb_notes *notes)
{
    wb_notes_cut(notes, 0);
    wb_release(notes->items);
    *notes = (wb_notes){0};
}
