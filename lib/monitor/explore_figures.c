/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The figures of a page in blocks: a letter per place says its status, a capital that it
 * has numbers, which follow each other in lists. A hidden figure is in no list. */
#include "base/text.h"
#include "monitor/explore.h"

#include <math.h>
#include <string.h>

/* Which rows of a frame make a block, and what of them. */
typedef struct block {
    const wb_frame *frame;
    const char *value;    /* its column */
    int decimals;         /* of it and its bounds, of a percentage for shares */
    bool tested;          /* has p_adjusted, else n */
    const char *by, *one; /* rows in which column `by` is `one`; NULL: all */
    int32_t reference;    /* and compared with this wave; -1: any */
} block;

/* A block while it is written: per place its row, or -1. */
typedef struct placed {
    wb_explored_rows rows;
    int64_t *at;
    size_t n;
    bool has_waves;
    size_t value, status;
} placed;

enum { NO_LETTER = '-' };

/* ---- numbers ---- */

/* A number of `decimals`, as a whole number: 0.3615 as 361.5 in tenths is 3615; NaN null.
 */
static wb_status put_number(wb_text *out, double value, double scale, int decimals,
                            wb_error *err)
{
    char text[WB_NUMBER_CHARS];
    char whole[WB_NUMBER_CHARS];
    size_t n = 0;

    if (!isfinite(value))
        return wb_text_add(out, "null", err);
    size_t length = wb_format_fixed(text, fabs(value * scale), decimals);
    for (size_t i = 0; i < length; i++) {
        if (text[i] != '.' && (n > 0 || text[i] != '0'))
            whole[n++] = text[i];
    }
    whole[n] = '\0';
    return wb_text_format(out, err, "%s%s", value < 0 && n > 0 ? "-" : "",
                          n > 0 ? whole : "0");
}

/* ---- places ---- */

static bool is_wanted(const block *b, const placed *p, int64_t row)
{
    size_t length;

    if (b->one == NULL)
        return true;
    const char *text =
        wb_frame_text(b->frame, (size_t)wb_frame_find(b->frame, b->by), row, &length);
    return strlen(b->one) == length && memcmp(text, b->one, length) == 0 &&
           (b->reference < 0 ||
            wb_explored_code(b->frame, &p->rows.reference, row) == b->reference);
}

static void place_row(const placed *p, int64_t row)
{
    const wb_explored *x = p->rows.x;
    size_t group = wb_explored_group(&p->rows, row);
    size_t measure = wb_explored_measure(&p->rows, row);
    size_t n_waves = p->has_waves ? x->waves.count : 1;
    int32_t wave = p->has_waves ? wb_explored_code(p->rows.frame, &p->rows.wave, row) : 0;

    if (group != WB_NOWHERE && measure != WB_NOWHERE && wave >= 0)
        p->at[(group * n_waves + (size_t)wave) * x->measures.n + measure] = row;
}

static void placed_close(placed *p)
{
    wb_explored_rows_close(&p->rows);
    wb_release(p->at);
}

static wb_status placed_open(wb_explored *x, const block *b, placed *p, wb_error *err)
{
    wb_status st = WB_OK;

    *p = (placed){.rows = {.x = x}};
    WB_TRY(wb_explored_rows_open(x, b->frame, &p->rows, err));
    p->has_waves = p->rows.wave.column >= 0;
    p->n = x->groups.n * x->measures.n * (p->has_waves ? x->waves.count : 1);
    p->value = (size_t)wb_frame_find(b->frame, b->value);
    p->status = (size_t)wb_frame_find(b->frame, "status");
    p->at = wb_allocate(p->n + 1, sizeof *p->at);
    if (p->at == NULL)
        WB_TRY(wb_fail_nomem(err));
    for (size_t i = 0; i < p->n; i++)
        p->at[i] = -1;
    for (int64_t row = 0; row < wb_frame_row_count(b->frame); row++) {
        if (is_wanted(b, p, row))
            place_row(p, row);
    }
done:
    if (st != WB_OK)
        placed_close(p);
    return st;
}

static bool has_number(const block *b, const placed *p, size_t place)
{
    return p->at[place] >= 0 && !wb_frame_is_missing(b->frame, p->value, p->at[place]);
}

/* ---- parts of a block ---- */

/* Words of a column's categories, and one more. */
static wb_status put_words(const wb_frame *frame, size_t column, const char *key,
                           const char *more, wb_text *out, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_text_format(out, err, "\"%s\":[", key));
    for (int64_t k = 0; k < wb_frame_category_count(frame, column); k++)
        WB_TRY(wb_text_format(out, err, "%s\"%s\"", k == 0 ? "" : ",",
                              wb_frame_category(frame, column, k)));
    if (more != NULL)
        WB_TRY(wb_text_format(out, err, ",\"%s\"", more));
    WB_TRY(wb_text_add(out, "]", err));
