/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "reading_support.h"

#include "compose/json_memory.h"

#include "scan/pool.h"

#define HASH  "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define PRINT "00000000000000000000000000000000000000000000000000000000000000ff"
#define OTHER "00000000000000000000000000000000000000000000000000000000000000ee"
#define HEAD(company)                                                                    \
    "{'format':'werkbaar-pool/1.0','company':'" company "','questionnaire':'" HASH       \
    "','staff_class':'50-249','min_n':10,"
#define INDICATOR(counts)                                                                \
    "'indicators':[{'id':'load_i','fingerprint':'" PRINT "','counts':[" counts "]}]"
#define COUNT(n, problem) "{'n':" #n ",'problem':" #problem "}"
#define FILE_OF(company)  HEAD(company) INDICATOR(COUNT(60, 20)) "}"

static wb_status add(wb_pool *pool, const char *text, wb_error *err)
{
    char *json = quoted(text);
    wb_reader *reader = NULL;
    wb_status st = wb_reader_from_memory(json, strlen(json), "pool", &reader, err);

    if (st == WB_OK)
        st = wb_pool_add(pool, reader, err);
    wb_reader_free(reader);
    free(json);
    return st;
}

static wb_pool *pool_new(void)
{
    wb_pool *pool = NULL;

    assert_ok(wb_pool_new(&pool, NULL));
    return pool;
}

static void must_add(wb_pool *pool, const char *text)
{
    wb_error err = {0};

    if (add(pool, text, &err) != WB_OK)
        fail_msg("%s: %s", err.where, err.message);
}

/* n companies of `people` each, k of them with a problem, as many again, ... */
static void add_some(wb_pool *pool, int first, int n, int people)
{
    char text[1024];

    for (int i = first; i < first + n; i++) {
        snprintf(text, sizeof text, HEAD("c%d") INDICATOR("{'n':%d,'problem':%d}") "%s}",
                 i, people, (i * 7) % people,
                 i % 2 == 0 ? ",'measures':[{'measure':'m-a','status':'done'},"
                              "{'measure':'m-b','status':'planned'}]"
                            : ",'measures':[{'measure':'m-a','status':'planned'}]");
        must_add(pool, text);
    }
}

static wb_frame *benchmark(const wb_pool *pool, const wb_pool_options *options)
{
    wb_frame *out = NULL;
    wb_error err = {0};

    if (wb_pool_benchmark(pool, options, NULL, &out, &err) != WB_OK)
        fail_msg("%s", err.message);
    return out;
}

/* ---- against R ---- */

static void put_counts(wb_text *text, const wb_frame *counts, int64_t *row)
{
    char company[16], indicator[16];
    const char *comma = "";

    snprintf(company, sizeof company, "%s", text_at(counts, "company", *row));
    snprintf(indicator, sizeof indicator, "%s", text_at(counts, "indicator", *row));
    assert_ok(wb_text_format(
        text, NULL, "{'id':'%s','fingerprint':'" PRINT "','counts':[", indicator));
    for (; *row < wb_frame_row_count(counts) &&
           strcmp(text_at(counts, "company", *row), company) == 0 &&
           strcmp(text_at(counts, "indicator", *row), indicator) == 0;
         ++*row, comma = ",") {
        const char *group = text_at(counts, "group", *row);

        assert_ok(wb_text_format(text, NULL, "%s{'n':%lld,'problem':%lld", comma,
                                 (long long)whole_at(counts, "n", *row),
                                 (long long)whole_at(counts, "problem", *row)));
        if (group[0] != '\0')
            assert_ok(wb_text_format(text, NULL, ",'group':'%s'", group));
        assert_ok(wb_text_add(text, "}", NULL));
    }
    assert_ok(wb_text_add(text, "]}", NULL));
}

static void add_company(wb_pool *pool, const wb_frame *counts, int64_t *row)
{
    char company[16];
    wb_text text = {0};
    const char *comma = "";

    snprintf(company, sizeof company, "%s", text_at(counts, "company", *row));
    assert_ok(wb_text_format(&text, NULL,
                             "{'format':'werkbaar-pool/1.0','company':'%s',"
                             "'questionnaire':'" HASH
                             "','staff_class':'250+','min_n':10,'indicators':[",
                             company));
    while (*row < wb_frame_row_count(counts) &&
           strcmp(text_at(counts, "company", *row), company) == 0) {
        assert_ok(wb_text_add(&text, comma, NULL));
        put_counts(&text, counts, row);
        comma = ",";
    }
    assert_ok(wb_text_add(&text, "]}", NULL));
    must_add(pool, text.bytes);
    wb_text_free(&text);
}

