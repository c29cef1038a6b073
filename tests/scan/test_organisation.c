/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Organisations as files: what one says, and what none may say. */
#include "scan_support.h"

#define WHOLE "{" ORGANISATION "'staff':100,'min_n':10,"
#define HIERARCHIES                                                                      \
    "'hierarchies':[{'id':'department','columns':['department','team'],'groups':["       \
    "{'id':'production','title':{'nl':'Productie'},'staff':60,'groups':["                \
    "{'id':'line1','staff':25},{'id':'line2','staff':30}]},"                             \
    "{'id':'office','title':{'en':'Office'},'staff':40}]},"                              \
    "{'id':'age','columns':['age'],'groups':["                                           \
    "{'id':'18-34','staff':45},{'id':'35-99','staff':50}]}]"

#define FINER                                                                            \
    "'hierarchies':[{'id':'department','columns':['department','team'],'groups':["       \
    "{'id':'p','staff':60,'groups':[{'id':'1','staff':25}]},{'id':'o','staff':40}]},"    \
    "{'id':'age','columns':['age','age5'],'groups':["                                    \
    "{'id':'young','staff':50,'groups':[{'id':'18-22','staff':9}]}]},"                   \
    "{'id':'sex','columns':['sex'],'groups':[{'id':'f','staff':50}]}]"

static void test_wb_organisation_read__says_what_the_file_says(void **state)
{
    wb_organisation *made = organisation_of(
        WHOLE "'min_n_sensitive':25,'sector':'food','nace':'10.71','committee':'118',"
              "'cross':[['department','age'],['team','age']],'calibrate':'department',"
              "'pool':{'breakdowns':['age']}," HIERARCHIES "}");

    (void)state;
    assert_string_equal(wb_organisation_id(made), "bakery");
    assert_string_equal(wb_organisation_title(made, "en"), "Bakery");
    assert_string_equal(wb_organisation_title(made, "fr"), "Bakkerij");
    assert_string_equal(wb_organisation_title(made, NULL), "Bakkerij");
    assert_int_equal(wb_organisation_staff(made), 100);
    assert_int_equal(wb_organisation_min_n(made), 10);
    assert_int_equal(strlen(wb_organisation_hash(made)), 64);
    wb_organisation_free(made);
    wb_organisation_free(NULL);
}

static void test_wb_organisation_groups__come_before_those_in_them(void **state)
{
    static const struct {
        const char *hierarchy, *group, *parent, *title, *column;
        int staff, level;
    } rows[] = {
        {"department", "department/production", "", "Productie", "department", 60, 1},
        {"department", "department/production/line1", "department/production", "line1",
         "team", 25, 2},
        {"department", "department/production/line2", "department/production", "line2",
         "team", 30, 2},
        {"department", "department/office", "", "Office", "department", 40, 1},
        {"age", "age/18-34", "", "18-34", "age", 45, 1},
        {"age", "age/35-99", "", "35-99", "age", 50, 1},
    };
    wb_organisation *made = organisation_of(WHOLE HIERARCHIES "}");
    wb_frame *groups = NULL;

    (void)state;
    assert_ok(wb_organisation_groups(made, "nl", &groups, NULL));
    assert_int_equal(wb_frame_row_count(groups), sizeof rows / sizeof *rows);
    for (int i = 0; i < (int)(sizeof rows / sizeof *rows); i++) {
        assert_string_equal(text_at(groups, "hierarchy", i), rows[i].hierarchy);
        assert_string_equal(text_at(groups, "group", i), rows[i].group);
        assert_string_equal(text_at(groups, "parent", i), rows[i].parent);
        assert_string_equal(text_at(groups, "title", i), rows[i].title);
        assert_string_equal(text_at(groups, "column", i), rows[i].column);
        assert_int_equal(whole_at(groups, "staff", i), rows[i].staff);
        assert_int_equal(whole_at(groups, "level", i), rows[i].level);
    }
    wb_frame_free(groups);
    assert_fails(wb_organisation_groups(NULL, "nl", &groups, NULL), WB_E_ARG);
    assert_null(groups);
    assert_fails(wb_organisation_groups(made, "nl", NULL, NULL), WB_E_ARG);
    wb_organisation_free(made);
}

