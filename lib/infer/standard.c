/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "infer/standard.h"

#include "infer/names.h"

#include <math.h>
#include <string.h>

/* Codes of a whole column. */
static wb_status read_codes(wb_keys *keys, const wb_frame *frame, size_t column,
                            int32_t *codes, wb_error *err)
{
    wb_status st = WB_OK;
    int64_t n_rows = wb_frame_row_count(frame);

    for (int64_t first = 0; first < n_rows; first += WB_BLOCK_ROWS) {
        int64_t left = n_rows - first;
        int32_t n = left < WB_BLOCK_ROWS ? (int32_t)left : WB_BLOCK_ROWS;
        WB_TRY(wb_keys_codes(keys, frame, column, first, n, codes + first, err));
    }
done:
    return st;
}

/* The weight of one row of the standard, into the share of its level. */
static wb_status take_weight(wb_standard *standard, const char *column, double weight,
                             int32_t level, int64_t row, wb_error *err)
{
    if (level < 0)
        return wb_fail_at(err, WB_E_DATA, row, column,
                          "the standard has no value of '%s' in row %lld", column,
                          (long long)row);
    if (!(weight >= 0) || !isfinite(weight))
        return wb_fail_at(err, WB_E_DATA, row, "weight",
                          "the weight in row %lld of the standard is missing, negative "
                          "or not finite",
                          (long long)row);
    if (!isnan(standard->shares[level]))
        return wb_fail_at(err, WB_E_DATA, row, column,
                          "a level of '%s' stands a second time in row %lld of the "
                          "standard",
                          column, (long long)row);
    standard->shares[level] = weight;
    return WB_OK;
}

static wb_status normalise(wb_standard *standard, wb_error *err)
{
    double total = 0;
    int32_t n = wb_keys_count(standard->keys);

    for (int32_t i = 0; i < n; i++)
        total += standard->shares[i];
    if (!(total > 0) || !isfinite(total))
        return wb_fail_at(err, WB_E_DATA, -1, "weight",
                          "the weights of the standard have no positive, finite sum");
    for (int32_t i = 0; i < n; i++)
        standard->shares[i] /= total;
    return WB_OK;
}

static wb_status read_shares(wb_standard *standard, const char *column,
                             const wb_frame *weights, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t *codes = NULL;
    int64_t n_rows = wb_frame_row_count(weights);
    size_t by, weight;

    WB_TRY(wb_frame_require(weights, column, "the standard", &by, err));
    WB_TRY(wb_frame_require_numbers(weights, "weight", "the standard", &weight, err));
    codes = wb_allocate((size_t)n_rows, sizeof *codes);
    standard->shares = wb_allocate((size_t)n_rows, sizeof *standard->shares);
    if (codes == NULL || standard->shares == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(read_codes(standard->keys, weights, by, codes, err));
    for (int64_t row = 0; row < n_rows; row++)
        standard->shares[row] = NAN; /* not seen yet */
    for (int64_t row = 0; row < n_rows; row++)
        WB_TRY(take_weight(standard, column, wb_frame_double(weights, weight, row),
                           codes[row], row, err));
    st = normalise(standard, err);
done:
    wb_release(codes);
    return st;
}

/* ---- the same levels on both sides ---- */

static wb_status add_level(const wb_keys *keys, int32_t level, wb_name_list *list,
                           wb_error *err)
{
    wb_status st = WB_OK;
    wb_text name = {0};

    WB_TRY(wb_keys_write(keys, level, &name, err));
    st = wb_name_list_add(list, name.bytes, name.length, err);
done:
    wb_text_free(&name);
    return st;
}

static wb_status fail_levels(const char *column, const wb_name_list *lacking,
                             const wb_name_list *extra, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text lacking_text = {0};
    wb_text extra_text = {0};

    WB_TRY(wb_name_list_text(lacking, &lacking_text, err));
    WB_TRY(wb_name_list_text(extra, &extra_text, err));
    st = wb_fail_at(err, WB_E_DATA, -1, column,
                    "the standard and the estimates have other levels of '%s': only in "
                    "the estimates: %s; only in the standard: %s",
                    column, lacking_text.bytes, extra_text.bytes);
done:
    wb_text_free(&lacking_text);
    wb_text_free(&extra_text);
    return st;
}

static wb_status check_levels(const wb_standard *standard, const char *column,
                              int32_t n_standard, int64_t n_rows, wb_error *err)
{
    wb_status st = WB_OK;
    wb_name_list lacking = {{{0}}, 0};
    wb_name_list extra = {{{0}}, 0};
    int32_t n = wb_keys_count(standard->keys);
    bool *seen = wb_allocate((size_t)n, sizeof *seen);

    if (seen == NULL)
        return wb_fail_nomem(err);
    for (int64_t row = 0; row < n_rows; row++) {
        if (standard->levels[row] >= 0)
            seen[standard->levels[row]] = true;
    }
    for (int32_t i = n_standard; i < n; i++)
        WB_TRY(add_level(standard->keys, i, &lacking, err));
    for (int32_t i = 0; i < n_standard; i++) {
        if (!seen[i])
            WB_TRY(add_level(standard->keys, i, &extra, err));
    }
    if (lacking.n > 0 || extra.n > 0)
        st = fail_levels(column, &lacking, &extra, err);
done:
    wb_release(seen);
    wb_name_list_free(&lacking);
    wb_name_list_free(&extra);
    return st;
}

/* A standard of texts for a column of numbers, say. */
static wb_status fail_types(const char *column, const wb_frame *weights,
                            const wb_frame *estimates, size_t by, wb_error *err)
{
    size_t theirs = (size_t)wb_frame_find(weights, column);

    return wb_fail_at(err, WB_E_DATA, -1, column,
                      "column '%s' holds %s in the standard, and %s in the estimates",
                      column, wb_type_name(wb_frame_column_type(weights, theirs)),
                      wb_type_name(wb_frame_column_type(estimates, by)));
}

wb_status wb_standard_init(wb_standard *standard, const char *column,
                           const wb_frame *weights, const wb_frame *estimates, size_t by,
                           wb_error *err)
{
    wb_status st = WB_OK;
    int64_t n_rows = wb_frame_row_count(estimates);
    wb_frame *view = NULL;

    WB_TRY(wb_keys_new(column, &standard->keys, err));
    WB_TRY(wb_frame_apply_ranges(weights, &view, err));
    WB_TRY(read_shares(standard, column, view != NULL ? view : weights, err));
    int32_t n_standard = wb_keys_count(standard->keys);
    standard->levels = wb_allocate((size_t)n_rows, sizeof *standard->levels);
    if (standard->levels == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    st = read_codes(standard->keys, estimates, by, standard->levels, err);
    if (st == WB_E_CONFLICT)
        st = fail_types(column, weights, estimates, by, err);
    WB_TRY(st);
    st = check_levels(standard, column, n_standard, n_rows, err);
done:
    wb_frame_free(view);
    return st;
}

void wb_standard_free(wb_standard *standard)
{
    wb_keys_free(standard->keys);
    wb_release(standard->shares);
    wb_release(standard->levels);
    *standard = (wb_standard){0};
}
