/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "faults/scene.h"

/* ---- the model ---- */

static wb_status model_new(scene *s)
{
    return wb_model_new(WB_FAMILY_LINEAR, "age", &s->out.model, &s->err);
}

static void begin_model(scene *s)
{
    wb_reader *reader = plain_reader(s->world, FILE_MODEL);

    must(wb_model_read(reader, &s->mine.model, &s->err), &s->err);
    wb_reader_free(reader);
}

static wb_status set_event(scene *s)
{
    return wb_model_set_event(s->mine.model, "1", &s->err);
}

static void begin_ordered(scene *s)
{
    must(wb_model_new(WB_FAMILY_ORDERED, "stratum", &s->mine.model, &s->err), &s->err);
}

static wb_status set_categories(scene *s)
{
    static const char *const order[] = {"2", "1", "0"};

    return wb_model_set_categories(s->mine.model, order, 3, &s->err);
}

static wb_status set_design(scene *s)
{
    return wb_model_set_design(s->mine.model, s->world->has.spec, &s->err);
}

static wb_status set_domain(scene *s)
{
    return wb_model_set_domain(s->mine.model, "bully", &s->err);
}

static wb_status set_intercept(scene *s)
{
    return wb_model_set_intercept(s->mine.model, 0, &s->err);
}

static wb_status add_term(scene *s)
{
    return wb_model_add_term(s->mine.model, "sex", WB_TERM_CATEGORICAL, "1", &s->err);
}

static wb_status add_interaction(scene *s)
{
    static const char *const columns[] = {"age", "stratum"};

    return wb_model_add_interaction(s->mine.model, columns, 2, &s->err);
}

static wb_status model_write(scene *s)
{
    return wb_model_write(s->world->has.model, s->mine.writer, &s->err);
}

static void begin_model_file(scene *s)
{
    scene_read(s, FILE_MODEL);
}

static wb_status model_read(scene *s)
{
    return wb_model_read(s->mine.reader, &s->out.model, &s->err);
}

static wb_status fit_source(scene *s)
{
    return wb_model_fit_source(s->world->has.model, s->mine.source, NULL, NULL, &s->run,
                               &s->out.fit, &s->err);
}

/* ---- passes ---- */

static wb_status pass_new(scene *s)
{
    return wb_model_pass_new(s->world->has.model, NULL, NULL, &s->out.pass, &s->err);
}

static wb_model_pass *read_pass(scene *s)
{
    wb_reader *reader = plain_reader(s->world, FILE_PASS);
    wb_model_pass *pass = NULL;

    must(wb_model_pass_read(reader, &pass, &s->err), &s->err);
    wb_reader_free(reader);
    return pass;
}

static void begin_pass(scene *s)
{
    s->mine.pass = read_pass(s);
}

static wb_status pass_update(scene *s)
{
    return wb_model_pass_update(s->mine.pass, s->world->people, &s->run, &s->err);
}

static void begin_pass_and_source(scene *s)
{
    begin_pass(s);
    scene_source(s);
}

static wb_status pass_update_source(scene *s)
{
    return wb_model_pass_update_source(s->mine.pass, s->mine.source, &s->run, &s->err);
}

static void begin_two_passes(scene *s)
{
    begin_pass(s);
    s->mine.other_pass = read_pass(s);
}

static wb_status pass_merge(scene *s)
{
    return wb_model_pass_merge(s->mine.pass, s->mine.other_pass, &s->err);
}

static wb_status pass_step(scene *s)
{
    return wb_model_pass_step(s->mine.pass, &s->out.fit, &s->err);
}

static wb_status pass_model(scene *s)
{
    return wb_model_pass_model(s->mine.pass, &s->out.model, &s->err);
}

static void begin_pass_out(scene *s)
{
    begin_pass(s);
    scene_write(s);
}

static wb_status pass_write(scene *s)
{
    return wb_model_pass_write(s->mine.pass, s->mine.writer, &s->err);
}

static void begin_pass_file(scene *s)
{
    scene_read(s, FILE_PASS);
}

static wb_status pass_read(scene *s)
{
    return wb_model_pass_read(s->mine.reader, &s->out.pass, &s->err);
}

/* ---- what a fit says ---- */

static wb_status fit_table(scene *s)
{
    return wb_fit_table(s->world->has.fit, WB_FIT_COEFFICIENTS, &s->out.frame, &s->err);
}

static wb_status fit_risks(scene *s)
{
    static const char *const groups[] = {"year"};

    return wb_fit_risks(s->world->has.fit, s->mine.source, NULL, 0, groups, 1, &s->run,
                        &s->out.frame, &s->err);
}

static wb_status fit_margins(scene *s)
{
    return wb_fit_margins(s->world->has.fit, s->mine.source, NULL, 0, NULL, 0, &s->run,
                          &s->out.frame, &s->err);
}

