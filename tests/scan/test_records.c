/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Scans of questionnaires that are composed of the built-in modules, and the records of
 * experts beside them. */
#include "scan/scan.h"
#include "scan_support.h"

#define RECIPE                                                                           \
    "{'format':'werkbaar-recipe/1.0','id':'bakery_scan','version':'1.0',"                \
    "'languages':['nl','en'],'title':{'nl':'Scan','en':'Scan'},'modules':["              \
    "{'id':'base-employees'},{'id':'transgressive-behaviour'},{'id':'ergonomics'},"      \
    "{'id':'work-organisation'}]}"
#define COMPANY                                                                          \
    "{" ORGANISATION "'staff':300,'min_n':10,'hierarchies':[{'id':'team','columns':["    \
    "'team'],'groups':[{'id':'a','staff':150},{'id':'b','staff':150}]}]}"

static wb_questionnaire *questionnaire;
static wb_organisation *company;

static int setup(void **state)
{
    (void)state;
    questionnaire = composed(RECIPE);
    company = organisation_of(COMPANY);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    wb_questionnaire_free(questionnaire);
    wb_organisation_free(company);
    return 0;
}

/* A column per question to a unit, with answers 0 to 3 that differ by question and row.
 */
static const char *csv_of(const char *unit, const char *first, const char *const *values,
                          int n)
{
    static char csv[1 << 17];
    wb_frame *questions = NULL;
    int at = sprintf(csv, "%s", first);
    int k = 0;

    assert_ok(wb_questionnaire_table(questionnaire, "questions", "nl", &questions, NULL));
    for (int64_t q = 0; q < wb_frame_row_count(questions); q++) {
        if (strcmp(text_at(questions, "unit", q), unit) == 0 &&
            strcmp(text_at(questions, "kind", q), "item") == 0) {
            at += sprintf(csv + at, ",%s", text_at(questions, "id", q));
            k++;
        }
    }
    for (int i = 0; i < n; i++) {
        at += sprintf(csv + at, "\n%s", values[i % 2]);
        for (int q = 0; q < k; q++)
            at += sprintf(csv + at, ",%d", (i * 7 + q * q + i / 9) % 4);
    }
    sprintf(csv + at, "\n");
    wb_frame_free(questions);
    return csv;
}

static wb_frame *answers_of(const char *unit, const char *first,
                            const char *const *values, int n)
{
    return frame_of(csv_of(unit, first, values, n));
}

static wb_frame *people(void)
{
    static const char *const teams[] = {"a", "b"};

    return answers_of("person", "team", teams, 240);
}

static wb_scan *scan_of_people(void)
{
    wb_frame *answers = people();
    wb_scan *scan = NULL;
    wb_error err = {0};

    if (wb_scan_run(questionnaire, company, answers, NULL, NULL, &scan, &err) != WB_OK)
        fail_msg("%s %s: %s", err.where, err.item, err.message);
    wb_frame_free(answers);
    return scan;
}

static wb_frame *part_of(const wb_scan *scan, const char *part, const char *language)
{
    wb_frame *frame = NULL;

    assert_ok(wb_scan_table(scan, part, language, &frame, NULL));
    return frame;
}

static int64_t find(const wb_frame *frame, const char *column, const char *text)
{
    for (int64_t row = 0; row < wb_frame_row_count(frame); row++) {
        if (strcmp(text_at(frame, column, row), text) == 0)
            return row;
    }
    return -1;
}

/* ---- what a scan knows of its questionnaire ---- */

