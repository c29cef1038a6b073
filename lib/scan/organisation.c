/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The life of an organisation: read, written, asked, freed. */
#include "scan/organisation.h"

#include "base/text.h"
#include "frame/fill.h"
#include "scan/words.h"

#include <string.h>

/* ---- reading ---- */

static wb_status read_day(const wb_json_at *at, const char *key, bool *given,
                          int32_t *day, wb_error *err)
{
    wb_status st = WB_OK;
    const char *text = NULL;
    wb_json_at place = wb_json_member(at, key);

    WB_TRY(wb_json_string(at, key, false, &text, err));
    *given = text != NULL;
    if (*given && !wb_parse_date(text, strlen(text), day))
        return wb_json_fail(&place, WB_E_DATA, err,
                            "'%.40s' is no date such as 2030-12-31", text);
done:
    return st;
}

static wb_status read_fieldwork(wb_organisation *made, const wb_json_at *root,
                                wb_error *err)
{
    static const char *const keys[] = {"id", "from", "until", "invited", NULL};
    wb_status st = WB_OK;
    wb_json_at at;
    bool begins, ends;
    int32_t from = 0;
    int32_t until = 0;
    int64_t invited;

    WB_TRY(wb_json_object(root, "fieldwork", true, &at, err));
    WB_TRY(wb_json_check_keys(&at, keys, err));
    WB_TRY(wb_organisation_read_code(&at, &made->fieldwork, err));
    WB_TRY(read_day(&at, "from", &begins, &from, err));
    WB_TRY(read_day(&at, "until", &ends, &until, err));
    WB_TRY(wb_json_int(&at, "invited", false, 0, made->staff, &invited, err));
    if (begins && ends && from > until)
        return wb_json_fail(&at, WB_E_DATA, err, "the fieldwork ends before it begins");
done:
    return st;
}

/* Texts that only say what the organisation is. */
static wb_status read_description(const wb_json_at *root, wb_error *err)
{
    static const char *const texts[] = {"sector", "nace", "committee"};
    wb_status st = WB_OK;
    const char *unused;

    WB_TRY(wb_words_read(root, "title", true, err));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        WB_TRY(wb_json_string(root, texts[i], false, &unused, err));
done:
    return st;
}

static wb_status read_heading(wb_organisation *made, const wb_json_at *root,
                              wb_error *err)
{
    static const char *const keys[] = {
        "format", "id",    "title",           "synthetic", "sector",      "nace",
        "staff",  "min_n", "min_n_sensitive", "fieldwork", "hierarchies", "committee",
        "cross",  "pool",  "calibrate",       "extreme",   NULL};
    const int64_t most = INT32_MAX;
    wb_status st = WB_OK;

    WB_TRY(wb_json_check_format(root, "organisation", 1, err));
    WB_TRY(wb_json_check_keys(root, keys, err));
    WB_TRY(wb_json_id(root, "id", &made->id, err));
    WB_TRY(read_description(root, err));
    WB_TRY(wb_json_bool(root, "synthetic", false, &made->synthetic, err));
    WB_TRY(wb_json_int(root, "staff", true, 1, most, &made->staff, err));
    WB_TRY(wb_json_int(root, "min_n", true, WB_LEAST_MIN_N, most, &made->min_n, err));
    WB_TRY(wb_json_int(root, "min_n_sensitive", false, made->min_n, most,
                       &made->min_n_sensitive, err));
    WB_TRY(wb_json_int(root, "extreme", false, 1, made->min_n, &made->extreme, err));
    WB_TRY(read_fieldwork(made, root, err));
done:
    return st;
}

static wb_status fill(wb_organisation *made, const wb_json_at *root, wb_error *err)
{
    wb_status st = WB_OK;

    made->json = root->value;
    WB_TRY(read_heading(made, root, err));
    WB_TRY(wb_organisation_read_groups(made, root, err));
    WB_TRY(wb_organisation_read_uses(made, root, err));
    WB_TRY(wb_json_hash(made->json, &made->canonical, made->hash, err));
done:
    return st;
}

wb_status wb_organisation_of(const wb_json_at *at, wb_organisation **out, wb_error *err)
{
    wb_organisation *made = wb_allocate(1, sizeof *made);
    wb_status st;

    if (made == NULL)
        return wb_fail_nomem(err);
    st = fill(made, at, err);
    if (st == WB_OK)
        *out = made;
    else
        wb_organisation_free(made);
    return st;
}

