/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "misuse/misuse.h"

#define TODAY "2026-03-15"

static void plan_builtin(scene *s)
{
    refused(s, wb_plan_builtin(NULL, &s->out.plan, &s->err), WB_E_ARG, "id");
    refused(s, wb_plan_builtin("actieplan-werkbaar-werk", NULL, &s->err), WB_E_ARG,
            "out");
    refused(s, wb_plan_builtin("nothing", &s->out.plan, &s->err), WB_E_ARG,
            "actieplan-werkbaar-werk");
}

static void plan_read(scene *s)
{
    refused(s, wb_plan_read(NULL, &s->out.plan, &s->err), WB_E_ARG, "reader");
    refused(s, wb_plan_read(s->mine.reader, NULL, &s->err), WB_E_ARG, "out");
}

static void plan_load(scene *s)
{
    refused(s, wb_plan_load(NULL, &s->out.plan, &s->err), WB_E_ARG, "path");
    refused(s, wb_plan_load(s->world->files[FILE_PLAN].path, NULL, &s->err), WB_E_ARG,
            "out");
    refused(s, wb_plan_load("/nowhere/at/all", &s->out.plan, &s->err), WB_E_IO,
            "/nowhere/at/all");
}

static void plan_write(scene *s)
{
    refused(s, wb_plan_write(NULL, s->mine.writer, &s->err), WB_E_ARG, "plan");
    refused(s, wb_plan_write(s->world->has.plan, NULL, &s->err), WB_E_ARG, "writer");
}

static void plan_check(scene *s)
{
    wb_plan_check_options options = WB_PLAN_CHECK_OPTIONS_INIT;

    refused(s, wb_plan_check(NULL, NULL, &s->out.frame, &s->err), WB_E_ARG, "plan");
    refused(s, wb_plan_check(s->world->has.plan, NULL, NULL, &s->err), WB_E_ARG, "out");
    options.language = "fr";
    refused(s, wb_plan_check(s->world->has.plan, &options, &s->out.frame, &s->err),
            WB_E_ARG, "fr");
}

static void plan_actions(scene *s)
{
    refused(s, wb_plan_actions(NULL, "en", &s->out.frame, &s->err), WB_E_ARG, "plan");
    refused(s, wb_plan_actions(s->world->has.plan, "en", NULL, &s->err), WB_E_ARG, "out");
}

static void plan_table(scene *s)
{
    refused(s, wb_plan_table(NULL, "action", NULL, &s->out.frame, &s->err), WB_E_ARG,
            "plan");
    refused(s, wb_plan_table(s->world->has.plan, NULL, NULL, &s->out.frame, &s->err),
            WB_E_ARG, "kind");
    refused(s, wb_plan_table(s->world->has.plan, "action", NULL, NULL, &s->err), WB_E_ARG,
            "out");
    refused(s, wb_plan_table(s->world->has.plan, "nothing", NULL, &s->out.frame, &s->err),
            WB_E_ARG, "nothing");
}

static void changes_new(scene *s)
{
    refused(s, wb_changes_new(NULL, &s->err), WB_E_ARG, "out");
}

static void changes_read(scene *s)
{
    refused(s, wb_changes_read(NULL, &s->out.changes, &s->err), WB_E_ARG, "reader");
    refused(s, wb_changes_read(s->mine.reader, NULL, &s->err), WB_E_ARG, "out");
}

static void changes_write(scene *s)
{
    refused(s, wb_changes_write(NULL, s->mine.writer, &s->err), WB_E_ARG, "changes");
    refused(s, wb_changes_write(s->world->has.changes, NULL, &s->err), WB_E_ARG,
            "writer");
}

static void changes_add(scene *s)
{
    refused(s,
            wb_changes_add(NULL, "s", "actions", NULL,
                           "{\"id\":\"z\",\"title\":{\"nl\":\"Z\"}}", &s->err),
            WB_E_ARG, "changes");
    refused(s,
            wb_changes_add(s->mine.changes, NULL, "actions", NULL,
                           "{\"id\":\"z\",\"title\":{\"nl\":\"Z\"}}", &s->err),
            WB_E_ARG, "parent");
    refused(s,
            wb_changes_add(s->mine.changes, "s", NULL, NULL,
                           "{\"id\":\"z\",\"title\":{\"nl\":\"Z\"}}", &s->err),
            WB_E_ARG, "list");
    refused(s, wb_changes_add(s->mine.changes, "s", "actions", NULL, NULL, &s->err),
            WB_E_DATA, "value");
    refused(s, wb_changes_add(s->mine.changes, "s", "actions", NULL, "7", &s->err),
            WB_E_DATA, "object");
    refused(s, wb_changes_add(s->mine.changes, "s", "actions", NULL, "{", &s->err),
            WB_E_DATA, "");
}

