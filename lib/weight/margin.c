/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A margin made of a frame of targets. */
#include "weight/margin.h"
#include "frame/frame.h"
#include "frame/tuples.h"
#include "num/pair.h"

#include "base/text.h"

#include <string.h>

wb_status wb_known_margin_add_target(wb_known_margin *margin, double total, wb_error *err)
{
    char number[WB_NUMBER_CHARS];
    size_t n = margin->n_targets;

    if (!(total > 0) || !(total <= 1e50)) {
        wb_format_double(number, total);
        return wb_fail(err, WB_E_ARG,
                       "the total of a category is above 0 and finite, "
                       "not %s",
                       number);
    }
    if ((n & (n - 1)) == 0) {
        double *grown = wb_resize(margin->totals, n == 0 ? 1 : n * 2, sizeof *grown);
        if (grown == NULL)
            return wb_fail_nomem(err);
        margin->totals = grown;
    }
    margin->totals[margin->n_targets++] = total;
    return WB_OK;
}

/* ---- no combination twice ---- */

static wb_status fail_twice(const wb_known_margin *margin, size_t target, wb_error *err)
{
    wb_text text = {0};
    size_t k = margin->columns.count;
    wb_status st = wb_names_join(&margin->values, target * k, k, &text, err);

    if (st == WB_OK)
        st = wb_fail_at(err, WB_E_ARG, -1, text.bytes, "category '%s' has two totals",
                        text.bytes);
    wb_text_free(&text);
    return st;
}

static wb_status check_distinct(const wb_known_margin *margin, wb_keys **keys,
                                int32_t *codes, wb_tuples *tuples, wb_error *err)
{
    wb_status st = WB_OK;
    size_t k = margin->columns.count;

    for (size_t i = 0; i < margin->n_targets; i++) {
        int32_t id = 0;
        for (size_t j = 0; j < k; j++) {
            const char *text = margin->values.items[i * k + j];
            WB_TRY(
                wb_keys_add(keys[j], WB_KEY_TEXT, text, strlen(text), 0, &codes[j], err));
        }
        WB_TRY(wb_tuples_id(tuples, codes, &id, err));
        if ((size_t)id < i)
            WB_TRY(fail_twice(margin, i, err));
    }
done:
    return st;
}

