/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What disclosure control refuses, and the place it names. */
#include "disclosing.h"

#include <stdbool.h>

#define HEAD "cell,measure,n,problem,acute,staff,sensitive,largest\n"
#define SUMS "kind,partition,total,part\n"

typedef struct refusal {
    const char *counts, *relations;
    int64_t row;
    const char *item, *message;
} refusal;

static void check_refusals(const refusal *refusals, size_t n)
{
    wb_disclose_options options = options_of(5);

    for (size_t i = 0; i < n; i++) {
        disclosed out = {NULL, NULL, NULL};
        wb_error err = {0};

        assert_fails(try_to_disclose(refusals[i].counts, refusals[i].relations, &options,
                                     &out, &err),
                     WB_E_DATA);
        assert_null(out.released);
        assert_null(out.audit);
        assert_null(out.ledger);
        if (strstr(err.message, refusals[i].message) == NULL ||
            strcmp(err.item, refusals[i].item) != 0 || err.row != refusals[i].row)
            fail_msg("case %zu: '%s', item '%s', row %lld", i, err.message, err.item,
                     (long long)err.row);
    }
}

static void test_disclose__refuses_wrong_counts(void **state)
{
    static const refusal wrong[] = {
        {"measure,n\nm,5\n", NULL, -1, "cell", "cell"},
        {"cell,measure\na,m\n", NULL, -1, "n", "'n'"},
        {"cell,measure,n\n1,m,5\n", NULL, -1, "cell", "holds no texts"},
        {"cell,measure,n\na,m,x\n", NULL, -1, "n", "holds utf8, where numbers"},
        {"cell,measure,n\na,m,2020-01-01\n", NULL, -1, "n", "holds date32"},
        {"cell,measure,n\na,m,5\nb,,5\n", NULL, 1, "measure", "missing"},
        {HEAD "a,m,9,1,1,,,\nb,m,,1,1,,,\n", NULL, 1, "n", "missing"},
        {HEAD "a,m,-9,1,1,,,\n", NULL, 0, "n", "whole number"},
        {HEAD "a,m,9.5,1,1,,,\n", NULL, 0, "n", "whole number"},
        {HEAD "a,m,9,10,1,,,\n", NULL, 0, "problem", "more than n"},
        {HEAD "a,m,9,3,4,,,\n", NULL, 0, "acute", "more than problem"},
        {HEAD "a,m,9,,4,,,\n", NULL, 0, "acute", "without a problem count"},
        {HEAD "a,m,9,3,1,8,,\n", NULL, 0, "n", "more than staff"},
        {HEAD "a,m,9,3,1,,,\na,k,5,3,1,8,,\n", NULL, 0, "n", "more than staff"},
        {HEAD "a,m,9,3,1,,,10\n", NULL, 0, "largest", "more than n"},
        {HEAD "a,m,9,3,1,9,,\na,k,9,3,1,10,,\n", NULL, 1, "staff", "in another"},
        {HEAD "a,m,9,3,1,,,\nb,m,9,3,,,,\n", NULL, 1, "acute", "in some cells"},
        {HEAD "a,m,9,3,1,,true,\nb,m,9,3,1,,false,\n", NULL, 1, "sensitive",
         "sensitive in some"},
        {HEAD "a,m,9,3,1,,,\na,m,9,3,1,,,\n", NULL, 1, "cell", "twice"},
    };

    (void)state;
    check_refusals(wrong, sizeof wrong / sizeof wrong[0]);
}

static void test_disclose__refuses_counts_that_are_declared_missing(void **state)
{
    wb_disclose_options options = options_of(5);
    wb_frame *counts = frame_of("cell,measure,n,staff\na,m,20,99\nb,m,98,99\n");
    wb_frame *released = NULL;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_frame_add_missing_range(counts, 3, 99, 99, NULL));
    assert_ok(wb_disclose(counts, NULL, &options, NULL, &released, NULL, NULL, NULL));
    wb_frame_free(released);
    assert_ok(wb_frame_add_missing_range(counts, 2, 98, 98, NULL));
    assert_fails(wb_disclose(counts, NULL, &options, NULL, &released, NULL, NULL, &err),
                 WB_E_DATA);
    assert_string_equal(err.message, "'n' is missing in row 1");
    assert_null(released);
    wb_frame_free(counts);
}

/* Cells c0, c1, ... of as many rows, each its own; in row `without` the measure is
 * missing. */
