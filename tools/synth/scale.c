/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "scale.h"

#include "fault.h"
#include "lattice.h"

#include <string.h>

/* How easily items are answered on the far side; item i of a scale has profile[i % 5]. */
static const double profile[] = {1.0, 1.5, 0.7, 2.0, 0.5};

static void backward_sums(const scale *s, const unsigned char *which, size_t n, int range,
                          scale_suffix *out)
{
    memset(out->at[n], 0, sizeof out->at[n]);
    out->at[n][0] = 1;
    for (size_t j = n; j-- > 0;) {
        const double *weight = s->items[which[j]].weight;
        int most = (int)(n - j) * range;

        for (int sum = 0; sum <= most; sum++) {
            int last = most - range; /* the most the items after j can add up to */
            double total = 0;

            for (int v = sum > last ? sum - last : 0; v <= range && v <= sum; v++) {
                total += weight[v] * out->at[j + 1][sum - v];
            }
            out->at[j][sum] = total;
        }
    }
}

static void draw_items(const scale *s, const unsigned char *which, size_t n, int sum,
                       const scale_suffix *suffix, random_stream *random,
                       int answers[MAX_ITEMS])
{
    for (size_t j = 0; j < n; j++) {
        const item *it = &s->items[which[j]];
        int last = (int)(n - j - 1) * s->range;
        int v = sum > last ? sum - last : 0;
        double u = random_uniform(random) * suffix->at[j][sum];

        for (; v < s->range && v < sum; v++) {
            u -= it->weight[v] * suffix->at[j + 1][sum - v];
            if (u < 0) {
                break;
            }
        }
        sum -= v;
        answers[which[j]] = it->reversed ? it->max - v : it->min + v;
    }
}

void scale_draw(const scale *s, int light, random_stream *random,
                unsigned char answered[MAX_ITEMS], int answers[MAX_ITEMS])
{
    unsigned char which[MAX_ITEMS];
    size_t n = 0;
    int sum = 0;
    double u;

    for (size_t i = 0; i < s->n_items; i++) {
        which[n] = (unsigned char)i;
        n += answered[i];
    }
    if (n == 0 || s->effect[n] == SHOWS_SOME) {
        memset(answered, 0, MAX_ITEMS);
        return;
    }
    if (s->effect[n] == NO_SCORE) { /* as if all were answered; some just do not show */
        for (n = 0; n < s->n_items; n++) {
            which[n] = (unsigned char)n;
        }
    }
    u = random_uniform(random);
    while (u >= s->sums[n][light][sum]) {
        sum++;
    }
    if (n == s->n_items) {
        draw_items(s, which, n, sum, &s->full, random, answers);
    } else {
        scale_suffix part;

        backward_sums(s, which, n, s->range, &part);
        draw_items(s, which, n, sum, &part, random, answers);
    }
}

/* ---- reading ---- */

static wb_status read_item(const json_t *object, size_t index, item *it, wb_error *err)
{
    const json_t *missing = json_object_get(object, "missing");
    double weight = 1;

    it->id = json_string_value(json_object_get(object, "id"));
    it->min = (int)json_integer_value(json_object_get(object, "min"));
    it->max = (int)json_integer_value(json_object_get(object, "max"));
    it->reversed = json_is_true(json_object_get(object, "reversed"));
    it->has_code = json_array_size(missing) > 0;
    it->code = (int)json_integer_value(json_array_get(missing, 0));
    if (it->id == NULL || it->max <= it->min || it->max - it->min > MAX_VALUE) {
        return fault(err, WB_E_LIMIT, "item '%s' has codes %d to %d; at most %d apart",
                     it->id == NULL ? "" : it->id, it->min, it->max, MAX_VALUE);
    }
    for (int v = 0; v <= it->max - it->min; v++) {
        it->weight[v] = weight;
        weight *= (double)(it->max - it->min - v) / (v + 1) *
                  profile[index % (sizeof profile / sizeof *profile)];
    }
    return WB_OK;
}

static const json_t *find_by_id(const json_t *list, const char *id)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *entry = json_array_get(list, i);
        const char *own = json_string_value(json_object_get(entry, "id"));

        if (own != NULL && id != NULL && strcmp(own, id) == 0) {
            return entry;
        }
    }
    return NULL;
}

