/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Making a reference frame. */
#include "scan/origin.h"
#include "scan/reference.h"
#include "survey/interval.h"

#include <math.h>

const wb_fill_column wb_reference_sheet[] = {{"source", WB_TYPE_DICTIONARY},
                                             {"kind", WB_TYPE_DICTIONARY},
                                             {"group", WB_TYPE_DICTIONARY},
                                             {"indicator", WB_TYPE_DICTIONARY},
                                             {"fingerprint", WB_TYPE_DICTIONARY},
                                             {"estimate", WB_TYPE_FLOAT64},
                                             {"se", WB_TYPE_FLOAT64},
                                             {"lower", WB_TYPE_FLOAT64},
                                             {"upper", WB_TYPE_FLOAT64},
                                             {"df", WB_TYPE_FLOAT64},
                                             {"n", WB_TYPE_INT64},
                                             {"overlap", WB_TYPE_INT64},
                                             {"companies", WB_TYPE_INT64},
                                             {"status", WB_TYPE_DICTIONARY},
                                             {NULL, WB_TYPE_NULL}};

static wb_status add_whole(wb_fill *sheet, double value, wb_error *err)
{
    return wb_fill_given(sheet, !isnan(value), isnan(value) ? 0 : (int64_t)value, err);
}

wb_status wb_reference_add(wb_fill *sheet, const wb_reference_row *row, wb_error *err)
{
    bool there = !isnan(row->share.p);
    wb_status st;

    WB_TRY(wb_fill_text(sheet, row->source, err));
    WB_TRY(wb_fill_text(sheet, wb_reference_kind_name(row->kind), err));
    WB_TRY(wb_span_fill(sheet, row->group, err));
    WB_TRY(wb_span_fill(sheet, row->indicator, err));
    WB_TRY(wb_span_fill(sheet, row->fingerprint, err));
    WB_TRY(wb_fill_double(sheet, row->share.p, err));
    WB_TRY(wb_fill_double(sheet, there ? row->share.se : NAN, err));
    WB_TRY(wb_fill_double(sheet, there ? row->lower : NAN, err));
    WB_TRY(wb_fill_double(sheet, there ? row->upper : NAN, err));
    WB_TRY(wb_fill_double(sheet, there ? row->share.df : NAN, err));
    WB_TRY(add_whole(sheet, there ? row->share.n : NAN, err));
    WB_TRY(add_whole(sheet, there ? row->overlap : NAN, err));
    WB_TRY(add_whole(sheet, there ? row->companies : NAN, err));
    st = wb_fill_text(sheet, row->status, err);
done:
    return st;
}

/* Wilson's bounds, which are there for 0 and 1 too. */
static wb_status add_cell(wb_fill *sheet, const wb_cell *cell, const char *source,
                          double level, wb_error *err)
{
    wb_reference_row row = {.source = source,
                            .kind = WB_FROM_EARLIER,
                            .group = cell->group,
                            .indicator = cell->indicator,
                            .fingerprint = cell->fingerprint,
                            .share = wb_yardstick_none().share,
                            .overlap = NAN,
                            .companies = NAN,
                            .status = cell->shown ? "ok" : "hidden"};

    if (cell->shown) {
        wb_bounds bounds;

        row.share = wb_share_of_counts(cell->problem, cell->n);
        row.share.df = (double)cell->n - 1;
        bounds = wb_interval_of(
            WB_INTERVAL_WILSON,
            &(wb_share){row.share.p, row.share.se, row.share.df, cell->n, cell->problem},
            level);
        row.lower = bounds.lower;
        row.upper = bounds.upper;
    }
    return wb_reference_add(sheet, &row, err);
}

static wb_status describe(wb_frame *frame, const wb_cells *cells, double level,
                          wb_error *err)
{
    return wb_describe_origin(frame, "scan-reference",
                              json_pack("{s:f, s:s}", "level", level, "variance",
                                        "no finite population correction"),
                              cells->frame, NULL, err);
}

wb_status wb_reference_of_cells(const wb_cells *cells, const char *source, double level,
                                wb_frame **out, wb_error *err)
{
    wb_fill sheet = {0};
    wb_frame *frame = NULL;
    wb_status st;

    WB_TRY(wb_fill_columns(&sheet, wb_reference_sheet, err));
    /* What has no fingerprint could never be compared. */
    for (size_t i = 0; i < cells->n; i++) {
        if (cells->items[i].fingerprint.bytes != NULL)
            WB_TRY(add_cell(&sheet, &cells->items[i], source, level, err));
    }
    WB_TRY(wb_fill_finish(&sheet, &frame, err));
    WB_TRY(describe(frame, cells, level, err));
    *out = frame;
    frame = NULL;
done:
    wb_frame_free(frame);
    wb_fill_close(&sheet);
    return st;
}
