/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Benchmarks: ratios of people with a problem to people who answered, a company being a
 * cluster, by the survey engine. */
#include "frame/fill.h"
#include "scan/origin.h"
#include "scan/pool.h"
#include "scan/reference.h"
#include "survey/interval.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct task {
    const wb_pool *pool;
    wb_pool_options options;
    int32_t staff_class; /* -1: all */
    int32_t own;         /* the company that asks; -1: none */
    int64_t n_companies; /* that are taken */
    size_t n_cells;
    wb_pooled_cell *cells;
    int32_t *order;
    wb_frame *estimates;
    int64_t *row_of; /* of the estimates; -1: none */
} task;

/* ---- options ---- */

static wb_status read_class(task *t, wb_error *err)
{
    const char *name = t->options.staff_class;

    t->staff_class = -1;
    for (int32_t i = 0; name != NULL && wb_staff_classes[i] != NULL; i++) {
        if (strcmp(wb_staff_classes[i], name) == 0)
            t->staff_class = i;
    }
    if (name != NULL && t->staff_class < 0)
        return wb_fail_at(err, WB_E_ARG, -1, "staff_class",
                          "'%.40s' is no staff class: 1-9, 10-49, 50-249 or 250+", name);
    return WB_OK;
}

static wb_status read_own(task *t, wb_error *err)
{
    const char *name = t->options.company;

    t->own = -1;
    for (size_t i = 0; name != NULL && i < t->pool->n_companies; i++) {
        if (strcmp(t->pool->companies[i].name, name) == 0)
            t->own = (int32_t)i;
    }
    if (name != NULL && t->own < 0)
        return wb_fail_at(err, WB_E_ARG, -1, "company",
                          "company '%.64s' is not in this pool", name);
    return WB_OK;
}

wb_status wb_pool_read_options(wb_pool_options *ours, const wb_pool_options *theirs,
                               wb_error *err)
{
    wb_status st;

    WB_TRY(wb_options_read_whole(ours, sizeof *ours, offsetof(wb_pool_options, reserved1),
                                 theirs, err));
    if (ours->min_companies == 0)
        ours->min_companies = WB_POOL_MIN_COMPANIES;
    if (ours->min_companies < WB_POOL_MIN_COMPANIES)
        return wb_fail_at(err, WB_E_ARG, -1, "min_companies",
                          "min_companies is %d, and %d are the fewest",
                          ours->min_companies, WB_POOL_MIN_COMPANIES);
    if (ours->dominance == 0)
        ours->dominance = 0.5;
    if (!(ours->dominance > 0 && ours->dominance < 1))
        return wb_fail_at(err, WB_E_ARG, -1, "dominance",
                          "dominance is not above 0 and below 1");
    st = wb_level_read(&ours->level, err);
done:
    return st;
}

static bool is_taken(const task *t, int32_t company)
{
    return wb_pool_takes(t->pool, t->staff_class, company);
}

static wb_status check_companies(task *t, wb_error *err)
{
    for (size_t i = 0; i < t->pool->n_companies; i++)
        t->n_companies += is_taken(t, (int32_t)i);
    if (t->n_companies < t->options.min_companies)
        return wb_fail(err, WB_E_DATA,
                       "there are %lld companies, where %d are the fewest of which a "
                       "benchmark may be shown",
                       (long long)t->n_companies, t->options.min_companies);
    return WB_OK;
}

/* ---- cells ---- */

static wb_status count_cells(task *t, wb_error *err)
{
    const wb_pool *pool = t->pool;
    wb_pool_rules rules = {t->options.min_companies, t->options.dominance};

    t->n_cells = (size_t)wb_keys_count(pool->cells);
    t->cells = wb_allocate(t->n_cells, sizeof *t->cells);
    t->order = wb_resize(NULL, t->n_cells, sizeof *t->order);
    if (t->cells == NULL || t->order == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < pool->n_counts; i++) {
        const wb_pool_count *from = &pool->counts[i];

        if (!is_taken(t, from->company))
            continue;
        wb_pooled_add(&t->cells[from->cell], from->n, from->problem);
        if (from->company == t->own)
            t->cells[from->cell].overlap = from->n;
    }
    wb_keys_order(pool->cells, t->order);
    return wb_pool_hide(pool, t->staff_class, t->cells, t->order, &rules, err);
}

