/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The tables of the schema, data/schema/plan.schema.json and docs/formats/plan.md say the
 * same: kinds, fields, what is required, words, lists. */
#include "plan_support.h"

/* A whole file; its last byte is followed by a NUL. */
static wb_text read_file(const char *path)
{
    wb_reader *reader = NULL;
    wb_text text = {0};

    assert_ok(wb_reader_open(path, &reader, NULL));
    assert_ok(wb_reader_read_all(reader, 1 << 20, &text, NULL));
    wb_reader_free(reader);
    return text;
}

/* ---- the tables themselves ---- */

static void check_table(const wb_field *fields)
{
    for (; fields->name != NULL; fields++) {
        bool is_word = fields->type == WB_FIELD_WORD;
        bool is_object = fields->type == WB_FIELD_OBJECT;

        assert_true(fields->type >= WB_FIELD_TEXT && fields->type <= WB_FIELD_OBJECT);
        assert_true(!is_word || fields->words != NULL);
        assert_int_equal(is_object, fields->fields != NULL);
        assert_true(fields->target == NULL || wb_kind_find(fields->target) != NULL);
        if (is_object)
            check_table(fields->fields);
    }
}

static void test_wb_kinds__tables_are_complete(void **state)
{
    (void)state;
    assert_ptr_equal(wb_kinds[0], &wb_kind_plan);
    for (size_t i = 0; wb_kinds[i] != NULL; i++) {
        const wb_kind *kind = wb_kinds[i];

        assert_ptr_equal(wb_kind_find(kind->name), kind);
        check_table(kind->fields);
        for (const wb_list *list = kind->lists; list->name != NULL; list++) {
            assert_ptr_equal(wb_kind_find(list->kind->name), list->kind);
            assert_null(wb_kind_field(kind, list->name));
        }
    }
}

/* ---- the JSON Schema ---- */

static bool holds(const json_t *array, const char *text)
{
    for (size_t i = 0; i < json_array_size(array); i++) {
        if (strcmp(json_string_value(json_array_get(array, i)), text) == 0)
            return true;
    }
    return false;
}

static void check_words(const json_t *property, const wb_field *field)
{
    const json_t *words = json_object_get(property, "enum");
    size_t n = 0;

    if (field->type == WB_FIELD_WORDS)
        words = json_object_get(json_object_get(property, "items"), "enum");
    for (; field->words[n] != NULL; n++)
        assert_true(holds(words, field->words[n]));
    assert_int_equal(json_array_size(words), n);
}

/* Returns how many fields there are. */
static size_t check_fields(const json_t *defs, const json_t *object,
                           const wb_field *fields)
{
    const json_t *properties = json_object_get(object, "properties");
    size_t n = 0;

    for (; fields[n].name != NULL; n++) {
        const json_t *property = json_object_get(properties, fields[n].name);
        const char *reference = json_string_value(json_object_get(property, "$ref"));

        if (property == NULL)
            fail_msg("%s is not in the JSON Schema", fields[n].name);
        assert_int_equal(holds(json_object_get(object, "required"), fields[n].name),
                         fields[n].required);
        if (fields[n].words != NULL)
            check_words(property, &fields[n]);
        if (fields[n].type == WB_FIELD_OBJECT) {
            const json_t *small = json_object_get(defs, reference + strlen("#/$defs/"));

            assert_int_equal(check_fields(defs, small, fields[n].fields),
                             json_object_size(json_object_get(small, "properties")));
        }
    }
    return n;
}

static size_t check_lists(const json_t *properties, const wb_list *lists)
{
    char expected[80];
    size_t n = 0;

    for (; lists[n].name != NULL; n++) {
        const json_t *list = json_object_get(properties, lists[n].name);

        snprintf(expected, sizeof expected, "#/$defs/%s", lists[n].kind->name);
        assert_string_equal(
            json_string_value(json_object_get(json_object_get(list, "items"), "$ref")),
            expected);
    }
    return n;
}

static void test_plan_schema_json__is_what_the_tables_say(void **state)
{
    wb_text text = read_file(WB_TEST_SOURCE_DIR "/data/schema/plan.schema.json");
    json_t *root = json_loadb(text.bytes, text.length, JSON_REJECT_DUPLICATES, NULL);
    const json_t *defs = json_object_get(root, "$defs");

    (void)state;
    for (size_t i = 0; wb_kinds[i] != NULL; i++) {
        const json_t *object = i == 0 ? root : json_object_get(defs, wb_kinds[i]->name);
        const json_t *properties = json_object_get(object, "properties");
        size_t n = 1 + (i == 0); /* id; format */

        n += check_fields(defs, object, wb_kinds[i]->fields);
        n += check_fields(defs, object, wb_common_fields);
        n += check_lists(properties, wb_kinds[i]->lists);
        assert_int_equal(json_object_size(properties), n);
    }
    json_decref(root);
    wb_text_free(&text);
}

/* ---- the document ---- */

