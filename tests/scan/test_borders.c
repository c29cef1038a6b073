/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Organisations, records and words at the edge of what there may be. */
#include "subject_support.h"

/* ---- paths ---- */

#define CODE64 "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz012345678901"
#define DEEP(levels)                                                                     \
    "{" ORGANISATION "'staff':60,'min_n':5,'hierarchies':[{'id':'team','columns':["      \
    "'c1','c2','c3','c4'],'groups':[" levels "]}]}"
#define LEVEL(id, rest) "{'id':'" id "','staff':40" rest "}"
#define INSIDE(group)   ",'groups':[" group "]"
#define HALF(id)                                                                         \
    "{'id':'" id "','columns':['" id "1','" id                                           \
    "2'],'groups':[" LEVEL(CODE64, INSIDE(LEVEL(CODE64, ""))) "]}"

static void assert_organisation(const char *text, wb_status status, const char *where,
                                const char *message)
{
    wb_organisation *made = NULL;
    wb_error err = {0};
    wb_status st = read_organisation(text, &made, &err);

    if (st != status)
        fail_msg("%s at %s: %s", wb_status_name(st), err.where, err.message);
    if (status != WB_OK) {
        assert_null(made);
        assert_string_equal(err.where, where);
        assert_says(err.message, message);
    }
    wb_organisation_free(made);
}

static void test_wb_organisation_read__refuses_paths_too_long(void **state)
{
    (void)state;
    assert_organisation(
        DEEP(LEVEL(CODE64, INSIDE(LEVEL(CODE64, INSIDE(LEVEL(CODE64, "")))))), WB_OK, "",
        "");
    assert_organisation(
        DEEP(LEVEL(
            CODE64,
            INSIDE(LEVEL(CODE64, INSIDE(LEVEL(CODE64, INSIDE(LEVEL(CODE64, "")))))))),
        WB_E_LIMIT, "file#/hierarchies/0/groups/0/groups/0/groups/0/groups/0",
        "the path of this group has 264 bytes, more than 255");
    assert_organisation("{" ORGANISATION "'staff':60,'min_n':5,'hierarchies':[" HALF(
                            "a") "," HALF("b") "],'cross':[['a1','b1']]}",
                        WB_OK, "", "");
    assert_organisation("{" ORGANISATION "'staff':60,'min_n':5,'hierarchies':[" HALF(
                            "a") "," HALF("b") "],'cross':[['a2','b2']]}",
                        WB_E_LIMIT, "file#/cross/0",
                        "the paths of this cross have more than 255 bytes");
}

/* ---- words ---- */

static void test_wb_organisation_title__is_in_the_language_there_is(void **state)
{
    wb_organisation *made = organisation_of(
        "{'format':'werkbaar-organisation/1.0','id':'b','title':{'fr':'Boulangerie'},"
        "'fieldwork':{'id':'2030','from':'2030-03-01','until':'2030-03-31'},'staff':60,"
        "'min_n':5}");

    (void)state;
    assert_string_equal(wb_organisation_title(made, "nl"), "Boulangerie");
    assert_string_equal(wb_organisation_title(made, "en"), "Boulangerie");
    assert_string_equal(wb_organisation_title(made, NULL), "Boulangerie");
    wb_organisation_free(made);
}

/* ---- crosses ---- */

#define CROSSED                                                                          \
    "{" ORGANISATION "'staff':80,'min_n':5,'cross':[['team','age'],['team','sex']],"     \
    "'hierarchies':[{'id':'team','columns':['team'],'groups':[{'id':'a','staff':40},"    \
    "{'id':'b','staff':40}]},{'id':'age','columns':['age'],'groups':[{'id':'young',"     \
    "'title':{'nl':'Jong'},'staff':40},{'id':'old','staff':40}]},{'id':'sex','columns'"  \
    ":['sex'],'groups':[{'id':'f','title':{'nl':'Vrouw'},'staff':40},{'id':'m',"         \
    "'staff':40}]}]}"

static wb_frame *crossed_answers(void)
{
    char csv[1 << 12];
    int at = sprintf(csv, "team,age,sex,q1,q2,q3\n");

    for (int i = 0; i < 80; i++)
        at += sprintf(csv + at, "%s,%s,%s,%d,%d,%d\n", i % 2 ? "a" : "b",
                      i / 2 % 2 ? "young" : "old", i / 4 % 2 ? "f" : "m", i % 3 * 2 % 3,
                      i % 2, 0);
    return frame_of(csv);
}

