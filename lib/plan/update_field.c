/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The fields of an update sheet and their values. */
#include "plan/operation.h"
#include "plan/update.h"

#include <string.h>

const wb_update_field wb_update_fields[] = {{"action", "status", WB_UPDATE_STATUS},
                                            {"action", "timing/from", WB_UPDATE_DATE},
                                            {"action", "timing/to", WB_UPDATE_DATE},
                                            {"action", "notes", WB_UPDATE_NOTE},
                                            {"block", "timing/from", WB_UPDATE_DATE},
                                            {"block", "timing/to", WB_UPDATE_DATE},
                                            {"milestone", "due", WB_UPDATE_DATE},
                                            {"milestone", "done", WB_UPDATE_DATE},
                                            {"funding", "certainty", WB_UPDATE_WORD},
                                            {"funding", "amount", WB_UPDATE_MONEY},
                                            {"funding", "spent", WB_UPDATE_MONEY},
                                            {"budget", "certainty", WB_UPDATE_WORD},
                                            {"budget", "revised", WB_UPDATE_MONEY},
                                            {"budget", "spent", WB_UPDATE_MONEY},
                                            {NULL, NULL, WB_UPDATE_STATUS}};

const wb_update_field *wb_update_find(const wb_record *record, const char *field)
{
    const wb_update_field *f = wb_update_fields;

    while (f->kind != NULL &&
           !(wb_record_is(record, f->kind) && strcmp(f->field, field) == 0))
        f++;
    return f->kind != NULL ? f : NULL;
}

const char *const *wb_update_words(const wb_update_field *field)
{
    const char *kind = field->type == WB_UPDATE_STATUS ? "status" : field->kind;

    return wb_kind_field(wb_kind_find(kind), field->field)->words;
}

/* ---- out ---- */

static wb_status show_value(const json_t *value, wb_text *out, wb_error *err)
{
    long long cents = json_integer_value(value);

    if (json_is_string(value))
        return wb_text_add(out, json_string_value(value), err);
    return wb_text_format(out, err, "%lld.%02d", cents / 100, (int)(cents % 100));
}

wb_status wb_update_show(const wb_record *record, const wb_update_field *field,
                         wb_text *out, wb_error *err)
{
    const json_t *value = wb_field_value(record->body, field->field);

    if (field->type == WB_UPDATE_NOTE)
        return WB_OK;
    if (field->type == WB_UPDATE_STATUS)
        return wb_text_add(out, wb_action_status(record, NULL), err);
    return value != NULL ? show_value(value, out, err) : WB_OK;
}

/* ---- in ---- */

/* 1234, 1234.5, 1234,50: as many cents as a plan may hold. */
static bool read_cents(const char *text, size_t length, int64_t *cents)
{
    size_t whole = 0, decimals;
    int64_t euros;

    while (whole < length && text[whole] >= '0' && text[whole] <= '9')
        whole++;
    decimals = length > whole ? length - whole - 1 : 0;
    if (whole == 0 || whole > 13 || decimals > 2 ||
        !wb_parse_int64(text, whole, &euros) ||
        (length > whole && (decimals == 0 || (text[whole] != '.' && text[whole] != ','))))
        return false;
    *cents = euros * 100;
    for (size_t i = 0; i < decimals; i++) {
        char c = text[whole + 1 + i];
        if (c < '0' || c > '9')
            return false;
        *cents += (c - '0') * (i == 0 ? 10 : 1);
    }
    return true;
}

static bool is_word(const wb_update_field *field, const char *text)
{
    const char *const *words = wb_update_words(field);

    while (*words != NULL && strcmp(*words, text) != 0)
        words++;
    return *words != NULL;
}

static bool fits(const wb_update_field *field, const char *text)
{
    int32_t day;

    if (field->type == WB_UPDATE_DATE)
        return wb_plan_date(text, false, &day);
    return field->type == WB_UPDATE_NOTE || is_word(field, text);
}

bool wb_update_read(const wb_update_field *field, const char *text, size_t length,
                    json_t **value, bool *no_memory)
{
    char *copy;
    int64_t cents;
    bool is_right;

    *value = NULL;
    *no_memory = false;
    if (length == 0 || (length == 1 && text[0] == '-'))
        return true;
    if (field->type == WB_UPDATE_MONEY) {
        if (!read_cents(text, length, &cents))
            return false;
        *value = json_integer(cents);
        *no_memory = *value == NULL;
        return *value != NULL;
    }
    copy = wb_copy_text(text, length);
    is_right = copy != NULL && fits(field, copy);
    if (is_right)
        *value = json_stringn(copy, length);
    *no_memory = copy == NULL || (is_right && *value == NULL);
    wb_release(copy);
    return is_right && *value != NULL;
}
