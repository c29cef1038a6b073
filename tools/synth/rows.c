/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "rows.h"

#include "fault.h"
#include "sample.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BUFFER_SIZE = 1 << 16, LONGEST_ROW = 1 << 13, LONGEST_CODE = 12 };

/* A field as it is written, with the comma before it. */
typedef struct token {
    unsigned char length;
    char text[LONGEST_CODE + 1];
} token;

struct rows {
    const definition *d;
    const scale *scales;
    uint64_t seed;
    wb_writer *writer;
    token values[MAX_SCALES][MAX_ITEMS][MAX_VALUE + 1];
    token codes[MAX_SCALES][MAX_ITEMS]; /* user-missing */
    size_t used;
    char buffer[BUFFER_SIZE];
};

static void set_token(token *t, int code)
{
    t->length = (unsigned char)snprintf(t->text, sizeof t->text, ",%d", code);
}

wb_status rows_new(const definition *d, const scale *scales, uint64_t seed,
                   wb_writer *writer, rows **out, wb_error *err)
{
    rows *r = NULL;
    wb_status st = fault_new(1, sizeof *r, &r, err);

    *out = r;
    if (st != WB_OK) {
        return st;
    }
    r->d = d;
    r->scales = scales;
    r->seed = seed;
    r->writer = writer;
    for (size_t s = 0; s < d->n_indicators; s++) {
        for (size_t i = 0; i < scales[s].n_items; i++) {
            const item *it = &scales[s].items[i];

            for (int v = it->min; v <= it->max; v++) {
                set_token(&r->values[s][i][v - it->min], v);
            }
            set_token(&r->codes[s][i], it->code);
        }
    }
    return WB_OK;
}

void rows_free(rows *r)
{
    free(r);
}

wb_status rows_flush(rows *r, wb_error *err)
{
    size_t used = r->used;

    r->used = 0;
    return wb_writer_write(r->writer, r->buffer, used, err);
}

static void put(rows *r, const char *text, size_t length)
{
    memcpy(r->buffer + r->used, text, length);
    r->used += length;
}

static void put_field(rows *r, const char *text)
{
    put(r, ",", 1);
    put(r, text, strlen(text));
}

static void put_number(rows *r, int64_t number)
{
    char digits[20];
    size_t n = 0;

    do {
        digits[n++] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    while (n > 0) {
        r->buffer[r->used++] = digits[--n];
    }
}

/* With four decimals, in whole numbers: the same on every machine. */
static void put_weight(rows *r, double weight)
{
    int64_t units = (int64_t)(weight * 10000 + 0.5);
    char decimals[] = {'.', '0', '0', '0', '0'};

    put(r, ",", 1);
    put_number(r, units / 10000);
    units %= 10000;
    for (size_t i = 4; i > 0; i--) {
        decimals[i] = (char)('0' + units % 10);
        units /= 10;
    }
    put(r, decimals, sizeof decimals);
}

wb_status rows_header(rows *r, wb_error *err)
{
    const definition *d = r->d;
    char comment[512];
    wb_status st;

    snprintf(comment, sizeof comment,
             "# SYNTHETIC microdata for %s, seed %" PRIu64 ": nobody gave these answers. "
             "Published figures they are made to reproduce: the anchored ones of "
             "data/reference/%s.json; everything else is invented\n",
             wb_instrument_id(d->instrument), r->seed, wb_instrument_id(d->instrument));
    put(r, comment, strlen(comment));
    put(r, "id,year,weight,stratum", strlen("id,year,weight,stratum"));
    for (size_t f = 0; f < d->n_factors; f++) {
        put_field(r, d->factors[f].name);
    }
    for (size_t a = 0; a < d->n_attributes; a++) {
        put_field(r, d->attributes[a].name);
    }
    for (size_t s = 0; s < d->n_indicators; s++) {
        TRY(rows_flush(r, err));
        for (size_t i = 0; i < r->scales[s].n_items; i++) {
            put_field(r, r->scales[s].items[i].id);
        }
    }
    put(r, "\n", 1);
    st = WB_OK;
done:
    return st;
}

static void put_attribute(rows *r, const attribute *a, double parameter,
                          random_stream *random)
{
    double u = random_uniform(random);
    size_t level = 0;

    if (a->kind == ATTRIBUTE_SHARE) {
        put_field(r, u < parameter ? "1" : "0");
    } else if (a->kind == ATTRIBUTE_MEAN) {
        /* floor(x + u) is x on average, whatever x. */
        double x = parameter + a->spread * (random_uniform(random) - 0.5) +
                   a->spread * (random_uniform(random) - 0.5);

        put(r, ",", 1);
        put_number(r, (int64_t)(x + u));
    } else {
        while (level + 1 < a->n_levels && u >= a->share[level]) {
            u -= a->share[level++];
        }
        put_field(r, a->level[level]);
    }
}

/* The answers to one scale: who is careless leaves items out, anyone may skip a scale,
 * and neither has to do with the light. */
static void put_scale(rows *r, size_t index, int light, int careless,
                      random_stream *random)
{
    const definition *d = r->d;
    const scale *s = &r->scales[index];
    unsigned char answered[MAX_ITEMS] = {0}, coded[MAX_ITEMS] = {0};
    int answers[MAX_ITEMS] = {0};
    int skipped = random_uniform(random) < d->skip_scale;

    for (size_t i = 0; i < s->n_items; i++) {
        answered[i] = !skipped;
        if (careless && !skipped && random_uniform(random) < d->careless_item) {
            answered[i] = 0;
            coded[i] = s->items[i].has_code && random_uniform(random) < d->code_share;
        }
    }
    scale_draw(s, light, random, answered, answers);
    for (size_t i = 0; i < s->n_items; i++) {
        if (answered[i]) {
            const token *t = &r->values[index][i][answers[i] - s->items[i].min];

            put(r, t->text, t->length);
        } else if (coded[i]) {
            put(r, r->codes[index][i].text, r->codes[index][i].length);
        } else {
            put(r, ",", 1);
        }
    }
}

static void put_row(rows *r, const wave *w, const sample *sampled, int64_t row,
                    int64_t id)
{
    const definition *d = r->d;
    random_stream random = random_for_row(r->seed, (uint64_t)w->year, (uint64_t)row);
    person p;
    int careless;

    sample_draw(sampled, w, d, row, &random, &p);
    put_number(r, id);
    put(r, ",", 1);
    put_number(r, w->year);
    put_weight(r, p.weight);
    put(r, ",", 1);
    put_number(r, (int64_t)w->year * 100 + (int64_t)p.stratum + 1);
    for (size_t f = 0; f < d->n_factors; f++) {
        put_field(r, d->factors[f].level[w->level[p.group * d->n_factors + f]]);
    }
    for (size_t a = 0; a < d->n_attributes; a++) {
        put_attribute(r, &d->attributes[a], w->attribute[a], &random);
    }
    careless = random_uniform(&random) < d->careless;
    for (size_t s = 0; s < d->n_indicators; s++) {
        put_scale(r, s, p.light[s], careless, &random);
    }
    put(r, "\n", 1);
}

wb_status rows_write(rows *r, const wave *w, int64_t first, int64_t end, int64_t first_id,
                     wb_error *err)
{
    sample *sampled = NULL;
    wb_status st;

    TRY(sample_new(w, &sampled, err));
    for (int64_t row = first; row < end; row++) {
        if (r->used > BUFFER_SIZE - LONGEST_ROW) {
            TRY(rows_flush(r, err));
        }
        put_row(r, w, sampled, row, first_id + row);
    }
    st = WB_OK;
done:
    sample_free(sampled);
    return st;
}
