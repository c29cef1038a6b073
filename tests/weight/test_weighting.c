/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Building, reading, writing and asking a weighting. */
#include "weight_support.h"

static const char everything[] =
    "'weights':'w','result':'new','steps':["
    "{'step':'nonresponse','respondent':'answered','cells':['sex']},"
    "{'step':'poststratify','margins':[{'columns':['sex'],'targets':{'f':5,'m':7}}]},"
    "{'step':'rake','max_iterations':50,'margins':["
    "{'columns':['sex','size'],'targets':[{'categories':['f',1],'total':2},"
    "{'categories':['m',true],'total':3}]},{'columns':[],'targets':5}],"
    "'auxiliaries':[{'column':'age','total':300}]},"
    "{'step':'linear','lower':0.5,'upper':2,'positive':true,"
    "'margins':[{'columns':['sex'],'targets':{'f':5,'m':7}}]},"
    "{'step':'logit','lower':0.25,'upper':3.5,'margins':[{'columns':['size'],"
    "'targets':{'1':5,'2':7}}],'auxiliaries':[{'column':'age','total':-1.5},"
    "{'column':'pay','total':2}]},"
    "{'step':'trim','unit':'median','lower':0.2,'upper':4,'share':'equal','once':true}]";

static char *written(const wb_weighting *weighting)
{
    wb_writer *writer = NULL;
    size_t n = 0;
    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_ok(wb_weighting_write(weighting, writer, NULL));
    const char *bytes = wb_writer_bytes(writer, &n);
    char *copy = malloc(n + 1);
    assert_non_null(copy);
    memcpy(copy, bytes, n + 1);
    wb_writer_free(writer);
    return copy;
}

static void test_write__comes_back_as_it_was_read(void **state)
{
    wb_weighting *first = weighting_of(everything);
    char *text = written(first);
    wb_reader *reader = NULL;
    wb_weighting *second = NULL;

    (void)state;
    assert_ok(wb_reader_from_memory(text, strlen(text), NULL, &reader, NULL));
    assert_ok(wb_weighting_read(reader, &second, NULL));
    char *again = written(second);
    assert_string_equal(text, again);
    assert_non_null(strstr(text, "\"categories\":[\"m\",\"true\"],\"total\":3"));
    assert_non_null(strstr(text, "\"result\":\"new\""));
    assert_null(strstr(text, "unit\":\"value"));
    free(text);
    free(again);
    wb_reader_free(reader);
    wb_weighting_free(first);
    wb_weighting_free(second);
}

static void test_getters__tell_of_the_last_calibration(void **state)
{
    wb_weighting *weighting = weighting_of(everything);

    (void)state;
    assert_string_equal(wb_weighting_weights(weighting), "w");
    assert_string_equal(wb_weighting_result(weighting), "new");
    assert_int_equal(wb_weighting_step_count(weighting), 6);
    assert_int_equal(wb_weighting_step(weighting, 0), WB_WEIGHT_NONRESPONSE);
    assert_int_equal(wb_weighting_step(weighting, 5), WB_WEIGHT_TRIM);
    assert_int_equal(wb_weighting_step(weighting, 6), 0);
    assert_int_equal(wb_weighting_margin_count(weighting), 1);
    assert_int_equal(wb_weighting_margin_column_count(weighting, 0), 1);
    assert_int_equal(wb_weighting_margin_column_count(weighting, 1), 0);
    assert_string_equal(wb_weighting_margin_column(weighting, 0, 0), "size");
    assert_null(wb_weighting_margin_column(weighting, 0, 1));
    assert_null(wb_weighting_margin_column(weighting, 1, 0));
    assert_int_equal(wb_weighting_auxiliary_count(weighting), 2);
    assert_string_equal(wb_weighting_auxiliary(weighting, 1), "pay");
    assert_null(wb_weighting_auxiliary(weighting, 2));
    wb_weighting_free(weighting);
}

static void test_getters__of_nothing_are_nothing(void **state)
{
    wb_weighting *weighting = NULL;

    (void)state;
    assert_ok(wb_weighting_new(&weighting, NULL));
    assert_null(wb_weighting_weights(weighting));
    assert_string_equal(wb_weighting_result(weighting), "weight");
    assert_int_equal(wb_weighting_margin_count(weighting), 0);
    assert_int_equal(wb_weighting_margin_column_count(weighting, 0), 0);
    assert_int_equal(wb_weighting_auxiliary_count(weighting), 0);
    wb_weighting_free(weighting);
    wb_weighting_free(NULL);
}

