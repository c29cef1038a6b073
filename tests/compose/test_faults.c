/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Every allocation may fail: nothing leaks, nothing is half done. */
#include "json_memory.h"
#include "questionnaires.h"

#include "compose/catalogue.h"

static wb_catalogue *catalogue;
static wb_questionnaire *both;
static char *both_file;

static wb_status read_files(void)
{
    static const char *const files[] = {MODULE_A, MODULE_B, SECTOR, MEASURES, MODULE_A};
    wb_catalogue *made = NULL;
    wb_status st = wb_catalogue_new(&made, NULL);

    for (int i = 0; i < 5 && st == WB_OK; i++)
        st = add_file(made, files[i], NULL);
    wb_catalogue_free(made);
    return st;
}

static wb_status show_catalogue(void)
{
    static const char *const parts[] = {"modules", "items",      "scales",  "indicators",
                                        "themes",  "discussion", "sectors", "measures"};
    wb_status st = WB_OK;

    for (int i = 0; i < 8 && st == WB_OK; i++) {
        wb_frame *table = NULL;
        st = wb_catalogue_table(catalogue, parts[i], "en", &table, NULL);
        wb_frame_free(table);
    }
    return st;
}

/* What is built in is read when it is needed. */
static wb_status read_builtin(void)
{
    wb_catalogue *made = NULL;
    wb_writer *writer = NULL;
    wb_status st = wb_catalogue_new(&made, NULL);

    if (st == WB_OK)
        st = wb_writer_to_memory(&writer, NULL);
    if (st == WB_OK)
        st = wb_catalogue_write(made, "sector", "food", NULL, writer, NULL);
    wb_writer_free(writer);
    wb_catalogue_free(made);
    return st;
}

static wb_status write_file(void)
{
    wb_writer *writer = NULL;
    wb_status st = wb_writer_to_memory(&writer, NULL);

    if (st == WB_OK)
        st = wb_catalogue_write(catalogue, "module", "a", NULL, writer, NULL);
    wb_writer_free(writer);
    return st;
}

#define WHOLE_RECIPE                                                                     \
    RECIPE("'sector':'bakers','order':['a'],'exclude':['a3'],'terms':{'leader':" TEXTS(  \
        "baas",                                                                          \
        "boss") "},'information':{'contact':" TEXTS("Jo", "Jo") "},"                     \
                                                                "'replace':[{'module':'" \
                                                                "b','by':'shares'}]")

static wb_status compose_both(void)
{
    wb_questionnaire *made = NULL;
    wb_status st = compose(catalogue, WHOLE_RECIPE, &made, NULL);

    if (st != WB_OK)
        assert_null(made);
    wb_questionnaire_free(made);
    made = NULL;
    if (st == WB_OK)
        st = compose(catalogue, RECIPE_AB, &made, NULL);
    wb_questionnaire_free(made);
    return st;
}

/* A refusal lists what there is, which takes memory too. */
static wb_status refuse(void)
{
    wb_questionnaire *made = NULL;
    wb_status st = compose(catalogue, RECIPE("'modules':[{'id':'zz'}]"), &made, NULL);

    assert_null(made);
    return st == WB_E_DATA ? WB_OK : st;
}

static wb_status read_back(void)
{
    wb_questionnaire *made = NULL;
    wb_instrument *instrument = NULL;
    wb_reader *reader = NULL;
    wb_status st =
        wb_reader_from_memory(both_file, strlen(both_file), "file", &reader, NULL);

    if (st == WB_OK)
        st = wb_questionnaire_read(reader, &made, NULL);
    if (st == WB_OK)
        st = wb_questionnaire_instrument(made, "person", &instrument, NULL);
    wb_instrument_free(instrument);
    wb_questionnaire_free(made);
    wb_reader_free(reader);
    return st;
}

static wb_status show_questionnaire(void)
{
    static const char *const parts[] = {"modules", "questions",  "answers",
                                        "scales",  "indicators", "themes",
                                        "notices", "discussion", "terms"};
    wb_status st = WB_OK;

    for (int i = 0; i < 9 && st == WB_OK; i++) {
        wb_frame *table = NULL;
        st = wb_questionnaire_table(both, parts[i], "en", &table, NULL);
        wb_frame_free(table);
    }
    return st;
}

static void test_faults__catalogues(void **state)
{
    (void)state;
    wb_test_every_allocation(read_files);
    wb_test_every_allocation(show_catalogue);
    wb_test_every_allocation(read_builtin);
    wb_test_every_allocation(write_file);
}

static void test_faults__composing(void **state)
{
    (void)state;
    wb_test_every_allocation(compose_both);
    wb_test_every_allocation(refuse);
}

static void test_faults__questionnaires(void **state)
{
    (void)state;
    wb_test_every_allocation(read_back);
    wb_test_every_allocation(show_questionnaire);
}

/* What jansson allocates fails alone too. */
static void test_faults__json(void **state)
{
    (void)state;
    every_json_allocation(read_files);
    every_json_allocation(compose_both);
    every_json_allocation(read_back);
}

static int make(void **state)
{
    (void)state;
    catalogue = new_catalogue();
    catalogue->n = 0; /* without what is built in: the tests are about small files */
    must_add(catalogue, MODULE_A);
    must_add(catalogue, MODULE_B);
    must_add(catalogue, SHARES);
    must_add(catalogue, SECTOR);
    must_add(catalogue, MEASURES);
    assert_ok(compose(catalogue, RECIPE_AB, &both, NULL));
    both_file = written(both);
    return 0;
}

static int destroy(void **state)
{
    (void)state;
    free(both_file);
    wb_questionnaire_free(both);
    wb_catalogue_free(catalogue);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_faults__catalogues),
        cmocka_unit_test(test_faults__composing),
        cmocka_unit_test(test_faults__questionnaires),
        cmocka_unit_test(test_faults__json),
    };

    return cmocka_run_group_tests(tests, make, destroy);
}
