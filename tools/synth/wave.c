/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "wave.h"

#include "fault.h"
#include "targets.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double start_odds = 0.25; /* of a problem, before effects and targets */

static const json_t *find_wave(const json_t *file, int year)
{
    const json_t *waves = json_object_get(file, "waves");

    for (size_t i = 0; i < json_array_size(waves); i++) {
        const json_t *entry = json_array_get(waves, i);

        if (json_integer_value(json_object_get(entry, "wave")) == year) {
            return entry;
        }
    }
    return NULL;
}

wb_status wave_default_rows(const definition *d, int year, int64_t *rows, wb_error *err)
{
    const json_t *known = json_object_get(find_wave(d->reference, year), "n");
    double n = 0;
    wb_status st;

    if (known != NULL) {
        st = definition_number(known, "value", &n, err);
    } else {
        st = definition_number(find_wave(d->parameters, year), "n", &n, err);
    }
    if (st == WB_OK) {
        *rows = (int64_t)n;
    }
    return st;
}

/* ---- groups ---- */

static double share_given(const definition *d, const unsigned char *level, size_t f)
{
    const factor *own = &d->factors[f];

    for (size_t other = 0; other < f; other++) {
        const json_t *table = json_object_get(own->given, d->factors[other].name);
        const json_t *shares =
            json_object_get(table, d->factors[other].level[level[other]]);

        if (shares != NULL) {
            return json_number_value(json_array_get(shares, level[f]));
        }
    }
    return own->share[level[f]];
}

/* Scale the groups until every level of every factor has its share. */
static wb_status rake_groups(wave *w, const definition *d, wb_error *err)
{
    double largest = 1;

    for (int sweep = 0; sweep < 5000 && largest > 1e-13; sweep++) {
        largest = 0;
        for (size_t f = 0; f < d->n_factors; f++) {
            double sum[MAX_LEVELS] = {0};

            for (size_t g = 0; g < w->n_groups; g++) {
                sum[w->level[g * d->n_factors + f]] += w->share[g];
            }
            for (size_t i = 0; i < d->factors[f].n_levels; i++) {
                double off = fabs(sum[i] - d->factors[f].share[i]);

                largest = off > largest ? off : largest;
            }
            for (size_t g = 0; g < w->n_groups; g++) {
                size_t i = w->level[g * d->n_factors + f];

                w->share[g] *= d->factors[f].share[i] / sum[i];
            }
        }
    }
    return largest > 1e-13 ? fault(err, WB_E_CONVERGENCE,
                                   "the shares of the factors contradict "
                                   "their shares given other factors")
                           : WB_OK;
}

static wb_status make_groups(wave *w, const definition *d, wb_error *err)
{
    size_t n_factors = d->n_factors, all = 1;
    wb_status st;

    for (size_t f = 0; f < n_factors; f++) {
        all *= d->factors[f].n_levels;
    }
    TRY(fault_new(all * n_factors, 1, &w->level, err));
    TRY(fault_new(all, sizeof *w->share, &w->share, err));
    for (size_t code = 0; code < all; code++) {
        unsigned char *level = w->level + w->n_groups * n_factors;
        size_t rest = code;
        double share = 1;

        for (size_t f = 0; f < n_factors; f++) {
            level[f] = (unsigned char)(rest % d->factors[f].n_levels);
            rest /= d->factors[f].n_levels;
            share *= share_given(d, level, f);
        }
        if (share > 0) {
            w->share[w->n_groups++] = share;
        }
    }
    st = rake_groups(w, d, err);
done:
    return st;
}

/* ---- strata ---- */

/* Which of the lists in `parts` has this level; -1: none. */
static int part_of(const json_t *parts, const char *level)
{
    for (size_t i = 0; i < json_array_size(parts); i++) {
        const json_t *part = json_array_get(parts, i);

        for (size_t j = 0; j < json_array_size(part); j++) {
            const char *name = json_string_value(json_array_get(part, j));

            if (name != NULL && strcmp(name, level) == 0) {
                return (int)i;
            }
        }
    }
    return -1;
}

static wb_status make_strata(wave *w, const definition *d, wb_error *err)
{
    const json_t *strata = json_object_get(d->parameters, "strata");
    wb_status st;

    w->n_strata = 1;
    for (size_t f = 0; f < d->n_factors; f++) {
        const json_t *parts = json_object_get(strata, d->factors[f].name);

        w->n_strata *= parts == NULL ? 1 : json_array_size(parts);
    }
    if (w->n_strata == 0 || w->n_strata > MAX_STRATA) {
        return fault(err, WB_E_LIMIT, "%zu strata; 1 to %d are possible", w->n_strata,
                     MAX_STRATA);
    }
    TRY(fault_new(w->n_groups, 1, &w->stratum, err));
    for (size_t g = 0; g < w->n_groups; g++) {
        size_t stratum = 0;

        for (size_t f = 0; f < d->n_factors; f++) {
            const json_t *parts = json_object_get(strata, d->factors[f].name);
            const char *level = d->factors[f].level[w->level[g * d->n_factors + f]];
            int part = parts == NULL ? 0 : part_of(parts, level);

            if (part < 0) {
                return fault(err, WB_E_DATA, "'%s' is in no stratum", level);
            }
            stratum =
                parts == NULL ? stratum : stratum * json_array_size(parts) + (size_t)part;
        }
        w->stratum[g] = (unsigned char)stratum;
        w->stratum_share[stratum] += w->share[g];
    }
done:
    return st;
}

/* ---- lights and the rest ---- */

static double group_effect(const wave *w, const definition *d, size_t g,
                           const char *indicator)
{
    const json_t *effects = json_object_get(d->parameters, "effects");
    double effect = 1;

    for (size_t f = 0; f < d->n_factors; f++) {
        effect *= definition_effect(json_object_get(effects, d->factors[f].name),
                                    d->factors[f].level[w->level[g * d->n_factors + f]],
                                    indicator);
    }
    return effect;
}

