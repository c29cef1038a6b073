/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* scan_program [STAFF [REPEATS]]: a company scan, from answers in memory to what may be
 * shown. 20,000 people (SYNTHETIC), 4 hierarchies with 300 groups, 14 indicators and the
 * composite of workable work, 70 % of whom answered, 2 % of the questions skipped. */
#include "measure.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEPARTMENTS = 10, TEAMS = 20, FUNCTIONS = 60, AGES = 6, SITES = 24, MOST = 64 };

static wb_error err;
static uint64_t state = 2030;

static int draw(int below)
{
    return (int)(next_share(&state) * below);
}

/* ---- the questionnaire ---- */

static wb_questionnaire *compose(void)
{
    static const char recipe[] =
        "{\"format\":\"werkbaar-recipe/1.0\",\"id\":\"bench\",\"version\":\"1\","
        "\"languages\":[\"nl\"],\"title\":{\"nl\":\"B\"},\"modules\":[{\"id\":"
        "\"base-employees\"},{\"id\":\"role-clarity\"},{\"id\":\"digital\"}]}";
    wb_catalogue *catalogue = NULL;
    wb_reader *reader = NULL;
    wb_questionnaire *made = NULL;

    demand(wb_catalogue_new(&catalogue, &err), &err);
    demand(wb_reader_from_memory(recipe, strlen(recipe), "recipe", &reader, &err), &err);
    demand(wb_compose(catalogue, reader, &made, &err), &err);
    wb_reader_free(reader);
    wb_catalogue_free(catalogue);
    return made;
}

/* ---- the organisation ---- */

typedef struct column {
    const char *name;
    const char *letter; /* of its values: d0, d1, ... */
    int n;              /* values */
    int32_t *values;    /* of everybody */
} column;

static column columns[] = {{"department", "d", DEPARTMENTS, NULL},
                           {"team", "t", TEAMS, NULL},
                           {"function", "f", FUNCTIONS, NULL},
                           {"age", "a", AGES, NULL},
                           {"site", "s", SITES, NULL}};
enum { COLUMNS = 5 };

/* Teams and sites differ in size: of two draws the lower. */
static void draw_people(long staff)
{
    for (int c = 0; c < COLUMNS; c++) {
        columns[c].values = malloc((size_t)staff * sizeof(int32_t));
        for (long i = 0; i < staff; i++) {
            int value = draw(columns[c].n);
            int other = draw(columns[c].n);

            columns[c].values[i] = c % 3 == 1 && other < value ? other : value;
        }
    }
}

static long count(int c, int value, int within, long staff)
{
    long n = 0;

    for (long i = 0; i < staff; i++)
        n += columns[c].values[i] == value &&
             (within < 0 || columns[0].values[i] == within);
    return n;
}

static void write_groups(char **at, int c, int within, long staff)
{
    const char *between = "";

    *at += sprintf(*at, "\"groups\":[");
    for (int i = 0; i < columns[c].n; i++) {
        long n = count(c, i, within, staff);

        if (n == 0)
            continue;
        *at += sprintf(*at, "%s{\"id\":\"%s%d\",\"staff\":%ld", between,
                       columns[c].letter, i, n);
        if (c == 0) {
            *at += sprintf(*at, ",");
            write_groups(at, 1, i, staff);
        }
        *at += sprintf(*at, "}");
        between = ",";
    }
    *at += sprintf(*at, "]");
}

static wb_organisation *organise(long staff)
{
    char *text = malloc(1 << 16);
    char *at = text;
    wb_reader *reader = NULL;
    wb_organisation *made = NULL;

    at += sprintf(at,
                  "{\"format\":\"werkbaar-organisation/1.0\",\"id\":\"bench\",\"title\":"
                  "{\"nl\":\"SYNTHETIC\"},\"synthetic\":true,\"staff\":%ld,\"min_n\":10,"
                  "\"fieldwork\":{\"id\":\"f\"},\"hierarchies\":[{\"id\":\"department\","
                  "\"columns\":[\"department\",\"team\"],",
                  staff);
    write_groups(&at, 0, -1, staff);
    for (int c = 2; c < COLUMNS; c++) {
        at += sprintf(at, "},{\"id\":\"%s\",\"columns\":[\"%s\"],", columns[c].name,
                      columns[c].name);
        write_groups(&at, c, -1, staff);
    }
    at += sprintf(at, "}]}");
    demand(
        wb_reader_from_memory(text, (size_t)(at - text), "organisation", &reader, &err),
        &err);
    demand(wb_organisation_read(reader, &made, &err), &err);
    wb_reader_free(reader);
    free(text);
    return made;
}

