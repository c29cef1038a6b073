/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the microdata are made of, read from three files: the instrument (items, scales,
 * indicators), the published figures (data/reference) and the invented rest
 * (data/synthetic; docs/microdata.md says what its keys mean). */
#ifndef WB_SYNTH_DEFINITION_H
#define WB_SYNTH_DEFINITION_H

#include <jansson.h>
#include <werkbaar/score.h>

enum {
    MAX_FACTORS = 6,
    MAX_LEVELS = 16,
    MAX_LIGHTS =
        4, /* workability indicators; a pattern is a set of problems among them */
    MAX_PATTERNS = 1 << MAX_LIGHTS,
    MAX_INDICATORS = 16,
    MAX_ATTRIBUTES = 4,
    MAX_WEIGHT_FACTORS = 16
};

/* A background column that the answers depend on. */
typedef struct factor {
    const char *name;
    size_t n_levels;
    const char *level[MAX_LEVELS];
    double share[MAX_LEVELS];
    const json_t *given; /* {other factor: {its level: shares}} or NULL */
} factor;

typedef enum attribute_kind {
    ATTRIBUTE_CATEGORY,
    ATTRIBUTE_SHARE,
    ATTRIBUTE_MEAN
} attribute_kind;

/* A background column that nothing depends on. */
typedef struct attribute {
    const char *name;
    attribute_kind kind;
    size_t n_levels;
    const char *level[MAX_LEVELS];
    double share[MAX_LEVELS];
    double spread; /* ATTRIBUTE_MEAN: whole numbers within 3/2 spread of the mean */
} attribute;

typedef struct indicator_part {
    const char *id;
    const char *scale;
    int has_acute;
} indicator_part;

typedef struct definition {
    json_t *instrument_json, *parameters, *reference; /* own every text below */
    wb_instrument *instrument;
    size_t n_indicators, n_lights; /* the first n_lights are the parts of none_of */
    indicator_part indicators[MAX_INDICATORS];
    const char *none_of, *count_of; /* composites: werkbaar, knelpunten */
    size_t n_factors;
    factor factors[MAX_FACTORS];
    size_t n_attributes;
    attribute attributes[MAX_ATTRIBUTES];
    size_t n_weight_factors;
    double weight_factors[MAX_WEIGHT_FACTORS];
    double careless, careless_item, skip_scale, code_share;
} definition;

/* Read the definition that is built in under `id`. *d must be zeroed. */
wb_status definition_read(definition *d, const char *id, wb_error *err);
void definition_clear(definition *d);

/* Number `key` of an object; WB_E_DATA when it is not there. */
wb_status definition_number(const json_t *object, const char *key, double *value,
                            wb_error *err);

/* The odds multiplier parameters[table][row][column], 1 where it is not stated. */
double definition_effect(const json_t *table, const char *row, const char *column);

/* Index of a factor; -1 when unknown. */
int definition_factor(const definition *d, const char *name);

#endif