static void changes_set(scene *s)
{
    refused(s, wb_changes_set(NULL, "a", "title/nl", "\"Twee\"", "\"Een\"", 0, &s->err),
            WB_E_ARG, "changes");
    refused(s,
            wb_changes_set(s->mine.changes, NULL, "title/nl", "\"Twee\"", "\"Een\"", 0,
                           &s->err),
            WB_E_ARG, "record");
    refused(s,
            wb_changes_set(s->mine.changes, "a", NULL, "\"Twee\"", "\"Een\"", 0, &s->err),
            WB_E_ARG, "field");
    refused(s, wb_changes_set(s->mine.changes, "a", "title/nl", "{", NULL, 1, &s->err),
            WB_E_DATA, "");
    refused(s, wb_changes_set(s->mine.changes, "a", "title/nl", NULL, NULL, -1, &s->err),
            WB_E_DATA, "-1");
}

static void changes_move(scene *s)
{
    refused(s, wb_changes_move(NULL, "c", "b", "actions", "", NULL, 3, &s->err), WB_E_ARG,
            "changes");
    refused(s,
            wb_changes_move(s->mine.changes, NULL, "b", "actions", "", NULL, 3, &s->err),
            WB_E_ARG, "record");
    refused(s,
            wb_changes_move(s->mine.changes, "c", NULL, "actions", "", NULL, 3, &s->err),
            WB_E_ARG, "parent");
    refused(s, wb_changes_move(s->mine.changes, "c", "b", NULL, "", NULL, 3, &s->err),
            WB_E_ARG, "list");
}

static void changes_remove(scene *s)
{
    refused(s, wb_changes_remove(NULL, "c", NULL, 3, &s->err), WB_E_ARG, "changes");
    refused(s, wb_changes_remove(s->mine.changes, NULL, NULL, 3, &s->err), WB_E_ARG,
            "record");
}

static void changes_frame(scene *s)
{
    refused(s, wb_changes_frame(NULL, s->world->has.plan, "nl", &s->out.frame, &s->err),
            WB_E_ARG, "changes");
    refused(s,
            wb_changes_frame(s->world->has.changes, NULL, "nl", &s->out.frame, &s->err),
            WB_E_ARG, "plan");
    refused(
        s,
        wb_changes_frame(s->world->has.changes, s->world->has.plan, "nl", NULL, &s->err),
        WB_E_ARG, "out");
    refused(s,
            wb_changes_frame(s->world->has.changes, s->world->has.plan, "fr",
                             &s->out.frame, &s->err),
            WB_E_ARG, "fr");
}

static void plan_apply(scene *s)
{
    refused(s, wb_plan_apply(NULL, s->world->has.changes, &s->out.plan, &s->err),
            WB_E_ARG, "plan");
    refused(s, wb_plan_apply(s->world->has.plan, NULL, &s->out.plan, &s->err), WB_E_ARG,
            "changes");
    refused(s, wb_plan_apply(s->world->has.plan, s->world->has.changes, NULL, &s->err),
            WB_E_ARG, "out");
}

static void plan_diff(scene *s)
{
    refused(s, wb_plan_diff(NULL, s->mine.plan, &s->out.changes, &s->err), WB_E_ARG,
            "plans");
    refused(s, wb_plan_diff(s->world->has.plan, NULL, &s->out.changes, &s->err), WB_E_ARG,
            "plans");
    refused(s, wb_plan_diff(s->world->has.plan, s->mine.plan, NULL, &s->err), WB_E_ARG,
            "out");
}

static void plan_merge(scene *s)
{
    refused(s,
            wb_plan_merge(NULL, s->world->has.plan, s->mine.plan, NULL, &s->out.plan,
                          &s->out.frame, &s->err),
            WB_E_ARG, "plans");
    refused(s,
            wb_plan_merge(s->world->has.plan, NULL, s->mine.plan, NULL, &s->out.plan,
                          &s->out.frame, &s->err),
            WB_E_ARG, "plans");
    refused(s,
            wb_plan_merge(s->world->has.plan, s->world->has.plan, NULL, NULL,
                          &s->out.plan, &s->out.frame, &s->err),
            WB_E_ARG, "plans");
    refused(s,
            wb_plan_merge(s->world->has.plan, s->world->has.plan, s->mine.plan, NULL,
                          NULL, &s->out.frame, &s->err),
            WB_E_ARG, "merged");
    refused(s,
            wb_plan_merge(s->world->has.plan, s->world->has.plan, s->mine.plan, NULL,
                          &s->out.plan, NULL, &s->err),
            WB_E_ARG, "conflicts");
}

