/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* From a scan to findings, measures, drafts and a pool, through the public functions. */
#include "reading_support.h"
#include "subject_support.h"

#define HASH     "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define PRINT    "00000000000000000000000000000000000000000000000000000000000000ff"
#define TEAM(id) "{'id':'" id "','staff':60,'title':{'nl':'Ploeg " id "'}}"
#define TEAMS                                                                            \
    "{" ORGANISATION                                                                     \
    "'staff':360,'min_n':5,'min_n_sensitive':5,'pool':{'breakdowns':['team']},"          \
    "'hierarchies':[{'id':'team','title':{'nl':'Ploeg'},'columns':['team'],'groups':"    \
    "[" TEAM("a") "," TEAM("b") "," TEAM("c") "," TEAM("d") "," TEAM("e") "," TEAM(      \
        "f") "]}]}"

/* Team a has it hard on q1; of d so few answered that it is hidden, and another with it.
 */
static wb_frame *answers_of_teams(void)
{
    static const struct {
        char id;
        int n, hard;
    } teams[] = {{'a', 50, 40}, {'b', 50, 15}, {'c', 50, 14},
                 {'d', 4, 2},   {'e', 20, 8},  {'f', 50, 16}};
    static char csv[1 << 13];
    int at = sprintf(csv, "team,q1,q2,q3\n");

    for (size_t t = 0; t < sizeof teams / sizeof *teams; t++) {
        for (int i = 0; i < teams[t].n; i++)
            at += sprintf(csv + at, "%c,%d,%d,%d\n", teams[t].id,
                          i < teams[t].hard ? 2 + i % 2 : i % 2, (i + i / 4) % 4, i % 4);
    }
    return frame_of(csv);
}

/* A questionnaire whose hash and fingerprints look like those of a real one. */
static wb_subject subject_of_pool(void)
{
    wb_subject subject = subject_of_test();
    json_t *list = json_object_get(subject.about, "indicators");

    json_object_set_new(json_object_get(subject.about, "questionnaire"), "hash",
                        json_string(HASH));
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *indicator = json_array_get(list, i);

        if (json_object_get(indicator, "fingerprint") != NULL)
            json_object_set_new(indicator, "fingerprint", json_string(PRINT));
    }
    return subject;
}

static wb_scan *scan_of_teams(void)
{
    wb_organisation *company = organisation_of(TEAMS);
    wb_frame *answers = answers_of_teams();
    wb_subject subject = subject_of_pool();
    wb_scan *scan = NULL;
    wb_error err = {0};

    if (wb_scan_make(&subject, company, answers, NULL, NULL, &scan, &err) != WB_OK)
        fail_msg("%s", err.message);
    wb_subject_free(&subject);
    wb_frame_free(answers);
    wb_organisation_free(company);
    return scan;
}

/* ---- findings ---- */

static void test_wb_scan_findings__stand_on_what_may_be_shown(void **state)
{
    wb_scan *scan = scan_of_teams();
    wb_frame *out = NULL;
    int64_t a, d;

    (void)state;
    assert_ok(wb_scan_findings(scan, NULL, NULL, NULL, &out, NULL));
    assert_ok(wb_findings_check(out, NULL));
    a = row_of(out, "group", "team/a", "indicator", "load");
    d = row_of(out, "group", "team/d", "indicator", "load");
    assert_string_equal(text_at(out, "direction", a), "problem");
    assert_string_equal(text_at(out, "title", a), "Ploeg a");
    assert_int_equal(whole_at(out, "people", a), 40);
    assert_int_equal(whole_at(out, "rank", a), 1);
    assert_string_equal(text_at(out, "scan", a), wb_scan_hash(scan));
    assert_string_equal(text_at(out, "status", d), "hidden");
    assert_int_equal(row_of(out, "indicator", "fine", NULL, NULL), -1);
    assert_says(wb_frame_metadata(out), "\"synthetic\":true");
    wb_frame_free(out);
    wb_scan_free(scan);
}

