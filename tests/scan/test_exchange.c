/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Answers that come in with groups. */
#include "exchange_support.h"

static wb_status import_text(const fixture *f, const char *format, const char *unit,
                             const char *text, wb_frame **out, wb_error *err)
{
    wb_reader *reader = NULL;

    assert_ok(wb_reader_from_memory(text, strlen(text), NULL, &reader, NULL));
    wb_status st = wb_scan_import(f->q, f->o, format, unit, reader, out, err);
    wb_reader_free(reader);
    return st;
}

static wb_frame *imported(const fixture *f, const char *format, const char *unit,
                          const char *text)
{
    wb_frame *frame = NULL;
    wb_error err = {0};

    if (import_text(f, format, unit, text, &frame, &err) != WB_OK)
        fail_msg("%s: %s", err.item, err.message);
    return frame;
}

/* ---- there and back ---- */

/* The names of questions in the survey of LimeSurvey, which begin with this letter. */
static size_t names_of(const fixture *f, char letter, char names[][32])
{
    char *text = exported(f, "limesurvey", NULL, "nl", NULL);
    size_t n = 0;

    for (char *at = strstr(text, "\nQ\tL\t"); at != NULL; at = strstr(at + 1, "\nQ\tL\t"))
        if (at[5] == letter)
            snprintf(names[n++], 32, "%.*s", (int)strcspn(at + 5, "\t"), at + 5);
    free(text);
    return n;
}

/* A person's groups, as places of answers; 0 where nothing is answered. */
typedef struct person {
    int department, team, age;
} person;

static person draw_person(uint32_t *state)
{
    person p = {0};

    *state = *state * 1664525u + 1013904223u;
    p.department = (int)(*state >> 20) % 4;
    p.team = p.department == 1 || p.department == 3 ? (int)(*state >> 24) % 3 : 0;
    p.age = (int)(*state >> 27) % 3;
    return p;
}

static const char *const departments[] = {"", "shops", "office", "production"};
static const char *const teams[][3] = {
    {"", "", ""}, {"", "day", "2"}, {"", "", ""}, {"", "night", "day"}};
static const char *const ages[] = {"", "18-34", "35-99"};

/* A tool has a column for the teams of each department; what is not answered is empty. */
static size_t put_tool(char *at, const person *p, int numbers)
{
    char number[4][12] = {"", "", "", ""};
    int shop = p->department == 1 ? p->team : 0, line = p->department == 3 ? p->team : 0;
    int places[] = {p->department, shop, line, p->age};

    for (int i = 0; i < 4; i++)
        if (places[i] > 0)
            snprintf(number[i], sizeof number[i], "%d", places[i]);
    if (numbers)
        return (size_t)sprintf(at, ",%s,%s,%s,%s\n", number[0], number[1], number[2],
                               number[3]);
    return (size_t)sprintf(at, ",%s,%s,%s,%s\n", departments[p->department],
                           teams[1][shop], teams[3][line], ages[p->age]);
}

static size_t put_own(char *at, const person *p)
{
    return (size_t)sprintf(at, ",%s,%s,%s\n", departments[p->department],
                           teams[p->department][p->team], ages[p->age]);
}

static size_t put_head(char *at, const fixture *f, const char *format)
{
    static char names[16][32];
    size_t n = names_of(f, 'Q', names), used = 0;
    wb_frame *questions = NULL;

    assert_int_equal(n, 8);
    assert_ok(wb_questionnaire_table(f->q, "questions", NULL, &questions, NULL));
    for (size_t i = 0; i < n; i++) {
        char id[64];
        snprintf(id, sizeof id, "%s", text_at(questions, "id", (int64_t)i));
        if (strcmp(format, "limesurvey") == 0)
            snprintf(id, sizeof id, "%s", names[i]);
        used += (size_t)sprintf(at + used, "%s%s", i > 0 ? "," : "", id);
    }
    wb_frame_free(questions);
    return used + (size_t)sprintf(at + used, "%s\n",
                                  strcmp(format, "limesurvey") == 0
                                      ? ",G1Department,G2WorkTeam,G3WorkTeam,G4Age"
                                  : strcmp(format, "xlsform") == 0
                                      ? ",groups/g1_department,groups-g2_work_team,"
                                        "g3_work_team,groups/g4_age"
                                      : ",department,work team,age");
}

