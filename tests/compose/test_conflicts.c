/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Recipes that cannot be: each is told with its place, and with the names of both. */
#include "questionnaires.h"

static wb_catalogue *catalogue;

typedef struct fault {
    const char *recipe;
    const char *where;
    const char *says;
} fault;

static void assert_faults(const fault *faults, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        wb_questionnaire *made = NULL;
        wb_error err = {0};

        if (compose(catalogue, faults[i].recipe, &made, &err) != WB_E_DATA)
            fail_msg("%s passes", faults[i].recipe);
        assert_null(made);
        assert_says(err.message, faults[i].says);
        assert_string_equal(err.where, faults[i].where);
        assert_true(err.line == 1 && err.column > 0);
    }
}

#define ASSERT_FAULTS(faults) assert_faults(faults, sizeof faults / sizeof faults[0])

/* A module of one question and 64 questions to talk about the theme. */
static void add_talk(wb_catalogue *mine, int i)
{
    char text[16384];
    int n = snprintf(
        text, sizeof text,
        "{'format':'werkbaar-module/1.0','id':'talk%d','licence':'MIT',"
        "'source':'hand','validated':'no','for':['employees'],'languages':"
        "['nl','en'],'version':'1.0','unit':'person','title':" TEXTS(
            "t", "t") "," OFTEN "'items':[{'id':'talk%d_1','theme':'pace',"
                      "'label':" TEXTS("l", "l") ",'text':'own','question':" TEXTS(
                          "q?",
                          "q?") ",'answers':'often','missing':[9]}],'themes':[{'id':"
                                "'pace','title':" TEXTS("tempo", "pace") ",'kind':'risk',"
                                                                         "'discussion':[",
        i, i);

    for (int j = 0; j < 64; j++)
        n += snprintf(text + n, sizeof text - (size_t)n, "%s{'nl':'%d-%d?','en':'%d?'}",
                      j == 0 ? "" : ",", i, j, j);
    snprintf(text + n, sizeof text - (size_t)n, "]}]}");
    must_add(mine, text);
}

/* What a scan file cannot hold is refused here, and not when the answers are in. */
static void test_compose__refuses_more_than_a_scan_holds(void **state)
{
    wb_catalogue *mine = new_catalogue();
    wb_questionnaire *made = NULL;
    wb_error err = {0};

    (void)state;
    for (int i = 0; i < 5; i++)
        add_talk(mine, i);
    assert_ok(compose(mine,
                      RECIPE("'modules':[{'id':'talk0'},{'id':'talk1'},{'id':'talk2'},"
                             "{'id':'talk3'}]"),
                      &made, NULL));
    wb_questionnaire_free(made);
    assert_fails(compose(mine,
                         RECIPE("'modules':[{'id':'talk0'},{'id':'talk1'},"
                                "{'id':'talk2'},{'id':'talk3'},{'id':'talk4'}]"),
                         &made, &err),
                 WB_E_LIMIT);
    assert_says(err.message, "has 320 questions to talk about one theme, where 256 is");
    assert_null(made);
    wb_catalogue_free(mine);
}

/* Of many the nearest, and not the first of thirty, cut off. */
static void test_compose__names_the_nearest_modules(void **state)
{
    wb_catalogue *mine = new_catalogue();
    wb_questionnaire *made = NULL;
    wb_error err = {0};

    (void)state;
    assert_fails(compose(mine, RECIPE("'modules':[{'id':'leader-suport'}]"), &made, &err),
                 WB_E_DATA);
    assert_says(err.message, "no module 'leader-suport'; it has 30, of which "
                             "leader-support, ");
    assert_says(err.message, " are the nearest");
    wb_catalogue_free(mine);
}

