/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Waves of a panel that share units: how their estimates vary together. */
#include "survey/panel_filling.h"

#include "survey/piece.h"

#include <math.h>
#include <string.h>

typedef struct series {
    wb_piece *pieces; /* per wave */
    const wb_piece **known;
    size_t *waves; /* of those known */
    size_t n;
    double *covariance;
} series;

static void free_series(series *s, size_t n_waves)
{
    for (size_t w = 0; s->pieces != NULL && w < n_waves; w++)
        wb_piece_free(&s->pieces[w]);
    wb_release(s->pieces);
    wb_release(s->known);
    wb_release(s->waves);
    wb_release(s->covariance);
}

static wb_status make_series(series *s, size_t n_waves, wb_error *err)
{
    *s = (series){wb_allocate(n_waves, sizeof *s->pieces),
                  wb_allocate(n_waves, sizeof *s->known),
                  wb_allocate(n_waves, sizeof *s->waves), 0,
                  wb_allocate(n_waves * n_waves, sizeof *s->covariance)};
    if (s->pieces == NULL || s->known == NULL || s->waves == NULL ||
        s->covariance == NULL)
        return wb_fail_nomem(err);
    return WB_OK;
}

static wb_status take_wave(wb_filling *f, series *s, int32_t seen, size_t wave,
                           size_t measure, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_sample *sample = &f->panel->sample;
    int32_t statistic = wb_panel_statistic(f->panel, measure);
    wb_piece *piece = &s->pieces[s->n];
    const wb_domain *domain;
    wb_estimate estimate;
    wb_linear linear;

    WB_TRY(wb_panel_lay_out(f->panel, &f->view, seen, measure, &domain, err));
    WB_TRY(
        wb_domain_estimate(sample, domain, statistic, &f->desk, &estimate, &linear, err));
    if (domain->n == 0 || isnan(estimate.se))
        return WB_OK;
    *piece = (wb_piece){.breakdown = f->breakdown,
                        .outcome = f->view.outcome,
                        .rank = f->view.list.seen[seen].rank,
                        .category = f->panel->measures[measure].level};
    WB_TRY(wb_piece_init(piece, sample, domain, statistic, &linear, &f->desk, err));
    s->known[s->n] = piece;
    s->waves[s->n++] = wave;
done:
    return st;
}

static bool lacks_replicates(const series *s, int32_t n)
{
    for (size_t i = 0; i < s->n; i++) {
        for (int32_t r = 0; r < n; r++) {
            if (!isfinite(s->pieces[i].replicates[r]))
                return true;
        }
    }
    return false;
}

/* What replicates are there hangs on the waves that will be taken together. */
static void keep_replicates(wb_filling *f, series *s, size_t place)
{
    for (size_t i = 0; i < s->n; i++) {
        f->part->replicates[place * f->panel->n_waves + s->waves[i]] =
            s->pieces[i].replicates;
        s->pieces[i].replicates = NULL;
    }
}

/* `place`: of the cell and measure among those of the part. */
static wb_status relate(wb_filling *f, series *s, size_t place, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_sample *sample = &f->panel->sample;
    size_t n_waves = f->panel->n_waves;
    size_t base = place * n_waves * n_waves;

    WB_TRY(wb_pieces_covariance(sample, s->known, s->n, false, s->covariance, err));
    if (sample->replication != NULL && lacks_replicates(s, sample->replication->n))
        keep_replicates(f, s, place);
    for (size_t i = 0; i < s->n; i++) {
        for (size_t j = 0; j < s->n; j++) {
            const wb_piece *two[2] = {s->known[i], s->known[j]};
            size_t at = base + s->waves[i] * n_waves + s->waves[j];
            f->part->covariances[at] = s->covariance[i * s->n + j];
            WB_TRY(wb_pieces_df(sample, two, i == j ? 1 : 2, &f->part->dfs[at], err));
        }
        for (size_t w = i == 0 ? 0 : s->waves[i - 1] + 1; w <= s->waves[i]; w++)
            WB_TRY(wb_pieces_df(sample, s->known + i, s->n - i,
                                &f->part->union_dfs[place * n_waves + w], err));
    }
done:
    return st;
}

/* Of replicates that were kept. */
static wb_status covariance_of_kept(const wb_panel *panel, const wb_panel_part *part,
                                    int64_t cell, size_t measure, const size_t *waves,
                                    size_t k, double *covariance, wb_error *err)
{
    wb_status st = WB_OK;
    size_t place = (size_t)cell * panel->n_measures + measure;
    const double **values = wb_allocate(k, sizeof *values);
    double *estimates = wb_allocate(k, sizeof *estimates);

    if (values == NULL || estimates == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    for (size_t i = 0; i < k; i++) {
        size_t slot =
            ((size_t)cell * panel->n_waves + waves[i]) * panel->n_measures + measure;
        values[i] = part->replicates[place * panel->n_waves + waves[i]];
        estimates[i] = part->values[slot].estimate;
    }
    WB_TRY(wb_replication_covariance(panel->sample.replication, values, estimates, k,
                                     covariance, NULL, err));
done:
    wb_release(values);
    wb_release(estimates);
    return st;
}

wb_status wb_panel_covariance(const wb_panel *panel, size_t breakdown, int64_t cell,
                              size_t measure, const size_t *waves, size_t k,
                              double *covariance, wb_error *err)
{
    const wb_panel_part *part = &panel->parts[breakdown];
    size_t base = ((size_t)cell * panel->n_measures + measure) * panel->n_waves;
    bool kept = true;

    for (size_t i = 0; i < k; i++)
        kept = kept && part->replicates[base + waves[i]] != NULL;
    if (kept)
        return covariance_of_kept(panel, part, cell, measure, waves, k, covariance, err);
    for (size_t i = 0; i < k; i++) {
        for (size_t j = 0; j < k; j++)
            covariance[i * k + j] =
                part->covariances[(base + waves[i]) * panel->n_waves + waves[j]];
    }
    return WB_OK;
}

/* Per cell and wave its place in the view's list, or -1. */
static wb_status relate_cell(wb_filling *f, const int32_t *seen, int64_t cell,
                             wb_error *err)
{
    wb_status st = WB_OK;
    size_t n_waves = f->panel->n_waves;

    for (size_t m = 0; m < f->panel->n_measures && st == WB_OK; m++) {
        series s;
        st = make_series(&s, n_waves, err);
        for (size_t w = 0; w < n_waves && st == WB_OK; w++) {
            if (seen[w] >= 0)
                st = take_wave(f, &s, seen[w], w, m, err);
        }
        if (st == WB_OK)
            st = relate(f, &s, (size_t)cell * f->panel->n_measures + m, err);
        free_series(&s, n_waves);
    }
    return st;
}

wb_status wb_filling_waves(wb_filling *f, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n_waves = f->panel->n_waves;
    size_t n = (size_t)f->part->n_cells * n_waves;
    int32_t *seen = wb_allocate(n, sizeof *seen);

    if (seen == NULL)
        return wb_fail_nomem(err);
    memset(seen, 0xff, n * sizeof *seen);
    for (int32_t i = 0; i < f->view.list.n_seen; i++)
        seen[(size_t)f->place[i] * n_waves +
             (size_t)(f->view.list.seen[i].rank / f->n_groups)] = i;
    for (int64_t c = 0; c < f->part->n_cells; c++)
        WB_TRY(relate_cell(f, seen + (size_t)c * n_waves, c, err));
done:
    wb_release(seen);
    return st;
}
