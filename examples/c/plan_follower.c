/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* How does the plan stand? What is late first, then what is due soon, how many actions of
 * each objective are done, and what moved since, as far as estimates of later waves tell.
 *
 *   make plan_follower
 *   ./plan_follower PLAN.json TODAY [OBSERVATIONS.csv [LANGUAGE]]
 *
 * TODAY is a day, such as 2026-03-01. OBSERVATIONS.csv has columns wave, variable,
 * estimate and, where known, se and unit. LANGUAGE is nl (the default) or en. Exit
 * status, for who runs it every morning: 0 nothing is late; 1 something is; 2 wrong use,
 * or an error. */
#include <stdio.h>
#include <string.h>

#include <werkbaar/werkbaar.h>

enum { NOTHING_LATE = 0, SOMETHING_LATE = 1, ERROR = 2, DAYS_AHEAD = 60 };

typedef struct words {
    const char *title, *late, *due, *none, *done, *moved, *ago, *ahead;
} words;

static const words dutch = {
    "Stand van zaken", "Te laat", "Binnen 60 dagen",
    "niets",           "Gedaan",  "Bewogen sinds het begin (waardoor, zegt dit niet)",
    "dagen geleden",   "dagen"};
static const words english = {"How the plan stands",
                              "Late",
                              "Within 60 days",
                              "nothing",
                              "Done",
                              "Moved since the start (this does not say why)",
                              "days ago",
                              "days"};

/* ---- cells of a frame ---- */

static const char *text_of(const wb_frame *frame, const char *name, int64_t row,
                           int *length)
{
    int64_t column = wb_frame_find(frame, name);
    size_t bytes = 0;
    const char *text =
        column < 0 ? NULL : wb_frame_text(frame, (size_t)column, row, &bytes);

    *length = text == NULL ? 0 : (int)bytes;
    return text == NULL ? "" : text;
}

static void print_text(const wb_frame *frame, const char *name, int64_t row)
{
    int length;
    const char *text = text_of(frame, name, row, &length);

    printf("%.*s", length, text);
}

static int64_t number_of(const wb_frame *frame, const char *name, int64_t row)
{
    int64_t column = wb_frame_find(frame, name);

    return column < 0 ? 0 : wb_frame_int64(frame, (size_t)column, row);
}

static int is_late(const wb_frame *agenda, int64_t row)
{
    int length;
    const char *state = text_of(agenda, "state", row, &length);

    return length == 4 && memcmp(state, "late", 4) == 0;
}

/* What has no date is open, neither late nor due. */
static int has_date(const wb_frame *agenda, int64_t row)
{
    int64_t column = wb_frame_find(agenda, "due");

    return column >= 0 && !wb_frame_is_missing(agenda, (size_t)column, row);
}

/* ---- the parts of the page ---- */

static void print_entry(const wb_frame *agenda, int64_t row, const words *say)
{
    long long days = (long long)number_of(agenda, "days", row);

    printf("  ");
    print_text(agenda, "number", row);
    printf(" ");
    print_text(agenda, "title", row);
    printf(" (");
    print_text(agenda, "date", row);
    printf(", %lld %s; ", days < 0 ? -days : days, days < 0 ? say->ago : say->ahead);
    print_text(agenda, "who", row);
    printf(")\n");
}

/* The rows that are late, or those that are not; how many. */
static int64_t print_entries(const wb_frame *agenda, int late, const words *say)
{
    int64_t found = 0;

    printf("\n%s\n", late ? say->late : say->due);
    for (int64_t row = 0; row < wb_frame_row_count(agenda); row++) {
        if (has_date(agenda, row) && is_late(agenda, row) == late) {
            print_entry(agenda, row, say);
            found++;
        }
    }
    if (found == 0)
        printf("  %s\n", say->none);
    return found;
}

static wb_status tell_agenda(const wb_plan *plan, const char *today, const char *language,
                             const words *say, int64_t *late, wb_error *err)
{
    wb_frame *agenda = NULL;
    wb_status status = wb_plan_agenda(plan, today, DAYS_AHEAD, language, &agenda, err);

    if (status == WB_OK) {
        *late = print_entries(agenda, 1, say);
        (void)print_entries(agenda, 0, say);
    }
    wb_frame_free(agenda);
    return status;
}

/* The last row, of all objectives, has no title. */
static wb_status tell_progress(const wb_plan *plan, const char *today,
                               const char *language, const words *say, wb_error *err)
{
    wb_frame *progress = NULL;
    wb_status status = wb_plan_progress(plan, today, language, &progress, err);

    if (status == WB_OK)
        printf("\n%s\n", say->done);
    for (int64_t row = 0; status == WB_OK && row < wb_frame_row_count(progress) - 1;
         row++) {
        printf("  ");
        print_text(progress, "title", row);
        printf(": %lld / %lld\n", (long long)number_of(progress, "done", row),
               (long long)number_of(progress, "actions", row));
    }
    wb_frame_free(progress);
    return status;
}

static wb_status read_observations(const char *path, wb_frame **out, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_status status = wb_reader_open(path, &reader, err);

    if (status == WB_OK)
        status = wb_csv_read(reader, NULL, &source, err);
    if (status == WB_OK) {
        reader = NULL; /* the source has taken it over */
        status = wb_source_collect(source, NULL, out, err);
    }
    wb_source_free(source);
    wb_reader_free(reader);
    return status;
}

static wb_status tell_moved(const wb_plan *plan, const char *today, const char *path,
                            const char *language, const words *say, wb_error *err)
{
    wb_plan_evaluate_options options = WB_PLAN_EVALUATE_OPTIONS_INIT;
    wb_frame *observations = NULL;
    wb_frame *found = NULL;
    wb_status status = read_observations(path, &observations, err);

    options.language = language;
    if (status == WB_OK)
        status =
            wb_plan_evaluate(plan, observations, "wave", today, &options, &found, err);
    if (status == WB_OK)
        printf("\n%s\n", say->moved);
    for (int64_t row = 0; status == WB_OK && row < wb_frame_row_count(found); row++) {
        printf("  ");
        print_text(found, "title", row);
        printf(": ");
        print_text(found, "text", row);
        printf("\n");
    }
    wb_frame_free(found);
    wb_frame_free(observations);
    return status;
}

int main(int argc, char **argv)
{
    const char *language = argc > 4 ? argv[4] : "nl";
    const words *say = strcmp(language, "en") == 0 ? &english : &dutch;
    wb_plan *plan = NULL;
    wb_error err = {0};
    int64_t late = 0;
    wb_status status;

    if (argc < 3 || argc > 5) {
        fprintf(stderr, "usage: %s PLAN.json TODAY [OBSERVATIONS.csv [nl|en]]\n",
                argv[0]);
        return ERROR;
    }
    status = wb_plan_load(argv[1], &plan, &err);
    if (status == WB_OK) {
        printf("%s, %s: %s\n", say->title, argv[2], wb_plan_title(plan, language));
        status = tell_agenda(plan, argv[2], language, say, &late, &err);
    }
    if (status == WB_OK)
        status = tell_progress(plan, argv[2], language, say, &err);
    if (status == WB_OK && argc > 3)
        status = tell_moved(plan, argv[2], argv[3], language, say, &err);
    if (status != WB_OK)
        fprintf(stderr, "%s: %s\n", err.where[0] != '\0' ? err.where : argv[1],
                err.message);
    wb_plan_free(plan);
    return status != WB_OK ? ERROR : late > 0 ? SOMETHING_LATE : NOTHING_LATE;
}
