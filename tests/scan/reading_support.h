/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Results, references and findings for the tests of reading them. */
#ifndef WB_TEST_READING_SUPPORT_H
#define WB_TEST_READING_SUPPORT_H

#include "scan_support.h"

#include "scan/cells.h"
#include "scan/compare.h"
#include "scan/findings.h"

/* The rows of a case, which stand together, without the column that says so. */
static inline wb_frame *rows_of_case(const wb_frame *all, const char *name)
{
    const char *names[64];
    size_t n = 0;
    int64_t first = -1, count = 0;
    wb_frame *rows = NULL, *out = NULL;

    for (int64_t row = 0; row < wb_frame_row_count(all); row++) {
        if (strcmp(text_at(all, "case", row), name) == 0) {
            first = first < 0 ? row : first;
            count++;
        }
    }
    assert_true(first >= 0);
    for (size_t i = 0; i < wb_frame_column_count(all); i++) {
        if (strcmp(wb_frame_column_name(all, i), "case") != 0)
            names[n++] = wb_frame_column_name(all, i);
    }
    assert_ok(wb_frame_slice(all, first, count, &rows, NULL));
    assert_ok(wb_frame_select(rows, names, n, &out, NULL));
    wb_frame_free(rows);
    return out;
}

static const wb_finding_how usual = {"abc", 0.95, 0.05, 10};

static inline wb_status try_findings(const wb_frame *results, const wb_frame *reference,
                                     const wb_frame *weights, wb_frame **out,
                                     wb_error *err)
{
    wb_cells cells = {0};
    wb_status st = wb_cells_init(&cells, results, err);

    if (st == WB_OK)
        st = wb_findings_make(&cells, reference, weights, &usual, out, err);
    wb_cells_free(&cells);
    return st;
}

static inline wb_frame *findings_of(const wb_frame *results, const wb_frame *reference,
                                    const wb_frame *weights)
{
    wb_error err = {0};
    wb_frame *out = NULL;

    if (try_findings(results, reference, weights, &out, &err) != WB_OK)
        fail_msg("%s", err.message);
    return out;
}

static inline wb_status try_compare(const wb_frame *results, const wb_frame *reference,
                                    wb_frame **out, wb_error *err)
{
    static const wb_comparing how = {0.95, 0.05};
    wb_cells cells = {0};
    wb_status st = wb_cells_init(&cells, results, err);

    if (st == WB_OK)
        st = wb_compare_cells(&cells, reference, &how, out, err);
    wb_cells_free(&cells);
    return st;
}

#endif
