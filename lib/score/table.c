/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The definition shown as frames: a row per item, scale, cut-off or composite. */
#include "score/instrument.h"

#include "frame/frame.h"

#include <string.h>

typedef struct column {
    const char *name;
    wb_type type;
} column;

/* A table being filled cell by cell, left to right. */
typedef struct filling {
    const wb_instrument *instrument;
    const char *language;
    wb_builder *builder;
    size_t next;      /* column of the next cell */
    size_t n_columns; /* then the row is full */
} filling;

static size_t next_column(filling *fill)
{
    size_t at = fill->next;

    fill->next = (at + 1) % fill->n_columns;
    return at;
}

static wb_status add_text(filling *fill, const char *text, wb_error *err)
{
    return wb_builder_text(fill->builder, next_column(fill), text, strlen(text), err);
}

static wb_status add_number(filling *fill, int64_t number, wb_error *err)
{
    return wb_builder_int64(fill->builder, next_column(fill), number, err);
}

static wb_status add_label(filling *fill, const json_t *object, wb_error *err)
{
    return add_text(
        fill, wb_instrument_text(fill->instrument, object, "label", fill->language), err);
}

/* Small numbers as "8,9". */
static wb_status add_codes(filling *fill, const int32_t *codes, size_t n, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text list = {0};

    for (size_t i = 0; i < n; i++)
        WB_TRY(wb_text_format(&list, err, "%s%d", i == 0 ? "" : ",", (int)codes[i]));
    WB_TRY(add_text(fill, n == 0 ? "" : list.bytes, err));

done:
    wb_text_free(&list);
    return st;
}

/* ---- items ---- */

static const column item_columns[] = {{"id", WB_TYPE_UTF8},
                                      {"label", WB_TYPE_UTF8},
                                      {"text", WB_TYPE_UTF8},
                                      {"min", WB_TYPE_INT32},
                                      {"max", WB_TYPE_INT32},
                                      {"reversed", WB_TYPE_BOOL},
                                      {"missing", WB_TYPE_UTF8},
                                      {"scale", WB_TYPE_UTF8},
                                      {"comparable_from", WB_TYPE_INT32},
                                      {NULL, WB_TYPE_NULL}};

static wb_status fill_items(filling *fill, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < fill->instrument->n_items; i++) {
        const wb_item *item = &fill->instrument->items[i];

        WB_TRY(add_text(fill, item->id, err));
        WB_TRY(add_label(fill, item->json, err));
        WB_TRY(add_text(fill, item->text, err));
        WB_TRY(add_number(fill, item->min, err));
        WB_TRY(add_number(fill, item->max, err));
        WB_TRY(add_number(fill, item->reversed, err));
        WB_TRY(add_codes(fill, item->missing, item->n_missing, err));
        WB_TRY(add_text(fill, fill->instrument->scales[item->scale].id, err));
        if (item->comparable_from == 0)
            WB_TRY(wb_builder_missing(fill->builder, next_column(fill), err));
        else
            WB_TRY(add_number(fill, item->comparable_from, err));
    }
done:
    return st;
}

/* ---- scales ---- */

static const column scale_columns[] = {{"id", WB_TYPE_UTF8},
                                       {"label", WB_TYPE_UTF8},
                                       {"rule", WB_TYPE_UTF8},
                                       {"items", WB_TYPE_INT32},
                                       {"min_answered", WB_TYPE_INT32},
                                       {"structure_verified", WB_TYPE_BOOL},
                                       {"source", WB_TYPE_UTF8},
                                       {NULL, WB_TYPE_NULL}};

static wb_status fill_scales(filling *fill, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < fill->instrument->n_scales; i++) {
        const wb_scale *scale = &fill->instrument->scales[i];

        WB_TRY(add_text(fill, scale->id, err));
        WB_TRY(add_label(fill, scale->json, err));
        WB_TRY(add_text(fill, wb_rule_names[scale->rule], err));
        WB_TRY(add_number(fill, (int64_t)scale->n_items, err));
        WB_TRY(add_number(fill, (int64_t)scale->min_answered, err));
        WB_TRY(add_number(fill, scale->structure_verified, err));
        WB_TRY(add_text(fill, scale->source, err));
    }
done:
    return st;
}

/* ---- indicators ---- */

static const column indicator_columns[] = {
    {"id", WB_TYPE_UTF8},     {"label", WB_TYPE_UTF8},    {"kind", WB_TYPE_UTF8},
    {"scale", WB_TYPE_UTF8},  {"level", WB_TYPE_UTF8},    {"comparison", WB_TYPE_UTF8},
    {"cutoff", WB_TYPE_UTF8}, {"verified", WB_TYPE_BOOL}, {"source", WB_TYPE_UTF8},
    {NULL, WB_TYPE_NULL}};