static void test_columns__lists_each_use(void **state)
{
    wb_weighting *weighting = weighting_of(everything);
    wb_frame *columns = NULL;

    (void)state;
    assert_ok(wb_weighting_columns(weighting, &columns, NULL));
    assert_int_equal(wb_frame_row_count(columns), 11);
    assert_true(wb_frame_is_missing(columns, column_of(columns, "step"), 0));
    assert_string(columns, "use", 0, "weights");
    assert_string(columns, "column", 0, "w");
    assert_string(columns, "use", 1, "respondent");
    assert_string(columns, "use", 2, "cell");
    assert_close(number(columns, "step", 2), 1, 0);
    assert_string(columns, "use", 3, "margin");
    assert_string(columns, "column", 5, "size");
    assert_close(number(columns, "step", 5), 3, 0);
    assert_close(number(columns, "margin", 5), 1, 0);
    assert_string(columns, "use", 6, "auxiliary");
    assert_string(columns, "column", 10, "pay");
    wb_frame_free(columns);
    wb_weighting_free(weighting);
}

static void test_step_name__is_null_outside(void **state)
{
    (void)state;
    assert_string_equal(wb_weight_step_name(WB_WEIGHT_RAKE), "rake");
    assert_null(wb_weight_step_name(0));
    assert_null(wb_weight_step_name(7));
}

/* ---- what a file may not say ---- */

