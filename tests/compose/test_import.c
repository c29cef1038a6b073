/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "asked.h"

static const char *const team[] = {"team"};

/* The rows as "team/a1,a2,a3;..." with - where a value is missing. */
static char *told(const wb_frame *frame)
{
    size_t n_columns = wb_frame_column_count(frame);
    size_t room = (size_t)wb_frame_row_count(frame) * n_columns * 32 + 64, used = 0;
    char *text = calloc(room, 1);

    assert_non_null(text);
    for (int64_t row = 0; row < wb_frame_row_count(frame); row++) {
        for (size_t i = 0; i < n_columns; i++) {
            size_t length = 0;
            const char *cell = wb_frame_text(frame, i, row, &length);
            const char *end = i + 1 == n_columns ? ";" : ",";
            used +=
                (size_t)(wb_frame_is_missing(frame, i, row) != 0
                             ? snprintf(text + used, room - used, "-%s", end)
                         : cell != NULL
                             ? snprintf(text + used, room - used, "%.*s%s", (int)length,
                                        cell, end)
                             : snprintf(text + used, room - used, "%lld%s",
                                        (long long)wb_frame_int64(frame, i, row), end));
        }
    }
    return text;
}

static void check_read(const wb_questionnaire *q, const char *format, const char *text,
                       size_t n_keep, const char *expected)
{
    wb_frame *frame = NULL;
    wb_error err = {0};

    if (import_text(q, format, NULL, text, team, n_keep, &frame, &err) != WB_OK)
        fail_msg("%s", err.message);
    char *rows = told(frame);
    assert_string_equal(rows, expected);
    free(rows);
    wb_frame_free(frame);
}

static void test_wb_questionnaire_import__reads_ids_and_keeps_groups(void **state)
{
    wb_questionnaire *q = asked();
    wb_frame *frame = NULL;

    (void)state;
    check_read(q, "csv", "a3,a1,team,a2\n1,0,z,2\n,9,,0\n", 1, "-,9,0,-;z,0,2,1;");
    check_read(q, "csv", "a1,a2,a3\n", 0, "");
    assert_ok(import_text(q, "csv", NULL, "a1,a2,a3\n1,1,1\n", NULL, 0, &frame, NULL));
    assert_says(wb_frame_metadata(frame), wb_questionnaire_hash(q));
    assert_says(wb_frame_metadata(frame), "\"unit\":\"person\"");
    assert_int_equal(wb_frame_column_type(frame, 0), WB_TYPE_INT32);
    assert_string_equal(wb_frame_column_name(frame, 2), "a3");
    wb_frame_free(frame);
    wb_questionnaire_free(q);
}

static void test_wb_questionnaire_import__reads_what_limesurvey_exports(void **state)
{
    wb_questionnaire *q = asked();

    (void)state;
    check_read(
        q, "limesurvey",
        "\xef\xbb\xbf\"id\",\"submitdate\",\"lastpage\",\"startlanguage\",\"seed\","
        "\"Q1A1\",\"Q2A2\",\"Q3A3\",\"interviewtime\",\"groupTime12\",\"Q1A1Time\"\n"
        "\"1\",\"1980-01-01 00:00:00\",\"1\",\"nl\",\"77\",\"1\",\"2\",\"0\",\"3\","
        "\"4\",\"5\"\n"
        "\"2\",\"\",\"\",\"en\",\"78\",\"\",\"\",\"\",\"\",\"\",\"\"\n",
        0, "1,2,0;");
    check_read(q, "limesurvey", "Q1A1;Q2A2;Q3A3\nsoms;never;N/A\nno idea;vaak; often \n",
               0, "1,0,-;9,2,2;");
    wb_questionnaire_free(q);
}

