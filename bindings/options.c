/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "options.h"

/* A struct being filled: after a failure nothing more is read. */
typedef struct reading {
    port_object from;
    int found;
    int failed;
} reading;

static void read_int32(reading *r, const char *key, int32_t *out)
{
    port_object value = r->failed ? NULL : port_option(r->from, key, &r->found);

    if (value != NULL && port_int32(value, key, out) != 0)
        r->failed = 1;
}

static void read_int64(reading *r, const char *key, int64_t *out)
{
    port_object value = r->failed ? NULL : port_option(r->from, key, &r->found);

    if (value != NULL && port_int64(value, key, out) != 0)
        r->failed = 1;
}

static void read_double(reading *r, const char *key, double *out)
{
    port_object value = r->failed ? NULL : port_option(r->from, key, &r->found);

    if (value != NULL && port_double(value, key, out) != 0)
        r->failed = 1;
}

/* A size is 64 bits of both languages' whole numbers that are not negative. */
static void read_uint64(reading *r, const char *key, uint64_t *out)
{
    port_object value = r->failed ? NULL : port_option(r->from, key, &r->found);
    size_t size = 0;

    if (value != NULL && port_size(value, key, &size) != 0)
        r->failed = 1;
    else if (value != NULL)
        *out = size;
}

static void read_text(reading *r, const char *key, const char **out)
{
    port_object value = r->failed ? NULL : port_option(r->from, key, &r->found);

    if (value != NULL && port_text(value, key, out) != 0)
        r->failed = 1;
}

static void read_handle(reading *r, const char *key, const char *type, const void **out)
{
    port_object value = r->failed ? NULL : port_option(r->from, key, &r->found);
    void *handle = NULL;

    if (value != NULL && port_handle(value, type, key, &handle) != 0)
        r->failed = 1;
    else if (value != NULL)
        *out = handle;
}

static int finish(reading *r, const char *what)
{
    return r->failed ? -1 : port_options_done(r->from, r->found, what);
}

int options_csv(port_object x, wb_csv_options *out, port_scratch *scratch)
{
    reading r = {x, 0, 0};
    const void *types = NULL;

    (void)scratch;
    *out = (wb_csv_options)WB_CSV_OPTIONS_INIT;
    read_int32(&r, "delimiter", &out->delimiter);
    read_int32(&r, "decimal", &out->decimal);
    read_int64(&r, "chunk_rows", &out->chunk_rows);
    read_int64(&r, "infer_rows", &out->infer_rows);
    read_text(&r, "missing", &out->missing);
    read_handle(&r, "types", "wb_frame", &types);
    out->types = types;
    return finish(&r, "the options of reading CSV");
}

int options_csv_write(port_object x, wb_csv_write_options *out, port_scratch *scratch)
{
    reading r = {x, 0, 0};

    (void)scratch;
    *out = (wb_csv_write_options)WB_CSV_WRITE_OPTIONS_INIT;
    read_int32(&r, "delimiter", &out->delimiter);
    read_int32(&r, "decimal", &out->decimal);
    read_int32(&r, "no_header", &out->no_header);
    read_int32(&r, "crlf", &out->crlf);
    read_text(&r, "comment", &out->comment);
    read_int32(&r, "labels", &out->labels);
    return finish(&r, "the options of writing CSV");
}

int options_statfile(port_object x, wb_statfile_options *out, port_scratch *scratch)
{
    reading r = {x, 0, 0};
    port_object columns;

    *out = (wb_statfile_options)WB_STATFILE_OPTIONS_INIT;
    read_int32(&r, "format", &out->format);
    read_int32(&r, "no_tags", &out->no_tags);
    read_int64(&r, "chunk_rows", &out->chunk_rows);
    read_text(&r, "encoding", &out->encoding);
    columns = r.failed ? NULL : port_option(x, "columns", &r.found);
    if (columns != NULL &&
        port_texts(columns, "columns", &out->columns, &out->n_columns, scratch) != 0)
        r.failed = 1;
    return finish(&r, "the options of reading a file of a statistics package");
}

int options_statfile_write(port_object x, wb_statfile_write_options *out,
                           port_scratch *scratch)
{
    reading r = {x, 0, 0};

    (void)scratch;
    *out = (wb_statfile_write_options)WB_STATFILE_WRITE_OPTIONS_INIT;
    read_int32(&r, "format", &out->format);
    read_text(&r, "label", &out->label);
    return finish(&r, "the options of writing a file of a statistics package");
}

int options_table(port_object x, wb_table_options *out, port_scratch *scratch)
{
    reading r = {x, 0, 0};

    (void)scratch;
    *out = (wb_table_options)WB_TABLE_OPTIONS_INIT;
    read_int64(&r, "max_rows", &out->max_rows);
    read_int32(&r, "digits", &out->digits);
    read_int32(&r, "max_width", &out->max_width);
    return finish(&r, "the options of printing a table");
}

