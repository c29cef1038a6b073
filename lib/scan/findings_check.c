/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a findings frame must be, whoever made it. */
#include "scan/findings.h"

#include <math.h>
#include <string.h>

const wb_fill_column wb_finding_columns[WB_N_FINDING_COLUMNS + 1] = {
    [WB_FINDING_ID] = {"id", WB_TYPE_UTF8},
    [WB_FINDING_SCAN] = {"scan", WB_TYPE_DICTIONARY},
    [WB_FINDING_GROUP] = {"group", WB_TYPE_DICTIONARY},
    [WB_FINDING_TITLE] = {"title", WB_TYPE_DICTIONARY},
    [WB_FINDING_THEME] = {"theme", WB_TYPE_DICTIONARY},
    [WB_FINDING_INDICATOR] = {"indicator", WB_TYPE_DICTIONARY},
    [WB_FINDING_DIRECTION] = {"direction", WB_TYPE_DICTIONARY},
    [WB_FINDING_STATUS] = {"status", WB_TYPE_DICTIONARY},
    [WB_FINDING_REFERENCE_KIND] = {"reference_kind", WB_TYPE_DICTIONARY},
    [WB_FINDING_REFERENCE_SOURCE] = {"reference_source", WB_TYPE_DICTIONARY},
    [WB_FINDING_N] = {"n", WB_TYPE_INT64},
    [WB_FINDING_PEOPLE] = {"people", WB_TYPE_INT64},
    [WB_FINDING_SHARE] = {"share", WB_TYPE_FLOAT64},
    [WB_FINDING_LOWER] = {"lower", WB_TYPE_FLOAT64},
    [WB_FINDING_UPPER] = {"upper", WB_TYPE_FLOAT64},
    [WB_FINDING_REFERENCE] = {"reference", WB_TYPE_FLOAT64},
    [WB_FINDING_DIFFERENCE] = {"difference", WB_TYPE_FLOAT64},
    [WB_FINDING_DIFFERENCE_LOWER] = {"difference_lower", WB_TYPE_FLOAT64},
    [WB_FINDING_DIFFERENCE_UPPER] = {"difference_upper", WB_TYPE_FLOAT64},
    [WB_FINDING_P] = {"p", WB_TYPE_FLOAT64},
    [WB_FINDING_P_ADJUSTED] = {"p_adjusted", WB_TYPE_FLOAT64},
    [WB_FINDING_WEIGHT] = {"weight", WB_TYPE_FLOAT64},
    [WB_FINDING_SCORE] = {"score", WB_TYPE_FLOAT64},
    [WB_FINDING_RANK] = {"rank", WB_TYPE_INT64},
    {NULL, WB_TYPE_NULL},
};

/* What a number may be; whole numbers are counted. */
static const struct range {
    wb_finding_column column;
    double low, high;
    bool whole;
} ranges[] = {
    {WB_FINDING_N, 1, INFINITY, true},
    {WB_FINDING_PEOPLE, 0, INFINITY, true},
    {WB_FINDING_SHARE, 0, 1, false},
    {WB_FINDING_LOWER, 0, 1, false},
    {WB_FINDING_UPPER, 0, 1, false},
    {WB_FINDING_REFERENCE, 0, 1, false},
    {WB_FINDING_DIFFERENCE, -1, 1, false},
    {WB_FINDING_DIFFERENCE_LOWER, -1, 1, false},
    {WB_FINDING_DIFFERENCE_UPPER, -1, 1, false},
    {WB_FINDING_P, 0, 1, false},
    {WB_FINDING_P_ADJUSTED, 0, 1, false},
    {WB_FINDING_WEIGHT, 0, INFINITY, false},
    {WB_FINDING_SCORE, 0, INFINITY, false},
    {WB_FINDING_RANK, 1, INFINITY, true},
};

static const wb_finding_column required[] = {WB_FINDING_ID, WB_FINDING_SCAN,
                                             WB_FINDING_THEME, WB_FINDING_DIRECTION,
                                             WB_FINDING_STATUS};
enum { N_REQUIRED = sizeof required / sizeof *required };

