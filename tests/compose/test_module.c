/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Module, sector and measures files that are wrong: where, and what is said. */
#include "modules.h"

/* In `file` the first `from` becomes `to`: the place and the words of the error. */
typedef struct fault {
    const char *file;
    const char *from;
    const char *to;
    const char *where;
    const char *says;
} fault;

static char *replaced(const fault *wrong)
{
    const char *at = strstr(wrong->file, wrong->from);
    char *text;

    if (at == NULL)
        fail_msg("the file does not have %s", wrong->from);
    text = malloc(strlen(wrong->file) + strlen(wrong->to) + 1);
    assert_non_null(text);
    sprintf(text, "%.*s%s%s", (int)(at - wrong->file), wrong->file, wrong->to,
            at + strlen(wrong->from));
    return text;
}

static void assert_faults(const fault *faults, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        wb_catalogue *catalogue = new_catalogue();
        char *text = replaced(&faults[i]);
        wb_error err = {0};
        wb_status st = add_file(catalogue, text, &err);

        if (st != WB_E_DATA && st != WB_E_LIMIT)
            fail_msg("%s passes", faults[i].to);
        assert_says(err.message, faults[i].says);
        assert_says(err.where, faults[i].where);
        assert_int_equal(err.line, 1);
        free(text);
        wb_catalogue_free(catalogue);
    }
}

#define ASSERT_FAULTS(faults) assert_faults(faults, sizeof faults / sizeof faults[0])

static void test_catalogue_read__checks_the_heading(void **state)
{
    static const fault faults[] = {
        {MODULE_A, "'validated':'no'", "'validated':'yes'", "#/validated", "only then"},
        {MODULE_A, "'validated':'no'", "'validated':'maybe'", "#/validated",
         "it is one of: no, yes"},
        {MODULE_A, "'validated':'no'", "'validated':'no','validation_source':'x'",
         "#/validated", "only then"},
        {MODULE_A, "'version':'1.0'", "'version':'1.0b'", "#/version",
         "is not numbers with dots"},
        {MODULE_A, "'version':'1.0'", "'version':'1..0'", "#/version",
         "is not numbers with dots"},
        {MODULE_A, "'version':'1.0'", "'version':''", "#/version",
         "is not numbers with dots"},
        {MODULE_A, "'version':'1.0'", "'version':1", "#/version", "a string is expected"},
        {MODULE_A, "'unit':'person'", "'unit':'team'", "#/unit", "it is one of: person"},
        {MODULE_A, "'employees',", "'pensioners',", "#/for/0",
         "one of employees, selfemployed is expected"},
        {MODULE_A, "'employees',", "'selfemployed',", "#/for/1", "is there twice"},
        {MODULE_A, "'for':['employees','selfemployed']", "'for':[]", "#/for", "is empty"},
        {MODULE_A, "'languages':['nl','en']", "'languages':['nl','nl']", "#/languages/1",
         "is there twice"},
        {MODULE_A, "'languages':['nl','en']", "'languages':['nl']", "#/title",
         "does not list"},
        {MODULE_A, "'source':'hand'", "'source':''", "#/source", "the text is empty"},
        {MODULE_A, "'source':'hand'", "'source':'a\\nb'", "#/source",
         "a line end or another control character"},
        {MODULE_A, "'licence'", "'license'", "#/license", "is unknown here"},
        {MODULE_A, "'base':true", "'base':'yes'", "#/base", "true or false is expected"},
    };

    (void)state;
    ASSERT_FAULTS(faults);
}

