/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Golden files that are made of others: what is counted of answers, and what is made of
 * plans. Sums are exact and there is no logarithm in them, so that the bytes are the same
 * on every machine. */
#include "goldens.h"

/* ---- a scan of a company, and what it leaves ---- */

static wb_scan *scan_of_answers(void)
{
    wb_questionnaire *questionnaire = NULL;
    wb_organisation *organisation = NULL;
    wb_frame *answers = golden_frame("answers.csv");
    wb_scan *scan = NULL;
    wb_error err = {0};

    assert_ok(
        wb_questionnaire_load(golden_path("questionnaire.json"), &questionnaire, NULL));
    assert_ok(
        wb_organisation_load(golden_path("organisation.json"), &organisation, NULL));
    if (wb_scan_run(questionnaire, organisation, answers, NULL, NULL, &scan, &err) !=
        WB_OK)
        fail_msg("%s: %s", err.item, err.message);
    wb_frame_free(answers);
    wb_organisation_free(organisation);
    wb_questionnaire_free(questionnaire);
    return scan;
}

void make_scan(const char *from, wb_writer *writer)
{
    wb_scan *scan = scan_of_answers();

    (void)from;
    assert_ok(wb_scan_write(scan, writer, NULL));
    wb_scan_free(scan);
}

void make_ledger(const char *from, wb_writer *writer)
{
    wb_scan *scan = scan_of_answers();
    wb_ledger *ledger = NULL;

    (void)from;
    assert_ok(wb_scan_ledger(scan, &ledger, NULL));
    assert_ok(wb_ledger_write(ledger, writer, NULL));
    wb_ledger_free(ledger);
    wb_scan_free(scan);
}

void make_pool(const char *from, wb_writer *writer)
{
    wb_scan *scan = scan_of_answers();
    wb_scan_tally_options options = WB_SCAN_TALLY_OPTIONS_INIT;

    (void)from;
    options.company = "c-17";
    assert_ok(wb_scan_tally(scan, &options, writer, NULL));
    wb_scan_free(scan);
}

/* ---- a plan with changes ---- */

static wb_plan *plan_with_changes(void)
{
    wb_reader *reader = golden_reader("changes.json");
    wb_plan *plan = NULL, *changed = NULL;
    wb_changes *changes = NULL;
    wb_error err = {0};

    assert_ok(wb_plan_load(golden_path("plan.json"), &plan, NULL));
    assert_ok(wb_changes_read(reader, &changes, NULL));
    if (wb_plan_apply(plan, changes, &changed, &err) != WB_OK)
        fail_msg("%s: %s", err.where, err.message);
    wb_changes_free(changes);
    wb_plan_free(plan);
    wb_reader_free(reader);
    return changed;
}

void make_plan(const char *from, wb_writer *writer)
{
    wb_plan *plan = plan_with_changes();

    (void)from;
    assert_ok(wb_plan_write(plan, writer, NULL));
    wb_plan_free(plan);
}

void make_store(const char *path)
{
    const int64_t now = INT64_C(1772323200000000); /* 1 March 2026 */
    wb_reader *reader = golden_reader("changes.json");
    wb_store *store = NULL;
    wb_plan *plan = NULL;
    wb_changes *changes = NULL;
    int64_t seq = 0;

    assert_ok(wb_plan_load(golden_path("plan.json"), &plan, NULL));
    assert_ok(wb_changes_read(reader, &changes, NULL));
    assert_ok(wb_store_open(path, NULL, &store, NULL));
    assert_ok(wb_store_import(store, plan, now, "e1", "SYNTHETIC", NULL));
    assert_ok(wb_store_apply(store, changes, now + 1, "e2", NULL, &seq, NULL));
    assert_ok(wb_store_set_name(store, "e2", "Nobody (made up)", NULL));
    wb_store_free(store);
    wb_changes_free(changes);
    wb_plan_free(plan);
    wb_reader_free(reader);
}

/* ---- tallies ---- */

static wb_tally *tally_of_people(const char *spec_file)
{
    wb_reader *reader = golden_reader(spec_file);
    wb_frame *people = golden_frame("people.csv");
    wb_spec *spec = NULL;
    wb_tally *tally = NULL;
    wb_error err = {0};

    assert_ok(wb_spec_read(reader, &spec, NULL));
    assert_ok(wb_tally_new(spec, &tally, NULL));
    if (wb_tally_update(tally, people, NULL, &err) != WB_OK)
        fail_msg("%s: %s", err.item, err.message);
    wb_spec_free(spec);
    wb_frame_free(people);
    wb_reader_free(reader);
    return tally;
}

void make_tally(const char *from, wb_writer *writer)
{
    wb_tally *tally = tally_of_people(from);

    assert_ok(wb_tally_write(tally, writer, NULL));
    wb_tally_free(tally);
}

void make_second(const char *from, wb_writer *writer)
{
    wb_tally *first = tally_of_people(from), *second = NULL;
    wb_frame *people = golden_frame("people.csv");

    assert_ok(wb_tally_second_pass(first, &second, NULL));
    assert_ok(wb_tally_update(second, people, NULL, NULL));
    assert_ok(wb_tally_write(second, writer, NULL));
    wb_frame_free(people);
    wb_tally_free(second);
    wb_tally_free(first);
}

/* ---- passes of a model ---- */

static wb_model_pass *pass_of_people(const char *model_file, const wb_frame *people)
{
    wb_reader *reader = golden_reader(model_file);
    wb_model *model = NULL;
    wb_model_pass *pass = NULL;
    wb_error err = {0};

    assert_ok(wb_model_read(reader, &model, NULL));
    assert_ok(wb_model_pass_new(model, NULL, NULL, &pass, NULL));
    if (wb_model_pass_update(pass, people, NULL, &err) != WB_OK)
        fail_msg("%s: %s", err.item, err.message);
    wb_model_free(model);
    wb_reader_free(reader);
    return pass;
}

void make_first_pass(const char *from, wb_writer *writer)
{
    wb_frame *people = golden_frame("people.csv");
    wb_model_pass *pass = pass_of_people(from, people);

    assert_ok(wb_model_pass_write(pass, writer, NULL));
    wb_model_pass_free(pass);
    wb_frame_free(people);
}

void make_next_pass(const char *from, wb_writer *writer)
{
    wb_frame *people = golden_frame("people.csv");
    wb_model_pass *pass = pass_of_people(from, people);
    wb_fit *fit = NULL;

    assert_ok(wb_model_pass_step(pass, &fit, NULL));
    assert_null(fit);
    assert_ok(wb_model_pass_update(pass, people, NULL, NULL));
    assert_ok(wb_model_pass_write(pass, writer, NULL));
    wb_model_pass_free(pass);
    wb_frame_free(people);
}