/* Cells of the first of two crosses are not taken for those of the second. */
static void test_wb_scan_table__titles_cells_of_every_cross(void **state)
{
    wb_organisation *company = organisation_of(CROSSED);
    wb_frame *answers = crossed_answers();
    wb_scan *scan = scan_of(company, answers, NULL);
    wb_frame *results = part_of(scan, "results", "nl");
    int64_t first = row_of(results, "group", "team/a*age/young", NULL, NULL);
    int64_t second = row_of(results, "group", "team/b*sex/f", NULL, NULL);

    (void)state;
    assert_true(first >= 0 && second >= 0);
    assert_string_equal(text_at(results, "title", first), "a · Jong");
    assert_string_equal(text_at(results, "title", second), "b · Vrouw");
    wb_frame_free(results);
    wb_scan_free(scan);
    wb_frame_free(answers);
    wb_organisation_free(company);
}

/* ---- levels ---- */

static void test_wb_scan_table__writes_half_percentages_as_the_language_does(void **state)
{
    wb_organisation *company = organisation_of(CROSSED);
    wb_frame *answers = crossed_answers();
    wb_scan_options options = WB_SCAN_OPTIONS_INIT;
    static const char *const wanted[][2] = {{"nl", "99,5"}, {"en", "99.5"}};

    (void)state;
    options.level = 0.995;
    wb_scan *scan = scan_of(company, answers, &options);
    for (size_t i = 0; i < 2; i++) {
        wb_frame *method = part_of(scan, "method", wanted[i][0]);
        bool said = false;

        for (int64_t row = 0; row < wb_frame_row_count(method); row++)
            said = said || strstr(text_at(method, "text", row), wanted[i][1]) != NULL;
        assert_true(said);
        wb_frame_free(method);
    }
    wb_scan_free(scan);
    wb_frame_free(answers);
    wb_organisation_free(company);
}

/* ---- records ---- */

#define RECIPE(modules)                                                                  \
    "{'format':'werkbaar-recipe/1.0','id':'some','version':'1.0','languages':['nl'],"    \
    "'title':{'nl':'S'},'modules':[{'id':'transgressive-behaviour'}" modules "]}"
#define POSTS ",{'id':'ergonomics'}"
#define HOUSE ",{'id':'work-organisation'}"

/* The questions of a unit that are scored, between commas, and as many times a cell. */
static void columns_of(const wb_questionnaire *questionnaire, const char *unit,
                       char *names, char *cells, const char *cell)
{
    wb_frame *questions = NULL;

    names[0] = cells[0] = '\0';
    assert_ok(wb_questionnaire_table(questionnaire, "questions", "nl", &questions, NULL));
    for (int64_t q = 0; q < wb_frame_row_count(questions); q++) {
        if (strcmp(text_at(questions, "unit", q), unit) == 0 &&
            strcmp(text_at(questions, "kind", q), "item") == 0) {
            strcat(strcat(names, ","), text_at(questions, "id", q));
            strcat(strcat(cells, ","), cell);
        }
    }
    wb_frame_free(questions);
}

static wb_scan *scan_to_add_to(const wb_questionnaire *questionnaire)
{
    wb_organisation *company = organisation_of("{" ORGANISATION "'staff':30,'min_n':5}");
    static char csv[1 << 14];
    char names[4096], cells[4096];
    wb_scan *scan = NULL;
    wb_frame *answers;
    wb_error err = {0};

    columns_of(questionnaire, "person", names, cells, "1");
    int at = sprintf(csv, "%s\n", names + 1);
    for (int i = 0; i < 12; i++)
        at += sprintf(csv + at, "%s\n", cells + 1);
    answers = frame_of(csv);
    if (wb_scan_run(questionnaire, company, answers, NULL, NULL, &scan, &err) != WB_OK)
        fail_msg("%s %s: %s", err.where, err.item, err.message);
    wb_frame_free(answers);
    wb_organisation_free(company);
    return scan;
}

/* Records with these cells in the first column, which may have no name, and the same
 * answers; what comes of adding them. */
