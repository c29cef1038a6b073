/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* How many problems somebody has, and which of them. */
#include "monitor/batch.h"

#include <stdio.h>

static wb_status put_counts(wb_batch *b, const wb_measure *m, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n_parts = b->plan->instrument->composites[m->composite].n_parts;
    int64_t from = wb_frame_find(b->ready, m->id);
    int32_t *codes = wb_resize(NULL, (size_t)b->n, sizeof *codes);
    wb_names names = {0};
    char text[24];

    if (codes == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i <= n_parts; i++) {
        snprintf(text, sizeof text, "%zu", i);
        WB_TRY(wb_names_add(&names, text, err));
    }
    WB_TRY(wb_frame_copy_int32(b->ready, (size_t)from, 0, b->n, -1, codes, err));
    st = wb_batch_add_groups(b->ready, m->column, &names, codes, err);
    codes = NULL;
done:
    wb_names_free(&names);
    wb_release(codes);
    return st;
}

/* A bit per problem; -1 where one of them is not known. */
static wb_status add_bit(const wb_batch *b, uint32_t indicator, size_t bit,
                         int32_t *codes, int32_t *problems, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text name = {0};

    WB_TRY(wb_text_format(&name, err, "%s_problem",
                          b->plan->instrument->indicators[indicator].id));
    int64_t at = wb_frame_find(b->ready, name.bytes);
    WB_TRY(wb_frame_copy_int32(b->ready, (size_t)at, 0, b->n, -1, problems, err));
    for (int64_t i = 0; i < b->n; i++)
        codes[i] = problems[i] < 0 || codes[i] < 0 ? -1 : codes[i] | problems[i] << bit;
done:
    wb_text_free(&name);
    return st;
}

static wb_status name_combinations(const wb_batch *b, const wb_composite *composite,
                                   size_t n_parts, wb_names *names, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text name = {0};

    for (uint32_t bits = 0; bits < 1u << n_parts; bits++) {
        wb_text_cut(&name, 0);
        WB_TRY(wb_combination_name(b->plan->instrument, composite, bits, &name, err));
        WB_TRY(wb_names_add(names, name.bytes, err));
    }
done:
    wb_text_free(&name);
    return st;
}

static wb_status put_combinations(wb_batch *b, const wb_measure *m, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_composite *composite = &b->plan->instrument->composites[m->composite];
    uint32_t parts[WB_MAX_COMBINED];
    size_t n_parts = wb_composite_parts(composite, parts);
    int32_t *codes = wb_allocate((size_t)b->n, sizeof *codes);
    int32_t *problems = wb_allocate((size_t)b->n, sizeof *problems);
    wb_names names = {0};

    if (codes == NULL || problems == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    for (size_t i = 0; i < n_parts; i++)
        WB_TRY(add_bit(b, parts[i], i, codes, problems, err));
    WB_TRY(name_combinations(b, composite, n_parts, &names, err));
    st = wb_batch_add_groups(b->ready, m->column, &names, codes, err);
    codes = NULL;
done:
    wb_names_free(&names);
    wb_release(codes);
    wb_release(problems);
    return st;
}

wb_status wb_batch_put_bottlenecks(wb_batch *b, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_measures *measures = b->plan->measures;

    for (size_t i = 0; i < measures->n; i++) {
        const wb_measure *m = &measures->items[i];
        if (m->kind == WB_MEASURE_BOTTLENECKS)
            WB_TRY(put_counts(b, m, err));
        else if (m->kind == WB_MEASURE_COMBINATION)
            WB_TRY(put_combinations(b, m, err));
    }
done:
    return st;
}
