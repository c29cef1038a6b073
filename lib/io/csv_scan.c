/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The window holds whole records or grows until it does. A record that reaches past what
 * was read is cut again from its first byte once more has been read: windows are large
 * and records small, so that costs nothing, and no state survives between two records. */
#include "io/csv_header.h"

#include <string.h>

enum { WINDOW = 256 << 10, PADDING = 16, BLOCK_BYTES = 16 << 20 };

wb_status wb_csv_scan_open(wb_csv_scan *scan, wb_reader *reader, wb_error *err)
{
    memset(scan, 0, sizeof *scan);
    scan->reader = reader;
    scan->capacity = WINDOW;
    scan->bytes = wb_resize(NULL, WINDOW + PADDING, 1);
    if (scan->bytes == NULL)
        return wb_fail_nomem(err);
    wb_csv_scan_restart(scan);
    return WB_OK;
}

void wb_csv_scan_close(wb_csv_scan *scan)
{
    wb_release(scan->bytes);
    wb_release(scan->fields);
    wb_release(scan->records);
    memset(scan, 0, sizeof *scan);
}

void wb_csv_scan_restart(wb_csv_scan *scan)
{
    scan->filled = 0;
    memset(scan->bytes, 0, PADDING);
    scan->offset = 0;
    scan->at_end = false;
    scan->held = false;
    scan->place = (wb_csv_place){.line = 1, .row = -1};
    scan->block = 0;
    scan->n_rows = 0;
}

void wb_csv_scan_hold(wb_csv_scan *scan)
{
    scan->held = true;
    scan->hold = scan->place;
}

void wb_csv_scan_return(wb_csv_scan *scan)
{
    scan->held = false;
    scan->place = scan->hold;
    scan->n_rows = 0;
}

static int32_t clamp_int32(int64_t value)
{
    return value > INT32_MAX ? INT32_MAX : (int32_t)value;
}

void wb_csv_scan_point(const wb_csv_scan *scan, int64_t line, size_t column, size_t at,
                       wb_error *err)
{
    wb_error_set_where(err, wb_reader_name(scan->reader));
    wb_error_set_place(err, clamp_int32(line), (int32_t)column + 1,
                       scan->offset + (int64_t)at);
}

static wb_status fail_limit(const wb_csv_scan *scan, wb_error *err)
{
    wb_fail_at(err, WB_E_LIMIT, scan->place.row, "",
               "the record on line %lld of '%s' is longer than %d MiB (is a quote not "
               "closed?)",
               (long long)scan->place.line, wb_reader_name(scan->reader),
               WB_CSV_MAX_RECORD >> 20);
    wb_csv_scan_point(scan, scan->place.line, 0, scan->place.at, err);
    return WB_E_LIMIT;
}

/* ---- the window ---- */

static wb_status make_room(wb_csv_scan *scan, wb_error *err)
{
    size_t keep = scan->held ? scan->hold.at : scan->place.at;

    memmove(scan->bytes, scan->bytes + keep, scan->filled - keep);
    scan->filled -= keep;
    scan->place.at -= keep;
    scan->hold.at -= scan->held ? keep : 0;
    scan->offset += (int64_t)keep;
    if (scan->filled < scan->capacity - scan->capacity / 4)
        return WB_OK;
    if (scan->capacity > SIZE_MAX / 4)
        return wb_fail_nomem(err); /* not reached: with 64 bits no memory is that large */
    uint8_t *larger = wb_resize(scan->bytes, 2 * scan->capacity + PADDING, 1);
    if (larger == NULL)
        return wb_fail_nomem(err);
    scan->bytes = larger;
    scan->capacity *= 2;
    return WB_OK;
}

wb_status wb_csv_scan_refill(wb_csv_scan *scan, wb_error *err)
{
    if (scan->filled - scan->place.at > WB_CSV_MAX_RECORD)
        return fail_limit(scan, err);
    wb_status st = make_room(scan, err);
    size_t n_read = 0, room = scan->capacity - scan->filled;

    if (st == WB_OK)
        st = wb_reader_read(scan->reader, scan->bytes + scan->filled, room, &n_read, err);
    if (st == WB_OK) {
        scan->filled += n_read;
        scan->at_end = n_read < room;
    }
    memset(scan->bytes + scan->filled, 0, PADDING);
    return st;
}

/* ---- faults ---- */

wb_status wb_csv_scan_fail(const wb_csv_scan *scan, const wb_csv_fault *fault,
                           wb_error *err)
{
    const uint8_t *from = scan->bytes + scan->place.at;
    int64_t line = scan->place.line;

    for (; from < fault->at; from++)
        line += *from == '\n';
    wb_fail_at(err, WB_E_DATA, scan->place.row, "", "line %lld of '%s' %s",
               (long long)line, wb_reader_name(scan->reader), fault->message);
    wb_csv_scan_point(scan, line, fault->column, (size_t)(fault->at - scan->bytes), err);
    return WB_E_DATA;
}

