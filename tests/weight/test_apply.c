/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Weights by hand, and every way in which they cannot be. */
#include "weight_support.h"

static void test_nonresponse__respondents_carry_their_cell(void **state)
{
    /* sex m: weights 2 1 3, the first did not answer: factor 6 / 4. f: all answered. */
    const double expected[] = {1, 0, 3, 1.5, 2, 4.5};
    wb_frame *frame = people();
    wb_frame *report = NULL;
    wb_frame *out = weigh("'weights':'w','steps':[{'step':'nonresponse','respondent':"
                          "'answered','cells':['sex']}]",
                          frame, &report);

    (void)state;
    for (int64_t i = 0; i < 6; i++) {
        assert_close(number(out, "weight", i), expected[i], 1e-15);
        assert_close(number(out, "weight_before", i), number(frame, "w", i), 0);
    }
    assert_close(number(out, "weight_g", 3), 1.5, 1e-15);
    assert_int_equal(wb_frame_row_count(report), 3);
    assert_string(report, "kind", 0, "nonresponse");
    assert_close(number(report, "after", 0), 12, 1e-15);
    assert_string(report, "margin", 2, "sex");
    assert_string(report, "category", 2, "m");
    assert_close(number(report, "n", 2), 3, 0);
    assert_close(number(report, "before", 2), 4, 0);
    assert_close(number(report, "target", 2), 6, 0);
    assert_close(number(report, "g_max", 2), 1.5, 1e-15);
    wb_frame_free(out);
    wb_frame_free(report);
    wb_frame_free(frame);
}

static void test_nonresponse__without_cells_is_one_factor(void **state)
{
    wb_frame *frame = people();
    wb_frame *out =
        weigh("'weights':'w','steps':[{'step':'nonresponse','respondent':'answered'}]",
              frame, NULL);

    (void)state;
    assert_close(number(out, "weight", 0), 1.2, 1e-15);
    assert_close(number(out, "weight", 1), 0, 0);
    wb_frame_free(out);
    wb_frame_free(frame);
}

/* The first rows have values that no row with a weight has. */
static void test_nonresponse__values_without_weight_make_no_cell(void **state)
{
    const char *const sex[] = {"f", "m", "f", "m", "m"};
    const int32_t size[] = {9, 9, 1, 1, 1};
    const double w[] = {0, 0, 2, 1, 3};
    const int8_t answered[] = {1, 0, 1, 1, 0};
    const double expected[] = {0, 0, 2, 4, 0};
    wb_frame *frame = new_frame(5);
    wb_frame *report = NULL;

    (void)state;
    add_texts(frame, "sex", sex);
    add_int32s(frame, "size", size);
    add_doubles(frame, "w", w);
    add_bools(frame, "answered", answered);
    wb_frame *out = weigh("'weights':'w','steps':[{'step':'nonresponse','respondent':"
                          "'answered','cells':['size','sex']}]",
                          frame, &report);
    for (int64_t i = 0; i < 5; i++)
        assert_close(number(out, "weight", i), expected[i], 1e-15);
    assert_int_equal(wb_frame_row_count(report), 3);
    assert_string(report, "category", 1, "1+f");
    assert_string(report, "category", 2, "1+m");
    assert_close(number(report, "g_max", 2), 4, 1e-15);
    wb_frame_free(out);
    wb_frame_free(report);
    wb_frame_free(frame);
}

