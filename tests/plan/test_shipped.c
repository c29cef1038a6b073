/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The plan that is built in, against tables that were written from its sources alone:
 * tests/vectors/plan_actions.csv and plan_values.csv. */
#include "plan_support.h"

#include "base/text.h"
#include "frame/frame.h"

#include <stdlib.h>

static wb_plan *shipped(void)
{
    wb_plan *plan = NULL;
    wb_error err = {0};

    if (wb_plan_builtin("actieplan-werkbaar-werk", &plan, &err) != WB_OK)
        fail_msg("%s: %s", err.where, err.message);
    return plan;
}

/* A table of texts, whatever they look like. */
static wb_frame *read_texts(const char *file, const char *const *names)
{
    char path[512];
    wb_csv_options options = WB_CSV_OPTIONS_INIT;
    wb_builder *builder = NULL;
    wb_frame *types = NULL;
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_frame *frame = NULL;
    size_t column;

    assert_ok(wb_builder_new(&builder, NULL));
    for (; *names != NULL; names++)
        assert_ok(wb_builder_add_column(builder, *names, WB_TYPE_UTF8, &column, NULL));
    assert_ok(wb_builder_finish(builder, &types, NULL));
    options.types = types;
    snprintf(path, sizeof path, WB_TEST_SOURCE_DIR "/tests/vectors/%s", file);
    assert_ok(wb_reader_open(path, &reader, NULL));
    assert_ok(wb_csv_read(reader, &options, &source, NULL));
    assert_ok(wb_source_collect(source, NULL, &frame, NULL));
    wb_source_free(source);
    wb_frame_free(types);
    wb_builder_free(builder);
    return frame;
}

static wb_frame *read_actions(void)
{
    return read_texts("plan_actions.csv",
                      (const char *const[]){"number", "printed", "line", "objective",
                                            "section", "heading", "who", "timing",
                                            "funding", NULL});
}

static wb_frame *read_values(void)
{
    return read_texts("plan_values.csv",
                      (const char *const[]){"document", "line", "printed", "id", "field",
                                            "value", NULL});
}

/* ---- every action ---- */

/* "44-46, 1030" holds 45. */
static bool lines_hold(const char *lines, long line)
{
    while (lines != NULL && *lines != '\0') {
        char *end;
        long first = strtol(lines, &end, 10);
        long last = *end == '-' ? strtol(end + 1, &end, 10) : first;

        if (line >= first && line <= last)
            return true;
        lines = *end == ',' ? end + 2 : end;
    }
    return false;
}

/* Does the record, or what it is part of, cite this line of the document? */
static bool cites(const wb_record *record, const char *document, const char *line)
{
    for (; record != NULL; record = record->parent) {
        const json_t *cited = json_object_get(record->body, "cited");

        if (cited == NULL)
            continue;
        return strcmp(json_string_value(json_object_get(cited, "source")), document) ==
                   0 &&
               lines_hold(json_string_value(json_object_get(cited, "lines")),
                          strtol(line, NULL, 10));
    }
    return false;
}

/* The texts of a list that holds for an action, joined by "|". */
static const char *printed(const wb_plan *plan, const wb_record *action, const char *list)
{
    static char text[600];
    const wb_record *bearer = wb_action_bearer(plan, action, list);

    text[0] = '\0';
    for (const wb_record *r = bearer != NULL ? wb_record_first(bearer, list) : NULL;
         r != NULL; r = wb_record_next(r)) {
        if (wb_record_holds_for(r, action))
            snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s",
                     text[0] != '\0' ? "|" : "", wb_record_text(r, "text"));
    }
    return text;
}

static const char *number_above(const wb_plan *plan, const wb_frame *actions,
                                const char *column, int64_t row)
{
    return wb_record_text(wb_plan_find(plan, cell(actions, column, row)), "number");
}

static void check_action(const wb_plan *plan, const wb_frame *actions,
                         const wb_frame *wanted, int64_t row)
{
    const wb_record *action = wb_plan_find(plan, cell(actions, "id", row));

    assert_string_equal(cell(actions, "number", row), cell(wanted, "number", row));
    assert_string_equal(cell(actions, "number_certainty", row),
                        cell(wanted, "printed", row));
    assert_string_equal(number_above(plan, actions, "objective", row),
                        cell(wanted, "objective", row));
    assert_string_equal(number_above(plan, actions, "section", row),
                        cell(wanted, "section", row));
    assert_string_equal(cell(actions, "heading", row), cell(wanted, "heading", row));
    assert_string_equal(cell(actions, "timing", row), cell(wanted, "timing", row));
    assert_string_equal(printed(plan, action, "assignments"), cell(wanted, "who", row));
    assert_string_equal(printed(plan, action, "funding"), cell(wanted, "funding", row));
    assert_true(cites(action, "plan-2017", cell(wanted, "line", row)));
}