static wb_pool *pool_of(const wb_frame *counts)
{
    wb_pool *pool = pool_new();

    for (int64_t row = 0; row < wb_frame_row_count(counts);)
        add_company(pool, counts, &row);
    return pool;
}

static void test_benchmark__agrees_with_r(void **state)
{
    static const char *const numbers[] = {"estimate", "se", "lower",     "upper",
                                          "df",       "n",  "companies", "overlap"};
    wb_frame *counts = read_vectors("scan_pool_counts");
    wb_frame *expected = read_vectors("scan_pool_expected");
    wb_pool *pool = pool_of(counts);
    wb_pool_options options = WB_POOL_OPTIONS_INIT;
    wb_frame *out;

    (void)state;
    options.company = "c03";
    out = benchmark(pool, &options);
    assert_int_equal(wb_pool_company_count(pool), 24);
    wb_test_record("pool");
    assert_int_equal(wb_frame_row_count(out), wb_frame_row_count(expected));
    for (int64_t row = 0; row < wb_frame_row_count(out); row++) {
        assert_string_equal(text_at(out, "indicator", row),
                            text_at(expected, "indicator", row));
        assert_string_equal(text_at(out, "group", row), text_at(expected, "group", row));
        assert_string_equal(text_at(out, "status", row),
                            text_at(expected, "status", row));
        for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
            assert_true(wb_test_agrees(numbers[i], number_at(out, numbers[i], row),
                                       number_at(expected, numbers[i], row), 1, 1e-10));
        assert_string_equal(text_at(out, "fingerprint", row), PRINT);
    }
    wb_frame_free(counts);
    wb_frame_free(expected);
    wb_frame_free(out);
    wb_pool_free(pool);
}

/* Backwards, the same bits. */
static void test_benchmark__does_not_see_the_order_of_companies(void **state)
{
    wb_pool *one = pool_new(), *two = pool_new();
    wb_frame *a, *b;

    (void)state;
    for (int i = 0; i < 12; i++) {
        add_some(one, i, 1, 50 + i);
        add_some(two, 11 - i, 1, 50 + 11 - i);
    }
    a = benchmark(one, NULL);
    b = benchmark(two, NULL);
    assert_close(number_at(a, "estimate", 0), number_at(b, "estimate", 0), 1e-15);
    assert_close(number_at(a, "se", 0), number_at(b, "se", 0), 1e-14);
    assert_int_equal(whole_at(a, "n", 0), whole_at(b, "n", 0));
    wb_frame_free(a);
    wb_frame_free(b);
    wb_pool_free(one);
    wb_pool_free(two);
}

/* ---- what may be shown ---- */

static void check_refused(const wb_pool *pool, const wb_pool_options *options,
                          wb_status status, const char *says)
{
    wb_frame *out = NULL;
    wb_error err = {0};

    assert_fails(wb_pool_benchmark(pool, options, NULL, &out, &err), status);
    assert_says(err.message, says);
    assert_null(out);
}

static void test_benchmark__is_refused_under_five_companies(void **state)
{
    wb_pool *pool = pool_new();
    wb_pool_options options = WB_POOL_OPTIONS_INIT;
    wb_frame *out;

    (void)state;
    check_refused(pool, NULL, WB_E_DATA, "there are 0 companies");
    add_some(pool, 1, 4, 50);
    check_refused(pool, NULL, WB_E_DATA, "there are 4 companies, where 5 are the fewest");
    add_some(pool, 5, 1, 50);
    out = benchmark(pool, NULL);
    assert_string_equal(text_at(out, "status", 0), "ok");
    assert_int_equal(whole_at(out, "companies", 0), 5);
    wb_frame_free(out);
    options.min_companies = 6;
    check_refused(pool, &options, WB_E_DATA, "where 6 are the fewest");
    options.min_companies = 4;
    check_refused(pool, &options, WB_E_ARG, "5 are the fewest");
    wb_pool_free(pool);
}