/* ---- estimates ---- */

static wb_status make_rows(const task *t, wb_frame **rows, wb_error *err)
{
    static const wb_fill_column columns[] = {{"company", WB_TYPE_INT32},
                                             {"cell", WB_TYPE_INT32},
                                             {"problem", WB_TYPE_INT64},
                                             {"people", WB_TYPE_INT64},
                                             {NULL, WB_TYPE_NULL}};
    wb_fill sheet = {0};
    wb_status st;

    WB_TRY(wb_fill_columns(&sheet, columns, err));
    for (size_t i = 0; i < t->pool->n_counts; i++) {
        const wb_pool_count *from = &t->pool->counts[i];

        if (!is_taken(t, from->company))
            continue;
        WB_TRY(wb_fill_int64(&sheet, from->company, err));
        WB_TRY(wb_fill_int64(&sheet, from->cell, err));
        WB_TRY(wb_fill_int64(&sheet, from->problem, err));
        WB_TRY(wb_fill_int64(&sheet, from->n, err));
    }
    st = wb_fill_finish(&sheet, rows, err);
done:
    wb_fill_close(&sheet);
    return st;
}

static wb_status make_spec(wb_spec **out, wb_error *err)
{
    static const char *const cell[] = {"cell"};
    wb_spec *spec = NULL;
    wb_status st;

    WB_TRY(wb_spec_new(&spec, err));
    WB_TRY(wb_spec_add_cluster(spec, "company", err));
    WB_TRY(wb_spec_add_ratio(spec, "problem", "people", err));
    WB_TRY(wb_spec_add_breakdown(spec, cell, 1, err));
    *out = spec;
    spec = NULL;
done:
    wb_spec_free(spec);
    return st;
}

static wb_status estimate(task *t, const wb_run *run, wb_error *err)
{
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
    wb_spec *spec = NULL;
    wb_tally *tally = NULL;
    wb_frame *rows = NULL;
    wb_status st;

    options.level = t->options.level;
    WB_TRY(make_rows(t, &rows, err));
    WB_TRY(make_spec(&spec, err));
    WB_TRY(wb_tally_new(spec, &tally, err));
    WB_TRY(wb_tally_update(tally, rows, run, err));
    st = wb_tally_estimate(tally, &options, run, &t->estimates, err);
done:
    wb_frame_free(rows);
    wb_spec_free(spec);
    wb_tally_free(tally);
    return st;
}

static wb_status find_rows(task *t, wb_error *err)
{
    int64_t column = wb_frame_find(t->estimates, "cell");

    t->row_of = wb_resize(NULL, t->n_cells, sizeof *t->row_of);
    if (t->row_of == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < t->n_cells; i++)
        t->row_of[i] = -1;
    for (int64_t row = 0; row < wb_frame_row_count(t->estimates); row++)
        t->row_of[wb_frame_int64(t->estimates, (size_t)column, row)] = row;
    return WB_OK;
}

static double estimated(const task *t, size_t cell, const char *name)
{
    return wb_number_at(t->estimates, wb_frame_find(t->estimates, name), t->row_of[cell]);
}

/* ---- the frame ---- */

