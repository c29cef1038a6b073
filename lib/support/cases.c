/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The facts of cases, from the columns of a frame. */
#include "support/assess.h"

#include <math.h>
#include <string.h>

static bool is_real(const wb_frame *frame, size_t column)
{
    int32_t type = wb_frame_column_type(frame, column);

    return type == WB_TYPE_FLOAT32 || type == WB_TYPE_FLOAT64;
}

static bool is_unsigned(const wb_frame *frame, size_t column)
{
    return wb_frame_column_type(frame, column) == WB_TYPE_UINT64;
}

static wb_status fail_cell(const wb_frame *frame, size_t column, int64_t row,
                           const char *expected, wb_error *err)
{
    char room[WB_NUMBER_CHARS];
    size_t length = 0;
    const char *text = wb_cell_text(frame, column, row, room, &length);
    const char *name = wb_frame_column_name(frame, column);

    return wb_fail_at(err, WB_E_DATA, row, name,
                      "'%s' is '%.*s' in row %lld, where %s is expected", name,
                      (int)(length < 80 ? length : wb_utf8_cut(text, length, 80)), text,
                      (long long)row, expected);
}

wb_status wb_cell_whole(const wb_frame *frame, size_t column, int64_t row,
                        wb_value *value, wb_error *err)
{
    static const char expected[] = "a whole number that is not negative";
    double number = wb_frame_double(frame, column, row);

    value->known = !wb_frame_is_missing(frame, column, row);
    value->whole = wb_frame_int64(frame, column, row);
    if (!value->known)
        return WB_OK;
    /* Doubles are exact to 2^53; a uint64 beyond int64 comes out as its largest. */
    if (value->whole < 0 || (value->whole == INT64_MAX && is_unsigned(frame, column)) ||
        (is_real(frame, column) && !(number >= 0 && number <= 9007199254740992.0)) ||
        (is_real(frame, column) && number != floor(number)))
        return fail_cell(frame, column, row, expected, err);
    return WB_OK;
}

static wb_status read_number(const wb_frame *frame, size_t column, int64_t row,
                             wb_value *value, wb_error *err)
{
    value->known = !wb_frame_is_missing(frame, column, row);
    value->number = wb_frame_double(frame, column, row);
    if (value->known && !(value->number >= 0 && value->number <= 1e15))
        return fail_cell(frame, column, row, "a number from 0 to 1e15", err);
    return WB_OK;
}

static wb_status read_bool(const wb_frame *frame, size_t column, int64_t row,
                           wb_value *value, wb_error *err)
{
    double number = wb_frame_double(frame, column, row);

    value->known = !wb_frame_is_missing(frame, column, row);
    value->whole = number == 1;
    if (value->known && number != 0 && number != 1)
        return fail_cell(frame, column, row, "true or false", err);
    return WB_OK;
}

/* "a, b or c" of the values of a choice. */
static wb_status list_values(const wb_fact *fact, wb_text *list, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = json_array_size(fact->values);

    for (size_t i = 0; i < n; i++) {
        const json_t *id = json_object_get(json_array_get(fact->values, i), "id");
        WB_TRY(wb_text_format(list, err, "%s%s",
                              i == 0       ? ""
                              : i + 1 == n ? " or "
                                           : ", ",
                              json_string_value(id)));
    }
done:
    return st;
}

static wb_status read_choice(const wb_fact *fact, const wb_frame *frame, size_t column,
                             int64_t row, wb_value *value, wb_error *err)
{
    wb_status st = WB_OK;
    size_t length = 0;
    const char *text = wb_frame_text(frame, column, row, &length);
    wb_text list = {0};

    value->known = text != NULL;
    if (!value->known)
        return WB_OK;
    value->whole = (int64_t)wb_fact_find_value(fact, text, length);
    if (value->whole < WB_MAX_VALUES)
        return WB_OK;
    WB_TRY(list_values(fact, &list, err));
    st = fail_cell(frame, column, row, list.bytes, err);

done:
    wb_text_free(&list);
    return st;
}

wb_status wb_cases_read(const wb_support *support, const wb_cases *cases, int64_t row,
                        wb_value *values, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < support->n_facts; i++) {
        const wb_fact *fact = &support->facts[i];
        size_t column = (size_t)cases->columns[i];

        values[i] = (wb_value){0};
        if (cases->columns[i] < 0)
            continue;
        switch (fact->type) {
        case WB_FACT_COUNT:
        case WB_FACT_CENTS:
            WB_TRY(wb_cell_whole(cases->frame, column, row, &values[i], err));
            break;
        case WB_FACT_NUMBER:
            WB_TRY(read_number(cases->frame, column, row, &values[i], err));
            break;
        case WB_FACT_BOOL:
            WB_TRY(read_bool(cases->frame, column, row, &values[i], err));
            break;
        case WB_FACT_CHOICE:
            WB_TRY(read_choice(fact, cases->frame, column, row, &values[i], err));
            break;
        }
    }
done:
    return st;
}

static wb_status check_column(const wb_fact *fact, const wb_frame *frame, size_t column,
                              wb_error *err)
{
    if (fact->type != WB_FACT_CHOICE)
        return wb_frame_require_numbers(frame, fact->id, "a fact", &column, err);
    if (wb_frame_has_texts(frame, column))
        return WB_OK;
    return wb_fail_at(err, WB_E_DATA, -1, fact->id,
                      "column '%s' holds %s, where text is expected", fact->id,
                      wb_type_name(wb_frame_column_type(frame, column)));
}

wb_status wb_cases_bind(const wb_support *support, const wb_frame *frame, wb_cases *cases,
                        wb_error *err)
{
    wb_status st = WB_OK;

    cases->frame = frame;
    for (size_t i = 0; i < support->n_facts; i++) {
        const wb_fact *fact = &support->facts[i];

        cases->columns[i] = wb_frame_find(frame, fact->id);
        if (cases->columns[i] >= 0)
            WB_TRY(check_column(fact, frame, (size_t)cases->columns[i], err));
    }
done:
    return st;
}
