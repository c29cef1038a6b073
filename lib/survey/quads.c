/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/quads.h"

#include "survey/quad_sums.h"

#include <string.h>

enum {
    WIDTH = WB_QUAD,
    FEW = 1 << 16 /* groups; of more most are seen once, and nothing is gained */
};

/* The sums of one breakdown: [group * n_quads + quad]. */
typedef struct wb_quad_table {
    void *rooms[2]; /* what values and weights lie in */
    wb_quad_sum *values;
    wb_quad_sum *weights; /* Σ w of the rows that have a value, of quads that are apart */
    wb_quad_count *counts;
    wb_quad_base *bases; /* [group] */
    int32_t groups;      /* that there is room for */
} wb_quad_table;

struct wb_quads {
    size_t *tracks; /* four for each quad, the last ones of the last quad not used */
    size_t n_tracks;
    size_t n_quads;
    wb_quad_table *tables; /* per breakdown */
    size_t n_tables;
    bool *apart;  /* per quad: values were missing, so it has sums of weights */
    bool begun;   /* there are sums that the tracks do not have */
    bool stopped; /* too many groups: the tracks take the rest of the part */
    double w_high[WB_BLOCK_ROWS]; /* weights in two halves, for exact products */
    double w_low[WB_BLOCK_ROWS];
    wb_block_scratch scratch[WIDTH];
    double held[WIDTH][WB_BLOCK_ROWS]; /* weights where there is a value, else 0 */
};

/* ---- room ---- */

static wb_status grow_sums(void **room, wb_quad_sum **sums, size_t before, size_t n,
                           wb_error *err)
{
    void *grown = wb_allocate(n + 1, sizeof **sums);
    if (grown == NULL)
        return wb_fail_nomem(err);
    wb_quad_sum *start = wb_part_aligned(grown, sizeof **sums);
    if (before > 0)
        memcpy(start, *sums, before * sizeof **sums);
    wb_release(*room);
    *room = grown;
    *sums = start;
    return WB_OK;
}

/* New ones are 0. */
static wb_status reach(wb_quad_table *table, int32_t n, size_t n_quads, wb_error *err)
{
    wb_status st = WB_OK;

    if (n <= table->groups)
        return WB_OK;
    size_t before = (size_t)table->groups;
    size_t groups = (size_t)n + (size_t)n / 2;
    WB_TRY(grow_sums(&table->rooms[0], &table->values, before * n_quads, groups * n_quads,
                     err));
    WB_TRY(grow_sums(&table->rooms[1], &table->weights, before * n_quads,
                     groups * n_quads, err));
    wb_quad_count *counts =
        wb_resize(table->counts, groups * n_quads, sizeof *table->counts);
    if (counts == NULL)
        return wb_fail_nomem(err);
    table->counts = counts;
    wb_quad_base *bases = wb_resize(table->bases, groups, sizeof *table->bases);
    if (bases == NULL)
        return wb_fail_nomem(err);
    table->bases = bases;
    memset(counts + before * n_quads, 0, (groups - before) * n_quads * sizeof *counts);
    memset(bases + before, 0, (groups - before) * sizeof *bases);
    table->groups = (int32_t)groups;
done:
    return st;
}

static bool is_plain(const wb_part *part, const wb_layout *layout, size_t track)
{
    const wb_track_plan *plan = &layout->tracks[track];
    const wb_outcome *outcome = &layout->outcomes[plan->outcomes[0]];

    return plan->kind == WB_TRACK_NUMBER &&
           part->kinds[plan->outcomes[0]] == WB_OUTCOME_NUMBER &&
           outcome->role == WB_ROLE_PLAIN && outcome->other == NULL &&
           outcome->n_terms == WB_PLAIN_TERMS;
}

static wb_status make(wb_part *part, const wb_layout *layout, wb_error *err)
{
    wb_quads *quads = wb_allocate(1, sizeof *quads);
    if (quads == NULL)
        return wb_fail_nomem(err);
    part->lanes->quads = quads;
    quads->tracks = wb_allocate(layout->n_tracks, sizeof *quads->tracks);
    quads->tables = wb_allocate(layout->n_breakdowns, sizeof *quads->tables);
    quads->apart = wb_allocate(layout->n_tracks, sizeof *quads->apart);
    if (quads->tracks == NULL || quads->tables == NULL || quads->apart == NULL)
        return wb_fail_nomem(err);
    quads->n_tables = layout->n_breakdowns;
    for (size_t t = 0; t < layout->n_tracks; t++) {
        if (is_plain(part, layout, t))
            quads->tracks[quads->n_tracks++] = t;
    }
    if (quads->n_tracks < 2 || layout->open_rows) /* nothing is gained */
        quads->n_tracks = 0;
    quads->n_quads = (quads->n_tracks + WIDTH - 1) / WIDTH;
    return WB_OK;
}

