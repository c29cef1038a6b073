/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "archive.h"
#include "asked.h"

#include <ctype.h>

static void check_says(const wb_questionnaire *q, const char *format, const char *unit,
                       const char *language, const char *const *wanted, size_t n)
{
    char *text = exported(q, format, unit, language, NULL);

    for (size_t i = 0; i < n; i++)
        assert_says(text, wanted[i]);
    free(text);
}

#define SAYS(q, format, unit, language, ...)                                             \
    do {                                                                                 \
        static const char *const wanted[] = {__VA_ARGS__};                               \
        check_says(q, format, unit, language, wanted, sizeof wanted / sizeof wanted[0]); \
    } while (0)

/* ---- paper ---- */

static void test_wb_questionnaire_export__writes_a_page(void **state)
{
    wb_questionnaire *q = asked();

    (void)state;
    SAYS(q, "html", NULL, NULL, "<html lang=\"nl\">", "<h1>Werk &amp; wij</h1>",
         "<section class=\"information\">",
         "Wie de website van de vragenlijst beheert, kan het internetadres",
         "<h2>Tempo</h2>",
         "<legend><b>2.</b> <span>Je chef jaagt je op. Hoe vaak?</span></legend>",
         "<label><input type=\"radio\" name=\"q1\" value=\"0\">nooit</label>",
         "Alleen als je antwoord op vraag 2 was: soms of vaak</p>", "scan · Versie 1.2");
    SAYS(q, "html", "person", "en", "<html lang=\"en\">", "<h1>Work &amp; us</h1>",
         "Only if your answer to question 2 was: sometimes or often</p>", "Thank you.");
    SAYS(q, "html", "workpost", "nl", "Werkpost: <input type=\"text\">", "Is er lawaai?",
         "Zijn er wanden?");
    wb_questionnaire_free(q);
}

static void test_wb_questionnaire_export__page_loads_and_sends_nothing(void **state)
{
    static const char *const unwanted[] = {"<script", "<form", "<link",   "<img", "http:",
                                           "https:",  "url(",  "@import", "src="};
    wb_questionnaire *q = asked();
    char *page = exported(q, "html", NULL, NULL, NULL);

    (void)state;
    for (size_t i = 0; i < sizeof unwanted / sizeof unwanted[0]; i++)
        assert_null(strstr(page, unwanted[i]));
    assert_null(strstr(page, "Is er lawaai?")); /* of another unit */
    free(page);
    wb_questionnaire_free(q);
}

/* ---- LimeSurvey ---- */

static void test_wb_questionnaire_export__writes_the_structure_of_limesurvey(void **state)
{
    wb_questionnaire *q = asked();

    (void)state;
    SAYS(q, "limesurvey", NULL, NULL, "class\ttype/scale\tname\trelevance\ttext\t",
         "\nS\t\tlanguage\t\tnl\t", "\nS\t\tadditional_languages\t\ten\t",
         "\nS\t\tanonymized\t\tY\t", "\nS\t\tdatestamp\t\tN\t", "\nS\t\tipaddr\t\tN\t",
         "\nS\t\trefurl\t\tN\t", "\nS\t\tsavetimings\t\tN\t", "\nS\t\tusecookie\t\tN\t",
         "\nS\t\tallowsave\t\tN\t", "\nS\t\tshowwelcome\t\tY\t",
         "\nSL\t\tsurveyls_title\t\tWerk &amp; wij\t\tnl\t",
         "\nSL\t\tsurveyls_title\t\tWork &amp; us\t\ten\t",
         "\nSL\t\tsurveyls_welcometext\t\t<p>", "\nG\t1\tTempo\t1\t\t\tnl\t",
         "\nQ\tL\tQ1A1\t1\tHeb je haast?\t\tnl\t\tN\tN\t",
         "\nA\t0\t9\t\tweet ik niet\t\tnl\t",
         "\nQ\tL\tQ3A3\tQ2A2.NAOK == '1' or Q2A2.NAOK == '2'\tStoort dat?\t\tnl\t",
         "\nQ\tL\tQ3A3\tQ2A2.NAOK == '1' or Q2A2.NAOK == '2'\tDoes that bother you?"
         "\t\ten\t",
         "\nQ\t*\tquestionnaire\t1\t");
    wb_questionnaire_free(q);
}

