/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Contrasts, covariances and standardised estimates from numbers. */
#include "infer_support.h"

/* Shares of a yes/no question in two groups, means and a total. */
static const given rows[] = {
    {NULL, 0, "mean", "score", NULL, 3.4, 40},
    {"f", 0, "proportion", "burnout", "yes", 0.3, 19},
    {"f", 0, "proportion", "burnout", "no", 0.7, 19},
    {"m", 0, "proportion", "burnout", "yes", 0.2, 21},
    {"m", 0, "proportion", "burnout", "no", 0.8, 21},
    {"f", 0, "mean", "score", NULL, 3, 19},
    {"m", 0, "mean", "score", NULL, 4, 21},
    {"f", 0, "total", "score", NULL, 300, 19},
    {"m", 0, "total", "score", NULL, NAN, 0},
};
enum { N_ROWS = sizeof rows / sizeof *rows };

static void set(double *v, size_t i, size_t j, double value)
{
    v[i * N_ROWS + j] = v[j * N_ROWS + i] = value;
}

static void make(numbers *made)
{
    double v[N_ROWS * N_ROWS] = {0};

    set(v, 0, 0, 0.04);
    set(v, 1, 1, 0.002);
    set(v, 1, 2, -0.002);
    set(v, 2, 2, 0.002);
    set(v, 3, 3, 0.003);
    set(v, 3, 4, -0.003);
    set(v, 4, 4, 0.003);
    set(v, 1, 3, 0.0005);
    set(v, 2, 4, 0.0005);
    set(v, 1, 4, -0.0005);
    set(v, 2, 3, -0.0005);
    set(v, 5, 5, 0.01);
    set(v, 6, 6, 0.02);
    set(v, 5, 6, 0.005);
    set(v, 7, 7, 100);
    set(v, 8, 8, NAN);
    numbers_make(made, rows, v, N_ROWS);
}

static wb_frame *contrast(numbers *made, const char *text)
{
    wb_frame *out = NULL;
    wb_error err = {0};

    if (wb_evidence_contrasts(&made->evidence, &text, 1, &out, &err) != WB_OK)
        fail_msg("%s", err.message);
    assert_int_equal(wb_frame_row_count(out), 1);
    return out;
}

/* Both have a standard error, and how they vary together is not known. */
static void test_contrast__without_a_covariance_is_missing(void **state)
{
    static const char *const texts[] = {
        "mean(score)[sector = f] - mean(score)[sector = m]",
        "exp(mean(score)[sector = f] - "
        "mean(score)[sector = m])"};
    numbers made;

    (void)state;
    make(&made);
    made.v[5 * N_ROWS + 6] = made.v[6 * N_ROWS + 5] = NAN;
    for (int i = 0; i < 2; i++) {
        wb_frame *out = contrast(&made, texts[i]);
        assert_true(text_is(out, "status", 0, "missing"));
        assert_true(isnan(number(out, "estimate", 0)) && isnan(number(out, "se", 0)));
        assert_true(isnan(number(out, "lower", 0)) && isnan(number(out, "p", 0)));
        wb_frame_free(out);
    }
    numbers_free(&made);
}

static void test_contrast__of_two_shares_is_the_risk_difference(void **state)
{
    static numbers made;

    (void)state;
    make(&made);
    wb_frame *out =
        contrast(&made, "risk difference := proportion(burnout = yes)[sector = f]"
                        " - proportion(burnout = yes)[sector = m]");
    assert_true(text_is(out, "contrast", 0, "risk difference"));
    assert_close(number(out, "estimate", 0), 0.1, 1e-15);
    assert_close(number(out, "se", 0), sqrt(0.002 + 0.003 - 2 * 0.0005), 1e-15);
    assert_close(number(out, "df", 0), 40, 0);
    assert_close(number(out, "t", 0), 0.1 / sqrt(0.004), 1e-14);
    assert_close(number(out, "lower", 0) + number(out, "upper", 0), 0.2, 1e-15);
    assert_true(text_is(out, "status", 0, "ok"));
    wb_frame_free(out);
    numbers_free(&made);
}

/* log OR = logit .3 - logit .2; its variance by the delta method is
 * .002/.21² + .003/.16² - 2 * .0005/(.21 * .16). */
