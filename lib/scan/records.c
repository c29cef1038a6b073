/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What experts found of work posts and of the organisation, in the file and as frames. */
#include "scan/records.h"

#include "scan/showing.h"
#include "scan/words.h"

#include <math.h>
#include <string.h>

const char *const wb_light_names[] = {"green", "orange", "red", NULL};
const char *const wb_answer_names[] = {"yes", "no", "not_applicable", NULL};
const char *const wb_record_units[] = {"workpost", "organisation", NULL};

/* ---- in the file ---- */

/* unit, record, and the id of one in `list` under `key`. */
static wb_status check_row(const wb_json_at *root, const wb_json_at *at, const char *key,
                           const char *list, wb_error *err)
{
    wb_status st = WB_OK;
    const char *record = NULL;
    const char *id = NULL;
    int32_t unit = 0;

    WB_TRY(wb_json_choice(at, "unit", wb_record_units, &unit, err));
    WB_TRY(wb_json_string(at, "record", true, &record, err));
    WB_TRY(wb_json_string(at, key, true, &id, err));
    if (wb_subject_find(root->value, list, wb_record_units[unit], id) == NULL)
        return wb_json_fail(at, WB_E_DATA, err, "'%.80s' is none of the %s of '%s'", id,
                            list, wb_record_units[unit]);
done:
    return st;
}

static wb_status check_word(const wb_json_at *at, const char *key,
                            const char *const *words, wb_error *err)
{
    wb_json_at place = wb_json_member(at, key);
    int32_t choice;

    return place.value == NULL ? WB_OK : wb_json_choice(at, key, words, &choice, err);
}

static wb_status check_record(const wb_json_at *root, const wb_json_at *at, wb_error *err)
{
    static const char *const keys[] = {"unit",  "record", "indicator",
                                       "score", "light",  NULL};
    wb_status st = WB_OK;
    double score;

    WB_TRY(wb_json_check_keys(at, keys, err));
    WB_TRY(check_row(root, at, "indicator", "indicators", err));
    WB_TRY(wb_json_double(at, "score", false, &score, err));
    WB_TRY(check_word(at, "light", wb_light_names, err));
done:
    return st;
}

static wb_status check_answer(const wb_json_at *root, const wb_json_at *at, wb_error *err)
{
    static const char *const keys[] = {"unit", "record", "check", "answer", NULL};
    wb_status st = WB_OK;

    WB_TRY(wb_json_check_keys(at, keys, err));
    WB_TRY(check_row(root, at, "check", "checks", err));
    WB_TRY(check_word(at, "answer", wb_answer_names, err));
done:
    return st;
}

static wb_status check_all(const wb_json_at *root, const char *key,
                           wb_status (*check)(const wb_json_at *root,
                                              const wb_json_at *at, wb_error *err),
                           wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(root, key, false, WB_MAX_RECORD_ROWS, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        wb_json_at at = wb_json_element(&list, i);

        WB_TRY(check(root, &at, err));
    }
done:
    return st;
}

wb_status wb_records_check(const wb_json_at *root, wb_error *err)
{
    wb_status st = check_all(root, "records", check_record, err);

    return st == WB_OK ? check_all(root, "checklists", check_answer, err) : st;
}

/* ---- as frames ---- */

static const wb_fill_column record_columns[] = {
    {"unit", WB_TYPE_DICTIONARY},  {"record", WB_TYPE_DICTIONARY},
    {"theme", WB_TYPE_DICTIONARY}, {"indicator", WB_TYPE_DICTIONARY},
    {"label", WB_TYPE_DICTIONARY}, {"score", WB_TYPE_FLOAT64},
    {"light", WB_TYPE_DICTIONARY}, {NULL, WB_TYPE_NULL}};
static const wb_fill_column answer_columns[] = {
    {"unit", WB_TYPE_DICTIONARY},  {"record", WB_TYPE_DICTIONARY},
    {"theme", WB_TYPE_DICTIONARY}, {"check", WB_TYPE_DICTIONARY},
    {"label", WB_TYPE_DICTIONARY}, {"answer", WB_TYPE_DICTIONARY},
    {NULL, WB_TYPE_NULL}};

/* unit, record, theme, id, label */
static wb_status fill_row(wb_showing *show, const json_t *row, const char *key,
                          const char *list, wb_error *err)
{
    wb_status st = WB_OK;
    const json_t *about =
        wb_subject_find(show->scan->document.root, list, wb_showing_text(row, "unit"),
                        wb_showing_text(row, key));

    WB_TRY(wb_fill_text(&show->fill, wb_showing_text(row, "unit"), err));
    WB_TRY(wb_fill_text(&show->fill, wb_showing_text(row, "record"), err));
    WB_TRY(wb_fill_text(&show->fill, wb_showing_text(about, "theme"), err));
    WB_TRY(wb_fill_text(&show->fill, wb_showing_text(row, key), err));
    WB_TRY(wb_fill_text(&show->fill,
                        wb_words_pick(json_object_get(about, "label"), show->language),
                        err));
done:
    return st;
}

static wb_status fill_records(wb_showing *show, wb_error *err)
{
    wb_status st = WB_OK;
    const json_t *list = json_object_get(show->scan->document.root, "records");

    WB_TRY(wb_fill_declare(&show->fill, record_columns, "light", wb_light_names, 3, err));
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *row = json_array_get(list, i);
        const json_t *score = json_object_get(row, "score");

        WB_TRY(fill_row(show, row, "indicator", "indicators", err));
        WB_TRY(wb_fill_double(&show->fill, score != NULL ? json_number_value(score) : NAN,
                              err));
        WB_TRY(wb_fill_text(&show->fill, wb_showing_text(row, "light"), err));
    }
done:
    return st;
}

static wb_status fill_checklists(wb_showing *show, wb_error *err)
{
    wb_status st = WB_OK;
    const json_t *list = json_object_get(show->scan->document.root, "checklists");

    WB_TRY(
        wb_fill_declare(&show->fill, answer_columns, "answer", wb_answer_names, 3, err));
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *row = json_array_get(list, i);

        WB_TRY(fill_row(show, row, "check", "checks", err));
        WB_TRY(wb_fill_text(&show->fill, wb_showing_text(row, "answer"), err));
    }
done:
    return st;
}

const wb_scan_part wb_part_records = {"records", record_columns, fill_records};
const wb_scan_part wb_part_checklists = {"checklists", answer_columns, fill_checklists};