static void test_wb_scan_run__knows_the_themes_of_its_questionnaire(void **state)
{
    wb_scan *scan = scan_of_people();
    wb_frame *themes = part_of(scan, "themes", "en");
    wb_frame *indicators = NULL;
    int64_t row = find(themes, "indicator", "work_stress");
    size_t n_persons = 0;

    (void)state;
    assert_string_equal(wb_scan_status(scan), "ok");
    assert_ok(
        wb_questionnaire_table(questionnaire, "indicators", "en", &indicators, NULL));
    for (int64_t i = 0; i < wb_frame_row_count(indicators); i++) {
        char id[128];
        int64_t at;

        strcpy(id, text_at(indicators, "id", i));
        at = find(themes, "indicator", id);
        if (strcmp(text_at(indicators, "unit", i), "person") != 0) {
            assert_true(at < 0);
            continue;
        }
        n_persons++;
        assert_string_equal(text_at(themes, "fingerprint", at),
                            text_at(indicators, "fingerprint", i));
        assert_string_equal(text_at(themes, "label", at),
                            text_at(indicators, "label", i));
        assert_int_equal(whole_at(themes, "sensitive", at),
                         whole_at(indicators, "sensitive", i));
        assert_int_equal(whole_at(themes, "acute", at), whole_at(indicators, "acute", i));
    }
    assert_int_equal(wb_frame_row_count(themes), n_persons + 1); /* and one composite */
    assert_string_equal(text_at(themes, "kind", row), "workability");
    assert_string_equal(text_at(themes, "module", row), "base-employees");
    row = find(themes, "indicator", "workable");
    assert_string_equal(text_at(themes, "label", row),
                        "workable work: no bottleneck at all");
    assert_true(is_missing(themes, "theme", row));
    wb_frame_free(indicators);
    wb_frame_free(themes);
    wb_scan_free(scan);
}

/* A questionnaire in Dutch and English has no French, so its scan says nothing in it; and
 * who asks for French reads Dutch. */
static void test_wb_scan_run__has_the_languages_of_its_questionnaire(void **state)
{
    wb_scan *scan = scan_of_people();
    wb_frame *french = part_of(scan, "themes", "fr"),
             *dutch = part_of(scan, "themes", "nl");
    wb_writer *writer = NULL;

    (void)state;
    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_ok(wb_scan_write(scan, writer, NULL));
    assert_null(strstr(wb_writer_bytes(writer, NULL), "\"fr\":"));
    assert_says(wb_writer_bytes(writer, NULL), "\"en\":\"workable work");
    assert_string_equal(text_at(french, "title", 0), text_at(dutch, "title", 0));
    wb_frame_free(french);
    wb_frame_free(dutch);
    wb_writer_free(writer);
    wb_scan_free(scan);
}

/* The headline figure: nobody counts as workable with a problem on one of its parts. What
 * counts problems is not in a scan. */
static void test_wb_scan_run__knows_the_composites_of_its_questionnaire(void **state)
{
    wb_scan *scan = scan_of_people();
    wb_frame *themes = part_of(scan, "themes", "nl");
    wb_frame *results = part_of(scan, "results", "nl");
    wb_frame *reference = NULL, *composites = NULL;
    int64_t at = find(themes, "indicator", "workable"), stress, all;

    (void)state;
    assert_ok(
        wb_questionnaire_table(questionnaire, "composites", "nl", &composites, NULL));
    assert_string_equal(
        text_at(themes, "fingerprint", at),
        text_at(composites, "fingerprint", find(composites, "id", "workable")));
    assert_string_equal(text_at(themes, "parts", at),
                        "work_stress,motivation,learning,work_life_balance");
    assert_string_equal(text_at(themes, "label", at),
                        "werkbaar werk: geen enkel knelpunt");
    assert_true(find(themes, "indicator", "bottlenecks") < 0);
    all = find(results, "indicator", "workable");
    stress = find(results, "indicator", "work_stress");
    assert_string_equal(text_at(results, "group", all), "all");
    assert_true(whole_at(results, "problem", all) >=
                whole_at(results, "problem", stress));
    assert_ok(wb_scan_reference(scan, &reference, NULL));
    assert_true(find(reference, "indicator", "workable") >= 0);
    wb_frame_free(reference);
    wb_frame_free(composites);
    wb_frame_free(results);
    wb_frame_free(themes);
    wb_scan_free(scan);
}

