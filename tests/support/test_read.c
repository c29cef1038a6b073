/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Rules as files: those built in, what a file says is what a rule says, and what no file
 * may say. */
#include "rules.h"

static void test_wb_support_builtin__every_one_can_be_read(void **state)
{
    (void)state;
    assert_int_equal(wb_support_builtin_count(), 9);
    for (size_t i = 0; i < wb_support_builtin_count(); i++) {
        wb_support *rule = NULL;
        wb_error err = {0};

        if (wb_support_builtin(wb_support_builtin_id(i), &rule, &err) != WB_OK)
            fail_msg("%s: %s", err.where, err.message);
        assert_string_equal(wb_support_id(rule), wb_support_builtin_id(i));
        assert_int_equal(strlen(wb_support_hash(rule)), 64);
        assert_string_equal(wb_support_version(rule), "1.0");
        assert_int_equal(wb_support_historical(rule), 1);
        assert_int_equal(wb_support_verified(rule), 0);
        assert_string_not_equal(wb_support_title(rule, "en"), "");
        wb_support_free(rule);
    }
    assert_null(wb_support_builtin_id(wb_support_builtin_count()));
}

static void test_wb_support_builtin__unknown_id_names_those_there_are(void **state)
{
    wb_support *rule = NULL;
    wb_error err = {0};

    (void)state;
    assert_fails(wb_support_builtin("cheque", &rule, &err), WB_E_ARG);
    assert_null(rule);
    assert_says(err.message, "werkbaarheidscheque-2019, werkbaarheidscheque-2020");
    assert_string_equal(err.item, "cheque");
    assert_fails(wb_support_builtin(NULL, &rule, NULL), WB_E_ARG);
    assert_fails(wb_support_builtin("cheque", NULL, NULL), WB_E_ARG);
}

