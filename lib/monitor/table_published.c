/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Part "published": estimates beside what others published. */
#include "monitor/series.h"
#include "monitor/table.h"

#include <math.h>
#include <string.h>

static const char *const statuses[] = {"ok", "missing", "hidden", "no_cell", "no_figure"};
enum { OK, MISSING, HIDDEN, NO_CELL, NO_FIGURE, N_STATUSES };
static const char *const places[] = {"inside", "below", "above"};

static const wb_fill_column first_columns[] = {{"wave", WB_TYPE_DICTIONARY},
                                               {NULL, WB_TYPE_NULL}};
static const wb_fill_column last_columns[] = {{"statistic", WB_TYPE_DICTIONARY},
                                              {"variable", WB_TYPE_DICTIONARY},
                                              {"category", WB_TYPE_DICTIONARY},
                                              {"measure", WB_TYPE_DICTIONARY},
                                              {"kind", WB_TYPE_DICTIONARY},
                                              {"estimate", WB_TYPE_FLOAT64},
                                              {"se", WB_TYPE_FLOAT64},
                                              {"lower", WB_TYPE_FLOAT64},
                                              {"upper", WB_TYPE_FLOAT64},
                                              {"n", WB_TYPE_INT64},
                                              {"status", WB_TYPE_DICTIONARY},
                                              {"published", WB_TYPE_FLOAT64},
                                              {"published_rounding", WB_TYPE_FLOAT64},
                                              {"published_status", WB_TYPE_DICTIONARY},
                                              {"published_n", WB_TYPE_FLOAT64},
                                              {"published_se", WB_TYPE_FLOAT64},
                                              {"difference", WB_TYPE_FLOAT64},
                                              {"published_is", WB_TYPE_DICTIONARY},
                                              {"published_source", WB_TYPE_UTF8},
                                              {"published_note", WB_TYPE_UTF8},
                                              {NULL, WB_TYPE_NULL}};

typedef struct listing {
    const wb_monitor_results *results;
    wb_names waves; /* of results and figures, in order of time */
    double *times;
    size_t *places; /* of the waves among those of the results; or WB_NOWHERE */
    wb_fill fill;
} listing;

/* ---- waves ---- */

static wb_status insert_wave(listing *l, const char *id, double time, size_t place,
                             wb_error *err)
{
    size_t at = l->waves.count;
    wb_status st = wb_names_add(&l->waves, id, err);

    for (; st == WB_OK && at > 0 && l->times[at - 1] > time; at--) {
        char *later = l->waves.items[at - 1];
        l->waves.items[at - 1] = l->waves.items[at];
        l->waves.items[at] = later;
        l->times[at] = l->times[at - 1];
        l->places[at] = l->places[at - 1];
    }
    if (st == WB_OK) {
        l->times[at] = time;
        l->places[at] = place;
    }
    return st;
}

/* Waves of figures that results do not have; what is no year comes last. */
static wb_status list_waves(listing *l, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_monitor_results *r = l->results;
    const wb_figures *figures = &r->definition->figures;
    size_t room = r->waves.count + figures->n;

    l->times = wb_allocate(room, sizeof *l->times);
    l->places = wb_allocate(room, sizeof *l->places);
    if (l->times == NULL || l->places == NULL)
        return wb_fail_nomem(err);
    for (size_t w = 0; w < r->waves.count; w++)
        WB_TRY(insert_wave(l, r->waves.items[w], r->times[w], w, err));
    for (size_t i = 0; i < figures->n; i++) {
        const char *wave = figures->items[i].wave;
        double time = INFINITY;
        (void)wb_parse_double(wave, strlen(wave), '.', &time);
        if (wb_names_find(&l->waves, wave) == l->waves.count)
            WB_TRY(insert_wave(l, wave, time, WB_NOWHERE, err));
    }
done:
    return st;
}

/* ---- columns ---- */

