/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "scan/asking.h"

#include "scan/words.h"

#include <string.h>

/* ---- titles ---- */

static wb_list_title title_of_group(const wb_group *group)
{
    return (wb_list_title){json_object_get(group->json, "title"), group->id};
}

/* What a level is called; the first one as its hierarchy, where nothing else is said. */
static wb_list_title title_of_level(const wb_hierarchy *hierarchy, size_t level)
{
    const json_t *labels = json_object_get(hierarchy->json, "labels");
    const json_t *texts = json_array_get(labels, level);

    if (texts == NULL && level == 0)
        texts = json_object_get(hierarchy->json, "title");
    return (wb_list_title){texts, hierarchy->columns[level]};
}

/* ---- lists ---- */

static void offer(wb_asking *a, wb_list *list, size_t group)
{
    const wb_group *offered = &a->organisation->groups[group];

    a->answers[a->n_answers++] = (wb_list_answer){offered->id, title_of_group(offered)};
    a->list_of[group] = a->lists.n_lists;
    a->place_of[group] = (int64_t)++list->n_answers;
}

/* The groups in `parent`, which stand behind it, or the first level of the hierarchy. */
static void make_list(wb_asking *a, const wb_hierarchy *hierarchy, size_t level,
                      int64_t parent)
{
    const wb_group *groups = a->organisation->groups;
    size_t first = parent == WB_NO_GROUP ? hierarchy->first_group : (size_t)parent + 1;
    size_t end = hierarchy->first_group + hierarchy->n_groups;
    wb_list *list = &a->made[a->lists.n_lists];

    *list = (wb_list){.column = hierarchy->columns[level],
                      .title = title_of_level(hierarchy, level),
                      .decider = parent == WB_NO_GROUP ? SIZE_MAX : a->list_of[parent],
                      .decides_at = parent == WB_NO_GROUP ? 0 : a->place_of[parent],
                      .answers = a->answers + a->n_answers};
    for (size_t g = first; g < end && groups[g].level >= level; g++)
        if (groups[g].level == level)
            offer(a, list, g);
    a->lists.n_lists += list->n_answers > 0;
}

static wb_status make_level(wb_asking *a, const wb_hierarchy *hierarchy, size_t level,
                            wb_error *err)
{
    size_t before = a->lists.n_lists;

    if (level == 0)
        make_list(a, hierarchy, level, WB_NO_GROUP);
    for (size_t i = 0; level > 0 && i < hierarchy->n_groups; i++) {
        size_t g = hierarchy->first_group + i;
        if (a->organisation->groups[g].level + 1 == level)
            make_list(a, hierarchy, level, (int64_t)g);
    }
    if (a->lists.n_lists > before)
        return WB_OK;
    return wb_fail_at(err, WB_E_DATA, -1, hierarchy->columns[level],
                      "column '%.100s' of hierarchy '%s' tells no group: leave it out of "
                      "the organisation file, or name the groups",
                      hierarchy->columns[level], hierarchy->id);
}

/* ---- all of them ---- */

/* What the numbers of answers stand for: the columns and the paths, in order. */
static wb_status make_hash(wb_asking *a, wb_error *err)
{
    const wb_organisation *o = a->organisation;
    wb_text names = {0};
    wb_status st = WB_OK;

    for (size_t i = 0; i < a->lists.n_lists; i++)
        WB_TRY(wb_text_format(&names, err, "%s\n", a->made[i].column));
    for (size_t g = 0; g < o->n_groups; g++)
        WB_TRY(wb_text_format(&names, err, "%s\n", o->groups[g].path));
    wb_sha256_hex(names.bytes, names.length, a->hash);
done:
    wb_text_free(&names);
    return st;
}

/* There is at most a list per group, and a group is in one list; one more list is begun
 * where it is not known yet that nothing is in it. */
static wb_status make_room(wb_asking *a, wb_error *err)
{
    size_t n = a->organisation->n_groups;

    a->made = wb_allocate(n + 1, sizeof *a->made);
    a->answers = wb_allocate(n, sizeof *a->answers);
    a->list_of = wb_allocate(n, sizeof *a->list_of);
    a->place_of = wb_allocate(n, sizeof *a->place_of);
    return a->made != NULL && a->answers != NULL && a->list_of != NULL &&
                   a->place_of != NULL
               ? WB_OK
               : wb_fail_nomem(err);
}

wb_status wb_asking_open(const wb_organisation *organisation, wb_asking *asking,
                         wb_error *err)
{
    wb_status st = WB_OK;

    asking->organisation = organisation;
    WB_TRY(make_room(asking, err));
    for (size_t h = 0; h < organisation->n_hierarchies; h++) {
        const wb_hierarchy *hierarchy = &organisation->hierarchies[h];
        for (size_t level = 0; level < hierarchy->n_levels; level++)
            WB_TRY(make_level(asking, hierarchy, level, err));
    }
    WB_TRY(make_hash(asking, err));
    asking->lists.lists = asking->made;
    asking->lists.hash = asking->hash;
    asking->lists.min_n = organisation->min_n;
    asking->lists.pick = wb_words_pick;
done:
    return st;
}

void wb_asking_close(wb_asking *asking)
{
    wb_release(asking->made);
    wb_release(asking->answers);
    wb_release(asking->list_of);
    wb_release(asking->place_of);
}
