/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* All that scans of many companies publish, for programs that attack it.
 *
 * usage: scan_cases < CASES
 *
 * A case is a line with a recipe and one with an organisation (both JSON), a line `run
 * RELEASE PROTECT EARLIER`, answers as CSV and a line `.`; without answers it asks for
 * the questionnaire. With EARLIER 1 the ledger of the case before it is the earlier one.
 * For each case come lines NAME JSON of questionnaire, scan, ledger and pool, and for
 * every table a line `table NAME`, the table as CSV and a line `.`; the last line is
 * `end`. Tables are those of the scan as it was made; the program stops if those of the
 * scan file say anything else. The table `audit` is not published: it says what was
 * protected. */
#include <werkbaar/werkbaar.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 1 << 22 };

static void demand(wb_status st, const wb_error *err)
{
    if (st == WB_OK)
        return;
    fprintf(stderr, "scan_cases: %s: %s\n", err->item, err->message);
    exit(1);
}

/* ---- in ---- */

static bool read_line(char *text)
{
    if (fgets(text, MOST, stdin) == NULL)
        return false;
    text[strcspn(text, "\n")] = '\0';
    return true;
}

static wb_reader *reader_of(const char *text)
{
    wb_reader *reader = NULL;
    wb_error err = {0};

    demand(wb_reader_from_memory(text, strlen(text), "case", &reader, &err), &err);
    return reader;
}

static wb_questionnaire *compose(const wb_catalogue *catalogue, const char *recipe)
{
    wb_reader *reader = reader_of(recipe);
    wb_questionnaire *made = NULL;
    wb_error err = {0};

    demand(wb_compose(catalogue, reader, &made, &err), &err);
    wb_reader_free(reader);
    return made;
}

static wb_organisation *organise(const char *text)
{
    wb_reader *reader = reader_of(text);
    wb_organisation *made = NULL;
    wb_error err = {0};

    demand(wb_organisation_read(reader, &made, &err), &err);
    wb_reader_free(reader);
    return made;
}

/* Lines up to one that is ".", as a frame; NULL when there are none. */
static wb_frame *read_frame(char *text)
{
    char line[4096];
    size_t length = 0;
    wb_source *source = NULL;
    wb_frame *frame = NULL;
    wb_error err = {0};

    text[0] = '\0';
    while (fgets(line, sizeof line, stdin) != NULL && strcmp(line, ".\n") != 0) {
        if (length + strlen(line) >= MOST)
            exit(1);
        memcpy(text + length, line, strlen(line) + 1);
        length += strlen(line);
    }
    if (length == 0)
        return NULL;
    demand(wb_csv_read(reader_of(text), NULL, &source, &err), &err);
    demand(wb_source_collect(source, NULL, &frame, &err), &err);
    wb_source_free(source);
    return frame;
}

/* ---- out ---- */

static void put(const char *before, wb_writer *writer, const char *after)
{
    size_t n = 0;
    const void *bytes = wb_writer_bytes(writer, &n);

    fputs(before, stdout);
    fwrite(bytes, 1, n, stdout);
    fputs(after, stdout);
    wb_writer_free(writer);
}

static wb_writer *new_writer(void)
{
    wb_writer *writer = NULL;
    wb_error err = {0};

    demand(wb_writer_to_memory(&writer, &err), &err);
    return writer;
}

/* Frees the frame. */
static wb_writer *csv_of(wb_frame *frame)
{
    wb_source *source = NULL;
    wb_writer *writer = new_writer();
    wb_error err = {0};

    demand(wb_source_from_frame(frame, 0, &source, &err), &err);
    demand(wb_csv_write(writer, source, NULL, NULL, &err), &err);
    wb_source_free(source);
    wb_frame_free(frame);
    return writer;
}

static void put_table(const char *name, wb_frame *frame)
{
    printf("table %s\n", name);
    put("", csv_of(frame), ".\n");
}

static wb_frame *table_of(const wb_scan *scan, const char *part)
{
    wb_frame *frame = NULL;
    wb_error err = {0};

    demand(wb_scan_table(scan, part, "nl", &frame, &err), &err);
    return frame;
}

static const char *const parts[] = {"results", "response", "groups", "method", "records"};

/* What is read of a scan beside its own tables. */
static void put_readings(const wb_scan *scan)
{
    wb_frame *reference = NULL;
    wb_frame *compared = NULL;
    wb_frame *findings = NULL;
    wb_error err = {0};

    demand(wb_scan_findings(scan, NULL, NULL, NULL, &findings, &err), &err);
    put_table("findings", findings);
    demand(wb_scan_reference(scan, &reference, &err), &err);
    if (wb_frame_row_count(reference) > 0) {
        demand(wb_scan_findings(scan, reference, NULL, NULL, &findings, &err), &err);
        put_table("findings_declared", findings);
        demand(wb_scan_compare(scan, reference, NULL, &compared, &err), &err);
        put_table("compared", compared);
    }
    put_table("reference", reference);
}

