/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What an organisation file says its hierarchies are for: crossing, calibrating, pooling.
 */
#include "scan/organisation.h"

#include "disclose/circle.h"

#include <string.h>

size_t wb_organisation_width(const wb_organisation *organisation, size_t hierarchy,
                             size_t level)
{
    const wb_hierarchy *h = &organisation->hierarchies[hierarchy];
    size_t width = level == 0;

    for (size_t i = 0; i < h->n_groups; i++)
        width += organisation->groups[h->first_group + i].level + 1 == level;
    return width;
}

/* ---- crosses ---- */

static wb_status read_cross_column(const wb_organisation *made, const wb_json_at *at,
                                   wb_grid *grid, wb_error *err)
{
    wb_status st = WB_OK;
    const char *name = NULL;
    size_t hierarchy, level;

    WB_TRY(wb_json_column_name(at, &name, err));
    if (!wb_organisation_find_column(made, name, &hierarchy, &level))
        return wb_json_fail(at, WB_E_DATA, err,
                            "no hierarchy has the column '%.80s' that is to be crossed",
                            name);
    if (grid->level[hierarchy] != 0)
        return wb_json_fail(at, WB_E_DATA, err,
                            "a hierarchy is not crossed with itself: '%s' and a column "
                            "before it are of '%s'",
                            name, made->hierarchies[hierarchy].id);
    grid->level[hierarchy] = (uint8_t)(level + 1);
done:
    return st;
}

/* Of the longest path of a cross, with '*' behind each. */
static size_t longest_path(const wb_organisation *made, const wb_grid *grid)
{
    size_t total = 0;

    for (size_t h = 0; h < made->n_hierarchies; h++) {
        const wb_hierarchy *hierarchy = &made->hierarchies[h];
        size_t longest = 0;

        for (size_t i = 0; grid->level[h] > 0 && i < hierarchy->n_groups; i++) {
            const wb_group *group = &made->groups[hierarchy->first_group + i];

            if (group->level + 1 == grid->level[h] && strlen(group->path) + 1 > longest)
                longest = strlen(group->path) + 1;
        }
        total += longest;
    }
    return total;
}

static wb_status read_cross(wb_organisation *made, const wb_json_at *list, size_t index,
                            wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at at = wb_json_element(list, index);
    size_t n = json_array_size(at.value);
    wb_grid *grid = &made->crosses[made->n_crosses];

    if (n < 2 || n > WB_MAX_HIERARCHIES)
        return wb_json_fail(&at, WB_E_DATA, err,
                            "a cross is a list of two or more columns");
    for (size_t i = 0; i < n; i++) {
        wb_json_at place = wb_json_element(&at, i);

        WB_TRY(read_cross_column(made, &place, grid, err));
    }
    for (size_t i = 0; i < made->n_crosses; i++) {
        if (memcmp(grid, &made->crosses[i], sizeof *grid) == 0)
            return wb_json_fail(&at, WB_E_DATA, err, "this cross is there twice");
    }
    if (longest_path(made, grid) > WB_MAX_PATH + 1)
        return wb_json_fail(&at, WB_E_LIMIT, err,
                            "the paths of this cross have more than %d bytes",
                            WB_MAX_PATH);
    made->n_crosses++;
done:
    return st;
}

static size_t count_cells(const wb_organisation *made, const wb_grid *grid)
{
    size_t n = 1;

    for (size_t h = 0; h < made->n_hierarchies && n <= WB_MAX_CELLS; h++)
        n *= wb_organisation_width(made, h, grid->level[h]);
    return n;
}

/* The finest grid that the cells of both add up to. */
static wb_grid common_of(const wb_grid *a, const wb_grid *b)
{
    wb_grid common = {{0}};

    for (size_t h = 0; h < WB_MAX_HIERARCHIES; h++)
        common.level[h] = a->level[h] < b->level[h] ? a->level[h] : b->level[h];
    return common;
}

