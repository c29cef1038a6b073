/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "misuse/misuse.h"

static void model_new(scene *s)
{
    refused(s, wb_model_new(WB_FAMILY_LINEAR, NULL, &s->out.model, &s->err), WB_E_ARG,
            "outcome");
    refused(s, wb_model_new(WB_FAMILY_LINEAR, "age", NULL, &s->err), WB_E_ARG, "out");
    refused(s, wb_model_new(9, "age", &s->out.model, &s->err), WB_E_ARG, "9");
    refused(s, wb_model_new(WB_FAMILY_LINEAR, "", &s->out.model, &s->err), WB_E_ARG,
            "name");
}

static void model_set_event(scene *s)
{
    refused(s, wb_model_set_event(NULL, "1", &s->err), WB_E_ARG, "model");
}

static void model_set_categories(scene *s)
{
    static const char *const order[] = {"2", "1", "0"};
    static const char *const twice[] = {"1", "1"};

    refused(s, wb_model_set_categories(NULL, order, 3, &s->err), WB_E_ARG, "model");
    refused(s, wb_model_set_categories(s->mine.model, NULL, 3, &s->err), WB_E_ARG,
            "categories");
    refused(s, wb_model_set_categories(s->mine.model, twice, 2, &s->err), WB_E_ARG,
            "each of them once");
}

static void model_set_design(scene *s)
{
    refused(s, wb_model_set_design(NULL, s->world->has.spec, &s->err), WB_E_ARG, "model");
}

static void model_set_domain(scene *s)
{
    refused(s, wb_model_set_domain(NULL, "bully", &s->err), WB_E_ARG, "model");
}

static void model_set_intercept(scene *s)
{
    refused(s, wb_model_set_intercept(NULL, 0, &s->err), WB_E_ARG, "model");
    refused(s, wb_model_set_intercept(s->mine.model, 2, &s->err), WB_E_ARG, "0 or 1");
}

static void model_add_term(scene *s)
{
    refused(s, wb_model_add_term(NULL, "sex", WB_TERM_CATEGORICAL, "1", &s->err),
            WB_E_ARG, "model");
    refused(s, wb_model_add_term(s->mine.model, NULL, WB_TERM_CATEGORICAL, "1", &s->err),
            WB_E_ARG, "column");
    refused(s, wb_model_add_term(s->mine.model, "sex", 9, NULL, &s->err), WB_E_ARG, "9");
    refused(s, wb_model_add_term(s->mine.model, "a1", WB_TERM_NUMERIC, NULL, &s->err),
            WB_E_ARG, "a1");
    refused(s, wb_model_add_term(s->mine.model, "age", WB_TERM_NUMERIC, NULL, &s->err),
            WB_E_ARG, "age");
    refused(s, wb_model_add_term(s->mine.model, "sex", WB_TERM_NUMERIC, "1", &s->err),
            WB_E_ARG, "reference");
}

static void model_add_interaction(scene *s)
{
    static const char *const columns[] = {"age", "stratum"};
    static const char *const unknown[] = {"age", "sex"};

    refused(s, wb_model_add_interaction(NULL, columns, 2, &s->err), WB_E_ARG, "model");
    refused(s, wb_model_add_interaction(s->mine.model, NULL, 2, &s->err), WB_E_ARG,
            "columns");
    refused(s, wb_model_add_interaction(s->mine.model, columns, 1, &s->err), WB_E_ARG,
            "two");
    refused(s, wb_model_add_interaction(s->mine.model, unknown, 2, &s->err), WB_E_ARG,
            "sex");
}

static void model_write(scene *s)
{
    refused(s, wb_model_write(NULL, s->mine.writer, &s->err), WB_E_ARG, "model");
    refused(s, wb_model_write(s->world->has.model, NULL, &s->err), WB_E_ARG, "writer");
}

static void model_read(scene *s)
{
    refused(s, wb_model_read(NULL, &s->out.model, &s->err), WB_E_ARG, "reader");
    refused(s, wb_model_read(s->mine.reader, NULL, &s->err), WB_E_ARG, "out");
}

static void model_fit_source(scene *s)
{
    refused(s,
            wb_model_fit_source(NULL, s->mine.source, NULL, NULL, &s->run, &s->out.fit,
                                &s->err),
            WB_E_ARG, "model");
    refused(s,
            wb_model_fit_source(s->world->has.model, NULL, NULL, NULL, &s->run,
                                &s->out.fit, &s->err),
            WB_E_ARG, "source");
    refused(s,
            wb_model_fit_source(s->world->has.model, s->mine.source, NULL, NULL, &s->run,
                                NULL, &s->err),
            WB_E_ARG, "out");
}

