/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "misuse/misuse.h"

static void organisation_read(scene *s)
{
    refused(s, wb_organisation_read(NULL, &s->out.organisation, &s->err), WB_E_ARG,
            "reader");
    refused(s, wb_organisation_read(s->mine.reader, NULL, &s->err), WB_E_ARG, "out");
}

static void organisation_load(scene *s)
{
    refused(s, wb_organisation_load(NULL, &s->out.organisation, &s->err), WB_E_ARG,
            "path");
    refused(s,
            wb_organisation_load(s->world->files[FILE_ORGANISATION].path, NULL, &s->err),
            WB_E_ARG, "out");
    refused(s, wb_organisation_load("/nowhere/at/all", &s->out.organisation, &s->err),
            WB_E_IO, "/nowhere/at/all");
}

static void organisation_write(scene *s)
{
    refused(s, wb_organisation_write(NULL, s->mine.writer, &s->err), WB_E_ARG,
            "organisation");
    refused(s, wb_organisation_write(s->world->has.organisation, NULL, &s->err), WB_E_ARG,
            "writer");
}

static void organisation_groups(scene *s)
{
    refused(s, wb_organisation_groups(NULL, "nl", &s->out.frame, &s->err), WB_E_ARG,
            "organisation");
    refused(s, wb_organisation_groups(s->world->has.organisation, "nl", NULL, &s->err),
            WB_E_ARG, "out");
}

static void scan_export(scene *s)
{
    refused(s,
            wb_scan_export(NULL, s->world->has.organisation, "html", "person", "nl",
                           s->mine.writer, &s->err),
            WB_E_ARG, "questionnaire");
    refused(s,
            wb_scan_export(s->world->has.questionnaire, NULL, "html", "person", "nl",
                           s->mine.writer, &s->err),
            WB_E_ARG, "organisation");
    refused(s,
            wb_scan_export(s->world->has.questionnaire, s->world->has.organisation, NULL,
                           "person", "nl", s->mine.writer, &s->err),
            WB_E_ARG, "NULL");
    refused(s,
            wb_scan_export(s->world->has.questionnaire, s->world->has.organisation,
                           "html", "person", "nl", NULL, &s->err),
            WB_E_ARG, "writer");
    refused(s,
            wb_scan_export(s->world->has.questionnaire, s->world->has.organisation, "pdf",
                           "person", NULL, s->mine.writer, &s->err),
            WB_E_ARG, "pdf");
}

static void scan_import(scene *s)
{
    refused(s,
            wb_scan_import(NULL, s->world->has.organisation, "csv", "person",
                           s->mine.reader, &s->out.frame, &s->err),
            WB_E_ARG, "questionnaire");
    refused(s,
            wb_scan_import(s->world->has.questionnaire, NULL, "csv", "person",
                           s->mine.reader, &s->out.frame, &s->err),
            WB_E_ARG, "organisation");
    refused(s,
            wb_scan_import(s->world->has.questionnaire, s->world->has.organisation, NULL,
                           "person", s->mine.reader, &s->out.frame, &s->err),
            WB_E_ARG, "NULL");
    refused(s,
            wb_scan_import(s->world->has.questionnaire, s->world->has.organisation, "csv",
                           "person", NULL, &s->out.frame, &s->err),
            WB_E_ARG, "reader");
    refused(s,
            wb_scan_import(s->world->has.questionnaire, s->world->has.organisation, "csv",
                           "person", s->mine.reader, NULL, &s->err),
            WB_E_ARG, "out");
}

