/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The hierarchies of an organisation file and the groups in them. */
#include "scan/organisation.h"

#include "base/text.h"
#include "scan/words.h"
#include "score/ids.h"

#include <string.h>

/* What reading keeps beside the organisation. */
typedef struct reading {
    wb_organisation *made;
    size_t capacity;
    wb_ids paths; /* of the groups so far: none is there twice */
} reading;

/* ---- groups ---- */

static wb_status make_room(reading *r, const wb_json_at *at, wb_error *err)
{
    wb_organisation *made = r->made;

    if (made->n_groups == WB_MAX_GROUPS)
        return wb_json_fail(at, WB_E_LIMIT, err, "there are more than %d groups",
                            WB_MAX_GROUPS);
    if (made->n_groups == r->capacity) {
        size_t capacity = r->capacity == 0 ? 16 : 2 * r->capacity;
        wb_group *grown = wb_resize(made->groups, capacity, sizeof *grown);

        if (grown == NULL)
            return wb_fail_nomem(err);
        made->groups = grown;
        r->capacity = capacity;
    }
    return WB_OK;
}

static wb_status make_path(const wb_organisation *made, const wb_group *group,
                           char **path, wb_error *err)
{
    const char *before = group->parent == WB_NO_GROUP
                             ? made->hierarchies[group->hierarchy].id
                             : made->groups[group->parent].path;
    wb_text text = {0};
    wb_status st = wb_text_format(&text, err, "%s/%s", before, group->id);

    if (st == WB_OK) {
        *path = wb_copy_string(text.bytes);
        if (*path == NULL)
            st = wb_fail_nomem(err);
    }
    wb_text_free(&text);
    return st;
}

/* The group at this place, without those in it, behind those that are there. */
static wb_status read_group(reading *r, const wb_json_at *at, wb_group group,
                            wb_error *err)
{
    static const char *const keys[] = {"id", "title", "staff", "groups", NULL};
    wb_organisation *made = r->made;
    wb_status st = WB_OK;

    WB_TRY(make_room(r, at, err));
    WB_TRY(wb_json_check_keys(at, keys, err));
    WB_TRY(wb_organisation_read_code(at, &group.id, err));
    WB_TRY(wb_words_read(at, "title", false, err));
    WB_TRY(wb_json_int(at, "staff", true, 1, made->staff, &group.staff, err));
    group.json = at->value;
    WB_TRY(make_path(made, &group, &group.path, err));
    made->groups[made->n_groups++] = group;
    if (strlen(group.path) > WB_MAX_PATH)
        return wb_json_fail(at, WB_E_LIMIT, err,
                            "the path of this group has %zu bytes, more than %d",
                            strlen(group.path), WB_MAX_PATH);
    if (wb_ids_find(&r->paths, group.path).kind != WB_ID_NONE)
        return wb_json_fail(at, WB_E_DATA, err, "the group '%s' is there twice",
                            group.path);
    WB_TRY(wb_ids_add(&r->paths, group.path, WB_ID_ITEM, made->n_groups - 1, err));
done:
    return st;
}

/* The groups of the member `groups`, those in them too; at most WB_MAX_GROUP_LEVELS deep.
 * Together they have at most `staff` people. */
static wb_status read_groups(reading *r, const wb_json_at *at, wb_group like,
                             int64_t staff, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_hierarchy *hierarchy = &r->made->hierarchies[like.hierarchy];
    wb_json_at list;
    size_t n;
    int64_t left = staff;

    WB_TRY(wb_json_list(at, "groups", like.level == 0, WB_MAX_GROUPS, &list, &n, err));
    if (n > 0 && like.level == hierarchy->n_levels)
        return wb_json_fail(&list, WB_E_DATA, err,
                            "groups lie deeper than the %zu columns of '%s' tell apart",
                            hierarchy->n_levels, hierarchy->id);
    for (size_t i = 0; i < n; i++) {
        wb_json_at place = wb_json_element(&list, i);
        wb_group inner = like;

        inner.parent = (int64_t)r->made->n_groups;
        inner.level++;
        WB_TRY(read_group(r, &place, like, err));
        left -= r->made->groups[inner.parent].staff;
        if (left < 0)
            return wb_json_fail(&place, WB_E_DATA, err,
                                "with '%s' the groups here have more staff together than "
                                "the %lld of what they are in",
                                r->made->groups[inner.parent].path, (long long)staff);
        WB_TRY(read_groups(r, &place, inner, r->made->groups[inner.parent].staff, err));
    }
done:
    return st;
}

