/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The table of verdicts; plan.h shows it to people. */
#include "plan/evaluate.h"

static const char *const names[WB_N_VERDICTS] = {
    [WB_NO_INDICATOR] = "no_indicator",
    [WB_NO_VALUE] = "no_value",
    [WB_NO_ESTIMATE] = "no_estimate",
    [WB_SEVERAL_ROWS] = "several_rows",
    [WB_NO_NUMBER] = "no_number",
    [WB_UNIT_UNKNOWN] = "unit_unknown",
    [WB_UNIT_DIFFERS] = "unit_differs",
    [WB_NO_DIRECTION] = "no_direction",
    [WB_NOT_MEASURED_SINCE] = "not_measured_since",
    [WB_NOT_MEASURED] = "not_measured",
    [WB_REACHED_EARLY] = "reached_early",
    [WB_AHEAD_OF_PATH] = "ahead_of_path",
    [WB_ON_PATH] = "on_path",
    [WB_BEHIND_PATH] = "behind_path",
    [WB_UNDERWAY] = "underway",
    [WB_REACHED] = "reached",
    [WB_UNDECIDED] = "undecided",
    [WB_NOT_REACHED] = "not_reached",
    [WB_NOT_YET] = "not_yet",
};

const char *wb_verdict_name(wb_verdict verdict)
{
    return names[verdict];
}

wb_position wb_position_of(const wb_reading *reading, double value, int direction)
{
    bool interval = wb_reading_has_interval(reading);
    double low = interval ? reading->lower : reading->estimate;
    double high = interval ? reading->upper : reading->estimate;

    if (direction > 0 ? low >= value : high <= value)
        return WB_POSITION_BEYOND;
    if (direction > 0 ? high < value : low > value)
        return WB_POSITION_SHORT;
    return WB_POSITION_AROUND;
}

enum { ANY = -1, ELSE = -2 }; /* ELSE: around or short of the target */

static const struct {
    int stage, target, path;
    wb_verdict verdict;
} table[] = {
    {WB_STAGE_START, ANY, ANY, WB_NOT_MEASURED_SINCE},
    {WB_STAGE_OVERDUE, WB_POSITION_BEYOND, ANY, WB_REACHED_EARLY},
    {WB_STAGE_OVERDUE, ELSE, ANY, WB_NOT_MEASURED},
    {WB_STAGE_RUNNING, WB_POSITION_BEYOND, ANY, WB_REACHED_EARLY},
    {WB_STAGE_RUNNING, ELSE, WB_POSITION_BEYOND, WB_AHEAD_OF_PATH},
    {WB_STAGE_RUNNING, ELSE, WB_POSITION_AROUND, WB_ON_PATH},
    {WB_STAGE_RUNNING, ELSE, WB_POSITION_SHORT, WB_BEHIND_PATH},
    {WB_STAGE_RUNNING, ELSE, WB_POSITION_NONE, WB_UNDERWAY},
    {WB_STAGE_DUE, WB_POSITION_BEYOND, ANY, WB_REACHED},
    {WB_STAGE_DUE, WB_POSITION_AROUND, ANY, WB_UNDECIDED},
    {WB_STAGE_DUE, WB_POSITION_SHORT, ANY, WB_NOT_REACHED},
    {WB_STAGE_OPEN, WB_POSITION_BEYOND, ANY, WB_REACHED},
    {WB_STAGE_OPEN, WB_POSITION_AROUND, ANY, WB_UNDECIDED},
    {WB_STAGE_OPEN, WB_POSITION_SHORT, ANY, WB_NOT_YET},
};

static bool agrees(int wanted, wb_position position)
{
    return wanted == ANY || wanted == (int)position ||
           (wanted == ELSE && position != WB_POSITION_BEYOND);
}

wb_verdict wb_verdict_of(wb_stage stage, wb_position target, wb_position path)
{
    size_t i = 0;

    while (table[i].stage != (int)stage || !agrees(table[i].target, target) ||
           !agrees(table[i].path, path))
        i++;
    return table[i].verdict;
}
