/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "lattice.h"

#include "fault.h"
#include "targets.h"

#include <stdlib.h>
#include <string.h>

enum { N_ROWS = (MAX_ITEMS + 1) * (MAX_SUM + 1), NO_ANSWER = -128 };

void lattice_free(lattice *lattices)
{
    free(lattices);
}

/* Row n * (MAX_SUM + 1) + sum: the first n items of the scale add up to sum. */
static void fill_item(const scale *s, size_t index, int8_t *codes)
{
    const item *it = &s->items[index];

    memset(codes, NO_ANSWER, N_ROWS);
    for (size_t n = index + 1; n <= s->n_items; n++) {
        for (int sum = 0; sum <= (int)n * s->range; sum++) {
            int v = sum - (int)index * s->range; /* the items before take what they can */

            v = v < 0 ? 0 : v > s->range ? s->range : v;
            codes[n * (MAX_SUM + 1) + (size_t)sum] =
                (int8_t)(it->reversed ? it->max - v : it->min + v);
        }
    }
}

static wb_status add_items(wb_frame *frame, const scale *s, wb_error *err)
{
    int8_t codes[N_ROWS];
    wb_status st = WB_OK;

    for (size_t i = 0; i < s->n_items && st == WB_OK; i++) {
        wb_column column = WB_COLUMN_INIT;

        fill_item(s, i, codes);
        column.type = WB_TYPE_INT8;
        column.flags = WB_COLUMN_COPY | WB_COLUMN_SENTINEL;
        column.sentinel = NO_ANSWER;
        column.values = codes;
        st = wb_frame_add_column(frame, s->items[i].id, &column, err);
    }
    return st;
}

/* -1 where missing, else 0 or 1; 0 throughout when the column is not there. */
static int light_at(const wb_frame *scored, const char *variable, size_t row)
{
    int64_t column = wb_frame_find(scored, variable);

    if (column < 0) {
        return 0;
    }
    if (wb_frame_is_missing(scored, (size_t)column, (int64_t)row)) {
        return -1;
    }
    return (int)wb_frame_int64(scored, (size_t)column, (int64_t)row);
}

static void read_lights(const wb_frame *scored, const definition *d, size_t indicator,
                        const scale *s, lattice *out)
{
    char problem[128], acute[128];

    memset(out->light, -1, sizeof out->light);
    targets_variable(d, indicator, 0, problem, sizeof problem);
    targets_variable(d, indicator, 1, acute, sizeof acute);
    for (size_t n = 1; n <= s->n_items; n++) {
        for (size_t sum = 0; sum <= n * (size_t)s->range; sum++) {
            size_t row = n * (MAX_SUM + 1) + sum;
            int light = light_at(scored, problem, row);

            if (light == 1 && indicator < d->n_lights) {
                light += light_at(scored, acute, row);
            }
            out->light[n][sum] = (signed char)light;
        }
    }
}

wb_status lattice_score(lattice *lattices, const scale *scales, const definition *d,
                        wb_error *err)
{
    wb_score_options options = WB_SCORE_OPTIONS_INIT;
    wb_frame *answers = NULL, *scored = NULL;
    wb_status st;

    TRY(wb_frame_new(N_ROWS, &answers, err));
    for (size_t i = 0; i < d->n_indicators; i++) {
        TRY(add_items(answers, &scales[i], err));
    }
    options.keep = WB_KEEP_NONE;
    TRY(wb_score(d->instrument, answers, &options, NULL, &scored, err));
    for (size_t i = 0; i < d->n_indicators; i++) {
        read_lights(scored, d, i, &scales[i], &lattices[i]);
    }
done:
    wb_frame_free(scored);
    wb_frame_free(answers);
    return st;
}