static void test_wb_organisation_groups__may_be_none(void **state)
{
    wb_organisation *made = organisation_of(WHOLE "'x_note':'no groups'}");
    wb_frame *groups = NULL;

    (void)state;
    assert_ok(wb_organisation_groups(made, "nl", &groups, NULL));
    assert_int_equal(wb_frame_row_count(groups), 0);
    wb_frame_free(groups);
    wb_organisation_free(made);
}

static void test_wb_organisation_write__is_read_as_the_same(void **state)
{
    wb_organisation *first = organisation_of(WHOLE HIERARCHIES "}");
    wb_organisation *second = NULL;
    wb_writer *writer = NULL;
    wb_reader *reader = NULL;
    size_t n_bytes = 0;

    (void)state;
    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_ok(wb_organisation_write(first, writer, NULL));
    assert_non_null(wb_writer_bytes(writer, &n_bytes));
    assert_ok(wb_reader_from_memory(wb_writer_bytes(writer, NULL), n_bytes, NULL, &reader,
                                    NULL));
    assert_ok(wb_organisation_read(reader, &second, NULL));
    assert_string_equal(wb_organisation_hash(first), wb_organisation_hash(second));
    assert_fails(wb_organisation_write(NULL, writer, NULL), WB_E_ARG);
    assert_fails(wb_organisation_write(first, NULL, NULL), WB_E_ARG);
    wb_reader_free(reader);
    wb_writer_free(writer);
    wb_organisation_free(second);
    wb_organisation_free(first);
}

#define ONE(columns, groups)                                                             \
    WHOLE "'hierarchies':[{'id':'h','columns':[" columns "],'groups':[" groups "]}]}"

