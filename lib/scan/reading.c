/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What follows from the results of a scan: references, comparisons, findings. */
#include "scan/compare.h"
#include "scan/findings.h"
#include "scan/scan.h"
#include "survey/estimate.h"

#include <math.h>

/* The results of a scan as cells; the frame must live as long. */
typedef struct reading {
    wb_frame *results;
    wb_cells cells;
} reading;

static wb_status read_scan(reading *r, const wb_scan *scan, wb_error *err)
{
    wb_status st = wb_scan_table(scan, "results", NULL, &r->results, err);

    return st != WB_OK ? st : wb_cells_init(&r->cells, r->results, err);
}

static void reading_free(reading *r)
{
    wb_cells_free(&r->cells);
    wb_frame_free(r->results);
}

static wb_status check_arguments(const wb_scan *scan, wb_frame **out, wb_error *err)
{
    if (out != NULL)
        *out = NULL;
    if (scan == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "scan and out are required");
    return WB_OK;
}

/* ---- references ---- */

wb_status wb_scan_reference(const wb_scan *scan, wb_frame **out, wb_error *err)
{
    reading r = {0};
    wb_status st;

    WB_TRY(check_arguments(scan, out, err));
    WB_TRY(read_scan(&r, scan, err));
    st = wb_reference_of_cells(&r.cells, wb_scan_id(scan), 0.95, out, err);
done:
    reading_free(&r);
    return st;
}

/* ---- comparisons ---- */

static wb_status read_compare_options(wb_comparing *how, const wb_compare_options *theirs,
                                      wb_error *err)
{
    wb_compare_options ours = WB_COMPARE_OPTIONS_INIT;
    wb_status st;

    WB_TRY(wb_options_read(&ours, sizeof ours, theirs, err));
    WB_TRY(wb_level_read(&ours.level, err));
    if (!(ours.margin < 1))
        return wb_fail_at(err, WB_E_ARG, -1, "margin", "margin is a share, below 1");
    how->level = ours.level;
    how->margin = ours.margin == 0 ? 0.05 : fmax(0, ours.margin);
done:
    return st;
}

wb_status wb_scan_compare(const wb_scan *scan, const wb_frame *reference,
                          const wb_compare_options *options, wb_frame **out,
                          wb_error *err)
{
    reading r = {0};
    wb_comparing how;
    wb_status st;

    WB_TRY(check_arguments(scan, out, err));
    if (reference == NULL)
        return wb_fail(err, WB_E_ARG, "a reference is required");
    WB_TRY(read_compare_options(&how, options, err));
    WB_TRY(read_scan(&r, scan, err));
    st = wb_compare_cells(&r.cells, reference, &how, out, err);
done:
    reading_free(&r);
    return st;
}

/* ---- findings ---- */

static wb_status read_findings_options(wb_finding_how *how, const wb_scan *scan,
                                       const wb_findings_options *theirs, wb_error *err)
{
    wb_findings_options ours = WB_FINDINGS_OPTIONS_INIT;
    wb_status st;

    WB_TRY(wb_options_read(&ours, sizeof ours, theirs, err));
    WB_TRY(wb_level_read(&ours.level, err));
    if (ours.fdr == 0)
        ours.fdr = 0.05;
    if (!(ours.fdr > 0 && ours.fdr < 1))
        return wb_fail_at(err, WB_E_ARG, -1, "fdr", "fdr is not above 0 and below 1");
    *how = (wb_finding_how){wb_scan_hash(scan), ours.level, ours.fdr,
                            wb_organisation_min_n(scan->organisation)};
done:
    return st;
}

wb_status wb_scan_findings(const wb_scan *scan, const wb_frame *reference,
                           const wb_frame *weights, const wb_findings_options *options,
                           wb_frame **out, wb_error *err)
{
    reading r = {0};
    wb_finding_how how;
    wb_status st;

    WB_TRY(check_arguments(scan, out, err));
    WB_TRY(read_findings_options(&how, scan, options, err));
    WB_TRY(read_scan(&r, scan, err));
    st = wb_findings_make(&r.cells, reference, weights, &how, out, err);
done:
    reading_free(&r);
    return st;
}

wb_status wb_findings_check(const wb_frame *findings, wb_error *err)
{
    wb_findings found;
    wb_frame *view = NULL;
    wb_status st;

    if (findings == NULL)
        return wb_fail(err, WB_E_ARG, "findings are required");
    WB_TRY(wb_frame_apply_ranges(findings, &view, err));
    st = wb_findings_init(&found, view != NULL ? view : findings, err);
done:
    wb_frame_free(view);
    return st;
}
