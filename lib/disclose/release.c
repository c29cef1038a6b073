/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What comes out: the released frame, and the audit of what was hidden why. */
#include "disclose/ledger.h"

/* ---- metadata ---- */

static wb_status describe_rules(json_t *to, const wb_rules *rules, wb_error *err)
{
    wb_status st = WB_OK;

    const wb_ledger_release now = wb_release_of(rules);

    WB_TRY(wb_release_put(to, &now, err));
    WB_TRY(wb_json_put(to, "round_to", json_integer(rules->round_to), err));
    if (rules->scope != NULL)
        WB_TRY(wb_json_put(to, "scope", json_string(rules->scope), err));
    if (rules->release != NULL)
        WB_TRY(wb_json_put(to, "release", json_string(rules->release), err));
done:
    return st;
}

static wb_status describe_earlier(json_t *to, const wb_ledger *earlier, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *list = NULL;

    if (earlier == NULL)
        return wb_json_put(to, "earlier",
                           json_string("not protected against earlier reports"), err);
    WB_TRY(wb_json_put_array(to, "earlier", &list, err));
    for (size_t i = 0; i < earlier->n_releases; i++)
        WB_TRY(wb_json_push(list, json_string(earlier->releases[i].id), err));
done:
    return st;
}

static wb_status describe(wb_frame *frame, const wb_rules *rules, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *root = json_object();
    json_t *to = NULL;

    if (root == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_json_put(root, "library", json_string(wb_version()), err));
    WB_TRY(wb_json_put_object(root, "disclosure", &to, err));
    WB_TRY(describe_rules(to, rules, err));
    WB_TRY(describe_earlier(to, rules->earlier, err));
    WB_TRY(wb_frame_describe(frame, root, err));
done:
    json_decref(root);
    return st;
}

/* ---- the released frame ---- */

const wb_fill_column wb_released_columns[] = {
    {"cell", WB_TYPE_UTF8},     {"measure", WB_TYPE_UTF8}, {"n", WB_TYPE_INT64},
    {"problem", WB_TYPE_INT64}, {"acute", WB_TYPE_INT64},  {"status", WB_TYPE_UTF8},
    {"release", WB_TYPE_UTF8},  {NULL, WB_TYPE_NULL}};

static wb_status put_row(wb_fill *fill, const wb_rules *rules,
                         const wb_headcounts *counts, const wb_counted *row,
                         wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_fill_text(fill, wb_headcounts_cell_id(counts, row->cell), err));
    WB_TRY(wb_fill_text(fill, wb_headcounts_measure_id(counts, row->measure), err));
    for (int k = 0; k < WB_COUNTS; k++) {
        const wb_count_state *count = &row->counts[k];
        WB_TRY(wb_fill_given(fill, count->value >= 0 && count->why == WB_SHOWN,
                             row->frozen ? count->then
                                         : wb_round_count(count->value, rules->round_to),
                             err));
    }
    WB_TRY(wb_fill_text(fill, wb_entry_names[wb_counted_status(row)], err));
    WB_TRY(wb_fill_text(fill, row->release != NULL ? row->release : rules->release, err));
done:
    return st;
}

wb_status wb_released_frame(const wb_rules *rules, const wb_headcounts *counts,
                            wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_fill fill = {0};
    wb_frame *made = NULL;

    WB_TRY(wb_fill_columns(&fill, wb_released_columns, err));
    for (int64_t i = 0; i < counts->n_rows; i++)
        WB_TRY(put_row(&fill, rules, counts, &counts->rows[i], err));
    WB_TRY(wb_fill_finish(&fill, &made, err));
    WB_TRY(describe(made, rules, err));
    *out = made;
    made = NULL;
done:
    wb_fill_close(&fill);
    wb_frame_free(made);
    return st;
}

/* ---- the audit ---- */

const wb_fill_column wb_audit_columns[] = {
    {"cell", WB_TYPE_UTF8},      {"measure", WB_TYPE_UTF8},
    {"count", WB_TYPE_UTF8},     {"rule", WB_TYPE_UTF8},
    {"for_cell", WB_TYPE_UTF8},  {"for_measure", WB_TYPE_UTF8},
    {"for_count", WB_TYPE_UTF8}, {NULL, WB_TYPE_NULL}};

/* Cell, measure and count that something was hidden for. */
static wb_status put_protected(wb_fill *fill, const wb_headcounts *counts,
                               const wb_relations *relations, int64_t number,
                               wb_error *err)
{
    wb_status st = WB_OK;
    wb_text text = {0};
    int64_t place = number / WB_COUNTS;

    if (place < counts->n_rows) {
        const wb_counted *row = &counts->rows[place];
        WB_TRY(wb_fill_text(fill, wb_headcounts_cell_id(counts, row->cell), err));
        WB_TRY(wb_fill_text(fill, wb_headcounts_measure_id(counts, row->measure), err));
    } else {
        int64_t at = place - counts->n_rows;
        const wb_split *split = &relations->splits[at / counts->n_measures];
        size_t length;

        WB_TRY(wb_text_format(
            &text, err, "%s/%s", wb_headcounts_cell_id(counts, split->total),
            wb_keys_text(relations->partitions, split->partition, &length)));
        WB_TRY(wb_fill_text(fill, text.bytes, err));
        WB_TRY(wb_fill_text(
            fill, wb_headcounts_measure_id(counts, (int32_t)(at % counts->n_measures)),
            err));
    }
    WB_TRY(wb_fill_text(fill, wb_count_names[number % WB_COUNTS], err));
done:
    wb_text_free(&text);
    return st;
}

static wb_status put_hidden(wb_fill *fill, const wb_headcounts *counts,
                            const wb_relations *relations, const wb_counted *row,
                            int count, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_count_state *state = &row->counts[count];

    WB_TRY(wb_fill_text(fill, wb_headcounts_cell_id(counts, row->cell), err));
    WB_TRY(wb_fill_text(fill, wb_headcounts_measure_id(counts, row->measure), err));
    WB_TRY(wb_fill_text(fill, wb_count_names[count], err));
    WB_TRY(wb_fill_text(fill, wb_why_names[state->why], err));
    if (state->for_counted >= 0)
        return put_protected(fill, counts, relations, state->for_counted, err);
    for (int i = 0; i < 3; i++)
        WB_TRY(wb_fill_missing(fill, err));
done:
    return st;
}

wb_status wb_audit_frame(const wb_headcounts *counts, const wb_relations *relations,
                         wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_fill fill = {0};

    WB_TRY(wb_fill_columns(&fill, wb_audit_columns, err));
    for (int64_t i = 0; i < counts->n_rows; i++) {
        for (int k = 0; k < WB_COUNTS; k++) {
            if (counts->rows[i].counts[k].why != WB_SHOWN)
                WB_TRY(put_hidden(&fill, counts, relations, &counts->rows[i], k, err));
        }
    }
    WB_TRY(wb_fill_finish(&fill, out, err));
done:
    wb_fill_close(&fill);
    return st;
}