static wb_status add_value(filling *fill, const json_t *value, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text whole = {0};

    if (json_is_string(value))
        return add_text(fill, json_string_value(value), err);
    WB_TRY(wb_text_format(&whole, err, "%lld", (long long)json_integer_value(value)));
    WB_TRY(add_text(fill, whole.bytes, err));

done:
    wb_text_free(&whole);
    return st;
}

static wb_status fill_cutoff(filling *fill, const wb_indicator *indicator,
                             const wb_cutoff *cutoff, const char *level, wb_error *err)
{
    wb_status st = WB_OK;

    if (!cutoff->given)
        return WB_OK;
    WB_TRY(add_text(fill, indicator->id, err));
    WB_TRY(add_label(fill, indicator->json, err));
    WB_TRY(add_text(fill, indicator->kind, err));
    WB_TRY(add_text(fill, fill->instrument->scales[indicator->scale].id, err));
    WB_TRY(add_text(fill, level, err));
    WB_TRY(add_text(fill, wb_comparison_names[cutoff->comparison], err));
    WB_TRY(add_value(fill, cutoff->written, err));
    WB_TRY(add_number(fill, cutoff->verified, err));
    WB_TRY(add_text(fill, cutoff->source, err));

done:
    return st;
}

static wb_status fill_indicators(filling *fill, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < fill->instrument->n_indicators; i++) {
        const wb_indicator *indicator = &fill->instrument->indicators[i];

        WB_TRY(fill_cutoff(fill, indicator, &indicator->problem, "problem", err));
        WB_TRY(fill_cutoff(fill, indicator, &indicator->acute, "acute", err));
    }
done:
    return st;
}

/* ---- composites ---- */

static const column composite_columns[] = {
    {"id", WB_TYPE_UTF8}, {"label", WB_TYPE_UTF8}, {"rule", WB_TYPE_UTF8},
    {"of", WB_TYPE_UTF8}, {"level", WB_TYPE_UTF8}, {"min_known", WB_TYPE_INT32},
    {NULL, WB_TYPE_NULL}};

static wb_status add_parts(filling *fill, const wb_composite *composite, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text list = {0};

    for (size_t i = 0; i < composite->n_parts; i++) {
        const wb_composite_part *part = &composite->parts[i];
        const char *id = part->is_composite
                             ? fill->instrument->composites[part->index].id
                             : fill->instrument->indicators[part->index].id;

        WB_TRY(wb_text_format(&list, err, "%s%s", i == 0 ? "" : ",", id));
    }
    WB_TRY(add_text(fill, list.bytes, err));

done:
    wb_text_free(&list);
    return st;
}

static wb_status fill_composites(filling *fill, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < fill->instrument->n_composites; i++) {
        const wb_composite *composite = &fill->instrument->composites[i];

        WB_TRY(add_text(fill, composite->id, err));
        WB_TRY(add_label(fill, composite->json, err));
        WB_TRY(add_text(fill, composite->counts ? "count_of" : "none_of", err));
        WB_TRY(add_parts(fill, composite, err));
        WB_TRY(add_text(fill, composite->acute ? "acute" : "problem", err));
        WB_TRY(add_number(fill, (int64_t)composite->min_known, err));
    }
done:
    return st;
}

static const struct part_table {
    const char *name;
    const column *columns;
    wb_status (*fill)(filling *fill, wb_error *err);
} part_tables[] = {
    {"items", item_columns, fill_items},
    {"scales", scale_columns, fill_scales},
    {"indicators", indicator_columns, fill_indicators},
    {"composites", composite_columns, fill_composites},
};

wb_status wb_instrument_table(const wb_instrument *instrument, const char *part,
                              const char *language, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    const struct part_table *table = NULL;
    filling fill = {instrument, language, NULL, 0, 0};

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (instrument == NULL || part == NULL)
        return wb_fail(err, WB_E_ARG, "an instrument and a part are required");
    for (size_t i = 0; i < sizeof part_tables / sizeof part_tables[0]; i++) {
        if (strcmp(part_tables[i].name, part) == 0)
            table = &part_tables[i];
    }
    if (table == NULL)
        return wb_fail_at(err, WB_E_ARG, -1, part,
                          "an instrument has no part '%.80s'; it has items, scales, "
                          "indicators and composites",
                          part);
    WB_TRY(wb_builder_new(&fill.builder, err));
    for (; table->columns[fill.n_columns].name != NULL; fill.n_columns++) {
        size_t at;

        WB_TRY(wb_builder_add_column(fill.builder, table->columns[fill.n_columns].name,
                                     table->columns[fill.n_columns].type, &at, err));
    }
    WB_TRY(table->fill(&fill, err));
    WB_TRY(wb_builder_finish(fill.builder, out, err));

done:
    wb_builder_free(fill.builder);
    return st;
}
