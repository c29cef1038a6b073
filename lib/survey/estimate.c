/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The estimates frame: every cell of every breakdown, every estimand, every category. */
#include "survey/estimate.h"

#include "base/json.h"
#include "base/text.h"
#include "survey/cells.h"

#include <math.h>
#include <string.h>

enum { MAX_ROWS = 1000000 };

/* Columns behind the breakdown columns. */
enum {
    C_STATISTIC,
    C_VARIABLE,
    C_CATEGORY,
    C_ESTIMATE,
    C_SE,
    C_LOWER,
    C_UPPER,
    C_DF,
    C_N,
    C_DEFF,
    C_STATUS,
    N_COLUMNS
};

typedef struct wb_sheet {
    const wb_tally *tally;
    const wb_state *state;
    wb_estimate_options options;
    wb_levels *levels; /* per key */
    wb_builder *builder;
    size_t *by_keys; /* keys that are breakdown columns, in order of first mention */
    size_t n_by;
    size_t columns[N_COLUMNS];
    wb_moments *moments; /* per stratum of one domain */
    wb_moments *sizes;   /* the same with y = 0: what categories have in common */
    int64_t *units;
    int64_t n_rows;
} wb_sheet;

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

static wb_type type_of_key(const wb_keys *keys)
{
    switch (wb_keys_kind(keys)) {
    case WB_KEY_INT:
        return WB_TYPE_INT64;
    case WB_KEY_BOOL:
        return WB_TYPE_BOOL;
    case WB_KEY_DATE:
        return WB_TYPE_DATE32;
    case WB_KEY_TEXT:
    case WB_KEY_UNKNOWN:
        break;
    }
    return WB_TYPE_DICTIONARY;
}

static wb_status put_code(wb_builder *builder, size_t column, const wb_keys *keys,
                          int32_t code, wb_error *err)
{
    size_t length = 0;
    if (wb_keys_kind(keys) != WB_KEY_TEXT)
        return wb_builder_int64(builder, column, wb_keys_number(keys, code), err);
    const char *text = wb_keys_text(keys, code, &length);
    return wb_builder_text(builder, column, text, length, err);
}

/* A category as text: its own, a number, or true and false. */
static wb_status put_category(wb_sheet *sheet, const wb_keys *keys, int32_t code,
                              wb_error *err)
{
    char number[WB_NUMBER_CHARS];
    size_t length = 0;
    const char *text = number;

    switch (wb_keys_kind(keys)) {
    case WB_KEY_TEXT:
        text = wb_keys_text(keys, code, &length);
        break;
    case WB_KEY_BOOL:
        text = wb_keys_number(keys, code) != 0 ? "true" : "false";
        length = strlen(text);
        break;
    case WB_KEY_INT:
        length = wb_format_int64(number, wb_keys_number(keys, code));
        break;
    case WB_KEY_DATE:
        length = wb_format_date(number, (int32_t)wb_keys_number(keys, code));
        break;
    case WB_KEY_UNKNOWN:
        break;
    }
    return wb_builder_text(sheet->builder, sheet->columns[C_CATEGORY], text, length, err);
}

static wb_status declare_levels(wb_sheet *sheet, size_t key, size_t column, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_keys *keys = sheet->state->index.keys[key];
    const wb_levels *levels = &sheet->levels[key];

    if (wb_keys_kind(keys) != WB_KEY_TEXT)
        return WB_OK;
    for (int32_t i = 0; i < levels->count; i++) {
        size_t length;
        const char *text = wb_keys_text(keys, levels->codes[i], &length);
        WB_TRY(wb_builder_category(sheet->builder, column, text, length, err));
    }
done:
    return st;
}