static void test_contrast__odds_ratio_has_its_interval_on_the_log_scale(void **state)
{
    static numbers made;
    double log_or = log(0.3 / 0.7) - log(0.2 / 0.8);
    double se =
        sqrt(0.002 / (0.21 * 0.21) + 0.003 / (0.16 * 0.16) - 2 * 0.0005 / (0.21 * 0.16));
    double t = 2.0210753903062733; /* qt(.975, 40) */

    (void)state;
    make(&made);
    wb_frame *out = contrast(&made, "exp(logit(proportion(burnout = yes)[sector = f]) - "
                                    "logit(proportion(burnout = yes)[sector = m]))");
    assert_close(number(out, "estimate", 0), exp(log_or), 1e-14);
    assert_close(number(out, "se", 0), exp(log_or) * se, 1e-14);
    assert_close(number(out, "lower", 0), exp(log_or - t * se), 1e-13);
    assert_close(number(out, "upper", 0), exp(log_or + t * se), 1e-13);
    assert_close(number(out, "t", 0), log_or / se, 1e-13);
    wb_frame_free(out);
    /* The same from the other categories, upside down. */
    out = contrast(&made, "exp(logit(proportion(burnout = no)[sector = m]) - "
                          "logit(proportion(burnout = no)[sector = f]))");
    assert_close(number(out, "estimate", 0), exp(log_or), 1e-14);
    assert_close(number(out, "lower", 0), exp(log_or - t * se), 1e-13);
    wb_frame_free(out);
    /* As a part of a larger expression exp gets no interval of its own. */
    out = contrast(&made, "exp(logit(proportion(burnout = yes)[sector = f]) - "
                          "logit(proportion(burnout = yes)[sector = m])) - 1");
    assert_close(number(out, "estimate", 0), exp(log_or) - 1, 1e-14);
    assert_close(number(out, "lower", 0), exp(log_or) * (1 - t * se) - 1, 1e-13);
    wb_frame_free(out);
    numbers_free(&made);
}

static void test_contrast__expit_on_top_keeps_shares_within_bounds(void **state)
{
    static numbers made;
    double se = sqrt(0.002) / 0.21;
    double t = 2.0930240544083092; /* qt(.975, 19) */

    (void)state;
    make(&made);
    wb_frame *out =
        contrast(&made, "expit(logit(proportion(burnout = yes)[sector = f]))");
    assert_close(number(out, "estimate", 0), 0.3, 1e-15);
    assert_close(number(out, "se", 0), sqrt(0.002), 1e-15);
    assert_close(number(out, "upper", 0), 1 / (1 + exp(-(log(0.3 / 0.7) + t * se))),
                 1e-13);
    wb_frame_free(out);
    numbers_free(&made);
}

/* e^709.9 is beyond what a number holds, and e^709 is not. */
static void test_contrast__an_upper_bound_that_no_number_holds_is_missing(void **state)
{
    static numbers made;

    (void)state;
    make(&made);
    wb_frame *out = contrast(&made, "exp(mean(score) * 10 + 674)");
    assert_close(number(out, "estimate", 0), exp(708), exp(708) * 1e-12);
    assert_true(number(out, "lower", 0) > 0);
    assert_true(isnan(number(out, "upper", 0)));
    wb_frame_free(out);
    numbers_free(&made);
}

/* A total that has no value has none when it is carried out either. */
static void test_contrast__of_what_is_missing_stays_missing_on_the_outside(void **state)
{
    static numbers made;

    (void)state;
    make(&made);
    wb_frame *out = contrast(&made, "exp(total(score)[sector = m])");
    assert_true(text_is(out, "status", 0, "missing"));
    assert_true(isnan(number(out, "estimate", 0)));
    assert_true(isnan(number(out, "lower", 0)));
    wb_frame_free(out);
    numbers_free(&made);
}

/* The one-sample test: t = (3.4 - 3) / 0.2. */
static void test_contrast__with_a_number_is_the_one_sample_test(void **state)
{
    static numbers made;

    (void)state;
    make(&made);
    wb_frame *out = contrast(&made, "mean(score) - 3");
    assert_true(text_is(out, "contrast", 0, "mean(score) - 3"));
    assert_close(number(out, "t", 0), 2, 1e-14);
    assert_close(number(out, "df", 0), 40, 0);
    wb_frame_free(out);
    numbers_free(&made);
}