static void test_wb_scan_findings__take_options(void **state)
{
    wb_scan *scan = scan_of_teams();
    wb_findings_options options = WB_FINDINGS_OPTIONS_INIT;
    wb_frame *out = NULL;
    wb_error err = {0};

    (void)state;
    options.fdr = 1e-12;
    assert_ok(wb_scan_findings(scan, NULL, NULL, &options, &out, NULL));
    assert_int_equal(row_of(out, "status", "ok", NULL, NULL), -1);
    wb_frame_free(out);
    options.fdr = 1;
    assert_fails(wb_scan_findings(scan, NULL, NULL, &options, &out, &err), WB_E_ARG);
    assert_string_equal(err.item, "fdr");
    options.fdr = 0.05;
    options.level = 2;
    assert_fails(wb_scan_findings(scan, NULL, NULL, &options, &out, NULL), WB_E_ARG);
    assert_fails(wb_scan_findings(NULL, NULL, NULL, NULL, &out, NULL), WB_E_ARG);
    assert_fails(wb_scan_findings(scan, NULL, NULL, NULL, NULL, NULL), WB_E_ARG);
    assert_fails(wb_findings_check(NULL, NULL), WB_E_ARG);
    wb_scan_free(scan);
}

/* ---- references ---- */

static void test_wb_scan_compare__with_its_own_reference_sees_no_difference(void **state)
{
    wb_scan *scan = scan_of_teams();
    wb_frame *reference = NULL, *out = NULL, *findings = NULL;

    (void)state;
    assert_ok(wb_scan_reference(scan, &reference, NULL));
    assert_string_equal(text_at(reference, "source", 0), "bakery:2030");
    assert_ok(wb_scan_compare(scan, reference, NULL, &out, NULL));
    for (int64_t row = 0; row < wb_frame_row_count(out); row++) {
        if (strcmp(text_at(out, "status", row), "ok") == 0) {
            assert_close(number_at(out, "difference", row), 0, 1e-15);
            assert_close(number_at(out, "p", row), 1, 0);
        }
    }
    assert_true(row_of(out, "status", "ok", "group", "team/a") >= 0);
    assert_ok(wb_scan_findings(scan, reference, NULL, NULL, &findings, NULL));
    assert_int_equal(row_of(findings, "status", "ok", NULL, NULL), -1);
    assert_string_equal(text_at(findings, "reference_kind", 0), "earlier");
    wb_frame_free(reference);
    wb_frame_free(out);
    wb_frame_free(findings);
    wb_scan_free(scan);
}

static const char monitor[] = "source,kind,indicator,fingerprint,estimate,se,n\n"
                              "monitor 2029,monitor,load," PRINT ",0.30,0.006,9000\n";

static void test_wb_scan_compare__colours_by_the_margin(void **state)
{
    wb_scan *scan = scan_of_teams();
    wb_frame *reference = frame_of(monitor), *out = NULL;
    wb_compare_options options = WB_COMPARE_OPTIONS_INIT;
    int64_t a;

    (void)state;
    assert_ok(wb_scan_compare(scan, reference, NULL, &out, NULL));
    a = row_of(out, "group", "team/a", "indicator", "load");
    assert_string_equal(text_at(out, "colour", a), "red");
    wb_frame_free(out);
    options.margin = 0.4;
    assert_ok(wb_scan_compare(scan, reference, &options, &out, NULL));
    assert_string_equal(text_at(out, "colour", a), "orange");
    wb_frame_free(out);
    options.margin = -1;
    assert_ok(wb_scan_compare(scan, reference, &options, &out, NULL));
    assert_string_equal(text_at(out, "colour", a), "red");
    wb_frame_free(out);
    options.margin = 1;
    assert_fails(wb_scan_compare(scan, reference, &options, &out, NULL), WB_E_ARG);
    options.margin = NAN;
    assert_fails(wb_scan_compare(scan, reference, &options, &out, NULL), WB_E_ARG);
    assert_fails(wb_scan_compare(scan, NULL, NULL, &out, NULL), WB_E_ARG);
    assert_fails(wb_scan_reference(NULL, &out, NULL), WB_E_ARG);
    wb_frame_free(reference);
    wb_scan_free(scan);
}

