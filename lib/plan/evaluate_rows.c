/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Which rows of an estimates frame count, and of what wave each is. */
#include "plan/evaluate.h"

#include "base/json.h"

#include <math.h>
#include <string.h>

/* ---- columns ---- */

static wb_status find_column(const wb_frame *frame, const char *name, bool text,
                             bool required, int64_t *column, wb_error *err)
{
    *column = wb_frame_find(frame, name);
    if (*column < 0 && required)
        return wb_fail_at(err, WB_E_DATA, -1, name, "the estimates have no column '%s'",
                          name);
    if (*column < 0)
        return WB_OK;
    if (text ? wb_frame_has_texts(frame, (size_t)*column)
             : wb_frame_has_numbers(frame, (size_t)*column))
        return WB_OK;
    return wb_fail_at(err, WB_E_DATA, -1, name,
                      "column '%s' of the estimates holds %s, where %s is expected", name,
                      wb_type_name(wb_frame_column_type(frame, (size_t)*column)),
                      text ? "text" : "a number");
}

static wb_status find_columns(wb_readings *r, const char *wave,
                              const wb_plan_evaluate_options *options, wb_error *err)
{
    const char *variable = options->variable != NULL ? options->variable : "variable";
    const struct {
        const char *name;
        int64_t *column;
        bool text, required;
    } columns[] = {
        {variable, &r->variable, true, true},
        {"estimate", &r->estimate, false, true},
        {"statistic", &r->statistic, true, options->statistic != NULL},
        {"se", &r->se, false, false},
        {"df", &r->df, false, false},
        {"lower", &r->lower, false, false},
        {"upper", &r->upper, false, false},
        {"n", &r->n, false, false},
        {"status", &r->status, true, false},
        {"unit", &r->unit, true, false},
    };
    wb_status st = WB_OK;

    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        WB_TRY(find_column(r->frame, columns[i].name, columns[i].text,
                           columns[i].required, columns[i].column, err));
    /* Of a file whose categories are all numbers this is a column of numbers. */
    r->category = wb_frame_find(r->frame, "category");
    r->wave = wb_frame_find(r->frame, wave);
    if (r->wave < 0)
        st = wb_fail_at(err, WB_E_DATA, -1, wave,
                        "the estimates have no column '%s', which is the wave", wave);
done:
    return st;
}

/* ---- cells ---- */

static bool is_among(const wb_frame *frame, int64_t column, int64_t row,
                     const char *wanted)
{
    return wanted == NULL || wb_cell_holds(frame, column, row, wanted, strlen(wanted));
}

/* ---- waves ---- */

static wb_status fail_wave(const wb_readings *r, int64_t row, wb_error *err)
{
    const char *name = wb_frame_column_name(r->frame, (size_t)r->wave);
    char room[WB_NUMBER_CHARS];
    size_t length = 0;
    const char *text = wb_cell_text(r->frame, (size_t)r->wave, row, room, &length);

    return wb_fail_at(err, WB_E_DATA, row, name,
                      "wave '%.*s' is no date such as 2019, 2019-05 or 2019-05-14",
                      length < 40 ? (int)length : 40, text);
}

/* 2019 as a number, and 2019.0 as R has it, are texts of four digits. */
static wb_status read_wave(const wb_readings *r, int64_t row, wb_wave *wave,
                           wb_error *err)
{
    char room[WB_NUMBER_CHARS], date[WB_NUMBER_CHARS];
    size_t length = 0;
    const char *text = wb_cell_text(r->frame, (size_t)r->wave, row, room, &length);

    if (length >= sizeof date)
        return fail_wave(r, row, err);
    memcpy(date, text, length);
    date[length] = '\0';
    if (!wb_plan_date(date, false, &wave->first) ||
        !wb_plan_date(date, true, &wave->last))
        return fail_wave(r, row, err);
    return WB_OK;
}

/* ---- rows ---- */

typedef struct wb_group {
    int64_t column;
    const char *value;
} wb_group; /* `value` of a breakdown column; NULL: missing, which is everyone */

static wb_status read_where(const wb_readings *r, wb_group *groups, size_t n_groups,
                            const char *where, wb_error *err)
{
    const char *equals = where != NULL ? strchr(where, '=') : NULL;

    if (equals == NULL)
        return wb_fail(err, WB_E_ARG, "'%.80s' is no COLUMN=VALUE",
                       where != NULL ? where : "");
    for (size_t i = 0; i < n_groups; i++) {
        const char *name = wb_frame_column_name(r->frame, (size_t)groups[i].column);
        size_t length = (size_t)(equals - where);

        if (strlen(name) == length && memcmp(name, where, length) == 0) {
            groups[i].value = equals + 1;
            return WB_OK;
        }
    }
    return wb_fail(err, WB_E_ARG, "'%.*s' is no breakdown column of the estimates",
                   (int)(equals - where < 80 ? equals - where : 80), where);
}