static wb_status name_grid(const wb_organisation *made, const wb_grid *grid, wb_text *out,
                           wb_error *err)
{
    wb_status st = WB_OK;
    bool first = true;

    for (size_t h = 0; h < made->n_hierarchies; h++) {
        if (grid->level[h] == 0)
            continue;
        WB_TRY(wb_text_format(out, err, "%s%s", first ? "" : "*",
                              made->hierarchies[h].columns[grid->level[h] - 1]));
        first = false;
    }
done:
    return st;
}

/* Groups of one hierarchy, and the whole, are always there. */
static bool is_declared(const wb_organisation *made, const wb_grid *grid)
{
    int n_crossed = 0;

    for (size_t h = 0; h < made->n_hierarchies; h++)
        n_crossed += grid->level[h] > 0;
    for (size_t i = 0; i < made->n_crosses; i++) {
        if (memcmp(grid, &made->crosses[i], sizeof *grid) == 0)
            return true;
    }
    return n_crossed < 2;
}

static wb_status fail_common(const wb_organisation *made, const wb_json_at *list,
                             const wb_grid *common, const wb_grid *a, const wb_grid *b,
                             wb_error *err)
{
    const wb_grid *all[] = {a, b, common};
    wb_text names[3] = {{0}};
    wb_status st = WB_OK;

    for (int i = 0; i < 3; i++)
        WB_TRY(name_grid(made, all[i], &names[i], err));
    st = wb_json_fail(list, WB_E_DATA, err,
                      "'%s' and '%s' both add up to '%s': what one hides the other could "
                      "tell, so that is crossed too",
                      names[0].bytes, names[1].bytes, names[2].bytes);
done:
    for (int i = 0; i < 3; i++)
        wb_text_free(&names[i]);
    return st;
}

/* What two crosses add up to tells what one hides by what the other shows, and protection
 * works with it only where it is counted. */
static wb_status check_common(const wb_organisation *made, const wb_json_at *list,
                              wb_error *err)
{
    for (size_t i = 1; i < made->n_crosses; i++) {
        for (size_t k = 0; k < i; k++) {
            wb_grid common = common_of(&made->crosses[k], &made->crosses[i]);
            if (!is_declared(made, &common))
                return fail_common(made, list, &common, &made->crosses[k],
                                   &made->crosses[i], err);
        }
    }
    return WB_OK;
}

/* A column, and those that it is a part of, as columns of a cross. */
enum { MOST_COLUMNS = WB_MAX_HIERARCHIES * WB_MAX_GROUP_LEVELS };

static wb_cross columns_of(const wb_organisation *made, const wb_grid *grid,
                           size_t *columns)
{
    wb_cross cross = {columns, 0};

    for (size_t h = 0; h < made->n_hierarchies; h++) {
        for (size_t level = 0; level < grid->level[h]; level++)
            columns[cross.n++] = h * WB_MAX_GROUP_LEVELS + level;
    }
    return cross;
}

/* Nothing when none is in one. */
static wb_status refuse_circle(const wb_organisation *made, const wb_json_at *list,
                               const bool *in_circle, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text names = {0};

    for (size_t i = 0; i < made->n_crosses; i++) {
        if (!in_circle[i])
            continue;
        if (names.length > 0)
            WB_TRY(wb_text_format(&names, err, ", "));
        WB_TRY(name_grid(made, &made->crosses[i], &names, err));
    }
    if (names.length == 0)
        goto done;
    st = wb_json_fail(list, WB_E_DATA, err,
                      "these close a circle: %.300s; together they tell more than their "
                      "sums do, so one of them is left out, or all that they are of is "
                      "crossed too",
                      names.bytes);
done:
    wb_text_free(&names);
    return st;
}

/* Groups are protected from who reckons with sums, and sums are all there is to reckon
 * with only where no circle is closed. */
