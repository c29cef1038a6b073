/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Disclosure control of many cases, for programs that attack it.
 *
 * usage: disclose_cases < CASES
 *
 * A case is a line `run MIN_N MIN_N_SENSITIVE EXTREME ROUND_TO PROTECT RELEASE EARLIER`,
 * counts as CSV, a line `.`, relations as CSV, a line `.`. With EARLIER 1 the ledger of
 * the case before it is the earlier one. For each case come a line `status NAME MESSAGE`,
 * and when it is WB_OK what is released, the audit and the ledger as CSV, each ended by a
 * line `.`. */
#include <werkbaar/werkbaar.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void demand(wb_status st, const wb_error *err)
{
    if (st == WB_OK)
        return;
    fprintf(stderr, "disclose_cases: %s\n", err->message);
    exit(1);
}

/* Lines up to one that is ".", as a frame; NULL when there are none. */
static wb_frame *read_frame(void)
{
    static char text[1 << 22];
    char line[4096];
    size_t length = 0;
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_frame *frame = NULL;
    wb_error err = {0};

    while (fgets(line, sizeof line, stdin) != NULL && strcmp(line, ".\n") != 0) {
        if (length + strlen(line) >= sizeof text)
            exit(1);
        memcpy(text + length, line, strlen(line));
        length += strlen(line);
    }
    if (length == 0)
        return NULL;
    demand(wb_reader_from_memory(text, length, "case", &reader, &err), &err);
    demand(wb_csv_read(reader, NULL, &source, &err), &err);
    demand(wb_source_collect(source, NULL, &frame, &err), &err);
    wb_source_free(source);
    return frame;
}

static void write_frame(const wb_frame *frame)
{
    wb_source *source = NULL;
    wb_writer *writer = NULL;
    wb_error err = {0};
    size_t n = 0;

    demand(wb_source_from_frame(frame, 0, &source, &err), &err);
    demand(wb_writer_to_memory(&writer, &err), &err);
    demand(wb_csv_write(writer, source, NULL, NULL, &err), &err);
    wb_writer_bytes(writer, &n);
    fwrite(wb_writer_bytes(writer, NULL), 1, n, stdout);
    puts(".");
    wb_writer_free(writer);
    wb_source_free(source);
}

static void run_case(wb_disclose_options *options, wb_ledger **ledger)
{
    wb_frame *counts = read_frame();
    wb_frame *relations = read_frame();
    wb_frame *released = NULL;
    wb_frame *audit = NULL;
    wb_frame *shown = NULL;
    wb_ledger *made = NULL;
    wb_error err = {0};
    wb_status st =
        wb_disclose(counts, relations, options, NULL, &released, &audit, &made, &err);

    printf("status %s %s\n", st == WB_OK ? "WB_OK" : wb_status_name(st), err.message);
    if (st == WB_OK) {
        demand(wb_ledger_frame(made, &shown, &err), &err);
        write_frame(released);
        write_frame(audit);
        write_frame(shown);
    }
    wb_frame_free(counts);
    wb_frame_free(relations);
    wb_frame_free(released);
    wb_frame_free(audit);
    wb_frame_free(shown);
    wb_ledger_free(*ledger);
    *ledger = made;
}

int main(void)
{
    char line[512];
    char release[128];
    wb_ledger *ledger = NULL;

    while (fgets(line, sizeof line, stdin) != NULL) {
        wb_disclose_options options = WB_DISCLOSE_OPTIONS_INIT;
        int earlier = 0;

        if (sscanf(line, "run %d %d %d %d %d %127s %d", &options.min_n,
                   &options.min_n_sensitive, &options.extreme, &options.round_to,
                   &options.protect, release, &earlier) != 7) {
            fprintf(stderr, "disclose_cases: no case begins with %s", line);
            return 1;
        }
        options.scope = "scan";
        options.release = release;
        options.earlier = earlier ? ledger : NULL;
        run_case(&options, &ledger);
    }
    wb_ledger_free(ledger);
    return 0;
}
