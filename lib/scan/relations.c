/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Counts and what they have to do with each other, as disclosure control takes them. */
#include "frame/fill.h"
#include "scan/counting.h"

/* ---- counts ---- */

static const wb_fill_column count_columns[] = {
    {"cell", WB_TYPE_DICTIONARY}, {"measure", WB_TYPE_DICTIONARY},
    {"n", WB_TYPE_INT64},         {"problem", WB_TYPE_INT64},
    {"acute", WB_TYPE_INT64},     {"staff", WB_TYPE_INT64},
    {"sensitive", WB_TYPE_BOOL},  {NULL, WB_TYPE_NULL}};

static wb_status fill_count(wb_fill *fill, const wb_place *place,
                            const wb_measure *measure, const wb_count *count,
                            wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_fill_text(fill, place->path, err));
    WB_TRY(wb_fill_text(fill, measure->id, err));
    WB_TRY(wb_fill_int64(fill, count->n, err));
    WB_TRY(wb_fill_int64(fill, count->problem, err));
    WB_TRY(wb_fill_given(fill, measure->acute, count->acute, err));
    WB_TRY(wb_fill_given(fill, place->staff != WB_NOWHERE, place->staff, err));
    WB_TRY(wb_fill_int64(fill, measure->sensitive, err));
done:
    return st;
}

wb_status wb_counting_frame(const wb_counting *counting, const wb_places *layout,
                            const wb_measures *measures, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_fill fill = {0};

    WB_TRY(wb_fill_columns(&fill, count_columns, err));
    for (size_t i = 0; i < counting->n_places; i++) {
        for (size_t m = 0; m < measures->n; m++)
            WB_TRY(fill_count(&fill, &layout->places[i], &measures->items[m],
                              &counting->counts[i * counting->n_columns + m + 1], err));
    }
    WB_TRY(wb_fill_finish(&fill, out, err));
done:
    wb_fill_close(&fill);
    return st;
}

/* ---- relations ---- */

static const wb_fill_column relation_columns[] = {{"kind", WB_TYPE_DICTIONARY},
                                                  {"partition", WB_TYPE_DICTIONARY},
                                                  {"total", WB_TYPE_DICTIONARY},
                                                  {"part", WB_TYPE_DICTIONARY},
                                                  {NULL, WB_TYPE_NULL}};

typedef struct relating {
    const wb_places *layout;
    wb_fill fill;
} relating;

static wb_status fill_relation(wb_fill *fill, const char *kind, const char *partition,
                               const char *total, const char *part, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_fill_text(fill, kind, err));
    WB_TRY(wb_fill_text(fill, partition, err));
    WB_TRY(wb_fill_text(fill, total, err));
    WB_TRY(wb_fill_text(fill, part, err));
done:
    return st;
}

static wb_status tell_sum(void *user, size_t grid, size_t total, size_t part,
                          wb_error *err)
{
    relating *r = user;
    const wb_place *places = r->layout->places;

    return fill_relation(&r->fill, "sum", r->layout->grids[grid].name, places[total].path,
                         places[part].path, err);
}

/* Who has a problem on a part of a composite has the composite's, and nobody else has.
 * Unless it makes do with fewer, who has a value of it has one of all its parts, and who
 * is without its problem is without those of all parts. */
static wb_status fill_measure(wb_fill *fill, const wb_measure *measure, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < json_array_size(measure->parts); i++) {
        const char *part = json_string_value(json_array_get(measure->parts, i));

        WB_TRY(fill_relation(fill, "within", measure->id, measure->id, part, err));
        if (json_object_get(measure->json, "min_known") != NULL)
            continue;
        WB_TRY(fill_relation(fill, "base", NULL, part, measure->id, err));
        WB_TRY(fill_relation(fill, "without", NULL, measure->id, part, err));
    }
done:
    return st;
}

wb_status wb_relations_frame(const wb_places *layout, const wb_measures *measures,
                             wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    relating r = {.layout = layout};

    WB_TRY(wb_fill_columns(&r.fill, relation_columns, err));
    WB_TRY(wb_places_sums(layout, tell_sum, &r, err));
    for (size_t m = 0; m < measures->n; m++)
        WB_TRY(fill_measure(&r.fill, &measures->items[m], err));
    WB_TRY(wb_fill_finish(&r.fill, out, err));
done:
    wb_fill_close(&r.fill);
    return st;
}
