/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "model/coder.h"

#include "base/wide.h"

#include <math.h>
#include <string.h>

static wb_status copy_keys(const wb_keys *from, const char *name, wb_keys **out,
                           wb_error *err)
{
    return from != NULL ? wb_keys_copy(from, out, err) : wb_keys_new(name, out, err);
}

static wb_status allocate_lanes(wb_coder *coder, wb_error *err)
{
    size_t n = coder->model->n_terms;
    size_t r = coder->model->design->replicates.columns.count;

    coder->columns = wb_allocate(n, sizeof *coder->columns);
    coder->replicate_columns = wb_allocate(r, sizeof *coder->replicate_columns);
    coder->scratch = wb_resize(NULL, 1, sizeof *coder->scratch);
    coder->codes = wb_allocate(n * WB_MODEL_ROWS, sizeof *coder->codes);
    coder->numbers = wb_allocate(n * WB_MODEL_ROWS, sizeof *coder->numbers);
    coder->outcome_codes = wb_allocate(WB_MODEL_ROWS, sizeof *coder->outcome_codes);
    coder->y = wb_allocate(WB_MODEL_ROWS, sizeof *coder->y);
    coder->w = wb_allocate(WB_MODEL_ROWS, sizeof *coder->w);
    coder->replicates = wb_allocate(r * WB_MODEL_ROWS, sizeof *coder->replicates);
    coder->rows = wb_allocate(WB_MODEL_ROWS, 1);
    coder->weighed = wb_allocate(WB_MODEL_ROWS, 1);
    if (coder->columns == NULL || coder->replicate_columns == NULL ||
        coder->scratch == NULL || coder->codes == NULL || coder->numbers == NULL ||
        coder->outcome_codes == NULL || coder->y == NULL || coder->w == NULL ||
        coder->replicates == NULL || coder->rows == NULL || coder->weighed == NULL)
        return wb_fail_nomem(err);
    return WB_OK;
}

wb_status wb_coder_init(wb_coder *coder, const wb_model *model, const wb_coder *like,
                        wb_error *err)
{
    wb_status st = WB_OK;

    *coder = (wb_coder){.model = model, .rules = wb_family_find(model->family)};
    coder->variables = wb_allocate(model->n_terms, sizeof *coder->variables);
    if (coder->variables == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < model->n_terms; i++) {
        const wb_coded *known = like != NULL ? &like->variables[i] : NULL;
        coder->variables[i].kind = known != NULL ? known->kind : model->terms[i].kind;
        WB_TRY(copy_keys(known != NULL ? known->keys : NULL, model->terms[i].column,
                         &coder->variables[i].keys, err));
    }
    WB_TRY(copy_keys(like != NULL ? like->outcome : NULL, model->outcome, &coder->outcome,
                     err));
    WB_TRY(allocate_lanes(coder, err));
done:
    return st;
}

void wb_coder_free(wb_coder *coder)
{
    for (size_t i = 0; coder->variables != NULL && i < coder->model->n_terms; i++)
        wb_keys_free(coder->variables[i].keys);
    wb_keys_free(coder->outcome);
    wb_release(coder->variables);
    wb_release(coder->columns);
    wb_release(coder->replicate_columns);
    wb_release(coder->scratch);
    wb_release(coder->codes);
    wb_release(coder->numbers);
    wb_release(coder->outcome_codes);
    wb_release(coder->y);
    wb_release(coder->w);
    wb_release(coder->replicates);
    wb_release(coder->rows);
    wb_release(coder->weighed);
    *coder = (wb_coder){0};
}

/* ---- columns ---- */

/* AUTO becomes what the type of the column says, once it says something; only categories
 * have a reference. */
static wb_status settle_kind(wb_coded *variable, const wb_model_term *term, int32_t type,
                             wb_error *err)
{
    const char *name = term->column;
    bool categorical = type == WB_TYPE_BOOL || type == WB_TYPE_UTF8 ||
                       type == WB_TYPE_DICTIONARY || term->reference != NULL;

    if (type == WB_TYPE_NULL)
        return WB_OK;
    if (variable->kind == WB_TERM_AUTO)
        variable->kind = categorical ? WB_TERM_CATEGORICAL : WB_TERM_NUMERIC;
    if (variable->kind == WB_TERM_NUMERIC && type >= WB_TYPE_UTF8)
        return wb_fail_at(err, WB_E_DATA, -1, name,
                          "column '%s' holds %s, and a numeric term needs numbers", name,
                          wb_type_name(type));
    return WB_OK;
}

