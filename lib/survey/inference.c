/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/inference.h"

#include "survey/make.h"
#include "survey/piece.h"

#include <math.h>
#include <string.h>

/* A row of the frame, and what is kept of it; `kept` is false where there is no se. */
typedef struct wb_inferred {
    wb_made_row row;
    wb_piece piece;
    bool kept;
} wb_inferred;

struct wb_inference {
    const wb_tally *tally;
    wb_state room;
    const wb_state *state;
    wb_estimate_options options;
    wb_sample sample;
    wb_frame *frame;
    wb_inferred *rows;
    int64_t n_rows;
    int64_t room_rows;
};

static wb_status add_room(wb_inference *inference, wb_error *err)
{
    int64_t room = inference->room_rows * 2 + 16;
    wb_inferred *rows = wb_resize(inference->rows, (size_t)room, sizeof *rows);
    if (rows == NULL)
        return wb_fail_nomem(err);
    inference->rows = rows;
    inference->room_rows = room;
    return WB_OK;
}

static wb_status keep_row(void *user, const wb_made_row *row, const wb_domain *domain,
                          const wb_linear *linear, wb_desk *desk, wb_error *err)
{
    wb_status st = WB_OK;
    wb_inference *inference = user;
    const wb_tally *tally = inference->tally;

    if (inference->n_rows == inference->room_rows)
        WB_TRY(add_room(inference, err));
    wb_inferred *kept = &inference->rows[inference->n_rows++];
    *kept = (wb_inferred){.row = *row};
    kept->piece = (wb_piece){.breakdown = row->breakdown,
                             .outcome = row->outcome,
                             .rank = row->rank,
                             .category = row->category};
    if (domain->n == 0 || isnan(row->estimate.se))
        return WB_OK;
    WB_TRY(wb_piece_init(&kept->piece, &inference->sample, domain,
                         tally->spec->estimands[row->estimand].statistic, linear, desk,
                         err));
    kept->kept = true;
done:
    return st;
}

wb_status wb_inference_new(const wb_tally *tally, const wb_estimate_options *options,
                           const wb_run *run, wb_inference **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_inference *made = NULL;
    wb_run ours;

    *out = NULL;
    WB_TRY(wb_run_read(&ours, run, err));
    made = wb_allocate(1, sizeof *made);
    if (made == NULL)
        return wb_fail_nomem(err);
    made->tally = tally;
    wb_onlooker onlooker = {keep_row, made};
    WB_TRY(wb_estimate_options_read(options, &made->options, err));
    WB_TRY(wb_tally_closed(tally, &made->room, &made->state, err));
    WB_TRY(wb_sample_init(&made->sample, tally, made->state, &made->options, err));
    WB_TRY(wb_make_estimates(&made->sample, &ours, &onlooker, &made->frame, err));
    *out = made;
    made = NULL;
done:
    wb_inference_free(made);
    return st;
}

void wb_inference_free(wb_inference *inference)
{
    if (inference == NULL)
        return;
    for (int64_t i = 0; i < inference->n_rows; i++)
        wb_piece_free(&inference->rows[i].piece);
    wb_release(inference->rows);
    wb_frame_free(inference->frame);
    wb_sample_free(&inference->sample);
    wb_state_free(&inference->room);
    wb_release(inference);
}

const wb_frame *wb_inference_frame(const wb_inference *inference)
{
    return inference->frame;
}

size_t wb_inference_breakdown(const wb_inference *inference, int64_t row)
{
    return inference->rows[row].row.breakdown;
}

const char *wb_inference_last_column(const wb_inference *inference, int64_t row)
{
    const wb_layout *layout = &inference->tally->layout;
    const wb_key_list *columns = &layout->breakdowns[inference->rows[row].row.breakdown];
    return columns->n == 0 ? NULL : layout->key_names[columns->keys[columns->n - 1]];
}

bool wb_inference_is_share(const wb_inference *inference, int64_t row)
{
    return inference->rows[row].row.estimate.share;
}

/* The pieces of those of n rows that have one: *k of them, place[i] says which row. */
static wb_status find_pieces(const wb_inference *inference, const int64_t *rows, size_t n,
                             const wb_piece ***pieces, size_t **place, size_t *k,
                             wb_error *err)
{
    *pieces = wb_allocate(n, sizeof **pieces);
    *place = wb_allocate(n, sizeof **place);
    *k = 0;
    if (*pieces == NULL || *place == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        if (!inference->rows[rows[i]].kept)
            continue;
        (*place)[*k] = i;
        (*pieces)[(*k)++] = &inference->rows[rows[i]].piece;
    }
    return WB_OK;
}

/* A total without rows is 0 in any sample. */
static bool is_nothing(const wb_inferred *row)
{
    return !row->kept && row->row.estimate.se == 0;
}