static wb_status make_columns(wb_sheet *sheet, wb_error *err)
{
    static const struct {
        const char *name;
        wb_type type;
    } columns[N_COLUMNS] = {
        [C_STATISTIC] = {"statistic", WB_TYPE_DICTIONARY},
        [C_VARIABLE] = {"variable", WB_TYPE_DICTIONARY},
        [C_CATEGORY] = {"category", WB_TYPE_DICTIONARY},
        [C_ESTIMATE] = {"estimate", WB_TYPE_FLOAT64},
        [C_SE] = {"se", WB_TYPE_FLOAT64},
        [C_LOWER] = {"lower", WB_TYPE_FLOAT64},
        [C_UPPER] = {"upper", WB_TYPE_FLOAT64},
        [C_DF] = {"df", WB_TYPE_FLOAT64},
        [C_N] = {"n", WB_TYPE_INT64},
        [C_DEFF] = {"deff", WB_TYPE_FLOAT64},
        [C_STATUS] = {"status", WB_TYPE_DICTIONARY},
    };
    wb_status st = WB_OK;
    const wb_layout *layout = &sheet->tally->layout;
    bool *used = wb_allocate(layout->n_keys, sizeof *used);
    size_t column;

    if (used == NULL)
        return wb_fail_nomem(err);
    for (size_t b = 0; b < layout->n_breakdowns; b++) {
        for (size_t j = 0; j < layout->breakdowns[b].n; j++) {
            size_t key = layout->breakdowns[b].keys[j];
            if (used[key])
                continue;
            used[key] = true;
            sheet->by_keys[sheet->n_by++] = key;
            WB_TRY(wb_builder_add_column(sheet->builder, layout->key_names[key],
                                         type_of_key(sheet->state->index.keys[key]),
                                         &column, err));
            WB_TRY(declare_levels(sheet, key, column, err));
        }
    }
    for (int i = 0; i < N_COLUMNS; i++)
        WB_TRY(wb_builder_add_column(sheet->builder, columns[i].name, columns[i].type,
                                     &sheet->columns[i], err));
    for (int s = 0; s < WB_ESTIMATE_STATUSES; s++) {
        const char *name = wb_estimate_status_name((wb_estimate_status)s);
        WB_TRY(wb_builder_category(sheet->builder, sheet->columns[C_STATUS], name,
                                   strlen(name), err));
    }
done:
    wb_release(used);
    return st;
}

/* The breakdown columns of one row; rank counts the cells of the breakdown. */
static wb_status put_cell(wb_sheet *sheet, const wb_key_list *columns, int64_t rank,
                          wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < sheet->n_by; i++) {
        size_t key = sheet->by_keys[i];
        int64_t rest = rank;
        size_t j = columns->n;
        while (j > 0 && columns->keys[j - 1] != key) {
            rest /= sheet->levels[columns->keys[j - 1]].count;
            j--;
        }
        if (j == 0) { /* not in this breakdown: all */
            WB_TRY(wb_builder_missing(sheet->builder, i, err));
            continue;
        }
        const wb_levels *levels = &sheet->levels[key];
        int32_t code = levels->codes[rest % levels->count];
        WB_TRY(put_code(sheet->builder, i, sheet->state->index.keys[key], code, err));
    }
done:
    return st;
}

