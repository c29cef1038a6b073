/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "faults/scene.h"

/* ---- questionnaires ---- */

static wb_status catalogue_new(scene *s)
{
    return wb_catalogue_new(&s->out.catalogue, &s->err);
}

static void begin_catalogue(scene *s)
{
    must(wb_catalogue_new(&s->mine.catalogue, &s->err), &s->err);
    scene_read(s, FILE_MODULE);
}

static wb_status catalogue_read(scene *s)
{
    return wb_catalogue_read(s->mine.catalogue, s->mine.reader, &s->err);
}

static wb_status catalogue_load(scene *s)
{
    return wb_catalogue_load(s->mine.catalogue, s->world->files[FILE_MODULE].path,
                             &s->err);
}

static wb_status catalogue_table(scene *s)
{
    return wb_catalogue_table(s->world->has.catalogue, "sectors", "en", &s->out.frame,
                              &s->err);
}

static wb_status catalogue_write(scene *s)
{
    return wb_catalogue_write(s->world->has.catalogue, "module", "a", NULL,
                              s->mine.writer, &s->err);
}

static void begin_recipe(scene *s)
{
    scene_read(s, FILE_RECIPE);
}

static wb_status compose(scene *s)
{
    return wb_compose(s->world->has.catalogue, s->mine.reader, &s->out.questionnaire,
                      &s->err);
}

static void begin_questionnaire_file(scene *s)
{
    scene_read(s, FILE_QUESTIONNAIRE);
}

static wb_status questionnaire_read(scene *s)
{
    return wb_questionnaire_read(s->mine.reader, &s->out.questionnaire, &s->err);
}

static wb_status questionnaire_load(scene *s)
{
    return wb_questionnaire_load(s->world->files[FILE_QUESTIONNAIRE].path,
                                 &s->out.questionnaire, &s->err);
}

static wb_status questionnaire_write(scene *s)
{
    return wb_questionnaire_write(s->world->has.questionnaire, s->mine.writer, &s->err);
}

static wb_status questionnaire_instrument(scene *s)
{
    return wb_questionnaire_instrument(s->world->has.questionnaire, "person",
                                       &s->out.instrument, &s->err);
}

static wb_status questionnaire_table(scene *s)
{
    return wb_questionnaire_table(s->world->has.questionnaire, "questions", "nl",
                                  &s->out.frame, &s->err);
}

static wb_status questionnaire_export(scene *s)
{
    return wb_questionnaire_export(s->world->has.questionnaire, "xlsform", "person", NULL,
                                   s->mine.writer, &s->err);
}

static void begin_answers(scene *s)
{
    scene_read(s, FILE_ANSWERS);
}

static wb_status questionnaire_import(scene *s)
{
    return wb_questionnaire_import(s->world->has.questionnaire, "csv", "person",
                                   s->mine.reader, NULL, 0, &s->out.frame, &s->err);
}

const deed deeds_compose[] = {
    {"wb_catalogue_new", NULL, catalogue_new, 0},
    {"wb_catalogue_read", begin_catalogue, catalogue_read, READS},
    {"wb_catalogue_load", begin_catalogue, catalogue_load, FILES},
    {"wb_catalogue_table", NULL, catalogue_table, 0},
    {"wb_catalogue_write", scene_write, catalogue_write, WRITES},
    {"wb_compose", begin_recipe, compose, READS},
    {"wb_questionnaire_read", begin_questionnaire_file, questionnaire_read, READS},
    {"wb_questionnaire_load", NULL, questionnaire_load, FILES},
    {"wb_questionnaire_write", scene_write, questionnaire_write, WRITES},
    {"wb_questionnaire_instrument", NULL, questionnaire_instrument, NO_MEMORY},
    {"wb_questionnaire_table", NULL, questionnaire_table, 0},
    {"wb_questionnaire_export", scene_write, questionnaire_export, WRITES},
    {"wb_questionnaire_import", begin_answers, questionnaire_import, READS},
    {NULL, NULL, NULL, 0},
};

/* ---- scans ---- */

static void begin_organisation_file(scene *s)
{
    scene_read(s, FILE_ORGANISATION);
}

static wb_status organisation_read(scene *s)
{
    return wb_organisation_read(s->mine.reader, &s->out.organisation, &s->err);
}

static wb_status organisation_load(scene *s)
{
    return wb_organisation_load(s->world->files[FILE_ORGANISATION].path,
                                &s->out.organisation, &s->err);
}

static wb_status organisation_write(scene *s)
{
    return wb_organisation_write(s->world->has.organisation, s->mine.writer, &s->err);
}

static wb_status organisation_groups(scene *s)
{
    return wb_organisation_groups(s->world->has.organisation, "nl", &s->out.frame,
                                  &s->err);
}

static wb_status scan_export(scene *s)
{
    return wb_scan_export(s->world->has.questionnaire, s->world->has.organisation, "html",
                          "person", "nl", s->mine.writer, &s->err);
}

static void begin_scan_answers(scene *s)
{
    scene_read(s, FILE_SCAN_ANSWERS);
}

static wb_status scan_import(scene *s)
{
    return wb_scan_import(s->world->has.questionnaire, s->world->has.organisation, "csv",
                          "person", s->mine.reader, &s->out.frame, &s->err);
}

static wb_status scan_run(scene *s)
{
    return wb_scan_run(s->world->has.questionnaire, s->world->has.organisation,
                       s->world->answers, NULL, &s->run, &s->out.scan, &s->err);
}

