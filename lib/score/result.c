/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "score/result.h"

#include "score/kernel.h"

#include <string.h>

wb_status wb_columns_new(wb_columns *columns, const wb_score_plan *plan, int64_t n_rows,
                         wb_error *err)
{
    wb_status st = WB_OK;

    columns->values = wb_allocate(plan->n_asked, sizeof *columns->values);
    if (columns->values == NULL)
        return wb_fail_nomem(err);
    columns->n = plan->n_asked;
    for (size_t i = 0; i < plan->n_asked; i++) {
        columns->values[i] =
            wb_resize(NULL, (size_t)n_rows, wb_output_size(&plan->outputs[i]));
        if (columns->values[i] == NULL) {
            st = wb_fail_nomem(err);
            goto done;
        }
    }
done:
    if (st != WB_OK)
        wb_columns_clear(columns);
    return st;
}

void wb_columns_clear(wb_columns *columns)
{
    for (size_t i = 0; i < columns->n; i++)
        wb_release(columns->values[i]);
    wb_release(columns->values);
    *columns = (wb_columns){0};
}

/* ---- columns ---- */

static wb_status carry(const wb_score_plan *plan, const wb_frame *answers,
                       wb_frame *frame, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = plan->keep == WB_KEEP_NONE ? 0 : wb_frame_column_count(answers);

    for (size_t i = 0; i < n; i++) {
        const char *name = wb_frame_column_name(answers, i);

        if (plan->keep == WB_KEEP_OTHERS &&
            wb_ids_find(&plan->instrument->ids, name).kind == WB_ID_ITEM)
            continue;
        WB_TRY(wb_frame_share_column(frame, name, answers, i, err));
    }
done:
    return st;
}

static void describe_column(wb_column *column, const wb_output *output)
{
    static const char *const too_few[] = {"too_few_answers"};
    static const char *const no_part[] = {"missing_part"};

    column->flags = WB_COLUMN_SENTINEL;
    column->sentinel = WB_NO_LIGHT;
    switch (output->kind) {
    case WB_OUT_SCORE:
        column->type = WB_TYPE_FLOAT64;
        column->flags = 0;
        break;
    case WB_OUT_COUNT_OF:
        column->type = WB_TYPE_INT32;
        column->sentinel = WB_NO_COUNT;
        break;
    case WB_OUT_SCALE_REASON:
    case WB_OUT_COMPOSITE_REASON:
        column->type = WB_TYPE_DICTIONARY;
        column->index_type = WB_TYPE_INT8;
        column->categories = output->kind == WB_OUT_SCALE_REASON ? too_few : no_part;
        column->n_categories = 1;
        break;
    case WB_OUT_PROBLEM:
    case WB_OUT_ACUTE:
    case WB_OUT_NONE_OF:
    case WB_OUT_SCRATCH:
        column->type = WB_TYPE_BOOL;
        column->flags |= WB_COLUMN_BOOL_BYTES;
        break;
    }
}

static wb_status add_columns(const wb_score_plan *plan, wb_columns *columns,
                             wb_frame *frame, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < plan->n_asked; i++) {
        const char *name = plan->outputs[i].name;
        wb_column column = WB_COLUMN_INIT;

        if (wb_frame_find(frame, name) >= 0)
            return wb_fail_at(err, WB_E_DATA, -1, name,
                              "the answers already have a column '%s', which is the name "
                              "of a score column",
                              name);
        describe_column(&column, &plan->outputs[i]);
        column.values = columns->values[i];
        column.release = wb_release;
        column.user = columns->values[i];
        WB_TRY(wb_frame_add_trusted(frame, name, &column, err));
        columns->values[i] = NULL;
    }
done:
    return st;
}

/* ---- labels ---- */

/* What a column is of its scale, indicator or composite, after the label of that. */
static const char *suffix_of(wb_output_kind kind, bool dutch)
{
    switch (kind) {
    case WB_OUT_PROBLEM:
        return dutch ? ": problematisch" : ": problem";
    case WB_OUT_ACUTE:
        return dutch ? ": acuut problematisch" : ": acute problem";
    case WB_OUT_SCALE_REASON:
    case WB_OUT_COMPOSITE_REASON:
        return dutch ? ": waarom er geen waarde is" : ": why there is no value";
    case WB_OUT_SCORE:
    case WB_OUT_NONE_OF:
    case WB_OUT_COUNT_OF:
    case WB_OUT_SCRATCH:
        break;
    }
    return "";
}

static const json_t *definition_of(const wb_instrument *from, const wb_output *output)
{
    switch (output->kind) {
    case WB_OUT_SCORE:
    case WB_OUT_SCALE_REASON:
        return from->scales[output->index].json;
    case WB_OUT_PROBLEM:
    case WB_OUT_ACUTE:
        return from->indicators[output->index].json;
    case WB_OUT_NONE_OF:
    case WB_OUT_COUNT_OF:
    case WB_OUT_COMPOSITE_REASON:
    case WB_OUT_SCRATCH:
        break;
    }
    return from->composites[output->index].json;
}

static wb_status label_columns(const wb_score_plan *plan, wb_frame *frame, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_instrument *from = plan->instrument;
    const json_t *languages = json_object_get(from->document.root, "languages");
    bool dutch = strcmp(json_string_value(json_array_get(languages, 0)), "nl") == 0;
    size_t at = wb_frame_column_count(frame) - plan->n_asked;
    wb_text label = {0};

    for (size_t i = 0; i < plan->n_asked; i++) {
        const wb_output *output = &plan->outputs[i];
        const json_t *definition = definition_of(from, output);

        label.length = 0;
        WB_TRY(wb_text_add(&label, wb_instrument_text(from, definition, "label", NULL),
                           err));
        WB_TRY(wb_text_add(&label, suffix_of(output->kind, dutch), err));
        WB_TRY(wb_frame_set_label(frame, at + i, label.bytes, err));
    }
done:
    wb_text_free(&label);
    return st;
}

/* What the answers said of themselves (that they are synthetic, say) goes along. */
static wb_status describe_result(const wb_score_plan *plan, const wb_frame *answers,
                                 wb_frame *frame, wb_error *err)
{
    wb_status st = WB_OK;
    const char *theirs = wb_frame_metadata(answers);
    wb_text text = {0};

    WB_TRY(wb_text_add(&text, plan->metadata, err));
    if (theirs != NULL) {
        WB_TRY(wb_text_add(&text, ",\"answers\":", err));
        WB_TRY(wb_text_add(&text, theirs, err));
    }
    WB_TRY(wb_text_add(&text, "}", err));
    WB_TRY(wb_frame_set_metadata(frame, text.bytes, err));

done:
    wb_text_free(&text);
    return st;
}

wb_status wb_result_new(const wb_score_plan *plan, const wb_frame *answers,
                        wb_columns *columns, bool dressed, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *frame = NULL;

    WB_TRY(wb_frame_new(wb_frame_row_count(answers), &frame, err));
    WB_TRY(carry(plan, answers, frame, err));
    WB_TRY(add_columns(plan, columns, frame, err));
    if (dressed) {
        WB_TRY(label_columns(plan, frame, err));
        WB_TRY(describe_result(plan, answers, frame, err));
    }
    *out = frame;
    frame = NULL;

done:
    wb_frame_free(frame);
    return st;
}