int options_score(port_object x, wb_score_options *out, port_scratch *scratch)
{
    reading r = {x, 0, 0};
    port_object select;

    *out = (wb_score_options)WB_SCORE_OPTIONS_INIT;
    read_int32(&r, "keep", &out->keep);
    select = r.failed ? NULL : port_option(x, "select", &r.found);
    if (select != NULL &&
        port_texts(select, "select", &out->select, &out->n_select, scratch) != 0)
        r.failed = 1;
    return finish(&r, "the options of scoring");
}

int options_roc(port_object x, wb_roc_options *out, port_scratch *scratch)
{
    reading r = {x, 0, 0};

    (void)scratch;
    *out = (wb_roc_options)WB_ROC_OPTIONS_INIT;
    read_int32(&r, "direction", &out->direction);
    read_text(&r, "domain", &out->domain);
    read_text(&r, "acute", &out->acute);
    read_double(&r, "cost_missed", &out->cost_missed);
    read_double(&r, "cost_false_alarm", &out->cost_false_alarm);
    read_double(&r, "prevalence", &out->prevalence);
    read_double(&r, "cost_missed_acute", &out->cost_missed_acute);
    read_double(&r, "cost_false_alarm_acute", &out->cost_false_alarm_acute);
    read_double(&r, "prevalence_acute", &out->prevalence_acute);
    return finish(&r, "the options of a curve");
}

int options_cutoff(port_object x, wb_cutoff_options *out, port_scratch *scratch)
{
    reading r = {x, 0, 0};
    port_object select;

    *out = (wb_cutoff_options)WB_CUTOFF_OPTIONS_INIT;
    read_int32(&r, "steps", &out->steps);
    select = r.failed ? NULL : port_option(x, "select", &r.found);
    if (select != NULL &&
        port_texts(select, "select", &out->select, &out->n_select, scratch) != 0)
        r.failed = 1;
    return finish(&r, "the options of moving cut-offs");
}

int options_replicates(port_object x, wb_replicate_options *out, port_scratch *scratch)
{
    reading r = {x, 0, 0};

    (void)scratch;
    *out = (wb_replicate_options)WB_REPLICATE_OPTIONS_INIT;
    read_int32(&r, "type", &out->type);
    read_int32(&r, "mse", &out->mse);
    read_double(&r, "scale", &out->scale);
    read_double(&r, "rho", &out->rho);
    return finish(&r, "the options of replicate weights");
}

int options_estimate(port_object x, wb_estimate_options *out, port_scratch *scratch)
{
    reading r = {x, 0, 0};

    (void)scratch;
    *out = (wb_estimate_options)WB_ESTIMATE_OPTIONS_INIT;
    read_int32(&r, "interval", &out->interval);
    read_int32(&r, "drop_empty", &out->drop_empty);
    read_double(&r, "level", &out->level);
    read_int32(&r, "lonely", &out->lonely);
    read_int32(&r, "lonely_in_domain", &out->lonely_in_domain);
    read_int32(&r, "ultimate_cluster", &out->ultimate_cluster);
    read_int32(&r, "precision", &out->precision);
    read_double(&r, "df", &out->df);
    read_int32(&r, "replicates", &out->replicates);
    read_int32(&r, "n_replicates", &out->n_replicates);
    read_uint64(&r, "seed", &out->seed);
    read_double(&r, "rho", &out->rho);
    read_int32(&r, "mse", &out->mse);
    read_int32(&r, "quantile_rule", &out->quantile_rule);
    return finish(&r, "the options of estimating");
}

int options_change(port_object x, wb_change_options *out, port_scratch *scratch)
{
    reading r = {x, 0, 0};

    (void)scratch;
    *out = (wb_change_options)WB_CHANGE_OPTIONS_INIT;
    read_int32(&r, "reference", &out->reference);
    read_double(&r, "level", &out->level);
    return finish(&r, "the options of changes");
}

int options_pairs(port_object x, wb_pairs_options *out, port_scratch *scratch)
{
    reading r = {x, 0, 0};

    (void)scratch;
    *out = (wb_pairs_options)WB_PAIRS_OPTIONS_INIT;
    read_int32(&r, "adjust", &out->adjust);
    return finish(&r, "the options of pairs");
}

int options_trend(port_object x, wb_trend_options *out, port_scratch *scratch)
{
    reading r = {x, 0, 0};

    (void)scratch;
    *out = (wb_trend_options)WB_TREND_OPTIONS_INIT;
    read_int32(&r, "degree", &out->degree);
    return finish(&r, "the options of a trend");
}

