/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Composing: what comes out, in which order, the same every time. */
#include "questionnaires.h"

static wb_catalogue *catalogue;

static wb_questionnaire *composed(const char *recipe)
{
    wb_questionnaire *made = NULL;
    wb_error err = {0};

    if (compose(catalogue, recipe, &made, &err) != WB_OK)
        fail_msg("%s: %s", err.where, err.message);
    return made;
}

static void test_compose__asks_all_questions_in_order(void **state)
{
    wb_questionnaire *q = composed(RECIPE_AB);
    wb_frame *questions = questionnaire_table(q, "questions", "en");
    static const char *const ids[] = {"a1", "a2", "a3", "b1", "b2"};

    (void)state;
    assert_int_equal(wb_frame_row_count(questions), 5);
    for (int i = 0; i < 5; i++) {
        assert_string_equal(text_at(questions, "id", i), ids[i]);
        assert_int_equal(whole_at(questions, "number", i), i + 1);
    }
    assert_string_equal(text_at(questions, "module", 3), "b");
    assert_string_equal(text_at(questions, "unit", 3), "workpost");
    assert_string_equal(text_at(questions, "kind", 4), "check");
    assert_string_equal(text_at(questions, "answers", 4), "checklist");
    assert_string_equal(text_at(questions, "missing", 4), "9");
    assert_int_equal(whole_at(questions, "scored", 0), 1);
    assert_int_equal(whole_at(questions, "scored", 4), 0);
    assert_int_equal(whole_at(questions, "max", 0), 2);
    assert_string_equal(text_at(questions, "show_item", 2), "a2");
    assert_string_equal(text_at(questions, "show_in", 2), "1,2");
    assert_true(is_missing(questions, "show_in", 1));
    wb_frame_free(questions);
    wb_questionnaire_free(q);
}

static void test_compose__tells_who_it_is(void **state)
{
    wb_questionnaire *q = composed(RECIPE_AB);

    (void)state;
    assert_string_equal(wb_questionnaire_id(q), "both");
    assert_string_equal(wb_questionnaire_version(q), "1.0");
    assert_string_equal(wb_questionnaire_title(q, "en"), "Both");
    assert_string_equal(wb_questionnaire_title(q, "fr"), "Allebei");
    assert_string_equal(wb_questionnaire_title(q, NULL), "Allebei");
    assert_int_equal(strlen(wb_questionnaire_hash(q)), 64);
    wb_questionnaire_free(q);
}

static void test_compose__wants_its_arguments(void **state)
{
    wb_questionnaire *q = NULL;
    wb_error err = {0};

    (void)state;
    assert_fails(wb_compose(catalogue, NULL, &q, &err), WB_E_ARG);
    assert_fails(compose(NULL, RECIPE_AB, &q, &err), WB_E_ARG);
    assert_fails(compose(catalogue, RECIPE_AB, NULL, &err), WB_E_ARG);
}

/* ---- the same bytes ---- */

static void test_compose__gives_the_same_bytes_for_the_same_recipe(void **state)
{
    wb_questionnaire *one = composed(RECIPE_AB);
    wb_questionnaire *other =
        composed("{'modules':[{'id':'a'},{'id':'b'}],'title':" TEXTS(
            "Allebei", "Both") ","
                               "'version':'1.0','languages':['nl','en'],'id':'both',"
                               "'format':'werkbaar-recipe/1.0'}");
    char *text = written(one);

    (void)state;
    assert_string_equal(wb_questionnaire_hash(one), wb_questionnaire_hash(other));
    free_and_compare(text, written(other));
    wb_questionnaire_free(other);
    wb_questionnaire_free(one);
}

