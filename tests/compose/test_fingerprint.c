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

#define SCORED         "'rule':'percent','items':['a1','a2','a3'],'min_answered':2"
#define LOOKUP(values) "'rule':'lookup','items':['a1','a2','a3'],'lookup':[" values "]"

static void test_fingerprint__of_a_lookup_is_of_each_of_its_values(void **state)
{
    char one[65], same[65], other[65];

    (void)state;
    assert_differs(SCORED, LOOKUP("0,10,20,30,40,50,100"));
    fingerprint_of(SCORED, LOOKUP("0,10,20,30,40,50,100"), one);
    fingerprint_of(SCORED, LOOKUP("0,10,20,30,40,'50.0',100"), same);
    fingerprint_of(SCORED, LOOKUP("0,10,20,30,40,'50.5',100"), other);
    assert_string_equal(one, same);
    assert_string_not_equal(one, other);
}

/* ---- verified ---- */

static void put(char *text, const char *from, const char *to)
{
    char *at = strstr(text, from);

    assert_non_null(at);
    memmove(at + strlen(to), at + strlen(from), strlen(at + strlen(from)) + 1);
    memcpy(at, to, strlen(to));
}

/* Whether the indicator is, with these three words for what it hangs on; NULL: without
 * that cut-off. */
static int64_t verified_with(const char *scale, const char *problem, const char *acute)
{
    wb_catalogue *catalogue = new_catalogue();
    wb_questionnaire *made = NULL;
    wb_frame *indicators;
    char text[8192], words[128];
    int64_t verified;

    catalogue->n = 0;
    strcpy(text, base);
    snprintf(words, sizeof words,
             "'min_answered':2,'source':'hand','structure_verified':%s}", scale);
    put(text, "'min_answered':2}", words);
    snprintf(words, sizeof words, "'value':50,'verified':%s,", problem);
    put(text, "'value':50,", words);
    snprintf(words, sizeof words, "'value':'75','verified':%s,",
             acute != NULL ? acute : "false");
    put(text, "'value':'75',", words);
    if (acute == NULL)
        put(text,
            ",'acute':{'comparison':'at_least','value':'75','verified':false,'source':"
            "'hand'}",
            "");
    must_add(catalogue, text);
    assert_ok(compose(catalogue, RECIPE("'modules':[{'id':'a'}]"), &made, NULL));
    indicators = questionnaire_table(made, "indicators", "nl");
    verified = whole_at(indicators, "verified", 0);
    wb_frame_free(indicators);
    wb_questionnaire_free(made);
    wb_catalogue_free(catalogue);
    return verified;
}

static void test_indicator__is_verified_when_all_it_hangs_on_is(void **state)
{
    (void)state;
    assert_int_equal(verified_with("true", "true", "true"), 1);
    assert_int_equal(verified_with("true", "true", NULL), 1);
    assert_int_equal(verified_with("true", "true", "false"), 0);
    assert_int_equal(verified_with("true", "false", "true"), 0);
    assert_int_equal(verified_with("false", "true", "true"), 0);
}

/* ---- composites ---- */

#define COMPOSITE(id, rest) "{'id':'" id "','label':{'nl':'l','en':'l'}," rest "}"
#define COMPOSITES(list)    "'composites':[" list "],'indicators':["
#define CALM                COMPOSITE("calm", "'rule':'none_of','of':['pace','haste']")
#define BUSY                COMPOSITE("busy", "'rule':'none_of','of':['calm']")
/* A second indicator, to have two parts. */
#define HASTE                                                                            \
    "{'id':'haste','theme':'pace','label':{'nl':'haast','en':'haste'},'kind':'risk',"    \
    "'scale':'pace_score','direction':'high','problem':" CUT("at_least", "75") "},"

static wb_questionnaire *with_composites(const char *list)
{
    wb_catalogue *catalogue = new_catalogue();
    const char *at = strstr(base, "'indicators':[");
    char text[8192];
    wb_questionnaire *made = NULL;
    wb_error err = {0};

    catalogue->n = 0;
    snprintf(text, sizeof text, "%.*s%s%s%s", (int)(at - base), base, list, HASTE,
             at + strlen("'indicators':["));
    must_add(catalogue, text);
    if (compose(catalogue, RECIPE("'modules':[{'id':'a'}]"), &made, &err) != WB_OK)
        fail_msg("%s: %s", err.where, err.message);
    wb_catalogue_free(catalogue);
    return made;
}

/* Of the composite `calm`. */
static void composite_of(const char *list, char out[65])
{
    wb_questionnaire *made = with_composites(list);
    wb_frame *composites = questionnaire_table(made, "composites", "nl");

    snprintf(out, 65, "%s",
             text_at(composites, "fingerprint", row_of(composites, "id", "calm")));
    wb_frame_free(composites);
    wb_questionnaire_free(made);
}

/* The bytes are put together here as docs/formats/questionnaire.md says. */
static void test_fingerprint__of_a_composite_is_that_of_its_parts(void **state)
{
    wb_questionnaire *made = with_composites(COMPOSITES(BUSY "," CALM));
    wb_frame *indicators = questionnaire_table(made, "indicators", "nl");
    wb_frame *composites = questionnaire_table(made, "composites", "en");
    const char *one =
        text_at(indicators, "fingerprint", row_of(indicators, "id", "pace"));
    const char *two =
        text_at(indicators, "fingerprint", row_of(indicators, "id", "haste"));
    int64_t calm = row_of(composites, "id", "calm");
    bool turned = strcmp(one, two) > 0;
    char text[512], hex[65];

    (void)state;
    snprintf(text, sizeof text,
             "{\"level\":\"problem\",\"min_known\":2,\"of\":[\"%s\",\"%s\"],"
             "\"rule\":\"none_of\"}",
             turned ? two : one, turned ? one : two);
    wb_sha256_hex(text, strlen(text), hex);
    assert_string_equal(text_at(composites, "fingerprint", calm), hex);
    assert_string_equal(text_at(composites, "of", calm), "pace,haste");
    assert_string_equal(text_at(composites, "unit", calm), "person");
    assert_string_equal(text_at(composites, "label", calm), "l");
    assert_int_equal(whole_at(composites, "min_known", calm), 2);
    assert_int_equal(whole_at(composites, "sensitive", calm), 0);
    assert_int_equal(whole_at(composites, "verified", calm), 0);
    wb_frame_free(indicators);
    wb_frame_free(composites);
    wb_questionnaire_free(made);
}

