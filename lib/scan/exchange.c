/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A scan goes out with the questions about groups in it, and its answers come in with the
 * groups. */
#include "scan/asking.h"

#include <string.h>

/* The column that wb_scan_add_records() tells records apart by. */
static const char record[] = "record";

/* Of persons the groups; of work posts the name of the post; of the firm nothing. */
static wb_status open_asking(const wb_organisation *organisation, const char *unit,
                             wb_asking *asking, wb_error *err)
{
    if (unit == NULL || strcmp(unit, "person") == 0) {
        if (organisation == NULL)
            return wb_fail(err, WB_E_ARG,
                           "an organisation is required for questions to persons");
        return wb_asking_open(organisation, asking, err);
    }
    asking->lists.record = strcmp(unit, "workpost") == 0 ? record : NULL;
    return WB_OK;
}

wb_status wb_scan_export(const wb_questionnaire *questionnaire,
                         const wb_organisation *organisation, const char *format,
                         const char *unit, const char *language, wb_writer *writer,
                         wb_error *err)
{
    wb_asking asking = {0};
    wb_status st = WB_OK;

    WB_TRY(open_asking(organisation, unit, &asking, err));
    WB_TRY(wb_lists_export(questionnaire, &asking.lists, format, unit, language, writer,
                           err));
done:
    wb_asking_close(&asking);
    return st;
}

wb_status wb_scan_import(const wb_questionnaire *questionnaire,
                         const wb_organisation *organisation, const char *format,
                         const char *unit, wb_reader *reader, wb_frame **out,
                         wb_error *err)
{
    wb_asking asking = {0};
    const char *const keep[] = {record};
    wb_status st = WB_OK;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out must not be NULL");
    *out = NULL;
    WB_TRY(open_asking(organisation, unit, &asking, err));
    WB_TRY(wb_lists_import(questionnaire, &asking.lists, format, unit, reader, keep,
                           asking.lists.record != NULL, out, err));
done:
    wb_asking_close(&asking);
    return st;
}