void wb_quads_free(wb_quads *quads)
{
    if (quads == NULL)
        return;
    for (size_t b = 0; b < quads->n_tables; b++) {
        wb_release(quads->tables[b].rooms[0]);
        wb_release(quads->tables[b].rooms[1]);
        wb_release(quads->tables[b].counts);
        wb_release(quads->tables[b].bases);
    }
    wb_release(quads->tracks);
    wb_release(quads->tables);
    wb_release(quads->apart);
    wb_release(quads);
}

int64_t wb_quads_bytes(const wb_quads *quads)
{
    int64_t bytes = 0;
    if (quads == NULL)
        return 0;
    int64_t per_quad = 2 * sizeof(wb_quad_sum) + sizeof(wb_quad_count);
    for (size_t b = 0; b < quads->n_tables; b++)
        bytes += quads->tables[b].groups *
                 ((int64_t)sizeof(wb_quad_base) + (int64_t)quads->n_quads * per_quad);
    return bytes + (int64_t)sizeof *quads;
}

/* ---- to and from the tracks ---- */

static wb_track *track_of(const wb_part *part, size_t b, size_t i)
{
    return wb_open_track(&part->totals.units, b, part->lanes->quads->tracks[i]);
}

/* What a track has already becomes the sums of a quad that is apart. */
static void take_over(wb_part *part, size_t b, size_t i)
{
    wb_quads *quads = part->lanes->quads;
    wb_quad_table *table = &quads->tables[b];
    const wb_track *track = track_of(part, b, i);
    size_t lane = i % WIDTH;
    size_t at = i / WIDTH;

    for (int32_t g = 0; g < part->totals.units.groups[b].count; g++) {
        table->weights[at].hi[lane] = track->sums[2 * g].hi;
        table->weights[at].lo[lane] = track->sums[2 * g].lo;
        table->values[at].hi[lane] = track->sums[2 * g + 1].hi;
        table->values[at].lo[lane] = track->sums[2 * g + 1].lo;
        table->counts[at].n[lane] = track->n[g];
        at += quads->n_quads;
    }
}

static void put_back(wb_part *part, size_t b, size_t i)
{
    wb_quads *quads = part->lanes->quads;
    wb_quad_table *table = &quads->tables[b];
    wb_track *track = track_of(part, b, i);
    size_t lane = i % WIDTH;
    size_t at = i / WIDTH;
    bool apart = quads->apart[at];

    for (int32_t g = 0; g < part->totals.units.groups[b].count; g++) {
        const wb_quad_sum *weight = &table->weights[at];
        const wb_quad_sum *value = &table->values[at];
        const wb_quad_base *base = &table->bases[g];
        track->sums[2 * g] =
            apart ? (wb_pair){weight->hi[lane], weight->lo[lane]} : base->w;
        track->sums[2 * g + 1] = (wb_pair){value->hi[lane], value->lo[lane]};
        track->n[g] = apart ? table->counts[at].n[lane] : base->n;
        at += quads->n_quads;
    }
}

void wb_quads_settle(wb_part *part)
{
    wb_quads *quads = part->lanes->quads;

    if (quads == NULL || !quads->begun)
        return;
    for (size_t b = 0; b < quads->n_tables; b++) {
        for (size_t i = 0; i < quads->n_tracks; i++)
            put_back(part, b, i);
    }
    quads->begun = false;
}

/* The sums of the rows before these: none in a new part, else those of the tracks. */
static void begin(wb_part *part)
{
    wb_quads *quads = part->lanes->quads;

    for (size_t b = 0; b < quads->n_tables; b++) {
        wb_quad_table *table = &quads->tables[b];
        size_t n = (size_t)table->groups * quads->n_quads;
        if (n == 0)
            continue;
        memset(table->values, 0, n * sizeof *table->values);
        memset(table->bases, 0, (size_t)table->groups * sizeof *table->bases);
        if (part->n_rows == 0)
            continue;
        memset(table->weights, 0, n * sizeof *table->weights);
        memset(table->counts, 0, n * sizeof *table->counts);
        for (size_t i = 0; i < quads->n_tracks; i++)
            take_over(part, b, i);
    }
    for (size_t q = 0; q < quads->n_quads; q++)
        quads->apart[q] = part->n_rows > 0;
    quads->begun = true;
}

/* Room for the groups of a block, here and in the tracks; false when they are too many.
 */
static wb_status prepare(wb_part *part, bool *few, wb_error *err)
{
    wb_status st = WB_OK;
    wb_quads *quads = part->lanes->quads;

    *few = true;
    for (size_t b = 0; b < quads->n_tables; b++) {
        int32_t n = part->totals.units.groups[b].count;
        *few = *few && n <= FEW;
        if (!*few)
            break;
        WB_TRY(reach(&quads->tables[b], n, quads->n_quads, err));
        for (size_t i = 0; i < quads->n_tracks; i++)
            WB_TRY(wb_track_reach(track_of(part, b, i), n, WB_PLAIN_TERMS, err));
    }
done:
    return st;
}

/* ---- a block of rows ---- */

