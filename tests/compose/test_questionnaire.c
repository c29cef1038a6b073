/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Questionnaires: written, read back, scored with, and files that were changed by hand.
 */
#include "questionnaires.h"

static wb_catalogue *catalogue;
static wb_questionnaire *both;
static char *both_file;

static wb_status read_text(const char *text, wb_questionnaire **out, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_status st;

    assert_ok(wb_reader_from_memory(text, strlen(text), "file", &reader, NULL));
    st = wb_questionnaire_read(reader, out, err);
    wb_reader_free(reader);
    return st;
}

static void test_questionnaire_read__gives_the_same_bytes_back(void **state)
{
    wb_questionnaire *again = NULL;
    wb_error err = {0};

    (void)state;
    if (read_text(both_file, &again, &err) != WB_OK)
        fail_msg("%s: %s", err.where, err.message);
    assert_string_equal(wb_questionnaire_hash(both), wb_questionnaire_hash(again));
    free_and_compare(written(both), written(again));
    assert_int_equal(wb_questionnaire_minutes(both, "en"),
                     wb_questionnaire_minutes(again, "en"));
    wb_questionnaire_free(again);
}

static void test_questionnaire_load__reads_a_path(void **state)
{
    wb_questionnaire *made = NULL;
    wb_error err = {0};

    (void)state;
    assert_fails(wb_questionnaire_load("/no/such/file", &made, &err), WB_E_IO);
    assert_null(made);
    assert_fails(wb_questionnaire_load(
                     WB_TEST_SOURCE_DIR "/data/modules/work-pressure.json", &made, &err),
                 WB_E_DATA);
    assert_says(err.message, "werkbaar-questionnaire/1.0");
    assert_fails(wb_questionnaire_write(both, NULL, &err), WB_E_ARG);
}

/* Every part of a file that was changed by hand: what is replaced, by what, and what the
 * error says. */
static const struct change {
    const char *from;
    const char *to;
    const char *says;
} changes[] = {
    {"\"max\":2", "\"max\":3", "the items of the instrument are not those"},
    {"\"max\":2,\"min\":0,\"missing\":[9],\"module\"",
     "\"max\":3,\"min\":0,\"missing\":[9],\"module\"", "'max' is 3"},
    {"\"unit\":\"person\"", "\"unit\":\"workpost\"", "the unit of module 'a' is person"},
    {"werkbaar-questionnaire/1.0", "werkbaar-questionnaire/x",
     "the version of the format"},
    {"\"minutes\":{\"en\"", "\"minutes\":{\"de\"", "the key 'en' is missing"},
    {"both.person", "both.persons", "the instrument is not 'both.person'"},
    {"\"kind\":\"reading\"", "\"kind\":\"writing\"", "'kind' is 'writing'"},
    {"\"min_answered\":2", "\"min_answered\":1", "does not follow"},
    {"\"verified\":false", "\"verified\":true", "does not follow"},
    {"\"answers\":\"often\",\"id\":\"b1\"",
     "\"answers\":\"often\",\"show_if\":{\"in\":[1],\"item\":\"a1\"},\"id\":\"b1\"",
     "the question it waits for is asked of another unit"},
    {"\"minutes\":{", "\"minutes\":{\"de\":1,",
     "there are minutes for a language that 'languages' does not list"},
    {"\"for\":[\"employees\"", "\"for\":[\"people\"", "'people' is found"},
    {NULL, NULL, NULL},
};

static char *changed(const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);
    char *made;

    if (at == NULL)
        return NULL;
    made = malloc(strlen(text) + strlen(to) + 1);
    assert_non_null(made);
    sprintf(made, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
    return made;
}

static void test_questionnaire_read__sees_what_was_changed(void **state)
{
    (void)state;
    for (size_t i = 0; changes[i].says != NULL; i++) {
        char *text = changed(both_file, changes[i].from, changes[i].to);
        wb_questionnaire *made = NULL;
        wb_error err = {0};

        assert_non_null(text);
        if (read_text(text, &made, &err) != WB_E_DATA)
            fail_msg("%s was not seen", changes[i].to);
        assert_says(err.message, changes[i].says);
        assert_null(made);
        assert_true(err.line == 1 && err.column > 0);
        assert_non_null(strstr(err.where, "file#"));
        free(text);
    }
}

/* ---- instruments ---- */

static void test_questionnaire_instrument__is_an_ordinary_one(void **state)
{
    wb_instrument *persons = NULL;
    wb_instrument *posts = NULL;
    wb_frame *items = NULL;

    (void)state;
    assert_ok(wb_questionnaire_instrument(both, "person", &persons, NULL));
    assert_ok(wb_questionnaire_instrument(both, "workpost", &posts, NULL));
    assert_string_equal(wb_instrument_id(persons), "both.person");
    assert_string_equal(wb_instrument_id(posts), "both.workpost");
    assert_string_equal(wb_instrument_version(posts), "1.0");
    assert_ok(wb_instrument_table(persons, "items", "en", &items, NULL));
    assert_int_equal(wb_frame_row_count(items), 3);
    assert_string_equal(text_at(items, "label", 0), "haste");
    wb_frame_free(items);
    wb_instrument_free(posts);
    wb_instrument_free(persons);
}

