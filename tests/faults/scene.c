/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "faults/scene.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

const deed *const all_deeds[] = {
#ifdef WB_WITH_READSTAT
    deeds_statfile, deeds_packages,
#endif
#ifdef WB_WITH_SQLITE
    deeds_store,
#endif
    deeds_base,     deeds_frame,
    deeds_source,   deeds_io,
    deeds_score,    deeds_weight,
    deeds_spec,     deeds_survey,
    deeds_infer,    deeds_model,
    deeds_quality,  deeds_disclose,
    deeds_monitor,  deeds_plan,
    deeds_follow,   deeds_support,
    deeds_compose,  deeds_scan,
    deeds_pool,     deeds_files,
    deeds_rich,     NULL};

void must(wb_status st, const wb_error *err)
{
    if (st == WB_OK)
        return;
    fprintf(stderr, "a scene cannot be made: %s: %s (%s)\n", wb_status_name(st),
            err != NULL ? err->message : "", err != NULL ? err->where : "");
    abort();
}

/* ---- bytes ---- */

static uint64_t add_hash(uint64_t hash, const void *bytes, size_t n)
{
    const unsigned char *at = bytes;

    for (size_t i = 0; i < n; i++)
        hash = (hash ^ at[i]) * UINT64_C(0x100000001b3);
    return hash;
}

static bool fails_now(channel *of)
{
    return ++of->calls == of->fails_at;
}

static int64_t give(void *user, void *buffer, size_t capacity)
{
    scene *s = user;
    channel *from = &s->reading;
    const kept *all = &s->world->files[from->file];
    size_t left = all->n - from->offset;
    size_t n = capacity < left ? capacity : left;

    if (fails_now(from))
        return -1;
    if (from->most > 0 && n > from->most)
        n = from->most;
    memcpy(buffer, all->at + from->offset, n);
    from->offset += n;
    return (int64_t)n;
}

static int32_t begin_again(void *user)
{
    scene *s = user;

    s->reading.offset = 0;
    return fails_now(&s->reading);
}

static int32_t take(void *user, const void *from, size_t n)
{
    scene *s = user;

    if (fails_now(&s->writing))
        return -1;
    s->writing.hash = add_hash(s->writing.hash, from, n);
    s->writing.n_bytes += n;
    return 0;
}

void scene_read(scene *s, file which)
{
    s->reading.file = which;
    must(wb_reader_new(give, begin_again, NULL, s, "file", &s->mine.reader, &s->err),
         &s->err);
}

void scene_write(scene *s)
{
    must(wb_writer_new(take, NULL, s, "file", &s->mine.writer, &s->err), &s->err);
}

void scene_source(scene *s)
{
    must(wb_source_from_frame(s->world->people, 20, &s->mine.source, &s->err), &s->err);
}

void scene_path(scene *s, const char *end)
{
    static atomic_int number;

    snprintf(s->path, sizeof s->path, "%s/own-%ld-%d%s", s->world->folder, (long)getpid(),
             atomic_fetch_add(&number, 1), end);
}

wb_reader *plain_reader(const world *w, file which)
{
    wb_reader *reader = NULL;
    wb_error err = {0};

    must(wb_reader_from_memory(w->files[which].at, w->files[which].n, "file", &reader,
                               &err),
         &err);
    return reader;
}

/* ---- from beginning to end ---- */

void scene_begin(scene *s, const deed *d, const world *w)
{
    s->world = w;
    s->count = -1;
    for (size_t i = 0; i < sizeof s->numbers / sizeof *s->numbers; i++)
        s->numbers[i] = -1;
    if (d->begin != NULL)
        d->begin(s);
    s->err = (wb_error){0};
    s->reading.calls = s->writing.calls = 0;
}

void things_free(things *of)
{
    wb_source_free(of->source); /* its reader may go with it */
    wb_reader_free(of->reader);
    wb_writer_free(of->writer);
    wb_frame_free(of->frame);
    wb_frame_free(of->second);
    wb_frame_free(of->third);
    wb_instrument_free(of->instrument);
    wb_spec_free(of->spec);
    wb_tally_free(of->tally);
    wb_model_free(of->model);
    wb_model_pass_free(of->pass);
    wb_model_pass_free(of->other_pass);
    wb_fit_free(of->fit);
    wb_weighting_free(of->weighting);
    wb_scales_free(of->scales);
    wb_ledger_free(of->ledger);
    wb_monitor_definition_free(of->definition);
    wb_monitor_free(of->monitor);
    wb_monitor_results_free(of->results);
    wb_plan_free(of->plan);
    wb_changes_free(of->changes);
    wb_store_free(of->store);
    wb_support_free(of->support);
    wb_catalogue_free(of->catalogue);
    wb_questionnaire_free(of->questionnaire);
    wb_organisation_free(of->organisation);
    wb_scan_free(of->scan);
    wb_pool_free(of->pool);
    *of = (things){0};
}

void scene_end(scene *s)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    char name[sizeof s->path + 10];

    things_free(&s->mine);
    things_free(&s->out);
    if (s->array.release != NULL)
        s->array.release(&s->array);
    if (s->schema.release != NULL)
        s->schema.release(&s->schema);
    if (s->stream.release != NULL)
        s->stream.release(&s->stream);
    s->array.release = NULL;
    s->schema.release = NULL;
    s->stream.release = NULL;
    for (size_t i = 0; s->path[0] != '\0' && i < sizeof ends / sizeof *ends; i++) {
        snprintf(name, sizeof name, "%s%s", s->path, ends[i]);
        (void)unlink(name);
    }
    s->path[0] = '\0';
}

/* ---- what is in things ---- */

typedef struct summary {
    uint64_t hash;
    wb_writer *writer;
} summary;