static void test_wb_plan_builtin__has_every_action_of_its_source(void **state)
{
    wb_plan *plan = shipped();
    wb_frame *wanted = read_actions();
    wb_frame *actions = NULL;
    int64_t n_parts = 0;

    (void)state;
    assert_ok(wb_plan_actions(plan, "nl", &actions, NULL));
    assert_int_equal(wb_frame_row_count(wanted), 32 + 5 + 3 + 2);
    assert_int_equal(wb_frame_row_count(actions), wb_frame_row_count(wanted));
    for (int64_t row = 0; row < wb_frame_row_count(wanted); row++) {
        check_action(plan, actions, wanted, row);
        n_parts += cell(actions, "part_of", row)[0] != '\0';
    }
    assert_int_equal(n_parts, 10);
    wb_frame_free(actions);
    wb_frame_free(wanted);
    wb_plan_free(plan);
}

/* ---- every amount, date, percentage and count ---- */

static const json_t *at_path(const wb_record *record, const char *path)
{
    const char *slash = strchr(path, '/');
    char object[40] = "";

    if (slash == NULL)
        return json_object_get(record->body, path);
    memcpy(object, path, (size_t)(slash - path));
    return json_object_get(json_object_get(record->body, object), slash + 1);
}

static const char *shown(const json_t *value)
{
    static char text[WB_NUMBER_CHARS];

    if (value == NULL)
        return "";
    if (json_is_string(value))
        return json_string_value(value);
    wb_format_double(text, json_number_value(value));
    return text;
}

static void test_wb_plan_builtin__has_every_value_of_its_sources(void **state)
{
    wb_plan *plan = shipped();
    wb_frame *wanted = read_values();

    (void)state;
    for (int64_t row = 0; row < wb_frame_row_count(wanted); row++) {
        const wb_record *record = wb_plan_find(plan, cell(wanted, "id", row));
        const char *field = cell(wanted, "field", row);

        if (record == NULL ||
            strcmp(shown(at_path(record, field)), cell(wanted, "value", row)) != 0)
            fail_msg("%s %s: %s", cell(wanted, "id", row), field,
                     record != NULL ? shown(at_path(record, field)) : "no record");
        if (cell(wanted, "line", row)[0] != '\0' &&
            !cites(record, cell(wanted, "document", row), cell(wanted, "line", row)))
            fail_msg("%s does not cite line %s", record->id, cell(wanted, "line", row));
        if (cell(wanted, "value", row)[0] == '\0')
            assert_string_equal(wb_record_text(record, "certainty"), "to_be_determined");
    }
    wb_frame_free(wanted);
    wb_plan_free(plan);
}

static bool is_in(const wb_frame *wanted, const char *id, const char *field)
{
    for (int64_t row = 0; row < wb_frame_row_count(wanted); row++) {
        if (strcmp(cell(wanted, "id", row), id) == 0 &&
            strcmp(cell(wanted, "field", row), field) == 0)
            return true;
    }
    return false;
}

/* Every date, amount and number in an object is a row of the table. */
static size_t count_known(const wb_frame *wanted, const wb_record *record,
                          const json_t *object, const wb_field *fields, const char *above)
{
    size_t n = 0;
    char path[80];

    for (; fields->name != NULL; fields++) {
        const json_t *value = json_object_get(object, fields->name);

        if (value == NULL)
            continue;
        snprintf(path, sizeof path, "%s%s%s", above, above[0] != '\0' ? "/" : "",
                 fields->name);
        if (fields->type == WB_FIELD_OBJECT)
            n += count_known(wanted, record, value, fields->fields, fields->name);
        if (fields->type != WB_FIELD_DATE && !json_is_number(value))
            continue;
        if (!is_in(wanted, record->id, path))
            fail_msg("%s %s is not in the table", record->id, path);
        n++;
    }
    return n;
}

static void test_wb_plan_builtin__has_no_value_that_its_sources_have_not(void **state)
{
    wb_plan *plan = shipped();
    wb_frame *wanted = read_values();
    size_t n = 0;

    (void)state;
    for (wb_record *r = plan->root; r != NULL; r = wb_record_walk(plan->root, r))
        n += count_known(wanted, r, r->body, r->kind->fields, "");
    /* Two of the rows are amounts that are to be determined. */
    assert_int_equal(n, wb_frame_row_count(wanted) - 2);
    wb_frame_free(wanted);
    wb_plan_free(plan);
}

