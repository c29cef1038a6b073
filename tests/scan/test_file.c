/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Scan files: what is written is read, and what was tampered with is not. */
#include "subject_support.h"

#define TEAMS                                                                            \
    "{" ORGANISATION "'staff':80,'min_n':5,'min_n_sensitive':5,'calibrate':'team',"      \
    "'hierarchies':[{'id':'team','columns':['team'],'groups':[{'id':'a','staff':40},"    \
    "{'id':'b','staff':30},{'id':'c','staff':10}]}]}"

/* Teams of 24, 20 and (hidden) 4 who answered. */
static wb_frame *teams(void)
{
    static char csv[1 << 12];
    int at = sprintf(csv, "team,q1,q2,q3\n");

    for (int i = 0; i < 24; i++)
        at += sprintf(csv + at, "a,%d,%d,%d\n", i % 4, i / 4 % 4, i % 3);
    for (int i = 0; i < 20; i++)
        at += sprintf(csv + at, "b,%d,%d,%d\n", (i + 1) % 4, i / 3 % 4, i % 4);
    for (int i = 0; i < 4; i++)
        at += sprintf(csv + at, "c,%d,%d,%d\n", i, i, i);
    return frame_of(csv);
}

static wb_scan *scan_of_teams(void)
{
    wb_organisation *company = organisation_of(TEAMS);
    wb_frame *answers = teams();
    wb_scan *scan = scan_of(company, answers, NULL);

    wb_frame_free(answers);
    wb_organisation_free(company);
    return scan;
}

static void test_wb_scan_write__is_read_as_the_same(void **state)
{
    static const char *const parts[] = {"groups",  "themes", "response",
                                        "results", "guide",  "method"};
    wb_scan *first = scan_of_teams();
    char *bytes = bytes_of(first);
    wb_scan *second = NULL;
    wb_frame *audit = NULL;

    (void)state;
    assert_ok(read_scan(bytes, &second, NULL));
    assert_string_equal(wb_scan_hash(first), wb_scan_hash(second));
    assert_int_equal(strlen(wb_scan_hash(first)), 64);
    assert_string_equal(wb_scan_id(second), "bakery:2030");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        wb_frame *a = part_of(first, parts[i], "nl");
        wb_frame *b = part_of(second, parts[i], "nl");

        assert_int_equal(wb_frame_row_count(a), wb_frame_row_count(b));
        assert_string_equal(wb_frame_metadata(a), wb_frame_metadata(b));
        assert_says(wb_frame_metadata(a), "\"synthetic\":true");
        wb_frame_free(a);
        wb_frame_free(b);
    }
    assert_ok(wb_scan_table(first, "audit", "nl", &audit, NULL));
    assert_true(wb_frame_row_count(audit) > 0);
    wb_frame_free(audit);
    assert_fails(wb_scan_table(second, "audit", "nl", &audit, NULL), WB_E_UNSUPPORTED);
    assert_null(audit);
    free(bytes);
    wb_scan_free(first);
    wb_scan_free(second);
}

/* `from` becomes `to`, the first time it is there. */
static char *changed(const char *bytes, const char *from, const char *to)
{
    char *old = quoted(from);
    char *new = quoted(to);
    const char *at = strstr(bytes, old);
    char *made = malloc(strlen(bytes) + strlen(new) + 1);

    if (at == NULL)
        fail_msg("the file does not have %s", old);
    assert_non_null(made);
    sprintf(made, "%.*s%s%s", (int)(at - bytes), bytes, new, at + strlen(old));
    free(old);
    free(new);
    return made;
}

/* The file has keys in order: released rows are
 * {"cell":...,"measure":...,"n":...,"problem":...,"status":...}. */