static wb_status put_numbers(wb_sheet *sheet, const wb_estimand *estimand,
                             const wb_estimate *e, wb_error *err)
{
    wb_status st = WB_OK;
    wb_builder *builder = sheet->builder;
    const size_t *columns = sheet->columns;
    const char *statistic = wb_statistic_name(estimand->statistic);
    const char *status = wb_estimate_status_name(e->status);

    WB_TRY(wb_builder_text(builder, columns[C_STATISTIC], statistic, strlen(statistic),
                           err));
    WB_TRY(wb_builder_text(builder, columns[C_VARIABLE], estimand->variable,
                           strlen(estimand->variable), err));
    WB_TRY(wb_builder_double(builder, columns[C_ESTIMATE], e->estimate, err));
    WB_TRY(wb_builder_double(builder, columns[C_SE], e->se, err));
    WB_TRY(wb_builder_double(builder, columns[C_LOWER], e->lower, err));
    WB_TRY(wb_builder_double(builder, columns[C_UPPER], e->upper, err));
    WB_TRY(wb_builder_double(builder, columns[C_DF], e->df, err));
    WB_TRY(wb_builder_int64(builder, columns[C_N], e->n, err));
    WB_TRY(wb_builder_missing(builder, columns[C_DEFF], err));
    WB_TRY(wb_builder_text(builder, columns[C_STATUS], status, strlen(status), err));
    if (++sheet->n_rows > MAX_ROWS)
        st = wb_fail(err, WB_E_LIMIT,
                     "the result has more than %d rows: ask for fewer breakdowns, or "
                     "leave out empty cells (drop_empty)",
                     (int)MAX_ROWS);
done:
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

static wb_estimate estimate_category(wb_sheet *sheet, const wb_sums *sums,
                                     const int32_t *groups, int32_t n_groups,
                                     int32_t category, bool total)
{
    wb_domain domain = {sheet->moments, sheet->units, n_groups, true, 0};
    for (int32_t i = 0; i < n_groups; i++) {
        sheet->moments[i] = sheet->sizes[i];
        domain.n_ones += add_category(&sheet->moments[i], sums, groups[i], category);
    }
    return wb_estimate_domain(&domain, total, sheet->options.interval,
                              sheet->options.level);
}

static wb_status put_categories(wb_sheet *sheet, const wb_key_list *columns, int64_t rank,
                                const wb_estimand *estimand, size_t key,
                                const wb_sums *sums, const int32_t *groups,
                                int32_t n_groups, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_levels *levels = &sheet->levels[key];

    for (int32_t i = 0; i < levels->count; i++) {
        wb_estimate e =
            estimate_category(sheet, sums, groups, n_groups, levels->codes[i], false);
        WB_TRY(put_cell(sheet, columns, rank, err));
        WB_TRY(put_category(sheet, sheet->state->index.keys[key], levels->codes[i], err));
        WB_TRY(put_numbers(sheet, estimand, &e, err));
    }
done:
    return st;
}

static wb_estimate estimate_number(wb_sheet *sheet, const wb_sums *sums,
                                   const int32_t *groups, int32_t n_groups, bool total)
{
    wb_domain domain = {sheet->moments, sheet->units, n_groups, false, 0};
    for (int32_t i = 0; i < n_groups; i++) {
        sheet->moments[i] = (wb_moments){0};
        if (groups[i] < sums->groups)
            sheet->moments[i] = sums->moments[groups[i]];
    }
    return wb_estimate_domain(&domain, total, sheet->options.interval,
                              sheet->options.level);
}

/* One estimand in one cell. groups: those of the cell, n_groups of them. */
static wb_status put_estimand(wb_sheet *sheet, size_t breakdown, int64_t rank,
                              size_t which, const int32_t *groups, int32_t n_groups,
                              wb_error *err)
{
    wb_status st = WB_OK;
    const wb_layout *layout = &sheet->tally->layout;
    const wb_estimand *estimand = &sheet->tally->spec->estimands[which];
    size_t o = layout->estimand_outcome[which];
    const wb_sums *sums = wb_state_sums(sheet->state, breakdown, o);
    const wb_key_list *columns = &layout->breakdowns[breakdown];
    bool total = estimand->statistic == WB_STATISTIC_TOTAL;
    wb_estimate e;

    if (sheet->state->kinds[o] == WB_OUTCOME_BOOL ||
        sheet->state->kinds[o] == WB_OUTCOME_CATEGORY) {
        for (int32_t i = 0; i < n_groups; i++)
            sheet->sizes[i] = size_of(sums, groups[i]);
    }
    if (layout->outcomes[o].by_category)
        return put_categories(sheet, columns, rank, estimand, layout->outcomes[o].key,
                              sums, groups, n_groups, err);
    if (sheet->state->kinds[o] == WB_OUTCOME_BOOL)
        e = estimate_category(sheet, sums, groups, n_groups, 1, total);
    else
        e = estimate_number(sheet, sums, groups, n_groups, total);
    WB_TRY(put_cell(sheet, columns, rank, err));
    WB_TRY(wb_builder_missing(sheet->builder, sheet->columns[C_CATEGORY], err));
    WB_TRY(put_numbers(sheet, estimand, &e, err));
done:
    return st;
}

static wb_status put_breakdown(wb_sheet *sheet, size_t breakdown, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_layout *layout = &sheet->tally->layout;
    const wb_cells *cells = &sheet->state->index.breakdowns[breakdown];
    wb_cell_list list = {0};
    int32_t at = 0;

    WB_TRY(wb_cell_list_init(&list, cells, &layout->breakdowns[breakdown], sheet->levels,
                             err));
    for (int64_t rank = 0; rank < list.n_cells; rank++) {
        if (sheet->options.drop_empty) {
            if (at == list.n_seen)
                break;
            rank = list.seen[at].rank;
        }
        bool seen = at < list.n_seen && list.seen[at].rank == rank;
        const int32_t *groups = seen ? list.groups + list.seen[at].first_group : NULL;
        int32_t n_groups = seen ? list.seen[at++].n_groups : 0;
        for (int32_t i = 0; i < n_groups; i++)
            sheet->units[i] = sheet->state->index.units[cells->groups.a[groups[i]]];
        for (size_t e = 0; e < sheet->tally->spec->n_estimands; e++)
            WB_TRY(put_estimand(sheet, breakdown, rank, e, groups, n_groups, err));
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

static wb_status set_metadata(wb_sheet *sheet, wb_frame *frame, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_tally *tally = sheet->tally;
    bool logit = sheet->options.interval == WB_INTERVAL_LOGIT;
    wb_text words = {0};
    wb_text json = {0};
    json_t *source = NULL;
    json_t *root = NULL;

    WB_TRY(design_in_words(tally->spec, &words, err));
    if (tally->origin != NULL)
        source = json_loads(tally->origin, 0, NULL);
    root = json_pack("{s:s, s:s, s:s, s:s, s:s, s:f, s:I, s:o*}", "kind", "estimates",
                     "library", wb_version(), "spec", tally->hash, "design", words.bytes,
                     "interval", logit ? "logit" : "wald", "level", sheet->options.level,
                     "rows", (json_int_t)sheet->state->n_rows, "source", source);
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

static wb_status prepare(wb_sheet *sheet, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_index *index = &sheet->state->index;
    size_t n_strata = (size_t)index->n_strata;

    sheet->levels = wb_allocate(index->n_keys, sizeof *sheet->levels);
    sheet->by_keys = wb_allocate(index->n_keys, sizeof *sheet->by_keys);
    sheet->moments = wb_allocate(n_strata, sizeof *sheet->moments);
    sheet->sizes = wb_allocate(n_strata, sizeof *sheet->sizes);
    sheet->units = wb_allocate(n_strata, sizeof *sheet->units);
    if (sheet->levels == NULL || sheet->by_keys == NULL || sheet->moments == NULL ||
        sheet->sizes == NULL || sheet->units == NULL)
        return wb_fail_nomem(err);
    for (size_t k = 0; k < index->n_keys; k++)
        WB_TRY(wb_levels_init(
            &sheet->levels[k], index->keys[k],
            wb_spec_declared(sheet->tally->spec, sheet->tally->layout.key_names[k]),
            err));
    WB_TRY(wb_builder_new(&sheet->builder, err));
    WB_TRY(make_columns(sheet, err));
done:
    return st;
}

static void clean(wb_sheet *sheet)
{
    for (size_t k = 0; sheet->levels != NULL && k < sheet->tally->layout.n_keys; k++)
        wb_levels_free(&sheet->levels[k]);
    wb_release(sheet->levels);
    wb_release(sheet->by_keys);
    wb_release(sheet->moments);
    wb_release(sheet->sizes);
    wb_release(sheet->units);
    wb_builder_free(sheet->builder);
}

static wb_status read_options(const wb_estimate_options *theirs,
                              wb_estimate_options *ours, wb_error *err)
{
    *ours = (wb_estimate_options)WB_ESTIMATE_OPTIONS_INIT;
    wb_status st = wb_options_read(ours, sizeof *ours, theirs, err);
    if (st != WB_OK)
        return st;
    if (ours->interval != WB_INTERVAL_LOGIT && ours->interval != WB_INTERVAL_WALD)
        return wb_fail(err, WB_E_ARG, "unknown interval %d", (int)ours->interval);
    if (ours->level == 0)
        ours->level = 0.95;
    if (!(ours->level > 0 && ours->level < 1))
        return wb_fail(err, WB_E_ARG, "the level of an interval is between 0 and 1");
    return WB_OK;
}

wb_status wb_tally_estimate(const wb_tally *tally, const wb_estimate_options *options,
                            const wb_run *run, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_state room = {0};
    wb_sheet sheet = {.tally = tally};
    wb_run ours;
    wb_frame *frame = NULL;

    if (out != NULL)
        *out = NULL;
    if (tally == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "tally and out are required");
    WB_TRY(wb_run_read(&ours, run, err));
    WB_TRY(read_options(options, &sheet.options, err));
    WB_TRY(wb_tally_whole(tally, &room, &sheet.state, err));
    WB_TRY(check_design(tally, sheet.state, err));
    WB_TRY(prepare(&sheet, err));
    for (size_t b = 0; b < tally->layout.n_breakdowns; b++) {
        WB_TRY(put_breakdown(&sheet, b, err));
        WB_TRY(wb_run_progress(
            &ours, (double)(b + 1) / (double)tally->layout.n_breakdowns, err));
    }
    WB_TRY(wb_builder_finish(sheet.builder, &frame, err));
    WB_TRY(set_metadata(&sheet, frame, err));
    *out = frame;
    frame = NULL;
done:
    wb_frame_free(frame);
    clean(&sheet);
    wb_state_free(&room);
    return st;
}
