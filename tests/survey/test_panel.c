/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Groups of a wave beside the rest of it and beside all of it: a difference must vary as
 * the covariances of the two estimates say, whatever the design. */
#include "survey/inference.h"
#include "survey/panel.h"
#include "survey_support.h"

#include <math.h>

enum { ROWS = 240, WAVES = 2, GROUPS = 2 };

typedef enum design {
    CLOSED,
    OPEN,
    CLUSTERS,
    CALIBRATED,
    JACKKNIFE,
    WEIGHTS,
    N_DESIGNS
} design;

static const char *const replicates[] = {"r0", "r1", "r2", "r3", "r4"};

/* Two waves of the same four strata of six clusters, two groups in each. */
static wb_frame *sample_frame(void)
{
    double w[ROWS], d[ROWS], x[ROWS], y[ROWS], r[5][ROWS];
    int32_t wave[ROWS], group[ROWS], h[ROWS], psu[ROWS];
    wb_frame *frame = new_frame(ROWS);

    for (int i = 0; i < ROWS; i++) {
        unsigned v = (unsigned)(i + 5) * 2654435761U;
        wave[i] = i % WAVES;
        group[i] = (int32_t)(v >> 7) % GROUPS;
        h[i] = i / 60;
        psu[i] = h[i] * 10 + (int32_t)(v >> 11) % 6;
        w[i] = 1 + (v >> 5) % 5 * 0.75;
        d[i] = w[i] * (i % 3 == 0 ? 0.9 : 1.1);
        x[i] = (v >> 9) % 31;
        y[i] = (v >> 13) % 11 == 0 ? NAN : x[i] * 0.5 + group[i] + (v >> 3) % 17;
        for (int k = 0; k < 5; k++)
            r[k][i] = (int)(v >> 12) % 5 == k ? 0 : 1.25 * w[i];
    }
    add_doubles(frame, "w", w);
    add_doubles(frame, "d", d);
    add_doubles(frame, "x", x);
    add_doubles(frame, "y", y);
    add_int32s(frame, "wave", wave);
    add_int32s(frame, "group", group);
    add_int32s(frame, "h", h);
    add_int32s(frame, "psu", psu);
    for (int k = 0; k < 5; k++)
        add_doubles(frame, replicates[k], r[k]);
    return frame;
}

static void declare(wb_spec *spec, design of)
{
    wb_replicate_options options = WB_REPLICATE_OPTIONS_INIT;

    if (of == WEIGHTS) {
        options.type = WB_REPLICATE_JK1;
        assert_ok(wb_spec_set_replicates(spec, &options, NULL));
        for (int k = 0; k < 5; k++)
            assert_ok(wb_spec_add_replicate(spec, replicates[k], 0, NULL));
        return;
    }
    assert_ok(wb_spec_add_stratum(spec, "h", NULL));
    if (of == CLUSTERS || of == JACKKNIFE)
        assert_ok(wb_spec_add_cluster(spec, "psu", NULL));
    if (of == CALIBRATED) {
        assert_ok(wb_spec_set_initial_weights(spec, "d", NULL));
        assert_ok(wb_spec_add_margin(spec, NULL, 0, NULL));
        assert_ok(wb_spec_add_auxiliary(spec, "x", NULL));
    }
    if (of == OPEN)
        assert_ok(wb_spec_set_units(spec, WB_UNITS_OPEN, NULL));
}

static wb_spec *spec_of(design of, int32_t statistic)
{
    const char *const by[] = {"wave", "group"};
    wb_spec *spec = new_spec("w", NULL);

    declare(spec, of);
    assert_ok(wb_spec_add_estimand(spec, statistic, "y", NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 2, NULL));
    return spec;
}

static wb_tally *tally_of(design of, int32_t statistic, const wb_frame *frame)
{
    wb_spec *spec = spec_of(of, statistic);
    wb_tally *tally = NULL;

    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_ok(wb_tally_update(tally, frame, NULL, NULL));
    wb_spec_free(spec);
    return tally;
}