static void test_poststratify__cells_of_two_columns(void **state)
{
    wb_frame *frame = people();
    wb_frame *report = NULL;
    wb_frame *out = weigh(
        "'weights':'w','steps':[{'step':'poststratify','margins':[{'columns':['size',"
        "'sex'],'targets':[{'categories':[1,'f'],'total':10},{'categories':[1,'m'],"
        "'total':20},{'categories':['2','f'],'total':30},{'categories':[2,'m'],'total':"
        "40},"
        "{'categories':[3,'f'],'total':50},{'categories':[3,'m'],'total':60}]}]}]",
        frame, &report);

    (void)state;
    for (int64_t i = 0; i < 6; i++) {
        assert_close(number(out, "weight", i), 10.0 * (double)(i + 1), 1e-15);
        assert_close(number(report, "deviation", i + 1), 0, 1e-15);
    }
    assert_string(report, "margin", 1, "size+sex");
    assert_string(report, "category", 3, "2+f");
    assert_close(number(report, "iterations", 0), 1, 0);
    assert_close(number(report, "target", 0), 210, 0);
    assert_close(number(report, "g_min", 0), 10, 1e-15);
    assert_close(number(report, "g_max", 0), 40, 1e-15);
    wb_frame_free(out);
    wb_frame_free(report);
    wb_frame_free(frame);
}

/* Two by two with all weights 1: the raked table keeps its odds ratio of 1, so the cells
 * are products of the margins over the total. */
static void test_rake__independent_table_by_hand(void **state)
{
    const char *const a[] = {"p", "p", "q", "q"};
    const int8_t b[] = {1, 0, 1, 0};
    wb_frame *frame = new_frame(4);

    (void)state;
    add_texts(frame, "a", a);
    add_bools(frame, "b", b);
    wb_frame *out =
        weigh("'steps':[{'step':'rake','margins':[{'columns':['a'],'targets':"
              "{'p':30,'q':70}},{'columns':['b'],'targets':{'false':40,'true':"
              "60}}]}]",
              frame, NULL);
    assert_close(number(out, "weight", 0), 18, 1e-14);
    assert_close(number(out, "weight", 1), 12, 1e-14);
    assert_close(number(out, "weight", 2), 42, 1e-14);
    assert_close(number(out, "weight", 3), 28, 1e-14);
    wb_frame_free(out);
    wb_frame_free(frame);
}

/* Correlated rows make proportional fitting slow: more than 25 sweeps; Newton takes over.
 */
static void test_rake__slow_tables_still_fit(void **state)
{
    const char *const a[] = {"p", "p", "q", "q"};
    const char *const b[] = {"x", "y", "x", "y"};
    const double w[] = {1000, 1, 1, 1000};
    wb_frame *frame = new_frame(4);
    wb_frame *report = NULL;

    (void)state;
    add_texts(frame, "a", a);
    add_texts(frame, "b", b);
    add_doubles(frame, "w", w);
    wb_frame *out =
        weigh("'weights':'w','steps':[{'step':'rake','margins':[{'columns':"
              "['a'],'targets':{'p':900,'q':1100}},{'columns':['b'],'targets':"
              "{'x':1200,'y':800}}]}]",
              frame, &report);
    assert_true(number(report, "iterations", 0) > 25);
    for (int64_t i = 1; i < 5; i++)
        assert_close(number(report, "after", i), number(report, "target", i), 1e-13);
    /* the odds ratio is that of before */
    assert_close(number(out, "weight", 0) * number(out, "weight", 3) /
                     (number(out, "weight", 1) * number(out, "weight", 2)),
                 1e6, 1e-11);
    wb_frame_free(out);
    wb_frame_free(report);
    wb_frame_free(frame);
}

/* One auxiliary without the constant: g = 1 + x λ, λ = (T - Σ d x) / Σ d x². */
static void test_linear__without_margin_by_hand(void **state)
{
    wb_frame *frame = people();
    /* Σ w age = 20 + 60 + 135 + 50 + 120 + 75 = 460; squares 400 + 1800 + 6075 + 2500 +
     * 7200 + 1875 = 19850 */
    double lambda = (500.0 - 460.0) / 19850.0;
    wb_frame *report = NULL;
    wb_frame *out = weigh("'weights':'w','steps':[{'step':'linear','auxiliaries':[{"
                          "'column':'age','total':500}]}]",
                          frame, &report);

    (void)state;
    for (int64_t i = 0; i < 6; i++)
        assert_close(number(out, "weight_g", i), 1 + lambda * number(frame, "age", i),
                     1e-14);
    assert_string(report, "margin", 1, "age");
    assert_true(wb_frame_is_missing(report, column_of(report, "category"), 1));
    assert_close(number(report, "before", 1), 460, 0);
    assert_close(number(report, "after", 1), 500, 1e-14);
    assert_true(wb_frame_is_missing(report, column_of(report, "target"), 0));
    wb_frame_free(out);
    wb_frame_free(report);
    wb_frame_free(frame);
}

