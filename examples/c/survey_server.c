/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A company scan inside a survey server. The loop over standard input is where a server
 * has its requests; what it does with one is what a server would do.
 *
 *   make survey_server
 *   ./survey_server RECIPE.json ORGANISATION.json SCAN.json < requests
 *
 * The first line names the columns: those of the groups and of the questions. Then a line
 * is a submission, or "?": how many answered. Each is answered by a line, a "?" by one
 * for each group, in which a number that may not be shown is "hidden". A submission that
 * is refused leaves what there is as it was. At the end of the input, or at SIGTERM or
 * SIGINT, the scan is written: the figures that may be shown, never an answer. 0: it was;
 * 1: an error; 2: wrong use. */
#define _POSIX_C_SOURCE 200809L
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include <werkbaar/werkbaar.h>

enum { LONGEST_LINE = 65536, MOST_LATEST = 256 };

typedef struct server {
    wb_questionnaire *questionnaire;
    wb_organisation *organisation;
    char csv[2 * LONGEST_LINE]; /* the header; behind it the submission at hand */
    size_t header_length;       /* with its line end */
    wb_frame
        *kept[MOST_LATEST]; /* accepted: all earlier ones, then the latest, one each */
    size_t n_kept;
} server;

static volatile sig_atomic_t stopping;

static void stop(int signal)
{
    (void)signal;
    stopping = 1;
}

/* Without SA_RESTART: reading a line ends at once. */
static int catch_signals(void)
{
    struct sigaction action = {.sa_handler = stop};

    return sigemptyset(&action.sa_mask) == 0 && sigaction(SIGTERM, &action, NULL) == 0 &&
           sigaction(SIGINT, &action, NULL) == 0;
}

/* ---- what the scan is about ---- */

static wb_status compose(const char *path, wb_questionnaire **out, wb_error *err)
{
    wb_catalogue *catalogue = NULL;
    wb_reader *reader = NULL;
    wb_status status = wb_catalogue_new(&catalogue, err);

    if (status == WB_OK)
        status = wb_reader_open(path, &reader, err);
    if (status == WB_OK)
        status = wb_compose(catalogue, reader, out, err);
    wb_reader_free(reader);
    wb_catalogue_free(catalogue);
    return status;
}

/* ---- submissions ---- */

/* A frame of the header and the submission behind it, checked by the definitions:
 * columns, codes, groups that lie in each other. An empty submission gives no row. */
static wb_status parse(const server *s, size_t length, wb_frame **out, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_status status = wb_reader_from_memory(s->csv, s->header_length + length,
                                             "submission", &reader, err);

    if (status == WB_OK)
        status = wb_scan_import(s->questionnaire, s->organisation, "csv", "person",
                                reader, out, err);
    wb_reader_free(reader);
    return status;
}

/* All that is kept becomes one frame; when that fails, everything stays as it was. */
static wb_status collapse(server *s, wb_error *err)
{
    wb_frame *all = NULL;
    wb_status status =
        wb_frame_append((const wb_frame *const *)s->kept, s->n_kept, &all, err);

    if (status != WB_OK)
        return status;
    while (s->n_kept > 0)
        wb_frame_free(s->kept[--s->n_kept]);
    s->kept[s->n_kept++] = all;
    return WB_OK;
}

static wb_status refuse_empty(wb_error *err)
{
    *err = (wb_error){.status = WB_E_DATA, .row = -1, .offset = -1};
    (void)snprintf(err->message, sizeof err->message, "nothing was answered");
    return WB_E_DATA;
}

/* With `length` 0: what there is before anyone answers. */
static wb_status keep(server *s, size_t length, wb_error *err)
{
    wb_frame *one = NULL;
    wb_status status = s->n_kept == MOST_LATEST ? collapse(s, err) : WB_OK;

    if (status == WB_OK)
        status = parse(s, length, &one, err);
    if (status == WB_OK && length > 0 && wb_frame_row_count(one) == 0)
        status = refuse_empty(err);
    if (status == WB_OK)
        s->kept[s->n_kept++] = one;
    else
        wb_frame_free(one);
    return status;
}

/* ---- figures ---- */

static void print_text(const wb_frame *frame, const char *name, int64_t row)
{
    int64_t column = wb_frame_find(frame, name);
    size_t length = 0;
    const char *text =
        column < 0 ? NULL : wb_frame_text(frame, (size_t)column, row, &length);

    printf("%.*s", text == NULL ? 0 : (int)length, text == NULL ? "" : text);
}

