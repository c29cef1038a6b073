/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* From the sample to the estimates frame: every cell of every breakdown, every estimand,
 * every category. */
#include "survey/make.h"

#include "survey/interval.h"
#include "survey/quantile.h"
#include "survey/sheet.h"

#include <math.h>

/* Cells that a thread makes at a time, and from how many of them on threads pay. */
enum { SHARE = 16, MANY = 4 * SHARE };

typedef struct wb_task {
    const wb_sample *sample;
    const wb_onlooker *onlooker;
    wb_view view;
    wb_desk desk;
    wb_sheet sheet;
    wb_quantiles quantiles;
    bool helps;        /* another writes the rows that it makes */
    wb_made_row *rows; /* of a helper */
    size_t n_rows;
    size_t capacity;
} wb_task;

/* The cell as its breakdown calls it, -1 when it has no rows. */
static int32_t cell_of(const wb_task *task, int32_t seen)
{
    const wb_view *view = &task->view;
    if (seen < 0)
        return -1;
    return view->groups->b[view->list.groups[view->list.seen[seen].first_group]];
}

static wb_status estimate(wb_task *task, wb_made_row *row, const wb_domain *domain,
                          wb_linear *linear, wb_error *err)
{
    const wb_estimand *estimand = &task->sample->tally->spec->estimands[row->estimand];

    if (estimand->category == NULL)
        return wb_domain_estimate(task->sample, domain, estimand->statistic, &task->desk,
                                  &row->estimate, linear, err);
    return wb_quantile_estimate(&task->quantiles, row->breakdown,
                                cell_of(task, row->seen), row->estimand,
                                row->outcome != WB_NO_OUTCOME ? domain : NULL,
                                &task->desk, &row->estimate, linear, err);
}

static wb_status write_row(wb_task *task, const wb_made_row *row, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_tally *tally = task->sample->tally;
    const wb_estimand *estimand = &tally->spec->estimands[row->estimand];
    const wb_layout *layout = &tally->layout;
    const wb_keys *keys = NULL;

    if (row->category >= 0)
        keys = task->sample->state->index.keys[layout->outcomes[row->outcome].key];
    WB_TRY(
        wb_sheet_cell(&task->sheet, &layout->breakdowns[row->breakdown], row->rank, err));
    if (estimand->category != NULL)
        WB_TRY(wb_sheet_word(&task->sheet, estimand->category, err));
    else
        WB_TRY(wb_sheet_category(&task->sheet, keys, row->category, err));
    WB_TRY(wb_sheet_numbers(&task->sheet, estimand, &row->estimate, err));
done:
    return st;
}

static wb_status keep_row(wb_task *helper, const wb_made_row *row, wb_error *err)
{
    if (helper->n_rows == helper->capacity) {
        size_t capacity = 2 * helper->capacity + SHARE;
        wb_made_row *rows = wb_resize(helper->rows, capacity, sizeof *rows);
        if (rows == NULL)
            return wb_fail_nomem(err);
        helper->rows = rows;
        helper->capacity = capacity;
    }
    helper->rows[helper->n_rows++] = *row;
    return WB_OK;
}

/* One row: its domain is laid out. */
static wb_status put_row(wb_task *task, wb_made_row *row, wb_error *err)
{
    wb_status st = WB_OK;
    static const wb_domain nothing = {0};
    const wb_domain *domain = &nothing;
    wb_linear linear;

    if (row->outcome != WB_NO_OUTCOME)
        domain = wb_view_domain(&task->view, row->category);
    WB_TRY(estimate(task, row, domain, &linear, err));
    if (task->helps)
        return keep_row(task, row, err);
    WB_TRY(write_row(task, row, err));
    if (task->onlooker != NULL)
        WB_TRY(task->onlooker->row(task->onlooker->user, row, domain, &linear,
                                   &task->desk, err));
done:
    return st;
}

/* What an estimand is made of; by the rule hf7 a quantile has its own. */
static size_t outcome_of(const wb_task *task, size_t estimand)
{
    const wb_layout *layout = &task->sample->tally->layout;
    size_t o = layout->estimand_outcome[estimand];
    if (o != WB_NO_OUTCOME && layout->outcomes[o].role == WB_ROLE_CUT &&
        task->sample->options->quantile_rule == WB_QUANTILE_HF7)
        o++;
    return o;
}

