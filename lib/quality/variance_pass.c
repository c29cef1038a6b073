/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The second pass: every row becomes what it moves the figures of its cell by, and the
 * survey room estimates the total of that, which is 0, and its standard error. With
 * replicate weights the figures are made anew of each, and that pass gives the degrees of
 * freedom alone. */
#include "quality/measuring.h"

#include "design/replicates.h"
#include "survey/spec.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Names that no design has. */
#define CELL "(cell)"
enum { NAME_CHARS = 32, CHUNK_ROWS = 4 * WB_BLOCK_ROWS };

static void name_column(size_t column, char name[NAME_CHARS])
{
    (void)snprintf(name, NAME_CHARS, "(z %zu)", column);
}

typedef struct wb_moved {
    wb_measuring *at;
    wb_breakdown_measures *breakdown;
    wb_source *source;
    wb_names keep; /* columns of the design */
    wb_influence_room room;
    double *z;       /* of a row */
    wb_frame *frame; /* of the source, under way */
    int64_t first;   /* its next row */
    int64_t row0;
} wb_moved;

/* ---- a frame of a chunk of rows ---- */

static void add_squares(const wb_measuring *at, wb_measure *measure, size_t scale,
                        double weight, const double *z)
{
    size_t n = wb_figure_count(at->plans[scale].k, at->pairs);

    for (size_t f = 0; f < n; f++)
        measure->squares[f] += isnan(z[f]) ? 0 : weight * z[f] * z[f];
}

/* One scale in a block of rows, from row `first` of the source's frame; `to` is the first
 * value of the chunk's first column for it. */
static wb_status move_scale(wb_moved *from, size_t scale, int64_t first, int32_t n,
                            size_t stride, double *to, wb_error *err)
{
    wb_status st = WB_OK;
    wb_measuring *at = from->at;
    size_t n_figures = wb_figure_count(at->plans[scale].k, at->pairs);

    WB_TRY(wb_answers_load(&at->answers, at->plans[scale].scale, from->frame, first, n,
                           from->row0, err));
    for (int32_t r = 0; r < n; r++) {
        int32_t cell = from->breakdown->groups.cells[r];
        bool counts = cell >= 0 && at->weights[r] > 0;
        if (counts) {
            wb_measure *measure = wb_measure_of(at, from->breakdown, cell, scale);
            wb_influence_row(measure->influence, &at->answers, r, &from->room, from->z);
            add_squares(at, measure, scale, at->weights[r], from->z);
        }
        for (size_t f = 0; f < n_figures; f++)
            to[f * stride + (size_t)r] = counts ? from->z[f] : NAN;
    }
done:
    return st;
}

static wb_status move_block(wb_moved *from, int64_t first, int32_t n, size_t stride,
                            int32_t *cells, double *to, wb_error *err)
{
    wb_status st = WB_OK;
    wb_measuring *at = from->at;
    wb_membership *groups = &from->breakdown->groups;
    int32_t n_cells = groups->n_cells;

    WB_TRY(wb_measuring_weights(at, from->frame, first, n, from->row0, err));
    WB_TRY(wb_membership_find(groups, from->frame, first, n, err));
    if (groups->n_cells != n_cells) {
        groups->n_cells = n_cells;
        st =
            wb_fail(err, WB_E_CONFLICT, "the source gave other rows when it was rewound");
        goto done;
    }
    memcpy(cells, groups->cells, (size_t)n * sizeof *cells);
    for (size_t s = 0; s < at->scales->n_scales; s++)
        WB_TRY(move_scale(from, s, first, n, stride, to + at->columns[s] * stride, err));
done:
    return st;
}

static wb_status add_column(wb_frame *frame, const char *name, wb_column column,
                            wb_error *err)
{
    column.struct_size = sizeof column;
    column.flags |= WB_COLUMN_COPY;
    return wb_frame_add_trusted(frame, name, &column, err);
}