static const struct {
    const char *name; /* for the failure */
    const char *json;
    const char *pointer;
    const char *says;
} bad_files[] = {
    {"no steps", "'weights':'w'", "file#/steps", "steps"},
    {"unknown key", "'steps':[],'extra':1", "file#/extra", "extra"},
    {"empty name", "'weights':'','steps':[]", "file#/weights", "1 to 127 bytes"},
    {"unknown step", "'steps':[{'step':'magic'}]", "file#/steps/0/step", "magic"},
    {"unknown key of a step", "'steps':[{'step':'trim','upper':2,'lowr':1}]",
     "file#/steps/0/lowr", "lowr"},
    {"no margin", "'steps':[{'step':'rake'}]", "file#/steps/0", "no margin to fit"},
    {"no targets", "'steps':[{'step':'rake','margins':[{'columns':['a'],'targets':[]}]}]",
     "file#/steps/0/margins/0/targets", "no totals"},
    {"negative total",
     "'steps':[{'step':'rake','margins':[{'columns':['a'],'targets':{'x':-3}}]}]",
     "file#/steps/0/margins/0/targets/x", "above 0 and finite, not -3"},
    {"total of 0",
     "'steps':[{'step':'rake','margins':[{'columns':['a'],'targets':{'x':0}}]}]",
     "file#/steps/0/margins/0/targets/x", "not 0"},
    {"total that is text",
     "'steps':[{'step':'rake','margins':[{'columns':['a'],'targets':{'x':'1'}}]}]",
     "file#/steps/0/margins/0/targets/x", "a total is a number"},
    {"category twice",
     "'steps':[{'step':'rake','margins':[{'columns':['a'],'targets':["
     "{'categories':['x'],'total':1},{'categories':['x'],'total':2}]}]}]",
     "file#/steps/0/margins/0/targets", "category 'x' has two totals"},
    {"category that is no key",
     "'steps':[{'step':'rake','margins':[{'columns':['a'],'targets':["
     "{'categories':[1.5],'total':1}]}]}]",
     "file#/steps/0/margins/0/targets/0/categories/0", "a whole number"},
    {"categories of another number",
     "'steps':[{'step':'rake','margins':[{'columns':['a','b'],'targets':["
     "{'categories':['x'],'total':1}]}]}]",
     "file#/steps/0/margins/0/targets/0/categories", "1 categories for a margin of 2"},
    {"short form for two columns",
     "'steps':[{'step':'rake','margins':[{'columns':['a','b'],'targets':{'x':1}}]}]",
     "file#/steps/0/margins/0/targets", "a list of"},
    {"unequal sums",
     "'steps':[{'step':'rake','margins':[{'columns':['a'],'targets':{'x':1,'y':2}},"
     "{'columns':['b'],'targets':{'p':1,'q':3}}]}]",
     "file#/steps/0/margins/1", "margin 'b' sum to 4, those of margin 'a' to 3"},
    {"column twice in a margin",
     "'steps':[{'step':'rake','margins':[{'columns':['a','a'],'targets':[]}]}]",
     "file#/steps/0/margins/0/columns/1", "twice"},
    {"two margins for post-stratification",
     "'steps':[{'step':'poststratify','margins':[{'columns':['a'],'targets':{'x':1}},"
     "{'columns':['b'],'targets':{'x':1}}]}]",
     "file#/steps/0/margins/1", "one margin"},
    {"auxiliary for post-stratification",
     "'steps':[{'step':'poststratify','margins':[{'columns':['a'],'targets':{'x':1}}],"
     "'auxiliaries':[{'column':'z','total':1}]}]",
     "file#/steps/0/auxiliaries/0", "no rake, linear or logit"},
    {"auxiliary twice",
     "'steps':[{'step':'linear','auxiliaries':[{'column':'z','total':1},"
     "{'column':'z','total':1}]}]",
     "file#/steps/0/auxiliaries/1", "already"},
    {"logit without bounds",
     "'steps':[{'step':'logit','margins':[{'columns':['a'],'targets':{'x':1}}]}]",
     "file#/steps/0", "needs bounds"},
    {"bounds around 2", "'steps':[{'step':'linear','lower':1.5,'upper':3,'margins':[]}]",
     "file#/steps/0", "1.5 and 3"},
    {"bounds of a rake", "'steps':[{'step':'rake','lower':0.5,'upper':3,'margins':[]}]",
     "file#/steps/0", "has no bounds"},
    {"iterations below 1", "'steps':[{'step':'rake','max_iterations':0}]",
     "file#/steps/0/max_iterations", "max_iterations"},
    {"trim without bounds", "'steps':[{'step':'trim'}]", "file#/steps/0", "bound"},
    {"trim upside down", "'steps':[{'step':'trim','lower':3,'upper':2}]", "file#/steps/0",
     "below the upper"},
    {"unknown unit", "'steps':[{'step':'trim','upper':3,'unit':'mode'}]",
     "file#/steps/0/unit", "mode"},
    {"no respondent", "'steps':[{'step':'nonresponse'}]", "file#/steps/0/respondent",
     "respondent"},
    {"a cell that is a number",
     "'steps':[{'step':'nonresponse','respondent':'r','cells':[3]}]",
     "file#/steps/0/cells/0", "column name"},
    {"a cell twice",
     "'steps':[{'step':'nonresponse','respondent':'r','cells':['a','a']}]",
     "file#/steps/0", "twice"},
};

static void test_read__names_what_is_wrong_and_where(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad_files / sizeof bad_files[0]; i++) {
        wb_weighting *made = NULL;
        wb_error err = {0};
        wb_status st = read_weighting(bad_files[i].json, &made, &err);
        if (st != WB_E_DATA || made != NULL ||
            strcmp(err.where, bad_files[i].pointer) != 0 ||
            strstr(err.message, bad_files[i].says) == NULL)
            fail_msg("%s: %s at %s: %s", bad_files[i].name, wb_status_name(st), err.where,
                     err.message);
        assert_fails(read_weighting(bad_files[i].json, &made, NULL), WB_E_DATA);
    }
}

static void test_read__refuses_a_later_format(void **state)
{
    const char json[] = "{\"format\":\"werkbaar-weighting/2.0\",\"steps\":[]}";
    wb_reader *reader = NULL;
    wb_weighting *made = NULL;

    (void)state;
    assert_ok(wb_reader_from_memory(json, strlen(json), NULL, &reader, NULL));
    assert_fails(wb_weighting_read(reader, &made, NULL), WB_E_VERSION);
    assert_fails(wb_weighting_read(NULL, &made, NULL), WB_E_ARG);
    assert_null(made);
    wb_reader_free(reader);
}

/* ---- building ---- */

