/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Records of experts, scored and written into a scan. */
#include "compose/unasked.h"
#include "frame/frame.h"
#include "scan/gather.h"
#include "scan/people.h"
#include "scan/records.h"

#include <stdio.h>
#include <string.h>

static const char record_column[] = "record";

typedef struct adding {
    const wb_questionnaire *questionnaire;
    const json_t *about; /* of the scan */
    const char *unit;
    const wb_frame *records;
    wb_names questions; /* of the unit, and `record` */
    wb_names names;     /* of the records */
    wb_frame *cutoffs;  /* indicators of the instrument; NULL: nothing is scored */
    wb_frame *scored;
    json_t *root; /* of the scan to be */
} adding;

static void end_adding(adding *a)
{
    wb_names_free(&a->questions);
    wb_names_free(&a->names);
    wb_frame_free(a->cutoffs);
    wb_frame_free(a->scored);
    json_decref(a->root);
}

static char *copy_cell(const wb_frame *frame, size_t column, int64_t row)
{
    char room[WB_NUMBER_CHARS];
    size_t length;
    const char *text;

    if (wb_frame_is_missing(frame, column, row))
        return wb_copy_string("");
    text = wb_cell_text(frame, column, row, room, &length);
    return wb_copy_text(text, length);
}

static wb_status add_cell(wb_names *names, const wb_frame *frame, size_t column,
                          int64_t row, wb_error *err)
{
    char *text = copy_cell(frame, column, row);
    wb_status st = text != NULL ? wb_names_add(names, text, err) : wb_fail_nomem(err);

    wb_release(text);
    return st;
}

/* ---- what may be there ---- */

static wb_status list_questions(adding *a, wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *questions = NULL;

    WB_TRY(wb_questionnaire_table(a->questionnaire, "questions", "nl", &questions, err));
    for (int64_t row = 0; row < wb_frame_row_count(questions); row++) {
        if (wb_gather_says(questions, "unit", row, a->unit))
            WB_TRY(add_cell(&a->questions, questions,
                            (size_t)wb_frame_find(questions, "id"), row, err));
    }
    if (a->questions.count == 0) {
        st = wb_fail_at(err, WB_E_ARG, -1, a->unit,
                        "this questionnaire asks nothing of '%.40s'", a->unit);
        goto done;
    }
    WB_TRY(wb_names_add(&a->questions, record_column, err));
done:
    wb_frame_free(questions);
    return st;
}

static wb_status check_count(const adding *a, wb_error *err)
{
    int64_t n = wb_frame_row_count(a->records);

    if (strcmp(a->unit, "organisation") == 0 && n != 1)
        return wb_fail(err, WB_E_DATA,
                       "there are %lld records of the organisation; it has one",
                       (long long)n);
    if (n > WB_MAX_RECORDS)
        return wb_fail(err, WB_E_LIMIT, "there are %lld records, more than %d",
                       (long long)n, WB_MAX_RECORDS);
    return WB_OK;
}

static wb_status name_records(adding *a, wb_error *err)
{
    wb_status st = WB_OK;
    int64_t column = wb_frame_find(a->records, record_column);

    if (column < 0 && wb_frame_row_count(a->records) == 1)
        return wb_names_add(&a->names, a->unit, err);
    if (column < 0)
        return wb_fail_at(err, WB_E_DATA, -1, record_column,
                          "records need a column 'record' that names them");
    for (int64_t row = 0; row < wb_frame_row_count(a->records); row++) {
        WB_TRY(add_cell(&a->names, a->records, (size_t)column, row, err));
        const char *name = a->names.items[row];
        if (name[0] == '\0' || wb_names_find(&a->names, name) < (size_t)row)
            return wb_fail_at(
                err, WB_E_DATA, row, record_column,
                "the record '%.80s' has no name, or one that is there twice", name);
    }
done:
    return st;
}

/* ---- scores ---- */

static wb_status score(adding *a, wb_error *err)
{
    wb_status st = WB_OK;
    wb_instrument *instrument = NULL;
    wb_score_options options = WB_SCORE_OPTIONS_INIT;

    if (!wb_subject_measures(a->about, a->unit))
        return WB_OK;
    options.keep = WB_KEEP_NONE;
    WB_TRY(wb_questionnaire_instrument(a->questionnaire, a->unit, &instrument, err));
    WB_TRY(wb_instrument_table(instrument, "indicators", "nl", &a->cutoffs, err));
    WB_TRY(wb_score(instrument, a->records, &options, NULL, &a->scored, err));
done:
    wb_instrument_free(instrument);
    return st;
}

