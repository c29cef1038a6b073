/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Every struct of options, given with a size that is none, with reserved fields that are
 * set, and by a program that was made for a newer library. */
#include "misuse/misuse.h"

static wb_status call_score_run(scene *s, const void *options)
{
    const world *w = s->world;

    return wb_score(w->has.instrument, w->people, NULL, options, &s->out.frame, &s->err);
}

static void score_run(scene *s)
{
    static const wb_run plain = WB_RUN_INIT;

    options_refused(s, call_score_run, &plain, sizeof plain, offsetof(wb_run, reserved1));
}

static wb_status call_frame_add_column(scene *s, const void *options)
{
    return wb_frame_add_column(s->mine.frame, "new", options, &s->err);
}

static void frame_add_column(scene *s)
{
    static const wb_column plain = WB_COLUMN_INIT;

    options_refused(s, call_frame_add_column, &plain, sizeof plain, 0);
}

static wb_status call_csv_read(scene *s, const void *options)
{
    return wb_csv_read(s->mine.reader, options, &s->out.source, &s->err);
}

static void csv_read(scene *s)
{
    static const wb_csv_options plain = WB_CSV_OPTIONS_INIT;

    options_refused(s, call_csv_read, &plain, sizeof plain, 0);
}

static wb_status call_csv_write(scene *s, const void *options)
{
    return wb_csv_write(s->mine.writer, s->mine.source, options, NULL, &s->err);
}

static void csv_write(scene *s)
{
    static const wb_csv_write_options plain = WB_CSV_WRITE_OPTIONS_INIT;

    options_refused(s, call_csv_write, &plain, sizeof plain,
                    offsetof(wb_csv_write_options, reserved1));
}

static wb_status call_statfile_read(scene *s, const void *options)
{
    return wb_statfile_read(s->mine.reader, options, &s->out.source, &s->err);
}

static void statfile_read(scene *s)
{
    static const wb_statfile_options plain = WB_STATFILE_OPTIONS_INIT;

    if (s->mine.reader == NULL)
        return;
    options_refused(s, call_statfile_read, &plain, sizeof plain, 0);
}

static wb_status call_statfile_write(scene *s, const void *options)
{
    return wb_statfile_write(s->mine.writer, s->mine.source, options, NULL, &s->err);
}

static void statfile_write(scene *s)
{
    static const wb_statfile_write_options plain = WB_STATFILE_WRITE_OPTIONS_INIT;

    options_refused(s, call_statfile_write, &plain, sizeof plain,
                    offsetof(wb_statfile_write_options, reserved1));
}

static wb_status call_table_print(scene *s, const void *options)
{
    const world *w = s->world;

    return wb_table_print(s->mine.writer, w->people, options, &s->err);
}

static void table_print(scene *s)
{
    static const wb_table_options plain = WB_TABLE_OPTIONS_INIT;

    options_refused(s, call_table_print, &plain, sizeof plain, 0);
}

static wb_status call_score(scene *s, const void *options)
{
    const world *w = s->world;

    return wb_score(w->has.instrument, w->people, options, NULL, &s->out.frame, &s->err);
}

static void score(scene *s)
{
    static const wb_score_options plain = WB_SCORE_OPTIONS_INIT;

    options_refused(s, call_score, &plain, sizeof plain,
                    offsetof(wb_score_options, reserved1));
}

static wb_status call_score_source(scene *s, const void *options)
{
    const world *w = s->world;

    return wb_score_source(w->has.instrument, s->mine.source, options, &s->out.source,
                           &s->err);
}

static void score_source(scene *s)
{
    static const wb_score_options plain = WB_SCORE_OPTIONS_INIT;

    options_refused(s, call_score_source, &plain, sizeof plain,
                    offsetof(wb_score_options, reserved1));
}

static wb_status call_weighting_add_calibration(scene *s, const void *options)
{
    return wb_weighting_add_calibration(s->mine.weighting, WB_WEIGHT_LINEAR, options,
                                        &s->err);
}

static void weighting_add_calibration(scene *s)
{
    static const wb_calibration_options plain = WB_CALIBRATION_OPTIONS_INIT;

    options_refused(s, call_weighting_add_calibration, &plain, sizeof plain, 0);
}

static wb_status call_weighting_add_trim(scene *s, const void *options)
{
    return wb_weighting_add_trim(s->mine.weighting, options, &s->err);
}

static void weighting_add_trim(scene *s)
{
    static const wb_trim_options plain = WB_TRIM_OPTIONS_INIT;

    options_refused(s, call_weighting_add_trim, &plain, sizeof plain,
                    offsetof(wb_trim_options, reserved1));
}

