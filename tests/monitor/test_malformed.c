/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A definition that has everything is taken; with one piece of it exchanged for what it
 * may not be, it is refused, and where it is wrong is said. */
#include "monitoring.h"

static const char whole[] = DEFINITION(
    "\"source\":\"us\",\"level\":0.9,\"interval\":\"wald\",\"all_pairs\":true,"
    "\"published\":{\"instrument\":\"small\",\"sources\":{\"a\":{\"title\":\"A\"},"
    "\"b\":{}},\"waves\":[{\"wave\":\"2010\",\"n\":{\"value\":400}}],\"figures\":[{"
    "\"wave\":\"2010\",\"variable\":\"knelpunten\",\"categories\":[\"1\",2],\"unit\":"
    "\"percent\",\"value\":30,\"digits\":0,\"status\":\"rounded\",\"note\":\"read off\","
    "\"source\":[\"a\",\"b\"]},{\"wave\":2013,\"variable\":\"werkbaar\",\"group\":{"
    "\"sex\":[\"man\"]},\"unit\":\"percent\",\"value\":50,\"digits\":1,\"status\":"
    "\"bound\",\"source\":[\"a\"]}]},"
    "\"waves\":{\"column\":\"year\",\"shared_units\":false,\"list\":[{\"id\":\"2010\","
    "\"label\":{\"nl\":\"een\",\"en\":\"one\"},\"sent\":{\"value\":900,\"status\":"
    "\"known\",\"source\":\"mail\"},\"populations\":[{\"id\":\"all\",\"total\":1000,"
    "\"source\":\"count\",\"group\":{\"sex\":\"man\"},\"measures\":[\"werkbaar\"]},"
    "{\"id\":\"all\",\"total\":900,\"source\":\"count\",\"group\":{\"sex\":\"woman\"}}"
    "]},{\"id\":\"2013\"}]},"
    "\"variables\":[{\"id\":\"sex\",\"column\":\"gender\",\"source\":\"asked\","
    "\"categories\":[{\"id\":\"man\",\"codes\":[1,true]},{\"id\":\"woman\",\"codes\":["
    "2.5,\"two\"]}]},{\"id\":\"age\",\"bands\":[{\"id\":\"young\",\"below\":40},{"
    "\"id\":\"old\",\"from\":40,\"codes\":[99]}]}],\"breakdowns\":[\"sex\",\"age\"],"
    "\"topics\":[{\"id\":\"bully\",\"kind\":\"share\",\"column\":\"pest\",\"event\":["
    "\"yes\"],\"unit\":\"people\",\"source\":\"hours\",\"note\":{\"nl\":\"n\",\"en\":"
    "\"n\"},\"within\":{\"variable\":\"sex\",\"categories\":[\"man\"]}},{\"id\":\"any\","
    "\"kind\":\"share\",\"any_of\":[\"bully\"]},{\"id\":\"hours\",\"kind\":\"mean\"}],"
    "\"design\":{\"weights\":\"weight\",\"strata\":[\"stratum\"],\"clusters\":["
    "\"firm\"],\"fpc\":[\"firms\"],\"nested\":true},"
    "\"targets\":[{\"measure\":\"werkbaar\",\"value\":0.6,\"date\":\"2030-12-31\","
    "\"direction\":\"at_least\",\"label\":{\"nl\":\"doel\",\"en\":\"goal\"},"
    "\"towards\":true,\"source\":\"plan\"}],"
    "\"publication\":{\"min_n\":8,\"max_width\":0.5,\"mode\":\"hide\",\"extreme\":1,"
    "\"protect\":\"rules\",\"source\":\"house rules\"},"
    "\"comparisons\":{\"previous\":true,\"first\":false,\"waves\":[\"2010\"],\"rest\":"
    "true,\"total\":false,\"trend\":true,\"adjust\":\"bh\"},"
    "\"head_counts\":{\"round_to\":1000}");

