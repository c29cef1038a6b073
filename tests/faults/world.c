/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "faults/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const names[N_FILES] = {
    [FILE_CSV] = "people.csv",
    [FILE_SAV] = "people.sav",
    [FILE_INSTRUMENT] = "instrument.json",
    [FILE_SPEC] = "spec.json",
    [FILE_TALLY] = "tally",
    [FILE_MODEL] = "model.json",
    [FILE_PASS] = "pass",
    [FILE_WEIGHTING] = "weighting.json",
    [FILE_LEDGER] = "ledger.json",
    [FILE_DEFINITION] = "definition.json",
    [FILE_PLAN] = "plan.json",
    [FILE_CHANGES] = "changes.json",
    [FILE_STORE] = "store",
    [FILE_SUPPORT] = "support.json",
    [FILE_MODULE] = "module.json",
    [FILE_RECIPE] = "recipe.json",
    [FILE_QUESTIONNAIRE] = "questionnaire.json",
    [FILE_ANSWERS] = "answers.csv",
    [FILE_ORGANISATION] = "organisation.json",
    [FILE_SCAN_ANSWERS] = "scan-answers.csv",
    [FILE_SCAN] = "scan.json",
    [FILE_POOL] = "pool.json",
    [FILE_RICH] = "rich.csv",
    [FILE_LABELLED] = "labelled.sav",
    [FILE_DTA] = "people.dta",
    [FILE_RICH_MODEL] = "rich-model.json",
    [FILE_STEPS_PASS] = "steps-pass",
    [FILE_LAST_PASS] = "last-pass",
    [FILE_RICH_WEIGHTING] = "rich-weighting.json",
};

static world the_world;

void keep_file(world *w, file which, const void *from, size_t n)
{
    kept *place = &w->files[which];
    FILE *out;

    snprintf(place->path, sizeof place->path, "%s/%s", w->folder, names[which]);
    place->n = n;
    place->at = malloc(n + 1);
    out = fopen(place->path, "wb");
    if (place->at == NULL || out == NULL || fwrite(from, 1, n, out) != n ||
        fclose(out) != 0)
        abort();
    memcpy(place->at, from, n);
    place->at[n] = '\0';
}

void keep_text(world *w, file which, const char *text)
{
    size_t n = strlen(text);
    char *json = malloc(n + 1);

    if (json == NULL)
        abort();
    memcpy(json, text, n + 1);
    for (char *at = json; *at != '\0'; at++) {
        if (*at == '\'')
            *at = '"';
    }
    keep_file(w, which, json, n);
    free(json);
}

void keep_written(world *w, file which, wb_writer *writer)
{
    size_t n = 0;
    const char *from = wb_writer_bytes(writer, &n);

    keep_file(w, which, from, n);
    wb_writer_free(writer);
}

/* In memory where the system has such a place: many deeds sync what they write. */
static void make_folder(world *w)
{
    bool in_memory = access("/dev/shm", W_OK) == 0;

    strcpy(w->folder, in_memory ? "/dev/shm/wb-faults-XXXXXX" : "/tmp/wb-faults-XXXXXX");
    if (mkdtemp(w->folder) == NULL)
        abort();
}

const world *world_make(void)
{
    world *w = &the_world;

    if (w->folder[0] != '\0')
        return w;
    make_folder(w);
    make_survey(w);
    make_files(w);
    make_rich(w);
    make_plan(w);
    make_support(w);
    make_scan(w);
    return w;
}

void world_free(void)
{
    world *w = &the_world;
    wb_frame *frames[] = {
        w->people,      w->whole,     w->targets, w->shares,  w->standard, w->estimates,
        w->counts,      w->relations, w->drafts,  w->sheet,   w->moved,    w->cases,
        w->costs,       w->lines,     w->answers, w->records, w->person,   w->findings,
        w->suggestions, w->reference, w->rich};

    things_free(&w->has);
    things_free(&w->full);
    wb_fit_free(w->by_replicates);
    wb_tally_free(w->open);
    wb_tally_free(w->two_passes);
    for (size_t i = 0; i < sizeof frames / sizeof *frames; i++)
        wb_frame_free(frames[i]);
    for (int i = 0; i < N_FILES; i++) {
        (void)unlink(w->files[i].path);
        free(w->files[i].at);
    }
    (void)rmdir(w->folder);
    *w = (world){0};
}

int world_begin(void **state)
{
    (void)state;
    (void)world_make();
    return 0;
}

int world_end(void **state)
{
    (void)state;
    world_free();
    return 0;
}

wb_column new_column(void)
{
    static const int32_t codes[] = {0, 1, 1, 0, 1, 0, 0, 1, 1, 0};
    static const char *const texts[] = {"man", "woman"};
    wb_column column = WB_COLUMN_INIT;

    column.type = WB_TYPE_DICTIONARY;
    column.flags = WB_COLUMN_COPY;
    column.values = codes;
    column.categories = texts;
    column.n_categories = 2;
    return column;
}
