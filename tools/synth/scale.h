/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Answers to the items of a scale, given the light its indicator has to show.
 *
 * Which sums of answers show which light, for every number of items answered, is asked of
 * the library itself by scoring one row per possible sum; the generator knows no cut-off.
 * Given the sum, the items follow a partial credit model (weight of value v of an item:
 * C(m,v) t^v, t its own), drawn exactly by backward sums: one pass over the items. */
#ifndef WB_SYNTH_SCALE_H
#define WB_SYNTH_SCALE_H

#include "definition.h"
#include "random.h"

enum {
    MAX_ITEMS = 16, /* of one scale */
    MAX_VALUE = 6,  /* highest minus lowest code */
    MAX_SUM = MAX_ITEMS * MAX_VALUE,
    MAX_SCALES = MAX_INDICATORS,
    N_LIGHTS = 3 /* green, orange (problem), red (acute) */
};

typedef struct item {
    const char *id;
    int min, max, reversed;
    int code; /* user-missing code, when has_code */
    int has_code;
    double weight[MAX_VALUE + 1];
} item;

/* at[j][s]: total weight of all answers to items j.. that add up to s. */
typedef struct scale_suffix {
    double at[MAX_ITEMS + 1][MAX_SUM + 1];
} scale_suffix;

/* What so many answers do: show any light, give no score, or show some lights only. */
typedef enum scale_effect { SHOWS_ALL, NO_SCORE, SHOWS_SOME } scale_effect;

typedef struct scale {
    const char *id;
    size_t n_items;
    int range; /* highest minus lowest code, the same for all its items */
    item items[MAX_ITEMS];
    scale_suffix full;
    /* Per number answered: what it does to the score, and the cumulative distribution of
     * the sum for each light. */
    scale_effect effect[MAX_ITEMS + 1];
    double sums[MAX_ITEMS + 1][N_LIGHTS][MAX_SUM + 1];
} scale;

/* Read all scales, in the order of the indicators of d. */
wb_status scale_read_all(scale *scales, const definition *d, wb_error *err);

/* Draw the answers (codes as in the file) of a respondent. answered[i] says which items
 * get one; answers[i] is set for those. Where so few answers could not show every light,
 * all of answered is cleared: whatever the light, so that what is missing says nothing.
 */
void scale_draw(const scale *s, int light, random_stream *random,
                unsigned char answered[MAX_ITEMS], int answers[MAX_ITEMS]);

#endif