/* What stands in it once, what comes instead, and where that is wrong. */
static const struct {
    const char *piece, *other, *where;
} exchanged[] = {
    {"\"wald\"", "1", "#/interval"},
    {"\"instrument\":\"small\",\"sources", "\"instrument\":7,\"sources",
     "#/published/instrument"},
    {"\"instrument\":\"small\",\"sources", "\"instrument\":\"big\",\"sources",
     "#/published"},
    {"\"en\":\"test\"},\"languages\":[\"nl\",\"en\"],\"instrument\":\"small\"",
     "\"en\":\"test\"},\"languages\":[\"nl\",\"en\"],\"instrument\":7", "#/instrument"},
    {"0.9,", "\"high\",", "#/level"},
    {"0.9,", "0,", "#/level"},
    {"\"all_pairs\":true", "\"all_pairs\":\"yes\"", "#/all_pairs"},
    {"\"all_pairs\":true", "\"all_pair\":true", "#/all_pair"},
    /* published */
    {"\"sources\":{\"a\":{\"title\":\"A\"},\"b\":{}}", "\"sources\":[]",
     "#/published/sources"},
    {"{\"wave\":\"2010\",\"n\"", "{\"wave\":true,\"n\"", "#/published/waves/0/wave"},
    {"{\"value\":400}", "{\"value\":\"many\"}", "#/published/waves/0/n/value"},
    {"{\"wave\":\"2010\",\"variable\"",
     "{\"wave\":\"a wave with a name too long\",\"variable\"",
     "#/published/figures/0/wave"},
    {"{\"wave\":\"2010\",\"variable\"", "{\"wave\":\"\",\"variable\"",
     "#/published/figures/0/wave"},
    {"\"percent\",\"value\":30", "\"share\",\"value\":30", "#/published/figures/0/unit"},
    {"\"categories\":[\"1\",2]", "\"categories\":[\"1\",2.5]",
     "#/published/figures/0/categories/1"},
    {"\"categories\":[\"1\",2]", "\"categories\":[]", "#/published/figures/0/categories"},
    {"\"categories\":[\"1\",2]", "\"categories\":\"1\"",
     "#/published/figures/0/categories"},
    {"\"read off\"", "{}", "#/published/figures/0/note"},
    {"[\"a\",\"b\"]", "[\"a\",\"c\"]", "#/published/figures/0/source/1"},
    {"[\"a\",\"b\"]", "[\"a\",3]", "#/published/figures/0/source/1"},
    {"\"digits\":1", "\"digit\":1", "#/published/figures/1/digit"},
    {"{\"sex\":[\"man\"]}", "[]", "#/published/figures/1/group"},
    {"{\"sex\":[\"man\"]}", "{}", "#/published/figures/1/group"},
    {"{\"sex\":[\"man\"]}", "{\"sex\":[]}", "#/published/figures/1/group/sex"},
    /* waves */
    {"\"waves\":{\"column\"", "\"waves\":[],\"x_w\":{\"column\"", "#/waves"},
    {"\"column\":\"year\"", "\"column\":2010", "#/waves/column"},
    {"\"shared_units\":false", "\"shared_units\":0", "#/waves/shared_units"},
    {"\"shared_units\"", "\"shared\"", "#/waves/shared"},
    {"{\"id\":\"2013\"}", "{\"id\":2013}", "#/waves/list/1/id"},
    {"{\"id\":\"2013\"}", "{\"id\":\"\"}", "#/waves/list/1/id"},
    {"{\"id\":\"2013\"}", "{\"id\":\"2013\",\"tme\":1}", "#/waves/list/1/tme"},
    {"{\"id\":\"2013\"}",
     "{\"id\":\"a-wave-with-a-name-of-more-bytes-than-the-sixty-four-that-there-may-"
     "be\"}",
     "#/waves/list/1/id"},
    {"\"en\":\"one\"", "\"en\":1", "#/waves/list/0/label/en"},
    {"\"known\"", "1", "#/waves/list/0/sent/status"},
    {"\"mail\"", "1", "#/waves/list/0/sent/source"},
    {"\"value\":900", "\"value\":-1", "#/waves/list/0/sent"},
    {"\"total\":1000", "\"total\":1e13", "#/waves/list/0/populations/0"},
    {"{\"id\":\"all\",\"total\":1000", "{\"id\":\"\",\"total\":1000",
     "#/waves/list/0/populations/0/id"},
    {"\"source\":\"count\",\"group\":{\"sex\":\"man\"}",
     "\"source\":3,\"group\":{\"sex\":\"man\"}", "#/waves/list/0/populations/0/source"},
    {"\"source\":\"count\",\"group\":{\"sex\":\"man\"}",
     "\"source\":\"\",\"group\":{\"sex\":\"man\"}", "#/waves/list/0/populations/0"},
    {"\"source\":\"count\",\"group\":{\"sex\":\"man\"}",
     "\"from\":\"count\",\"group\":{\"sex\":\"man\"}",
     "#/waves/list/0/populations/0/from"},
    {"\"group\":{\"sex\":\"man\"}", "\"group\":\"men\"",
     "#/waves/list/0/populations/0/group"},
    {"\"measures\":[\"werkbaar\"]", "\"measures\":\"werkbaar\"",
     "#/waves/list/0/populations/0/measures"},
    {"{\"sex\":\"woman\"}", "{\"sex\":\"man\"}", "#/waves/list/0/populations/1"},
    /* variables */
    {"\"id\":\"sex\"", "\"id\":1", "#/variables/0/id"},
    {"\"column\":\"gender\"", "\"column\":1", "#/variables/0/column"},
    {"\"column\":\"gender\"", "\"colum\":\"x\"", "#/variables/0/colum"},
    {"\"asked\"", "[]", "#/variables/0/source"},
    {"\"codes\":[99]", "\"codes\":[[99]]", "#/variables/1/bands/1/codes/0"},
    {"\"codes\":[99]", "\"codes\":99", "#/variables/1/bands/1/codes"},
    {"[\"sex\",\"age\"]", "\"sex\"", "#/breakdowns"},
    /* topics */
    {"\"id\":\"hours\"", "\"id\":7", "#/topics/2/id"},
    {"\"id\":\"hours\"", "\"id\":\"age\"", "#/topics/2"},
    {"\"kind\":\"mean\"", "\"kind\":\"sum\"", "#/topics/2/kind"},
    {"\"kind\":\"mean\"", "\"kind\":\"mean\",\"any_of\":[\"any\"]", "#/topics/2"},
    {"\"kind\":\"mean\"", "\"kind\":\"mean\",\"topic\":1", "#/topics/2/topic"},
    {"\"pest\"", "1", "#/topics/0/column"},
    {"\"people\"", "1", "#/topics/0/unit"},
    {"\"source\":\"hours\"", "\"source\":1", "#/topics/0/source"},
    {"\"note\":{\"nl\":\"n\",\"en\":\"n\"}", "\"note\":\"n\"", "#/topics/0/note"},
    {"[\"bully\"]", "\"bully\"", "#/topics/1/any_of"},
    {"[\"bully\"]", "[1]", "#/topics/1/any_of/0"},
    {"[\"bully\"]", "[\"any\"]", "#/topics/1/any_of/0"},
    {"\"kind\":\"mean\"}",
     "\"kind\":\"mean\"},{\"id\":\"or\",\"kind\":\"share\",\"any_of\":[\"hours\"]}",
     "#/topics/3/any_of/0"},
    {"\"within\":{\"variable\":\"sex\",\"categories\":[\"man\"]}", "\"within\":\"men\"",
     "#/topics/0/within"},
    {"\"within\":{\"variable\":\"sex\"", "\"within\":{\"variable\":1",
     "#/topics/0/within/variable"},
    {"\"within\":{\"variable\":\"sex\"", "\"within\":{\"group\":\"sex\"",
     "#/topics/0/within/group"},
    {"\"categories\":[\"man\"]}", "\"categories\":[null]}",
     "#/topics/0/within/categories/0"},
    /* the design */
    {"\"design\":{", "\"design\":[],\"x_d\":{", "#/design"},
    {"\"weights\":\"weight\"", "\"weight\":\"weight\"", "#/design/weight"},
    {"[\"stratum\"]", "[1]", "#/design/strata/0"},
    {"[\"firm\"]", "\"firm\"", "#/design/clusters"},
    {"\"nested\":true", "\"nested\":1", "#/design/nested"},
    /* targets */
    {"\"targets\":[{", "\"targets\":{},\"x_t\":[{", "#/targets"},
    {"\"measure\":\"werkbaar\"", "\"measure\":1", "#/targets/0/measure"},
    {"\"2030-12-31\"", "2030", "#/targets/0/date"},
    {"\"at_least\"", "\"up\"", "#/targets/0/direction"},
    {"\"towards\":true", "\"towards\":1", "#/targets/0/towards"},
    {"\"en\":\"goal\"", "\"en\":1", "#/targets/0/label/en"},
    /* publication */
    {"\"publication\":{", "\"publication\":7,\"x_p\":{", "#/publication"},
    {"\"max_width\":0.5", "\"max_with\":0.5", "#/publication/max_with"},
    {"\"max_width\":0.5", "\"max_width\":1.5", "#/publication"},
    {"\"max_width\":0.5", "\"max_width\":-0.5", "#/publication"},
    {"\"mode\":\"hide\"", "\"mode\":\"show\"", "#/publication/mode"},
    {"\"house rules\"", "1", "#/publication/source"},
    {"\"extreme\":1", "\"extreme\":0", "#/publication/extreme"},
    /* comparisons and head counts */
    {"\"comparisons\":{", "\"comparisons\":[],\"x_c\":{", "#/comparisons"},
    {"\"previous\":true", "\"previous\":1", "#/comparisons/previous"},
    {"\"previous\":true", "\"last\":true", "#/comparisons/last"},
    {"\"first\":false", "\"first\":1", "#/comparisons/first"},
    {"\"rest\":true", "\"rest\":1", "#/comparisons/rest"},
    {"\"total\":false", "\"total\":1", "#/comparisons/total"},
    {"\"trend\":true", "\"trend\":1", "#/comparisons/trend"},
    {"\"bh\"", "\"tukey\"", "#/comparisons/adjust"},
    {"\"waves\":[\"2010\"]", "\"waves\":[2010]", "#/comparisons/waves/0"},
    {"\"head_counts\":{", "\"head_counts\":5,\"x_h\":{", "#/head_counts"},
    {"\"round_to\":1000", "\"round_to\":0", "#/head_counts/round_to"},
    {"\"round_to\":1000", "\"round\":10", "#/head_counts/round"},
};

