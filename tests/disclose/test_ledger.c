/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Ledgers: the file, and what a later report does with it. */
#include "disclosing.h"

#include <stdlib.h>

#define HEAD "cell,measure,n,problem,acute\n"
#define SUMS "kind,partition,total,part\nsum,t,all,a\nsum,t,all,b\nsum,t,all,c\n"
#define ONE  HEAD "all,m,100,40,20\na,m,40,13,6\nb,m,32,15,9\nc,m,28,12,5\nlone,x,30,9,0\n"

static const char *text_of(const wb_ledger *ledger)
{
    static char text[16384];
    wb_writer *writer = NULL;
    size_t n = 0;

    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_ok(wb_ledger_write(ledger, writer, NULL));
    assert_non_null(wb_writer_bytes(writer, &n));
    assert_true(n < sizeof text);
    memcpy(text, wb_writer_bytes(writer, NULL), n + 1);
    wb_writer_free(writer);
    return text;
}

/* A ledger from JSON with ' for ". */
static wb_status read_ledger(const char *json, wb_ledger **out, wb_error *err)
{
    static char text[16384];
    wb_reader *reader = NULL;
    wb_status st;

    assert_true(strlen(json) < sizeof text);
    strcpy(text, json);
    for (char *at = text; *at != '\0'; at++)
        *at = *at == '\'' ? '"' : *at;
    assert_ok(wb_reader_from_memory(text, strlen(text), "ledger", &reader, NULL));
    st = wb_ledger_read(reader, out, err);
    wb_reader_free(reader);
    return st;
}

/* What a report shows after one of `before`. */
static const char *after(const char *before, const char *now, int32_t round_to)
{
    wb_disclose_options options = options_of(10);
    disclosed first;
    const char *text;

    options.round_to = round_to;
    first = disclose(before, SUMS, &options);
    options.release = "two";
    options.earlier = first.ledger;
    text = released(now, SUMS, &options);
    disclosed_free(&first);
    return text;
}

/* ---- the file ---- */

static void test_ledger__holds_what_was_shown(void **state)
{
    wb_disclose_options options = options_of(10);
    disclosed out =
        disclose(HEAD "a,m,40,13,6\nb,m,9,3,1\nc,m,40,13,0\n", NULL, &options);
    wb_frame *frame = NULL;

    (void)state;
    assert_string_equal(wb_ledger_scope(out.ledger), "scan");
    assert_string_equal(
        text_of(out.ledger),
        "{\"cells\":[{\"acute\":6,\"cell\":\"a\",\"measure\":\"m\",\"n\":40,\"problem\":"
        "13,"
        "\"release\":\"one\",\"status\":\"ok\"},{\"cell\":\"b\",\"measure\":\"m\","
        "\"release\":\"one\",\"status\":\"hidden\"},{\"cell\":\"c\",\"measure\":\"m\","
        "\"n\":"
        "40,\"problem\":13,\"release\":\"one\",\"status\":\"no_acute\"}],\"format\":"
        "\"werkbaar-ledger/1.0\",\"releases\":[{\"dominance\":0.5,\"extreme\":2,\"id\":"
        "\"one\",\"min_n\":10,\"min_n_sensitive\":0,\"protect\":\"all\"}],\"round_to\":1,"
        "\"scope\":\"scan\"}");
    assert_ok(wb_ledger_frame(out.ledger, &frame, NULL));
    assert_string_equal(
        csv_of(frame), "cell,measure,n,problem,acute,status,release\na,m,40,13,6,ok,one\n"
                       "b,m,,,,hidden,one\nc,m,40,13,,no_acute,one\n");
    wb_frame_free(frame);
    disclosed_free(&out);
}

static void test_ledger__reads_back_the_same(void **state)
{
    wb_disclose_options options = options_of(10);
    disclosed out = disclose(ONE, SUMS, &options);
    char *text = strdup(text_of(out.ledger));
    wb_ledger *again = NULL;

    (void)state;
    assert_ok(read_ledger(text, &again, NULL));
    assert_string_equal(text_of(again), text);
    wb_ledger_free(again);
    free(text);
    disclosed_free(&out);
}

#define FRONT "{'format':'werkbaar-ledger/1.0','scope':'s','round_to':1,"
#define RULES_WITH(dominance)                                                            \
    "'min_n':10,'min_n_sensitive':0,'extreme':1,'dominance':" dominance ",'protect':'"   \
    "all'"
#define RULES  RULES_WITH("0.5")
#define REPORT "'releases':[{'id':'r'," RULES "}],"
#define ENTRY  "{'cell':'a','measure':'m','release':'r',"

