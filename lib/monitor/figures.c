/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "monitor/figures.h"

#include "base/embedded.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const char *const wb_figure_status_names[] = {"anchored", "conflict", "rounded",
                                              "derived",  "bound",    NULL};

/* ---- one figure ---- */

/* A year, or the id of a wave. */
static wb_status read_wave(const wb_json_at *object, char wave[WB_FIGURE_WAVE],
                           wb_error *err)
{
    wb_json_at at = wb_json_member(object, "wave");
    const char *text = json_string_value(at.value);
    int n = -1;

    if (json_is_integer(at.value))
        n = snprintf(wave, WB_FIGURE_WAVE, "%lld",
                     (long long)json_integer_value(at.value));
    else if (text != NULL)
        n = snprintf(wave, WB_FIGURE_WAVE, "%s", text);
    return n > 0 && n < WB_FIGURE_WAVE
               ? WB_OK
               : wb_json_fail(&at, WB_E_DATA, err,
                              "a wave is a year or a text of at most %d bytes",
                              WB_FIGURE_WAVE - 1);
}

/* A list of whole numbers or texts that has something in it. */
static wb_status check_values(const wb_json_at *list, wb_error *err)
{
    if (!json_is_array(list->value) || json_array_size(list->value) == 0)
        return wb_json_fail(list, WB_E_DATA, err, "a list with something in it expected");
    for (size_t i = 0; i < json_array_size(list->value); i++) {
        wb_json_at at = wb_json_element(list, i);
        if (!json_is_string(at.value) && !json_is_integer(at.value))
            return wb_json_fail(&at, WB_E_DATA, err, "a whole number or a text expected");
    }
    return WB_OK;
}

static wb_status read_group(const wb_json_at *object, wb_figure *figure, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at group = {0};
    const char *key;
    json_t *value;

    WB_TRY(wb_json_object(object, "group", false, &group, err));
    figure->group = group.value;
    if (group.value != NULL && json_object_size(group.value) == 0)
        return wb_json_fail(&group, WB_E_DATA, err, "a group of no variable");
    json_object_foreach((json_t *)group.value, key, value)
    {
        wb_json_at at = wb_json_member(&group, key);
        WB_TRY(check_values(&at, err));
    }
done:
    return st;
}

static wb_status read_sources(const wb_figures *figures, const wb_json_at *object,
                              wb_figure *figure, wb_error *err)
{
    wb_json_at list = wb_json_member(object, "source");
    wb_status st = check_values(&list, err);

    for (size_t i = 0; st == WB_OK && i < json_array_size(list.value); i++) {
        wb_json_at at = wb_json_element(&list, i);
        const char *id = json_string_value(at.value);
        if (id == NULL || json_object_get(figures->sources, id) == NULL)
            st = wb_json_fail(&at, WB_E_DATA, err, "there is no such source");
    }
    figure->source = list.value;
    return st;
}

static wb_status read_value(const wb_json_at *object, wb_figure *figure, wb_error *err)
{
    static const char *const units[] = {"percent", "hours", NULL};
    wb_status st = WB_OK;
    int64_t digits = 0;
    int32_t unit = 0;

    WB_TRY(wb_json_choice(object, "unit", units, &unit, err));
    WB_TRY(wb_json_double(object, "value", true, &figure->value, err));
    WB_TRY(wb_json_int(object, "digits", true, 0, 6, &digits, err));
    figure->share = unit == 0;
    figure->rounding = 0.5 * pow(10, -(double)digits);
    if (figure->share) {
        figure->value /= 100;
        figure->rounding /= 100;
    }
done:
    return st;
}

static wb_status read_figure(const wb_figures *figures, const wb_json_at *at,
                             wb_figure *figure, wb_error *err)
{
    static const char *const keys[] = {"wave", "variable", "categories", "group",
                                       "unit", "value",    "digits",     "status",
                                       "note", "source",   NULL};
    wb_status st = WB_OK;

    WB_TRY(wb_json_check_keys(at, keys, err));
    WB_TRY(read_wave(at, figure->wave, err));
    WB_TRY(wb_json_id(at, "variable", &figure->variable, err));
    WB_TRY(read_group(at, figure, err));
    WB_TRY(read_value(at, figure, err));
    WB_TRY(wb_json_choice(at, "status", wb_figure_status_names, &figure->status, err));
    WB_TRY(read_sources(figures, at, figure, err));
    WB_TRY(wb_json_string(at, "note", false, &figure->note, err));
    wb_json_at categories = wb_json_member(at, "categories");
    figure->categories = categories.value;
    if (categories.value != NULL)
        WB_TRY(check_values(&categories, err));
done:
    return st;
}