wb_status wb_organisation_read(wb_reader *reader, wb_organisation **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_organisation *made = NULL;
    wb_json_at root;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (reader == NULL)
        return wb_fail(err, WB_E_ARG, "a reader is required");
    made = wb_allocate(1, sizeof *made);
    if (made == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_json_read(reader, &made->document, err));
    root = wb_json_root(&made->document);
    WB_TRY(fill(made, &root, err));
    *out = made;
    made = NULL;

done:
    wb_organisation_free(made);
    return st;
}

wb_status wb_organisation_load(const char *path, wb_organisation **out, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_status st;

    if (out != NULL)
        *out = NULL;
    st = wb_reader_open(path, &reader, err);
    if (st == WB_OK)
        st = wb_organisation_read(reader, out, err);
    wb_reader_free(reader);
    return st;
}

wb_status wb_organisation_write(const wb_organisation *organisation, wb_writer *writer,
                                wb_error *err)
{
    if (organisation == NULL || writer == NULL)
        return wb_fail(err, WB_E_ARG, "an organisation and a writer are required");
    return wb_writer_write(writer, organisation->canonical.bytes,
                           organisation->canonical.length, err);
}

void wb_organisation_free(wb_organisation *organisation)
{
    if (organisation == NULL)
        return;
    for (size_t i = 0; i < organisation->n_groups; i++)
        wb_release(organisation->groups[i].path);
    wb_release(organisation->groups);
    wb_text_free(&organisation->canonical);
    wb_json_close(&organisation->document);
    wb_release(organisation);
}

/* ---- asking ---- */

const char *wb_organisation_id(const wb_organisation *organisation)
{
    return organisation->id;
}

const char *wb_organisation_hash(const wb_organisation *organisation)
{
    return organisation->hash;
}

const char *wb_organisation_title(const wb_organisation *organisation,
                                  const char *language)
{
    return wb_words_pick(json_object_get(organisation->json, "title"), language);
}

int64_t wb_organisation_staff(const wb_organisation *organisation)
{
    return organisation->staff;
}

int32_t wb_organisation_min_n(const wb_organisation *organisation)
{
    return (int32_t)organisation->min_n;
}

wb_status wb_organisation_scope(const wb_organisation *organisation, wb_text *out,
                                wb_error *err)
{
    return wb_text_format(out, err, "%s:%s", organisation->id, organisation->fieldwork);
}

/* ---- the groups as a frame ---- */

static const wb_fill_column group_columns[] = {
    {"hierarchy", WB_TYPE_DICTIONARY}, {"group", WB_TYPE_UTF8},
    {"parent", WB_TYPE_UTF8},          {"title", WB_TYPE_UTF8},
    {"column", WB_TYPE_DICTIONARY},    {"staff", WB_TYPE_INT64},
    {"level", WB_TYPE_INT32},          {NULL, WB_TYPE_NULL}};

const char *wb_group_title(const wb_group *group, const char *language)
{
    const char *title = wb_words_pick(json_object_get(group->json, "title"), language);

    return title != NULL ? title : group->id;
}

static wb_status fill_group(const wb_organisation *organisation, const wb_group *group,
                            const char *language, wb_fill *fill, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_hierarchy *hierarchy = &organisation->hierarchies[group->hierarchy];

    WB_TRY(wb_fill_text(fill, hierarchy->id, err));
    WB_TRY(wb_fill_text(fill, group->path, err));
    WB_TRY(wb_fill_text(
        fill,
        group->parent == WB_NO_GROUP ? NULL : organisation->groups[group->parent].path,
        err));
    WB_TRY(wb_fill_text(fill, wb_group_title(group, language), err));
    WB_TRY(wb_fill_text(fill, hierarchy->columns[group->level], err));
    WB_TRY(wb_fill_int64(fill, group->staff, err));
    WB_TRY(wb_fill_int64(fill, (int64_t)group->level + 1, err));
done:
    return st;
}

wb_status wb_organisation_groups(const wb_organisation *organisation,
                                 const char *language, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_fill fill = {0};

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (organisation == NULL)
        return wb_fail(err, WB_E_ARG, "an organisation is required");
    WB_TRY(wb_fill_columns(&fill, group_columns, err));
    for (size_t i = 0; i < organisation->n_groups; i++)
        WB_TRY(fill_group(organisation, &organisation->groups[i], language, &fill, err));
    WB_TRY(wb_fill_finish(&fill, out, err));
done:
    wb_fill_close(&fill);
    return st;
}
