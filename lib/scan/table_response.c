/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Who answered, group by group, and which groups did so less than others. */
#include "infer/effect.h"
#include "scan/figures.h"
#include "scan/showing.h"

#include <werkbaar/infer.h>

#include <math.h>

static const double limit = 0.05;

static const wb_fill_column response_columns[] = {{"group", WB_TYPE_UTF8},
                                                  {"status", WB_TYPE_DICTIONARY},
                                                  {"staff", WB_TYPE_INT64},
                                                  {"answered", WB_TYPE_INT64},
                                                  {"rate", WB_TYPE_FLOAT64},
                                                  {"expected", WB_TYPE_FLOAT64},
                                                  {"p", WB_TYPE_FLOAT64},
                                                  {"p_adjusted", WB_TYPE_FLOAT64},
                                                  {"under_represented", WB_TYPE_BOOL},
                                                  {NULL, WB_TYPE_NULL}};

/* The whole and the groups: crosses have no staff that is known. */
static size_t count_rows(const wb_scan *scan)
{
    return 1 + scan->organisation->n_groups;
}

/* p of every place, NaN where it or the whole is hidden, and of the whole itself. */
static void find_p(const wb_scan *scan, double *p)
{
    const wb_released *all = wb_scan_at(scan, 0, 0);

    p[0] = NAN;
    for (size_t i = 1; i < count_rows(scan); i++) {
        const wb_released *row = wb_scan_at(scan, i, 0);

        p[i] = NAN;
        if (all->shown != WB_CELL_HIDDEN && row->shown != WB_CELL_HIDDEN)
            p[i] = wb_chance_of_fewer(row->n, scan->layout.places[i].staff, all->n,
                                      scan->organisation->staff);
    }
}

static wb_status fill_row(wb_showing *show, size_t place, double p, double adjusted,
                          wb_error *err)
{
    wb_status st = WB_OK;
    const wb_scan *scan = show->scan;
    const wb_released *row = wb_scan_at(scan, place, 0);
    const wb_released *all = wb_scan_at(scan, 0, 0);
    double staff = (double)scan->layout.places[place].staff;
    bool shown = row->shown != WB_CELL_HIDDEN;
    double expected = staff * (double)all->n / (double)scan->organisation->staff;

    WB_TRY(wb_fill_text(&show->fill, scan->layout.places[place].path, err));
    WB_TRY(wb_fill_text(&show->fill, wb_shown_names[row->shown], err));
    WB_TRY(wb_fill_int64(&show->fill, scan->layout.places[place].staff, err));
    WB_TRY(wb_fill_given(&show->fill, shown, row->n, err));
    WB_TRY(wb_fill_double(&show->fill, shown ? (double)row->n / staff : NAN, err));
    WB_TRY(
        wb_fill_double(&show->fill, all->shown != WB_CELL_HIDDEN ? expected : NAN, err));
    WB_TRY(wb_fill_double(&show->fill, p, err));
    WB_TRY(wb_fill_double(&show->fill, adjusted, err));
    WB_TRY(wb_fill_given(&show->fill, !isnan(p), adjusted <= limit, err));
done:
    return st;
}

static wb_status fill_response(wb_showing *show, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = count_rows(show->scan);
    double *p = wb_allocate(n, sizeof *p);
    double *adjusted = wb_allocate(n, sizeof *adjusted);
    size_t *order = wb_allocate(n, sizeof *order);

    if (p == NULL || adjusted == NULL || order == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    find_p(show->scan, p);
    wb_adjust_p(p, n, WB_ADJUST_BH, adjusted, order);
    for (size_t i = 0; i < n; i++)
        WB_TRY(fill_row(show, i, p[i], adjusted[i], err));
done:
    wb_release(p);
    wb_release(adjusted);
    wb_release(order);
    return st;
}

const wb_scan_part wb_part_response = {"response", response_columns, fill_response};
