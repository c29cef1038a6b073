/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "misuse/misuse.h"

static void spec_new(scene *s)
{
    refused(s, wb_spec_new(NULL, &s->err), WB_E_ARG, "out");
}

static void spec_set_weights(scene *s)
{
    refused(s, wb_spec_set_weights(NULL, "age", &s->err), WB_E_ARG, "spec");
    refused(s, wb_spec_set_weights(s->mine.spec, "", &s->err), WB_E_ARG, "name");
}

static void spec_add_stratum(scene *s)
{
    refused(s, wb_spec_add_stratum(NULL, "year", &s->err), WB_E_ARG, "spec");
    refused(s, wb_spec_add_stratum(s->mine.spec, NULL, &s->err), WB_E_ARG, "column");
    refused(s, wb_spec_add_stratum(s->mine.spec, "", &s->err), WB_E_ARG, "name");
    refused(s, wb_spec_add_stratum(s->mine.spec, "\xff", &s->err), WB_E_ARG, "UTF-8");
}

static void spec_add_cluster(scene *s)
{
    refused(s, wb_spec_add_cluster(NULL, "person", &s->err), WB_E_ARG, "spec");
    refused(s, wb_spec_add_cluster(s->mine.spec, NULL, &s->err), WB_E_ARG, "column");
}

static void spec_add_fpc(scene *s)
{
    refused(s, wb_spec_add_fpc(NULL, "size", &s->err), WB_E_ARG, "spec");
    refused(s, wb_spec_add_fpc(s->mine.spec, NULL, &s->err), WB_E_ARG, "column");
}

static void spec_set_nested(scene *s)
{
    refused(s, wb_spec_set_nested(NULL, 1, &s->err), WB_E_ARG, "spec");
    refused(s, wb_spec_set_nested(s->mine.spec, 2, &s->err), WB_E_ARG, "2");
}

static void spec_set_units(scene *s)
{
    refused(s, wb_spec_set_units(NULL, WB_UNITS_OPEN, &s->err), WB_E_ARG, "spec");
    refused(s, wb_spec_set_units(s->mine.spec, 3, &s->err), WB_E_ARG, "3");
    refused(s, wb_spec_set_units(s->mine.spec, -1, &s->err), WB_E_ARG, "-1");
}

static void spec_set_design_effect(scene *s)
{
    refused(s, wb_spec_set_design_effect(NULL, WB_DEFF_WR, &s->err), WB_E_ARG, "spec");
    refused(s, wb_spec_set_design_effect(s->mine.spec, 3, &s->err), WB_E_ARG, "3");
}

static void spec_set_replicates(scene *s)
{
    wb_replicate_options options = WB_REPLICATE_OPTIONS_INIT;

    options.type = WB_REPLICATE_BRR;

    refused(s, wb_spec_set_replicates(NULL, &options, &s->err), WB_E_ARG, "spec");
    options.type = 99;
    refused(s, wb_spec_set_replicates(s->mine.spec, &options, &s->err), WB_E_ARG, "99");
    options.type = WB_REPLICATE_FAY;
    options.rho = 1;
    refused(s, wb_spec_set_replicates(s->mine.spec, &options, &s->err), WB_E_ARG, "rho");
}

static void spec_add_replicate(scene *s)
{
    refused(s, wb_spec_add_replicate(NULL, "r1", 0, &s->err), WB_E_ARG, "spec");
    refused(s, wb_spec_add_replicate(s->mine.spec, NULL, 0, &s->err), WB_E_ARG, "column");
    refused(s, wb_spec_add_replicate(s->mine.spec, "r1", -1, &s->err), WB_E_ARG, "scale");
    refused(s, wb_spec_add_replicate(s->mine.spec, "r1", NAN, &s->err), WB_E_ARG,
            "scale");
}

static void spec_set_initial_weights(scene *s)
{
    refused(s, wb_spec_set_initial_weights(NULL, "d", &s->err), WB_E_ARG, "spec");
}

