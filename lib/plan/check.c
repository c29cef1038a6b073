/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Checking a plan: every rule over every record, in the order of the records. */
#include "plan/changes.h"
#include "plan/finding.h"

static const wb_fill_column columns[] = {{"severity", WB_TYPE_DICTIONARY},
                                         {"rule", WB_TYPE_DICTIONARY},
                                         {"record", WB_TYPE_UTF8},
                                         {"kind", WB_TYPE_DICTIONARY},
                                         {"where", WB_TYPE_UTF8},
                                         {"text", WB_TYPE_UTF8},
                                         {NULL, WB_TYPE_NULL}};

static wb_status check_record(wb_checking *checking, const wb_record *record,
                              wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_check_mentions(checking, record, err));
    WB_TRY(wb_check_dates(checking, record, err));
    WB_TRY(wb_check_money(checking, record, err));
    WB_TRY(wb_check_gaps(checking, record, err));
done:
    return st;
}

/* In the order of their weight, whichever is met first. */
static const char *const severities[] = {"error", "warning", "notice"};

wb_status wb_plan_check(const wb_plan *plan, const wb_plan_check_options *options,
                        wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_plan_check_options ours = WB_PLAN_CHECK_OPTIONS_INIT;
    wb_checking checking = {.plan = plan};

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (plan == NULL)
        return wb_fail(err, WB_E_ARG, "a plan is required");
    WB_TRY(wb_options_read(&ours, sizeof ours, options, err));
    WB_TRY(wb_language_check(ours.language, err));
    checking.language = ours.language != NULL ? ours.language : "en";
    WB_TRY(wb_fill_columns(&checking.sheet, columns, err));
    WB_TRY(wb_fill_declare(&checking.sheet, columns, "severity", severities, 3, err));
    for (const wb_record *r = plan->root; r != NULL; r = wb_record_walk(plan->root, r))
        WB_TRY(check_record(&checking, r, err));
    WB_TRY(wb_check_cycles(&checking, err));
    WB_TRY(wb_check_numbers(&checking, err));
    WB_TRY(wb_fill_finish(&checking.sheet, out, err));
done:
    wb_fill_close(&checking.sheet);
    return st;
}
