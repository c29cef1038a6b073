/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Rules that look at one row: what tells of a few people, or of each one. */
#include "disclose/disclose.h"

const char *const wb_why_names[] = {"",          "earlier", "sensitive", "too_few",
                                    "dominance", "extreme", "left_over", "protects"};

/* Nobody, or everybody, or fewer from there than `extreme`. */
static bool is_extreme(const wb_rules *rules, int64_t n, int64_t problem)
{
    return problem >= 0 && (problem < rules->extreme || n - problem < rules->extreme);
}

static wb_why judge(const wb_rules *rules, int64_t n, int64_t problem)
{
    if (n < rules->min_n)
        return WB_WHY_TOO_FEW;
    return is_extreme(rules, n, problem) ? WB_WHY_EXTREME : WB_SHOWN;
}

wb_why wb_rules_judge_rest(const wb_rules *rules, const wb_counted_measure *measure,
                           int64_t n, int64_t problem)
{
    if (measure->sensitive && n < rules->min_n_sensitive)
        return WB_WHY_SENSITIVE;
    return judge(rules, n, problem);
}

static bool is_sensitive(const wb_rules *rules, const wb_headcounts *counts,
                         const wb_counted *row)
{
    if (!counts->measures[row->measure].sensitive)
        return false;
    if (rules->min_n_sensitive == 0)
        return counts->cells[row->cell].is_part;
    return row->counts[WB_COUNT_N].value < rules->min_n_sensitive;
}

static bool is_dominated(const wb_rules *rules, const wb_counted *row)
{
    return row->largest >= 0 &&
           (double)row->largest >
               rules->dominance * (double)row->counts[WB_COUNT_N].value;
}

static wb_why judge_row(const wb_rules *rules, const wb_headcounts *counts,
                        const wb_counted *row)
{
    wb_why why =
        judge(rules, row->counts[WB_COUNT_N].value, row->counts[WB_COUNT_PROBLEM].value);

    if (is_sensitive(rules, counts, row))
        return WB_WHY_SENSITIVE;
    if (why != WB_WHY_TOO_FEW && is_dominated(rules, row))
        return WB_WHY_DOMINANCE;
    return why;
}

void wb_rules_apply(const wb_rules *rules, wb_headcounts *counts)
{
    for (int64_t i = 0; i < counts->n_rows; i++) {
        wb_counted *row = &counts->rows[i];
        wb_why why = judge_row(rules, counts, row);

        if (why != WB_SHOWN)
            wb_counted_hide(row, why, -1);
        else if (row->counts[WB_COUNT_ACUTE].value >= 0 &&
                 row->counts[WB_COUNT_ACUTE].value < rules->extreme)
            wb_counted_hide_acute(row, WB_WHY_EXTREME, -1);
    }
}