static void spec_add_margin(scene *s)
{
    static const char *const columns[] = {"sex", "year"};

    refused(s, wb_spec_add_margin(NULL, columns, 2, &s->err), WB_E_ARG, "spec");
    refused(s, wb_spec_add_margin(s->mine.spec, NULL, 2, &s->err), WB_E_ARG, "columns");
}

static void spec_add_auxiliary(scene *s)
{
    refused(s, wb_spec_add_auxiliary(NULL, "person", &s->err), WB_E_ARG, "spec");
    refused(s, wb_spec_add_auxiliary(s->mine.spec, NULL, &s->err), WB_E_ARG, "column");
}

static void spec_add_estimand(scene *s)
{
    refused(s, wb_spec_add_estimand(NULL, WB_STATISTIC_TOTAL, "a1", &s->err), WB_E_ARG,
            "spec");
    refused(s, wb_spec_add_estimand(s->mine.spec, WB_STATISTIC_TOTAL, NULL, &s->err),
            WB_E_ARG, "the outcome");
    refused(s, wb_spec_add_estimand(s->mine.spec, 99, "a1", &s->err), WB_E_ARG, "99");
    refused(s, wb_spec_add_estimand(s->mine.spec, WB_STATISTIC_RATIO, "a1", &s->err),
            WB_E_ARG, "ratio");
    refused(s, wb_spec_add_estimand(s->mine.spec, WB_STATISTIC_MEAN, "age", &s->err),
            WB_E_ARG, "age");
}

static void spec_add_ratio(scene *s)
{
    refused(s, wb_spec_add_ratio(NULL, "a1", "age", &s->err), WB_E_ARG, "spec");
    refused(s, wb_spec_add_ratio(s->mine.spec, NULL, "age", &s->err), WB_E_ARG,
            "numerator");
    refused(s, wb_spec_add_ratio(s->mine.spec, "a1", NULL, &s->err), WB_E_ARG,
            "denominator");
}

static void spec_add_pair(scene *s)
{
    refused(s, wb_spec_add_pair(NULL, WB_STATISTIC_CORRELATION, "a1", "age", &s->err),
            WB_E_ARG, "spec");
    refused(
        s, wb_spec_add_pair(s->mine.spec, WB_STATISTIC_CORRELATION, NULL, "age", &s->err),
        WB_E_ARG, "the outcome");
    refused(s,
            wb_spec_add_pair(s->mine.spec, WB_STATISTIC_CORRELATION, "a1", NULL, &s->err),
            WB_E_ARG, "the outcome");
    refused(s, wb_spec_add_pair(s->mine.spec, WB_STATISTIC_MEAN, "a1", "age", &s->err),
            WB_E_ARG, "not one of two columns");
}

static void spec_add_quantile(scene *s)
{
    refused(s, wb_spec_add_quantile(NULL, "age", 0.25, &s->err), WB_E_ARG, "spec");
    refused(s, wb_spec_add_quantile(s->mine.spec, NULL, 0.25, &s->err), WB_E_ARG,
            "the outcome");
    refused(s, wb_spec_add_quantile(s->mine.spec, "age", 0, &s->err), WB_E_ARG, "0");
    refused(s, wb_spec_add_quantile(s->mine.spec, "age", 1, &s->err), WB_E_ARG, "1");
    refused(s, wb_spec_add_quantile(s->mine.spec, "age", NAN, &s->err), WB_E_ARG,
            "probability");
}

static void spec_add_rank(scene *s)
{
    refused(s, wb_spec_add_rank(NULL, "age", WB_RANK_MEDIAN, &s->err), WB_E_ARG, "spec");
    refused(s, wb_spec_add_rank(s->mine.spec, NULL, WB_RANK_MEDIAN, &s->err), WB_E_ARG,
            "the outcome");
    refused(s, wb_spec_add_rank(s->mine.spec, "age", 9, &s->err), WB_E_ARG, "9");
}

static void spec_add_breakdown(scene *s)
{
    static const char *const columns[] = {"sex", "year"};
    static const char *const taken[] = {"estimate"}, *const twice[] = {"sex", "sex"};

    refused(s, wb_spec_add_breakdown(NULL, columns, 2, &s->err), WB_E_ARG, "spec");
    refused(s, wb_spec_add_breakdown(s->mine.spec, NULL, 2, &s->err), WB_E_ARG,
            "columns");
    refused(s, wb_spec_add_breakdown(s->mine.spec, taken, 1, &s->err), WB_E_ARG,
            "estimate");
    refused(s, wb_spec_add_breakdown(s->mine.spec, twice, 2, &s->err), WB_E_ARG, "sex");
}