static wb_status read_scale(scale *s, const definition *d, const char *id, wb_error *err)
{
    const json_t *file = d->instrument_json;
    const json_t *entry = find_by_id(json_object_get(file, "scales"), id);
    const json_t *ids = json_object_get(entry, "items");
    unsigned char all[MAX_ITEMS];
    wb_status st;

    memset(s, 0, sizeof *s);
    s->id = id;
    s->n_items = json_array_size(ids);
    if (s->n_items == 0 || s->n_items > MAX_ITEMS) {
        return fault(err, WB_E_LIMIT, "scale '%s' has %zu items; 1 to %d are possible",
                     id, s->n_items, MAX_ITEMS);
    }
    for (size_t i = 0; i < s->n_items; i++) {
        const char *name = json_string_value(json_array_get(ids, i));

        TRY(read_item(find_by_id(json_object_get(file, "items"), name), i, &s->items[i],
                      err));
        all[i] = (unsigned char)i;
        if (i > 0 && s->items[i].max - s->items[i].min != s->range) {
            return fault(err, WB_E_UNSUPPORTED, "items of scale '%s' differ in range",
                         id);
        }
        s->range = s->items[i].max - s->items[i].min;
    }
    backward_sums(s, all, s->n_items, s->range, &s->full);
done:
    return st;
}

/* The cumulative distribution of the sum given the light. Green has most people in its
 * middle, the others most near green: invented, and documented in docs/microdata.md. */
static int spread_sums(scale *s, size_t n, int light, const lattice *l)
{
    int most = (int)n * s->range, size = 0, place = 0, high_is_bad;
    double total = 0, *sums = s->sums[n][light];

    high_is_bad = l->light[n][most] > l->light[n][0];
    for (int sum = 0; sum <= most; sum++) {
        size += l->light[n][sum] == light;
    }
    for (int sum = 0; sum <= most; sum++) {
        int from_good = high_is_bad ? place : size - 1 - place;
        int from_bad = size - 1 - from_good;
        int hump = from_good < from_bad ? from_good : from_bad;

        if (l->light[n][sum] == light) {
            total += 1 + (light == 0 ? 2 * hump : 2 * from_bad);
            place++;
        }
        sums[sum] = total;
    }
    for (int sum = 0; sum <= most && size > 0; sum++) {
        sums[sum] /= total;
    }
    return size > 0;
}

wb_status scale_read_all(scale *scales, const definition *d, wb_error *err)
{
    lattice *lattices = NULL;
    wb_status st;

    TRY(fault_new(MAX_SCALES, sizeof *lattices, &lattices, err));
    for (size_t i = 0; i < d->n_indicators; i++) {
        TRY(read_scale(&scales[i], d, d->indicators[i].scale, err));
        for (size_t j = 0; j < i; j++) {
            if (strcmp(scales[i].id, scales[j].id) == 0) {
                st = fault(err, WB_E_UNSUPPORTED, "scale '%s' has two indicators",
                           scales[i].id);
                goto done;
            }
        }
    }
    TRY(lattice_score(lattices, scales, d, err));
    for (size_t i = 0; i < d->n_indicators; i++) {
        int n_lights = i < d->n_lights && d->indicators[i].has_acute ? 3 : 2;

        for (size_t n = 1; n <= scales[i].n_items; n++) {
            scales[i].effect[n] = lattices[i].light[n][0] < 0 ? NO_SCORE : SHOWS_ALL;
            for (int light = 0; light < n_lights && scales[i].effect[n] == SHOWS_ALL;
                 light++) {
                if (!spread_sums(&scales[i], n, light, &lattices[i])) {
                    scales[i].effect[n] = SHOWS_SOME;
                }
            }
        }
        if (scales[i].effect[scales[i].n_items] != SHOWS_ALL) {
            st = fault(err, WB_E_DATA, "indicator '%s' cannot show every light",
                       d->indicators[i].id);
            goto done;
        }
    }
done:
    lattice_free(lattices);
    return st;
}