static void test_catalogue_read__checks_themes_answers_and_terms(void **state)
{
    static const fault faults[] = {
        {MODULE_A, "'kind':'risk','discussion'", "'kind':'fun','discussion'",
         "#/themes/0/kind", "it is one of: workability, risk, other"},
        {MODULE_A, "'themes':[", "'themes':[{'id':'pace'},", "#/themes/0",
         "the key 'title' is missing"},
        {MODULE_A, "'themes':[",
         "'themes':[{'id':'pace','title':{'nl':'t','en':'t'},'kind':'risk'},",
         "#/themes/1", "theme 'pace' is there twice"},
        {MODULE_A, "What does {leader} say?", "What does {boss} say?",
         "#/themes/0/discussion/0/en", "the term 'boss' is not one of 'terms'"},
        {MODULE_A, "'discussion':[{", "'discussion':['x',{", "#/themes/0/discussion/0",
         "an object is expected"},
        {MODULE_A, "{leader} jaagt", "{leader jaagt", "#/items/1/question/nl",
         "a brace is for a term"},
        {MODULE_A, "'terms':{", "'terms':{'Your boss':{'nl':'x','en':'x'},",
         "#/terms/Your boss", "the name 'Your boss' of a term is not an id"},
        {MODULE_A, "{leader} jaagt", "leader} jaagt", "#/items/1/question/nl",
         "a brace is for a term"},
        {MODULE_A, "{leader} jaagt", "{} jaagt", "#/items/1/question/nl",
         "a brace is for a term"},
        {MODULE_A, "your chief", "your chief, who is a very nice person indeed",
         "#/terms/leader/en", "has 44"},
        {MODULE_A, "your chief", "your {chief}", "#/terms/leader/en", "a brace"},
        {MODULE_A, "'often':[", "'9often':[", "#/answer_sets/9often", "is not an id"},
        {MODULE_A, "'often':[{'code':0", "'often':[{'code':1",
         "#/answer_sets/often/1/code", "two answers of 'often' have the code 1"},
        {MODULE_A, "'often':[",
         "'one':[{'code':1,'label':{'nl':'a','en':'a'}}],'often':[", "#/answer_sets/one",
         "fewer than two answers"},
        {MODULE_A, "'code':0", "'code':1e300", "#/answer_sets/often/0/code", "1e+300"},
        {MODULE_A, "'code':0", "'code':0.5", "#/answer_sets/often/0/code", "0.5"},
    };

    (void)state;
    ASSERT_FAULTS(faults);
}

static void test_catalogue_read__checks_items(void **state)
{
    static const fault faults[] = {
        {MODULE_A, "'id':'a2'", "'id':'a1'", "#/items/1/id", "is there twice"},
        {MODULE_A, "'theme':'pace'", "'theme':'space'", "#/items/0/theme",
         "'space' is not one of 'themes'"},
        {MODULE_A, "'answers':'often'", "'answers':'seldom'", "#/items/0/answers",
         "none of 'answer_sets'"},
        {MODULE_A, "'missing':[9]", "'missing':[1,9]", "#/items/0/answers",
         "whole numbers that follow each other"},
        {MODULE_A, "'missing':[9]", "'missing':[]", "#/items/0/answers",
         "whole numbers that follow each other"},
        {MODULE_A, "'missing':[9]", "'missing':[9,9.0]", "#/items/0/missing/1",
         "code 9 is there twice"},
        {MODULE_A, "'missing':[9]", "'missing':[1e99]", "#/items/0/missing/0",
         "a code is a whole number"},
        {MODULE_A, "'missing':[9]", "'missing':['9']", "#/items/0/missing/0",
         "a code is a whole number"},
        {MODULE_A, "'text':'own'", "'text':'licensed'", "#/items/0/question",
         "only when 'text' is own"},
        {MODULE_A, "'question':" TEXTS("Heb je haast?", "Are you in a hurry?") ",", "",
         "#/items/0/question", "is missing"},
        {MODULE_A, "Heb je haast?", "  ", "#/items/0/question/nl", "the text is empty"},
        {MODULE_A, "'item':'a2'", "'item':'zz'", "#/items/2/show_if/item",
         "'a3' is shown by an answer to 'zz', which is no item here"},
        {MODULE_A, "'item':'a2'", "'item':'a3'", "#/items/2/show_if/item",
         "'a3' and 'a3' wait for each other"},
        {MODULE_A, "'in':[1,2]", "'in':[1,3]", "#/items/2/show_if/in/1",
         "'a2' has no answer 3"},
        {MODULE_A, "'in':[1,2]", "'in':[]", "#/items/2/show_if/in", "is empty"},
        {MODULE_A, "'text':'own','question':{'nl':'Heb",
         "'text':'own','show_if':{'item':'a2','in':[1]},'question':{'nl':'Heb",
         "#/items/0/show_if/item",
         "'a1' is shown by an answer to 'a2', which comes after"},
        {MODULE_A, "'text':'own','question':{'nl':'Heb",
         "'text':'own','show_if':{'item':'a3','in':[1]},'question':{'nl':'Heb",
         "#/items/0/show_if/item", "which comes after it"},
        {MODULE_A, "'reversed':true", "'show_if':{'item':'a3','in':[1]}",
         "#/items/1/show_if/item", "'a2' and 'a3' wait for each other"},
        {MODULE_A, "'optional':true", "'comparable_from':1815",
         "#/items/2/comparable_from", "1900 to 2200"},
        {MODULE_B, "'unit':'workpost'", "'unit':'person'", "#/checklist",
         "not for persons"},
        {MODULE_B, "'id':'b2'", "'id':'b1'", "#/checklist/0/id", "is there twice"},
    };

    (void)state;
    ASSERT_FAULTS(faults);
}

