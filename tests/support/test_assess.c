/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Cases laid beside rules: those judged by hand (tests/vectors), and each outcome. */
#include "rules.h"

typedef struct assessed {
    wb_frame *verdicts;
    wb_frame *conditions;
} assessed;

static assessed assess(const wb_support *rule, const wb_frame *cases, const char *date,
                       const char *language)
{
    assessed found = {NULL, NULL};
    wb_error err = {0};

    if (wb_support_assess(rule, cases, date, language, &found.verdicts, &found.conditions,
                          &err) != WB_OK)
        fail_msg("%s", err.message);
    return found;
}

static void assessed_free(assessed *found)
{
    wb_frame_free(found->verdicts);
    wb_frame_free(found->conditions);
}

/* ---- the vectors ---- */

/* "a=1;b=true" as a frame of one row. */
static wb_frame *case_of(const char *facts)
{
    char names[2048] = "";
    char values[2048] = "";
    char text[2048];
    char csv[4200];
    wb_frame *frame = NULL;

    snprintf(text, sizeof text, "%s", facts);
    for (char *at = strtok(text, ";"); at != NULL; at = strtok(NULL, ";")) {
        char *sign = strchr(at, '=');

        *sign = '\0';
        snprintf(names + strlen(names), sizeof names - strlen(names), "%s%s",
                 names[0] == '\0' ? "" : ",", at);
        snprintf(values + strlen(values), sizeof values - strlen(values), "%s%s",
                 values[0] == '\0' ? "" : ",", sign + 1);
    }
    snprintf(csv, sizeof csv, "%s\n%s\n", names, values);
    if (names[0] != '\0')
        return frame_of(csv);
    assert_ok(wb_frame_new(1, &frame, NULL));
    return frame;
}

/* The ids of the conditions with a status, joined by spaces. */
static const char *ids_with(const wb_frame *conditions, const char *status)
{
    static char ids[2][1024];
    static int next;
    char *list = ids[next++ % 2];

    list[0] = '\0';
    for (int64_t row = 0; row < wb_frame_row_count(conditions); row++) {
        if (strcmp(text_at(conditions, "status", row), status) == 0)
            snprintf(list + strlen(list), sizeof ids[0] - strlen(list), "%s%s",
                     list[0] == '\0' ? "" : " ", text_at(conditions, "condition", row));
    }
    return list;
}

static int same_whole(const wb_frame *found, const wb_frame *table, const char *name,
                      int64_t row)
{
    return is_missing(found, name, 0) == is_missing(table, name, row) &&
           whole_at(found, name, 0) == whole_at(table, name, row);
}

static int same_ids(const wb_frame *conditions, const char *status, const wb_frame *table,
                    int64_t row)
{
    const char *ids =
        ids_with(conditions, status); /* before the text it is laid beside */

    return strcmp(ids, text_at(table, status, row)) == 0;
}

static int same_case(const wb_frame *table, int64_t row, const assessed *found)
{
    const wb_frame *verdicts = found->verdicts;

    return strcmp(text_at(verdicts, "verdict", 0), text_at(table, "verdict", row)) == 0 &&
           same_ids(found->conditions, "not_met", table, row) &&
           same_ids(found->conditions, "unknown", table, row) &&
           whole_at(verdicts, "met", 0) == whole_at(table, "met", row) &&
           same_whole(verdicts, table, "percent", row) &&
           same_whole(verdicts, table, "support_cents", row) &&
           same_whole(verdicts, table, "own_cents", row) &&
           same_whole(verdicts, table, "remaining_cents", row);
}

static char date_room[16];

/* The date of a case; NULL when it has none. */
static const char *date_of(const wb_frame *table, int64_t row)
{
    wb_writer *writer = NULL;
    wb_frame *one = NULL;
    wb_frame *alone = NULL;
    static const char *const names[] = {"date"};

    if (is_missing(table, "date", row))
        return NULL;
    assert_ok(wb_frame_slice(table, row, 1, &one, NULL));
    assert_ok(wb_frame_select(one, names, 1, &alone, NULL));
    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_ok(wb_json_write(writer, alone, NULL));
    snprintf(date_room, sizeof date_room, "%.10s",
             strstr(wb_writer_bytes(writer, NULL), "20"));
    wb_writer_free(writer);
    wb_frame_free(alone);
    wb_frame_free(one);
    return date_room;
}

