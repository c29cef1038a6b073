/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Value labels of survey files, held against what the instrument and the definition say
 * of the same codes. */
#include "frame/frame.h"
#include "monitor/grouping.h"
#include "monitor/monitor.h"

#include <math.h>
#include <string.h>

/* ---- labels that were found ---- */

wb_status wb_found_labels_add(wb_found_labels *labels, size_t variable, const char *id,
                              const char *label, wb_error *err)
{
    if (wb_found_labels_find(labels, variable, id) != NULL)
        return WB_OK;
    if (labels->n == labels->room) {
        size_t room = 2 * labels->room + 16;
        wb_found_label *grown = wb_resize(labels->items, room, sizeof *grown);
        if (grown == NULL)
            return wb_fail_nomem(err);
        labels->items = grown;
        labels->room = room;
    }
    wb_found_label *new = &labels->items[labels->n++];
    *new = (wb_found_label){variable, wb_copy_string(id), wb_copy_string(label)};
    return new->id == NULL || new->label == NULL ? wb_fail_nomem(err) : WB_OK;
}

const char *wb_found_labels_find(const wb_found_labels *labels, size_t variable,
                                 const char *id)
{
    for (size_t i = 0; i < labels->n; i++) {
        if (labels->items[i].variable == variable && strcmp(labels->items[i].id, id) == 0)
            return labels->items[i].label;
    }
    return NULL;
}

wb_status wb_found_labels_copy(const wb_found_labels *labels, wb_found_labels *out,
                               wb_error *err)
{
    wb_status st = WB_OK;
    for (size_t i = 0; i < labels->n; i++)
        WB_TRY(wb_found_labels_add(out, labels->items[i].variable, labels->items[i].id,
                                   labels->items[i].label, err));
done:
    return st;
}

void wb_found_labels_free(wb_found_labels *labels)
{
    for (size_t i = 0; i < labels->n; i++) {
        wb_release(labels->items[i].id);
        wb_release(labels->items[i].label);
    }
    wb_release(labels->items);
    *labels = (wb_found_labels){0};
}

/* ---- items ---- */

static bool is_declared_missing(const wb_frame *answers, size_t column, double code)
{
    for (size_t i = 0; i < wb_frame_missing_range_count(answers, column); i++) {
        if (code >= wb_frame_missing_range_low(answers, column, i) &&
            code <= wb_frame_missing_range_high(answers, column, i))
            return true;
    }
    return false;
}

static bool is_item_code(const wb_item *item, double code)
{
    for (size_t i = 0; i < item->n_missing; i++) {
        if (item->missing[i] == code)
            return true;
    }
    return code >= item->min && code <= item->max && code == floor(code);
}

/* A label is of an answer: its code is one of the item, or means that there is none. */
static wb_status check_item(const wb_item *item, const wb_frame *answers, size_t column,
                            wb_error *err)
{
    for (size_t i = 0; i < wb_frame_value_label_count(answers, column); i++) {
        double code = wb_frame_value_label_code(answers, column, i);
        char text[WB_NUMBER_CHARS];
        if (isnan(code) || is_item_code(item, code) ||
            is_declared_missing(answers, column, code))
            continue;
        wb_format_double(text, code);
        return wb_fail_at(err, WB_E_DATA, -1, item->id,
                          "code %s of '%s' has the label '%.80s', and the instrument has "
                          "answers from %d to %d",
                          text, item->id, wb_frame_value_label_text(answers, column, i),
                          (int)item->min, (int)item->max);
    }
    return WB_OK;
}

/* ---- groups ---- */

/* Whether a category is called so in any language. */
static bool is_called(const wb_category *category, const char *label)
{
    const char *language;
    json_t *text;

    if (strcmp(category->id, label) == 0)
        return true;
    json_object_foreach(json_object_get(category->json, "label"), language, text)
    {
        if (strcmp(json_string_value(text), label) == 0)
            return true;
    }
    return false;
}

static size_t group_of_code(const wb_variable *variable, const char *text, double code)
{
    for (size_t k = 0; k < variable->n_categories; k++) {
        const wb_category *c = &variable->categories[k];
        if (c->codes != NULL ? wb_code_is(c->codes, text, strlen(text), code)
                             : strcmp(c->id, text) == 0)
            return k;
    }
    return WB_NOWHERE;
}

/* A code that is called as another group is. */
static wb_status check_group(const wb_variable *variable, const char *text, double code,
                             const char *label, wb_error *err)
{
    size_t own = group_of_code(variable, text, code);

    if (own != WB_NOWHERE && is_called(&variable->categories[own], label))
        return WB_OK;
    for (size_t k = 0; k < variable->n_categories; k++) {
        if (k == own || !is_called(&variable->categories[k], label))
            continue;
        return wb_fail_at(err, WB_E_DATA, -1, variable->column,
                          "code %s of '%s' has the label '%.80s', which is that of "
                          "another category, '%s', in the definition",
                          text, variable->column, label, variable->categories[k].id);
    }
    return WB_OK;
}

static wb_status check_variable(const wb_variable *variable, size_t v,
                                const wb_frame *answers, size_t column,
                                wb_found_labels *found, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < wb_frame_value_label_count(answers, column); i++) {
        double code = wb_frame_value_label_code(answers, column, i);
        const char *label = wb_frame_value_label_text(answers, column, i);
        char text[WB_NUMBER_CHARS];
        if (isnan(code) || is_declared_missing(answers, column, code))
            continue;
        wb_format_double(text, code);
        if (variable->kind == WB_VARIABLE_CODES)
            WB_TRY(check_group(variable, text, code, label, err));
        else if (variable->kind == WB_VARIABLE_FOUND)
            WB_TRY(wb_found_labels_add(found, v, text, label, err));
    }
done:
    return st;
}

wb_status wb_labels_check(const wb_monitor_definition *definition,
                          const wb_instrument *instrument, const wb_frame *answers,
                          wb_found_labels *found, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < instrument->n_items; i++) {
        int64_t at = wb_frame_find(answers, instrument->items[i].id);
        if (at >= 0)
            WB_TRY(check_item(&instrument->items[i], answers, (size_t)at, err));
    }
    for (size_t v = 0; v < definition->n_variables; v++) {
        int64_t at = wb_frame_find(answers, definition->variables[v].column);
        if (at >= 0)
            WB_TRY(check_variable(&definition->variables[v], v, answers, (size_t)at,
                                  found, err));
    }
done:
    return st;
}
