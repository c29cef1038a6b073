/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* From a tally to the estimates frame: every cell of every breakdown, every estimand,
 * every category. */
#include "survey/estimate.h"

#include "base/json.h"
#include "survey/interval.h"
#include "survey/sheet.h"

#include <string.h>

typedef struct wb_task {
    const wb_tally *tally;
    const wb_state *state;
    wb_estimate_options options;
    wb_sheet sheet;
    wb_moments *moments; /* per stratum of one domain */
    wb_moments *sizes;   /* the same with y = 0: what categories have in common */
    int64_t *units;
} wb_task;

static wb_status check_design(const wb_tally *tally, const wb_state *state, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_index *index = &state->index;
    const wb_key_list *list = &tally->layout.strata;
    int32_t *codes = NULL;
    wb_text name = {0};

    if (state->n_rows == 0)
        return wb_fail(err, WB_E_DATA, "there are no rows to estimate from");
    if (!state->any_weight)
        return wb_fail_at(err, WB_E_DATA, -1,
                          tally->spec->weights != NULL ? tally->spec->weights : "",
                          "all weights are 0");
    codes = wb_allocate(list->n, sizeof *codes);
    if (codes == NULL)
        return wb_fail_nomem(err);
    for (int32_t h = 0; h < index->n_strata; h++) {
        if (index->units[h] != 1)
            continue;
        wb_tuples_codes(&index->strata, h, codes);
        for (size_t j = 0; j < list->n; j++) {
            const wb_keys *keys = index->keys[list->keys[j]];
            WB_TRY(wb_text_format(&name, err, "%s%s=", j > 0 ? ", " : "",
                                  wb_keys_name(keys)));
            if (wb_keys_kind(keys) == WB_KEY_TEXT)
                WB_TRY(wb_text_add(&name, wb_keys_text(keys, codes[j], NULL), err));
            else
                WB_TRY(wb_text_format(&name, err, "%lld",
                                      (long long)wb_keys_number(keys, codes[j])));
        }
        st = wb_fail_at(err, WB_E_DESIGN, -1, name.length > 0 ? name.bytes : "",
                        "stratum (%s) has one sampled row: its variance cannot be "
                        "estimated",
                        name.length > 0 ? name.bytes : "all");
        goto done;
    }
done:
    wb_release(codes);
    wb_text_free(&name);
    return st;
}

/* Group g of a histogram as far as its categories have it in common. */
static wb_moments size_of(const wb_sums *sums, int32_t group)
{
    wb_moments m = {0};
    if (group >= sums->groups)
        return m;
    for (int32_t c = 0; c < sums->width; c++) {
        const wb_bin *bin = &sums->bins[(size_t)group * (size_t)sums->width + (size_t)c];
        m.sums[WB_M_W] = wb_pair_add(m.sums[WB_M_W], bin->w);
        m.sums[WB_M_W2] = wb_pair_add(m.sums[WB_M_W2], bin->w2);
        m.n += bin->n;
    }
    return m;
}

/* The moments of 1(y = category), which is its own square. */
static int64_t add_category(wb_moments *m, const wb_sums *sums, int32_t group,
                            int32_t category)
{
    if (group >= sums->groups || category >= sums->width)
        return 0;
    const wb_bin *bin =
        &sums->bins[(size_t)group * (size_t)sums->width + (size_t)category];
    m->sums[WB_M_WY] = bin->w;
    m->sums[WB_M_W2Y] = m->sums[WB_M_W2YY] = bin->w2;
    return bin->n;
}

static wb_estimate estimate_category(wb_task *task, const wb_sums *sums,
                                     const int32_t *groups, int32_t n_groups,
                                     int32_t category, bool total)
{
    wb_domain domain = {task->moments, task->units, n_groups, true, 0};
    for (int32_t i = 0; i < n_groups; i++) {
        task->moments[i] = task->sizes[i];
        domain.n_ones += add_category(&task->moments[i], sums, groups[i], category);
    }
    return wb_estimate_domain(&domain, total, task->options.interval,
                              task->options.level);
}

