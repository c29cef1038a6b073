/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a weighting asks of the rows. */
#include "weight/weighing.h"

#include <string.h>

const char *wb_weighting_weights(const wb_weighting *weighting)
{
    return weighting->weights;
}

const char *wb_weighting_result(const wb_weighting *weighting)
{
    return weighting->result;
}

size_t wb_weighting_step_count(const wb_weighting *weighting)
{
    return weighting->n_steps;
}

int32_t wb_weighting_step(const wb_weighting *weighting, size_t index)
{
    return index < weighting->n_steps ? weighting->steps[index].kind : 0;
}

size_t wb_weighting_margin_count(const wb_weighting *weighting)
{
    const wb_step *step = wb_weighting_last_calibration(weighting);
    return step != NULL ? step->n_margins : 0;
}

size_t wb_weighting_margin_column_count(const wb_weighting *weighting, size_t margin)
{
    if (margin >= wb_weighting_margin_count(weighting))
        return 0;
    return wb_weighting_last_calibration(weighting)->margins[margin].columns.count;
}

const char *wb_weighting_margin_column(const wb_weighting *weighting, size_t margin,
                                       size_t index)
{
    if (index >= wb_weighting_margin_column_count(weighting, margin))
        return NULL;
    return wb_weighting_last_calibration(weighting)->margins[margin].columns.items[index];
}

size_t wb_weighting_auxiliary_count(const wb_weighting *weighting)
{
    const wb_step *step = wb_weighting_last_calibration(weighting);
    return step != NULL ? step->n_auxiliaries : 0;
}

const char *wb_weighting_auxiliary(const wb_weighting *weighting, size_t index)
{
    if (index >= wb_weighting_auxiliary_count(weighting))
        return NULL;
    return wb_weighting_last_calibration(weighting)->auxiliaries[index].column;
}

/* ---- as a frame ---- */

enum { C_STEP, C_USE, C_MARGIN, C_COLUMN, N_COLUMNS };

/* step and margin count from 1; 0: missing. */
static wb_status put_row(wb_builder *builder, size_t step, const char *use, size_t margin,
                         const char *column, wb_error *err)
{
    wb_status st = WB_OK;

    if (step > 0)
        WB_TRY(wb_builder_int64(builder, C_STEP, (int64_t)step, err));
    else
        WB_TRY(wb_builder_missing(builder, C_STEP, err));
    WB_TRY(wb_builder_text(builder, C_USE, use, strlen(use), err));
    if (margin > 0)
        WB_TRY(wb_builder_int64(builder, C_MARGIN, (int64_t)margin, err));
    else
        WB_TRY(wb_builder_missing(builder, C_MARGIN, err));
    WB_TRY(wb_builder_text(builder, C_COLUMN, column, strlen(column), err));
done:
    return st;
}

static wb_status put_step(wb_builder *builder, const wb_step *step, size_t number,
                          wb_error *err)
{
    wb_status st = WB_OK;

    if (step->respondent != NULL)
        WB_TRY(put_row(builder, number, "respondent", 0, step->respondent, err));
    for (size_t j = 0; j < step->cells.count; j++)
        WB_TRY(put_row(builder, number, "cell", 0, step->cells.items[j], err));
    for (size_t m = 0; m < step->n_margins; m++) {
        const wb_names *columns = &step->margins[m].columns;
        for (size_t j = 0; j < columns->count; j++)
            WB_TRY(put_row(builder, number, "margin", m + 1, columns->items[j], err));
    }
    for (size_t a = 0; a < step->n_auxiliaries; a++)
        WB_TRY(
            put_row(builder, number, "auxiliary", 0, step->auxiliaries[a].column, err));
done:
    return st;
}

wb_status wb_weighting_columns(const wb_weighting *weighting, wb_frame **out,
                               wb_error *err)
{
    static const char *const names[] = {"step", "use", "margin", "column"};
    static const wb_type types[] = {WB_TYPE_INT32, WB_TYPE_DICTIONARY, WB_TYPE_INT32,
                                    WB_TYPE_UTF8};
    wb_status st = WB_OK;
    wb_builder *builder = NULL;
    size_t column;

    if (out != NULL)
        *out = NULL;
    if (weighting == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "weighting and out are required");
    WB_TRY(wb_builder_new(&builder, err));
    for (size_t c = 0; c < N_COLUMNS; c++)
        WB_TRY(wb_builder_add_column(builder, names[c], types[c], &column, err));
    if (weighting->weights != NULL)
        WB_TRY(put_row(builder, 0, "weights", 0, weighting->weights, err));
    for (size_t i = 0; i < weighting->n_steps; i++)
        WB_TRY(put_step(builder, &weighting->steps[i], i + 1, err));
    WB_TRY(wb_builder_finish(builder, out, err));
done:
    wb_builder_free(builder);
    return st;
}