/* A catalogue read from canonical files has its keys in another order. */
static void test_compose__does_not_depend_on_the_order_of_keys_in_modules(void **state)
{
    wb_catalogue *other = new_catalogue();
    wb_questionnaire *one = composed(RECIPE_AB);
    wb_questionnaire *two = NULL;
    static const char *const ids[] = {"a", "b"};

    (void)state;
    for (int i = 0; i < 2; i++) {
        wb_writer *writer = NULL;
        wb_reader *reader = NULL;
        const char *bytes;
        size_t length = 0;

        assert_ok(wb_writer_to_memory(&writer, NULL));
        assert_ok(wb_catalogue_write(catalogue, "module", ids[i], NULL, writer, NULL));
        bytes = wb_writer_bytes(writer, &length);
        assert_ok(wb_reader_from_memory(bytes, length, ids[i], &reader, NULL));
        assert_ok(wb_catalogue_read(other, reader, NULL));
        wb_reader_free(reader);
        wb_writer_free(writer);
    }
    assert_ok(compose(other, RECIPE_AB, &two, NULL));
    assert_string_equal(wb_questionnaire_hash(one), wb_questionnaire_hash(two));
    wb_questionnaire_free(two);
    wb_questionnaire_free(one);
    wb_catalogue_free(other);
}

/* ---- order, sector, replacing ---- */

static void assert_modules(wb_questionnaire *q, const char *first, const char *second)
{
    wb_frame *modules = questionnaire_table(q, "modules", "nl");

    assert_int_equal(wb_frame_row_count(modules), 2);
    assert_string_equal(text_at(modules, "id", 0), first);
    assert_string_equal(text_at(modules, "id", 1), second);
    wb_frame_free(modules);
    wb_questionnaire_free(q);
}

static void test_compose__puts_modules_in_order(void **state)
{
    (void)state;
    assert_modules(composed(RECIPE_AB), "a", "b");
    assert_modules(composed(RECIPE("'modules':[{'id':'b'},{'id':'a'}]")), "b", "a");
    assert_modules(composed(RECIPE("'modules':[{'id':'b'},{'id':'a'}],'order':['a']")),
                   "a", "b");
    assert_modules(composed(RECIPE("'sector':'bakers'")), "b", "a");
    assert_modules(composed(RECIPE("'sector':'bakers','order':['a','b']")), "a", "b");
    assert_modules(
        composed(RECIPE("'sector':'bakers','modules':[{'id':'a'},{'id':'b'}]")), "a",
        "b");
}

static void test_compose__replaces_a_module(void **state)
{
    wb_questionnaire *q =
        composed(RECIPE("'sector':'bakers','replace':[{'module':'b','by':'b_own'}]"));
    wb_frame *modules = questionnaire_table(q, "modules", "nl");

    (void)state;
    assert_string_equal(text_at(modules, "id", 0), "b_own");
    assert_string_equal(text_at(modules, "replaces", 0), "b");
    assert_string_equal(text_at(modules, "replaces", 1), "");
    wb_frame_free(modules);
    wb_questionnaire_free(q);
}

/* Of one that is replaced in its turn, the place is that of the first, which the sector
 * names; and two may change places. */
static void test_compose__replaces_what_replaced_another(void **state)
{
    wb_questionnaire *q = composed(
        RECIPE("'sector':'bakers','replace':[{'module':'b','by':'b_own','version':'1.9'},"
               "{'module':'b_own','by':'shares'}]"));
    wb_frame *modules = questionnaire_table(q, "modules", "nl");

    (void)state;
    assert_int_equal(wb_frame_row_count(modules), 2);
    assert_string_equal(text_at(modules, "id", 0), "shares");
    assert_string_equal(text_at(modules, "replaces", 0), "b");
    wb_frame_free(modules);
    wb_questionnaire_free(q);
    assert_modules(
        composed(RECIPE("'sector':'bakers','replace':[{'module':'b','by':'shares'},"
                        "{'module':'a','by':'b'}],'order':['b']")),
        "b", "shares");
}

static void test_compose__takes_the_highest_version(void **state)
{
    wb_questionnaire *q = composed(RECIPE("'modules':[{'id':'b_own'}]"));
    wb_questionnaire *old =
        composed(RECIPE("'modules':[{'id':'b_own','version':'1.9'}]"));
    wb_frame *modules = questionnaire_table(q, "modules", "nl");
    wb_frame *earlier = questionnaire_table(old, "modules", "nl");

    (void)state;
    assert_string_equal(text_at(modules, "version", 0), "1.10");
    assert_string_equal(text_at(earlier, "version", 0), "1.9");
    wb_frame_free(earlier);
    wb_frame_free(modules);
    wb_questionnaire_free(old);
    wb_questionnaire_free(q);
}

/* ---- terms and languages ---- */