static void spec_add_category(scene *s)
{
    refused(s, wb_spec_add_category(NULL, "sex", "woman", &s->err), WB_E_ARG, "spec");
    refused(s, wb_spec_add_category(s->mine.spec, NULL, "woman", &s->err), WB_E_ARG,
            "column");
    refused(s, wb_spec_add_category(s->mine.spec, "sex", NULL, &s->err), WB_E_ARG,
            "category");
    refused(s, wb_spec_add_category(s->mine.spec, "sex", "\xff", &s->err), WB_E_ARG,
            "UTF-8");
}

static void spec_columns(scene *s)
{
    refused(s, wb_spec_columns(NULL, &s->out.frame, &s->err), WB_E_ARG, "spec");
    refused(s, wb_spec_columns(s->world->has.spec, NULL, &s->err), WB_E_ARG, "out");
}

static void spec_write(scene *s)
{
    refused(s, wb_spec_write(NULL, s->mine.writer, &s->err), WB_E_ARG, "spec");
    refused(s, wb_spec_write(s->world->has.spec, NULL, &s->err), WB_E_ARG, "writer");
}

static void spec_read(scene *s)
{
    refused(s, wb_spec_read(NULL, &s->out.spec, &s->err), WB_E_ARG, "reader");
    refused(s, wb_spec_read(s->mine.reader, NULL, &s->err), WB_E_ARG, "out");
}

static void tally_new(scene *s)
{
    refused(s, wb_tally_new(NULL, &s->out.tally, &s->err), WB_E_ARG, "spec");
    refused(s, wb_tally_new(s->world->has.spec, NULL, &s->err), WB_E_ARG, "out");
}

static void tally_update(scene *s)
{
    refused(s, wb_tally_update(NULL, s->world->people, &s->run, &s->err), WB_E_ARG,
            "tally");
    refused(s, wb_tally_update(s->mine.tally, NULL, &s->run, &s->err), WB_E_ARG, "frame");
    refused(s, wb_tally_update(s->mine.tally, s->world->targets, NULL, &s->err),
            WB_E_DATA, "weight");
}

static void tally_update_source(scene *s)
{
    refused(s, wb_tally_update_source(NULL, s->mine.source, &s->run, &s->err), WB_E_ARG,
            "tally");
    refused(s, wb_tally_update_source(s->mine.tally, NULL, &s->run, &s->err), WB_E_ARG,
            "source");
}

static void tally_merge(scene *s)
{
    refused(s, wb_tally_merge(NULL, s->world->has.tally, &s->err), WB_E_ARG, "tallies");
    refused(s, wb_tally_merge(s->mine.tally, NULL, &s->err), WB_E_ARG, "tallies");
    refused(s, wb_tally_merge(s->mine.tally, s->mine.tally, &s->err), WB_E_ARG, "itself");
    refused(s, wb_tally_merge(s->mine.tally, s->world->open, &s->err), WB_E_CONFLICT,
            "spec");
}

static void tally_spec(scene *s)
{
    refused(s, wb_tally_spec(NULL, &s->out.spec, &s->err), WB_E_ARG, "tally");
    refused(s, wb_tally_spec(s->world->has.tally, NULL, &s->err), WB_E_ARG, "out");
}

static void tally_write(scene *s)
{
    refused(s, wb_tally_write(NULL, s->mine.writer, &s->err), WB_E_ARG, "tally");
    refused(s, wb_tally_write(s->world->open, NULL, &s->err), WB_E_ARG, "writer");
}

static void tally_read(scene *s)
{
    refused(s, wb_tally_read(NULL, &s->out.tally, &s->err), WB_E_ARG, "reader");
    refused(s, wb_tally_read(s->mine.reader, NULL, &s->err), WB_E_ARG, "out");
}

