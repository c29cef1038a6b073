/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "definition.h"

#include "embedded.h"
#include "fault.h"

#include <string.h>

wb_status definition_number(const json_t *object, const char *key, double *value,
                            wb_error *err)
{
    const json_t *number = json_object_get(object, key);

    if (!json_is_number(number)) {
        return fault(err, WB_E_DATA, "'%s' should be there and be a number", key);
    }
    *value = json_number_value(number);
    return WB_OK;
}

double definition_effect(const json_t *table, const char *row, const char *column)
{
    const json_t *cell = json_object_get(json_object_get(table, row), column);

    return json_is_number(cell) ? json_number_value(cell) : 1.0;
}

int definition_factor(const definition *d, const char *name)
{
    for (size_t f = 0; f < d->n_factors; f++) {
        if (strcmp(d->factors[f].name, name) == 0) {
            return (int)f;
        }
    }
    return -1;
}

static wb_status need_text(const json_t *object, const char *key, const char **text,
                           wb_error *err)
{
    *text = json_string_value(json_object_get(object, key));
    return *text == NULL ? fault(err, WB_E_DATA, "'%s' should be there and be text", key)
                         : WB_OK;
}

/* Levels and shares of a factor or an attribute. */
static wb_status read_levels(const json_t *object, const char *name, const char **level,
                             double *share, size_t *n_levels, wb_error *err)
{
    const json_t *levels = json_object_get(object, "levels");
    const json_t *shares = json_object_get(object, "shares");
    size_t n = json_array_size(levels);

    if (n == 0 || n > MAX_LEVELS || json_array_size(shares) != n) {
        return fault(err, WB_E_DATA,
                     "'%s' has %zu levels and %zu shares; 1 to %d of both", name, n,
                     json_array_size(shares), MAX_LEVELS);
    }
    for (size_t i = 0; i < n; i++) {
        level[i] = json_string_value(json_array_get(levels, i));
        share[i] = json_number_value(json_array_get(shares, i));
        if (level[i] == NULL || !(share[i] > 0)) {
            return fault(err, WB_E_DATA, "level %zu of '%s' needs a name and a share", i,
                         name);
        }
    }
    *n_levels = n;
    return WB_OK;
}

static wb_status read_factors(definition *d, wb_error *err)
{
    const json_t *factors = json_object_get(d->parameters, "factors");
    wb_status st;

    if (json_array_size(factors) > MAX_FACTORS) {
        return fault(err, WB_E_LIMIT, "more than %d factors", MAX_FACTORS);
    }
    for (size_t i = 0; i < json_array_size(factors); i++) {
        const json_t *object = json_array_get(factors, i);
        factor *f = &d->factors[i];

        TRY(need_text(object, "name", &f->name, err));
        TRY(read_levels(object, f->name, f->level, f->share, &f->n_levels, err));
        f->given = json_object_get(object, "given");
        d->n_factors++;
    }
    st = WB_OK;
done:
    return st;
}

static wb_status read_attribute(const json_t *object, attribute *a, wb_error *err)
{
    const char *kind = NULL;
    wb_status st;

    TRY(need_text(object, "name", &a->name, err));
    TRY(need_text(object, "kind", &kind, err));
    if (strcmp(kind, "category") == 0) {
        a->kind = ATTRIBUTE_CATEGORY;
        st = read_levels(object, a->name, a->level, a->share, &a->n_levels, err);
    } else if (strcmp(kind, "share") == 0) {
        a->kind = ATTRIBUTE_SHARE;
    } else if (strcmp(kind, "mean") == 0) {
        a->kind = ATTRIBUTE_MEAN;
        st = definition_number(object, "spread", &a->spread, err);
    } else {
        st = fault(err, WB_E_DATA, "attribute '%s' is of unknown kind '%s'", a->name,
                   kind);
    }
done:
    return st;
}

static wb_status read_attributes(definition *d, wb_error *err)
{
    const json_t *attributes = json_object_get(d->parameters, "attributes");
    wb_status st;

    if (json_array_size(attributes) > MAX_ATTRIBUTES) {
        return fault(err, WB_E_LIMIT, "more than %d attributes", MAX_ATTRIBUTES);
    }
    for (size_t i = 0; i < json_array_size(attributes); i++) {
        TRY(read_attribute(json_array_get(attributes, i), &d->attributes[i], err));
        d->n_attributes++;
    }
    st = WB_OK;
done:
    return st;
}

static wb_status read_sampling(definition *d, wb_error *err)
{
    const json_t *missing = json_object_get(d->parameters, "missing");
    const json_t *factors = json_object_get(d->parameters, "weight_factors");
    double sum = 0;
    wb_status st;

    d->n_weight_factors = json_array_size(factors);
    if (d->n_weight_factors == 0 || d->n_weight_factors > MAX_WEIGHT_FACTORS) {
        return fault(err, WB_E_DATA, "1 to %d weight factors are needed",
                     MAX_WEIGHT_FACTORS);
    }
    for (size_t i = 0; i < d->n_weight_factors; i++) {
        d->weight_factors[i] = json_number_value(json_array_get(factors, i));
        sum += d->weight_factors[i];
    }
    if (!(sum / (double)d->n_weight_factors > 1 - 1e-9) ||
        !(sum / (double)d->n_weight_factors < 1 + 1e-9)) {
        return fault(err, WB_E_DATA, "the weight factors should be 1 on average");
    }
    TRY(definition_number(missing, "careless", &d->careless, err));
    TRY(definition_number(missing, "item", &d->careless_item, err));
    TRY(definition_number(missing, "scale", &d->skip_scale, err));
    TRY(definition_number(missing, "code", &d->code_share, err));
done:
    return st;
}