/* ---- what the plan is honest about ---- */

static void
test_wb_plan_builtin__the_budgets_of_2020_are_no_budget_of_the_plan(void **state)
{
    wb_plan *plan = shipped();
    int64_t own = 0;
    int64_t cents;
    size_t n = 0;

    (void)state;
    for (wb_record *r = wb_record_first(plan->root, "budgets"); r != NULL;
         r = wb_record_next(r), n++) {
        bool general = json_is_true(json_object_get(r->body, "general"));

        assert_string_equal(wb_record_text(r, "held_by"), "wse");
        if (wb_record_cents(r, "amount", &cents)) {
            assert_int_equal(general, cents == INT64_C(4000000000));
            own += general ? 0 : cents;
        }
        for (wb_record *link = wb_record_first(r, "references"); link != NULL;
             link = wb_record_next(link))
            assert_string_equal(wb_record_text(link, "certainty"), "inferred");
    }
    assert_int_equal(n, 5);
    assert_int_equal(own, 800000000);
    wb_plan_free(plan);
}

static void test_wb_plan_builtin__marks_each_of_the_five_answers(void **state)
{
    static const char *const wanted[] = {"awaited", "answered", "answered", "answered",
                                         "not_answered"};
    wb_plan *plan = shipped();
    wb_record *question =
        wb_record_first(wb_plan_find(plan, "inquiry-2020"), "questions");

    (void)state;
    for (size_t i = 0; i < 5; i++, question = wb_record_next(question)) {
        wb_record *answer = wb_record_first(question, "answers");
        bool awaited = strcmp(wanted[i], "awaited") == 0;

        assert_string_equal(wb_record_text(answer, "status"), wanted[i]);
        assert_int_equal(json_object_get(answer->body, "awaited_from") != NULL, awaited);
        assert_null(wb_record_next(answer));
    }
    assert_null(question);
    wb_plan_free(plan);
}

static void count_forces(const wb_frame *actions, int *commitments, int *requests,
                         int *possibilities)
{
    for (int64_t row = 0; row < wb_frame_row_count(actions); row++) {
        const char *force = cell(actions, "force", row);

        *commitments += strcmp(force, "commitment") == 0;
        *requests += strcmp(force, "request") == 0;
        *possibilities += strcmp(force, "possibility") == 0;
    }
}

static void test_wb_plan_builtin__says_the_force_of_each_action(void **state)
{
    wb_plan *plan = shipped();
    wb_frame *actions = NULL;
    int commitments = 0;
    int requests = 0;
    int possibilities = 0;

    (void)state;
    assert_ok(wb_plan_actions(plan, "en", &actions, NULL));
    count_forces(actions, &commitments, &requests, &possibilities);
    assert_int_equal(commitments + requests + possibilities, 42);
    assert_int_equal(possibilities, 1);
    for (int64_t row = 0; row < wb_frame_row_count(actions); row++) {
        assert_string_not_equal(cell(actions, "force_certainty", row), "");
        assert_string_not_equal(cell(actions, "kind", row), "");
        assert_string_not_equal(cell(actions, "levels", row), "");
        assert_string_equal(cell(actions, "status", row), "unknown");
    }
    wb_frame_free(actions);
    wb_plan_free(plan);
}

/* Both languages everywhere. */
static void check_texts(const wb_record *record, const json_t *object,
                        const wb_field *fields)
{
    for (; fields->name != NULL; fields++) {
        const json_t *value = json_object_get(object, fields->name);

        if (value != NULL && fields->type == WB_FIELD_OBJECT)
            check_texts(record, value, fields->fields);
        if (value != NULL && fields->type == WB_FIELD_TEXTS &&
            (json_object_size(value) != 2 || json_object_get(value, "nl") == NULL ||
             json_object_get(value, "en") == NULL))
            fail_msg("%s %s lacks a language", record->id, fields->name);
    }
}

static void test_wb_plan_builtin__speaks_dutch_and_english(void **state)
{
    wb_plan *plan = shipped();

    (void)state;
    for (wb_record *r = plan->root; r != NULL; r = wb_record_walk(plan->root, r)) {
        check_texts(r, r->body, r->kind->fields);
        check_texts(r, r->body, wb_common_fields);
    }
    assert_non_null(strstr(wb_plan_title(plan, "en"), "Action plan"));
    assert_string_equal(wb_plan_scope(plan), "flemish");
    wb_plan_free(plan);
}

