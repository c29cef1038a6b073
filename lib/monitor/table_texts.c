/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Parts "notes" and "labels": what has to be said of the data, and what ids are called.
 */
#include "monitor/table.h"

#include <string.h>

/* ---- notes ---- */

static const wb_fill_column note_columns[] = {
    {"kind", WB_TYPE_DICTIONARY},     {"wave", WB_TYPE_DICTIONARY},
    {"source", WB_TYPE_DICTIONARY},   {"variable", WB_TYPE_DICTIONARY},
    {"category", WB_TYPE_DICTIONARY}, {NULL, WB_TYPE_NULL}};

wb_status wb_table_notes(const wb_monitor_results *results, const char *language,
                         wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_fill fill = {0};
    wb_frame *made = NULL;

    (void)language;
    WB_TRY(wb_fill_columns(&fill, note_columns, err));
    WB_TRY(wb_fill_declare(&fill, note_columns, "kind", wb_note_kind_names, WB_NOTE_KINDS,
                           err));
    for (size_t i = 0; i < results->notes.n; i++) {
        const wb_note *note = &results->notes.items[i];
        WB_TRY(wb_fill_text(&fill, wb_note_kind_names[note->kind], err));
        WB_TRY(wb_fill_text(&fill, note->wave, err));
        WB_TRY(wb_fill_text(&fill, note->source, err));
        WB_TRY(wb_fill_text(&fill, note->variable, err));
        WB_TRY(wb_fill_text(&fill, note->category, err));
    }
    WB_TRY(wb_fill_finish(&fill, &made, err));
    WB_TRY(wb_table_describe(results, "notes", made, err));
    *out = made;
    made = NULL;
done:
    wb_frame_free(made);
    wb_fill_close(&fill);
    return st;
}

/* ---- labels ---- */

static const wb_fill_column label_columns[] = {{"what", WB_TYPE_DICTIONARY},
                                               {"variable", WB_TYPE_DICTIONARY},
                                               {"id", WB_TYPE_DICTIONARY},
                                               {"label", WB_TYPE_UTF8},
                                               {NULL, WB_TYPE_NULL}};
static const char *const label_kinds[] = {"wave", "variable", "category", "measure",
                                          "measure_category"};

typedef struct labelling {
    const wb_monitor_results *results;
    const char *language;
    wb_fill fill;
} labelling;

/* A label that is empty is the id. */
static wb_status put(labelling *l, const char *what, const char *variable, const char *id,
                     const char *label, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_fill_text(&l->fill, what, err));
    WB_TRY(wb_fill_text(&l->fill, variable, err));
    WB_TRY(wb_fill_text(&l->fill, id, err));
    WB_TRY(wb_fill_text(&l->fill, label != NULL && label[0] != '\0' ? label : id, err));
done:
    return st;
}

static wb_status put_waves(labelling *l, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_monitor_results *r = l->results;
    const wb_monitor_definition *d = r->definition;
    const json_t *list =
        json_object_get(json_object_get(d->document.root, "waves"), "list");

    for (size_t w = 0; w < r->waves.count; w++)
        WB_TRY(put(l, "wave", NULL, r->waves.items[w],
                   wb_definition_label(d, json_array_get(list, w), l->language), err));
done:
    return st;
}

/* Categories that were declared, then those that were found, with labels of the data. */
static wb_status put_variable(labelling *l, size_t v, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_monitor_results *r = l->results;
    const wb_variable *variable = &r->definition->variables[v];
    wb_text column = {0};
    wb_text id = {0};

    WB_TRY(put(l, "variable", NULL, variable->id,
               wb_definition_label(r->definition, variable->json, l->language), err));
    WB_TRY(wb_made_column(variable->id, &column, err));
    for (size_t k = 0; k < variable->n_categories; k++)
        WB_TRY(put(
            l, "category", variable->id, variable->categories[k].id,
            wb_definition_label(r->definition, variable->categories[k].json, l->language),
            err));
    for (int32_t k = (int32_t)variable->n_categories;
         k < wb_panel_level_count(r->panel, column.bytes); k++) {
        char room[WB_NUMBER_CHARS];
        size_t length;
        const char *text = wb_panel_level(r->panel, column.bytes, k, room, &length);
        wb_text_cut(&id, 0);
        WB_TRY(wb_text_append(&id, text, length, err));
        WB_TRY(put(l, "category", variable->id, id.bytes,
                   wb_found_labels_find(&r->labels, v, id.bytes), err));
    }
done:
    wb_text_free(&column);
    wb_text_free(&id);
    return st;
}