static void test_fingerprint__of_a_composite_is_of_what_decides_its_figures(void **state)
{
    static const char *const same[] = {
        COMPOSITES(COMPOSITE("calm", "'rule':'none_of','of':['haste','pace']")),
        COMPOSITES(COMPOSITE("calm", "'rule':'none_of','of':['pace','haste'],"
                                     "'level':'problem','min_known':2")),
        COMPOSITES(BUSY "," CALM)};
    static const char *const other[] = {
        COMPOSITES(COMPOSITE("calm", "'rule':'count_of','of':['pace','haste']")),
        COMPOSITES(COMPOSITE("calm", "'rule':'none_of','of':['pace']")),
        COMPOSITES(COMPOSITE("calm", "'rule':'none_of','of':['pace'],'level':'acute'")),
        COMPOSITES(
            COMPOSITE("calm", "'rule':'none_of','of':['pace','haste'],'min_known':1")),
        COMPOSITES(
            COMPOSITE("quick", "'rule':'none_of','of':['pace','haste']") "," COMPOSITE(
                "calm", "'rule':'none_of','of':['quick']"))};
    char one[65], two[65];

    (void)state;
    composite_of(COMPOSITES(CALM), one);
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        composite_of(same[i], two);
        assert_string_equal(one, two);
    }
    for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
        composite_of(other[i], two);
        if (strcmp(one, two) == 0)
            fail_msg("%s leaves it", other[i]);
    }
}

static void
test_wb_questionnaire_table__has_the_composites_that_are_built_in(void **state)
{
    wb_catalogue *catalogue = new_catalogue();
    wb_questionnaire *made = NULL;
    wb_frame *composites;

    (void)state;
    assert_ok(
        compose(catalogue, RECIPE("'modules':[{'id':'base-employees'}]"), &made, NULL));
    composites = questionnaire_table(made, "composites", "nl");
    assert_int_equal(wb_frame_row_count(composites), 2);
    assert_string_equal(text_at(composites, "id", 0), "workable");
    assert_string_equal(text_at(composites, "rule", 0), "none_of");
    assert_string_equal(text_at(composites, "rule", 1), "count_of");
    assert_string_equal(text_at(composites, "level", 1), "problem");
    wb_frame_free(composites);
    wb_questionnaire_free(made);
    wb_catalogue_free(catalogue);
}

/* What hides a part hides what is made of it. */
static void
test_wb_questionnaire_table__a_composite_is_sensitive_as_its_parts(void **state)
{
    static const char whole[] = "{" MODULE_HEAD("a") A_BODY
        ",'composites':[" BUSY
        "," COMPOSITE("calm", "'rule':'none_of','of':['pace']") "]}";
    const char *cut = strstr(whole, "'discussion'");
    wb_catalogue *catalogue = new_catalogue();
    wb_questionnaire *made = NULL;
    wb_frame *composites;
    wb_error err = {0};
    char text[8192];

    (void)state;
    catalogue->n = 0;
    snprintf(text, sizeof text, "%.*s'sensitive':true,%s", (int)(cut - whole), whole,
             cut);
    must_add(catalogue, text);
    if (compose(catalogue, RECIPE("'modules':[{'id':'a'}]"), &made, &err) != WB_OK)
        fail_msg("%s: %s", err.where, err.message);
    composites = questionnaire_table(made, "composites", "nl");
    assert_int_equal(wb_frame_row_count(composites), 2);
    for (int64_t row = 0; row < 2; row++) {
        assert_int_equal(whole_at(composites, "sensitive", row), 1);
        assert_int_equal(whole_at(composites, "conditional", row), 1);
    }
    wb_frame_free(composites);
    wb_questionnaire_free(made);
    wb_catalogue_free(catalogue);
}

static wb_questionnaire *given;

static wb_status show_composites(void)
{
    wb_frame *frame = NULL;
    wb_status st = wb_questionnaire_table(given, "composites", "nl", &frame, NULL);

    wb_frame_free(frame);
    return st;
}

static void
test_fingerprint__of_composites_survives_every_failing_allocation(void **state)
{
    (void)state;
    given = with_composites(COMPOSITES(BUSY "," CALM));
    wb_test_every_allocation(show_composites);
    wb_questionnaire_free(given);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fingerprint__leaves_out_what_decides_no_figure),
        cmocka_unit_test(test_fingerprint__takes_what_decides_a_figure),
        cmocka_unit_test(test_fingerprint__of_a_lookup_is_of_each_of_its_values),
        cmocka_unit_test(test_indicator__is_verified_when_all_it_hangs_on_is),
        cmocka_unit_test(test_fingerprint__of_a_composite_is_that_of_its_parts),
        cmocka_unit_test(test_fingerprint__of_a_composite_is_of_what_decides_its_figures),
        cmocka_unit_test(
            test_wb_questionnaire_table__has_the_composites_that_are_built_in),
        cmocka_unit_test(
            test_wb_questionnaire_table__a_composite_is_sensitive_as_its_parts),
        cmocka_unit_test(
            test_fingerprint__of_composites_survives_every_failing_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
