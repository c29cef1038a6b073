/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* compose_program [REPEATS]: a questionnaire of the base package and twelve modules, in
 * three languages: from the recipe to the questionnaire, with a catalogue whose modules
 * are read already and with a new one. */
#include "measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 1000 };

static wb_error err;

static const char recipe[] =
    "{\"format\":\"werkbaar-recipe/"
    "1.0\",\"id\":\"bench\",\"version\":\"1\",\"languages\":"
    "[\"nl\",\"en\",\"fr\"],\"title\":{\"nl\":\"B\",\"en\":\"B\",\"fr\":\"B\"},"
    "\"modules\":[{\"id\":\"base-employees\"},{\"id\":\"work-pressure\"},{\"id\":"
    "\"emotional-load\"},{\"id\":\"autonomy\"},{\"id\":\"leader-support\"},{\"id\":"
    "\"role-clarity\"},{\"id\":\"change-insecurity\"},{\"id\":\"team-stability\"},"
    "{\"id\":\"digital\"},{\"id\":\"new-technology\"},{\"id\":\"shift-planning\"},"
    "{\"id\":\"work-life-care\"},{\"id\":\"transgressive-behaviour\"}]}";

static wb_catalogue *new_catalogue(void)
{
    wb_catalogue *made = NULL;

    demand(wb_catalogue_new(&made, &err), &err);
    return made;
}

static wb_questionnaire *compose(const wb_catalogue *catalogue)
{
    wb_reader *reader = NULL;
    wb_questionnaire *made = NULL;

    demand(wb_reader_from_memory(recipe, strlen(recipe), "recipe", &reader, &err), &err);
    demand(wb_compose(catalogue, reader, &made, &err), &err);
    wb_reader_free(reader);
    return made;
}

typedef struct times {
    double clock[MOST], busy[MOST]; /* milliseconds */
} times;

/* ready: the catalogue was composed from before; NULL: with a new one. */
static void time_compose(const wb_catalogue *ready, times *t, int i)
{
    double clock = milliseconds(CLOCK_MONOTONIC);
    double busy = milliseconds(CLOCK_PROCESS_CPUTIME_ID);
    wb_catalogue *own = ready == NULL ? new_catalogue() : NULL;
    wb_questionnaire *made = compose(own != NULL ? own : ready);

    t->clock[i] = milliseconds(CLOCK_MONOTONIC) - clock;
    t->busy[i] = milliseconds(CLOCK_PROCESS_CPUTIME_ID) - busy;
    wb_questionnaire_free(made);
    wb_catalogue_free(own);
}

static void tell(const wb_catalogue *catalogue)
{
    wb_questionnaire *made = compose(catalogue);
    wb_frame *questions = NULL;

    demand(wb_questionnaire_table(made, "questions", "nl", &questions, &err), &err);
    printf("%lld questions in three languages\n",
           (long long)wb_frame_row_count(questions));
    wb_frame_free(questions);
    wb_questionnaire_free(made);
}

int main(int argc, char **argv)
{
    int repeats = argc > 1 ? atoi(argv[1]) : 51;
    static times ready, fresh;
    wb_catalogue *catalogue = new_catalogue();

    if (repeats < 1 || repeats > MOST)
        stop("usage: compose_program [REPEATS to 1000]");
    tell(catalogue);
    for (int i = 0; i < repeats; i++) {
        time_compose(catalogue, &ready, i);
        time_compose(NULL, &fresh, i);
    }
    printf("composing: %.2f ms (busy %.2f)\n", median(ready.clock, repeats),
           median(ready.busy, repeats));
    printf("with a new catalogue: %.2f ms (busy %.2f)\n", median(fresh.clock, repeats),
           median(fresh.busy, repeats));
    wb_catalogue_free(catalogue);
    return 0;
}