static wb_status add_columns(const wb_moved *from, wb_frame *frame, const int32_t *cells,
                             const double *z, size_t n, wb_error *err)
{
    wb_status st = WB_OK;
    wb_column of_cells = {.type = WB_TYPE_INT32,
                          .flags = WB_COLUMN_SENTINEL,
                          .sentinel = -1,
                          .values = cells};
    size_t n_columns = from->at->columns[from->at->scales->n_scales];
    char name[NAME_CHARS];

    WB_TRY(add_column(frame, CELL, of_cells, err));
    for (size_t c = 0; c < n_columns && st == WB_OK; c++) {
        wb_column column = {.type = WB_TYPE_FLOAT64, .values = z + c * n};
        name_column(c, name);
        st = add_column(frame, name, column, err);
    }
done:
    return st;
}

/* The columns of the design for n rows; without any, rows alone. */
static wb_status cut(const wb_moved *from, size_t n, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *rows = NULL;

    if (from->keep.count == 0)
        return wb_frame_new((int64_t)n, out, err);
    WB_TRY(wb_frame_slice(from->frame, from->first, (int64_t)n, &rows, err));
    WB_TRY(wb_frame_select(rows, (const char *const *)from->keep.items, from->keep.count,
                           out, err));
done:
    wb_frame_free(rows);
    return st;
}

static wb_status move_chunk(wb_moved *from, size_t n, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n_columns = from->at->columns[from->at->scales->n_scales];
    double *z = wb_resize(NULL, n_columns * n, sizeof *z);
    int32_t *cells = wb_resize(NULL, n, sizeof *cells);
    wb_frame *made = NULL;

    if (z == NULL || cells == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    for (size_t r = 0; r < n; r += WB_BLOCK_ROWS) {
        int32_t part = n - r < WB_BLOCK_ROWS ? (int32_t)(n - r) : WB_BLOCK_ROWS;
        WB_TRY(
            move_block(from, from->first + (int64_t)r, part, n, cells + r, z + r, err));
    }
    WB_TRY(cut(from, n, &made, err));
    WB_TRY(add_columns(from, made, cells, z, n, err));
    *out = made;
    made = NULL;
done:
    wb_release(z);
    wb_release(cells);
    wb_frame_free(made);
    return st;
}

/* ---- a source of them ---- */

/* A frame of the source with rows that were not moved yet; NULL at the end. */
static wb_status next_frame(wb_moved *from, wb_error *err)
{
    wb_status st = WB_OK;

    while (from->frame == NULL || from->first == wb_frame_row_count(from->frame)) {
        from->row0 += from->first;
        from->first = 0;
        wb_frame_free(from->frame);
        from->frame = NULL;
        WB_TRY(wb_measuring_next(from->source, &from->frame, err));
        if (from->frame == NULL)
            return WB_OK;
    }
done:
    return st;
}

static wb_status next_moved(void *user, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_moved *from = user;

    *out = NULL;
    WB_TRY(next_frame(from, err));
    if (from->frame == NULL)
        return WB_OK;
    int64_t left = wb_frame_row_count(from->frame) - from->first;
    int64_t n = left < CHUNK_ROWS ? left : CHUNK_ROWS;
    WB_TRY(move_chunk(from, (size_t)n, out, err));
    from->first += n;
done:
    return st;
}

static void clear_moved(wb_moved *from)
{
    wb_names_free(&from->keep);
    wb_influence_room_free(&from->room);
    wb_release(from->z);
    wb_frame_free(from->frame);
}

static wb_status keep_design(wb_moved *from, wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *columns = NULL;

    WB_TRY(wb_spec_columns(from->at->design, &columns, err));
    for (int64_t i = 0; i < wb_frame_row_count(columns) && st == WB_OK; i++) {
        size_t length;
        const char *text = wb_frame_text(columns, 0, i, &length);
        char *name = wb_copy_text(text, length);
        st = name != NULL ? wb_names_add(&from->keep, name, err) : wb_fail_nomem(err);
        wb_release(name);
    }
done:
    wb_frame_free(columns);
    return st;
}

static wb_status start_moved(wb_moved *from, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_measuring *at = from->at;
    size_t most = 0;

    for (size_t s = 0; s < at->scales->n_scales; s++)
        most = at->plans[s].k > most ? at->plans[s].k : most;
    WB_TRY(wb_influence_room_init(&from->room, most, err));
    from->z = wb_resize(NULL, wb_figure_count(most, at->pairs), sizeof *from->z);
    if (from->z == NULL)
        return wb_fail_nomem(err);
    WB_TRY(keep_design(from, err));
done:
    return st;
}

/* ---- what the survey room says ---- */

static wb_status specify(const wb_measuring *at, wb_spec **out, wb_error *err)
{
    wb_status st = WB_OK;
    static const char *const cell[] = {CELL};
    wb_spec *spec = NULL;
    char name[NAME_CHARS];

    WB_TRY(wb_spec_copy_design(at->spec, &spec, err));
    WB_TRY(wb_spec_set_units(spec, at->spec->units, err));
    WB_TRY(wb_spec_add_breakdown(spec, cell, 1, err));
    for (size_t c = 0; c < at->columns[at->scales->n_scales] && st == WB_OK; c++) {
        name_column(c, name);
        st = wb_spec_add_estimand(spec, WB_STATISTIC_TOTAL, name, err);
    }
    if (st == WB_OK) {
        *out = spec;
        spec = NULL;
    }
done:
    wb_spec_free(spec);
    return st;
}

/* A word of the estimates frame as a status of a figure. */
static wb_figure_status status_of(const wb_frame *estimates, size_t column, int64_t row)
{
    static const struct {
        const char *word;
        wb_figure_status status;
    } words[] = {{"ok", WB_FIGURE_OK},
                 {"constant", WB_FIGURE_OK},
                 {"extreme", WB_FIGURE_OK},
                 {"no_df", WB_FIGURE_NO_DF},
                 {"empty", WB_FIGURE_EMPTY}};
    size_t length;
    const char *text = wb_frame_text(estimates, column, row, &length);

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strlen(words[i].word) == length && memcmp(words[i].word, text, length) == 0)
            return words[i].status;
    }
    return WB_FIGURE_NO_VARIANCE;
}