static void test_linear__negative_weights_are_counted_or_refused(void **state)
{
    wb_frame *frame = people();
    wb_frame *report = NULL;
    wb_error err;
    wb_frame *out = weigh("'weights':'w','steps':[{'step':'linear','auxiliaries':[{"
                          "'column':'age','total':-500}]}]",
                          frame, &report);

    (void)state;
    assert_close(number(report, "negative", 0), 5, 0);
    assert_true(number(out, "weight", 0) > 0);
    assert_true(number(out, "weight", 4) < 0);
    assert_fails(weigh_fails("'weights':'w','steps':[{'step':'linear','positive':true,"
                             "'auxiliaries':[{'column':'age','total':-500}]}]",
                             frame, &err),
                 WB_E_CONVERGENCE);
    assert_says(err.message, "step 1 (linear): 5 weights become negative");
    assert_int_equal(err.row, 1);
    wb_frame_free(out);
    wb_frame_free(report);
    wb_frame_free(frame);
}

static void test_logit__stays_between_its_bounds_and_fits(void **state)
{
    wb_frame *frame = people();
    wb_frame *report = NULL;
    wb_frame *out =
        weigh("'weights':'w','steps':[{'step':'logit','lower':0.5,'upper':1.75,"
              "'margins':[{'columns':['sex'],'targets':{'f':6.5,'m':5.5}}],"
              "'auxiliaries':[{'column':'age','total':500}]}]",
              frame, &report);

    (void)state;
    for (int64_t i = 0; i < 6; i++) {
        assert_true(number(out, "weight_g", i) > 0.5);
        assert_true(number(out, "weight_g", i) < 1.75);
    }
    assert_close(number(report, "after", 1), 6.5, 1e-13);
    assert_close(number(report, "after", 3), 500, 1e-13);
    wb_frame_free(out);
    wb_frame_free(report);
    wb_frame_free(frame);
}

/* Where no bound is touched, bounded linear is linear; where one is, weights are cut
 * there and the others make up for it. */
static void test_linear__bounds_only_count_where_they_are_touched(void **state)
{
    static const char *const steps =
        "'weights':'w','steps':[{'step':'linear','lower':%s,'upper':%s,'margins':[{"
        "'columns':['sex'],'targets':{'f':6,'m':6}}],'auxiliaries':[{'column':'age',"
        "'total':500}]}]";
    char wide[512];
    char narrow[512];
    wb_frame *frame = people();

    (void)state;
    snprintf(wide, sizeof wide, steps, "0", "9");
    snprintf(narrow, sizeof narrow, steps, "0.2", "1.4");
    wb_frame *plain =
        weigh("'weights':'w','steps':[{'step':'linear','margins':[{'columns':"
              "['sex'],'targets':{'f':6,'m':6}}],'auxiliaries':[{'column':"
              "'age','total':500}]}]",
              frame, NULL);
    wb_frame *loose = weigh(wide, frame, NULL);
    wb_frame *tight = weigh(narrow, frame, NULL);
    double total = 0;
    for (int64_t i = 0; i < 6; i++) {
        assert_close(number(loose, "weight", i), number(plain, "weight", i), 1e-13);
        assert_true(number(tight, "weight_g", i) <= 1.4);
        assert_true(number(tight, "weight_g", i) >= 0.2);
        total += number(tight, "weight", i) * number(frame, "age", i);
    }
    assert_true(number(plain, "weight_g", 3) > 1.4);
    assert_close(number(tight, "weight_g", 3), 1.4, 0);
    assert_close(total, 500, 1e-12);
    wb_frame_free(plain);
    wb_frame_free(loose);
    wb_frame_free(tight);
    wb_frame_free(frame);
}

