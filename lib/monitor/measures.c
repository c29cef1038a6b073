/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "monitor/measures.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const char *const wb_measure_kind_names[] = {
    "workable", "bottlenecks", "combination", "problem", "acute", "score", "topic", NULL};

wb_status wb_made_column(const char *id, wb_text *out, wb_error *err)
{
    return wb_text_format(out, err, "@%s", id);
}

/* ---- adding ---- */

static wb_status add(wb_measures *measures, const wb_measure *like, const char *suffix,
                     bool made, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text name = {0};

    if (measures->n == measures->room) {
        size_t room = 2 * measures->room + 16;
        wb_measure *grown = wb_resize(measures->items, room, sizeof *grown);
        if (grown == NULL)
            return wb_fail_nomem(err);
        measures->items = grown;
        measures->room = room;
    }
    wb_measure *new = &measures->items[measures->n];
    *new = *like;
    measures->n++; /* so that what is there is freed */
    WB_TRY(wb_text_format(&name, err, "%s%s", like->id, suffix));
    new->variable = wb_copy_string(name.bytes);
    wb_text_cut(&name, 0);
    WB_TRY(wb_text_format(&name, err, "%s%s%s", made ? "@" : "", like->id, suffix));
    new->column = wb_copy_string(name.bytes);
    if (new->variable == NULL || new->column == NULL)
        st = wb_fail_nomem(err);
done:
    wb_text_free(&name);
    return st;
}

static wb_measure start(wb_measure_kind kind, const char *id, int32_t statistic)
{
    return (wb_measure){.kind = kind,
                        .id = id,
                        .statistic = statistic,
                        .share = true,
                        .comparable = -INFINITY,
                        .topic = WB_NOWHERE,
                        .composite = UINT32_MAX,
                        .indicator = UINT32_MAX};
}

/* ---- from which wave on ---- */

static double scale_from(const wb_instrument *instrument, uint32_t scale)
{
    const wb_scale *s = &instrument->scales[scale];
    double from = -INFINITY;

    for (size_t i = 0; i < s->n_items; i++) {
        int32_t year = instrument->items[s->items[i]].comparable_from;
        if (year != 0 && year > from)
            from = year;
    }
    return from;
}

static double composite_from(const wb_instrument *instrument, uint32_t composite)
{
    const wb_composite *c = &instrument->composites[composite];
    double from = -INFINITY;

    for (size_t i = 0; i < c->n_parts; i++) {
        uint32_t part = c->parts[i].index;
        double of_part = c->parts[i].is_composite
                             ? composite_from(instrument, part)
                             : scale_from(instrument, instrument->indicators[part].scale);
        from = fmax(from, of_part);
    }
    return from;
}

/* ---- of the instrument ---- */

size_t wb_composite_parts(const wb_composite *composite, uint32_t *parts)
{
    size_t n = 0;

    if (!composite->counts || composite->acute || composite->n_parts > WB_MAX_COMBINED)
        return 0;
    for (size_t i = 0; i < composite->n_parts; i++) {
        if (composite->parts[i].is_composite)
            return 0;
        parts[n++] = composite->parts[i].index;
    }
    return n;
}

static wb_status add_composite(const wb_instrument *instrument, uint32_t i,
                               wb_measures *out, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_composite *c = &instrument->composites[i];
    uint32_t parts[WB_MAX_COMBINED];
    wb_measure m = start(WB_MEASURE_WORKABLE, c->id, WB_STATISTIC_MEAN);

    m.comparable = composite_from(instrument, i);
    m.composite = i;
    if (!c->counts)
        return add(out, &m, "", false, err);
    m.kind = WB_MEASURE_BOTTLENECKS;
    m.statistic = WB_STATISTIC_PROPORTION;
    WB_TRY(add(out, &m, "", true, err));
    m.kind = WB_MEASURE_COMBINATION;
    if (wb_composite_parts(c, parts) > 0)
        WB_TRY(add(out, &m, "_combination", true, err));
done:
    return st;
}

