/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the errors of ReadStat are called, and where they were met. */
#include "io/statfile.h"

typedef struct reason {
    readstat_error_t error;
    wb_status status;
    const char *text;
} reason;

static const reason reasons[] = {
    {READSTAT_ERROR_MALLOC, WB_E_NOMEM,
     "asks for more memory than there is, or than a file may ask for"},
    {READSTAT_ERROR_UNSUPPORTED_COMPRESSION, WB_E_UNSUPPORTED,
     "is compressed in a way that is not known"},
    {READSTAT_ERROR_UNSUPPORTED_CHARSET, WB_E_UNSUPPORTED,
     "has texts in an encoding that is not known (declare another)"},
    {READSTAT_ERROR_UNSUPPORTED_FILE_FORMAT_VERSION, WB_E_UNSUPPORTED,
     "is of a version that is not known"},
    {READSTAT_ERROR_CONVERT, WB_E_DATA,
     "has a text that is not in its encoding (declare another)"},
    {READSTAT_ERROR_CONVERT_BAD_STRING, WB_E_DATA,
     "has a text that is not in its encoding (declare another)"},
    {READSTAT_ERROR_CONVERT_SHORT_STRING, WB_E_DATA,
     "has a text that is not in its encoding (declare another)"},
    {READSTAT_ERROR_READ, WB_E_DATA, "was cut off"},
    {READSTAT_ERROR_SEEK, WB_E_DATA, "was cut off, or says that it is longer"},
    {READSTAT_ERROR_ROW_COUNT_MISMATCH, WB_E_DATA,
     "has another number of rows than it says"},
    {READSTAT_ERROR_COLUMN_COUNT_MISMATCH, WB_E_DATA,
     "has another number of variables than it says"}};

wb_status wb_stat_explain(const wb_stat_parse *parse, readstat_error_t error,
                          const char *name, wb_error *err)
{
    const char *text = "is damaged: it contradicts itself";
    wb_status status = WB_E_DATA;

    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].error == error) {
            text = reasons[i].text;
            status = reasons[i].status;
        }
    if (parse->row >= 0)
        wb_fail_at(err, status, parse->row, parse->place, "'%s' %s, at or after row %lld",
                   name, text, (long long)parse->row);
    else
        wb_fail_at(err, status, -1, parse->place, "'%s' %s%s%s%s", name, text,
                   parse->place[0] != '\0' ? ", at or after variable '" : "",
                   parse->place, parse->place[0] != '\0' ? "'" : "");
    wb_error_set_where(err, name);
    return status;
}
