/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/sheet.h"

#include "base/text.h"
#include "survey/interval.h"

#include <math.h>
#include <string.h>

enum { MAX_ROWS = 1000000 };

/* A category as text: its own, a number, or true and false. */
wb_status wb_sheet_category(wb_sheet *sheet, const wb_keys *keys, int32_t code,
                            wb_error *err)
{
    char room[WB_NUMBER_CHARS];
    size_t length;

    if (code < 0)
        return wb_builder_missing(sheet->builder, sheet->columns[WB_C_CATEGORY], err);
    const char *text = wb_keys_show(keys, code, room, &length);
    return wb_builder_text(sheet->builder, sheet->columns[WB_C_CATEGORY], text, length,
                           err);
}

wb_status wb_sheet_word(wb_sheet *sheet, const char *word, wb_error *err)
{
    return wb_builder_text(sheet->builder, sheet->columns[WB_C_CATEGORY], word,
                           strlen(word), err);
}

static wb_status declare_levels(wb_sheet *sheet, size_t key, size_t column, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_keys *keys = sheet->index->keys[key];
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

/* The closed lists of statuses and flags. */
static wb_status declare_words(wb_sheet *sheet, wb_error *err)
{
    wb_status st = WB_OK;

    for (int s = 0; s < WB_ESTIMATE_STATUSES; s++) {
        const char *name = wb_estimate_status_name((wb_estimate_status)s);
        WB_TRY(wb_builder_category(sheet->builder, sheet->columns[WB_C_STATUS], name,
                                   strlen(name), err));
    }
    for (int f = 0; sheet->precision && f < WB_PRECISIONS; f++) {
        const char *name = wb_precision_name((wb_precision)f);
        WB_TRY(wb_builder_category(sheet->builder, sheet->columns[WB_C_PRECISION], name,
                                   strlen(name), err));
    }
done:
    return st;
}

static wb_status make_columns(wb_sheet *sheet, wb_error *err)
{
    static const struct {
        const char *name;
        wb_type type;
    } columns[WB_SHEET_COLUMNS] = {
        [WB_C_STATISTIC] = {"statistic", WB_TYPE_DICTIONARY},
        [WB_C_VARIABLE] = {"variable", WB_TYPE_DICTIONARY},
        [WB_C_CATEGORY] = {"category", WB_TYPE_DICTIONARY},
        [WB_C_ESTIMATE] = {"estimate", WB_TYPE_FLOAT64},
        [WB_C_SE] = {"se", WB_TYPE_FLOAT64},
        [WB_C_LOWER] = {"lower", WB_TYPE_FLOAT64},
        [WB_C_UPPER] = {"upper", WB_TYPE_FLOAT64},
        [WB_C_DF] = {"df", WB_TYPE_FLOAT64},
        [WB_C_N] = {"n", WB_TYPE_INT64},
        [WB_C_DEFF] = {"deff", WB_TYPE_FLOAT64},
        [WB_C_STATUS] = {"status", WB_TYPE_DICTIONARY},
        [WB_C_CV] = {"cv", WB_TYPE_FLOAT64},
        [WB_C_PRECISION] = {"precision", WB_TYPE_DICTIONARY},
    };
    int n_columns = sheet->precision ? WB_SHEET_COLUMNS : WB_C_CV;
    wb_status st = WB_OK;
    const wb_layout *layout = sheet->layout;
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
            WB_TRY(wb_builder_add_column(
                sheet->builder, layout->key_names[key],
                wb_key_type_of(wb_keys_kind(sheet->index->keys[key])), &column, err));
            WB_TRY(declare_levels(sheet, key, column, err));
        }
    }
    for (int i = 0; i < n_columns; i++)
        WB_TRY(wb_builder_add_column(sheet->builder, columns[i].name, columns[i].type,
                                     &sheet->columns[i], err));
    WB_TRY(declare_words(sheet, err));
done:
    wb_release(used);
    return st;
}

