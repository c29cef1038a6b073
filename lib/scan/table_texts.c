/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a scan is about: its groups, its themes, and what to talk about. */
#include "scan/showing.h"
#include "scan/words.h"

/* ---- titles ---- */

/* The grid that a place is of: of crosses alone, which stand behind the groups. */
static size_t grid_of_cross(const wb_places *layout, size_t place)
{
    size_t grid = layout->n_grids - 1;

    while (layout->grids[grid].first > place)
        grid--;
    return grid;
}

static wb_status title_of_cross(const wb_showing *show, size_t place, wb_text *out,
                                wb_error *err)
{
    wb_status st = WB_OK;
    const wb_places *layout = &show->scan->layout;
    size_t grid = grid_of_cross(layout, place);
    int64_t groups[WB_MAX_HIERARCHIES];
    const char *between = "";

    wb_places_groups(layout, grid, place - layout->grids[grid].first, groups);
    for (size_t h = 0; h < show->scan->organisation->n_hierarchies; h++) {
        if (groups[h] == WB_NO_GROUP)
            continue;
        WB_TRY(wb_text_format(out, err, "%s%s", between,
                              wb_group_title(&show->scan->organisation->groups[groups[h]],
                                             show->language)));
        between = " · ";
    }
done:
    return st;
}

wb_status wb_place_title(const wb_showing *show, size_t place, wb_text *out,
                         wb_error *err)
{
    const wb_organisation *o = show->scan->organisation;

    if (place == 0)
        return wb_text_add(out, wb_organisation_title(o, show->language), err);
    if (place <= o->n_groups)
        return wb_text_add(out, wb_group_title(&o->groups[place - 1], show->language),
                           err);
    return title_of_cross(show, place, out, err);
}

/* ---- groups ---- */

static const wb_fill_column group_columns[] = {
    {"kind", WB_TYPE_DICTIONARY}, {"hierarchy", WB_TYPE_DICTIONARY},
    {"group", WB_TYPE_UTF8},      {"parent", WB_TYPE_DICTIONARY},
    {"title", WB_TYPE_UTF8},      {"staff", WB_TYPE_INT64},
    {"level", WB_TYPE_INT32},     {NULL, WB_TYPE_NULL}};

static wb_status fill_place(wb_showing *show, size_t place, wb_text *title, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_organisation *o = show->scan->organisation;
    const wb_place *at = &show->scan->layout.places[place];
    bool cross = place > o->n_groups;
    const wb_group *group = cross || place == 0 ? NULL : &o->groups[place - 1];
    const char *parent = group == NULL                  ? NULL
                         : group->parent == WB_NO_GROUP ? WB_WHOLE
                                                        : o->groups[group->parent].path;

    WB_TRY(wb_fill_text(&show->fill,
                        cross        ? "cross"
                        : place == 0 ? "whole"
                                     : "group",
                        err));
    WB_TRY(wb_fill_text(&show->fill,
                        group != NULL ? o->hierarchies[group->hierarchy].id : NULL, err));
    WB_TRY(wb_fill_text(&show->fill, at->path, err));
    WB_TRY(wb_fill_text(&show->fill, parent, err));
    WB_TRY(wb_fill_text(&show->fill, title->bytes, err));
    WB_TRY(wb_fill_given(&show->fill, !cross, at->staff, err));
    WB_TRY(wb_fill_given(&show->fill, !cross,
                         group != NULL ? (int64_t)group->level + 1 : 0, err));
done:
    return st;
}

static wb_status fill_groups(wb_showing *show, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text title = {0};

    for (size_t i = 0; i < show->scan->layout.n_places; i++) {
        wb_text_cut(&title, 0);
        WB_TRY(wb_place_title(show, i, &title, err));
        WB_TRY(fill_place(show, i, &title, err));
    }
done:
    wb_text_free(&title);
    return st;
}

const wb_scan_part wb_part_groups = {"groups", group_columns, fill_groups};

/* ---- themes ---- */