static double pattern_association(const definition *d, size_t pattern)
{
    const json_t *table = json_object_get(d->parameters, "association");
    double association = 1;

    for (size_t i = 0; i < d->n_lights; i++) {
        for (size_t j = i + 1; j < d->n_lights; j++) {
            if ((pattern >> i & 1) && (pattern >> j & 1)) {
                association *=
                    definition_effect(table, d->indicators[i].id, d->indicators[j].id);
            }
        }
    }
    return association;
}

static wb_status make_lights(wave *w, const definition *d, wb_error *err)
{
    fit_target fits[MAX_TARGETS];
    size_t n = 0;
    wb_status st;

    w->n_patterns = (size_t)1 << d->n_lights;
    TRY(fault_new(w->n_groups * w->n_patterns, sizeof *w->mass, &w->mass, err));
    for (size_t g = 0; g < w->n_groups; g++) {
        double odds[MAX_LIGHTS] = {0};

        for (size_t i = 0; i < d->n_lights; i++) {
            odds[i] = start_odds * group_effect(w, d, g, d->indicators[i].id);
        }
        for (size_t p = 0; p < w->n_patterns; p++) {
            double m = pattern_association(d, p);

            for (size_t i = 0; i < d->n_lights; i++) {
                m *= (p >> i & 1) ? odds[i] : 1;
            }
            w->mass[g * w->n_patterns + p] = m;
        }
    }
    for (size_t i = 0; i < w->n_targets; i++) {
        if (w->targets[i].fit.event != 0) {
            fits[n++] = w->targets[i].fit;
        }
    }
    st = fit_patterns(w->mass, w->share, w->n_groups, w->n_patterns, fits, n, err);
done:
    return st;
}

/* Odds before the fit: by group for a risk, and by the lights that go with it. */
static double binary_odds(const wave *w, const definition *d, const binary *b, size_t g,
                          size_t pattern)
{
    const json_t *effects = json_object_get(d->parameters, "risk_effects");
    const char *id = d->indicators[b->indicator].id;
    double odds = b->acute ? start_odds : start_odds * group_effect(w, d, g, id);
    double more = json_number_value(json_object_get(d->parameters, "acute_with_others"));

    for (size_t i = 0; i < d->n_lights; i++) {
        if (!(pattern >> i & 1) || (b->acute && i == b->indicator)) {
            continue;
        }
        odds *= b->acute ? more : definition_effect(effects, id, d->indicators[i].id);
    }
    return odds;
}

static wb_status make_binary(wave *w, const definition *d, size_t indicator, int acute,
                             wb_error *err)
{
    binary *b = &w->binaries[w->n_binaries];
    fit_target fits[MAX_TARGETS];
    char variable[128];
    size_t n = 0;
    wb_status st;

    *b = (binary){indicator, acute, 0, NULL};
    for (size_t p = 0; p < w->n_patterns; p++) {
        b->eligible |= !acute || (p >> indicator & 1) ? UINT32_C(1) << p : 0;
    }
    TRY(fault_new(w->n_groups * w->n_patterns, sizeof *b->yes, &b->yes, err));
    w->n_binaries++;
    for (size_t g = 0; g < w->n_groups; g++) {
        for (size_t p = 0; p < w->n_patterns; p++) {
            b->yes[g * w->n_patterns + p] = binary_odds(w, d, b, g, p);
        }
    }
    targets_variable(d, indicator, acute, variable, sizeof variable);
    for (size_t i = 0; i < w->n_targets; i++) {
        if (strcmp(w->targets[i].variable, variable) == 0) {
            fits[n++] = w->targets[i].fit;
        }
    }
    st = fit_binary(b->yes, w->mass, w->n_groups, w->n_patterns, b->eligible, fits, n,
                    err);
done:
    return st;
}

static void set_attributes(wave *w, const definition *d)
{
    for (size_t a = 0; a < d->n_attributes; a++) {
        for (size_t i = 0; i < w->n_targets; i++) {
            if (strcmp(w->targets[i].variable, d->attributes[a].name) == 0) {
                w->attribute[a] = w->targets[i].fit.share;
            }
        }
    }
}

wb_status wave_make(wave *w, const definition *d, int year, int64_t rows, wb_error *err)
{
    const json_t *entry = find_wave(d->parameters, year);
    wb_status st;

    if (entry == NULL) {
        return fault(err, WB_E_ARG, "there is no wave %d in this group", year);
    }
    w->year = year;
    w->n_rows = rows;
    if (rows < 0) {
        TRY(wave_default_rows(d, year, &w->n_rows, err));
    }
    TRY(definition_number(entry, "population", &w->population, err));
    TRY(make_groups(w, d, err));
    TRY(make_strata(w, d, err));
    TRY(targets_collect(w, d, err));
    TRY(make_lights(w, d, err));
    for (size_t i = 0; i < d->n_indicators; i++) {
        if (i >= d->n_lights) {
            TRY(make_binary(w, d, i, 0, err));
        } else if (d->indicators[i].has_acute) {
            TRY(make_binary(w, d, i, 1, err));
        }
    }
    set_attributes(w, d);
done:
    return st;
}

void wave_clear(wave *w)
{
    for (size_t b = 0; b < w->n_binaries; b++) {
        free(w->binaries[b].yes);
    }
    for (size_t t = 0; t < w->n_targets; t++) {
        free((void *)(uintptr_t)w->targets[t].fit.in_group);
    }
    free(w->level);
    free(w->share);
    free(w->mass);
    free(w->stratum);
    memset(w, 0, sizeof *w);
}
