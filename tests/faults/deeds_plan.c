/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "faults/scene.h"

#define TODAY "2026-03-15"

/* ---- plans ---- */

static wb_status plan_builtin(scene *s)
{
    return wb_plan_builtin("actieplan-werkbaar-werk", &s->out.plan, &s->err);
}

static void begin_plan_file(scene *s)
{
    scene_read(s, FILE_PLAN);
}

static wb_status plan_read(scene *s)
{
    return wb_plan_read(s->mine.reader, &s->out.plan, &s->err);
}

static wb_status plan_load(scene *s)
{
    return wb_plan_load(s->world->files[FILE_PLAN].path, &s->out.plan, &s->err);
}

static wb_status plan_write(scene *s)
{
    return wb_plan_write(s->world->has.plan, s->mine.writer, &s->err);
}

static wb_status plan_check(scene *s)
{
    return wb_plan_check(s->world->has.plan, NULL, &s->out.frame, &s->err);
}

static wb_status plan_actions(scene *s)
{
    return wb_plan_actions(s->world->has.plan, "en", &s->out.frame, &s->err);
}

static wb_status plan_table(scene *s)
{
    return wb_plan_table(s->world->has.plan, "action", NULL, &s->out.frame, &s->err);
}

/* ---- changes ---- */

static wb_status changes_new(scene *s)
{
    return wb_changes_new(&s->out.changes, &s->err);
}

static void begin_changes_file(scene *s)
{
    scene_read(s, FILE_CHANGES);
}

static wb_status changes_read(scene *s)
{
    return wb_changes_read(s->mine.reader, &s->out.changes, &s->err);
}

static wb_status changes_write(scene *s)
{
    return wb_changes_write(s->world->has.changes, s->mine.writer, &s->err);
}

static void begin_changes(scene *s)
{
    wb_reader *reader = plain_reader(s->world, FILE_CHANGES);

    must(wb_changes_read(reader, &s->mine.changes, &s->err), &s->err);
    wb_reader_free(reader);
}

static wb_status changes_add(scene *s)
{
    return wb_changes_add(s->mine.changes, "s", "actions", NULL,
                          "{\"id\":\"z\",\"title\":{\"nl\":\"Z\"}}", &s->err);
}

static wb_status changes_set(scene *s)
{
    return wb_changes_set(s->mine.changes, "a", "title/nl", "\"Twee\"", "\"Een\"", 0,
                          &s->err);
}

static wb_status changes_move(scene *s)
{
    return wb_changes_move(s->mine.changes, "c", "b", "actions", "", NULL, 3, &s->err);
}

static wb_status changes_remove(scene *s)
{
    return wb_changes_remove(s->mine.changes, "c", NULL, 3, &s->err);
}

static wb_status changes_frame(scene *s)
{
    return wb_changes_frame(s->world->has.changes, s->world->has.plan, "nl",
                            &s->out.frame, &s->err);
}

static wb_status plan_apply(scene *s)
{
    return wb_plan_apply(s->world->has.plan, s->world->has.changes, &s->out.plan,
                         &s->err);
}

/* The plan with the world's changes in it. */
static void begin_changed(scene *s)
{
    must(wb_plan_apply(s->world->has.plan, s->world->has.changes, &s->mine.plan, &s->err),
         &s->err);
}

static wb_status plan_diff(scene *s)
{
    return wb_plan_diff(s->world->has.plan, s->mine.plan, &s->out.changes, &s->err);
}

static wb_status plan_merge(scene *s)
{
    return wb_plan_merge(s->world->has.plan, s->world->has.plan, s->mine.plan, NULL,
                         &s->out.plan, &s->out.frame, &s->err);
}

static wb_status plan_draft(scene *s)
{
    return wb_plan_draft(s->world->has.plan, s->world->drafts, NULL, &s->out.changes,
                         &s->out.frame, &s->err);
}

const deed deeds_plan[] = {
    {"wb_plan_builtin", NULL, plan_builtin, 0},
    {"wb_plan_read", begin_plan_file, plan_read, READS},
    {"wb_plan_load", NULL, plan_load, FILES},
    {"wb_plan_write", scene_write, plan_write, WRITES},
    {"wb_plan_check", NULL, plan_check, 0},
    {"wb_plan_actions", NULL, plan_actions, 0},
    {"wb_plan_table", NULL, plan_table, 0},
    {"wb_changes_new", NULL, changes_new, 0},
    {"wb_changes_read", begin_changes_file, changes_read, READS},
    {"wb_changes_write", scene_write, changes_write, WRITES},
    {"wb_changes_add", begin_changes, changes_add, 0},
    {"wb_changes_set", begin_changes, changes_set, 0},
    {"wb_changes_move", begin_changes, changes_move, NO_MEMORY},
    {"wb_changes_remove", begin_changes, changes_remove, NO_MEMORY},
    {"wb_changes_frame", NULL, changes_frame, 0},
    {"wb_plan_apply", NULL, plan_apply, 0},
    {"wb_plan_diff", begin_changed, plan_diff, 0},
    {"wb_plan_merge", begin_changed, plan_merge, 0},
    {"wb_plan_draft", NULL, plan_draft, 0},
    {NULL, NULL, NULL, 0},
};