static const wb_fill_column theme_columns[] = {
    {"theme", WB_TYPE_UTF8},      {"title", WB_TYPE_UTF8},
    {"kind", WB_TYPE_DICTIONARY}, {"sensitive", WB_TYPE_BOOL},
    {"indicator", WB_TYPE_UTF8},  {"label", WB_TYPE_UTF8},
    {"module", WB_TYPE_UTF8},     {"fingerprint", WB_TYPE_UTF8},
    {"acute", WB_TYPE_BOOL},      {"conditional", WB_TYPE_BOOL},
    {"parts", WB_TYPE_UTF8},      {NULL, WB_TYPE_NULL}};

/* "load,joy" of a composite. */
static wb_status fill_parts(wb_showing *show, const json_t *parts, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text text = {0};

    for (size_t i = 0; i < json_array_size(parts); i++)
        WB_TRY(wb_text_format(&text, err, "%s%s", i > 0 ? "," : "",
                              json_string_value(json_array_get(parts, i))));
    WB_TRY(wb_fill_text(&show->fill, parts != NULL ? text.bytes : NULL, err));
done:
    wb_text_free(&text);
    return st;
}

static wb_status fill_theme(wb_showing *show, const wb_measure *measure, wb_error *err)
{
    wb_status st = WB_OK;
    const json_t *theme = wb_subject_theme(show->scan->document.root, measure->theme);
    const json_t *title = json_object_get(theme, "title");
    const json_t *label = json_object_get(measure->json, "label");

    WB_TRY(wb_fill_text(&show->fill, measure->theme, err));
    WB_TRY(wb_fill_text(&show->fill, wb_words_pick(title, show->language), err));
    WB_TRY(wb_fill_text(&show->fill, wb_showing_text(theme, "kind"), err));
    WB_TRY(wb_fill_int64(&show->fill, measure->sensitive, err));
    WB_TRY(wb_fill_text(&show->fill, measure->id, err));
    WB_TRY(wb_fill_text(&show->fill, wb_words_pick(label, show->language), err));
    WB_TRY(wb_fill_text(&show->fill, wb_showing_text(measure->json, "module"), err));
    WB_TRY(wb_fill_text(&show->fill, wb_showing_text(measure->json, "fingerprint"), err));
    WB_TRY(wb_fill_int64(&show->fill, measure->acute, err));
    WB_TRY(wb_fill_int64(&show->fill, measure->conditional, err));
    WB_TRY(fill_parts(show, measure->parts, err));
done:
    return st;
}

static wb_status fill_themes(wb_showing *show, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < show->scan->measures.n; i++)
        WB_TRY(fill_theme(show, &show->scan->measures.items[i], err));
done:
    return st;
}

const wb_scan_part wb_part_themes = {"themes", theme_columns, fill_themes};

/* ---- what to talk about ---- */

static const wb_fill_column guide_columns[] = {{"theme", WB_TYPE_UTF8},
                                               {"title", WB_TYPE_UTF8},
                                               {"number", WB_TYPE_INT32},
                                               {"question", WB_TYPE_UTF8},
                                               {NULL, WB_TYPE_NULL}};

static wb_status fill_discussion(wb_showing *show, const json_t *theme, wb_error *err)
{
    wb_status st = WB_OK;
    const json_t *questions = json_object_get(theme, "discussion");
    const char *title = wb_words_pick(json_object_get(theme, "title"), show->language);

    for (size_t i = 0; i < json_array_size(questions); i++) {
        WB_TRY(wb_fill_text(&show->fill, wb_showing_text(theme, "id"), err));
        WB_TRY(wb_fill_text(&show->fill, title, err));
        WB_TRY(wb_fill_int64(&show->fill, (int64_t)i + 1, err));
        WB_TRY(wb_fill_text(&show->fill,
                            wb_words_pick(json_array_get(questions, i), show->language),
                            err));
    }
done:
    return st;
}

static wb_status fill_guide(wb_showing *show, wb_error *err)
{
    wb_status st = WB_OK;
    const json_t *themes = json_object_get(show->scan->document.root, "themes");

    for (size_t i = 0; i < json_array_size(themes); i++)
        WB_TRY(fill_discussion(show, json_array_get(themes, i), err));
done:
    return st;
}

const wb_scan_part wb_part_guide = {"guide", guide_columns, fill_guide};
