/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the figures of a page are of, as JSON: the definition, waves, variables, groups
 * and measures, with their names in both languages. */
#include "monitor/explore.h"

#include <string.h>

wb_status wb_explore_quote(wb_text *out, const char *text, wb_error *err)
{
    return wb_json_quote(out, text, strlen(text), err);
}

static const char *text_of(const wb_frame *frame, const char *column, int64_t row,
                           size_t *length)
{
    size_t at = (size_t)wb_frame_find(frame, column);

    return wb_frame_is_missing(frame, at, row) ? NULL
                                               : wb_frame_text(frame, at, row, length);
}

static bool cell_is(const wb_frame *frame, const char *column, int64_t row,
                    const char *wanted)
{
    size_t length = 0;
    const char *text = text_of(frame, column, row, &length);

    if (text == NULL || wanted == NULL)
        return text == NULL && wanted == NULL;
    return strlen(wanted) == length && memcmp(text, wanted, length) == 0;
}

/* ---- labels ---- */

/* The row of a label, the same in every language; -1: it has none. */
static int64_t find_label(const wb_explored *x, const char *what, const char *variable,
                          const char *id)
{
    const wb_frame *labels = x->labels[0];

    for (int64_t row = 0; row < wb_frame_row_count(labels); row++) {
        if (cell_is(labels, "what", row, what) &&
            (id == NULL || cell_is(labels, "id", row, id)) &&
            cell_is(labels, "variable", row, variable))
            return row;
    }
    return -1;
}

/* ,"key":{"nl":..,"en":..} of a row of the labels, else of an id. */
static wb_status put_label(const wb_explored *x, const char *key, int64_t row,
                           const char *id, wb_text *out, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_text_format(out, err, ",\"%s\":{", key));
    for (size_t i = 0; i < WB_EXPLORE_LANGUAGES; i++) {
        size_t length = strlen(id);
        const char *text = row < 0 ? id : text_of(x->labels[i], "label", row, &length);
        WB_TRY(wb_text_format(out, err, "%s\"%s\":", i == 0 ? "" : ",",
                              wb_explore_languages[i]));
        WB_TRY(wb_json_quote(out, text, length, err));
    }
    WB_TRY(wb_text_add(out, "}", err));
done:
    return st;
}

/* {"id":..,"label":{..}, and what is left open */
static wb_status open_named(const wb_explored *x, size_t index, const char *what,
                            const char *variable, const char *id, wb_text *out,
                            wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_text_add(out, index == 0 ? "{\"id\":" : ",{\"id\":", err));
    WB_TRY(wb_explore_quote(out, id, err));
    WB_TRY(put_label(x, "label", find_label(x, what, variable, id), id, out, err));
done:
    return st;
}

/* ---- lists ---- */

/* ,"key":[..] of names, which have nothing but a label */
static wb_status put_names(const wb_explored *x, const char *key, const char *what,
                           const char *variable, const wb_names *names, wb_text *out,
                           wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_text_format(out, err, ",\"%s\":[", key));
    for (size_t i = 0; i < names->count; i++) {
        WB_TRY(open_named(x, i, what, variable, names->items[i], out, err));
        WB_TRY(wb_text_add(out, "}", err));
    }
    WB_TRY(wb_text_add(out, "]", err));
done:
    return st;
}

static wb_status put_variables(const wb_explored *x, wb_text *out, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_text_add(out, ",\"variables\":[", err));
    for (size_t v = 0; v < x->variables.count; v++) {
        const char *id = x->variables.items[v];
        WB_TRY(open_named(x, v, "variable", NULL, id, out, err));
        WB_TRY(put_names(x, "categories", "category", id, &x->categories[v], out, err));
        WB_TRY(wb_text_add(out, "}", err));
    }
    WB_TRY(wb_text_add(out, "]", err));
done:
    return st;
}

/* A group: pairs of a variable and a category; of everyone none. */
static wb_status put_groups(const wb_explored *x, wb_text *out, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_text_add(out, ",\"groups\":[", err));
    for (size_t g = 0; g < x->groups.n; g++) {
        const int32_t *codes = x->groups.codes + g * x->groups.width;
        bool first = true;
        WB_TRY(wb_text_add(out, g == 0 ? "[" : ",[", err));
        for (size_t v = 0; v < x->groups.width; v++) {
            if (codes[v] < 0)
                continue;
            WB_TRY(
                wb_text_format(out, err, "%s%zu,%d", first ? "" : ",", v, (int)codes[v]));
            first = false;
        }
        WB_TRY(wb_text_add(out, "]", err));
    }
    WB_TRY(wb_text_add(out, "]", err));
done:
    return st;
}

/* ---- measures ---- */

static const wb_measure *measure_at(const wb_explored *x, size_t m)
{
    return &x->results->measures.items[x->measures.codes[2 * m]];
}

/* Under which heading a reader finds it. */
static const char *family_of(const wb_explored *x, const wb_measure *measure)
{
    if (measure->kind == WB_MEASURE_TOPIC)
        return "topic";
    if (measure->indicator == UINT32_MAX)
        return "workable";
    return x->results->instrument->indicators[measure->indicator].kind;
}

