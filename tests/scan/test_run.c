/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Answers in, figures out: what is counted where, and what is refused. */
#include "scan/counting.h"
#include "subject_support.h"

#define GROUPS                                                                           \
    "'hierarchies':[{'id':'department','columns':['department','team'],'groups':["       \
    "{'id':'shop','title':{'nl':'Winkel'},'staff':60,'groups':["                         \
    "{'id':'day','title':{'nl':'Dag','en':'Day'},'staff':30},"                           \
    "{'id':'night','staff':30}]},"                                                       \
    "{'id':'office','staff':40}]},"                                                      \
    "{'id':'age','columns':['age'],'groups':["                                           \
    "{'id':'young','staff':50},{'id':'old','staff':50}]}]"
#define COMPANY                                                                          \
    "{" ORGANISATION "'staff':100,'min_n':5,'cross':[['department','age']],"             \
    "'calibrate':'department'," GROUPS "}"

/* `n` rows of one kind. */
static int rows(char *csv, int n, const char *row)
{
    int at = 0;

    for (int i = 0; i < n; i++)
        at += sprintf(csv + at, "%s\n", row);
    return at;
}

#define HEADER "department,team,age,q1,q2,q3,x_note\n"

/* Counted by hand: 70 people; 20 of the day, 20 of the night, 26 of the office, 4 of whom
 * no department is known. */
static wb_frame *seventy(void)
{
    static char csv[1 << 14];
    int at = sprintf(csv, HEADER);

    at += rows(csv + at, 6, "shop,day,young,0,0,0,a");
    at += rows(csv + at, 7, "shop,day,young,2,0,0,a");
    at += rows(csv + at, 7, "shop,day,old,3,0,2,a");
    at += rows(csv + at, 10, "shop,night,old,1,2,0,a");
    at += rows(csv + at, 10, "shop,night,young,2,3,0,a");
    at += rows(csv + at, 13, "office,,young,0,0,0,a");
    at += rows(csv + at, 13, "office,,old,2,0,,a");
    at += rows(csv + at, 4, ",,old,3,0,0,a");
    rows(csv + at, 1, "office,,old,,9,,a"); /* no answer at all */
    return frame_of(csv);
}

/* What is counted, before anything is hidden: n, problem and acute by hand. */
static const struct {
    const char *group;
    wb_count response, load, joy, harm, fine;
} by_hand[] = {
    {"all", {70, 0, 0}, {70, 41, 11}, {70, 20, 10}, {57, 7, 0}, {70, 51, 0}},
    {"department/shop", {40, 0, 0}, {40, 24, 7}, {40, 20, 10}, {40, 7, 0}, {40, 34, 0}},
    {"department/shop/day", {20, 0, 0}, {20, 14, 7}, {20, 0, 0}, {20, 7, 0}, {20, 14, 0}},
    {"department/shop/night",
     {20, 0, 0},
     {20, 10, 0},
     {20, 20, 10},
     {20, 0, 0},
     {20, 20, 0}},
    {"department/office", {26, 0, 0}, {26, 13, 0}, {26, 0, 0}, {13, 0, 0}, {26, 13, 0}},
    {"age/young", {36, 0, 0}, {36, 17, 0}, {36, 10, 10}, {36, 0, 0}, {36, 17, 0}},
    {"age/old", {34, 0, 0}, {34, 24, 11}, {34, 10, 0}, {21, 7, 0}, {34, 34, 0}},
    {"department/shop*age/young",
     {23, 0, 0},
     {23, 17, 0},
     {23, 10, 10},
     {23, 0, 0},
     {23, 17, 0}},
    {"department/shop*age/old",
     {17, 0, 0},
     {17, 7, 7},
     {17, 10, 0},
     {17, 7, 0},
     {17, 17, 0}},
    {"department/office*age/young",
     {13, 0, 0},
     {13, 0, 0},
     {13, 0, 0},
     {13, 0, 0},
     {13, 0, 0}},
    {"department/office*age/old",
     {13, 0, 0},
     {13, 13, 0},
     {13, 0, 0},
     {0, 0, 0},
     {13, 13, 0}},
};

static void test_wb_counting_init__counts_where_people_are_known(void **state)
{
    wb_organisation *company = organisation_of(COMPANY);
    wb_subject subject = subject_of_test();
    wb_frame *answers = seventy();
    wb_places layout = {0};
    wb_measures measures = {0};
    wb_counting counting = {0};

    (void)state;
    assert_ok(wb_places_init(&layout, company, NULL));
    assert_ok(wb_measures_init(&measures, subject.about, NULL));
    assert_ok(wb_counting_init(&counting, &layout, &measures, subject.person, answers,
                               NULL, NULL));
    assert_int_equal(layout.n_places, sizeof by_hand / sizeof *by_hand);
    for (size_t i = 0; i < layout.n_places; i++) {
        const wb_count *expected = &by_hand[i].response;

        assert_string_equal(layout.places[i].path, by_hand[i].group);
        assert_memory_equal(&counting.counts[i * 5], expected, 5 * sizeof *expected);
    }
    wb_counting_free(&counting);
    wb_measures_free(&measures);
    wb_places_free(&layout);
    wb_frame_free(answers);
    wb_subject_free(&subject);
    wb_organisation_free(company);
}