static void test_wb_scan_read__refuses_what_was_tampered_with(void **state)
{
    static const struct {
        const char *from, *to, *where, *message;
    } wrong[] = {
        {"{'cell':'team/c','measure':'load','status':'hidden'}",
         "{'cell':'team/c','measure':'load','n':4,'status':'hidden'}",
         "file#/released/12/n", "not to be shown"},
        {"{'cell':'team/c','measure':'load','status':'hidden'}",
         "{'cell':'team/c','measure':'load','acute':1,'status':'hidden'}",
         "file#/released/12/acute", "not to be shown"},
        {"{'cell':'team/c','measure':'load','status':'hidden'}",
         "{'cell':'team/c','measure':'load','n':4,'status':'ok'}", "file#/released/12/n",
         "5 to 10"},
        {"{'cell':'team/c','measure':'load','status':'hidden'}",
         "{'cell':'team/c','measure':'load','status':'secret'}",
         "file#/released/12/status", "'secret'"},
        {"{'cell':'team/c','measure':'load','status':'hidden'}",
         "{'cell':'team/d','measure':'load','status':'hidden'}", "file#/released/12/cell",
         "'team/d' stands where 'team/c' belongs"},
        {"{'cell':'team/c','measure':'load','status':'hidden'},", "", "file#/released",
         "15 released rows, where 16 belong"},
        {"{'cell':'team/c','measure':'load','status':'hidden'}",
         "{'cell':'team/c','measure':'load','acute':1,'n':6,'problem':3,'status':'ok'}",
         "file#/ledger", "says otherwise of 'load' in 'team/c'"},
        {"'released':[{'acute':12,'cell':'all','measure':'load','n':48,'problem':24,"
         "'status':'ok'}",
         "'released':[{'cell':'all','measure':'load','n':48,'problem':24,"
         "'status':'no_acute'}",
         "file#/ledger", "says otherwise of 'load' in 'all'"},
        {"{'cell':'team/c','measure':'load','status':'hidden'}",
         "{'cell':'team/c','measure':'load','status':'hidden','x_n':4}",
         "file#/released/12", "no keys of one's own, such as 'x_n'"},
        {"'id':'bakery:2030'", "'id':'bakery:2031'", "file#/id", "bakery:2030"},
        {"'level':0.95", "'level':1", "file#/level", "between 0 and 1"},
        {"'min_n':5,'min_n_sensitive':5,'staff'", "'min_n':4,'min_n_sensitive':5,'staff'",
         "file#/organisation/min_n", "'min_n' is 4"},
        {"{'cell':'team/c','measure':'load','status':'hidden'}",
         "{'cell':'team/c','measure':'load','share':0.1,'status':'hidden'}",
         "file#/released/12/share", "unknown"},
        {"'protect':'all','questionnaire'", "'protect':'none','questionnaire'",
         "file#/protect", "'none'"},
        {"'unit':'person'", "'unit':'people'", "file#/indicators/0/unit", "'people'"},
        {"'id':'joy','kind'", "'id':'pressure','kind'", "file#/themes/1", "there twice"},
        {"'theme':'joy'", "'theme':'jo'", "file#/indicators/1/theme", "no theme"},
        {"'none_of':['load','joy']", "'none_of':['load','fine']",
         "file#/indicators/3/none_of/1", "before this one"},
        {"'format':'werkbaar-ledger/1.0'", "'format':'werkbaar-ledge/1.0'",
         "file#/ledger", "werkbaar-ledger/1.0"},
        {"'scope':'bakery:2030'", "'scope':'bakery:2029'", "file#/ledger",
         "of 'bakery:2029'"},
        {"'status':'ok','synthetic'", "'status':'too_small','synthetic'",
         "file#/released", "where 0 belong"},
        {"'notices':[{", "'notices':[{'body':1,", "file#/notices/0/body", "unknown"},
    };
    wb_scan *scan = scan_of_teams();
    char *bytes = bytes_of(scan);

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char *text = changed(bytes, wrong[i].from, wrong[i].to);
        wb_scan *made = NULL;
        wb_error err = {0};

        if (read_scan(text, &made, &err) != WB_E_DATA)
            fail_msg("%s is not refused: %s", wrong[i].to, err.message);
        assert_null(made);
        assert_string_equal(err.where, wrong[i].where);
        assert_says(err.message, wrong[i].message);
        free(text);
    }
    free(bytes);
    wb_scan_free(scan);
}

/* Four of 48 with an acute problem: told where fewer than `extreme` are too few. */
static wb_scan *scan_telling(const char *extreme, const char *release,
                             const wb_ledger *earlier)
{
    char text[1024], csv[1 << 12];
    wb_scan_options options = WB_SCAN_OPTIONS_INIT;
    int at = sprintf(csv, "q1,q2,q3\n");

    for (int i = 0; i < 48; i++)
        at += sprintf(csv + at, "%d,%d,%d\n", i < 4 ? 3 : i % 3, i % 3, i % 3);
    snprintf(text, sizeof text, "{" ORGANISATION "'staff':80,'min_n':5,'extreme':%s}",
             extreme);
    options.earlier = earlier;
    options.release = release;
    wb_organisation *company = organisation_of(text);
    wb_frame *answers = frame_of(csv);
    wb_scan *scan = scan_of(company, answers, &options);
    wb_frame_free(answers);
    wb_organisation_free(company);
    return scan;
}