static void plan_draft(scene *s)
{
    wb_plan_draft_options options = WB_PLAN_DRAFT_OPTIONS_INIT;

    refused(s,
            wb_plan_draft(NULL, s->world->drafts, NULL, &s->out.changes, &s->out.frame,
                          &s->err),
            WB_E_ARG, "plan");
    refused(s,
            wb_plan_draft(s->world->has.plan, NULL, NULL, &s->out.changes, &s->out.frame,
                          &s->err),
            WB_E_ARG, "drafts");
    refused(s,
            wb_plan_draft(s->world->has.plan, s->world->drafts, NULL, NULL, &s->out.frame,
                          &s->err),
            WB_E_ARG, "changes");
    refused(s,
            wb_plan_draft(s->world->has.plan, s->world->drafts, NULL, &s->out.changes,
                          NULL, &s->err),
            WB_E_ARG, "report");
    options.parent = "nowhere";
    refused(s,
            wb_plan_draft(s->world->has.plan, s->world->drafts, &options, &s->out.changes,
                          &s->out.frame, &s->err),
            WB_E_ARG, "nowhere");
    refused(s,
            wb_plan_draft(s->world->has.plan, s->world->costs, NULL, &s->out.changes,
                          &s->out.frame, &s->err),
            WB_E_DATA, "cost_cents");
}

static void plan_evaluate(scene *s)
{
    refused(s,
            wb_plan_evaluate(NULL, s->world->moved, "wave", TODAY, NULL, &s->out.frame,
                             &s->err),
            WB_E_ARG, "plan");
    refused(s,
            wb_plan_evaluate(s->world->has.plan, NULL, "wave", TODAY, NULL, &s->out.frame,
                             &s->err),
            WB_E_ARG, "estimates");
    refused(s,
            wb_plan_evaluate(s->world->has.plan, s->world->moved, NULL, TODAY, NULL,
                             &s->out.frame, &s->err),
            WB_E_ARG, "wave");
    refused(s,
            wb_plan_evaluate(s->world->has.plan, s->world->moved, "wave", NULL, NULL,
                             &s->out.frame, &s->err),
            WB_E_ARG, "today");
    refused(s,
            wb_plan_evaluate(s->world->has.plan, s->world->moved, "wave", TODAY, NULL,
                             NULL, &s->err),
            WB_E_ARG, "out");
    refused(s,
            wb_plan_evaluate(s->world->has.plan, s->world->moved, "wave", "tomorrow",
                             NULL, &s->out.frame, &s->err),
            WB_E_ARG, "tomorrow");
    refused(s,
            wb_plan_evaluate(s->world->has.plan, s->world->moved, "nowhere", TODAY, NULL,
                             &s->out.frame, &s->err),
            WB_E_DATA, "nowhere");
}

static void plan_status(scene *s)
{
    refused(s, wb_plan_status(NULL, TODAY, NULL, &s->out.frame, &s->err), WB_E_ARG,
            "plan");
    refused(s, wb_plan_status(s->world->has.plan, NULL, NULL, &s->out.frame, &s->err),
            WB_E_ARG, "today");
    refused(s, wb_plan_status(s->world->has.plan, TODAY, NULL, NULL, &s->err), WB_E_ARG,
            "out");
    refused(
        s, wb_plan_status(s->world->has.plan, "2026-02-30", NULL, &s->out.frame, &s->err),
        WB_E_ARG, "2026-02-30");
    refused(s, wb_plan_status(s->world->has.plan, TODAY, "fr", &s->out.frame, &s->err),
            WB_E_ARG, "fr");
}

static void plan_agenda(scene *s)
{
    refused(s, wb_plan_agenda(NULL, TODAY, 90, "en", &s->out.frame, &s->err), WB_E_ARG,
            "plan");
    refused(s, wb_plan_agenda(s->world->has.plan, NULL, 90, "en", &s->out.frame, &s->err),
            WB_E_ARG, "today");
    refused(s, wb_plan_agenda(s->world->has.plan, TODAY, 90, "en", NULL, &s->err),
            WB_E_ARG, "out");
    refused(s,
            wb_plan_agenda(s->world->has.plan, TODAY, -1, NULL, &s->out.frame, &s->err),
            WB_E_ARG, "-1");
    refused(s, wb_plan_agenda(s->world->has.plan, "", 5, NULL, &s->out.frame, &s->err),
            WB_E_ARG, "day");
}