static void test_wb_scan_table__guide_asks_what_the_modules_ask(void **state)
{
    wb_scan *scan = scan_of_people();
    wb_frame *guide = part_of(scan, "guide", "en");
    wb_frame *method = part_of(scan, "method", "en");
    wb_frame *discussion = NULL;

    (void)state;
    assert_ok(
        wb_questionnaire_table(questionnaire, "discussion", "en", &discussion, NULL));
    assert_int_equal(wb_frame_row_count(guide), wb_frame_row_count(discussion));
    for (int64_t row = 0; row < wb_frame_row_count(guide); row++) {
        assert_string_equal(text_at(guide, "theme", row),
                            text_at(discussion, "theme", row));
        assert_string_equal(text_at(guide, "question", row),
                            text_at(discussion, "text", row));
    }
    assert_true(find(method, "id", "sensitive") >= 0);
    assert_true(find(method, "id", "not_validated") >= 0);
    wb_frame_free(discussion);
    wb_frame_free(guide);
    wb_frame_free(method);
    wb_scan_free(scan);
}

static void test_wb_scan_run__counts_as_scoring_does(void **state)
{
    wb_frame *answers = people();
    wb_scan *scan = scan_of_people();
    wb_instrument *instrument = NULL;
    wb_frame *scored = NULL;
    const wb_released *whole;

    (void)state;
    assert_ok(wb_questionnaire_instrument(questionnaire, "person", &instrument, NULL));
    assert_ok(wb_score(instrument, answers, NULL, NULL, &scored, NULL));
    for (size_t m = 0; m < scan->measures.n; m++) {
        char name[128];
        int64_t n = 0, problem = 0;
        bool composite = scan->measures.items[m].parts != NULL;

        snprintf(name, sizeof name, "%s%s", scan->measures.items[m].id,
                 composite ? "" : "_problem");
        for (int64_t row = 0; row < wb_frame_row_count(scored); row++) {
            n += !is_missing(scored, name, row);
            problem += !is_missing(scored, name, row) &&
                       whole_at(scored, name, row) == !composite;
        }
        whole = wb_scan_at(scan, 0, m + 1);
        if (whole->shown == WB_CELL_HIDDEN)
            continue;
        assert_int_equal(whole->n, n);
        assert_int_equal(whole->problem, problem);
    }
    wb_frame_free(scored);
    wb_frame_free(answers);
    wb_instrument_free(instrument);
    wb_scan_free(scan);
}

static void test_wb_scan_run__wants_its_arguments(void **state)
{
    wb_frame *answers = people();
    wb_scan *scan = NULL;
    wb_error err = {0};
    wb_questionnaire *posts = composed(
        "{'format':'werkbaar-recipe/1.0','id':'posts','version':'1.0',"
        "'languages':['nl'],'title':{'nl':'S'},'modules':[{'id':'ergonomics'}]}");

    (void)state;
    assert_fails(wb_scan_run(NULL, company, answers, NULL, NULL, &scan, NULL), WB_E_ARG);
    assert_fails(wb_scan_run(questionnaire, NULL, answers, NULL, NULL, &scan, NULL),
                 WB_E_ARG);
    assert_fails(wb_scan_run(questionnaire, company, NULL, NULL, NULL, &scan, NULL),
                 WB_E_ARG);
    assert_fails(wb_scan_run(questionnaire, company, answers, NULL, NULL, NULL, NULL),
                 WB_E_ARG);
    assert_fails(wb_scan_run(posts, company, answers, NULL, NULL, &scan, &err), WB_E_ARG);
    assert_says(err.message, "asks nothing of persons");
    wb_questionnaire_free(posts);
    wb_frame_free(answers);
}