static void scan_run(scene *s)
{
    wb_scan_options options = WB_SCAN_OPTIONS_INIT;

    refused(s,
            wb_scan_run(NULL, s->world->has.organisation, s->world->answers, NULL,
                        &s->run, &s->out.scan, &s->err),
            WB_E_ARG, "questionnaire");
    refused(s,
            wb_scan_run(s->world->has.questionnaire, NULL, s->world->answers, NULL,
                        &s->run, &s->out.scan, &s->err),
            WB_E_ARG, "organisation");
    refused(s,
            wb_scan_run(s->world->has.questionnaire, s->world->has.organisation, NULL,
                        NULL, &s->run, &s->out.scan, &s->err),
            WB_E_ARG, "answers");
    refused(s,
            wb_scan_run(s->world->has.questionnaire, s->world->has.organisation,
                        s->world->answers, NULL, &s->run, NULL, &s->err),
            WB_E_ARG, "out");
    refused(s,
            wb_scan_run(s->world->has.questionnaire, s->world->has.organisation,
                        s->world->people, NULL, NULL, &s->out.scan, &s->err),
            WB_E_DATA, "year");
    options.level = 2;
    refused(s,
            wb_scan_run(s->world->has.questionnaire, s->world->has.organisation,
                        s->world->answers, &options, NULL, &s->out.scan, &s->err),
            WB_E_ARG, "level");
    options.level = 0;
    options.protect = 9;
    refused(s,
            wb_scan_run(s->world->has.questionnaire, s->world->has.organisation,
                        s->world->answers, &options, NULL, &s->out.scan, &s->err),
            WB_E_ARG, "protect");
}

static void scan_add_records(scene *s)
{
    refused(s,
            wb_scan_add_records(NULL, s->world->has.questionnaire, "workpost",
                                s->world->records, &s->err),
            WB_E_ARG, "scan");
    refused(
        s,
        wb_scan_add_records(s->mine.scan, NULL, "workpost", s->world->records, &s->err),
        WB_E_ARG, "questionnaire");
    refused(s,
            wb_scan_add_records(s->mine.scan, s->world->has.questionnaire, NULL,
                                s->world->records, &s->err),
            WB_E_ARG, "unit");
    refused(s,
            wb_scan_add_records(s->mine.scan, s->world->has.questionnaire, "workpost",
                                NULL, &s->err),
            WB_E_ARG, "records");
    refused(s,
            wb_scan_add_records(s->mine.scan, s->world->has.questionnaire, "crowd",
                                s->world->records, &s->err),
            WB_E_ARG, "crowd");
    refused(s,
            wb_scan_add_records(s->mine.scan, s->world->has.questionnaire, "person",
                                s->world->records, &s->err),
            WB_E_ARG, "person");
}

static void scan_read(scene *s)
{
    refused(s, wb_scan_read(NULL, &s->out.scan, &s->err), WB_E_ARG, "reader");
    refused(s, wb_scan_read(s->mine.reader, NULL, &s->err), WB_E_ARG, "out");
}

static void scan_load(scene *s)
{
    refused(s, wb_scan_load(NULL, &s->out.scan, &s->err), WB_E_ARG, "path");
    refused(s, wb_scan_load(s->world->files[FILE_SCAN].path, NULL, &s->err), WB_E_ARG,
            "out");
    refused(s, wb_scan_load("/nowhere/at/all", &s->out.scan, &s->err), WB_E_IO,
            "/nowhere/at/all");
}

static void scan_write(scene *s)
{
    refused(s, wb_scan_write(NULL, s->mine.writer, &s->err), WB_E_ARG, "scan");
    refused(s, wb_scan_write(s->world->has.scan, NULL, &s->err), WB_E_ARG, "writer");
}

static void scan_ledger(scene *s)
{
    refused(s, wb_scan_ledger(NULL, &s->out.ledger, &s->err), WB_E_ARG, "scan");
    refused(s, wb_scan_ledger(s->world->has.scan, NULL, &s->err), WB_E_ARG, "out");
}

static void scan_table(scene *s)
{
    refused(s, wb_scan_table(NULL, "results", "nl", &s->out.frame, &s->err), WB_E_ARG,
            "scan");
    refused(s, wb_scan_table(s->world->has.scan, NULL, "nl", &s->out.frame, &s->err),
            WB_E_ARG, "part");
    refused(s, wb_scan_table(s->world->has.scan, "results", "nl", NULL, &s->err),
            WB_E_ARG, "out");
    refused(s, wb_scan_table(s->world->has.scan, "nothing", NULL, &s->out.frame, &s->err),
            WB_E_ARG, "nothing");
}

static void scan_reference(scene *s)
{
    refused(s, wb_scan_reference(NULL, &s->out.frame, &s->err), WB_E_ARG, "scan");
    refused(s, wb_scan_reference(s->world->has.scan, NULL, &s->err), WB_E_ARG, "out");
}

