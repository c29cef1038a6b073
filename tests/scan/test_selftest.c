/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "reading_support.h"

#include "base/base.h"
#include "scan/selftest.h"

#define LABEL "'label':{'en':'L'},"
#define ITEM(id)                                                                         \
    "{'id':'" id "'," LABEL "'text':'none','min':1,'max':4,'reversed':false,"            \
    "'missing':[9]}"
#define SCALE(id, items, verified)                                                       \
    "{'id':'" id "'," LABEL "'source':'t','rule':'percent','items':[" items "],"         \
    "'structure_verified':" verified "}"
#define CUT_OFF(comparison, value, verified)                                             \
    "{'comparison':'" comparison "','value':'" value                                     \
    "','source':'t','verified':" verified "}"
#define INDICATOR(id, scale, verified)                                                   \
    "{'id':'" id "'," LABEL "'kind':'risk','scale':'" scale "','direction':'high',"      \
    "'problem':" CUT_OFF("at_least", "50", verified)
#define INSTRUMENT(verified)                                                                 \
    "{'format':'werkbaar-instrument/1.0','id':'t','version':'1','licence':'MIT',"            \
    "'title':{'en':'T'},'source':'test','unit':'person','languages':['en'],"                 \
    "'items':[" ITEM("a") "," ITEM("b") "," ITEM(                                            \
        "c") "],"                                                                            \
             "'scales':[" SCALE("s", "'a','b'", verified) "," SCALE(                         \
                 "t", "'c'",                                                                 \
                 verified) "],"                                                              \
                           "'indicators':[" INDICATOR(                                       \
                               "s_i", "s",                                                   \
                               verified) ",'acute':" CUT_OFF("above", "200/3",               \
                                                             verified) "}," INDICATOR("t_i", \
                                                                                      "t",   \
                                                                                      verified) "}]}"

#define QUESTIONS "id,unit\na,person\nb,person\nc,person\npost,workpost\n"
#define INDICATORS                                                                       \
    "id,label,theme,unit,scale\ns_i,Tempo,load,person,s\nt_i,Steun,chief,person,t\n"     \
    "any,Eén of meer,,person,\npost_i,Licht,post,workpost,p\n"
#define THEMES "theme,title,kind\nload,Werkdruk,risk\n"

typedef struct asked {
    wb_instrument *instrument;
    wb_frame *questions, *indicators, *themes;
    wb_asked asked;
} asked;

static asked ask(const char *definition)
{
    asked a = {NULL, frame_of(QUESTIONS), frame_of(INDICATORS), frame_of(THEMES), {0}};
    char *json = quoted(definition);
    wb_reader *reader = NULL;
    wb_error err = {0};

    assert_ok(wb_reader_from_memory(json, strlen(json), "file", &reader, NULL));
    if (wb_instrument_read(reader, &a.instrument, &err) != WB_OK)
        fail_msg("%s: %s", err.where, err.message);
    wb_reader_free(reader);
    free(json);
    a.asked = (wb_asked){a.instrument, a.questions, a.indicators, a.themes};
    return a;
}

static void asked_free(asked *a)
{
    wb_instrument_free(a->instrument);
    wb_frame_free(a->questions);
    wb_frame_free(a->indicators);
    wb_frame_free(a->themes);
}

static wb_status try_test(const char *answers_csv, bool dutch, wb_frame **out,
                          wb_error *err)
{
    asked a = ask(INSTRUMENT("false"));
    wb_frame *answers = frame_of(answers_csv);
    wb_status st = wb_selftest_of(&a.asked, answers, dutch, out, err);

    wb_frame_free(answers);
    asked_free(&a);
    return st;
}

static wb_frame *tested(const char *answers_csv, bool dutch)
{
    wb_frame *out = NULL;
    wb_error err = {0};

    if (try_test(answers_csv, dutch, &out, &err) != WB_OK)
        fail_msg("%s", err.message);
    return out;
}