/* The breakdown columns stand before what the rows are about. */
static wb_status read_groups(const wb_readings *r,
                             const wb_plan_evaluate_options *options, wb_group **out,
                             size_t *n_groups, wb_error *err)
{
    int64_t end =
        r->statistic >= 0 && r->statistic < r->variable ? r->statistic : r->variable;
    wb_group *groups = wb_allocate((size_t)end, sizeof *groups);
    wb_status st = WB_OK;
    size_t n = 0;

    if (groups == NULL)
        return wb_fail_nomem(err);
    for (int64_t column = 0; column < end; column++) {
        if (column != r->wave)
            groups[n++] = (wb_group){column, NULL};
    }
    for (size_t i = 0; i < options->n_where; i++)
        WB_TRY(read_where(r, groups, n, options->where[i], err));
    *out = groups;
    *n_groups = n;
    groups = NULL;
done:
    wb_release(groups);
    return st;
}

static bool is_of_group(const wb_readings *r, const wb_group *groups, size_t n_groups,
                        int64_t row)
{
    for (size_t i = 0; i < n_groups; i++) {
        bool everyone = wb_frame_is_missing(r->frame, (size_t)groups[i].column, row) != 0;

        if (groups[i].value == NULL
                ? !everyone
                : !is_among(r->frame, groups[i].column, row, groups[i].value))
            return false;
    }
    return true;
}

static wb_status check_se(const wb_readings *r, int64_t row, wb_error *err)
{
    if (r->se >= 0 && wb_frame_double(r->frame, (size_t)r->se, row) < 0)
        return wb_fail_at(err, WB_E_DATA, row, "se", "a standard error is negative");
    return WB_OK;
}

static wb_status gather(wb_readings *r, int32_t today,
                        const wb_plan_evaluate_options *options, const wb_group *groups,
                        size_t n_groups, wb_error *err)
{
    int64_t n_rows = wb_frame_row_count(r->frame);
    wb_status st = WB_OK;

    for (int64_t row = 0; row < n_rows; row++) {
        wb_wave wave;

        if (wb_frame_is_missing(r->frame, (size_t)r->wave, row))
            continue; /* all waves together */
        WB_TRY(read_wave(r, row, &wave, err));
        WB_TRY(check_se(r, row, err));
        if (wave.first > today || !is_of_group(r, groups, n_groups, row) ||
            !is_among(r->frame, r->statistic, row, options->statistic) ||
            !is_among(r->frame, r->category, row, options->category))
            continue;
        wave.last = wave.last < today ? wave.last : today;
        r->rows[r->n_rows] = row;
        r->waves[r->n_rows++] = wave;
    }
done:
    return st;
}

static wb_status find_level(wb_readings *readings, double level, wb_error *err)
{
    json_t *origin = NULL;
    wb_status st = wb_frame_origin(readings->frame, &origin, err);
    const json_t *said = json_object_get(origin, "level");

    readings->own_level =
        json_is_number(said) && fabs(json_number_value(said) - level) > 1e-12;
    json_decref(origin);
    return st;
}

wb_status wb_readings_init(wb_readings *readings, const wb_frame *estimates,
                           const char *wave, int32_t today,
                           const wb_plan_evaluate_options *options, wb_error *err)
{
    size_t n_rows = (size_t)wb_frame_row_count(estimates);
    wb_group *groups = NULL;
    size_t n_groups = 0;
    wb_status st;

    *readings = (wb_readings){.frame = estimates};
    WB_TRY(find_columns(readings, wave, options, err));
    WB_TRY(find_level(readings, options->level, err));
    readings->rows = wb_allocate(n_rows, sizeof *readings->rows);
    readings->waves = wb_allocate(n_rows, sizeof *readings->waves);
    if (readings->rows == NULL || readings->waves == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(read_groups(readings, options, &groups, &n_groups, err));
    WB_TRY(gather(readings, today, options, groups, n_groups, err));
    st = wb_readings_index(readings, err);
done:
    wb_release(groups);
    return st;
}

void wb_readings_free(wb_readings *readings)
{
    wb_release(readings->rows);
    wb_release(readings->waves);
    wb_release(readings->heads);
    wb_release(readings->next);
    *readings = (wb_readings){0};
}