/* 6 companies of 50: without the second, one of 201 is more than half of what remains. */
static void check_dominance(const char *file, double dominance, const char *status)
{
    wb_pool *pool = pool_new();
    wb_pool_options options = WB_POOL_OPTIONS_INIT;
    wb_frame *out;

    options.dominance = dominance;
    add_some(pool, 1, 5, 50);
    must_add(pool, file);
    out = benchmark(pool, &options);
    assert_string_equal(text_at(out, "status", 0), status);
    assert_int_equal(is_missing(out, "estimate", 0), strcmp(status, "ok") != 0);
    assert_int_equal(is_missing(out, "n", 0), strcmp(status, "ok") != 0);
    assert_int_equal(is_missing(out, "companies", 0), strcmp(status, "ok") != 0);
    wb_frame_free(out);
    wb_pool_free(pool);
}

static void test_benchmark__hides_what_one_company_dominates(void **state)
{
    (void)state;
    check_dominance(HEAD("x") INDICATOR(COUNT(200, 20)) "}", 0, "ok");
    check_dominance(HEAD("x") INDICATOR(COUNT(201, 20)) "}", 0, "dominance");
    check_dominance(HEAD("x") INDICATOR(COUNT(201, 20)) "}", 0.6, "ok");
    check_dominance(HEAD("x") INDICATOR(COUNT(51, 20)) "}", 0.2, "dominance");
}

#define GROUP(path, n) ",{'group':'" path "','n':" #n ",'problem':9}"
#define AGE(id)        GROUP("age/" id, 20)

static const char *forty(int company)
{
    (void)company;
    return "40";
}

/* Eight companies of so many people, with these groups among them. */
static void add_companies(wb_pool *pool, char first, const char *staff_class,
                          const char *(*whole)(int company),
                          const char *(*groups)(int company))
{
    char text[1024];

    for (int i = 1; i <= 8; i++) {
        snprintf(
            text, sizeof text,
            "{'format':'werkbaar-pool/1.0','company':'%c%d','questionnaire':'" HASH
            "','staff_class':'%s','min_n':10," INDICATOR("{'n':%s,'problem':20}%s") "}",
            first, i, staff_class, whole(i), groups(i));
        must_add(pool, text);
    }
}

static void add_class(wb_pool *pool, char first, const char *staff_class,
                      const char *(*groups)(int company))
{
    add_companies(pool, first, staff_class, forty, groups);
}

static const char *three_old(int company)
{
    return company <= 3 ? AGE("old") AGE("young") : GROUP("age/young", 40);
}

static const char *all_middle(int company)
{
    (void)company;
    return AGE("middle") AGE("young");
}

static void check_row(const wb_frame *out, int64_t row, const char *group,
                      const char *status)
{
    assert_string_equal(text_at(out, "group", row), group);
    assert_string_equal(text_at(out, "status", row), status);
}

/* Of three companies the old are shown, who would be what the young leave of all. The
 * middle are there in another class of staff alone: what is not there hides nothing, and
 * is not hidden. */
static void test_benchmark__a_group_of_other_companies_is_no_hidden_one(void **state)
{
    wb_pool *pool = pool_new();
    wb_pool_options options = WB_POOL_OPTIONS_INIT;
    wb_frame *out;

    (void)state;
    add_class(pool, 'a', "50-249", three_old);
    add_class(pool, 'b', "10-49", all_middle);
    options.staff_class = "50-249";
    out = benchmark(pool, &options);
    assert_int_equal(wb_frame_row_count(out), 3);
    check_row(out, 0, "", "ok");
    check_row(out, 1, "age/old", "too_few");
    check_row(out, 2, "age/young", "left_over");
    wb_frame_free(out);
    options.staff_class = "10-49";
    out = benchmark(pool, &options);
    assert_int_equal(wb_frame_row_count(out), 3);
    check_row(out, 0, "", "ok");
    check_row(out, 1, "age/middle", "ok");
    check_row(out, 2, "age/young", "ok");
    wb_frame_free(out);
    wb_pool_free(pool);
}

/* What is shown of eight companies. */
static wb_frame *benchmark_of(const char *(*whole)(int company),
                              const char *(*groups)(int company))
{
    wb_pool *pool = pool_new();
    wb_frame *out;

    add_companies(pool, 'a', "50-249", whole, groups);
    out = benchmark(pool, NULL);
    wb_pool_free(pool);
    check_row(out, 0, "", "ok");
    return out;
}

static const char *three_old_and_some_of_no_age(int company)
{
    return company <= 3 ? AGE("old") AGE("young") : AGE("young");
}

/* The others left people out of all groups, and nobody can tell the old from those. */
static void test_benchmark__a_group_among_enough_others_needs_no_more_hidden(void **state)
{
    wb_frame *out = benchmark_of(forty, three_old_and_some_of_no_age);

    (void)state;
    check_row(out, 1, "age/old", "too_few");
    check_row(out, 2, "age/young", "ok");
    wb_frame_free(out);
}

