/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Organisations and answers at the edge of what there is: one group, nobody, everybody,
 * no problem at all. All that can be asked of their scans is asked. */
#include "scan_support.h"
#include "subject_support.h"

#define COMPANY(staff, rest)                                                             \
    "{" ORGANISATION "'staff':" #staff ",'min_n':5,'hierarchies':[" rest "]}"
#define TEAM(staff)                                                                      \
    "{'id':'team','columns':['team'],'groups':[{'id':'a','staff':" #staff "}]}"

/* `n` rows of a team, in which `k` people have a problem on q1. */
static wb_frame *answers_of(const char *team, int n, int k)
{
    static char csv[1 << 12];
    int at = sprintf(csv, "team,q1,q2,q3\n");

    for (int i = 0; i < n; i++)
        at += sprintf(csv + at, "%s,%d,%d,%d\n", team, i < k ? 2 : 0, i % 2, 0);
    return frame_of(csv);
}

static void use_frames(const wb_scan *scan)
{
    static const char *const parts[] = {"groups",  "themes",  "response",
                                        "results", "records", "checklists",
                                        "guide",   "method",  "audit"};
    wb_frame *reference = NULL, *findings = NULL, *suggested = NULL, *drafts = NULL;
    wb_catalogue *catalogue = NULL;

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        wb_frame_free(part_of(scan, parts[i], "en"));
    assert_ok(wb_catalogue_new(&catalogue, NULL));
    assert_ok(wb_scan_reference(scan, &reference, NULL));
    assert_ok(wb_scan_findings(scan, NULL, NULL, NULL, &findings, NULL));
    assert_ok(wb_findings_check(findings, NULL));
    assert_ok(wb_scan_suggest(findings, catalogue, NULL, "en", &suggested, NULL));
    assert_ok(wb_scan_draft_actions(findings, suggested, "en", &drafts, NULL));
    wb_frame_free(drafts);
    wb_frame_free(suggested);
    wb_frame_free(findings);
    wb_frame_free(reference);
    wb_catalogue_free(catalogue);
}

/* Also that what was run is read as the same. */
static wb_scan *run(const char *organisation, wb_frame *answers)
{
    wb_organisation *company = organisation_of(organisation);
    wb_scan *scan = scan_of(company, answers, NULL), *again = NULL;
    char *bytes = bytes_of(scan);
    wb_error err = {0};

    if (read_scan(bytes, &again, &err) != WB_OK)
        fail_msg("%s: %s", err.where, err.message);
    assert_string_equal(wb_scan_hash(scan), wb_scan_hash(again));
    use_frames(scan);
    free(bytes);
    wb_scan_free(again);
    wb_frame_free(answers);
    wb_organisation_free(company);
    return scan;
}

static void test_scan__without_groups_has_the_whole_alone(void **state)
{
    wb_organisation *company = organisation_of("{" ORGANISATION "'staff':40,'min_n':5}");
    wb_frame *answers = frame_of("q1,q2,q3\n2,0,0\n2,0,0\n2,0,0\n2,1,0\n0,1,0\n0,0,0\n"
                                 "0,2,0\n0,2,0\n0,0,0\n0,0,0\n");
    wb_scan *scan = scan_of(company, answers, NULL);
    wb_frame *results = part_of(scan, "results", NULL), *findings = NULL;

    (void)state;
    use_frames(scan);
    assert_int_equal(wb_frame_row_count(results), 4);
    assert_string_equal(text_at(results, "status", 0), "no_acute"); /* nobody is */
    assert_int_equal(whole_at(results, "problem", 0), 4);
    assert_ok(wb_scan_findings(scan, NULL, NULL, NULL, &findings, NULL));
    for (int64_t row = 0; row < wb_frame_row_count(findings); row++)
        assert_string_not_equal(text_at(findings, "status", row), "ok");
    wb_frame_free(findings);
    wb_frame_free(results);
    wb_frame_free(answers);
    wb_scan_free(scan);
    wb_organisation_free(company);
}

/* The group is everyone, so it is shown as the whole is, and held against nobody. */
static void test_scan__of_one_group_that_is_everyone(void **state)
{
    wb_scan *scan = run(COMPANY(60, TEAM(60)), answers_of("a", 50, 20));
    wb_frame *results = part_of(scan, "results", NULL), *findings = NULL;
    int64_t all = row_of(results, "group", "all", "indicator", "load");
    int64_t a = row_of(results, "group", "team/a", "indicator", "load");

    (void)state;
    assert_int_equal(whole_at(results, "problem", all), 20);
    assert_int_equal(whole_at(results, "problem", a), 20);
    assert_close(number_at(results, "lower", all), number_at(results, "lower", a), 0);
    assert_ok(wb_scan_findings(scan, NULL, NULL, NULL, &findings, NULL));
    a = row_of(findings, "group", "team/a", "indicator", "load");
    assert_string_equal(text_at(findings, "status", a), "no_reference");
    wb_frame_free(findings);
    wb_frame_free(results);
    wb_scan_free(scan);
}