static wb_status check_circles(const wb_organisation *made, const wb_json_at *list,
                               wb_error *err)
{
    wb_status st = WB_OK;
    size_t *columns = wb_allocate(made->n_crosses * MOST_COLUMNS, sizeof *columns);
    wb_cross crosses[WB_MAX_CROSSES];
    bool in_circle[WB_MAX_CROSSES];

    if (columns == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < made->n_crosses; i++)
        crosses[i] = columns_of(made, &made->crosses[i], columns + i * MOST_COLUMNS);
    WB_TRY(wb_circle_find(crosses, made->n_crosses, MOST_COLUMNS, in_circle, err));
    WB_TRY(refuse_circle(made, list, in_circle, err));
done:
    wb_release(columns);
    return st;
}

static wb_status read_crosses(wb_organisation *made, const wb_json_at *root,
                              wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n, n_cells = 1 + made->n_groups;

    WB_TRY(wb_json_list(root, "cross", false, WB_MAX_CROSSES, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        WB_TRY(read_cross(made, &list, i, err));
        n_cells += count_cells(made, &made->crosses[i]);
        if (n_cells > WB_MAX_CELLS)
            return wb_json_fail(&list, WB_E_LIMIT, err,
                                "groups and their crosses make more than %d cells",
                                WB_MAX_CELLS);
    }
    WB_TRY(check_common(made, &list, err));
    WB_TRY(check_circles(made, &list, err));
done:
    return st;
}

/* ---- calibration ---- */

static int64_t staff_at_top(const wb_organisation *made, const wb_hierarchy *hierarchy)
{
    int64_t sum = 0;

    for (size_t i = 0; i < hierarchy->n_groups; i++) {
        const wb_group *group = &made->groups[hierarchy->first_group + i];

        sum += group->level == 0 ? group->staff : 0;
    }
    return sum;
}

static wb_status read_calibrate(wb_organisation *made, const wb_json_at *root,
                                wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at at = wb_json_member(root, "calibrate");
    const char *id = NULL;
    size_t found;

    made->calibrate = -1;
    WB_TRY(wb_json_string(root, "calibrate", false, &id, err));
    if (id == NULL)
        return WB_OK;
    found = wb_organisation_find(made, id);
    if (found == made->n_hierarchies)
        return wb_json_fail(&at, WB_E_DATA, err,
                            "'%.80s' is not the id of a hierarchy to calibrate to", id);
    if (staff_at_top(made, &made->hierarchies[found]) != made->staff)
        return wb_json_fail(
            &at, WB_E_DATA, err,
            "the groups of '%s' have a staff of %lld together; calibrating "
            "to them takes the %lld of the organisation",
            id, (long long)staff_at_top(made, &made->hierarchies[found]),
            (long long)made->staff);
    made->calibrate = (int64_t)found;
done:
    return st;
}

/* ---- pools ---- */

static wb_status read_pool(const wb_organisation *made, const wb_json_at *root,
                           wb_error *err)
{
    static const char *const keys[] = {"breakdowns", NULL};
    wb_status st = WB_OK;
    wb_json_at pool, list;
    size_t n;

    WB_TRY(wb_json_object(root, "pool", false, &pool, err));
    if (pool.value == NULL)
        return WB_OK;
    WB_TRY(wb_json_check_keys(&pool, keys, err));
    WB_TRY(wb_json_list(&pool, "breakdowns", false, WB_MAX_HIERARCHIES, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        wb_json_at place = wb_json_element(&list, i);
        const char *id = json_string_value(place.value);

        if (id == NULL || wb_organisation_find(made, id) == made->n_hierarchies)
            return wb_json_fail(&place, WB_E_DATA, err,
                                "a breakdown of a pool is the id of a hierarchy");
    }
done:
    return st;
}

wb_status wb_organisation_read_uses(wb_organisation *made, const wb_json_at *root,
                                    wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(read_crosses(made, root, err));
    WB_TRY(read_calibrate(made, root, err));
    WB_TRY(read_pool(made, root, err));
done:
    return st;
}