static void test_wb_questionnaire_import__reads_what_kobo_and_odk_export(void **state)
{
    wb_questionnaire *q = asked();

    (void)state;
    check_read(
        q, "xlsform",
        "\"start\";\"about/about_1\";\"part_1/q1_a1\";\"part_1/q2_a2\";"
        "\"part_1/q3_a3\";\"team\";\"_id\";\"_uuid\";\"_submission_time\";"
        "\"__version__\"\n\"2026-01-01\";;\"1\";\"2\";\"0\";\"x\";\"1\";\"u\";\"t\";"
        "\"v\"\n",
        1, "x,1,2,0;");
    check_read(q, "xlsform",
               "SubmissionDate,about-about_1,part_1-q1_a1,part_1-q2_a2,part_1-q3_a3,"
               "meta-instanceID,KEY,SubmitterID,ReviewState\nd,,1,0,,i,k,s,r\n",
               0, "1,0,-;");
    check_read(q, "xlsform", "q1_a1,q2_a2,q3_a3,deviceid\n1,1,1,z\n", 0, "1,1,1;");
    wb_questionnaire_free(q);
}

static void test_wb_questionnaire_import__drops_what_the_rules_do_not_ask(void **state)
{
    wb_questionnaire *q = asked();

    (void)state;
    check_read(q, "csv", "a1,a2,a3\n1,0,2\n1,,2\n1,1,2\n1,2,2\n1,9,2\n", 0,
               "1,-,-;1,0,-;1,1,2;1,2,2;1,9,-;");
    wb_questionnaire_free(q);
}

static void test_wb_questionnaire_import__forgets_the_order_of_the_file(void **state)
{
    wb_questionnaire *q = asked();
    static const char expected[] = "-,0,0,-;a,0,1,2;a,1,0,-;b,-,2,-;";

    (void)state;
    check_read(q, "csv", "team,a1,a2,a3\nb,,2,\na,1,0,\n,0,0,\na,0,1,2\n", 1, expected);
    check_read(q, "csv", "team,a1,a2,a3\na,0,1,2\n,0,0,\nb,,2,\na,1,0,\n", 1, expected);
    wb_questionnaire_free(q);
}

static void test_wb_questionnaire_import__leaves_out_who_answered_nothing(void **state)
{
    wb_questionnaire *q = asked();

    (void)state;
    check_read(q, "csv", "team,a1,a2,a3\nb,,,\na,1,,\nc,,,2\n", 1, "a,1,-,-;");
    check_read(q, "csv", "a1,a2,a3\n,,\n", 0, "");
    wb_questionnaire_free(q);
}

static void test_wb_questionnaire_import__knows_made_up_answers(void **state)
{
    wb_questionnaire *q = asked();
    wb_frame *frame = NULL;

    (void)state;
    assert_ok(import_text(q, "csv", NULL, "# SYNTHETIC: nobody\na1,a2,a3\n1,1,1\n", NULL,
                          0, &frame, NULL));
    assert_says(wb_frame_metadata(frame), "\"synthetic\":true");
    wb_frame_free(frame);
    wb_questionnaire_free(q);
}

static void test_wb_questionnaire_import__reads_records_of_work_posts(void **state)
{
    wb_questionnaire *q = asked();
    wb_frame *frame = NULL;
    static const char *const post[] = {"post"};

    (void)state;
    assert_ok(import_text(q, "csv", "workpost", "post,b1,b2\nlijn 1,2,1\nlijn 2,0,9\n",
                          post, 1, &frame, NULL));
    char *rows = told(frame);
    assert_string_equal(rows, "lijn 1,2,1;lijn 2,0,9;");
    free(rows);
    wb_frame_free(frame);
    wb_questionnaire_free(q);
}

/* ---- there and back ---- */

/* Names as they stand in the export, in order. */
static size_t names_of(const wb_questionnaire *q, char names[][32], size_t most)
{
    char *text = exported(q, "limesurvey", NULL, "nl", NULL);
    size_t n = 0;

    for (char *at = strstr(text, "\nQ\tL\t"); at != NULL;
         at = strstr(at + 1, "\nQ\tL\t")) {
        assert_true(n < most);
        snprintf(names[n++], 32, "%.*s", (int)strcspn(at + 5, "\t"), at + 5);
    }
    free(text);
    return n;
}