static void test_compose__names_the_modules_there_are(void **state)
{
    static const fault faults[] = {
        {RECIPE("'modules':[{'id':'zz'}]"), "file#/modules/0",
         "the catalogue has no module 'zz'; it has "},
        {RECIPE("'modules':[{'id':'a','version':'9'}]"), "file#/modules/0",
         "no version 9 of module 'a'; it has 1.0"},
        {RECIPE("'modules':[{'id':'b_own','version':'9'}]"), "file#/modules/0",
         "it has 1.9, 1.10"},
        {RECIPE("'modules':[{'id':'a'},{'id':'b'},{'id':'a'}]"), "file#/modules/2",
         "module 'a' is there twice"},
        {RECIPE("'modules':[{'name':'a'}]"), "file#/modules/0/name", "is unknown here"},
        {RECIPE("'modules':['a']"), "file#/modules/0", "an object is expected"},
        {RECIPE("'modules':[]"), "file#/modules", "is empty"},
        {RECIPE("'version':'2'"), "file", "not valid JSON"},
        {RECIPE("'order':['a']"), "file#", "names no modules and no sector"},
        {RECIPE("'sector':'smiths'"), "file#/sector", "no sector 'smiths'; it has "},
        {RECIPE("'sector':'lost'"), "file#/sector", "the catalogue has no module 'gone'"},
        {RECIPE("'sector':'bakers','order':['a','zz']"), "file#/order/1",
         "module 'zz' is put in order"},
        {RECIPE("'sector':'bakers','order':['a','a']"), "file#/order/1",
         "is there twice"},
        {RECIPE("'sector':'bakers','replace':[{'module':'zz','by':'b_own'}]"),
         "file#/replace/0/module", "neither the recipe nor its sector names it"},
        {RECIPE("'sector':'bakers','replace':[{'module':'a','by':'b'}]"),
         "file#/replace/0", "which is there already"},
        {RECIPE("'sector':'bakers','replace':[{'module':'a','by':'zz'}]"),
         "file#/replace/0/by", "the catalogue has no module 'zz'"},
        {RECIPE("'sector':'bakers','replace':[{'module':'b','by':'b_own',"
                "'version':'3'}]"),
         "file#/replace/0/by", "it has 1.9, 1.10"},
    };

    (void)state;
    ASSERT_FAULTS(faults);
}

static void test_compose__tells_what_does_not_go_together(void **state)
{
    static const fault faults[] = {
        {RECIPE("'modules':[{'id':'a'},{'id':'for_one'},{'id':'for_other'}]"),
         "file#/modules/2",
         "module 'for_other' is for selfemployed, module 'for_one' for"},
        {RECIPE("'modules':[{'id':'a'},{'id':'dutch'}]"), "file#/modules/1",
         "module 'dutch' is not there in language 'en'; it is in nl"},
        {RECIPE("'modules':[{'id':'a'},{'id':'other_item'}]"), "file#/modules/1",
         "modules 'a' and 'other_item' define question 'a1' in two ways"},
        {RECIPE("'modules':[{'id':'other_item'},{'id':'a'}]"), "file#/modules/1",
         "modules 'other_item' and 'a' define question 'a1' in two ways"},
        {RECIPE("'modules':[{'id':'other_item'},{'id':'a'}],'order':['a']"),
         "file#/modules/0", "modules 'a' and 'other_item' define question 'a1'"},
        {RECIPE("'modules':[{'id':'a'},{'id':'other_theme'}]"), "file#/modules/1",
         "modules 'a' and 'other_theme' define theme 'pace' in two ways"},
        {RECIPE("'modules':[{'id':'a'},{'id':'other_scale'}]"), "file#/modules/1",
         "modules 'a' and 'other_scale' define scale 'pace_score' in two ways"},
        {RECIPE("'modules':[{'id':'a'},{'id':'other_about'}]"), "file#/modules/1",
         "modules 'a' and 'other_about' define indicator 'pace' in two ways"},
        {RECIPE("'modules':[{'id':'calm'},{'id':'other_calm'}]"), "file#/modules/1",
         "modules 'calm' and 'other_calm' define composite 'calm_i' in two ways"},
        {RECIPE("'modules':[{'id':'a'},{'id':'other_kind'}]"), "file#/modules/0",
         "'pace_score' is a question of module 'other_kind' and a scale of module 'a'"},
        {RECIPE("'modules':[{'id':'a'},{'id':'other_column'}]"), "file#/modules/0",
         "'pace_problem' is a question of module 'other_column' and a column that"},
        {RECIPE("'modules':[{'id':'a'},{'id':'other_term'}]"), "file#/modules/1",
         "module 'other_term' has other words for the term 'leader'"},
    };

    (void)state;
    ASSERT_FAULTS(faults);
}

