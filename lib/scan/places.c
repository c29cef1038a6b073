/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "scan/places.h"

#include <string.h>

/* ---- groups by level ---- */

/* The groups of each level stand together in level_groups: of one hierarchy where its own
 * stand, level after level. */
static void sort_groups(wb_places *layout)
{
    const wb_organisation *o = layout->organisation;

    for (size_t h = 0; h < o->n_hierarchies; h++) {
        const wb_hierarchy *hierarchy = &o->hierarchies[h];
        size_t next = hierarchy->first_group;

        for (size_t level = 0; level < hierarchy->n_levels; level++) {
            size_t first = next;

            for (size_t i = 0; i < hierarchy->n_groups; i++) {
                size_t group = hierarchy->first_group + i;

                if (o->groups[group].level == level) {
                    layout->ordinal[group] = (int64_t)(next - first);
                    layout->level_groups[next++] = (int64_t)group;
                }
            }
        }
    }
}

static wb_axis axis_of(const wb_places *layout, size_t hierarchy, size_t level)
{
    const wb_organisation *o = layout->organisation;
    size_t first = o->hierarchies[hierarchy].first_group;

    for (size_t l = 0; l < level; l++)
        first += wb_organisation_width(o, hierarchy, l + 1);
    return (wb_axis){hierarchy, level, layout->level_groups + first,
                     wb_organisation_width(o, hierarchy, level + 1)};
}

/* ---- grids ---- */

static wb_status name_grid(const wb_places *layout, wb_grid_places *grid, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text name = {0};

    for (size_t i = 0; i < grid->n_axes; i++)
        WB_TRY(wb_text_format(&name, err, "%s%s", i > 0 ? "*" : "",
                              layout->organisation->hierarchies[grid->axes[i].hierarchy]
                                  .columns[grid->axes[i].level]));
    grid->name = wb_copy_string(name.bytes != NULL ? name.bytes : WB_WHOLE);
    if (grid->name == NULL)
        st = wb_fail_nomem(err);
done:
    wb_text_free(&name);
    return st;
}

static wb_status add_grid(wb_places *layout, const wb_grid *levels, wb_error *err)
{
    wb_grid_places *grid = &layout->grids[layout->n_grids];

    *grid = (wb_grid_places){.grid = *levels, .n = 1};
    for (size_t h = 0; h < layout->organisation->n_hierarchies; h++) {
        if (levels->level[h] == 0)
            continue;
        grid->axes[grid->n_axes] = axis_of(layout, h, levels->level[h] - 1u);
        grid->n *= grid->axes[grid->n_axes++].width;
    }
    grid->first = layout->n_places;
    if (grid->n_axes > 1)
        layout->n_places += grid->n;
    layout->n_grids++;
    return name_grid(layout, grid, err);
}

static size_t count_grids(const wb_organisation *o)
{
    size_t n = 1 + o->n_crosses;

    for (size_t h = 0; h < o->n_hierarchies; h++)
        n += o->hierarchies[h].n_levels;
    return n;
}

static wb_status add_grids(wb_places *layout, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_organisation *o = layout->organisation;
    wb_grid levels = {{0}};

    layout->grids = wb_allocate(count_grids(o), sizeof *layout->grids);
    if (layout->grids == NULL)
        return wb_fail_nomem(err);
    layout->n_places = 1 + o->n_groups;
    WB_TRY(add_grid(layout, &levels, err));
    for (size_t h = 0; h < o->n_hierarchies; h++) {
        for (size_t level = 1; level <= o->hierarchies[h].n_levels; level++) {
            levels.level[h] = (uint8_t)level;
            WB_TRY(add_grid(layout, &levels, err));
        }
        levels.level[h] = 0;
    }
    for (size_t i = 0; i < o->n_crosses; i++)
        WB_TRY(add_grid(layout, &o->crosses[i], err));
done:
    return st;
}

/* ---- places ---- */

static int64_t ancestor(const wb_organisation *o, int64_t group, size_t level)
{
    while (group != WB_NO_GROUP && o->groups[group].level > level)
        group = o->groups[group].parent;
    if (group == WB_NO_GROUP || o->groups[group].level < level)
        return WB_NO_GROUP;
    return group;
}

int64_t wb_places_place(const wb_places *layout, size_t grid, const int64_t *groups)
{
    const wb_grid_places *at = &layout->grids[grid];
    size_t place = 0;
    int64_t group = WB_NO_GROUP;

    for (size_t i = 0; i < at->n_axes; i++) {
        const wb_axis *axis = &at->axes[i];

        group = ancestor(layout->organisation, groups[axis->hierarchy], axis->level);
        if (group == WB_NO_GROUP)
            return WB_NOWHERE;
        place = place * axis->width + (size_t)layout->ordinal[group];
    }
    if (at->n_axes == 1)
        return 1 + group;
    return at->n_axes == 0 ? 0 : (int64_t)(at->first + place);
}