static wb_status call_spec_set_replicates(scene *s, const void *options)
{
    return wb_spec_set_replicates(s->mine.spec, options, &s->err);
}

static void spec_set_replicates(scene *s)
{
    static const wb_replicate_options plain = WB_REPLICATE_OPTIONS_INIT;

    options_refused(s, call_spec_set_replicates, &plain, sizeof plain, 0);
}

static wb_status call_tally_estimate(scene *s, const void *options)
{
    const world *w = s->world;

    return wb_tally_estimate(w->has.tally, options, NULL, &s->out.frame, &s->err);
}

static void tally_estimate(scene *s)
{
    static const wb_estimate_options plain = WB_ESTIMATE_OPTIONS_INIT;

    options_refused(s, call_tally_estimate, &plain, sizeof plain, 0);
}

static wb_status call_estimates_change(scene *s, const void *options)
{
    const world *w = s->world;

    return wb_estimates_change(w->estimates, "year", options, &s->out.frame, &s->err);
}

static void estimates_change(scene *s)
{
    static const wb_change_options plain = WB_CHANGE_OPTIONS_INIT;

    options_refused(s, call_estimates_change, &plain, sizeof plain,
                    offsetof(wb_change_options, reserved1));
}

static wb_status call_tally_pairs(scene *s, const void *options)
{
    const world *w = s->world;

    return wb_tally_pairs(w->open, "stratum", options, NULL, NULL, &s->out.frame,
                          &s->err);
}

static void tally_pairs(scene *s)
{
    static const wb_pairs_options plain = WB_PAIRS_OPTIONS_INIT;

    options_refused(s, call_tally_pairs, &plain, sizeof plain,
                    offsetof(wb_pairs_options, reserved1));
}

static wb_status call_tally_trend(scene *s, const void *options)
{
    const world *w = s->world;

    return wb_tally_trend(w->open, "stratum", options, NULL, NULL, &s->out.frame,
                          &s->err);
}

static void tally_trend(scene *s)
{
    static const wb_trend_options plain = WB_TREND_OPTIONS_INIT;

    options_refused(s, call_tally_trend, &plain, sizeof plain,
                    offsetof(wb_trend_options, reserved1));
}

static wb_status call_tally_independence(scene *s, const void *options)
{
    const world *w = s->world;

    return wb_tally_independence(w->open, options, NULL, NULL, &s->out.frame, &s->err);
}

static void tally_independence(scene *s)
{
    static const wb_test_options plain = WB_TEST_OPTIONS_INIT;

    options_refused(s, call_tally_independence, &plain, sizeof plain, 0);
}

static wb_status call_tally_fit(scene *s, const void *options)
{
    const world *w = s->world;

    return wb_tally_fit(w->open, "stratum", w->shares, options, NULL, NULL, &s->out.frame,
                        &s->err);
}

static void tally_fit(scene *s)
{
    static const wb_test_options plain = WB_TEST_OPTIONS_INIT;

    options_refused(s, call_tally_fit, &plain, sizeof plain, 0);
}

static wb_status call_model_fit_source(scene *s, const void *options)
{
    const world *w = s->world;

    return wb_model_fit_source(w->has.model, s->mine.source, options, NULL, NULL,
                               &s->out.fit, &s->err);
}

static void model_fit_source(scene *s)
{
    static const wb_fit_options plain = WB_FIT_OPTIONS_INIT;

    options_refused(s, call_model_fit_source, &plain, sizeof plain,
                    offsetof(wb_fit_options, reserved1));
}

static wb_status call_model_pass_new(scene *s, const void *options)
{
    const world *w = s->world;

    return wb_model_pass_new(w->has.model, options, NULL, &s->out.pass, &s->err);
}

static void model_pass_new(scene *s)
{
    static const wb_fit_options plain = WB_FIT_OPTIONS_INIT;

    options_refused(s, call_model_pass_new, &plain, sizeof plain,
                    offsetof(wb_fit_options, reserved1));
}

static wb_status call_reliability_source(scene *s, const void *options)
{
    const world *w = s->world;

    return wb_reliability_source(w->has.scales, w->has.spec, s->mine.source, options,
                                 NULL, NULL, &s->out.frame, &s->err);
}

static void reliability_source(scene *s)
{
    static const wb_reliability_options plain = WB_RELIABILITY_OPTIONS_INIT;

    options_refused(s, call_reliability_source, &plain, sizeof plain,
                    offsetof(wb_reliability_options, reserved1));
}

