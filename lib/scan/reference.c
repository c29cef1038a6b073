/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Reading a reference frame, and whether it fits a scan. */
#include "scan/reference.h"

#include <math.h>
#include <string.h>

static const char reference_name[] = "the reference";

static const char *const kinds[] = {
    [WB_FROM_MONITOR] = "monitor",
    [WB_FROM_POOL] = "pool",
    [WB_FROM_EARLIER] = "earlier",
};

const char *wb_reference_kind_name(wb_reference_kind kind)
{
    return kinds[kind];
}

/* ---- columns and cells ---- */

static wb_status find_columns(wb_reference_columns *at, const wb_frame *frame,
                              wb_error *err)
{
    const wb_wanted_column wanted[] = {
        {"source", &at->source, true, true},
        {"kind", &at->kind, true, true},
        {"group", &at->group, true, false},
        {"indicator", &at->indicator, true, true},
        {"fingerprint", &at->fingerprint, true, false},
        {"status", &at->status, true, false},
        {"estimate", &at->estimate, false, true},
        {"se", &at->se, false, true},
        {"lower", &at->lower, false, false},
        {"upper", &at->upper, false, false},
        {"n", &at->n, false, true},
        {"df", &at->df, false, false},
        {"overlap", &at->overlap, false, false},
    };

    return wb_columns_find(frame, reference_name, wanted, sizeof wanted / sizeof *wanted,
                           err);
}

static wb_status fail_cell(int64_t row, const char *column, const char *expected,
                           wb_error *err)
{
    return wb_fail_at(err, WB_E_DATA, row, column,
                      "row %lld of the reference has a %s that is not %s", (long long)row,
                      column, expected);
}

static bool is_number_or_missing(double value, double low, double high)
{
    return isnan(value) || (value >= low && value <= high);
}

static wb_status check_row(const wb_reference_frame *r, int64_t row, wb_error *err)
{
    const wb_reference_columns *at = &r->at;

    if (wb_span_compare(wb_span_at(r->frame, at->source, row), r->source) != 0)
        return fail_cell(row, "source", "that of the first row", err);
    if (!wb_span_is(wb_span_at(r->frame, at->kind, row), kinds[r->kind]))
        return fail_cell(row, "kind", "that of the first row", err);
    if (!is_number_or_missing(wb_number_at(r->frame, at->estimate, row), 0, 1))
        return fail_cell(row, "estimate", "a share from 0 to 1", err);
    if (!is_number_or_missing(wb_number_at(r->frame, at->se, row), 0, 1))
        return fail_cell(row, "se", "from 0 to 1", err);
    if (!is_number_or_missing(wb_number_at(r->frame, at->n, row), 1, INFINITY))
        return fail_cell(row, "n", "1 or more", err);
    if (!is_number_or_missing(wb_number_at(r->frame, at->df, row), 0, INFINITY))
        return fail_cell(row, "df", "0 or more", err);
    if (!is_number_or_missing(wb_number_at(r->frame, at->overlap, row), 0, INFINITY))
        return fail_cell(row, "overlap", "0 or more", err);
    return WB_OK;
}

static wb_status read_origin(wb_reference_frame *r, wb_error *err)
{
    wb_span kind = wb_span_at(r->frame, r->at.kind, 0);

    r->source = wb_span_at(r->frame, r->at.source, 0);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (wb_span_is(kind, kinds[i])) {
            r->kind = (wb_reference_kind)i;
            return WB_OK;
        }
    }
    return fail_cell(0, "kind", "monitor, pool or earlier", err);
}

wb_status wb_reference_init(wb_reference_frame *reference, const wb_frame *frame,
                            wb_error *err)
{
    wb_status st;

    WB_TRY(wb_frame_apply_ranges(frame, &reference->view, err));
    frame = reference->view != NULL ? reference->view : frame;
    reference->frame = frame;
    WB_TRY(find_columns(&reference->at, frame, err));
    if (wb_frame_row_count(frame) == 0)
        return wb_fail(err, WB_E_DATA, "the reference has no rows");
    WB_TRY(read_origin(reference, err));
    for (int64_t row = 0; row < wb_frame_row_count(frame); row++)
        WB_TRY(check_row(reference, row, err));
    st = wb_row_index_init(&reference->lookup, frame, reference_name,
                           reference->at.indicator, reference->at.group, err);
done:
    return st;
}

void wb_reference_free(wb_reference_frame *reference)
{
    wb_row_index_free(&reference->lookup);
    wb_frame_free(reference->view);
    *reference = (wb_reference_frame){0};
}

/* ---- does it fit ---- */

static int shown_length(wb_span span)
{
    return (int)(span.length < 64 ? span.length : 64);
}