static void scan_compare(scene *s)
{
    refused(s, wb_scan_compare(NULL, s->world->reference, NULL, &s->out.frame, &s->err),
            WB_E_ARG, "scan");
    refused(s, wb_scan_compare(s->world->has.scan, NULL, NULL, &s->out.frame, &s->err),
            WB_E_ARG, "reference");
    refused(s,
            wb_scan_compare(s->world->has.scan, s->world->reference, NULL, NULL, &s->err),
            WB_E_ARG, "out");
    refused(s,
            wb_scan_compare(s->world->has.scan, s->world->people, NULL, &s->out.frame,
                            &s->err),
            WB_E_DATA, "source");
}

static void scan_findings(scene *s)
{
    refused(s, wb_scan_findings(NULL, NULL, NULL, NULL, &s->out.frame, &s->err), WB_E_ARG,
            "scan");
    refused(s, wb_scan_findings(s->world->has.scan, NULL, NULL, NULL, NULL, &s->err),
            WB_E_ARG, "out");
}

static void findings_check(scene *s)
{
    refused(s, wb_findings_check(NULL, &s->err), WB_E_ARG, "findings");
    refused(s, wb_findings_check(s->world->people, &s->err), WB_E_DATA, "id");
}

static void scan_suggest(scene *s)
{
    refused(s,
            wb_scan_suggest(NULL, s->world->has.catalogue, NULL, "nl", &s->out.frame,
                            &s->err),
            WB_E_ARG, "findings");
    refused(s,
            wb_scan_suggest(s->world->findings, NULL, NULL, "nl", &s->out.frame, &s->err),
            WB_E_ARG, "catalogue");
    refused(s,
            wb_scan_suggest(s->world->findings, s->world->has.catalogue, NULL, "nl", NULL,
                            &s->err),
            WB_E_ARG, "out");
    refused(s,
            wb_scan_suggest(s->world->people, s->world->has.catalogue, NULL, NULL,
                            &s->out.frame, &s->err),
            WB_E_DATA, "id");
}

static void scan_draft_actions(scene *s)
{
    refused(
        s,
        wb_scan_draft_actions(NULL, s->world->suggestions, NULL, &s->out.frame, &s->err),
        WB_E_ARG, "findings");
    refused(s,
            wb_scan_draft_actions(s->world->findings, NULL, NULL, &s->out.frame, &s->err),
            WB_E_ARG, "suggestions");
    refused(s,
            wb_scan_draft_actions(s->world->findings, s->world->suggestions, NULL, NULL,
                                  &s->err),
            WB_E_ARG, "out");
}

static void selftest(scene *s)
{
    refused(s, wb_selftest(NULL, s->world->person, "nl", &s->out.frame, &s->err),
            WB_E_ARG, "questionnaire");
    refused(s,
            wb_selftest(s->world->has.questionnaire, NULL, "nl", &s->out.frame, &s->err),
            WB_E_ARG, "answers");
    refused(
        s,
        wb_selftest(s->world->has.questionnaire, s->world->person, "nl", NULL, &s->err),
        WB_E_ARG, "out");
    refused(s,
            wb_selftest(s->world->has.questionnaire, s->world->answers, NULL,
                        &s->out.frame, &s->err),
            WB_E_ARG, "row");
    refused(s,
            wb_selftest(s->world->has.questionnaire, s->world->costs, NULL, &s->out.frame,
                        &s->err),
            WB_E_ARG, "row");
}

static void scan_tally(scene *s)
{
    wb_scan_tally_options options = WB_SCAN_TALLY_OPTIONS_INIT;

    options.company = "me";

    refused(s, wb_scan_tally(NULL, &options, s->mine.writer, &s->err), WB_E_ARG, "scan");
    refused(s, wb_scan_tally(s->world->has.scan, &options, NULL, &s->err), WB_E_ARG,
            "writer");
    refused(s, wb_scan_tally(s->world->has.scan, NULL, s->mine.writer, &s->err), WB_E_ARG,
            "company");
    options.company = "not an id!";
    refused(s, wb_scan_tally(s->world->has.scan, &options, s->mine.writer, &s->err),
            WB_E_DATA, "not an id!");
}