/* 300 people, who have the same answers but for the first question, which tells them
 * apart by fours. */
static void check_round(const char *format)
{
    fixture f = make_fixture();
    char *text = calloc(1, 1 << 16);
    size_t used = put_head(text, &f, format);
    int64_t counts[4][3][3] = {{{0}}};
    uint32_t state = 7;

    for (int row = 0; row < 300; row++) {
        person p = draw_person(&state);
        counts[p.department][p.team][p.age]++;
        used += (size_t)sprintf(text + used, "%d,1,1,1,1,1,1,1", row % 4);
        used += strcmp(format, "csv") == 0
                    ? put_own(text + used, &p)
                    : put_tool(text + used, &p, strcmp(format, "limesurvey") == 0);
    }
    wb_frame *answers = imported(&f, format, NULL, text);
    assert_int_equal(wb_frame_row_count(answers), 300);
    assert_int_equal(wb_frame_column_count(answers), 11);
    assert_string_equal(wb_frame_column_name(answers, 0), "department");
    assert_string_equal(wb_frame_column_name(answers, 1), "work team");
    assert_string_equal(wb_frame_column_name(answers, 2), "age");
    assert_int_equal(wb_frame_column_type(answers, 3), WB_TYPE_INT32);
    for (int64_t row = 0; row < 300; row++) {
        int d = 0, t = 0, a = 0;
        while (strcmp(departments[d], text_at(answers, "department", row)) != 0)
            d++;
        while (strcmp(teams[d][t], text_at(answers, "work team", row)) != 0)
            t++;
        while (strcmp(ages[a], text_at(answers, "age", row)) != 0)
            a++;
        counts[d][t][a]--;
    }
    for (int i = 0; i < 36; i++)
        assert_int_equal(counts[i / 9][i / 3 % 3][i % 3], 0);
    free(text);
    wb_frame_free(answers);
    free_fixture(&f);
}

static void test_wb_scan_import__gives_back_what_was_answered(void **state)
{
    (void)state;
    check_round("csv");
    check_round("limesurvey");
    check_round("xlsform");
}

#define ITEMS "1,1,1,1,1,1,1,1"

/* A file with this head for groups and one person. */
static char *file_of(const fixture *f, const char *format, const char *head,
                     const char *groups)
{
    char *text = calloc(1, 1 << 12);
    size_t used = put_head(text, f, format);

    assert_non_null(text);
    if (head != NULL) {
        char *at = text;
        for (int i = 0; i < 8; i++)
            at = strchr(at + 1, ',');
        used = (size_t)(at - text);
        used += (size_t)sprintf(text + used, ",%s\n", head);
    }
    sprintf(text + used, ITEMS ",%s\n", groups);
    return text;
}

static void check_groups(const fixture *f, const char *format, const char *groups,
                         const char *department, const char *team)
{
    char *text = file_of(f, format, NULL, groups);
    wb_frame *answers = imported(f, format, NULL, text);

    assert_string_equal(text_at(answers, "department", 0), department);
    assert_string_equal(text_at(answers, "work team", 0), team);
    wb_frame_free(answers);
    free(text);
}

static void test_wb_scan_import__knows_titles_in_any_language(void **state)
{
    fixture f = make_fixture();

    (void)state;
    check_groups(&f, "csv", "Production,Dagploeg,", "production", "day");
    check_groups(&f, "csv", "Winkels & co,Dagploeg,", "shops", "day");
    check_groups(&f, "limesurvey", "Shops,2,N/A,18-34", "shops", "2");
    check_groups(&f, "xlsform", "Productie,,Nachtploeg,", "production", "night");
    free_fixture(&f);
}

