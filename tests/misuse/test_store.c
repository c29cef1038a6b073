/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "misuse/misuse.h"

static void store_open(scene *s)
{
    wb_store_options options = WB_STORE_OPTIONS_INIT;

    if (s->path[0] == 0)
        return;
    refused(s, wb_store_open(NULL, NULL, &s->out.store, &s->err), WB_E_ARG, "path");
    refused(s, wb_store_open(s->path, NULL, NULL, &s->err), WB_E_ARG, "out");
    options.mode = 9;
    refused(s, wb_store_open(s->path, &options, &s->out.store, &s->err), WB_E_ARG, "9");
    options.mode = WB_STORE_EXISTING;
    refused(s, wb_store_open("/nowhere/at/all", &options, &s->out.store, &s->err),
            WB_E_IO, "/nowhere/at/all");
    refused(s,
            wb_store_open(s->world->files[FILE_CSV].path, NULL, &s->out.store, &s->err),
            WB_E_DATA, "people.csv");
}

static void store_seq(scene *s)
{
    if (s->mine.store == NULL)
        return;
    refused(s, wb_store_seq(NULL, INT64_MAX, &s->count, &s->err), WB_E_ARG, "store");
    refused(s, wb_store_seq(s->mine.store, INT64_MAX, NULL, &s->err), WB_E_ARG, "seq");
}

static void store_plan(scene *s)
{
    if (s->mine.store == NULL)
        return;
    refused(s, wb_store_plan(NULL, 1, &s->out.plan, &s->err), WB_E_ARG, "store");
    refused(s, wb_store_plan(s->mine.store, 1, NULL, &s->err), WB_E_ARG, "out");
    refused(s, wb_store_plan(s->mine.store, 99, &s->out.plan, &s->err), WB_E_ARG, "99");
    refused(s, wb_store_plan(s->mine.store, -1, &s->out.plan, &s->err), WB_E_ARG, "-1");
}

static void store_history(scene *s)
{
    if (s->mine.store == NULL)
        return;
    refused(s, wb_store_history(NULL, 0, NULL, NULL, &s->out.frame, &s->err), WB_E_ARG,
            "store");
    refused(s, wb_store_history(s->mine.store, 0, NULL, NULL, NULL, &s->err), WB_E_ARG,
            "out");
    refused(s, wb_store_history(s->mine.store, 0, NULL, "fr", &s->out.frame, &s->err),
            WB_E_ARG, "fr");
}

static void store_verify(scene *s)
{
    if (s->mine.store == NULL)
        return;
    refused(s, wb_store_verify(NULL, &s->err), WB_E_ARG, "store");
}

static void store_import(scene *s)
{
    if (s->mine.store == NULL)
        return;
    refused(s, wb_store_import(NULL, s->world->has.plan, 5, "e", NULL, &s->err), WB_E_ARG,
            "store");
    refused(s, wb_store_import(s->mine.store, NULL, 5, "e", NULL, &s->err), WB_E_ARG,
            "plan");
    refused(s, wb_store_import(s->mine.store, s->world->has.plan, 5, NULL, NULL, &s->err),
            WB_E_ARG, "editor");
    refused(
        s,
        wb_store_import(s->mine.store, s->world->has.plan, INT64_MAX, "e", NULL, &s->err),
        WB_E_ARG, "now");
    refused(s, wb_store_import(s->mine.store, s->world->has.plan, 5, "", NULL, &s->err),
            WB_E_ARG, "editor");
}

static void store_apply(scene *s)
{
    if (s->mine.store == NULL)
        return;
    refused(s,
            wb_store_apply(NULL, s->mine.changes, 3000, "e2", "why", &s->count, &s->err),
            WB_E_ARG, "store");
    refused(s, wb_store_apply(s->mine.store, NULL, 3000, "e2", "why", &s->count, &s->err),
            WB_E_ARG, "changes");
    refused(s,
            wb_store_apply(s->mine.store, s->mine.changes, 3000, NULL, "why", &s->count,
                           &s->err),
            WB_E_ARG, "editor");
    refused(
        s,
        wb_store_apply(s->mine.store, s->mine.changes, 3000, "e2", "why", NULL, &s->err),
        WB_E_ARG, "seq");
    refused(s,
            wb_store_apply(s->mine.store, s->mine.changes, INT64_MIN, "e2", NULL,
                           &s->count, &s->err),
            WB_E_ARG, "now");
}

static void store_undo(scene *s)
{
    if (s->mine.store == NULL)
        return;
    refused(s, wb_store_undo(NULL, 0, 4000, "e3", NULL, &s->count, &s->err), WB_E_ARG,
            "store");
    refused(s, wb_store_undo(s->mine.store, 0, 4000, NULL, NULL, &s->count, &s->err),
            WB_E_ARG, "editor");
    refused(s, wb_store_undo(s->mine.store, 0, 4000, "e3", NULL, NULL, &s->err), WB_E_ARG,
            "seq");
    refused(s, wb_store_undo(s->mine.store, 99, 4000, "e3", NULL, &s->count, &s->err),
            WB_E_ARG, "99");
    refused(s, wb_store_undo(s->mine.store, 1, 4000, "e3", NULL, &s->count, &s->err),
            WB_E_ARG, "import");
}

static void store_set_name(scene *s)
{
    if (s->mine.store == NULL)
        return;
    refused(s, wb_store_set_name(NULL, "e2", "Name", &s->err), WB_E_ARG, "store");
    refused(s, wb_store_set_name(s->mine.store, NULL, "Name", &s->err), WB_E_ARG,
            "editor");
    refused(s, wb_store_set_name(s->mine.store, "e2", NULL, &s->err), WB_E_ARG, "name");
    refused(s, wb_store_set_name(s->mine.store, "", "Name", &s->err), WB_E_ARG, "editor");
}

static void store_erase_name(scene *s)
{
    if (s->mine.store == NULL)
        return;
    refused(s, wb_store_erase_name(NULL, "e1", &s->err), WB_E_ARG, "store");
    refused(s, wb_store_erase_name(s->mine.store, NULL, &s->err), WB_E_ARG, "editor");
    refused(s, wb_store_erase_name(s->mine.store, "", &s->err), WB_E_ARG, "editor");
}

int main(void)
{
    static const misuse all[] = {
        {"wb_store_open", store_open},         {"wb_store_seq", store_seq},
        {"wb_store_plan", store_plan},         {"wb_store_history", store_history},
        {"wb_store_verify", store_verify},     {"wb_store_import", store_import},
        {"wb_store_apply", store_apply},       {"wb_store_undo", store_undo},
        {"wb_store_set_name", store_set_name}, {"wb_store_erase_name", store_erase_name},
    };

    return run_misuses("misuse/store", all, sizeof all / sizeof *all);
}
