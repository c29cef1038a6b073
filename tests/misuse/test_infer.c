/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "misuse/misuse.h"

static void tally_covariances(scene *s)
{
    refused(s, wb_tally_covariances(NULL, NULL, &s->run, &s->out.frame, &s->err),
            WB_E_ARG, "tally");
    refused(s, wb_tally_covariances(s->world->open, NULL, &s->run, NULL, &s->err),
            WB_E_ARG, "out");
}

static void tally_contrasts(scene *s)
{
    static const char *const texts[] = {"mean(age)[year = 2013] - mean(age)[year = 2010]",
                                        "log(mean(age))"};
    static const char *const half[] = {"mean(age"}, *const other[] = {"mean(a1)"};

    refused(s, wb_tally_contrasts(NULL, texts, 2, NULL, &s->run, &s->out.frame, &s->err),
            WB_E_ARG, "tally");
    refused(s,
            wb_tally_contrasts(s->world->open, NULL, 2, NULL, &s->run, &s->out.frame,
                               &s->err),
            WB_E_ARG, "expressions");
    refused(s, wb_tally_contrasts(s->world->open, texts, 2, NULL, &s->run, NULL, &s->err),
            WB_E_ARG, "out");
    refused(
        s,
        wb_tally_contrasts(s->world->open, half, 1, NULL, NULL, &s->out.frame, &s->err),
        WB_E_ARG, "mean(age");
    refused(
        s,
        wb_tally_contrasts(s->world->open, other, 1, NULL, NULL, &s->out.frame, &s->err),
        WB_E_DATA, "a1");
}

static void tally_pairs(scene *s)
{
    wb_pairs_options options = WB_PAIRS_OPTIONS_INIT;

    refused(s,
            wb_tally_pairs(NULL, "stratum", NULL, NULL, &s->run, &s->out.frame, &s->err),
            WB_E_ARG, "tally");
    refused(
        s,
        wb_tally_pairs(s->world->open, NULL, NULL, NULL, &s->run, &s->out.frame, &s->err),
        WB_E_ARG, "column");
    refused(s,
            wb_tally_pairs(s->world->open, "stratum", NULL, NULL, &s->run, NULL, &s->err),
            WB_E_ARG, "out");
    refused(s,
            wb_tally_pairs(s->world->open, "nowhere", NULL, NULL, NULL, &s->out.frame,
                           &s->err),
            WB_E_DATA, "nowhere");
    options.adjust = 9;
    refused(s,
            wb_tally_pairs(s->world->open, "stratum", &options, NULL, NULL, &s->out.frame,
                           &s->err),
            WB_E_ARG, "9");
}

static void tally_trend(scene *s)
{
    wb_trend_options options = WB_TREND_OPTIONS_INIT;

    refused(s,
            wb_tally_trend(NULL, "stratum", NULL, NULL, &s->run, &s->out.frame, &s->err),
            WB_E_ARG, "tally");
    refused(
        s,
        wb_tally_trend(s->world->open, NULL, NULL, NULL, &s->run, &s->out.frame, &s->err),
        WB_E_ARG, "column");
    refused(s,
            wb_tally_trend(s->world->open, "stratum", NULL, NULL, &s->run, NULL, &s->err),
            WB_E_ARG, "out");
    refused(s,
            wb_tally_trend(s->world->open, "nowhere", NULL, NULL, NULL, &s->out.frame,
                           &s->err),
            WB_E_DATA, "nowhere");
    options.degree = 6;
    refused(s,
            wb_tally_trend(s->world->open, "stratum", &options, NULL, NULL, &s->out.frame,
                           &s->err),
            WB_E_ARG, "6");
}

static void tally_equal(scene *s)
{
    refused(s, wb_tally_equal(NULL, "stratum", NULL, &s->run, &s->out.frame, &s->err),
            WB_E_ARG, "tally");
    refused(s,
            wb_tally_equal(s->world->open, NULL, NULL, &s->run, &s->out.frame, &s->err),
            WB_E_ARG, "column");
    refused(s, wb_tally_equal(s->world->open, "stratum", NULL, &s->run, NULL, &s->err),
            WB_E_ARG, "out");
    refused(s,
            wb_tally_equal(s->world->open, "nowhere", NULL, NULL, &s->out.frame, &s->err),
            WB_E_DATA, "nowhere");
}

static void tally_standardise(scene *s)
{
    refused(s,
            wb_tally_standardise(NULL, "stratum", s->world->standard, NULL, &s->run,
                                 &s->out.frame, &s->err),
            WB_E_ARG, "tally");
    refused(s,
            wb_tally_standardise(s->world->open, NULL, s->world->standard, NULL, &s->run,
                                 &s->out.frame, &s->err),
            WB_E_ARG, "column");
    refused(s,
            wb_tally_standardise(s->world->open, "stratum", NULL, NULL, &s->run,
                                 &s->out.frame, &s->err),
            WB_E_ARG, "standard");
    refused(s,
            wb_tally_standardise(s->world->open, "stratum", s->world->standard, NULL,
                                 &s->run, NULL, &s->err),
            WB_E_ARG, "out");
    refused(s,
            wb_tally_standardise(s->world->open, "stratum", s->world->people, NULL, NULL,
                                 &s->out.frame, &s->err),
            WB_E_DATA, "stratum");
    refused(s,
            wb_tally_standardise(s->world->open, "nowhere", s->world->standard, NULL,
                                 NULL, &s->out.frame, &s->err),
            WB_E_DATA, "nowhere");
}

static void tally_independence(scene *s)
{
    wb_test_options options = WB_TEST_OPTIONS_INIT;

    refused(s, wb_tally_independence(NULL, NULL, NULL, &s->run, &s->out.frame, &s->err),
            WB_E_ARG, "tally");
    refused(s, wb_tally_independence(s->world->open, NULL, NULL, &s->run, NULL, &s->err),
            WB_E_ARG, "out");
    options.test = 99;
    refused(s,
            wb_tally_independence(s->world->open, &options, NULL, NULL, &s->out.frame,
                                  &s->err),
            WB_E_ARG, "99");
}

static void tally_fit(scene *s)
{
    refused(s,
            wb_tally_fit(NULL, "stratum", s->world->shares, NULL, NULL, &s->run,
                         &s->out.frame, &s->err),
            WB_E_ARG, "tally");
    refused(s,
            wb_tally_fit(s->world->open, NULL, s->world->shares, NULL, NULL, &s->run,
                         &s->out.frame, &s->err),
            WB_E_ARG, "variable");
    refused(s,
            wb_tally_fit(s->world->open, "stratum", NULL, NULL, NULL, &s->run,
                         &s->out.frame, &s->err),
            WB_E_ARG, "expected");
    refused(s,
            wb_tally_fit(s->world->open, "stratum", s->world->shares, NULL, NULL, &s->run,
                         NULL, &s->err),
            WB_E_ARG, "out");
    refused(s,
            wb_tally_fit(s->world->open, "age", s->world->shares, NULL, NULL, NULL,
                         &s->out.frame, &s->err),
            WB_E_DATA, "age");
}

int main(void)
{
    static const misuse all[] = {
        {"wb_tally_covariances", tally_covariances},
        {"wb_tally_contrasts", tally_contrasts},
        {"wb_tally_pairs", tally_pairs},
        {"wb_tally_trend", tally_trend},
        {"wb_tally_equal", tally_equal},
        {"wb_tally_standardise", tally_standardise},
        {"wb_tally_independence", tally_independence},
        {"wb_tally_fit", tally_fit},
    };

    return run_misuses("misuse/infer", all, sizeof all / sizeof *all);
}