static void test_wb_support_assess__judges_as_by_hand(void **state)
{
    wb_frame *table = read_vectors("support_cases");

    (void)state;
    assert_int_equal(wb_frame_row_count(table), 38);
    for (int64_t row = 0; row < wb_frame_row_count(table); row++) {
        wb_support *rule = builtin_rule(text_at(table, "rule", row));
        wb_frame *cases = case_of(text_at(table, "facts", row));
        assessed found = assess(rule, cases, date_of(table, row), "en");

        if (!same_case(table, row, &found))
            fail_msg("%s: %s; met %lld, not met %s, unknown %s, support %lld",
                     text_at(table, "case", row), text_at(found.verdicts, "verdict", 0),
                     (long long)whole_at(found.verdicts, "met", 0),
                     ids_with(found.conditions, "not_met"),
                     ids_with(found.conditions, "unknown"),
                     (long long)whole_at(found.verdicts, "support_cents", 0));
        assessed_free(&found);
        wb_frame_free(cases);
        wb_support_free(rule);
    }
    wb_frame_free(table);
}

/* ---- demands ---- */

static const char *status_of(const char *demand, const char *csv)
{
    static char status[32];
    char json[4096];
    wb_support *rule;
    wb_frame *cases = frame_of(csv);
    assessed found;

    snprintf(json, sizeof json,
             "{" HEAD PERIOD "," FACTS
             ",'conditions':[{'id':'k','kind':'use','asked':" TEXTS ",'demand':%s," NOTE
             "}]}",
             demand);
    rule = rule_of(json);
    found = assess(rule, cases, "2020-05-05", "en");
    snprintf(status, sizeof status, "%s", text_at(found.conditions, "status", 1));
    assessed_free(&found);
    wb_frame_free(cases);
    wb_support_free(rule);
    return status;
}

static void test_wb_support_assess__compares_at_the_bound(void **state)
{
    static const char *const words[] = {"at_least", "above", "at_most", "below"};
    static const char *const met[] = {"nyy", "nny", "yyn", "ynn"};
    static const char *const counts[] = {"n\n4\n", "n\n5\n", "n\n6\n"};
    static const char *const numbers[] = {"x\n4.999\n", "x\n5\n", "x\n5.001\n"};
    char demand[64];

    (void)state;
    for (int i = 0; i < 12; i++) {
        const char *expected = met[i / 3][i % 3] == 'y' ? "met" : "not_met";

        snprintf(demand, sizeof demand, "{'fact':'n','%s':5}", words[i / 3]);
        assert_string_equal(status_of(demand, counts[i % 3]), expected);
        snprintf(demand, sizeof demand, "{'fact':'x','%s':5.0}", words[i / 3]);
        assert_string_equal(status_of(demand, numbers[i % 3]), expected);
    }
}

static void test_wb_support_assess__asks_bools_and_choices(void **state)
{
    (void)state;
    assert_string_equal(status_of("{'fact':'b','is':true}", "b\ntrue\n"), "met");
    assert_string_equal(status_of("{'fact':'b','is':false}", "b\ntrue\n"), "not_met");
    assert_string_equal(status_of("{'fact':'b','is':false}", "b\n0\n"), "met");
    assert_string_equal(status_of("{'fact':'b','is':true}", "b\nNA\n"), "unknown");
    assert_string_equal(status_of("{'fact':'c','one_of':['p']}", "c\np\n"), "met");
    assert_string_equal(status_of("{'fact':'c','one_of':['p']}", "c\nq\n"), "not_met");
    assert_string_equal(status_of("{'fact':'c','none_of':['p']}", "c\nq\n"), "met");
    assert_string_equal(status_of("{'fact':'c','none_of':['p','q']}", "c\nq\n"),
                        "not_met");
    assert_string_equal(status_of("{'fact':'c','none_of':['p']}", "c\nNA\n"), "unknown");
}