/* Of a composite, too, more is worse: where half of all people have work without any
 * problem, and team a hardly has anybody, it is red. Results say how many have none:
 * green. */
static void test_wb_scan_compare__knows_which_way_a_composite_goes(void **state)
{
    wb_scan *scan = scan_of_teams();
    wb_frame *reference =
        frame_of("source,kind,indicator,fingerprint,estimate,se,n\n"
                 "monitor 2029,monitor,fine," PRINT ",0.50,0.006,9000\n");
    wb_frame *out = NULL, *results = part_of(scan, "results", NULL);
    int64_t a, row = row_of(results, "group", "team/a", "indicator", "fine");
    int64_t load = row_of(results, "group", "team/a", "indicator", "load");

    (void)state;
    assert_true(whole_at(results, "problem", row) >= whole_at(results, "problem", load));
    assert_int_equal(whole_at(results, "green", row),
                     whole_at(results, "n", row) - whole_at(results, "problem", row));
    assert_ok(wb_scan_compare(scan, reference, NULL, &out, NULL));
    a = row_of(out, "group", "team/a", "indicator", "fine");
    assert_string_equal(text_at(out, "status", a), "ok");
    assert_string_equal(text_at(out, "colour", a), "red");
    assert_true(is_missing(out, "theme", a));
    assert_true(number_at(out, "share", a) > 0.8);
    wb_frame_free(out);
    wb_frame_free(results);
    wb_frame_free(reference);
    wb_scan_free(scan);
}

/* ---- measures and drafts ---- */

#define FOUND                                                                            \
    "id,scan,group,title,theme,direction,status\n"                                       \
    "f-1,abc,team/a,Nacht,work_amount,problem,ok\nf-2,abc,team/"                         \
    "d,Dag,work_amount,,hidden\n"

static wb_frame *suggestions_of(const wb_frame *findings, const char *language)
{
    wb_catalogue *catalogue = NULL;
    wb_frame *out = NULL;
    wb_error err = {0};

    assert_ok(wb_catalogue_new(&catalogue, NULL));
    if (wb_scan_suggest(findings, catalogue, NULL, language, &out, &err) != WB_OK)
        fail_msg("%s", err.message);
    wb_catalogue_free(catalogue);
    return out;
}

/* The theme that most measures that are built in are for, for teams. */
static void test_wb_scan_suggest__finds_measures_that_are_built_in(void **state)
{
    wb_frame *findings = frame_of(FOUND), *drafts = NULL;
    wb_frame *nl = suggestions_of(findings, NULL), *en = suggestions_of(findings, "en");

    (void)state;
    assert_int_equal(wb_frame_row_count(nl), 3);
    for (int64_t row = 0; row < 3; row++) {
        assert_string_equal(text_at(nl, "measure", row), text_at(en, "measure", row));
        assert_string_equal(text_at(nl, "title", row), text_at(nl, "title_nl", row));
        assert_string_equal(text_at(en, "title", row), text_at(nl, "title_en", row));
    }
    assert_says(text_at(en, "explanation", 0), "is for the team to do");
    assert_ok(wb_scan_draft_actions(findings, nl, NULL, &drafts, NULL));
    assert_int_equal(wb_frame_row_count(drafts), 3);
    assert_false(is_missing(drafts, "title_nl", 0) || is_missing(drafts, "title_en", 0));
    wb_frame_free(drafts);
    assert_ok(wb_scan_draft_actions(findings, nl, "nl", &drafts, NULL));
    assert_true(is_missing(drafts, "title_en", 0) && !is_missing(drafts, "title_nl", 0));
    wb_frame_free(drafts);
    assert_ok(wb_scan_draft_actions(findings, nl, "en", &drafts, NULL));
    assert_true(is_missing(drafts, "title_nl", 0) && !is_missing(drafts, "title_en", 0));
    wb_frame_free(drafts);
    wb_frame_free(nl);
    wb_frame_free(en);
    wb_frame_free(findings);
}

