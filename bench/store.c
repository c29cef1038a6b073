/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* store_program FOLDER [ACTIONS [ENTRIES]]: the plan store with a large plan and a long
 * history, in FOLDER/bench.plan, which is made when it is not there: opening and reading,
 * one edit beside the sync that it takes, exporting, the past, the history, the check. */
#include "measure.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BATCH = 500, EDITS = 300, REPEATS = 11 };

static char path[500], json_path[500], sync_path[500];
static wb_error err;

/* ---- a plan ---- */

static void write_text(wb_writer *writer, const char *text)
{
    demand(wb_writer_write(writer, text, strlen(text), &err), &err);
}

static void write_action(wb_writer *writer, long i)
{
    char text[1200];

    snprintf(
        text, sizeof text,
        "%s{\"id\":\"a%ld\",\"number\":\"%ld\",\"title\":{\"nl\":\"Actie %ld voor "
        "werkbaar werk\",\"en\":\"Action %ld for workable work\"},\"aim\":{\"nl\":"
        "\"Meer leermogelijkheden en minder werkstress in de kleine ondernemingen van "
        "de sector\"},\"kind\":\"measure\",\"force\":\"commitment\",\"themes\":"
        "[\"leren\",\"stress\"],\"timing\":{\"text\":\"2027 - 2028\",\"from\":\"2027\","
        "\"to\":\"2028\"},\"assignments\":[{\"id\":\"a%ld-who\",\"actor\":\"w%ld\","
        "\"role\":\"responsible\"}],\"statuses\":[{\"id\":\"a%ld-now\",\"status\":"
        "\"planned\",\"date\":\"2027-01-01\"}]}",
        i > 0 ? "," : "", i, i, i, i, i, i % 50, i);
    write_text(writer, text);
}

static wb_plan *make_plan(long n)
{
    wb_writer *writer = NULL;
    wb_reader *reader = NULL;
    wb_plan *plan = NULL;
    size_t length;
    const char *bytes;
    char text[200];

    demand(wb_writer_to_memory(&writer, &err), &err);
    write_text(writer,
               "{\"format\":\"werkbaar-plan/1.0\",\"id\":\"bench\",\"version\":\"1\","
               "\"languages\":[\"nl\",\"en\"],\"scope\":\"sector\",\"title\":{\"nl\":"
               "\"SYNTHETIC\"},\"actors\":[");
    for (int i = 0; i < 50; i++) {
        snprintf(text, sizeof text,
                 "%s{\"id\":\"w%d\",\"type\":\"organisation\",\"name\":{\"nl\":\"W%d\"}}",
                 i > 0 ? "," : "", i, i);
        write_text(writer, text);
    }
    write_text(writer,
               "],\"objectives\":[{\"id\":\"o\",\"title\":{\"nl\":\"O\"},"
               "\"sections\":[{\"id\":\"s\",\"title\":{\"nl\":\"S\"},\"actions\":[");
    for (long i = 0; i < n; i++)
        write_action(writer, i);
    write_text(writer, "]}]}]}");
    bytes = wb_writer_bytes(writer, &length);
    demand(wb_reader_from_memory(bytes, length, "plan", &reader, &err), &err);
    demand(wb_plan_read(reader, &plan, &err), &err);
    wb_reader_free(reader);
    wb_writer_free(writer);
    return plan;
}

/* ---- its history ---- */

static void add_change(wb_changes *changes, long n_actions, uint64_t *random)
{
    static const char *const kinds[] = {"\"research\"", "\"measure\"", "\"information\""};
    char id[40];

    snprintf(id, sizeof id, "a%ld", (long)(next_random(random) % (uint64_t)n_actions));
    demand(wb_changes_set(changes, id, "kind", kinds[next_random(random) % 3], NULL,
                          INT64_C(1) << 40, &err),
           &err);
}

static void edit(wb_store *store, long n_changes, long n_actions, uint64_t *random)
{
    wb_changes *changes = NULL;
    int64_t seq;

    demand(wb_changes_new(&changes, &err), &err);
    for (long i = 0; i < n_changes; i++)
        add_change(changes, n_actions, random);
    demand(wb_store_apply(store, changes, 1798761600000000 + n_changes, "e1", "bench",
                          &seq, &err),
           &err);
    wb_changes_free(changes);
}

static void make_store(long n_actions, long n_entries)
{
    wb_store *store = NULL;
    wb_plan *plan = make_plan(n_actions);
    uint64_t random = 7;

    demand(wb_store_open(path, NULL, &store, &err), &err);
    demand(wb_store_import(store, plan, 1798761600000000, "e1", NULL, &err), &err);
    for (long made = 1; made < n_entries; made += BATCH)
        edit(store, made + BATCH < n_entries ? BATCH : n_entries - made, n_actions,
             &random);
    wb_store_free(store);
    wb_plan_free(plan);
}

/* ---- measuring ---- */

static wb_store *open_store(int32_t mode)
{
    wb_store_options options = WB_STORE_OPTIONS_INIT;
    wb_store *store = NULL;

    options.mode = mode;
    demand(wb_store_open(path, &options, &store, &err), &err);
    return store;
}