static void test_wb_questionnaire_export__has_as_many_fields_in_every_line(void **state)
{
    wb_questionnaire *q = asked();
    char *text = exported(q, "limesurvey", NULL, NULL, NULL);

    (void)state;
    for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        int n = 0;
        for (const char *c = line; *c != '\0'; c++)
            n += *c == '\t';
        assert_int_equal(n, 12);
        assert_null(strchr(line, '"'));
    }
    free(text);
    wb_questionnaire_free(q);
}

static void test_wb_questionnaire_export__writes_one_language_when_asked(void **state)
{
    wb_questionnaire *q = asked();
    char *text = exported(q, "limesurvey", NULL, "en", NULL);

    (void)state;
    assert_says(text, "\nS\t\tlanguage\t\ten\t");
    assert_null(strstr(text, "nooit"));
    free(text);
    wb_questionnaire_free(q);
}

/* As many languages as a file may have, with codes as long. */
static void test_wb_questionnaire_export__writes_all_languages(void **state)
{
    enum { LANGUAGES = 64 };
    char codes[LANGUAGES * 20], texts[LANGUAGES * 40], recipe[8192], module[16384];
    char *code = codes, *text = texts;

    (void)state;
    for (int i = 0; i < LANGUAGES; i++) {
        char language[17];
        snprintf(language, sizeof language, "abcdefghijklmn%c%c", 'a' + i / 26,
                 'a' + i % 26);
        code += sprintf(code, "%s'%s'", i > 0 ? "," : "", language);
        text += sprintf(text, "%s'%s':'text %d'", i > 0 ? "," : "", language, i);
    }
    snprintf(recipe, sizeof recipe,
             "{'format':'werkbaar-recipe/1.0','id':'scan','version':'1','languages':[%s],"
             "'title':{%s},'modules':[{'id':'m'}]}",
             codes, texts);
    snprintf(module, sizeof module,
             "{'format':'werkbaar-module/1.0','id':'m','licence':'MIT','source':'hand',"
             "'validated':'no','for':['employees','selfemployed'],'languages':[%s],"
             "'version':'1','unit':'workpost','title':{%s},'themes':[{'id':'t','title':"
             "{%s},'kind':'other'}],'checklist':[{'id':'m1','theme':'t','label':{%s},"
             "'question':{%s}}]}",
             codes, texts, texts, texts, texts);
    wb_questionnaire *q = compose_of(recipe, module);
    SAYS(q, "limesurvey", "workpost", NULL, "abcdefghijklmnck abcdefghijklmncl\t",
         "\nSL\t\tsurveyls_title\t\ttext 63\t\tabcdefghijklmncl\t",
         "\ttext 15\t\tabcdefghijklmnap\t", "\ttext 63\t\tabcdefghijklmncl\t");
    SAYS(q, "html", "workpost", "abcdefghijklmncl", "<html lang=\"abcdefghijklmncl\">",
         "<h1>text 63</h1>");
    wb_questionnaire_free(q);
}

/* LimeSurvey takes names of a letter and letters and digits, 20 at most, each once; so
 * for all modules that are built in. */