/* The bounds of a share: a ratio's own could leave 0 to 1. */
static void put_share(const task *t, size_t at, wb_reference_row *row)
{
    const wb_pooled_cell *cell = &t->cells[at];
    wb_share share = {estimated(t, at, "estimate"), estimated(t, at, "se"),
                      estimated(t, at, "df"), cell->n, cell->problem};
    wb_bounds bounds = wb_interval_of(WB_INTERVAL_LOGIT, &share, t->options.level);

    row->share = (wb_known_share){share.p, share.se, (double)cell->n, share.df};
    row->lower = bounds.lower;
    row->upper = bounds.upper;
    row->companies = (double)cell->companies;
    row->overlap = t->own >= 0 ? (double)cell->overlap : NAN;
}

static wb_status add_cell(const task *t, size_t at, const char *source, wb_fill *sheet,
                          wb_error *err)
{
    const wb_pooled_cell *cell = &t->cells[at];
    wb_span key = {NULL, 0};
    char indicator[80] = "";
    wb_reference_row row = {.source = source,
                            .kind = WB_FROM_POOL,
                            .share = wb_yardstick_none().share,
                            .overlap = NAN,
                            .companies = NAN,
                            .status = wb_pooled_status_name(cell->status)};

    key.bytes = wb_keys_text(t->pool->cells, (int32_t)at, &key.length);
    row.indicator = wb_key_first(key);
    row.group = wb_key_second(key);
    memcpy(indicator, row.indicator.bytes, row.indicator.length);
    row.fingerprint =
        wb_span_of(json_string_value(json_object_get(t->pool->fingerprints, indicator)));
    if (cell->status == WB_POOLED_OK)
        put_share(t, at, &row);
    return wb_reference_add(sheet, &row, err);
}

static wb_status describe(const task *t, wb_frame *frame, wb_error *err)
{
    const char *staff = t->options.staff_class;
    json_t *words = json_pack(
        "{s:s, s:I, s:s*, s:i, s:f, s:f, s:s, s:b}", "questionnaire",
        t->pool->questionnaire, "companies", (json_int_t)t->n_companies, "staff_class",
        staff, "min_companies", t->options.min_companies, "dominance",
        t->options.dominance, "level", t->options.level, "variance",
        "of ratios, companies being clusters", "synthetic", (int)t->pool->synthetic);

    return wb_describe_origin(frame, "pool-benchmark", words, NULL, NULL, err);
}

static wb_status write_frame(const task *t, wb_frame **out, wb_error *err)
{
    char usual[80];
    const char *source = t->options.source;
    wb_fill sheet = {0};
    wb_frame *frame = NULL;
    wb_status st;

    snprintf(usual, sizeof usual, "pool of %lld companies", (long long)t->n_companies);
    WB_TRY(wb_fill_columns(&sheet, wb_reference_sheet, err));
    for (size_t i = 0; i < t->n_cells; i++) {
        size_t at = (size_t)t->order[i];

        if (t->cells[at].companies > 0)
            WB_TRY(add_cell(t, at, source != NULL ? source : usual, &sheet, err));
    }
    WB_TRY(wb_fill_finish(&sheet, &frame, err));
    WB_TRY(describe(t, frame, err));
    *out = frame;
    frame = NULL;
done:
    wb_frame_free(frame);
    wb_fill_close(&sheet);
    return st;
}

wb_status wb_pool_benchmark(const wb_pool *pool, const wb_pool_options *options,
                            const wb_run *run, wb_frame **out, wb_error *err)
{
    task t = {.pool = pool, .options = WB_POOL_OPTIONS_INIT};
    wb_status st;

    if (pool == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "pool and out are required");
    *out = NULL;
    WB_TRY(wb_pool_read_options(&t.options, options, err));
    WB_TRY(read_class(&t, err));
    WB_TRY(read_own(&t, err));
    WB_TRY(check_companies(&t, err));
    WB_TRY(count_cells(&t, err));
    WB_TRY(estimate(&t, run, err));
    WB_TRY(find_rows(&t, err));
    st = write_frame(&t, out, err);
done:
    wb_release(t.cells);
    wb_release(t.order);
    wb_release(t.row_of);
    wb_frame_free(t.estimates);
    return st;
}