static void test_ledger_read__refuses_what_is_wrong(void **state)
{
    static const struct {
        const char *json, *where, *message;
    } wrong[] = {
        {FRONT REPORT "'cells':[" ENTRY "'status':'hidden','n':5}]}", "/cells/0",
         "'n' is there, though it is hidden"},
        {FRONT REPORT "'cells':[" ENTRY "'status':'no_acute','n':5,'acute':1}]}",
         "/cells/0", "'acute' is there, though it is hidden"},
        {FRONT REPORT "'cells':[" ENTRY "'status':'ok'}]}", "/cells/0", "'n' is missing"},
        {FRONT REPORT "'cells':[" ENTRY "'status':'ok','n':5,'problem':6}]}", "/cells/0",
         "at most the one before"},
        {FRONT REPORT "'cells':[" ENTRY "'status':'hidden'}," ENTRY
                      "'status':'hidden'}]}",
         "/cells/1", "there twice"},
        {FRONT REPORT
         "'cells':[{'cell':'b','measure':'m','release':'r','status':'hidden'}," ENTRY
         "'status':'hidden'}]}",
         "/cells/1", "not in the order of their bytes"},
        {FRONT REPORT
         "'cells':[{'cell':'','measure':'m','release':'r','status':'hidden'}]}",
         "/cells/0/cell", "1 to 255 bytes"},
        {FRONT REPORT
         "'cells':[{'cell':'a','measure':'m','release':'q','status':'hidden'}]}",
         "/cells/0", "no release 'q'"},
        {FRONT REPORT "'cells':[" ENTRY "'status':'shown'}]}", "/cells/0/status",
         "shown"},
        {FRONT REPORT "'cells':[" ENTRY "'status':'hidden','rule':'too_few'}]}",
         "/cells/0/rule", "rule"},
        {FRONT "'releases':[],'cells':[]}", "/releases", "is empty"},
        {FRONT "'releases':[{'id':'r'," RULES "},{'id':'r'," RULES "}],'cells':[]}",
         "/releases/1", "there twice"},
        {FRONT "'releases':[{'id':'r'," RULES_WITH("0") "}],'cells':[]}",
         "/releases/0/dominance", "above 0 and up to 1"},
        {FRONT "'releases':[{'id':'r'," RULES_WITH("1.1") "}],'cells':[]}",
         "/releases/0/dominance", "above 0 and up to 1"},
        {FRONT "'releases':[{'id':'r'," RULES_WITH("9223036854775807") "}],'cells':[]}",
         "/releases/0/dominance", "beyond 2^53"},
        {"{'format':'werkbaar-ledger/2.0'}", "/format", "2.0"},
        {"{'format':'werkbaar-plan/1.0'}", "/format", "werkbaar-plan"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        wb_ledger *ledger = NULL;
        wb_error err = {0};

        assert_int_not_equal(read_ledger(wrong[i].json, &ledger, &err), WB_OK);
        assert_null(ledger);
        if (strstr(err.where, wrong[i].where) == NULL ||
            strstr(err.message, wrong[i].message) == NULL)
            fail_msg("%s: '%s' at '%s'", wrong[i].json, err.message, err.where);
    }
}

static void test_ledger_read__takes_one_without_cells(void **state)
{
    wb_ledger *ledger = NULL;

    (void)state;
    assert_ok(read_ledger(FRONT REPORT "'cells':[],'x_note':1}", &ledger, NULL));
    wb_ledger_free(ledger);
}

static void test_ledger_load__names_the_file(void **state)
{
    wb_ledger *ledger = NULL;
    wb_error err = {0};

    (void)state;
    assert_fails(wb_ledger_load("/no/such/ledger.json", &ledger, &err), WB_E_IO);
    assert_non_null(strstr(err.where, "ledger.json"));
    assert_null(ledger);
}

/* ---- a later report ---- */

static void test_disclose__the_same_answers_show_the_same(void **state)
{
    (void)state;
    assert_string_equal(after(ONE, ONE, 0),
                        "a,m,40,13,6,ok\nall,m,100,40,20,ok\nb,m,32,15,9,ok\n"
                        "c,m,28,12,5,ok\nlone,x,30,9,,no_acute\n");
}

/* Two late answers in c: c and the whole are not shown again, nor is what is new there;
 * what does not hang together with them is. */
static void test_disclose__late_answers_are_not_told(void **state)
{
    (void)state;
    assert_string_equal(after(ONE,
                              HEAD "all,m,102,41,20\na,m,40,13,6\nb,m,32,15,9\n"
                                   "c,m,30,13,5\nlone,x,30,9,0\nnew,x,30,9,4\n",
                              0),
                        "a,m,40,13,6,ok\nall,m,100,40,20,ok\nb,m,32,15,9,ok\n"
                        "c,m,28,12,5,ok\nlone,x,30,9,,no_acute\n"
                        "new,x,30,9,4,ok\n");
}

/* The whole has changed, so a new part of it is not shown, though it is large. */
static void test_disclose__nothing_new_beside_late_answers(void **state)
{
    wb_disclose_options options = options_of(10);
    const char *sums = "kind,partition,total,part\nsum,t,all,a\n";
    disclosed first = disclose(HEAD "all,m,100,40,20\na,m,40,13,6\n", sums, &options);

    (void)state;
    options.release = "two";
    options.earlier = first.ledger;
    assert_string_equal(released(HEAD "all,m,130,51,25\na,m,40,13,6\nb,m,60,27,13\n",
                                 "kind,partition,total,part\nsum,t,all,a\nsum,t,all,b\n",
                                 &options),
                        "a,m,40,13,6,ok\nall,m,100,40,20,ok\nb,m,,,,hidden\n");
    disclosed_free(&first);
}

/* c was too small, and stays hidden now that it is not. */
static void test_disclose__what_was_hidden_stays_hidden(void **state)
{
    wb_disclose_options options = options_of(10);
    disclosed first = disclose(HEAD "c,m,9,3,1\n", NULL, &options);

    (void)state;
    options.release = "two";
    options.earlier = first.ledger;
    assert_string_equal(released(HEAD "c,m,40,13,6\n", NULL, &options),
                        "c,m,,,,hidden\n");
    disclosed_free(&first);
}

/* The whole and a were shown, so b and c are 60 together; showing b would give c away. */
static void test_disclose__new_rows_do_not_give_old_ones_away(void **state)
{
    wb_disclose_options options = options_of(10);
    disclosed first = disclose(HEAD "all,m,100,40,20\na,m,40,13,6\n",
                               "kind,partition,total,part\nsum,t,all,a\n", &options);

    (void)state;
    options.release = "two";
    options.earlier = first.ledger;
    assert_string_equal(released(HEAD "all,m,100,40,20\na,m,40,13,6\nb,m,54,25,13\n"
                                      "c,m,6,2,1\n",
                                 SUMS, &options),
                        "a,m,40,13,6,ok\nall,m,100,40,20,ok\nb,m,,,,hidden\n"
                        "c,m,,,,hidden\n");
    disclosed_free(&first);
}

static void test_disclose__what_is_rounded_away_is_no_change(void **state)
{
    (void)state;
    assert_string_equal(after(ONE,
                              HEAD "all,m,101,41,20\na,m,41,14,6\nb,m,32,15,9\n"
                                   "c,m,28,12,5\nlone,x,30,9,0\n",
                              5),
                        "a,m,40,15,5,ok\nall,m,100,40,20,ok\nb,m,30,15,10,ok\n"
                        "c,m,30,10,5,ok\nlone,x,30,10,,no_acute\n");
}

static void test_disclose__ledgers_add_up(void **state)
{
    wb_disclose_options options = options_of(10);
    disclosed first = disclose(HEAD "a,m,40,13,6\n", NULL, &options);
    disclosed second;

    (void)state;
    options.release = "two";
    options.min_n = 12;
    options.earlier = first.ledger;
    second = disclose(HEAD "a,m,45,14,7\nb,m,33,13,6\n", NULL, &options);
    assert_non_null(strstr(wb_frame_metadata(second.released), "\"earlier\":[\"one\"]"));
    assert_string_equal(csv_of(second.released),
                        "cell,measure,n,problem,acute,status,release\n"
                        "a,m,40,13,6,ok,one\nb,m,33,13,6,ok,two\n");
    assert_non_null(strstr(text_of(second.ledger),
                           "{\"acute\":6,\"cell\":\"a\",\"measure\":\"m\",\"n\":40,"
                           "\"problem\":13,\"release\":\"one\",\"status\":\"ok\"}"));
    assert_non_null(strstr(text_of(second.ledger), "\"n\":33,\"problem\":13,\"release\":"
                                                   "\"two\""));
    assert_non_null(strstr(text_of(second.ledger), "\"id\":\"two\",\"min_n\":12"));
    disclosed_free(&second);
    disclosed_free(&first);
}

/* A count that a measure did not have before is known from the report that shows it. */
static void test_ledger__has_counts_that_came_later(void **state)
{
    wb_disclose_options options = options_of(10);
    disclosed first = disclose("cell,measure,n,problem\na,m,40,13\n", NULL, &options);
    disclosed second;
    wb_frame *frame = NULL;

    (void)state;
    options.release = "two";
    options.earlier = first.ledger;
    second = disclose(HEAD "a,m,40,13,6\n", NULL, &options);
    assert_ok(wb_ledger_frame(second.ledger, &frame, NULL));
    assert_string_equal(csv_of(frame), csv_of(second.released));
    assert_string_equal(
        csv_of(frame),
        "cell,measure,n,problem,acute,status,release\na,m,40,13,6,ok,one\n");
    wb_frame_free(frame);
    disclosed_free(&second);
    second = disclose(HEAD "a,m,40,13,1\n", NULL, &options);
    assert_ok(wb_ledger_frame(second.ledger, &frame, NULL));
    assert_string_equal(csv_of(frame), "cell,measure,n,problem,acute,status,release\n"
                                       "a,m,40,13,,no_acute,one\n");
    wb_frame_free(frame);
    disclosed_free(&second);
    disclosed_free(&first);
}

/* It is not shown beside what stays as it was then. */
static void
test_disclose__counts_that_came_later_are_not_shown_beside_old_ones(void **state)
{
    wb_disclose_options options = options_of(10);
    disclosed first = disclose("cell,measure,n,problem\na,m,40,13\n", NULL, &options);
    disclosed counted = disclose("cell,measure,n\na,m,40\n", NULL, &options);

    (void)state;
    options.release = "two";
    options.earlier = first.ledger;
    assert_string_equal(released(HEAD "a,m,41,14,6\n", NULL, &options),
                        "a,m,40,13,,no_acute\n");
    options.earlier = counted.ledger;
    assert_string_equal(released(HEAD "a,m,41,14,6\n", NULL, &options),
                        "a,m,,,,hidden\n");
    disclosed_free(&counted);
    disclosed_free(&first);
}

static void test_disclose__refuses_a_ledger_that_does_not_fit(void **state)
{
    static const struct {
        const char *scope, *release, *counts;
        int32_t round_to;
        const char *message;
    } wrong[] = {
        {"other", "two", HEAD "a,m,40,13,6\n", 0,
         "the ledger is of 'scan', these counts are of 'other': not the same answers"},
        {"scan", "one", HEAD "a,m,40,13,6\n", 0,
         "has a report 'one' already: give this one another"},
        {"scan", "two", HEAD "a,m,40,13,6\n", 5, "multiples of 1"},
        {"scan", "two", HEAD "b,m,40,13,6\n", 0, "not among the counts"},
        {"scan", "two", HEAD "a,m,39,13,6\n", 0, "more answers than there are now"},
        {"scan", "two", "cell,measure,n\na,m,40\n", 0, "not there now"},
    };
    wb_disclose_options options = options_of(10);
    disclosed first = disclose(HEAD "a,m,40,13,6\n", NULL, &options);

    (void)state;
    options.earlier = first.ledger;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        disclosed out = {NULL, NULL, NULL};
        wb_error err = {0};

        options.scope = wrong[i].scope;
        options.release = wrong[i].release;
        options.round_to = wrong[i].round_to;
        assert_fails(try_to_disclose(wrong[i].counts, NULL, &options, &out, &err),
                     WB_E_CONFLICT);
        if (strstr(err.message, wrong[i].message) == NULL)
            fail_msg("'%s' says not '%s'", err.message, wrong[i].message);
        assert_null(out.released);
    }
    disclosed_free(&first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ledger__holds_what_was_shown),
        cmocka_unit_test(test_ledger__reads_back_the_same),
        cmocka_unit_test(test_ledger_read__refuses_what_is_wrong),
        cmocka_unit_test(test_ledger_read__takes_one_without_cells),
        cmocka_unit_test(test_ledger_load__names_the_file),
        cmocka_unit_test(test_disclose__the_same_answers_show_the_same),
        cmocka_unit_test(test_disclose__late_answers_are_not_told),
        cmocka_unit_test(test_disclose__nothing_new_beside_late_answers),
        cmocka_unit_test(test_disclose__what_was_hidden_stays_hidden),
        cmocka_unit_test(test_disclose__new_rows_do_not_give_old_ones_away),
        cmocka_unit_test(test_disclose__what_is_rounded_away_is_no_change),
        cmocka_unit_test(test_disclose__ledgers_add_up),
        cmocka_unit_test(test_ledger__has_counts_that_came_later),
        cmocka_unit_test(
            test_disclose__counts_that_came_later_are_not_shown_beside_old_ones),
        cmocka_unit_test(test_disclose__refuses_a_ledger_that_does_not_fit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