static void test_compose__fills_in_terms(void **state)
{
    wb_questionnaire *q = composed(RECIPE_AB);
    wb_questionnaire *own =
        composed(RECIPE("'modules':[{'id':'a'}],'terms':{'leader':" TEXTS(
            "élke ploegbaas", "the foreman") "}"));
    wb_frame *questions = questionnaire_table(q, "questions", "nl");
    wb_frame *owned = questionnaire_table(own, "questions", "nl");
    wb_frame *talk = questionnaire_table(own, "discussion", "en");
    wb_frame *terms = questionnaire_table(own, "terms", "en");

    (void)state;
    assert_string_equal(text_at(questions, "question", 1),
                        "Je chef jaagt je op. Hoe vaak?");
    assert_string_equal(text_at(owned, "question", 1),
                        "Élke ploegbaas jaagt je op. Hoe vaak?");
    assert_string_equal(text_at(talk, "text", 0), "What does the foreman say?");
    assert_string_equal(text_at(terms, "term", 0), "leader");
    assert_string_equal(text_at(terms, "text", 0), "the foreman");
    assert_int_equal(whole_at(terms, "own", 0), 1);
    wb_frame_free(terms);
    wb_frame_free(talk);
    wb_frame_free(owned);
    wb_frame_free(questions);
    wb_questionnaire_free(own);
    wb_questionnaire_free(q);
}

static void test_compose__takes_the_languages_of_the_recipe(void **state)
{
    wb_questionnaire *q =
        composed("{'format':'werkbaar-recipe/1.0','id':'en','version':'1.0',"
                 "'languages':['en'],'title':{'en':'English'},'modules':[{'id':'a'}]}");
    wb_frame *questions = questionnaire_table(q, "questions", "nl");
    char *text = written(q);

    (void)state;
    assert_string_equal(text_at(questions, "question", 0), "Are you in a hurry?");
    assert_null(strstr(text, "\"nl\""));
    free(text);
    wb_frame_free(questions);
    wb_questionnaire_free(q);
}

/* ---- leaving out ---- */

static void test_compose__leaves_out_what_is_optional(void **state)
{
    wb_questionnaire *q = composed(RECIPE_AB);
    wb_questionnaire *less = composed(RECIPE("'modules':[{'id':'a'}],'exclude':['a3']"));
    wb_frame *questions = questionnaire_table(less, "questions", "nl");
    wb_frame *scales = questionnaire_table(less, "scales", "nl");
    wb_frame *before = questionnaire_table(q, "indicators", "nl");
    wb_frame *after = questionnaire_table(less, "indicators", "nl");
    wb_frame *notices = questionnaire_table(less, "notices", "en");

    (void)state;
    assert_int_equal(wb_frame_row_count(questions), 2);
    assert_string_equal(text_at(scales, "items", 0), "a1,a2");
    assert_int_equal(whole_at(scales, "n_items", 0), 2);
    assert_string_not_equal(text_at(before, "fingerprint", 0),
                            text_at(after, "fingerprint", 0));
    assert_int_equal(whole_at(before, "conditional", 0), 1);
    assert_int_equal(whole_at(after, "conditional", 0), 0);
    assert_says(text_at(notices, "text", row_of(notices, "id", "left_out")), "result");
    wb_frame_free(notices);
    wb_frame_free(after);
    wb_frame_free(before);
    wb_frame_free(scales);
    wb_frame_free(questions);
    wb_questionnaire_free(less);
    wb_questionnaire_free(q);
}

/* ---- sharing ---- */

static void test_compose__asks_what_modules_share_once(void **state)
{
    wb_questionnaire *q =
        composed(RECIPE("'modules':[{'id':'a'},{'id':'shares'},{'id':'other'}]"));
    wb_frame *questions = questionnaire_table(q, "questions", "nl");
    wb_frame *answers = questionnaire_table(q, "answers", "nl");
    wb_frame *talk = questionnaire_table(q, "discussion", "nl");

    (void)state;
    assert_int_equal(wb_frame_row_count(questions), 4);
    assert_string_equal(text_at(questions, "module", 0), "a");
    assert_string_equal(text_at(questions, "id", 3), "s1");
    /* Its own answers under a name that is taken. */
    assert_string_equal(text_at(questions, "answers", 3), "often_2");
    assert_string_equal(text_at(answers, "set", 4), "often_2");
    assert_string_equal(text_at(answers, "label", 4), "nee");
    /* The discussion of both, the common question once. */
    assert_int_equal(wb_frame_row_count(talk), 2);
    wb_frame_free(talk);
    wb_frame_free(answers);
    wb_frame_free(questions);
    wb_questionnaire_free(q);
}

