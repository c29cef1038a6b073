/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Standard errors by replicates, held against the same number made again in each. */
#include "reliability_support.h"

enum { PEOPLE = 10 };

/* One jackknife replicate per person, r0 to r9: without that person, 10/9 of the others.
 */
static const double scores[PEOPLE] = {0, 0, 0, 1, 1, 2, 2, 2, 3, 3};
static const double criteria[PEOPLE] = {0, 0, 1, 0, 0, 0, 1, 1, 1, 0};
static const double first_items[PEOPLE] = {1, 2, 3, 4, 5, 4, 2, 1, 5, 3};
static const double second_items[PEOPLE] = {2, 2, 4, 4, 5, 3, 1, 2, 4, 3};

static void add_numbers(wb_frame *frame, const char *name, const double *values)
{
    wb_column column = WB_COLUMN_INIT;

    column.type = WB_TYPE_FLOAT64;
    column.flags = WB_COLUMN_COPY;
    column.values = values;
    assert_ok(wb_frame_add_column(frame, name, &column, NULL));
}

static wb_frame *people(void)
{
    wb_frame *frame = NULL;

    assert_ok(wb_frame_new(PEOPLE, &frame, NULL));
    add_numbers(frame, "score", scores);
    add_numbers(frame, "crit", criteria);
    add_numbers(frame, "a", first_items);
    add_numbers(frame, "b", second_items);
    for (int r = 0; r < PEOPLE; r++) {
        double weights[PEOPLE];
        char name[3] = {'r', (char)('0' + r), '\0'};
        for (int i = 0; i < PEOPLE; i++)
            weights[i] = i == r ? 0 : 10.0 / 9;
        add_numbers(frame, name, weights);
    }
    return frame;
}

static wb_spec *spec_of_replicates(void)
{
    wb_replicate_options options = WB_REPLICATE_OPTIONS_INIT;
    wb_spec *spec = spec_of_weights(NULL);

    options.type = WB_REPLICATE_JK1;
    assert_ok(wb_spec_set_replicates(spec, &options, NULL));
    for (int r = 0; r < PEOPLE; r++) {
        char name[3] = {'r', (char)('0' + r), '\0'};
        assert_ok(wb_spec_add_replicate(spec, name, 0, NULL));
    }
    return spec;
}

/* A statistic of all people but one; -1: of all. */
typedef double statistic(int without);

static double jackknife(statistic *of)
{
    double values[PEOPLE], mean = 0, sum = 0;

    for (int r = 0; r < PEOPLE; r++) {
        values[r] = of(r);
        mean += values[r] / PEOPLE;
    }
    for (int r = 0; r < PEOPLE; r++)
        sum += (values[r] - mean) * (values[r] - mean);
    return sqrt(sum * (PEOPLE - 1) / PEOPLE);
}

/* ---- curves ---- */

static double auc_of(int without)
{
    double won = 0, pairs = 0;

    for (int i = 0; i < PEOPLE; i++) {
        for (int j = 0; j < PEOPLE; j++) {
            if (i == without || j == without || criteria[i] == 0 || criteria[j] == 1)
                continue;
            pairs++;
            won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        }
    }
    return won / pairs;
}

/* From 2 on. */
static double sensitivity_of(int without)
{
    double all = 0, found = 0;

    for (int i = 0; i < PEOPLE; i++) {
        all += i != without && criteria[i] == 1;
        found += i != without && criteria[i] == 1 && scores[i] >= 2;
    }
    return found / all;
}

static double cost_of(int without)
{
    double all = 0, wrong = 0;

    for (int i = 0; i < PEOPLE; i++) {
        all += i != without;
        wrong += i != without && (scores[i] >= 2) != (criteria[i] == 1);
    }
    return wrong / all;
}