wb_status wb_coder_bind_terms(wb_coder *coder, const wb_frame *frame, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_model *model = coder->model;

    for (size_t i = 0; i < model->n_terms; i++) {
        const wb_model_term *term = &model->terms[i];
        WB_TRY(wb_frame_require(frame, term->column, "term", &coder->columns[i], err));
        WB_TRY(settle_kind(&coder->variables[i], term,
                           wb_frame_column_type(frame, coder->columns[i]), err));
    }
done:
    return st;
}

wb_status wb_coder_bind(wb_coder *coder, const wb_frame *frame, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_model *model = coder->model;
    const wb_names *replicates = &model->design->replicates.columns;
    size_t column;

    coder->weight_column = -1;
    coder->domain_column = -1;
    if (coder->rules->by_category)
        WB_TRY(wb_frame_require(frame, model->outcome, "outcome", &coder->outcome_column,
                                err));
    else
        WB_TRY(wb_frame_require_numbers(frame, model->outcome,
                                        "the outcome of a linear model",
                                        &coder->outcome_column, err));
    WB_TRY(wb_coder_bind_terms(coder, frame, err));
    if (model->design->weights != NULL) {
        WB_TRY(wb_frame_require_numbers(frame, model->design->weights, "weights", &column,
                                        err));
        coder->weight_column = (int64_t)column;
    }
    if (model->domain != NULL) {
        WB_TRY(wb_frame_require_numbers(frame, model->domain, "a domain", &column, err));
        coder->domain_column = (int64_t)column;
    }
    for (size_t r = 0; r < replicates->count; r++)
        WB_TRY(wb_frame_require_numbers(frame, replicates->items[r], "replicate weights",
                                        &coder->replicate_columns[r], err));
done:
    return st;
}

/* ---- rows ---- */

/* A missing value is NaN for whoever asks for no `rows`; else it is 0, and the row says
 * so. */
static void mark_missing(double *lane, const uint8_t *present, int32_t n, uint8_t *rows)
{
    for (int32_t i = 0; i < n; i++) {
        bool there = (present == NULL || present[i]) && !isnan(lane[i]);
        if (!there)
            lane[i] = rows != NULL ? 0 : NAN;
        if (!there && rows != NULL && rows[i] == WB_ROW_MEMBER)
            rows[i] = WB_ROW_MISSING;
    }
}

/* Copy values; whether all are numbers between -1e50 and 1e50. */
WB_WIDE static bool copy_plain(const double *restrict from, int32_t n,
                               double *restrict to)
{
    int64_t bad = 0;

    for (int32_t i = 0; i < n; i++) {
        to[i] = from[i];
        bad += !(fabs(from[i]) <= 1e50);
    }
    return bad == 0;
}

static wb_status check_finite(const wb_frame *frame, size_t column, int64_t first,
                              int32_t n, const double *lane, wb_error *err)
{
    for (int32_t i = 0; i < n; i++) {
        if (!(fabs(lane[i]) <= 1e50)) {
            const char *name = wb_frame_column_name(frame, column);
            return wb_fail_at(err, WB_E_DATA, first + i, name,
                              "a value of '%s' is not between -1e50 and 1e50", name);
        }
    }
    return WB_OK;
}

/* Numbers of a column into a lane; whoever asks for `rows` has none that is beyond. */
static wb_status take_numbers(wb_coder *coder, const wb_frame *frame, size_t column,
                              int64_t first, int32_t n, double *lane, uint8_t *rows,
                              wb_error *err)
{
    wb_status st = WB_OK;
    wb_block block;
    const double *plain = wb_frame_doubles(frame, column, first);

    block.present = NULL;
    if (plain == NULL) {
        WB_TRY(wb_frame_block(frame, column, first, n, WB_BLOCK_DOUBLE, coder->scratch,
                              &block, err));
        plain = block.doubles;
    }
    if (copy_plain(plain, n, lane) && block.present == NULL)
        goto done;
    mark_missing(lane, block.present, n, rows);
    if (rows != NULL)
        WB_TRY(check_finite(frame, column, first, n, lane, err));
done:
    return st;
}

static void mark_codes(const int32_t *codes, int32_t n, uint8_t *rows)
{
    for (int32_t i = 0; i < n; i++) {
        if (codes[i] < 0 && rows[i] == WB_ROW_MEMBER)
            rows[i] = WB_ROW_MISSING;
    }
}

