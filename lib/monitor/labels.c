/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Value labels of survey files, held against what the instrument and the definition say
 * of the same codes. */
#include "frame/frame.h"
#include "monitor/calling.h"
#include "monitor/monitor.h"

#include <math.h>
#include <string.h>

/* ---- labels that were found ---- */

/* One that is not among them. */
static wb_status add_found(wb_found_labels *labels, size_t variable, const char *id,
                           const char *label, wb_error *err)
{
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
        WB_TRY(add_found(out, labels->items[i].variable, labels->items[i].id,
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

/* A label of a code: what is called so, and by whom. */
typedef struct said {
    const wb_variable *variable;
    double code;
    char text[WB_NUMBER_CHARS];
    const char *label;
} said;

static bool calls(const said *s, size_t category)
{
    return wb_category_is_called(&s->variable->categories[category], s->label,
                                 strlen(s->label));
}

/* A code that is called as another group is. One of no group goes by what it is called.
 */
static wb_status check_group(const said *s, wb_error *err)
{
    const wb_variable *variable = s->variable;
    size_t own = wb_category_of_code(variable, s->text, strlen(s->text), s->code);

    if (own != WB_NOWHERE && calls(s, own))
        return WB_OK;
    if (own == WB_NOWHERE &&
        wb_category_called(variable, s->label, strlen(s->label)) != WB_NOWHERE)
        return WB_OK;
    for (size_t k = 0; k < variable->n_categories; k++) {
        if (k != own && calls(s, k))
            return wb_fail_at(err, WB_E_DATA, -1, variable->column,
                              "code %s of '%s' has the label '%.80s', which is that of "
                              "another category, '%s', in the definition",
                              s->text, variable->column, s->label,
                              variable->categories[k].id);
    }
    return WB_OK;
}

/* ---- groups that the definition leaves to the data ---- */

static bool is_alike(const char *a, const char *b)
{
    return wb_utf8_alike(a, strlen(a), b, strlen(b));
}

/* The code that answers before these give the label to; NULL: none. */
static const char *code_before(const wb_found_labels *found, size_t n_before, size_t v,
                               const said *s)
{
    for (size_t i = 0; i < n_before; i++) {
        if (found->items[i].variable == v && is_alike(found->items[i].label, s->label))
            return found->items[i].id;
    }
    return NULL;
}

/* A label that went to another code makes groups of two waves that are not the same; a
 * code whose label is another may be the same group in other words. */
static wb_status check_found(const wb_label_check *check, const said *s, size_t v,
                             size_t n_before, wb_found_labels *found, wb_notes *notes,
                             wb_error *err)
{
    const char *known = wb_found_labels_find(found, v, s->text);
    const char *code = code_before(found, n_before, v, s);
    wb_note note = {WB_NOTE_OTHER_LABEL, (char *)check->wave, (char *)check->name,
                    (char *)s->variable->id, (char *)s->text};

    if (known != NULL && is_alike(known, s->label))
        return WB_OK;
    if (code != NULL)
        return wb_fail_at(err, WB_E_DATA, -1, s->variable->column,
                          "code %s of '%s' has the label '%.80s', which is that of code "
                          "%s in answers that came before",
                          s->text, s->variable->column, s->label, code);
    if (known != NULL)
        return wb_notes_add(notes, &note, err);
    return add_found(found, v, s->text, s->label, err);
}

/* ---- all of them ---- */

/* v WB_NOWHERE: not among the variables, and its labels are not kept. */
static wb_status check_variable(const wb_label_check *check, const wb_variable *variable,
                                size_t v, size_t n_before, wb_found_labels *found,
                                wb_notes *notes, wb_error *err)
{
    wb_status st = WB_OK;
    int64_t at =
        variable->column != NULL ? wb_frame_find(check->answers, variable->column) : -1;

    if (at < 0)
        return WB_OK;
    for (size_t i = 0; i < wb_frame_value_label_count(check->answers, (size_t)at); i++) {
        said s = {.variable = variable,
                  .code = wb_frame_value_label_code(check->answers, (size_t)at, i),
                  .label = wb_frame_value_label_text(check->answers, (size_t)at, i)};
        if (isnan(s.code) || is_declared_missing(check->answers, (size_t)at, s.code))
            continue;
        wb_format_double(s.text, s.code);
        if (variable->kind == WB_VARIABLE_CODES)
            WB_TRY(check_group(&s, err));
        else if (variable->kind == WB_VARIABLE_FOUND && v != WB_NOWHERE)
            WB_TRY(check_found(check, &s, v, n_before, found, notes, err));
    }
done:
    return st;
}

static wb_status check_items(const wb_label_check *check, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < check->instrument->n_items; i++) {
        const wb_item *item = &check->instrument->items[i];
        int64_t at = wb_frame_find(check->answers, item->id);
        if (at >= 0)
            WB_TRY(check_item(item, check->answers, (size_t)at, err));
    }
done:
    return st;
}

wb_status wb_labels_check(const wb_label_check *check, wb_found_labels *found,
                          wb_notes *notes, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_monitor_definition *d = check->definition;
    size_t n = found->n;

    WB_TRY(check_items(check, err));
    WB_TRY(check_variable(check, &d->wave_groups, WB_NOWHERE, n, found, notes, err));
    for (size_t v = 0; v < d->n_variables; v++)
        WB_TRY(check_variable(check, &d->variables[v], v, n, found, notes, err));
    for (size_t t = 0; t < d->n_topics; t++)
        WB_TRY(check_variable(check, &d->topics[t].variable, WB_NOWHERE, n, found, notes,
                              err));
done:
    return st;
}