static void plan_duties(scene *s)
{
    refused(s, wb_plan_duties(NULL, TODAY, NULL, NULL, &s->out.frame, &s->err), WB_E_ARG,
            "plan");
    refused(s,
            wb_plan_duties(s->world->has.plan, NULL, NULL, NULL, &s->out.frame, &s->err),
            WB_E_ARG, "today");
    refused(s, wb_plan_duties(s->world->has.plan, TODAY, NULL, NULL, NULL, &s->err),
            WB_E_ARG, "out");
    refused(
        s,
        wb_plan_duties(s->world->has.plan, TODAY, "nobody", NULL, &s->out.frame, &s->err),
        WB_E_ARG, "nobody");
}

static void plan_duty_counts(scene *s)
{
    refused(s, wb_plan_duty_counts(NULL, TODAY, NULL, &s->out.frame, &s->err), WB_E_ARG,
            "plan");
    refused(s,
            wb_plan_duty_counts(s->world->has.plan, NULL, NULL, &s->out.frame, &s->err),
            WB_E_ARG, "today");
    refused(s, wb_plan_duty_counts(s->world->has.plan, TODAY, NULL, NULL, &s->err),
            WB_E_ARG, "out");
}

static void plan_budget(scene *s)
{
    refused(s, wb_plan_budget(NULL, NULL, &s->out.frame, &s->err), WB_E_ARG, "plan");
    refused(s, wb_plan_budget(s->world->has.plan, NULL, NULL, &s->err), WB_E_ARG, "out");
}

static void plan_budget_totals(scene *s)
{
    static const char *const columns[] = {"source", "certainty"};
    static const char *const other[] = {"colour"}, *const twice[] = {"year", "year"};

    refused(s, wb_plan_budget_totals(NULL, columns, 2, &s->out.frame, &s->err), WB_E_ARG,
            "plan");
    refused(s, wb_plan_budget_totals(s->world->has.plan, NULL, 2, &s->out.frame, &s->err),
            WB_E_ARG, "columns");
    refused(s, wb_plan_budget_totals(s->world->has.plan, columns, 2, NULL, &s->err),
            WB_E_ARG, "out");
    refused(s,
            wb_plan_budget_totals(s->world->has.plan, other, 1, &s->out.frame, &s->err),
            WB_E_ARG, "colour");
    refused(s,
            wb_plan_budget_totals(s->world->has.plan, twice, 2, &s->out.frame, &s->err),
            WB_E_ARG, "year");
}

static void plan_progress(scene *s)
{
    refused(s, wb_plan_progress(NULL, TODAY, NULL, &s->out.frame, &s->err), WB_E_ARG,
            "plan");
    refused(s, wb_plan_progress(s->world->has.plan, NULL, NULL, &s->out.frame, &s->err),
            WB_E_ARG, "today");
    refused(s, wb_plan_progress(s->world->has.plan, TODAY, NULL, NULL, &s->err), WB_E_ARG,
            "out");
}

static void plan_open(scene *s)
{
    refused(s, wb_plan_open(NULL, NULL, &s->out.frame, &s->err), WB_E_ARG, "plan");
    refused(s, wb_plan_open(s->world->has.plan, NULL, NULL, &s->err), WB_E_ARG, "out");
}

static void plan_since(scene *s)
{
    refused(s, wb_plan_since(NULL, "2018-01-01", NULL, &s->out.frame, &s->err), WB_E_ARG,
            "plan");
    refused(s, wb_plan_since(s->world->has.plan, NULL, NULL, &s->out.frame, &s->err),
            WB_E_ARG, "since");
    refused(s, wb_plan_since(s->world->has.plan, "2018-01-01", NULL, NULL, &s->err),
            WB_E_ARG, "out");
    refused(s, wb_plan_since(s->world->has.plan, "x", NULL, &s->out.frame, &s->err),
            WB_E_ARG, "x");
}

static void plan_compare(scene *s)
{
    const wb_plan *plans[] = {s->world->has.plan, s->world->has.plan};

    refused(s, wb_plan_compare(NULL, 2, NULL, &s->out.frame, &s->err), WB_E_ARG,
            "plan 0");
    refused(s, wb_plan_compare(plans, 2, NULL, NULL, &s->err), WB_E_ARG, "out");
}

static void plan_answers(scene *s)
{
    refused(s, wb_plan_answers(NULL, NULL, &s->out.frame, &s->err), WB_E_ARG, "plan");
    refused(s, wb_plan_answers(s->world->has.plan, NULL, NULL, &s->err), WB_E_ARG, "out");
}