/* Codes 1 to 4: 3 and 3 are 4 of 6, which is not above 200/3; 4 and 3 are 5 of 6. */
static void test_selftest__has_own_scores_and_lights(void **state)
{
    wb_frame *out = tested("a,b,c\n3,3,2\n", true);

    (void)state;
    assert_int_equal(wb_frame_row_count(out), 2);
    assert_string_equal(text_at(out, "indicator", 0), "s_i");
    assert_string_equal(text_at(out, "theme", 0), "load");
    assert_string_equal(text_at(out, "title", 0), "Werkdruk");
    assert_string_equal(text_at(out, "kind", 0), "risk");
    assert_string_equal(text_at(out, "label", 0), "Tempo");
    assert_close(number_at(out, "score", 0), 100 * 4 / 6.0, 1e-15);
    assert_string_equal(text_at(out, "light", 0), "orange");
    assert_says(text_at(out, "text", 0), "aandachtspunt. Erover praten kan helpen");
    assert_string_equal(text_at(out, "light", 1), "green");
    assert_true(is_missing(out, "title", 1));
    assert_close(number_at(out, "score", 1), 100 / 3.0, 1e-14);
    wb_frame_free(out);
    out = tested("b,a,c\n4,3,4\n", false);
    assert_string_equal(text_at(out, "light", 0), "red");
    assert_says(text_at(out, "text", 0), "Do not stay alone with it");
    assert_string_equal(text_at(out, "light", 1), "orange"); /* has no acute one */
    wb_frame_free(out);
}

/* A manager may be part of it: no word of talking with the manager. */
static void test_selftest__sends_sensitive_matters_to_who_is_there_for_them(void **state)
{
    asked a = ask(INSTRUMENT("false"));
    wb_frame *answers = frame_of("a,b,c\n4,3,2\n"), *out = NULL;

    (void)state;
    wb_frame_free(a.themes);
    a.themes = frame_of("theme,title,kind,sensitive\nload,Gedrag,other,1\n");
    a.asked.themes = a.themes;
    assert_ok(wb_selftest_of(&a.asked, answers, true, &out, NULL));
    assert_string_equal(text_at(out, "light", 0), "red");
    assert_says(text_at(out, "text", 0), "een vertrouwenspersoon, de preventieadviseur");
    assert_string_equal(text_at(out, "light", 1), "green");
    assert_says(text_at(out, "text", 1), "niet op een aandachtspunt");
    wb_frame_free(out);
    wb_frame_free(answers);
    asked_free(&a);
}

static void test_selftest__takes_what_was_answered(void **state)
{
    wb_frame *out = tested("a,c,x_when\n3,9,monday\n", true);

    (void)state;
    for (int64_t row = 0; row < 2; row++) {
        assert_string_equal(text_at(out, "status", row), "not_answered");
        assert_true(is_missing(out, "score", row) && is_missing(out, "light", row));
        assert_says(text_at(out, "text", row), "Te weinig antwoorden");
    }
    wb_frame_free(out);
    out = tested("x_nothing\n1\n", true);
    assert_string_equal(text_at(out, "status", 0), "not_answered");
    wb_frame_free(out);
}

static void test_selftest__says_what_it_is_not(void **state)
{
    wb_frame *out = tested("a\n3\n", true);
    asked verified = ask(INSTRUMENT("true"));
    wb_frame *answers = frame_of("a\n3\n");

    (void)state;
    assert_says(wb_frame_metadata(out), "Geen diagnose");
    assert_says(wb_frame_metadata(out), "preset, niet de offici");
    wb_frame_free(out);
    out = tested("a\n3\n", false);
    assert_says(wb_frame_metadata(out), "No diagnosis");
    assert_says(wb_frame_metadata(out), "\"preset\":true");
    wb_frame_free(out);
    assert_ok(wb_selftest_of(&verified.asked, answers, false, &out, NULL));
    assert_says(wb_frame_metadata(out), "\"preset\":false");
    assert_null(strstr(wb_frame_metadata(out), "not the official"));
    wb_frame_free(out);
    wb_frame_free(answers);
    asked_free(&verified);
}

static void check_refused(const char *answers_csv, wb_status status, const char *item,
                          const char *says)
{
    wb_frame *out = NULL;
    wb_error err = {0};

    assert_fails(try_test(answers_csv, true, &out, &err), status);
    assert_string_equal(err.item, item);
    assert_says(err.message, says);
    assert_null(out);
}

static void test_selftest__is_of_one_person_and_of_questions(void **state)
{
    (void)state;
    check_refused("a,b\n1,2\n3,4\n", WB_E_ARG, "", "there are 2 rows of answers");
    check_refused("a,b\n", WB_E_ARG, "", "there are 0 rows of answers");
    check_refused("a,name\n1,Jan\n", WB_E_DATA, "name", "'name' is no question");
    check_refused("a,post\n1,2\n", WB_E_DATA, "post", "'post' is no question");
    check_refused("a,b\n1,5\n", WB_E_DATA, "b", "5");
}

/* ---- of a questionnaire ---- */

#define RECIPE                                                                           \
    "{'format':'werkbaar-recipe/1.0','id':'own','version':'1.0','title':{'nl':'Zelf',"   \
    "'en':'Own'},'languages':['nl','en'],'modules':[{'id':'base-employees'}]}"