static wb_frame *two_targets(double first, double second)
{
    const char *const sex[] = {"f", "m"};
    const double totals[] = {first, second};
    wb_frame *targets = new_frame(2);
    add_texts(targets, "sex", sex);
    add_doubles(targets, "total", totals);
    return targets;
}

static void test_build__says_the_same_as_the_file(void **state)
{
    const char *const cells[] = {"sex"};
    wb_calibration_options rake = WB_CALIBRATION_OPTIONS_INIT;
    wb_trim_options trim = WB_TRIM_OPTIONS_INIT;
    wb_weighting *built = NULL;
    wb_weighting *read = weighting_of(
        "'weights':'w','result':'v','steps':["
        "{'step':'nonresponse','respondent':'answered','cells':['sex']},"
        "{'step':'rake','max_iterations':7,'margins':[{'columns':['sex'],'targets':"
        "{'f':5,'m':7}},{'columns':[],'targets':12}],'auxiliaries':[{'column':'age',"
        "'total':400}]},{'step':'trim','unit':'mean','upper':2}]");
    wb_frame *targets = two_targets(5, 7);
    const double size[] = {12};
    wb_frame *everyone = new_frame(1);

    (void)state;
    add_doubles(everyone, "n", size);
    rake.max_iterations = 7;
    trim.unit = WB_TRIM_MEAN;
    trim.upper = 2;
    assert_ok(wb_weighting_new(&built, NULL));
    assert_ok(wb_weighting_set_weights(built, "w", NULL));
    assert_ok(wb_weighting_set_result(built, "v", NULL));
    assert_ok(wb_weighting_add_nonresponse(built, "answered", cells, 1, NULL));
    assert_ok(wb_weighting_add_calibration(built, WB_WEIGHT_RAKE, &rake, NULL));
    assert_ok(wb_weighting_add_margin(built, targets, "total", NULL));
    assert_ok(wb_weighting_add_margin(built, everyone, "n", NULL));
    assert_ok(wb_weighting_add_auxiliary(built, "age", 400, NULL));
    assert_ok(wb_weighting_add_trim(built, &trim, NULL));
    char *ours = written(built);
    char *theirs = written(read);
    assert_string_equal(ours, theirs);
    free(ours);
    free(theirs);
    wb_frame_free(targets);
    wb_frame_free(everyone);
    wb_weighting_free(built);
    wb_weighting_free(read);
}

static void test_add_margin__refuses_and_leaves_the_weighting_alone(void **state)
{
    wb_weighting *built = NULL;
    wb_frame *targets = two_targets(5, 7);
    wb_frame *other = two_targets(5, 8);
    wb_frame *wrong = two_targets(5, NAN);
    wb_error err;

    (void)state;
    assert_ok(wb_weighting_new(&built, NULL));
    assert_fails(wb_weighting_add_margin(built, targets, "total", &err), WB_E_ARG);
    assert_says(err.message, "no calibration");
    assert_ok(wb_weighting_add_calibration(built, WB_WEIGHT_LINEAR, NULL, NULL));
    assert_fails(wb_weighting_add_margin(built, targets, "sum", &err), WB_E_ARG);
    assert_says(err.message, "no column 'sum'");
    assert_fails(wb_weighting_add_margin(built, targets, "sex", &err), WB_E_ARG);
    assert_says(err.message, "totals are numbers");
    assert_fails(wb_weighting_add_margin(built, wrong, "total", &err), WB_E_ARG);
    assert_says(err.message, "not NaN");
    assert_ok(wb_weighting_add_margin(built, targets, "total", NULL));
    assert_fails(wb_weighting_add_margin(built, other, "total", &err), WB_E_ARG);
    assert_says(err.message, "13");
    assert_says(err.message, "12");
    assert_int_equal(wb_weighting_margin_count(built), 1);
    assert_fails(wb_weighting_add_auxiliary(built, "age", INFINITY, &err), WB_E_ARG);
    assert_fails(wb_weighting_add_margin(NULL, targets, "total", NULL), WB_E_ARG);
    wb_frame_free(targets);
    wb_frame_free(other);
    wb_frame_free(wrong);
    wb_weighting_free(built);
}