/* ---- hierarchies ---- */

static wb_status read_columns(wb_organisation *made, const wb_json_at *at,
                              wb_hierarchy *hierarchy, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n, h, level;

    WB_TRY(wb_json_list(at, "columns", true, WB_MAX_GROUP_LEVELS, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        wb_json_at place = wb_json_element(&list, i);
        const char *name = NULL;

        WB_TRY(wb_json_column_name(&place, &name, err));
        if (name[0] == '\0' || strlen(name) > WB_COLUMN_NAME)
            return wb_json_fail(&place, WB_E_DATA, err,
                                "the name of a column has 1 to %d bytes", WB_COLUMN_NAME);
        hierarchy->columns[i] = name;
        if (wb_organisation_find_column(made, name, &h, &level))
            return wb_json_fail(&place, WB_E_DATA, err,
                                "the column '%s' is there twice: it tells one level of "
                                "one hierarchy",
                                name);
        hierarchy->n_levels++;
    }
done:
    return st;
}

/* What the columns are called where they are asked. */
static wb_status read_labels(const wb_json_at *at, size_t n_columns, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(at, "labels", false, WB_MAX_GROUP_LEVELS, &list, &n, err));
    if (n > 0 && n != n_columns)
        return wb_json_fail(&list, WB_E_DATA, err, "there are %zu labels for %zu columns",
                            n, n_columns);
    for (size_t i = 0; i < n; i++) {
        wb_json_at place = wb_json_element(&list, i);

        if (!json_is_object(place.value))
            return wb_json_fail(&place, WB_E_DATA, err, "a label is texts by language");
        WB_TRY(wb_words_check(&place, err));
    }
done:
    return st;
}

static wb_status read_hierarchy(reading *r, const wb_json_at *at, wb_error *err)
{
    static const char *const keys[] = {"id",     "title",  "columns",
                                       "labels", "groups", NULL};
    wb_organisation *made = r->made;
    wb_hierarchy *hierarchy = &made->hierarchies[made->n_hierarchies];
    wb_group like = {.hierarchy = made->n_hierarchies, .parent = WB_NO_GROUP};
    wb_json_at place = wb_json_member(at, "id");
    wb_status st = WB_OK;

    WB_TRY(wb_json_check_keys(at, keys, err));
    WB_TRY(wb_json_id(at, "id", &hierarchy->id, err));
    if (wb_organisation_find(made, hierarchy->id) < made->n_hierarchies)
        return wb_json_fail(&place, WB_E_DATA, err, "the hierarchy '%s' is there twice",
                            hierarchy->id);
    if (strcmp(hierarchy->id, WB_WHOLE) == 0)
        return wb_json_fail(&place, WB_E_DATA, err,
                            "'" WB_WHOLE "' is the whole organisation, no hierarchy");
    hierarchy->json = at->value;
    hierarchy->first_group = made->n_groups;
    made->n_hierarchies++;
    WB_TRY(wb_words_read(at, "title", false, err));
    WB_TRY(read_columns(made, at, hierarchy, err));
    WB_TRY(read_labels(at, hierarchy->n_levels, err));
    WB_TRY(read_groups(r, at, like, made->staff, err));
    hierarchy->n_groups = made->n_groups - hierarchy->first_group;
done:
    return st;
}

wb_status wb_organisation_read_groups(wb_organisation *made, const wb_json_at *root,
                                      wb_error *err)
{
    wb_status st = WB_OK;
    reading r = {.made = made};
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(root, "hierarchies", false, WB_MAX_HIERARCHIES, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        wb_json_at place = wb_json_element(&list, i);

        WB_TRY(read_hierarchy(&r, &place, err));
    }
done:
    wb_ids_free(&r.paths);
    return st;
}
