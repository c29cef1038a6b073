/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Every allocation may fail: nothing leaks, nothing is half done. */
#include "weight_support.h"

#define MARGINS                                                                          \
    "'margins':[{'columns':['sex'],'targets':{'f':5,'m':7}},{'columns':['sex','size'],"  \
    "'targets':[{'categories':['f',1],'total':1},{'categories':['f',2],'total':2},"      \
    "{'categories':['f',3],'total':2},{'categories':['m',1],'total':2},"                 \
    "{'categories':['m',2],'total':2},{'categories':['m',3],'total':3}]}]"

static wb_frame *frame;

static wb_status apply(const char *steps)
{
    wb_weighting *weighting = NULL;
    wb_frame *out = NULL;
    wb_frame *report = NULL;
    wb_status st = read_weighting(steps, &weighting, NULL);

    if (st == WB_OK)
        st = wb_weighting_apply(weighting, frame, NULL, &out, &report, NULL);
    wb_frame_free(out);
    wb_frame_free(report);
    wb_weighting_free(weighting);
    return st;
}

static wb_status all_steps(void)
{
    return apply("'weights':'w','steps':["
                 "{'step':'nonresponse','respondent':'answered','cells':['sex']},"
                 "{'step':'trim','upper':10,'unit':'median'}]");
}

static wb_status rake(void)
{
    return apply("'weights':'w','steps':[{'step':'rake'," MARGINS "}]");
}

static wb_status logit(void)
{
    return apply("'weights':'w','steps':[{'step':'logit','lower':0.1,'upper':4,"
                 "'margins':[{'columns':['sex'],'targets':{'f':5,'m':7}}],"
                 "'auxiliaries':[{'column':'age','total':450}]}]");
}

static wb_status build_and_write(void)
{
    const char *const cells[] = {"sex", "size"};
    wb_weighting *weighting = NULL;
    wb_writer *writer = NULL;
    wb_frame *columns = NULL;
    wb_frame *targets = NULL;
    wb_status st = wb_weighting_new(&weighting, NULL);

    if (st == WB_OK)
        st = wb_weighting_set_weights(weighting, "w", NULL);
    if (st == WB_OK)
        st = wb_weighting_add_nonresponse(weighting, "answered", cells, 2, NULL);
    if (st == WB_OK)
        st = wb_weighting_add_calibration(weighting, WB_WEIGHT_RAKE, NULL, NULL);
    if (st == WB_OK) {
        const char *const names[] = {"sex", "size", "w"};
        st = wb_frame_select(frame, names, 3, &targets, NULL);
    }
    if (st == WB_OK)
        st = wb_weighting_add_margin(weighting, targets, "w", NULL);
    if (st == WB_OK)
        st = wb_weighting_add_auxiliary(weighting, "age", 3, NULL);
    if (st == WB_OK)
        st = wb_weighting_columns(weighting, &columns, NULL);
    if (st == WB_OK)
        st = wb_writer_to_memory(&writer, NULL);
    if (st == WB_OK)
        st = wb_weighting_write(weighting, writer, NULL);
    wb_frame_free(targets);
    wb_frame_free(columns);
    wb_writer_free(writer);
    wb_weighting_free(weighting);
    return st;
}

static void test_faults__building_and_writing(void **state)
{
    (void)state;
    wb_test_every_allocation(build_and_write);
}

static void test_faults__nonresponse_and_trimming(void **state)
{
    (void)state;
    wb_test_every_allocation(all_steps);
}

static void test_faults__raking(void **state)
{
    (void)state;
    wb_test_every_allocation(rake);
}

static void test_faults__calibration_with_an_auxiliary(void **state)
{
    (void)state;
    wb_test_every_allocation(logit);
}

static int make_frame(void **state)
{
    (void)state;
    frame = people();
    return 0;
}

static int free_frame(void **state)
{
    (void)state;
    wb_frame_free(frame);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_faults__building_and_writing),
        cmocka_unit_test(test_faults__nonresponse_and_trimming),
        cmocka_unit_test(test_faults__raking),
        cmocka_unit_test(test_faults__calibration_with_an_auxiliary),
    };
    return cmocka_run_group_tests(tests, make_frame, free_frame);
}