static void test_add_margin__refuses_what_is_declared_missing(void **state)
{
    wb_weighting *built = NULL;
    wb_frame *totals = two_targets(5, 999);
    wb_frame *groups = frame_of("sex,total\n1,5\n9,7\n");
    wb_error err;

    (void)state;
    assert_ok(wb_weighting_new(&built, NULL));
    assert_ok(wb_weighting_add_calibration(built, WB_WEIGHT_LINEAR, NULL, NULL));
    assert_ok(wb_frame_add_missing_range(totals, 1, 999, 999, NULL));
    assert_fails(wb_weighting_add_margin(built, totals, "total", &err), WB_E_ARG);
    assert_says(err.message, "not NaN");
    assert_ok(wb_frame_add_missing_range(groups, 0, 9, 9, NULL));
    assert_fails(wb_weighting_add_margin(built, groups, "total", &err), WB_E_ARG);
    assert_says(err.message, "a category of 'sex' is missing");
    wb_frame_free(groups);
    wb_frame_free(totals);
    wb_weighting_free(built);
}

static void test_build__refuses_what_makes_no_sense(void **state)
{
    wb_calibration_options options = WB_CALIBRATION_OPTIONS_INIT;
    wb_trim_options trim = WB_TRIM_OPTIONS_INIT;
    wb_weighting *built = NULL;
    char long_name[122];
    wb_error err;

    (void)state;
    memset(long_name, 'x', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    assert_fails(wb_weighting_new(NULL, NULL), WB_E_ARG);
    assert_ok(wb_weighting_new(&built, NULL));
    assert_fails(wb_weighting_set_result(built, long_name, &err), WB_E_ARG);
    assert_ok(wb_weighting_set_weights(built, long_name, NULL));
    assert_ok(wb_weighting_set_weights(built, NULL, NULL));
    assert_null(wb_weighting_weights(built));
    assert_fails(wb_weighting_set_weights(NULL, "w", NULL), WB_E_ARG);
    assert_fails(wb_weighting_set_result(NULL, "w", NULL), WB_E_ARG);
    assert_fails(wb_weighting_add_nonresponse(built, NULL, NULL, 0, NULL), WB_E_ARG);
    assert_fails(wb_weighting_add_nonresponse(built, "r", NULL, 1, NULL), WB_E_ARG);
    assert_fails(wb_weighting_add_calibration(built, WB_WEIGHT_TRIM, NULL, &err),
                 WB_E_ARG);
    options.positive = 2;
    assert_fails(wb_weighting_add_calibration(built, WB_WEIGHT_LINEAR, &options, &err),
                 WB_E_ARG);
    assert_says(err.message, "positive");
    options.positive = 0;
    options.max_iterations = -1;
    assert_fails(wb_weighting_add_calibration(built, WB_WEIGHT_LINEAR, &options, &err),
                 WB_E_ARG);
    assert_fails(wb_weighting_add_trim(built, &trim, NULL), WB_E_ARG);
    trim.upper = NAN;
    assert_fails(wb_weighting_add_trim(built, &trim, NULL), WB_E_ARG);
    trim.upper = 2;
    trim.unit = 3;
    assert_fails(wb_weighting_add_trim(built, &trim, NULL), WB_E_ARG);
    assert_int_equal(wb_weighting_step_count(built), 0);
    assert_ok(wb_weighting_add_calibration(built, WB_WEIGHT_LINEAR, NULL, NULL));
    assert_fails(wb_weighting_add_calibration(built, WB_WEIGHT_RAKE, NULL, &err),
                 WB_E_ARG);
    assert_says(err.message, "step 1 (linear) has no margin");
    wb_weighting_free(built);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_write__comes_back_as_it_was_read),
        cmocka_unit_test(test_getters__tell_of_the_last_calibration),
        cmocka_unit_test(test_getters__of_nothing_are_nothing),
        cmocka_unit_test(test_columns__lists_each_use),
        cmocka_unit_test(test_step_name__is_null_outside),
        cmocka_unit_test(test_read__names_what_is_wrong_and_where),
        cmocka_unit_test(test_read__refuses_a_later_format),
        cmocka_unit_test(test_build__says_the_same_as_the_file),
        cmocka_unit_test(test_add_margin__refuses_and_leaves_the_weighting_alone),
        cmocka_unit_test(test_add_margin__refuses_what_is_declared_missing),
        cmocka_unit_test(test_build__refuses_what_makes_no_sense),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
