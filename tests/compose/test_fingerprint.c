/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Fingerprints: what changes them, and what leaves them as they are. */
#include "questionnaires.h"

#include "compose/catalogue.h"

static const char base[] = MODULE_A;

/* The fingerprint of module A's indicator after a change in its file. */
static void fingerprint_of(const char *from, const char *to, char out[65])
{
    wb_catalogue *catalogue = new_catalogue();
    const char *at = strstr(base, from);
    char text[8192];
    wb_questionnaire *made = NULL;
    wb_frame *indicators;
    wb_error err = {0};

    catalogue->n = 0; /* without what is built in */
    assert_non_null(at);
    snprintf(text, sizeof text, "%.*s%s%s", (int)(at - base), base, to,
             at + strlen(from));
    must_add(catalogue, text);
    if (compose(catalogue, RECIPE("'modules':[{'id':'a'}]"), &made, &err) != WB_OK)
        fail_msg("%s: %s", err.where, err.message);
    indicators = questionnaire_table(made, "indicators", "nl");
    snprintf(out, 65, "%s", text_at(indicators, "fingerprint", 0));
    wb_frame_free(indicators);
    indicators = catalogue_table(catalogue, "indicators", "nl");
    assert_string_equal(
        out, text_at(indicators, "fingerprint", row_of(indicators, "module", "a")));
    wb_frame_free(indicators);
    wb_questionnaire_free(made);
    wb_catalogue_free(catalogue);
}

static void assert_same(const char *from, const char *to)
{
    char one[65];
    char other[65];

    fingerprint_of("'id':'a'", "'id':'a'", one);
    fingerprint_of(from, to, other);
    assert_int_equal(strlen(one), 64);
    if (strcmp(one, other) != 0)
        fail_msg("%s changes it", to);
}

static void assert_differs(const char *from, const char *to)
{
    char one[65];
    char other[65];

    fingerprint_of("'id':'a'", "'id':'a'", one);
    fingerprint_of(from, to, other);
    if (strcmp(one, other) == 0)
        fail_msg("%s leaves it", to);
}

static void test_fingerprint__leaves_out_what_decides_no_figure(void **state)
{
    (void)state;
    assert_same("Are you in a hurry?", "Do you hurry?");
    assert_same("'label':{'nl':'haast'", "'label':{'nl':'spoed'");
    assert_same("'items':['a1','a2','a3']", "'items':['a3','a1','a2']");
    assert_same("'value':50", "'value':'50'");
    assert_same("'value':50", "'value':'50.0'");
    assert_same("'value':50", "'value':'100/2'");
    assert_same("'source':'hand'}", "'source':'a book','verified':true}");
    assert_same("'id':'pace','theme':'pace','label':{'nl':'tempo'",
                "'id':'pace','theme':'pace','label':{'nl':'vaart'");
    assert_same("'id':'pace','theme':'pace','label'",
                "'id':'other','theme':'pace','label'");
    assert_same("'version':'1.0'", "'version':'1.1'");
}

static void test_fingerprint__takes_what_decides_a_figure(void **state)
{
    (void)state;
    assert_differs("'reversed':true", "'reversed':false");
    assert_differs("'min_answered':2", "'min_answered':1");
    assert_differs("'value':50", "'value':'50.1'");
    assert_differs("'comparison':'at_least','value':50",
                   "'comparison':'above','value':50");
    assert_differs("'items':['a1','a2','a3']", "'items':['a1','a2']");
    assert_differs("{'code':0,", "{'code':3,'label':{'nl':'x','en':'x'}},{'code':0,");
    assert_differs(",'acute':" CUT("at_least", "'75'"), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fingerprint__leaves_out_what_decides_no_figure),
        cmocka_unit_test(test_fingerprint__takes_what_decides_a_figure),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
