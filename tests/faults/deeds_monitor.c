/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "faults/scene.h"

/* ---- disclosure ---- */

static void begin_ledger_file(scene *s)
{
    scene_read(s, FILE_LEDGER);
}

static wb_status ledger_read(scene *s)
{
    return wb_ledger_read(s->mine.reader, &s->out.ledger, &s->err);
}

static wb_status ledger_load(scene *s)
{
    return wb_ledger_load(s->world->files[FILE_LEDGER].path, &s->out.ledger, &s->err);
}

static wb_status ledger_write(scene *s)
{
    return wb_ledger_write(s->world->has.ledger, s->mine.writer, &s->err);
}

static wb_status ledger_frame(scene *s)
{
    return wb_ledger_frame(s->world->has.ledger, &s->out.frame, &s->err);
}

static wb_status disclose(scene *s)
{
    wb_disclose_options options = WB_DISCLOSE_OPTIONS_INIT;

    options.min_n = 10;
    options.scope = "scan";
    options.release = "one";
    return wb_disclose(s->world->counts, s->world->relations, &options, &s->run,
                       &s->out.frame, &s->out.second, &s->out.ledger, &s->err);
}

static void begin_released(scene *s)
{
    must(disclose(s), &s->err);
    s->mine.frame = s->out.frame;
    s->out.frame = NULL;
    things_free(&s->out);
}

static wb_status disclose_mask(scene *s)
{
    return wb_disclose_mask(s->world->counts, "cell", "measure", s->mine.frame,
                            &s->out.frame, &s->err);
}

const deed deeds_disclose[] = {
    {"wb_ledger_read", begin_ledger_file, ledger_read, READS},
    {"wb_ledger_load", NULL, ledger_load, FILES},
    {"wb_ledger_write", scene_write, ledger_write, WRITES},
    {"wb_ledger_frame", NULL, ledger_frame, 0},
    {"wb_disclose", NULL, disclose, RUNS},
    {"wb_disclose_mask", begin_released, disclose_mask, 0},
    {NULL, NULL, NULL, 0},
};

/* ---- the monitor ---- */

static wb_status builtin(scene *s)
{
    return wb_monitor_builtin("wbm-employees", &s->out.definition, &s->err);
}

static void begin_definition_file(scene *s)
{
    scene_read(s, FILE_DEFINITION);
}

static wb_status definition_read(scene *s)
{
    return wb_monitor_definition_read(s->mine.reader, &s->out.definition, &s->err);
}

static wb_status definition_load(scene *s)
{
    return wb_monitor_definition_load(s->world->files[FILE_DEFINITION].path,
                                      &s->out.definition, &s->err);
}

static wb_status definition_write(scene *s)
{
    return wb_monitor_definition_write(s->world->has.definition, s->mine.writer, &s->err);
}

static wb_status monitor_new(scene *s)
{
    return wb_monitor_new(s->world->has.definition, s->world->has.instrument,
                          &s->out.monitor, &s->err);
}

static void begin_monitor(scene *s)
{
    must(wb_monitor_new(s->world->has.definition, s->world->has.instrument,
                        &s->mine.monitor, &s->err),
         &s->err);
}

static wb_status set_design(scene *s)
{
    return wb_monitor_set_design(s->mine.monitor, s->world->has.spec, &s->err);
}

static void begin_wave(scene *s)
{
    begin_monitor(s);
    scene_source(s);
}

static wb_status monitor_add(scene *s)
{
    return wb_monitor_add(s->mine.monitor, NULL, "a.csv", s->mine.source, &s->run,
                          &s->err);
}

static wb_status results_make(scene *s)
{
    wb_monitor_options options = WB_MONITOR_OPTIONS_INIT;

    options.release = "two";
    options.earlier = s->world->has.ledger;
    return wb_monitor_results_make(s->world->has.monitor, &options, &s->run,
                                   &s->out.results, &s->err);
}

static wb_status results_ledger(scene *s)
{
    return wb_monitor_results_ledger(s->world->has.results, &s->out.ledger, &s->err);
}

static wb_status results_table(scene *s)
{
    return wb_monitor_results_table(s->world->has.results, "changes", "nl", &s->out.frame,
                                    &s->err);
}

/* A build without Vega and Vega-Lite makes no such page. */
static wb_status explore(scene *s)
{
    const wb_monitor_results *results[] = {s->world->has.results};
    wb_status st = wb_monitor_explore(results, 1, NULL, s->mine.writer, &s->err);

    return st == WB_E_UNSUPPORTED ? WB_OK : st;
}

const deed deeds_monitor[] = {
    {"wb_monitor_builtin", NULL, builtin, 0},
    {"wb_monitor_definition_read", begin_definition_file, definition_read, READS},
    {"wb_monitor_definition_load", NULL, definition_load, FILES},
    {"wb_monitor_definition_write", scene_write, definition_write, WRITES},
    {"wb_monitor_new", NULL, monitor_new, 0},
    {"wb_monitor_set_design", begin_monitor, set_design, 0},
    {"wb_monitor_add", begin_wave, monitor_add, RUNS | SPENT},
    {"wb_monitor_results_make", NULL, results_make, RUNS},
    {"wb_monitor_results_ledger", NULL, results_ledger, 0},
    {"wb_monitor_results_table", NULL, results_table, 0},
    {"wb_monitor_explore", scene_write, explore, WRITES},
    {NULL, NULL, NULL, 0},
};