static void test_catalogue_read__checks_scores_where_they_stand(void **state)
{
    static const fault faults[] = {
        {MODULE_A, "'items':['a1','a2','a3']", "'items':['a1','zz']",
         "#/scales/0/items/1", "zz"},
        {MODULE_A, "'rule':'percent'", "'rule':'median'", "#/scales/0/rule", "median"},
        {MODULE_A, "'min_answered':2", "'min_answered':4", "#/scales/0/min_answered",
         "1 to 3"},
        {MODULE_A, "'value':50", "'value':101", "#/indicators/0/problem/value",
         "outside the scores"},
        {MODULE_A, "'value':'75'", "'value':'7/x'", "#/indicators/0/acute/value",
         "a value here is"},
        {MODULE_A, "'scale':'pace_score'", "'scale':'none'", "#/indicators/0/scale",
         "is not there"},
        {MODULE_A, "'id':'pace','theme':'pace'", "'id':'a1','theme':'pace'",
         "#/indicators/0/id", "already the name of an item"},
        {MODULE_A, "'id':'pace','theme':'pace'", "'id':'pace','theme':'space'",
         "#/indicators/0/theme", "not one of 'themes'"},
        {MODULE_A, "'kind':'risk','scale'", "'kind':'other','scale'",
         "#/indicators/0/kind", "its theme 'pace' is of kind risk"},
        {MODULE_A, "'scales':[" A_SCALE "],", "'scales':[],", "#/indicators",
         "'scales' is empty"},
        {MODULE_A, "'scales':[" A_SCALE "],", "'scales':{},", "#/scales",
         "an array is expected"},
    };

    (void)state;
    ASSERT_FAULTS(faults);
}

static void test_catalogue_read__wants_a_question(void **state)
{
    wb_catalogue *catalogue = new_catalogue();
    wb_error err = {0};

    (void)state;
    assert_fails(
        add_file(
            catalogue,
            "{" MODULE_HEAD("empty") "'version':'1','unit':'person','title':" TEXTS(
                "leeg",
                "empty") ",'themes':[{'id':'t','title':" TEXTS("t",
                                                               "t") ",'kind':'risk'}]}",
            &err),
        WB_E_DATA);
    assert_says(err.message, "the module asks nothing");
    wb_catalogue_free(catalogue);
}