/* 1, 0, or -1 where there is no such light or no value. */
static int light_at(const adding *a, const char *id, const char *suffix, int64_t row)
{
    char name[WB_COLUMN_NAME + 1];
    int64_t column;

    (void)snprintf(name, sizeof name, "%s%s", id, suffix);
    column = wb_frame_find(a->scored, name);
    if (column < 0 || wb_frame_is_missing(a->scored, (size_t)column, row))
        return -1;
    return (int)wb_frame_int64(a->scored, (size_t)column, row);
}

static wb_status put_light(const adding *a, json_t *object, const char *id, int64_t row,
                           wb_error *err)
{
    int problem = light_at(a, id, "_problem", row);
    int acute = light_at(a, id, "_acute", row);

    if (problem < 0)
        return WB_OK;
    return wb_json_put(object, "light",
                       json_string(wb_light_names[acute == 1     ? 2
                                                  : problem == 1 ? 1
                                                                 : 0]),
                       err);
}

static wb_status put_heading(const adding *a, json_t *list, size_t record,
                             const char *key, const char *id, json_t **object,
                             wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_json_push_object(list, object, err));
    WB_TRY(wb_json_put(*object, "unit", json_string(a->unit), err));
    WB_TRY(wb_json_put(*object, "record", json_string(a->names.items[record]), err));
    WB_TRY(wb_json_put(*object, key, json_string(id), err));
done:
    return st;
}

