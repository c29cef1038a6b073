/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "faults/getters.h"

typedef struct looked {
    double sum;
    void (*after)(const char *name); /* NULL: nobody hears */
} looked;

static void see(looked *to, const char *name, double value)
{
    to->sum += isnan(value) ? 0.5 : value;
    if (to->after != NULL)
        to->after(name);
}

static void see_text(looked *to, const char *name, const char *text)
{
    see(to, name, text != NULL ? (double)strlen(text) + text[0] : 0.25);
}

/* A function that frees, called with NULL: on handles all programs call it. */
static void see_freed(looked *to, const char *name)
{
    see(to, name, 0);
}

static void look_at_constants(looked *to)
{
    see_text(to, "wb_status_name", wb_status_name(WB_E_DATA));
    see_text(to, "wb_version", wb_version());
    see_text(to, "wb_type_name", wb_type_name(WB_TYPE_INT8));
    see_text(to, "wb_weight_step_name", wb_weight_step_name(WB_WEIGHT_RAKE));
    see(to, "wb_statfile_detect", (double)wb_statfile_detect("$FL2@(#)", 8));
    see(to, "wb_instrument_builtin_count", (double)wb_instrument_builtin_count());
    see_text(to, "wb_instrument_builtin_id", wb_instrument_builtin_id(0));
    see(to, "wb_monitor_builtin_count", (double)wb_monitor_builtin_count());
    see_text(to, "wb_monitor_builtin_id", wb_monitor_builtin_id(0));
    see(to, "wb_plan_builtin_count", (double)wb_plan_builtin_count());
    see_text(to, "wb_plan_builtin_id", wb_plan_builtin_id(0));
    see(to, "wb_support_builtin_count", (double)wb_support_builtin_count());
    see_text(to, "wb_support_builtin_id", wb_support_builtin_id(0));
    see(to, "wb_monitor_part_count", (double)wb_monitor_part_count());
    see_text(to, "wb_monitor_part_name", wb_monitor_part_name(1));
}

static void look_at_frames(looked *to, const world *w)
{
    const wb_frame *f = w->people;
    size_t length = 0;

    see(to, "wb_frame_row_count", (double)wb_frame_row_count(f));
    see(to, "wb_frame_column_count", (double)wb_frame_column_count(f));
    see_text(to, "wb_frame_column_name", wb_frame_column_name(f, 1));
    see(to, "wb_frame_column_type", (double)wb_frame_column_type(f, 1));
    see(to, "wb_frame_find", (double)wb_frame_find(f, "sex"));
    see(to, "wb_frame_is_missing", (double)wb_frame_is_missing(f, 3, 5));
    see(to, "wb_frame_double", wb_frame_double(f, 1, 5));
    see(to, "wb_frame_int64", (double)wb_frame_int64(f, 0, 5));
    see_text(to, "wb_frame_metadata", wb_frame_metadata(w->estimates));
    f = w->estimates;
    see(to, "wb_frame_text",
        wb_frame_text(f, 1, 0, &length) != NULL ? (double)length : 0);
    see(to, "wb_frame_category_count", (double)wb_frame_category_count(f, 2));
    see_text(to, "wb_frame_category", wb_frame_category(f, 2, 0));
    see(to, "wb_frame_is_ordered", (double)wb_frame_is_ordered(f, 2));
}

static void look_at_labels(looked *to, const world *w)
{
    const wb_frame *f = w->people;

    see_text(to, "wb_frame_label", wb_frame_label(f, 0));
    see(to, "wb_frame_value_label_count", (double)wb_frame_value_label_count(f, 2));
    see(to, "wb_frame_value_label_code", wb_frame_value_label_code(f, 2, 0));
    see_text(to, "wb_frame_value_label_text", wb_frame_value_label_text(f, 2, 0));
    see(to, "wb_frame_missing_range_count", (double)wb_frame_missing_range_count(f, 2));
    see(to, "wb_frame_missing_range_low", wb_frame_missing_range_low(f, 2, 0));
    see(to, "wb_frame_missing_range_high", wb_frame_missing_range_high(f, 2, 0));
}