/* g = x - 1/2, cut at 0: 0, 1/2, 3/2, 5/2, whose sum is 4.5, and 11 that of g x. Who is
 * left without a weight counts in no step for the loss by unequal weights. */
static void test_linear__who_has_no_weight_left_is_not_in_deff(void **state)
{
    const double x[] = {0, 1, 2, 3};
    wb_frame *frame = new_frame(4);
    wb_frame *report = NULL;

    (void)state;
    add_doubles(frame, "x", x);
    wb_frame *out = weigh("'steps':[{'step':'linear','lower':0,'upper':10,'margins':[{"
                          "'columns':[],'targets':4.5}],'auxiliaries':[{'column':'x',"
                          "'total':11}]},{'step':'trim','upper':9}]",
                          frame, &report);
    assert_close(number(out, "weight", 0), 0, 0);
    assert_close(number(out, "weight", 3), 2.5, 1e-12);
    assert_int_equal(wb_frame_row_count(report), 4);
    assert_string(report, "kind", 3, "trim");
    assert_close(number(report, "deff", 0), 3 * 8.75 / (4.5 * 4.5), 1e-12);
    assert_close(number(report, "deff", 3), 3 * 8.75 / (4.5 * 4.5), 1e-12);
    wb_frame_free(out);
    wb_frame_free(report);
    wb_frame_free(frame);
}

/* ---- the frame that comes back ---- */

static void test_apply__keeps_the_columns_and_says_the_weights_before(void **state)
{
    wb_frame *frame = people();
    wb_frame *out = weigh("'weights':'w','result':'v','steps':[{'step':'nonresponse','"
                          "respondent':'answered'},"
                          "{'step':'poststratify','margins':[{'columns':['sex'],'targets'"
                          ":{'f':30,'m':40}}]}]",
                          frame, NULL);

    (void)state;
    assert_int_equal(wb_frame_column_count(out), 8);
    assert_string_equal(wb_frame_column_name(out, 0), "sex");
    assert_string_equal(wb_frame_column_name(out, 5), "v");
    assert_string_equal(wb_frame_column_name(out, 6), "v_before");
    assert_string_equal(wb_frame_column_name(out, 7), "v_g");
    assert_close(number(out, "v_before", 0), 1.2, 1e-15);
    assert_close(number(out, "v_g", 0), 30 / 7.2, 1e-15);
    /* who did not answer has weight 0 before and after, so no factor */
    assert_true(wb_frame_is_missing(out, 7, 1));
    wb_frame_free(out);
    wb_frame_free(frame);
}

static void test_apply__rows_without_weight_may_miss_everything(void **state)
{
    const char *const sex[] = {"f", NULL, "m", "other"};
    const double w[] = {1, 0, 2, 0};
    const double age[] = {20, NAN, 30, NAN};
    wb_frame *frame = new_frame(4);

    (void)state;
    add_texts(frame, "sex", sex);
    add_doubles(frame, "w", w);
    add_doubles(frame, "age", age);
    wb_frame *out = weigh("'weights':'w','steps':[{'step':'linear','margins':[{'columns':"
                          "['sex'],'targets':{'f':3,'m':4}}]}]",
                          frame, NULL);
    assert_close(number(out, "weight", 0), 3, 1e-15);
    assert_close(number(out, "weight", 1), 0, 0);
    assert_close(number(out, "weight", 2), 4, 1e-15);
    wb_frame_free(out);
    out = weigh("'weights':'w','steps':[{'step':'linear','auxiliaries':[{'column':'age',"
                "'total':85}]}]",
                frame, NULL);
    assert_close(number(out, "weight", 3), 0, 0);
    wb_frame_free(out);
    wb_frame_free(frame);
}