/* The finer places of a coarser one, every pair that is next to each other. */
static wb_status tell(void *user, size_t grid, size_t total, size_t part, wb_error *err)
{
    (void)grid;
    (void)err;
    ((int *)user)[part * 11 + total]++;
    return WB_OK;
}

static int64_t count_relations(const wb_measures *measures, const wb_places *layout,
                               const char *kind)
{
    wb_frame *relations = NULL;
    int64_t n = 0;

    assert_ok(wb_relations_frame(layout, measures, &relations, NULL));
    for (int64_t row = 0; row < wb_frame_row_count(relations); row++) {
        if (strcmp(text_at(relations, "kind", row), kind) != 0)
            continue;
        n++;
        assert_string_equal(
            text_at(relations, strcmp(kind, "base") == 0 ? "part" : "total", row),
            "fine");
    }
    wb_frame_free(relations);
    return n;
}

/* Who has a value of `fine` has one of load and of joy, so fewer have: everybody knows
 * that. Not where one of the two is enough. */
static void test_wb_relations_frame__knows_who_can_have_a_composite(void **state)
{
    wb_organisation *company = organisation_of(COMPANY);
    wb_subject subject = subject_of_test();
    wb_places layout = {0};
    wb_measures measures = {0};
    json_t *list = json_object_get(subject.about, "indicators");

    (void)state;
    assert_ok(wb_places_init(&layout, company, NULL));
    assert_ok(wb_measures_init(&measures, subject.about, NULL));
    assert_int_equal(count_relations(&measures, &layout, "within"), 2);
    assert_int_equal(count_relations(&measures, &layout, "base"), 2);
    json_object_set_new(json_array_get(list, 3), "min_known", json_integer(1));
    assert_int_equal(count_relations(&measures, &layout, "within"), 2);
    assert_int_equal(count_relations(&measures, &layout, "base"), 0);
    wb_measures_free(&measures);
    wb_places_free(&layout);
    wb_subject_free(&subject);
    wb_organisation_free(company);
}

static void test_wb_places_sums__tell_what_lies_in_what(void **state)
{
    /* total of each place, by its number: none of the whole; two of a cross */
    static const int totals[11][2] = {{-1, -1}, {0, -1}, {1, -1}, {1, -1},
                                      {0, -1},  {0, -1}, {0, -1}, {1, 5},
                                      {1, 6},   {4, 5},  {4, 6}};
    wb_organisation *company = organisation_of(COMPANY);
    wb_places layout = {0};
    int told[11 * 11] = {0};

    (void)state;
    assert_ok(wb_places_init(&layout, company, NULL));
    assert_ok(wb_places_sums(&layout, tell, told, NULL));
    for (int part = 0; part < 11; part++) {
        for (int total = 0; total < 11; total++)
            assert_int_equal(told[part * 11 + total],
                             totals[part][0] == total || totals[part][1] == total);
    }
    wb_places_free(&layout);
    wb_organisation_free(company);
}

/* A row that is shown has the counts of its people; one that is not has no number. */
static void check_results(const wb_scan *scan, const wb_frame *results,
                          const wb_count *counts)
{
    static const char *const numbers[] = {"n",
                                          "problem",
                                          "green",
                                          "orange",
                                          "red",
                                          "share",
                                          "se",
                                          "df",
                                          "lower",
                                          "upper",
                                          "weighted",
                                          "weighted_se",
                                          "bound_lower",
                                          "bound_upper",
                                          "weighted_lower",
                                          "weighted_upper"};
    size_t n_columns = scan->measures.n + 1;

    for (int64_t row = 0; row < wb_frame_row_count(results); row++) {
        size_t place = (size_t)row / (n_columns - 1);
        const wb_count *count =
            &counts[place * n_columns + 1 + (size_t)row % (n_columns - 1)];

        if (strcmp(text_at(results, "status", row), "hidden") == 0) {
            for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
                assert_true(is_missing(results, numbers[i], row));
            continue;
        }
        assert_int_equal(whole_at(results, "n", row), count->n);
        assert_int_equal(whole_at(results, "problem", row), count->problem);
        assert_int_equal(whole_at(results, "green", row), count->n - count->problem);
        assert_close(number_at(results, "share", row),
                     (double)count->problem / (double)count->n, 1e-15);
        if (!is_missing(results, "red", row)) {
            assert_int_equal(whole_at(results, "red", row), count->acute);
            assert_int_equal(whole_at(results, "orange", row),
                             count->problem - count->acute);
        }
    }
}

