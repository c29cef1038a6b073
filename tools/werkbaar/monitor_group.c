/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A group: its answers go into the monitor file by file, and the parts of the results
 * come out. */
#include "columns.h"
#include "message.h"
#include "monitor.h"
#include "note.h"
#include "results.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- answers in ---- */

/* What the data say they are, once, and then what --note says. */
static int note_add(monitor_group *group, const char *text)
{
    if (text == NULL || text[0] == '\0' ||
        (group->note != NULL && strstr(group->note, text) != NULL)) {
        return CLI_OK;
    }
    const char *own = group->note != NULL ? group->note : "";
    int comes_first = strncmp(text, "SYNTHETIC", 9) == 0 && strncmp(own, text, 9) != 0;
    size_t room = strlen(own) + strlen(text) + 3;
    char *longer = malloc(room);
    if (longer == NULL) {
        return cli_out_of_memory();
    }
    snprintf(longer, room, "%s%s%s", comes_first ? text : own, own[0] != '\0' ? ". " : "",
             comes_first ? own : text);
    free(group->note);
    group->note = longer;
    return CLI_OK;
}

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

static int data_name_make(monitor_group *group)
{
    size_t room = 1;
    for (size_t i = 0; i < group->n_answers; i++) {
        room += strlen(group->answers[i].path) + 2;
    }
    group->data_name = calloc(room, 1);
    if (group->data_name == NULL) {
        return cli_out_of_memory();
    }
    for (size_t i = 0; i < group->n_answers; i++) {
        strcat(group->data_name, i > 0 ? ", " : "");
        strcat(group->data_name, file_name(group->answers[i].path));
    }
    return CLI_OK;
}

static int answers_add(const cli_args *args, const cli_roles *roles,
                       const monitor_answers *answers, wb_monitor *monitor, cli_run *run,
                       cli_input *input)
{
    wb_error err;
    int result = cli_input_open(args, answers->path, roles, input);
    if (result != CLI_OK) {
        return result;
    }
    wb_status st = wb_monitor_add(monitor, answers->wave, input->name, input->source,
                                  &run->run, &err);
    cli_run_end(run);
    return st == WB_OK ? CLI_OK : cli_refused(args, &err, input->name);
}

static int all_add(const cli_args *args, monitor_group *group, wb_monitor *monitor,
                   cli_run *run)
{
    cli_items items;
    const char *weights = json_string_value(
        json_object_get(json_object_get(group->document, "design"), "weights"));
    int result = cli_items_read(group->instrument, &items);
    cli_roles roles = {.numbers = &weights,
                       .n_numbers = weights != NULL ? 1 : 0,
                       .items = (const char *const *)items.ids.items,
                       .n_items = items.ids.n};
    for (size_t i = 0; i < group->n_answers && result == CLI_OK; i++) {
        cli_input input = {0};
        roles.wave = group->answers[i].wave;
        result = answers_add(args, &roles, &group->answers[i], monitor, run, &input);
        if (result == CLI_OK) {
            result = note_add(group, input.preamble.note);
        }
        cli_input_close(&input);
    }
    cli_items_free(&items);
    group->n_rows = wb_monitor_row_count(monitor);
    return result;
}

/* ---- results out ---- */

static wb_status parts_make(const monitor_options *options, const wb_monitor *monitor,
                            monitor_group *group, cli_run *run, wb_error *err)
{
    wb_monitor_options making = WB_MONITOR_OPTIONS_INIT;
    making.level = options->level;
    making.release = options->release;
    making.earlier = options->earlier;
    wb_status st =
        wb_monitor_results_make(monitor, &making, &run->run, &group->results, err);
    for (int i = 0; i < WBR_PARTS && st == WB_OK; i++) {
        st = wb_monitor_results_table(group->results, wbr_part_name((wbr_part)i),
                                      wbr_language_code(options->language),
                                      &group->parts[i], err);
    }
    if (st == WB_OK) {
        st = monitor_release_make(options, group->results, group, err);
    }
    return st;
}

/* Files of statistics packages say that their answers are made up in no comment. */
static int synthetic_note(monitor_group *group)
{
    const char *text = wb_frame_metadata(group->parts[WBR_CELLS]);
    json_t *metadata = text != NULL ? json_loads(text, 0, NULL) : NULL;
    int is_synthetic = json_is_true(json_object_get(metadata, "synthetic")) &&
                       !cli_note_is_synthetic(group->note);
    json_decref(metadata);
    return is_synthetic ? note_add(group, "SYNTHETIC answers: nobody gave them") : CLI_OK;
}

static wb_status notes_set(monitor_group *group, wb_error *err)
{
    wb_status st = WB_OK;
    for (int i = 0; i < WBR_PARTS && st == WB_OK; i++) {
        st = cli_note_set(group->parts[i], group->note, err);
    }
    return st;
}