/* What a survey tool exported, read with its groups, is the same scan. */
static void test_wb_scan_run__takes_what_was_imported(void **state)
{
    static const char *const teams[] = {"a", "b"};
    static const char *const keep[] = {"team"};
    const char *csv = csv_of("person", "team", teams, 240);
    wb_scan *direct = scan_of_people();
    wb_scan *imported = NULL;
    wb_reader *reader = NULL;
    wb_frame *answers = NULL;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_reader_from_memory(csv, strlen(csv), "csv", &reader, NULL));
    if (wb_questionnaire_import(questionnaire, "csv", "person", reader, keep, 1, &answers,
                                &err) != WB_OK ||
        wb_scan_run(questionnaire, company, answers, NULL, NULL, &imported, &err) !=
            WB_OK)
        fail_msg("%s: %s", err.item, err.message);
    assert_string_equal(wb_scan_hash(direct), wb_scan_hash(imported));
    wb_frame_free(answers);
    wb_reader_free(reader);
    wb_scan_free(imported);
    wb_scan_free(direct);
}

/* ---- records ---- */

static wb_frame *posts(void)
{
    static const char *const names[] = {"oven,1", "packing,9"};

    return answers_of("workpost", "record,ergo_lifting_aid", names, 2);
}

static void test_wb_scan_add_records__are_scored_as_they_are(void **state)
{
    wb_scan *scan = scan_of_people();
    wb_frame *records = posts();
    wb_instrument *instrument = NULL;
    wb_frame *scored = NULL, *shown, *checks;
    wb_error err = {0};
    int64_t row;

    (void)state;
    if (wb_scan_add_records(scan, questionnaire, "workpost", records, &err) != WB_OK)
        fail_msg("%s: %s", err.item, err.message);
    assert_ok(wb_questionnaire_instrument(questionnaire, "workpost", &instrument, NULL));
    assert_ok(wb_score(instrument, records, NULL, NULL, &scored, NULL));
    shown = part_of(scan, "records", "en");
    assert_int_equal(wb_frame_row_count(shown), 2 * 4);
    for (row = 0; row < 8; row++) {
        char name[128];
        int64_t record = row / 4;
        const char *light = text_at(shown, "light", row);

        assert_string_equal(text_at(shown, "unit", row), "workpost");
        assert_string_equal(text_at(shown, "record", row),
                            record == 0 ? "oven" : "packing");
        snprintf(name, sizeof name, "%s_score", text_at(shown, "indicator", row));
        assert_close(number_at(shown, "score", row), number_at(scored, name, record), 0);
        snprintf(name, sizeof name, "%s_problem", text_at(shown, "indicator", row));
        assert_int_equal(strcmp(light, "green") != 0, whole_at(scored, name, record));
        assert_string_equal(text_at(shown, "theme", row),
                            text_at(shown, "indicator", row));
    }
    checks = part_of(scan, "checklists", "en");
    row = find(checks, "check", "ergo_lifting_aid");
    assert_string_equal(text_at(checks, "answer", row), "yes");
    assert_true(is_missing(checks, "answer", row + 1)); /* not in the records */
    assert_string_equal(text_at(checks, "record", wb_frame_row_count(checks) - 1),
                        "packing");
    wb_frame_free(checks);
    wb_frame_free(shown);
    wb_frame_free(scored);
    wb_frame_free(records);
    wb_instrument_free(instrument);
    wb_scan_free(scan);
}