static void test_wb_scan_run__shows_what_was_counted(void **state)
{
    wb_organisation *company = organisation_of(COMPANY);
    wb_subject subject = subject_of_test();
    wb_frame *answers = seventy();
    wb_scan *scan = scan_of(company, answers, NULL);
    wb_frame *results = part_of(scan, "results", "nl");
    wb_counting counting = {0};

    (void)state;
    assert_string_equal(wb_scan_status(scan), "ok");
    assert_string_equal(wb_scan_id(scan), "bakery:2030");
    assert_int_equal(wb_frame_row_count(results), 11 * 4);
    assert_string_equal(text_at(results, "group", 0), "all");
    assert_string_equal(text_at(results, "title", 0), "Bakkerij");
    assert_string_equal(text_at(results, "theme", 0), "pressure");
    assert_string_equal(text_at(results, "indicator", 0), "load");
    assert_string_equal(text_at(results, "fingerprint", 0), "f1");
    assert_ok(wb_counting_init(&counting, &scan->layout, &scan->measures, subject.person,
                               answers, NULL, NULL));
    check_results(scan, results, counting.counts);
    wb_counting_free(&counting);
    wb_frame_free(results);
    wb_frame_free(answers);
    wb_scan_free(scan);
    wb_subject_free(&subject);
    wb_organisation_free(company);
}

/* Without a higher min_n, sensitive themes are of the whole alone. */
static void test_wb_scan_run__sensitive_themes_are_of_the_whole(void **state)
{
    wb_organisation *company = organisation_of(COMPANY);
    wb_frame *answers = seventy();
    wb_scan *scan = scan_of(company, answers, NULL);
    wb_frame *results = part_of(scan, "results", "nl");

    (void)state;
    for (int64_t row = 0; row < wb_frame_row_count(results); row++) {
        if (strcmp(text_at(results, "indicator", row), "harm") == 0 &&
            strcmp(text_at(results, "group", row), "all") != 0)
            assert_string_equal(text_at(results, "status", row), "hidden");
    }
    wb_frame_free(results);
    wb_frame_free(answers);
    wb_scan_free(scan);
    wb_organisation_free(company);
}

static void test_wb_scan_table__groups_are_whole_groups_and_crosses(void **state)
{
    wb_organisation *company = organisation_of(COMPANY);
    wb_frame *answers = seventy();
    wb_scan *scan = scan_of(company, answers, NULL);
    wb_frame *groups = part_of(scan, "groups", "en");
    int64_t row = row_of(groups, "group", "department/shop*age/old", NULL, NULL);

    (void)state;
    assert_int_equal(wb_frame_row_count(groups), 11);
    assert_string_equal(text_at(groups, "kind", 0), "whole");
    assert_string_equal(text_at(groups, "group", 0), "all");
    assert_string_equal(text_at(groups, "title", 0), "Bakery");
    assert_int_equal(whole_at(groups, "staff", 0), 100);
    assert_int_equal(whole_at(groups, "level", 0), 0);
    assert_string_equal(text_at(groups, "parent", 1), "all");
    assert_string_equal(text_at(groups, "parent", 2), "department/shop");
    assert_string_equal(text_at(groups, "title", 2), "Day");
    assert_string_equal(text_at(groups, "kind", row), "cross");
    assert_string_equal(text_at(groups, "title", row), "Winkel · old");
    assert_true(is_missing(groups, "staff", row));
    assert_true(is_missing(groups, "level", row));
    wb_frame_free(groups);
    wb_frame_free(answers);
    wb_scan_free(scan);
    wb_organisation_free(company);
}

/* Three groups of equal size, of which one answers less. p of R:
 * phyper(c(30, 30, 12), 72, 48, 40) and p.adjust(p, "BH"). */
static void test_wb_scan_table__response_says_who_answered(void **state)
{
    static char csv[1 << 12];
    int at = sprintf(csv, "team,q1,q2,q3\n");
    wb_organisation *company = organisation_of(
        "{" ORGANISATION "'staff':120,'min_n':5,'min_n_sensitive':5,'hierarchies':["
        "{'id':'team','columns':['team'],'groups':[{'id':'a','staff':40},"
        "{'id':'b','staff':40},{'id':'c','staff':40}]}]}");
    wb_frame *answers, *response;
    wb_scan *scan;

    (void)state;
    for (int i = 0; i < 6; i++) {
        at += rows(csv + at, 5, i % 2 == 0 ? "a,0,0,0" : "a,3,3,2");
        at += rows(csv + at, 5, i % 2 == 0 ? "b,0,0,0" : "b,3,3,2");
        at += rows(csv + at, 2, i % 2 == 0 ? "c,0,0,0" : "c,3,3,2");
    }
    answers = frame_of(csv);
    scan = scan_of(company, answers, NULL);
    response = part_of(scan, "response", "nl");
    assert_int_equal(wb_frame_row_count(response), 4);
    assert_int_equal(whole_at(response, "answered", 0), 72);
    assert_close(number_at(response, "rate", 0), 0.6, 1e-15);
    assert_close(number_at(response, "expected", 0), 72, 1e-15);
    assert_true(is_missing(response, "p", 0));
    assert_true(is_missing(response, "under_represented", 0));
    for (int row = 1; row < 4; row++)
        assert_close(number_at(response, "expected", row), 24, 1e-15);
    assert_int_equal(whole_at(response, "answered", 3), 12);
    assert_close(number_at(response, "p", 1), 0.99552954572728702, 1e-14);
    assert_close(number_at(response, "p", 3), 2.5865526063955502e-06, 1e-18);
    assert_close(number_at(response, "p_adjusted", 3), 7.7596578191866496e-06, 1e-18);
    assert_int_equal(whole_at(response, "under_represented", 3), 1);
    assert_int_equal(whole_at(response, "under_represented", 1), 0);
    wb_frame_free(response);
    wb_frame_free(answers);
    wb_scan_free(scan);
    wb_organisation_free(company);
}

