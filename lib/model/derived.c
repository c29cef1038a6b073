/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The frame that a tally sees: its design, and columns that were worked out of rows. */
#include "model/derived.h"

#include <string.h>

void wb_total_name(size_t i, char name[WB_TOTAL_NAME])
{
    char number[WB_NUMBER_CHARS];
    size_t n = wb_format_int64(number, (int64_t)i + 1);

    memcpy(name, "(model ", 7);
    memcpy(name + 7, number, n);
    memcpy(name + 7 + n, ")", 2);
}

/* The columns of a frame that the design takes; one that is not there is the tally's to
 * miss. */
static wb_status share_design(const wb_model *model, const wb_frame *frame,
                              wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *names = NULL;
    wb_frame *made = NULL;
    char name[WB_COLUMN_NAME + 1];
    size_t length;

    WB_TRY(wb_spec_columns(model->design, &names, err));
    WB_TRY(wb_frame_new(wb_frame_row_count(frame), &made, err));
    for (int64_t i = 0; i < wb_frame_row_count(names); i++) {
        const char *text = wb_frame_text(names, 0, i, &length);
        memcpy(name, text, length);
        name[length] = 0;
        int64_t column = wb_frame_find(frame, name);
        if (column >= 0)
            WB_TRY(wb_frame_share_column(made, NULL, frame, (size_t)column, err));
    }
    *out = made;
    made = NULL;
done:
    wb_frame_free(names);
    wb_frame_free(made);
    return st;
}

static wb_status add_values(wb_frame *frame, const char *name, double **values,
                            wb_error *err)
{
    wb_column column = WB_COLUMN_INIT;
    wb_status st;

    column.type = WB_TYPE_FLOAT64;
    column.values = *values;
    column.release = wb_release;
    column.user = *values;
    st = wb_frame_add_trusted(frame, name, &column, err);
    if (st == WB_OK)
        *values = NULL; /* the frame's now */
    return st;
}

static wb_status add_totals(const wb_frame *rows, size_t n, wb_totals_fn fill, void *user,
                            wb_frame *made, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n_rows = (size_t)wb_frame_row_count(rows);
    double **lanes = wb_allocate(n, sizeof *lanes);
    char name[WB_TOTAL_NAME];

    if (lanes == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        lanes[i] = wb_resize(NULL, n_rows, sizeof **lanes);
        if (lanes[i] == NULL) {
            st = wb_fail_nomem(err);
            goto done;
        }
    }
    WB_TRY(fill(user, rows, lanes, err));
    for (size_t i = 0; i < n; i++) {
        wb_total_name(i, name);
        WB_TRY(add_values(made, name, &lanes[i], err));
    }
done:
    for (size_t i = 0; i < n; i++)
        wb_release(lanes[i]);
    wb_release(lanes);
    return st;
}

wb_status wb_derive_totals(const wb_model *model, const wb_frame *frame, size_t n,
                           wb_totals_fn fill, void *user, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *view = NULL;
    wb_frame *made = NULL;

    WB_TRY(wb_frame_apply_ranges(frame, &view, err));
    const wb_frame *rows = view != NULL ? view : frame;
    WB_TRY(share_design(model, rows, &made, err));
    WB_TRY(add_totals(rows, n, fill, user, made, err));
    if (wb_frame_is_synthetic(frame)) /* what is made of them says so */
        WB_TRY(wb_frame_set_metadata(made, WB_SYNTHETIC, err));
    *out = made;
    made = NULL;
done:
    wb_frame_free(view);
    wb_frame_free(made);
    return st;
}
