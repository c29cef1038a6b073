/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "targets.h"

#include "fault.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void targets_variable(const definition *d, size_t indicator, int acute, char *name,
                      size_t size)
{
    snprintf(name, size, "%s_%s", d->indicators[indicator].id,
             acute ? "acute" : "problem");
}

/* The patterns in which the number of problems is one of `categories`. */
static uint32_t count_event(const definition *d, const json_t *categories)
{
    uint32_t event = 0;

    for (size_t p = 0; p < (size_t)1 << d->n_lights; p++) {
        json_int_t count = 0;

        for (size_t i = 0; i < d->n_lights; i++) {
            count += (json_int_t)(p >> i & 1);
        }
        for (size_t c = 0; c < json_array_size(categories); c++) {
            if (json_integer_value(json_array_get(categories, c)) == count) {
                event |= UINT32_C(1) << p;
            }
        }
    }
    return event;
}

/* The patterns a variable of the lights stands for; 0 when it is none of them. */
static uint32_t light_event(const definition *d, const char *variable,
                            const json_t *categories)
{
    char name[128];
    uint32_t event = 0;

    if (strcmp(variable, d->none_of) == 0) {
        return 1;
    }
    if (strcmp(variable, d->count_of) == 0) {
        return count_event(d, categories);
    }
    for (size_t i = 0; i < d->n_lights; i++) {
        targets_variable(d, i, 0, name, sizeof name);
        for (size_t p = 0; strcmp(variable, name) == 0 && p < (size_t)1 << d->n_lights;
             p++) {
            event |= (p >> i & 1) ? UINT32_C(1) << p : 0;
        }
    }
    return event;
}

/* 1 when the generator draws this variable. */
static int is_drawn(const definition *d, const char *variable)
{
    char name[128];

    for (size_t i = 0; i < d->n_attributes; i++) {
        if (strcmp(variable, d->attributes[i].name) == 0) {
            return 1;
        }
    }
    for (size_t i = 0; i < d->n_indicators; i++) {
        for (int acute = 0; acute <= 1; acute++) {
            targets_variable(d, i, acute, name, sizeof name);
            if (strcmp(variable, name) == 0) {
                return 1;
            }
        }
    }
    return strcmp(variable, d->none_of) == 0 || strcmp(variable, d->count_of) == 0;
}