/* Answers at random to the built-in base, with the names and codes of the export. */
static void test_wb_questionnaire_import__gives_back_what_was_answered(void **state)
{
    static char names[128][32];
    wb_questionnaire *q = compose_of(SCAN("{'id':'base-employees'}"), NULL);
    size_t n = names_of(q, names, 128), used = 0;
    char *text = calloc(1, 1 << 16);
    uint32_t draw = 12345;
    wb_frame *frame = NULL;
    int64_t sums[128] = {0};

    (void)state;
    assert_non_null(text);
    for (size_t i = 0; i < n; i++)
        used += (size_t)sprintf(text + used, "%s%s", names[i], i + 1 < n ? "," : "\n");
    for (int row = 0; row < 200; row++)
        for (size_t i = 0; i < n; i++) {
            draw = draw * 1664525u + 1013904223u;
            int code = (int)(draw >> 24) % 4;
            sums[i] += code;
            used += (size_t)sprintf(text + used, "%d%s", code, i + 1 < n ? "," : "\n");
        }
    assert_ok(import_text(q, "limesurvey", NULL, text, NULL, 0, &frame, NULL));
    assert_int_equal(wb_frame_row_count(frame), 200);
    for (size_t i = 0; i < n; i++) {
        for (int64_t row = 0; row < 200; row++)
            sums[i] -= wb_frame_int64(frame, i, row);
        assert_int_equal(sums[i], 0);
    }
    free(text);
    wb_frame_free(frame);
    wb_questionnaire_free(q);
}

/* The frame is what the instrument of the questionnaire scores. */
static void test_wb_questionnaire_import__gives_what_can_be_scored(void **state)
{
    wb_questionnaire *q = asked();
    wb_instrument *instrument = NULL;
    wb_frame *frame = NULL, *scores = NULL;

    (void)state;
    assert_ok(
        import_text(q, "csv", NULL, "a1,a2,a3\n2,0,\n0,2,0\n", NULL, 0, &frame, NULL));
    assert_ok(wb_questionnaire_instrument(q, "person", &instrument, NULL));
    assert_ok(wb_score(instrument, frame, NULL, NULL, &scores, NULL));
    assert_int_equal(wb_frame_row_count(scores), 2);
    wb_frame_free(scores);
    wb_frame_free(frame);
    wb_instrument_free(instrument);
    wb_questionnaire_free(q);
}

/* ---- refused ---- */

static void check_refused(const char *format, const char *text, size_t n_keep,
                          wb_status status, const char *item, const char *why)
{
    wb_questionnaire *q = asked();
    wb_frame *frame = NULL;
    wb_error err = {0};

    assert_fails(import_text(q, format, NULL, text, team, n_keep, &frame, &err), status);
    assert_null(frame);
    if (item != NULL)
        assert_string_equal(err.item, item);
    assert_says(err.message, why);
    wb_questionnaire_free(q);
}

static void test_wb_questionnaire_import__refuses_columns_without_a_place(void **state)
{
    (void)state;
    check_refused("csv", "a1,a2,a3,name\n1,1,1,Jan\n", 0, WB_E_DATA, "name",
                  "Then take it out of the file, or name it among the columns to keep");
    check_refused("csv", "id,a1,a2,a3\n1,1,1,1\n", 0, WB_E_DATA, "id", "is no question");
    check_refused("limesurvey", "Q1A1,Q2A2,Q3A3,workTime\n1,1,1,8\n", 0, WB_E_DATA,
                  "workTime", "LimeSurvey adds");
    check_refused("limesurvey", "Q1A1,Q2A2,Q3A3,_id\n1,1,1,8\n", 0, WB_E_DATA, "_id",
                  "LimeSurvey adds");
    check_refused("xlsform", "q1_a1,q2_a2,q3_a3,ipaddr\n1,1,1,8\n", 0, WB_E_DATA,
                  "ipaddr", "KoboToolbox or ODK adds");
    check_refused(
        "csv", "b1,a1,a2,a3\n1,1,1,1\n", 0, WB_E_DATA, "b1",
        "to this unit: was the file made with this questionnaire and by no other "
        "tool?");
    check_refused("limesurvey", "Q1A1,Q2A2,Q3A3,Q4A4\n1,1,1,1\n", 0, WB_E_DATA, "Q4A4",
                  "was the file made with this questionnaire? Then");
}