static wb_status add_indicator(const wb_instrument *instrument, uint32_t i,
                               wb_measures *out, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_indicator *indicator = &instrument->indicators[i];
    wb_measure m = start(WB_MEASURE_PROBLEM, indicator->id, WB_STATISTIC_MEAN);

    m.indicator = i;
    m.comparable = scale_from(instrument, indicator->scale);
    WB_TRY(add(out, &m, "_problem", false, err));
    m.kind = WB_MEASURE_ACUTE;
    if (indicator->acute.given)
        WB_TRY(add(out, &m, "_acute", false, err));
done:
    return st;
}

/* The scale of the first indicator that has it: its measure is that indicator. */
static wb_status add_score(const wb_instrument *instrument, uint32_t i, wb_measures *out,
                           wb_error *err)
{
    wb_status st = WB_OK;
    const wb_indicator *indicator = &instrument->indicators[i];
    wb_measure m = start(WB_MEASURE_SCORE, instrument->scales[indicator->scale].id,
                         WB_STATISTIC_MEAN);

    for (uint32_t j = 0; j < i; j++) {
        if (instrument->indicators[j].scale == indicator->scale)
            return WB_OK;
    }
    m.indicator = i;
    m.share = false;
    m.comparable = scale_from(instrument, indicator->scale);
    WB_TRY(add(out, &m, "", false, err));
    out->items[out->n - 1].id = indicator->id;
done:
    return st;
}

static wb_status add_topic(const wb_monitor_definition *definition, size_t t,
                           wb_measures *out, wb_error *err)
{
    const wb_topic *topic = &definition->topics[t];
    bool groups = topic->kind == WB_TOPIC_CATEGORIES;
    wb_measure m = start(WB_MEASURE_TOPIC, topic->id,
                         groups ? WB_STATISTIC_PROPORTION : WB_STATISTIC_MEAN);

    m.share = topic->kind != WB_TOPIC_MEAN;
    m.topic = t;
    if (topic->comparable_from != NULL)
        m.comparable =
            definition->waves[wb_definition_wave(definition, topic->comparable_from)]
                .time;
    return add(out, &m, "", true, err);
}

wb_status wb_measures_make(const wb_monitor_definition *definition,
                           const wb_instrument *instrument, wb_measures *out,
                           wb_error *err)
{
    wb_status st = WB_OK;

    for (uint32_t i = 0; i < instrument->n_composites; i++)
        WB_TRY(add_composite(instrument, i, out, err));
    for (uint32_t i = 0; i < instrument->n_indicators; i++)
        WB_TRY(add_indicator(instrument, i, out, err));
    for (uint32_t i = 0; i < instrument->n_indicators; i++)
        WB_TRY(add_score(instrument, i, out, err));
    for (size_t t = 0; t < definition->n_topics; t++)
        WB_TRY(add_topic(definition, t, out, err));
done:
    return st;
}

void wb_measures_clear(wb_measures *measures)
{
    for (size_t i = 0; i < measures->n; i++) {
        wb_release(measures->items[i].variable);
        wb_release(measures->items[i].column);
    }
    wb_release(measures->items);
    *measures = (wb_measures){0};
}

wb_status wb_combination_name(const wb_instrument *instrument,
                              const wb_composite *composite, uint32_t bits, wb_text *out,
                              wb_error *err)
{
    wb_status st = WB_OK;
    uint32_t parts[WB_MAX_COMBINED];
    size_t n = wb_composite_parts(composite, parts);
    bool first = true;

    if (bits == 0)
        return wb_text_add(out, "none", err);
    for (size_t i = 0; i < n; i++) {
        if ((bits >> i & 1) == 0)
            continue;
        WB_TRY(wb_text_format(out, err, "%s%s", first ? "" : "+",
                              instrument->indicators[parts[i]].id));
        first = false;
    }
done:
    return st;
}