static void open_and_read(void)
{
    wb_store *store = open_store(WB_STORE_READ);
    wb_plan *plan = NULL;

    demand(wb_store_plan(store, 0, &plan, &err), &err);
    wb_plan_free(plan);
    wb_store_free(store);
}

static void export_plan(void)
{
    wb_store *store = open_store(WB_STORE_READ);
    wb_plan *plan = NULL;
    wb_writer *writer = NULL;

    demand(wb_store_plan(store, 0, &plan, &err), &err);
    demand(wb_writer_open(json_path, &writer, &err), &err);
    demand(wb_plan_write(plan, writer, &err), &err);
    demand(wb_writer_finish(writer, &err), &err);
    wb_writer_free(writer);
    wb_plan_free(plan);
    wb_store_free(store);
}

static void read_first(void)
{
    wb_store *store = open_store(WB_STORE_READ);
    wb_plan *plan = NULL;

    demand(wb_store_plan(store, 1, &plan, &err), &err);
    wb_plan_free(plan);
    wb_store_free(store);
}

static void read_history(void)
{
    wb_store *store = open_store(WB_STORE_READ);
    wb_frame *history = NULL;

    demand(wb_store_history(store, 0, NULL, "nl", &history, &err), &err);
    wb_frame_free(history);
    wb_store_free(store);
}

static void verify(void)
{
    wb_store *store = open_store(WB_STORE_READ);

    demand(wb_store_verify(store, &err), &err);
    wb_store_free(store);
}

static void measure(const char *what, void (*work)(void))
{
    double times[REPEATS], busy[REPEATS];

    for (int i = 0; i < REPEATS; i++) {
        double start = milliseconds(CLOCK_MONOTONIC);
        double start_busy = milliseconds(CLOCK_PROCESS_CPUTIME_ID);
        work();
        times[i] = milliseconds(CLOCK_MONOTONIC) - start;
        busy[i] = milliseconds(CLOCK_PROCESS_CPUTIME_ID) - start_busy;
    }
    printf("%-44s %9.2f ms, busy %9.2f ms\n", what, median(times, REPEATS),
           median(busy, REPEATS));
}

/* As much as an edit adds to the log, and a sync. */
static double sync_once(int file)
{
    static char bytes[8 * 4096];
    double start = milliseconds(CLOCK_MONOTONIC);

    if (write(file, bytes, sizeof bytes) != (ssize_t)sizeof bytes || fdatasync(file) != 0)
        stop("a sync fails");
    return milliseconds(CLOCK_MONOTONIC) - start;
}

static void measure_edits(long n_actions)
{
    wb_store *store = open_store(WB_STORE_EXISTING);
    int file = open(sync_path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    double edits[EDITS], busy[EDITS], syncs[EDITS], start;
    uint64_t random = 9;

    if (file < 0)
        stop("no file to sync");
    start = milliseconds(CLOCK_MONOTONIC);
    edit(store, 1, n_actions, &random);
    printf("%-44s %9.2f ms\n", "first edit after opening",
           milliseconds(CLOCK_MONOTONIC) - start);
    for (int i = 0; i < EDITS; i++) {
        double start_busy = milliseconds(CLOCK_PROCESS_CPUTIME_ID);
        start = milliseconds(CLOCK_MONOTONIC);
        edit(store, 1, n_actions, &random);
        busy[i] = milliseconds(CLOCK_PROCESS_CPUTIME_ID) - start_busy;
        edits[i] = milliseconds(CLOCK_MONOTONIC) - start;
        syncs[i] = sync_once(file);
    }
    double edit_ms = median(edits, EDITS), sync_ms = median(syncs, EDITS);
    printf("%-44s %9.2f ms, busy %9.2f ms\n", "one durable edit", edit_ms,
           median(busy, EDITS));
    printf("%-44s %9.2f ms\n", "a write of 32 kB and a sync, in turn with it", sync_ms);
    printf("%-44s %9.2f ms\n", "slowest edit (a checkpoint)", edits[EDITS - 1]);
    close(file);
    wb_store_free(store);
}

int main(int argc, char **argv)
{
    long n_actions = argc > 2 ? strtol(argv[2], NULL, 10) : 10000;
    long n_entries = argc > 3 ? strtol(argv[3], NULL, 10) : 100000;

    if (argc < 2 || n_actions < 1 || n_entries < 1)
        stop("usage: store_program FOLDER [ACTIONS [ENTRIES]]");
    snprintf(path, sizeof path, "%s/bench.plan", argv[1]);
    snprintf(json_path, sizeof json_path, "%s/bench.json", argv[1]);
    snprintf(sync_path, sizeof sync_path, "%s/bench.sync", argv[1]);
    if (access(path, F_OK) != 0)
        make_store(n_actions, n_entries);
    printf("%ld actions, %ld entries\n", n_actions, n_entries);
    measure("open and read the whole plan", open_and_read);
    measure("open and export", export_plan);
    measure_edits(n_actions);
    measure("the plan as it was first", read_first);
    measure("the whole history as a frame", read_history);
    measure("check everything", verify);
    return 0;
}