/* Somebody went back and chose another department; the tool kept the team. */
static void test_wb_scan_import__drops_what_was_not_asked(void **state)
{
    fixture f = make_fixture();

    (void)state;
    check_groups(&f, "limesurvey", "2,1,2,", "office", "");
    check_groups(&f, "xlsform", "production,day,night,", "production", "night");
    check_groups(&f, "limesurvey", ",1,,", "", "");
    free_fixture(&f);
}

static void test_wb_scan_import__leaves_out_who_answered_groups_alone(void **state)
{
    fixture f = make_fixture();
    char *text = file_of(&f, "csv", NULL, "shops,,");

    (void)state;
    strcat(text, ",,,,,,,,office,,\n");
    wb_frame *answers = imported(&f, "csv", NULL, text);
    assert_int_equal(wb_frame_row_count(answers), 1);
    wb_frame_free(answers);
    free(text);
    free_fixture(&f);
}

static void test_wb_scan_import__reads_records(void **state)
{
    fixture f = {composed(RECIPE), NULL};
    wb_frame *questions = NULL;
    char text[4096] = "record", row[1024] = "lijn 1";

    (void)state;
    assert_ok(wb_questionnaire_table(f.q, "questions", NULL, &questions, NULL));
    for (int64_t i = 0; i < wb_frame_row_count(questions); i++)
        if (strcmp(text_at(questions, "unit", i), "workpost") == 0) {
            sprintf(text + strlen(text), ",%s", text_at(questions, "id", i));
            strcat(row, ",1");
        }
    sprintf(text + strlen(text), "\n%s\n", row);
    wb_frame *records = imported(&f, "csv", "workpost", text);
    assert_string_equal(wb_frame_column_name(records, 0), "record");
    assert_string_equal(text_at(records, "record", 0), "lijn 1");
    wb_frame_free(records);
    wb_frame_free(questions);
    free_fixture(&f);
}

/* What came in is what a scan runs on. */
static void test_wb_scan_import__gives_what_a_scan_takes(void **state)
{
    fixture f = make_fixture();
    char *text = calloc(1, 1 << 16);
    size_t used = put_head(text, &f, "csv");
    wb_scan *scan = NULL;
    wb_error err = {0};

    (void)state;
    for (int row = 0; row < 60; row++)
        used +=
            (size_t)sprintf(text + used, "%d,1,1,1,1,1,1,1,%s,%s,18-34\n", row % 4,
                            row < 20 ? "shops" : "production", row < 20 ? "2" : "day");
    wb_frame *answers = imported(&f, "csv", NULL, text);
    if (wb_scan_run(f.q, f.o, answers, NULL, NULL, &scan, &err) != WB_OK)
        fail_msg("%s", err.message);
    wb_scan_free(scan);
    wb_frame_free(answers);
    free(text);
    free_fixture(&f);
}

/* ---- refused ---- */

static void check_refused(const char *format, const char *head, const char *groups,
                          wb_status status, const char *item, const char *why)
{
    fixture f = make_fixture();
    char *text = file_of(&f, format, head, groups);
    wb_frame *answers = NULL;
    wb_error err = {0};

    assert_fails(import_text(&f, format, NULL, text, &answers, &err), status);
    assert_null(answers);
    assert_says(err.message, why);
    if (item != NULL)
        assert_string_equal(err.item, item);
    if (item != NULL && head == NULL)
        assert_int_equal(err.row, 0);
    free(text);
    free_fixture(&f);
}

static void test_wb_scan_import__refuses_groups_that_are_none(void **state)
{
    (void)state;
    check_refused("csv", NULL, "shop,,", WB_E_DATA, "department",
                  "'shop' to 'department' in row 0 is none of the codes shops, office");
    check_refused("csv", NULL, "shops,night,", WB_E_DATA, "work team",
                  "'night' to 'work team' in row 0");
    check_refused("csv", NULL, "office,day,", WB_E_DATA, "work team",
                  "'day' in column 'work team' in row 0 is no group within");
    check_refused("csv", NULL, ",day,", WB_E_DATA, "work team", "is no group within");
    check_refused("limesurvey", NULL, "4,,,", WB_E_DATA, "department", "1, 2, 3");
    check_refused("limesurvey", NULL, "shops,,,", WB_E_DATA, "department", "'shops'");
    check_refused("xlsform", NULL, "1,,,", WB_E_DATA, "department", "'1'");
    check_refused("xlsform", NULL, "shops,night,,", WB_E_DATA, "work team", "day, 2");
}