static wb_status fail_ragged(const wb_csv_scan *scan, size_t n_fields, wb_error *err)
{
    size_t column = n_fields < scan->n_columns ? n_fields : scan->n_columns;

    wb_fail_at(err, WB_E_DATA, scan->place.row, "",
               "line %lld of '%s' has %zu field%s; the header has %zu",
               (long long)scan->place.line, wb_reader_name(scan->reader), n_fields,
               n_fields == 1 ? "" : "s", scan->n_columns);
    wb_csv_scan_point(scan, scan->place.line, column, scan->place.at, err);
    return WB_E_DATA;
}

/* ---- blocks ---- */

/* Pass blank lines; WB_CSV_MORE when what follows them has not been read yet. */
static wb_csv_outcome pass_blanks(wb_csv_scan *scan)
{
    for (;;) {
        const uint8_t *p = scan->bytes + scan->place.at;
        size_t left = scan->filled - scan->place.at;

        if (left == 0 || (left == 1 && *p == '\r'))
            return !scan->at_end ? WB_CSV_MORE : left == 0 ? WB_CSV_END : WB_CSV_RECORD;
        if (*p == '\n')
            scan->place.at += 1;
        else if (*p == '\r' && p[1] == '\n')
            scan->place.at += 2;
        else
            return WB_CSV_RECORD;
        scan->place.blanks++;
    }
}

static void add_record(wb_csv_scan *scan, size_t at, int64_t lines)
{
    scan->records[scan->n_rows].line = scan->place.line;
    scan->records[scan->n_rows].start = (uint32_t)(scan->place.at - scan->block);
    scan->n_rows++;
    scan->place.at = at;
    scan->place.line += lines;
    scan->place.row++;
}

/* Add the next record to the block. FAULT leaves its place where the record begins. */
static wb_csv_outcome next_record(wb_csv_scan *scan, wb_error *err, wb_status *st)
{
    wb_csv_field *fields = scan->fields + scan->n_rows * scan->n_columns;
    const uint8_t *at = NULL;
    size_t n_fields = 0;
    int64_t lines = 0;
    wb_csv_fault fault = {0};
    wb_csv_outcome got = pass_blanks(scan);

    if (got != WB_CSV_RECORD)
        return got;
    if (scan->n_rows == 0)
        scan->block = scan->place.at;
    else if (scan->place.at - scan->block > 2 * BLOCK_BYTES)
        return WB_CSV_MORE;
    if (scan->place.blanks > 0 && scan->n_columns == 1) {
        fields[0] = (wb_csv_field){(uint32_t)(scan->place.at - scan->block), 0};
        scan->place.blanks--;
        add_record(scan, scan->place.at, 1);
        return WB_CSV_RECORD;
    }
    if (scan->place.blanks == 0)
        got = wb_csv_cut_record(scan, scan->bytes + scan->place.at, fields,
                                scan->n_columns, &n_fields, &at, &lines, &fault);
    else
        n_fields = 1;
    if (got == WB_CSV_FAULT)
        *st = wb_csv_scan_fail(scan, &fault, err);
    if (got != WB_CSV_RECORD)
        return got;
    if (n_fields != scan->n_columns || scan->place.blanks > 0)
        *st = fail_ragged(scan, n_fields, err);
    else if (at - (scan->bytes + scan->place.at) > WB_CSV_MAX_RECORD)
        *st = fail_limit(scan, err);
    if (*st != WB_OK)
        return WB_CSV_FAULT;
    add_record(scan, (size_t)(at - scan->bytes), lines);
    return WB_CSV_RECORD;
}

wb_status wb_csv_scan_block(wb_csv_scan *scan, size_t limit, wb_error *err)
{
    wb_status st = WB_OK;
    wb_error fault;

    limit = limit < scan->max_rows ? limit : scan->max_rows;
    scan->block = scan->place.at;
    scan->first_row = scan->place.row;
    scan->n_rows = 0;
    while (scan->n_rows < limit && scan->place.at - scan->block < BLOCK_BYTES) {
        wb_csv_outcome got = next_record(scan, &fault, &st);
        if (got == WB_CSV_RECORD)
            continue;
        if (got == WB_CSV_END || scan->n_rows > 0)
            return WB_OK;
        if (got == WB_CSV_FAULT) {
            if (err != NULL)
                *err = fault;
            return st;
        }
        st = wb_csv_scan_refill(scan, err);
        if (st != WB_OK)
            return st;
        scan->block = scan->place.at;
    }
    return WB_OK;
}

/* ---- where a field stands ---- */

int64_t wb_csv_scan_line(const wb_csv_scan *scan, size_t row, size_t column)
{
    const wb_csv_record *record = &scan->records[row];
    const uint8_t *base = scan->bytes + scan->block;
    uint32_t to = scan->fields[row * scan->n_columns + column].start;
    int64_t line = record->line;

    for (uint32_t i = record->start; i < to; i++)
        line += base[i] == '\n';
    return line;
}

void wb_csv_scan_locate(const wb_csv_scan *scan, size_t row, size_t column,
                        size_t into_field, wb_error *err)
{
    wb_csv_field field = scan->fields[row * scan->n_columns + column];

    wb_csv_scan_point(scan, wb_csv_scan_line(scan, row, column), column,
                      scan->block + field.start + into_field, err);
}