static wb_status put_unit(const wb_explored *x, const wb_measure *measure, wb_text *out,
                          wb_error *err)
{
    wb_status st = WB_OK;
    const char *unit = measure->topic == WB_NOWHERE
                           ? NULL
                           : x->results->definition->topics[measure->topic].unit;

    WB_TRY(wb_text_format(out, err, ",\"unit\":\"%s\"",
                          measure->share                      ? "share"
                          : measure->kind == WB_MEASURE_SCORE ? "score"
                                                              : "number"));
    if (unit != NULL) {
        WB_TRY(wb_text_add(out, ",\"unit_text\":", err));
        WB_TRY(wb_explore_quote(out, unit, err));
    }
done:
    return st;
}

static wb_status put_category(const wb_explored *x, const wb_measure *measure,
                              int32_t category, wb_text *out, wb_error *err)
{
    wb_status st = WB_OK;

    if (category < 0)
        return WB_OK;
    const char *id = x->outcome_categories.items[category];
    WB_TRY(wb_text_add(out, ",\"category\":", err));
    WB_TRY(wb_explore_quote(out, id, err));
    WB_TRY(put_label(x, "category_label",
                     find_label(x, "measure_category", measure->variable, id), id, out,
                     err));
done:
    return st;
}

static wb_status put_measure(const wb_explored *x, size_t m, wb_text *out, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_measure *measure = measure_at(x, m);

    WB_TRY(wb_text_add(out, m == 0 ? "{\"id\":" : ",{\"id\":", err));
    WB_TRY(wb_explore_quote(out, measure->id, err));
    WB_TRY(wb_text_add(out, ",\"variable\":", err));
    WB_TRY(wb_explore_quote(out, measure->variable, err));
    WB_TRY(wb_text_format(out, err, ",\"kind\":\"%s\",\"family\":\"%s\"",
                          wb_measure_kind_names[measure->kind], family_of(x, measure)));
    WB_TRY(put_unit(x, measure, out, err));
    WB_TRY(put_label(x, "label", find_label(x, "measure", measure->variable, NULL),
                     measure->id, out, err));
    WB_TRY(put_category(x, measure, x->measures.codes[2 * m + 1], out, err));
    WB_TRY(wb_text_add(out, "}", err));
done:
    return st;
}

/* ---- the definition ---- */

static wb_status put_texts(const wb_explored *x, const char *key, wb_text *out,
                           wb_error *err)
{
    wb_status st = WB_OK;
    const json_t *root = x->results->definition->document.root;

    WB_TRY(wb_text_format(out, err, ",\"%s\":{", key));
    for (size_t i = 0; i < WB_EXPLORE_LANGUAGES; i++) {
        WB_TRY(wb_text_format(out, err, "%s\"%s\":", i == 0 ? "" : ",",
                              wb_explore_languages[i]));
        WB_TRY(wb_explore_quote(
            out,
            wb_json_text(root, key, wb_explore_languages[i],
                         wb_definition_languages(x->results->definition)),
            err));
    }
    WB_TRY(wb_text_add(out, "}", err));
done:
    return st;
}

/* What figures are of. */
static wb_status put_heads(const wb_explored *x, wb_text *out, wb_error *err)
{
    wb_status st = WB_OK;
    const char *source = json_string_value(
        json_object_get(x->results->definition->document.root, "source"));

    WB_TRY(put_texts(x, "title", out, err));
    WB_TRY(put_texts(x, "note", out, err));
    WB_TRY(wb_text_add(out, ",\"source\":", err));
    WB_TRY(wb_explore_quote(out, source != NULL ? source : "", err));
    WB_TRY(wb_text_format(out, err, ",\"about\":%s", wb_frame_metadata(x->cells)));
    WB_TRY(put_names(x, "waves", "wave", NULL, &x->waves, out, err));
    WB_TRY(put_variables(x, out, err));
    WB_TRY(put_groups(x, out, err));
    WB_TRY(wb_text_add(out, ",\"measures\":[", err));
    for (size_t m = 0; m < x->measures.n; m++)
        WB_TRY(put_measure(x, m, out, err));
    WB_TRY(wb_text_add(out, "]", err));
done:
    return st;
}

wb_status wb_explore_set(const wb_monitor_results *results, const char *id, wb_text *out,
                         wb_error *err)
{
    wb_status st = WB_OK;
    wb_explored x = {0};

    WB_TRY(wb_explored_open(results, &x, err));
    WB_TRY(wb_text_add(out, "{\"id\":", err));
    WB_TRY(wb_explore_quote(out, id, err));
    WB_TRY(put_heads(&x, out, err));
    WB_TRY(wb_explore_figures(&x, out, err));
    WB_TRY(wb_explore_beside(&x, out, err));
    WB_TRY(wb_text_add(out, "}", err));
done:
    wb_explored_close(&x);
    return st;
}
