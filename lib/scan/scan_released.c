/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The rows that may be shown, out of disclosure control, in the file and back. They stand
 * place by place, in each the measures in their order.
 *
 * How many people answered is not counted apart: it is the most that any shown row of the
 * place has, of what is asked of everybody. So it is made of released counts, and no
 * count of it must be protected beside those of the measures, all of which it is nearly
 * equal to. */
#include "scan/scan.h"

#include "scan/lookup.h"
#include "score/ids.h"

#include <string.h>

const char *const wb_shown_names[] = {"ok", "no_acute", "hidden", NULL};

/* ---- out of disclosure control ---- */

/* A frame of cells and measures in any order, and what finds their places. */
typedef struct arranging {
    const wb_frame *frame;
    size_t cell, measure, status, n, problem, acute;
    int64_t release;
    wb_ids cells;
    wb_ids columns;
    size_t n_columns;
    int64_t *rows; /* [place * n_columns + column]: a row of the frame, or WB_NOWHERE */
} arranging;

static wb_status arrange_names(arranging *a, const wb_places *layout,
                               const wb_measures *measures, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < layout->n_places; i++)
        WB_TRY(wb_ids_add(&a->cells, layout->places[i].path, WB_ID_ITEM, i, err));
    for (size_t c = 0; c < a->n_columns; c++)
        WB_TRY(wb_ids_add(&a->columns, measures->items[c].id, WB_ID_ITEM, c, err));
done:
    return st;
}

static wb_id find_text(const wb_ids *ids, const wb_frame *frame, size_t column,
                       int64_t row)
{
    char name[WB_MAX_PATH + 1];
    size_t length;
    const char *text = wb_frame_text(frame, column, row, &length);

    if (text == NULL || length > WB_MAX_PATH)
        return (wb_id){0}; /* not reached: cells and ledgers have no longer names */
    memcpy(name, text, length);
    name[length] = '\0';
    return wb_ids_find(ids, name);
}

static void arrange_rows(arranging *a, size_t n_places)
{
    for (size_t i = 0; i < n_places * a->n_columns; i++)
        a->rows[i] = WB_NOWHERE;
    for (int64_t row = 0; row < wb_frame_row_count(a->frame); row++) {
        wb_id cell = find_text(&a->cells, a->frame, a->cell, row);
        wb_id column = find_text(&a->columns, a->frame, a->measure, row);

        if (cell.kind != WB_ID_NONE && column.kind != WB_ID_NONE)
            a->rows[cell.index * a->n_columns + column.index] = row;
    }
}

static wb_status arrange(arranging *a, const wb_frame *frame, const wb_places *layout,
                         const wb_measures *measures, wb_error *err)
{
    wb_status st = WB_OK;

    a->frame = frame;
    a->n_columns = measures->n;
    a->cell = (size_t)wb_frame_find(frame, "cell");
    a->measure = (size_t)wb_frame_find(frame, "measure");
    a->status = (size_t)wb_frame_find(frame, "status");
    a->n = (size_t)wb_frame_find(frame, "n");
    a->problem = (size_t)wb_frame_find(frame, "problem");
    a->acute = (size_t)wb_frame_find(frame, "acute");
    a->release = wb_frame_find(frame, "release");
    a->rows = wb_allocate(layout->n_places * a->n_columns, sizeof *a->rows);
    if (a->rows == NULL)
        return wb_fail_nomem(err);
    WB_TRY(arrange_names(a, layout, measures, err));
    arrange_rows(a, layout->n_places);
done:
    return st;
}

static void end_arranging(arranging *a)
{
    wb_release(a->rows);
    wb_ids_free(&a->cells);
    wb_ids_free(&a->columns);
}

/* ---- into the file ---- */

static wb_status put_number(json_t *object, const char *key, const wb_frame *frame,
                            size_t column, int64_t row, wb_error *err)
{
    if (wb_frame_is_missing(frame, column, row))
        return WB_OK;
    return wb_json_put(object, key, json_integer(wb_frame_int64(frame, column, row)),
                       err);
}