static void model_pass_new(scene *s)
{
    refused(s, wb_model_pass_new(NULL, NULL, NULL, &s->out.pass, &s->err), WB_E_ARG,
            "model");
    refused(s, wb_model_pass_new(s->world->has.model, NULL, NULL, NULL, &s->err),
            WB_E_ARG, "out");
}

static void model_pass_update(scene *s)
{
    refused(s, wb_model_pass_update(NULL, s->world->people, &s->run, &s->err), WB_E_ARG,
            "pass");
    refused(s, wb_model_pass_update(s->mine.pass, NULL, &s->run, &s->err), WB_E_ARG,
            "frame");
}

static void model_pass_update_source(scene *s)
{
    refused(s, wb_model_pass_update_source(NULL, s->mine.source, &s->run, &s->err),
            WB_E_ARG, "pass");
    refused(s, wb_model_pass_update_source(s->mine.pass, NULL, &s->run, &s->err),
            WB_E_ARG, "source");
}

static void model_pass_merge(scene *s)
{
    refused(s, wb_model_pass_merge(NULL, s->mine.other_pass, &s->err), WB_E_ARG, "pass");
    refused(s, wb_model_pass_merge(s->mine.pass, NULL, &s->err), WB_E_ARG, "passes");
    refused(s, wb_model_pass_merge(s->mine.pass, s->mine.pass, &s->err), WB_E_ARG,
            "itself");
}

static void model_pass_step(scene *s)
{
    refused(s, wb_model_pass_step(NULL, &s->out.fit, &s->err), WB_E_ARG, "pass");
    refused(s, wb_model_pass_step(s->mine.pass, NULL, &s->err), WB_E_ARG, "out");
}

static void model_pass_model(scene *s)
{
    refused(s, wb_model_pass_model(NULL, &s->out.model, &s->err), WB_E_ARG, "pass");
    refused(s, wb_model_pass_model(s->mine.pass, NULL, &s->err), WB_E_ARG, "out");
}

static void model_pass_write(scene *s)
{
    refused(s, wb_model_pass_write(NULL, s->mine.writer, &s->err), WB_E_ARG, "pass");
    refused(s, wb_model_pass_write(s->mine.pass, NULL, &s->err), WB_E_ARG, "writer");
}

static void model_pass_read(scene *s)
{
    refused(s, wb_model_pass_read(NULL, &s->out.pass, &s->err), WB_E_ARG, "reader");
    refused(s, wb_model_pass_read(s->mine.reader, NULL, &s->err), WB_E_ARG, "out");
}

static void fit_table(scene *s)
{
    refused(s, wb_fit_table(NULL, WB_FIT_COEFFICIENTS, &s->out.frame, &s->err), WB_E_ARG,
            "fit");
    refused(s, wb_fit_table(s->world->has.fit, WB_FIT_COEFFICIENTS, NULL, &s->err),
            WB_E_ARG, "out");
    refused(s, wb_fit_table(s->world->has.fit, 9, &s->out.frame, &s->err), WB_E_ARG, "9");
}

static void fit_risks(scene *s)
{
    static const char *const groups[] = {"year"};
    static const char *const age[] = {"age"};

    refused(s,
            wb_fit_risks(NULL, s->mine.source, NULL, 0, groups, 1, &s->run, &s->out.frame,
                         &s->err),
            WB_E_ARG, "fit");
    refused(s,
            wb_fit_risks(s->world->has.fit, NULL, NULL, 0, groups, 1, &s->run,
                         &s->out.frame, &s->err),
            WB_E_ARG, "source");
    refused(s,
            wb_fit_risks(s->world->has.fit, s->mine.source, NULL, 0, NULL, 1, &s->run,
                         &s->out.frame, &s->err),
            WB_E_ARG, "list of names");
    refused(s,
            wb_fit_risks(s->world->has.fit, s->mine.source, NULL, 0, groups, 1, &s->run,
                         NULL, &s->err),
            WB_E_ARG, "out");
    refused(s,
            wb_fit_risks(s->world->has.fit, s->mine.source, age, 1, NULL, 0, NULL,
                         &s->out.frame, &s->err),
            WB_E_ARG, "age");
}

static void fit_margins(scene *s)
{
    static const char *const other[] = {"bully"};

    refused(s,
            wb_fit_margins(NULL, s->mine.source, NULL, 0, NULL, 0, &s->run, &s->out.frame,
                           &s->err),
            WB_E_ARG, "fit");
    refused(s,
            wb_fit_margins(s->world->has.fit, NULL, NULL, 0, NULL, 0, &s->run,
                           &s->out.frame, &s->err),
            WB_E_ARG, "source");
    refused(s,
            wb_fit_margins(s->world->has.fit, s->mine.source, NULL, 0, NULL, 0, &s->run,
                           NULL, &s->err),
            WB_E_ARG, "out");
    refused(s,
            wb_fit_margins(s->world->has.fit, s->mine.source, other, 1, NULL, 0, NULL,
                           &s->out.frame, &s->err),
            WB_E_ARG, "bully");
}