/* ---- the answers ---- */

static void add_groups(wb_frame *frame, const column *c)
{
    char names[MOST][8];
    const char *categories[MOST];
    wb_column made = WB_COLUMN_INIT;

    for (int i = 0; i < c->n; i++) {
        snprintf(names[i], sizeof names[i], "%s%d", c->letter, i);
        categories[i] = names[i];
    }
    made.type = WB_TYPE_DICTIONARY;
    made.flags = WB_COLUMN_COPY;
    made.values = c->values;
    made.categories = categories;
    made.n_categories = c->n;
    demand(wb_frame_add_column(frame, c->name, &made, &err), &err);
}

static void add_question(wb_frame *frame, const wb_frame *questions, int64_t row,
                         int8_t *room)
{
    size_t length = 0;
    size_t ids = (size_t)wb_frame_find(questions, "id");
    const char *id = wb_frame_text(questions, ids, row, &length);
    wb_column made = WB_COLUMN_INIT;
    char name[128];

    snprintf(name, sizeof name, "%.*s", (int)length, id);
    for (int64_t i = 0; i < wb_frame_row_count(frame); i++)
        room[i] = draw(50) == 0 ? -1 : (int8_t)draw(4);
    made.type = WB_TYPE_INT8;
    made.flags = WB_COLUMN_COPY | WB_COLUMN_SENTINEL;
    made.sentinel = -1;
    made.values = room;
    demand(wb_frame_add_column(frame, name, &made, &err), &err);
}

static wb_frame *answer(const wb_questionnaire *questionnaire, long n)
{
    int8_t *room = malloc((size_t)n);
    wb_frame *questions = NULL;
    wb_frame *made = NULL;

    demand(wb_frame_new(n, &made, &err), &err);
    demand(wb_questionnaire_table(questionnaire, "questions", "nl", &questions, &err),
           &err);
    for (int c = 0; c < COLUMNS; c++)
        add_groups(made, &columns[c]);
    for (int64_t row = 0; row < wb_frame_row_count(questions); row++)
        add_question(made, questions, row, room);
    wb_frame_free(questions);
    free(room);
    return made;
}

/* ---- what is measured ---- */

static long count_shown(const wb_frame *results)
{
    size_t status = (size_t)wb_frame_find(results, "status");
    long shown = 0;

    for (int64_t row = 0; row < wb_frame_row_count(results); row++) {
        size_t length = 0;
        const char *text = wb_frame_text(results, status, row, &length);

        shown += !(length == 6 && memcmp(text, "hidden", 6) == 0);
    }
    return shown;
}

static double time_run(const wb_questionnaire *questionnaire,
                       const wb_organisation *organisation, const wb_frame *answers,
                       bool tell)
{
    double begin = milliseconds(CLOCK_MONOTONIC);
    wb_scan *scan = NULL;
    wb_frame *results = NULL;
    double took;

    demand(wb_scan_run(questionnaire, organisation, answers, NULL, NULL, &scan, &err),
           &err);
    demand(wb_scan_table(scan, "results", "nl", &results, &err), &err);
    took = milliseconds(CLOCK_MONOTONIC) - begin;
    if (tell)
        printf("%lld rows of results, of which %ld are shown\n",
               (long long)wb_frame_row_count(results), count_shown(results));
    wb_frame_free(results);
    wb_scan_free(scan);
    return took;
}

int main(int argc, char **argv)
{
    long staff = argc > 1 ? atol(argv[1]) : 20000;
    int repeats = argc > 2 ? atoi(argv[2]) : 5;
    double times[100];
    wb_questionnaire *questionnaire = compose();

    if (repeats < 1 || repeats > 100 || staff < 1000)
        stop("usage: scan_program [STAFF from 1000 [REPEATS to 100]]");
    draw_people(staff);
    wb_organisation *organisation = organise(staff);
    wb_frame *answers = answer(questionnaire, staff * 7 / 10);
    for (int i = 0; i < repeats; i++)
        times[i] = time_run(questionnaire, organisation, answers, i == 0);
    printf("run and results: %.0f ms\n", median(times, repeats));
    wb_frame_free(answers);
    wb_organisation_free(organisation);
    wb_questionnaire_free(questionnaire);
    for (int c = 0; c < COLUMNS; c++)
        free(columns[c].values);
    return 0;
}