/* What no file may say, where that stands, and what is said of it. */
static const struct {
    const char *text, *where, *message;
} wrong[] = {
    {"{" ORGANISATION "'staff':100}", "file#/min_n", "'min_n' is missing"},
    {"{" ORGANISATION "'staff':100,'min_n':4}", "file#/min_n", "'min_n' is 4"},
    {"{" ORGANISATION "'staff':0,'min_n':5}", "file#/staff", "'staff' is 0"},
    {WHOLE "'min_n_sensitive':9}", "file#/min_n_sensitive", "10 to"},
    {WHOLE "'extreme':0}", "file#/extreme", "'extreme' is 0"},
    {WHOLE "'extreme':11}", "file#/extreme", "1 to 10"},
    {WHOLE "'answers':3}", "file#/answers", "unknown"},
    {WHOLE "'synthetic':true,'nace':4}", "file", "not valid JSON"},
    {WHOLE "'nace':4}", "file#/nace", "a string"},
    {"{'format':'werkbaar-organisation/1.0','id':'a','title':{},'staff':9,'min_n':5,"
     "'fieldwork':{'id':'f'}}",
     "file#/title", "no text here"},
    {"{'format':'werkbaar-organisation/1.0','id':'a','title':{'NL':'x'},'staff':9,"
     "'min_n':5,'fieldwork':{'id':'f'}}",
     "file#/title/NL", "code of a language"},
    {"{'format':'werkbaar-organisation/1.0','id':'a','title':{'nl':'x'},'staff':9,"
     "'min_n':5}",
     "file#/fieldwork", "missing"},
    {"{'format':'werkbaar-organisation/1.0','id':'a','title':{'nl':'x'},'staff':9,"
     "'min_n':5,'fieldwork':{'id':'f','from':'2030-02-30'}}",
     "file#/fieldwork/from", "no date"},
    {"{'format':'werkbaar-organisation/1.0','id':'a','title':{'nl':'x'},'staff':9,"
     "'min_n':5,'fieldwork':{'id':'f','from':'2030-02-03','until':'2030-02-02'}}",
     "file#/fieldwork", "ends before"},
    {"{'format':'werkbaar-organisation/1.0','id':'a','title':{'nl':'x'},'staff':9,"
     "'min_n':5,'fieldwork':{'id':'f','invited':10}}",
     "file#/fieldwork/invited", "0 to 9"},
    {ONE("'d'", "{'id':'a','staff':60},{'id':'b','staff':41}"),
     "file#/hierarchies/0/groups/1", "more staff together than the 100"},
    {ONE("'d','t'", "{'id':'a','staff':60,'groups':[{'id':'b','staff':50},"
                    "{'id':'c','staff':11}]}"),
     "file#/hierarchies/0/groups/0/groups/1", "with 'h/a/c'"},
    {ONE("'d'", "{'id':'a','staff':60},{'id':'a','staff':4}"),
     "file#/hierarchies/0/groups/1", "'h/a' is there twice"},
    {ONE("'d'", "{'id':'a','staff':60,'groups':[{'id':'b','staff':1}]}"),
     "file#/hierarchies/0/groups/0/groups", "deeper than the 1 column"},
    {ONE("'d','d'", "{'id':'a','staff':60}"), "file#/hierarchies/0/columns/1",
     "there twice"},
    {ONE("''", "{'id':'a','staff':60}"), "file#/hierarchies/0/columns/0", "1 to 127"},
    {ONE("3", "{'id':'a','staff':60}"), "file#/hierarchies/0/columns/0", "(text)"},
    {WHOLE "'hierarchies':[{'id':'h','columns':['d'],'labels':[{'nl':'D'},{'nl':'T'}"
           "],'groups':[{'id':'a','staff':3}]}]}",
     "file#/hierarchies/0/labels", "2 labels for 1 columns"},
    {WHOLE "'hierarchies':[{'id':'h','columns':['d'],'labels':['D'],"
           "'groups':[{'id':'a','staff':3}]}]}",
     "file#/hierarchies/0/labels/0", "texts by language"},
    {ONE("'d'", ""), "file#/hierarchies/0/groups", "empty"},
    {ONE("'d'", "{'id':'a/b','staff':60}"), "file#/hierarchies/0/groups/0/id",
     "'a/b' is not a code"},
    {ONE("'d'", "{'id':'a','staff':0}"), "file#/hierarchies/0/groups/0/staff", "is 0"},
    {ONE("'d'", "{'id':'a'}"), "file#/hierarchies/0/groups/0/staff", "missing"},
    {ONE("'d'", "{'id':'a','staff':3,'size':2}"), "file#/hierarchies/0/groups/0/size",
     "unknown"},
    {WHOLE "'hierarchies':[{'id':'all','columns':['d'],"
           "'groups':[{'id':'a','staff':3}]}]}",
     "file#/hierarchies/0/id", "whole organisation"},
    {WHOLE "'hierarchies':[{'id':'h','columns':['d'],'groups':[{'id':'a','staff':3}]},"
           "{'id':'h','columns':['e'],'groups':[{'id':'a','staff':3}]}]}",
     "file#/hierarchies/1/id", "there twice"},
    {WHOLE "'cross':[['department','floor']]," HIERARCHIES "}", "file#/cross/0/1",
     "no hierarchy has the column 'floor'"},
    {WHOLE "'cross':[['department','team']]," HIERARCHIES "}", "file#/cross/0/1",
     "not crossed with itself"},
    {WHOLE "'cross':[['department']]," HIERARCHIES "}", "file#/cross/0", "two or more"},
    {WHOLE "'cross':[['department','age'],['age','department']]," HIERARCHIES "}",
     "file#/cross/1", "there twice"},
    {WHOLE "'cross':[['team','age'],['department','age5']]," FINER "}", "file#/cross",
     "'team*age' and 'department*age5' both add up to 'department*age'"},
    {WHOLE "'cross':[['department','age','sex'],['team','age']]," FINER "}",
     "file#/cross", "both add up to 'department*age'"},
    {WHOLE "'cross':[['department','age'],['age','sex'],['sex','department']]," FINER "}",
     "file#/cross",
     "these close a circle: department*age, age*sex, department*sex; together"},
    {WHOLE "'calibrate':'floor'," HIERARCHIES "}", "file#/calibrate", "'floor'"},
    {WHOLE "'calibrate':'age'," HIERARCHIES "}", "file#/calibrate",
     "have a staff of 95 together"},
    {WHOLE "'pool':{'breakdowns':['team']}," HIERARCHIES "}", "file#/pool/breakdowns/0",
     "id of a hierarchy"},
    {WHOLE "'pool':{'sector':1}}", "file#/pool/sector", "unknown"},
};

static void test_wb_organisation_read__refuses_and_says_where(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        wb_organisation *made = NULL;
        wb_error err = {0};

        assert_fails(read_organisation(wrong[i].text, &made, &err), WB_E_DATA);
        assert_null(made);
        assert_string_equal(err.where, wrong[i].where);
        assert_says(err.message, wrong[i].message);
        assert_true(err.line == 1 && err.column > 0);
    }
}