static wb_status put_row(json_t *list, const arranging *a, const char *cell,
                         const char *measure, int64_t row, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *object;
    size_t length;
    const char *status = wb_frame_text(a->frame, a->status, row, &length);

    WB_TRY(wb_json_push_object(list, &object, err));
    WB_TRY(wb_json_put(object, "cell", json_string(cell), err));
    WB_TRY(wb_json_put(object, "measure", json_string(measure), err));
    WB_TRY(wb_json_put(object, "status", json_stringn(status, length), err));
    WB_TRY(put_number(object, "n", a->frame, a->n, row, err));
    WB_TRY(put_number(object, "problem", a->frame, a->problem, row, err));
    WB_TRY(put_number(object, "acute", a->frame, a->acute, row, err));
done:
    return st;
}

wb_status wb_released_put(json_t *root, const wb_places *layout,
                          const wb_measures *measures, const wb_frame *released,
                          wb_error *err)
{
    wb_status st = WB_OK;
    arranging a = {0};
    json_t *list;

    WB_TRY(arrange(&a, released, layout, measures, err));
    WB_TRY(wb_json_put_array(root, "released", &list, err));
    for (size_t i = 0; i < layout->n_places; i++) {
        for (size_t c = 0; c < a.n_columns; c++)
            WB_TRY(put_row(list, &a, layout->places[i].path, measures->items[c].id,
                           a.rows[i * a.n_columns + c], err));
    }
done:
    end_arranging(&a);
    return st;
}

/* ---- back ---- */

static wb_status check_name(const wb_json_at *at, const char *key, const char *expected,
                            wb_error *err)
{
    const char *name = NULL;
    wb_json_at place = wb_json_member(at, key);
    wb_status st = wb_json_string(at, key, true, &name, err);

    if (st == WB_OK && strcmp(name, expected) != 0)
        return wb_json_fail(&place, WB_E_DATA, err, "'%.80s' stands where '%s' belongs",
                            name, expected);
    return st;
}

/* There exactly where it may be. */
static wb_status read_number(const wb_json_at *at, const char *key, bool wanted,
                             int64_t low, int64_t high, int64_t *out, wb_error *err)
{
    wb_json_at place = wb_json_member(at, key);

    *out = WB_NOWHERE;
    if (wanted)
        return wb_json_int(at, key, true, low, high, out, err);
    if (place.value != NULL)
        return wb_json_fail(&place, WB_E_DATA, err,
                            "there is a number here that is not to be shown");
    return WB_OK;
}

/* Unlike elsewhere keys of one's own are refused too: nothing stands beside what is
 * hidden.
 */
static wb_status check_keys(const wb_json_at *at, wb_error *err)
{
    static const char *const keys[] = {"cell",    "measure", "status", "n",
                                       "problem", "acute",   NULL};
    wb_status st = wb_json_check_keys(at, keys, err);
    const char *key;
    json_t *value;

    if (st != WB_OK)
        return st;
    json_object_foreach((json_t *)at->value, key, value)
    {
        if (strncmp(key, "x_", 2) == 0)
            return wb_json_fail(
                at, WB_E_DATA, err,
                "a released row has no keys of one's own, such as '%.60s'", key);
    }
    return WB_OK;
}

static wb_status read_row(const wb_scan *made, const wb_json_at *at, size_t place,
                          const wb_measure *measure, wb_released *row, wb_error *err)
{
    int32_t status = WB_CELL_HIDDEN;
    wb_status st = WB_OK;

    WB_TRY(check_keys(at, err));
    WB_TRY(check_name(at, "cell", made->layout.places[place].path, err));
    WB_TRY(check_name(at, "measure", measure->id, err));
    WB_TRY(wb_json_choice(at, "status", wb_shown_names, &status, err));
    row->shown = (wb_shown)status;
    WB_TRY(read_number(at, "n", status != WB_CELL_HIDDEN, made->organisation->min_n,
                       made->layout.places[place].most, &row->n, err));
    WB_TRY(read_number(at, "problem", status != WB_CELL_HIDDEN, 0, row->n, &row->problem,
                       err));
    WB_TRY(read_number(at, "acute", status == WB_CELL_OK && measure->acute, 0,
                       row->problem, &row->acute, err));
done:
    return st;
}