static void test_contrast__counts_an_estimate_once_however_often_it_is_named(void **state)
{
    static numbers made;

    (void)state;
    make(&made);
    wb_frame *out = contrast(&made, "3 * mean(score) - mean(score) * 2");
    assert_close(number(out, "estimate", 0), 3.4, 1e-15);
    assert_close(number(out, "se", 0), 0.2, 1e-15);
    assert_close(number(out, "df", 0), 40, 0);
    wb_frame_free(out);
    numbers_free(&made);
}

static void test_contrast__says_why_there_is_no_test(void **state)
{
    static const struct {
        const char *text, *status;
    } cases[] = {
        {"total(score)[sector = f] - total(score)[sector = m]", "missing"},
        {"log(mean(score)[sector = f] - mean(score)[sector = m])", "undefined"},
        {"1 / (mean(score) - 3.4)", "undefined"},
        {"exp(mean(score) * 1000)", "undefined"},
    };
    static numbers made;

    (void)state;
    make(&made);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        wb_frame *out = contrast(&made, cases[i].text);
        assert_true(text_is(out, "status", 0, cases[i].status));
        assert_true(isnan(number(out, "estimate", 0)) && isnan(number(out, "df", 0)) &&
                    isnan(number(out, "p", 0)));
        wb_frame_free(out);
    }
    wb_frame *out = contrast(&made, "proportion(burnout = yes)[sector = f] + "
                                    "proportion(burnout = no)[sector = f]");
    assert_true(text_is(out, "status", 0, "constant"));
    assert_true(number(out, "estimate", 0) == 1 && number(out, "se", 0) == 0);
    assert_true(isnan(number(out, "t", 0)) && isnan(number(out, "lower", 0)));
    wb_frame_free(out);
    made.df[0] = 0;
    out = contrast(&made, "exp(mean(score))");
    assert_true(text_is(out, "status", 0, "no_df"));
    assert_close(number(out, "se", 0), exp(3.4) * 0.2, 1e-14);
    assert_true(isnan(number(out, "upper", 0)));
    wb_frame_free(out);
    numbers_free(&made);
}

static void test_contrasts__come_in_their_order_and_fail_as_a_whole(void **state)
{
    static const char *const texts[] = {"mean(score)", "b := mean(score)[sector = m]",
                                        "mean(scor)", "3 + 4"};
    static numbers made;
    wb_frame *out = NULL;
    wb_error err = {0};

    (void)state;
    make(&made);
    assert_ok(wb_evidence_contrasts(&made.evidence, texts, 2, &out, NULL));
    assert_int_equal(wb_frame_row_count(out), 2);
    assert_true(text_is(out, "contrast", 1, "b"));
    assert_close(number(out, "estimate", 1), 4, 0);
    wb_frame_free(out);
    out = NULL;
    assert_fails(wb_evidence_contrasts(&made.evidence, texts, 3, &out, &err), WB_E_DATA);
    assert_int_equal(err.row, 2);
    assert_null(out);
    assert_fails(wb_evidence_contrasts(&made.evidence, texts + 3, 1, &out, &err),
                 WB_E_ARG);
    assert_non_null(strstr(err.message, "there is no estimate in '3 + 4'"));
    assert_fails(
        wb_evidence_contrasts(&made.evidence, (const char *[]){NULL}, 1, &out, &err),
        WB_E_ARG);
    assert_ok(wb_evidence_contrasts(&made.evidence, texts, 0, &out, NULL));
    assert_int_equal(wb_frame_row_count(out), 0);
    wb_frame_free(out);
    numbers_free(&made);
}

static void test_contrasts__refuse_too_many_estimates(void **state)
{
    enum { N = 2001 };
    static char text[14 * N];
    static numbers made;
    const char *texts[] = {text};
    wb_frame *out = NULL;

    (void)state;
    for (int i = 0; i < N; i++)
        memcpy(text + 14 * i, "mean(score) + ", 14);
    text[14 * N - 3] = '\0';
    make(&made);
    assert_fails(wb_evidence_contrasts(&made.evidence, texts, 1, &out, NULL), WB_E_LIMIT);
    text[14 * (N - 1) - 3] = '\0';
    assert_ok(wb_evidence_contrasts(&made.evidence, texts, 1, &out, NULL));
    assert_close(number(out, "estimate", 0), 2000 * 3.4, 1e-12);
    assert_close(number(out, "se", 0), 2000 * 0.2, 1e-12);
    wb_frame_free(out);
    numbers_free(&made);
}

