/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A company scan: everybody is asked, and most answer. */
#include "trials.h"

#include <stdio.h>
#include <string.h>

enum { STAFF = 200, PROBLEM = 60 };

static const char recipe[] =
    "{\"format\":\"werkbaar-recipe/1.0\",\"id\":\"three\",\"version\":\"1.0\","
    "\"languages\":[\"nl\"],\"title\":{\"nl\":\"Drie vragen\"},"
    "\"modules\":[{\"id\":\"three-questions\"}]}";
static const char company[] =
    "{\"format\":\"werkbaar-organisation/1.0\",\"id\":\"c\",\"title\":{\"nl\":\"C\"},"
    "\"staff\":200,\"min_n\":5,\"min_n_sensitive\":5,\"fieldwork\":{\"id\":\"f\"},"
    "\"hierarchies\":[{\"id\":\"department\",\"columns\":[\"department\"],\"groups\":["
    "{\"id\":\"a\",\"staff\":120},{\"id\":\"b\",\"staff\":80}]}]}";

static wb_reader *reader_of(const char *text)
{
    wb_error err = {0};
    wb_reader *reader = NULL;

    expect(wb_reader_from_memory(text, strlen(text), "text", &reader, &err), &err, text);
    return reader;
}

/* The three questions of tests/vectors/scan_module.json; 2 or more is a problem. */
static wb_questionnaire *compose(void)
{
    wb_error err = {0};
    wb_catalogue *catalogue = NULL;
    wb_questionnaire *made = NULL;
    wb_reader *reader = reader_of(recipe);

    expect(wb_catalogue_new(&catalogue, &err), &err, "catalogue");
    expect(wb_catalogue_load(catalogue,
                             WB_TEST_SOURCE_DIR "/tests/vectors/scan_module.json", &err),
           &err, "module");
    expect(wb_compose(catalogue, reader, &made, &err), &err, "questionnaire");
    wb_reader_free(reader);
    wb_catalogue_free(catalogue);
    return made;
}

static wb_organisation *organisation(void)
{
    wb_error err = {0};
    wb_organisation *made = NULL;
    wb_reader *reader = reader_of(company);

    expect(wb_organisation_read(reader, &made, &err), &err, "organisation");
    wb_reader_free(reader);
    return made;
}

/* The answers of those who answer; with a problem and without they do so with these
 * chances. */
static wb_frame *answers_of(trials *t, double chance_problem, double chance_other)
{
    static int32_t answers[STAFF], departments[STAFF];
    static const char *const names[] = {"a", "b"};
    wb_error err = {0};
    wb_frame *frame = NULL;
    int64_t n = 0;

    for (int i = 0; i < STAFF; i++) {
        bool problem = i % 10 < 10 * PROBLEM / STAFF;
        if (!draw_event(&t->random, problem ? chance_problem : chance_other))
            continue;
        answers[n] = problem ? 2 : 1;
        departments[n++] = i % 5 < 3 ? 0 : 1;
    }
    expect(wb_frame_new(n, &frame, &err), &err, "answers");
    borrow_categories(frame, "department", departments, names, 2);
    borrow_ints(frame, "q1", answers);
    borrow_ints(frame, "q2", answers);
    borrow_ints(frame, "q3", answers);
    return frame;
}

/* Row 0 of the results is the whole company, for the first indicator. */
static void count_scan(trials *t, const char *what, const wb_questionnaire *questions,
                       const wb_organisation *staff, const wb_frame *answers)
{
    static const double truth = (double)PROBLEM / STAFF;
    wb_error err = {0};
    char name[TRIALS_NAME];

    for (int32_t no_fpc = 0; no_fpc < 2; no_fpc++) {
        wb_scan_options options = WB_SCAN_OPTIONS_INIT;
        wb_scan *scan = NULL;
        wb_frame *out = NULL;
        options.no_fpc = no_fpc;
        expect(wb_scan_run(questions, staff, answers, &options, NULL, &scan, &err), &err,
               "scan");
        expect(wb_scan_table(scan, "results", "nl", &out, &err), &err, "scan");
        snprintf(name, sizeof name, "%s: interval %s fpc", what,
                 no_fpc ? "without" : "with");
        count_row(t, name, truth, out, 0);
        if (!no_fpc) {
            snprintf(name, sizeof name, "%s: bounds without assumption", what);
            count_interval(t, name, truth, number_of(out, "bound_lower", 0),
                           number_of(out, "bound_upper", 0));
        }
        wb_frame_free(out);
        wb_scan_free(scan);
    }
}

/* Of 200 people 60 have a problem; 75 % answer, all alike, or more of those who have one,
 * or fewer of them. */
static void scan(trials *t)
{
    static const struct {
        const char *what;
        double problem, other;
    } kinds[] = {{"all answer alike", 0.75, 0.75},
                 {"with a problem 85 %, others 70 %", 0.85, 0.70714285714285714},
                 {"with a problem 55 %, others 84 %", 0.55, 0.83571428571428571}};
    static wb_questionnaire *questions;
    static wb_organisation *staff;

    if (questions == NULL) {
        questions = compose();
        staff = organisation();
    }
    for (int i = 0; i < 3; i++) {
        wb_frame *answers = answers_of(t, kinds[i].problem, kinds[i].other);
        count_scan(t, kinds[i].what, questions, staff, answers);
        wb_frame_free(answers);
    }
}

const setting settings_of_companies[] = {{"scan", scan}, {NULL, NULL}};
