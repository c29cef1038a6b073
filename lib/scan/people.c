/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Who is known at a level of a hierarchy is known at those above it: a row goes down a
 * hierarchy to the first level that is missing, so that groups share out those of what
 * they are in, and the rest is nameless. */
#include "scan/people.h"

#include "frame/frame.h"
#include "scan/subject.h"
#include "score/ids.h"

#include <string.h>

/* ---- where answers come from ---- */

wb_status wb_people_check_origin(const wb_frame *answers, const json_t *about,
                                 const char *unit, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *origin = NULL;
    const char *theirs, *their_unit;
    const char *ours = wb_subject_hash(about);

    WB_TRY(wb_frame_origin(answers, &origin, err));
    theirs = json_string_value(json_object_get(origin, "questionnaire"));
    their_unit = json_string_value(json_object_get(origin, "unit"));
    if (theirs != NULL && strcmp(theirs, ours) != 0)
        st = wb_fail(err, WB_E_CONFLICT,
                     "these are answers to questionnaire %.12s, and this one is %.12s",
                     theirs, ours);
    else if (their_unit != NULL && strcmp(their_unit, unit) != 0)
        st = wb_fail(err, WB_E_CONFLICT,
                     "these are answers about unit '%.40s', where '%s' is asked for",
                     their_unit, unit);
done:
    json_decref(origin);
    return st;
}

/* ---- columns ---- */

wb_status wb_people_check_columns(const wb_frame *answers, const wb_names *questions,
                                  const wb_organisation *organisation, wb_error *err)
{
    size_t hierarchy, level, unused;

    for (size_t i = 0; i < wb_frame_column_count(answers); i++) {
        const char *name = wb_frame_column_name(answers, i);

        if (strncmp(name, "x_", 2) != 0 &&
            wb_names_find(questions, name) == questions->count &&
            (organisation == NULL ||
             !wb_organisation_find_column(organisation, name, &hierarchy, &level)))
            return wb_fail_at(
                err, WB_E_DATA, -1, name,
                "the column '%s' is no question and tells no group; leave it "
                "out: what can identify people does not enter a scan",
                name);
    }
    for (size_t h = 0; organisation != NULL && h < organisation->n_hierarchies; h++) {
        for (size_t l = 0; l < organisation->hierarchies[h].n_levels; l++) {
            wb_status st =
                wb_frame_require(answers, organisation->hierarchies[h].columns[l],
                                 "groups of the organisation", &unused, err);
            if (st != WB_OK)
                return st;
        }
    }
    return WB_OK;
}

/* ---- one level of a hierarchy ---- */

typedef struct finding {
    const wb_organisation *organisation;
    const wb_frame *answers;
    int32_t *deepest;   /* of the hierarchy: the group of each row, so far */
    int64_t *same;      /* the next group of the level with the same id */
    const char *column; /* of the level at hand */
    size_t level;
    wb_ids ids;       /* of the level: its first group with that id */
    wb_keys *keys;    /* distinct values of the column */
    int64_t *of_code; /* of each value its first group */
    int32_t n_codes;
} finding;

static wb_status list_level(finding *f, const wb_hierarchy *hierarchy, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < hierarchy->n_groups; i++) {
        size_t at = hierarchy->first_group + i;
        const wb_group *group = &f->organisation->groups[at];
        wb_id found = wb_ids_find(&f->ids, group->id);

        if (group->level != f->level)
            continue;
        f->same[at] = WB_NO_GROUP;
        if (found.kind == WB_ID_NONE) {
            WB_TRY(wb_ids_add(&f->ids, group->id, WB_ID_ITEM, at, err));
        } else {
            f->same[at] = f->same[found.index];
            f->same[found.index] = (int64_t)at;
        }
    }
done:
    return st;
}

/* The groups of values that were not seen before. */
static wb_status learn_codes(finding *f, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text text = {0};
    int32_t n = wb_keys_count(f->keys);
    int64_t *grown = wb_resize(f->of_code, (size_t)n, sizeof *grown);

    if (grown == NULL)
        return wb_fail_nomem(err);
    f->of_code = grown;
    for (; f->n_codes < n; f->n_codes++) {
        wb_id found;

        wb_text_cut(&text, 0);
        WB_TRY(wb_keys_write(f->keys, f->n_codes, &text, err));
        found = wb_ids_find(&f->ids, text.bytes != NULL ? text.bytes : "");
        f->of_code[f->n_codes] = WB_NO_GROUP;
        if (found.kind != WB_ID_NONE)
            f->of_code[f->n_codes] = (int64_t)found.index;
    }
done:
    wb_text_free(&text);
    return st;
}