/* ---- measures ---- */

static const char *measure_label(const labelling *l, const wb_measure *m)
{
    const wb_monitor_results *r = l->results;

    if (m->topic != WB_NOWHERE)
        return wb_definition_label(r->definition, r->definition->topics[m->topic].json,
                                   l->language);
    if (m->indicator != UINT32_MAX)
        return wb_instrument_text(r->instrument,
                                  r->instrument->indicators[m->indicator].json, "label",
                                  l->language);
    return wb_instrument_text(r->instrument, r->instrument->composites[m->composite].json,
                              "label", l->language);
}

/* The combination in which there is no problem at all. */
static wb_status put_no_problem(labelling *l, const wb_measure *m, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *text = json_pack("{s:{s:s, s:s}}", "label", "nl", "geen enkel knelpunt", "en",
                             "no bottleneck");

    if (text == NULL)
        return wb_fail_nomem(err);
    WB_TRY(put(l, "measure_category", m->variable, "none",
               wb_definition_label(l->results->definition, text, l->language), err));
done:
    json_decref(text);
    return st;
}

/* A combination: the labels of its indicators. */
static wb_status put_combinations(labelling *l, const wb_measure *m, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_instrument *instrument = l->results->instrument;
    const wb_composite *composite = &instrument->composites[m->composite];
    uint32_t parts[WB_MAX_COMBINED];
    size_t n = wb_composite_parts(composite, parts);
    wb_text id = {0};
    wb_text label = {0};

    WB_TRY(put_no_problem(l, m, err));
    for (uint32_t bits = 1; bits < 1u << n; bits++) {
        wb_text_cut(&id, 0);
        wb_text_cut(&label, 0);
        WB_TRY(wb_combination_name(instrument, composite, bits, &id, err));
        for (size_t i = 0; i < n; i++) {
            if ((bits >> i & 1) != 0)
                WB_TRY(wb_text_format(
                    &label, err, "%s%s", label.length > 0 ? " + " : "",
                    wb_instrument_text(instrument, instrument->indicators[parts[i]].json,
                                       "label", l->language)));
        }
        WB_TRY(put(l, "measure_category", m->variable, id.bytes, label.bytes, err));
    }
done:
    wb_text_free(&id);
    wb_text_free(&label);
    return st;
}

static wb_status put_topic_groups(labelling *l, const wb_measure *m, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_monitor_definition *d = l->results->definition;
    const wb_variable *groups = &d->topics[m->topic].variable;

    for (size_t k = 0; k < groups->n_categories; k++)
        WB_TRY(put(l, "measure_category", m->variable, groups->categories[k].id,
                   wb_definition_label(d, groups->categories[k].json, l->language), err));
done:
    return st;
}

static wb_status put_measure(labelling *l, const wb_measure *m, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(put(l, "measure", m->variable, m->id, measure_label(l, m), err));
    if (m->kind == WB_MEASURE_COMBINATION)
        WB_TRY(put_combinations(l, m, err));
    if (m->topic != WB_NOWHERE)
        WB_TRY(put_topic_groups(l, m, err));
done:
    return st;
}

wb_status wb_table_labels(const wb_monitor_results *results, const char *language,
                          wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    labelling l = {.results = results, .language = language};
    wb_frame *made = NULL;

    WB_TRY(wb_fill_columns(&l.fill, label_columns, err));
    WB_TRY(wb_fill_declare(&l.fill, label_columns, "what", label_kinds,
                           sizeof label_kinds / sizeof *label_kinds, err));
    WB_TRY(put_waves(&l, err));
    for (size_t v = 0; v < results->definition->n_variables; v++)
        WB_TRY(put_variable(&l, v, err));
    for (size_t i = 0; i < results->measures.n; i++)
        WB_TRY(put_measure(&l, &results->measures.items[i], err));
    WB_TRY(wb_fill_finish(&l.fill, &made, err));
    WB_TRY(wb_table_describe(results, "labels", made, err));
    *out = made;
    made = NULL;
done:
    wb_frame_free(made);
    wb_fill_close(&l.fill);
    return st;
}