/* The figures of the rules, counted by hand in the sources they name. */
static void test_wb_support_builtin__figures_are_those_of_the_sources(void **state)
{
    static const struct {
        const char *id;
        int n_rates;
        double percent[2];
        int64_t ceiling;
        int percent_verified, ceiling_verified;
    } known[] = {
        {"werkbaarheidscheque-2019", 1, {60}, 1000000, 0, 0},
        {"werkbaarheidscheque-2020", 1, {60}, 1000000, 1, 1},
        {"werkbaarheidscheque-2021", 1, {60}, 1000000, 0, 1},
        {"werkbaarheidscheque-2022", 1, {60}, 1000000, 1, 1},
        {"werkbaarheidscheque-2023", 1, {60}, 1000000, 0, 0},
        {"werkbaarheidscheque-2024", 1, {60}, 1000000, 0, 0},
        {"kmo-portefeuille-verhoging-2022", 2, {30, 20}, 500000, 0, 1},
        {"kmo-portefeuille-verhoging-2023", 2, {30, 20}, 500000, 0, 0},
        {"kmo-portefeuille-verhoging-2024", 2, {30, 20}, 500000, 0, 1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        wb_support *rule = builtin_rule(known[i].id);
        wb_frame *figures = NULL;
        int64_t last;

        assert_ok(wb_support_table(rule, "figures", "en", &figures, NULL));
        last = wb_frame_row_count(figures) - 1;
        assert_int_equal(last, 2 + known[i].n_rates);
        for (int k = 0; k < known[i].n_rates; k++) {
            assert_close(wb_frame_double(figures, column_of(figures, "percent"), 2 + k),
                         known[i].percent[k], 0);
            assert_int_equal(whole_at(figures, "verified", 2 + k),
                             known[i].percent_verified);
        }
        assert_int_equal(whole_at(figures, "cents", last), known[i].ceiling);
        assert_int_equal(whole_at(figures, "verified", last), known[i].ceiling_verified);
        wb_frame_free(figures);
        wb_support_free(rule);
    }
}

/* Three applications is a rule of 2020 and 2021 alone. */
static void test_wb_support_builtin__applications_are_counted_in_two_years(void **state)
{
    (void)state;
    for (size_t i = 0; i < wb_support_builtin_count(); i++) {
        const char *id = wb_support_builtin_id(i);
        wb_support *rule = builtin_rule(id);
        wb_frame *conditions = NULL;
        int found = 0;

        assert_ok(wb_support_table(rule, "conditions", "nl", &conditions, NULL));
        for (int64_t row = 0; row < wb_frame_row_count(conditions); row++)
            found += strcmp(text_at(conditions, "id", row), "applications") == 0;
        assert_int_equal(found, strcmp(id, "werkbaarheidscheque-2020") == 0 ||
                                    strcmp(id, "werkbaarheidscheque-2021") == 0);
        wb_frame_free(conditions);
        wb_support_free(rule);
    }
}

/* What was not read in a source says so, with why. */
static void test_wb_support_builtin__what_is_unverified_has_a_note(void **state)
{
    static const char *const parts[] = {"conditions", "figures"};

    (void)state;
    for (size_t i = 0; i < 2 * wb_support_builtin_count(); i++) {
        wb_support *rule = builtin_rule(wb_support_builtin_id(i / 2));
        wb_frame *table = NULL;

        assert_ok(wb_support_table(rule, parts[i % 2], "nl", &table, NULL));
        for (int64_t row = 0; row < wb_frame_row_count(table); row++) {
            assert_string_not_equal(text_at(table, "source", row), "");
            if (whole_at(table, "verified", row) == 0)
                assert_string_not_equal(text_at(table, "note", row), "");
        }
        wb_frame_free(table);
        wb_support_free(rule);
    }
}

static void test_wb_support_write__is_read_as_the_same_rule(void **state)
{
    (void)state;
    for (size_t i = 0; i < wb_support_builtin_count(); i++) {
        wb_support *first = builtin_rule(wb_support_builtin_id(i));
        wb_support *second = NULL;
        wb_writer *writer = NULL;
        wb_reader *reader = NULL;
        size_t n_bytes = 0;

        assert_ok(wb_writer_to_memory(&writer, NULL));
        assert_ok(wb_support_write(first, writer, NULL));
        assert_ok(wb_writer_finish(writer, NULL));
        assert_non_null(wb_writer_bytes(writer, &n_bytes));
        assert_ok(wb_reader_from_memory(wb_writer_bytes(writer, NULL), n_bytes, NULL,
                                        &reader, NULL));
        assert_ok(wb_support_read(reader, &second, NULL));
        assert_string_equal(wb_support_hash(first), wb_support_hash(second));
        assert_fails(wb_support_write(NULL, writer, NULL), WB_E_ARG);
        assert_fails(wb_support_write(first, NULL, NULL), WB_E_ARG);
        wb_reader_free(reader);
        wb_writer_free(writer);
        wb_support_free(second);
        wb_support_free(first);
    }
}

static void test_wb_support_list__says_what_is_in_its_period(void **state)
{
    wb_frame *list = NULL;
    wb_error err = {0};
    int n = 0;

    (void)state;
    assert_ok(wb_support_list("2022-11-30", "en", &list, NULL));
    assert_int_equal(wb_frame_row_count(list), 9);
    for (int64_t row = 0; row < 9; row++) {
        if (whole_at(list, "in_period", row) == 1) {
            assert_says(text_at(list, "id", row), "2022");
            n++;
        }
    }
    assert_int_equal(n, 2);
    wb_frame_free(list);
    assert_ok(wb_support_list(NULL, NULL, &list, NULL));
    assert_int_equal(is_missing(list, "in_period", 0), 1);
    assert_string_equal(text_at(list, "title", 8),
                        "Verhoging van de kmo-portefeuille 2024");
    wb_frame_free(list);
    list = NULL;
    assert_fails(wb_support_list("2022-02-30", "en", &list, &err), WB_E_ARG);
    assert_says(err.message, "2022-02-30");
    assert_null(list);
    assert_fails(wb_support_list(NULL, NULL, NULL, NULL), WB_E_ARG);
}

static void test_wb_support_table__shows_facts_and_sources(void **state)
{
    wb_support *rule = rule_of("{" HEAD PERIOD "," FACTS "}");
    wb_frame *table = NULL;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_support_table(rule, "facts", "en", &table, NULL));
    assert_int_equal(wb_frame_row_count(table), 6);
    assert_string_equal(text_at(table, "id", 1), "earlier_support_cents");
    assert_string_equal(text_at(table, "label", 1), "support granted earlier");
    assert_string_equal(text_at(table, "type", 5), "choice");
    assert_string_equal(text_at(table, "values", 5), "p,q");
    wb_frame_free(table);
    assert_ok(wb_support_table(rule, "sources", "en", &table, NULL));
    assert_string_equal(text_at(table, "where", 0), "page");
    wb_frame_free(table);
    assert_fails(wb_support_table(rule, "rates", "en", &table, &err), WB_E_ARG);
    assert_says(err.message, "facts, conditions, figures and sources");
    assert_fails(wb_support_table(NULL, "facts", "en", &table, NULL), WB_E_ARG);
    assert_fails(wb_support_table(rule, "facts", "en", NULL, NULL), WB_E_ARG);
    assert_int_equal(wb_support_verified(rule), 1);
    assert_int_equal(wb_support_historical(rule), 0);
    assert_string_equal(wb_support_title(rule, "fr"), "Regel");
    wb_support_free(rule);
}