/* One estimand in one cell: a row, or one per category. */
static wb_status put_estimand(wb_task *task, wb_made_row *row, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_layout *layout = &task->sample->tally->layout;

    row->outcome = outcome_of(task, row->estimand);
    row->category = -1;
    if (row->outcome == WB_NO_OUTCOME)
        return put_row(task, row, err);
    const wb_outcome *outcome = &layout->outcomes[row->outcome];
    WB_TRY(wb_view_outcome(&task->view, row->seen, row->outcome, err));
    if (!outcome->by_category)
        return put_row(task, row, err);
    const wb_levels *levels = &task->sample->levels[outcome->key];
    for (int32_t i = 0; i < levels->count; i++) {
        row->category = levels->codes[i];
        WB_TRY(put_row(task, row, err));
    }
done:
    return st;
}

static wb_status put_cell(wb_task *task, size_t breakdown, int64_t rank, int32_t seen,
                          wb_error *err)
{
    wb_status st = WB_OK;
    wb_made_row row = {.breakdown = breakdown, .rank = rank, .seen = seen};

    for (; row.estimand < task->sample->tally->spec->n_estimands; row.estimand++)
        WB_TRY(put_estimand(task, &row, err));
done:
    return st;
}

/* Cells of a breakdown that rows are put of: those seen, or all. */
static int64_t count_cells(const wb_task *task)
{
    const wb_cell_list *list = &task->view.list;
    return task->sample->options->drop_empty ? list->n_seen : list->n_cells;
}

/* The first cell seen whose rank is not below this one. */
static int32_t place_of(const wb_cell_list *list, int64_t rank)
{
    int32_t low = 0;
    int32_t high = list->n_seen;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (list->seen[middle].rank < rank)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Cells first .. last - 1 of those that rows are put of. */
static wb_status put_cells(wb_task *task, size_t breakdown, int64_t first, int64_t last,
                           wb_error *err)
{
    wb_status st = WB_OK;
    const wb_cell_list *list = &task->view.list;

    if (task->sample->options->drop_empty) {
        for (int64_t at = first; at < last; at++)
            WB_TRY(put_cell(task, breakdown, list->seen[at].rank, (int32_t)at, err));
        goto done;
    }
    int32_t at = place_of(list, first);
    for (int64_t rank = first; rank < last; rank++) {
        bool seen = at < list->n_seen && list->seen[at].rank == rank;
        WB_TRY(put_cell(task, breakdown, rank, seen ? at : -1, err));
        at += seen;
    }
done:
    return st;
}

/* Lay a breakdown out. */
static wb_status open_breakdown(wb_task *task, size_t breakdown, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_view_init(&task->view, task->sample, breakdown, err));
    WB_TRY(wb_desk_init(&task->desk, task->sample, task->view.most_parts, err));
done:
    return st;
}

static void close_breakdown(wb_task *task)
{
    wb_view_free(&task->view);
    wb_desk_free(&task->desk);
    wb_release(task->rows);
    task->rows = NULL;
}

/* ---- several threads on one breakdown ---- */

typedef struct wb_crew {
    wb_task *task;
    size_t breakdown;
    int64_t n_cells;
    wb_task *helpers; /* per thread */
    size_t n_helpers;
} wb_crew;

static wb_status make_share(void *user, size_t part, size_t slot, wb_error *err)
{
    const wb_crew *crew = user;
    wb_task *helper = &crew->helpers[slot];
    int64_t first = (int64_t)part * SHARE;
    int64_t left = crew->n_cells - first;

    helper->n_rows = 0;
    return put_cells(helper, crew->breakdown, first,
                     first + (left < SHARE ? left : SHARE), err);
}

static wb_status write_share(void *user, size_t part, size_t slot, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_crew *crew = user;
    const wb_task *helper = &crew->helpers[slot];

    (void)part;
    for (size_t i = 0; i < helper->n_rows; i++)
        WB_TRY(write_row(crew->task, &helper->rows[i], err));
done:
    return st;
}

