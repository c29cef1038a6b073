/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "faults/scene.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- stores ---- */

/* A file of its own, with two edits in it. */
static void begin_store_file(scene *s)
{
    const kept *from = &s->world->files[FILE_STORE];
    FILE *out;

    scene_path(s, ".plan");
    out = fopen(s->path, "wb");
    if (out == NULL || fwrite(from->at, 1, from->n, out) != from->n || fclose(out) != 0)
        abort();
}

static void begin_store(scene *s)
{
    begin_store_file(s);
    must(wb_store_open(s->path, NULL, &s->mine.store, &s->err), &s->err);
}

static void begin_empty_store(scene *s)
{
    scene_path(s, ".plan");
    must(wb_store_open(s->path, NULL, &s->mine.store, &s->err), &s->err);
}

static wb_status store_open(scene *s)
{
    return wb_store_open(s->path, NULL, &s->out.store, &s->err);
}

static wb_status store_seq(scene *s)
{
    return wb_store_seq(s->mine.store, INT64_MAX, &s->count, &s->err);
}

static wb_status store_plan(scene *s)
{
    return wb_store_plan(s->mine.store, 1, &s->out.plan, &s->err);
}

static wb_status store_history(scene *s)
{
    return wb_store_history(s->mine.store, 0, NULL, NULL, &s->out.frame, &s->err);
}

static wb_status store_verify(scene *s)
{
    return wb_store_verify(s->mine.store, &s->err);
}

static wb_status store_import(scene *s)
{
    return wb_store_import(s->mine.store, s->world->has.plan, 5, "e", NULL, &s->err);
}

static void begin_edit(scene *s)
{
    begin_store(s);
    must(wb_changes_new(&s->mine.changes, &s->err), &s->err);
    must(wb_changes_set(s->mine.changes, "b", "title/nl", "\"Bee\"", NULL, 3, &s->err),
         &s->err);
}

static wb_status store_apply(scene *s)
{
    return wb_store_apply(s->mine.store, s->mine.changes, 3000, "e2", "why", &s->count,
                          &s->err);
}

static wb_status store_undo(scene *s)
{
    return wb_store_undo(s->mine.store, 0, 4000, "e3", NULL, &s->count, &s->err);
}

static wb_status store_set_name(scene *s)
{
    return wb_store_set_name(s->mine.store, "e2", "Name", &s->err);
}

static wb_status store_erase_name(scene *s)
{
    return wb_store_erase_name(s->mine.store, "e1", &s->err);
}

const deed deeds_store[] = {
    {"wb_store_open", begin_store_file, store_open, FILES | IN_STORE},
    {"wb_store_seq", begin_store, store_seq, FILES | IN_STORE | NO_MEMORY},
    {"wb_store_plan", begin_store, store_plan, FILES | IN_STORE},
    {"wb_store_history", begin_store, store_history, FILES | IN_STORE},
    {"wb_store_verify", begin_store, store_verify, FILES | IN_STORE},
    {"wb_store_import", begin_empty_store, store_import, FILES | IN_STORE},
    {"wb_store_apply", begin_edit, store_apply, FILES | IN_STORE},
    {"wb_store_undo", begin_store, store_undo, FILES | IN_STORE},
    {"wb_store_set_name", begin_store, store_set_name, FILES | IN_STORE | NO_MEMORY},
    {"wb_store_erase_name", begin_store, store_erase_name,
     FILES | IN_STORE | NO_MEMORY | CHANGES},
    {NULL, NULL, NULL, 0},
};

/* ---- support ---- */

static wb_status support_builtin(scene *s)
{
    return wb_support_builtin("werkbaarheidscheque-2024", &s->out.support, &s->err);
}

static void begin_support_file(scene *s)
{
    scene_read(s, FILE_SUPPORT);
}

static wb_status support_read(scene *s)
{
    return wb_support_read(s->mine.reader, &s->out.support, &s->err);
}

static wb_status support_load(scene *s)
{
    return wb_support_load(s->world->files[FILE_SUPPORT].path, &s->out.support, &s->err);
}

static wb_status support_write(scene *s)
{
    return wb_support_write(s->world->has.support, s->mine.writer, &s->err);
}

static wb_status support_list(scene *s)
{
    return wb_support_list("2024-01-01", "en", &s->out.frame, &s->err);
}

static wb_status support_table(scene *s)
{
    return wb_support_table(s->world->has.support, "figures", "en", &s->out.frame,
                            &s->err);
}

static wb_status support_assess(scene *s)
{
    return wb_support_assess(s->world->has.support, s->world->cases, "2020-05-05", "nl",
                             &s->out.frame, &s->out.second, &s->err);
}

static wb_status support_split(scene *s)
{
    return wb_support_split(s->world->costs, &s->out.frame, &s->err);
}

static wb_status support_cofinance(scene *s)
{
    return wb_support_cofinance(10001, s->world->lines, &s->out.frame, &s->err);
}

const deed deeds_support[] = {
    {"wb_support_builtin", NULL, support_builtin, 0},
    {"wb_support_read", begin_support_file, support_read, READS},
    {"wb_support_load", NULL, support_load, FILES},
    {"wb_support_write", scene_write, support_write, WRITES},
    {"wb_support_list", NULL, support_list, 0},
    {"wb_support_table", NULL, support_table, 0},
    {"wb_support_assess", NULL, support_assess, 0},
    {"wb_support_split", NULL, support_split, 0},
    {"wb_support_cofinance", NULL, support_cofinance, 0},
    {NULL, NULL, NULL, 0},
};