static const char *two_of_one_company(int company)
{
    return company == 1 ? GROUP("age/a", 10) GROUP("age/b", 10) GROUP("age/c", 10)
                              GROUP("age/d", 10)
                        : AGE("c") AGE("d");
}

/* Two groups that are hidden are no use to one company that has both. */
static void test_benchmark__groups_of_one_company_do_not_hide_each_other(void **state)
{
    wb_frame *out = benchmark_of(forty, two_of_one_company);

    (void)state;
    check_row(out, 1, "age/a", "too_few");
    check_row(out, 2, "age/b", "too_few");
    check_row(out, 3, "age/c", "left_over");
    check_row(out, 4, "age/d", "ok");
    wb_frame_free(out);
}

static const char *one_of_220(int company)
{
    return company == 1 ? "220" : "70";
}

static const char *a_large_one(int company)
{
    return company == 1 ? GROUP("age/a", 200) GROUP("age/c", 10) GROUP("age/d", 10)
                        : GROUP("age/c", 10) GROUP("age/d", 60);
}

/* Of what a and c leave, 210 of 280 are of one company. */
static void test_benchmark__nobody_dominates_what_is_left(void **state)
{
    wb_frame *out = benchmark_of(one_of_220, a_large_one);

    (void)state;
    check_row(out, 1, "age/a", "too_few");
    check_row(out, 2, "age/c", "left_over");
    check_row(out, 3, "age/d", "left_over");
    wb_frame_free(out);
}

static const char *two_of_120(int company)
{
    return company == 1 ? "120" : "70";
}

static const char *a_team_in_two(int company)
{
    return company == 1 ? GROUP("team/x", 110) GROUP("team/x/1", 100)
                              GROUP("team/x/2", 10) GROUP("team/y", 10)
                        : GROUP("team/x", 10) GROUP("team/x/2", 10) GROUP("team/y", 60);
}

/* All without y and x/2 are 100 people of one company; without y they are x. */
static void test_benchmark__parts_of_a_hidden_group_do_not_tell_it(void **state)
{
    wb_frame *out = benchmark_of(two_of_120, a_team_in_two);

    (void)state;
    check_row(out, 1, "team/x", "dominance");
    check_row(out, 2, "team/x/1", "too_few");
    check_row(out, 3, "team/x/2", "left_over");
    check_row(out, 4, "team/y", "left_over");
    wb_frame_free(out);
}

static const char *teams_without_departments(int company)
{
    return company <= 3 ? GROUP("team/x/1", 20) GROUP("team/y/1", 20)
                        : GROUP("team/y/1", 40);
}

/* Where no company shows x or y as a whole, a team of them is a part of all. */
static void test_benchmark__groups_without_those_above_are_parts_of_all(void **state)
{
    wb_frame *out = benchmark_of(forty, teams_without_departments);

    (void)state;
    assert_int_equal(wb_frame_row_count(out), 3);
    check_row(out, 1, "team/x/1", "too_few");
    check_row(out, 2, "team/y/1", "left_over");
    wb_frame_free(out);
}

static const char *one_of_no_age(int company)
{
    return company == 1 ? "" : AGE("old") AGE("young");
}

/* One company that shows no groups is what they leave of the whole. */
static void test_benchmark__a_company_without_groups_is_not_what_is_left(void **state)
{
    wb_frame *out = benchmark_of(forty, one_of_no_age);

    (void)state;
    check_row(out, 1, "age/old", "left_over");
    check_row(out, 2, "age/young", "ok");
    wb_frame_free(out);
}

static void test_benchmark__refuses_wrong_options(void **state)
{
    wb_pool *pool = pool_new();
    wb_pool_options options = WB_POOL_OPTIONS_INIT;
    wb_frame *out = NULL;

    (void)state;
    add_some(pool, 1, 6, 50);
    options.dominance = 1;
    check_refused(pool, &options, WB_E_ARG, "dominance");
    options = (wb_pool_options)WB_POOL_OPTIONS_INIT;
    options.company = "stranger";
    check_refused(pool, &options, WB_E_ARG, "'stranger' is not in this pool");
    options = (wb_pool_options)WB_POOL_OPTIONS_INIT;
    options.staff_class = "huge";
    check_refused(pool, &options, WB_E_ARG, "'huge' is no staff class");
    options.staff_class = "10-49";
    check_refused(pool, &options, WB_E_DATA, "there are 0 companies");
    options = (wb_pool_options)WB_POOL_OPTIONS_INIT;
    options.level = 1;
    assert_fails(wb_pool_benchmark(pool, &options, NULL, &out, NULL), WB_E_ARG);
    assert_fails(wb_pool_benchmark(NULL, NULL, NULL, &out, NULL), WB_E_ARG);
    assert_fails(wb_pool_benchmark(pool, NULL, NULL, NULL, NULL), WB_E_ARG);
    wb_pool_free(pool);
}