static void fit_predict(scene *s)
{
    refused(s, wb_fit_predict(NULL, s->world->whole, &s->out.frame, &s->err), WB_E_ARG,
            "fit");
    refused(s, wb_fit_predict(s->world->has.fit, NULL, &s->out.frame, &s->err), WB_E_ARG,
            "profiles");
    refused(s, wb_fit_predict(s->world->has.fit, s->world->whole, NULL, &s->err),
            WB_E_ARG, "out");
    refused(s, wb_fit_predict(s->world->has.fit, s->world->costs, &s->out.frame, &s->err),
            WB_E_DATA, "stratum");
}

static void risk_weights(scene *s)
{
    const wb_frame *frames[] = {s->mine.frame};

    refused(s, wb_risk_weights(NULL, 1, NULL, &s->out.frame, &s->err), WB_E_ARG,
            "frames");
    refused(s, wb_risk_weights(frames, 1, NULL, NULL, &s->err), WB_E_ARG, "out");
    refused(s, wb_risk_weights(frames, 0, NULL, &s->out.frame, &s->err), WB_E_ARG,
            "frame");
    frames[0] = s->world->people;
    refused(s, wb_risk_weights(frames, 1, NULL, &s->out.frame, &s->err), WB_E_DATA,
            "risk");
}

static void job_types(scene *s)
{
    refused(s,
            wb_job_types(NULL, "age", "weight", NULL, WB_JOB_CUT_MEDIAN, 0, 0, 0,
                         &s->out.frame, &s->err),
            WB_E_ARG, "rows");
    refused(s,
            wb_job_types(s->world->people, NULL, "weight", NULL, WB_JOB_CUT_MEDIAN, 0, 0,
                         0, &s->out.frame, &s->err),
            WB_E_ARG, "demands");
    refused(s,
            wb_job_types(s->world->people, "age", NULL, NULL, WB_JOB_CUT_MEDIAN, 0, 0, 0,
                         &s->out.frame, &s->err),
            WB_E_ARG, "control");
    refused(s,
            wb_job_types(s->world->people, "age", "weight", NULL, WB_JOB_CUT_MEDIAN, 0, 0,
                         0, NULL, &s->err),
            WB_E_ARG, "out");
    refused(s,
            wb_job_types(s->world->people, "nowhere", "weight", NULL, WB_JOB_CUT_MEDIAN,
                         0, 0, 0, &s->out.frame, &s->err),
            WB_E_DATA, "nowhere");
    refused(s,
            wb_job_types(s->world->people, "age", "weight", NULL, 9, 0, 0, 0,
                         &s->out.frame, &s->err),
            WB_E_ARG, "9");
    refused(s,
            wb_job_types(s->world->people, "age", "weight", NULL, WB_JOB_CUT_MEDIAN, 0, 0,
                         7, &s->out.frame, &s->err),
            WB_E_ARG, "0 or 1");
}

int main(void)
{
    static const misuse all[] = {
        {"wb_model_new", model_new},
        {"wb_model_set_event", model_set_event},
        {"wb_model_set_categories", model_set_categories},
        {"wb_model_set_design", model_set_design},
        {"wb_model_set_domain", model_set_domain},
        {"wb_model_set_intercept", model_set_intercept},
        {"wb_model_add_term", model_add_term},
        {"wb_model_add_interaction", model_add_interaction},
        {"wb_model_write", model_write},
        {"wb_model_read", model_read},
        {"wb_model_fit_source", model_fit_source},
        {"wb_model_pass_new", model_pass_new},
        {"wb_model_pass_update", model_pass_update},
        {"wb_model_pass_update_source", model_pass_update_source},
        {"wb_model_pass_merge", model_pass_merge},
        {"wb_model_pass_step", model_pass_step},
        {"wb_model_pass_model", model_pass_model},
        {"wb_model_pass_write", model_pass_write},
        {"wb_model_pass_read", model_pass_read},
        {"wb_fit_table", fit_table},
        {"wb_fit_risks", fit_risks},
        {"wb_fit_margins", fit_margins},
        {"wb_fit_predict", fit_predict},
        {"wb_risk_weights", risk_weights},
        {"wb_job_types", job_types},
    };

    return run_misuses("misuse/model", all, sizeof all / sizeof *all);
}