/* The section "### NAME" up to the next heading, copied. */
static char *section_of(const char *document, const char *name)
{
    char heading[80];
    const char *start;
    const char *end;
    char *copy;

    snprintf(heading, sizeof heading, "\n### %s\n", name);
    start = strstr(document, heading);
    if (start == NULL)
        fail_msg("docs/formats/plan.md has no section %s", name);
    end = strstr(start + 4, "\n##");
    copy = test_calloc(1, (size_t)(end - start) + 1);
    memcpy(copy, start, (size_t)(end - start));
    return copy;
}

/* The row of a field, copied. */
static void row_of(const char *section, const char *field, char *row, size_t room)
{
    char opening[80];
    const char *start;

    snprintf(opening, sizeof opening, "\n| `%s` | ", field);
    start = strstr(section, opening);
    if (start == NULL)
        fail_msg("docs/formats/plan.md does not tell of %s in\n%s", field, section);
    snprintf(row, room, "%.*s", (int)strcspn(start + 1, "\n"), start + 1);
}

static size_t count_rows(const char *section)
{
    size_t n = 0;

    for (; (section = strstr(section, "\n| `")) != NULL; section++)
        n++;
    return n;
}

static void check_rows(const char *section, const wb_field *fields)
{
    size_t n = 0;
    char row[1000];
    char word[80];

    for (; fields[n].name != NULL; n++) {
        row_of(section, fields[n].name, row, sizeof row);
        assert_int_equal(strstr(row, "| required |") != NULL, fields[n].required);
        for (size_t i = 0; fields[n].words != NULL && fields[n].words[i] != NULL; i++) {
            snprintf(word, sizeof word, "`%s`", fields[n].words[i]);
            if (strstr(row, word) == NULL)
                fail_msg("%s is not in %s", word, row);
        }
    }
    assert_int_equal(count_rows(section), n);
}

static void test_plan_md__tells_of_every_kind_field_word_and_list(void **state)
{
    wb_text text = read_file(WB_TEST_SOURCE_DIR "/docs/formats/plan.md");
    char link[200];

    (void)state;
    for (size_t i = 0; wb_kinds[i] != NULL; i++) {
        char *section = section_of(text.bytes, wb_kinds[i]->name);

        check_rows(section, wb_kinds[i]->fields);
        for (const wb_list *list = wb_kinds[i]->lists; list->name != NULL; list++) {
            snprintf(link, sizeof link, "`%s` ([%s](#%s))", list->name, list->kind->name,
                     list->kind->name);
            assert_non_null(strstr(section, link));
        }
        test_free(section);
    }
    wb_text_free(&text);
}

static void test_plan_md__tells_of_every_small_object(void **state)
{
    static const struct {
        const char *name, *kind, *field;
    } objects[] = {{"timing", "action", "timing"},     {"timing", "evaluation", "term"},
                   {"moment", "event", "when"},        {"share", "funding", "share"},
                   {"response", "action", "response"}, {"origin", "action", "origin"},
                   {"cited", "note", "cited"}};
    wb_text text = read_file(WB_TEST_SOURCE_DIR "/docs/formats/plan.md");

    (void)state;
    for (size_t i = 0; i < sizeof objects / sizeof objects[0]; i++) {
        char *section = section_of(text.bytes, objects[i].name);

        check_rows(
            section,
            wb_kind_field(wb_kind_find(objects[i].kind), objects[i].field)->fields);
        test_free(section);
    }
    wb_text_free(&text);
}

static void test_plan_md__its_example_is_a_sound_plan(void **state)
{
    wb_text text = read_file(WB_TEST_SOURCE_DIR "/docs/formats/plan.md");
    char *start = strstr(text.bytes, "```json\n") + strlen("```json\n");
    wb_frame *findings = NULL;
    wb_plan *plan;

    (void)state;
    *strstr(start, "```") = '\0';
    plan = read_plan(start);
    assert_ok(wb_plan_check(plan, NULL, &findings, NULL));
    assert_int_equal(wb_frame_row_count(findings), 1);
    assert_string_equal(cell(findings, "rule", 0), "to_be_determined");
    wb_frame_free(findings);
    wb_plan_free(plan);
    wb_text_free(&text);
}

static void test_record_id_valid__knows_its_letters_and_length(void **state)
{
    static const char *const good[] = {"a", "0", "z9", "a.b_c-d", "0-._"};
    static const char *const bad[] = {"",   "A",  "aB",  "-a",  ".a",       "_a",
                                      " a", "a ", "a/b", "a\n", "\xC3\xAB", "a\xC3\xAB"};
    char longest[66];

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(wb_record_id_valid(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(wb_record_id_valid(bad[i]));
    memset(longest, 'a', sizeof longest);
    longest[65] = '\0';
    assert_false(wb_record_id_valid(longest));
    longest[64] = '\0';
    assert_true(wb_record_id_valid(longest));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_record_id_valid__knows_its_letters_and_length),
        cmocka_unit_test(test_wb_kinds__tables_are_complete),
        cmocka_unit_test(test_plan_schema_json__is_what_the_tables_say),
        cmocka_unit_test(test_plan_md__tells_of_every_kind_field_word_and_list),
        cmocka_unit_test(test_plan_md__tells_of_every_small_object),
        cmocka_unit_test(test_plan_md__its_example_is_a_sound_plan),
    };

    return cmocka_run_group_tests_name("plan/schema", tests, NULL, NULL);
}