static wb_status fail_fingerprint(const wb_cell *cell, wb_span theirs, int64_t row,
                                  wb_error *err)
{
    char name[65] = "";

    memcpy(name, cell->indicator.bytes, (size_t)shown_length(cell->indicator));
    if (theirs.bytes == NULL)
        return wb_fail_at(err, WB_E_CONFLICT, row, name,
                          "the reference has no fingerprint of indicator '%s', so that "
                          "nobody knows whether scale, items and cut-offs are the same",
                          name);
    return wb_fail_at(err, WB_E_CONFLICT, row, name,
                      "indicator '%s' has fingerprint %.*s in the reference and %.*s in "
                      "the scan: scale, items or cut-offs differ",
                      name, shown_length(theirs), theirs.bytes,
                      shown_length(cell->fingerprint),
                      cell->fingerprint.bytes != NULL ? cell->fingerprint.bytes : "");
}

/* Any cell of the indicator will do: they are all of one definition. */
static const wb_cell *first_of(const wb_cells *cells, wb_span indicator)
{
    for (size_t i = 0; i < cells->n; i++) {
        if (wb_span_compare(cells->items[i].indicator, indicator) == 0)
            return &cells->items[i];
    }
    return NULL;
}

/* Rows of the lookup stand by indicator: one search for each. */
wb_status wb_reference_check_fits(const wb_reference_frame *reference,
                                  const wb_cells *cells, wb_error *err)
{
    const wb_cell *cell = NULL;
    bool any = false;

    for (size_t i = 0; i < reference->lookup.n; i++) {
        const wb_row_key *key = &reference->lookup.keys[i];
        wb_span theirs =
            wb_span_at(reference->frame, reference->at.fingerprint, key->row);

        if (i == 0 || wb_span_compare(key[-1].first, key->first) != 0)
            cell = first_of(cells, key->first);
        if (cell == NULL)
            continue;
        any = true;
        if (theirs.bytes == NULL || wb_span_compare(theirs, cell->fingerprint) != 0)
            return fail_fingerprint(cell, theirs, key->row, err);
    }
    if (!any && cells->n > 0)
        return wb_fail(err, WB_E_CONFLICT, "the reference has no indicator of the scan");
    return WB_OK;
}

/* ---- what a cell is held against ---- */

wb_yardstick wb_yardstick_none(void)
{
    return (wb_yardstick){{NAN, NAN, NAN, NAN}, NAN, NAN, 0};
}

static int64_t row_of(const wb_reference_frame *r, const wb_cell *cell)
{
    int64_t row = wb_row_index_find(&r->lookup, cell->indicator, cell->group);

    if (row < 0 && r->kind != WB_FROM_EARLIER)
        row = wb_row_index_find(&r->lookup, cell->indicator, (wb_span){NULL, 0});
    return row;
}

/* Which part of the people of a cell is in the reference: all who were asked there and
 * then are in both, so it is that of the cell which the row of the reference is of. Who
 * is in both of two scans of one company is not known, and people answer alike over time:
 * without covariance the interval is too wide rather than too narrow. */
static double inside(const wb_reference_frame *r, const wb_cells *cells,
                     const wb_cell *cell, int64_t row)
{
    double overlap = wb_number_at(r->frame, r->at.overlap, row);
    const wb_cell *same =
        wb_cells_find(cells, cell->indicator, wb_span_group(r->frame, r->at.group, row));

    if (r->kind == WB_FROM_EARLIER || !(overlap > 0))
        return 0;
    return same != NULL && same->shown ? fmin(1, overlap / (double)same->n) : 1;
}

wb_yardstick wb_reference_of(const wb_reference_frame *reference, const wb_cells *cells,
                             const wb_cell *cell)
{
    wb_yardstick out = wb_yardstick_none();
    const wb_reference_columns *at = &reference->at;
    const wb_frame *frame = reference->frame;
    int64_t row = row_of(reference, cell);
    wb_known_share own;

    if (row < 0)
        return out;
    out.share = (wb_known_share){
        wb_number_at(frame, at->estimate, row), wb_number_at(frame, at->se, row),
        wb_number_at(frame, at->n, row), wb_number_at(frame, at->df, row)};
    if (isnan(out.share.df))
        out.share.df = INFINITY;
    out.lower = wb_number_at(frame, at->lower, row);
    out.upper = wb_number_at(frame, at->upper, row);
    if (cell->shown) {
        own = wb_share_of_counts(cell->problem, cell->n);
        out.covariance =
            wb_shared_covariance(&own, &out.share, inside(reference, cells, cell, row));
    }
    return out;
}