/* Kleene: an unknown part decides only where the others do not. */
static void
test_wb_support_assess__unknown_parts_decide_only_where_they_must(void **state)
{
    static const char *const values[] = {"true", "false", "NA"};
    static const char *const all[] = {"met",     "not_met", "unknown",
                                      "not_met", "not_met", "not_met",
                                      "unknown", "not_met", "unknown"};
    static const char *const any[] = {"met",     "met", "met",     "met",    "not_met",
                                      "unknown", "met", "unknown", "unknown"};
    char csv[32];

    (void)state;
    for (int i = 0; i < 9; i++) {
        snprintf(csv, sizeof csv, "b,c\n%s,%s\n", values[i / 3],
                 i % 3 == 0   ? "p"
                 : i % 3 == 1 ? "q"
                              : "NA");
        assert_string_equal(
            status_of("{'all':[{'fact':'b','is':true},{'fact':'c','one_of':['p']}]}",
                      csv),
            all[i]);
        assert_string_equal(
            status_of("{'any':[{'fact':'b','is':true},{'fact':'c','one_of':['p']}]}",
                      csv),
            any[i]);
    }
}

/* ---- texts ---- */

static void test_wb_support_assess__says_why_in_both_languages(void **state)
{
    wb_support *rule = builtin_rule("werkbaarheidscheque-2020");
    wb_frame *cases = frame_of("employees,region,cost_cents\n0,flemish,123456\n");
    assessed nl = assess(rule, cases, "2020-05-05", "nl");
    assessed en = assess(rule, cases, "2020-05-05", "en");

    (void)state;
    assert_string_equal(text_at(nl.conditions, "sentence", 0),
                        "Voldaan: een aanvraag van 2020-01-20 tot en met 2020-12-31.");
    assert_string_equal(text_at(nl.conditions, "sentence", 1),
                        "Niet voldaan: minstens 1 werknemer met een "
                        "arbeidsovereenkomst (aantal werknemers met een "
                        "arbeidsovereenkomst: 0).");
    assert_string_equal(text_at(en.conditions, "sentence", 1),
                        "Not met: at least 1 employee with an employment "
                        "contract (number of employees with an employment contract: 0).");
    assert_string_equal(text_at(en.conditions, "given", 2),
                        "region of the establishment: Flemish Region");
    assert_says(text_at(en.conditions, "sentence", 3), "Not known: ");
    assert_says(text_at(en.conditions, "given", 3), "kind of organisation: not given");
    assert_says(text_at(nl.conditions, "given", 3), "soort organisatie: niet opgegeven");
    assert_says(text_at(en.conditions, "source", 1), "VLAIO, subsidiedatabank");
    assert_says(text_at(nl.verdicts, "remark", 0), "indicatief, geen juridisch advies");
    assert_says(text_at(nl.verdicts, "remark", 0), "historische regel");
    assert_string_equal(text_at(en.verdicts, "remark", 0),
                        "indicative, no legal advice; historical rule; not everything "
                        "was read in a source");
    assert_string_equal(text_at(en.verdicts, "sentence", 0),
                        "Not eligible, by what was given; conditions that are not met: "
                        "1.");
    assert_says(wb_frame_metadata(en.verdicts), "indicative, no legal advice");
    assessed_free(&nl);
    assessed_free(&en);
    wb_frame_free(cases);
    wb_support_free(rule);
}

static void
test_wb_support_assess__a_verified_rule_in_force_says_only_indicative(void **state)
{
    wb_support *rule = rule_of("{" HEAD PERIOD ",'rates':[{'id':'a','percent':'12.5',"
                               "'source':['s'],'verified':true}]}");
    wb_frame *cases = frame_of("cost_cents\n10\n");
    assessed found = assess(rule, cases, "2020-05-05", "en");

    (void)state;
    assert_string_equal(text_at(found.verdicts, "remark", 0),
                        "indicative, no legal advice");
    assert_string_equal(text_at(found.verdicts, "verdict", 0), "eligible");
    assert_int_equal(wb_frame_row_count(found.conditions), 1);
    assert_close(wb_frame_double(found.verdicts, column_of(found.verdicts, "percent"), 0),
                 12.5, 0);
    assert_int_equal(whole_at(found.verdicts, "support_cents", 0), 1);
    assert_int_equal(whole_at(found.verdicts, "own_cents", 0), 9);
    assert_true(is_missing(found.verdicts, "ceiling_cents", 0));
    assert_true(is_missing(found.verdicts, "remaining_cents", 0));
    assessed_free(&found);
    wb_frame_free(cases);
    wb_support_free(rule);
}