static void test_wb_questionnaire_export__gives_every_question_a_name(void **state)
{
    wb_questionnaire *q =
        compose_of(SCAN("{'id':'base-employees'},{'id':'work-pressure'},"
                        "{'id':'training-learning'}"),
                   NULL);
    char *text = exported(q, "limesurvey", NULL, "nl", NULL);
    char seen[512][32];
    size_t n = 0;

    (void)state;
    for (char *at = strstr(text, "\nQ\tL\t"); at != NULL;
         at = strstr(at + 1, "\nQ\tL\t")) {
        size_t length = strcspn(at + 5, "\t");
        assert_in_range(length, 1, 20);
        assert_true(n < 512 && isalpha((unsigned char)at[5]));
        snprintf(seen[n], sizeof seen[n], "%.*s", (int)length, at + 5);
        for (size_t i = 0; i < length; i++)
            assert_true(isalnum((unsigned char)seen[n][i]));
        for (size_t i = 0; i < n; i++)
            assert_string_not_equal(seen[i], seen[n]);
        n++;
    }
    assert_true(n > 20);
    free(text);
    wb_questionnaire_free(q);
}

/* ---- XLSForm ---- */

static void test_wb_questionnaire_export__writes_an_xlsform(void **state)
{
    static const char *const wanted[] = {"<sheet name=\"survey\"",
                                         "<sheet name=\"choices\"",
                                         "<sheet name=\"settings\"",
                                         "<t>label::Nederlands (nl)</t>",
                                         "<t>label::English (en)</t>",
                                         "<t>select_one often</t>",
                                         "<t>q1_a1</t>",
                                         "<t>Heb je haast?</t>",
                                         "<t>Are you in a hurry?</t>",
                                         "<t>${q2_a2} = '1' or ${q2_a2} = '2'</t>",
                                         "<t>calculate</t>",
                                         "<t>questionnaire</t>",
                                         "<t>begin_group</t>",
                                         "<t>end_group</t>",
                                         "<t>weet ik niet</t>",
                                         "<t>Werk &amp; wij</t>",
                                         "<t>Nederlands (nl)</t>"};
    static const char *const unwanted[] = {
        "<t>start</t>",    "<t>end</t>",   "<t>today</t>", "<t>deviceid</t>",
        "<t>username</t>", "<t>audit</t>", "<t>yes</t>"};
    wb_questionnaire *q = asked();
    char *book = exported(q, "xlsform", NULL, NULL, NULL);

    (void)state;
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        if (!archive_holds(book, wanted[i]))
            fail_msg("there is no %s", wanted[i]);
    for (size_t i = 0; i < sizeof unwanted / sizeof unwanted[0]; i++)
        assert_false(archive_holds(book, unwanted[i]));
    free(book);
    wb_questionnaire_free(q);
}

/* ---- all of them ---- */

static const char *const formats[] = {"html", "limesurvey", "xlsform"};

static void test_wb_questionnaire_export__gives_the_same_bytes_again(void **state)
{
    wb_questionnaire *q = asked(), *again = asked();

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        size_t n = 0, m = 0;
        char *one = exported(q, formats[i], NULL, NULL, &n);
        char *other = exported(again, formats[i], NULL, NULL, &m);
        assert_int_equal(n, m);
        assert_memory_equal(one, other, n);
        free(one);
        free(other);
    }
    wb_questionnaire_free(q);
    wb_questionnaire_free(again);
}

#define LICENSED                                                                         \
    "{" MODULE_HEAD("c") "'version':'1.0','unit':'person','title':" TEXTS(               \
        "C",                                                                             \
        "C") ","                                                                         \
             "'themes':[{'id':'t','title':" TEXTS(                                       \
                 "t",                                                                    \
                 "t") ",'kind':'other'}]," OFTEN                                         \
                      "'items':[{'id':'c1','theme':'t','label':" TEXTS(                  \
                          "een",                                                         \
                          "one") ",'text':'licensed',"                                   \
                                 "'answers':'often','missing':[9]},{'id':'c2','theme':'" \
                                 "t','label':" TEXTS(                                    \
                                     "twee",                                             \
                                     "two") ","                                          \
                                            "'text':'none','answers':'often','missing':" \
                                            "[9]}],'scales':[{'id':'s','label':" TEXTS(  \
                                                "s", "s") ",'rule':'sum','items':['c1'," \
                                                          "'c2']}]}"