static void test_wb_scan_import__refuses_columns_absent_or_without_a_place(void **state)
{
    (void)state;
    check_refused("csv", "department,age", "shops,18-34", WB_E_DATA, NULL,
                  "column 'work team' is not in the file: a file of answers has one for "
                  "every level of groups");
    check_refused("csv", "department,work team,age,floor", "shops,2,,1", WB_E_DATA,
                  "floor",
                  "out of the file, or, if it is a group, name it as the organisation "
                  "does: department, work team, age");
    check_refused("limesurvey", "G1Department,G2WorkTeam,G3WorkTeam,age", "1,1,,",
                  WB_E_DATA, "age", "take it out");
    check_refused("limesurvey", "G1Department,G2WorkTeam,G4Age", "1,1,", WB_E_DATA, NULL,
                  "'work team' (column 'G3WorkTeam')");
}

static void test_wb_scan_import__refuses_a_survey_with_other_groups(void **state)
{
    fixture f = make_fixture();
    char *survey = exported(&f, "limesurvey", NULL, "nl", NULL), groups[128];
    char *hash = strstr(survey, "\nQ\t*\tgroups\t1\t") + strlen("\nQ\t*\tgroups\t1\t");
    static const char head[] = "G1Department,G2WorkTeam,G3WorkTeam,G4Age,groups";
    wb_frame *answers;

    (void)state;
    snprintf(groups, sizeof groups, "1,2,,,%.64s", hash);
    char *text = file_of(&f, "limesurvey", head, groups);
    answers = imported(&f, "limesurvey", NULL, text);
    assert_string_equal(text_at(answers, "work team", 0), "2");
    check_refused("limesurvey", head, "1,2,,,abc", WB_E_CONFLICT, "groups",
                  "with the organisation file that the survey was made with");
    wb_frame_free(answers);
    free(text);
    free(survey);
    free_fixture(&f);
}

static fixture given; /* made while memory is not short */
static char *text_given;

static wb_status import_some(void)
{
    wb_reader *reader = NULL;
    wb_frame *frame = NULL;
    wb_status st =
        wb_reader_from_memory(text_given, strlen(text_given), NULL, &reader, NULL);

    if (st == WB_OK)
        st = wb_scan_import(given.q, given.o, "csv", NULL, reader, &frame, NULL);
    wb_reader_free(reader);
    wb_frame_free(frame);
    return st;
}

static void test_wb_scan_import__survives_every_failing_allocation(void **state)
{
    (void)state;
    given = make_fixture();
    text_given = file_of(&given, "csv", NULL, "shops,day,18-34");
    wb_test_every_allocation(import_some);
    free(text_given);
    free_fixture(&given);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_scan_import__gives_back_what_was_answered),
        cmocka_unit_test(test_wb_scan_import__knows_titles_in_any_language),
        cmocka_unit_test(test_wb_scan_import__drops_what_was_not_asked),
        cmocka_unit_test(test_wb_scan_import__leaves_out_who_answered_groups_alone),
        cmocka_unit_test(test_wb_scan_import__reads_records),
        cmocka_unit_test(test_wb_scan_import__gives_what_a_scan_takes),
        cmocka_unit_test(test_wb_scan_import__refuses_groups_that_are_none),
        cmocka_unit_test(test_wb_scan_import__refuses_columns_absent_or_without_a_place),
        cmocka_unit_test(test_wb_scan_import__refuses_a_survey_with_other_groups),
        cmocka_unit_test(test_wb_scan_import__survives_every_failing_allocation),
    };

    return cmocka_run_group_tests_name("exchange", tests, NULL, NULL);
}
