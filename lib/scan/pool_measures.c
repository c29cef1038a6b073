/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* How many companies do what. No totals are shown, so there is nothing that a hidden
 * number could be taken from; the number of companies in the pool is no total, for some
 * chose nothing. */
#include "frame/fill.h"
#include "scan/origin.h"
#include "scan/pool.h"

static const wb_fill_column columns[] = {{"measure", WB_TYPE_DICTIONARY},
                                         {"state", WB_TYPE_DICTIONARY},
                                         {"companies", WB_TYPE_INT64},
                                         {"status", WB_TYPE_DICTIONARY},
                                         {NULL, WB_TYPE_NULL}};

typedef struct task {
    const wb_pool *pool;
    wb_pool_options options;
    int64_t *companies; /* of each choice */
    int32_t *order;
    size_t n;
} task;

static wb_status count(task *t, wb_error *err)
{
    t->n = (size_t)wb_keys_count(t->pool->measures);
    t->companies = wb_allocate(t->n, sizeof *t->companies);
    t->order = wb_resize(NULL, t->n, sizeof *t->order);
    if (t->companies == NULL || t->order == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < t->pool->n_choices; i++)
        t->companies[t->pool->choices[i].choice]++;
    wb_keys_order(t->pool->measures, t->order);
    return WB_OK;
}

static wb_status add_row(const task *t, size_t at, wb_fill *sheet, wb_error *err)
{
    bool shown = t->companies[at] >= t->options.min_companies;
    wb_span key = {NULL, 0}, measure, state;
    wb_status st;

    key.bytes = wb_keys_text(t->pool->measures, (int32_t)at, &key.length);
    measure = wb_key_first(key);
    state = wb_key_second(key);
    WB_TRY(wb_fill_bytes(sheet, measure.bytes, measure.length, err));
    WB_TRY(wb_fill_bytes(sheet, state.bytes, state.length, err));
    WB_TRY(wb_fill_given(sheet, shown, t->companies[at], err));
    st = wb_fill_text(sheet, shown ? "ok" : "too_few", err);
done:
    return st;
}

static wb_status describe(const task *t, wb_frame *frame, wb_error *err)
{
    json_t *words = json_pack("{s:i, s:b}", "min_companies", t->options.min_companies,
                              "synthetic", (int)t->pool->synthetic);

    return wb_describe_origin(frame, "pool-measures", words, NULL, NULL, err);
}

static wb_status write_frame(const task *t, wb_frame **out, wb_error *err)
{
    wb_fill sheet = {0};
    wb_frame *frame = NULL;
    wb_status st;

    WB_TRY(wb_fill_columns(&sheet, columns, err));
    for (size_t i = 0; i < t->n; i++) {
        if (t->companies[t->order[i]] > 0)
            WB_TRY(add_row(t, (size_t)t->order[i], &sheet, err));
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

wb_status wb_pool_measures(const wb_pool *pool, const wb_pool_options *options,
                           wb_frame **out, wb_error *err)
{
    task t = {.pool = pool, .options = WB_POOL_OPTIONS_INIT};
    wb_status st;

    if (pool == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "pool and out are required");
    *out = NULL;
    WB_TRY(wb_pool_read_options(&t.options, options, err));
    if ((int64_t)pool->n_companies < t.options.min_companies)
        return wb_fail(err, WB_E_DATA,
                       "there are %zu companies, where %d are the fewest of which "
                       "anything may be shown",
                       pool->n_companies, t.options.min_companies);
    WB_TRY(count(&t, err));
    st = write_frame(&t, out, err);
done:
    wb_release(t.companies);
    wb_release(t.order);
    return st;
}