static wb_status add(wb_scan *scan, const wb_questionnaire *questionnaire,
                     const char *unit, const char *first, const char *const *rows, int n,
                     const char *cell, wb_error *err)
{
    static char csv[1 << 20];
    char names[4096], cells[4096];

    columns_of(questionnaire, unit, names, cells, cell);
    int at = sprintf(csv, "%s\n", first[0] != '\0' ? first : names + 1);
    if (first[0] != '\0')
        at = sprintf(csv, "%s%s\n", first, names);
    for (int i = 0; i < n; i++)
        at += rows != NULL       ? sprintf(csv + at, "%s%s\n", rows[i], cells)
              : first[0] != '\0' ? sprintf(csv + at, "r%d%s\n", i, cells)
                                 : sprintf(csv + at, "%s\n", cells + 1);
    wb_frame *records = frame_of(csv);
    wb_status st = wb_scan_add_records(scan, questionnaire, unit, records, err);
    wb_frame_free(records);
    return st;
}

static void test_wb_scan_add_records__counts_and_names_them(void **state)
{
    static const char *const unnamed[] = {"r1", ""};
    wb_questionnaire *questionnaire = composed(RECIPE(POSTS HOUSE));
    wb_scan *scan = scan_to_add_to(questionnaire);
    char before[65];
    wb_error err = {0};

    (void)state;
    strcpy(before, wb_scan_hash(scan));
    assert_fails(add(scan, questionnaire, "organisation", "record", NULL, 2, "1", &err),
                 WB_E_DATA);
    assert_says(err.message, "there are 2 records of the organisation; it has one");
    assert_fails(add(scan, questionnaire, "workpost", "record", NULL, 10001, "1", &err),
                 WB_E_LIMIT);
    assert_says(err.message, "there are 10001 records, more than 10000");
    assert_fails(add(scan, questionnaire, "workpost", "", NULL, 2, "1", &err), WB_E_DATA);
    assert_string_equal(err.item, "record");
    assert_says(err.message, "records need a column 'record' that names them");
    assert_fails(add(scan, questionnaire, "workpost", "record", unnamed, 2, "1", &err),
                 WB_E_DATA);
    assert_int_equal(err.row, 1);
    assert_says(err.message, "has no name, or one that is there twice");
    assert_string_equal(wb_scan_hash(scan), before);
    wb_scan_free(scan);
    wb_questionnaire_free(questionnaire);
}

/* Of one record no name is needed: it is that of its unit. */
static void test_wb_scan_add_records__names_a_single_one_after_its_unit(void **state)
{
    wb_questionnaire *questionnaire = composed(RECIPE(POSTS HOUSE));
    wb_scan *scan = scan_to_add_to(questionnaire);
    wb_frame *records;
    wb_error err = {0};

    (void)state;
    if (add(scan, questionnaire, "organisation", "", NULL, 1, "1", &err) != WB_OK)
        fail_msg("%s: %s", err.item, err.message);
    records = part_of(scan, "records", "nl");
    assert_true(wb_frame_row_count(records) > 0);
    for (int64_t row = 0; row < wb_frame_row_count(records); row++)
        assert_string_equal(text_at(records, "record", row), "organisation");
    wb_frame_free(records);
    wb_scan_free(scan);
    wb_questionnaire_free(questionnaire);
}

/* No answers: neither a score nor a light, and not a green one. */
static void test_wb_scan_add_records__without_answers_have_no_light(void **state)
{
    wb_questionnaire *questionnaire = composed(RECIPE(POSTS));
    wb_scan *scan = scan_to_add_to(questionnaire), *again = NULL;
    wb_frame *records;
    wb_error err = {0};
    char *bytes;

    (void)state;
    if (add(scan, questionnaire, "workpost", "record", NULL, 2, "", &err) != WB_OK)
        fail_msg("%s: %s", err.item, err.message);
    records = part_of(scan, "records", "nl");
    assert_int_equal(wb_frame_row_count(records), 2 * 4);
    for (int64_t row = 0; row < wb_frame_row_count(records); row++) {
        assert_true(is_missing(records, "light", row));
        assert_true(is_missing(records, "score", row));
    }
    wb_frame_free(records);
    bytes = bytes_of(scan);
    assert_ok(read_scan(bytes, &again, NULL));
    assert_string_equal(wb_scan_hash(scan), wb_scan_hash(again));
    free(bytes);
    wb_scan_free(again);
    wb_scan_free(scan);
    wb_questionnaire_free(questionnaire);
}