/* The pointer behind the name of the file. */
static int is_at(const char *where, const char *pointer)
{
    static const char file[] = "definition";
    size_t n = sizeof file - 1;

    return strncmp(where, file, n) == 0 && strcmp(where + n, pointer) == 0;
}

static void
test_wb_monitor_definition_read__one_that_has_everything_is_taken(void **state)
{
    wb_monitor_definition *definition = NULL;
    wb_error err = {0};

    (void)state;
    if (definition_try(whole, &definition, &err) != WB_OK)
        fail_msg("%s (%s)", err.message, err.where);
    assert_string_equal(wb_monitor_definition_id(definition), "test");
    wb_monitor_definition_free(definition);
}

static void
test_wb_monitor_definition_read__what_a_piece_may_not_be_is_named(void **state)
{
    static char json[8192];

    (void)state;
    for (size_t i = 0; i < sizeof exchanged / sizeof *exchanged; i++) {
        wb_monitor_definition *definition = NULL;
        wb_error err = {0};
        const char *at = strstr(whole, exchanged[i].piece);
        if (at == NULL)
            fail_msg("%zu: '%s' is not in it", i, exchanged[i].piece);
        assert_true(strlen(whole) + strlen(exchanged[i].other) < sizeof json);
        snprintf(json, sizeof json, "%.*s%s%s", (int)(at - whole), whole,
                 exchanged[i].other, at + strlen(exchanged[i].piece));
        wb_status st = definition_try(json, &definition, &err);
        if (st != WB_E_DATA || !is_at(err.where, exchanged[i].where))
            fail_msg("%zu, %s for %s: %d, %s (%s)", i, exchanged[i].other,
                     exchanged[i].piece, (int)st, err.message, err.where);
        assert_null(definition);
    }
}