static void test_wb_scan_table__themes_guide_and_method(void **state)
{
    wb_organisation *company = organisation_of(COMPANY);
    wb_frame *answers = seventy();
    wb_scan *scan = scan_of(company, answers, NULL);
    wb_frame *themes = part_of(scan, "themes", "en");
    wb_frame *guide = part_of(scan, "guide", "en");
    wb_frame *method = part_of(scan, "method", "en");
    int64_t row;

    (void)state;
    assert_int_equal(wb_frame_row_count(themes), 4);
    assert_string_equal(text_at(themes, "title", 0), "Work pressure");
    assert_string_equal(text_at(themes, "label", 0), "load");
    assert_string_equal(text_at(themes, "kind", 0), "risk");
    assert_int_equal(whole_at(themes, "acute", 0), 1);
    assert_int_equal(whole_at(themes, "sensitive", 2), 1);
    assert_int_equal(whole_at(themes, "conditional", 2), 1);
    assert_true(is_missing(themes, "parts", 0));
    assert_string_equal(text_at(themes, "parts", 3), "load,joy");
    assert_true(is_missing(themes, "theme", 3) && is_missing(themes, "kind", 3));
    assert_int_equal(wb_frame_row_count(guide), 2);
    assert_string_equal(text_at(guide, "question", 0), "How much?");
    assert_string_equal(text_at(guide, "question", 1), "Waarom?");
    assert_int_equal(whole_at(guide, "number", 1), 2);
    row = row_of(method, "id", "interval", NULL, NULL);
    assert_says(text_at(method, "text", row), "(95 %)");
    assert_says(text_at(method, "text", row), "if those who did not answer resemble");
    row = row_of(method, "id", "hidden", NULL, NULL);
    assert_says(text_at(method, "text", row), "fewer than 5 answers");
    row = row_of(method, "id", "composite", NULL, NULL);
    assert_string_equal(text_at(method, "text", row),
                        "Of 'goed' the percentage is the part with at least one of the "
                        "problems; green has none.");
    row = row_of(method, "id", "note", NULL, NULL);
    assert_string_equal(text_at(method, "text", row), "Read me.");
    assert_true(row_of(method, "id", "synthetic", NULL, NULL) >= 0);
    assert_true(row_of(method, "id", "sensitive", NULL, NULL) >= 0);
    wb_frame_free(themes);
    wb_frame_free(guide);
    wb_frame_free(method);
    wb_frame_free(answers);
    wb_scan_free(scan);
    wb_organisation_free(company);
}

/* ---- too small ---- */

static void test_wb_scan_run__of_too_few_answers_has_no_figures(void **state)
{
    wb_organisation *company = organisation_of(COMPANY);
    wb_frame *answers = frame_of(HEADER "shop,day,young,2,0,0,a\nshop,day,young,2,0,0,a\n"
                                        "shop,day,old,2,3,0,a\noffice,,old,3,3,3,b\n");
    wb_scan *scan = scan_of(company, answers, NULL);
    wb_frame *results = part_of(scan, "results", "nl");
    wb_frame *response = part_of(scan, "response", "nl");
    wb_frame *guide = part_of(scan, "guide", "nl");
    wb_frame *method = part_of(scan, "method", "nl");
    char *bytes = bytes_of(scan);
    int64_t row;

    (void)state;
    assert_string_equal(wb_scan_status(scan), "too_small");
    assert_int_equal(wb_frame_row_count(results), 0);
    for (row = 0; row < wb_frame_row_count(response); row++) {
        assert_string_equal(text_at(response, "status", row), "hidden");
        assert_true(is_missing(response, "answered", row));
        assert_true(is_missing(response, "rate", row));
        assert_true(is_missing(response, "expected", row));
    }
    assert_int_equal(wb_frame_row_count(guide), 2);
    row = row_of(method, "id", "too_small", NULL, NULL);
    assert_says(text_at(method, "text", row), "Minder dan 5 mensen");
    assert_null(strstr(bytes, "\"n\":"));
    free(bytes);
    wb_frame_free(results);
    wb_frame_free(response);
    wb_frame_free(guide);
    wb_frame_free(method);
    wb_frame_free(answers);
    wb_scan_free(scan);
    wb_organisation_free(company);
}