static void check_curve(const wb_spec *spec, const wb_estimate_options *how)
{
    wb_frame *frame = people(), *curve = NULL, *auc = NULL;
    wb_source *source = NULL;
    wb_error err = {0};

    assert_ok(wb_source_from_frame(frame, 3, &source, NULL));
    if (wb_roc(source, "score", "crit", spec, NULL, how, NULL, &curve, &auc, &err) !=
        WB_OK)
        fail_msg("%s", err.message);
    assert_close(number_at(auc, "auc", 0), auc_of(-1), 1e-15);
    assert_close(number_at(auc, "se", 0), jackknife(auc_of), 1e-13);
    assert_close(number_at(curve, "sensitivity_se", 2), jackknife(sensitivity_of), 1e-13);
    assert_close(number_at(curve, "cost_se", 2), jackknife(cost_of), 1e-13);
    assert_true(is_missing(curve, "npv_se", 0)); /* from 0 on nobody is below */
    assert_true(number_at(curve, "sensitivity_lower", 2) < 0.75);
    wb_frame_free(curve);
    wb_frame_free(auc);
    wb_source_free(source);
    wb_frame_free(frame);
}

static void test_roc__replicates_are_curves_of_all_but_one(void **state)
{
    wb_estimate_options how = WB_ESTIMATE_OPTIONS_INIT;
    wb_spec *spec = spec_of_replicates();

    (void)state;
    check_curve(spec, NULL);
    how.replicates = WB_REPLICATE_JK1;
    check_curve(NULL, &how);
    wb_spec_free(spec);
}

/* ---- reliability ---- */

/* Of two items: 4 cov / (var a + var b + 2 cov). */
static double alpha_of(int without)
{
    double n = 0, a = 0, b = 0, aa = 0, bb = 0, ab = 0;

    for (int i = 0; i < PEOPLE; i++) {
        if (i == without)
            continue;
        n++;
        a += first_items[i];
        b += second_items[i];
        aa += first_items[i] * first_items[i];
        bb += second_items[i] * second_items[i];
        ab += first_items[i] * second_items[i];
    }
    double both = ab - a * b / n;
    return 4 * both / (aa - a * a / n + bb - b * b / n + 2 * both);
}

static double mean_of(int without)
{
    double n = 0, sum = 0;

    for (int i = 0; i < PEOPLE; i++) {
        n += i != without;
        sum += i != without ? first_items[i] : 0;
    }
    return sum / n;
}

static const char *const ab[] = {"a", "b", NULL};

static void test_reliability__replicates_are_coefficients_of_all_but_one(void **state)
{
    wb_scales *scales = scale_of(1, 5, ab);
    wb_spec *spec = spec_of_replicates();
    wb_frame *frame = people();
    wb_frame *out = measured(scales, spec, frame);

    (void)state;
    assert_figure(out, "", "alpha", "estimate", alpha_of(-1));
    assert_figure(out, "", "alpha", "se", jackknife(alpha_of));
    assert_figure(out, "a", "mean", "se", jackknife(mean_of));
    wb_frame_free(out);
    wb_frame_free(frame);
    wb_spec_free(spec);
    wb_scales_free(scales);
}

/* The first two of six people are a group and a cluster of their own, which a replicate
 * leaves out as a whole; the other two replicates leave the group as it is. */
