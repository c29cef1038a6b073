/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Questions, answers and catalogues at the edge of what there may be. */
#include "asked.h"

#include "compose/catalogue.h"
#include "compose/definition.h"

/* A module of one scored question with a code below zero, and one question beside it. */
/* clang-format off */
#define CODED(code, next, rest)                                                          \
    "{" MODULE_HEAD("coded") "'version':'1.0','unit':'person','title':"                  \
    TEXTS("Codes", "Codes") ",'themes':[{'id':'pace','title':" TEXTS("tempo", "pace")    \
    ",'kind':'risk','discussion':[" TEXTS("Wat nu?", "What now?") "]}],"                 \
    "'answer_sets':{'signed':[{'code':" code ",'label':" TEXTS("min", "minus") "},"      \
    "{'code':" next ",'label':" TEXTS("nul", "zero") "}]},'items':[{'id':'n1',"           \
    "'theme':'pace','label':" TEXTS("teken", "sign") ",'text':'own','question':"         \
    TEXTS("Welk teken?", "Which sign?") ",'answers':'signed'" rest "}]}"
/* clang-format on */

/* ---- codes below zero ---- */

static wb_questionnaire *with_code(const char *module)
{
    return compose_of(SCAN("{'id':'coded'}"), module);
}

static void test_wb_questionnaire_export__writes_codes_below_zero(void **state)
{
    wb_questionnaire *q = with_code(CODED("-1", "0", ""));
    char *text = exported(q, "limesurvey", NULL, NULL, NULL);

    (void)state;
    assert_says(text, "\nA\t0\tm1\t\tmin\t\tnl\t");
    assert_says(text, "\nA\t0\t0\t\tnul\t\tnl\t");
    free(text);
    wb_questionnaire_free(q);
}

static void assert_code(const wb_questionnaire *q, const char *format, const char *text,
                        int64_t code)
{
    wb_frame *frame = NULL;
    wb_error err = {0};

    if (import_text(q, format, NULL, text, NULL, 0, &frame, &err) != WB_OK)
        fail_msg("%s: %s", text, err.message);
    assert_int_equal(wb_frame_row_count(frame), 1);
    assert_int_equal(wb_frame_int64(frame, 0, 0), code);
    wb_frame_free(frame);
}

static void test_wb_questionnaire_import__reads_codes_below_zero(void **state)
{
    wb_questionnaire *q = with_code(CODED("-1", "0", ""));
    wb_frame *frame = NULL;
    wb_error err = {0};

    (void)state;
    assert_code(q, "limesurvey", "Q1N1\nm1\n", -1);
    assert_code(q, "limesurvey", "Q1N1\n-1\n", -1);
    assert_code(q, "limesurvey", "Q1N1\nminus\n", -1);
    assert_code(q, "limesurvey", "Q1N1\n0\n", 0);
    assert_code(q, "csv", "n1\n-1\n", -1);
    assert_code(q, "xlsform", "part_1:q1_n1\n-1\n", -1); /* with the sign of Kobo's XML */
    assert_fails(import_text(q, "csv", NULL, "n1\nm1\n", NULL, 0, &frame, &err),
                 WB_E_DATA);
    assert_says(err.message, "'m1' to 'n1' in row 0 is none of the codes -1, 0");
    assert_fails(import_text(q, "limesurvey", NULL, "Q1N1\nm\n", NULL, 0, &frame, &err),
                 WB_E_DATA);
    assert_says(err.message, "'m' to 'n1' in row 0 is none of the codes m1, 0");
    wb_questionnaire_free(q);
}

/* m-1 is no code that LimeSurvey has, and no 1. */
static void test_wb_questionnaire_import__takes_one_sign_alone(void **state)
{
    static const char *const wrong[] = {"Q1N1\nm-1\n", "Q1N1\nm+1\n", "Q1N1\nmm1\n"};
    wb_questionnaire *q = with_code(CODED("1", "0", ""));
    wb_frame *frame = NULL;
    wb_error err = {0};

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_fails(import_text(q, "limesurvey", NULL, wrong[i], NULL, 0, &frame, &err),
                     WB_E_DATA);
        assert_string_equal(err.item, "n1");
        assert_null(frame);
    }
    wb_questionnaire_free(q);
}

static void test_wb_questionnaire_export__refuses_codes_too_long(void **state)
{
    static const char *const modules[] = {CODED("100000", "99999", ""),
                                          CODED("-10000", "-9999", "")};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        wb_questionnaire *q = with_code(modules[i]);
        wb_writer *writer = NULL;
        wb_error err = {0};

        assert_ok(wb_writer_to_memory(&writer, NULL));
        assert_fails(wb_questionnaire_export(q, "limesurvey", NULL, NULL, writer, &err),
                     WB_E_LIMIT);
        assert_says(err.message, "of question 'n1' is too long for LimeSurvey, whose "
                                 "codes have 5 characters");
        wb_writer_free(writer);
        wb_questionnaire_free(q);
    }
}