static void put_files(const wb_scan *scan, const wb_questionnaire *questionnaire,
                      const wb_ledger *ledger)
{
    wb_scan_tally_options options = WB_SCAN_TALLY_OPTIONS_INIT;
    wb_writer *writer = new_writer();
    wb_error err = {0};

    demand(wb_questionnaire_write(questionnaire, writer, &err), &err);
    put("questionnaire ", writer, "\n");
    writer = new_writer();
    demand(wb_scan_write(scan, writer, &err), &err);
    put("scan ", writer, "\n");
    writer = new_writer();
    demand(wb_ledger_write(ledger, writer, &err), &err);
    put("ledger ", writer, "\n");
    writer = new_writer();
    options.company = "c1";
    demand(wb_scan_tally(scan, &options, writer, &err), &err);
    put("pool ", writer, "\n");
}

/* ---- the file says no less and no more ---- */

static wb_scan *read_again(const wb_scan *scan)
{
    wb_writer *writer = new_writer();
    wb_reader *reader = NULL;
    wb_scan *again = NULL;
    wb_error err = {0};
    size_t n = 0;

    demand(wb_scan_write(scan, writer, &err), &err);
    (void)wb_writer_bytes(writer, &n);
    demand(wb_reader_from_memory(wb_writer_bytes(writer, NULL), n, "scan", &reader, &err),
           &err);
    demand(wb_scan_read(reader, &again, &err), &err);
    wb_reader_free(reader);
    wb_writer_free(writer);
    return again;
}

static void check_same(const wb_scan *scan, const wb_scan *again, const char *part)
{
    wb_writer *made = csv_of(table_of(scan, part));
    wb_writer *read = csv_of(table_of(again, part));
    size_t n = 0;
    size_t m = 0;

    (void)wb_writer_bytes(made, &n);
    (void)wb_writer_bytes(read, &m);
    if (n != m ||
        memcmp(wb_writer_bytes(made, NULL), wb_writer_bytes(read, NULL), n) != 0) {
        fprintf(stderr, "scan_cases: %s differ from those of the file\n", part);
        exit(1);
    }
    wb_writer_free(made);
    wb_writer_free(read);
}

static void put_scan(const wb_scan *scan)
{
    wb_scan *again = read_again(scan);

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        put_table(parts[i], table_of(scan, parts[i]));
        check_same(scan, again, parts[i]);
    }
    wb_scan_free(again);
    put_table("audit", table_of(scan, "audit"));
    put_readings(scan);
}

static void ask(const wb_questionnaire *questionnaire)
{
    wb_writer *writer = new_writer();
    wb_error err = {0};

    demand(wb_questionnaire_write(questionnaire, writer, &err), &err);
    put("questionnaire ", writer, "\nend\n");
}

/* *ledger: of the case before, then of this one. */
static void run_case(const wb_questionnaire *questionnaire,
                     const wb_organisation *organisation, const wb_frame *answers,
                     const char *how, wb_ledger **ledger)
{
    wb_scan_options options = WB_SCAN_OPTIONS_INIT;
    char release[64];
    wb_scan *scan = NULL;
    wb_error err = {0};
    int earlier = 0;

    if (sscanf(how, "run %63s %d %d", release, &options.protect, &earlier) != 3) {
        fprintf(stderr, "scan_cases: no case is run as %s\n", how);
        exit(1);
    }
    options.release = release;
    options.earlier = earlier ? *ledger : NULL;
    demand(wb_scan_run(questionnaire, organisation, answers, &options, NULL, &scan, &err),
           &err);
    wb_ledger_free(*ledger);
    demand(wb_scan_ledger(scan, ledger, &err), &err);
    put_files(scan, questionnaire, *ledger);
    put_scan(scan);
    puts("end");
    wb_scan_free(scan);
}

int main(void)
{
    static char recipe[MOST];
    static char organisation[MOST];
    static char answers[MOST];
    char how[128];
    wb_catalogue *catalogue = NULL;
    wb_ledger *ledger = NULL;
    wb_error err = {0};

    demand(wb_catalogue_new(&catalogue, &err), &err);
    while (read_line(recipe) && read_line(organisation) &&
           fgets(how, sizeof how, stdin) != NULL) {
        wb_questionnaire *questionnaire = compose(catalogue, recipe);
        wb_organisation *company = organise(organisation);
        wb_frame *given = read_frame(answers);

        if (given == NULL)
            ask(questionnaire);
        else
            run_case(questionnaire, company, given, how, &ledger);
        wb_frame_free(given);
        wb_questionnaire_free(questionnaire);
        wb_organisation_free(company);
    }
    wb_ledger_free(ledger);
    wb_catalogue_free(catalogue);
    return 0;
}