/* One licence may be the beginning of another. */
static void test_compose__names_every_licence_once(void **state)
{
    static const char *const ids[] = {"free", "same"};
    wb_catalogue *wide = new_catalogue();
    wb_questionnaire *made = NULL;
    char file[1024];
    char *text;

    (void)state;
    must_add(wide, MODULE_B);
    for (int i = 0; i < 2; i++) {
        snprintf(
            file, sizeof file,
            "{'format':'werkbaar-module/1.0','id':'%s','licence':'MIT-0',"
            "'source':'hand','validated':'no','for':['employees'],'languages':['nl','en']"
            ","
            "'version':'1','unit':'workpost','title':" TEXTS(
                "w", "w") ",'checklist':[{'"
                          "id':'c%d','theme'"
                          ":'t%d','label'"
                          ":" TEXTS("c", "c") ",'question':" TEXTS(
                              "c", "c") "}],'"
                                        "themes':"
                                        "[{'id':'"
                                        "t%d',"
                                        "'title'"
                                        ":" TEXTS("t", "t") ",'kind':"
                                                            "'other'}]}",
            ids[i], i, i, i);
        must_add(wide, file);
    }
    assert_ok(compose(wide, RECIPE("'modules':[{'id':'free'},{'id':'b'},{'id':'same'}]"),
                      &made, NULL));
    text = written(made);
    assert_non_null(strstr(text, "\"licence\":\"MIT-0, MIT\""));
    free(text);
    wb_questionnaire_free(made);
    wb_catalogue_free(wide);
}

/* More themes than one module may have: 40 in each of two. */
static void test_compose__takes_more_themes_than_a_module(void **state)
{
    wb_catalogue *wide = new_catalogue();
    wb_questionnaire *made = NULL;
    wb_questionnaire *again = NULL;
    wb_reader *reader = NULL;
    char *text;

    (void)state;
    for (int module = 0; module < 2; module++) {
        char file[16384];
        size_t n = (size_t)snprintf(
            file, sizeof file,
            "{'format':'werkbaar-module/1.0','id':'w%d','licence':'MIT','source':'hand',"
            "'validated':'no','for':['employees'],'languages':['nl','en'],'version':'1',"
            "'unit':'workpost','title':" TEXTS(
                "w", "w") ",'checklist':[{'id':'c%d',"
                          "'theme':'t%d_0','label':" TEXTS("c", "c") ",'question':" TEXTS(
                              "c", "c") "}],'themes':[",
            module, module, module);

        for (int i = 0; i < 40; i++)
            n += (size_t)snprintf(
                file + n, sizeof file - n,
                "%s{'id':'t%d_%d','title':" TEXTS("t", "t") ",'kind':'other'}",
                i == 0 ? "" : ",", module, i);
        snprintf(file + n, sizeof file - n, "]}");
        must_add(wide, file);
    }
    assert_ok(compose(wide, RECIPE("'modules':[{'id':'w0'},{'id':'w1'}]"), &made, NULL));
    text = written(made);
    assert_ok(wb_reader_from_memory(text, strlen(text), "file", &reader, NULL));
    assert_ok(wb_questionnaire_read(reader, &again, NULL));
    wb_reader_free(reader);
    wb_questionnaire_free(again);
    wb_questionnaire_free(made);
    free(text);
    wb_catalogue_free(wide);
}

/* ---- what is said ---- */

static void test_compose__says_what_the_recipe_tells(void **state)
{
    wb_questionnaire *q =
        composed(RECIPE("'modules':[{'id':'b'}],'information':{'contact':" TEXTS(
            "bel Jo", "call Jo") ",'controller':" TEXTS("de dienst", "the service") "}"));
    wb_frame *notices = questionnaire_table(q, "notices", "en");

    (void)state;
    assert_string_equal(text_at(notices, "id", 0), "record_workpost");
    assert_string_equal(text_at(notices, "unit", 0), "workpost");
    assert_string_equal(text_at(notices, "text", 1),
                        "Responsible for the data: the service");
    assert_string_equal(text_at(notices, "text", 2), "Questions about this: call Jo");
    assert_true(is_missing(notices, "unit", 2));
    assert_string_equal(text_at(notices, "kind", 2), "information");
    (void)row_of(notices, "id", "no_base");
    assert_string_equal(text_at(notices, "text", row_of(notices, "id", "not_validated")),
                        "Not validated: Module B.");
    assert_string_equal(
        text_at(notices, "text", row_of(notices, "id", "information_missing")),
        "Still missing in the information to those who answer: who sees what, how long "
        "the data are kept.");
    wb_frame_free(notices);
    wb_questionnaire_free(q);
}

