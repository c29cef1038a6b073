/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Deeds again, of models, passes and weightings that have all that they can have. */
#include "faults/scene.h"

/* ---- models ---- */

static void begin_model(scene *s)
{
    wb_reader *reader = plain_reader(s->world, FILE_RICH_MODEL);

    must(wb_model_read(reader, &s->mine.model, &s->err), &s->err);
    wb_reader_free(reader);
    scene_write(s);
}

static wb_status model_write(scene *s)
{
    return wb_model_write(s->mine.model, s->mine.writer, &s->err);
}

static wb_status categories_write(scene *s)
{
    return wb_model_write(s->world->full.model, s->mine.writer, &s->err);
}

static void begin_model_file(scene *s)
{
    scene_read(s, FILE_RICH_MODEL);
}

static wb_status model_read(scene *s)
{
    return wb_model_read(s->mine.reader, &s->out.model, &s->err);
}

static wb_status fit_source(scene *s)
{
    return wb_model_fit_source(s->world->full.model, s->mine.source, NULL, NULL, &s->run,
                               &s->out.fit, &s->err);
}

/* ---- passes that are not the first ---- */

static wb_model_pass *read_pass(scene *s, file which)
{
    wb_reader *reader = plain_reader(s->world, which);
    wb_model_pass *pass = NULL;

    must(wb_model_pass_read(reader, &pass, &s->err), &s->err);
    wb_reader_free(reader);
    return pass;
}

static void begin_steps(scene *s)
{
    s->mine.pass = read_pass(s, FILE_STEPS_PASS);
}

static void begin_last(scene *s)
{
    s->mine.pass = read_pass(s, FILE_LAST_PASS);
}

static wb_status pass_new(scene *s)
{
    return wb_model_pass_new(s->mine.model, NULL, NULL, &s->out.pass, &s->err);
}

static wb_status pass_update(scene *s)
{
    return wb_model_pass_update(s->mine.pass, s->world->people, &s->run, &s->err);
}

static void begin_two_steps(scene *s)
{
    begin_steps(s);
    s->mine.other_pass = read_pass(s, FILE_STEPS_PASS);
}

static void begin_two_last(scene *s)
{
    begin_last(s);
    s->mine.other_pass = read_pass(s, FILE_LAST_PASS);
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

static void begin_steps_out(scene *s)
{
    begin_steps(s);
    scene_write(s);
}

static void begin_last_out(scene *s)
{
    begin_last(s);
    scene_write(s);
}

static wb_status pass_write(scene *s)
{
    return wb_model_pass_write(s->mine.pass, s->mine.writer, &s->err);
}

static void begin_steps_file(scene *s)
{
    scene_read(s, FILE_STEPS_PASS);
}

static void begin_last_file(scene *s)
{
    scene_read(s, FILE_LAST_PASS);
}

static wb_status pass_read(scene *s)
{
    return wb_model_pass_read(s->mine.reader, &s->out.pass, &s->err);
}

/* ---- what fits say ---- */

static wb_status fit_terms(scene *s)
{
    return wb_fit_table(s->world->full.fit, WB_FIT_TERMS, &s->out.frame, &s->err);
}

static wb_status fit_coefficients(scene *s)
{
    return wb_fit_table(s->world->full.fit, WB_FIT_COEFFICIENTS, &s->out.frame, &s->err);
}

static wb_status fit_summary(scene *s)
{
    return wb_fit_table(s->world->full.fit, WB_FIT_SUMMARY, &s->out.frame, &s->err);
}

static wb_status fit_covariance(scene *s)
{
    return wb_fit_table(s->world->full.fit, WB_FIT_COVARIANCE, &s->out.frame, &s->err);
}

static wb_status fit_predict(scene *s)
{
    return wb_fit_predict(s->world->full.fit, s->world->people, &s->out.frame, &s->err);
}

static wb_status fit_margins(scene *s)
{
    static const char *const groups[] = {"year", "sex"};

    return wb_fit_margins(s->world->full.fit, s->mine.source, NULL, 0, groups, 2, &s->run,
                          &s->out.frame, &s->err);
}

static wb_status replicate_risks(scene *s)
{
    static const char *const groups[] = {"year", "sex"};

    return wb_fit_risks(s->world->by_replicates, s->mine.source, NULL, 0, groups, 2,
                        &s->run, &s->out.frame, &s->err);
}

static wb_status replicate_margins(scene *s)
{
    return wb_fit_margins(s->world->by_replicates, s->mine.source, NULL, 0, NULL, 0,
                          &s->run, &s->out.frame, &s->err);
}

/* ---- weightings ---- */

static void begin_weighting_file(scene *s)
{
    scene_read(s, FILE_RICH_WEIGHTING);
}

static wb_status weighting_read(scene *s)
{
    return wb_weighting_read(s->mine.reader, &s->out.weighting, &s->err);
}

static wb_status weighting_write(scene *s)
{
    return wb_weighting_write(s->world->full.weighting, s->mine.writer, &s->err);
}

static wb_status weighting_columns(scene *s)
{
    return wb_weighting_columns(s->world->full.weighting, &s->out.frame, &s->err);
}

static wb_status weighting_apply(scene *s)
{
    return wb_weighting_apply(s->world->full.weighting, s->world->whole, &s->run,
                              &s->out.frame, &s->out.second, &s->err);
}

const deed deeds_rich[] = {
    {"wb_model_write", begin_model, model_write, WRITES},
    {"wb_model_write", scene_write, categories_write, WRITES},
    {"wb_model_read", begin_model_file, model_read, READS},
    {"wb_model_fit_source", scene_source, fit_source, RUNS | SPENT},
    {"wb_model_pass_new", begin_model, pass_new, 0},
    {"wb_model_pass_update", begin_steps, pass_update, RUNS | SPENT | CHANGES},
    {"wb_model_pass_update", begin_last, pass_update, RUNS | SPENT | CHANGES},
    {"wb_model_pass_merge", begin_two_steps, pass_merge, SPENT | CHANGES},
    {"wb_model_pass_merge", begin_two_last, pass_merge, SPENT | CHANGES},
    {"wb_model_pass_step", begin_steps, pass_step, SPENT | CHANGES},
    {"wb_model_pass_step", begin_last, pass_step, SPENT | CHANGES},
    {"wb_model_pass_model", begin_last, pass_model, 0},
    {"wb_model_pass_write", begin_steps_out, pass_write, WRITES},
    {"wb_model_pass_write", begin_last_out, pass_write, WRITES},
    {"wb_model_pass_read", begin_steps_file, pass_read, READS},
    {"wb_model_pass_read", begin_last_file, pass_read, READS},
    {"wb_fit_table", NULL, fit_terms, 0},
    {"wb_fit_table", NULL, fit_coefficients, 0},
    {"wb_fit_table", NULL, fit_summary, 0},
    {"wb_fit_table", NULL, fit_covariance, 0},
    {"wb_fit_predict", NULL, fit_predict, 0},
    {"wb_fit_margins", scene_source, fit_margins, RUNS | SPENT},
    {"wb_fit_risks", scene_source, replicate_risks, RUNS | SPENT},
    {"wb_fit_margins", scene_source, replicate_margins, RUNS | SPENT},
    {"wb_weighting_read", begin_weighting_file, weighting_read, READS},
    {"wb_weighting_write", scene_write, weighting_write, WRITES},
    {"wb_weighting_columns", NULL, weighting_columns, 0},
    {"wb_weighting_apply", NULL, weighting_apply, RUNS},
    {NULL, NULL, NULL, 0},
};