static void test_benchmark__says_what_it_is_and_fits_as_reference(void **state)
{
    wb_pool *pool = pool_new();
    wb_pool_options options = WB_POOL_OPTIONS_INIT;
    wb_reference_frame reference = {0};
    wb_frame *out;

    (void)state;
    add_some(pool, 1, 6, 50);
    out = benchmark(pool, NULL);
    assert_string_equal(text_at(out, "source", 0), "pool of 6 companies");
    assert_string_equal(text_at(out, "kind", 0), "pool");
    assert_true(is_missing(out, "group", 0) && is_missing(out, "overlap", 0));
    assert_ok(wb_reference_init(&reference, out, NULL));
    assert_int_equal(reference.kind, WB_FROM_POOL);
    wb_reference_free(&reference);
    wb_frame_free(out);
    options.source = "food 2030";
    options.staff_class = "50-249";
    out = benchmark(pool, &options);
    assert_string_equal(text_at(out, "source", 0), "food 2030");
    assert_says(wb_frame_metadata(out), "\"staff_class\":\"50-249\"");
    wb_frame_free(out);
    wb_pool_free(pool);
}

/* ---- measures ---- */

static void test_measures__are_counted_where_enough_chose_them(void **state)
{
    wb_pool *pool = pool_new();
    wb_frame *out = NULL;
    wb_error err = {0};

    (void)state;
    add_some(pool, 1, 4, 50);
    assert_fails(wb_pool_measures(pool, NULL, &out, &err), WB_E_DATA);
    assert_says(err.message, "there are 4 companies");
    add_some(pool, 5, 5, 50);
    assert_ok(wb_pool_measures(pool, NULL, &out, NULL));
    assert_int_equal(wb_frame_row_count(out), 3);
    assert_string_equal(text_at(out, "measure", 0), "m-a");
    assert_string_equal(text_at(out, "state", 0), "done");
    assert_string_equal(text_at(out, "status", 0), "too_few");
    assert_true(is_missing(out, "companies", 0));
    assert_string_equal(text_at(out, "state", 1), "planned");
    assert_int_equal(whole_at(out, "companies", 1), 5);
    assert_string_equal(text_at(out, "status", 1), "ok");
    assert_string_equal(text_at(out, "measure", 2), "m-b");
    assert_string_equal(text_at(out, "status", 2), "too_few");
    wb_frame_free(out);
    wb_pool_free(pool);
}

/* ---- files ---- */

static void check_file(const char *text, wb_status status, const char *says)
{
    wb_pool *pool = pool_new();
    wb_error err = {0};

    must_add(pool, FILE_OF("before"));
    assert_fails(add(pool, text, &err), status);
    assert_says(err.message, says);
    assert_int_equal(wb_pool_company_count(pool), 1);
    wb_pool_free(pool);
}

static void test_pool_add__refuses_companies_that_do_not_belong(void **state)
{
    (void)state;
    check_file(FILE_OF("before"), WB_E_CONFLICT, "'before' is in this pool already");
    check_file("{'format':'werkbaar-pool/1.0','company':'a','questionnaire':'" OTHER
               "','staff_class':'50-249','min_n':10," INDICATOR(COUNT(60, 20)) "}",
               WB_E_CONFLICT, "this pool is of questionnaire 0123");
    check_file(HEAD("a") "'indicators':[{'id':'load_i','fingerprint':'" OTHER
                         "','counts':[" COUNT(60, 20) "]}]}",
               WB_E_CONFLICT, "has another fingerprint in this pool");
}