/* A number, or "hidden": the library took out what may not be shown. */
static void print_number(const wb_frame *frame, const char *name, int64_t row)
{
    int64_t column = wb_frame_find(frame, name);

    if (column < 0 || wb_frame_is_missing(frame, (size_t)column, row))
        printf("hidden");
    else
        printf("%lld", (long long)wb_frame_int64(frame, (size_t)column, row));
}

static void print_response(const wb_frame *response)
{
    for (int64_t row = 0; row < wb_frame_row_count(response); row++) {
        print_text(response, "group", row);
        printf(": ");
        print_number(response, "answered", row);
        printf(" of ");
        print_number(response, "staff", row);
        printf("\n");
    }
}

static wb_status run_scan(server *s, wb_scan **out, wb_error *err)
{
    wb_status status = collapse(s, err);

    if (status == WB_OK)
        status = wb_scan_run(s->questionnaire, s->organisation, s->kept[0], NULL, NULL,
                             out, err);
    return status;
}

static wb_status show_response(server *s, wb_error *err)
{
    wb_scan *scan = NULL;
    wb_frame *response = NULL;
    wb_status status = run_scan(s, &scan, err);

    if (status == WB_OK)
        status = wb_scan_table(scan, "response", "en", &response, err);
    if (status == WB_OK)
        print_response(response);
    wb_frame_free(response);
    wb_scan_free(scan);
    return status;
}

static wb_status write_scan(server *s, const char *path, wb_error *err)
{
    wb_scan *scan = NULL;
    wb_writer *writer = NULL;
    wb_status status = run_scan(s, &scan, err);

    if (status == WB_OK)
        status = wb_writer_open(path, &writer, err);
    if (status == WB_OK)
        status = wb_scan_write(scan, writer, err);
    if (status == WB_OK)
        status = wb_writer_finish(writer, err);
    wb_writer_free(writer);
    wb_scan_free(scan);
    return status;
}

/* ---- the loop ---- */

/* A line with its end, in `line` (LONGEST_LINE bytes). 0: there is none any more. One
 * that is too long is read to its end and comes back as an empty one, which no submission
 * is. */
static size_t read_line(char *line)
{
    size_t length;

    if (stopping || fgets(line, LONGEST_LINE, stdin) == NULL)
        return 0;
    length = strlen(line);
    if (length < LONGEST_LINE - 1 || line[length - 1] == '\n')
        return length;
    for (int c = getchar(); c != '\n' && c != EOF; c = getchar())
        continue;
    strcpy(line, "\n");
    return 1;
}

/* The header alone is read as a file without rows: wrong columns show before anyone
 * answers. */
static wb_status begin(server *s, wb_error *err)
{
    s->header_length = read_line(s->csv);
    return keep(s, 0, err);
}

static void serve(server *s)
{
    char *line = s->csv + s->header_length;
    wb_error err = {0};
    size_t length;

    while ((length = read_line(line)) > 0) {
        int asks = strcmp(line, "?\n") == 0;
        wb_status status = asks ? show_response(s, &err) : keep(s, length, &err);

        if (status != WB_OK)
            printf("refused: %s%s%s\n", err.item, err.item[0] ? ": " : "", err.message);
        else if (!asks)
            printf("accepted\n");
        if (fflush(stdout) != 0)
            return; /* nobody listens any more */
    }
}

int main(int argc, char **argv)
{
    static server s;
    wb_error err = {0};
    wb_status status;

    if (argc != 4 || !catch_signals()) {
        fprintf(stderr, "usage: %s RECIPE.json ORGANISATION.json SCAN.json\n", argv[0]);
        return 2;
    }
    status = compose(argv[1], &s.questionnaire, &err);
    if (status == WB_OK)
        status = wb_organisation_load(argv[2], &s.organisation, &err);
    if (status == WB_OK)
        status = begin(&s, &err);
    if (status == WB_OK)
        serve(&s);
    if (status == WB_OK)
        status = write_scan(&s, argv[3], &err);
    if (status != WB_OK)
        fprintf(stderr, "%s: %s %s %s\n", wb_status_name(status), err.where, err.item,
                err.message);
    while (s.n_kept > 0)
        wb_frame_free(s.kept[--s.n_kept]);
    wb_organisation_free(s.organisation);
    wb_questionnaire_free(s.questionnaire);
    return status == WB_OK ? 0 : 1;
}
