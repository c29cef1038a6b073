/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "scan/compare.h"

#include "scan/origin.h"
#include "scan/reference.h"

#include <math.h>

static const wb_fill_column columns[] = {{"group", WB_TYPE_DICTIONARY},
                                         {"title", WB_TYPE_DICTIONARY},
                                         {"theme", WB_TYPE_DICTIONARY},
                                         {"indicator", WB_TYPE_DICTIONARY},
                                         {"n", WB_TYPE_INT64},
                                         {"share", WB_TYPE_FLOAT64},
                                         {"se", WB_TYPE_FLOAT64},
                                         {"reference_source", WB_TYPE_DICTIONARY},
                                         {"reference_kind", WB_TYPE_DICTIONARY},
                                         {"reference", WB_TYPE_FLOAT64},
                                         {"reference_se", WB_TYPE_FLOAT64},
                                         {"reference_lower", WB_TYPE_FLOAT64},
                                         {"reference_upper", WB_TYPE_FLOAT64},
                                         {"difference", WB_TYPE_FLOAT64},
                                         {"difference_se", WB_TYPE_FLOAT64},
                                         {"difference_lower", WB_TYPE_FLOAT64},
                                         {"difference_upper", WB_TYPE_FLOAT64},
                                         {"p", WB_TYPE_FLOAT64},
                                         {"colour", WB_TYPE_DICTIONARY},
                                         {"status", WB_TYPE_DICTIONARY},
                                         {NULL, WB_TYPE_NULL}};

typedef struct task {
    const wb_cells *cells;
    wb_reference_frame reference;
    const wb_comparing *how;
    wb_fill sheet;
} task;

static const char *status_of(const wb_cell *cell, const wb_yardstick *yardstick,
                             const wb_difference *difference)
{
    if (!cell->shown)
        return "hidden";
    if (isnan(yardstick->share.p))
        return "no_reference";
    return isnan(difference->lower) ? "no_uncertainty" : "ok";
}

static wb_status add_own(wb_fill *sheet, const wb_cell *cell, const wb_known_share *own,
                         wb_error *err)
{
    wb_status st;

    WB_TRY(wb_span_fill_group(sheet, cell->group, err));
    WB_TRY(wb_span_fill(sheet, cell->title, err));
    WB_TRY(wb_span_fill(sheet, cell->theme, err));
    WB_TRY(wb_span_fill(sheet, cell->indicator, err));
    WB_TRY(wb_fill_given(sheet, cell->shown, cell->n, err));
    WB_TRY(wb_fill_double(sheet, own->p, err));
    st = wb_fill_double(sheet, own->se, err);
done:
    return st;
}

static wb_status add_cell(task *t, const wb_cell *cell, wb_error *err)
{
    wb_yardstick y = cell->shown ? wb_reference_of(&t->reference, t->cells, cell)
                                 : wb_yardstick_none();
    wb_known_share own = cell->shown ? wb_share_of_counts(cell->problem, cell->n)
                                     : wb_yardstick_none().share;
    wb_difference d = wb_difference_of(&own, &y.share, y.covariance, t->how->level);
    const double numbers[] = {y.share.p, y.share.se, y.lower, y.upper, d.d,
                              d.se,      d.lower,    d.upper, d.p};
    wb_status st;

    WB_TRY(add_own(&t->sheet, cell, &own, err));
    WB_TRY(wb_span_fill(&t->sheet, t->reference.source, err));
    WB_TRY(wb_fill_text(&t->sheet, wb_reference_kind_name(t->reference.kind), err));
    WB_TRY(wb_fill_doubles(&t->sheet, numbers, sizeof numbers / sizeof *numbers, err));
    WB_TRY(
        wb_fill_text(&t->sheet, wb_colour_name(wb_colour_of(&d, t->how->margin)), err));
    st = wb_fill_text(&t->sheet, status_of(cell, &y, &d), err);
done:
    return st;
}

static wb_status describe(wb_frame *frame, const task *t, wb_error *err)
{
    return wb_describe_origin(frame, "scan-comparison",
                              json_pack("{s:f, s:f, s:s}", "level", t->how->level,
                                        "margin", t->how->margin, "variance",
                                        "no finite population correction"),
                              t->cells->frame, t->reference.frame, err);
}

wb_status wb_compare_cells(const wb_cells *cells, const wb_frame *reference,
                           const wb_comparing *how, wb_frame **out, wb_error *err)
{
    task t = {.cells = cells, .how = how};
    wb_frame *frame = NULL;
    wb_status st;

    WB_TRY(wb_reference_init(&t.reference, reference, err));
    WB_TRY(wb_reference_check_fits(&t.reference, cells, err));
    WB_TRY(wb_fill_columns(&t.sheet, columns, err));
    for (size_t i = 0; i < cells->n; i++)
        WB_TRY(add_cell(&t, &cells->items[i], err));
    WB_TRY(wb_fill_finish(&t.sheet, &frame, err));
    WB_TRY(describe(frame, &t, err));
    *out = frame;
    frame = NULL;
done:
    wb_frame_free(frame);
    wb_fill_close(&t.sheet);
    wb_reference_free(&t.reference);
    return st;
}