/* Which shares are extreme is the organisation's to say; the ledger keeps it. */
static void test_wb_scan_run__takes_extreme_from_the_organisation(void **state)
{
    static const char *const companies[] = {"{" ORGANISATION "'staff':9,'min_n':5}",
                                            "{" ORGANISATION
                                            "'staff':9,'min_n':5,'extreme':3}"};
    static const char *const kept[] = {"\"extreme\":2,\"id\"", "\"extreme\":3,\"id\""};

    (void)state;
    for (int i = 0; i < 2; i++) {
        wb_organisation *company = organisation_of(companies[i]);
        wb_frame *answers = frame_of("q1,q2,q3\n");
        wb_scan *scan = scan_of(company, answers, NULL);
        wb_writer *writer = NULL;

        assert_ok(wb_writer_to_memory(&writer, NULL));
        assert_ok(wb_scan_write(scan, writer, NULL));
        assert_ok(wb_writer_write(writer, "", 1, NULL)); /* the end of the text */
        assert_non_null(strstr(wb_writer_bytes(writer, NULL), kept[i]));
        wb_writer_free(writer);
        wb_frame_free(answers);
        wb_scan_free(scan);
        wb_organisation_free(company);
    }
}

static void test_wb_scan_run__of_nobody_is_too_small(void **state)
{
    wb_organisation *company = organisation_of("{" ORGANISATION "'staff':9,'min_n':5}");
    wb_frame *answers = frame_of("q1,q2,q3\n");
    wb_scan *scan = scan_of(company, answers, NULL);

    (void)state;
    assert_string_equal(wb_scan_status(scan), "too_small");
    wb_frame_free(answers);
    wb_scan_free(scan);
    wb_organisation_free(company);
}

/* ---- what is refused ---- */

static void test_wb_scan_run__refuses_and_says_why(void **state)
{
    static const struct {
        const char *csv;
        wb_status status;
        int row;
        const char *item, *message;
    } wrong[] = {
        {"department,team,age,q1,q2,q3,email\nshop,day,old,0,0,0,a@b\n", WB_E_DATA, -1,
         "email", "what can identify people does not enter"},
        {"department,age,q1,q2,q3\nshop,old,0,0,0\n", WB_E_DATA, -1, "team",
         "groups of the organisation"},
        {"department,team,age,q1,q2\nshop,day,old,0,0\n", WB_E_DATA, -1, "q3", "q3"},
        {"department,team,age,q1,q2,q3\nshop,day,old,0,0,0\nshop,day,old,4,0,0\n",
         WB_E_DATA, 1, "q1", "4"},
        {"department,team,age,q1,q2,q3\nshop,day,old,0,0,0\nstore,day,old,1,0,0\n",
         WB_E_DATA, 1, "department", "'store' in column 'department' is no group"},
        {"department,team,age,q1,q2,q3\noffice,day,old,0,0,0\n", WB_E_DATA, 0, "team",
         "do not nest: 'day' in column 'team' is no group in 'department/office'"},
        {"department,team,age,q1,q2,q3\n,dusk,old,0,0,0\n", WB_E_DATA, 0, "team",
         "'dusk' in column 'team' is no group"},
    };
    wb_organisation *company = organisation_of(COMPANY);
    wb_subject subject = subject_of_test();

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        wb_frame *answers = frame_of(wrong[i].csv);
        wb_scan *scan = NULL;
        wb_error err = {0};

        assert_fails(wb_scan_make(&subject, company, answers, NULL, NULL, &scan, &err),
                     wrong[i].status);
        assert_null(scan);
        assert_int_equal(err.row, wrong[i].row);
        assert_string_equal(err.item, wrong[i].item);
        assert_says(err.message, wrong[i].message);
        wb_frame_free(answers);
    }
    wb_subject_free(&subject);
    wb_organisation_free(company);
}

static void test_wb_scan_run__refuses_more_answers_than_staff(void **state)
{
    static char csv[1 << 12];
    int at = sprintf(csv, "department,team,age,q1,q2,q3\n");
    wb_organisation *company = organisation_of(COMPANY);
    wb_subject subject = subject_of_test();
    wb_scan *scan = NULL;
    wb_error err = {0};
    wb_frame *answers;

    (void)state;
    rows(csv + at, 31, "shop,night,young,0,1,2");
    answers = frame_of(csv);
    assert_fails(wb_scan_make(&subject, company, answers, NULL, NULL, &scan, &err),
                 WB_E_DATA);
    assert_string_equal(err.item, "department/shop/night");
    assert_says(err.message, "31 people answered from 'department/shop/night', where 30");
    wb_frame_free(answers);
    wb_subject_free(&subject);
    wb_organisation_free(company);
}

