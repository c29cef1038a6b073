/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What stands beside the figures of a page: what others published, and targets. */
#include "base/text.h"
#include "monitor/explore.h"

#include <math.h>
#include <string.h>

static double number_of(const wb_frame *frame, const char *column, int64_t row)
{
    return wb_frame_double(frame, (size_t)wb_frame_find(frame, column), row);
}

static wb_status put_text(const wb_frame *frame, const char *column, int64_t row,
                          const char *key, wb_text *out, wb_error *err)
{
    wb_status st = WB_OK;
    size_t length;
    size_t at = (size_t)wb_frame_find(frame, column);

    if (wb_frame_is_missing(frame, at, row))
        return WB_OK;
    char room[WB_NUMBER_CHARS];
    const char *text = wb_cell_text(frame, at, row, room, &length);
    WB_TRY(wb_text_format(out, err, ",\"%s\":", key));
    WB_TRY(wb_json_quote(out, text, length, err));
done:
    return st;
}

/* A stated number with as many decimals as it was printed with, at most two. */
static wb_status put_stated(double value, double rounding, bool share, wb_text *out,
                            wb_error *err)
{
    char text[WB_NUMBER_CHARS];
    double unit = 2 * rounding * (share ? 100 : 1);
    int decimals = !(unit < 0.9) ? 0 : unit < 0.09 ? 2 : 1;

    wb_format_fixed(text, value * (share ? 100 : 1), decimals);
    return wb_text_format(out, err, ",\"value\":%s,\"decimals\":%d", text, decimals);
}

/* ---- what was published ---- */

static wb_status put_published(const wb_explored_rows *rows, int64_t row, size_t group,
                               size_t measure, bool first, wb_text *out, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_frame *frame = rows->frame;

    WB_TRY(wb_text_format(
        out, err, "%s{\"wave\":%d,\"group\":%zu,\"measure\":%zu", first ? "" : ",",
        (int)wb_explored_code(frame, &rows->wave, row), group, measure));
    WB_TRY(put_stated(number_of(frame, "published", row),
                      number_of(frame, "published_rounding", row),
                      wb_explored_is_share(rows->x, measure), out, err));
    WB_TRY(put_text(frame, "published_status", row, "status", out, err));
    WB_TRY(put_text(frame, "published_source", row, "source", out, err));
    WB_TRY(put_text(frame, "published_note", row, "note", out, err));
    WB_TRY(wb_text_add(out, "}", err));
done:
    return st;
}

/* Figures of groups or categories taken together have no place in the page. */
static wb_status put_all_published(wb_explored *x, wb_text *out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *frame = NULL;
    wb_explored_rows rows = {.x = x};
    bool first = true;

    WB_TRY(wb_monitor_results_table(x->results, "published", NULL, &frame, err));
    WB_TRY(wb_explored_rows_open(x, frame, &rows, err));
    WB_TRY(wb_text_add(out, ",\"published\":[", err));
    for (int64_t row = 0; row < wb_frame_row_count(frame); row++) {
        size_t group = wb_explored_group(&rows, row);
        size_t measure = wb_explored_measure(&rows, row);
        if (group == WB_NOWHERE || measure == WB_NOWHERE ||
            wb_explored_code(frame, &rows.wave, row) < 0 ||
            isnan(number_of(frame, "published", row)))
            continue;
        WB_TRY(put_published(&rows, row, group, measure, first, out, err));
        first = false;
    }
    WB_TRY(wb_text_add(out, "]", err));
done:
    wb_explored_rows_close(&rows);
    wb_frame_free(frame);
    return st;
}

/* ---- targets ---- */

static wb_status put_target(const wb_explored_rows *rows, int64_t row, size_t measure,
                            bool first, wb_text *out, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_frame *frame = rows->frame;
    bool share = wb_explored_is_share(rows->x, measure);

    WB_TRY(wb_text_format(out, err, "%s{\"measure\":%zu", first ? "" : ",", measure));
    WB_TRY(put_stated(number_of(frame, "target", row), 0.05 / (share ? 100 : 1), share,
                      out, err));
    WB_TRY(put_text(frame, "date", row, "date", out, err));
    WB_TRY(put_text(frame, "goal", row, "goal", out, err));
    WB_TRY(put_text(frame, "source", row, "source", out, err));
    WB_TRY(wb_text_add(out, "}", err));
done:
    return st;
}

/* Targets are the same in every wave and group: those of everyone in one wave. */
static wb_status put_targets(wb_explored *x, wb_text *out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *frame = NULL;
    wb_explored_rows rows = {.x = x};
    int32_t wave = -1;
    bool first = true;

    WB_TRY(wb_monitor_results_table(x->results, "targets", NULL, &frame, err));
    WB_TRY(wb_explored_rows_open(x, frame, &rows, err));
    WB_TRY(wb_text_add(out, ",\"targets\":[", err));
    for (int64_t row = 0; row < wb_frame_row_count(frame); row++) {
        int32_t of = wb_explored_code(frame, &rows.wave, row);
        size_t measure = wb_explored_measure(&rows, row);
        wave = wave < 0 ? of : wave;
        if (of != wave || measure == WB_NOWHERE || wb_explored_group(&rows, row) != 0)
            continue;
        WB_TRY(put_target(&rows, row, measure, first, out, err));
        first = false;
    }
    WB_TRY(wb_text_add(out, "]", err));
done:
    wb_explored_rows_close(&rows);
    wb_frame_free(frame);
    return st;
}

wb_status wb_explore_beside(wb_explored *x, wb_text *out, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(put_all_published(x, out, err));
    WB_TRY(put_targets(x, out, err));
done:
    return st;
}
