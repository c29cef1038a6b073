/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Recipes, modules and questionnaires in which anything stands anywhere: every value of
 * a good file is taken out, doubled, or put to something else, one at a time. What comes
 * of it is an error that says where, or something that can be written and read again. */
#include "questionnaires.h"

#include "compose/catalogue.h"

#include <jansson.h>

static const char *const others[] = {"null",
                                     "true",
                                     "-1",
                                     "1e9",
                                     "\"\"",
                                     "\"zz\"",
                                     "\"\\u0001\"",
                                     "[]",
                                     "{}",
                                     "[{\"id\":\"a\"}]",
                                     "{\"nl\":\"{a}\"}"};

/* Read a file, and when that goes well, do all that can be done with it. */
typedef wb_status (*try_fn)(const char *text, wb_error *err);

typedef struct hostile {
    json_t *root;
    try_fn try_it;
    size_t n_tried, n_taken;
} hostile;

static void try_now(hostile *h)
{
    char *text = json_dumps(h->root, JSON_COMPACT | JSON_ENCODE_ANY);
    wb_error err = {0};
    wb_status st = h->try_it(text, &err);

    assert_non_null(text);
    h->n_tried++;
    h->n_taken += st == WB_OK;
    if (st != WB_OK && st != WB_E_DATA && st != WB_E_VERSION && st != WB_E_LIMIT)
        fail_msg("%s: %s for %s", wb_status_name(st), err.message, text);
    if (st != WB_OK && (err.message[0] == '\0' || err.where[0] == '\0'))
        fail_msg("'%s' at '%s' of %s", err.message, err.where, text);
    free(text);
}

static void put_at(json_t *parent, const char *key, size_t index, json_t *value)
{
    if (key != NULL)
        json_object_set(parent, key, value);
    else
        json_array_set(parent, index, value);
}

/* `old` stands in an object under `key`, or (NULL) in an array at `index`. */
static void change(hostile *h, json_t *parent, const char *key, size_t index, json_t *old)
{
    const size_t n = sizeof others / sizeof *others;
    const size_t step = n / (size_t)wb_test_cases((int)n);

    json_incref(old);
    for (size_t i = h->n_tried % step; i < n; i += step) {
        json_t *other = json_loads(others[i], JSON_DECODE_ANY, NULL);

        put_at(parent, key, index, other);
        json_decref(other);
        try_now(h);
    }
    if (key != NULL) {
        json_object_del(parent, key);
        try_now(h);
    } else {
        json_array_insert(parent, index, old);
        put_at(parent, NULL, index + 1, old);
        try_now(h);
        json_array_remove(parent, index);
    }
    put_at(parent, key, index, old);
    json_decref(old);
}

/* Keys are listed first, for changing an object moves them about. */
static void walk(hostile *h, json_t *at)
{
    size_t n = json_is_object(at) ? json_object_size(at) : json_array_size(at);
    const char *keys[64];
    const char *key;
    json_t *value;
    size_t i = 0;

    assert_true(!json_is_object(at) || n <= 64);
    json_object_foreach(at, key, value) keys[i++] = key;
    for (i = 0; i < n; i++) {
        char name[128] = "";

        if (json_is_object(at))
            snprintf(name, sizeof name, "%s", keys[i]);
        key = json_is_object(at) ? name : NULL;
        value = key != NULL ? json_object_get(at, key) : json_array_get(at, i);
        walk(h, value);
        change(h, at, key, i, value);
    }
}

/* JSON that is written with ' for ". */
static void change_all(const char *text, try_fn try_it)
{
    hostile h = {.try_it = try_it};
    char *json = NULL;

    wb_reader_free(reader_of(text, &json));
    h.root = json_loads(json, 0, NULL);
    assert_non_null(h.root);
    try_now(&h);
    assert_int_equal(h.n_taken, 1); /* as it is */
    walk(&h, h.root);
    print_message("# %zu tried, %zu taken\n", h.n_tried, h.n_taken);
    json_decref(h.root);
    free(json);
}

/* ---- what is tried ---- */

static wb_reader *reader_of_json(const char *text)
{
    wb_reader *reader = NULL;

    assert_ok(wb_reader_from_memory(text, strlen(text), "file", &reader, NULL));
    return reader;
}

