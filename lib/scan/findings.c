/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Cells beside what they are held against. */
#include "scan/findings.h"

#include "scan/origin.h"

#include <math.h>
#include <string.h>

typedef struct weighing {
    const wb_frame *frame; /* NULL: all 1 */
    int64_t weight;
    wb_row_index lookup; /* by theme */
} weighing;

typedef struct task {
    const wb_cells *cells;
    const wb_finding_how *how;
    wb_reference_frame reference; /* frame NULL: the rest of the organisation */
    weighing weights;
    wb_found *found; /* a cell each that is about a theme */
    size_t n_found;
} task;

/* ---- weights ---- */

static wb_status read_weights(weighing *w, const wb_frame *frame, wb_error *err)
{
    int64_t theme;
    const wb_wanted_column wanted[] = {{"theme", &theme, true, true},
                                       {"weight", &w->weight, false, true}};
    wb_status st;

    w->frame = frame;
    WB_TRY(wb_columns_find(frame, "the weights", wanted, 2, err));
    WB_TRY(wb_row_index_init(&w->lookup, frame, "the weights", theme, -1, err));
    for (int64_t row = 0; row < wb_frame_row_count(frame); row++) {
        double weight = wb_number_at(frame, w->weight, row);

        if (!(weight > 0 && isfinite(weight)))
            return wb_fail_at(err, WB_E_DATA, row, "weight",
                              "row %lld of the weights has no weight above 0",
                              (long long)row);
    }
done:
    return st;
}

static double weight_of(const weighing *w, const wb_cell *cell)
{
    int64_t row = w->frame == NULL
                      ? -1
                      : wb_row_index_find(&w->lookup, cell->theme, (wb_span){NULL, 0});

    return row >= 0 ? wb_number_at(w->frame, w->weight, row) : 1;
}

/* ---- what a cell is held against ---- */

/* The people of the organisation who are not in the cell. They are other people, so the
 * two shares vary apart. */
static wb_yardstick rest_of(const task *t, const wb_cell *cell, wb_found_status *status)
{
    wb_yardstick out = wb_yardstick_none();
    const wb_cell *whole = wb_cells_find(t->cells, cell->indicator, (wb_span){NULL, 0});
    int64_t n, problem;

    *status = WB_FOUND_NO_REFERENCE;
    if (cell->group.bytes == NULL || whole == NULL)
        return out;
    n = whole->n - cell->n;
    problem = whole->problem - cell->problem;
    if (whole->shown && n == 0)
        return out;
    *status = WB_FOUND_REFERENCE_HIDDEN;
    if (!whole->shown || n < t->how->min_n || problem < 0 || problem > n)
        return out;
    out.share = wb_share_of_counts(problem, n);
    *status = WB_FOUND_OK;
    return out;
}

static wb_yardstick yardstick_of(const task *t, const wb_cell *cell,
                                 wb_found_status *status)
{
    wb_yardstick out;

    if (t->reference.frame == NULL)
        return rest_of(t, cell, status);
    out = wb_reference_of(&t->reference, t->cells, cell);
    *status = isnan(out.share.p) ? WB_FOUND_NO_REFERENCE : WB_FOUND_OK;
    return out;
}

static wb_found find(const task *t, const wb_cell *cell)
{
    wb_found f = {.cell = cell,
                  .status = WB_FOUND_HIDDEN,
                  .own = wb_yardstick_none().share,
                  .yardstick = wb_yardstick_none(),
                  .difference = {NAN, NAN, NAN, NAN, NAN},
                  .p_adjusted = NAN,
                  .weight = NAN,
                  .score = NAN};

    if (!cell->shown)
        return f;
    f.weight = weight_of(&t->weights, cell);
    f.own = wb_share_of_counts(cell->problem, cell->n);
    f.yardstick = yardstick_of(t, cell, &f.status);
    if (f.status != WB_FOUND_OK)
        return f;
    f.difference = wb_difference_of(&f.own, &f.yardstick.share, f.yardstick.covariance,
                                    t->how->level);
    if (isnan(f.difference.p))
        f.status = WB_FOUND_NO_UNCERTAINTY;
    return f;
}

/* ---- the frame ---- */

/* The same for the same scan, theme, indicator and group, for ever. */
static wb_status make_id(const char *scan, const wb_cell *cell, char id[32],
                         wb_error *err)
{
    uint8_t digest[32];
    wb_text text = {0};
    wb_status st;

    WB_TRY(wb_text_format(&text, err, "%s\n", scan));
    WB_TRY(wb_text_append(&text, cell->theme.bytes, cell->theme.length, err));
    WB_TRY(wb_text_add(&text, "\n", err));
    WB_TRY(wb_text_append(&text, cell->indicator.bytes, cell->indicator.length, err));
    WB_TRY(wb_text_add(&text, "\n", err));
    if (cell->group.bytes == NULL)
        WB_TRY(wb_text_add(&text, "all", err));
    else
        WB_TRY(wb_text_append(&text, cell->group.bytes, cell->group.length, err));
    wb_sha256(text.bytes, text.length, digest);
    memcpy(id, "finding-", 8);
    wb_hex(digest, 10, id + 8);
done:
    wb_text_free(&text);
    return st;
}