/* A rule need not end, nor say how much it gives. */
static void test_wb_support_table__shows_the_figures_that_are_given(void **state)
{
    wb_support *rule =
        rule_of("{" HEAD "'valid':{'from':{'date':'2020-01-01','source':['s'],"
                "'verified':true}}}");
    wb_frame *table = NULL;

    (void)state;
    assert_ok(wb_support_table(rule, "figures", "en", &table, NULL));
    assert_int_equal(wb_frame_row_count(table), 1);
    assert_string_equal(text_at(table, "kind", 0), "date");
    wb_frame_free(table);
    wb_support_free(rule);
}

/* What two files of one hash show is the same, whatever the order of their keys. */
static void test_wb_support_table__does_not_hang_on_the_order_of_keys(void **state)
{
    wb_support *rule =
        rule_of("{'format':'werkbaar-support/1.0','id':'r','measure':'m','version':'1',"
                "'licence':'MIT','title':" TEXTS ",'historical':false,'sources':{"
                "'t':{'title':'T','where':'t'},'a':{'title':'A','where':'a'},"
                "'s':{'title':'S','where':'s'}}," PERIOD "}");
    wb_frame *table = NULL;

    (void)state;
    assert_ok(wb_support_table(rule, "sources", "en", &table, NULL));
    assert_string_equal(text_at(table, "id", 0), "a");
    assert_string_equal(text_at(table, "id", 1), "s");
    assert_string_equal(text_at(table, "id", 2), "t");
    wb_frame_free(table);
    wb_support_free(rule);
}

/* ---- what no file may say ---- */

#define CONDITION(demand)                                                                \
    "{" HEAD PERIOD "," FACTS ",'conditions':[{'id':'k','kind':'use','asked':" TEXTS     \
    ",'demand':" demand "," NOTE "}]}"
#define RATE(percent)                                                                    \
    "{" HEAD PERIOD ",'rates':[{'id':'a','percent':" percent "," NOTE "}]}"