static void test_wb_support_assess__money_shows_in_euros(void **state)
{
    wb_support *rule = builtin_rule("kmo-portefeuille-verhoging-2022");
    wb_frame *cases =
        frame_of("fte,turnover_cents,earlier_support_cents\n12.5,100000005,1\n");
    assessed nl = assess(rule, cases, NULL, "nl");
    int64_t last = wb_frame_row_count(nl.conditions) - 1;

    (void)state;
    assert_string_equal(text_at(nl.conditions, "given", last - 1),
                        "voltijdse equivalenten: 12,5; jaaromzet: EUR 1000000,05");
    assert_string_equal(text_at(nl.conditions, "given", last),
                        "eerder toegekende steun: EUR 0,01");
    assert_says(text_at(nl.conditions, "asked", last), "EUR 5000,00");
    assert_says(text_at(nl.conditions, "given", 0), "datum: niet opgegeven");
    assessed_free(&nl);
    wb_frame_free(cases);
    wb_support_free(rule);
}

/* ---- cases ---- */

static void test_wb_support_assess__takes_many_cases_and_none(void **state)
{
    wb_support *rule = builtin_rule("werkbaarheidscheque-2022");
    wb_frame *cases = frame_of("name,employees\na,1\nb,0\nc,NA\n");
    wb_frame *none = frame_of("employees\n");
    assessed found = assess(rule, cases, "2022-03-03", "en");
    assessed empty = assess(rule, none, "2022-03-03", "en");

    (void)state;
    assert_int_equal(wb_frame_row_count(found.verdicts), 3);
    assert_int_equal(wb_frame_row_count(found.conditions), 3 * 17);
    assert_int_equal(whole_at(found.verdicts, "case", 2), 3);
    assert_string_equal(text_at(found.verdicts, "verdict", 0), "undecided");
    assert_string_equal(text_at(found.verdicts, "verdict", 1), "not_eligible");
    assert_string_equal(text_at(found.conditions, "status", 2 * 17 + 1), "unknown");
    assert_int_equal(wb_frame_row_count(empty.verdicts), 0);
    assert_int_equal(
        wb_frame_category_count(empty.verdicts, column_of(empty.verdicts, "verdict")), 3);
    assessed_free(&empty);
    assessed_free(&found);
    wb_frame_free(none);
    wb_frame_free(cases);
    wb_support_free(rule);
}

static void test_wb_support_assess__declared_missing_values_are_not_known(void **state)
{
    wb_support *rule = builtin_rule("werkbaarheidscheque-2022");
    wb_frame *cases = frame_of("employees\n-9\n");
    assessed found;

    (void)state;
    assert_ok(wb_frame_add_missing_range(cases, 0, -9, -9, NULL));
    found = assess(rule, cases, "2022-03-03", "en");
    assert_string_equal(text_at(found.conditions, "status", 1), "unknown");
    assessed_free(&found);
    wb_frame_free(cases);
    wb_support_free(rule);
}

static void test_wb_support_assess__made_up_cases_stay_marked(void **state)
{
    wb_support *rule = builtin_rule("werkbaarheidscheque-2022");
    wb_frame *cases = frame_of("employees\n9\n");
    assessed found;

    (void)state;
    assert_ok(wb_frame_set_metadata(cases, "{\"synthetic\":true}", NULL));
    found = assess(rule, cases, NULL, "en");
    assert_says(wb_frame_metadata(found.verdicts), "\"synthetic\":true");
    assert_says(wb_frame_metadata(found.conditions), "\"synthetic\":true");
    assessed_free(&found);
    wb_frame_free(cases);
    wb_support_free(rule);
}

static const struct {
    const char *csv, *item, *says;
    int row;
} faults[] = {
    {"n\n1\n-1\n", "n", "'-1' in row 1", 1},
    {"n\n1.5\n", "n", "whole number", 0},
    {"n\nmany\n", "n", "holds utf8, where", -1},
    {"n\n2020-01-01\n", "n", "holds date32, where", -1},
    {"x\n-0.5\n", "x", "0 to 1e15", 0},
    {"x\n1e16\n", "x", "0 to 1e15", 0},
    {"b\n2\n", "b", "true or false", 0},
    {"b\n0.5\n", "b", "true or false", 0},
    {"b\nperhaps\n", "b", "utf8", -1},
    {"c\nz\n", "c", "p or q", 0},
    {"c\n1\n", "c", "text", -1},
    {"cost_cents\n-1\n", "cost_cents", "'-1'", 0},
    {"earlier_support_cents\n0.5\n", "earlier_support_cents", "whole", 0},
};