int options_fit(port_object x, wb_fit_options *out, port_scratch *scratch)
{
    reading r = {x, 0, 0};

    (void)scratch;
    *out = (wb_fit_options)WB_FIT_OPTIONS_INIT;
    read_int32(&r, "max_iterations", &out->max_iterations);
    read_double(&r, "tolerance", &out->tolerance);
    return finish(&r, "the options of a fit");
}

int options_test(port_object x, wb_test_options *out, port_scratch *scratch)
{
    reading r = {x, 0, 0};

    (void)scratch;
    *out = (wb_test_options)WB_TEST_OPTIONS_INIT;
    read_int32(&r, "test", &out->test);
    read_int32(&r, "all_tests", &out->all_tests);
    return finish(&r, "the options of a test");
}

int options_calibration(port_object x, wb_calibration_options *out, port_scratch *scratch)
{
    reading r = {x, 0, 0};

    (void)scratch;
    *out = (wb_calibration_options)WB_CALIBRATION_OPTIONS_INIT;
    read_int32(&r, "max_iterations", &out->max_iterations);
    read_int32(&r, "positive", &out->positive);
    read_double(&r, "lower", &out->lower);
    read_double(&r, "upper", &out->upper);
    return finish(&r, "the options of a calibration");
}

int options_trim(port_object x, wb_trim_options *out, port_scratch *scratch)
{
    reading r = {x, 0, 0};

    (void)scratch;
    *out = (wb_trim_options)WB_TRIM_OPTIONS_INIT;
    read_int32(&r, "unit", &out->unit);
    read_int32(&r, "equally", &out->equally);
    read_int32(&r, "once", &out->once);
    read_double(&r, "lower", &out->lower);
    read_double(&r, "upper", &out->upper);
    return finish(&r, "the options of trimming");
}

int options_store(port_object x, wb_store_options *out, port_scratch *scratch)
{
    reading r = {x, 0, 0};

    (void)scratch;
    *out = (wb_store_options)WB_STORE_OPTIONS_INIT;
    read_int32(&r, "mode", &out->mode);
    read_int32(&r, "wait_ms", &out->wait_ms);
    return finish(&r, "the options of a store");
}

int options_plan_check(port_object x, wb_plan_check_options *out, port_scratch *scratch)
{
    reading r = {x, 0, 0};

    (void)scratch;
    *out = (wb_plan_check_options)WB_PLAN_CHECK_OPTIONS_INIT;
    read_text(&r, "language", &out->language);
    return finish(&r, "the options of checking a plan");
}

int options_plan_evaluate(port_object x, wb_plan_evaluate_options *out,
                          port_scratch *scratch)
{
    reading r = {x, 0, 0};
    port_object where;

    *out = (wb_plan_evaluate_options)WB_PLAN_EVALUATE_OPTIONS_INIT;
    read_double(&r, "level", &out->level);
    read_double(&r, "power", &out->power);
    read_text(&r, "language", &out->language);
    read_text(&r, "variable", &out->variable);
    read_text(&r, "statistic", &out->statistic);
    read_text(&r, "category", &out->category);
    read_text(&r, "unit", &out->unit);
    where = r.failed ? NULL : port_option(x, "where", &r.found);
    if (where != NULL &&
        port_texts(where, "where", &out->where, &out->n_where, scratch) != 0)
        r.failed = 1;
    return finish(&r, "the options of evaluating a plan");
}

int options_plan_draft(port_object x, wb_plan_draft_options *out, port_scratch *scratch)
{
    reading r = {x, 0, 0};

    (void)scratch;
    *out = (wb_plan_draft_options)WB_PLAN_DRAFT_OPTIONS_INIT;
    read_text(&r, "parent", &out->parent);
    read_text(&r, "language", &out->language);
    return finish(&r, "the options of taking draft actions in");
}

int options_disclose(port_object x, wb_disclose_options *out, port_scratch *scratch)
{
    reading r = {x, 0, 0};
    const void *earlier = NULL;

    (void)scratch;
    *out = (wb_disclose_options)WB_DISCLOSE_OPTIONS_INIT;
    read_int32(&r, "min_n", &out->min_n);
    read_int32(&r, "min_n_sensitive", &out->min_n_sensitive);
    read_int32(&r, "extreme", &out->extreme);
    read_int32(&r, "round_to", &out->round_to);
    read_double(&r, "dominance", &out->dominance);
    read_text(&r, "scope", &out->scope);
    read_text(&r, "release", &out->release);
    read_handle(&r, "earlier", "wb_ledger", &earlier);
    read_int32(&r, "protect", &out->protect);
    out->earlier = earlier;
    return finish(&r, "the options of disclosure control");
}

