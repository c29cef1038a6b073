/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Waves that share people, on replicate weights of which one leaves a wave without rows.
 */
#include "monitoring.h"

#include <math.h>
#include <stdbool.h>

#define N_PEOPLE 4
#define N_WAVES  3

/* Of everyone in each wave, in percent; -1: did not answer. Without the last person there
 * is no first wave. */
static const int scores[N_PEOPLE][N_WAVES] = {
    {-1, 50, 100}, {-1, 0, 50}, {-1, 100, 0}, {50, 50, 100}};

/* Replicate r is without person r: the others weigh 4/3. */
static wb_frame *answers_of_people(void)
{
    char csv[4000];
    size_t at =
        (size_t)snprintf(csv, sizeof csv, "person,year,weight,a1,a2,b1,b2,r0,r1,r2,r3\n");

    for (int p = 0; p < N_PEOPLE; p++) {
        for (int w = 0; w < N_WAVES; w++) {
            if (scores[p][w] < 0)
                continue;
            at += (size_t)snprintf(csv + at, sizeof csv - at, "%d,%d,1,%d,%d,0,0", p,
                                   2010 + 3 * w, scores[p][w] >= 50, scores[p][w] == 100);
            for (int r = 0; r < N_PEOPLE; r++)
                at += (size_t)snprintf(csv + at, sizeof csv - at, ",%.17g",
                                       r == p ? 0.0 : 4.0 / 3);
            at += (size_t)snprintf(csv + at, sizeof csv - at, "\n");
        }
    }
    return frame_of(csv);
}

static wb_spec *jackknife_design(void)
{
    static const char *const names[N_PEOPLE] = {"r0", "r1", "r2", "r3"};
    wb_replicate_options options = WB_REPLICATE_OPTIONS_INIT;
    wb_spec *spec = NULL;

    options.type = WB_REPLICATE_JK1;
    assert_ok(wb_spec_new(&spec, NULL));
    assert_ok(wb_spec_set_weights(spec, "weight", NULL));
    assert_ok(wb_spec_set_replicates(spec, &options, NULL));
    for (size_t r = 0; r < N_PEOPLE; r++)
        assert_ok(wb_spec_add_replicate(spec, names[r], 0, NULL));
    return spec;
}

/* ---- by hand ---- */

/* NaN: nobody is left. */
static double mean_without(int wave, int person)
{
    double sum = 0;
    int n = 0;

    for (int p = 0; p < N_PEOPLE; p++) {
        if (p != person && scores[p][wave] >= 0) {
            sum += scores[p][wave];
            n++;
        }
    }
    return n > 0 ? sum / n : (double)NAN;
}

/* Of Σ c times the means of the waves that are taken. */
static double combine(const double *c, const bool *taken, int without)
{
    double value = 0;
    for (int w = 0; w < N_WAVES; w++)
        value += taken[w] ? c[w] * mean_without(w, without) : 0;
    return value;
}

/* V = 3/4 Σ (θ_r - mean)² over the replicates that have all the waves. */
static double jackknife_se(const double *c, const bool *taken)
{
    double values[N_PEOPLE], mean = 0, sum = 0;
    int n = 0;

    for (int r = 0; r < N_PEOPLE; r++) {
        values[n] = combine(c, taken, r);
        if (!isnan(values[n]))
            mean += values[n++];
    }
    mean /= n;
    for (int r = 0; r < n; r++)
        sum += (values[r] - mean) * (values[r] - mean);
    return sqrt(0.75 * sum);
}

/* ---- the tests ---- */

static wb_monitor_results *results_on_replicates(void)
{
    wb_monitor *monitor = monitor_of(
        DEFINITION("\"waves\":{\"column\":\"year\",\"shared_units\":true},\"design\":{"
                   "\"weights\":\"weight\",\"clusters\":[\"person\"]}"));
    wb_frame *answers = answers_of_people();
    wb_spec *design = jackknife_design();

    assert_ok(wb_monitor_set_design(monitor, design, NULL));
    add(monitor, NULL, answers);
    wb_monitor_results *results = results_of(monitor);
    wb_spec_free(design);
    wb_frame_free(answers);
    wb_monitor_free(monitor);
    return results;
}

/* One wave less another; the other replicates all count, and no others. */
static void test_wb_monitor_results__a_change_takes_replicates_of_both_waves(void **state)
{
    static const struct {
        const char *wave, *reference, *with;
        double c[N_WAVES];
        bool taken[N_WAVES];
    } cases[] = {
        {"2013", "2010", "previous", {-1, 1, 0}, {true, true, false}},
        {"2016", "2010", "first", {-1, 0, 1}, {true, false, true}},
        {"2016", "2013", "previous", {0, -1, 1}, {false, true, true}},
    };
    wb_monitor_results *results = results_on_replicates();
    wb_frame *changes = part_of(results, "changes");

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const where[][2] = {{"wave", cases[i].wave},
                                        {"reference", cases[i].reference},
                                        {"compared_with", cases[i].with},
                                        {"variable", "sa"}};
        int64_t row = row_where(changes, where, 4);
        assert_true(row >= 0);
        assert_close(number_at(changes, "difference", row),
                     combine(cases[i].c, cases[i].taken, -1), 1e-13);
        assert_close(number_at(changes, "se", row),
                     jackknife_se(cases[i].c, cases[i].taken), 1e-13);
    }
    wb_frame_free(changes);
    wb_monitor_results_free(results);
}

static void test_wb_monitor_results__a_trend_takes_replicates_of_all_waves(void **state)
{
    static const double c[] = {-1 / 6.0, 0, 1 / 6.0};
    static const bool all[] = {true, true, true};
    static const char *const of[][2] = {{"variable", "sa"}};
    wb_monitor_results *results = results_on_replicates();
    wb_frame *trend = part_of(results, "trend");
    int64_t row = row_where(trend, of, 1);

    (void)state;
    assert_close(number_at(trend, "slope", row), combine(c, all, -1), 1e-13);
    assert_close(number_at(trend, "se", row), jackknife_se(c, all), 1e-13);
    wb_frame_free(trend);
    wb_monitor_results_free(results);
}

static wb_monitor_results *on_replicates;

static wb_status tell_changes(void)
{
    wb_frame *frame = NULL;
    wb_status st = wb_monitor_results_table(on_replicates, "changes", "en", &frame, NULL);

    assert_true((st == WB_OK) == (frame != NULL));
    wb_frame_free(frame);
    return st;
}

static void test_wb_monitor_results_table__survives_every_failing_allocation(void **state)
{
    (void)state;
    on_replicates = results_on_replicates();
    wb_test_every_allocation(tell_changes);
    wb_monitor_results_free(on_replicates);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            test_wb_monitor_results__a_change_takes_replicates_of_both_waves),
        cmocka_unit_test(test_wb_monitor_results__a_trend_takes_replicates_of_all_waves),
        cmocka_unit_test(
            test_wb_monitor_results_table__survives_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