static wb_status declare_waves(listing *l, wb_error *err)
{
    return wb_fill_declare(&l->fill, first_columns, "wave",
                           (const char *const *)l->waves.items, l->waves.count, err);
}

static wb_status add_columns(listing *l, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_monitor_definition *d = l->results->definition;

    WB_TRY(wb_fill_columns(&l->fill, first_columns, err));
    WB_TRY(declare_waves(l, err));
    for (size_t v = 0; v < d->n_variables; v++) {
        if (wb_table_has_variable(d, v))
            WB_TRY(wb_fill_add_column(&l->fill, d->variables[v].id, WB_TYPE_DICTIONARY,
                                      err));
    }
    WB_TRY(wb_fill_columns(&l->fill, last_columns, err));
done:
    return st;
}

/* ---- rows ---- */

/* Values that are taken together, joined by '+'; missing when there are none. */
static wb_status put_joined(wb_fill *fill, const json_t *values, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text text = {0};

    for (size_t i = 0; i < json_array_size(values); i++) {
        const json_t *value = json_array_get(values, i);
        const char *word = json_string_value(value);
        char number[WB_NUMBER_CHARS];
        (void)wb_format_int64(number, json_integer_value(value));
        WB_TRY(wb_text_format(&text, err, "%s%s", i > 0 ? "+" : "",
                              word != NULL ? word : number));
    }
    WB_TRY(wb_fill_bytes(fill, values != NULL ? text.bytes : NULL, text.length, err));
done:
    wb_text_free(&text);
    return st;
}

static wb_status put_keys(listing *l, const wb_series *series, size_t wave, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_monitor_definition *d = l->results->definition;
    const wb_measure *measure = wb_table_measure(l->results, series->measure);
    bool proportion = measure->statistic == WB_STATISTIC_PROPORTION;

    WB_TRY(wb_fill_text(&l->fill, l->waves.items[wave], err));
    for (size_t v = 0; v < d->n_variables; v++) {
        if (wb_table_has_variable(d, v))
            WB_TRY(put_joined(
                &l->fill, wb_series_values(series->of->group, &d->variables[v]), err));
    }
    WB_TRY(wb_fill_text(&l->fill, proportion ? "proportion" : "mean", err));
    WB_TRY(wb_fill_text(&l->fill, measure->variable, err));
    WB_TRY(put_joined(&l->fill, series->of->categories, err));
    WB_TRY(wb_fill_text(&l->fill, measure->id, err));
    WB_TRY(wb_fill_text(&l->fill, wb_measure_kind_names[measure->kind], err));
done:
    return st;
}

static int status_of(const wb_series *series, const wb_figure *figure, const wb_own *own)
{
    if (own->hidden)
        return HIDDEN;
    if (series->no_cell)
        return NO_CELL;
    if (isnan(own->estimate))
        return MISSING;
    return figure != NULL ? OK : NO_FIGURE;
}

/* Where the figure is: a number that is printed so may lie in the interval. NULL: there
 * is no interval, or no more than a bound was published. */
static const char *place_of(const wb_figure *figure, const wb_own *own)
{
    if (isnan(own->lower) || isnan(own->upper) || figure->status == WB_FIGURE_BOUND)
        return NULL;
    if (figure->value + figure->rounding < own->lower)
        return places[1];
    return places[figure->value - figure->rounding > own->upper ? 2 : 0];
}

static wb_status put_figure(listing *l, const wb_figure *f, const wb_own *own,
                            wb_error *err)
{
    wb_status st = WB_OK;
    bool bound = f->status == WB_FIGURE_BOUND;
    wb_text source = {0};

    WB_TRY(wb_fill_double(&l->fill, f->value, err));
    WB_TRY(wb_fill_double(&l->fill, f->rounding, err));
    WB_TRY(wb_fill_text(&l->fill, wb_figure_status_names[f->status], err));
    WB_TRY(wb_fill_double(&l->fill, f->n, err));
    WB_TRY(wb_fill_double(&l->fill,
                          f->share ? sqrt(f->value * (1 - f->value) / f->n) : NAN, err));
    WB_TRY(wb_fill_double(&l->fill, bound ? NAN : own->estimate - f->value, err));
    WB_TRY(wb_fill_text(&l->fill, place_of(f, own), err));
    WB_TRY(wb_figure_source(&l->results->definition->figures, f, &source, err));
    WB_TRY(wb_fill_bytes(&l->fill, source.bytes, source.length, err));
    WB_TRY(wb_fill_text(&l->fill, f->note, err));
done:
    wb_text_free(&source);
    return st;
}