static wb_status take_domain(wb_coder *coder, const wb_frame *frame, int64_t first,
                             int32_t n, wb_error *err)
{
    wb_status st = WB_OK;
    uint8_t *rows = coder->rows + coder->n;
    double *lane = coder->y + coder->n; /* the outcome comes later */

    memset(rows, WB_ROW_MEMBER, (size_t)n);
    if (coder->domain_column < 0)
        goto done;
    WB_TRY(take_numbers(coder, frame, (size_t)coder->domain_column, first, n, lane, NULL,
                        err));
    for (int32_t i = 0; i < n; i++)
        rows[i] = lane[i] != 0 && !isnan(lane[i]) ? WB_ROW_MEMBER : WB_ROW_OUTSIDE;
done:
    return st;
}

static wb_status take_outcome(wb_coder *coder, const wb_frame *frame, int64_t first,
                              int32_t n, wb_error *err)
{
    wb_status st = WB_OK;
    uint8_t *rows = coder->rows + coder->n;
    int32_t *codes = coder->outcome_codes + coder->n;
    double *y = coder->y + coder->n;

    if (coder->rules->by_category) {
        WB_TRY(wb_keys_codes(coder->outcome, frame, coder->outcome_column, first, n,
                             codes, err));
        mark_codes(codes, n, rows);
        goto done;
    }
    WB_TRY(take_numbers(coder, frame, coder->outcome_column, first, n, y, rows, err));
done:
    return st;
}

static wb_status take_variable(wb_coder *coder, const wb_frame *frame, size_t v,
                               int64_t first, int32_t n, wb_error *err)
{
    wb_status st = WB_OK;
    uint8_t *rows = coder->rows + coder->n;
    size_t at = v * WB_MODEL_ROWS + (size_t)coder->n;
    size_t column = coder->columns[v];

    if (coder->variables[v].kind == WB_TERM_CATEGORICAL) {
        WB_TRY(wb_keys_codes(coder->variables[v].keys, frame, column, first, n,
                             coder->codes + at, err));
        mark_codes(coder->codes + at, n, rows);
        goto done;
    }
    if (wb_frame_column_type(frame, column) == WB_TYPE_NULL) {
        for (int32_t i = 0; i < n; i++) {
            coder->numbers[at + (size_t)i] = 0;
            coder->codes[at + (size_t)i] = -1;
        }
        mark_codes(coder->codes + at, n, rows);
        goto done;
    }
    WB_TRY(take_numbers(coder, frame, column, first, n, coder->numbers + at, rows, err));
done:
    return st;
}

/* A weight that is none is found by the tally of the design. */
static wb_status take_weights(wb_coder *coder, const wb_frame *frame, int64_t first,
                              int32_t n, wb_error *err)
{
    wb_status st = WB_OK;
    double *w = coder->w + coder->n;
    size_t n_replicates = coder->model->design->replicates.columns.count;

    for (int32_t i = 0; i < n; i++)
        w[i] = 1;
    if (coder->weight_column >= 0)
        WB_TRY(take_numbers(coder, frame, (size_t)coder->weight_column, first, n, w, NULL,
                            err));
    for (int32_t i = 0; i < n; i++)
        coder->weighed[coder->n + i] = w[i] > 0;
    for (size_t r = 0; r < n_replicates; r++)
        WB_TRY(take_numbers(coder, frame, coder->replicate_columns[r], first, n,
                            coder->replicates + r * WB_MODEL_ROWS + coder->n, NULL, err));
    for (int32_t i = 0; i < n; i++) {
        if (coder->rows[coder->n + i] == WB_ROW_MEMBER)
            continue;
        w[i] = 0;
        for (size_t r = 0; r < n_replicates; r++)
            coder->replicates[r * WB_MODEL_ROWS + (size_t)(coder->n + i)] = 0;
    }
done:
    return st;
}

wb_status wb_coder_take(wb_coder *coder, const wb_frame *frame, int64_t first, int32_t n,
                        wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(take_domain(coder, frame, first, n, err));
    WB_TRY(take_outcome(coder, frame, first, n, err));
    for (size_t v = 0; v < coder->model->n_terms; v++)
        WB_TRY(take_variable(coder, frame, v, first, n, err));
    WB_TRY(take_weights(coder, frame, first, n, err));
    coder->n += n;
done:
    return st;
}

wb_status wb_coder_take_terms(wb_coder *coder, const wb_frame *frame, int64_t first,
                              int32_t n, wb_error *err)
{
    wb_status st = WB_OK;

    memset(coder->rows + coder->n, WB_ROW_MEMBER, (size_t)n);
    for (int32_t i = coder->n; i < coder->n + n; i++) {
        coder->w[i] = 0;
        coder->outcome_codes[i] = -1;
    }
    for (size_t v = 0; v < coder->model->n_terms; v++)
        WB_TRY(take_variable(coder, frame, v, first, n, err));
    coder->n += n;
done:
    return st;
}