static wb_status put_categories(wb_task *task, const wb_key_list *columns, int64_t rank,
                                const wb_estimand *estimand, size_t key,
                                const wb_sums *sums, const int32_t *groups,
                                int32_t n_groups, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_levels *levels = &task->sheet.levels[key];

    for (int32_t i = 0; i < levels->count; i++) {
        wb_estimate e =
            estimate_category(task, sums, groups, n_groups, levels->codes[i], false);
        WB_TRY(wb_sheet_cell(&task->sheet, columns, rank, err));
        WB_TRY(wb_sheet_category(&task->sheet, task->state->index.keys[key],
                                 levels->codes[i], err));
        WB_TRY(wb_sheet_numbers(&task->sheet, estimand, &e, err));
    }
done:
    return st;
}

static wb_estimate estimate_number(wb_task *task, const wb_sums *sums,
                                   const int32_t *groups, int32_t n_groups, bool total)
{
    wb_domain domain = {task->moments, task->units, n_groups, false, 0};
    for (int32_t i = 0; i < n_groups; i++) {
        task->moments[i] = (wb_moments){0};
        if (groups[i] < sums->groups)
            task->moments[i] = sums->moments[groups[i]];
    }
    return wb_estimate_domain(&domain, total, task->options.interval,
                              task->options.level);
}

/* One estimand in one cell. groups: those of the cell, n_groups of them. */
static wb_status put_estimand(wb_task *task, size_t breakdown, int64_t rank, size_t which,
                              const int32_t *groups, int32_t n_groups, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_layout *layout = &task->tally->layout;
    const wb_estimand *estimand = &task->tally->spec->estimands[which];
    size_t o = layout->estimand_outcome[which];
    const wb_sums *sums = wb_state_sums(task->state, breakdown, o);
    const wb_key_list *columns = &layout->breakdowns[breakdown];
    bool total = estimand->statistic == WB_STATISTIC_TOTAL;
    wb_estimate e;

    if (task->state->kinds[o] == WB_OUTCOME_BOOL ||
        task->state->kinds[o] == WB_OUTCOME_CATEGORY) {
        for (int32_t i = 0; i < n_groups; i++)
            task->sizes[i] = size_of(sums, groups[i]);
    }
    if (layout->outcomes[o].by_category)
        return put_categories(task, columns, rank, estimand, layout->outcomes[o].key,
                              sums, groups, n_groups, err);
    if (task->state->kinds[o] == WB_OUTCOME_BOOL)
        e = estimate_category(task, sums, groups, n_groups, 1, total);
    else
        e = estimate_number(task, sums, groups, n_groups, total);
    WB_TRY(wb_sheet_cell(&task->sheet, columns, rank, err));
    WB_TRY(wb_sheet_category(&task->sheet, NULL, -1, err));
    WB_TRY(wb_sheet_numbers(&task->sheet, estimand, &e, err));
done:
    return st;
}

static wb_status put_breakdown(wb_task *task, size_t breakdown, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_layout *layout = &task->tally->layout;
    const wb_cells *cells = &task->state->index.breakdowns[breakdown];
    wb_cell_list list = {0};
    int32_t at = 0;

    WB_TRY(wb_cell_list_init(&list, cells, &layout->breakdowns[breakdown],
                             task->sheet.levels, err));
    if (!task->options.drop_empty) /* before going past them, should they have no rows */
        WB_TRY(wb_sheet_check_rows(list.n_cells, err));
    for (int64_t rank = 0; rank < list.n_cells; rank++) {
        if (task->options.drop_empty) {
            if (at == list.n_seen)
                break;
            rank = list.seen[at].rank;
        }
        bool seen = at < list.n_seen && list.seen[at].rank == rank;
        const int32_t *groups = seen ? list.groups + list.seen[at].first_group : NULL;
        int32_t n_groups = seen ? list.seen[at++].n_groups : 0;
        for (int32_t i = 0; i < n_groups; i++)
            task->units[i] = task->state->index.units[cells->groups.a[groups[i]]];
        for (size_t e = 0; e < task->tally->spec->n_estimands; e++)
            WB_TRY(put_estimand(task, breakdown, rank, e, groups, n_groups, err));
    }
done:
    wb_cell_list_free(&list);
    return st;
}