static void take_estimates(const wb_measuring *at, const wb_breakdown_measures *breakdown,
                           const wb_frame *estimates)
{
    size_t se = (size_t)wb_frame_find(estimates, "se");
    size_t df = (size_t)wb_frame_find(estimates, "df");
    size_t status = (size_t)wb_frame_find(estimates, "status");
    size_t n_columns = at->columns[at->scales->n_scales];

    for (int64_t row = 0; row < wb_frame_row_count(estimates); row++) {
        int32_t cell = (int32_t)wb_frame_int64(estimates, 0, row);
        size_t column = (size_t)row % n_columns, scale = 0;
        while (at->columns[scale + 1] <= column)
            scale++;
        wb_measure *measure = wb_measure_of(at, breakdown, cell, scale);
        size_t f = column - at->columns[scale];
        measure->se[f] = wb_frame_double(estimates, se, row);
        measure->df[f] = wb_frame_double(estimates, df, row);
        measure->status[f] = (uint8_t)status_of(estimates, status, row);
    }
}

static wb_status second_of(wb_measuring *at, wb_breakdown_measures *breakdown,
                           wb_source *source, const wb_estimate_options *estimating,
                           wb_error *err)
{
    wb_status st = WB_OK;
    wb_moved from = {.at = at, .breakdown = breakdown, .source = source};
    wb_source *moved = NULL;
    wb_spec *spec = NULL;
    wb_frame *estimates = NULL;

    WB_TRY(start_moved(&from, err));
    WB_TRY(specify(at, &spec, err));
    WB_TRY(wb_source_new(next_moved, NULL, NULL, &from, &moved, err));
    WB_TRY(wb_estimate_source(spec, moved, estimating, at->run, &estimates, err));
    take_estimates(at, breakdown, estimates);
done:
    wb_frame_free(estimates);
    wb_source_free(moved);
    wb_spec_free(spec);
    clear_moved(&from);
    return st;
}