static void begin_scan(scene *s)
{
    wb_reader *reader = plain_reader(s->world, FILE_SCAN);

    must(wb_scan_read(reader, &s->mine.scan, &s->err), &s->err);
    wb_reader_free(reader);
}

static wb_status scan_add_records(scene *s)
{
    return wb_scan_add_records(s->mine.scan, s->world->has.questionnaire, "workpost",
                               s->world->records, &s->err);
}

static void begin_scan_file(scene *s)
{
    scene_read(s, FILE_SCAN);
}

static wb_status scan_read(scene *s)
{
    return wb_scan_read(s->mine.reader, &s->out.scan, &s->err);
}

static wb_status scan_load(scene *s)
{
    return wb_scan_load(s->world->files[FILE_SCAN].path, &s->out.scan, &s->err);
}

static wb_status scan_write(scene *s)
{
    return wb_scan_write(s->world->has.scan, s->mine.writer, &s->err);
}

static wb_status scan_ledger(scene *s)
{
    return wb_scan_ledger(s->world->has.scan, &s->out.ledger, &s->err);
}

static wb_status scan_table(scene *s)
{
    return wb_scan_table(s->world->has.scan, "results", "nl", &s->out.frame, &s->err);
}

static wb_status scan_reference(scene *s)
{
    return wb_scan_reference(s->world->has.scan, &s->out.frame, &s->err);
}

static wb_status scan_compare(scene *s)
{
    return wb_scan_compare(s->world->has.scan, s->world->reference, NULL, &s->out.frame,
                           &s->err);
}

static wb_status scan_findings(scene *s)
{
    return wb_scan_findings(s->world->has.scan, NULL, NULL, NULL, &s->out.frame, &s->err);
}

static wb_status findings_check(scene *s)
{
    return wb_findings_check(s->world->findings, &s->err);
}

static wb_status scan_suggest(scene *s)
{
    return wb_scan_suggest(s->world->findings, s->world->has.catalogue, NULL, "nl",
                           &s->out.frame, &s->err);
}

static wb_status scan_draft_actions(scene *s)
{
    return wb_scan_draft_actions(s->world->findings, s->world->suggestions, NULL,
                                 &s->out.frame, &s->err);
}

static wb_status selftest(scene *s)
{
    return wb_selftest(s->world->has.questionnaire, s->world->person, "nl", &s->out.frame,
                       &s->err);
}

const deed deeds_scan[] = {
    {"wb_organisation_read", begin_organisation_file, organisation_read, READS},
    {"wb_organisation_load", NULL, organisation_load, FILES},
    {"wb_organisation_write", scene_write, organisation_write, WRITES},
    {"wb_organisation_groups", NULL, organisation_groups, 0},
    {"wb_scan_export", scene_write, scan_export, WRITES},
    {"wb_scan_import", begin_scan_answers, scan_import, READS},
    {"wb_scan_run", NULL, scan_run, RUNS},
    {"wb_scan_add_records", begin_scan, scan_add_records, 0},
    {"wb_scan_read", begin_scan_file, scan_read, READS},
    {"wb_scan_load", NULL, scan_load, FILES},
    {"wb_scan_write", scene_write, scan_write, WRITES},
    {"wb_scan_ledger", NULL, scan_ledger, 0},
    {"wb_scan_table", NULL, scan_table, 0},
    {"wb_scan_reference", NULL, scan_reference, 0},
    {"wb_scan_compare", NULL, scan_compare, 0},
    {"wb_scan_findings", NULL, scan_findings, 0},
    {"wb_findings_check", NULL, findings_check, 0},
    {"wb_scan_suggest", NULL, scan_suggest, 0},
    {"wb_scan_draft_actions", NULL, scan_draft_actions, 0},
    {"wb_selftest", NULL, selftest, 0},
    {NULL, NULL, NULL, 0},
};

/* ---- pools ---- */

static wb_status scan_tally(scene *s)
{
    wb_scan_tally_options options = WB_SCAN_TALLY_OPTIONS_INIT;

    options.company = "me";
    return wb_scan_tally(s->world->has.scan, &options, s->mine.writer, &s->err);
}

static wb_status pool_new(scene *s)
{
    return wb_pool_new(&s->out.pool, &s->err);
}

static void begin_pool(scene *s)
{
    must(wb_pool_new(&s->mine.pool, &s->err), &s->err);
    scene_read(s, FILE_POOL);
}

static wb_status pool_add(scene *s)
{
    return wb_pool_add(s->mine.pool, s->mine.reader, &s->err);
}

static wb_status pool_load(scene *s)
{
    return wb_pool_load(s->mine.pool, s->world->files[FILE_POOL].path, &s->err);
}

static wb_status pool_benchmark(scene *s)
{
    return wb_pool_benchmark(s->world->has.pool, NULL, &s->run, &s->out.frame, &s->err);
}

static wb_status pool_measures(scene *s)
{
    return wb_pool_measures(s->world->has.pool, NULL, &s->out.frame, &s->err);
}

const deed deeds_pool[] = {
    {"wb_scan_tally", scene_write, scan_tally, WRITES},
    {"wb_pool_new", NULL, pool_new, 0},
    {"wb_pool_add", begin_pool, pool_add, READS},
    {"wb_pool_load", begin_pool, pool_load, FILES},
    {"wb_pool_benchmark", NULL, pool_benchmark, RUNS},
    {"wb_pool_measures", NULL, pool_measures, 0},
    {NULL, NULL, NULL, 0},
};