done:
    return st;
}

/* A test that says so is "differs" in place of its status, ok: p is rounded in the page.
 */
static bool differs(const block *b, const wb_explored *x, int64_t row)
{
    size_t p = (size_t)wb_frame_find(b->frame, "p_adjusted");

    return b->tested && !wb_frame_is_missing(b->frame, p, row) &&
           wb_frame_double(b->frame, p, row) < 1 - x->results->level;
}

static wb_status put_statuses(const block *b, const placed *p, wb_text *out,
                              wb_error *err)
{
    wb_status st = WB_OK;
    int64_t n = wb_frame_category_count(b->frame, p->status);

    WB_TRY(put_words(b->frame, p->status, "statuses", b->tested ? "differs" : NULL, out,
                     err));
    WB_TRY(wb_text_add(out, ",\"status\":\"", err));
    WB_TRY(wb_text_reserve(out, p->n, err));
    for (size_t i = 0; i < p->n; i++) {
        char letter = NO_LETTER;
        if (p->at[i] >= 0) {
            bool number = has_number(b, p, i);
            int64_t code = number && differs(b, p->rows.x, p->at[i])
                               ? n
                               : (int64_t)wb_frame_double(b->frame, p->status, p->at[i]);
            letter = (char)((number ? 'A' : 'a') + code);
        }
        WB_TRY(wb_text_append(out, &letter, 1, err));
    }
    WB_TRY(wb_text_add(out, "\"", err));
done:
    return st;
}

/* What the rules of publication said of each figure. */
static wb_status put_flags(const block *b, const placed *p, wb_text *out, wb_error *err)
{
    wb_status st = WB_OK;
    int64_t flag = wb_frame_find(b->frame, "flag");

    if (flag < 0)
        return WB_OK;
    WB_TRY(wb_text_add(out, ",", err));
    WB_TRY(put_words(b->frame, (size_t)flag, "flags", NULL, out, err));
    WB_TRY(wb_text_add(out, ",\"flag\":\"", err));
    for (size_t i = 0; i < p->n; i++) {
        double code =
            p->at[i] < 0 ? NAN : wb_frame_double(b->frame, (size_t)flag, p->at[i]);
        char letter = isnan(code) ? (char)NO_LETTER : (char)('a' + (int)code);
        WB_TRY(wb_text_append(out, &letter, 1, err));
    }
    WB_TRY(wb_text_add(out, "\"", err));
done:
    return st;
}

/* A column of the figures that have numbers. Shares are percentages if it is `scaled`. */
static wb_status put_numbers(const block *b, const placed *p, const char *column,
                             const char *key, bool scaled, int decimals, wb_text *out,
                             wb_error *err)
{
    wb_status st = WB_OK;
    const wb_explored *x = p->rows.x;
    size_t at = (size_t)wb_frame_find(b->frame, column);
    bool first = true;

    WB_TRY(wb_text_format(out, err, ",\"%s\":[", key));
    for (size_t i = 0; i < p->n; i++) {
        if (!has_number(b, p, i))
            continue;
        bool share = scaled && wb_explored_is_share(x, i % x->measures.n);
        if (!first)
            WB_TRY(wb_text_append(out, ",", 1, err));
        first = false;
        WB_TRY(put_number(out, wb_frame_double(b->frame, at, p->at[i]), share ? 100 : 1,
                          decimals, err));
    }
    WB_TRY(wb_text_add(out, "]", err));
done:
    return st;
}

static wb_status put_block(wb_explored *x, const block *b, wb_text *out, wb_error *err)
{
    wb_status st = WB_OK;
    placed p;

    WB_TRY(placed_open(x, b, &p, err));
    st = put_statuses(b, &p, out, err);
    if (st == WB_OK)
        st = put_flags(b, &p, out, err);
    if (st == WB_OK)
        st = put_numbers(b, &p, b->value, "value", true, b->decimals, out, err);
    if (st == WB_OK)
        st = put_numbers(b, &p, "lower", "lower", true, b->decimals, out, err);
    if (st == WB_OK)
        st = put_numbers(b, &p, "upper", "upper", true, b->decimals, out, err);
    if (st == WB_OK)
        st = b->tested ? put_numbers(b, &p, "p_adjusted", "p", false, 3, out, err)
                       : put_numbers(b, &p, "n", "n", false, 0, out, err);
    placed_close(&p);
done:
    return st;
}

/* ---- changes ---- */