/* Who answered at all: at least as many as any row shows. Rows of what is not asked of
 * everybody are left out: where they alone are shown, they would pass for the response.
 */
static void find_response(wb_released *rows, const wb_measures *measures)
{
    for (size_t c = 1; c <= measures->n; c++) {
        if (rows[c].shown != WB_CELL_HIDDEN && !measures->items[c - 1].conditional &&
            rows[c].n > rows->n)
            *rows = (wb_released){WB_CELL_OK, rows[c].n, WB_NOWHERE, WB_NOWHERE};
    }
}

static wb_status read_rows(wb_scan *made, const wb_json_at *list, wb_error *err)
{
    size_t n = made->measures.n;
    wb_status st = WB_OK;

    for (size_t i = 0; i < made->layout.n_places; i++) {
        wb_released *rows = &made->released[i * (n + 1)];

        for (size_t m = 0; m < n; m++) {
            wb_json_at at = wb_json_element(list, i * n + m);

            WB_TRY(read_row(made, &at, i, &made->measures.items[m], &rows[m + 1], err));
        }
        find_response(rows, &made->measures);
    }
done:
    return st;
}

static wb_status make_room(wb_scan *made, wb_error *err)
{
    size_t n = made->layout.n_places * (made->measures.n + 1);

    made->released = wb_allocate(n, sizeof *made->released);
    if (made->released == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n; i++)
        made->released[i] =
            (wb_released){WB_CELL_HIDDEN, WB_NOWHERE, WB_NOWHERE, WB_NOWHERE};
    return WB_OK;
}

wb_status wb_released_read(wb_scan *made, const wb_json_at *root, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = made->layout.n_places * made->measures.n;
    size_t wanted = made->too_small ? 0 : n;
    size_t found;
    wb_json_at list;

    WB_TRY(wb_json_list(root, "released", false, n, &list, &found, err));
    if (found != wanted)
        return wb_json_fail(&list, WB_E_DATA, err,
                            "there are %zu released rows, where %zu belong", found,
                            wanted);
    WB_TRY(make_room(made, err));
    if (!made->too_small)
        WB_TRY(read_rows(made, &list, err));
done:
    return st;
}

/* ---- beside the ledger ---- */

static int64_t number_at(const wb_frame *frame, size_t column, int64_t row)
{
    return wb_frame_is_missing(frame, column, row) ? WB_NOWHERE
                                                   : wb_frame_int64(frame, column, row);
}

/* What was shown before may be in the ledger of a row that is hidden now, or whose acute
 * count is. */
static bool agrees(const wb_scan *scan, const arranging *a, int64_t row,
                   const wb_released *released)
{
    bool earlier = !wb_span_is(wb_span_at(a->frame, a->release, row), scan->release);

    if (earlier && released->shown == WB_CELL_HIDDEN)
        return true;
    return number_at(a->frame, a->n, row) == released->n &&
           number_at(a->frame, a->problem, row) == released->problem &&
           (number_at(a->frame, a->acute, row) == released->acute ||
            (earlier && released->acute == WB_NOWHERE));
}

static wb_status compare(const wb_scan *made, const arranging *a, const wb_json_at *root,
                         wb_error *err)
{
    wb_json_at list = wb_json_member(root, "ledger");

    for (size_t i = 0; i < made->layout.n_places * a->n_columns; i++) {
        size_t place = i / a->n_columns;
        size_t m = i % a->n_columns;

        if (a->rows[i] == WB_NOWHERE ||
            !agrees(made, a, a->rows[i], wb_scan_at(made, place, m + 1)))
            return wb_json_fail(
                &list, WB_E_DATA, err, "the ledger says otherwise of '%s' in '%s'",
                made->measures.items[m].id, made->layout.places[place].path);
    }
    return WB_OK;
}

wb_status wb_released_check_ledger(const wb_scan *made, const wb_json_at *root,
                                   wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *frame = NULL;
    arranging a = {0};

    WB_TRY(wb_ledger_frame(made->ledger, &frame, err));
    WB_TRY(arrange(&a, frame, &made->layout, &made->measures, err));
    WB_TRY(compare(made, &a, root, err));
done:
    end_arranging(&a);
    wb_frame_free(frame);
    return st;
}
