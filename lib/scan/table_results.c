/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Shares by group and indicator, of what may be shown. */
#include "scan/figures.h"
#include "scan/showing.h"

static const wb_fill_column result_columns[] = {{"group", WB_TYPE_DICTIONARY},
                                                {"title", WB_TYPE_DICTIONARY},
                                                {"theme", WB_TYPE_DICTIONARY},
                                                {"indicator", WB_TYPE_DICTIONARY},
                                                {"fingerprint", WB_TYPE_DICTIONARY},
                                                {"status", WB_TYPE_DICTIONARY},
                                                {"n", WB_TYPE_INT64},
                                                {"problem", WB_TYPE_INT64},
                                                {"green", WB_TYPE_INT64},
                                                {"orange", WB_TYPE_INT64},
                                                {"red", WB_TYPE_INT64},
                                                {"share", WB_TYPE_FLOAT64},
                                                {"se", WB_TYPE_FLOAT64},
                                                {"df", WB_TYPE_FLOAT64},
                                                {"lower", WB_TYPE_FLOAT64},
                                                {"upper", WB_TYPE_FLOAT64},
                                                {"bound_lower", WB_TYPE_FLOAT64},
                                                {"bound_upper", WB_TYPE_FLOAT64},
                                                {"weighted", WB_TYPE_FLOAT64},
                                                {"weighted_se", WB_TYPE_FLOAT64},
                                                {"weighted_lower", WB_TYPE_FLOAT64},
                                                {"weighted_upper", WB_TYPE_FLOAT64},
                                                {NULL, WB_TYPE_NULL}};

/* ---- weighted ---- */

/* The groups of the first level of the hierarchy that is calibrated to; false when one is
 * hidden. `groups` has room for all groups. */
static bool find_strata(const wb_scan *scan, size_t column, wb_group_count *groups,
                        size_t *n)
{
    const wb_organisation *o = scan->organisation;
    const wb_hierarchy *hierarchy = &o->hierarchies[o->calibrate];

    *n = 0;
    for (size_t i = 0; i < hierarchy->n_groups; i++) {
        size_t group = hierarchy->first_group + i;
        const wb_released *row = wb_scan_at(scan, group + 1, column);

        if (o->groups[group].level > 0)
            continue;
        if (row->shown == WB_CELL_HIDDEN)
            return false;
        groups[(*n)++] = (wb_group_count){row->n, row->problem, o->groups[group].staff};
    }
    return true;
}

static wb_status find_weighted(const wb_scan *scan, size_t place, size_t column,
                               wb_figures *figures, wb_error *err)
{
    const wb_organisation *o = scan->organisation;
    wb_group_count *groups;
    size_t n;

    *figures = wb_figures_none();
    if (place != 0 || o->calibrate < 0 ||
        wb_scan_at(scan, 0, column)->shown == WB_CELL_HIDDEN)
        return WB_OK;
    groups = wb_allocate(o->n_groups, sizeof *groups);
    if (groups == NULL)
        return wb_fail_nomem(err);
    if (find_strata(scan, column, groups, &n))
        *figures = wb_figures_weighted(groups, n, scan->level, !scan->no_fpc);
    wb_release(groups);
    return WB_OK;
}

/* ---- rows ---- */

static wb_status fill_counts(wb_fill *fill, const wb_released *row, wb_error *err)
{
    wb_status st = WB_OK;
    bool shown = row->shown != WB_CELL_HIDDEN;
    bool acute = row->acute != WB_NOWHERE;

    WB_TRY(wb_fill_given(fill, shown, row->n, err));
    WB_TRY(wb_fill_given(fill, shown, row->problem, err));
    WB_TRY(wb_fill_given(fill, shown, row->n - row->problem, err));
    WB_TRY(wb_fill_given(fill, acute, row->problem - row->acute, err));
    WB_TRY(wb_fill_given(fill, acute, row->acute, err));
done:
    return st;
}

static wb_figures figures_of(const wb_scan *scan, size_t place, const wb_released *row)
{
    wb_group_count group = {row->n, row->problem, scan->layout.places[place].staff};

    if (row->shown == WB_CELL_HIDDEN)
        return wb_figures_none();
    return wb_figures_of(&group, scan->level, !scan->no_fpc);
}

static wb_status fill_figures(wb_showing *show, size_t place, size_t column,
                              wb_error *err)
{
    wb_status st = WB_OK;
    wb_figures f = figures_of(show->scan, place, wb_scan_at(show->scan, place, column));
    wb_figures w;

    WB_TRY(find_weighted(show->scan, place, column, &w, err));
    const double values[] = {f.share, f.se,          f.df,          f.lower,
                             f.upper, f.bound_lower, f.bound_upper, w.share,
                             w.se,    w.lower,       w.upper};
    WB_TRY(wb_fill_doubles(&show->fill, values, sizeof values / sizeof *values, err));
done:
    return st;
}

static wb_status fill_row(wb_showing *show, size_t place, const char *title,
                          size_t column, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_scan *scan = show->scan;
    const wb_measure *measure = &scan->measures.items[column - 1];
    const wb_released *row = wb_scan_at(scan, place, column);

    WB_TRY(wb_fill_text(&show->fill, scan->layout.places[place].path, err));
    WB_TRY(wb_fill_text(&show->fill, title, err));
    WB_TRY(wb_fill_text(&show->fill, measure->theme, err));
    WB_TRY(wb_fill_text(&show->fill, measure->id, err));
    WB_TRY(wb_fill_text(&show->fill, wb_showing_text(measure->json, "fingerprint"), err));
    WB_TRY(wb_fill_text(&show->fill, wb_shown_names[row->shown], err));
    WB_TRY(fill_counts(&show->fill, row, err));
    WB_TRY(fill_figures(show, place, column, err));
done:
    return st;
}

static wb_status fill_results(wb_showing *show, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_scan *scan = show->scan;
    size_t n = scan->too_small ? 0 : scan->layout.n_places;
    wb_text title = {0};

    WB_TRY(
        wb_fill_declare(&show->fill, result_columns, "status", wb_shown_names, 3, err));
    for (size_t place = 0; place < n; place++) {
        wb_text_cut(&title, 0);
        WB_TRY(wb_place_title(show, place, &title, err));
        for (size_t column = 1; column <= scan->measures.n; column++)
            WB_TRY(fill_row(show, place, title.bytes, column, err));
    }
done:
    wb_text_free(&title);
    return st;
}

const wb_scan_part wb_part_results = {"results", result_columns, fill_results};