static void test_apply__same_bits_for_any_number_of_threads(void **state)
{
    enum { ROWS = 200000 };
    int32_t *group = malloc(ROWS * sizeof *group);
    double *x = malloc(ROWS * sizeof *x);
    double *w = malloc(ROWS * sizeof *w);
    wb_frame *frame = new_frame(ROWS);
    wb_frame *first = NULL;
    wb_weighting *weighting =
        weighting_of("'weights':'w','steps':[{'step':'logit','lower':0.3,'upper':3,"
                     "'margins':[{'columns':['group'],'targets':{'0':150000,'1':160000,"
                     "'2':155000}}],'auxiliaries':[{'column':'x','total':25000000}]}]");

    (void)state;
    assert_true(group != NULL && x != NULL && w != NULL);
    for (int32_t i = 0; i < ROWS; i++) {
        group[i] = i % 3;
        x[i] = 20 + i % 97 + 0.1 * (i % 7);
        w[i] = 1 + 0.01 * (i % 101);
    }
    add_int32s(frame, "group", group);
    add_doubles(frame, "x", x);
    add_doubles(frame, "w", w);
    for (int32_t threads = 1; threads <= 4; threads++) {
        wb_run run = WB_RUN_INIT;
        wb_frame *out = NULL;
        run.threads = threads;
        assert_ok(wb_weighting_apply(weighting, frame, &run, &out, NULL, NULL));
        if (first == NULL) {
            first = out;
            continue;
        }
        for (int64_t i = 0; i < ROWS; i++)
            assert_true(number(out, "weight", i) == number(first, "weight", i));
        wb_frame_free(out);
    }
    wb_frame_free(first);
    wb_frame_free(frame);
    wb_weighting_free(weighting);
    free(group);
    free(x);
    free(w);
}

static int32_t stop(void *user, double fraction)
{
    (void)user;
    (void)fraction;
    return 1;
}

static void test_apply__can_be_cancelled(void **state)
{
    wb_frame *frame = people();
    wb_frame *out = NULL;
    wb_run run = WB_RUN_INIT;
    wb_weighting *weighting = weighting_of("'steps':[{'step':'rake','margins':[{'columns'"
                                           ":['sex'],'targets':{'f':1,'m':1}}]}]");

    (void)state;
    run.progress = stop;
    assert_fails(wb_weighting_apply(weighting, frame, &run, &out, NULL, NULL),
                 WB_E_CANCELLED);
    assert_null(out);
    assert_fails(wb_weighting_apply(weighting, frame, NULL, NULL, NULL, NULL), WB_E_ARG);
    assert_fails(wb_weighting_apply(NULL, frame, NULL, &out, NULL, NULL), WB_E_ARG);
    wb_weighting_free(weighting);
    wb_frame_free(frame);
}

static void test_apply__says_how_and_of_what(void **state)
{
    wb_frame *frame = people();
    wb_frame *report = NULL;

    (void)state;
    assert_ok(wb_frame_set_metadata(frame, "{\"synthetic\":true}", NULL));
    wb_frame *out = weigh("'steps':[{'step':'trim','upper':3}]", frame, &report);
    assert_string_equal(wb_frame_metadata(out), "{\"synthetic\":true}");
    assert_non_null(strstr(wb_frame_metadata(report), "\"data\":{\"synthetic\":true}"));
    assert_non_null(strstr(wb_frame_metadata(report), "{\"step\":\"trim\",\"upper\":3}"));
    wb_frame_free(out);
    wb_frame_free(report);
    wb_frame_free(frame);
}

static void test_apply__keeps_to_the_memory_limit(void **state)
{
    wb_weighting *weighting = weighting_of("'steps':[{'step':'trim','upper':3}]");
    wb_frame *frame = people();
    wb_frame *out = NULL;
    wb_run run = WB_RUN_INIT;

    (void)state;
    run.memory_limit = 6 * 24 - 1;
    assert_fails(wb_weighting_apply(weighting, frame, &run, &out, NULL, NULL),
                 WB_E_LIMIT);
    run.memory_limit = 6 * 24;
    assert_ok(wb_weighting_apply(weighting, frame, &run, &out, NULL, NULL));
    wb_frame_free(out);
    wb_frame_free(frame);
    wb_weighting_free(weighting);
}

/* ---- what cannot be ---- */