void wb_places_groups(const wb_places *layout, size_t grid, size_t number,
                      int64_t groups[WB_MAX_HIERARCHIES])
{
    const wb_grid_places *at = &layout->grids[grid];

    for (size_t h = 0; h < WB_MAX_HIERARCHIES; h++)
        groups[h] = WB_NO_GROUP;
    for (size_t i = at->n_axes; i-- > 0;) {
        const wb_axis *axis = &at->axes[i];

        groups[axis->hierarchy] = axis->groups[number % axis->width];
        number /= axis->width;
    }
}

static wb_status make_path(const wb_places *layout, const int64_t *groups, char **path,
                           wb_error *err)
{
    const wb_organisation *o = layout->organisation;
    wb_status st = WB_OK;
    wb_text text = {0};

    for (size_t h = 0; h < o->n_hierarchies; h++) {
        if (groups[h] != WB_NO_GROUP)
            WB_TRY(wb_text_format(&text, err, "%s%s", text.length > 0 ? "*" : "",
                                  o->groups[groups[h]].path));
    }
    *path = wb_copy_string(text.bytes != NULL ? text.bytes : WB_WHOLE);
    if (*path == NULL)
        st = wb_fail_nomem(err);
done:
    wb_text_free(&text);
    return st;
}

static wb_status make_place(wb_places *layout, size_t grid, size_t number, wb_error *err)
{
    const wb_organisation *o = layout->organisation;
    int64_t groups[WB_MAX_HIERARCHIES];
    wb_place *place;

    wb_places_groups(layout, grid, number, groups);
    place = &layout->places[wb_places_place(layout, grid, groups)];
    place->most = o->staff;
    for (size_t h = 0; h < o->n_hierarchies; h++) {
        if (groups[h] != WB_NO_GROUP && o->groups[groups[h]].staff < place->most)
            place->most = o->groups[groups[h]].staff;
    }
    place->staff = layout->grids[grid].n_axes > 1 ? WB_NOWHERE : place->most;
    return make_path(layout, groups, &place->path, err);
}

static wb_status make_places(wb_places *layout, wb_error *err)
{
    wb_status st = WB_OK;

    layout->places = wb_allocate(layout->n_places, sizeof *layout->places);
    if (layout->places == NULL)
        return wb_fail_nomem(err);
    for (size_t grid = 0; grid < layout->n_grids; grid++) {
        for (size_t i = 0; i < layout->grids[grid].n; i++)
            WB_TRY(make_place(layout, grid, i, err));
    }
done:
    return st;
}

wb_status wb_places_init(wb_places *layout, const wb_organisation *organisation,
                         wb_error *err)
{
    wb_status st = WB_OK;

    layout->organisation = organisation;
    layout->level_groups =
        wb_allocate(organisation->n_groups, sizeof *layout->level_groups);
    layout->ordinal = wb_allocate(organisation->n_groups, sizeof *layout->ordinal);
    if (layout->level_groups == NULL || layout->ordinal == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    sort_groups(layout);
    WB_TRY(add_grids(layout, err));
    WB_TRY(make_places(layout, err));
    return WB_OK;
done:
    wb_places_free(layout);
    return st;
}

void wb_places_free(wb_places *layout)
{
    for (size_t i = 0; layout->places != NULL && i < layout->n_places; i++)
        wb_release(layout->places[i].path);
    for (size_t i = 0; layout->grids != NULL && i < layout->n_grids; i++)
        wb_release(layout->grids[i].name);
    wb_release(layout->places);
    wb_release(layout->grids);
    wb_release(layout->level_groups);
    wb_release(layout->ordinal);
    *layout = (wb_places){0};
}

/* ---- sums ---- */

static bool is_coarser(const wb_grid *a, const wb_grid *b)
{
    bool same = true;

    for (size_t h = 0; h < WB_MAX_HIERARCHIES; h++) {
        if (a->level[h] > b->level[h])
            return false;
        same = same && a->level[h] == b->level[h];
    }
    return !same;
}

/* Nothing between them. */
static bool is_next(const wb_places *layout, size_t coarse, size_t fine)
{
    const wb_grid *a = &layout->grids[coarse].grid;
    const wb_grid *b = &layout->grids[fine].grid;

    if (!is_coarser(a, b))
        return false;
    for (size_t i = 0; i < layout->n_grids; i++) {
        if (is_coarser(a, &layout->grids[i].grid) &&
            is_coarser(&layout->grids[i].grid, b))
            return false;
    }
    return true;
}

wb_status wb_places_sums(const wb_places *layout, wb_places_tell_fn tell, void *user,
                         wb_error *err)
{
    wb_status st = WB_OK;
    int64_t groups[WB_MAX_HIERARCHIES];

    for (size_t fine = 0; fine < layout->n_grids; fine++) {
        for (size_t coarse = 0; coarse < layout->n_grids; coarse++) {
            size_t n = is_next(layout, coarse, fine) ? layout->grids[fine].n : 0;

            for (size_t i = 0; i < n; i++) {
                wb_places_groups(layout, fine, i, groups);
                WB_TRY(tell(user, fine, (size_t)wb_places_place(layout, coarse, groups),
                            (size_t)wb_places_place(layout, fine, groups), err));
            }
        }
    }
done:
    return st;
}
