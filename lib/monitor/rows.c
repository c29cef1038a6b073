/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "monitor/rows.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct rows {
    wb_row_plan plan;
    wb_source *answers;
    wb_run run;
    int64_t next_row;
} rows;

/* One frame on its way. */
typedef struct batch {
    const wb_row_plan *plan;
    const wb_frame *answers; /* missing ranges applied */
    int64_t n;
    wb_frame *ready;
    wb_grouping *groups; /* per variable */
    int8_t **shares;     /* per topic that is a share */
} batch;

/* ---- columns that are made ---- */

/* Takes `values` over, also when it fails. */
static wb_status add_made(wb_frame *frame, const char *name, wb_column *column,
                          void *values, wb_error *err)
{
    column->values = values;
    column->release = wb_release;
    column->user = values;
    wb_status st = wb_frame_add_trusted(frame, name, column, err);
    if (st != WB_OK)
        wb_release(values);
    return st;
}

static wb_status add_groups(wb_frame *frame, const char *name, const wb_names *names,
                            int32_t *codes, wb_error *err)
{
    wb_column column = WB_COLUMN_INIT;

    if (names->count == 0) {
        wb_release(codes);
        column.type = WB_TYPE_NULL;
        return wb_frame_add_trusted(frame, name, &column, err);
    }
    column.type = WB_TYPE_DICTIONARY;
    column.flags = WB_COLUMN_SENTINEL;
    column.sentinel = -1;
    column.categories = (const char *const *)names->items;
    column.n_categories = (int64_t)names->count;
    return add_made(frame, name, &column, codes, err);
}

static wb_status add_bools(wb_frame *frame, const char *name, int8_t *values,
                           wb_error *err)
{
    wb_column column = WB_COLUMN_INIT;

    column.type = WB_TYPE_BOOL;
    column.flags = WB_COLUMN_SENTINEL | WB_COLUMN_BOOL_BYTES;
    column.sentinel = -1;
    return add_made(frame, name, &column, values, err);
}

/* ---- the wave ---- */

static wb_status unknown_wave(const batch *b, const char *name, int64_t row,
                              wb_error *err)
{
    const char *column = b->plan->definition->wave_column;

    if (name == NULL)
        return wb_fail_at(err, WB_E_DATA, row, column,
                          "the wave is missing in column "
                          "'%s'",
                          column);
    return wb_fail_at(err, WB_E_DATA, row, column,
                      "column '%s' has the wave '%.60s', which the definition does not "
                      "have",
                      column, name);
}

static wb_status check_waves(const batch *b, const wb_grouping *waves, wb_error *err)
{
    for (int64_t i = 0; i < b->n; i++) {
        int32_t code = waves->codes[i];
        if (code < 0)
            return unknown_wave(b, NULL, i, err);
    }
    for (size_t k = 0; k < waves->names.count && b->plan->definition->n_waves > 0; k++) {
        int64_t row = 0;
        if (wb_definition_wave(b->plan->definition, waves->names.items[k]) != WB_NOWHERE)
            continue;
        while (waves->codes[row] != (int32_t)k)
            row++;
        return unknown_wave(b, waves->names.items[k], row, err);
    }
    return WB_OK;
}

static wb_status find_waves(const batch *b, wb_grouping *waves, wb_error *err)
{
    wb_status st = WB_OK;
    const char *column = b->plan->definition->wave_column;
    wb_variable variable = {.id = "wave", .column = column};
    size_t at;

    if (b->plan->wave == NULL) {
        WB_TRY(wb_frame_require(b->answers, column, "waves", &at, err));
        WB_TRY(wb_grouping_make(b->answers, &variable, waves, err));
        return check_waves(b, waves, err);
    }
    WB_TRY(wb_names_add(&waves->names, b->plan->wave, err));
    waves->codes = wb_allocate((size_t)b->n, sizeof *waves->codes);
    if (waves->codes == NULL)
        st = wb_fail_nomem(err);
done:
    return st;
}

