/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Every allocation may fail: nothing leaks, nothing is half done. */
#include "rules.h"

static wb_support *rule;
static wb_frame *cases, *costs, *lines;

static wb_status read_and_write(void)
{
    wb_support *made = NULL;
    wb_writer *writer = NULL;
    wb_status st = read_rule(RULE, &made, NULL);

    if (st == WB_OK)
        st = wb_writer_to_memory(&writer, NULL);
    if (st == WB_OK)
        st = wb_support_write(made, writer, NULL);
    wb_writer_free(writer);
    wb_support_free(made);
    return st;
}

static wb_status assess(void)
{
    wb_frame *verdicts = NULL;
    wb_frame *conditions = NULL;
    wb_status st =
        wb_support_assess(rule, cases, "2020-05-05", "nl", &verdicts, &conditions, NULL);

    if (st != WB_OK) {
        assert_null(verdicts);
        assert_null(conditions);
    }
    wb_frame_free(verdicts);
    wb_frame_free(conditions);
    return st;
}

static wb_status tables(void)
{
    static const char *const parts[] = {"facts", "conditions", "figures", "sources"};
    wb_status st = WB_OK;

    for (int i = 0; i < 4 && st == WB_OK; i++) {
        wb_frame *table = NULL;
        st = wb_support_table(rule, parts[i], "en", &table, NULL);
        wb_frame_free(table);
    }
    return st;
}

static wb_status split(void)
{
    wb_frame *out = NULL;
    wb_status st = wb_support_split(costs, &out, NULL);

    wb_frame_free(out);
    out = NULL;
    if (st == WB_OK)
        st = wb_support_cofinance(1001, lines, &out, NULL);
    wb_frame_free(out);
    return st;
}

/* A value that is refused lists those there are, which takes memory too. */
static wb_status refuse(void)
{
    wb_frame *wrong = NULL;
    wb_frame *verdicts = NULL;
    wb_frame *conditions = NULL;
    wb_column column = WB_COLUMN_INIT;
    static const int32_t offsets[] = {0, 1};
    wb_status st = wb_frame_new(1, &wrong, NULL);

    column.type = WB_TYPE_UTF8;
    column.values = "z";
    column.offsets = offsets;
    if (st == WB_OK)
        st = wb_frame_add_column(wrong, "c", &column, NULL);
    if (st == WB_OK)
        st = wb_support_assess(rule, wrong, NULL, "nl", &verdicts, &conditions, NULL);
    wb_frame_free(wrong);
    assert_null(verdicts);
    assert_null(conditions);
    return st == WB_E_DATA ? WB_OK : st;
}

static wb_status unknown_rule(void)
{
    wb_support *made = NULL;
    wb_status st = wb_support_builtin("none", &made, NULL);

    assert_null(made);
    return st == WB_E_ARG ? WB_OK : st;
}

static void test_faults__reading_and_writing(void **state)
{
    (void)state;
    wb_test_every_allocation(read_and_write);
}

static void test_faults__assessing(void **state)
{
    (void)state;
    wb_test_every_allocation(assess);
}

static void test_faults__tables(void **state)
{
    (void)state;
    wb_test_every_allocation(tables);
}

static void test_faults__splitting(void **state)
{
    (void)state;
    wb_test_every_allocation(split);
}

static void test_faults__refusing(void **state)
{
    (void)state;
    wb_test_every_allocation(refuse);
    wb_test_every_allocation(unknown_rule);
}

static int make(void **state)
{
    (void)state;
    rule = rule_of(RULE);
    cases = frame_of("n,c,b,x,cost_cents,earlier_support_cents\n3,p,true,9.5,100,5\n"
                     "NA,NA,false,60,100,5\n");
    costs = frame_of("cost_cents,percent,available_cents\n100,60,50\n");
    lines = frame_of("line,share\na,1\nb,2\n");
    return 0;
}

static int destroy(void **state)
{
    (void)state;
    wb_frame_free(lines);
    wb_frame_free(costs);
    wb_frame_free(cases);
    wb_support_free(rule);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_faults__reading_and_writing),
        cmocka_unit_test(test_faults__assessing),
        cmocka_unit_test(test_faults__tables),
        cmocka_unit_test(test_faults__splitting),
        cmocka_unit_test(test_faults__refusing),
    };

    return cmocka_run_group_tests(tests, make, destroy);
}
