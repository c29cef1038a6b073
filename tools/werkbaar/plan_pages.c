/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "plan_pages.h"

#include "files.h"

#include <stdio.h>

/* Write a frame that was just made, and free it. */
static wb_status csv_write(cli_files *files, const char *name, wb_status st,
                           wb_frame **frame, wb_error *err)
{
    if (st == WB_OK) {
        st = cli_files_csv(files, name, ".csv", *frame, NULL, err);
    }
    wb_frame_free(*frame);
    *frame = NULL;
    return st;
}

static wb_status stand_write(cli_files *files, const wbr_plan *a, wb_error *err)
{
    const char *language = wbr_language_code(a->language);
    wb_frame *f = NULL;
    wb_status st = wb_plan_status(a->plan, a->today, language, &f, err);
    st = csv_write(files, "actions", st, &f, err);
    if (st == WB_OK) {
        st = wb_plan_progress(a->plan, a->today, language, &f, err);
        st = csv_write(files, "objectives", st, &f, err);
    }
    if (st == WB_OK) {
        st = wb_plan_agenda(a->plan, a->today, a->days, language, &f, err);
        st = csv_write(files, "agenda", st, &f, err);
    }
    if (st == WB_OK) {
        st = wb_plan_duties(a->plan, a->today, NULL, language, &f, err);
        st = csv_write(files, "duties", st, &f, err);
    }
    return st;
}

static wb_status rest_write(cli_files *files, const wbr_plan *a, wb_error *err)
{
    static const char *const by[] = {"year"};
    const char *language = wbr_language_code(a->language);
    wb_frame *f = NULL;
    wb_status st = wb_plan_budget(a->plan, language, &f, err);
    st = csv_write(files, "budget", st, &f, err);
    if (st == WB_OK) {
        st = wb_plan_budget_totals(a->plan, by, 1, &f, err);
        st = csv_write(files, "budget-years", st, &f, err);
    }
    if (st == WB_OK) {
        st = wb_plan_open(a->plan, language, &f, err);
        st = csv_write(files, "open", st, &f, err);
    }
    if (st == WB_OK && a->since != NULL) {
        st = wb_plan_since(a->plan, a->since, language, &f, err);
        st = csv_write(files, "since", st, &f, err);
    }
    if (st == WB_OK && a->changes != NULL) {
        st = cli_files_csv(files, "changes", ".csv", a->changes, NULL, err);
    }
    return st;
}

static wb_status calendar_write(cli_files *files, const wbr_plan *a, int64_t now,
                                wb_error *err)
{
    wb_writer *writer = NULL;
    wb_status st = cli_files_open(files, "agenda", ".ics", &writer, err);
    return st == WB_OK ? wb_plan_calendar(a->plan, now, wbr_language_code(a->language),
                                          writer, err)
                       : st;
}

static int files_tell(const cli_files *files, int result, const char *page)
{
    if (result == CLI_OK) {
        fprintf(stderr, "%zu files are in %s; open %s/%s.html\n", files->n,
                files->directory, files->directory, page);
    }
    return result;
}

int plan_status_files(const cli_args *args, const wbr_plan *asked, int64_t now)
{
    cli_files files;
    wb_writer *writer = NULL;
    wb_error err;
    if (cli_files_begin(&files, args, "report") != CLI_OK) {
        return CLI_FAILED;
    }
    wb_status st = cli_files_open(&files, "status", ".html", &writer, &err);
    if (st == WB_OK) {
        st = wbr_plan_write(asked, writer, &err);
    }
    if (st == WB_OK) {
        st = stand_write(&files, asked, &err);
    }
    if (st == WB_OK) {
        st = rest_write(&files, asked, &err);
    }
    if (st == WB_OK) {
        st = calendar_write(&files, asked, now, &err);
    }
    return files_tell(&files, cli_files_end(&files, st, &err), "status");
}

int plan_answers_files(const cli_args *args, const wbr_plan *asked)
{
    cli_files files;
    wb_writer *writer = NULL;
    wb_frame *answers = NULL;
    wb_error err;
    if (cli_files_begin(&files, args, "report") != CLI_OK) {
        return CLI_FAILED;
    }
    wb_status st = cli_files_open(&files, "answers", ".html", &writer, &err);
    if (st == WB_OK) {
        st = wbr_answers_write(asked, writer, &err);
    }
    if (st == WB_OK) {
        st = wb_plan_answers(asked->plan, wbr_language_code(asked->language), &answers,
                             &err);
        st = csv_write(&files, "answers", st, &answers, &err);
    }
    return files_tell(&files, cli_files_end(&files, st, &err), "answers");
}