/* ---- following up ---- */

static wb_status evaluate(scene *s)
{
    return wb_plan_evaluate(s->world->has.plan, s->world->moved, "wave", TODAY, NULL,
                            &s->out.frame, &s->err);
}

static wb_status plan_status(scene *s)
{
    return wb_plan_status(s->world->has.plan, TODAY, NULL, &s->out.frame, &s->err);
}

static wb_status agenda(scene *s)
{
    return wb_plan_agenda(s->world->has.plan, TODAY, 90, "en", &s->out.frame, &s->err);
}

static wb_status duties(scene *s)
{
    return wb_plan_duties(s->world->has.plan, TODAY, NULL, NULL, &s->out.frame, &s->err);
}

static wb_status duty_counts(scene *s)
{
    return wb_plan_duty_counts(s->world->has.plan, TODAY, NULL, &s->out.frame, &s->err);
}

static wb_status budget(scene *s)
{
    return wb_plan_budget(s->world->has.plan, NULL, &s->out.frame, &s->err);
}

static wb_status budget_totals(scene *s)
{
    static const char *const columns[] = {"source", "certainty"};

    return wb_plan_budget_totals(s->world->has.plan, columns, 2, &s->out.frame, &s->err);
}

static wb_status progress(scene *s)
{
    return wb_plan_progress(s->world->has.plan, TODAY, NULL, &s->out.frame, &s->err);
}

static wb_status plan_open(scene *s)
{
    return wb_plan_open(s->world->has.plan, NULL, &s->out.frame, &s->err);
}

static wb_status since(scene *s)
{
    return wb_plan_since(s->world->has.plan, "2018-01-01", NULL, &s->out.frame, &s->err);
}

static wb_status compare(scene *s)
{
    const wb_plan *plans[] = {s->world->has.plan, s->world->has.plan};

    return wb_plan_compare(plans, 2, NULL, &s->out.frame, &s->err);
}

static wb_status answers(scene *s)
{
    return wb_plan_answers(s->world->has.plan, NULL, &s->out.frame, &s->err);
}

static wb_status sheet(scene *s)
{
    return wb_plan_sheet(s->world->has.plan, "x", NULL, &s->out.frame, &s->err);
}

static wb_status sheet_check(scene *s)
{
    return wb_plan_sheet_check(s->world->has.plan, s->world->sheet, NULL, &s->out.frame,
                               &s->err);
}

static wb_status sheet_changes(scene *s)
{
    return wb_plan_sheet_changes(s->world->has.plan, s->world->sheet, TODAY, "x", NULL,
                                 &s->out.changes, &s->err);
}

static wb_status calendar(scene *s)
{
    return wb_plan_calendar(s->world->has.plan, 0, NULL, s->mine.writer, &s->err);
}

const deed deeds_follow[] = {
    {"wb_plan_evaluate", NULL, evaluate, 0},
    {"wb_plan_status", NULL, plan_status, 0},
    {"wb_plan_agenda", NULL, agenda, 0},
    {"wb_plan_duties", NULL, duties, 0},
    {"wb_plan_duty_counts", NULL, duty_counts, 0},
    {"wb_plan_budget", NULL, budget, 0},
    {"wb_plan_budget_totals", NULL, budget_totals, 0},
    {"wb_plan_progress", NULL, progress, 0},
    {"wb_plan_open", NULL, plan_open, 0},
    {"wb_plan_since", NULL, since, 0},
    {"wb_plan_compare", NULL, compare, 0},
    {"wb_plan_answers", NULL, answers, 0},
    {"wb_plan_sheet", NULL, sheet, 0},
    {"wb_plan_sheet_check", NULL, sheet_check, 0},
    {"wb_plan_sheet_changes", NULL, sheet_changes, 0},
    {"wb_plan_calendar", scene_write, calendar, WRITES},
    {NULL, NULL, NULL, 0},
};