/* The composites say which indicators are lights; these come first, in their order. */
static wb_status read_composites(definition *d, const json_t **lights, wb_error *err)
{
    const json_t *composites = json_object_get(d->instrument_json, "composites");

    *lights = NULL;
    for (size_t i = 0; i < json_array_size(composites); i++) {
        const json_t *composite = json_array_get(composites, i);
        const char *rule = json_string_value(json_object_get(composite, "rule"));
        const char *id = json_string_value(json_object_get(composite, "id"));

        if (rule != NULL && strcmp(rule, "none_of") == 0) {
            d->none_of = id;
            *lights = json_object_get(composite, "of");
        } else if (rule != NULL && strcmp(rule, "count_of") == 0) {
            d->count_of = id;
        }
    }
    d->n_lights = json_array_size(*lights);
    if (d->n_lights == 0 || d->n_lights > MAX_LIGHTS || d->count_of == NULL) {
        return fault(err, WB_E_DATA,
                     "the instrument needs a none_of composite of 1 to %d indicators and "
                     "a count_of composite",
                     MAX_LIGHTS);
    }
    return WB_OK;
}

static wb_status read_indicators(definition *d, wb_error *err)
{
    const json_t *indicators = json_object_get(d->instrument_json, "indicators");
    size_t n = json_array_size(indicators), next;
    const json_t *lights = NULL;
    wb_status st;

    TRY(read_composites(d, &lights, err));
    if (n > MAX_INDICATORS) {
        return fault(err, WB_E_LIMIT, "more than %d indicators", MAX_INDICATORS);
    }
    next = d->n_lights;
    for (size_t i = 0; i < n; i++) {
        const json_t *object = json_array_get(indicators, i);
        const char *id = NULL, *scale = NULL;
        size_t place = d->n_lights;

        TRY(need_text(object, "id", &id, err));
        TRY(need_text(object, "scale", &scale, err));
        for (size_t l = 0; l < d->n_lights; l++) {
            const char *light = json_string_value(json_array_get(lights, l));

            place = light != NULL && strcmp(light, id) == 0 ? l : place;
        }
        place = place == d->n_lights ? next++ : place;
        d->indicators[place] =
            (indicator_part){id, scale, json_object_get(object, "acute") != NULL};
    }
    d->n_indicators = n;
done:
    return st;
}

static wb_status parse(const char *bytes, size_t n_bytes, const char *name, json_t **out,
                       wb_error *err)
{
    json_error_t details;

    *out = json_loadb(bytes, n_bytes, JSON_REJECT_DUPLICATES, &details);
    if (*out == NULL) {
        return fault(err, WB_E_DATA, "%s, line %d: %s", name, details.line, details.text);
    }
    return WB_OK;
}

/* The instrument as the library has it, so that items and scales are exactly its own. */
static wb_status read_instrument(definition *d, const char *id, wb_error *err)
{
    wb_writer *writer = NULL;
    size_t n_bytes = 0;
    const char *bytes;
    wb_status st;

    TRY(wb_instrument_builtin(id, &d->instrument, err));
    TRY(wb_writer_to_memory(&writer, err));
    TRY(wb_instrument_write(d->instrument, writer, err));
    bytes = wb_writer_bytes(writer, &n_bytes);
    TRY(parse(bytes, n_bytes, id, &d->instrument_json, err));
done:
    wb_writer_free(writer);
    return st;
}

static wb_status read_embedded(const wb_embedded *files, size_t n_files, const char *id,
                               json_t **out, wb_error *err)
{
    for (size_t i = 0; i < n_files; i++) {
        if (strcmp(files[i].name, id) == 0) {
            return parse((const char *)files[i].bytes, files[i].n_bytes, id, out, err);
        }
    }
    return fault(err, WB_E_ARG, "there is no file '%s' to generate from", id);
}

wb_status definition_read(definition *d, const char *id, wb_error *err)
{
    wb_status st;

    TRY(read_instrument(d, id, err));
    TRY(read_embedded(wb_embedded_reference, wb_embedded_reference_count, id,
                      &d->reference, err));
    TRY(read_embedded(wb_embedded_synthetic, wb_embedded_synthetic_count, id,
                      &d->parameters, err));
    TRY(read_indicators(d, err));
    TRY(read_factors(d, err));
    TRY(read_attributes(d, err));
    TRY(read_sampling(d, err));
done:
    return st;
}

void definition_clear(definition *d)
{
    json_decref(d->instrument_json);
    json_decref(d->parameters);
    json_decref(d->reference);
    wb_instrument_free(d->instrument);
    memset(d, 0, sizeof *d);
}