wb_status wb_known_margin_check(wb_known_margin *margin, wb_error *err)
{
    wb_status st = WB_OK;
    size_t k = margin->columns.count;
    wb_keys **keys = wb_allocate(k, sizeof(wb_keys *));
    int32_t *codes = wb_allocate(k, sizeof *codes);
    wb_tuples tuples = {0};
    wb_pair sum = {0, 0};

    if (keys == NULL || codes == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    for (size_t j = 0; j < k; j++)
        WB_TRY(wb_keys_new(margin->columns.items[j], &keys[j], err));
    WB_TRY(wb_tuples_init(&tuples, k, err));
    if (margin->n_targets == 0) {
        st = wb_fail(err, WB_E_ARG, "a margin has no totals");
        goto done;
    }
    WB_TRY(check_distinct(margin, keys, codes, &tuples, err));
    for (size_t i = 0; i < margin->n_targets; i++)
        sum = wb_pair_add(sum, wb_pair_of(margin->totals[i]));
    margin->sum = wb_pair_value(sum);
done:
    for (size_t j = 0; keys != NULL && j < k; j++)
        wb_keys_free(keys[j]);
    wb_release(keys);
    wb_release(codes);
    wb_tuples_free(&tuples);
    return st;
}

wb_status wb_known_margin_add_column(wb_known_margin *margin, const char *column,
                                     wb_error *err)
{
    return wb_weight_add_column(&margin->columns, column, "margin", err);
}

/* ---- from a frame ---- */

/* Texts of a column of targets, one a row. */
static wb_status column_texts(const wb_frame *targets, size_t column, wb_names *texts,
                              wb_error *err)
{
    wb_status st = WB_OK;
    const char *name = wb_frame_column_name(targets, column);
    wb_keys *keys = NULL;
    wb_text text = {0};

    WB_TRY(wb_keys_new(name, &keys, err));
    for (int64_t row = 0; row < wb_frame_row_count(targets); row++) {
        int32_t code = -1;
        WB_TRY(wb_keys_codes(keys, targets, column, row, 1, &code, err));
        if (code < 0) {
            st = wb_fail_at(err, WB_E_ARG, row, name,
                            "a category of \'%s\' is missing in the targets", name);
            goto done;
        }
        wb_text_cut(&text, 0);
        WB_TRY(wb_keys_write(keys, code, &text, err));
        WB_TRY(wb_text_add(&text, "", err));
        WB_TRY(wb_names_add(texts, text.bytes, err));
    }
done:
    wb_keys_free(keys);
    wb_text_free(&text);
    return st == WB_E_DATA ? WB_E_ARG : st;
}

static wb_status find_total(const wb_frame *targets, const char *total, size_t *column,
                            wb_error *err)
{
    int64_t found = wb_frame_find(targets, total);

    if (found < 0)
        return wb_fail_at(err, WB_E_ARG, -1, total,
                          "the targets have no column '%s' of totals", total);
    if (!wb_frame_has_numbers(targets, (size_t)found))
        return wb_fail_at(err, WB_E_ARG, -1, total,
                          "column '%s' holds %s, and totals are numbers", total,
                          wb_type_name(wb_frame_column_type(targets, (size_t)found)));
    *column = (size_t)found;
    return WB_OK;
}

static wb_status read_targets(const wb_frame *targets, size_t total, wb_names *columns,
                              wb_known_margin *margin, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n_columns = wb_frame_column_count(targets);
    int64_t n_rows = wb_frame_row_count(targets);
    size_t k = 0;

    if (n_rows > WB_MAX_TARGETS)
        return wb_fail(err, WB_E_LIMIT, "a margin has at most %d totals",
                       (int)WB_MAX_TARGETS);
    for (size_t j = 0; j < n_columns; j++) {
        if (j == total)
            continue;
        WB_TRY(wb_known_margin_add_column(margin, wb_frame_column_name(targets, j), err));
        WB_TRY(column_texts(targets, j, &columns[k++], err));
    }
    for (int64_t row = 0; row < n_rows; row++) {
        for (size_t j = 0; j < k; j++)
            WB_TRY(wb_names_add(&margin->values, columns[j].items[row], err));
        WB_TRY(wb_known_margin_add_target(margin, wb_frame_double(targets, total, row),
                                          err));
    }
    st = wb_known_margin_check(margin, err);
done:
    return st;
}

wb_status wb_weighting_add_margin(wb_weighting *weighting, const wb_frame *targets,
                                  const char *total, wb_error *err)
{
    wb_status st = WB_OK;
    wb_known_margin margin = {0};
    wb_frame *view = NULL;
    wb_names *columns = NULL;
    size_t n_columns = 0;
    size_t total_column = 0;

    if (weighting == NULL || targets == NULL || total == NULL)
        return wb_fail(err, WB_E_ARG,
                       "a weighting, targets and their column of totals are "
                       "required");
    WB_TRY(wb_weighting_expects_margin(weighting, err));
    WB_TRY(wb_frame_apply_ranges(targets, &view, err));
    WB_TRY(find_total(targets, total, &total_column, err));
    n_columns = wb_frame_column_count(targets);
    columns = wb_allocate(n_columns, sizeof *columns);
    if (columns == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(
        read_targets(view != NULL ? view : targets, total_column, columns, &margin, err));
    WB_TRY(wb_weighting_take_margin(weighting, &margin, err));
done:
    wb_known_margin_clear(&margin);
    for (size_t j = 0; columns != NULL && j < n_columns; j++)
        wb_names_free(&columns[j]);
    wb_release(columns);
    wb_frame_free(view);
    return st;
}
