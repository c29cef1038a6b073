/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "infer/results.h"

#include <string.h>

static wb_status start(wb_results *results, wb_error *err)
{
    return results->builder != NULL ? WB_OK : wb_builder_new(&results->builder, err);
}

wb_status wb_results_column(wb_results *results, const char *name, wb_type type,
                            wb_error *err)
{
    size_t column;
    wb_status st = start(results, err);

    if (st == WB_OK)
        st = wb_builder_add_column(results->builder, name, type, &column, err);
    if (st == WB_OK)
        results->n_columns++;
    return st;
}

wb_status wb_results_numbers(wb_results *results, const char *const *names, wb_error *err)
{
    wb_status st = WB_OK;
    for (; *names != NULL; names++)
        WB_TRY(wb_results_column(results, *names, WB_TYPE_FLOAT64, err));
done:
    return st;
}

wb_status wb_results_column_like(wb_results *results, const char *name,
                                 const wb_frame *frame, size_t from, wb_error *err)
{
    const char *own = wb_frame_column_name(frame, from);
    wb_status st = start(results, err);

    if (st == WB_OK)
        st = wb_series_add_like(results->builder, name != NULL ? name : own, frame, from,
                                err);
    if (st == WB_OK)
        results->n_columns++;
    return st;
}

wb_status wb_results_category(wb_results *results, const char *category, wb_error *err)
{
    return wb_builder_category(results->builder, results->n_columns - 1, category,
                               strlen(category), err);
}

wb_status wb_results_status_column(wb_results *results, wb_error *err)
{
    wb_status st = wb_results_column(results, "status", WB_TYPE_DICTIONARY, err);

    for (int s = 0; st == WB_OK && s < WB_EFFECT_STATUSES; s++)
        st =
            wb_results_category(results, wb_effect_status_name((wb_effect_status)s), err);
    return st;
}

wb_status wb_results_series_columns(wb_results *results, const wb_series_list *list,
                                    bool levels, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_series_columns *at = &list->at;

    for (size_t j = 0; j < at->n_others; j++)
        WB_TRY(wb_results_column_like(results, NULL, list->frame, at->others[j], err));
    if (levels) {
        WB_TRY(wb_results_column_like(results, NULL, list->frame, at->level, err));
        WB_TRY(wb_results_column_like(results, "reference", list->frame, at->level, err));
    }
    WB_TRY(wb_results_column_like(results, NULL, list->frame, at->statistic, err));
    WB_TRY(wb_results_column_like(results, NULL, list->frame, at->variable, err));
    WB_TRY(wb_results_column_like(results, NULL, list->frame, at->category, err));
done:
    return st;
}

/* The column of the next value; the first again after the last. */
static size_t next_column(wb_results *results)
{
    size_t at = results->at;
    results->at = at + 1 == results->n_columns ? 0 : at + 1;
    return at;
}

wb_status wb_results_text(wb_results *results, const char *text, wb_error *err)
{
    return wb_builder_text(results->builder, next_column(results), text, strlen(text),
                           err);
}

wb_status wb_results_double(wb_results *results, double value, wb_error *err)
{
    return wb_builder_double(results->builder, next_column(results), value, err);
}

wb_status wb_results_doubles(wb_results *results, const double *values, size_t n,
                             wb_error *err)
{
    wb_status st = WB_OK;
    for (size_t i = 0; i < n; i++)
        WB_TRY(wb_results_double(results, values[i], err));
done:
    return st;
}

wb_status wb_results_int64(wb_results *results, int64_t value, wb_error *err)
{
    return wb_builder_int64(results->builder, next_column(results), value, err);
}

wb_status wb_results_key(wb_results *results, const wb_keys *keys, int32_t code,
                         wb_error *err)
{
    return wb_builder_key(results->builder, next_column(results), keys, code, err);
}

wb_status wb_results_missing(wb_results *results, wb_error *err)
{
    return wb_builder_missing(results->builder, next_column(results), err);
}

wb_status wb_results_copy(wb_results *results, const wb_frame *frame, size_t from,
                          int64_t row, wb_error *err)
{
    return wb_series_copy(results->builder, next_column(results), frame, from, row, err);
}

wb_status wb_results_series(wb_results *results, const wb_series_list *list, int64_t row,
                            int64_t reference, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_series_columns *at = &list->at;

    for (size_t j = 0; j < at->n_others; j++)
        WB_TRY(wb_results_copy(results, list->frame, at->others[j], row, err));
    if (reference >= 0) {
        WB_TRY(wb_results_copy(results, list->frame, at->level, row, err));
        WB_TRY(wb_results_copy(results, list->frame, at->level, reference, err));
    }
    WB_TRY(wb_results_copy(results, list->frame, at->statistic, row, err));
    WB_TRY(wb_results_copy(results, list->frame, at->variable, row, err));
    WB_TRY(wb_results_copy(results, list->frame, at->category, row, err));
done:
    return st;
}

wb_status wb_results_status(wb_results *results, wb_effect_status status, wb_error *err)
{
    return wb_results_text(results, wb_effect_status_name(status), err);
}

static wb_status set_metadata(wb_frame *frame, const char *kind, json_t *words,
                              const wb_evidence *evidence, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *source, *root = NULL;

    WB_TRY(wb_frame_origin(evidence->estimates, &source, err));
    root = json_pack("{s:s, s:s, s:f, s:o*}", "kind", kind, "library", wb_version(),
                     "level", evidence->level, "source", source);
    if (root == NULL || words == NULL || json_object_update(root, words) != 0) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(wb_frame_describe(frame, root, err));
done:
    json_decref(root);
    return st;
}

wb_status wb_results_finish(wb_results *results, const char *kind, json_t *words,
                            const wb_evidence *evidence, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *frame = NULL;

    WB_TRY(wb_builder_finish(results->builder, &frame, err));
    WB_TRY(set_metadata(frame, kind, words, evidence, err));
    *out = frame;
    frame = NULL;
done:
    wb_frame_free(frame);
    json_decref(words);
    return st;
}

void wb_results_free(wb_results *results)
{
    wb_builder_free(results->builder);
    *results = (wb_results){0};
}
