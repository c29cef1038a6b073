/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Somebody has a problem with a theme with the share that is declared for their group:
 * one number between 0 and 1, which is their own for all themes now and then, so that
 * problems go together. The answers to the questions of the theme lie around a middle
 * that hangs on that, so the shares that come out lie near those declared, not on them.
 */
#include "scan.h"

#include "fault.h"
#include "random.h"
#include "scan_shares.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <werkbaar/compose.h>

static const double default_response = 0.7, default_problem = 0.3;
static const double fine = 0.24;     /* middle of the answers of who has no problem */
static const double together = 0.35; /* how often the number is one's own for all */
static const double acute_part = 0.3, skipped = 0.02;
enum { NO_CODE = INT32_MIN };

typedef struct question {
    const char *id, *theme;
    int32_t low, high;
    int worse;          /* 1: a higher code is a problem; -1: a lower one; 0: neither */
    int from_one;       /* a single point is a problem already */
    const json_t *show; /* NULL: always asked */
    size_t asked_by;    /* index of the question that decides */
} question;

typedef struct scan_file {
    json_t *root;
    question *questions;
    size_t n;
    scan_staff staff;
    const char **themes; /* of the questions, in their order */
    scan_shares shares;
    wb_writer *writer;
    uint64_t seed;
} scan_file;

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

/* ---- questions ---- */

static int has_item(const json_t *scale, const char *id)
{
    const json_t *items = json_object_get(scale, "items");

    for (size_t i = 0; i < json_array_size(items); i++) {
        if (strcmp(json_string_value(json_array_get(items, i)), id) == 0) {
            return 1;
        }
    }
    return 0;
}

/* That is made of the scale, or NULL. */
static const json_t *indicator_of(const json_t *instrument, const char *scale)
{
    const json_t *indicators = json_object_get(instrument, "indicators");

    for (size_t i = 0; i < json_array_size(indicators); i++) {
        const json_t *indicator = json_array_get(indicators, i);
        const char *of = text_of(indicator, "scale");

        if (of != NULL && strcmp(of, scale) == 0) {
            return indicator;
        }
    }
    return NULL;
}

/* That the answers to a question count for, or NULL. */
static const json_t *indicator_asked(const json_t *root, const char *id)
{
    const json_t *instrument =
        json_object_get(json_object_get(root, "instruments"), "person");
    const json_t *scales = json_object_get(instrument, "scales");

    for (size_t i = 0; i < json_array_size(scales); i++) {
        const json_t *scale = json_array_get(scales, i);

        if (has_item(scale, id)) {
            return indicator_of(instrument, text_of(scale, "id"));
        }
    }
    return NULL;
}

/* Many points are a problem, or few: of a reversed question low codes give many. */
static int worse_of(const json_t *indicator, const json_t *asked)
{
    int reversed = json_is_true(json_object_get(asked, "reversed"));

    return indicator == NULL                                                    ? 0
           : (strcmp(text_of(indicator, "direction"), "high") == 0) != reversed ? 1
                                                                                : -1;
}

static int from_one(const json_t *indicator)
{
    const json_t *problem = json_object_get(indicator, "problem");
    const json_t *value = json_object_get(problem, "value");

    return problem != NULL && strcmp(text_of(problem, "comparison"), "above") == 0 &&
           json_is_number(value) && json_number_value(value) == 0;
}

static size_t question_find(const scan_file *f, const char *id)
{
    size_t i = 0;

    while (i < f->n && strcmp(f->questions[i].id, id) != 0) {
        i++;
    }
    return i;
}

static void question_add(scan_file *f, const json_t *asked)
{
    question *q = &f->questions[f->n];
    const json_t *indicator = indicator_asked(f->root, text_of(asked, "id"));

    q->id = text_of(asked, "id");
    q->theme = text_of(asked, "theme");
    q->low = (int32_t)json_integer_value(json_object_get(asked, "min"));
    q->high = (int32_t)json_integer_value(json_object_get(asked, "max"));
    q->worse = worse_of(indicator, asked);
    q->from_one = from_one(indicator);
    q->show = json_object_get(asked, "show_if");
    q->asked_by = q->show != NULL ? question_find(f, text_of(q->show, "item")) : 0;
    f->n++;
}

static wb_status questions_read(scan_file *f, const char *path, wb_error *err)
{
    wb_questionnaire *checked = NULL;
    wb_status st;

    TRY(wb_questionnaire_load(path, &checked, err)); /* says what is wrong in it */
    f->root = json_load_file(path, 0, NULL);
    const json_t *questions = json_object_get(f->root, "questions");
    TRY(fault_new(json_array_size(questions) + 1, sizeof *f->questions, &f->questions,
                  err));
    for (size_t i = 0; i < json_array_size(questions); i++) {
        const json_t *asked = json_array_get(questions, i);

        if (strcmp(text_of(asked, "unit"), "person") == 0) {
            question_add(f, asked);
        }
    }
done:
    wb_questionnaire_free(checked);
    return st;
}

static wb_status shares_read(scan_file *f, const char *path, wb_error *err)
{
    wb_status st = fault_new(f->n + 1, sizeof *f->themes, &f->themes, err);

    for (size_t i = 0; i < f->n && st == WB_OK; i++) {
        f->themes[i] = f->questions[i].theme;
    }
    return st == WB_OK && path != NULL
               ? scan_shares_read(&f->shares, path, &f->staff, f->themes, f->n, err)
               : st;
}

/* ---- answers ---- */