/* Published figures are built in or given; also without a place for the error. */
static void test_wb_monitor_definition_read__unknown_figures_are_refused(void **state)
{
    const char *json = DEFINITION("\"published\":\"nowhere\"");
    wb_monitor_definition *definition = NULL;
    wb_error err = {0};

    (void)state;
    assert_fails(definition_try(json, &definition, &err), WB_E_DATA);
    assert_string_equal(err.where, "definition#/published");
    assert_says(err.message, "nowhere");
    assert_fails(definition_try(json, &definition, NULL), WB_E_DATA);
    assert_fails(definition_try(DEFINITION("\"published\":7"), &definition, &err),
                 WB_E_DATA);
    assert_null(definition);
}

/* ---- limits ---- */

static void put_ids(char *out, size_t room, int n)
{
    size_t at = strlen(out);

    for (int i = 0; i < n; i++)
        at += (size_t)snprintf(out + at, room - at, "%s{\"id\":\"v%d\"}",
                               i > 0 ? "," : "", i);
}

/* 64 variables have 2016 pairs: with everybody more than 2000. */
static void test_wb_monitor_definition_read__too_many_pairs_are_a_limit(void **state)
{
    static char json[8192];
    static const char end[] = "],\"all_pairs\":true}";
    wb_monitor_definition *definition = NULL;
    wb_error err = {0};
    enum { N = 64 };

    (void)state;
    snprintf(json, sizeof json, "%s", DEFINITION("\"variables\":["));
    json[strlen(json) - 1] = '\0';
    put_ids(json, sizeof json, N);
    size_t at = strlen(json);
    at += (size_t)snprintf(json + at, sizeof json - at, "],\"breakdowns\":[");
    for (int i = 0; i < N; i++)
        at += (size_t)snprintf(json + at, sizeof json - at, "%s\"v%d\"", i > 0 ? "," : "",
                               i);
    snprintf(json + at, sizeof json - at, "%s", end);
    assert_fails(definition_try(json, &definition, &err), WB_E_LIMIT);
    assert_string_equal(err.message, "more than 2000 breakdowns");
    assert_null(definition);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            test_wb_monitor_definition_read__one_that_has_everything_is_taken),
        cmocka_unit_test(
            test_wb_monitor_definition_read__what_a_piece_may_not_be_is_named),
        cmocka_unit_test(test_wb_monitor_definition_read__unknown_figures_are_refused),
        cmocka_unit_test(test_wb_monitor_definition_read__too_many_pairs_are_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