static void test_compose__lets_the_recipe_choose_between_words(void **state)
{
    wb_questionnaire *made = NULL;

    (void)state;
    assert_ok(compose(catalogue,
                      RECIPE("'modules':[{'id':'a'},{'id':'other_term'}],'terms':"
                             "{'leader':" TEXTS("de baas", "the boss") "}"),
                      &made, NULL));
    wb_questionnaire_free(made);
}

static void test_compose__leaves_out_only_what_may_be(void **state)
{
    static const fault faults[] = {
        {RECIPE("'modules':[{'id':'a'}],'exclude':['a1']"), "file#/exclude/0",
         "'a1' cannot be left out: it is not optional in module 'a'"},
        {RECIPE("'modules':[{'id':'a'}],'exclude':['zz']"), "file#/exclude/0",
         "'zz' is left out, and is no question of these modules"},
        {RECIPE("'modules':[{'id':'b'}],'exclude':['b2']"), "file#/exclude/0",
         "it is not optional in module 'b'"},
        {RECIPE("'modules':[{'id':'a'}],'exclude':['a3','a3']"), "file#/exclude/1",
         "is there twice"},
        {RECIPE("'modules':[{'id':'loses'}],'exclude':['l1']"), "file#/exclude/0",
         "'l1' cannot be left out: 'l3' is shown by an answer to it; leave out both"},
        {RECIPE("'modules':[{'id':'loses'}],'exclude':['l2']"), "file#/exclude/0",
         "the rule 'sum' of scale 'sums' of module 'loses' takes all its items"},
        {RECIPE("'modules':[{'id':'loses'}],'exclude':['l4']"), "file#/exclude/0",
         "scale 'all' of module 'loses' needs answers to all its items"},
        {RECIPE("'modules':[{'id':'loses'}],'exclude':['l5','l6']"), "file#/exclude/1",
         "scale 'two' of module 'loses' needs 2 answers, and 1 of its items would be"},
    };
    wb_questionnaire *made = NULL;

    (void)state;
    ASSERT_FAULTS(faults);
    assert_ok(compose(catalogue,
                      RECIPE("'modules':[{'id':'loses'}],'exclude':['l3','l1']"), &made,
                      NULL));
    wb_questionnaire_free(made);
}

static void test_compose__checks_the_rest_of_the_recipe(void **state)
{
    static const fault faults[] = {
        {RECIPE("'modules':[{'id':'a'}],'terms':{'boss':" TEXTS("x", "x") "}"),
         "file#/terms/boss", "none of the modules has a term 'boss'"},
        {RECIPE("'modules':[{'id':'a'}],'terms':{'leader':{'nl':'x'}}"),
         "file#/terms/leader/en", "is missing"},
        {RECIPE("'modules':[{'id':'a'}],'terms':{'leader':" TEXTS(
             "12345678901234567890123456789012345678901", "x") "}"),
         "file#/terms/leader/nl", "a term has at most 40 characters"},
        {RECIPE("'modules':[{'id':'a'}],'information':{'law':" TEXTS("x", "x") "}"),
         "file#/information/law", "is unknown here"},
        {RECIPE("'modules':[{'id':'a'}],'information':{'contact':'x'}"),
         "file#/information/contact", "an object is expected"},
        {RECIPE("'module':[]"), "file#/module", "is unknown here"},
        {"{'format':'werkbaar-recipe/1.0','id':"
         "'a23456789012345678901234567890123456789012345678x'}",
         "file#/id", "at most 48 characters"},
        {"{'format':'werkbaar-module/1.0'}", "file#/format", "werkbaar-recipe/1.0"},
        {"{}", "file#/format", "is missing"},
        {"[]", "file#", "an object is expected"},
    };

    (void)state;
    ASSERT_FAULTS(faults);
}