/* Values of one outcome, 0 where missing, and the weights of the rows that have one. */
static wb_status load(wb_quads *quads, const wb_rows *rows, const double *w, size_t i,
                      wb_quad_rows *values, wb_quad_rows *weights, bool *missing,
                      wb_error *err)
{
    wb_status st = WB_OK;
    size_t lane = i % WIDTH;
    wb_block_scratch *scratch = &quads->scratch[lane];
    size_t outcome = rows->layout->tracks[quads->tracks[i]].outcomes[0];
    wb_block block;

    WB_TRY(wb_rows_block(rows, rows->binding->outcomes[outcome], scratch, &block, err));
    values->x[lane] = block.doubles;
    weights->x[lane] = w;
    if (block.present == NULL) {
        if (block.doubles != scratch->doubles)
            values->next[values->n_next++] = block.doubles + rows->n;
        goto done;
    }
    for (int32_t k = 0; k < rows->n; k++) {
        scratch->doubles[k] = block.present[k] ? block.doubles[k] : 0;
        quads->held[lane][k] = block.present[k] ? w[k] : 0;
    }
    values->x[lane] = scratch->doubles;
    weights->x[lane] = quads->held[lane];
    *missing = true;
done:
    return st;
}

/* From now on a quad has sums of weights of its own: so far they are those of all rows.
 */
static void set_apart(wb_part *part, size_t q)
{
    wb_quads *quads = part->lanes->quads;

    for (size_t b = 0; b < quads->n_tables; b++) {
        wb_quad_table *table = &quads->tables[b];
        for (int32_t g = 0; g < table->groups; g++) {
            size_t at = (size_t)g * quads->n_quads + q;
            for (size_t lane = 0; lane < WIDTH; lane++) {
                table->weights[at].hi[lane] = table->bases[g].w.hi;
                table->weights[at].lo[lane] = table->bases[g].w.lo;
                table->counts[at].n[lane] = table->bases[g].n;
            }
        }
    }
    quads->apart[q] = true;
}

static wb_status take_quad(wb_part *part, const wb_rows *rows, size_t q, wb_error *err)
{
    wb_status st = WB_OK;
    wb_lanes *lanes = part->lanes;
    wb_quads *quads = lanes->quads;
    const double *w = lanes->w;
    wb_quad_rows values = {
        w, quads->w_high, quads->w_low, {w, w, w, w}, NULL, rows->n, {NULL}, 0, 0};
    wb_quad_rows weights = values;
    int64_t behind = wb_frame_row_count(rows->frame) - rows->first - rows->n;
    bool missing = false;

    values.n_ahead = behind < rows->n ? (int32_t)behind : rows->n;
    for (size_t i = q * WIDTH; i < (q + 1) * WIDTH && i < quads->n_tracks; i++)
        WB_TRY(load(quads, rows, w, i, &values, &weights, &missing, err));
    if (missing && !quads->apart[q])
        set_apart(part, q);
    for (size_t b = 0; b < quads->n_tables; b++) {
        wb_quad_table *table = &quads->tables[b];
        values.groups = weights.groups = lanes->groups + b * WB_BLOCK_ROWS;
        wb_quad_add_values(&values, table->values + q, quads->n_quads);
        if (quads->apart[q])
            wb_quad_add_weights(&weights, table->weights + q, table->counts + q,
                                quads->n_quads);
        values.n_ahead = 0; /* those of the next block are on their way */
    }
done:
    return st;
}

/* Whether the sums of all weights are still wanted. */
static bool any_together(const wb_quads *quads)
{
    bool any = false;
    for (size_t q = 0; q < quads->n_quads; q++)
        any = any || !quads->apart[q];
    return any;
}

wb_status wb_rows_quads(wb_part *part, const wb_rows *rows, wb_error *err)
{
    wb_status st = WB_OK;
    wb_lanes *lanes = part->lanes;
    bool few;

    if (lanes->quads == NULL)
        WB_TRY(make(part, rows->layout, err));
    wb_quads *quads = lanes->quads;
    if (part->n_rows == 0)
        quads->stopped = quads->n_tracks == 0;
    if (quads->stopped)
        goto done;
    WB_TRY(prepare(part, &few, err));
    if (!few) {
        wb_quads_settle(part);
        quads->stopped = true;
        goto done;
    }
    if (!quads->begun)
        begin(part);
    wb_quad_split(lanes->w, rows->n, quads->w_high, quads->w_low);
    for (size_t q = 0; q < quads->n_quads; q++)
        WB_TRY(take_quad(part, rows, q, err));
    for (size_t b = 0; b < quads->n_tables && any_together(quads); b++)
        wb_quad_add_bases(lanes->w, lanes->groups + b * WB_BLOCK_ROWS,
                          quads->tables[b].bases, rows->n);
done:
    return st;
}

bool wb_quads_have(const wb_quads *quads, size_t track)
{
    if (quads == NULL || quads->stopped)
        return false;
    for (size_t i = 0; i < quads->n_tracks; i++) {
        if (quads->tracks[i] == track)
            return true;
    }
    return false;
}