static wb_status add_texts(const task *t, const wb_found *f, wb_fill *sheet,
                           wb_error *err)
{
    const wb_cell *cell = f->cell;
    bool declared = t->reference.frame != NULL;
    char id[32];
    wb_status st;

    WB_TRY(make_id(t->how->scan, cell, id, err));
    WB_TRY(wb_fill_text(sheet, id, err));
    WB_TRY(wb_fill_text(sheet, t->how->scan, err));
    WB_TRY(wb_span_fill_group(sheet, cell->group, err));
    WB_TRY(wb_span_fill(sheet, cell->title, err));
    WB_TRY(wb_span_fill(sheet, cell->theme, err));
    WB_TRY(wb_span_fill(sheet, cell->indicator, err));
    WB_TRY(wb_fill_text(sheet, wb_direction_name(f->direction), err));
    WB_TRY(wb_fill_text(sheet, wb_found_status_name(f->status), err));
    WB_TRY(wb_fill_text(
        sheet, declared ? wb_reference_kind_name(t->reference.kind) : "rest", err));
    st = wb_span_fill(sheet, t->reference.source, err);
done:
    return st;
}

static wb_status add_numbers(const wb_found *f, wb_fill *sheet, wb_error *err)
{
    const wb_cell *cell = f->cell;
    const double numbers[] = {f->own.p,
                              cell->lower,
                              cell->upper,
                              f->yardstick.share.p,
                              f->difference.d,
                              f->difference.lower,
                              f->difference.upper,
                              f->difference.p,
                              f->p_adjusted,
                              f->weight,
                              f->score};
    wb_status st;

    WB_TRY(wb_fill_given(sheet, cell->shown, cell->n, err));
    WB_TRY(wb_fill_given(sheet, f->direction != WB_DIRECTION_NONE, f->people, err));
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        WB_TRY(wb_fill_double(sheet, cell->shown ? numbers[i] : NAN, err));
    st = wb_fill_given(sheet, f->rank > 0, f->rank, err);
done:
    return st;
}

static wb_status describe(const task *t, wb_frame *frame, wb_error *err)
{
    json_t *words = json_pack("{s:s, s:f, s:f, s:s, s:s, s:s}", "scan", t->how->scan,
                              "level", t->how->level, "fdr", t->how->fdr, "weights",
                              t->weights.frame != NULL ? "given" : "all 1", "against",
                              t->reference.frame != NULL ? "a declared reference"
                                                         : "the rest of the organisation",
                              "variance", "no finite population correction");

    return wb_describe_origin(frame, "findings", words, t->cells->frame,
                              t->reference.frame, err);
}

static wb_status write_frame(const task *t, wb_frame **out, wb_error *err)
{
    wb_fill sheet = {0};
    wb_frame *frame = NULL;
    wb_status st;

    WB_TRY(wb_fill_columns(&sheet, wb_finding_columns, err));
    for (size_t i = 0; i < t->n_found; i++) {
        WB_TRY(add_texts(t, &t->found[i], &sheet, err));
        WB_TRY(add_numbers(&t->found[i], &sheet, err));
    }
    WB_TRY(wb_fill_finish(&sheet, &frame, err));
    WB_TRY(describe(t, frame, err));
    *out = frame;
    frame = NULL;
done:
    wb_frame_free(frame);
    wb_fill_close(&sheet);
    return st;
}

/* ---- all ---- */

static wb_status find_all(task *t, wb_error *err)
{
    t->found = wb_resize(NULL, t->cells->n, sizeof *t->found);
    if (t->found == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < t->cells->n; i++) {
        if (t->cells->items[i].theme.bytes != NULL)
            t->found[t->n_found++] = find(t, &t->cells->items[i]);
    }
    return wb_findings_rank(t->found, t->n_found, t->how->fdr, err);
}

wb_status wb_findings_make(const wb_cells *cells, const wb_frame *reference,
                           const wb_frame *weights, const wb_finding_how *how,
                           wb_frame **out, wb_error *err)
{
    task t = {.cells = cells, .how = how};
    wb_frame *weighed = NULL;
    wb_status st;

    if (reference != NULL) {
        WB_TRY(wb_reference_init(&t.reference, reference, err));
        WB_TRY(wb_reference_check_fits(&t.reference, cells, err));
    }
    if (weights != NULL) {
        WB_TRY(wb_frame_apply_ranges(weights, &weighed, err));
        WB_TRY(read_weights(&t.weights, weighed != NULL ? weighed : weights, err));
    }
    WB_TRY(find_all(&t, err));
    st = write_frame(&t, out, err);
done:
    wb_reference_free(&t.reference);
    wb_row_index_free(&t.weights.lookup);
    wb_frame_free(weighed);
    wb_release(t.found);
    return st;
}