static void pool_new(scene *s)
{
    refused(s, wb_pool_new(NULL, &s->err), WB_E_ARG, "out");
}

static void pool_add(scene *s)
{
    refused(s, wb_pool_add(NULL, s->mine.reader, &s->err), WB_E_ARG, "pool");
    refused(s, wb_pool_add(s->mine.pool, NULL, &s->err), WB_E_ARG, "reader");
}

static void pool_load(scene *s)
{
    refused(s, wb_pool_load(NULL, s->world->files[FILE_POOL].path, &s->err), WB_E_ARG,
            "pool");
    refused(s, wb_pool_load(s->mine.pool, NULL, &s->err), WB_E_ARG, "path");
    refused(s, wb_pool_load(s->mine.pool, "/nowhere/at/all", &s->err), WB_E_IO,
            "/nowhere/at/all");
}

static void pool_benchmark(scene *s)
{
    wb_pool_options options = WB_POOL_OPTIONS_INIT;

    refused(s, wb_pool_benchmark(NULL, NULL, &s->run, &s->out.frame, &s->err), WB_E_ARG,
            "pool");
    refused(s, wb_pool_benchmark(s->world->has.pool, NULL, &s->run, NULL, &s->err),
            WB_E_ARG, "out");
    options.min_companies = 4;
    refused(s,
            wb_pool_benchmark(s->world->has.pool, &options, NULL, &s->out.frame, &s->err),
            WB_E_ARG, "4");
    options.min_companies = 6;
    refused(s,
            wb_pool_benchmark(s->world->has.pool, &options, NULL, &s->out.frame, &s->err),
            WB_E_DATA, "6");
    options.min_companies = 0;
    options.company = "nobody";
    refused(s,
            wb_pool_benchmark(s->world->has.pool, &options, NULL, &s->out.frame, &s->err),
            WB_E_ARG, "nobody");
    options.company = NULL;
    options.staff_class = "3-4";
    refused(s,
            wb_pool_benchmark(s->world->has.pool, &options, NULL, &s->out.frame, &s->err),
            WB_E_ARG, "3-4");
}

static void pool_measures(scene *s)
{
    wb_pool_options options = WB_POOL_OPTIONS_INIT;

    refused(s, wb_pool_measures(NULL, NULL, &s->out.frame, &s->err), WB_E_ARG, "pool");
    refused(s, wb_pool_measures(s->world->has.pool, NULL, NULL, &s->err), WB_E_ARG,
            "out");
    options.min_companies = 1;
    refused(s, wb_pool_measures(s->world->has.pool, &options, &s->out.frame, &s->err),
            WB_E_ARG, "1");
}

int main(void)
{
    static const misuse all[] = {
        {"wb_organisation_read", organisation_read},
        {"wb_organisation_load", organisation_load},
        {"wb_organisation_write", organisation_write},
        {"wb_organisation_groups", organisation_groups},
        {"wb_scan_export", scan_export},
        {"wb_scan_import", scan_import},
        {"wb_scan_run", scan_run},
        {"wb_scan_add_records", scan_add_records},
        {"wb_scan_read", scan_read},
        {"wb_scan_load", scan_load},
        {"wb_scan_write", scan_write},
        {"wb_scan_ledger", scan_ledger},
        {"wb_scan_table", scan_table},
        {"wb_scan_reference", scan_reference},
        {"wb_scan_compare", scan_compare},
        {"wb_scan_findings", scan_findings},
        {"wb_findings_check", findings_check},
        {"wb_scan_suggest", scan_suggest},
        {"wb_scan_draft_actions", scan_draft_actions},
        {"wb_selftest", selftest},
        {"wb_scan_tally", scan_tally},
        {"wb_pool_new", pool_new},
        {"wb_pool_add", pool_add},
        {"wb_pool_load", pool_load},
        {"wb_pool_benchmark", pool_benchmark},
        {"wb_pool_measures", pool_measures},
    };

    return run_misuses("misuse/scan", all, sizeof all / sizeof *all);
}