/* "Ben je er?" and "Are you in?" have 8 and 9 characters that are no space; "ja" "nee" 5,
 * "yes" "no" 5. With our five sentences to persons this is what they are. */
static void test_questionnaire_minutes__follow_the_rule(void **state)
{
    wb_questionnaire *q = composed(RECIPE("'modules':[{'id':'short'}]"));
    wb_questionnaire *records = composed(RECIPE("'modules':[{'id':'b'}]"));
    wb_frame *notices = questionnaire_table(q, "notices", "nl");
    int64_t n = 0;

    (void)state;
    for (int64_t row = 0; row < wb_frame_row_count(notices); row++) {
        if (strcmp(text_at(notices, "kind", row), "information") != 0)
            continue;
        for (const char *at = text_at(notices, "text", row); *at != '\0'; at++)
            n += *at != ' ';
    }
    /* 30 questions "Ben je er?" of 8 characters; answers read once: 5. */
    n = 68 * (n + 30 * 8 + 5) + 30 * 4000;
    assert_int_equal(wb_questionnaire_minutes(q, "nl"), (n + 59999) / 60000);
    assert_int_equal(wb_questionnaire_minutes(q, "de"),
                     wb_questionnaire_minutes(q, "nl"));
    assert_int_equal(wb_questionnaire_minutes(q, NULL),
                     wb_questionnaire_minutes(q, "nl"));
    assert_int_equal(wb_questionnaire_minutes(records, "nl"), 0);
    wb_frame_free(notices);
    wb_questionnaire_free(records);
    wb_questionnaire_free(q);
}

static int make(void **state)
{
    char text[16384] = "";

    (void)state;
    catalogue = new_catalogue();
    must_add(catalogue, MODULE_A);
    must_add(catalogue, MODULE_B);
    must_add(catalogue, B_OWN("1.9"));
    must_add(catalogue, B_OWN("1.10"));
    must_add(catalogue, SHARES);
    must_add(catalogue, OTHER_ANSWERS);
    must_add(catalogue, SECTOR);
    strcat(text, SHORT_BEGIN);
    for (int i = 0; i < 30; i++)
        sprintf(text + strlen(text), "%s" SHORT_ITEM, i == 0 ? "" : ",", i);
    strcat(text, "]}");
    must_add(catalogue, text);
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
        cmocka_unit_test(test_compose__asks_all_questions_in_order),
        cmocka_unit_test(test_compose__tells_who_it_is),
        cmocka_unit_test(test_compose__wants_its_arguments),
        cmocka_unit_test(test_compose__gives_the_same_bytes_for_the_same_recipe),
        cmocka_unit_test(test_compose__does_not_depend_on_the_order_of_keys_in_modules),
        cmocka_unit_test(test_compose__puts_modules_in_order),
        cmocka_unit_test(test_compose__replaces_a_module),
        cmocka_unit_test(test_compose__replaces_what_replaced_another),
        cmocka_unit_test(test_compose__takes_the_highest_version),
        cmocka_unit_test(test_compose__fills_in_terms),
        cmocka_unit_test(test_compose__takes_the_languages_of_the_recipe),
        cmocka_unit_test(test_compose__leaves_out_what_is_optional),
        cmocka_unit_test(test_compose__asks_what_modules_share_once),
        cmocka_unit_test(test_compose__names_every_licence_once),
        cmocka_unit_test(test_compose__takes_more_themes_than_a_module),
        cmocka_unit_test(test_compose__says_what_the_recipe_tells),
        cmocka_unit_test(test_questionnaire_minutes__follow_the_rule),
    };

    return cmocka_run_group_tests(tests, make, destroy);
}
