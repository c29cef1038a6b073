/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "monitor/batch.h"

typedef struct rows {
    wb_row_plan plan;
    wb_source *answers;
    wb_run run;
    int64_t next_row;
} rows;

/* ---- variables ---- */

static wb_status put_variable(wb_batch *b, size_t v, wb_error *err)
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
                : wb_batch_add_groups(b->ready, name.bytes, &grouping->names, codes, err);
done:
    wb_text_free(&name);
    return st;
}

/* The same groups with those that are not known, for counting. */
static wb_status put_counted(wb_batch *b, size_t v, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_grouping *grouping = &b->groups[v];
    int32_t unknown = (int32_t)grouping->names.count;
    int32_t *codes = wb_resize(NULL, (size_t)b->n, sizeof *codes);
    wb_names names = {0};
    wb_text name = {0};

    if (codes == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_names_copy(&grouping->names, &names, err));
    WB_TRY(wb_names_add(&names, WB_UNKNOWN_GROUP, err));
    WB_TRY(wb_counted_column(b->plan->definition->variables[v].id, &name, err));
    for (int64_t i = 0; i < b->n; i++)
        codes[i] = grouping->codes[i] < 0 ? unknown : grouping->codes[i];
    st = wb_batch_add_groups(b->ready, name.bytes, &names, codes, err);
    codes = NULL;
done:
    wb_release(codes);
    wb_names_free(&names);
    wb_text_free(&name);
    return st;
}

/* ---- what comes along ---- */

static wb_status put_items(wb_batch *b, wb_error *err)
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

static wb_status put_design(wb_batch *b, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_names *design = b->plan->design;
    size_t at;

    for (size_t i = 0; i < design->count; i++) {
        if (wb_frame_find(b->ready, design->items[i]) >= 0)
            continue;
        WB_TRY(wb_frame_require(b->answers, design->items[i], "a column of the design",
                                &at, err));
        WB_TRY(wb_frame_share_column(b->ready, NULL, b->answers, at, err));
    }
done:
    return st;
}

/* ---- a frame ---- */

static wb_status prepare(wb_batch *b, wb_error *err)
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
    WB_TRY(wb_batch_put_wave(b, err));
    for (size_t v = 0; v < d->n_variables; v++)
        WB_TRY(put_variable(b, v, err));
    for (size_t v = 0; v < d->n_variables && b->plan->people != NULL; v++)
        WB_TRY(put_counted(b, v, err));
    for (size_t t = 0; t < d->n_topics; t++)
        WB_TRY(wb_batch_put_topic(b, t, err));
    WB_TRY(put_items(b, err));
    WB_TRY(put_design(b, err));
done:
    return st;
}

static void free_batch(wb_batch *b)
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

/* Items are left behind where scores are made: the design may need some. */
static wb_status keep_design(const wb_batch *b, wb_frame *scored, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_names *design = b->plan->design;

    for (size_t i = 0; i < design->count; i++) {
        int64_t at = wb_frame_find(b->ready, design->items[i]);
        if (wb_frame_find(scored, design->items[i]) < 0)
            WB_TRY(wb_frame_share_column(scored, NULL, b->ready, (size_t)at, err));
    }
done:
    return st;
}

static wb_status score(wb_batch *b, const wb_run *run, wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *scored = NULL;

    WB_TRY(wb_score(b->plan->instrument, b->ready, NULL, run, &scored, err));
    WB_TRY(keep_design(b, scored, err));
    wb_frame_free(b->ready);
    b->ready = scored;
    scored = NULL;
    WB_TRY(wb_batch_put_bottlenecks(b, err));
done:
    wb_frame_free(scored);
    return st;
}

static wb_status make_ready(rows *from, const wb_frame *answers, wb_frame **out,
                            wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *applied = NULL;
    wb_batch b = {
        .plan = &from->plan, .first = from->next_row, .n = wb_frame_row_count(answers)};

    WB_TRY(wb_frame_apply_ranges(answers, &applied, err));
    b.answers = applied != NULL ? applied : answers;
    WB_TRY(prepare(&b, err));
    WB_TRY(score(&b, &from->run, err));
    WB_TRY(wb_batch_see(&b, err));
    if (b.plan->people != NULL)
        WB_TRY(wb_tally_update(b.plan->people, b.ready, &from->run, err));
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
    st = wb_fail_after(st, from->next_row, err);
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