static wb_status fail_value(const finding *f, int64_t row, int32_t code, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text text = {0};

    WB_TRY(wb_keys_write(f->keys, code, &text, err));
    if (f->of_code[code] == WB_NO_GROUP)
        st = wb_fail_at(err, WB_E_DATA, row, f->column,
                        "'%.80s' in column '%s' is no group of the organisation",
                        text.bytes != NULL ? text.bytes : "", f->column);
    else
        st = wb_fail_at(err, WB_E_DATA, row, f->column,
                        "groups do not nest: '%.80s' in column '%s' is no group in '%s'",
                        text.bytes, f->column,
                        f->organisation->groups[f->deepest[row]].path);
done:
    wb_text_free(&text);
    return st;
}

/* One step down, where the row is known down to the level above. */
static wb_status place_row(finding *f, int64_t row, int32_t code, wb_error *err)
{
    const wb_group *groups = f->organisation->groups;
    int64_t above = f->deepest[row];
    int64_t group = code < 0 ? WB_NO_GROUP : f->of_code[code];

    if (code < 0)
        return WB_OK;
    if (group == WB_NO_GROUP)
        return fail_value(f, row, code, err);
    if (f->level > 0 && (above == WB_NO_GROUP || groups[above].level + 1 != f->level))
        return WB_OK;
    while (group != WB_NO_GROUP && groups[group].parent != above)
        group = f->same[group];
    if (group == WB_NO_GROUP)
        return fail_value(f, row, code, err);
    f->deepest[row] = (int32_t)group;
    return WB_OK;
}

static wb_status place_rows(finding *f, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t codes[WB_BLOCK_ROWS];
    size_t column = (size_t)wb_frame_find(f->answers, f->column);
    int64_t n = wb_frame_row_count(f->answers);

    for (int64_t first = 0; first < n; first += WB_BLOCK_ROWS) {
        int32_t rows = n - first < WB_BLOCK_ROWS ? (int32_t)(n - first) : WB_BLOCK_ROWS;

        WB_TRY(wb_keys_codes(f->keys, f->answers, column, first, rows, codes, err));
        WB_TRY(learn_codes(f, err));
        for (int32_t i = 0; i < rows; i++)
            WB_TRY(place_row(f, first + i, codes[i], err));
    }
done:
    return st;
}

static wb_status find_level(finding *f, const wb_hierarchy *hierarchy, wb_error *err)
{
    wb_status st = WB_OK;

    f->column = hierarchy->columns[f->level];
    WB_TRY(list_level(f, hierarchy, err));
    WB_TRY(wb_keys_new(f->column, &f->keys, err));
    WB_TRY(place_rows(f, err));
done:
    wb_ids_free(&f->ids);
    f->ids = (wb_ids){0};
    wb_keys_free(f->keys);
    f->keys = NULL;
    wb_release(f->of_code);
    f->of_code = NULL;
    f->n_codes = 0;
    return st;
}

/* ---- all hierarchies ---- */

/* deepest[h * n + row]: the deepest group of the row in hierarchy h. */
static wb_status find_groups(const wb_frame *answers, const wb_organisation *o,
                             int32_t *deepest, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = (size_t)wb_frame_row_count(answers);
    finding f = {.organisation = o, .answers = answers};

    f.same = wb_allocate(o->n_groups, sizeof *f.same);
    if (f.same == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n * o->n_hierarchies; i++)
        deepest[i] = WB_NO_GROUP;
    for (size_t h = 0; h < o->n_hierarchies; h++) {
        f.deepest = deepest + h * n;
        for (f.level = 0; f.level < o->hierarchies[h].n_levels; f.level++)
            WB_TRY(find_level(&f, &o->hierarchies[h], err));
    }
done:
    wb_release(f.same);
    return st;
}

static void find_places(wb_people *people, const wb_places *layout,
                        const int32_t *deepest)
{
    int64_t groups[WB_MAX_HIERARCHIES];

    for (int64_t row = 0; row < people->n; row++) {
        for (size_t h = 0; h < layout->organisation->n_hierarchies; h++)
            groups[h] = deepest[(int64_t)h * people->n + row];
        for (size_t grid = 0; grid < layout->n_grids; grid++)
            people->places[(int64_t)grid * people->n + row] =
                (int32_t)wb_places_place(layout, grid, groups);
    }
}

wb_status wb_people_find(wb_people *people, const wb_frame *answers,
                         const wb_places *layout, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_organisation *o = layout->organisation;
    size_t n = (size_t)wb_frame_row_count(answers);
    int32_t *deepest = wb_allocate(n * o->n_hierarchies, sizeof *deepest);

    people->n = (int64_t)n;
    people->places = wb_allocate(n * layout->n_grids, sizeof *people->places);
    if (deepest == NULL || people->places == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(find_groups(answers, o, deepest, err));
    find_places(people, layout, deepest);
done:
    wb_release(deepest);
    if (st != WB_OK)
        wb_people_free(people);
    return st;
}

void wb_people_free(wb_people *people)
{
    wb_release(people->places);
    *people = (wb_people){0};
}