static const struct {
    const char *json, *where, *says;
    wb_status status;
} faults[] = {
    {"[]", "file#", "object", WB_E_DATA},
    {"{" HEAD "'valid':{}", "file", "valid JSON", WB_E_DATA},
    {"{" HEAD PERIOD ",'id':'again'}", "file", "duplicate", WB_E_DATA},
    {"{'format':'werkbaar-support/2.0'}", "file#/format", "newer", WB_E_VERSION},
    {"{'format':'werkbaar-plan/1.0'}", "file#/format", "werkbaar-support", WB_E_DATA},
    {"{" HEAD PERIOD ",'extra':1}", "file#/extra", "unknown", WB_E_DATA},
    {"{" HEAD "'facts':[]}", "file#/valid", "missing", WB_E_DATA},
    {"{" HEAD "'valid':{'from':{'date':'2020-13-01'," NOTE "}}}", "file#/valid/from/date",
     "no date", WB_E_DATA},
    {"{" HEAD "'valid':{'from':{'date':'2021-01-01'," NOTE
     "},'until':{'date':'2020-12-31'," NOTE "}}}",
     "file#/valid", "before it begins", WB_E_DATA},
    {"{" HEAD "'valid':{'from':{'date':'2021-01-01','verified':true}}}",
     "file#/valid/from", "names no source", WB_E_DATA},
    {"{" HEAD "'valid':{'from':{'date':'2021-01-01','source':['s'],'verified':false}}}",
     "file#/valid/from/note", "missing", WB_E_DATA},
    {"{" HEAD "'valid':{'from':{'date':'2021-01-01','source':['t'],'verified':true}}}",
     "file#/valid/from/source/0", "one in 'sources'", WB_E_DATA},
    {"{" HEAD "'valid':{'from':{'date':'2021-01-01'," NOTE ",'note2':1}}}",
     "file#/valid/from/note2", "unknown", WB_E_DATA},
    {"{" HEAD PERIOD ",'facts':[{'id':'n','label':" TEXTS
     ",'type':'count'},{'id':'n','label':" TEXTS ",'type':'count'}]}",
     "file#/facts/1", "twice", WB_E_DATA},
    {"{" HEAD PERIOD ",'facts':[{'id':'cost_cents','label':" TEXTS ",'type':'cents'}]}",
     "file#/facts/0", "twice", WB_E_DATA},
    {"{" HEAD PERIOD ",'facts':[{'id':'1n','label':" TEXTS ",'type':'count'}]}",
     "file#/facts/0/id", "not an id", WB_E_DATA},
    {"{" HEAD PERIOD ",'facts':[{'id':'n','label':{'nl':'n'},'type':'count'}]}",
     "file#/facts/0/label/en", "missing", WB_E_DATA},
    {"{" HEAD PERIOD ",'facts':[{'id':'n','label':" TEXTS ",'type':'money'}]}",
     "file#/facts/0/type", "count, number, cents, bool, choice", WB_E_DATA},
    {"{" HEAD PERIOD ",'facts':[{'id':'n','label':" TEXTS ",'type':'choice'}]}",
     "file#/facts/0/values", "missing", WB_E_DATA},
    {"{" HEAD PERIOD ",'facts':[{'id':'n','label':" TEXTS ",'type':'bool','values':[]}]}",
     "file#/facts/0/values", "only a choice", WB_E_DATA},
    {"{" HEAD PERIOD ",'facts':[{'id':'n','label':" TEXTS
     ",'type':'choice','values':[{'id':'p','label':" TEXTS "},{'id':'p','label':" TEXTS
     "}]}]}",
     "file#/facts/0/values/1", "twice", WB_E_DATA},
    {CONDITION("{}"), "file#/conditions/0/demand", "one of", WB_E_DATA},
    {CONDITION("{'fact':'n','at_least':1,'below':3}"), "file#/conditions/0/demand",
     "one of", WB_E_DATA},
    {CONDITION("{'fact':'m','at_least':1}"), "file#/conditions/0/demand/fact",
     "no fact 'm'", WB_E_DATA},
    {CONDITION("{'at_least':1}"), "file#/conditions/0/demand/fact", "missing", WB_E_DATA},
    {CONDITION("{'fact':'n','at_least':1.5}"), "file#/conditions/0/demand/at_least",
     "1.5", WB_E_DATA},
    {CONDITION("{'fact':'n','at_least':-1}"), "file#/conditions/0/demand/at_least", "-1",
     WB_E_DATA},
    {CONDITION("{'fact':'n','at_least':1e300}"), "file#/conditions/0/demand/at_least",
     "1e+300", WB_E_DATA},
    {CONDITION("{'fact':'b','at_least':1}"), "file#/conditions/0/demand/at_least",
     "'b' is a bool", WB_E_DATA},
    {CONDITION("{'fact':'n','is':true}"), "file#/conditions/0/demand", "'n' is a count",
     WB_E_DATA},
    {CONDITION("{'fact':'b','is':1}"), "file#/conditions/0/demand/is", "true or false",
     WB_E_DATA},
    {CONDITION("{'fact':'c','one_of':['z']}"), "file#/conditions/0/demand/one_of/0",
     "no value of fact 'c'", WB_E_DATA},
    {CONDITION("{'fact':'c','one_of':[1]}"), "file#/conditions/0/demand/one_of/0",
     "no value of fact 'c'", WB_E_DATA},
    {CONDITION("{'fact':'c','one_of':[]}"), "file#/conditions/0/demand/one_of", "empty",
     WB_E_DATA},
    {CONDITION("{'fact':'n','one_of':['p']}"), "file#/conditions/0/demand/one_of",
     "'n' is a count", WB_E_DATA},
    {CONDITION("{'all':[]}"), "file#/conditions/0/demand/all", "empty", WB_E_DATA},
    {CONDITION("{'fact':'n','any':[{'fact':'n','at_least':1}]}"),
     "file#/conditions/0/demand", "asked of demands", WB_E_DATA},
    {CONDITION("{'any':[{'all':[{'fact':'b','is':true},{'fact':'z','is':true}]}]}"),
     "file#/conditions/0/demand/any/0/all/1/fact", "no fact 'z'", WB_E_DATA},
    {"{" HEAD PERIOD "," FACTS ",'conditions':[{'id':'window','kind':'use','asked':" TEXTS
     ",'demand':{'fact':'b','is':true}," NOTE "}]}",
     "file#/conditions/0/id", "every rule has", WB_E_DATA},
    {"{" HEAD PERIOD "," FACTS ",'conditions':[{'id':'k','kind':'who','asked':" TEXTS
     ",'demand':{'fact':'b','is':true}," NOTE "}]}",
     "file#/conditions/0/kind", "applicant, use, joint, file, history", WB_E_DATA},
    {RATE("101"), "file#/rates/0/percent", "0 to 100", WB_E_DATA},
    {RATE("-1"), "file#/rates/0/percent", "0 to 100", WB_E_DATA},
    {RATE("12.5"), "file#/rates/0/percent", "a text", WB_E_DATA},
    {RATE("'12.345'"), "file#/rates/0/percent", "two decimals", WB_E_DATA},
    {RATE("'sixty'"), "file#/rates/0/percent", "two decimals", WB_E_DATA},
    {RATE("99999999999999999999"), "file", "integer", WB_E_DATA},
    {"{" HEAD PERIOD ",'rates':[{'id':'a','percent':1," NOTE
     "},{'id':'a','percent':2," NOTE "}]}",
     "file#/rates/1", "twice", WB_E_DATA},
    {"{" HEAD PERIOD ",'ceiling':{'cents':-1,'per':" TEXTS "," NOTE "}}",
     "file#/ceiling/cents", "-1", WB_E_DATA},
    {"{" HEAD PERIOD ",'ceiling':{'cents':9007199254740993,'per':" TEXTS "," NOTE "}}",
     "file#/ceiling/cents", "9007199254740993", WB_E_DATA},
    {"{" HEAD PERIOD ",'x_note':'\\ud800'}", "file", "valid JSON", WB_E_DATA},
};