static void test_wb_scan_run__refuses_answers_to_other_questions(void **state)
{
    wb_organisation *company = organisation_of(COMPANY);
    wb_subject subject = subject_of_test();
    wb_frame *answers = seventy();
    wb_scan *scan = NULL;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_frame_set_metadata(answers, "{\"questionnaire\":\"xyz\"}", NULL));
    assert_fails(wb_scan_make(&subject, company, answers, NULL, NULL, &scan, &err),
                 WB_E_CONFLICT);
    assert_says(err.message, "questionnaire xyz, and this one is abc");
    assert_ok(wb_frame_set_metadata(answers, "{\"unit\":\"workpost\"}", NULL));
    assert_fails(wb_scan_make(&subject, company, answers, NULL, NULL, &scan, &err),
                 WB_E_CONFLICT);
    assert_says(err.message, "'workpost', where 'person'");
    assert_ok(wb_frame_set_metadata(answers, "{\"questionnaire\":\"abc\"}", NULL));
    assert_ok(wb_scan_make(&subject, company, answers, NULL, NULL, &scan, &err));
    wb_scan_free(scan);
    wb_frame_free(answers);
    wb_subject_free(&subject);
    wb_organisation_free(company);
}

static void test_wb_scan_run__refuses_wrong_options(void **state)
{
    static const struct {
        double level;
        int32_t no_fpc, protect;
        const char *item;
    } wrong[] = {
        {1, 0, 0, "level"},  {-0.1, 0, 0, "level"}, {NAN, 0, 0, "level"},
        {0, 2, 0, "no_fpc"}, {0, 0, 2, "protect"},
    };
    wb_organisation *company = organisation_of(COMPANY);
    wb_subject subject = subject_of_test();
    wb_frame *answers = seventy();

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        wb_scan_options options = WB_SCAN_OPTIONS_INIT;
        wb_scan *scan = NULL;
        wb_error err = {0};

        options.level = wrong[i].level;
        options.no_fpc = wrong[i].no_fpc;
        options.protect = wrong[i].protect;
        assert_fails(
            wb_scan_make(&subject, company, answers, &options, NULL, &scan, &err),
            WB_E_ARG);
        assert_string_equal(err.item, wrong[i].item);
    }
    wb_frame_free(answers);
    wb_subject_free(&subject);
    wb_organisation_free(company);
}

/* ---- a team is known only where its department is ---- */

static void test_wb_scan_run__goes_down_to_the_first_missing_level(void **state)
{
    static const int64_t known[] = {50, 30, 15, 15, 0, 15, 15};
    static char csv[1 << 13];
    int at = sprintf(csv, "department,team,age,q1,q2,q3\n");
    wb_organisation *company = organisation_of(COMPANY);
    wb_subject subject = subject_of_test();
    wb_places layout = {0};
    wb_measures measures = {0};
    wb_counting counting = {0};
    wb_frame *answers;

    (void)state;
    at += rows(csv + at, 15, "shop,day,young,0,1,2");
    at += rows(csv + at, 15, "shop,night,old,2,1,0");
    rows(csv + at, 20, ",day,,2,1,0");
    answers = frame_of(csv);
    assert_ok(wb_places_init(&layout, company, NULL));
    assert_ok(wb_measures_init(&measures, subject.about, NULL));
    assert_ok(wb_counting_init(&counting, &layout, &measures, subject.person, answers,
                               NULL, NULL));
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        assert_int_equal(counting.counts[i * counting.n_columns].n, known[i]);
    wb_counting_free(&counting);
    wb_measures_free(&measures);
    wb_places_free(&layout);
    wb_frame_free(answers);
    wb_subject_free(&subject);
    wb_organisation_free(company);
}

/* ---- the same whatever the order and the types ---- */

static void test_wb_scan_run__does_not_hang_on_the_order_of_rows(void **state)
{
    wb_organisation *company = organisation_of(COMPANY);
    wb_frame *answers = seventy();
    wb_frame *halves[2], *turned = NULL;
    wb_scan *first = scan_of(company, answers, NULL);
    wb_scan *second;

    (void)state;
    assert_ok(wb_frame_slice(answers, 31, 40, &halves[0], NULL));
    assert_ok(wb_frame_slice(answers, 0, 31, &halves[1], NULL));
    assert_ok(wb_frame_append((const wb_frame *const *)halves, 2, &turned, NULL));
    second = scan_of(company, turned, NULL);
    assert_string_equal(wb_scan_hash(first), wb_scan_hash(second));
    wb_frame_free(halves[0]);
    wb_frame_free(halves[1]);
    wb_frame_free(turned);
    wb_frame_free(answers);
    wb_scan_free(first);
    wb_scan_free(second);
    wb_organisation_free(company);
}

/* ---- releases ---- */

static void test_wb_scan_run__a_second_report_keeps_to_the_first(void **state)
{
    wb_organisation *company = organisation_of(COMPANY);
    wb_subject subject = subject_of_test();
    wb_frame *answers = seventy();
    wb_scan *first = scan_of(company, answers, NULL);
    wb_scan *second = NULL;
    wb_scan_options options = WB_SCAN_OPTIONS_INIT;
    wb_ledger *ledger = NULL;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_scan_ledger(first, &ledger, NULL));
    assert_string_equal(wb_ledger_scope(ledger), "bakery:2030");
    options.earlier = ledger;
    assert_fails(wb_scan_make(&subject, company, answers, &options, NULL, &second, &err),
                 WB_E_ARG);
    assert_string_equal(err.item, "release");
    options.release = "1";
    assert_fails(wb_scan_make(&subject, company, answers, &options, NULL, &second, &err),
                 WB_E_CONFLICT);
    options.release = "2";
    assert_ok(wb_scan_make(&subject, company, answers, &options, NULL, &second, &err));
    for (size_t i = 0; i < first->layout.n_places * (first->measures.n + 1); i++) {
        assert_int_equal(first->released[i].shown, second->released[i].shown);
        assert_int_equal(first->released[i].n, second->released[i].n);
        assert_int_equal(first->released[i].problem, second->released[i].problem);
    }
    wb_ledger_free(ledger);
    wb_scan_free(first);
    wb_scan_free(second);
    wb_frame_free(answers);
    wb_subject_free(&subject);
    wb_organisation_free(company);
}