static void test_wb_scan_add_records__replace_those_of_their_unit(void **state)
{
    static const char *const one[] = {"0", "0"};
    wb_scan *scan = scan_of_people();
    wb_frame *records = posts();
    wb_frame *firm = answers_of("organisation", "org_flow_drawn", one, 1);
    wb_frame *shown, *audit = NULL;
    char before[65];

    (void)state;
    strcpy(before, wb_scan_hash(scan));
    assert_ok(wb_scan_add_records(scan, questionnaire, "workpost", records, NULL));
    assert_string_not_equal(wb_scan_hash(scan), before);
    strcpy(before, wb_scan_hash(scan));
    assert_ok(wb_scan_add_records(scan, questionnaire, "workpost", records, NULL));
    assert_string_equal(wb_scan_hash(scan), before);
    assert_ok(wb_scan_add_records(scan, questionnaire, "organisation", firm, NULL));
    shown = part_of(scan, "records", "nl");
    assert_int_equal(wb_frame_row_count(shown), 8 + 2);
    assert_string_equal(text_at(shown, "record", 8), "organisation");
    assert_ok(wb_scan_table(scan, "audit", "nl", &audit, NULL));
    wb_frame_free(audit);
    wb_frame_free(shown);
    wb_frame_free(firm);
    wb_frame_free(records);
    wb_scan_free(scan);
}

/* A factor of ja and nee: the code of ja is 0, which is no. */
static wb_frame *posts_in_words(void)
{
    static const char *const words[] = {"ja", "nee"};
    static const int8_t codes[] = {0, 1};
    wb_column column = WB_COLUMN_INIT;
    wb_frame *from = posts(), *made = NULL;

    column.type = WB_TYPE_DICTIONARY;
    column.index_type = WB_TYPE_INT8;
    column.values = codes;
    column.categories = words;
    column.n_categories = 2;
    assert_ok(wb_frame_new(2, &made, NULL));
    for (size_t i = 0; i < wb_frame_column_count(from); i++) {
        if (strcmp(wb_frame_column_name(from, i), "ergo_lifting_aid") != 0)
            assert_ok(wb_frame_share_column(made, NULL, from, i, NULL));
    }
    assert_ok(wb_frame_add_column(made, "ergo_lifting_aid", &column, NULL));
    wb_frame_free(from);
    return made;
}

static void test_wb_scan_add_records__take_no_codes_of_words(void **state)
{
    wb_scan *scan = scan_of_people();
    wb_frame *records = posts_in_words();
    wb_error err = {0};

    (void)state;
    assert_fails(wb_scan_add_records(scan, questionnaire, "workpost", records, &err),
                 WB_E_DATA);
    assert_string_equal(err.item, "ergo_lifting_aid");
    wb_frame_free(records);
    wb_scan_free(scan);
}

static void test_wb_scan_add_records__refuse_and_say_why(void **state)
{
    static const struct {
        const char *unit, *csv;
        wb_status status;
        const char *item, *message;
    } wrong[] = {
        {"person", "record\na\n", WB_E_ARG, "person", "'workpost' or 'organisation'"},
        {"workpost", "record,worker\na,b\n", WB_E_DATA, "worker", "identify people"},
        {"workpost", "record,manual_handling_1\na,1\n", WB_E_DATA, "manual_handling_2",
         "manual_handling_2"},
    };
    static const char *const names[] = {"oven,1", "oven,1"};
    static const char *const answers[] = {"oven,2", "packing,1"};
    wb_scan *scan = scan_of_people();
    wb_questionnaire *posts_alone = composed(
        "{'format':'werkbaar-recipe/1.0','id':'posts','version':'1.0',"
        "'languages':['nl'],'title':{'nl':'S'},'modules':[{'id':'ergonomics'}]}");
    wb_frame *twice = answers_of("workpost", "record,ergo_lifting_aid", names, 2);
    wb_frame *wrong_check = answers_of("workpost", "record,ergo_lifting_aid", answers, 2);
    wb_frame *right = posts();
    wb_error err = {0};
    char before[65];

    (void)state;
    strcpy(before, wb_scan_hash(scan));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        wb_frame *records = frame_of(wrong[i].csv);

        assert_fails(
            wb_scan_add_records(scan, questionnaire, wrong[i].unit, records, &err),
            wrong[i].status);
        assert_string_equal(err.item, wrong[i].item);
        assert_says(err.message, wrong[i].message);
        wb_frame_free(records);
    }
    assert_fails(wb_scan_add_records(scan, questionnaire, "workpost", twice, &err),
                 WB_E_DATA);
    assert_says(err.message, "there twice");
    assert_int_equal(err.row, 1);
    assert_fails(wb_scan_add_records(scan, questionnaire, "workpost", wrong_check, &err),
                 WB_E_DATA);
    assert_string_equal(err.item, "ergo_lifting_aid");
    assert_fails(wb_scan_add_records(scan, posts_alone, "workpost", right, &err),
                 WB_E_CONFLICT);
    assert_fails(wb_scan_add_records(scan, questionnaire, "organisation", right, &err),
                 WB_E_DATA);
    assert_fails(wb_scan_add_records(NULL, questionnaire, "workpost", right, NULL),
                 WB_E_ARG);
    assert_fails(wb_scan_add_records(scan, NULL, "workpost", right, NULL), WB_E_ARG);
    assert_fails(wb_scan_add_records(scan, questionnaire, NULL, right, NULL), WB_E_ARG);
    assert_fails(wb_scan_add_records(scan, questionnaire, "workpost", NULL, NULL),
                 WB_E_ARG);
    assert_string_equal(wb_scan_hash(scan), before);
    wb_frame_free(twice);
    wb_frame_free(wrong_check);
    wb_frame_free(right);
    wb_questionnaire_free(posts_alone);
    wb_scan_free(scan);
}