/* A term of 40 characters counts characters, not bytes. */
static void test_compose__counts_the_characters_of_a_term(void **state)
{
    wb_questionnaire *made = NULL;

    (void)state;
    assert_ok(compose(catalogue,
                      RECIPE("'modules':[{'id':'a'}],'terms':{'leader':" TEXTS(
                          "éééééééééééééééééééééééééééééééééééééééé", "x") "}"),
                      &made, NULL));
    wb_questionnaire_free(made);
}

/* ---- modules ---- */

#define ITEM(id, question, more)                                                         \
    "{'id':'" id "','theme':'pace','label':" TEXTS(                                      \
        "v", "q") ",'text':'own',"                                                       \
                  "'question':" TEXTS(                                                   \
                      "v", question) ",'answers':'often','missing':[9]" more "}"
#define PACE(title)                                                                      \
    "'themes':[{'id':'pace','title':" TEXTS("tempo", title) ",'kind':'risk'}],"
#define OTHER(id, rest)                                                                  \
    "{" MODULE_HEAD(id) "'version':'1.0','unit':'person','title':" TEXTS(                \
        "m", "m") "," OFTEN rest "}"
#define SCALE(id, rule, items, more)                                                     \
    "{'id':'" id "','label':" TEXTS("s", "s") ",'rule':'" rule "','items':[" items       \
                                              "]" more "}"

/* The indicator of module A, of another theme. */
#define OTHER_ABOUT                                                                           \
    "{" MODULE_HEAD("other_about") "'version':'1.0','unit':'person','title':" TEXTS(          \
        "m",                                                                                  \
        "m") "," A_TERMS                                                                      \
             "'themes':[{'id':'pace','title':" TEXTS(                                         \
                 "tempo",                                                                     \
                 "pace") ",'kind':'risk'},{'id':'speed','title':" TEXTS("vaart",              \
                                                                        "speed") ",'"         \
                                                                                 "kind'"      \
                                                                                 ":'"         \
                                                                                 "risk'"      \
                                                                                 "}]"         \
                                                                                 "," OFTEN    \
                                                                                 "'item"      \
                                                                                 "s':"        \
                                                                                 "[" A_ITEM_1 \
                                                                                 "," A_ITEM_2 \
                                                                                 "," A_ITEM_3 \
                                                                                 "],'"        \
                                                                                 "scale"      \
                                                                                 "s':"        \
                                                                                 "[" A_SCALE  \
                                                                                 "],'"        \
                                                                                 "indic"      \
                                                                                 "ators"      \
                                                                                 "':"         \
                                                                                 "[" A_SPEED  \
                                                                                 "]}"
#define A_SPEED                                                                          \
    "{'id':'pace','theme':'speed','label':" TEXTS(                                       \
        "tempo", "pace") ",'kind':'risk','scale':'pace_score','direction':'high',"       \
                         "'problem':" CUT("at_least", "50") ",'acute':" CUT("at_least",  \
                                                                            "'75'") "}"
#define WITH_CALM(id, rule)                                                              \
    "{" MODULE_HEAD(id) A_BODY ",'composites':[{'id':'calm_i','label':" TEXTS(           \
        "rustig", "calm") ",'rule':'" rule "','of':['pace']}]}"