/* ---- all of them ---- */

/* How many people a wave is said to have had, or NaN. */
static wb_status read_n(const wb_json_at *root, const char *wave, double *n,
                        wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list = wb_json_member(root, "waves");

    *n = NAN;
    for (size_t i = 0; i < json_array_size(list.value); i++) {
        wb_json_at at = wb_json_element(&list, i);
        wb_json_at stated = wb_json_member(&at, "n");
        char text[WB_FIGURE_WAVE];
        WB_TRY(read_wave(&at, text, err));
        if (strcmp(text, wave) == 0 && stated.value != NULL)
            WB_TRY(wb_json_double(&stated, "value", true, n, err));
    }
done:
    return st;
}

static wb_status read_figures(wb_figures *figures, const wb_json_at *root, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at sources = {0};
    wb_json_at list = {0};
    size_t n = 0;

    WB_TRY(wb_json_object(root, "sources", true, &sources, err));
    figures->sources = sources.value;
    WB_TRY(wb_json_list(root, "figures", true, WB_MAX_FIGURES, &list, &n, err));
    figures->items = wb_allocate(n, sizeof *figures->items);
    if (figures->items == NULL)
        return wb_fail_nomem(err);
    for (; figures->n < n; figures->n++) {
        wb_figure *figure = &figures->items[figures->n];
        wb_json_at at = wb_json_element(&list, figures->n);
        WB_TRY(read_figure(figures, &at, figure, err));
        figure->n = NAN;
        if (figure->group == NULL)
            WB_TRY(read_n(root, figure->wave, &figure->n, err));
    }
done:
    return st;
}

static wb_status open_builtin(wb_figures *figures, const wb_json_at *at, wb_error *err)
{
    wb_status st = WB_OK;
    wb_reader *reader = NULL;

    st =
        wb_embedded_open(wb_embedded_references, wb_embedded_references_count,
                         "published figures", json_string_value(at->value), &reader, err);
    if (st == WB_E_ARG && err != NULL)
        st = wb_json_refused(at, st, err);
    else if (st == WB_E_ARG)
        st = WB_E_DATA;
    WB_TRY(st);
    WB_TRY(wb_json_read(reader, &figures->document, err));
done:
    wb_reader_free(reader);
    return st;
}

wb_status wb_figures_read(wb_figures *figures, const wb_json_at *root, const char *key,
                          const char *instrument, wb_error *err)
{
    wb_status st = WB_OK;
    const char *of = NULL;
    wb_json_at at = wb_json_member(root, key);

    if (at.value == NULL)
        return WB_OK;
    if (!json_is_string(at.value) && !json_is_object(at.value))
        return wb_json_fail(&at, WB_E_DATA, err,
                            "the id of published figures, or these figures, expected");
    wb_json_at where = at;
    if (json_is_string(at.value)) {
        WB_TRY(open_builtin(figures, &at, err));
        where = wb_json_root(&figures->document);
    }
    WB_TRY(wb_json_string(&where, "instrument", false, &of, err));
    if (of != NULL && strcmp(of, instrument) != 0)
        return wb_json_fail(&at, WB_E_DATA, err,
                            "these figures are of instrument '%.60s', not '%.60s'", of,
                            instrument);
    WB_TRY(read_figures(figures, &where, err));
done:
    return st;
}

void wb_figures_free(wb_figures *figures)
{
    wb_release(figures->items);
    wb_json_close(&figures->document);
    *figures = (wb_figures){0};
}

wb_status wb_figure_source(const wb_figures *figures, const wb_figure *figure,
                           wb_text *out, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < json_array_size(figure->source); i++) {
        const char *id = json_string_value(json_array_get(figure->source, i));
        const json_t *source = json_object_get(figures->sources, id);
        const char *title = json_string_value(json_object_get(source, "title"));
        WB_TRY(wb_text_format(out, err, "%s%s", i > 0 ? "; " : "",
                              title != NULL ? title : id));
    }
done:
    return st;
}