static void test_wb_support_read__faults_name_their_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        wb_support *rule = NULL;
        wb_error err = {0};
        wb_status st = read_rule(faults[i].json, &rule, &err);

        if (st != faults[i].status || strstr(err.message, faults[i].says) == NULL ||
            strcmp(err.where, faults[i].where) != 0)
            fail_msg("fault %zu: %s at '%s': %s", i, wb_status_name(st), err.where,
                     err.message);
        assert_true(err.line == 1 && err.column > 0);
        assert_null(rule);
        assert_fails(read_rule(faults[i].json, &rule, NULL), faults[i].status);
    }
}

static void test_wb_support_read__x_keys_are_left_alone(void **state)
{
    wb_support *rule = rule_of("{" HEAD PERIOD ",'x_more':{'deep':[1]}}");

    (void)state;
    assert_string_equal(wb_support_id(rule), "r");
    wb_support_free(rule);
}

/* `depth` demands in each other, the innermost of a fact. */
static char *nested(int depth)
{
    static char json[65536];
    size_t at = (size_t)snprintf(json, sizeof json, "%s",
                                 "{" HEAD PERIOD "," FACTS
                                 ",'conditions':[{'id':'k','kind':'use','asked':" TEXTS
                                 "," NOTE ",'demand':");

    for (int i = 1; i < depth; i++)
        at += (size_t)snprintf(json + at, sizeof json - at, "{'all':[");
    at += (size_t)snprintf(json + at, sizeof json - at, "{'fact':'b','is':true}");
    for (int i = 1; i < depth; i++)
        at += (size_t)snprintf(json + at, sizeof json - at, "]}");
    snprintf(json + at, sizeof json - at, "}]}");
    return json;
}