/* ---- covariances ---- */

static void test_covariances__are_the_upper_triangle_of_each_breakdown(void **state)
{
    static numbers made;
    wb_frame *out = NULL;

    (void)state;
    make(&made);
    assert_ok(wb_evidence_covariances(&made.evidence, &out, NULL));
    assert_int_equal(wb_frame_row_count(out), 1 + 8 * 9 / 2);
    assert_close(number(out, "covariance", 0), 0.04, 0);
    assert_int_equal(number(out, "row_j", 0), 0);
    for (int64_t row = 0; row < wb_frame_row_count(out); row++) {
        size_t i = (size_t)number(out, "row_i", row);
        size_t j = (size_t)number(out, "row_j", row);
        assert_true(i <= j && (i == 0) == (j == 0));
        assert_close(number(out, "covariance", row), made.v[i * N_ROWS + j], 0);
    }
    assert_true(wb_frame_is_missing(out, 2, wb_frame_row_count(out) - 1));
    wb_frame_free(out);
    numbers_free(&made);
}

/* ---- standardised ---- */

/* P = 1/4, 3/4: V = V_f/16 + 9 V_m/16 + 2 * 3/16 V_fm. */
static void test_standardise__weighs_levels_by_the_standard(void **state)
{
    static numbers made;
    wb_frame *out = NULL;

    (void)state;
    make(&made);
    wb_frame *by = standard_of("sector", (const char *[]){"m", "f"}, (double[]){3, 1}, 2);
    made.evidence.interval = WB_INTERVAL_WALD;
    assert_ok(wb_evidence_standardise(&made.evidence, "sector", by, &out, NULL));
    assert_int_equal(wb_frame_row_count(out), 3); /* yes, no, mean; no total */
    assert_int_equal(wb_frame_find(out, "sector"), -1);
    assert_true(text_is(out, "statistic", 2, "mean"));
    assert_close(number(out, "estimate", 2), 3.75, 1e-15);
    double se = sqrt(0.01 / 16 + 0.02 * 9 / 16 + 0.005 * 6 / 16);
    double t = 2.0210753903062733;
    assert_close(number(out, "se", 2), se, 1e-15);
    assert_close(number(out, "df", 2), 40, 0);
    assert_close(number(out, "lower", 2), 3.75 - t * se, 1e-13);
    assert_int_equal(number(out, "n", 2), 42);
    assert_true(isnan(number(out, "deff", 2)));
    assert_true(text_is(out, "status", 2, "ok"));
    assert_close(number(out, "estimate", 0), 0.225, 1e-15);
    assert_close(number(out, "upper", 0), 0.225 + t * number(out, "se", 0), 1e-13);
    wb_frame_free(out);
    made.evidence.interval = WB_INTERVAL_LOGIT;
    assert_ok(wb_evidence_standardise(&made.evidence, "sector", by, &out, NULL));
    assert_close(
        number(out, "upper", 0),
        1 / (1 + exp(-(log(0.225 / 0.775) + t * number(out, "se", 0) / (0.225 * 0.775)))),
        1e-13);
    wb_frame_free(out);
    wb_frame_free(by);
    numbers_free(&made);
}

/* A level of weight 0 does not count: its missing estimates do no harm. */
static void test_standardise__says_when_a_level_has_no_estimate(void **state)
{
    static const given lacking[] = {{"f", 0, "mean", "y", NULL, 1, 4},
                                    {"m", 0, "mean", "y", NULL, NAN, 0},
                                    {"x", 0, "mean", "y", NULL, 3, 4}};
    static const double v[9] = {[0] = 1, [4] = NAN, [8] = 1};
    static const char *const levels[] = {"f", "m", "x"};
    static numbers made;
    wb_frame *out = NULL;

    (void)state;
    numbers_make(&made, lacking, v, 3);
    wb_frame *by = standard_of("sector", levels, (double[]){1, 0, 1}, 3);
    assert_ok(wb_evidence_standardise(&made.evidence, "sector", by, &out, NULL));
    assert_close(number(out, "estimate", 0), 2, 1e-15);
    assert_close(number(out, "se", 0), sqrt(0.5), 1e-15);
    assert_int_equal(number(out, "n", 0), 10);
    wb_frame_free(out);
    wb_frame_free(by);
    by = standard_of("sector", levels, (double[]){1, 1, 1}, 3);
    assert_ok(wb_evidence_standardise(&made.evidence, "sector", by, &out, NULL));
    assert_true(text_is(out, "status", 0, "incomplete"));
    assert_int_equal(wb_frame_find(out, "cv"), -1);
    assert_true(isnan(number(out, "estimate", 0)) && isnan(number(out, "lower", 0)));
    wb_frame_free(out);
    wb_frame_free(by);
    numbers_free(&made);
}

