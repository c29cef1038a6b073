/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What stands before the rows, and what it says of them: delimiter and columns. */
#include "io/csv_header.h"

#include <string.h>

enum { BLOCK_FIELDS = 8192 };

/* Length of the line at the place without its line feed;
 * WB_CSV_MORE when its end is not there.
 */
static wb_csv_outcome measure_line(const wb_csv_scan *scan, size_t *length)
{
    const uint8_t *from = scan->bytes + scan->place.at;
    const uint8_t *end = memchr(from, '\n', scan->filled - scan->place.at);

    if (end == NULL && !scan->at_end)
        return WB_CSV_MORE;
    *length = end != NULL ? (size_t)(end - from) : scan->filled - scan->place.at;
    return WB_CSV_RECORD;
}

/* "# SYNTHETIC ...", as the files of made-up data begin. */
static bool says_synthetic(const uint8_t *line, size_t length)
{
    static const char word[] = "SYNTHETIC";
    size_t first = length > 1 && line[1] == ' ' ? 2 : 1;

    return length >= first + sizeof word - 1 &&
           memcmp(line + first, word, sizeof word - 1) == 0;
}

static wb_status skip_preamble(wb_csv_scan *scan, wb_error *err)
{
    wb_status st = wb_csv_scan_refill(scan, err);
    size_t length = 0;

    scan->synthetic = false;
    if (st == WB_OK && scan->filled >= 3 && memcmp(scan->bytes, "\xef\xbb\xbf", 3) == 0)
        scan->place.at = 3;
    if (st == WB_OK && scan->filled >= 2 &&
        (memcmp(scan->bytes, "\xff\xfe", 2) == 0 ||
         memcmp(scan->bytes, "\xfe\xff", 2) == 0)) {
        st = wb_fail(err, WB_E_DATA, "'%s' is UTF-16; save it as CSV UTF-8",
                     wb_reader_name(scan->reader));
        wb_csv_scan_point(scan, 1, 0, 0, err);
    }
    while (st == WB_OK && scan->bytes[scan->place.at] == '#') {
        if (measure_line(scan, &length) == WB_CSV_MORE) {
            st = wb_csv_scan_refill(scan, err);
            continue;
        }
        if (scan->place.line == 1)
            scan->synthetic = says_synthetic(scan->bytes + scan->place.at, length);
        scan->place.at += length;
        scan->place.at += scan->place.at < scan->filled;
        scan->place.line++;
        if (scan->place.at == scan->filled && !scan->at_end)
            st = wb_csv_scan_refill(scan, err);
    }
    return st;
}

/* The delimiter that stands most often outside quotes in the header. */
static wb_csv_outcome detect_delimiter(const wb_csv_scan *scan, int32_t *delimiter)
{
    static const char candidates[] = {',', ';', '\t'};
    size_t counts[3] = {0};
    bool quoted = false;
    size_t at = scan->place.at;

    for (; at < scan->filled && (quoted || scan->bytes[at] != '\n'); at++) {
        if (scan->bytes[at] == '"')
            quoted = !quoted;
        for (size_t i = 0; i < 3 && !quoted; i++)
            counts[i] += scan->bytes[at] == (uint8_t)candidates[i];
    }
    if (at == scan->filled && !scan->at_end)
        return WB_CSV_MORE;
    size_t best = 0;
    for (size_t i = 1; i < 3; i++)
        best = counts[i] > counts[best] ? i : best;
    *delimiter = candidates[best];
    return WB_CSV_RECORD;
}

static void set_kinds(wb_csv_scan *scan, int32_t delimiter)
{
    memset(scan->kinds, WB_CSV_PLAIN, sizeof scan->kinds);
    scan->kinds[0] = WB_CSV_NUL;
    scan->kinds['"'] = WB_CSV_QUOTE;
    scan->kinds['\n'] = WB_CSV_LINE_FEED;
    scan->kinds['\r'] = WB_CSV_CARRIAGE_RETURN;
    scan->kinds[delimiter] = WB_CSV_DELIMITER;
}

static wb_status set_columns(wb_csv_scan *scan, size_t n_columns, wb_error *err)
{
    size_t rows = BLOCK_FIELDS / n_columns;

    rows = rows < 1 ? 1 : rows > WB_CSV_BLOCK_ROWS ? WB_CSV_BLOCK_ROWS : rows;
    wb_csv_field *fields =
        wb_resize(scan->fields, rows * n_columns, sizeof *scan->fields);
    if (fields == NULL)
        return wb_fail_nomem(err);
    scan->fields = fields;
    wb_csv_record *records = wb_resize(scan->records, rows, sizeof *scan->records);
    if (records == NULL)
        return wb_fail_nomem(err);
    scan->records = records;
    scan->max_rows = rows;
    scan->n_columns = n_columns;
    return WB_OK;
}

static wb_status count_columns(wb_csv_scan *scan, size_t *n_columns, wb_error *err)
{
    wb_status st = WB_OK;
    wb_csv_outcome got = WB_CSV_MORE;
    wb_csv_fault fault = {0};

    while (st == WB_OK && got == WB_CSV_MORE) {
        const uint8_t *start = scan->bytes + scan->place.at, *at = NULL;
        int64_t lines = 0;
        scan->block = scan->place.at;
        got = wb_csv_cut_record(scan, start, NULL, 0, n_columns, &at, &lines, &fault);
        if (got == WB_CSV_MORE)
            st = wb_csv_scan_refill(scan, err);
    }
    if (st == WB_OK && got == WB_CSV_FAULT)
        st = wb_csv_scan_fail(scan, &fault, err);
    return st;
}

static wb_status fail_header(const wb_csv_scan *scan, wb_status status, const char *what,
                             wb_error *err)
{
    wb_fail(err, status, "'%s' %s", wb_reader_name(scan->reader), what);
    wb_csv_scan_point(scan, scan->place.line, 0, scan->place.at, err);
    return status;
}

wb_status wb_csv_scan_header(wb_csv_scan *scan, int32_t *delimiter, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n_columns = 0;

    WB_TRY(skip_preamble(scan, err));
    if (scan->place.at == scan->filled) {
        st = fail_header(scan, WB_E_DATA, "is empty; a header line was expected", err);
        goto done;
    }
    if (strchr("\r\n", scan->bytes[scan->place.at]) != NULL &&
        scan->bytes[scan->place.at] != '\0') {
        st = fail_header(scan, WB_E_DATA, "begins with an empty line instead of a header",
                         err);
        goto done;
    }
    while (*delimiter == 0 && detect_delimiter(scan, delimiter) == WB_CSV_MORE)
        WB_TRY(wb_csv_scan_refill(scan, err));
    set_kinds(scan, *delimiter);
    WB_TRY(count_columns(scan, &n_columns, err));
    if (n_columns > WB_CSV_MAX_COLUMNS) {
        st = fail_header(scan, WB_E_LIMIT, "has more than 65,536 columns", err);
        goto done;
    }
    WB_TRY(set_columns(scan, n_columns, err));
    WB_TRY(wb_csv_scan_block(scan, 1, err));
done:
    return st;
}
