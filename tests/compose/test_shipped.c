/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The modules, sectors and measures that are built in. */
#include "questionnaires.h"

#include "compose/catalogue.h"

#include <pthread.h>

static void test_catalogue_new__every_built_in_file_is_valid(void **state)
{
    wb_catalogue *catalogue = new_catalogue();

    (void)state;
    for (size_t i = 0; i < catalogue->n; i++) {
        const wb_definition *file = NULL;
        wb_error err = {0};

        if (wb_entry_read(&catalogue->entries[i], &file, &err) != WB_OK)
            fail_msg("%s:%d:%d: %s", err.where, (int)err.line, (int)err.column,
                     err.message);
        assert_string_equal(file->id, catalogue->entries[i].builtin->name);
    }
    wb_catalogue_free(catalogue);
}

/* Within the newest files: what is shared between modules is the same in all. */
static void test_catalogue_new__an_item_is_defined_in_one_way(void **state)
{
    wb_catalogue *catalogue = new_catalogue();
    wb_frame *items = catalogue_table(catalogue, "items", "nl");
    static const char *const same[] = {"theme", "question", "answers", "missing"};

    (void)state;
    for (int64_t a = 0; a < wb_frame_row_count(items); a++) {
        for (int64_t b = 0; b < a; b++) {
            if (strcmp(text_at(items, "id", a), text_at(items, "id", b)) != 0)
                continue;
            for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
                assert_string_equal(text_at(items, same[i], a),
                                    text_at(items, same[i], b));
        }
    }
    wb_frame_free(items);
    wb_catalogue_free(catalogue);
}

static void test_catalogue_table__shows_all_that_is_built_in(void **state)
{
    static const char *const parts[] = {"modules", "items",      "scales",  "indicators",
                                        "themes",  "discussion", "sectors", "measures"};
    static const char *const languages[] = {"nl", "en", "fr"};
    wb_catalogue *catalogue = new_catalogue();

    (void)state;
    for (int i = 0; i < 8; i++) {
        for (int k = 0; k < 3; k++)
            wb_frame_free(catalogue_table(catalogue, parts[i], languages[k]));
    }
    wb_catalogue_free(catalogue);
}

/* ---- composing with them ---- */

/* A recipe in the three languages. */
static wb_questionnaire *composed(const wb_catalogue *catalogue, const char *rest)
{
    char recipe[4096];
    wb_questionnaire *made = NULL;
    wb_error err = {0};

    snprintf(recipe, sizeof recipe,
             "{'format':'werkbaar-recipe/1.0','id':'q','version':'1.0','languages':"
             "['nl','en','fr'],'title':{'nl':'t','en':'t','fr':'t'},%s}",
             rest);
    if (compose(catalogue, recipe, &made, &err) != WB_OK)
        fail_msg("%s: %s", err.where, err.message);
    return made;
}

/* What was composed is what its file says. */
static void assert_reads_back(wb_questionnaire *made)
{
    char *text = written(made);
    wb_questionnaire *again = NULL;
    wb_reader *reader = NULL;
    wb_error err = {0};

    assert_ok(wb_reader_from_memory(text, strlen(text), "file", &reader, NULL));
    if (wb_questionnaire_read(reader, &again, &err) != WB_OK)
        fail_msg("%s: %s", err.where, err.message);
    assert_string_equal(wb_questionnaire_hash(made), wb_questionnaire_hash(again));
    wb_questionnaire_free(again);
    wb_reader_free(reader);
    free(text);
}

static void test_compose__takes_every_module_that_is_built_in(void **state)
{
    wb_catalogue *catalogue = new_catalogue();
    wb_frame *modules = catalogue_table(catalogue, "modules", "nl");

    (void)state;
    for (int64_t row = 0; row < wb_frame_row_count(modules); row++) {
        char rest[256];
        wb_questionnaire *made;

        snprintf(rest, sizeof rest, "'modules':[{'id':'%s'}]",
                 text_at(modules, "id", row));
        made = composed(catalogue, rest);
        assert_reads_back(made);
        wb_questionnaire_free(made);
    }
    wb_frame_free(modules);
    wb_catalogue_free(catalogue);
}