static wb_status call_roc(scene *s, const void *options)
{
    return wb_roc(s->mine.source, "age", "a1", NULL, options, NULL, NULL, &s->out.frame,
                  &s->out.second, &s->err);
}

static void roc(scene *s)
{
    static const wb_roc_options plain = WB_ROC_OPTIONS_INIT;

    options_refused(s, call_roc, &plain, sizeof plain,
                    offsetof(wb_roc_options, reserved1));
}

static wb_status call_cutoff_moves(scene *s, const void *options)
{
    const world *w = s->world;

    return wb_cutoff_moves(w->has.instrument, s->mine.source, NULL, options, NULL, NULL,
                           &s->out.frame, &s->err);
}

static void cutoff_moves(scene *s)
{
    static const wb_cutoff_options plain = WB_CUTOFF_OPTIONS_INIT;

    options_refused(s, call_cutoff_moves, &plain, sizeof plain,
                    offsetof(wb_cutoff_options, reserved1));
}

static wb_status call_disclose(scene *s, const void *options)
{
    const world *w = s->world;

    return wb_disclose(w->counts, w->relations, options, NULL, &s->out.frame, NULL, NULL,
                       &s->err);
}

static void disclose(scene *s)
{
    static const wb_disclose_options plain = WB_DISCLOSE_OPTIONS_INIT;

    options_refused(s, call_disclose, &plain, sizeof plain,
                    offsetof(wb_disclose_options, reserved1));
}

static wb_status call_monitor_results_make(scene *s, const void *options)
{
    const world *w = s->world;

    return wb_monitor_results_make(w->has.monitor, options, NULL, &s->out.results,
                                   &s->err);
}

static void monitor_results_make(scene *s)
{
    static const wb_monitor_options plain = WB_MONITOR_OPTIONS_INIT;

    options_refused(s, call_monitor_results_make, &plain, sizeof plain,
                    offsetof(wb_monitor_options, reserved1));
}

static wb_status call_monitor_explore(scene *s, const void *options)
{
    const world *w = s->world;

    return wb_monitor_explore((const wb_monitor_results *const *)&w->has.results, 1,
                              options, s->mine.writer, &s->err);
}

static void monitor_explore(scene *s)
{
    static const wb_explore_options plain = WB_EXPLORE_OPTIONS_INIT;

    options_refused(s, call_monitor_explore, &plain, sizeof plain, 0);
}

static wb_status call_plan_check(scene *s, const void *options)
{
    const world *w = s->world;

    return wb_plan_check(w->has.plan, options, &s->out.frame, &s->err);
}

static void plan_check(scene *s)
{
    static const wb_plan_check_options plain = WB_PLAN_CHECK_OPTIONS_INIT;

    options_refused(s, call_plan_check, &plain, sizeof plain, 0);
}

static wb_status call_plan_evaluate(scene *s, const void *options)
{
    const world *w = s->world;

    return wb_plan_evaluate(w->has.plan, w->moved, "wave", "2026-03-15", options,
                            &s->out.frame, &s->err);
}

static void plan_evaluate(scene *s)
{
    static const wb_plan_evaluate_options plain = WB_PLAN_EVALUATE_OPTIONS_INIT;

    options_refused(s, call_plan_evaluate, &plain, sizeof plain, 0);
}

static wb_status call_plan_draft(scene *s, const void *options)
{
    const world *w = s->world;

    return wb_plan_draft(w->has.plan, w->drafts, options, &s->out.changes, &s->out.frame,
                         &s->err);
}

static void plan_draft(scene *s)
{
    static const wb_plan_draft_options plain = WB_PLAN_DRAFT_OPTIONS_INIT;

    options_refused(s, call_plan_draft, &plain, sizeof plain, 0);
}

static wb_status call_store_open(scene *s, const void *options)
{
    return wb_store_open(s->path, options, &s->out.store, &s->err);
}

static void store_open(scene *s)
{
    static const wb_store_options plain = WB_STORE_OPTIONS_INIT;

    if (s->path[0] == '\0')
        return;
    options_refused(s, call_store_open, &plain, sizeof plain, 0);
}

static wb_status call_scan_run(scene *s, const void *options)
{
    const world *w = s->world;

    return wb_scan_run(w->has.questionnaire, w->has.organisation, w->answers, options,
                       NULL, &s->out.scan, &s->err);
}

static void scan_run(scene *s)
{
    static const wb_scan_options plain = WB_SCAN_OPTIONS_INIT;

    options_refused(s, call_scan_run, &plain, sizeof plain, 0);
}