static void test_catalogue_read__checks_sectors_and_measures(void **state)
{
    static const fault faults[] = {
        {SECTOR, "{'id':'b'},{'id':'a'}", "{'id':'b'},{'id':'b'}", "#/modules/1",
         "module 'b' is there twice"},
        {SECTOR, "'modules':[{'id':'b'},{'id':'a'}]", "'modules':[]", "#/modules",
         "is empty"},
        {SECTOR, "'title':" TEXTS("bakkers", "bakers"), "'title':{'en':'bakers'}",
         "#/title/nl", "is missing"},
        {SECTOR, "'en':'bakers'", "'English':'bakers'", "#/title/English",
         "no code of a language"},
        {SECTOR, "'10.71'", "10.71", "#/nace/0", "a text is expected"},
        {MEASURES, "'themes':['pace']", "'themes':['pace','pace']",
         "#/measures/0/themes/1", "is there twice"},
        {MEASURES, "'themes':['pace']", "'themes':['a pace']", "#/measures/0/themes/0",
         "is not an id"},
        {MEASURES, "'levels':['team'", "'levels':['nobody'", "#/measures/0/levels/0",
         "one of sector, organisation"},
        {MEASURES, "'kind':'measure'", "'kind':'wish'", "#/measures/0/kind",
         "it is one of: research"},
        {MEASURES, "'source':'shop'", "'shop':'x'", "#/measures/0/tools/0/shop",
         "is unknown here"},
    };

    (void)state;
    ASSERT_FAULTS(faults);
}

/* ---- hostile files ---- */

static void test_catalogue_read__stands_deep_and_odd_files(void **state)
{
    wb_catalogue *catalogue = new_catalogue();
    wb_error err = {0};
    enum { DEPTH = 100000 };
    char *deep = malloc(DEPTH + 64);
    size_t length;

    (void)state;
    assert_non_null(deep);
    length = (size_t)sprintf(deep, "{'x_deep':");
    memset(deep + length, '[', DEPTH);
    deep[length + DEPTH] = '\0';
    assert_fails(add_file(catalogue, deep, &err), WB_E_LIMIT);
    free(deep);
    assert_fails(
        add_file(catalogue, "{'format':'werkbaar-module/1.0','id':'\\ud800'}", &err),
        WB_E_DATA);
    assert_fails(add_file(catalogue, "{'format':null}", &err), WB_E_DATA);
    assert_fails(
        add_file(catalogue, "{'format':'werkbaar-module/1.0','languages':{}}", &err),
        WB_E_DATA);
    assert_fails(add_file(catalogue, "{'format':'werkbaar-module'}", &err), WB_E_DATA);
    assert_fails(add_file(catalogue, "{'format':'werkbaar-sectors/1.0'}", &err),
                 WB_E_DATA);
    assert_fails(add_file(catalogue, "", &err), WB_E_DATA);
    wb_catalogue_free(catalogue);
}

/* Numbers of items, of elements that are no objects: each is told, none is followed. */
static void test_catalogue_read__stands_elements_of_other_types(void **state)
{
    static const fault faults[] = {
        {MODULE_A, "'themes':[", "'themes':[1,", "#/themes/0", "an object is expected"},
        {MODULE_A, "'items':[{", "'items':[[],{", "#/items/0", "an object is expected"},
        {MODULE_A, "'often':[", "'often':['x',", "#/answer_sets/often/0",
         "an object is expected"},
        {MODULE_A, "'show_if':{'item':'a2','in':[1,2]}", "'show_if':[]",
         "#/items/2/show_if", "an object is expected"},
        {MODULE_A, "'scales':[{", "'scales':[7,{", "#/scales/0", "an object is expected"},
        {MODULE_A, "'indicators':[{", "'indicators':[null,{", "#/indicators/0",
         "an object is expected"},
        {MODULE_A, "'items':['a1'", "'items':[{},'a1'", "#/scales/0/items/0",
         "is named by its id"},
        {MEASURES, "'measures':[{", "'measures':[true,{", "#/measures/0",
         "an object is expected"},
    };

    (void)state;
    ASSERT_FAULTS(faults);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_catalogue_read__checks_the_heading),
        cmocka_unit_test(test_catalogue_read__checks_themes_answers_and_terms),
        cmocka_unit_test(test_catalogue_read__checks_items),
        cmocka_unit_test(test_catalogue_read__checks_scores_where_they_stand),
        cmocka_unit_test(test_catalogue_read__wants_a_question),
        cmocka_unit_test(test_catalogue_read__checks_sectors_and_measures),
        cmocka_unit_test(test_catalogue_read__stands_deep_and_odd_files),
        cmocka_unit_test(test_catalogue_read__stands_elements_of_other_types),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
