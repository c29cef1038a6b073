/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Every kind of file, read and written again. */
#include "goldens.h"

wb_status again_catalogue(wb_reader *reader, wb_writer *writer, wb_error *err)
{
    static const char *const ids[][2] = {{"module", "golden-pace"},
                                         {"sector", "golden-bakers"},
                                         {"measures", "golden-ideas"}};
    wb_catalogue *catalogue = NULL;
    wb_status st;

    assert_ok(wb_catalogue_new(&catalogue, NULL));
    st = wb_catalogue_read(catalogue, reader, err);
    if (st == WB_OK) {
        st = WB_E_ARG;
        for (size_t i = 0; i < 3 && st == WB_E_ARG; i++)
            st = wb_catalogue_write(catalogue, ids[i][0], ids[i][1], NULL, writer, err);
    }
    wb_catalogue_free(catalogue);
    return st;
}

wb_status again_changes(wb_reader *reader, wb_writer *writer, wb_error *err)
{
    wb_changes *changes = NULL;
    wb_status st = wb_changes_read(reader, &changes, err);

    if (st == WB_OK)
        st = wb_changes_write(changes, writer, err);
    wb_changes_free(changes);
    return st;
}

wb_status again_instrument(wb_reader *reader, wb_writer *writer, wb_error *err)
{
    wb_instrument *instrument = NULL;
    wb_status st = wb_instrument_read(reader, &instrument, err);

    if (st == WB_OK)
        st = wb_instrument_write(instrument, writer, err);
    wb_instrument_free(instrument);
    return st;
}

wb_status again_ledger(wb_reader *reader, wb_writer *writer, wb_error *err)
{
    wb_ledger *ledger = NULL;
    wb_status st = wb_ledger_read(reader, &ledger, err);

    if (st == WB_OK)
        st = wb_ledger_write(ledger, writer, err);
    wb_ledger_free(ledger);
    return st;
}

wb_status again_model(wb_reader *reader, wb_writer *writer, wb_error *err)
{
    wb_model *model = NULL;
    wb_status st = wb_model_read(reader, &model, err);

    if (st == WB_OK)
        st = wb_model_write(model, writer, err);
    wb_model_free(model);
    return st;
}

wb_status again_monitor(wb_reader *reader, wb_writer *writer, wb_error *err)
{
    wb_monitor_definition *definition = NULL;
    wb_status st = wb_monitor_definition_read(reader, &definition, err);

    if (st == WB_OK)
        st = wb_monitor_definition_write(definition, writer, err);
    wb_monitor_definition_free(definition);
    return st;
}

wb_status again_organisation(wb_reader *reader, wb_writer *writer, wb_error *err)
{
    wb_organisation *organisation = NULL;
    wb_status st = wb_organisation_read(reader, &organisation, err);

    if (st == WB_OK)
        st = wb_organisation_write(organisation, writer, err);
    wb_organisation_free(organisation);
    return st;
}

wb_status again_pass(wb_reader *reader, wb_writer *writer, wb_error *err)
{
    wb_model_pass *pass = NULL;
    wb_status st = wb_model_pass_read(reader, &pass, err);

    if (st == WB_OK)
        st = wb_model_pass_write(pass, writer, err);
    wb_model_pass_free(pass);
    return st;
}

wb_status again_plan(wb_reader *reader, wb_writer *writer, wb_error *err)
{
    wb_plan *plan = NULL;
    wb_status st = wb_plan_read(reader, &plan, err);

    if (st == WB_OK)
        st = wb_plan_write(plan, writer, err);
    wb_plan_free(plan);
    return st;
}

/* Companies of a pool go in and do not come out. */
wb_status again_pool(wb_reader *reader, wb_writer *writer, wb_error *err)
{
    wb_pool *pool = NULL;
    wb_status st;

    (void)writer;
    assert_ok(wb_pool_new(&pool, NULL));
    st = wb_pool_add(pool, reader, err);
    assert_int_equal(wb_pool_company_count(pool), st == WB_OK);
    wb_pool_free(pool);
    return st;
}

wb_status again_questionnaire(wb_reader *reader, wb_writer *writer, wb_error *err)
{
    wb_questionnaire *questionnaire = NULL;
    wb_status st = wb_questionnaire_read(reader, &questionnaire, err);

    if (st == WB_OK)
        st = wb_questionnaire_write(questionnaire, writer, err);
    wb_questionnaire_free(questionnaire);
    return st;
}

/* What a recipe gives is the questionnaire. */
wb_status again_recipe(wb_reader *reader, wb_writer *writer, wb_error *err)
{
    wb_catalogue *catalogue = NULL;
    wb_questionnaire *questionnaire = NULL;
    wb_status st;

    assert_ok(wb_catalogue_new(&catalogue, NULL));
    assert_ok(wb_catalogue_load(catalogue, golden_path("module.json"), NULL));
    st = wb_compose(catalogue, reader, &questionnaire, err);
    if (st == WB_OK)
        st = wb_questionnaire_write(questionnaire, writer, err);
    wb_questionnaire_free(questionnaire);
    wb_catalogue_free(catalogue);
    return st;
}

wb_status again_scan(wb_reader *reader, wb_writer *writer, wb_error *err)
{
    wb_scan *scan = NULL;
    wb_status st = wb_scan_read(reader, &scan, err);

    if (st == WB_OK)
        st = wb_scan_write(scan, writer, err);
    wb_scan_free(scan);
    return st;
}

wb_status again_spec(wb_reader *reader, wb_writer *writer, wb_error *err)
{
    wb_spec *spec = NULL;
    wb_status st = wb_spec_read(reader, &spec, err);

    if (st == WB_OK)
        st = wb_spec_write(spec, writer, err);
    wb_spec_free(spec);
    return st;
}

wb_status again_support(wb_reader *reader, wb_writer *writer, wb_error *err)
{
    wb_support *rule = NULL;
    wb_status st = wb_support_read(reader, &rule, err);

    if (st == WB_OK)
        st = wb_support_write(rule, writer, err);
    wb_support_free(rule);
    return st;
}

wb_status again_tally(wb_reader *reader, wb_writer *writer, wb_error *err)
{
    wb_tally *tally = NULL;
    wb_status st = wb_tally_read(reader, &tally, err);

    if (st == WB_OK)
        st = wb_tally_write(tally, writer, err);
    wb_tally_free(tally);
    return st;
}

wb_status again_weighting(wb_reader *reader, wb_writer *writer, wb_error *err)
{
    wb_weighting *weighting = NULL;
    wb_status st = wb_weighting_read(reader, &weighting, err);

    if (st == WB_OK)
        st = wb_weighting_write(weighting, writer, err);
    wb_weighting_free(weighting);
    return st;
}