static void test_wb_scan_add_records__of_a_unit_that_is_not_asked(void **state)
{
    wb_questionnaire *questionnaire = composed(RECIPE(POSTS));
    wb_scan *scan = scan_to_add_to(questionnaire);
    wb_frame *records = frame_of("record\na\n");
    wb_error err = {0};

    (void)state;
    assert_fails(wb_scan_add_records(scan, questionnaire, "organisation", records, &err),
                 WB_E_ARG);
    assert_string_equal(err.item, "organisation");
    assert_says(err.message, "this questionnaire asks nothing of 'organisation'");
    wb_frame_free(records);
    wb_scan_free(scan);
    wb_questionnaire_free(questionnaire);
}

/* `from` becomes `to`, the first time it is there. */
static char *changed(const char *bytes, const char *from, const char *to)
{
    const char *at = strstr(bytes, from);
    char *made = malloc(strlen(bytes) + strlen(to) + 1);

    assert_non_null(at);
    assert_non_null(made);
    sprintf(made, "%.*s%s%s", (int)(at - bytes), bytes, to, at + strlen(from));
    return made;
}

static void test_wb_scan_read__refuses_records_of_what_is_not_asked(void **state)
{
    static const char *const wrong[][3] = {
        {"\"indicator\":\"posture\",\"light\"", "\"indicator\":\"noise\",\"light\"",
         "'noise' is none of the indicators of 'workpost'"},
        {"\"indicator\":\"posture\",\"light\":\"",
         "\"indicator\":\"posture\",\"light\":\"x", "'light' is 'x"},
        {"\"check\":\"ergo_lifting_aid\",\"record\"", "\"check\":\"wall\",\"record\"",
         "'wall' is none of the checks of 'workpost'"}};
    wb_questionnaire *questionnaire = composed(RECIPE(POSTS));
    wb_scan *scan = scan_to_add_to(questionnaire), *again = NULL;
    char *bytes;
    wb_error err = {0};

    (void)state;
    if (add(scan, questionnaire, "workpost", "record", NULL, 2, "1", &err) != WB_OK)
        fail_msg("%s: %s", err.item, err.message);
    bytes = bytes_of(scan);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char *text = changed(bytes, wrong[i][0], wrong[i][1]);

        assert_fails(read_scan(text, &again, &err), WB_E_DATA);
        assert_null(again);
        assert_says(err.message, wrong[i][2]);
        free(text);
    }
    free(bytes);
    wb_scan_free(scan);
    wb_questionnaire_free(questionnaire);
}

/* A tab or a line end in the title of a group would end its field. */
static void test_wb_scan_export__keeps_a_line_of_limesurvey_whole(void **state)
{
    wb_questionnaire *questionnaire = composed(RECIPE(""));
    wb_organisation *company = organisation_of(
        "{" ORGANISATION "'staff':60,'min_n':5,'hierarchies':[{'id':'team','columns':['"
        "team'],'groups':[{'id':'a','title':{'nl':'Win\\tkel\\n1'},'staff':40}]}]}");
    wb_writer *writer = NULL;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_writer_to_memory(&writer, NULL));
    if (wb_scan_export(questionnaire, company, "limesurvey", "person", "nl", writer,
                       &err) != WB_OK)
        fail_msg("%s", err.message);
    assert_ok(wb_writer_write(writer, "", 1, NULL));
    assert_says(wb_writer_bytes(writer, NULL), "\nA\t0\t1\t\tWin kel 1\t\tnl\t");
    wb_writer_free(writer);
    wb_organisation_free(company);
    wb_questionnaire_free(questionnaire);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_organisation_read__refuses_paths_too_long),
        cmocka_unit_test(test_wb_organisation_title__is_in_the_language_there_is),
        cmocka_unit_test(test_wb_scan_table__titles_cells_of_every_cross),
        cmocka_unit_test(
            test_wb_scan_table__writes_half_percentages_as_the_language_does),
        cmocka_unit_test(test_wb_scan_add_records__counts_and_names_them),
        cmocka_unit_test(test_wb_scan_add_records__names_a_single_one_after_its_unit),
        cmocka_unit_test(test_wb_scan_add_records__without_answers_have_no_light),
        cmocka_unit_test(test_wb_scan_add_records__of_a_unit_that_is_not_asked),
        cmocka_unit_test(test_wb_scan_read__refuses_records_of_what_is_not_asked),
        cmocka_unit_test(test_wb_scan_export__keeps_a_line_of_limesurvey_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