int options_scan(port_object x, wb_scan_options *out, port_scratch *scratch)
{
    reading r = {x, 0, 0};
    const void *earlier = NULL;

    (void)scratch;
    *out = (wb_scan_options)WB_SCAN_OPTIONS_INIT;
    read_double(&r, "level", &out->level);
    read_text(&r, "release", &out->release);
    read_handle(&r, "earlier", "wb_ledger", &earlier);
    read_int32(&r, "no_fpc", &out->no_fpc);
    read_int32(&r, "protect", &out->protect);
    out->earlier = earlier;
    return finish(&r, "the options of a scan");
}

int options_compare(port_object x, wb_compare_options *out, port_scratch *scratch)
{
    reading r = {x, 0, 0};

    (void)scratch;
    *out = (wb_compare_options)WB_COMPARE_OPTIONS_INIT;
    read_double(&r, "level", &out->level);
    read_double(&r, "margin", &out->margin);
    return finish(&r, "the options of comparing a scan");
}

int options_findings(port_object x, wb_findings_options *out, port_scratch *scratch)
{
    reading r = {x, 0, 0};

    (void)scratch;
    *out = (wb_findings_options)WB_FINDINGS_OPTIONS_INIT;
    read_double(&r, "level", &out->level);
    read_double(&r, "fdr", &out->fdr);
    return finish(&r, "the options of findings");
}

int options_suggest(port_object x, wb_suggest_options *out, port_scratch *scratch)
{
    reading r = {x, 0, 0};

    (void)scratch;
    *out = (wb_suggest_options)WB_SUGGEST_OPTIONS_INIT;
    read_int32(&r, "most", &out->most);
    return finish(&r, "the options of suggesting measures");
}

int options_reliability(port_object x, wb_reliability_options *out, port_scratch *scratch)
{
    reading r = {x, 0, 0};

    (void)scratch;
    *out = (wb_reliability_options)WB_RELIABILITY_OPTIONS_INIT;
    read_int32(&r, "pairs", &out->pairs);
    return finish(&r, "the options of reliability");
}

int options_pool(port_object x, wb_pool_options *out, port_scratch *scratch)
{
    reading r = {x, 0, 0};

    (void)scratch;
    *out = (wb_pool_options)WB_POOL_OPTIONS_INIT;
    read_int32(&r, "min_companies", &out->min_companies);
    read_double(&r, "dominance", &out->dominance);
    read_double(&r, "level", &out->level);
    read_text(&r, "company", &out->company);
    read_text(&r, "staff_class", &out->staff_class);
    read_text(&r, "source", &out->source);
    return finish(&r, "the options of a pool");
}

int options_monitor(port_object x, wb_monitor_options *out, port_scratch *scratch)
{
    reading r = {x, 0, 0};
    const void *earlier = NULL;

    (void)scratch;
    *out = (wb_monitor_options)WB_MONITOR_OPTIONS_INIT;
    read_double(&r, "level", &out->level);
    read_int32(&r, "lonely", &out->lonely);
    read_handle(&r, "earlier", "wb_ledger", &earlier);
    read_text(&r, "release", &out->release);
    read_text(&r, "scope", &out->scope);
    out->earlier = earlier;
    return finish(&r, "the options of a monitor");
}

int options_explore(port_object x, wb_explore_options *out, port_scratch *scratch)
{
    reading r = {x, 0, 0};

    (void)scratch;
    *out = (wb_explore_options)WB_EXPLORE_OPTIONS_INIT;
    read_text(&r, "language", &out->language);
    read_text(&r, "title", &out->title);
    read_text(&r, "note", &out->note);
    return finish(&r, "the options of an explorer page");
}

int options_scan_tally(port_object x, wb_scan_tally_options *out, port_scratch *scratch)
{
    reading r = {x, 0, 0};
    const void *measures = NULL;

    (void)scratch;
    *out = (wb_scan_tally_options)WB_SCAN_TALLY_OPTIONS_INIT;
    read_text(&r, "company", &out->company);
    read_handle(&r, "measures", "wb_frame", &measures);
    out->measures = measures;
    return finish(&r, "the options of leaving a pool something");
}

int options_run(port_object x, wb_run *out, port_progress *progress)
{
    reading r = {x, 0, 0};
    port_object call = NULL;

    *out = (wb_run)WB_RUN_INIT;
    if (!port_is_nothing(x)) {
        read_int32(&r, "threads", &out->threads);
        read_int64(&r, "memory_limit", &out->memory_limit);
        call = r.failed ? NULL : port_option(x, "progress", &r.found);
        if (finish(&r, "the options of a run") != 0)
            return -1;
    }
    return port_progress_start(call, progress, out);
}