static void test_questionnaire_instrument__outlives_the_questionnaire(void **state)
{
    wb_questionnaire *q = NULL;
    wb_instrument *instrument = NULL;

    (void)state;
    assert_ok(compose(catalogue, RECIPE_AB, &q, NULL));
    assert_ok(wb_questionnaire_instrument(q, "person", &instrument, NULL));
    wb_questionnaire_free(q);
    wb_questionnaire_free(NULL);
    assert_string_equal(wb_instrument_id(instrument), "both.person");
    wb_instrument_free(instrument);
}

static void test_questionnaire_instrument__names_the_units_there_are(void **state)
{
    wb_instrument *instrument = NULL;
    wb_error err = {0};

    (void)state;
    assert_fails(wb_questionnaire_instrument(both, "organisation", &instrument, &err),
                 WB_E_ARG);
    assert_says(err.message, "there are scores for: person, workpost");
    assert_null(instrument);
    assert_fails(wb_questionnaire_instrument(both, NULL, &instrument, &err), WB_E_ARG);
}

/* a1 0..2, a2 0..2 reversed, a3 0..2, asked of those only with a2 at 1 or 2; two answers
 * are needed. By hand: 2, 0 (as 2), not asked: 100 * 4/4; 1, 2 (as 0), 2: 100 * 3/6; 2,
 * and all else missing: no score. */
static void test_score__takes_what_was_not_asked_as_missing(void **state)
{
    wb_frame *answers = frame_of("a1,a2,a3\n2,0,\n1,2,2\n2,9,\n");
    wb_instrument *instrument = NULL;
    wb_frame *scored = NULL;

    (void)state;
    assert_ok(wb_questionnaire_instrument(both, "person", &instrument, NULL));
    assert_ok(wb_score(instrument, answers, NULL, NULL, &scored, NULL));
    assert_close(wb_frame_double(scored, column_of(scored, "pace_score"), 0), 100, 1e-15);
    assert_close(wb_frame_double(scored, column_of(scored, "pace_score"), 1), 50, 1e-15);
    assert_true(is_missing(scored, "pace_score", 2));
    assert_string_equal(text_at(scored, "pace_score_reason", 2), "too_few_answers");
    assert_int_equal(whole_at(scored, "pace_problem", 1), 1);
    assert_int_equal(whole_at(scored, "pace_acute", 1), 0);
    wb_frame_free(scored);
    wb_instrument_free(instrument);
    wb_frame_free(answers);
}

/* ---- fingerprints ---- */

/* SHA-256 of the text in docs/formats/questionnaire.md's form, by sha256sum. */
static void test_questionnaire_table__has_the_fingerprint_of_the_document(void **state)
{
    wb_frame *indicators = questionnaire_table(both, "indicators", "en");
    int64_t row = row_of(indicators, "id", "noise");

    (void)state;
    assert_string_equal(
        text_at(indicators, "fingerprint", row),
        "2c692f7589a670eaf4c1fe8433673b0550b52b3354ee7fc6d98f6cf5e46b38b9");
    assert_string_equal(text_at(indicators, "module", row), "b");
    assert_string_equal(text_at(indicators, "direction", row), "high");
    assert_int_equal(whole_at(indicators, "acute", row), 0);
    assert_int_equal(whole_at(indicators, "verified", row), 0);
    wb_frame_free(indicators);
}

static void test_questionnaire_table__shows_every_part(void **state)
{
    static const char *const parts[] = {"modules", "questions",  "answers",
                                        "scales",  "indicators", "themes",
                                        "notices", "discussion", "terms"};
    wb_frame *frame = NULL;
    wb_error err = {0};

    (void)state;
    for (int i = 0; i < 9; i++) {
        frame = questionnaire_table(both, parts[i], NULL);
        assert_true(wb_frame_row_count(frame) > 0);
        wb_frame_free(frame);
    }
    assert_fails(wb_questionnaire_table(both, "pages", "nl", &frame, &err), WB_E_ARG);
    assert_says(err.message, "it has modules, questions, answers");
}

static int make(void **state)
{
    (void)state;
    catalogue = new_catalogue();
    must_add(catalogue, MODULE_A);
    must_add(catalogue, MODULE_B);
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
        cmocka_unit_test(test_questionnaire_read__gives_the_same_bytes_back),
        cmocka_unit_test(test_questionnaire_load__reads_a_path),
        cmocka_unit_test(test_questionnaire_read__sees_what_was_changed),
        cmocka_unit_test(test_questionnaire_instrument__is_an_ordinary_one),
        cmocka_unit_test(test_questionnaire_instrument__outlives_the_questionnaire),
        cmocka_unit_test(test_questionnaire_instrument__names_the_units_there_are),
        cmocka_unit_test(test_score__takes_what_was_not_asked_as_missing),
        cmocka_unit_test(test_questionnaire_table__has_the_fingerprint_of_the_document),
        cmocka_unit_test(test_questionnaire_table__shows_every_part),
    };

    return cmocka_run_group_tests(tests, make, destroy);
}
