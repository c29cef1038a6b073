/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Cells of a draft-actions frame. */
#include "plan/draft.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

static const struct {
    const char *name;
    bool required;
} columns[WB_N_DRAFT_COLUMNS] = {
    [WB_DRAFT_SCAN] = {"scan", true},
    [WB_DRAFT_FINDING] = {"finding", true},
    [WB_DRAFT_MEASURE] = {"measure", false},
    [WB_DRAFT_THEME] = {"theme", false},
    [WB_DRAFT_GROUP] = {"group", false},
    [WB_DRAFT_TITLE_NL] = {"title_nl", false},
    [WB_DRAFT_TITLE_EN] = {"title_en", false},
    [WB_DRAFT_KIND] = {"kind", false},
    [WB_DRAFT_LEVELS] = {"levels", false},
    [WB_DRAFT_INDICATOR] = {"indicator", false},
    [WB_DRAFT_UNIT] = {"unit", false},
    [WB_DRAFT_FROM_DATE] = {"from_date", false},
    [WB_DRAFT_DATE] = {"date", false},
    [WB_DRAFT_STATUS] = {"status", true},
    [WB_DRAFT_VALUE] = {"value", false},
    [WB_DRAFT_TARGET] = {"target", false},
    [WB_DRAFT_N] = {"n", false},
};

/* ---- columns ---- */

static bool find_name(const char *name, wb_draft_column *column)
{
    for (int i = 0; i < WB_N_DRAFT_COLUMNS; i++) {
        if (strcmp(columns[i].name, name) == 0) {
            *column = (wb_draft_column)i;
            return true;
        }
    }
    return false;
}

static wb_status take_column(wb_drafts *drafts, size_t at, wb_error *err)
{
    const char *name = wb_frame_column_name(drafts->frame, at);
    wb_draft_column column;

    if (strncmp(name, "x_", 2) == 0)
        return WB_OK;
    if (!find_name(name, &column))
        return wb_fail_at(err, WB_E_DATA, -1, name,
                          "column '%.100s' is none of draft actions", name);
    if (column >= WB_DRAFT_VALUE && !wb_frame_has_numbers(drafts->frame, at))
        return wb_fail_at(err, WB_E_DATA, -1, name,
                          "column '%s' of the draft actions holds %s, where numbers are "
                          "expected",
                          name, wb_type_name(wb_frame_column_type(drafts->frame, at)));
    drafts->at[column] = (int64_t)at;
    return WB_OK;
}

wb_status wb_drafts_init(wb_drafts *drafts, const wb_frame *frame, wb_error *err)
{
    wb_status st = WB_OK;

    drafts->frame = frame;
    for (int i = 0; i < WB_N_DRAFT_COLUMNS; i++)
        drafts->at[i] = -1;
    for (size_t at = 0; at < wb_frame_column_count(frame); at++)
        WB_TRY(take_column(drafts, at, err));
    for (int i = 0; i < WB_N_DRAFT_COLUMNS; i++) {
        if (columns[i].required && drafts->at[i] < 0)
            return wb_fail_at(err, WB_E_DATA, -1, columns[i].name,
                              "the draft actions have no column '%s'", columns[i].name);
    }
done:
    return st;
}

/* ---- cells ---- */

/* A year reads as text from a column of numbers too. */
wb_status wb_draft_text(const wb_drafts *drafts, wb_draft_column column, int64_t row,
                        char **text, wb_error *err)
{
    char room[WB_NUMBER_CHARS];
    size_t length = 0;
    int64_t at = drafts->at[column];
    const char *bytes;

    *text = NULL;
    if (at < 0 || wb_frame_is_missing(drafts->frame, (size_t)at, row))
        return WB_OK;
    bytes = wb_cell_text(drafts->frame, (size_t)at, row, room, &length);
    if (memchr(bytes, '\0', length) != NULL)
        return wb_fail_at(err, WB_E_DATA, row, columns[column].name,
                          "%s holds a NUL character", columns[column].name);
    *text = wb_copy_text(bytes, length);
    return *text != NULL ? WB_OK : wb_fail_nomem(err);
}

/* What there must be. */
static wb_status require_text(const wb_drafts *drafts, wb_draft_column column,
                              int64_t row, char **text, wb_error *err)
{
    wb_status st = wb_draft_text(drafts, column, row, text, err);

    if (st == WB_OK && *text == NULL)
        return wb_fail_at(err, WB_E_DATA, row, columns[column].name,
                          "%s is missing, which every draft action has",
                          columns[column].name);
    return st;
}

double wb_draft_number(const wb_drafts *drafts, wb_draft_column column, int64_t row)
{
    int64_t at = drafts->at[column];

    return at >= 0 ? wb_frame_double(drafts->frame, (size_t)at, row) : NAN;
}

wb_status wb_draft_hidden(const wb_drafts *drafts, int64_t row, bool *hidden,
                          wb_error *err)
{
    static const wb_draft_column numbers[] = {WB_DRAFT_VALUE, WB_DRAFT_TARGET,
                                              WB_DRAFT_N};
    char *status = NULL;
    wb_status st;

    WB_TRY(require_text(drafts, WB_DRAFT_STATUS, row, &status, err));
    *hidden = strcmp(status, "hidden") == 0;
    if (!*hidden && strcmp(status, "ok") != 0)
        st = wb_fail_at(err, WB_E_DATA, row, "status",
                        "status is '%.40s', where ok or hidden is expected", status);
    for (size_t i = 0; *hidden && i < sizeof numbers / sizeof *numbers && st == WB_OK;
         i++) {
        const char *name = columns[numbers[i]].name;

        if (!isnan(wb_draft_number(drafts, numbers[i], row)))
            st = wb_fail_at(err, WB_E_DATA, row, name,
                            "a hidden row holds a number in %s", name);
    }
done:
    wb_release(status);
    return st;
}

/* ---- origin ---- */

/* "scan-" and the first 80 bits of a SHA-256: the same for ever. */
static wb_status make_id(wb_draft_origin *origin, wb_error *err)
{
    uint8_t digest[32];
    wb_text text = {0};
    wb_status st = wb_text_format(&text, err, "%s\n%s\n%s", origin->scan, origin->finding,
                                  origin->measure != NULL ? origin->measure : "");

    if (st == WB_OK) {
        wb_sha256(text.bytes, text.length, digest);
        memcpy(origin->id, "scan-", 5);
        wb_hex(digest, 10, origin->id + 5);
    }
    wb_text_free(&text);
    return st;
}

wb_status wb_draft_origin_read(const wb_drafts *drafts, int64_t row,
                               wb_draft_origin *origin, wb_error *err)
{
    wb_status st;

    WB_TRY(require_text(drafts, WB_DRAFT_SCAN, row, &origin->scan, err));
    WB_TRY(require_text(drafts, WB_DRAFT_FINDING, row, &origin->finding, err));
    WB_TRY(wb_draft_text(drafts, WB_DRAFT_MEASURE, row, &origin->measure, err));
    st = make_id(origin, err);
done:
    return st;
}

void wb_draft_origin_free(wb_draft_origin *origin)
{
    wb_release(origin->scan);
    wb_release(origin->finding);
    wb_release(origin->measure);
    *origin = (wb_draft_origin){0};
}