static wb_status design_in_words(const wb_spec *spec, wb_text *words, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_text_add(words, "rows as sampling units", err));
    for (size_t i = 0; i < spec->strata.count; i++)
        WB_TRY(wb_text_format(words, err, "%s%s", i == 0 ? ", strata " : " x ",
                              spec->strata.items[i]));
    if (spec->weights != NULL)
        WB_TRY(wb_text_format(words, err, ", weights %s", spec->weights));
    else
        WB_TRY(wb_text_add(words, ", no weights", err));
    WB_TRY(wb_text_add(words, ", drawn with replacement", err));
done:
    return st;
}

static wb_status set_metadata(wb_task *task, wb_frame *frame, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_tally *tally = task->tally;
    wb_text words = {0};
    wb_text json = {0};
    json_t *source = NULL;
    json_t *root = NULL;

    WB_TRY(design_in_words(tally->spec, &words, err));
    if (tally->origin != NULL)
        source = json_loads(tally->origin, 0, NULL);
    root = json_pack("{s:s, s:s, s:s, s:s, s:s, s:f, s:I, s:o*}", "kind", "estimates",
                     "library", wb_version(), "spec", tally->hash, "design", words.bytes,
                     "interval", wb_interval_name(task->options.interval), "level",
                     task->options.level, "rows", (json_int_t)task->state->n_rows,
                     "source", source);
    if (root == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(wb_json_canonical(root, &json, err));
    WB_TRY(wb_frame_set_metadata(frame, json.bytes, err));
done:
    json_decref(root);
    wb_text_free(&words);
    wb_text_free(&json);
    return st;
}

static wb_status prepare(wb_task *task, wb_error *err)
{
    size_t n_strata = (size_t)task->state->index.n_strata;

    task->moments = wb_allocate(n_strata, sizeof *task->moments);
    task->sizes = wb_allocate(n_strata, sizeof *task->sizes);
    task->units = wb_allocate(n_strata, sizeof *task->units);
    if (task->moments == NULL || task->sizes == NULL || task->units == NULL)
        return wb_fail_nomem(err);
    return wb_sheet_init(&task->sheet, &task->tally->layout, task->tally->spec,
                         &task->state->index, err);
}

static void clean(wb_task *task)
{
    wb_sheet_free(&task->sheet);
    wb_release(task->moments);
    wb_release(task->sizes);
    wb_release(task->units);
}

static wb_status read_options(const wb_estimate_options *theirs,
                              wb_estimate_options *ours, wb_error *err)
{
    *ours = (wb_estimate_options)WB_ESTIMATE_OPTIONS_INIT;
    wb_status st = wb_options_read(ours, sizeof *ours, theirs, err);
    if (st != WB_OK)
        return st;
    if (wb_interval_name(ours->interval) == NULL)
        return wb_fail(err, WB_E_ARG, "unknown interval %d", (int)ours->interval);
    return wb_level_read(&ours->level, err);
}

wb_status wb_tally_estimate(const wb_tally *tally, const wb_estimate_options *options,
                            const wb_run *run, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_state room = {0};
    wb_task task = {.tally = tally};
    wb_run ours;
    wb_frame *frame = NULL;

    if (out != NULL)
        *out = NULL;
    if (tally == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "tally and out are required");
    WB_TRY(wb_run_read(&ours, run, err));
    WB_TRY(read_options(options, &task.options, err));
    WB_TRY(wb_tally_whole(tally, &room, &task.state, err));
    WB_TRY(check_design(tally, task.state, err));
    WB_TRY(prepare(&task, err));
    for (size_t b = 0; b < tally->layout.n_breakdowns; b++) {
        WB_TRY(put_breakdown(&task, b, err));
        WB_TRY(wb_run_progress(
            &ours, (double)(b + 1) / (double)tally->layout.n_breakdowns, err));
    }
    WB_TRY(wb_builder_finish(task.sheet.builder, &frame, err));
    WB_TRY(set_metadata(&task, frame, err));
    *out = frame;
    frame = NULL;
done:
    wb_frame_free(frame);
    clean(&task);
    wb_state_free(&room);
    return st;
}