static void test_wb_questionnaire_import__refuses_what_is_absent_or_twice(void **state)
{
    (void)state;
    check_refused("csv", "a1,a2\n1,1\n", 0, WB_E_DATA, NULL, "question 'a3' is not in");
    check_refused("limesurvey", "Q1A1,Q2A2\n1,1\n", 0, WB_E_DATA, NULL,
                  "(column 'Q3A3')");
    check_refused("csv", "a1,a2,a3\n1,1,1\n", 1, WB_E_DATA, "team", "is not in the file");
    check_refused("xlsform", "x/q1_a1,y/q1_a1,q2_a2,q3_a3\n1,1,1,1\n", 0, WB_E_DATA,
                  "y/q1_a1", "same question");
    check_refused("csv", "a1,a1,a2,a3\n1,1,1,1\n", 0, WB_E_DATA, NULL, "a1");
}

static void test_wb_questionnaire_import__refuses_answers_that_are_none(void **state)
{
    (void)state;
    check_refused("csv", "a1,a2,a3\n1,1,1\n1,3,1\n", 0, WB_E_DATA, "a2",
                  "'3' to 'a2' in row 1 is none of the codes 0, 1, 2, 9");
    check_refused("csv", "a1,a2,a3\nmisschien,1,1\n", 0, WB_E_DATA, "a1", "'misschien'");
    check_refused("csv", "a1,a2,a3\n1.5,1,1\n", 0, WB_E_DATA, "a1", "'1.5'");
    check_refused("csv", "a1,a2,a3\n1e300,1,1\n", 0, WB_E_DATA, "a1", "'1e300'");
    check_refused("csv", "a1,a2,a3\n-1,1,1\n", 0, WB_E_DATA, "a1", "'-1'");
    check_refused("csv", "a1,a2,a3\nN/A,1,1\n", 0, WB_E_DATA, "a1", "'N/A'");
    check_refused("csv", "a1,a2,a3\n\"=cmd|' /C calc'!A0\",1,1\n", 0, WB_E_DATA, "a1",
                  "is none of the codes");
}

static void test_wb_questionnaire_import__refuses_another_questionnaire(void **state)
{
    wb_questionnaire *q = asked();
    char text[256];

    (void)state;
    snprintf(text, sizeof text, "a1,a2,a3,questionnaire\n1,1,1,%s\n1,1,1,\n",
             wb_questionnaire_hash(q));
    check_read(q, "csv", text, 0, "1,1,1;1,1,1;");
    check_refused("csv", "a1,a2,a3,questionnaire\n1,1,1,\n1,1,1,abc\n", 0, WB_E_CONFLICT,
                  "questionnaire",
                  "row 1 answers another questionnaire: its hash is abc");
    wb_questionnaire_free(q);
}

static void test_wb_questionnaire_import__refuses_hostile_files(void **state)
{
    (void)state;
    check_refused("csv", "", 0, WB_E_DATA, NULL, "empty");
    check_refused("csv", "a1,a2,a3\n\"1,1,1\n", 0, WB_E_DATA, NULL, "quote");
    check_refused("csv", "a1,a2,a3\n1,1\n", 0, WB_E_DATA, NULL, "line 2");
    check_refused("csv", "a1,a2,a3\n\xff,1,1\n", 0, WB_E_DATA, NULL, "UTF-8");
    check_refused("csv", "PK\x03\x04", 0, WB_E_DATA, NULL, "");
}

static void test_wb_questionnaire_import__refuses_to_keep_who_answered(void **state)
{
    static const char *const keep[] = {"email", "ipaddr", "team"};
    static const char *const twice[] = {"team", "team"};
    wb_questionnaire *q = asked();
    wb_frame *frame = NULL;
    wb_error err = {0};

    (void)state;
    assert_fails(import_text(q, "limesurvey", NULL, "Q1A1\n", keep, 3, &frame, &err),
                 WB_E_ARG);
    assert_says(err.message, "'email' tells who answered or when");
    assert_fails(import_text(q, "csv", NULL, "a1\n", twice, 2, &frame, &err), WB_E_ARG);
    assert_says(err.message, "twice");
    wb_questionnaire_free(q);
}