static void test_wb_scan_suggest__refuses_wrong_arguments(void **state)
{
    wb_frame *findings = frame_of(FOUND), *none = frame_of("a\nb\n"), *out = NULL;
    wb_catalogue *catalogue = NULL;
    wb_suggest_options options = WB_SUGGEST_OPTIONS_INIT;

    (void)state;
    assert_ok(wb_catalogue_new(&catalogue, NULL));
    options.most = -1;
    assert_fails(wb_scan_suggest(findings, catalogue, &options, NULL, &out, NULL),
                 WB_E_ARG);
    options.most = 1;
    assert_ok(wb_scan_suggest(findings, catalogue, &options, NULL, &out, NULL));
    assert_int_equal(wb_frame_row_count(out), 1);
    wb_frame_free(out);
    assert_fails(wb_scan_suggest(none, catalogue, NULL, NULL, &out, NULL), WB_E_DATA);
    assert_fails(wb_scan_suggest(NULL, catalogue, NULL, NULL, &out, NULL), WB_E_ARG);
    assert_fails(wb_scan_suggest(findings, NULL, NULL, NULL, &out, NULL), WB_E_ARG);
    assert_fails(wb_scan_draft_actions(findings, none, NULL, &out, NULL), WB_E_DATA);
    assert_fails(wb_scan_draft_actions(none, findings, NULL, &out, NULL), WB_E_DATA);
    assert_fails(wb_scan_draft_actions(NULL, findings, NULL, &out, NULL), WB_E_ARG);
    assert_fails(wb_scan_draft_actions(findings, NULL, NULL, &out, NULL), WB_E_ARG);
    wb_catalogue_free(catalogue);
    wb_frame_free(findings);
    wb_frame_free(none);
}

static wb_frame *given_findings;
static wb_catalogue *given_catalogue;

static wb_status suggest_it(void)
{
    wb_frame *suggestions = NULL, *drafts = NULL;
    wb_status st =
        wb_scan_suggest(given_findings, given_catalogue, NULL, "en", &suggestions, NULL);

    if (st == WB_OK)
        st = wb_scan_draft_actions(given_findings, suggestions, NULL, &drafts, NULL);
    assert_true((drafts != NULL) == (st == WB_OK));
    wb_frame_free(suggestions);
    wb_frame_free(drafts);
    return st;
}

/* With what is built in, which was read before. */
static void test_wb_scan_suggest__survives_every_failing_allocation(void **state)
{
    wb_frame *unused = NULL;

    (void)state;
    given_findings = frame_of(FOUND);
    assert_ok(wb_catalogue_new(&given_catalogue, NULL));
    assert_ok(
        wb_scan_suggest(given_findings, given_catalogue, NULL, "en", &unused, NULL));
    wb_test_every_allocation(suggest_it);
    wb_frame_free(unused);
    wb_frame_free(given_findings);
    wb_catalogue_free(given_catalogue);
}

/* What examples/c/short/scan_to_plan.c printed: a plan of drafts that are still to be
 * discussed, and that says what it is. Its figures change with the modules, the kind of
 * file does not.
 */
static void test_example__is_a_plan_to_discuss(void **state)
{
    static const char path[] = WB_TEST_SOURCE_DIR "/examples/c/short/scan_to_plan.json";
    wb_plan *plan = NULL;
    wb_frame *actions = NULL, *found = NULL;
    int64_t undiscussed = 0;

    (void)state;
    assert_ok(wb_plan_load(path, &plan, NULL));
    assert_ok(wb_plan_actions(plan, "en", &actions, NULL));
    assert_true(wb_frame_row_count(actions) > 4);
    assert_ok(wb_plan_check(plan, NULL, &found, NULL));
    for (int64_t row = 0; row < wb_frame_row_count(found); row++) {
        undiscussed += strcmp(text_at(found, "rule", row), "undiscussed") == 0;
        assert_string_not_equal(text_at(found, "severity", row), "error");
    }
    assert_int_equal(undiscussed, wb_frame_row_count(actions));
    assert_says(wb_plan_title(plan, "en"), "SYNTHETIC");
    wb_frame_free(actions);
    wb_frame_free(found);
    wb_plan_free(plan);
}

