/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "notes.h"

#include "cells.h"

#include <stdio.h>
#include <string.h>

static const char *const texts[][3] = {
    {"item_missing", "item staat niet in de gegevens", "item is not in the data"},
    {"variable_missing", "kenmerk staat niet in de gegevens: geen uitsplitsing",
     "variable is not in the data: no breakdown"},
    {"topic_missing", "thema staat niet in de gegevens", "topic is not in the data"},
    {"no_answers", "niemand heeft hier een waarde", "nobody has a value here"},
    {"one_wave", "groep die maar in één golf voorkomt", "group of one wave only"},
    {"other_wave", "het bestand zegt zelf een andere golf",
     "the file itself says another wave"},
    {"other_label", "deze code had eerder een ander etiket",
     "this code had another label before"},
};

/* One note of the table: row and the waves it is about. */
typedef struct said {
    const char *kind, *source, *variable, *category;
    char *waves;
    int is_taken;
} said;

typedef struct gathering {
    const wbr_model *model;
    const wb_frame *table;
    wbr_language language;
    arena *memory;
    said *items;
    size_t n;
    int is_out_of_memory;
} gathering;

static const char *text_of(const gathering *g, const char *kind)
{
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (strcmp(texts[i][0], kind) == 0) {
            return texts[i][g->language == WBR_NL ? 1 : 2];
        }
    }
    return kind;
}

/* "" where it is missing. */
static const char *cell(gathering *g, const char *column, int64_t row)
{
    int64_t at = wb_frame_find(g->table, column);
    const char *text = at >= 0 ? arena_cell(g->memory, g->table, (size_t)at, row) : "";
    g->is_out_of_memory = g->is_out_of_memory || text == NULL;
    return text != NULL ? text : "";
}

/* before, a comma, text. */
static char *join(gathering *g, const char *before, const char *text)
{
    size_t room = strlen(before) + strlen(text) + 3;
    char *joined = arena_new(g->memory, room, 1);
    g->is_out_of_memory = g->is_out_of_memory || joined == NULL;
    if (joined != NULL) {
        snprintf(joined, room, "%s%s%s", before, before[0] != '\0' ? ", " : "", text);
    }
    return joined;
}

/* ---- each thing once, with its waves ---- */

static said *find(gathering *g, const said *like)
{
    for (size_t i = 0; i < g->n; i++) {
        said *other = &g->items[i];
        if (strcmp(other->kind, like->kind) == 0 &&
            strcmp(other->source, like->source) == 0 &&
            strcmp(other->variable, like->variable) == 0 &&
            strcmp(other->category, like->category) == 0) {
            return other;
        }
    }
    return NULL;
}

/* Nobody has a value of what is not in the data: that is told already. */
static int is_told(const gathering *g, const said *item)
{
    for (size_t i = 0; strcmp(item->kind, "no_answers") == 0 && i < g->n; i++) {
        if (strcmp(g->items[i].kind, "no_answers") != 0 &&
            strcmp(g->items[i].variable, item->variable) == 0) {
            return 1;
        }
    }
    return 0;
}

/* The name of a file without its folder. */
static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

/* Where a wave is told, the answers are those of the wave. */
static void row_read(gathering *g, int64_t row)
{
    const char *wave = cell(g, "wave", row);
    said item = {.kind = cell(g, "kind", row),
                 .source = wave[0] == '\0' ? file_name(cell(g, "source", row)) : "",
                 .variable = cell(g, "variable", row),
                 .category = cell(g, "category", row)};
    if (g->is_out_of_memory || is_told(g, &item)) {
        return;
    }
    said *known = find(g, &item);
    if (known == NULL) {
        known = &g->items[g->n++];
        *known = item;
        known->waves = join(g, "", wave);
    } else if (wave[0] != '\0') {
        known->waves = join(g, known->waves, wave);
    }
}

/* All waves that there are, as a note lists them. */
static char *all_waves(gathering *g)
{
    char *all = join(g, "", "");
    for (size_t i = 0; i < wbr_wave_count(g->model) && !g->is_out_of_memory; i++) {
        all = join(g, all, wbr_wave_text(g->model, i));
    }
    return all;
}

/* ---- a line for all that the same is said of ---- */

enum { LONGEST = 400 }; /* bytes, about: what is more goes on another line */

static char *what_of(gathering *g, const said *item)
{
    size_t room = strlen(item->variable) + strlen(item->category) + 4;
    char *what = arena_new(g->memory, room, 1);
    g->is_out_of_memory = g->is_out_of_memory || what == NULL;
    if (what != NULL) {
        snprintf(what, room, "%s%s%s", item->variable,
                 item->category[0] != '\0' ? ": " : "", item->category);
    }
    return what;
}

static void line_make(gathering *g, size_t first, const char *all, wbr_note *note)
{
    said *head = &g->items[first];
    char *what = join(g, "", "");
    for (size_t i = first; i < g->n && !g->is_out_of_memory && strlen(what) < LONGEST;
         i++) {
        said *item = &g->items[i];
        if (!item->is_taken && strcmp(item->kind, head->kind) == 0 &&
            strcmp(item->source, head->source) == 0 &&
            strcmp(item->waves, head->waves) == 0) {
            item->is_taken = 1;
            char *one = what_of(g, item);
            what = one != NULL ? join(g, what, one) : what;
        }
    }
    int is_all = head->waves[0] == '\0' || strcmp(head->waves, all) == 0;
    *note = (wbr_note){text_of(g, head->kind), what,
                       !is_all                 ? head->waves
                       : g->language == WBR_NL ? "alle golven"
                                               : "all waves",
                       head->source};
}

wb_status wbr_notes_make(const wbr_model *model, wbr_language language, arena *memory,
                         wbr_note **notes, size_t *n, wb_error *err)
{
    const wb_frame *table = wbr_model_group(model)->parts[WBR_NOTES];
    size_t n_rows = (size_t)wb_frame_row_count(table);
    gathering g = {
        .model = model, .table = table, .language = language, .memory = memory};
    g.items = arena_new(memory, n_rows + 1, sizeof *g.items);
    *notes = arena_new(memory, n_rows + 1, sizeof **notes);
    *n = 0;
    g.is_out_of_memory = g.items == NULL || *notes == NULL;
    for (size_t row = 0; row < n_rows && !g.is_out_of_memory; row++) {
        row_read(&g, (int64_t)row);
    }
    const char *all = all_waves(&g);
    for (size_t i = 0; i < g.n && !g.is_out_of_memory; i++) {
        if (!g.items[i].is_taken) {
            line_make(&g, i, all, &(*notes)[(*n)++]);
        }
    }
    return g.is_out_of_memory ? arena_failed(err) : WB_OK;
}
