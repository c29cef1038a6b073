/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "faults/scene.h"

/* ---- the specification ---- */

static wb_status spec_new(scene *s)
{
    return wb_spec_new(&s->out.spec, &s->err);
}

static void begin_spec(scene *s)
{
    must(wb_tally_spec(s->world->has.tally, &s->mine.spec, &s->err), &s->err);
}

static wb_status set_weights(scene *s)
{
    return wb_spec_set_weights(s->mine.spec, "age", &s->err);
}

static wb_status add_stratum(scene *s)
{
    return wb_spec_add_stratum(s->mine.spec, "year", &s->err);
}

static wb_status add_cluster(scene *s)
{
    return wb_spec_add_cluster(s->mine.spec, "person", &s->err);
}

static wb_status add_fpc(scene *s)
{
    return wb_spec_add_fpc(s->mine.spec, "size", &s->err);
}

static wb_status set_nested(scene *s)
{
    return wb_spec_set_nested(s->mine.spec, 1, &s->err);
}

static wb_status set_units(scene *s)
{
    return wb_spec_set_units(s->mine.spec, WB_UNITS_OPEN, &s->err);
}

static wb_status set_design_effect(scene *s)
{
    return wb_spec_set_design_effect(s->mine.spec, WB_DEFF_WR, &s->err);
}

static wb_status set_replicates(scene *s)
{
    wb_replicate_options options = WB_REPLICATE_OPTIONS_INIT;

    options.type = WB_REPLICATE_BRR;
    return wb_spec_set_replicates(s->mine.spec, &options, &s->err);
}

static void begin_replicates(scene *s)
{
    begin_spec(s);
    must(set_replicates(s), &s->err);
}

static wb_status add_replicate(scene *s)
{
    return wb_spec_add_replicate(s->mine.spec, "r1", 0, &s->err);
}

static wb_status set_initial_weights(scene *s)
{
    return wb_spec_set_initial_weights(s->mine.spec, "d", &s->err);
}

static wb_status add_margin(scene *s)
{
    static const char *const columns[] = {"sex", "year"};

    return wb_spec_add_margin(s->mine.spec, columns, 2, &s->err);
}

static wb_status add_auxiliary(scene *s)
{
    return wb_spec_add_auxiliary(s->mine.spec, "person", &s->err);
}

static wb_status add_estimand(scene *s)
{
    return wb_spec_add_estimand(s->mine.spec, WB_STATISTIC_TOTAL, "a1", &s->err);
}

static wb_status add_ratio(scene *s)
{
    return wb_spec_add_ratio(s->mine.spec, "a1", "age", &s->err);
}

static wb_status add_pair(scene *s)
{
    return wb_spec_add_pair(s->mine.spec, WB_STATISTIC_CORRELATION, "a1", "age", &s->err);
}

static wb_status add_quantile(scene *s)
{
    return wb_spec_add_quantile(s->mine.spec, "age", 0.25, &s->err);
}

static wb_status add_rank(scene *s)
{
    return wb_spec_add_rank(s->mine.spec, "age", WB_RANK_MEDIAN, &s->err);
}

static wb_status add_breakdown(scene *s)
{
    static const char *const columns[] = {"sex", "year"};

    return wb_spec_add_breakdown(s->mine.spec, columns, 2, &s->err);
}

static wb_status add_category(scene *s)
{
    return wb_spec_add_category(s->mine.spec, "sex", "woman", &s->err);
}

static wb_status spec_columns(scene *s)
{
    return wb_spec_columns(s->world->has.spec, &s->out.frame, &s->err);
}

static wb_status spec_write(scene *s)
{
    return wb_spec_write(s->world->has.spec, s->mine.writer, &s->err);
}

static void begin_spec_file(scene *s)
{
    scene_read(s, FILE_SPEC);
}

static wb_status spec_read(scene *s)
{
    return wb_spec_read(s->mine.reader, &s->out.spec, &s->err);
}

const deed deeds_spec[] = {
    {"wb_spec_new", NULL, spec_new, 0},
    {"wb_spec_set_weights", begin_spec, set_weights, 0},
    {"wb_spec_add_stratum", begin_spec, add_stratum, 0},
    {"wb_spec_add_cluster", begin_spec, add_cluster, 0},
    {"wb_spec_add_fpc", begin_spec, add_fpc, 0},
    {"wb_spec_set_nested", begin_spec, set_nested, NO_MEMORY},
    {"wb_spec_set_units", begin_spec, set_units, NO_MEMORY},
    {"wb_spec_set_design_effect", begin_spec, set_design_effect, NO_MEMORY},
    {"wb_spec_set_replicates", begin_spec, set_replicates, NO_MEMORY},
    {"wb_spec_add_replicate", begin_replicates, add_replicate, 0},
    {"wb_spec_set_initial_weights", begin_spec, set_initial_weights, 0},
    {"wb_spec_add_margin", begin_spec, add_margin, 0},
    {"wb_spec_add_auxiliary", begin_spec, add_auxiliary, 0},
    {"wb_spec_add_estimand", begin_spec, add_estimand, 0},
    {"wb_spec_add_ratio", begin_spec, add_ratio, 0},
    {"wb_spec_add_pair", begin_spec, add_pair, 0},
    {"wb_spec_add_quantile", begin_spec, add_quantile, 0},
    {"wb_spec_add_rank", begin_spec, add_rank, 0},
    {"wb_spec_add_breakdown", begin_spec, add_breakdown, 0},
    {"wb_spec_add_category", begin_spec, add_category, 0},
    {"wb_spec_columns", NULL, spec_columns, 0},
    {"wb_spec_write", scene_write, spec_write, WRITES},
    {"wb_spec_read", begin_spec_file, spec_read, READS},
    {NULL, NULL, NULL, 0},
};