/* ---- pools ---- */

static void add_to_pool(wb_pool *pool, const wb_scan *scan, const char *company)
{
    wb_scan_tally_options options = WB_SCAN_TALLY_OPTIONS_INIT;
    wb_writer *writer = NULL;
    wb_reader *reader = NULL;
    size_t n = 0;
    const char *bytes;
    wb_error err = {0};

    options.company = company;
    assert_ok(wb_writer_to_memory(&writer, NULL));
    if (wb_scan_tally(scan, &options, writer, &err) != WB_OK)
        fail_msg("%s", err.message);
    bytes = wb_writer_bytes(writer, &n);
    assert_null(strstr(bytes, "bakery"));
    assert_null(strstr(bytes, "Ploeg"));
    assert_null(strstr(bytes, "team/d"));
    assert_says(bytes, "\"synthetic\":true");
    assert_ok(wb_reader_from_memory(bytes, n, "pool", &reader, NULL));
    if (wb_pool_add(pool, reader, &err) != WB_OK)
        fail_msg("%s", err.message);
    wb_reader_free(reader);
    wb_writer_free(writer);
}

/* A company beside a pool that it is in: `overlap` makes the interval narrower. */
static void test_wb_scan_tally__fills_a_pool_that_the_scan_is_compared_with(void **state)
{
    static const char *const names[] = {"c1", "c2", "c3", "c4", "c5"};
    wb_scan *scan = scan_of_teams();
    wb_pool *pool = NULL;
    wb_pool_options options = WB_POOL_OPTIONS_INIT;
    wb_frame *stranger = NULL, *own = NULL, *apart = NULL, *inside = NULL;
    int64_t b;

    (void)state;
    assert_ok(wb_pool_new(&pool, NULL));
    for (size_t i = 0; i < 5; i++)
        add_to_pool(pool, scan, names[i]);
    assert_ok(wb_pool_benchmark(pool, NULL, NULL, &stranger, NULL));
    options.company = "c3";
    assert_ok(wb_pool_benchmark(pool, &options, NULL, &own, NULL));
    assert_int_equal(whole_at(own, "overlap", 0), 224);
    assert_true(row_of(own, "indicator", "fine", "status", "dominance") < 0);
    assert_true(row_of(own, "indicator", "fine", "status", "ok") >= 0);
    assert_ok(wb_scan_compare(scan, stranger, NULL, &apart, NULL));
    assert_ok(wb_scan_compare(scan, own, NULL, &inside, NULL));
    b = row_of(inside, "group", "team/b", "indicator", "load");
    assert_true(b >= 0);
    assert_true(number_at(inside, "difference_se", b) <=
                number_at(apart, "difference_se", b));
    assert_says(wb_frame_metadata(own), "\"synthetic\":true");
    wb_frame_free(stranger);
    wb_frame_free(own);
    wb_frame_free(apart);
    wb_frame_free(inside);
    wb_pool_free(pool);
    wb_scan_free(scan);
}

/* Of teams d and e nothing is shown, so nothing is told; the others have 50 answers each,
 * of five companies that are all alike. In team a 40 of 50 have it hard. */