/* Acute problems that the first report counted, and the second does not, are in the
 * ledger of the second; those of the second itself must be as it shows them. */
static void test_wb_scan_read__knows_what_an_earlier_report_showed_more(void **state)
{
    wb_scan *first = scan_telling("2", "1", NULL), *second, *again = NULL;
    wb_ledger *ledger = NULL;
    wb_error err = {0};
    char *bytes;
    int n_fewer = 0;

    (void)state;
    assert_ok(wb_scan_ledger(first, &ledger, NULL));
    second = scan_telling("5", "2", ledger);
    for (size_t i = 0; i < first->layout.n_places * (first->measures.n + 1); i++)
        n_fewer += first->released[i].shown == WB_CELL_OK &&
                   second->released[i].shown == WB_CELL_NO_ACUTE;
    assert_true(n_fewer > 0);
    bytes = bytes_of(second);
    if (read_scan(bytes, &again, &err) != WB_OK)
        fail_msg("%s: %s", err.where, err.message);
    assert_string_equal(wb_scan_hash(again), wb_scan_hash(second));
    free(bytes);
    wb_scan_free(again);
    wb_scan_free(second);
    wb_scan_free(first);
    wb_ledger_free(ledger);
}

static void test_wb_scan_read__refuses_what_is_no_argument(void **state)
{
    wb_scan *scan = NULL;
    wb_frame *frame = NULL;
    wb_ledger *ledger = NULL;
    wb_error err = {0};

    (void)state;
    assert_fails(wb_scan_read(NULL, &scan, NULL), WB_E_ARG);
    assert_fails(wb_scan_read(NULL, NULL, NULL), WB_E_ARG);
    assert_fails(wb_scan_load("/nowhere/at/all.json", &scan, &err), WB_E_IO);
    assert_fails(read_scan("{\"format\":\"werkbaar-scan/2.0\"}", &scan, &err),
                 WB_E_VERSION);
    assert_fails(wb_scan_write(NULL, NULL, NULL), WB_E_ARG);
    assert_fails(wb_scan_ledger(NULL, &ledger, NULL), WB_E_ARG);
    assert_fails(wb_scan_table(NULL, "groups", "nl", &frame, NULL), WB_E_ARG);
    wb_scan_free(NULL);
    scan = scan_of_teams();
    assert_fails(wb_scan_table(scan, "answers", "nl", &frame, &err), WB_E_ARG);
    assert_says(err.message, "groups, themes, response, results");
    assert_fails(wb_scan_table(scan, NULL, "nl", &frame, NULL), WB_E_ARG);
    assert_fails(wb_scan_table(scan, "groups", "nl", NULL, NULL), WB_E_ARG);
    assert_fails(wb_scan_ledger(scan, NULL, NULL), WB_E_ARG);
    wb_scan_free(scan);
}

/* Calibrated figures are there where every group of the hierarchy is shown: not here. */
static void test_wb_scan_table__weighted_only_where_all_groups_are_shown(void **state)
{
    wb_scan *scan = scan_of_teams();
    wb_frame *results = part_of(scan, "results", "nl");

    (void)state;
    for (int64_t row = 0; row < wb_frame_row_count(results); row++)
        assert_true(is_missing(results, "weighted", row));
    wb_frame_free(results);
    wb_scan_free(scan);
}

static char *kept;

static wb_status read_again(void)
{
    wb_scan *scan = NULL;
    wb_status st = read_scan(kept, &scan, NULL);

    wb_scan_free(scan);
    return st;
}

static void test_wb_scan_read__survives_every_failing_allocation(void **state)
{
    wb_scan *scan = scan_of_teams();

    (void)state;
    kept = bytes_of(scan);
    wb_test_every_allocation(read_again);
    free(kept);
    wb_scan_free(scan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_scan_write__is_read_as_the_same),
        cmocka_unit_test(test_wb_scan_read__refuses_what_was_tampered_with),
        cmocka_unit_test(test_wb_scan_read__knows_what_an_earlier_report_showed_more),
        cmocka_unit_test(test_wb_scan_read__refuses_what_is_no_argument),
        cmocka_unit_test(test_wb_scan_table__weighted_only_where_all_groups_are_shown),
        cmocka_unit_test(test_wb_scan_read__survives_every_failing_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
