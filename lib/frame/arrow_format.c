/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Format strings of the Arrow C data interface,
 * https://arrow.apache.org/docs/format/CDataInterface.html#data-type-description-format-strings
 */
#include "frame/arrow.h"

#include <string.h>

enum { MILLISECONDS_A_DAY = 86400000 };

typedef struct known_format {
    const char *format;
    bool prefix; /* a time zone may follow */
    wb_arrow_format meaning;
} known_format;

static const known_format KNOWN[] = {
    {"n", false, {WB_TYPE_NULL, WB_STORE_NONE, 1, 1}},
    {"b", false, {WB_TYPE_BOOL, WB_STORE_BITS, 1, 1}},
    {"c", false, {WB_TYPE_INT8, WB_STORE_INT8, 1, 1}},
    {"C", false, {WB_TYPE_UINT8, WB_STORE_UINT8, 1, 1}},
    {"s", false, {WB_TYPE_INT16, WB_STORE_INT16, 1, 1}},
    {"S", false, {WB_TYPE_UINT16, WB_STORE_UINT16, 1, 1}},
    {"i", false, {WB_TYPE_INT32, WB_STORE_INT32, 1, 1}},
    {"I", false, {WB_TYPE_UINT32, WB_STORE_UINT32, 1, 1}},
    {"l", false, {WB_TYPE_INT64, WB_STORE_INT64, 1, 1}},
    {"L", false, {WB_TYPE_UINT64, WB_STORE_UINT64, 1, 1}},
    {"f", false, {WB_TYPE_FLOAT32, WB_STORE_FLOAT32, 1, 1}},
    {"g", false, {WB_TYPE_FLOAT64, WB_STORE_FLOAT64, 1, 1}},
    {"u", false, {WB_TYPE_UTF8, WB_STORE_TEXT32, 1, 1}},
    {"U", false, {WB_TYPE_UTF8, WB_STORE_TEXT64, 1, 1}},
    {"vu", false, {WB_TYPE_UTF8, WB_STORE_VIEWS, 1, 1}},
    {"tdD", false, {WB_TYPE_DATE32, WB_STORE_INT32, 1, 1}},
    {"tdm", false, {WB_TYPE_DATE32, WB_STORE_INT64, 1, MILLISECONDS_A_DAY}},
    {"tss:", true, {WB_TYPE_TIMESTAMP, WB_STORE_INT64, 1000000, 1}},
    {"tsm:", true, {WB_TYPE_TIMESTAMP, WB_STORE_INT64, 1000, 1}},
    {"tsu:", true, {WB_TYPE_TIMESTAMP, WB_STORE_INT64, 1, 1}},
    {"tsn:", true, {WB_TYPE_TIMESTAMP, WB_STORE_INT64, 1, 1000}},
};

/* Names for what we refuse, by how the format begins; the first that fits counts. */
static const struct {
    const char *prefix;
    const char *name;
} REFUSED[] = {
    {"e", "half-precision float"},
    {"vz", "binary"},
    {"z", "binary"},
    {"Z", "binary"},
    {"w:", "fixed-size binary"},
    {"d:", "decimal"},
    {"tt", "time of day"},
    {"tD", "duration"},
    {"ti", "interval"},
    {"+r", "run-end encoded"},
    {"+u", "union"},
    {"+m", "map"},
    {"+s", "struct"},
    {"+", "list"},
};

static bool begins_with(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

wb_status wb_arrow_read_format(const char *format, const char *column,
                               wb_arrow_format *out, wb_error *err)
{
    const char *name = "unknown";

    for (size_t i = 0; i < sizeof KNOWN / sizeof KNOWN[0]; i++)
        if (KNOWN[i].prefix ? begins_with(format, KNOWN[i].format)
                            : strcmp(format, KNOWN[i].format) == 0) {
            *out = KNOWN[i].meaning;
            return WB_OK;
        }
    for (size_t i = sizeof REFUSED / sizeof REFUSED[0]; i-- > 0;)
        if (begins_with(format, REFUSED[i].prefix))
            name = REFUSED[i].name;
    return wb_fail_at(
        err, WB_E_UNSUPPORTED, -1, column,
        "column '%.64s' has Arrow format '%.32s' (%s), which is not supported", column,
        format, name);
}