static wb_status fit_predict(scene *s)
{
    return wb_fit_predict(s->world->has.fit, s->world->whole, &s->out.frame, &s->err);
}

static void begin_risks(scene *s)
{
    scene_source(s);
    must(fit_risks(s), &s->err);
    s->mine.frame = s->out.frame;
    s->out.frame = NULL;
}

static wb_status risk_weights(scene *s)
{
    const wb_frame *frames[] = {s->mine.frame};

    return wb_risk_weights(frames, 1, NULL, &s->out.frame, &s->err);
}

static wb_status job_types(scene *s)
{
    return wb_job_types(s->world->people, "age", "weight", NULL, WB_JOB_CUT_MEDIAN, 0, 0,
                        0, &s->out.frame, &s->err);
}

const deed deeds_model[] = {
    {"wb_model_new", NULL, model_new, 0},
    {"wb_model_set_event", begin_model, set_event, 0},
    {"wb_model_set_categories", begin_ordered, set_categories, 0},
    {"wb_model_set_design", begin_model, set_design, 0},
    {"wb_model_set_domain", begin_model, set_domain, 0},
    {"wb_model_set_intercept", begin_model, set_intercept, NO_MEMORY},
    {"wb_model_add_term", begin_model, add_term, 0},
    {"wb_model_add_interaction", begin_model, add_interaction, 0},
    {"wb_model_write", scene_write, model_write, WRITES},
    {"wb_model_read", begin_model_file, model_read, READS},
    {"wb_model_fit_source", scene_source, fit_source, RUNS | SPENT},
    {"wb_model_pass_new", NULL, pass_new, 0},
    {"wb_model_pass_update", begin_pass, pass_update, RUNS | SPENT | CHANGES},
    {"wb_model_pass_update_source", begin_pass_and_source, pass_update_source,
     RUNS | SPENT | CHANGES},
    {"wb_model_pass_merge", begin_two_passes, pass_merge, SPENT | CHANGES},
    {"wb_model_pass_step", begin_pass, pass_step, SPENT | CHANGES},
    {"wb_model_pass_model", begin_pass, pass_model, 0},
    {"wb_model_pass_write", begin_pass_out, pass_write, WRITES},
    {"wb_model_pass_read", begin_pass_file, pass_read, READS},
    {"wb_fit_table", NULL, fit_table, 0},
    {"wb_fit_risks", scene_source, fit_risks, RUNS | SPENT},
    {"wb_fit_margins", scene_source, fit_margins, RUNS | SPENT},
    {"wb_fit_predict", NULL, fit_predict, 0},
    {"wb_risk_weights", begin_risks, risk_weights, 0},
    {"wb_job_types", NULL, job_types, 0},
    {NULL, NULL, NULL, 0},
};

/* ---- quality ---- */

static wb_status scales_new(scene *s)
{
    return wb_scales_new(&s->out.scales, &s->err);
}

static void begin_scales(scene *s)
{
    must(wb_scales_new(&s->mine.scales, &s->err), &s->err);
    must(wb_scales_add(s->mine.scales, "first", 0, 1, &s->err), &s->err);
}

static wb_status scales_add_instrument(scene *s)
{
    return wb_scales_add_instrument(s->mine.scales, s->world->has.instrument, NULL, 0,
                                    &s->err);
}

static wb_status scales_add(scene *s)
{
    return wb_scales_add(s->mine.scales, "second", 0, 1, &s->err);
}

static wb_status scales_add_item(scene *s)
{
    return wb_scales_add_item(s->mine.scales, "a1", 0, &s->err);
}

static wb_status reliability(scene *s)
{
    return wb_reliability_source(s->world->has.scales, s->world->has.spec, s->mine.source,
                                 NULL, NULL, &s->run, &s->out.frame, &s->err);
}

static wb_status roc(scene *s)
{
    return wb_roc(s->mine.source, "age", "a1", s->world->has.spec, NULL, NULL, &s->run,
                  &s->out.frame, &s->out.second, &s->err);
}

static wb_status cutoff_moves(scene *s)
{
    return wb_cutoff_moves(s->world->has.instrument, s->mine.source, s->world->has.spec,
                           NULL, NULL, &s->run, &s->out.frame, &s->err);
}

const deed deeds_quality[] = {
    {"wb_scales_new", NULL, scales_new, 0},
    {"wb_scales_add_instrument", begin_scales, scales_add_instrument, 0},
    {"wb_scales_add", begin_scales, scales_add, 0},
    {"wb_scales_add_item", begin_scales, scales_add_item, 0},
    {"wb_reliability_source", scene_source, reliability, RUNS | SPENT},
    {"wb_roc", scene_source, roc, RUNS | SPENT},
    {"wb_cutoff_moves", scene_source, cutoff_moves, RUNS | SPENT},
    {NULL, NULL, NULL, 0},
};