/* 1 when level `name` of the group is one of `names`. */
static int is_listed(const json_t *names, const char *name)
{
    for (size_t i = 0; i < json_array_size(names); i++) {
        const char *listed = json_string_value(json_array_get(names, i));

        if (listed != NULL && strcmp(listed, name) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Mark the groups a figure speaks of. */
static wb_status mark_groups(const wave *w, const definition *d, json_t *group,
                             unsigned char *marks, wb_error *err)
{
    const char *name = NULL;
    json_t *levels = NULL;
    size_t marked = 0;

    memset(marks, 1, w->n_groups);
    json_object_foreach(group, name, levels)
    {
        int f = definition_factor(d, name);

        if (f < 0) {
            return fault(err, WB_E_DATA,
                         "a figure of %d is about groups of '%s', which "
                         "is no factor of the model",
                         w->year, name);
        }
        for (size_t g = 0; g < w->n_groups; g++) {
            size_t level = w->level[g * d->n_factors + (size_t)f];

            marks[g] &= (unsigned char)is_listed(levels, d->factors[f].level[level]);
        }
    }
    for (size_t g = 0; g < w->n_groups; g++) {
        marked += marks[g];
    }
    return marked == 0 ? fault(err, WB_E_DATA, "a figure of %d is about nobody", w->year)
                       : WB_OK;
}

static wb_status add_target(wave *w, const definition *d, const char *variable,
                            const json_t *categories, json_t *group, double share,
                            int anchored, wb_error *err)
{
    wave_target *t = &w->targets[w->n_targets];
    uint32_t event = light_event(d, variable, categories);
    unsigned char *marks = NULL;
    wb_status st;

    if (w->n_targets == MAX_TARGETS) {
        return fault(err, WB_E_LIMIT, "more than %d targets in %d", MAX_TARGETS, w->year);
    }
    if (!is_drawn(d, variable) || (event != 0 && !(share > 0 && share < 1))) {
        return fault(err, WB_E_DATA, "'%s' of %d cannot be made to be %.6g", variable,
                     w->year, share);
    }
    TRY(fault_new(w->n_groups, 1, &marks, err));
    TRY(mark_groups(w, d, group, marks, err));
    snprintf(t->variable, sizeof t->variable, "%s", variable);
    t->anchored = anchored;
    t->overall = group == NULL;
    t->fit = (fit_target){t->variable, marks, event, share};
    w->n_targets++;
    marks = NULL;
done:
    free(marks);
    return st;
}

/* 1 when the parameters say that a published figure follows from others. */
static int is_implied(const definition *d, const json_t *figure)
{
    static const char *const keys[] = {"wave", "variable", "categories", "group"};
    const json_t *implied = json_object_get(d->parameters, "implied");

    for (size_t i = 0; i < json_array_size(implied); i++) {
        const json_t *entry = json_array_get(implied, i);
        size_t same = 0;

        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
            json_t *a = json_object_get(entry, keys[k]);
            json_t *b = json_object_get(figure, keys[k]);

            same += (a == NULL && b == NULL) || json_equal(a, b);
        }
        if (same == sizeof keys / sizeof *keys) {
            return 1;
        }
    }
    return 0;
}

static wb_status collect_anchored(wave *w, const definition *d, wb_error *err)
{
    const json_t *figures = json_object_get(d->reference, "figures");
    wb_status st = WB_OK;

    for (size_t i = 0; i < json_array_size(figures); i++) {
        const json_t *figure = json_array_get(figures, i);
        const char *status = json_string_value(json_object_get(figure, "status"));
        const char *unit = json_string_value(json_object_get(figure, "unit"));
        const char *variable = json_string_value(json_object_get(figure, "variable"));
        double value = json_number_value(json_object_get(figure, "value"));

        if (json_integer_value(json_object_get(figure, "wave")) != w->year ||
            status == NULL || unit == NULL || variable == NULL ||
            strcmp(status, "anchored") != 0 || is_implied(d, figure)) {
            continue;
        }
        TRY(add_target(w, d, variable, json_object_get(figure, "categories"),
                       json_object_get(figure, "group"),
                       strcmp(unit, "percent") == 0 ? value / 100 : value, 1, err));
    }
done:
    return st;
}

/* The one overall target a drawn variable must have: published, else invented. */
static wb_status complete(wave *w, const definition *d, const char *variable,
                          double scale, wb_error *err)
{
    const json_t *table = json_object_get(d->parameters, "targets");
    char year[16];
    const json_t *invented;
    int published = 0;

    snprintf(year, sizeof year, "%d", w->year);
    invented = json_object_get(json_object_get(table, variable), year);
    for (size_t i = 0; i < w->n_targets; i++) {
        published |=
            w->targets[i].overall && strcmp(w->targets[i].variable, variable) == 0;
    }
    if (published == (invented != NULL)) {
        return fault(err, WB_E_DATA,
                     "'%s' of %d should be either published or invented, "
                     "and it is %s",
                     variable, w->year, published ? "both" : "neither");
    }
    return published ? WB_OK
                     : add_target(w, d, variable, NULL, NULL,
                                  json_number_value(invented) * scale, 0, err);
}

wb_status targets_collect(wave *w, const definition *d, wb_error *err)
{
    char name[128];
    wb_status st;

    TRY(collect_anchored(w, d, err));
    TRY(complete(w, d, d->none_of, 0.01, err));
    for (size_t i = 0; i < d->n_indicators; i++) {
        targets_variable(d, i, 0, name, sizeof name);
        TRY(complete(w, d, name, 0.01, err));
        if (i < d->n_lights && d->indicators[i].has_acute) {
            targets_variable(d, i, 1, name, sizeof name);
            TRY(complete(w, d, name, 0.01, err));
        }
    }
    for (size_t i = 0; i < d->n_attributes; i++) {
        if (d->attributes[i].kind != ATTRIBUTE_CATEGORY) {
            TRY(complete(w, d, d->attributes[i].name,
                         d->attributes[i].kind == ATTRIBUTE_SHARE ? 0.01 : 1, err));
        }
    }
done:
    return st;
}