static const char *const modules[] = {
    MODULE_A,
    OTHER_ABOUT,
    WITH_CALM("calm", "none_of"),
    WITH_CALM("other_calm", "count_of"),
    MODULE_B,
    SECTOR,
    B_OWN("1.9"),
    B_OWN("1.10"),
    "{'format':'werkbaar-sector/"
    "1.0','id':'lost','version':'1','source':'hand','title':" TEXTS(
        "l", "l") ",'modules':[{'id':'gone'}]}",
    "{'format':'werkbaar-module/1.0','id':'for_one','licence':'MIT','source':'hand',"
    "'validated':'no','for':['employees'],'languages':['nl','en'],'version':'1.0',"
    "'unit':'person','title':" TEXTS("m", "m") "," PACE("pace") OFTEN
    "'items':[" ITEM("f1", "q", "") "]}",
    "{'format':'werkbaar-module/1.0','id':'for_other','licence':'MIT','source':'hand',"
    "'validated':'no','for':['selfemployed'],'languages':['nl','en'],'version':'1.0',"
    "'unit':'person','title':" TEXTS("m", "m") "," PACE("pace") OFTEN
    "'items':[" ITEM("f2", "q", "") "]}",
    "{'format':'werkbaar-module/1.0','id':'dutch','licence':'MIT','source':'hand',"
    "'validated':'no','for':['employees'],'languages':['nl'],'version':'1.0',"
    "'unit':'workpost','title':{'nl':'m'},'themes':[{'id':'pace','title':{'nl':'tempo'},"
    "'kind':'risk'}],'checklist':[{'id':'d1','theme':'pace','label':{'nl':'d'},"
    "'question':{'nl':'d'}}]}",
    OTHER("other_item", PACE("pace") "'items':[" ITEM("a1", "Something else?", "") "]"),
    OTHER("other_theme", PACE("speed") "'items':[" ITEM("o2", "q", "") "]"),
    OTHER("other_scale",
          PACE("pace") "'items':[" ITEM("o3", "q", "") "],'scales':[" SCALE(
              "pace_score", "mean", "'o3'", "") "]"),
    OTHER("other_kind", PACE("pace") "'items':[" ITEM("pace_score", "q", "") "]"),
    OTHER("other_column", PACE("pace") "'items':[" ITEM("pace_problem", "q", "") "]"),
    OTHER("other_term",
          PACE("pace") "'terms':{'leader':" TEXTS(
              "baas", "boss") "},"
                              "'items':[" ITEM("o4", "Is {leader} there?", "") "]"),
    OTHER(
        "loses",
        PACE("pace") "'items':[" ITEM("l1", "q", ",'optional':true") "," ITEM("l2", "q", ",'optional':true") "," ITEM("l3", "q", ",'optional':true,'show_if':{'item':'l1','in':[2]}") "," ITEM(
            "l4", "q",
            ",'optional':true") "," ITEM("l5", "q",
                                         ",'optional':true") "," ITEM("l6", "q",
                                                                      ",'optional':"
                                                                      "true") "," ITEM("l"
                                                                                       "7",
                                                                                       "q",
                                                                                       "") "],'scales':"
                                                                                           "[" SCALE(
                                                                                               "sum"
                                                                                               "s",
                                                                                               "sum",
                                                                                               "'l2'"
                                                                                               ",'"
                                                                                               "l7'",
                                                                                               ",'"
                                                                                               "min_"
                                                                                               "answ"
                                                                                               "ered"
                                                                                               "':1") "," SCALE("all",
                                                                                                                "mean",
                                                                                                                "'l4','l7'",
                                                                                                                "") "," SCALE("two",
                                                                                                                              "percent",
                                                                                                                              "'l5','l6','l7'",
                                                                                                                              ",'min_answered':2") "]"),
};

static int make(void **state)
{
    (void)state;
    catalogue = new_catalogue();
    for (size_t i = 0; i < sizeof modules / sizeof modules[0]; i++)
        must_add(catalogue, modules[i]);
    return 0;
}

static int destroy(void **state)
{
    (void)state;
    wb_catalogue_free(catalogue);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_compose__refuses_more_than_a_scan_holds),
        cmocka_unit_test(test_compose__names_the_nearest_modules),
        cmocka_unit_test(test_compose__names_the_modules_there_are),
        cmocka_unit_test(test_compose__tells_what_does_not_go_together),
        cmocka_unit_test(test_compose__lets_the_recipe_choose_between_words),
        cmocka_unit_test(test_compose__leaves_out_only_what_may_be),
        cmocka_unit_test(test_compose__checks_the_rest_of_the_recipe),
        cmocka_unit_test(test_compose__counts_the_characters_of_a_term),
    };

    return cmocka_run_group_tests(tests, make, destroy);
}
