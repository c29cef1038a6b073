/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "io/csv_record.h"

static wb_csv_outcome found(wb_csv_fault *fault, const char *message, const uint8_t *at,
                            size_t column)
{
    fault->message = message;
    fault->at = at;
    fault->column = column;
    return WB_CSV_FAULT;
}

static wb_csv_outcome found_nul(wb_csv_fault *fault, const uint8_t *at, size_t column)
{
    return found(fault,
                 "holds a NUL byte: this is not a text file in UTF-8 (save it as CSV "
                 "UTF-8)",
                 at, column);
}

/* Go from an opening quote to behind its closing quote. */
static wb_csv_outcome cross_quotes(const wb_csv_scan *scan, const uint8_t **at,
                                   size_t column, uint32_t *flags, int64_t *lines,
                                   wb_csv_fault *fault)
{
    const uint8_t *p = *at + 1, *end = scan->bytes + scan->filled;

    for (;; p++) {
        switch (scan->kinds[*p]) {
        case WB_CSV_QUOTE:
            if (p[1] != '"') {
                *flags |= WB_CSV_QUOTED;
                *at = p + 1;
                return WB_CSV_RECORD;
            }
            *flags |= WB_CSV_DOUBLED;
            p++;
            break;
        case WB_CSV_LINE_FEED:
            ++*lines;
            break;
        case WB_CSV_NUL:
            if (p != end)
                return found_nul(fault, p, column);
            if (!scan->at_end)
                return WB_CSV_MORE;
            return found(fault, "opens a quote that is not closed", *at, column);
        default:
            break;
        }
    }
}

/* What is wrong with a byte that may not follow here. */
static wb_csv_outcome found_stray(wb_csv_fault *fault, const uint8_t *at, size_t column,
                                  bool quoted)
{
    if (*at == '\0')
        return found_nul(fault, at, column);
    if (*at == '\r')
        return found(fault,
                     "holds a carriage return without a line feed; lines end in LF or "
                     "CRLF",
                     at, column);
    if (quoted)
        return found(fault,
                     "has text after a closing quote; a quote inside quotes is doubled",
                     at, column);
    return found(fault,
                 "has a quote inside a field without quotes; put the field between "
                 "quotes and double the quote",
                 at, column);
}

wb_csv_outcome wb_csv_cut_record(const wb_csv_scan *scan, const uint8_t *start,
                                 wb_csv_field *fields, size_t limit, size_t *n_fields,
                                 const uint8_t **at, int64_t *lines, wb_csv_fault *fault)
{
    const uint8_t *base = scan->bytes + scan->block, *end = scan->bytes + scan->filled;
    const uint8_t *kinds = scan->kinds, *p = start;
    size_t n = 0;

    for (;; p++) {
        const uint8_t *field = p;
        uint32_t flags = 0;

        while (kinds[*p] == WB_CSV_PLAIN)
            p++;
        if (kinds[*p] ==
            WB_CSV_DELIMITER) { /* the short way: nearly every field there is */
            if (n < limit)
                fields[n] =
                    (wb_csv_field){(uint32_t)(field - base), (uint32_t)(p - field)};
            n++;
            continue;
        }
        if (*p == '"' && p == field) {
            wb_csv_outcome crossed = cross_quotes(scan, &p, n, &flags, lines, fault);
            if (crossed != WB_CSV_RECORD)
                return crossed;
            field++;
        }
        if (n < limit)
            fields[n] =
                (wb_csv_field){(uint32_t)(field - base),
                               (uint32_t)(p - field - (flags != 0 ? 1 : 0)) | flags};
        n++;
        if (kinds[*p] == WB_CSV_DELIMITER)
            continue;
        if (*p == '\r' && p[1] == '\n')
            p++;
        if (*p == '\n')
            break;
        bool last = p == end || (*p == '\r' && p + 1 == end);
        if (last && !scan->at_end)
            return WB_CSV_MORE;
        if (p != end)
            return found_stray(fault, p, n - 1, flags != 0);
        break;
    }
    *n_fields = n;
    *at = p == end ? p : p + 1;
    ++*lines;
    return WB_CSV_RECORD;
}