static void tally_second_pass(scene *s)
{
    refused(s, wb_tally_second_pass(NULL, &s->out.tally, &s->err), WB_E_ARG, "first");
    refused(s, wb_tally_second_pass(s->world->two_passes, NULL, &s->err), WB_E_ARG,
            "out");
    refused(s, wb_tally_second_pass(s->world->has.tally, &s->out.tally, &s->err),
            WB_E_ARG, "quantile");
}

static void tally_estimate(scene *s)
{
    refused(s, wb_tally_estimate(NULL, NULL, &s->run, &s->out.frame, &s->err), WB_E_ARG,
            "tally");
    refused(s, wb_tally_estimate(s->world->has.tally, NULL, &s->run, NULL, &s->err),
            WB_E_ARG, "out");
}

static void estimate_source(scene *s)
{
    refused(
        s,
        wb_estimate_source(NULL, s->mine.source, NULL, &s->run, &s->out.frame, &s->err),
        WB_E_ARG, "spec");
    refused(s,
            wb_estimate_source(s->mine.spec, NULL, NULL, &s->run, &s->out.frame, &s->err),
            WB_E_ARG, "source");
    refused(
        s, wb_estimate_source(s->mine.spec, s->mine.source, NULL, &s->run, NULL, &s->err),
        WB_E_ARG, "out");
}

static void estimates_change(scene *s)
{
    refused(s, wb_estimates_change(NULL, "year", NULL, &s->out.frame, &s->err), WB_E_ARG,
            "estimates");
    refused(s,
            wb_estimates_change(s->world->estimates, NULL, NULL, &s->out.frame, &s->err),
            WB_E_ARG, "column");
    refused(s, wb_estimates_change(s->world->estimates, "year", NULL, NULL, &s->err),
            WB_E_ARG, "out");
    refused(
        s,
        wb_estimates_change(s->world->estimates, "nowhere", NULL, &s->out.frame, &s->err),
        WB_E_DATA, "nowhere");
    refused(s,
            wb_estimates_change(s->world->people, "year", NULL, &s->out.frame, &s->err),
            WB_E_DATA, "statistic");
}

int main(void)
{
    static const misuse all[] = {
        {"wb_spec_new", spec_new},
        {"wb_spec_set_weights", spec_set_weights},
        {"wb_spec_add_stratum", spec_add_stratum},
        {"wb_spec_add_cluster", spec_add_cluster},
        {"wb_spec_add_fpc", spec_add_fpc},
        {"wb_spec_set_nested", spec_set_nested},
        {"wb_spec_set_units", spec_set_units},
        {"wb_spec_set_design_effect", spec_set_design_effect},
        {"wb_spec_set_replicates", spec_set_replicates},
        {"wb_spec_add_replicate", spec_add_replicate},
        {"wb_spec_set_initial_weights", spec_set_initial_weights},
        {"wb_spec_add_margin", spec_add_margin},
        {"wb_spec_add_auxiliary", spec_add_auxiliary},
        {"wb_spec_add_estimand", spec_add_estimand},
        {"wb_spec_add_ratio", spec_add_ratio},
        {"wb_spec_add_pair", spec_add_pair},
        {"wb_spec_add_quantile", spec_add_quantile},
        {"wb_spec_add_rank", spec_add_rank},
        {"wb_spec_add_breakdown", spec_add_breakdown},
        {"wb_spec_add_category", spec_add_category},
        {"wb_spec_columns", spec_columns},
        {"wb_spec_write", spec_write},
        {"wb_spec_read", spec_read},
        {"wb_tally_new", tally_new},
        {"wb_tally_update", tally_update},
        {"wb_tally_update_source", tally_update_source},
        {"wb_tally_merge", tally_merge},
        {"wb_tally_spec", tally_spec},
        {"wb_tally_write", tally_write},
        {"wb_tally_read", tally_read},
        {"wb_tally_second_pass", tally_second_pass},
        {"wb_tally_estimate", tally_estimate},
        {"wb_estimate_source", estimate_source},
        {"wb_estimates_change", estimates_change},
    };

    return run_misuses("misuse/survey", all, sizeof all / sizeof *all);
}
