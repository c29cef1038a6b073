/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A group in one pass over its file: answers are scored as they are read and go into the
 * tally at once. Waves are samples of their own, so the wave is a stratum and changes are
 * differences of independent estimates. */
#include "columns.h"
#include "message.h"
#include "monitor.h"
#include "note.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the specification ---- */

static wb_status breakdown_add(wb_spec *spec, const char *wave, const char *text,
                               wb_error *err)
{
    char *copy = malloc(strlen(text) + 1);
    const char **columns = calloc(strlen(text) + 2, sizeof *columns);
    size_t n = 0;
    wb_status st;
    if (copy != NULL && columns != NULL) {
        strcpy(copy, text);
        columns[n++] = wave;
        for (char *part = copy; part != NULL; n++) {
            char *star = strchr(part, '*');
            columns[n] = part;
            part = star != NULL ? star + 1 : NULL;
            if (star != NULL) {
                *star = '\0';
            }
        }
        st = wb_spec_add_breakdown(spec, columns, n, err);
    } else {
        st = cli_no_memory(err);
    }
    free(copy);
    free(columns);
    return st;
}

static wb_status design_set(wb_spec *spec, const monitor_options *options, wb_error *err)
{
    wb_status st = wb_spec_set_weights(spec, options->weights, err);
    if (st == WB_OK) {
        st = wb_spec_add_stratum(spec, options->wave, err);
    }
    for (size_t i = 0; i < options->strata.n && st == WB_OK; i++) {
        st = wb_spec_add_stratum(spec, options->strata.items[i], err);
    }
    if (st == WB_OK) {
        st = wb_spec_add_breakdown(spec, &options->wave, 1, err);
    }
    for (size_t i = 0; i < options->by.n && st == WB_OK; i++) {
        st = breakdown_add(spec, options->wave, options->by.items[i], err);
    }
    return st;
}

/* Is this measure another category of the estimand before it? */
static int is_same_estimand(const wbr_outline *outline, size_t index)
{
    return index > 0 && wbr_measure_at(outline, index)->category != NULL &&
           strcmp(wbr_measure_at(outline, index)->variable,
                  wbr_measure_at(outline, index - 1)->variable) == 0;
}

/* The score columns a monitor needs, and an estimand for each. */
static wb_status estimands_add(wb_spec *spec, const wbr_outline *outline,
                               const char **select, size_t *n_select, wb_error *err)
{
    wb_status st = WB_OK;
    for (size_t i = 0; i < wbr_measure_count(outline) && st == WB_OK; i++) {
        const wbr_measure *measure = wbr_measure_at(outline, i);
        if (!is_same_estimand(outline, i)) {
            select[(*n_select)++] = measure->variable;
            st = wb_spec_add_estimand(spec, measure->statistic, measure->variable, err);
        }
    }
    return st;
}

/* ---- the pass ---- */

typedef struct pass {
    wb_spec *spec;
    wb_tally *tally;
    const char **select;
    size_t n_select;
    cli_input input;
    wb_source *scores;
} pass;

static wb_status pass_prepare(const monitor_options *options, monitor_group *group,
                              pass *p, wb_error *err)
{
    p->select = calloc(wbr_measure_count(group->outline) + 1, sizeof *p->select);
    if (p->select == NULL) {
        return cli_no_memory(err);
    }
    wb_status st = wb_spec_new(&p->spec, err);
    if (st == WB_OK) {
        st = design_set(p->spec, options, err);
    }
    if (st == WB_OK) {
        st = estimands_add(p->spec, group->outline, p->select, &p->n_select, err);
    }
    return st == WB_OK ? wb_tally_new(p->spec, &p->tally, err) : st;
}

static wb_status pass_run(monitor_group *group, pass *p, const wb_run *run, wb_error *err)
{
    wb_score_options score = WB_SCORE_OPTIONS_INIT;
    score.keep = WB_KEEP_ALL; /* an item may be a breakdown too */
    score.select = p->select;
    score.n_select = p->n_select;
    wb_status st =
        wb_score_source(group->instrument, p->input.source, &score, &p->scores, err);
    if (st != WB_OK) {
        return st;
    }
    p->input.source = NULL; /* now of the scores */
    st = wb_tally_update_source(p->tally, p->scores, run, err);
    group->n_rows = wb_tally_row_count(p->tally);
    return st;
}

static wb_status changes_make(const monitor_options *options, monitor_group *group,
                              wb_error *err)
{
    wb_change_options change = WB_CHANGE_OPTIONS_INIT;
    wb_status st = WB_OK;
    change.level = options->report.level;
    for (int32_t i = WB_REFERENCE_PREVIOUS; i <= WB_REFERENCE_FIRST && st == WB_OK; i++) {
        change.reference = i;
        st = wb_estimates_change(group->estimates, options->wave, &change,
                                 &group->changes[i], err);
    }
    for (int i = 0; i < 2 && st == WB_OK; i++) {
        st = cli_note_set(group->changes[i], group->note, err);
    }
    return st == WB_OK ? cli_note_set(group->estimates, group->note, err) : st;
}