static void look_at_definitions(looked *to, const world *w)
{
    const wb_instrument *i = w->has.instrument;

    see_text(to, "wb_instrument_id", wb_instrument_id(i));
    see_text(to, "wb_instrument_version", wb_instrument_version(i));
    see_text(to, "wb_instrument_hash", wb_instrument_hash(i));
    see_text(to, "wb_instrument_title", wb_instrument_title(i, "en"));
    see(to, "wb_instrument_verified", (double)wb_instrument_verified(i));

    const wb_monitor_definition *d = w->has.definition;

    see_text(to, "wb_monitor_definition_id", wb_monitor_definition_id(d));
    see_text(to, "wb_monitor_definition_hash", wb_monitor_definition_hash(d));
    see_text(to, "wb_monitor_definition_instrument", wb_monitor_definition_instrument(d));
    see_text(to, "wb_monitor_definition_title", wb_monitor_definition_title(d, "en"));
}

static void look_at_questionnaires(looked *to, const world *w)
{
    const wb_questionnaire *q = w->has.questionnaire;

    see_text(to, "wb_questionnaire_id", wb_questionnaire_id(q));
    see_text(to, "wb_questionnaire_version", wb_questionnaire_version(q));
    see_text(to, "wb_questionnaire_hash", wb_questionnaire_hash(q));
    see_text(to, "wb_questionnaire_title", wb_questionnaire_title(q, "en"));
    see(to, "wb_questionnaire_minutes", (double)wb_questionnaire_minutes(q, "nl"));
}

static void look_at_scans(looked *to, const world *w)
{
    const wb_organisation *o = w->has.organisation;

    see_text(to, "wb_organisation_id", wb_organisation_id(o));
    see_text(to, "wb_organisation_hash", wb_organisation_hash(o));
    see_text(to, "wb_organisation_title", wb_organisation_title(o, "en"));
    see(to, "wb_organisation_staff", (double)wb_organisation_staff(o));
    see(to, "wb_organisation_min_n", (double)wb_organisation_min_n(o));
    const wb_scan *s = w->has.scan;

    see_text(to, "wb_scan_id", wb_scan_id(s));
    see_text(to, "wb_scan_hash", wb_scan_hash(s));
    see_text(to, "wb_scan_status", wb_scan_status(s));
    const wb_pool *p = w->has.pool;

    see(to, "wb_pool_company_count", (double)wb_pool_company_count(p));
}

static void look_at_plans(looked *to, const world *w)
{
    const wb_plan *p = w->has.plan;

    see_text(to, "wb_plan_id", wb_plan_id(p));
    see_text(to, "wb_plan_version", wb_plan_version(p));
    see_text(to, "wb_plan_hash", wb_plan_hash(p));
    see_text(to, "wb_plan_title", wb_plan_title(p, "en"));
    see_text(to, "wb_plan_scope", wb_plan_scope(p));
    const wb_changes *c = w->has.changes;

    see(to, "wb_changes_count", (double)wb_changes_count(c));
    const wb_support *s = w->has.support;

    see_text(to, "wb_support_id", wb_support_id(s));
    see_text(to, "wb_support_version", wb_support_version(s));
    see_text(to, "wb_support_hash", wb_support_hash(s));
    see_text(to, "wb_support_title", wb_support_title(s, "en"));
    see(to, "wb_support_historical", (double)wb_support_historical(s));
    see(to, "wb_support_verified", (double)wb_support_verified(s));
}

static void look_at_tallies(looked *to, const world *w)
{
    const wb_tally *t = w->has.tally;

    see_text(to, "wb_tally_spec_hash", wb_tally_spec_hash(t));
    see(to, "wb_tally_row_count", (double)wb_tally_row_count(t));
    const wb_model_pass *p = w->has.pass;

    see(to, "wb_model_pass_row_count", (double)wb_model_pass_row_count(p));
    see(to, "wb_model_pass_number", (double)wb_model_pass_number(p));
    const wb_monitor *m = w->has.monitor;

    see(to, "wb_monitor_row_count", (double)wb_monitor_row_count(m));
    const wb_ledger *l = w->has.ledger;

    see_text(to, "wb_ledger_scope", wb_ledger_scope(l));
}