static void plan_sheet(scene *s)
{
    refused(s, wb_plan_sheet(NULL, "x", NULL, &s->out.frame, &s->err), WB_E_ARG, "plan");
    refused(s, wb_plan_sheet(s->world->has.plan, "x", NULL, NULL, &s->err), WB_E_ARG,
            "out");
    refused(s, wb_plan_sheet(s->world->has.plan, "nobody", NULL, &s->out.frame, &s->err),
            WB_E_ARG, "nobody");
}

static void plan_sheet_check(scene *s)
{
    refused(s, wb_plan_sheet_check(NULL, s->world->sheet, NULL, &s->out.frame, &s->err),
            WB_E_ARG, "plan");
    refused(s,
            wb_plan_sheet_check(s->world->has.plan, NULL, NULL, &s->out.frame, &s->err),
            WB_E_ARG, "sheet");
    refused(s,
            wb_plan_sheet_check(s->world->has.plan, s->world->sheet, NULL, NULL, &s->err),
            WB_E_ARG, "out");
    refused(s,
            wb_plan_sheet_check(s->world->has.plan, s->world->costs, NULL, &s->out.frame,
                                &s->err),
            WB_E_DATA, "record");
}

static void plan_sheet_changes(scene *s)
{
    refused(s,
            wb_plan_sheet_changes(NULL, s->world->sheet, TODAY, "x", NULL,
                                  &s->out.changes, &s->err),
            WB_E_ARG, "plan");
    refused(s,
            wb_plan_sheet_changes(s->world->has.plan, NULL, TODAY, "x", NULL,
                                  &s->out.changes, &s->err),
            WB_E_ARG, "sheet");
    refused(s,
            wb_plan_sheet_changes(s->world->has.plan, s->world->sheet, NULL, "x", NULL,
                                  &s->out.changes, &s->err),
            WB_E_ARG, "today");
    refused(s,
            wb_plan_sheet_changes(s->world->has.plan, s->world->sheet, TODAY, "x", NULL,
                                  NULL, &s->err),
            WB_E_ARG, "out");
    refused(s,
            wb_plan_sheet_changes(s->world->has.plan, s->world->sheet, "x", NULL, NULL,
                                  &s->out.changes, &s->err),
            WB_E_ARG, "x");
    refused(s,
            wb_plan_sheet_changes(s->world->has.plan, s->world->sheet, TODAY, "nobody",
                                  NULL, &s->out.changes, &s->err),
            WB_E_ARG, "nobody");
}

static void plan_calendar(scene *s)
{
    refused(s, wb_plan_calendar(NULL, 0, NULL, s->mine.writer, &s->err), WB_E_ARG,
            "plan");
    refused(s, wb_plan_calendar(s->world->has.plan, 0, NULL, NULL, &s->err), WB_E_ARG,
            "writer");
    refused(s, wb_plan_calendar(s->world->has.plan, 0, "fr", s->mine.writer, &s->err),
            WB_E_ARG, "fr");
}

int main(void)
{
    static const misuse all[] = {
        {"wb_plan_builtin", plan_builtin},
        {"wb_plan_read", plan_read},
        {"wb_plan_load", plan_load},
        {"wb_plan_write", plan_write},
        {"wb_plan_check", plan_check},
        {"wb_plan_actions", plan_actions},
        {"wb_plan_table", plan_table},
        {"wb_changes_new", changes_new},
        {"wb_changes_read", changes_read},
        {"wb_changes_write", changes_write},
        {"wb_changes_add", changes_add},
        {"wb_changes_set", changes_set},
        {"wb_changes_move", changes_move},
        {"wb_changes_remove", changes_remove},
        {"wb_changes_frame", changes_frame},
        {"wb_plan_apply", plan_apply},
        {"wb_plan_diff", plan_diff},
        {"wb_plan_merge", plan_merge},
        {"wb_plan_draft", plan_draft},
        {"wb_plan_evaluate", plan_evaluate},
        {"wb_plan_status", plan_status},
        {"wb_plan_agenda", plan_agenda},
        {"wb_plan_duties", plan_duties},
        {"wb_plan_duty_counts", plan_duty_counts},
        {"wb_plan_budget", plan_budget},
        {"wb_plan_budget_totals", plan_budget_totals},
        {"wb_plan_progress", plan_progress},
        {"wb_plan_open", plan_open},
        {"wb_plan_since", plan_since},
        {"wb_plan_compare", plan_compare},
        {"wb_plan_answers", plan_answers},
        {"wb_plan_sheet", plan_sheet},
        {"wb_plan_sheet_check", plan_sheet_check},
        {"wb_plan_sheet_changes", plan_sheet_changes},
        {"wb_plan_calendar", plan_calendar},
    };

    return run_misuses("misuse/plan", all, sizeof all / sizeof *all);
}