static wb_status model_make(const monitor_options *options, monitor_group *group,
                            wb_error *err)
{
    const char *name = strrchr(group->file, '/');
    wbr_group shown = {
        .instrument = group->instrument,
        .outline = group->outline,
        .estimates = group->estimates,
        .changes = {group->changes[0], group->changes[1]},
        .wave = options->wave,
        .breakdowns = (const char *const *)options->by.items,
        .n_breakdowns = options->by.n,
        .note = group->note,
        .data_name = name != NULL ? name + 1 : group->file,
        .weights = options->weights,
        .strata = options->strata.n > 0 ? options->strata_text : NULL,
        .figures = group->reference != NULL ? group->reference->figures : NULL,
        .n_figures = group->reference != NULL ? group->reference->n_figures : 0,
    };
    return wbr_model_new(&shown, &group->model, err);
}

/* The data's own note, then that of --note. */
static int note_make(const monitor_options *options, const cli_preamble *preamble,
                     monitor_group *group)
{
    const char *own = preamble->note != NULL ? preamble->note : "";
    const char *given = options->note != NULL ? options->note : "";
    if (own[0] == '\0' && given[0] == '\0') {
        return CLI_OK;
    }
    size_t room = strlen(own) + strlen(given) + 3;
    group->note = malloc(room);
    if (group->note == NULL) {
        return cli_out_of_memory();
    }
    snprintf(group->note, room, "%s%s%s", own,
             own[0] != '\0' && given[0] != '\0' ? ". " : "", given);
    return CLI_OK;
}

static int input_open(const cli_args *args, const monitor_options *options,
                      const monitor_group *group, pass *p)
{
    cli_roles roles = {.numbers = &options->weights,
                       .n_numbers = options->weights != NULL ? 1 : 0,
                       .items = (const char *const *)group->items.ids.items,
                       .n_items = group->items.ids.n};
    return cli_input_open(args, group->file, &roles, &p->input);
}

static void pass_free(pass *p)
{
    wb_source_free(p->scores);
    cli_input_close(&p->input);
    wb_tally_free(p->tally);
    wb_spec_free(p->spec);
    free(p->select);
}

/* Everything behind the opened file. */
static wb_status group_estimate(const monitor_options *options, pass *p, cli_run *run,
                                monitor_group *group, wb_error *err)
{
    wb_status st = pass_prepare(options, group, p, err);
    if (st == WB_OK) {
        st = pass_run(group, p, &run->run, err);
    }
    cli_run_end(run);
    if (st == WB_OK) {
        st = wb_tally_estimate(p->tally, &options->estimate, &run->run, &group->estimates,
                               err);
    }
    if (st == WB_OK) {
        st = changes_make(options, group, err);
    }
    return st == WB_OK ? model_make(options, group, err) : st;
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

int monitor_group_run(const cli_args *args, const monitor_options *options,
                      const char *instrument, const char *file,
                      const cli_reference *references, size_t n_references, cli_run *run,
                      monitor_group *group)
{
    const char *language = wbr_language_code(options->report.language);
    pass p = {0};
    wb_error err;
    group->file = file;
    int result = cli_instrument_open(instrument, &group->instrument);
    if (result == CLI_OK) {
        result = cli_items_read(group->instrument, &group->items);
    }
    if (result == CLI_OK) {
        result = input_open(args, options, group, &p);
    }
    if (result == CLI_OK) {
        group->reference = reference_find(references, n_references, group->instrument);
        result = note_make(options, &p.input.preamble, group);
    }
    if (result == CLI_OK) {
        wb_status st =
            wbr_outline_new(group->instrument, language, &group->outline, &err);
        if (st == WB_OK) {
            st = group_estimate(options, &p, run, group, &err);
        }
        result = st == WB_OK ? CLI_OK : cli_failed(&err, p.input.name);
    }
    pass_free(&p);
    return result;
}

void monitor_group_free(monitor_group *group)
{
    wbr_model_free(group->model);
    wb_frame_free(group->estimates);
    wb_frame_free(group->changes[0]);
    wb_frame_free(group->changes[1]);
    wbr_outline_free(group->outline);
    cli_items_free(&group->items);
    wb_instrument_free(group->instrument);
    free(group->id);
    free(group->note);
}

wb_status monitor_changes_join(const monitor_group *group, wb_frame **out, wb_error *err)
{
    const wb_frame *const frames[] = {group->changes[0], group->changes[1]};
    wb_frame *joined = NULL;
    wb_status st = wb_frame_append(frames, 2, &joined, err);
    if (st != WB_OK) {
        return st;
    }
    int64_t n = wb_frame_row_count(joined), n_previous = wb_frame_row_count(frames[0]);
    const char **texts = calloc((size_t)n + 1, sizeof *texts);
    if (texts != NULL) {
        for (int64_t row = 0; row < n; row++) {
            texts[row] = row < n_previous ? "previous" : "first";
        }
        st = cli_columns_add(joined, "compared_with", texts, err);
    } else {
        st = cli_no_memory(err);
    }
    free(texts);
    if (st == WB_OK) {
        *out = joined;
    } else {
        wb_frame_free(joined);
    }
    return st;
}