static wb_status put_together(wb_task *task, size_t breakdown, int32_t threads,
                              wb_error *err)
{
    wb_status st = WB_OK;
    wb_crew crew = {task, breakdown, count_cells(task), NULL, 0};
    size_t n_shares = (size_t)((crew.n_cells + SHARE - 1) / SHARE);

    crew.helpers = wb_allocate((size_t)threads, sizeof *crew.helpers);
    if (crew.helpers == NULL)
        return wb_fail_nomem(err);
    while (crew.n_helpers < (size_t)threads) {
        wb_task *helper = &crew.helpers[crew.n_helpers++];
        *helper = (wb_task){.sample = task->sample, .helps = true};
        WB_TRY(open_breakdown(helper, breakdown, err));
    }
    WB_TRY(wb_run_ordered(threads, n_shares, make_share, write_share, &crew, err));
done:
    for (size_t i = 0; i < crew.n_helpers; i++)
        close_breakdown(&crew.helpers[i]);
    wb_release(crew.helpers);
    return st;
}

/* Whether estimates need nothing that threads would share and change. */
static bool can_share(const wb_task *task)
{
    return task->onlooker == NULL && task->sample->regression == NULL &&
           task->sample->tally->layout.n_variables == 0;
}

static wb_status put_breakdown(wb_task *task, size_t breakdown, int32_t threads,
                               wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(open_breakdown(task, breakdown, err));
    if (!task->sample->options->drop_empty)
        WB_TRY(
            wb_sheet_check_rows(task->view.list.n_cells, err)); /* before all of them */
    if (threads > 1 && count_cells(task) >= MANY && can_share(task))
        WB_TRY(put_together(task, breakdown, threads, err));
    else
        WB_TRY(put_cells(task, breakdown, 0, count_cells(task), err));
done:
    close_breakdown(task);
    return st;
}

/* ---- all of them ---- */

static wb_status check_options(const wb_estimate_options *o, wb_error *err)
{
    if (wb_interval_name(o->interval) == NULL)
        return wb_fail(err, WB_E_ARG, "unknown interval %d", (int)o->interval);
    if (o->lonely < WB_LONELY_FAIL || o->lonely > WB_LONELY_COLLAPSE)
        return wb_fail(err, WB_E_ARG, "unknown policy for lonely units %d",
                       (int)o->lonely);
    if (!(o->df >= 0) || isinf(o->df))
        return wb_fail(err, WB_E_ARG,
                       "the degrees of freedom are above 0, or 0 to have them counted, "
                       "not %g",
                       o->df);
    if (o->replicates != WB_REPLICATE_NONE &&
        wb_replicate_type_name(o->replicates) == NULL)
        return wb_fail(err, WB_E_ARG, "unknown type of replicates %d",
                       (int)o->replicates);
    if (o->quantile_rule < WB_QUANTILE_MATH || o->quantile_rule > WB_QUANTILE_HF7)
        return wb_fail(err, WB_E_ARG, "unknown rule of quantiles %d",
                       (int)o->quantile_rule);
    if (!(o->rho >= 0 && o->rho < 1))
        return wb_fail(err, WB_E_ARG, "Fay's rho is at least 0 and below 1, not %g",
                       o->rho);
    return WB_OK;
}

wb_status wb_estimate_options_read(const wb_estimate_options *theirs,
                                   wb_estimate_options *ours, wb_error *err)
{
    wb_status st = WB_OK;

    *ours = (wb_estimate_options)WB_ESTIMATE_OPTIONS_INIT;
    WB_TRY(wb_options_read(ours, sizeof *ours, theirs, err));
    WB_TRY(check_options(ours, err));
    WB_TRY(wb_level_read(&ours->level, err));
done:
    return st;
}

wb_status wb_make_estimates(const wb_sample *sample, const wb_run *run,
                            const wb_onlooker *onlooker, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_task task = {
        .sample = sample, .onlooker = onlooker, .quantiles = {.sample = sample}};
    size_t n_breakdowns = sample->tally->layout.n_breakdowns;
    wb_frame *frame = NULL;

    WB_TRY(wb_quantiles_check(sample, err));
    WB_TRY(wb_sheet_init(&task.sheet, sample, err));
    for (size_t b = 0; b < n_breakdowns; b++) {
        WB_TRY(put_breakdown(&task, b, run->threads, err));
        WB_TRY(wb_run_progress(run, (double)(b + 1) / (double)n_breakdowns, err));
    }
    WB_TRY(wb_builder_finish(task.sheet.builder, &frame, err));
    WB_TRY(wb_describe_estimates(sample, frame, err));
    *out = frame;
    frame = NULL;
done:
    wb_frame_free(frame);
    wb_sheet_free(&task.sheet);
    wb_quantiles_free(&task.quantiles);
    return st;
}