/* ---- columns of tools ---- */

/* What LimeSurvey kept of how long our own hidden question and a column that is kept
 * took. */
static void test_wb_questionnaire_import__leaves_times_of_other_columns_out(void **state)
{
    static const char *const keep[] = {"team"};
    wb_questionnaire *q = asked();
    wb_frame *frame = NULL;
    wb_error err = {0};

    (void)state;
    assert_ok(import_text(q, "limesurvey", NULL,
                          "team,Q1A1,Q2A2,Q3A3,questionnaireTime,teamTime\n"
                          "x,1,1,1,5,6\n",
                          keep, 1, &frame, &err));
    assert_int_equal(wb_frame_column_count(frame), 4);
    assert_string_equal(text_at(frame, "team", 0), "x");
    wb_frame_free(frame);
    frame = NULL;
    assert_fails(import_text(q, "limesurvey", NULL, "Q1A1,Q2A2,Q3A3,teamTime\n1,1,1,5\n",
                             NULL, 0, &frame, &err),
                 WB_E_DATA);
    assert_string_equal(err.item, "teamTime");
    wb_questionnaire_free(q);
}

/* ---- recipes ---- */

static void assert_composes_not(wb_catalogue *from, const char *recipe, wb_status status,
                                const char *where, const char *says)
{
    wb_questionnaire *made = NULL;
    wb_error err = {0};

    assert_fails(compose(from, recipe, &made, &err), status);
    assert_null(made);
    assert_string_equal(err.where, where);
    assert_says(err.message, says);
}

static void test_wb_compose__of_a_catalogue_without_sectors_says_so(void **state)
{
    wb_catalogue *few = new_catalogue();

    (void)state;
    few->n = 0; /* without what is built in */
    must_add(few, MODULE_A);
    assert_composes_not(few, RECIPE("'sector':'bakers'"), WB_E_DATA, "file#/sector",
                        "the catalogue has no sector 'bakers'; it has none");
    wb_catalogue_free(few);
}

static void test_wb_compose__wants_a_question(void **state)
{
    wb_catalogue *one = new_catalogue();

    (void)state;
    must_add(one, CODED("-1", "0", ",'optional':true"));
    assert_composes_not(one, RECIPE("'modules':[{'id':'coded'}],'exclude':['n1']"),
                        WB_E_DATA, "file#", "no question is left");
    wb_catalogue_free(one);
}

/* clang-format off */
#define CODES(name, rest)                                                                \
    "'" name "':[{'code':0,'label':" TEXTS("nee", "no") "},{'code':1,'label':"           \
    TEXTS("ja", "yes") "}" rest "]"
#define CODE(n) ",{'code':" n ",'label':" TEXTS("m", "m") "}"
#define WIDE_ITEM(id, answers, rest)                                                     \
    "{'id':'" id "','theme':'pace','label':" TEXTS("l", "l") ",'text':'own','question':" \
    TEXTS("q?", "q?") ",'answers':'" answers "'" rest "}"
#define WIDE                                                                             \
    "{" MODULE_HEAD("wide") "'version':'1.0','unit':'person','title':"                   \
    TEXTS("Wijd", "Wide") ",'themes':[{'id':'pace','title':" TEXTS("tempo", "pace")      \
    ",'kind':'risk'}],'answer_sets':{" CODES("few", "") ","                              \
    CODES("many", CODE("2") CODE("3")) "},'items':[" WIDE_ITEM("w1", "few", "") ","      \
    WIDE_ITEM("w2", "many", ",'optional':true") "],'scales':[{'id':'wide_mean','label':" \
    TEXTS("l", "l") ",'rule':'mean','items':['w1','w2'],'min_answered':1}],"             \
    "'indicators':[{'id':'wide','theme':'pace','label':" TEXTS("l", "l")                 \
    ",'kind':'risk','scale':'wide_mean','direction':'high','problem':"                   \
    CUT("at_least", "2") "}]}"
/* clang-format on */

/* A mean of 0..1 and 0..3: without the second no mean is 2. */
static void test_wb_compose__refuses_a_cut_off_beyond_what_is_left(void **state)
{
    wb_catalogue *mine = new_catalogue();
    wb_questionnaire *made = NULL;

    (void)state;
    must_add(mine, WIDE);
    assert_ok(compose(mine, RECIPE("'modules':[{'id':'wide'}]"), &made, NULL));
    wb_questionnaire_free(made);
    assert_composes_not(mine, RECIPE("'modules':[{'id':'wide'}],'exclude':['w2']"),
                        WB_E_DATA, "file#", "wide");
    wb_catalogue_free(mine);
}