static void test_standardise__flags_precision_when_asked(void **state)
{
    static numbers made;
    wb_frame *out = NULL;

    (void)state;
    make(&made);
    made.evidence.precision = true;
    wb_frame *by = standard_of("sector", (const char *[]){"m", "f"}, (double[]){3, 1}, 2);
    assert_ok(wb_evidence_standardise(&made.evidence, "sector", by, &out, NULL));
    assert_close(number(out, "cv", 2), number(out, "se", 2) / 3.75, 1e-15);
    assert_true(text_is(out, "precision", 2, "ok"));
    wb_frame_free(out);
    wb_frame_free(by);
    numbers_free(&made);
}

static void test_standardise__takes_extreme_shares_for_what_they_are(void **state)
{
    static const given extreme[] = {{"f", 0, "proportion", "b", "yes", 0, 4},
                                    {"m", 0, "proportion", "b", "yes", 0, 4}};
    static const double v[4] = {0};
    static numbers made;
    wb_frame *out = NULL;

    (void)state;
    numbers_make(&made, extreme, v, 2);
    wb_frame *by = standard_of("sector", (const char *[]){"f", "m"}, (double[]){1, 1}, 2);
    assert_ok(wb_evidence_standardise(&made.evidence, "sector", by, &out, NULL));
    assert_true(text_is(out, "status", 0, "extreme"));
    assert_true(number(out, "estimate", 0) == 0 && number(out, "se", 0) == 0);
    wb_frame_free(out);
    wb_frame_free(by);
    numbers_free(&made);
}

/* Texts are no weights. */
static void test_standardise__refuses_weights_that_are_texts(void **state)
{
    static numbers made;
    wb_frame *by = frame_of("sector,weight\nf,x1\nm,x2\n"), *out = NULL;
    wb_error err = {0};

    (void)state;
    make(&made);
    assert_fails(wb_evidence_standardise(&made.evidence, "sector", by, &out, &err),
                 WB_E_DATA);
    assert_says(err.message, "column 'weight' holds utf8, where numbers");
    assert_string_equal(err.item, "weight");
    assert_null(out);
    wb_frame_free(by);
    numbers_free(&made);
}

static void test_standardise__names_what_is_wrong_with_the_standard(void **state)
{
    static const struct {
        const char *column;
        const char *levels[3];
        double weights[3];
        int64_t n;
        const char *says;
    } cases[] = {
        {"sector", {"f", "x", "m"}, {1, 1, 1}, 3, "only in the standard: x"},
        {"sector", {"f"}, {1}, 1, "only in the estimates: m;"},
        {"sector", {"f", "m", "f"}, {1, 1, 1}, 3, "stands a second time in row 2"},
        {"sector", {"f", NULL}, {1, 1}, 2, "no value of 'sector' in row 1"},
        {"sector", {"f", "m"}, {1, -1}, 2, "the weight in row 1 of the standard"},
        {"sector", {"f", "m"}, {NAN, 1}, 2, "the weight in row 0 of the standard"},
        {"sector", {"f", "m"}, {1, INFINITY}, 2, "the weight in row 1 of the standard"},
        {"sector", {"f", "m"}, {0, 0}, 2, "no positive, finite sum"},
        {"group", {"f", "m"}, {1, 1}, 2, "'sector'"},
    };
    static numbers made;

    (void)state;
    make(&made);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        wb_frame *by =
            standard_of(cases[i].column, cases[i].levels, cases[i].weights, cases[i].n);
        wb_frame *out = NULL;
        wb_error err = {0};
        assert_fails(wb_evidence_standardise(&made.evidence, "sector", by, &out, &err),
                     WB_E_DATA);
        if (strstr(err.message, cases[i].says) == NULL)
            fail_msg("case %d gives: %s", (int)i, err.message);
        assert_null(out);
        wb_frame_free(by);
    }
    numbers_free(&made);
}