/* Late answers: what the first report showed is shown as it was, and nothing beside it.
 */
static void test_wb_scan_run__late_answers_leave_the_first_report(void **state)
{
    wb_organisation *company = organisation_of(COMPANY);
    wb_subject subject = subject_of_test();
    wb_frame *answers = seventy();
    wb_frame *late = NULL, *fewer = NULL;
    wb_scan *first, *second = NULL;
    wb_scan_options options = WB_SCAN_OPTIONS_INIT;
    wb_ledger *ledger = NULL;
    wb_error err = {0};
    size_t n;

    (void)state;
    assert_ok(wb_frame_slice(answers, 3, 67, &fewer, NULL));
    assert_ok(wb_frame_slice(answers, 0, 71, &late, NULL));
    first = scan_of(company, fewer, NULL);
    assert_ok(wb_scan_ledger(first, &ledger, NULL));
    options.earlier = ledger;
    options.release = "2";
    if (wb_scan_make(&subject, company, late, &options, NULL, &second, &err) != WB_OK)
        fail_msg("%s %s: %s", err.where, err.item, err.message);
    n = first->layout.n_places * (first->measures.n + 1);
    for (size_t i = 0; i < n; i++) {
        if (second->released[i].shown == WB_CELL_HIDDEN)
            continue;
        assert_int_equal(first->released[i].n, second->released[i].n);
        assert_int_equal(first->released[i].problem, second->released[i].problem);
    }
    wb_ledger_free(ledger);
    wb_scan_free(first);
    wb_scan_free(second);
    wb_frame_free(late);
    wb_frame_free(fewer);
    wb_frame_free(answers);
    wb_subject_free(&subject);
    wb_organisation_free(company);
}

/* Rules that are stricter than those of the first report hide more of what it showed, of
 * the same answers and of those with late ones. */
static void test_wb_scan_run__a_second_report_may_have_stricter_rules(void **state)
{
    wb_organisation *company =
        organisation_of("{" ORGANISATION "'staff':100,'min_n':5,'extreme':1," GROUPS "}");
    wb_organisation *stricter = organisation_of(
        "{" ORGANISATION "'staff':100,'min_n':30,'extreme':10," GROUPS "}");
    wb_subject subject = subject_of_test();
    wb_frame *answers = seventy(), *fewer = NULL;
    wb_scan *first;
    wb_scan_options options = WB_SCAN_OPTIONS_INIT;
    wb_ledger *ledger = NULL;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_frame_slice(answers, 3, 67, &fewer, NULL));
    first = scan_of(company, fewer, NULL);
    assert_ok(wb_scan_ledger(first, &ledger, NULL));
    options.earlier = ledger;
    options.release = "2";
    for (int late = 0; late < 2; late++) {
        wb_scan *second = NULL;
        int n_hidden = 0;

        if (wb_scan_make(&subject, stricter, late ? answers : fewer, &options, NULL,
                         &second, &err) != WB_OK)
            fail_msg("%s %s: %s", err.where, err.item, err.message);
        for (size_t i = 0; i < first->layout.n_places * (first->measures.n + 1); i++) {
            const wb_released *row = &second->released[i];

            assert_true(row->shown == WB_CELL_HIDDEN || row->n >= 30);
            n_hidden += row->shown == WB_CELL_HIDDEN &&
                        first->released[i].shown != WB_CELL_HIDDEN;
        }
        assert_true(n_hidden > 0);
        wb_scan_free(second);
    }
    wb_ledger_free(ledger);
    wb_scan_free(first);
    wb_frame_free(fewer);
    wb_frame_free(answers);
    wb_subject_free(&subject);
    wb_organisation_free(stricter);
    wb_organisation_free(company);
}

/* Hiding is for the few: of a company with one small team, the whole, the departments and
 * the ages are shown. */