/* What was taken can be shown, exported, written and read again as the same. */
static void use(const wb_questionnaire *made)
{
    static const char *const parts[] = {"modules",    "questions",  "answers", "scales",
                                        "indicators", "composites", "themes",  "notices",
                                        "discussion", "terms"};
    char *bytes = written(made);
    wb_reader *reader = reader_of_json(bytes);
    wb_questionnaire *again = NULL;
    wb_error err = {0};

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        wb_frame_free(questionnaire_table(made, parts[i], "en"));
    if (wb_questionnaire_read(reader, &again, &err) != WB_OK)
        fail_msg("%s: %s of %s", err.where, err.message, bytes);
    assert_string_equal(wb_questionnaire_hash(made), wb_questionnaire_hash(again));
    wb_questionnaire_free(again);
    wb_reader_free(reader);
    free(bytes);
}

static wb_status read_it(const char *text, wb_error *err)
{
    wb_reader *reader = reader_of_json(text);
    wb_questionnaire *made = NULL;
    wb_status st = wb_questionnaire_read(reader, &made, err);

    if (st == WB_OK)
        use(made);
    else
        assert_null(made);
    wb_questionnaire_free(made);
    wb_reader_free(reader);
    return st;
}

static wb_catalogue *catalogue;

static wb_status compose_it(const char *text, wb_error *err)
{
    wb_reader *reader = reader_of_json(text);
    wb_questionnaire *made = NULL;
    wb_status st = wb_compose(catalogue, reader, &made, err);

    if (st == WB_OK)
        use(made);
    else
        assert_null(made);
    wb_questionnaire_free(made);
    wb_reader_free(reader);
    return st;
}

/* Into a catalogue, and all its tables. */
static wb_status add_it(const char *text, wb_error *err)
{
    static const char *const parts[] = {"modules", "items",      "scales",  "indicators",
                                        "themes",  "discussion", "sectors", "measures"};
    wb_reader *reader = reader_of_json(text);
    wb_catalogue *own = new_catalogue();
    wb_status st;

    own->n = 0;
    st = wb_catalogue_read(own, reader, err);
    assert_int_equal(own->n, st == WB_OK);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        wb_frame_free(catalogue_table(own, parts[i], "en"));
    wb_catalogue_free(own);
    wb_reader_free(reader);
    return st;
}

/* ---- files ---- */

#define FULL                                                                                                  \
    "{'format':'werkbaar-recipe/"                                                                             \
    "1.0','id':'full','version':'1.0','languages':['nl','en'],"                                               \
    "'title':" TEXTS(                                                                                         \
        "Vol", "Full") ",'sector':'bakers','modules':[{'id':'a'},{'id':'b',"                                  \
                       "'version':'1.0'}],'exclude':['a3'],'replace':[{'module':'b','"                        \
                       "by':'b_own','version':"                                                               \
                       "'1.9'}],'order':['b_own','a'],'terms':{'leader':" TEXTS(                              \
                           "de baas",                                                                         \
                           "the boss") "},"                                                                   \
                                       "'information':{'controller':" TEXTS("Wij", "We") ",'contact':" TEXTS( \
                                           "Zij",                                                             \
                                           "They") ",'retention':" TEXTS("Kort",                              \
                                                                         "Short") ",'"                        \
                                                                                  "who_"                      \
                                                                                  "sees"                      \
                                                                                  "'"                         \
                                                                                  ":" TEXTS(                  \
                                                                                      "Wie",                  \
                                                                                      "Who") "}}"

static void test_wb_compose__of_anything_is_an_error_or_a_questionnaire(void **state)
{
    (void)state;
    change_all(FULL, compose_it);
}

static void test_wb_catalogue_read__of_anything_is_an_error_or_a_file(void **state)
{
    (void)state;
    change_all(MODULE_A, add_it);
    change_all(MODULE_B, add_it);
    change_all(SECTOR, add_it);
    change_all(MEASURES, add_it);
}

static void test_wb_questionnaire_read__of_anything_is_an_error_or_the_same(void **state)
{
    wb_questionnaire *both = NULL;
    char *text;

    (void)state;
    assert_ok(compose(catalogue, RECIPE_AB, &both, NULL));
    text = written(both);
    change_all(text, read_it);
    free(text);
    wb_questionnaire_free(both);
}

static int make(void **state)
{
    (void)state;
    catalogue = new_catalogue();
    must_add(catalogue, MODULE_A);
    must_add(catalogue, MODULE_B);
    must_add(catalogue, B_OWN("1.9"));
    must_add(catalogue, SECTOR);
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
        cmocka_unit_test(test_wb_compose__of_anything_is_an_error_or_a_questionnaire),
        cmocka_unit_test(test_wb_catalogue_read__of_anything_is_an_error_or_a_file),
        cmocka_unit_test(test_wb_questionnaire_read__of_anything_is_an_error_or_the_same),
    };

    return cmocka_run_group_tests(tests, make, destroy);
}
