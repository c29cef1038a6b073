/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "scan_shares.h"

#include "fault.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <werkbaar/io.h>

static int cell_is(const wb_frame *frame, const char *column, int64_t row,
                   const char *text)
{
    size_t length = 0;
    const char *found =
        wb_frame_text(frame, (size_t)wb_frame_find(frame, column), row, &length);

    return found != NULL && strlen(text) == length && memcmp(found, text, length) == 0;
}

static int row_is_about(const scan_shares *s, int64_t row, size_t person)
{
    char group[SCAN_PATH];
    size_t length = 0;
    const char *text =
        wb_frame_text(s->frame, (size_t)wb_frame_find(s->frame, "group"), row, &length);

    snprintf(group, sizeof group, "%.*s", (int)length, text != NULL ? text : "");
    return scan_staff_is_in(s->staff, person, group);
}

static int theme_is_known(const scan_shares *s, int64_t row)
{
    int known = cell_is(s->frame, "theme", row, "response");

    for (size_t i = 0; i < s->n_themes && !known; i++) {
        known = cell_is(s->frame, "theme", row, s->themes[i]);
    }
    return known;
}

static int group_is_known(const scan_shares *s, int64_t row)
{
    int known = 0;

    for (size_t person = 0; person < s->staff->n && !known; person++) {
        known = row_is_about(s, row, person);
    }
    return known;
}

static wb_status row_refused(const scan_shares *s, const char *path, int64_t row,
                             const char *column, wb_error *err)
{
    size_t length = 0;
    const char *text =
        wb_frame_text(s->frame, (size_t)wb_frame_find(s->frame, column), row, &length);

    return fault(err, WB_E_DATA, "'%s', row %" PRId64 ": there is no %s '%.*s'", path,
                 row + 1, column, (int)length, text != NULL ? text : "");
}

static wb_status row_check(const scan_shares *s, const char *path, int64_t row,
                           wb_error *err)
{
    double share =
        wb_frame_double(s->frame, (size_t)wb_frame_find(s->frame, "share"), row);

    if (!(share >= 0 && share <= 1)) {
        return fault(err, WB_E_DATA,
                     "'%s', row %" PRId64 ": a share lies between 0 and 1", path,
                     row + 1);
    }
    if (!theme_is_known(s, row)) {
        return row_refused(s, path, row, "theme", err);
    }
    return group_is_known(s, row) ? WB_OK : row_refused(s, path, row, "group", err);
}

static wb_status shares_check(const scan_shares *s, const char *path, wb_error *err)
{
    static const char *const names[] = {"group", "theme", "share"};
    wb_status st = WB_OK;

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        int64_t at = wb_frame_find(s->frame, names[i]);

        if (at < 0 ||
            (i < 2 && wb_frame_column_type(s->frame, (size_t)at) != WB_TYPE_UTF8)) {
            return fault(err, WB_E_DATA, "'%s' has no column '%s'%s", path, names[i],
                         i < 2 ? " of texts" : "");
        }
    }
    for (int64_t row = 0; row < wb_frame_row_count(s->frame) && st == WB_OK; row++) {
        st = row_check(s, path, row, err);
    }
    return st;
}

wb_status scan_shares_read(scan_shares *s, const char *path, const scan_staff *staff,
                           const char *const *themes, size_t n_themes, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_status st;

    *s = (scan_shares){.staff = staff, .themes = themes, .n_themes = n_themes};
    TRY(wb_reader_open(path, &reader, err));
    st = wb_csv_read(reader, NULL, &source, err);
    if (st != WB_OK) {
        wb_reader_free(reader);
        goto done;
    }
    TRY(wb_source_collect(source, NULL, &s->frame, err));
    TRY(shares_check(s, path, err));
done:
    wb_source_free(source);
    return st;
}

void scan_shares_free(scan_shares *s)
{
    wb_frame_free(s->frame);
    *s = (scan_shares){0};
}

double scan_share_of(const scan_shares *s, size_t person, const char *theme,
                     double otherwise)
{
    double share = otherwise;

    for (int64_t row = 0; s->frame != NULL && row < wb_frame_row_count(s->frame); row++) {
        if (cell_is(s->frame, "theme", row, theme) && row_is_about(s, row, person)) {
            share =
                wb_frame_double(s->frame, (size_t)wb_frame_find(s->frame, "share"), row);
        }
    }
    return share;
}