static wb_panel *panel_of(const wb_tally *tally, bool shared,
                          const wb_estimate_options *options)
{
    static const size_t against[] = {0, 0};
    wb_panel_wish wish = {against, shared};
    wb_panel *panel = NULL;

    assert_ok(wb_panel_new(tally, &wish, options, NULL, &panel, NULL));
    assert_int_equal(wb_panel_wave_count(panel), WAVES);
    assert_int_equal(wb_panel_measure_count(panel), 1);
    return panel;
}

/* Rows of the estimates: the waves, then the groups of each. */
static int64_t row_of(int wave, int group)
{
    return WAVES + wave * GROUPS + group;
}

static void assert_difference(const wb_inference *inference, int64_t a, int64_t b,
                              const wb_beside_difference *found)
{
    const int64_t rows[] = {a, b};
    const wb_frame *frame = wb_inference_frame(inference);
    double v[4];
    double df = 0;

    assert_ok(wb_inference_covariance(inference, rows, 2, false, v, NULL));
    assert_ok(wb_inference_df(inference, rows, 2, &df, NULL));
    assert_close(found->difference,
                 number(frame, "estimate", a) - number(frame, "estimate", b), 1e-13);
    assert_close(found->se / sqrt(v[0] + v[3] - 2 * v[1]), 1, 1e-9);
    assert_close(found->df, df, 0);
}

static void test_panel__differences_vary_as_their_covariances_say(void **state)
{
    wb_frame *frame = sample_frame();

    (void)state;
    for (design of = CLOSED; of < N_DESIGNS; of++) {
        wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
        options.replicates = of == JACKKNIFE ? WB_REPLICATE_JKN : WB_REPLICATE_NONE;
        wb_tally *tally = tally_of(of, WB_STATISTIC_MEAN, frame);
        /* of rows that close, no products of the wave with its groups are kept */
        wb_tally *kept = tally_of(of == CLOSED ? OPEN : of, WB_STATISTIC_MEAN, frame);
        wb_panel *panel = panel_of(tally, false, &options);
        const wb_panel_part *part = wb_panel_part_at(panel, 1);
        wb_inference *inference = NULL;
        assert_ok(wb_inference_new(kept, &options, NULL, &inference, NULL));
        assert_int_equal(part->n_cells, GROUPS);
        for (int wave = 0; wave < WAVES; wave++) {
            for (int g = 0; g < GROUPS; g++) {
                const size_t at = (size_t)(g * WAVES + wave);
                const int64_t row = row_of(wave, g);
                assert_difference(inference, row, row_of(wave, 1 - g), &part->rest[at]);
                assert_difference(inference, row, wave, &part->whole[at]);
            }
        }
        assert_null(wb_panel_part_at(panel, 0)->rest); /* held against nothing */
        wb_inference_free(inference);
        wb_panel_free(panel);
        wb_tally_free(kept);
        wb_tally_free(tally);
    }
    wb_frame_free(frame);
}

static void test_panel__waves_of_the_same_clusters_vary_together(void **state)
{
    wb_frame *frame = sample_frame();
    wb_tally *tally = tally_of(CLUSTERS, WB_STATISTIC_MEAN, frame);
    wb_panel *panel = panel_of(tally, true, NULL);
    const wb_panel_part *part = wb_panel_part_at(panel, 1);
    wb_inference *inference = NULL;

    (void)state;
    assert_ok(wb_inference_new(tally, NULL, NULL, &inference, NULL));
    for (int g = 0; g < GROUPS; g++) {
        const int64_t rows[] = {row_of(0, g), row_of(1, g)};
        const double *found = part->covariances + g * WAVES * WAVES;
        double v[4];
        assert_ok(wb_inference_covariance(inference, rows, 2, true, v, NULL));
        assert_true(v[1] != 0);
        for (int i = 0; i < 4; i++)
            assert_close(found[i] / v[i], 1, 1e-12);
    }
    wb_inference_free(inference);
    wb_panel_free(panel);
    wb_tally_free(tally);
    wb_frame_free(frame);
}