wb_status wb_wave_rows_add(wb_wave_rows *counted, const char *wave, int64_t count,
                           wb_error *err)
{
    size_t at = wb_names_find(&counted->waves, wave);

    if (at == WB_MAX_WAVES)
        return wb_fail(err, WB_E_LIMIT, "more than %d waves", (int)WB_MAX_WAVES);
    if (at == counted->waves.count) {
        wb_status st = wb_names_add(&counted->waves, wave, err);
        if (st != WB_OK)
            return st;
    }
    counted->counts[at] += count;
    return WB_OK;
}

int64_t wb_wave_rows_of(const wb_wave_rows *counted, const char *wave)
{
    size_t at = wb_names_find(&counted->waves, wave);
    return at < counted->waves.count ? counted->counts[at] : 0;
}

static wb_status count_rows(const batch *b, const wb_grouping *waves, wb_error *err)
{
    wb_status st = WB_OK;
    int64_t *counts = wb_allocate(waves->names.count, sizeof *counts);

    if (counts == NULL)
        return wb_fail_nomem(err);
    for (int64_t i = 0; i < b->n; i++)
        counts[waves->codes[i]]++;
    for (size_t k = 0; k < waves->names.count; k++)
        WB_TRY(wb_wave_rows_add(b->plan->counted, waves->names.items[k], counts[k], err));
done:
    wb_release(counts);
    return st;
}

static wb_status put_wave(batch *b, wb_error *err)
{
    wb_status st = WB_OK;
    wb_grouping waves = {0};

    WB_TRY(find_waves(b, &waves, err));
    WB_TRY(count_rows(b, &waves, err));
    st = add_groups(b->ready, WB_WAVE_COLUMN, &waves.names, waves.codes, err);
    waves.codes = NULL;
done:
    wb_grouping_free(&waves);
    return st;
}

/* ---- variables ---- */

static wb_status put_variable(batch *b, size_t v, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_variable *variable = &b->plan->definition->variables[v];
    wb_grouping *grouping = &b->groups[v];
    bool failed = false;
    wb_text name = {0};

    WB_TRY(wb_grouping_make(b->answers, variable, grouping, err));
    WB_TRY(wb_made_column(variable->id, &name, err));
    int32_t *codes = wb_copy_array(grouping->codes, (size_t)b->n, sizeof *codes, &failed);
    st = failed ? wb_fail_nomem(err)
                : add_groups(b->ready, name.bytes, &grouping->names, codes, err);
done:
    wb_text_free(&name);
    return st;
}

/* ---- topics ---- */

/* Which groups of the variable a topic is asked of. */
static wb_status find_asked(const batch *b, const wb_topic *topic, bool **asked,
                            wb_error *err)
{
    const wb_grouping *grouping = &b->groups[topic->within];

    *asked = wb_allocate(grouping->names.count, sizeof **asked);
    if (*asked == NULL)
        return wb_fail_nomem(err);
    for (size_t k = 0; k < grouping->names.count; k++) {
        const char *id = grouping->names.items[k];
        (*asked)[k] = wb_code_is(topic->within_categories, id, strlen(id), NAN);
    }
    return WB_OK;
}

/* Whether the topic is asked of a row; asked NULL: of everybody. */
static bool is_asked(const batch *b, const wb_topic *topic, const bool *asked,
                     int64_t row)
{
    if (asked == NULL)
        return true;
    int32_t group = b->groups[topic->within].codes[row];
    return group >= 0 && asked[group];
}

static int8_t any_of(const batch *b, const wb_topic *topic, int64_t row)
{
    int8_t any = 0;

    for (size_t i = 0; i < topic->n_any_of; i++) {
        int8_t part = b->shares[topic->any_of[i]][row];
        if (part == 1)
            return 1;
        any = part < 0 ? -1 : any;
    }
    return any;
}

static wb_status put_share(batch *b, size_t t, const char *name, const bool *asked,
                           wb_error *err)
{
    wb_status st = WB_OK;
    const wb_topic *topic = &b->plan->definition->topics[t];
    bool failed = false;

    b->shares[t] = wb_allocate((size_t)b->n, sizeof *b->shares[t]);
    if (b->shares[t] == NULL)
        return wb_fail_nomem(err);
    if (topic->n_any_of == 0)
        WB_TRY(wb_share_make(b->answers, topic->variable.column, topic->event,
                             b->shares[t], err));
    for (int64_t i = 0; i < b->n; i++) {
        if (topic->n_any_of > 0)
            b->shares[t][i] = any_of(b, topic, i);
        if (!is_asked(b, topic, asked, i))
            b->shares[t][i] = -1;
    }
    int8_t *copy = wb_copy_array(b->shares[t], (size_t)b->n, 1, &failed);
    st = failed ? wb_fail_nomem(err) : add_bools(b->ready, name, copy, err);
done:
    return st;
}