#define RAKE(margins)           "'weights':'w','steps':[{'step':'rake','margins':[" margins "]}]"
#define MARGIN(column, targets) "{'columns':['" column "'],'targets':{" targets "}}"

static const struct {
    const char *steps;
    wb_status status;
    const char *says;
    const char *item;
    int64_t row; /* -1: not about one */
} failures[] = {
    {"'weights':'absent','steps':[]", WB_E_DATA, "no column 'absent'", "absent", -1},
    {"'weights':'sex','steps':[]", WB_E_DATA, "numbers are expected", "sex", -1},
    {"'weights':'said','steps':[]", WB_E_DATA, "holds dictionary, where numbers", "said",
     -1},
    {"'weights':'hole','steps':[]", WB_E_DATA, "weight 'hole' is missing", "hole", 2},
    {"'weights':'minus','steps':[]", WB_E_DATA, "weight 'minus' is -1,", "minus", 1},
    {"'weights':'none','steps':[]", WB_E_DATA, "all weights to start from are 0", "", -1},
    {"'result':'sex','steps':[]", WB_E_DATA, "already have a column 'sex'", "sex", -1},
    {RAKE(MARGIN("sex", "'f':5")), WB_E_DATA,
     "step 1 (rake): margin 'sex' has no total for category 'm'", "m", 1},
    {RAKE(MARGIN("sex", "'f':5,'m':7,'x':1")), WB_E_DATA,
     "margin 'sex', category 'x' has a total but no row", "margin 'sex', category 'x'",
     -1},
    {RAKE(MARGIN("size", "'f':5")), WB_E_DATA, "holds int32, so it has no category 'f'",
     "size", -1},
    {RAKE("{'columns':['size'],'targets':[{'categories':['1'],'total':1},{'categories':["
          "'01'],'total':2}]}"),
     WB_E_DATA, "category '1' has two totals", "1", -1},
    {RAKE(MARGIN("gap", "'a':5")), WB_E_DATA, "column 'gap' is missing in a row", "gap",
     3},
    {RAKE(MARGIN("age", "'20':5")), WB_E_DATA, "category '30'", "30", 1},
    {RAKE(MARGIN("share", "'1':5")), WB_E_DATA, "not a whole number", "share", 5},
    {RAKE(MARGIN("where", "'20':5")), WB_E_DATA, "no column 'where'", "where", -1},
    {"'weights':'w','steps':[{'step':'rake','margins':[" MARGIN(
         "sex", "'f':5,'m':7") ","
                               "{'columns':['sex','size'],'targets':[{'categories':['f',"
                               "1],'total':1},"
                               "{'categories':['f',2],'total':1},{'categories':['f',3],'"
                               "total':1},"
                               "{'categories':['m',1],'total':3},{'categories':['m',2],'"
                               "total':3},"
                               "{'categories':['m',3],'total':3}]}]}]",
     WB_E_NUMERIC, "the other totals leave", NULL, -1},
    {"'weights':'w','steps':[{'step':'linear','margins':[" MARGIN(
         "sex", "'f':5,'m':7") "],'auxiliaries':[{'column':'age','total':400},{'column':"
                               "'twice','total':800}]}]",
     WB_E_NUMERIC, "auxiliary 'twice' is collinear", "auxiliary 'twice'", -1},
    {"'weights':'w','steps':[{'step':'linear','margins':[" MARGIN(
         "sex", "'f':5,'m':7") "],'auxiliaries':[{'column':'none','total':400}]}]",
     WB_E_NUMERIC, "'none' is the same in all rows", "none", -1},
    {"'weights':'w','steps':[{'step':'linear','auxiliaries':[{'column':'none','total':4}]"
     "}]",
     WB_E_NUMERIC, "'none' is 0 in all rows", "none", -1},
    {"'weights':'w','steps':[{'step':'linear','auxiliaries':[{'column':'hole','total':4}]"
     "}]",
     WB_E_DATA, "auxiliary 'hole' is missing", "hole", 2},
    {"'weights':'w','steps':[{'step':'logit','lower':0.5,'upper':2,'margins':[" MARGIN(
         "sex", "'f':2,'m':10") "]}]",
     WB_E_CONVERGENCE,
     "margin 'sex', category 'f' has total 2, but from the 6 that the weights give now "
     "the "
     "bounds reach 3 to 12",
     "margin 'sex', category 'f'", -1},
    {"'weights':'w','steps':[{'step':'linear','lower':0.5,'upper':2,'auxiliaries':[{"
     "'column':'age','total':1000}]}]",
     WB_E_CONVERGENCE, "bounds reach 230 to 920", "auxiliary 'age'", -1},
    /* each within reach, together not */
    {"'weights':'w','steps':[{'step':'logit','lower':0.5,'upper':1.5,'margins':[" MARGIN(
         "sex", "'f':3.5,'m':8.5") "],'auxiliaries':[{'column':'age','total':650}]}]",
     WB_E_CONVERGENCE, "not all totals can be met together", NULL, -1},
    {"'weights':'w','steps':[{'step':'nonresponse','respondent':'answered','cells':['sex'"
     ","
     "'size']}]",
     WB_E_DATA, "cell 'm+1' has 1 rows and no respondent", "m+1", -1},
    {"'weights':'w','steps':[{'step':'linear','auxiliaries':[{'column':'said','total':4}]"
     "}]",
     WB_E_DATA, "'said' holds dictionary, where", "said", -1},
    /* whose code is 0 for who said yes */
    {"'weights':'w','steps':[{'step':'nonresponse','respondent':'said'}]", WB_E_DATA,
     "needed as the one that says who answered", "said", -1},
    {"'weights':'w','steps':[{'step':'nonresponse','respondent':'size'}]", WB_E_DATA,
     "'size' says neither", "size", 2},
    {"'weights':'w','steps':[{'step':'nonresponse','respondent':'hole'}]", WB_E_DATA,
     "neither true nor false", "hole", 2},
    {"'weights':'w','steps':[{'step':'trim','upper':1.5}]", WB_E_CONVERGENCE,
     "6 weights of at most 1.5 sum to 9 at most, which is less than their total, 12", "",
     -1},
    {"'weights':'w','steps':[{'step':'trim','lower':2.5}]", WB_E_CONVERGENCE,
     "6 weights of at least 2.5 sum to 15 at least, which is more", "", -1},
    {"'weights':'w','steps':[{'step':'trim','upper':0.5,'once':true}]", WB_E_CONVERGENCE,
     "none left", "", -1},
};