/* The breakdown columns of one row; rank counts the cells of the breakdown. */
wb_status wb_sheet_cell(wb_sheet *sheet, const wb_key_list *columns, int64_t rank,
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
        WB_TRY(wb_builder_key(sheet->builder, i, sheet->index->keys[key], code, err));
    }
done:
    return st;
}

wb_status wb_sheet_check_rows(int64_t n_rows, wb_error *err)
{
    if (n_rows <= MAX_ROWS)
        return WB_OK;
    return wb_fail(err, WB_E_LIMIT,
                   "the result has more than %d rows: ask for fewer breakdowns, or "
                   "leave out empty cells (drop_empty)",
                   (int)MAX_ROWS);
}

/* The coefficient of variation, and a flag by the rules of survey.h. */
static wb_status put_precision(wb_sheet *sheet, const wb_estimate *e, wb_error *err)
{
    wb_status st = WB_OK;
    wb_share share = {e->estimate, e->se, e->df, e->n, e->n_ones};
    wb_precision flag = e->share
                            ? wb_precision_of(&share)
                            : wb_precision_of_number(e->estimate, e->se, e->df, e->n);
    const char *name = wb_precision_name(flag);
    double cv = e->estimate != 0 ? e->se / fabs(e->estimate) : NAN;

    WB_TRY(wb_builder_double(sheet->builder, sheet->columns[WB_C_CV], cv, err));
    WB_TRY(wb_builder_text(sheet->builder, sheet->columns[WB_C_PRECISION], name,
                           strlen(name), err));
done:
    return st;
}

wb_status wb_sheet_numbers(wb_sheet *sheet, const wb_estimand *estimand,
                           const wb_estimate *e, wb_error *err)
{
    wb_status st = WB_OK;
    wb_builder *builder = sheet->builder;
    const size_t *columns = sheet->columns;
    const char *statistic = wb_statistic_name(estimand->statistic);
    const char *status = wb_estimate_status_name(e->status);

    WB_TRY(wb_builder_text(builder, columns[WB_C_STATISTIC], statistic, strlen(statistic),
                           err));
    WB_TRY(wb_builder_text(builder, columns[WB_C_VARIABLE], estimand->label,
                           strlen(estimand->label), err));
    WB_TRY(wb_builder_double(builder, columns[WB_C_ESTIMATE], e->estimate, err));
    WB_TRY(wb_builder_double(builder, columns[WB_C_SE], e->se, err));
    WB_TRY(wb_builder_double(builder, columns[WB_C_LOWER], e->lower, err));
    WB_TRY(wb_builder_double(builder, columns[WB_C_UPPER], e->upper, err));
    WB_TRY(wb_builder_double(builder, columns[WB_C_DF], e->df, err));
    WB_TRY(wb_builder_int64(builder, columns[WB_C_N], e->n, err));
    WB_TRY(wb_builder_double(builder, columns[WB_C_DEFF], e->deff, err));
    WB_TRY(wb_builder_text(builder, columns[WB_C_STATUS], status, strlen(status), err));
    if (sheet->precision)
        WB_TRY(put_precision(sheet, e, err));
    st = wb_sheet_check_rows(++sheet->n_rows, err);
done:
    return st;
}

wb_status wb_sheet_init(wb_sheet *sheet, const wb_sample *sample, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_index *index = &sample->state->index;

    *sheet = (wb_sheet){.layout = &sample->tally->layout,
                        .index = index,
                        .levels = sample->levels,
                        .precision = sample->options->precision != 0};
    sheet->by_keys = wb_allocate(index->n_keys, sizeof *sheet->by_keys);
    if (sheet->by_keys == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_builder_new(&sheet->builder, err));
    WB_TRY(make_columns(sheet, err));
done:
    return st;
}

void wb_sheet_free(wb_sheet *sheet)
{
    wb_release(sheet->by_keys);
    wb_builder_free(sheet->builder);
    *sheet = (wb_sheet){0};
}