/* Per wave the one it is compared with in rows of this kind, or -1; false: none is. */
static bool find_references(const block *b, const wb_explored_rows *rows,
                            int32_t *references)
{
    placed p = {.rows = *rows};
    bool any = false;

    for (size_t w = 0; w < rows->x->waves.count; w++)
        references[w] = -1;
    for (int64_t row = 0; row < wb_frame_row_count(b->frame); row++) {
        int32_t wave = wb_explored_code(b->frame, &rows->wave, row);
        if (wave < 0 || !is_wanted(b, &p, row))
            continue;
        references[wave] = wb_explored_code(b->frame, &rows->reference, row);
        any = true;
    }
    return any;
}

static wb_status put_changes_of(wb_explored *x, const block *b,
                                const wb_explored_rows *rows, int32_t *references,
                                bool *first, wb_text *out, wb_error *err)
{
    wb_status st = WB_OK;

    if (!find_references(b, rows, references))
        return WB_OK;
    WB_TRY(wb_text_format(out, err, "%s{\"with\":\"%s\",\"reference\":[",
                          *first ? "" : ",", b->one));
    *first = false;
    for (size_t w = 0; w < x->waves.count; w++)
        WB_TRY(wb_text_format(out, err, "%s%d", w == 0 ? "" : ",", (int)references[w]));
    WB_TRY(wb_text_add(out, "],", err));
    WB_TRY(put_block(x, b, out, err));
    WB_TRY(wb_text_add(out, "}", err));
done:
    return st;
}

static wb_status put_changes(wb_explored *x, wb_text *out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_explored_rows rows = {.x = x};
    bool first = true;
    int32_t *references = wb_allocate(x->waves.count + 1, sizeof *references);

    if (references == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_explored_part_open(x, "changes", &rows, err));
    block b = {rows.frame, "difference", 1, true, "compared_with", "previous", -1};
    WB_TRY(wb_text_add(out, ",\"changes\":[", err));
    WB_TRY(put_changes_of(x, &b, &rows, references, &first, out, err));
    b.one = "first";
    WB_TRY(put_changes_of(x, &b, &rows, references, &first, out, err));
    b.one = "named";
    for (size_t w = 0; w < x->waves.count; w++) {
        b.reference = (int32_t)w;
        WB_TRY(put_changes_of(x, &b, &rows, references, &first, out, err));
    }
    WB_TRY(wb_text_add(out, "]", err));
done:
    wb_explored_rows_close(&rows);
    wb_release(references);
    return st;
}

/* ---- all of them ---- */

static wb_status put_differences(wb_explored *x, wb_text *out, wb_error *err)
{
    static const char *const kinds[] = {"rest", "total"};
    wb_status st = WB_OK;
    wb_frame *frame = NULL;
    bool asked[] = {x->results->definition->rest, x->results->definition->total};
    bool first = true;

    WB_TRY(wb_monitor_results_table(x->results, "groups", NULL, &frame, err));
    WB_TRY(wb_text_add(out, ",\"differences\":[", err));
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        block b = {frame, "difference", 1, true, "against", kinds[i], -1};
        if (!asked[i])
            continue;
        WB_TRY(wb_text_format(out, err, "%s{\"against\":\"%s\",", first ? "" : ",",
                              kinds[i]));
        first = false;
        WB_TRY(put_block(x, &b, out, err));
        WB_TRY(wb_text_add(out, "}", err));
    }
    WB_TRY(wb_text_add(out, "]", err));
done:
    wb_frame_free(frame);
    return st;
}

static wb_status put_trend(wb_explored *x, wb_text *out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *frame = NULL;

    if (!x->results->definition->trend)
        return wb_text_add(out, ",\"trend\":null", err);
    WB_TRY(wb_monitor_results_table(x->results, "trend", NULL, &frame, err));
    block b = {frame, "slope", 2, true, NULL, NULL, -1};
    WB_TRY(wb_text_add(out, ",\"trend\":{", err));
    WB_TRY(put_block(x, &b, out, err));
    WB_TRY(wb_text_add(out, "}", err));
done:
    wb_frame_free(frame);
    return st;
}

wb_status wb_explore_figures(wb_explored *x, wb_text *out, wb_error *err)
{
    wb_status st = WB_OK;
    block cells = {x->cells, "estimate", 1, false, NULL, NULL, -1};

    WB_TRY(wb_text_add(out, ",\"cells\":{", err));
    WB_TRY(put_block(x, &cells, out, err));
    WB_TRY(wb_text_add(out, "}", err));
    WB_TRY(put_changes(x, out, err));
    WB_TRY(put_differences(x, out, err));
    WB_TRY(put_trend(x, out, err));
done:
    return st;
}