static void test_wb_questionnaire_import__refuses_wrong_arguments(void **state)
{
    wb_questionnaire *q = asked();
    wb_reader *reader = NULL;
    wb_frame *frame = NULL;

    (void)state;
    assert_ok(wb_reader_from_memory("a1\n", 3, NULL, &reader, NULL));
    assert_fails(
        wb_questionnaire_import(NULL, "csv", NULL, reader, NULL, 0, &frame, NULL),
        WB_E_ARG);
    assert_fails(wb_questionnaire_import(q, "csv", NULL, NULL, NULL, 0, &frame, NULL),
                 WB_E_ARG);
    assert_fails(wb_questionnaire_import(q, "csv", NULL, reader, NULL, 1, &frame, NULL),
                 WB_E_ARG);
    assert_fails(wb_questionnaire_import(q, "csv", NULL, reader, NULL, 0, NULL, NULL),
                 WB_E_ARG);
    assert_fails(wb_questionnaire_import(q, "sav", NULL, reader, NULL, 0, &frame, NULL),
                 WB_E_ARG);
    assert_fails(wb_questionnaire_import(q, "csv", "team", reader, NULL, 0, &frame, NULL),
                 WB_E_ARG);
    wb_reader_free(reader);
    wb_questionnaire_free(q);
}

static wb_questionnaire *questionnaire_asked; /* made while memory is not short */

static wb_status import_some(void)
{
    static const char text[] = "Q1A1,Q2A2,Q3A3,team\n1,vaak,0,x\n0,1,2,y\n";
    wb_reader *reader = NULL;
    wb_frame *frame = NULL;
    wb_status st = wb_reader_from_memory(text, sizeof text - 1, NULL, &reader, NULL);

    if (st == WB_OK)
        st = wb_questionnaire_import(questionnaire_asked, "limesurvey", NULL, reader,
                                     team, 1, &frame, NULL);
    wb_reader_free(reader);
    wb_frame_free(frame);
    return st;
}

static void test_wb_questionnaire_import__survives_every_failing_allocation(void **state)
{
    (void)state;
    questionnaire_asked = asked();
    wb_test_every_allocation(import_some);
    wb_questionnaire_free(questionnaire_asked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_questionnaire_import__reads_ids_and_keeps_groups),
        cmocka_unit_test(test_wb_questionnaire_import__reads_what_limesurvey_exports),
        cmocka_unit_test(test_wb_questionnaire_import__reads_what_kobo_and_odk_export),
        cmocka_unit_test(test_wb_questionnaire_import__drops_what_the_rules_do_not_ask),
        cmocka_unit_test(test_wb_questionnaire_import__forgets_the_order_of_the_file),
        cmocka_unit_test(test_wb_questionnaire_import__leaves_out_who_answered_nothing),
        cmocka_unit_test(test_wb_questionnaire_import__knows_made_up_answers),
        cmocka_unit_test(test_wb_questionnaire_import__reads_records_of_work_posts),
        cmocka_unit_test(test_wb_questionnaire_import__gives_back_what_was_answered),
        cmocka_unit_test(test_wb_questionnaire_import__gives_what_can_be_scored),
        cmocka_unit_test(test_wb_questionnaire_import__refuses_columns_without_a_place),
        cmocka_unit_test(test_wb_questionnaire_import__refuses_what_is_absent_or_twice),
        cmocka_unit_test(test_wb_questionnaire_import__refuses_answers_that_are_none),
        cmocka_unit_test(test_wb_questionnaire_import__refuses_another_questionnaire),
        cmocka_unit_test(test_wb_questionnaire_import__refuses_hostile_files),
        cmocka_unit_test(test_wb_questionnaire_import__refuses_to_keep_who_answered),
        cmocka_unit_test(test_wb_questionnaire_import__refuses_wrong_arguments),
        cmocka_unit_test(test_wb_questionnaire_import__survives_every_failing_allocation),
    };

    return cmocka_run_group_tests_name("import", tests, NULL, NULL);
}