static void add_said(wb_frame *frame)
{
    static const char *const categories[] = {"ja", "nee"};
    static const int8_t codes[] = {0, 1, 0, 0, 0, 0};
    wb_column column = WB_COLUMN_INIT;

    column.type = WB_TYPE_DICTIONARY;
    column.index_type = WB_TYPE_INT8;
    column.flags = WB_COLUMN_COPY;
    column.values = codes;
    column.categories = categories;
    column.n_categories = 2;
    assert_ok(wb_frame_add_column(frame, "said", &column, NULL));
}

static wb_frame *faulty_people(void)
{
    static const double hole[] = {1, 1, NAN, 1, 1, 1};
    static const double minus[] = {1, -1, 1, 1, 1, 1};
    static const double none[] = {0, 0, 0, 0, 0, 0};
    static const double share[] = {1, 1, 1, 1, 1, 0.5};
    static const double twice[] = {41, 61, 91, 101, 121, 51};
    static const char *const gap[] = {"a", "a", "a", NULL, "a", "a"};
    wb_frame *frame = people();
    add_doubles(frame, "hole", hole);
    add_doubles(frame, "minus", minus);
    add_doubles(frame, "none", none);
    add_doubles(frame, "twice", twice);
    add_doubles(frame, "share", share);
    add_texts(frame, "gap", gap);
    add_said(frame);
    return frame;
}