static void test_wb_support_assess__faults_name_row_and_column(void **state)
{
    wb_support *rule = rule_of("{" HEAD PERIOD "," FACTS "}");

    (void)state;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        wb_frame *cases = frame_of(faults[i].csv);
        wb_frame *verdicts = cases;
        wb_frame *conditions = cases;
        wb_error err = {0};

        if (wb_support_assess(rule, cases, NULL, "en", &verdicts, &conditions, &err) !=
                WB_E_DATA ||
            strstr(err.message, faults[i].says) == NULL || err.row != faults[i].row)
            fail_msg("fault %zu: %s", i, err.message);
        assert_string_equal(err.item, faults[i].item);
        assert_null(verdicts);
        assert_null(conditions);
        wb_frame_free(cases);
    }
    wb_support_free(rule);
}

static void test_wb_support_assess__refuses_wrong_arguments(void **state)
{
    wb_support *rule = rule_of("{" HEAD PERIOD "}");
    wb_frame *cases = frame_of("a\n1\n");
    wb_frame *v = NULL;
    wb_frame *c = NULL;
    wb_error err = {0};

    (void)state;
    assert_fails(wb_support_assess(NULL, cases, NULL, NULL, &v, &c, NULL), WB_E_ARG);
    assert_fails(wb_support_assess(rule, NULL, NULL, NULL, &v, &c, NULL), WB_E_ARG);
    assert_fails(wb_support_assess(rule, cases, NULL, NULL, NULL, &c, NULL), WB_E_ARG);
    assert_fails(wb_support_assess(rule, cases, NULL, NULL, &v, NULL, NULL), WB_E_ARG);
    assert_fails(wb_support_assess(rule, cases, "20-1-1", NULL, &v, &c, &err), WB_E_ARG);
    assert_says(err.message, "'20-1-1'");
    assert_string_equal(err.item, "date");
    wb_frame_free(cases);
    wb_support_free(rule);
}

/* A period with one open end is decided by the other. */
static void test_wb_support_assess__an_unknown_end_leaves_the_period_open(void **state)
{
    wb_support *rule =
        rule_of("{" HEAD "'valid':{'until':{'date':'2020-12-31'," NOTE "}}}");
    wb_frame *cases = frame_of("a\n1\n");
    assessed in = assess(rule, cases, "2020-12-31", "en");
    assessed out = assess(rule, cases, "2021-01-01", "en");

    (void)state;
    assert_string_equal(text_at(in.conditions, "status", 0), "unknown");
    assert_says(text_at(in.conditions, "asked", 0), "from an unknown day");
    assert_string_equal(text_at(out.conditions, "status", 0), "not_met");
    assert_int_equal(whole_at(out.conditions, "verified", 0), 0);
    assessed_free(&in);
    assessed_free(&out);
    wb_frame_free(cases);
    wb_support_free(rule);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_support_assess__judges_as_by_hand),
        cmocka_unit_test(test_wb_support_assess__compares_at_the_bound),
        cmocka_unit_test(test_wb_support_assess__asks_bools_and_choices),
        cmocka_unit_test(
            test_wb_support_assess__unknown_parts_decide_only_where_they_must),
        cmocka_unit_test(test_wb_support_assess__says_why_in_both_languages),
        cmocka_unit_test(
            test_wb_support_assess__a_verified_rule_in_force_says_only_indicative),
        cmocka_unit_test(test_wb_support_assess__money_shows_in_euros),
        cmocka_unit_test(test_wb_support_assess__takes_many_cases_and_none),
        cmocka_unit_test(test_wb_support_assess__declared_missing_values_are_not_known),
        cmocka_unit_test(test_wb_support_assess__made_up_cases_stay_marked),
        cmocka_unit_test(test_wb_support_assess__faults_name_row_and_column),
        cmocka_unit_test(test_wb_support_assess__refuses_wrong_arguments),
        cmocka_unit_test(test_wb_support_assess__an_unknown_end_leaves_the_period_open),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