/* `first` groups at one level and as many in another hierarchy, crossed. */
static char *crossed(int first, int second)
{
    char *text = malloc(200 + 32 * (size_t)(first + second));
    int at = sprintf(text, "%s",
                     "{" ORGANISATION "'staff':100000,'min_n':5,'cross':[['a','b']],"
                     "'hierarchies':[{'id':'a','columns':['a'],'groups':[");

    for (int i = 0; i < first; i++)
        at += sprintf(text + at, "%s{'id':'%d','staff':1}", i > 0 ? "," : "", i);
    at += sprintf(text + at, "]},{'id':'b','columns':['b'],'groups':[");
    for (int i = 0; i < second; i++)
        at += sprintf(text + at, "%s{'id':'%d','staff':1}", i > 0 ? "," : "", i);
    sprintf(text + at, "]}]}");
    return text;
}

static void test_wb_organisation_read__has_limits(void **state)
{
    static const struct {
        int first, second;
        wb_status status;
        const char *message;
    } sizes[] = {
        {100, 100, WB_OK, ""},
        {10000, 1, WB_E_LIMIT, "more than 10000 groups"},
        {200, 200, WB_E_LIMIT, "more than 20000 cells"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char *text = crossed(sizes[i].first, sizes[i].second);
        wb_organisation *made = NULL;
        wb_error err = {0};

        assert_fails(read_organisation(text, &made, &err), sizes[i].status);
        assert_says(err.message, sizes[i].message);
        wb_organisation_free(made);
        free(text);
    }
}

static void test_wb_organisation_read__refuses_what_is_no_argument(void **state)
{
    wb_organisation *made = NULL;
    wb_error err = {0};

    (void)state;
    assert_fails(wb_organisation_read(NULL, &made, NULL), WB_E_ARG);
    assert_fails(wb_organisation_read(NULL, NULL, NULL), WB_E_ARG);
    assert_fails(wb_organisation_load("/nowhere/at/all.json", &made, &err), WB_E_IO);
    assert_null(made);
    assert_fails(read_organisation("{'format':'werkbaar-organisation/2.0'}", &made, &err),
                 WB_E_VERSION);
}

/* Declared, or groups of one hierarchy, which are always there. */
static void
test_wb_organisation_read__takes_crosses_with_what_they_add_up_to(void **state)
{
    static const char *const taken[] = {
        WHOLE "'cross':[['team','age'],['department','age5'],['department','age']]," FINER
              "}",
        WHOLE "'cross':[['team','age'],['team','sex']]," FINER "}",
        WHOLE "'cross':[['department','age'],['age','sex'],['sex','department'],"
              "['sex','age','department']]," FINER "}",
        WHOLE "'cross':[['department','age','sex'],['department','age']]," FINER "}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        wb_organisation_free(organisation_of(taken[i]));
}

static wb_status read_and_show(void)
{
    wb_organisation *made = NULL;
    wb_frame *groups = NULL;
    wb_writer *writer = NULL;
    wb_status st =
        read_organisation(WHOLE "'cross':[['department','age']],'calibrate':'department',"
                                "'pool':{'breakdowns':['age']}," HIERARCHIES "}",
                          &made, NULL);

    if (st == WB_OK)
        st = wb_organisation_groups(made, "en", &groups, NULL);
    if (st == WB_OK)
        st = wb_writer_to_memory(&writer, NULL);
    if (st == WB_OK)
        st = wb_organisation_write(made, writer, NULL);
    wb_writer_free(writer);
    wb_frame_free(groups);
    wb_organisation_free(made);
    return st;
}

static void test_wb_organisation_read__survives_every_failing_allocation(void **state)
{
    (void)state;
    wb_test_every_allocation(read_and_show);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_organisation_read__says_what_the_file_says),
        cmocka_unit_test(test_wb_organisation_groups__come_before_those_in_them),
        cmocka_unit_test(test_wb_organisation_groups__may_be_none),
        cmocka_unit_test(test_wb_organisation_write__is_read_as_the_same),
        cmocka_unit_test(test_wb_organisation_read__refuses_and_says_where),
        cmocka_unit_test(
            test_wb_organisation_read__takes_crosses_with_what_they_add_up_to),
        cmocka_unit_test(test_wb_organisation_read__has_limits),
        cmocka_unit_test(test_wb_organisation_read__refuses_what_is_no_argument),
        cmocka_unit_test(test_wb_organisation_read__survives_every_failing_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