static const char *const directions[] = {
    [WB_DIRECTION_NONE] = NULL, [WB_PROBLEM] = "problem", [WB_STRENGTH] = "strength"};

static const char *const statuses[WB_FOUND_STATUSES] = {
    [WB_FOUND_OK] = "ok",
    [WB_FOUND_UNDECIDED] = "undecided",
    [WB_FOUND_NO_REFERENCE] = "no_reference",
    [WB_FOUND_REFERENCE_HIDDEN] = "reference_hidden",
    [WB_FOUND_NO_UNCERTAINTY] = "no_uncertainty",
    [WB_FOUND_HIDDEN] = "hidden",
};

const char *wb_direction_name(wb_direction direction)
{
    return directions[direction];
}

const char *wb_found_status_name(wb_found_status status)
{
    return statuses[status];
}

wb_span wb_finding_text(const wb_findings *findings, wb_finding_column column,
                        int64_t row)
{
    return column == WB_FINDING_GROUP
               ? wb_span_group(findings->frame, findings->at[column], row)
               : wb_span_at(findings->frame, findings->at[column], row);
}

double wb_finding_number(const wb_findings *findings, wb_finding_column column,
                         int64_t row)
{
    return wb_number_at(findings->frame, findings->at[column], row);
}

bool wb_finding_is(const wb_findings *findings, int64_t row, wb_direction direction)
{
    return wb_span_is(wb_finding_text(findings, WB_FINDING_STATUS, row), "ok") &&
           wb_span_is(wb_finding_text(findings, WB_FINDING_DIRECTION, row),
                      directions[direction]);
}

/* ---- columns ---- */

static wb_status check_known(const wb_findings *f, wb_error *err)
{
    for (size_t i = 0; i < wb_frame_column_count(f->frame); i++) {
        const char *name = wb_frame_column_name(f->frame, i);
        bool known = strncmp(name, "x_", 2) == 0;

        for (size_t j = 0; !known && j < WB_N_FINDING_COLUMNS; j++)
            known = strcmp(name, wb_finding_columns[j].name) == 0;
        if (!known)
            return wb_fail_at(err, WB_E_DATA, -1, name,
                              "column '%.100s' is none of findings; one of your own "
                              "begins with x_",
                              name);
    }
    return WB_OK;
}

static bool is_required(wb_finding_column column)
{
    bool is = false;

    for (size_t i = 0; i < N_REQUIRED; i++)
        is = is || required[i] == column;
    return is;
}

static wb_status find_columns(wb_findings *f, wb_error *err)
{
    wb_status st = WB_OK;

    for (int i = 0; i < WB_N_FINDING_COLUMNS; i++) {
        const wb_wanted_column wanted = {wb_finding_columns[i].name, &f->at[i],
                                         i < WB_FINDING_N,
                                         is_required((wb_finding_column)i)};

        WB_TRY(wb_columns_find(f->frame, "a findings frame", &wanted, 1, err));
    }
    st = check_known(f, err);
done:
    return st;
}

/* ---- rows ---- */

static wb_status fail(const wb_findings *f, int64_t row, wb_finding_column column,
                      const char *expected, wb_error *err)
{
    const char *name = wb_finding_columns[column].name;
    wb_span id = wb_finding_text(f, WB_FINDING_ID, row);

    return wb_fail_at(err, WB_E_DATA, row, name,
                      "finding '%.*s' in row %lld has a %s that is not %s",
                      (int)(id.length < 64 ? id.length : 64),
                      id.bytes != NULL ? id.bytes : "", (long long)row, name, expected);
}

static bool is_among(wb_span span, const char *const *words, size_t n)
{
    bool is = false;

    for (size_t i = 0; i < n; i++)
        is = is || (words[i] != NULL && wb_span_is(span, words[i]));
    return is;
}