/* A group of one row has no variance of y, and so no difference from the others and no
 * covariance with another wave; the rest of the panel is as it is. */
static void test_panel__what_cannot_be_estimated_differs_by_nothing_known(void **state)
{
    int32_t wave[] = {0, 0, 0, 0, 1, 1, 1, 1}, group[] = {0, 1, 1, 1, 0, 0, 1, 1};
    int32_t psu[] = {1, 2, 3, 4, 1, 2, 3, 4};
    double y[] = {3, 5, 8, 1, 4, 6, 2, 9}, w[] = {1, 1, 2, 1, 1, 2, 1, 1};
    wb_frame *frame = new_frame(8);
    wb_spec *spec = new_spec("w", NULL);
    const char *const by[] = {"wave", "group"};
    wb_tally *tally = NULL;

    (void)state;
    add_int32s(frame, "wave", wave);
    add_int32s(frame, "group", group);
    add_int32s(frame, "psu", psu);
    add_doubles(frame, "y", y);
    add_doubles(frame, "w", w);
    assert_ok(wb_spec_add_cluster(spec, "psu", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_VARIANCE, "y", NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 2, NULL));
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_ok(wb_tally_update(tally, frame, NULL, NULL));
    wb_panel *panel = panel_of(tally, true, NULL);
    const wb_panel_part *part = wb_panel_part_at(panel, 1);
    assert_true(isnan(part->values[0].estimate));
    for (size_t at = 0; at < 4; at++) { /* group 0 of both waves, then group 1 */
        bool known = at == 1 || at == 3;
        assert_true(isnan(part->rest[at].difference) == !known);
        assert_true(isnan(part->rest[at].se) == !known);
        assert_true(isnan(part->whole[at].difference) == (at == 0));
    }
    assert_true(isnan(part->covariances[0]) && isnan(part->covariances[1]));
    assert_true(part->covariances[3] > 0);
    wb_panel_free(panel);
    wb_tally_free(tally);
    wb_spec_free(spec);
    wb_frame_free(frame);
}

static const wb_tally *tally_used;
static const wb_estimate_options *options_used;
static double expected;

static wb_status lay_out_once(void)
{
    static const size_t against[] = {0, 0};
    wb_panel_wish wish = {against, true};
    wb_panel *panel = NULL;
    wb_status st = wb_panel_new(tally_used, &wish, options_used, NULL, &panel, NULL);

    assert_true((st == WB_OK) == (panel != NULL));
    if (st == WB_OK)
        assert_close(wb_panel_part_at(panel, 1)->covariances[1], expected, 0);
    wb_panel_free(panel);
    return st;
}

static void test_panel__is_the_same_when_each_allocation_fails_once(void **state)
{
    static const design designs[] = {CLUSTERS, JACKKNIFE, WEIGHTS, CALIBRATED};
    wb_frame *frame = sample_frame();

    (void)state;
    for (size_t i = 0; i < sizeof designs / sizeof *designs; i++) {
        wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
        options.replicates = designs[i] == JACKKNIFE ? WB_REPLICATE_JKN : 0;
        wb_tally *tally = tally_of(designs[i], WB_STATISTIC_MEAN, frame);
        wb_panel *panel = panel_of(tally, true, &options);
        tally_used = tally;
        options_used = &options;
        expected = wb_panel_part_at(panel, 1)->covariances[1];
        assert_true(isfinite(expected));
        wb_test_every_allocation(lay_out_once);
        wb_panel_free(panel);
        wb_tally_free(tally);
    }
    wb_frame_free(frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_panel__differences_vary_as_their_covariances_say),
        cmocka_unit_test(test_panel__waves_of_the_same_clusters_vary_together),
        cmocka_unit_test(test_panel__is_the_same_when_each_allocation_fails_once),
        cmocka_unit_test(test_panel__what_cannot_be_estimated_differs_by_nothing_known),
    };
    return cmocka_run_group_tests_name("survey/panel", tests, NULL, NULL);
}
