/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Models and weightings that have all that they can have, of the same answers. */
#include "faults/world.h"

static wb_error err;

static const char weighting[] =
    "{'format':'werkbaar-weighting/1.0','weights':'weight','result':'calibrated',"
    "'steps':[{'step':'nonresponse','respondent':'a1','cells':['year','b1']},"
    "{'step':'poststratify','margins':[{'columns':[],'targets':90}]},"
    "{'step':'linear','lower':0,'upper':50,'max_iterations':80,'positive':true,"
    "'margins':[{'columns':['stratum'],'targets':{'0':40,'1':30,'2':20}},"
    "{'columns':['b1'],'targets':[{'categories':[0],'total':50},"
    "{'categories':[1],'total':40}]}],"
    "'auxiliaries':[{'column':'age','total':3780}]},"
    "{'step':'trim','unit':'median','lower':0.1,'upper':20,'once':true}]}";

static wb_writer *memory(void)
{
    wb_writer *writer = NULL;

    must(wb_writer_to_memory(&writer, &err), &err);
    return writer;
}

static wb_source *answers(const world *w)
{
    wb_source *source = NULL;

    must(wb_source_from_frame(w->people, 20, &source, &err), &err);
    return source;
}

/* Strata, and clusters in them. */
static wb_spec *design_of_clusters(void)
{
    wb_spec *spec = NULL;

    must(wb_spec_new(&spec, &err), &err);
    must(wb_spec_set_weights(spec, "weight", &err), &err);
    must(wb_spec_add_stratum(spec, "year", &err), &err);
    must(wb_spec_add_cluster(spec, "person", &err), &err);
    must(wb_spec_set_nested(spec, 1, &err), &err);
    return spec;
}

/* The weights of a replicate are any numbers: what the columns hold is no matter. */
static wb_spec *design_of_replicates(void)
{
    static const char *const columns[] = {"age",     "person", "year",
                                          "stratum", "weight", "a1"};
    wb_replicate_options options = WB_REPLICATE_OPTIONS_INIT;
    wb_spec *spec = NULL;

    options.type = WB_REPLICATE_BOOTSTRAP;
    must(wb_spec_new(&spec, &err), &err);
    must(wb_spec_set_weights(spec, "weight", &err), &err);
    must(wb_spec_set_replicates(spec, &options, &err), &err);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        must(wb_spec_add_replicate(spec, columns[i], 1, &err), &err);
    return spec;
}

static wb_model *model_of(int32_t family, const char *outcome, const char *const *terms,
                          size_t n_terms, wb_spec *design)
{
    wb_model *model = NULL;

    must(wb_model_new(family, outcome, &model, &err), &err);
    for (size_t i = 0; i < n_terms; i++)
        must(wb_model_add_term(model, terms[i],
                               strcmp(terms[i], "age") == 0 ? WB_TERM_NUMERIC
                                                            : WB_TERM_CATEGORICAL,
                               NULL, &err),
             &err);
    must(wb_model_set_design(model, design, &err), &err);
    wb_spec_free(design);
    return model;
}

/* Two categorical terms and a number, and what goes together. */
static void make_model(world *w)
{
    static const char *const terms[] = {"a2", "b1", "age"};
    static const char *const order[] = {"2", "1", "0"};
    wb_writer *writer = memory();
    wb_model *logit = model_of(WB_FAMILY_LOGIT, "a1", terms, 3, design_of_replicates());
    wb_source *source = answers(w);

    must(wb_model_set_event(logit, "1", &err), &err);
    must(wb_model_fit_source(logit, source, NULL, NULL, NULL, &w->by_replicates, &err),
         &err);
    must(wb_model_set_domain(logit, "bully", &err), &err);
    must(wb_model_set_intercept(logit, 0, &err), &err);
    must(wb_model_add_interaction(logit, terms, 2, &err), &err);
    must(wb_model_write(logit, writer, &err), &err);
    keep_written(w, FILE_RICH_MODEL, writer);
    wb_model_free(logit);
    wb_source_free(source);
    w->full.model =
        model_of(WB_FAMILY_MULTINOMIAL, "stratum", terms, 3, design_of_clusters());
    must(wb_model_set_categories(w->full.model, order, 3, &err), &err);
    must(wb_model_add_interaction(w->full.model, terms, 2, &err), &err);
}

/* The pass of this number; NULL: the fit was made without it, in as many as last. */
static wb_model_pass *pass_of(const world *w, int32_t number, int32_t *last)
{
    wb_model_pass *pass = NULL;
    wb_fit *fit = NULL;

    must(wb_model_pass_new(w->full.model, NULL, NULL, &pass, &err), &err);
    for (;;) {
        must(wb_model_pass_update(pass, w->people, NULL, &err), &err);
        *last = wb_model_pass_number(pass);
        if (*last == number)
            return pass;
        must(wb_model_pass_step(pass, &fit, &err), &err);
        if (fit != NULL)
            break;
    }
    wb_fit_free(fit);
    wb_model_pass_free(pass);
    return NULL;
}

static void keep_pass(world *w, int32_t number, file which)
{
    wb_writer *writer = memory();
    int32_t last = 0;
    wb_model_pass *pass = pass_of(w, number, &last);

    if (pass == NULL) /* now it is known which one that is */
        pass = pass_of(w, last, &last);
    must(wb_model_pass_write(pass, writer, &err), &err);
    keep_written(w, which, writer);
    wb_model_pass_free(pass);
}

void make_rich(world *w)
{
    wb_source *source = answers(w);
    wb_reader *reader;

    make_model(w);
    must(wb_model_fit_source(w->full.model, source, NULL, NULL, NULL, &w->full.fit, &err),
         &err);
    wb_source_free(source);
    keep_pass(w, 3, FILE_STEPS_PASS);
    keep_pass(w, 0, FILE_LAST_PASS);
    keep_text(w, FILE_RICH_WEIGHTING, weighting);
    reader = plain_reader(w, FILE_RICH_WEIGHTING);
    must(wb_weighting_read(reader, &w->full.weighting, &err), &err);
    wb_reader_free(reader);
}