static int32_t interval_of(const json_t *definition)
{
    const char *name = json_string_value(json_object_get(definition, "interval"));
    for (int32_t i = 0; name != NULL && cli_intervals[i] != NULL; i++) {
        if (strcmp(cli_intervals[i], name) == 0) {
            return i;
        }
    }
    return 0;
}

static double level_of(const monitor_options *options, const json_t *definition)
{
    const json_t *level = json_object_get(definition, "level");
    return options->level > 0 ? options->level
           : level != NULL    ? json_number_value(level)
                              : 0.95;
}

static wb_status model_make(const monitor_options *options, monitor_group *group,
                            wb_error *err)
{
    wbr_group shown = {
        .instrument = group->instrument,
        .definition = group->document,
        .note = group->note,
        .data_name = group->data_name,
        .interval = interval_of(group->document),
        .level = level_of(options, group->document),
    };
    const cli_reference *reference =
        group->reference != NULL ? group->reference : &group->published;
    shown.figures = reference->figures;
    shown.n_figures = reference->n_figures;
    for (int i = 0; i < WBR_PARTS; i++) {
        shown.parts[i] = group->parts[i];
    }
    wb_status st = wbr_outline_new(
        group->instrument, wbr_language_code(options->language), &group->outline, err);
    shown.outline = group->outline;
    if (st == WB_OK) {
        st = wbr_outline_add(group->outline, group->parts[WBR_CELLS],
                             group->parts[WBR_LABELS], group->document, err);
    }
    return st == WB_OK ? wbr_model_new(&shown, &group->model, err) : st;
}

/* A column that somebody typed is there; one that a definition names may be missing, and
 * that is noted. */
static int columns_check(const monitor_options *options, const monitor_group *group)
{
    const wb_frame *notes = group->parts[WBR_NOTES];
    for (int64_t row = 0; options->is_own && row < wb_frame_row_count(notes); row++) {
        if (!cli_cell_is(notes, "kind", row, "variable_missing")) {
            continue;
        }
        char *variable = cli_cell_text(notes, "variable", row);
        char *source = cli_cell_text(notes, "source", row);
        fprintf(stderr, "werkbaar: %s: there is no column '%s' to break down by\n",
                source != NULL ? source : group->data_name,
                variable != NULL ? variable : "");
        free(variable);
        free(source);
        return CLI_FAILED;
    }
    return CLI_OK;
}

static const cli_reference *reference_find(const cli_reference *references, size_t n,
                                           const wb_instrument *instrument)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(cli_reference_instrument(&references[i]),
                   wb_instrument_id(instrument)) == 0) {
            return &references[i];
        }
    }
    return NULL;
}

static int results_run(const cli_args *args, const monitor_options *options,
                       wb_monitor *monitor, cli_run *run, monitor_group *group)
{
    wb_error err;
    int result = all_add(args, group, monitor, run);
    if (result == CLI_OK) {
        result = note_add(group, options->note);
    }
    if (result == CLI_OK && parts_make(options, monitor, group, run, &err) != WB_OK) {
        return cli_failed(&err, group->data_name);
    }
    if (result == CLI_OK) {
        result = columns_check(options, group);
    }
    if (result == CLI_OK) {
        monitor_missing_tell(group, run);
        result = synthetic_note(group);
    }
    if (result == CLI_OK) {
        result = cli_reference_of_part(group->parts[WBR_PUBLISHED], &group->published);
    }
    if (result == CLI_OK &&
        (notes_set(group, &err) != WB_OK || model_make(options, group, &err) != WB_OK)) {
        result = cli_failed(&err, group->data_name);
    }
    return result;
}

int monitor_group_run(const cli_args *args, const monitor_options *options,
                      const cli_reference *references, size_t n_references, cli_run *run,
                      monitor_group *group)
{
    wb_monitor *monitor = NULL;
    wb_error err;
    int result = monitor_definition_open(args, options, group);
    if (result == CLI_OK) {
        group->reference = reference_find(references, n_references, group->instrument);
        result = data_name_make(group);
    }
    if (result == CLI_OK &&
        wb_monitor_new(group->definition, group->instrument, &monitor, &err) != WB_OK) {
        result = cli_refused(args, &err, group->definition_name);
    }
    if (result == CLI_OK) {
        result = results_run(args, options, monitor, run, group);
    }
    wb_monitor_free(monitor);
    return result;
}

void monitor_group_free(monitor_group *group)
{
    wbr_model_free(group->model);
    wbr_outline_free(group->outline);
    for (int i = 0; i < WBR_PARTS; i++) {
        wb_frame_free(group->parts[i]);
    }
    wb_frame_free(group->released);
    wb_frame_free(group->audit);
    wb_ledger_free(group->ledger);
    for (size_t i = 0; i < group->n_answers; i++) {
        free(group->answers[i].wave);
    }
    free(group->answers);
    json_decref(group->document);
    cli_reference_free(&group->published);
    wb_monitor_results_free(group->results);
    wb_monitor_definition_free(group->definition);
    wb_instrument_free(group->instrument);
    free(group->id);
    free(group->note);
    free(group->data_name);
}