/* All answers are from the one group, of which the others on the staff are no part: those
 * who answered from elsewhere are known to be none. */
static void test_scan__of_one_group_beside_who_has_none(void **state)
{
    wb_scan *scan = run(COMPANY(60, TEAM(40)), answers_of("a", 40, 20));
    wb_frame *results = part_of(scan, "results", NULL);
    int64_t a = row_of(results, "group", "team/a", "indicator", "load");

    (void)state;
    assert_int_equal(whole_at(results, "n", a), 40);
    assert_close(number_at(results, "se", a), 0, 0);
    assert_true(number_at(results, "se",
                          row_of(results, "group", "all", "indicator", "load")) > 0);
    wb_frame_free(results);
    wb_scan_free(scan);
}

/* Whoever is there answered: nothing is left to guess. */
static void test_scan__of_everybody_is_certain(void **state)
{
    wb_scan *scan = run(COMPANY(50, TEAM(50)), answers_of("a", 50, 20));
    wb_frame *results = part_of(scan, "results", NULL);
    wb_frame *response = part_of(scan, "response", NULL);
    int64_t row = row_of(results, "group", "all", "indicator", "load");

    (void)state;
    assert_close(number_at(results, "share", row), 0.4, 1e-15);
    assert_close(number_at(results, "se", row), 0, 0);
    assert_close(number_at(results, "lower", row), 0.4, 1e-15);
    assert_close(number_at(results, "upper", row), 0.4, 1e-15);
    assert_close(number_at(results, "bound_lower", row), 0.4, 1e-15);
    assert_close(number_at(results, "bound_upper", row), 0.4, 1e-15);
    assert_close(number_at(response, "rate", 0), 1, 0);
    wb_frame_free(response);
    wb_frame_free(results);
    wb_scan_free(scan);
}

/* That nobody has a problem would be known of each of them. */
static void test_scan__of_everyone_green_says_so_of_nobody(void **state)
{
    wb_scan *scan = run(COMPANY(60, TEAM(60)), answers_of("a", 50, 0));
    wb_frame *results = part_of(scan, "results", NULL);

    (void)state;
    assert_string_equal(wb_scan_status(scan), "ok");
    for (int64_t row = 0; row < wb_frame_row_count(results); row++) {
        assert_string_equal(text_at(results, "status", row), "hidden");
        assert_true(is_missing(results, "n", row) && is_missing(results, "share", row));
        assert_true(is_missing(results, "problem", row));
    }
    wb_frame_free(results);
    wb_scan_free(scan);
}

static void test_scan__of_missing_answers_is_of_nobody(void **state)
{
    static char csv[1 << 10];
    int at = sprintf(csv, "team,q1,q2,q3\n");
    wb_scan *scan;

    (void)state;
    for (int i = 0; i < 50; i++)
        at += sprintf(csv + at, "a,9,,9\n");
    scan = run(COMPANY(60, TEAM(60)), frame_of(csv));
    assert_string_equal(wb_scan_status(scan), "too_small");
    wb_scan_free(scan);
}

/* More people are wanted than there are: nothing can ever be shown. */
static void test_scan__of_fewer_people_than_min_n_is_too_small(void **state)
{
    wb_scan *scan =
        run("{" ORGANISATION "'staff':9,'min_n':10,'hierarchies':[" TEAM(9) "]}",
            answers_of("a", 9, 4));

    (void)state;
    assert_string_equal(wb_scan_status(scan), "too_small");
    wb_scan_free(scan);
}

/* There is nothing to hold against anything, which is no fault of the reference. */
static void test_scan__that_is_too_small_is_compared_with_nothing(void **state)
{
    wb_scan *scan = run(COMPANY(60, TEAM(60)), answers_of("a", 4, 2));
    wb_frame *reference = frame_of("source,kind,indicator,fingerprint,estimate,se,n\n"
                                   "monitor,monitor,load,f1,0.3,0.01,9000\n");
    wb_frame *out = NULL;

    (void)state;
    assert_ok(wb_scan_compare(scan, reference, NULL, &out, NULL));
    assert_int_equal(wb_frame_row_count(out), 0);
    wb_frame_free(out);
    assert_ok(wb_scan_findings(scan, reference, NULL, NULL, &out, NULL));
    assert_int_equal(wb_frame_row_count(out), 0);
    wb_frame_free(out);
    wb_frame_free(reference);
    wb_scan_free(scan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scan__without_groups_has_the_whole_alone),
        cmocka_unit_test(test_scan__of_one_group_that_is_everyone),
        cmocka_unit_test(test_scan__of_one_group_beside_who_has_none),
        cmocka_unit_test(test_scan__of_everybody_is_certain),
        cmocka_unit_test(test_scan__of_everyone_green_says_so_of_nobody),
        cmocka_unit_test(test_scan__of_missing_answers_is_of_nobody),
        cmocka_unit_test(test_scan__that_is_too_small_is_compared_with_nothing),
        cmocka_unit_test(test_scan__of_fewer_people_than_min_n_is_too_small),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