static void test_wb_scan_tally__tells_the_breakdowns_that_are_declared(void **state)
{
    static const char *const names[] = {"c1", "c2", "c3", "c4", "c5"};
    wb_scan *scan = scan_of_teams();
    wb_pool *pool = NULL;
    wb_frame *out = NULL;
    int64_t a;

    (void)state;
    assert_ok(wb_pool_new(&pool, NULL));
    for (size_t i = 0; i < 5; i++)
        add_to_pool(pool, scan, names[i]);
    assert_ok(wb_pool_benchmark(pool, NULL, NULL, &out, NULL));
    a = row_of(out, "group", "team/a", "indicator", "load");
    assert_true(a >= 0);
    assert_string_equal(text_at(out, "status", a), "ok");
    assert_int_equal(whole_at(out, "companies", a), 5);
    assert_int_equal(whole_at(out, "n", a), 250);
    assert_close(number_at(out, "estimate", a), 0.8, 1e-12);
    assert_true(row_of(out, "group", "team/f", "indicator", "load") >= 0);
    assert_true(row_of(out, "group", "team/d", "indicator", "load") < 0);
    assert_true(row_of(out, "group", "team/e", "indicator", "load") < 0);
    wb_frame_free(out);
    wb_pool_free(pool);
    wb_scan_free(scan);
}

static void test_wb_scan_tally__needs_a_pseudonym(void **state)
{
    wb_scan *scan = scan_of_teams();
    wb_scan_tally_options options = WB_SCAN_TALLY_OPTIONS_INIT;
    wb_writer *writer = NULL;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_fails(wb_scan_tally(scan, NULL, writer, &err), WB_E_ARG);
    assert_string_equal(err.item, "company");
    assert_fails(wb_scan_tally(NULL, &options, writer, NULL), WB_E_ARG);
    assert_fails(wb_scan_tally(scan, &options, NULL, NULL), WB_E_ARG);
    wb_writer_free(writer);
    wb_scan_free(scan);
}

/* ---- memory ---- */

static wb_scan *given;
static wb_frame *given_reference;

static wb_status tally_it(void)
{
    wb_scan_tally_options options = WB_SCAN_TALLY_OPTIONS_INIT;
    wb_writer *writer = NULL;
    wb_status st = wb_writer_to_memory(&writer, NULL);

    options.company = "c1";
    if (st == WB_OK)
        st = wb_scan_tally(given, &options, writer, NULL);
    wb_writer_free(writer);
    return st;
}

static wb_status read_it(void)
{
    wb_frame *findings = NULL, *out = NULL, *reference = NULL;
    wb_status st = wb_scan_findings(given, NULL, NULL, NULL, &findings, NULL);

    if (st == WB_OK)
        st = wb_scan_compare(given, given_reference, NULL, &out, NULL);
    if (st == WB_OK)
        st = wb_scan_reference(given, &reference, NULL);
    wb_frame_free(findings);
    wb_frame_free(out);
    wb_frame_free(reference);
    return st;
}

static void test_reading__survives_every_failing_allocation(void **state)
{
    (void)state;
    given = scan_of_teams();
    given_reference = frame_of(monitor);
    wb_test_every_allocation(read_it);
    wb_test_every_allocation(tally_it);
    wb_frame_free(given_reference);
    wb_scan_free(given);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_scan_findings__stand_on_what_may_be_shown),
        cmocka_unit_test(test_wb_scan_findings__take_options),
        cmocka_unit_test(test_wb_scan_compare__with_its_own_reference_sees_no_difference),
        cmocka_unit_test(test_wb_scan_compare__colours_by_the_margin),
        cmocka_unit_test(test_wb_scan_compare__knows_which_way_a_composite_goes),
        cmocka_unit_test(test_wb_scan_suggest__finds_measures_that_are_built_in),
        cmocka_unit_test(test_wb_scan_suggest__refuses_wrong_arguments),
        cmocka_unit_test(test_wb_scan_suggest__survives_every_failing_allocation),
        cmocka_unit_test(test_example__is_a_plan_to_discuss),
        cmocka_unit_test(test_wb_scan_tally__fills_a_pool_that_the_scan_is_compared_with),
        cmocka_unit_test(test_wb_scan_tally__tells_the_breakdowns_that_are_declared),
        cmocka_unit_test(test_wb_scan_tally__needs_a_pseudonym),
        cmocka_unit_test(test_reading__survives_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