static wb_status put_mean(batch *b, const wb_topic *topic, const char *name,
                          const bool *asked, wb_error *err)
{
    wb_status st = WB_OK;
    int64_t at = wb_frame_find(b->answers, topic->variable.column);
    wb_column column = WB_COLUMN_INIT;
    double *values = wb_resize(NULL, (size_t)b->n, sizeof *values);

    if (values == NULL)
        return wb_fail_nomem(err);
    for (int64_t i = 0; i < b->n; i++)
        values[i] = NAN;
    if (at >= 0)
        WB_TRY(wb_frame_copy_doubles(b->answers, (size_t)at, 0, b->n, NAN, values, err));
    for (int64_t i = 0; i < b->n; i++)
        values[i] = is_asked(b, topic, asked, i) ? values[i] : NAN;
    column.type = WB_TYPE_FLOAT64;
    st = add_made(b->ready, name, &column, values, err);
    values = NULL;
done:
    wb_release(values);
    return st;
}

static wb_status put_groups(batch *b, const wb_topic *topic, const char *name,
                            const bool *asked, wb_error *err)
{
    wb_status st = WB_OK;
    wb_grouping grouping = {0};

    WB_TRY(wb_grouping_make(b->answers, &topic->variable, &grouping, err));
    for (int64_t i = 0; i < b->n; i++)
        grouping.codes[i] = is_asked(b, topic, asked, i) ? grouping.codes[i] : -1;
    st = add_groups(b->ready, name, &grouping.names, grouping.codes, err);
    grouping.codes = NULL;
done:
    wb_grouping_free(&grouping);
    return st;
}

static wb_status put_topic(batch *b, size_t t, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_topic *topic = &b->plan->definition->topics[t];
    bool *asked = NULL;
    wb_text name = {0};

    WB_TRY(wb_made_column(topic->id, &name, err));
    if (topic->within != WB_NOWHERE)
        WB_TRY(find_asked(b, topic, &asked, err));
    switch (topic->kind) {
    case WB_TOPIC_SHARE:
        st = put_share(b, t, name.bytes, asked, err);
        break;
    case WB_TOPIC_MEAN:
        st = put_mean(b, topic, name.bytes, asked, err);
        break;
    case WB_TOPIC_CATEGORIES:
        st = put_groups(b, topic, name.bytes, asked, err);
        break;
    }
done:
    wb_text_free(&name);
    wb_release(asked);
    return st;
}

/* ---- what comes along ---- */

static wb_status put_items(batch *b, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_instrument *instrument = b->plan->instrument;

    for (size_t i = 0; i < instrument->n_items; i++) {
        const char *id = instrument->items[i].id;
        int64_t at = wb_frame_find(b->answers, id);
        wb_column none = WB_COLUMN_INIT;
        none.type = WB_TYPE_NULL;
        if (at >= 0)
            WB_TRY(wb_frame_share_column(b->ready, NULL, b->answers, (size_t)at, err));
        else
            WB_TRY(wb_frame_add_trusted(b->ready, id, &none, err));
    }
done:
    return st;
}

static wb_status put_design(batch *b, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_names *design = b->plan->design;
    size_t at;

    for (size_t i = 0; i < design->count; i++) {
        if (wb_frame_find(b->ready, design->items[i]) >= 0)
            continue;
        WB_TRY(wb_frame_require(b->answers, design->items[i], "the design", &at, err));
        WB_TRY(wb_frame_share_column(b->ready, NULL, b->answers, at, err));
    }
done:
    return st;
}

/* ---- bottlenecks ---- */

static wb_status put_counts(batch *b, const wb_measure *m, wb_error *err)
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
    st = add_groups(b->ready, m->column, &names, codes, err);
    codes = NULL;