static char *many_cells(int n_rows, int without, bool own_measures)
{
    size_t room = 32 + (size_t)n_rows * 32;
    char *text = test_malloc(room);
    size_t at = (size_t)snprintf(text, room, "cell,measure,n,problem\n");

    for (int i = 0; i < n_rows; i++) {
        if (own_measures)
            at += (size_t)snprintf(text + at, room - at, "c%d,m%d,20,9\n", i, i);
        else
            at += (size_t)snprintf(text + at, room - at, "c%d,%s,20,9\n", i,
                                   i == without ? "" : "m");
    }
    return text;
}

/* More than are read at a time. */
static void test_disclose__thousands_of_rows_are_read(void **state)
{
    enum { N = 5000 };
    wb_disclose_options options = options_of(5);
    char *text = many_cells(N, N, false);
    disclosed out = disclose(text, NULL, &options);
    wb_error err = {0};

    (void)state;
    assert_int_equal(wb_frame_row_count(out.released), N);
    disclosed_free(&out);
    test_free(text);
    text = many_cells(N, 4500, false);
    assert_fails(try_to_disclose(text, NULL, &options, &out, &err), WB_E_DATA);
    assert_int_equal(err.row, 4500);
    assert_string_equal(err.item, "measure");
    test_free(text);
}

/* Few rows, but every measure has room in every cell. */
static void test_disclose__refuses_more_places_than_there_may_be(void **state)
{
    wb_disclose_options options = options_of(5);
    char *text = many_cells(8200, -1, true);
    disclosed out = {NULL, NULL, NULL};
    wb_error err = {0};

    (void)state;
    assert_fails(try_to_disclose(text, NULL, &options, &out, &err), WB_E_LIMIT);
    assert_non_null(strstr(err.message, "8200 cells of 8200 measures"));
    assert_null(out.released);
    test_free(text);
}

static void test_disclose__ids_have_255_bytes_at_most(void **state)
{
    wb_disclose_options options = options_of(5);
    char text[512] = "cell,measure,n\n";
    disclosed out = {NULL, NULL, NULL};
    wb_error err = {0};
    size_t at = strlen(text);

    (void)state;
    memset(text + at, 'x', 255);
    strcpy(text + at + 255, ",m,20\n");
    assert_ok(try_to_disclose(text, NULL, &options, &out, &err));
    disclosed_free(&out);
    memset(text + at, 'x', 256);
    strcpy(text + at + 256, ",m,20\n");
    assert_fails(try_to_disclose(text, NULL, &options, &out, &err), WB_E_DATA);
    assert_string_equal(err.item, "cell");
}

#define CELLS                                                                            \
    "cell,measure,n,problem,acute,staff\nall,m,20,8,4,30\na,m,12,5,2,15\nb,m,8,3,2,15\n"

static void test_disclose__refuses_wrong_relations(void **state)
{
    static const refusal wrong[] = {
        {CELLS, "kind,total,part\nsum,all,a\n", -1, "partition", "partition"},
        {CELLS, SUMS "add,t,all,a\n", 0, "kind", "none of sum"},
        {CELLS, SUMS "sum,t,all,a\nsum,t,all,x\n", 1, "part", "no cell"},
        {CELLS, SUMS "sum,t,x,a\n", 0, "total", "no cell"},
        {CELLS, SUMS "within,t,m,x\n", 0, "part", "no measure"},
        {CELLS, SUMS "sum,1,all,a\n", -1, "partition", "holds no texts"},
        {CELLS, SUMS "sum,,all,a\n", 0, "partition", "missing"},
        {CELLS, SUMS "sum,t,all,all\n", 0, "part", "its own total"},
        {CELLS, SUMS "sum,t,all,a\nsum,t,all,a\n", 1, "part", "twice"},
        {CELLS, SUMS "sum,t,a,all\n", -1, "a", "30 staff, it has 15"},
        {"cell,measure,n\nall,m,9\na,m,9\n", SUMS "sum,t,all,a\nsum,t,a,all\n", -1, "a",
         "do not nest"},
        {"cell,measure,n\nall,m,9\na,m,10\n", SUMS "sum,t,all,a\n", -1, "all",
         "more answers"},
        {"cell,measure,n,problem\nall,m,9,3\na,m,8,4\n", SUMS "sum,t,all,a\n", -1, "all",
         "more people with the problem"},
        {"cell,measure,n,problem\nall,m,9,8\na,m,8,3\n", SUMS "sum,t,all,a\n", -1, "all",
         "more people without the problem"},
        {"cell,measure,n,problem,acute\nall,m,9,5,5\na,m,5,3,2\n", SUMS "sum,t,all,a\n",
         -1, "all", "more cases that are not acute"},
        {"cell,measure,n,problem,acute\nall,m,9,5,1\na,m,5,3,2\n", SUMS "sum,t,all,a\n",
         -1, "all", "more acute cases"},
        {"cell,measure,n,staff\nall,m,9,10\na,m,5,6\nb,m,4,5\n",
         SUMS "sum,t,all,a\nsum,t,all,b\n", -1, "all", "11 staff, it has 10"},
    };

    (void)state;
    check_refusals(wrong, sizeof wrong / sizeof wrong[0]);
}