static void test_wb_questionnaire_export__refuses_texts_that_are_not_ours(void **state)
{
    wb_questionnaire *q = compose_of(SCAN("{'id':'a'},{'id':'c'}"), LICENSED);
    wb_writer *writer = NULL;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_writer_to_memory(&writer, NULL));
    for (size_t i = 0; i < 3; i++) {
        assert_fails(wb_questionnaire_export(q, formats[i], NULL, NULL, writer, &err),
                     WB_E_DATA);
        assert_says(err.message, "c1, c2");
    }
    wb_writer_free(writer);
    wb_questionnaire_free(q);
}

static void check_refused(const wb_questionnaire *q, const char *format, const char *unit,
                          const char *language, const char *why)
{
    wb_writer *writer = NULL;
    wb_error err = {0};

    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_fails(wb_questionnaire_export(q, format, unit, language, writer, &err),
                 WB_E_ARG);
    assert_says(err.message, why);
    wb_writer_free(writer);
}

static void test_wb_questionnaire_export__refuses_what_it_does_not_know(void **state)
{
    wb_questionnaire *q = asked();

    (void)state;
    check_refused(q, "pdf", NULL, NULL, "html, limesurvey or xlsform");
    check_refused(q, NULL, NULL, NULL, "html, limesurvey or xlsform");
    check_refused(q, "html", "team", NULL, "person, workpost and organisation");
    check_refused(q, "html", "organisation", NULL, "asks nothing");
    check_refused(q, "html", NULL, "de", "it has nl, en");
    check_refused(NULL, "html", NULL, NULL, "NULL");
    assert_fails(wb_questionnaire_export(q, "html", NULL, NULL, NULL, NULL), WB_E_ARG);
    wb_questionnaire_free(q);
}

static wb_questionnaire *questionnaire_to_write; /* made while memory is not short */
static const char *format_to_write;

static wb_status export_one(void)
{
    wb_writer *writer = NULL;
    wb_status st = wb_writer_to_memory(&writer, NULL);

    if (st == WB_OK)
        st = wb_questionnaire_export(questionnaire_to_write, format_to_write, "workpost",
                                     "nl", writer, NULL);
    wb_writer_free(writer);
    return st;
}

static void test_wb_questionnaire_export__survives_every_failing_allocation(void **state)
{
    (void)state;
    questionnaire_to_write = asked();
    for (size_t i = 0; i < 3; i++) {
        format_to_write = formats[i];
        wb_test_every_allocation(export_one);
    }
    wb_questionnaire_free(questionnaire_to_write);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_questionnaire_export__writes_a_page),
        cmocka_unit_test(test_wb_questionnaire_export__page_loads_and_sends_nothing),
        cmocka_unit_test(
            test_wb_questionnaire_export__writes_the_structure_of_limesurvey),
        cmocka_unit_test(test_wb_questionnaire_export__has_as_many_fields_in_every_line),
        cmocka_unit_test(test_wb_questionnaire_export__writes_one_language_when_asked),
        cmocka_unit_test(test_wb_questionnaire_export__writes_all_languages),
        cmocka_unit_test(test_wb_questionnaire_export__gives_every_question_a_name),
        cmocka_unit_test(test_wb_questionnaire_export__writes_an_xlsform),
        cmocka_unit_test(test_wb_questionnaire_export__gives_the_same_bytes_again),
        cmocka_unit_test(test_wb_questionnaire_export__refuses_texts_that_are_not_ours),
        cmocka_unit_test(test_wb_questionnaire_export__refuses_what_it_does_not_know),
        cmocka_unit_test(test_wb_questionnaire_export__survives_every_failing_allocation),
    };

    return cmocka_run_group_tests_name("export", tests, NULL, NULL);
}