static wb_status call_scan_compare(scene *s, const void *options)
{
    const world *w = s->world;

    return wb_scan_compare(w->has.scan, w->reference, options, &s->out.frame, &s->err);
}

static void scan_compare(scene *s)
{
    static const wb_compare_options plain = WB_COMPARE_OPTIONS_INIT;

    options_refused(s, call_scan_compare, &plain, sizeof plain, 0);
}

static wb_status call_scan_findings(scene *s, const void *options)
{
    const world *w = s->world;

    return wb_scan_findings(w->has.scan, NULL, NULL, options, &s->out.frame, &s->err);
}

static void scan_findings(scene *s)
{
    static const wb_findings_options plain = WB_FINDINGS_OPTIONS_INIT;

    options_refused(s, call_scan_findings, &plain, sizeof plain, 0);
}

static wb_status call_scan_suggest(scene *s, const void *options)
{
    const world *w = s->world;

    return wb_scan_suggest(w->findings, w->has.catalogue, options, "nl", &s->out.frame,
                           &s->err);
}

static void scan_suggest(scene *s)
{
    static const wb_suggest_options plain = WB_SUGGEST_OPTIONS_INIT;

    options_refused(s, call_scan_suggest, &plain, sizeof plain,
                    offsetof(wb_suggest_options, reserved1));
}

static wb_status call_scan_tally(scene *s, const void *options)
{
    const world *w = s->world;

    return wb_scan_tally(w->has.scan, options, s->mine.writer, &s->err);
}

static void scan_tally(scene *s)
{
    static const wb_scan_tally_options plain = WB_SCAN_TALLY_OPTIONS_INIT;

    options_refused(s, call_scan_tally, &plain, sizeof plain, 0);
}

static wb_status call_pool_benchmark(scene *s, const void *options)
{
    const world *w = s->world;

    return wb_pool_benchmark(w->has.pool, options, NULL, &s->out.frame, &s->err);
}

static void pool_benchmark(scene *s)
{
    static const wb_pool_options plain = WB_POOL_OPTIONS_INIT;

    options_refused(s, call_pool_benchmark, &plain, sizeof plain,
                    offsetof(wb_pool_options, reserved1));
}

static wb_status call_pool_measures(scene *s, const void *options)
{
    const world *w = s->world;

    return wb_pool_measures(w->has.pool, options, &s->out.frame, &s->err);
}

static void pool_measures(scene *s)
{
    static const wb_pool_options plain = WB_POOL_OPTIONS_INIT;

    options_refused(s, call_pool_measures, &plain, sizeof plain,
                    offsetof(wb_pool_options, reserved1));
}

int main(void)
{
    static const misuse all[] = {
        {"wb_score", score_run},
        {"wb_frame_add_column", frame_add_column},
        {"wb_csv_read", csv_read},
        {"wb_csv_write", csv_write},
        {"wb_statfile_read", statfile_read},
        {"wb_statfile_write", statfile_write},
        {"wb_table_print", table_print},
        {"wb_score", score},
        {"wb_score_source", score_source},
        {"wb_weighting_add_calibration", weighting_add_calibration},
        {"wb_weighting_add_trim", weighting_add_trim},
        {"wb_spec_set_replicates", spec_set_replicates},
        {"wb_tally_estimate", tally_estimate},
        {"wb_estimates_change", estimates_change},
        {"wb_tally_pairs", tally_pairs},
        {"wb_tally_trend", tally_trend},
        {"wb_tally_independence", tally_independence},
        {"wb_tally_fit", tally_fit},
        {"wb_model_fit_source", model_fit_source},
        {"wb_model_pass_new", model_pass_new},
        {"wb_reliability_source", reliability_source},
        {"wb_roc", roc},
        {"wb_cutoff_moves", cutoff_moves},
        {"wb_disclose", disclose},
        {"wb_monitor_results_make", monitor_results_make},
        {"wb_monitor_explore", monitor_explore},
        {"wb_plan_check", plan_check},
        {"wb_plan_evaluate", plan_evaluate},
        {"wb_plan_draft", plan_draft},
        {"wb_store_open", store_open},
        {"wb_scan_run", scan_run},
        {"wb_scan_compare", scan_compare},
        {"wb_scan_findings", scan_findings},
        {"wb_scan_suggest", scan_suggest},
        {"wb_scan_tally", scan_tally},
        {"wb_pool_benchmark", pool_benchmark},
        {"wb_pool_measures", pool_measures},
    };

    return run_misuses("misuse/options", all, sizeof all / sizeof *all);
}