done:
    wb_names_free(&names);
    wb_release(codes);
    return st;
}

/* A bit per problem; -1 where one of them is not known. */
static wb_status add_bit(const batch *b, uint32_t indicator, size_t bit, int32_t *codes,
                         int32_t *problems, wb_error *err)
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

static wb_status name_combinations(const batch *b, const wb_composite *composite,
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

static wb_status put_combinations(batch *b, const wb_measure *m, wb_error *err)
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
    st = add_groups(b->ready, m->column, &names, codes, err);
    codes = NULL;
done:
    wb_names_free(&names);
    wb_release(codes);
    wb_release(problems);
    return st;
}

static wb_status put_bottlenecks(batch *b, wb_error *err)
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

/* ---- a frame ---- */

static wb_status prepare(batch *b, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_monitor_definition *d = b->plan->definition;

    b->groups = wb_allocate(d->n_variables, sizeof *b->groups);
    b->shares = wb_allocate(d->n_topics, sizeof *b->shares);
    if (b->groups == NULL || b->shares == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_frame_new(b->n, &b->ready, err));
    if (wb_frame_is_synthetic(b->answers))
        WB_TRY(wb_frame_set_metadata(b->ready, WB_SYNTHETIC, err));
    WB_TRY(put_wave(b, err));
    for (size_t v = 0; v < d->n_variables; v++)
        WB_TRY(put_variable(b, v, err));
    for (size_t t = 0; t < d->n_topics; t++)
        WB_TRY(put_topic(b, t, err));
    WB_TRY(put_items(b, err));
    WB_TRY(put_design(b, err));
done:
    return st;
}

static void free_batch(batch *b)
{
    const wb_monitor_definition *d = b->plan->definition;

    for (size_t v = 0; b->groups != NULL && v < d->n_variables; v++)
        wb_grouping_free(&b->groups[v]);
    for (size_t t = 0; b->shares != NULL && t < d->n_topics; t++)
        wb_release(b->shares[t]);
    wb_release(b->groups);
    wb_release(b->shares);
    wb_frame_free(b->ready);
}

static wb_status score(batch *b, const wb_run *run, wb_error *err)
{
    wb_frame *scored = NULL;
    wb_status st = wb_score(b->plan->instrument, b->ready, NULL, run, &scored, err);

    if (st != WB_OK)
        return st;
    wb_frame_free(b->ready);
    b->ready = scored;
    return put_bottlenecks(b, err);
}

static wb_status make_ready(rows *from, const wb_frame *answers, wb_frame **out,
                            wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *applied = NULL;
    batch b = {.plan = &from->plan, .n = wb_frame_row_count(answers)};

    WB_TRY(wb_frame_apply_ranges(answers, &applied, err));
    b.answers = applied != NULL ? applied : answers;
    WB_TRY(prepare(&b, err));
    WB_TRY(score(&b, &from->run, err));
    *out = b.ready;
    b.ready = NULL;
done:
    free_batch(&b);
    wb_frame_free(applied);
    return st;
}

static wb_status next_ready(void *user, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    rows *from = user;
    wb_frame *answers = NULL;

    *out = NULL;
    WB_TRY(wb_source_next(from->answers, &answers, err));
    if (answers == NULL)
        return WB_OK;
    st = make_ready(from, answers, out, err);
    if (st != WB_OK && err != NULL && err->row >= 0)
        err->row += from->next_row;
    from->next_row += wb_frame_row_count(answers);
done:
    wb_frame_free(answers);
    return st;
}

static void close_ready(void *user)
{
    wb_release(user);
}

wb_status wb_rows_source(const wb_row_plan *plan, wb_source *answers, const wb_run *run,
                         wb_source **out, wb_error *err)
{
    wb_status st = WB_OK;
    rows *from = wb_allocate(1, sizeof *from);

    if (from == NULL)
        return wb_fail_nomem(err);
    *from = (rows){.plan = *plan, .answers = answers};
    WB_TRY(wb_run_read(&from->run, run, err));
    from->run.progress = NULL; /* the tally tells how far it is */
    WB_TRY(wb_source_new(next_ready, NULL, close_ready, from, out, err));
    from = NULL;
done:
    wb_release(from);
    return st;
}
