/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "base/json.h"
#include "frame/fill.h"
#include "quality/moves.h"
#include "survey/series.h"

#include <math.h>

static const wb_fill_column columns[] = {
    {"indicator", WB_TYPE_DICTIONARY},
    {"level", WB_TYPE_DICTIONARY},
    {"comparison", WB_TYPE_DICTIONARY},
    {"step", WB_TYPE_INT32},
    {"cut", WB_TYPE_FLOAT64},
    {"cut_exact", WB_TYPE_UTF8},
    {"crossed", WB_TYPE_BOOL},
    {"measure", WB_TYPE_DICTIONARY},
    {"estimate", WB_TYPE_FLOAT64},
    {"se", WB_TYPE_FLOAT64},
    {"lower", WB_TYPE_FLOAT64},
    {"upper", WB_TYPE_FLOAT64},
    {"change", WB_TYPE_FLOAT64},
    {"change_se", WB_TYPE_FLOAT64},
    {"change_lower", WB_TYPE_FLOAT64},
    {"change_upper", WB_TYPE_FLOAT64},
    {"df", WB_TYPE_FLOAT64},
    {"n", WB_TYPE_INT64},
    {"status", WB_TYPE_DICTIONARY},
    {NULL, WB_TYPE_NULL},
};

/* The frame being made of the estimates, cell by cell. */
typedef struct result {
    const wb_moves *moves;
    const wb_names *variables;
    const wb_frame *estimates;
    size_t n_by; /* breakdown columns come first */
    wb_fill fill;
} result;

static wb_status begin(result *to, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_builder_new(&to->fill.builder, err));
    for (size_t j = 0; j < to->n_by; j++) {
        WB_TRY(wb_series_add_like(to->fill.builder,
                                  wb_frame_column_name(to->estimates, j), to->estimates,
                                  j, err));
        to->fill.n_columns++;
    }
    WB_TRY(wb_fill_columns(&to->fill, columns, err));
done:
    return st;
}

static wb_status fill_cell(result *to, int64_t row, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t j = 0; j < to->n_by; j++)
        WB_TRY(wb_series_copy(to->fill.builder, j, to->estimates, j, row, err));
    to->fill.next = to->n_by;
done:
    return st;
}

static wb_status fill_move(result *to, const wb_moved_measure *measure, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_move *move = &to->moves->moves[measure->move];
    char exact[WB_NUMBER_CHARS];
    wb_fill *fill = &to->fill;

    WB_TRY(
        wb_fill_text(fill, to->moves->instrument->indicators[move->indicator].id, err));
    WB_TRY(wb_fill_text(fill, move->level == WB_PROBLEM ? "problem" : "acute", err));
    WB_TRY(wb_fill_text(fill, wb_comparison_names[move->cutoff->comparison], err));
    WB_TRY(wb_fill_int64(fill, move->step, err));
    wb_moves_write(move->value, exact);
    WB_TRY(wb_fill_double(
        fill, move->off_lattice ? (double)NAN : wb_ratio_double(move->value), err));
    WB_TRY(wb_fill_text(fill, move->off_lattice ? NULL : exact, err));
    WB_TRY(wb_fill_int64(fill, move->crossed, err));
    WB_TRY(wb_fill_text(fill, measure->base, err));
done:
    return st;
}

/* Estimate, se and bounds of a variable in the cell whose first row is `first`; missing
 * when there is none of that name. Its row, or -1. */
static int64_t find_row(const result *to, const char *name, int64_t first)
{
    size_t at = wb_names_find(to->variables, name);

    return name[0] == '\0' || at == to->variables->count ? -1 : first + (int64_t)at;
}

static wb_status fill_numbers(result *to, int64_t row, wb_error *err)
{
    static const char *const names[] = {"estimate", "se", "lower", "upper"};
    wb_status st = WB_OK;

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t column = (size_t)wb_frame_find(to->estimates, names[i]);
        WB_TRY(wb_fill_double(
            &to->fill,
            row < 0 ? (double)NAN : wb_frame_double(to->estimates, column, row), err));
    }
done:
    return st;
}

static wb_status fill_rest(result *to, int64_t row, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_frame *from = to->estimates;
    size_t length = 0;

    if (row < 0) {
        WB_TRY(wb_fill_missing(&to->fill, err));
        WB_TRY(wb_fill_missing(&to->fill, err));
        return wb_fill_text(&to->fill, "off_lattice", err);
    }
    const char *status =
        wb_frame_text(from, (size_t)wb_frame_find(from, "status"), row, &length);
    WB_TRY(wb_fill_double(
        &to->fill, wb_frame_double(from, (size_t)wb_frame_find(from, "df"), row), err));
    WB_TRY(wb_fill_int64(
        &to->fill, wb_frame_int64(from, (size_t)wb_frame_find(from, "n"), row), err));
    WB_TRY(wb_fill_bytes(&to->fill, status, length, err));
done:
    return st;
}

static wb_status fill_measure(result *to, const wb_moved_measure *measure, int64_t first,
                              wb_error *err)
{
    wb_status st = WB_OK;
    int64_t row = find_row(to, measure->moved, first);

    WB_TRY(fill_cell(to, first, err));
    WB_TRY(fill_move(to, measure, err));
    WB_TRY(fill_numbers(to, row, err));
    WB_TRY(fill_numbers(to, find_row(to, measure->change, first), err));
    WB_TRY(fill_rest(to, row, err));
done:
    return st;
}

/* ---- what it says of itself ---- */

static wb_status describe(const result *from, wb_frame *frame, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_instrument *instrument = from->moves->instrument;
    json_t *source = NULL;
    json_t *root;

    WB_TRY(wb_frame_origin(from->estimates, &source, err));
    root = json_pack(
        "{s:s, s:s, s:{s:s, s:s, s:s, s:b, s:O*}, s:o*}", "kind", "cutoff_moves",
        "library", wb_version(), "instrument", "id", instrument->id, "version",
        instrument->version, "hash", instrument->hash, "verified",
        (int)wb_instrument_verified(instrument), "note",
        json_object_get(instrument->document.root, "note"), "source", source);
    st = wb_frame_describe(frame, root, err);
    json_decref(root);
done:
    return st;
}

wb_status wb_moves_frame(const wb_moves *moves, const wb_names *variables,
                         const wb_frame *estimates, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    result to = {.moves = moves, .variables = variables, .estimates = estimates};
    wb_frame *frame = NULL;

    to.n_by = (size_t)wb_frame_find(estimates, "statistic");
    WB_TRY(begin(&to, err));
    for (int64_t first = 0; first < wb_frame_row_count(estimates);
         first += (int64_t)variables->count) {
        for (size_t i = 0; i < moves->n_measures; i++)
            WB_TRY(fill_measure(&to, &moves->measures[i], first, err));
    }
    WB_TRY(wb_fill_finish(&to.fill, &frame, err));
    WB_TRY(describe(&to, frame, err));
    *out = frame;
    frame = NULL;
done:
    wb_fill_close(&to.fill);
    wb_frame_free(frame);
    return st;
}