static void test_pool_add__refuses_a_group_larger_than_everyone(void **state)
{
    wb_pool *pool = pool_new();

    (void)state;
    check_file(HEAD("a") INDICATOR(COUNT(60, 20) ",{'group':'age/old','n':61,"
                                                 "'problem':20}") "}",
               WB_E_DATA, "a group of 61 people is larger than everyone, who are 60");
    must_add(pool, HEAD("a") INDICATOR(COUNT(60, 20) ",{'group':'age/old','n':60,"
                                                     "'problem':20}") "}");
    /* who everyone are may not be shown */
    must_add(pool, HEAD("b") INDICATOR("{'group':'age/old','n':61,'problem':20}") "}");
    wb_pool_free(pool);
}

static void test_pool_add__refuses_cells_that_are_too_small(void **state)
{
    (void)state;
    check_file(HEAD("a") INDICATOR(COUNT(9, 2)) "}", WB_E_DATA,
               "a cell of 9 people is smaller than min_n");
    check_file("{'format':'werkbaar-pool/1.0','company':'a','questionnaire':'" HASH
               "','staff_class':'50-249','min_n':4," INDICATOR(COUNT(60, 20)) "}",
               WB_E_DATA, "min_n");
    check_file(HEAD("a") INDICATOR(COUNT(250, 2)) "}", WB_E_DATA,
               "a cell of 250 people is larger than the staff class");
}

static void test_pool_add__refuses_what_is_wrong_in_a_file(void **state)
{
    (void)state;
    check_file("{'format':'werkbaar-plan/1.0'}", WB_E_DATA, "werkbaar-pool");
    check_file("{'format':'werkbaar-pool/2.0'}", WB_E_VERSION, "2.0");
    check_file(HEAD("a b") INDICATOR(COUNT(60, 20)) "}", WB_E_DATA, "is not an id");
    check_file(HEAD("a") "'name':'Bakery'," INDICATOR(COUNT(60, 20)) "}", WB_E_DATA,
               "name");
    check_file(HEAD("a") INDICATOR(COUNT(60, 61)) "}", WB_E_DATA, "problem");
    check_file(HEAD("a") INDICATOR("{'n':60,'problem':10,'acute':11}") "}", WB_E_DATA,
               "acute");
    check_file(HEAD("a") INDICATOR(COUNT(60, 20) "," COUNT(60, 20)) "}", WB_E_DATA,
               "groups come once");
    check_file(HEAD("a") INDICATOR("{'group':'b/c','n':60,'problem':1},{'group':'b/a',"
                                   "'n':60,'problem':1}") "}",
               WB_E_DATA, "in order");
    check_file(HEAD("a") INDICATOR("{'group':'','n':60,'problem':1}") "}", WB_E_DATA,
               "a group is the path of one");
    check_file(
        HEAD("a") "'indicators':[{'id':'b_i','fingerprint':'" PRINT
                  "','counts':[" COUNT(60, 20) "]},{'id':'a_i','fingerprint':'" PRINT
                                               "','counts':[" COUNT(60, 20) "]}]}",
        WB_E_DATA, "indicators come once, in order");
    check_file(HEAD("a") "'indicators':[{'id':'b_i','fingerprint':'f1','counts':[" COUNT(
                   60, 20) "]}]}",
               WB_E_DATA, "64 hexadecimal digits");
    check_file(HEAD("a") INDICATOR(
                   COUNT(60, 20)) ",'measures':[{'measure':'m','status':'dreamt'}]}",
               WB_E_DATA, "planned, running, done, stopped");
    check_file(
        HEAD("a") INDICATOR(COUNT(
            60,
            20)) ",'measures':[{'measure':'m','status':'done'},{'measure':'m','status':"
                 "'done'}]}",
        WB_E_DATA, "measures come once");
}

static void test_pool_load__takes_a_path(void **state)
{
    wb_pool *pool = pool_new();
    wb_error err = {0};

    (void)state;
    assert_ok(
        wb_pool_load(pool, WB_TEST_SOURCE_DIR "/tests/data/pool_company.json", NULL));
    assert_int_equal(wb_pool_company_count(pool), 1);
    assert_fails(wb_pool_load(pool, "/nowhere/at.all", &err), WB_E_IO);
    assert_says(err.where, "/nowhere/at.all");
    assert_fails(wb_pool_load(NULL, "x", NULL), WB_E_ARG);
    assert_fails(wb_pool_load(pool, NULL, NULL), WB_E_ARG);
    wb_pool_free(pool);
    wb_pool_free(NULL);
}

/* ---- what a company leaves ---- */