static void test_wb_support_read__depth_is_limited(void **state)
{
    wb_support *rule = rule_of(nested(8));
    wb_error err = {0};

    (void)state;
    wb_support_free(rule);
    rule = NULL;
    assert_fails(read_rule(nested(9), &rule, &err), WB_E_LIMIT);
    assert_says(err.message, "8 deep");
    assert_fails(read_rule(nested(700), &rule, &err), WB_E_LIMIT);
    assert_null(rule);
}

/* `n` parts between a head and a tail, each with an id of its own in front. */
static char *repeated(const char *head, const char *part, const char *tail, int n)
{
    static char json[131072];
    size_t at = (size_t)snprintf(json, sizeof json, "%s", head);

    for (int i = 0; i < n; i++)
        at += (size_t)snprintf(json + at, sizeof json - at, "%s{\"id\":\"f%d%s",
                               i == 0 ? "" : ",", i, part);
    at += (size_t)snprintf(json + at, sizeof json - at, "%s", tail);
    assert_true(at < sizeof json);
    return json;
}

static wb_status read_long(char *json, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_support *rule = NULL;
    wb_status st;

    for (char *at = json; *at != '\0'; at++)
        *at = *at == '\'' ? '"' : *at;
    assert_ok(wb_reader_from_memory(json, strlen(json), "file", &reader, NULL));
    st = wb_support_read(reader, &rule, err);
    wb_reader_free(reader);
    wb_support_free(rule);
    return st;
}

static void test_wb_support_read__counts_are_limited(void **state)
{
    static const char fact[] = "','label':" TEXTS ",'type':'bool'}";
    wb_error err = {0};

    (void)state;
    assert_ok(read_long(repeated("{" HEAD PERIOD ",'facts':[", fact, "]}", 62), &err));
    assert_fails(read_long(repeated("{" HEAD PERIOD ",'facts':[", fact, "]}", 63), &err),
                 WB_E_LIMIT);
    assert_says(err.message, "62");
    assert_fails(read_long(repeated("{" HEAD PERIOD ",'rates':[",
                                    "','percent':1," NOTE "}", "]}", 65),
                           &err),
                 WB_E_LIMIT);
    assert_fails(read_long(repeated("{" HEAD PERIOD "," FACTS ",'conditions':[",
                                    "','kind':'use','asked':" TEXTS
                                    ",'demand':{'fact':'b','is':true}," NOTE "}",
                                    "]}", 257),
                           &err),
                 WB_E_LIMIT);
}