/* ---- checks ---- */

static int64_t count_rule(const wb_frame *findings, const char *rule)
{
    int64_t n = 0;

    for (int64_t row = 0; row < wb_frame_row_count(findings); row++)
        n += strcmp(cell(findings, "rule", row), rule) == 0;
    return n;
}

/* Empty cells of whole actions in the table that was written from the source. */
static int64_t count_empty(const wb_frame *actions)
{
    int64_t n = 0;

    for (int64_t row = 0; row < wb_frame_row_count(actions); row++) {
        if (strchr(cell(actions, "number", row), '.') == NULL)
            n += (cell(actions, "who", row)[0] == '\0') +
                 (cell(actions, "timing", row)[0] == '\0') +
                 (cell(actions, "funding", row)[0] == '\0');
    }
    return n;
}

static void test_wb_plan_check__the_built_in_plan_has_notices_only(void **state)
{
    wb_plan *plan = shipped();
    wb_frame *actions = read_actions();
    wb_frame *findings = NULL;

    (void)state;
    assert_ok(wb_plan_check(plan, NULL, &findings, NULL));
    for (int64_t row = 0; row < wb_frame_row_count(findings); row++)
        assert_string_equal(cell(findings, "severity", row), "notice");
    assert_int_equal(count_empty(actions), 16);
    assert_int_equal(count_rule(findings, "empty"), 16);
    assert_int_equal(count_rule(findings, "to_be_determined"), 4 + 2);
    assert_int_equal(count_rule(findings, "corrected"), 2);
    assert_int_equal(count_rule(findings, "awaited"), 2);
    assert_int_equal(count_rule(findings, "not_answered"), 3);
    assert_int_equal(wb_frame_row_count(findings), 29);
    wb_frame_free(findings);
    wb_frame_free(actions);
    wb_plan_free(plan);
}

/* ---- built in ---- */

static void test_wb_plan_builtin__every_one_is_written_and_read_as_itself(void **state)
{
    (void)state;
    for (size_t i = 0; i < wb_plan_builtin_count(); i++) {
        wb_plan *plan = NULL;
        wb_writer *writer = NULL;
        wb_plan *again;

        assert_ok(wb_plan_builtin(wb_plan_builtin_id(i), &plan, NULL));
        assert_string_equal(wb_plan_id(plan), wb_plan_builtin_id(i));
        again = read_plan(written(plan, &writer));
        assert_string_equal(wb_plan_hash(plan), wb_plan_hash(again));
        wb_plan_free(again);
        wb_writer_free(writer);
        wb_plan_free(plan);
    }
    assert_null(wb_plan_builtin_id(wb_plan_builtin_count()));
}

static void test_wb_plan_builtin__unknown_id_names_those_there_are(void **state)
{
    wb_plan *plan = NULL;
    wb_error err = {0};

    (void)state;
    assert_fails(wb_plan_builtin("werkbaar", &plan, &err), WB_E_ARG);
    assert_string_equal(err.message, "no plan 'werkbaar' is built in, there are: "
                                     "actieplan-werkbaar-werk");
    assert_fails(wb_plan_builtin(NULL, &plan, NULL), WB_E_ARG);
    assert_fails(wb_plan_builtin("werkbaar", NULL, NULL), WB_E_ARG);
    assert_null(plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_plan_builtin__has_every_action_of_its_source),
        cmocka_unit_test(test_wb_plan_builtin__has_every_value_of_its_sources),
        cmocka_unit_test(test_wb_plan_builtin__has_no_value_that_its_sources_have_not),
        cmocka_unit_test(
            test_wb_plan_builtin__the_budgets_of_2020_are_no_budget_of_the_plan),
        cmocka_unit_test(test_wb_plan_builtin__marks_each_of_the_five_answers),
        cmocka_unit_test(test_wb_plan_builtin__says_the_force_of_each_action),
        cmocka_unit_test(test_wb_plan_builtin__speaks_dutch_and_english),
        cmocka_unit_test(test_wb_plan_check__the_built_in_plan_has_notices_only),
        cmocka_unit_test(test_wb_plan_builtin__every_one_is_written_and_read_as_itself),
        cmocka_unit_test(test_wb_plan_builtin__unknown_id_names_those_there_are),
    };

    return cmocka_run_group_tests_name("plan/shipped", tests, NULL, NULL);
}