#define RESULTS                                                                          \
    "group,title,theme,indicator,fingerprint,status,n,green,red\n"                       \
    "all,Iedereen,load,load_i," PRINT ",ok,60,40,8\n"                                    \
    "age/young,Jong,load,load_i," PRINT ",ok,30,21,4\n"                                  \
    "age/old,Oud,load,load_i," PRINT ",hidden,,,\n"                                      \
    "team/a,A,load,load_i," PRINT ",ok,20,10,3\n"                                        \
    "age/young*team/a,A jong,load,load_i," PRINT ",ok,12,6,\n"                           \
    "ageing/x,X,load,load_i," PRINT ",ok,12,6,\n"                                        \
    "all,Iedereen,body,body_i," PRINT ",no_acute,58,50,\n"

static wb_status tell(const char *company, const wb_frame *results,
                      const wb_frame *measures, wb_writer *writer, wb_error *err)
{
    char age[] = "age", *items[] = {age};
    const wb_names breakdowns = {items, 1};
    const wb_pooled_company of = {company, HASH, 70, 10, true, &breakdowns, measures};
    wb_cells cells = {0};
    wb_status st = wb_cells_init(&cells, results, err);

    if (st == WB_OK)
        st = wb_pool_tell(&cells, &of, writer, err);
    wb_cells_free(&cells);
    return st;
}

static void check_told(const wb_frame *measures, const char *expected)
{
    wb_frame *results = frame_of(RESULTS);
    wb_writer *writer = NULL;
    wb_error err = {0};
    char *wanted = quoted(expected);

    assert_ok(wb_writer_to_memory(&writer, NULL));
    if (tell("c-1", results, measures, writer, &err) != WB_OK)
        fail_msg("%s: %s", err.where, err.message);
    assert_string_equal(wb_writer_bytes(writer, NULL), wanted);
    free(wanted);
    wb_writer_free(writer);
    wb_frame_free(results);
}

/* The whole and the hierarchy that is declared: no team, no cross, nothing hidden, no
 * name, no title. */
static void test_pool_tell__leaves_declared_released_counts_alone(void **state)
{
    wb_frame *measures = frame_of("measure,status\nm-b,planned\nm-a,done\n");

    (void)state;
    check_told(measures,
               "{'company':'c-1','format':'werkbaar-pool/1.0','indicators':["
               "{'counts':[{'n':58,'problem':8}],'fingerprint':'" PRINT
               "','id':'body_i'},"
               "{'counts':[{'acute':8,'n':60,'problem':20},{'acute':4,'group':'age/"
               "young','n':30,'problem':9}],'fingerprint':'" PRINT "','id':'load_i'}],"
               "'measures':[{'measure':'m-a','status':'done'},{'measure':'m-b',"
               "'status':'planned'}],'min_n':10,'questionnaire':'" HASH
               "','staff_class':'50-249','synthetic':true}");
    wb_frame_free(measures);
}

static void check_not_told(const char *company, const char *measures_csv,
                           wb_status status, const char *says)
{
    wb_frame *results = frame_of(RESULTS);
    wb_frame *measures = measures_csv != NULL ? frame_of(measures_csv) : NULL;
    wb_writer *writer = NULL;
    size_t n = 0;
    wb_error err = {0};

    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_fails(tell(company, results, measures, writer, &err), status);
    assert_says(err.message, says);
    (void)wb_writer_bytes(writer, &n);
    assert_int_equal(n, 0);
    wb_writer_free(writer);
    wb_frame_free(results);
    wb_frame_free(measures);
}

static void test_pool_tell__refuses_names_and_measures_that_are_none(void **state)
{
    (void)state;
    check_not_told("Bakkerij Jansen", NULL, WB_E_DATA, "is not an id");
    check_not_told("c", "measure,status\nm,dreamt\n", WB_E_DATA,
                   "no status: planned, running, done or stopped");
    check_not_told("c", "measure,status\n,done\nx,done\n", WB_E_DATA, "no measure");
    check_not_told("c", "measure\nx\n", WB_E_DATA, "no column 'status'");
    check_not_told("c", "measure,status\nx,done\nx,planned\n", WB_E_DATA,
                   "more than once, again in row 1");
    check_not_told("c", "measure,status\nfür alle,done\n", WB_E_DATA, "is not an id");
}

