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

/* ---- rows of a part ---- */

/* A member of a list, when the row is one; `first`: none came before. */
typedef wb_status put_row(const wb_explored_rows *rows, int64_t row, bool *first,
                          wb_text *out, wb_error *err);

/* ,"part":[..] */
static wb_status put_rows(wb_explored *x, const char *part, put_row *put, wb_text *out,
                          wb_error *err)
{
    wb_status st = WB_OK;
    wb_explored_rows rows = {0};
    bool first = true;

    WB_TRY(wb_explored_part_open(x, part, &rows, err));
    WB_TRY(wb_text_format(out, err, ",\"%s\":[", part));
    for (int64_t row = 0; row < wb_frame_row_count(rows.frame); row++)
        WB_TRY(put(&rows, row, &first, out, err));
    WB_TRY(wb_text_add(out, "]", err));
done:
    wb_explored_rows_close(&rows);
    return st;
}

static wb_status open_row(bool *first, wb_text *out, wb_error *err)
{
    const char *text = *first ? "{" : ",{";

    *first = false;
    return wb_text_add(out, text, err);
}

/* What was published. Figures of groups or categories taken together have no place in the
 * page. */
static wb_status put_published(const wb_explored_rows *rows, int64_t row, bool *first,
                               wb_text *out, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_frame *frame = rows->frame;
    int32_t wave = wb_explored_code(frame, &rows->wave, row);
    size_t group = wb_explored_group(rows, row);
    size_t measure = wb_explored_measure(rows, row);
    double value = number_of(frame, "published", row);

    if (group == WB_NOWHERE || measure == WB_NOWHERE || wave < 0 || isnan(value))
        return WB_OK;
    WB_TRY(open_row(first, out, err));
    WB_TRY(wb_text_format(out, err, "\"wave\":%d,\"group\":%zu,\"measure\":%zu",
                          (int)wave, group, measure));
    WB_TRY(put_stated(value, number_of(frame, "published_rounding", row),
                      wb_explored_is_share(rows->x, measure), out, err));
    WB_TRY(put_text(frame, "published_status", row, "status", out, err));
    WB_TRY(put_text(frame, "published_source", row, "source", out, err));
    WB_TRY(put_text(frame, "published_note", row, "note", out, err));
    WB_TRY(wb_text_add(out, "}", err));
done:
    return st;
}

/* A target, which is the same in every wave and group: that of everyone in one wave. */
static wb_status put_target(const wb_explored_rows *rows, int64_t row, bool *first,
                            wb_text *out, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_frame *frame = rows->frame;
    size_t measure = wb_explored_measure(rows, row);

    if (wb_explored_code(frame, &rows->wave, row) !=
            wb_explored_code(frame, &rows->wave, 0) ||
        measure == WB_NOWHERE || wb_explored_group(rows, row) != 0)
        return WB_OK;
    bool share = wb_explored_is_share(rows->x, measure);
    WB_TRY(open_row(first, out, err));
    WB_TRY(wb_text_format(out, err, "\"measure\":%zu", measure));
    WB_TRY(put_stated(number_of(frame, "target", row), 0.05 / (share ? 100 : 1), share,
                      out, err));
    WB_TRY(put_text(frame, "date", row, "date", out, err));
    WB_TRY(put_text(frame, "goal", row, "goal", out, err));
    WB_TRY(put_text(frame, "source", row, "source", out, err));
    WB_TRY(wb_text_add(out, "}", err));
done:
    return st;
}

wb_status wb_explore_beside(wb_explored *x, wb_text *out, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(put_rows(x, "published", put_published, out, err));
    WB_TRY(put_rows(x, "targets", put_target, out, err));
done:
    return st;
}