static void test_wb_scan_run__shows_most_of_a_company(void **state)
{
    static const char *const shown[] = {"all", "department/a", "department/b", "age/x",
                                        "age/y"};
    static char csv[1 << 14];
    int at = sprintf(csv, "department,team,age,q1,q2,q3\n");
    uint32_t draw = 11;
    wb_organisation *company = organisation_of(
        "{" ORGANISATION "'staff':300,'min_n':10,'min_n_sensitive':10,'hierarchies':["
        "{'id':'department','columns':['department','team'],'groups':["
        "{'id':'a','staff':160,'groups':[{'id':'s','staff':70},{'id':'t','staff':80},"
        "{'id':'u','staff':10}]},{'id':'b','staff':140}]},{'id':'age','columns':['age'],"
        "'groups':[{'id':'x','staff':150},{'id':'y','staff':150}]}]}");
    wb_frame *answers, *results;
    wb_scan *scan;

    (void)state;
    for (int i = 0; i < 220; i++) {
        const char *group = i < 55 ? "a,s" : i < 115 ? "a,t" : i < 121 ? "a,u" : "b,";

        at += sprintf(csv + at, "%s,%s,%d,%d,%d\n", group, i % 2 == 0 ? "x" : "y",
                      chance(&draw, 4), chance(&draw, 4), chance(&draw, 4));
    }
    answers = frame_of(csv);
    scan = scan_of(company, answers, NULL);
    results = part_of(scan, "results", "nl");
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        int64_t row = row_of(results, "group", shown[i], "indicator", "load");

        assert_string_equal(text_at(results, "status", row), "ok");
    }
    assert_string_equal(
        text_at(results, "status",
                row_of(results, "group", "department/a/u", "indicator", "load")),
        "hidden");
    wb_frame_free(results);
    wb_frame_free(answers);
    wb_scan_free(scan);
    wb_organisation_free(company);
}

/* ---- memory ---- */

static wb_organisation *kept_company;
static wb_frame *kept_answers;
static wb_subject kept_subject;

static wb_status run_and_show(void)
{
    static const char *const parts[] = {"groups",  "themes",  "response",
                                        "results", "audit",   "guide",
                                        "method",  "records", "checklists"};
    wb_scan *scan = NULL;
    wb_ledger *ledger = NULL;
    wb_status st =
        wb_scan_make(&kept_subject, kept_company, kept_answers, NULL, NULL, &scan, NULL);

    for (size_t i = 0; i < sizeof parts / sizeof *parts && st == WB_OK; i++) {
        wb_frame *frame = NULL;
        st = wb_scan_table(scan, parts[i], "nl", &frame, NULL);
        wb_frame_free(frame);
    }
    if (st == WB_OK)
        st = wb_scan_ledger(scan, &ledger, NULL);
    wb_ledger_free(ledger);
    wb_scan_free(scan);
    return st;
}

static void test_wb_scan_run__survives_every_failing_allocation(void **state)
{
    (void)state;
    kept_company = organisation_of(
        "{" ORGANISATION "'staff':30,'min_n':5,'calibrate':'team','hierarchies':["
        "{'id':'team','columns':['team'],'groups':[{'id':'a','staff':15},"
        "{'id':'b','staff':15}]}]}");
    kept_answers = frame_of("team,q1,q2,q3\na,0,1,0\na,0,1,0\na,0,1,2\na,2,1,2\na,2,2,0\n"
                            "b,0,1,0\nb,0,2,0\nb,2,1,0\nb,0,1,0\nb,2,2,1\nb,2,3,0\n");
    kept_subject = subject_of_test();
    wb_test_every_allocation(run_and_show);
    wb_subject_free(&kept_subject);
    wb_frame_free(kept_answers);
    wb_organisation_free(kept_company);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_counting_init__counts_where_people_are_known),
        cmocka_unit_test(test_wb_relations_frame__knows_who_can_have_a_composite),
        cmocka_unit_test(test_wb_places_sums__tell_what_lies_in_what),
        cmocka_unit_test(test_wb_scan_run__shows_what_was_counted),
        cmocka_unit_test(test_wb_scan_run__sensitive_themes_are_of_the_whole),
        cmocka_unit_test(test_wb_scan_table__groups_are_whole_groups_and_crosses),
        cmocka_unit_test(test_wb_scan_table__response_says_who_answered),
        cmocka_unit_test(test_wb_scan_table__themes_guide_and_method),
        cmocka_unit_test(test_wb_scan_run__of_too_few_answers_has_no_figures),
        cmocka_unit_test(test_wb_scan_run__takes_extreme_from_the_organisation),
        cmocka_unit_test(test_wb_scan_run__of_nobody_is_too_small),
        cmocka_unit_test(test_wb_scan_run__refuses_and_says_why),
        cmocka_unit_test(test_wb_scan_run__refuses_more_answers_than_staff),
        cmocka_unit_test(test_wb_scan_run__refuses_answers_to_other_questions),
        cmocka_unit_test(test_wb_scan_run__refuses_wrong_options),
        cmocka_unit_test(test_wb_scan_run__goes_down_to_the_first_missing_level),
        cmocka_unit_test(test_wb_scan_run__does_not_hang_on_the_order_of_rows),
        cmocka_unit_test(test_wb_scan_run__a_second_report_keeps_to_the_first),
        cmocka_unit_test(test_wb_scan_run__late_answers_leave_the_first_report),
        cmocka_unit_test(test_wb_scan_run__a_second_report_may_have_stricter_rules),
        cmocka_unit_test(test_wb_scan_run__shows_most_of_a_company),
        cmocka_unit_test(test_wb_scan_run__survives_every_failing_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