static void test_staff_class__has_the_usual_bounds(void **state)
{
    (void)state;
    assert_string_equal(wb_staff_classes[wb_staff_class_of(1)], "1-9");
    assert_string_equal(wb_staff_classes[wb_staff_class_of(9)], "1-9");
    assert_string_equal(wb_staff_classes[wb_staff_class_of(10)], "10-49");
    assert_string_equal(wb_staff_classes[wb_staff_class_of(49)], "10-49");
    assert_string_equal(wb_staff_classes[wb_staff_class_of(50)], "50-249");
    assert_string_equal(wb_staff_classes[wb_staff_class_of(249)], "50-249");
    assert_string_equal(wb_staff_classes[wb_staff_class_of(250)], "250+");
}

/* ---- memory ---- */

static char *files[6];

static wb_status add_all(wb_pool *pool)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < 6 && st == WB_OK; i++) {
        wb_reader *reader = NULL;
        int64_t before = wb_pool_company_count(pool);

        st = wb_reader_from_memory(files[i], strlen(files[i]), "pool", &reader, NULL);
        if (st == WB_OK)
            st = wb_pool_add(pool, reader, NULL);
        assert_int_equal(wb_pool_company_count(pool), before + (st == WB_OK));
        wb_reader_free(reader);
    }
    return st;
}

static wb_status all_of_it(void)
{
    wb_pool *pool = NULL;
    wb_frame *out = NULL, *measures = NULL;
    wb_status st = wb_pool_new(&pool, NULL);

    if (st == WB_OK)
        st = add_all(pool);
    if (st == WB_OK)
        st = wb_pool_benchmark(pool, NULL, NULL, &out, NULL);
    if (st == WB_OK)
        st = wb_pool_measures(pool, NULL, &measures, NULL);
    wb_frame_free(out);
    wb_frame_free(measures);
    wb_pool_free(pool);
    return st;
}

static wb_frame *given;

static wb_status tell_it(void)
{
    wb_writer *writer = NULL;
    wb_status st = wb_writer_to_memory(&writer, NULL);

    if (st == WB_OK)
        st = tell("c", given, NULL, writer, NULL);
    wb_writer_free(writer);
    return st;
}

static void test_pool__survives_every_failing_allocation(void **state)
{
    char text[1024];

    (void)state;
    for (int i = 0; i < 6; i++) {
        snprintf(
            text, sizeof text,
            HEAD("c%d") INDICATOR(
                "{'n':60,'problem':%d}") ",'measures':[{'measure':'m','status':'done'}]}",
            i, i);
        files[i] = quoted(text);
    }
    given = frame_of(RESULTS);
    wb_test_every_allocation(all_of_it);
    wb_test_every_allocation(tell_it);
    every_json_allocation(tell_it);
    for (int i = 0; i < 6; i++)
        free(files[i]);
    wb_frame_free(given);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_benchmark__agrees_with_r),
        cmocka_unit_test(test_benchmark__does_not_see_the_order_of_companies),
        cmocka_unit_test(test_benchmark__is_refused_under_five_companies),
        cmocka_unit_test(test_benchmark__hides_what_one_company_dominates),
        cmocka_unit_test(test_benchmark__a_group_of_other_companies_is_no_hidden_one),
        cmocka_unit_test(
            test_benchmark__a_group_among_enough_others_needs_no_more_hidden),
        cmocka_unit_test(test_benchmark__groups_of_one_company_do_not_hide_each_other),
        cmocka_unit_test(test_benchmark__nobody_dominates_what_is_left),
        cmocka_unit_test(test_benchmark__parts_of_a_hidden_group_do_not_tell_it),
        cmocka_unit_test(test_benchmark__groups_without_those_above_are_parts_of_all),
        cmocka_unit_test(test_benchmark__a_company_without_groups_is_not_what_is_left),
        cmocka_unit_test(test_benchmark__refuses_wrong_options),
        cmocka_unit_test(test_benchmark__says_what_it_is_and_fits_as_reference),
        cmocka_unit_test(test_measures__are_counted_where_enough_chose_them),
        cmocka_unit_test(test_pool_add__refuses_companies_that_do_not_belong),
        cmocka_unit_test(test_pool_add__refuses_a_group_larger_than_everyone),
        cmocka_unit_test(test_pool_add__refuses_cells_that_are_too_small),
        cmocka_unit_test(test_pool_add__refuses_what_is_wrong_in_a_file),
        cmocka_unit_test(test_pool_load__takes_a_path),
        cmocka_unit_test(test_pool_tell__leaves_declared_released_counts_alone),
        cmocka_unit_test(test_pool_tell__refuses_names_and_measures_that_are_none),
        cmocka_unit_test(test_staff_class__has_the_usual_bounds),
        cmocka_unit_test(test_pool__survives_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