static void test_standardise__names_a_standard_of_another_type(void **state)
{
    static const given waves[] = {{NULL, 2019, "mean", "y", NULL, 1, 4}};
    static const double v[1] = {1};
    static numbers made;
    wb_frame *out = NULL;
    wb_error err = {0};

    (void)state;
    numbers_make(&made, waves, v, 1);
    wb_frame *by = standard_of("year", (const char *[]){"2019"}, (double[]){1}, 1);
    assert_fails(wb_evidence_standardise(&made.evidence, "year", by, &out, &err),
                 WB_E_DATA);
    assert_string_equal(err.item, "year");
    assert_non_null(strstr(err.message, "utf8 in the standard, and int64"));
    assert_null(out);
    wb_frame_free(by);
    numbers_free(&made);
}

static numbers shared;
static wb_frame *shared_standard, *other_standard;

static wb_status run_contrasts(void)
{
    static const char *const texts[] = {
        "exp(log(mean(score)[sector = f]) - log(mean(score)[sector = m]))",
        "x := total(score)[sector = m]"};
    wb_frame *out = NULL;
    wb_status st = wb_evidence_contrasts(&shared.evidence, texts, 2, &out, NULL);
    wb_frame_free(out);
    return st;
}

static wb_status run_covariances(void)
{
    wb_frame *out = NULL;
    wb_status st = wb_evidence_covariances(&shared.evidence, &out, NULL);
    wb_frame_free(out);
    return st;
}

static wb_status run_standardise(void)
{
    wb_frame *out = NULL;
    wb_status st =
        wb_evidence_standardise(&shared.evidence, "sector", shared_standard, &out, NULL);
    wb_frame_free(out);
    return st;
}

/* Of the error, too. */
static wb_status run_other_levels(void)
{
    wb_error err = {0};
    wb_frame *out = NULL;
    wb_status st =
        wb_evidence_standardise(&shared.evidence, "sector", other_standard, &out, &err);
    return st == WB_E_DATA ? WB_OK : st;
}

static void test_contrasts__survive_every_failing_allocation(void **state)
{
    (void)state;
    make(&shared);
    shared_standard =
        standard_of("sector", (const char *[]){"f", "m"}, (double[]){1, 1}, 2);
    other_standard =
        standard_of("sector", (const char *[]){"f", "x"}, (double[]){1, 1}, 2);
    wb_test_every_allocation(run_contrasts);
    wb_test_every_allocation(run_covariances);
    wb_test_every_allocation(run_standardise);
    wb_test_every_allocation(run_other_levels);
    wb_frame_free(shared_standard);
    wb_frame_free(other_standard);
    numbers_free(&shared);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_contrast__without_a_covariance_is_missing),
        cmocka_unit_test(test_contrast__of_two_shares_is_the_risk_difference),
        cmocka_unit_test(test_contrast__odds_ratio_has_its_interval_on_the_log_scale),
        cmocka_unit_test(test_contrast__expit_on_top_keeps_shares_within_bounds),
        cmocka_unit_test(test_contrast__with_a_number_is_the_one_sample_test),
        cmocka_unit_test(
            test_contrast__counts_an_estimate_once_however_often_it_is_named),
        cmocka_unit_test(test_contrast__says_why_there_is_no_test),
        cmocka_unit_test(test_contrasts__come_in_their_order_and_fail_as_a_whole),
        cmocka_unit_test(test_contrasts__refuse_too_many_estimates),
        cmocka_unit_test(test_covariances__are_the_upper_triangle_of_each_breakdown),
        cmocka_unit_test(test_standardise__weighs_levels_by_the_standard),
        cmocka_unit_test(test_standardise__says_when_a_level_has_no_estimate),
        cmocka_unit_test(test_standardise__flags_precision_when_asked),
        cmocka_unit_test(test_standardise__takes_extreme_shares_for_what_they_are),
        cmocka_unit_test(test_standardise__refuses_weights_that_are_texts),
        cmocka_unit_test(test_contrast__an_upper_bound_that_no_number_holds_is_missing),
        cmocka_unit_test(test_contrast__of_what_is_missing_stays_missing_on_the_outside),
        cmocka_unit_test(test_standardise__names_what_is_wrong_with_the_standard),
        cmocka_unit_test(test_standardise__names_a_standard_of_another_type),
        cmocka_unit_test(test_contrasts__survive_every_failing_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