static int32_t sum_up(void *user, const void *from, size_t n)
{
    summary *sum = user;

    sum->hash = add_hash(sum->hash, from, n);
    return 0;
}

static void add_frame(summary *sum, const wb_frame *frame)
{
    wb_error err = {0};

    if (frame != NULL)
        must(wb_json_write(sum->writer, frame, &err), &err);
}

/* A table that shows what is in a handle that has no file; it is freed. */
static void add_table(summary *sum, wb_frame *frame)
{
    add_frame(sum, frame);
    wb_frame_free(frame);
}

static void add_number(summary *sum, int64_t number)
{
    sum->hash = add_hash(sum->hash, &number, sizeof number);
}

/* What is written as a file of its own. */
static void add_written(summary *sum, const things *of)
{
    wb_error err = {0};
    wb_writer *to = sum->writer;

    if (of->instrument != NULL)
        must(wb_instrument_write(of->instrument, to, &err), &err);
    if (of->spec != NULL)
        must(wb_spec_write(of->spec, to, &err), &err);
    if (of->tally != NULL)
        must(wb_tally_write(of->tally, to, &err), &err);
    if (of->model != NULL)
        must(wb_model_write(of->model, to, &err), &err);
    if (of->weighting != NULL)
        must(wb_weighting_write(of->weighting, to, &err), &err);
    if (of->ledger != NULL)
        must(wb_ledger_write(of->ledger, to, &err), &err);
    if (of->definition != NULL)
        must(wb_monitor_definition_write(of->definition, to, &err), &err);
    if (of->plan != NULL)
        must(wb_plan_write(of->plan, to, &err), &err);
    if (of->changes != NULL)
        must(wb_changes_write(of->changes, to, &err), &err);
    if (of->support != NULL)
        must(wb_support_write(of->support, to, &err), &err);
    if (of->questionnaire != NULL)
        must(wb_questionnaire_write(of->questionnaire, to, &err), &err);
    if (of->organisation != NULL)
        must(wb_organisation_write(of->organisation, to, &err), &err);
    if (of->scan != NULL)
        must(wb_scan_write(of->scan, to, &err), &err);
}

/* What is shown as tables, or counted. */
static void add_shown(summary *sum, const things *of)
{
    wb_error err = {0};
    wb_frame *table = NULL;

    if (of->fit != NULL) {
        must(wb_fit_table(of->fit, WB_FIT_COEFFICIENTS, &table, &err), &err);
        add_table(sum, table);
    }
    if (of->results != NULL) {
        must(wb_monitor_results_table(of->results, "cells", "en", &table, &err), &err);
        add_table(sum, table);
    }
    if (of->catalogue != NULL) {
        must(wb_catalogue_table(of->catalogue, "modules", "en", &table, &err), &err);
        add_table(sum, table);
    }
    if (of->monitor != NULL)
        add_number(sum, wb_monitor_row_count(of->monitor));
    if (of->pool != NULL)
        add_number(sum, wb_pool_company_count(of->pool));
    if (of->pass != NULL)
        add_number(sum, wb_model_pass_number(of->pass) * 1000 +
                            wb_model_pass_row_count(of->pass));
}

static void add_store(summary *sum, wb_store *store)
{
    wb_error err = {0};
    wb_frame *history = NULL;

    if (store == NULL)
        return;
    must(wb_store_history(store, 0, NULL, "en", &history, &err), &err);
    add_table(sum, history);
}

static uint64_t hash_of(const things *of, uint64_t start)
{
    summary sum = {start, NULL};
    wb_error err = {0};

    must(wb_writer_new(sum_up, NULL, &sum, NULL, &sum.writer, &err), &err);
    add_frame(&sum, of->frame);
    add_frame(&sum, of->second);
    add_frame(&sum, of->third);
    add_written(&sum, of);
    add_shown(&sum, of);
    must(wb_writer_finish(sum.writer, &err), &err);
    wb_writer_free(sum.writer);
    sum.writer = NULL;
    must(wb_writer_new(sum_up, NULL, &sum, NULL, &sum.writer, &err), &err);
    add_store(&sum, of->store);
    must(wb_writer_finish(sum.writer, &err), &err);
    wb_writer_free(sum.writer);
    return sum.hash;
}

uint64_t scene_taken(const scene *s)
{
    return hash_of(&s->mine, 0);
}

/* A source that came out is read to its end. */
static uint64_t hash_of_source(const scene *s, uint64_t hash)
{
    things rows = {0};
    wb_error err = {0};

    must(wb_source_collect(s->out.source, NULL, &rows.frame, &err), &err);
    hash = hash_of(&rows, hash);
    things_free(&rows);
    return hash;
}

uint64_t scene_given(const scene *s)
{
    uint64_t hash = hash_of(&s->out, 1);

    if (s->mine.writer != NULL && s->writing.fails_at == 0) {
        must(wb_writer_finish(s->mine.writer, NULL), NULL);
        hash = add_hash(hash, &s->writing.hash, sizeof s->writing.hash);
    }
    if (s->out.source != NULL)
        hash = hash_of_source(s, hash);
    hash = add_hash(hash, s->numbers, sizeof s->numbers);
    hash = add_hash(hash, &s->count, sizeof s->count);
    return add_hash(hash, &s->written, sizeof s->written);
}

uint64_t scene_play(const deed *d, const world *w)
{
    scene s = {.run = WB_RUN_INIT};
    uint64_t hash;

    scene_begin(&s, d, w);
    wb_status st = d->call(&s);
    if (st != WB_OK)
        fprintf(stderr, "%s: ", d->name);
    must(st, &s.err);
    hash = scene_given(&s) ^ scene_taken(&s) * 31;
    scene_end(&s);
    return hash;
}