/* The first answer to every question to persons: whatever the codes mean, there is a
 * score and a light for each theme of the base. */
static wb_frame *first_answers(const wb_questionnaire *questionnaire)
{
    wb_frame *questions = NULL, *out;
    wb_text names = {0}, codes = {0};

    assert_ok(wb_questionnaire_table(questionnaire, "questions", "nl", &questions, NULL));
    for (int64_t row = 0; row < wb_frame_row_count(questions); row++) {
        if (strcmp(text_at(questions, "unit", row), "person") != 0)
            continue;
        assert_ok(wb_text_format(&names, NULL, "%s%s", names.length > 0 ? "," : "",
                                 text_at(questions, "id", row)));
        assert_ok(wb_text_format(&codes, NULL, "%s%lld", codes.length > 0 ? "," : "",
                                 (long long)whole_at(questions, "min", row)));
    }
    assert_ok(wb_text_format(&names, NULL, "\n%s\n", codes.bytes));
    out = frame_of(names.bytes);
    wb_text_free(&names);
    wb_text_free(&codes);
    wb_frame_free(questions);
    return out;
}

static void test_wb_selftest__is_of_a_questionnaire(void **state)
{
    wb_questionnaire *questionnaire = composed(RECIPE);
    wb_frame *answers = first_answers(questionnaire), *nl = NULL, *en = NULL;
    wb_error err = {0};

    (void)state;
    if (wb_selftest(questionnaire, answers, NULL, &nl, &err) != WB_OK)
        fail_msg("%s: %s", err.item, err.message);
    assert_ok(wb_selftest(questionnaire, answers, "en", &en, NULL));
    assert_int_equal(wb_frame_row_count(nl), 10); /* 4 of workability, 6 risks */
    for (int64_t row = 0; row < 10; row++) {
        assert_string_equal(text_at(nl, "status", row), "ok");
        assert_false(is_missing(nl, "title", row) || is_missing(nl, "light", row));
        assert_string_equal(text_at(nl, "light", row), text_at(en, "light", row));
        assert_close(number_at(nl, "score", row), number_at(en, "score", row), 0);
        assert_string_not_equal(text_at(nl, "text", row), text_at(en, "text", row));
    }
    assert_says(wb_frame_metadata(en), "not the official");
    wb_frame_free(nl);
    wb_frame_free(en);
    assert_fails(wb_selftest(NULL, answers, NULL, &nl, NULL), WB_E_ARG);
    assert_fails(wb_selftest(questionnaire, NULL, NULL, &nl, NULL), WB_E_ARG);
    assert_fails(wb_selftest(questionnaire, answers, NULL, NULL, NULL), WB_E_ARG);
    wb_frame_free(answers);
    wb_questionnaire_free(questionnaire);
}

static asked given;
static wb_frame *given_answers;

static wb_status test_it(void)
{
    wb_frame *out = NULL;
    wb_status st = wb_selftest_of(&given.asked, given_answers, true, &out, NULL);

    wb_frame_free(out);
    return st;
}

static void test_selftest__survives_every_failing_allocation(void **state)
{
    (void)state;
    given = ask(INSTRUMENT("false"));
    given_answers = frame_of("a,b\n3,4\n");
    wb_test_every_allocation(test_it);
    asked_free(&given);
    wb_frame_free(given_answers);
}

static wb_questionnaire *given_questionnaire;

static wb_status test_questionnaire(void)
{
    wb_frame *out = NULL;
    wb_status st = wb_selftest(given_questionnaire, given_answers, "en", &out, NULL);

    assert_true((out != NULL) == (st == WB_OK));
    wb_frame_free(out);
    return st;
}

static void test_wb_selftest__survives_every_failing_allocation(void **state)
{
    (void)state;
    given_questionnaire = composed(RECIPE);
    given_answers = first_answers(given_questionnaire);
    wb_test_every_allocation(test_questionnaire);
    wb_frame_free(given_answers);
    wb_questionnaire_free(given_questionnaire);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_selftest__has_own_scores_and_lights),
        cmocka_unit_test(test_selftest__sends_sensitive_matters_to_who_is_there_for_them),
        cmocka_unit_test(test_selftest__takes_what_was_answered),
        cmocka_unit_test(test_selftest__says_what_it_is_not),
        cmocka_unit_test(test_selftest__is_of_one_person_and_of_questions),
        cmocka_unit_test(test_wb_selftest__is_of_a_questionnaire),
        cmocka_unit_test(test_selftest__survives_every_failing_allocation),
        cmocka_unit_test(test_wb_selftest__survives_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