/* Modules of as many checks of a work post as one may have. */
static void add_checks(wb_catalogue *to, const char *id, int n)
{
    static char text[1 << 19];
    int at = sprintf(
        text,
        "{'format':'werkbaar-module/1.0','id':'%s','licence':'MIT','source':"
        "'hand','validated':'no','for':['employees'],'languages':['nl','en']"
        ",'version':'1.0','unit':'workpost','title':" TEXTS(
            "t", "t") ",'themes':[{'id':'noise','title':" TEXTS("t",
                                                                "t") ","
                                                                     "'kind':'other'}],'"
                                                                     "checklist':[",
        id);

    for (int i = 0; i < n; i++)
        at += sprintf(text + at,
                      "%s{'id':'%s_%d','theme':'noise','label':" TEXTS(
                          "l", "l") ",'question':" TEXTS("q?", "q?") "}",
                      i == 0 ? "" : ",", id, i);
    (void)sprintf(text + at, "]}");
    must_add(to, text);
}

static void test_wb_compose__refuses_more_questions_than_fit(void **state)
{
    static const char *const ids[] = {"a1", "a2", "a3", "a4"};
    wb_catalogue *mine = new_catalogue();
    wb_questionnaire *made = NULL;
    wb_error err = {0};

    (void)state;
    for (int i = 0; i < 4; i++)
        add_checks(mine, ids[i], 2048);
    add_checks(mine, "one", 1);
    assert_fails(compose(mine,
                         RECIPE("'modules':[{'id':'a1'},{'id':'a2'},{'id':'a3'},"
                                "{'id':'a4'},{'id':'one'}]"),
                         &made, &err),
                 WB_E_LIMIT);
    assert_null(made);
    assert_string_equal(err.message, "the questionnaire has more than 8192 questions");
    wb_catalogue_free(mine);
}

/* ---- languages ---- */

/* What is written in English alone is shown so, whatever is asked. */
static void test_wb_questionnaire_table__shows_the_language_there_is(void **state)
{
    static const char recipe[] =
        "{'format':'werkbaar-recipe/1.0','id':'scan','version':'1.2','languages':['en'],"
        "'title':{'en':'Work'},'modules':[{'id':'a'}]}";
    wb_questionnaire *q = compose_of(recipe, NULL);
    wb_frame *discussion = questionnaire_table(q, "discussion", "nl");

    (void)state;
    assert_int_equal(wb_frame_row_count(discussion), 1);
    assert_string_equal(text_at(discussion, "text", 0), "What does your chief say?");
    wb_frame_free(discussion);
    wb_questionnaire_free(q);
}

/* ---- versions ---- */

static void test_wb_compare_versions__counts_numbers_and_not_letters(void **state)
{
    static const struct {
        const char *a, *b;
        int order;
    } pairs[] = {{"1.9", "1.10", -1},   {"01.9", "1.9", 0}, {"1.09", "1.9", 0},
                 {"1.010", "1.9", 1},   {"1.0", "1", 0},    {"1", "1.0", 0},
                 {"1.0.1", "1", 1},     {"1", "1.1", -1},   {"2", "10", -1},
                 {"1.2.3", "1.2.3", 0}, {"000", "0", 0}};

    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        int order = wb_compare_versions(pairs[i].a, pairs[i].b);

        if ((order > 0) - (order < 0) != pairs[i].order)
            fail_msg("%s and %s: %d", pairs[i].a, pairs[i].b, order);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_questionnaire_export__writes_codes_below_zero),
        cmocka_unit_test(test_wb_questionnaire_import__reads_codes_below_zero),
        cmocka_unit_test(test_wb_questionnaire_import__takes_one_sign_alone),
        cmocka_unit_test(test_wb_questionnaire_export__refuses_codes_too_long),
        cmocka_unit_test(test_wb_questionnaire_import__leaves_times_of_other_columns_out),
        cmocka_unit_test(test_wb_compose__of_a_catalogue_without_sectors_says_so),
        cmocka_unit_test(test_wb_compose__wants_a_question),
        cmocka_unit_test(test_wb_compose__refuses_a_cut_off_beyond_what_is_left),
        cmocka_unit_test(test_wb_compose__refuses_more_questions_than_fit),
        cmocka_unit_test(test_wb_questionnaire_table__shows_the_language_there_is),
        cmocka_unit_test(test_wb_compare_versions__counts_numbers_and_not_letters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