/* All for one public go together, on top of its base. */
static void test_compose__takes_all_modules_of_a_public_at_once(void **state)
{
    static const char *const publics[] = {"employees", "selfemployed"};
    wb_catalogue *catalogue = new_catalogue();
    wb_frame *modules = catalogue_table(catalogue, "modules", "nl");

    (void)state;
    for (int i = 0; i < 2; i++) {
        char rest[3072] = "'modules':[";
        wb_questionnaire *made;

        for (int64_t row = 0; row < wb_frame_row_count(modules); row++) {
            size_t used = strlen(rest);

            if (strstr(text_at(modules, "for", row), publics[i]) != NULL)
                snprintf(rest + used, sizeof rest - used, "%s{'id':'%s'}",
                         rest[used - 1] == '[' ? "" : ",", text_at(modules, "id", row));
        }
        snprintf(rest + strlen(rest), sizeof rest - strlen(rest), "]");
        made = composed(catalogue, rest);
        assert_true(wb_questionnaire_minutes(made, "nl") > 0);
        assert_reads_back(made);
        wb_questionnaire_free(made);
    }
    wb_frame_free(modules);
    wb_catalogue_free(catalogue);
}

static void test_compose__takes_every_sector_that_is_built_in(void **state)
{
    wb_catalogue *catalogue = new_catalogue();
    wb_frame *sectors = catalogue_table(catalogue, "sectors", "nl");

    (void)state;
    assert_true(wb_frame_row_count(sectors) >= 2);
    for (int64_t row = 0; row < wb_frame_row_count(sectors); row++) {
        char rest[256];
        wb_questionnaire *made;

        snprintf(rest, sizeof rest, "'sector':'%s'", text_at(sectors, "id", row));
        made = composed(catalogue, rest);
        assert_reads_back(made);
        wb_questionnaire_free(made);
    }
    wb_frame_free(sectors);
    wb_catalogue_free(catalogue);
}

/* What a module calls optional can be left out, with what waits for it. */
static void test_compose__leaves_out_what_built_in_modules_call_optional(void **state)
{
    wb_catalogue *catalogue = new_catalogue();
    wb_frame *items = catalogue_table(catalogue, "items", "nl");

    (void)state;
    for (int64_t row = 0; row < wb_frame_row_count(items); row++) {
        char rest[512];
        wb_questionnaire *made;

        if (whole_at(items, "optional", row) == 0)
            continue;
        snprintf(rest, sizeof rest, "'modules':[{'id':'%s'}],'exclude':['%s'",
                 text_at(items, "module", row), text_at(items, "id", row));
        for (int64_t other = 0; other < wb_frame_row_count(items); other++) {
            if (strcmp(text_at(items, "show_item", other), text_at(items, "id", row)) ==
                0)
                snprintf(rest + strlen(rest), sizeof rest - strlen(rest), ",'%s'",
                         text_at(items, "id", other));
        }
        snprintf(rest + strlen(rest), sizeof rest - strlen(rest), "]");
        made = composed(catalogue, rest);
        wb_questionnaire_free(made);
    }
    wb_frame_free(items);
    wb_catalogue_free(catalogue);
}

/* ---- at once ---- */

enum { N_THREADS = 4 };

static void *compose_food(void *shared)
{
    return composed(shared, "'sector':'food'");
}

/* Built-in files are read by whichever thread comes first; all of them get the same. */
static void test_compose__works_from_many_threads(void **state)
{
    wb_catalogue *catalogue = new_catalogue();
    pthread_t threads[N_THREADS];
    wb_questionnaire *made[N_THREADS];

    (void)state;
    for (int i = 0; i < N_THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, compose_food, catalogue), 0);
    for (int i = 0; i < N_THREADS; i++) {
        void *result = NULL;

        assert_int_equal(pthread_join(threads[i], &result), 0);
        made[i] = result;
        assert_string_equal(wb_questionnaire_hash(made[i]),
                            wb_questionnaire_hash(made[0]));
    }
    wb_catalogue_free(catalogue);
    for (int i = 0; i < N_THREADS; i++)
        wb_questionnaire_free(made[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_catalogue_new__every_built_in_file_is_valid),
        cmocka_unit_test(test_catalogue_new__an_item_is_defined_in_one_way),
        cmocka_unit_test(test_catalogue_table__shows_all_that_is_built_in),
        cmocka_unit_test(test_compose__takes_every_module_that_is_built_in),
        cmocka_unit_test(test_compose__takes_all_modules_of_a_public_at_once),
        cmocka_unit_test(test_compose__takes_every_sector_that_is_built_in),
        cmocka_unit_test(test_compose__leaves_out_what_built_in_modules_call_optional),
        cmocka_unit_test(test_compose__works_from_many_threads),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