/* So it varies with none of the others that have a se. */
static void put_nothing(const wb_inference *inference, const int64_t *rows, size_t n,
                        double *covariance)
{
    for (size_t i = 0; i < n; i++) {
        bool nothing = is_nothing(&inference->rows[rows[i]]);
        for (size_t j = 0; nothing && j < n; j++) {
            const wb_inferred *other = &inference->rows[rows[j]];
            if (other->kept || is_nothing(other))
                covariance[i * n + j] = covariance[j * n + i] = 0;
        }
    }
}

wb_status wb_inference_covariance(const wb_inference *inference, const int64_t *rows,
                                  size_t n, bool by_pair, double *covariance,
                                  wb_error *err)
{
    wb_status st = WB_OK;
    const wb_piece **pieces = NULL;
    size_t *place = NULL;
    double *found = NULL;
    size_t k;

    for (size_t i = 0; i < n * n; i++)
        covariance[i] = NAN;
    WB_TRY(find_pieces(inference, rows, n, &pieces, &place, &k, err));
    found = wb_allocate(k * k, sizeof *found);
    if (found == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(wb_pieces_covariance(&inference->sample, pieces, k, by_pair, found, err));
    for (size_t i = 0; i < k; i++) {
        for (size_t j = 0; j < k; j++)
            covariance[place[i] * n + place[j]] = found[i * k + j];
    }
    put_nothing(inference, rows, n, covariance);
done:
    wb_release(pieces);
    wb_release(place);
    wb_release(found);
    return st;
}

bool wb_inference_has_all(const wb_inference *inference, const int64_t *rows, size_t n)
{
    const wb_replication *replication = inference->sample.replication;

    if (replication == NULL)
        return true;
    for (size_t i = 0; i < n; i++) {
        const wb_inferred *row = &inference->rows[rows[i]];
        for (int32_t r = 0; row->kept && r < replication->n; r++) {
            if (!isfinite(row->piece.replicates[r]))
                return false;
        }
    }
    return true;
}

wb_status wb_inference_df(const wb_inference *inference, const int64_t *rows, size_t n,
                          double *df, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_piece **pieces = NULL;
    size_t *place = NULL;
    size_t k;

    WB_TRY(find_pieces(inference, rows, n, &pieces, &place, &k, err));
    WB_TRY(wb_pieces_df(&inference->sample, pieces, k, df, err));
done:
    wb_release(pieces);
    wb_release(place);
    return st;
}

/* ---- tables of counts ---- */

typedef struct wb_table {
    const wb_inference *inference;
    wb_view view;
    wb_desk desk;
    wb_piece *pieces;
    size_t n_pieces;
} wb_table;

static void free_table(wb_table *table)
{
    for (size_t i = 0; i < table->n_pieces; i++)
        wb_piece_free(&table->pieces[i]);
    wb_release(table->pieces);
    wb_view_free(&table->view);
    wb_desk_free(&table->desk);
}

void wb_counts_free(wb_counts *counts)
{
    wb_release(counts->totals);
    wb_release(counts->covariance);
    wb_release(counts->share_covariance);
    wb_release(counts->estimates);
    wb_release(counts->replicates);
    *counts = (wb_counts){0};
}

static int32_t find_seen(const wb_cell_list *list, int64_t rank)
{
    for (int32_t i = 0; i < list->n_seen; i++) {
        if (list->seen[i].rank == rank)
            return i;
    }
    return -1;
}

/* One row of the table: the totals of every category in the cell of this rank. */
static wb_status count_row(wb_table *table, const wb_made_row *like, int64_t rank,
                           wb_counts *out, size_t at, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_inference *inference = table->inference;
    const wb_layout *layout = &inference->tally->layout;
    size_t o = layout->estimand_outcome[like->estimand];
    const wb_levels *levels = &inference->sample.levels[layout->outcomes[o].key];

    WB_TRY(wb_view_outcome(&table->view, find_seen(&table->view.list, rank), o, err));
    for (int32_t c = 0; c < levels->count; c++) {
        const wb_domain *domain = wb_view_domain(&table->view, levels->codes[c]);
        wb_piece *piece = &table->pieces[table->n_pieces];
        wb_linear linear;
        (void)wb_estimator(WB_STATISTIC_TOTAL, domain->totals, domain->n_terms, domain->n,
                           &linear);
        *piece = (wb_piece){.breakdown = like->breakdown,
                            .outcome = o,
                            .rank = rank,
                            .category = levels->codes[c]};
        WB_TRY(wb_piece_init(piece, &inference->sample, domain, WB_STATISTIC_TOTAL,
                             &linear, &table->desk, err));
        out->totals[at * out->n_columns + (size_t)c] = piece->estimate;
        out->n += c == 0 ? domain->n : 0;
        table->n_pieces++;
    }
done:
    return st;
}

/* Where in the frame the table's cells are. */
static void find_rows(const wb_inference *inference, const wb_made_row *like,
                      int64_t first_rank, wb_counts *out)
{
    const wb_layout *layout = &inference->tally->layout;
    size_t o = layout->estimand_outcome[like->estimand];
    const wb_levels *levels = &inference->sample.levels[layout->outcomes[o].key];

    for (size_t i = 0; i < out->n_rows * out->n_columns; i++)
        out->estimates[i] = -1;
    for (int64_t i = 0; i < inference->n_rows; i++) {
        const wb_made_row *row = &inference->rows[i].row;
        int64_t at = row->rank - first_rank;
        if (row->breakdown == like->breakdown && row->estimand == like->estimand &&
            at >= 0 && at < (int64_t)out->n_rows)
            out->estimates[at * (int64_t)out->n_columns + levels->ranks[row->category]] =
                i;
    }
}

/* What replicates say of the table beyond the covariance of its totals. */
static wb_status count_replicates(const wb_sample *sample, const wb_piece *const *pieces,
                                  size_t n, wb_counts *out, wb_error *err)
{
    size_t n_replicates = (size_t)sample->replication->n;

    out->share_covariance = wb_allocate(n * n, sizeof *out->share_covariance);
    out->replicates = wb_allocate(n * n_replicates, sizeof *out->replicates);
    if (out->share_covariance == NULL || out->replicates == NULL)
        return wb_fail_nomem(err);
    out->n_replicates = n_replicates;
    for (size_t i = 0; i < n; i++)
        memcpy(out->replicates + i * n_replicates, pieces[i]->replicates,
               n_replicates * sizeof *out->replicates);
    return wb_pieces_share_covariance(sample, pieces, n, out->share_covariance, err);
}

static wb_status count_all(wb_table *table, const wb_made_row *like, int64_t first_rank,
                           wb_counts *out, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_sample *sample = &table->inference->sample;
    size_t n = out->n_rows * out->n_columns;
    const wb_piece **pieces = wb_allocate(n, sizeof *pieces);

    if (pieces == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < out->n_rows; i++)
        WB_TRY(count_row(table, like, first_rank + (int64_t)i, out, i, err));
    for (size_t i = 0; i < n; i++)
        pieces[i] = &table->pieces[i];
    WB_TRY(wb_pieces_covariance(sample, pieces, n, false, out->covariance, err));
    if (sample->replication != NULL)
        WB_TRY(count_replicates(sample, pieces, n, out, err));
    WB_TRY(wb_pieces_df(sample, pieces, n, &out->df, err));
done:
    wb_release(pieces);
    return st;
}

wb_status wb_inference_counts(const wb_inference *inference, int64_t row, wb_counts *out,
                              wb_error *err)
{
    wb_status st = WB_OK;
    const wb_sample *sample = &inference->sample;
    const wb_layout *layout = &inference->tally->layout;
    const wb_made_row *like = &inference->rows[row].row;
    size_t o = layout->estimand_outcome[like->estimand];
    const wb_key_list *columns = &layout->breakdowns[like->breakdown];
    wb_table table = {.inference = inference};

    *out = (wb_counts){.n_rows = 1};
    if (!layout->outcomes[o].by_category)
        return wb_fail(err, WB_E_ARG, "a table is of a proportion");
    if (columns->n > 0)
        out->n_rows = (size_t)sample->levels[columns->keys[columns->n - 1]].count;
    out->n_columns = (size_t)sample->levels[layout->outcomes[o].key].count;
    size_t n = out->n_rows * out->n_columns;
    if (n > 4096)
        return wb_fail(err, WB_E_LIMIT, "a table of %zu cells is too large to test", n);
    out->totals = wb_allocate(n, sizeof *out->totals);
    out->covariance = wb_allocate(n * n, sizeof *out->covariance);
    out->estimates = wb_allocate(n, sizeof *out->estimates);
    table.pieces = wb_allocate(n, sizeof *table.pieces);
    if (out->totals == NULL || out->covariance == NULL || out->estimates == NULL ||
        table.pieces == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    int64_t first_rank = like->rank - like->rank % (int64_t)out->n_rows;
    WB_TRY(wb_view_init(&table.view, sample, like->breakdown, err));
    WB_TRY(wb_desk_init(&table.desk, sample, table.view.most_parts, err));
    WB_TRY(count_all(&table, like, first_rank, out, err));
    find_rows(inference, like, first_rank, out);
done:
    free_table(&table);
    if (st != WB_OK)
        wb_counts_free(out);
    return st;
}

double wb_inference_replicate_variance(const wb_inference *inference,
                                       const double *values, double estimate)
{
    return wb_replication_variance(inference->sample.replication, values, estimate, NULL);
}