static void test_apply__names_what_cannot_be_and_why(void **state)
{
    wb_frame *frame = faulty_people();

    (void)state;
    for (size_t i = 0; i < sizeof failures / sizeof failures[0]; i++) {
        wb_error err = {0};
        wb_status st = weigh_fails(failures[i].steps, frame, &err);
        if (st != failures[i].status || strstr(err.message, failures[i].says) == NULL ||
            (failures[i].item != NULL && strcmp(err.item, failures[i].item) != 0) ||
            err.row != failures[i].row)
            fail_msg("%s: %s '%s': %s", failures[i].steps, wb_status_name(st), err.item,
                     err.message);
    }
    wb_frame_free(frame);
}

/* No row is p and y: whoever is y is q too, so y can have no more than q. */
static void test_rake__empty_cells_that_forbid_the_totals_are_found(void **state)
{
    const char *const a[] = {"p", "q", "q"};
    const char *const b[] = {"x", "x", "y"};
    wb_frame *frame = new_frame(3);
    wb_error err;

    (void)state;
    add_texts(frame, "a", a);
    add_texts(frame, "b", b);
    assert_fails(
        weigh_fails("'steps':[{'step':'rake','margins':[" MARGIN(
                        "a", "'p':60,'q':40") "," MARGIN("b", "'x':50,'y':50") "]}]",
                    frame, &err),
        WB_E_CONVERGENCE);
    assert_says(err.message, "not all totals can be met together: margin '");
    assert_says(err.message, "was reached after");
    wb_frame_free(frame);
}

static void test_apply__no_rows_are_refused(void **state)
{
    wb_frame *frame = new_frame(0);
    wb_error err;

    (void)state;
    assert_fails(weigh_fails("'steps':[]", frame, &err), WB_E_DATA);
    assert_says(err.message, "no rows");
    wb_frame_free(frame);
}

static void test_apply__a_calibration_without_margin_is_refused(void **state)
{
    wb_weighting *weighting = NULL;
    wb_frame *frame = people();
    wb_frame *out = NULL;
    wb_error err;

    (void)state;
    assert_ok(wb_weighting_new(&weighting, NULL));
    assert_ok(wb_weighting_add_calibration(weighting, WB_WEIGHT_LINEAR, NULL, NULL));
    assert_fails(wb_weighting_apply(weighting, frame, NULL, &out, NULL, &err), WB_E_ARG);
    assert_says(err.message, "no margin to fit");
    wb_weighting_free(weighting);
    wb_frame_free(frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nonresponse__respondents_carry_their_cell),
        cmocka_unit_test(test_nonresponse__without_cells_is_one_factor),
        cmocka_unit_test(test_nonresponse__values_without_weight_make_no_cell),
        cmocka_unit_test(test_poststratify__cells_of_two_columns),
        cmocka_unit_test(test_rake__independent_table_by_hand),
        cmocka_unit_test(test_rake__slow_tables_still_fit),
        cmocka_unit_test(test_linear__without_margin_by_hand),
        cmocka_unit_test(test_linear__negative_weights_are_counted_or_refused),
        cmocka_unit_test(test_logit__stays_between_its_bounds_and_fits),
        cmocka_unit_test(test_linear__bounds_only_count_where_they_are_touched),
        cmocka_unit_test(test_linear__who_has_no_weight_left_is_not_in_deff),
        cmocka_unit_test(test_apply__keeps_the_columns_and_says_the_weights_before),
        cmocka_unit_test(test_apply__rows_without_weight_may_miss_everything),
        cmocka_unit_test(test_apply__same_bits_for_any_number_of_threads),
        cmocka_unit_test(test_apply__can_be_cancelled),
        cmocka_unit_test(test_apply__says_how_and_of_what),
        cmocka_unit_test(test_apply__keeps_to_the_memory_limit),
        cmocka_unit_test(test_apply__names_what_cannot_be_and_why),
        cmocka_unit_test(test_rake__empty_cells_that_forbid_the_totals_are_found),
        cmocka_unit_test(test_apply__no_rows_are_refused),
        cmocka_unit_test(test_apply__a_calibration_without_margin_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