static wb_status check_texts(const wb_findings *f, int64_t row, wb_error *err)
{
    wb_span direction = wb_finding_text(f, WB_FINDING_DIRECTION, row);
    wb_span status = wb_finding_text(f, WB_FINDING_STATUS, row);

    for (size_t i = 0; i < N_REQUIRED; i++) {
        if (required[i] != WB_FINDING_DIRECTION &&
            wb_finding_text(f, required[i], row).length == 0)
            return fail(f, row, required[i], "given", err);
    }
    if (!is_among(status, statuses, WB_FOUND_STATUSES))
        return fail(f, row, WB_FINDING_STATUS,
                    "ok, undecided, no_reference, reference_hidden, no_uncertainty or "
                    "hidden",
                    err);
    if (wb_span_is(status, "ok") ? !is_among(direction, directions, 3)
                                 : direction.bytes != NULL)
        return fail(f, row, WB_FINDING_DIRECTION,
                    "problem or strength where the status is ok, and missing elsewhere",
                    err);
    return WB_OK;
}

static wb_status check_range(const wb_findings *f, int64_t row, const struct range *range,
                             bool hidden, wb_error *err)
{
    double value = wb_finding_number(f, range->column, row);

    if (isnan(value))
        return WB_OK;
    if (hidden)
        return fail(f, row, range->column, "missing, though the row is hidden", err);
    if (!(value >= range->low && value <= range->high) || isinf(value) ||
        (range->whole && value != floor(value)))
        return fail(f, row, range->column,
                    range->whole         ? "a whole number in its range"
                    : range->low < 0     ? "from -1 to 1"
                    : isinf(range->high) ? "a number of at least 0"
                                         : "a share from 0 to 1",
                    err);
    return WB_OK;
}

/* Each may be missing. Printed figures are rounded: by up to a hundredth. */
static bool in_order(double low, double middle, double high)
{
    return !(middle < low - 0.01) && !(middle > high + 0.01);
}

static wb_status check_together(const wb_findings *f, int64_t row, wb_error *err)
{
    double share = wb_finding_number(f, WB_FINDING_SHARE, row);
    double d = wb_finding_number(f, WB_FINDING_DIFFERENCE, row);
    double apart = share - wb_finding_number(f, WB_FINDING_REFERENCE, row) - d;

    if (!in_order(wb_finding_number(f, WB_FINDING_LOWER, row), share,
                  wb_finding_number(f, WB_FINDING_UPPER, row)))
        return fail(f, row, WB_FINDING_SHARE, "between its bounds", err);
    if (!in_order(wb_finding_number(f, WB_FINDING_DIFFERENCE_LOWER, row), d,
                  wb_finding_number(f, WB_FINDING_DIFFERENCE_UPPER, row)))
        return fail(f, row, WB_FINDING_DIFFERENCE, "between its bounds", err);
    if (fabs(apart) > 0.01 + 1e-12)
        return fail(f, row, WB_FINDING_DIFFERENCE, "the share less the reference", err);
    if ((wb_finding_is(f, row, WB_PROBLEM) && d < 0) ||
        (wb_finding_is(f, row, WB_STRENGTH) && d > 0))
        return fail(f, row, WB_FINDING_DIRECTION, "that of its difference", err);
    if (wb_finding_number(f, WB_FINDING_P_ADJUSTED, row) <
        wb_finding_number(f, WB_FINDING_P, row) - 1e-12)
        return fail(f, row, WB_FINDING_P_ADJUSTED, "at least p", err);
    return WB_OK;
}

static wb_status check_row(const wb_findings *f, int64_t row, wb_error *err)
{
    bool hidden;
    wb_status st;

    WB_TRY(check_texts(f, row, err));
    hidden = wb_span_is(wb_finding_text(f, WB_FINDING_STATUS, row), "hidden");
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        WB_TRY(check_range(f, row, &ranges[i], hidden, err));
    st = check_together(f, row, err);
done:
    return st;
}

wb_status wb_findings_init(wb_findings *findings, const wb_frame *frame, wb_error *err)
{
    wb_row_index ids = {0};
    wb_status st;

    findings->frame = frame;
    WB_TRY(find_columns(findings, err));
    for (int64_t row = 0; row < wb_frame_row_count(frame); row++)
        WB_TRY(check_row(findings, row, err));
    st = wb_row_index_init(&ids, frame, "a findings frame", findings->at[WB_FINDING_ID],
                           -1, err);
done:
    wb_row_index_free(&ids);
    return st;
}
