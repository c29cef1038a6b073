/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "quality/moves.h"

/* ---- what is asked ---- */

static wb_status read_options(const wb_cutoff_options *theirs, wb_cutoff_options *ours,
                              wb_error *err)
{
    wb_status st = WB_OK;

    *ours = (wb_cutoff_options)WB_CUTOFF_OPTIONS_INIT;
    WB_TRY(wb_options_read_whole(ours, sizeof *ours,
                                 offsetof(wb_cutoff_options, reserved1), theirs, err));
    if (ours->steps == 0)
        ours->steps = 1;
    if (ours->steps < 1 || ours->steps > WB_MOST_STEPS)
        return wb_fail(err, WB_E_ARG, "steps is %d, not 1 to %d", (int)ours->steps,
                       (int)WB_MOST_STEPS);
    if (ours->select == NULL && ours->n_select > 0)
        return wb_fail(err, WB_E_ARG, "select is NULL, n_select is %zu", ours->n_select);
done:
    return st;
}

/* ---- variables ---- */

static wb_status mention(wb_names *names, const char *name, wb_error *err)
{
    if (name[0] == '\0' || wb_names_find(names, name) < names->count)
        return WB_OK;
    return wb_names_add(names, name, err);
}

/* Columns that scoring makes, and those that means are taken of. */
static wb_status list_variables(const wb_moves *moves, wb_names *scores,
                                wb_names *variables, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < moves->n_measures; i++) {
        const wb_moved_measure *measure = &moves->measures[i];
        WB_TRY(mention(scores, measure->base, err));
        WB_TRY(mention(scores, measure->moved, err));
        WB_TRY(mention(variables, measure->moved, err));
        if (measure->moved[0] != '\0')
            WB_TRY(mention(variables, measure->change, err));
    }
done:
    return st;
}

/* Design, breakdowns and categories of the caller's specification, and our means. `made`:
 * replicates will be, of units that stay open. */
static wb_status make_spec(const wb_spec *from, const wb_names *variables, bool made,
                           wb_spec **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_spec *spec = NULL;

    if (from == NULL)
        WB_TRY(wb_spec_new(&spec, err));
    else
        WB_TRY(wb_spec_copy_design(from, &spec, err));
    if (made)
        spec->units = WB_UNITS_OPEN;
    for (size_t i = 0; from != NULL && i < from->n_breakdowns; i++)
        WB_TRY(wb_spec_add_breakdown(spec, (const char *const *)from->breakdowns[i].items,
                                     from->breakdowns[i].count, err));
    for (size_t i = 0; from != NULL && i < from->n_categories; i++) {
        const wb_categories *declared = &from->categories[i];
        for (size_t j = 0; j < declared->names.count; j++)
            WB_TRY(wb_spec_add_category(spec, declared->column, declared->names.items[j],
                                        err));
    }
    for (size_t i = 0; i < variables->count; i++)
        WB_TRY(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, variables->items[i], err));
    *out = spec;
    spec = NULL;
done:
    wb_spec_free(spec);
    return st;
}

/* ---- the pass ---- */

typedef struct pass {
    wb_moves moves;
    wb_instrument *instrument; /* with the moved cut-offs */
    wb_names scores;
    wb_names variables;
    wb_tally *tally;
    int64_t n_rows;
} pass;

static void end_pass(pass *at)
{
    wb_moves_free(&at->moves);
    wb_instrument_free(at->instrument);
    wb_names_free(&at->scores);
    wb_names_free(&at->variables);
    wb_tally_free(at->tally);
}

static wb_status begin_pass(const wb_instrument *instrument, const wb_spec *from,
                            const wb_cutoff_options *options, bool made, pass *at,
                            wb_error *err)
{
    wb_status st = WB_OK;
    wb_spec *spec = NULL;

    WB_TRY(wb_moves_list(instrument, options->select, options->n_select, options->steps,
                         &at->moves, err));
    WB_TRY(wb_moves_instrument(&at->moves, &at->instrument, err));
    WB_TRY(list_variables(&at->moves, &at->scores, &at->variables, err));
    WB_TRY(make_spec(from, &at->variables, made, &spec, err));
    WB_TRY(wb_tally_new(spec, &at->tally, err));
done:
    wb_spec_free(spec);
    return st;
}

/* A fault in the answers counts rows from the start of the source. */
static wb_status score_rows(const pass *at, const wb_frame *rows, const wb_run *run,
                            wb_frame **out, wb_error *err)
{
    wb_score_options options = WB_SCORE_OPTIONS_INIT;
    wb_status st;

    options.keep = WB_KEEP_ALL;
    options.select = (const char *const *)at->scores.items;
    options.n_select = at->scores.count;
    st = wb_score(at->instrument, rows, &options, run, out, err);
    if (st == WB_E_DATA && err != NULL && err->row >= 0)
        err->row += at->n_rows;
    return st;
}

static wb_status take_rows(pass *at, const wb_frame *rows, const wb_run *run,
                           wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *scored = NULL;

    WB_TRY(score_rows(at, rows, run, &scored, err));
    WB_TRY(wb_moves_add_changes(&at->moves, scored, err));
    WB_TRY(wb_frame_set_metadata(scored, wb_frame_metadata(rows), err));
    WB_TRY(wb_tally_update(at->tally, scored, run, err));
    at->n_rows += wb_frame_row_count(rows);
done:
    wb_frame_free(scored);
    return st;
}

static wb_status take_source(pass *at, wb_source *source, const wb_run *run,
                             wb_error *err)
{
    wb_status st = WB_OK;

    for (;;) {
        wb_frame *rows = NULL;
        WB_TRY(wb_source_next(source, &rows, err));
        if (rows == NULL)
            return WB_OK;
        st = take_rows(at, rows, run, err);
        wb_frame_free(rows);
        WB_TRY(st);
    }
done:
    return st;
}

wb_status wb_cutoff_moves(const wb_instrument *instrument, wb_source *source,
                          const wb_spec *spec, const wb_cutoff_options *options,
                          const wb_estimate_options *estimating, const wb_run *run,
                          wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_cutoff_options ours;
    wb_estimate_options how = WB_ESTIMATE_OPTIONS_INIT;
    wb_frame *estimates = NULL;
    pass at = {0};

    if (out != NULL)
        *out = NULL;
    if (instrument == NULL || source == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "instrument, source and out are required");
    WB_TRY(read_options(options, &ours, err));
    WB_TRY(wb_options_read(&how, sizeof how, estimating, err));
    WB_TRY(begin_pass(instrument, spec, &ours, how.replicates != 0, &at, err));
    WB_TRY(take_source(&at, source, run, err));
    WB_TRY(wb_tally_estimate(at.tally, &how, run, &estimates, err));
    WB_TRY(wb_moves_frame(&at.moves, &at.variables, estimates, out, err));
done:
    wb_frame_free(estimates);
    end_pass(&at);
    return st;
}