static void check_option(const wb_disclose_options *options, const char *item)
{
    disclosed out = {NULL, NULL, NULL};
    wb_error err = {0};

    assert_fails(try_to_disclose(CELLS, NULL, options, &out, &err), WB_E_ARG);
    assert_string_equal(err.item, item);
    assert_null(out.released);
}

static void test_disclose__refuses_wrong_options(void **state)
{
    const wb_disclose_options good = options_of(10);
    wb_disclose_options o;

    (void)state;
    o = good, o.min_n = 0, check_option(&o, "min_n");
    o = good, o.min_n = 4, check_option(&o, "min_n");
    o = good, o.min_n_sensitive = 9, check_option(&o, "min_n_sensitive");
    o = good, o.extreme = -2, check_option(&o, "extreme");
    o = good, o.round_to = -1, check_option(&o, "round_to");
    o = good, o.dominance = 1.5, check_option(&o, "dominance");
    o = good, o.dominance = NAN, check_option(&o, "dominance");
    o = good, o.protect = 2, check_option(&o, "protect");
    o = good, o.scope = NULL, check_option(&o, "scope");
    o = good, o.release = "", check_option(&o, "release");
    o = good, o.release = "\xff", check_option(&o, "release");
    check_option(NULL, "min_n");
}

/* Without a ledger nothing needs a name. */
static void test_disclose__needs_no_names_without_a_ledger(void **state)
{
    wb_disclose_options options = WB_DISCLOSE_OPTIONS_INIT;
    wb_frame *counts = frame_of(CELLS);
    wb_frame *out = NULL;

    (void)state;
    options.min_n = 5;
    assert_ok(wb_disclose(counts, NULL, &options, NULL, &out, NULL, NULL, NULL));
    assert_int_equal(wb_frame_row_count(out), 3);
    wb_frame_free(out);
    wb_frame_free(counts);
}

static void test_disclose__refuses_missing_arguments(void **state)
{
    wb_disclose_options options = options_of(10);
    wb_frame *counts = frame_of(CELLS);
    wb_frame *out = NULL;
    wb_ledger *ledger = NULL;
    wb_writer *writer = NULL;

    (void)state;
    assert_fails(wb_disclose(NULL, NULL, &options, NULL, &out, NULL, NULL, NULL),
                 WB_E_ARG);
    assert_fails(wb_disclose(counts, NULL, &options, NULL, NULL, NULL, NULL, NULL),
                 WB_E_ARG);
    assert_fails(wb_disclose_mask(NULL, "cell", NULL, counts, &out, NULL), WB_E_ARG);
    assert_fails(wb_disclose_mask(counts, NULL, NULL, counts, &out, NULL), WB_E_ARG);
    assert_fails(wb_disclose_mask(counts, "cell", NULL, counts, NULL, NULL), WB_E_ARG);
    assert_fails(wb_ledger_read(NULL, &ledger, NULL), WB_E_ARG);
    assert_fails(wb_ledger_frame(NULL, &out, NULL), WB_E_ARG);
    assert_fails(wb_ledger_write(NULL, writer, NULL), WB_E_ARG);
    wb_ledger_free(NULL);
    wb_frame_free(counts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_disclose__refuses_wrong_counts),
        cmocka_unit_test(test_disclose__refuses_counts_that_are_declared_missing),
        cmocka_unit_test(test_disclose__thousands_of_rows_are_read),
        cmocka_unit_test(test_disclose__refuses_more_places_than_there_may_be),
        cmocka_unit_test(test_disclose__ids_have_255_bytes_at_most),
        cmocka_unit_test(test_disclose__refuses_wrong_relations),
        cmocka_unit_test(test_disclose__refuses_wrong_options),
        cmocka_unit_test(test_disclose__needs_no_names_without_a_ledger),
        cmocka_unit_test(test_disclose__refuses_missing_arguments),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