/* ---- tallies ---- */

static wb_status tally_new(scene *s)
{
    return wb_tally_new(s->world->has.spec, &s->out.tally, &s->err);
}

static void begin_tally(scene *s)
{
    must(wb_tally_new(s->world->has.spec, &s->mine.tally, &s->err), &s->err);
    must(wb_tally_update(s->mine.tally, s->world->people, NULL, &s->err), &s->err);
}

static wb_status tally_update(scene *s)
{
    return wb_tally_update(s->mine.tally, s->world->people, &s->run, &s->err);
}

static void begin_tally_and_source(scene *s)
{
    begin_tally(s);
    scene_source(s);
}

static wb_status tally_update_source(scene *s)
{
    return wb_tally_update_source(s->mine.tally, s->mine.source, &s->run, &s->err);
}

static wb_status tally_merge(scene *s)
{
    return wb_tally_merge(s->mine.tally, s->world->has.tally, &s->err);
}

static wb_status tally_spec(scene *s)
{
    return wb_tally_spec(s->world->has.tally, &s->out.spec, &s->err);
}

static wb_status tally_write(scene *s)
{
    return wb_tally_write(s->world->open, s->mine.writer, &s->err);
}

static void begin_tally_file(scene *s)
{
    scene_read(s, FILE_TALLY);
}

static wb_status tally_read(scene *s)
{
    return wb_tally_read(s->mine.reader, &s->out.tally, &s->err);
}

static wb_status tally_second_pass(scene *s)
{
    return wb_tally_second_pass(s->world->two_passes, &s->out.tally, &s->err);
}

static wb_status tally_estimate(scene *s)
{
    return wb_tally_estimate(s->world->has.tally, NULL, &s->run, &s->out.frame, &s->err);
}

/* Two passes: one of the world's two specs has a quantile. */
static void begin_estimate_source(scene *s)
{
    scene_source(s);
    must(wb_tally_spec(s->world->two_passes, &s->mine.spec, &s->err), &s->err);
}

static wb_status estimate_source(scene *s)
{
    return wb_estimate_source(s->mine.spec, s->mine.source, NULL, &s->run, &s->out.frame,
                              &s->err);
}

static wb_status estimates_change(scene *s)
{
    return wb_estimates_change(s->world->estimates, "year", NULL, &s->out.frame, &s->err);
}

const deed deeds_survey[] = {
    {"wb_tally_new", NULL, tally_new, 0},
    {"wb_tally_update", begin_tally, tally_update, RUNS},
    {"wb_tally_update_source", begin_tally_and_source, tally_update_source,
     RUNS | SPENT | CHANGES},
    {"wb_tally_merge", begin_tally, tally_merge, 0},
    {"wb_tally_spec", NULL, tally_spec, 0},
    {"wb_tally_write", scene_write, tally_write, WRITES},
    {"wb_tally_read", begin_tally_file, tally_read, READS},
    {"wb_tally_second_pass", NULL, tally_second_pass, 0},
    {"wb_tally_estimate", NULL, tally_estimate, RUNS},
    {"wb_estimate_source", begin_estimate_source, estimate_source, RUNS | SPENT},
    {"wb_estimates_change", NULL, estimates_change, 0},
    {NULL, NULL, NULL, 0},
};

/* ---- what estimates say together ---- */

static wb_status covariances(scene *s)
{
    return wb_tally_covariances(s->world->open, NULL, &s->run, &s->out.frame, &s->err);
}

static wb_status contrasts(scene *s)
{
    static const char *const texts[] = {"mean(age)[year = 2013] - mean(age)[year = 2010]",
                                        "log(mean(age))"};

    return wb_tally_contrasts(s->world->open, texts, 2, NULL, &s->run, &s->out.frame,
                              &s->err);
}

static wb_status pairs(scene *s)
{
    return wb_tally_pairs(s->world->open, "stratum", NULL, NULL, &s->run, &s->out.frame,
                          &s->err);
}

static wb_status trend(scene *s)
{
    return wb_tally_trend(s->world->open, "stratum", NULL, NULL, &s->run, &s->out.frame,
                          &s->err);
}

static wb_status equal(scene *s)
{
    return wb_tally_equal(s->world->open, "stratum", NULL, &s->run, &s->out.frame,
                          &s->err);
}

static wb_status standardise(scene *s)
{
    return wb_tally_standardise(s->world->open, "stratum", s->world->standard, NULL,
                                &s->run, &s->out.frame, &s->err);
}

static wb_status independence(scene *s)
{
    return wb_tally_independence(s->world->open, NULL, NULL, &s->run, &s->out.frame,
                                 &s->err);
}

static wb_status fit(scene *s)
{
    return wb_tally_fit(s->world->open, "stratum", s->world->shares, NULL, NULL, &s->run,
                        &s->out.frame, &s->err);
}

const deed deeds_infer[] = {
    {"wb_tally_covariances", NULL, covariances, RUNS},
    {"wb_tally_contrasts", NULL, contrasts, RUNS},
    {"wb_tally_pairs", NULL, pairs, RUNS},
    {"wb_tally_trend", NULL, trend, RUNS},
    {"wb_tally_equal", NULL, equal, RUNS},
    {"wb_tally_standardise", NULL, standardise, RUNS},
    {"wb_tally_independence", NULL, independence, RUNS},
    {"wb_tally_fit", NULL, fit, RUNS},
    {NULL, NULL, NULL, 0},
};