/* ---- replicate weights ---- */

static wb_status read_replication(const wb_spec *spec, wb_replication *out, wb_error *err)
{
    const wb_replicate_weights *given = &spec->replicates;
    wb_replication_options options = {
        given->options.type,     (int32_t)given->columns.count,
        given->options.mse != 0, given->options.scale,
        given->options.rho,      given->rscales};

    return wb_replication_init(out, &options, err);
}

/* The figures of each replicate, and the standard error that they give. */
static wb_status replicate(const wb_measuring *at, size_t scale,
                           const wb_replication *replication, wb_figure_desk *desk,
                           wb_measure *measure, wb_error *err)
{
    const wb_moment_plan *plan = &at->plans[scale];
    size_t n = (size_t)replication->n;
    wb_figure *figures = wb_allocate(desk->n, sizeof *figures);
    double *values = wb_allocate(desk->n * n, sizeof *values);

    if (figures == NULL || values == NULL) {
        wb_release(figures);
        wb_release(values);
        return wb_fail_nomem(err);
    }
    for (size_t i = 0; i < n; i++) {
        wb_figures_make(desk, measure->sums + (i + 1) * plan->n_sums, measure->counts,
                        figures);
        for (size_t f = 0; f < desk->n; f++)
            values[f * n + i] = figures[f].value;
    }
    for (size_t f = 0; f < desk->n; f++)
        measure->se[f] = sqrt(wb_replication_variance(replication, values + f * n,
                                                      measure->figures[f].value, NULL));
    wb_release(figures);
    wb_release(values);
    return WB_OK;
}

static wb_status replicate_all(wb_measuring *at, wb_error *err)
{
    wb_status st = WB_OK;
    wb_replication replication = {0};
    wb_figure_desk desk = {0};

    WB_TRY(read_replication(at->spec, &replication, err));
    for (size_t s = 0; s < at->scales->n_scales; s++) {
        wb_figure_desk_free(&desk);
        WB_TRY(wb_figure_desk_init(&desk, &at->plans[s], at->pairs, err));
        for (size_t b = 0; b < at->n_breakdowns; b++) {
            int32_t n_cells = at->breakdowns[b].groups.n_cells;
            for (int32_t cell = 0; cell < n_cells; cell++)
                WB_TRY(replicate(at, s, &replication, &desk,
                                 wb_measure_of(at, &at->breakdowns[b], cell, s), err));
        }
    }
done:
    wb_figure_desk_free(&desk);
    wb_replication_free(&replication);
    return st;
}

/* Nothing is known of a variance until it is. */
static void forget(wb_measuring *at)
{
    for (size_t b = 0; b < at->n_breakdowns; b++) {
        for (size_t i = 0; i < at->breakdowns[b].n_measures; i++) {
            wb_measure *measure = &at->breakdowns[b].measures[i];
            size_t n = measure->influence->n;
            for (size_t f = 0; f < n; f++) {
                measure->se[f] = NAN;
                measure->df[f] = NAN;
                measure->status[f] = WB_FIGURE_EMPTY;
            }
        }
    }
}

wb_status wb_measuring_second(wb_measuring *at, wb_source *source,
                              const wb_estimate_options *estimating, wb_error *err)
{
    wb_status st = WB_OK;

    forget(at);
    for (size_t b = 0; b < at->n_breakdowns; b++) {
        if (b > 0)
            WB_TRY(wb_source_rewind(source, err));
        WB_TRY(second_of(at, &at->breakdowns[b], source, estimating, err));
    }
    if (at->n_weights > 1)
        WB_TRY(replicate_all(at, err));
done:
    return st;
}