static void test_reliability__leaves_out_replicates_without_the_group(void **state)
{
    static const char *const by[] = {"g"};
    wb_replicate_options options = WB_REPLICATE_OPTIONS_INIT;
    wb_frame *frame = frame_of("g,a,b,r0,r1,r2\n"
                               "p,1,2,0,1.5,1.5\np,4,5,0,1.5,1.5\n"
                               "q,2,2,1.5,0,1.5\nq,3,5,1.5,0,1.5\n"
                               "q,1,1,1.5,1.5,0\nq,5,4,1.5,1.5,0\n");
    wb_scales *scales = scale_of(1, 5, ab);
    wb_spec *spec = spec_of_weights(NULL);

    (void)state;
    options.type = WB_REPLICATE_JK1;
    assert_ok(wb_spec_set_replicates(spec, &options, NULL));
    assert_ok(wb_spec_add_replicate(spec, "r0", 0, NULL));
    assert_ok(wb_spec_add_replicate(spec, "r1", 0, NULL));
    assert_ok(wb_spec_add_replicate(spec, "r2", 0, NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    wb_frame *out = measured(scales, spec, frame);
    assert_string_equal(text_at(out, "g", row_of(out, "s", "", "", "sd")), "p");
    assert_figure(out, "", "sd", "estimate", sqrt(4.5)); /* of 1.5 and 4.5 */
    assert_figure(out, "", "sd", "se", 0);
    assert_figure(out, "", "mean", "se", 0);
    assert_figure(out, "a", "sd", "se", 0);
    assert_figure(out, "", "alpha", "se", 0);
    wb_frame_free(out);
    wb_frame_free(frame);
    wb_spec_free(spec);
    wb_scales_free(scales);
}

/* ---- cut-offs ---- */

/* The jackknife of a mean is its linear standard error, and so is that of a share. */
static void test_moves__replicates_give_shares_their_linear_error(void **state)
{
    static const char csv[] = "y1,y2,y3,y4,y5,m1,m2,m3\n1,0,1,0,0,1,2,3\n"
                              "1,0,0,0,0,4,4,4\n1,0,1,1,1,1,1,1\n0,1,0,1,0,2,3,1\n";
    wb_estimate_options how = WB_ESTIMATE_OPTIONS_INIT;
    wb_instrument *instrument = NULL;
    wb_reader *reader = NULL;
    wb_frame *rows = frame_of(csv), *linear = NULL, *replicated = NULL;
    wb_source *source = NULL;

    (void)state;
    assert_ok(wb_reader_open(WB_TEST_SOURCE_DIR "/tests/data/moves.json", &reader, NULL));
    assert_ok(wb_instrument_read(reader, &instrument, NULL));
    assert_ok(wb_source_from_frame(rows, 0, &source, NULL));
    assert_ok(wb_cutoff_moves(instrument, source, NULL, NULL, &how, NULL, &linear, NULL));
    assert_ok(wb_source_rewind(source, NULL));
    how.replicates = WB_REPLICATE_JK1;
    assert_ok(
        wb_cutoff_moves(instrument, source, NULL, NULL, &how, NULL, &replicated, NULL));
    for (int64_t row = 0; row < wb_frame_row_count(linear); row++) {
        assert_close(number_at(replicated, "se", row), number_at(linear, "se", row),
                     1e-13);
        assert_close(number_at(replicated, "change_se", row),
                     number_at(linear, "change_se", row), 1e-13);
    }
    wb_frame_free(linear);
    wb_frame_free(replicated);
    wb_source_free(source);
    wb_reader_free(reader);
    wb_instrument_free(instrument);
    wb_frame_free(rows);
}

/* ---- memory ---- */

static wb_frame *shared_frame;
static wb_spec *shared_spec;
static wb_scales *shared_scales;

static wb_status measure_once(void)
{
    wb_source *source = NULL;
    wb_frame *curve = NULL, *auc = NULL, *out = NULL;
    wb_status st = wb_source_from_frame(shared_frame, 0, &source, NULL);

    if (st == WB_OK)
        st = wb_roc(source, "score", "crit", shared_spec, NULL, NULL, NULL, &curve, &auc,
                    NULL);
    if (st == WB_OK)
        st = measure_in_chunks(shared_scales, shared_spec, shared_frame, 9, NULL, &out,
                               NULL);
    wb_source_free(source);
    wb_frame_free(curve);
    wb_frame_free(auc);
    wb_frame_free(out);
    return st;
}

static void test_replicates__survive_every_failing_allocation(void **state)
{
    (void)state;
    shared_frame = people();
    shared_spec = spec_of_replicates();
    shared_scales = scale_of(1, 5, ab);
    wb_test_every_allocation(measure_once);
    wb_scales_free(shared_scales);
    wb_spec_free(shared_spec);
    wb_frame_free(shared_frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_roc__replicates_are_curves_of_all_but_one),
        cmocka_unit_test(test_reliability__replicates_are_coefficients_of_all_but_one),
        cmocka_unit_test(test_reliability__leaves_out_replicates_without_the_group),
        cmocka_unit_test(test_moves__replicates_give_shares_their_linear_error),
        cmocka_unit_test(test_replicates__survive_every_failing_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