static void test_wb_support_load__reads_a_file_by_its_path(void **state)
{
    wb_support *rule = NULL;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_support_load(
        WB_TEST_SOURCE_DIR "/data/support/werkbaarheidscheque-2019.json", &rule, NULL));
    assert_string_equal(wb_support_id(rule), "werkbaarheidscheque-2019");
    wb_support_free(rule);
    assert_fails(wb_support_load("/nowhere/rule.json", &rule, &err), WB_E_IO);
    assert_null(rule);
    assert_says(err.where, "/nowhere/rule.json");
    assert_fails(wb_support_load(NULL, &rule, NULL), WB_E_ARG);
    assert_fails(wb_support_load(WB_TEST_SOURCE_DIR "/VERSION", NULL, NULL), WB_E_ARG);
}

static void test_wb_support_read__wants_a_reader_and_a_place(void **state)
{
    wb_support *rule = NULL;

    (void)state;
    assert_fails(wb_support_read(NULL, &rule, NULL), WB_E_ARG);
    assert_fails(wb_support_read(NULL, NULL, NULL), WB_E_ARG);
    wb_support_free(NULL);
}

/* A demand for any of n demands is n + 1. */
static wb_status read_demands(int n, wb_support **out, wb_error *err)
{
    static char text[1 << 19];
    wb_reader *reader = NULL;
    int at = sprintf(text, "{" HEAD PERIOD "," FACTS
                           ",'conditions':[{'id':'k','kind':'use','asked':" TEXTS
                           ",'demand':{'any':[");

    for (int i = 0; i < n; i++)
        at += sprintf(text + at, "%s{'fact':'b','is':true}", i == 0 ? "" : ",");
    at += sprintf(text + at, "]}," NOTE "}]}");
    for (int i = 0; i < at; i++) {
        if (text[i] == '\'')
            text[i] = '"';
    }
    assert_ok(wb_reader_from_memory(text, (size_t)at, "file", &reader, NULL));
    wb_status st = wb_support_read(reader, out, err);
    wb_reader_free(reader);
    return st;
}

static void test_wb_support_read__has_as_many_demands_as_it_can_hold(void **state)
{
    wb_support *rule = NULL;
    wb_error err = {0};

    (void)state;
    if (read_demands(8191, &rule, &err) != WB_OK)
        fail_msg("%s: %s", err.where, err.message);
    wb_support_free(rule);
    rule = NULL;
    assert_fails(read_demands(8192, &rule, &err), WB_E_LIMIT);
    assert_null(rule);
    assert_string_equal(err.message, "there are more than 8192 demands");
    assert_says(err.where, "file#/conditions/0/demand");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_support_builtin__every_one_can_be_read),
        cmocka_unit_test(test_wb_support_builtin__unknown_id_names_those_there_are),
        cmocka_unit_test(test_wb_support_builtin__figures_are_those_of_the_sources),
        cmocka_unit_test(test_wb_support_builtin__applications_are_counted_in_two_years),
        cmocka_unit_test(test_wb_support_builtin__what_is_unverified_has_a_note),
        cmocka_unit_test(test_wb_support_write__is_read_as_the_same_rule),
        cmocka_unit_test(test_wb_support_list__says_what_is_in_its_period),
        cmocka_unit_test(test_wb_support_table__shows_facts_and_sources),
        cmocka_unit_test(test_wb_support_table__shows_the_figures_that_are_given),
        cmocka_unit_test(test_wb_support_table__does_not_hang_on_the_order_of_keys),
        cmocka_unit_test(test_wb_support_read__faults_name_their_place),
        cmocka_unit_test(test_wb_support_read__x_keys_are_left_alone),
        cmocka_unit_test(test_wb_support_read__depth_is_limited),
        cmocka_unit_test(test_wb_support_read__counts_are_limited),
        cmocka_unit_test(test_wb_support_load__reads_a_file_by_its_path),
        cmocka_unit_test(test_wb_support_read__wants_a_reader_and_a_place),
        cmocka_unit_test(test_wb_support_read__has_as_many_demands_as_it_can_hold),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