/* Row `at` of the cut-offs: an indicator has one or two. */
static wb_status put_indicator(const adding *a, json_t *list, size_t record, int64_t at,
                               wb_error *err)
{
    wb_status st = WB_OK;
    json_t *object;
    char *id = copy_cell(a->cutoffs, (size_t)wb_frame_find(a->cutoffs, "id"), at);
    char *scale = copy_cell(a->cutoffs, (size_t)wb_frame_find(a->cutoffs, "scale"), at);
    int64_t column;

    if (id == NULL || scale == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(put_heading(a, list, record, "indicator", id, &object, err));
    column = wb_frame_find(a->scored, scale);
    if (column >= 0 && !wb_frame_is_missing(a->scored, (size_t)column, (int64_t)record))
        WB_TRY(wb_json_put(
            object, "score",
            json_real(wb_frame_double(a->scored, (size_t)column, (int64_t)record)), err));
    WB_TRY(put_light(a, object, id, (int64_t)record, err));
done:
    wb_release(id);
    wb_release(scale);
    return st;
}

static wb_status put_scores(const adding *a, json_t *list, size_t record, wb_error *err)
{
    wb_status st = WB_OK;

    for (int64_t i = 0; a->cutoffs != NULL && i < wb_frame_row_count(a->cutoffs); i++) {
        if (wb_gather_says(a->cutoffs, "level", i, "problem"))
            WB_TRY(put_indicator(a, list, record, i, err));
    }
done:
    return st;
}

/* ---- checklists ---- */

static wb_status put_answer(const adding *a, json_t *object, const char *id,
                            int64_t record, wb_error *err)
{
    int64_t column = wb_frame_find(a->records, id);
    double code;
    const char *word;

    if (column < 0 || wb_frame_is_missing(a->records, (size_t)column, record))
        return WB_OK;
    code = wb_frame_has_numbers(a->records, (size_t)column)
               ? wb_frame_double(a->records, (size_t)column, record)
               : -1; /* a dictionary's codes are no answers */
    word = code == 1   ? wb_answer_names[0]
           : code == 0 ? wb_answer_names[1]
           : code == 9 ? wb_answer_names[2]
                       : NULL;
    if (word == NULL)
        return wb_fail_at(err, WB_E_DATA, record, id,
                          "an answer to '%s' is 1 (yes), 0 (no) or 9 (not applicable)",
                          id);
    return wb_json_put(object, "answer", json_string(word), err);
}

static wb_status put_checks(const adding *a, json_t *list, size_t record, wb_error *err)
{
    wb_status st = WB_OK;
    const json_t *checks = json_object_get(a->about, "checks");

    for (size_t i = 0; i < json_array_size(checks); i++) {
        const json_t *check = json_array_get(checks, i);
        const char *id = json_string_value(json_object_get(check, "id"));
        json_t *object;

        if (!wb_subject_is_of(check, a->unit))
            continue;
        WB_TRY(put_heading(a, list, record, "check", id, &object, err));
        WB_TRY(put_answer(a, object, id, (int64_t)record, err));
    }
done:
    return st;
}

/* ---- into the scan ---- */

/* A list of the file without what was there of the unit. */
static wb_status start_list(const adding *a, const char *key, json_t **list,
                            wb_error *err)
{
    wb_status st = WB_OK;
    const json_t *before = json_object_get(a->about, key);

    WB_TRY(wb_json_put_array(a->root, key, list, err));
    for (size_t i = 0; i < json_array_size(before); i++) {
        json_t *row = json_array_get(before, i);

        if (!wb_subject_is_of(row, a->unit))
            WB_TRY(wb_json_push(*list, json_incref(row), err));
    }
done:
    return st;
}

static wb_status put_records(adding *a, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *records, *checklists;

    a->root = wb_json_copy(a->about);
    if (a->root == NULL)
        return wb_fail_nomem(err);
    WB_TRY(start_list(a, "records", &records, err));
    WB_TRY(start_list(a, "checklists", &checklists, err));
    for (size_t i = 0; i < a->names.count; i++) {
        WB_TRY(put_scores(a, records, i, err));
        WB_TRY(put_checks(a, checklists, i, err));
    }
done:
    return st;
}

static wb_status check_call(const adding *a, wb_error *err)
{
    const char *ours = wb_subject_hash(a->about);

    if (strcmp(ours, wb_questionnaire_hash(a->questionnaire)) != 0)
        return wb_fail(err, WB_E_CONFLICT,
                       "the scan is of questionnaire %.12s, and this one is %.12s", ours,
                       wb_questionnaire_hash(a->questionnaire));
    for (size_t i = 0; wb_record_units[i] != NULL; i++) {
        if (strcmp(wb_record_units[i], a->unit) == 0)
            return WB_OK;
    }
    return wb_fail_at(err, WB_E_ARG, -1, a->unit,
                      "records are of 'workpost' or 'organisation', not of '%.40s'",
                      a->unit);
}

static wb_status make(adding *a, const wb_frame *records, wb_scan **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *ranged = NULL;
    wb_frame *asked = NULL;

    WB_TRY(check_call(a, err));
    WB_TRY(list_questions(a, err));
    WB_TRY(wb_people_check_origin(records, a->about, a->unit, err));
    WB_TRY(wb_people_check_columns(records, &a->questions, NULL, err));
    WB_TRY(wb_answers_asked(a->questionnaire, a->unit, records, &asked, err));
    records = asked != NULL ? asked : records;
    WB_TRY(wb_frame_apply_ranges(records, &ranged, err));
    a->records = ranged != NULL ? ranged : records;
    WB_TRY(check_count(a, err));
    WB_TRY(name_records(a, err));
    WB_TRY(score(a, err));
    WB_TRY(put_records(a, err));
    WB_TRY(wb_scan_of(a->root, out, err));
done:
    wb_frame_free(ranged);
    wb_frame_free(asked);
    return st;
}

wb_status wb_scan_add_records(wb_scan *scan, const wb_questionnaire *questionnaire,
                              const char *unit, const wb_frame *records, wb_error *err)
{
    wb_status st = WB_OK;
    wb_scan *made = NULL;
    adding a = {.questionnaire = questionnaire, .unit = unit};

    if (scan == NULL || questionnaire == NULL || unit == NULL || records == NULL)
        return wb_fail(err, WB_E_ARG,
                       "a scan, a questionnaire, a unit and records are required");
    a.about = scan->document.root;
    st = make(&a, records, &made, err);
    end_adding(&a);
    if (st == WB_OK) {
        wb_scan before = *scan;

        *scan = *made;
        *made = before;
        scan->audit = made->audit;
        made->audit = NULL;
        wb_scan_free(made);
    }
    return st;
}