static wb_status put_no_figure(listing *l, wb_error *err)
{
    wb_status st = WB_OK;
    enum { N_OF_FIGURES = 9 };

    for (int i = 0; i < N_OF_FIGURES; i++)
        WB_TRY(wb_fill_missing(&l->fill, err));
done:
    return st;
}

static wb_status put_row(listing *l, const wb_series *series, const wb_figure *figure,
                         size_t wave, const wb_own *own, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(put_keys(l, series, wave, err));
    WB_TRY(wb_fill_double(&l->fill, own->estimate, err));
    WB_TRY(wb_fill_double(&l->fill, own->se, err));
    WB_TRY(wb_fill_double(&l->fill, own->lower, err));
    WB_TRY(wb_fill_double(&l->fill, own->upper, err));
    WB_TRY(wb_fill_given(&l->fill, own->n >= 0, own->n, err));
    WB_TRY(wb_fill_text(&l->fill, statuses[status_of(series, figure, own)], err));
    if (figure != NULL)
        WB_TRY(put_figure(l, figure, own, err));
    else
        WB_TRY(put_no_figure(l, err));
done:
    return st;
}

/* All figures of a wave; without any, the estimate when the wave came in. */
static wb_status put_wave(listing *l, const wb_series *series, size_t wave, wb_error *err)
{
    static const wb_own none = {false, NAN, NAN, NAN, NAN, -1};
    wb_status st = WB_OK;
    const wb_figures *figures = &l->results->definition->figures;
    size_t place = l->places[wave];
    bool came = place != WB_NOWHERE && l->results->rows[place] > 0;
    wb_own own = came ? wb_series_own(l->results, series, place) : none;
    size_t n = 0;

    for (const wb_figure *f = series->of; f < figures->items + figures->n; f++) {
        if (strcmp(f->wave, l->waves.items[wave]) == 0 && wb_series_same(f, series->of)) {
            WB_TRY(put_row(l, series, f, wave, &own, err));
            n++;
        }
    }
    if (n == 0 && came)
        WB_TRY(put_row(l, series, NULL, wave, &own, err));
done:
    return st;
}

static bool is_first(const wb_figures *figures, size_t i)
{
    for (size_t k = 0; k < i; k++) {
        if (wb_series_same(&figures->items[k], &figures->items[i]))
            return false;
    }
    return true;
}

static wb_status put_all(listing *l, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_figures *figures = &l->results->definition->figures;
    wb_series series;

    for (size_t i = 0; i < figures->n; i++) {
        if (!is_first(figures, i) ||
            !wb_series_find(l->results, &figures->items[i], &series))
            continue;
        for (size_t w = 0; w < l->waves.count; w++)
            WB_TRY(put_wave(l, &series, w, err));
    }
done:
    return st;
}

wb_status wb_table_published(const wb_monitor_results *results, const char *language,
                             wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    listing l = {.results = results};
    wb_frame *made = NULL;

    (void)language;
    WB_TRY(list_waves(&l, err));
    WB_TRY(add_columns(&l, err));
    WB_TRY(put_all(&l, err));
    WB_TRY(wb_fill_finish(&l.fill, &made, err));
    WB_TRY(wb_table_describe(results, "published", made, err));
    *out = made;
    made = NULL;
done:
    wb_frame_free(made);
    wb_fill_close(&l.fill);
    wb_names_free(&l.waves);
    wb_release(l.times);
    wb_release(l.places);
    return st;
}