static int is_asked(const question *q, const int32_t *codes)
{
    const json_t *in = json_object_get(q->show, "in");

    for (size_t i = 0; i < json_array_size(in); i++) {
        if (json_integer_value(json_array_get(in, i)) == codes[q->asked_by]) {
            return 1;
        }
    }
    return q->show == NULL;
}

/* Between 0, no trouble at all, and 1. */
static double trouble(double middle, random_stream *stream)
{
    double x = middle + 0.25 * (random_uniform(stream) + random_uniform(stream) - 1);

    return x < 0 ? 0 : x > 1 ? 1 : x;
}

static int32_t answer(const question *q, double middle, random_stream *stream)
{
    double x = q->worse == 0 ? random_uniform(stream) : trouble(middle, stream);
    int32_t points =
        q->from_one && middle == fine ? 0 : (int32_t)(x * (q->high - q->low) + 0.5);

    return random_uniform(stream) < skipped ? NO_CODE
           : q->worse < 0                   ? q->high - points
                                            : q->low + points;
}

static double middle_of(double number, double share)
{
    return number < acute_part * share ? 0.85 : number < share ? 0.62 : fine;
}

static void answers_make(const scan_file *f, size_t person, random_stream *stream,
                         int32_t *codes)
{
    double own = random_uniform(stream), middle = 0;
    const char *theme = "";

    for (size_t i = 0; i < f->n; i++) {
        const question *q = &f->questions[i];

        if (strcmp(q->theme, theme) != 0) {
            double number =
                random_uniform(stream) < together ? own : random_uniform(stream);

            theme = q->theme;
            middle = middle_of(number,
                               scan_share_of(&f->shares, person, theme, default_problem));
        }
        codes[i] = answer(q, middle, stream);
        if (!is_asked(q, codes)) {
            codes[i] = NO_CODE;
        }
    }
}

/* ---- the file ---- */

static wb_status print(scan_file *f, wb_error *err, const char *format, ...)
{
    char text[256];
    va_list list;

    va_start(list, format);
    int n = vsnprintf(text, sizeof text, format, list);
    va_end(list);
    return wb_writer_write(f->writer, text, (size_t)n, err);
}

/* The name of a column, between quotes where CSV wants them. */
static wb_status name_write(scan_file *f, const char *between, const char *name,
                            wb_error *err)
{
    wb_status st;

    if (strpbrk(name, "#,\"\r\n") == NULL) {
        return print(f, err, "%s%s", between, name);
    }
    TRY(print(f, err, "%s\"", between));
    for (; *name != '\0'; name++) {
        int is_quote = *name == '"';

        TRY(wb_writer_write(f->writer, is_quote ? "\"\"" : name, is_quote ? 2 : 1, err));
    }
    st = print(f, err, "\"");
done:
    return st;
}

static wb_status header_write(scan_file *f, wb_error *err)
{
    wb_status st;
    const char *between = "";

    TRY(print(f, err,
              "# SYNTHETIC: invented answers to a scan of a company that does not "
              "exist\n"));
    for (size_t h = 0; h < f->staff.n_hierarchies; h++) {
        const json_t *columns =
            json_object_get(json_array_get(f->staff.hierarchies, h), "columns");

        for (size_t i = 0; i < json_array_size(columns); i++) {
            TRY(name_write(f, between, json_string_value(json_array_get(columns, i)),
                           err));
            between = ",";
        }
    }
    for (size_t i = 0; i < f->n; i++) {
        TRY(print(f, err, "%s%s", between, f->questions[i].id));
        between = ",";
    }
    st = print(f, err, "\n");
done:
    return st;
}

static wb_status person_write(scan_file *f, size_t person, const int32_t *codes,
                              wb_error *err)
{
    wb_status st = WB_OK;
    const char *between = "";

    for (size_t h = 0; h < f->staff.n_hierarchies; h++) {
        const json_t *columns =
            json_object_get(json_array_get(f->staff.hierarchies, h), "columns");
        const scan_seat *seat = &f->staff.seats[h * f->staff.n + person];

        for (size_t i = 0; i < json_array_size(columns); i++) {
            TRY(print(f, err, "%s%s", between, seat->ids[i] != NULL ? seat->ids[i] : ""));
            between = ",";
        }
    }
    for (size_t i = 0; i < f->n; i++) {
        TRY(codes[i] == NO_CODE ? print(f, err, "%s", between)
                                : print(f, err, "%s%d", between, (int)codes[i]));
        between = ",";
    }
    st = print(f, err, "\n");
done:
    return st;
}

static wb_status people_write(scan_file *f, wb_error *err)
{
    int32_t *codes = NULL;
    wb_status st;

    TRY(fault_new(f->n + 1, sizeof *codes, &codes, err));
    for (size_t person = 0; person < f->staff.n; person++) {
        random_stream stream = random_for_row(f->seed, 1, person);

        if (random_uniform(&stream) <
            scan_share_of(&f->shares, person, "response", default_response)) {
            answers_make(f, person, &stream, codes);
            TRY(person_write(f, person, codes, err));
        }
    }
done:
    free(codes);
    return st;
}

wb_status scan_write(const scan_request *asked, wb_writer *writer, wb_error *err)
{
    scan_file f = {.writer = writer, .seed = asked->seed};
    wb_status st;

    TRY(questions_read(&f, asked->questionnaire, err));
    TRY(scan_staff_read(&f.staff, asked->organisation, asked->seed, err));
    TRY(shares_read(&f, asked->shares, err));
    TRY(header_write(&f, err));
    TRY(people_write(&f, err));
done:
    scan_shares_free(&f.shares);
    free(f.themes);
    scan_staff_free(&f.staff);
    free(f.questions);
    json_decref(f.root);
    return st;
}