static void look_at_weightings(looked *to, const world *w)
{
    const wb_weighting *g = w->has.weighting;

    see_text(to, "wb_weighting_weights", wb_weighting_weights(g));
    see_text(to, "wb_weighting_result", wb_weighting_result(g));
    see(to, "wb_weighting_step_count", (double)wb_weighting_step_count(g));
    see(to, "wb_weighting_step", (double)wb_weighting_step(g, 0));
    see(to, "wb_weighting_margin_count", (double)wb_weighting_margin_count(g));
    see(to, "wb_weighting_margin_column_count",
        (double)wb_weighting_margin_column_count(g, 0));
    see_text(to, "wb_weighting_margin_column", wb_weighting_margin_column(g, 0, 0));
    see(to, "wb_weighting_auxiliary_count", (double)wb_weighting_auxiliary_count(g));
    see_text(to, "wb_weighting_auxiliary", wb_weighting_auxiliary(g, 0));
}

static void free_nothing(looked *to)
{
    wb_reader_free(NULL);
    see_freed(to, "wb_reader_free");
    wb_writer_free(NULL);
    see_freed(to, "wb_writer_free");
    wb_frame_free(NULL);
    see_freed(to, "wb_frame_free");
    wb_source_free(NULL);
    see_freed(to, "wb_source_free");
    wb_catalogue_free(NULL);
    see_freed(to, "wb_catalogue_free");
    wb_questionnaire_free(NULL);
    see_freed(to, "wb_questionnaire_free");
    wb_ledger_free(NULL);
    see_freed(to, "wb_ledger_free");
    wb_model_free(NULL);
    see_freed(to, "wb_model_free");
    wb_fit_free(NULL);
    see_freed(to, "wb_fit_free");
    wb_model_pass_free(NULL);
    see_freed(to, "wb_model_pass_free");
    wb_monitor_definition_free(NULL);
    see_freed(to, "wb_monitor_definition_free");
    wb_monitor_free(NULL);
    see_freed(to, "wb_monitor_free");
    wb_monitor_results_free(NULL);
    see_freed(to, "wb_monitor_results_free");
}

static void free_nothing_else(looked *to)
{
    wb_plan_free(NULL);
    see_freed(to, "wb_plan_free");
    wb_changes_free(NULL);
    see_freed(to, "wb_changes_free");
    wb_scales_free(NULL);
    see_freed(to, "wb_scales_free");
    wb_organisation_free(NULL);
    see_freed(to, "wb_organisation_free");
    wb_scan_free(NULL);
    see_freed(to, "wb_scan_free");
    wb_pool_free(NULL);
    see_freed(to, "wb_pool_free");
    wb_instrument_free(NULL);
    see_freed(to, "wb_instrument_free");
    wb_store_free(NULL);
    see_freed(to, "wb_store_free");
    wb_support_free(NULL);
    see_freed(to, "wb_support_free");
    wb_spec_free(NULL);
    see_freed(to, "wb_spec_free");
    wb_tally_free(NULL);
    see_freed(to, "wb_tally_free");
    wb_weighting_free(NULL);
    see_freed(to, "wb_weighting_free");
}

/* Of handles that are not const each thread has its own. */
static void look_at_streams(looked *to, const world *w)
{
    wb_reader *reader = plain_reader(w, FILE_PLAN);
    wb_writer *writer = NULL;
    size_t n = 0;

    must(wb_writer_to_memory(&writer, NULL), NULL);
    see(to, "", 0); /* what it took to make them does not count */
    see_text(to, "wb_reader_name", wb_reader_name(reader));
    see_text(to, "wb_writer_bytes", wb_writer_bytes(writer, &n));
    wb_reader_free(reader);
    wb_writer_free(writer);
}

double look_at_each(const world *w, void (*after)(const char *name))
{
    looked all = {0, after};

    look_at_streams(&all, w);
    look_at_constants(&all);
    look_at_frames(&all, w);
    look_at_labels(&all, w);
    look_at_definitions(&all, w);
    look_at_questionnaires(&all, w);
    look_at_scans(&all, w);
    look_at_plans(&all, w);
    look_at_tallies(&all, w);
    look_at_weightings(&all, w);
    free_nothing(&all);
    free_nothing_else(&all);
    return all.sum;
}

double look_at_all(const world *w)
{
    return look_at_each(w, NULL);
}