/* ---- memory ---- */

static wb_questionnaire *kept_questionnaire;
static wb_organisation *kept_company;
static wb_frame *kept_answers, *kept_records;

static wb_status run_with_records(void)
{
    wb_scan *scan = NULL;
    wb_status st = wb_scan_run(kept_questionnaire, kept_company, kept_answers, NULL, NULL,
                               &scan, NULL);

    if (st == WB_OK)
        st =
            wb_scan_add_records(scan, kept_questionnaire, "workpost", kept_records, NULL);
    wb_scan_free(scan);
    return st;
}

static void test_wb_scan_run__survives_every_failing_allocation(void **state)
{
    wb_questionnaire *whole = questionnaire;

    (void)state;
    kept_questionnaire = questionnaire =
        composed("{'format':'werkbaar-recipe/1.0','id':'small','version':'1.0',"
                 "'languages':['nl'],'title':{'nl':'S'},'modules':[{'id':"
                 "'transgressive-behaviour'},{'id':'ergonomics'}]}");
    kept_company = organisation_of("{" ORGANISATION "'staff':30,'min_n':5}");
    static const char *const none[] = {"1", "2"};
    kept_answers = answers_of("person", "x_row", none, 12);
    kept_records = posts();
    wb_test_every_allocation(run_with_records);
    wb_frame_free(kept_answers);
    wb_frame_free(kept_records);
    wb_organisation_free(kept_company);
    wb_questionnaire_free(kept_questionnaire);
    questionnaire = whole;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_scan_run__knows_the_themes_of_its_questionnaire),
        cmocka_unit_test(test_wb_scan_run__has_the_languages_of_its_questionnaire),
        cmocka_unit_test(test_wb_scan_run__knows_the_composites_of_its_questionnaire),
        cmocka_unit_test(test_wb_scan_table__guide_asks_what_the_modules_ask),
        cmocka_unit_test(test_wb_scan_run__counts_as_scoring_does),
        cmocka_unit_test(test_wb_scan_run__takes_what_was_imported),
        cmocka_unit_test(test_wb_scan_run__wants_its_arguments),
        cmocka_unit_test(test_wb_scan_add_records__are_scored_as_they_are),
        cmocka_unit_test(test_wb_scan_add_records__replace_those_of_their_unit),
        cmocka_unit_test(test_wb_scan_add_records__take_no_codes_of_words),
        cmocka_unit_test(test_wb_scan_add_records__refuse_and_say_why),
        cmocka_unit_test(test_wb_scan_run__survives_every_failing_allocation),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
