/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Questions about groups, and places for the names of posts, in the forms that go out. */
#include "archive.h"
#include "exchange_support.h"

static void test_wb_scan_export__asks_for_groups_on_paper(void **state)
{
    static const char *const wanted[] = {
        "<h2>De groepen waar je bij hoort</h2>\n<p class=\"preface\">",
        "Van een groep met minder dan 12 antwoorden wordt nooit iets getoond",
        "<b>9.</b> <span>Afdeling</span>",
        "value=\"1\">Winkels &amp; co</label>",
        "<b>10.</b> <span>Ploeg</span></legend>\n<p class=\"when\">Alleen als je "
        "antwoord op vraag 9 was: Winkels &amp; co</p>",
        "value=\"2\">2</label>",
        "<b>11.</b> <span>Ploeg</span></legend>\n<p class=\"when\">Alleen als je "
        "antwoord op vraag 9 was: Productie</p>",
        "<b>12.</b> <span>age</span>",
        "value=\"1\">18-34</label>"};
    fixture f = make_fixture();
    char *page = exported(&f, "html", NULL, "nl", NULL);

    (void)state;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        assert_says(page, wanted[i]);
    free(page);
    page = exported(&f, "html", "person", "fr", NULL);
    assert_says(page, "<h2>Les groupes dont vous faites partie</h2>");
    assert_says(page, "n’est jamais montré pour un groupe de moins de 12 réponses");
    assert_says(page, "<span>Équipe</span>");
    assert_null(strchr(page, '\'')); /* apostrophes are printed as such */
    free(page);
    free_fixture(&f);
}

static void test_wb_scan_export__asks_for_groups_in_limesurvey(void **state)
{
    static const char *const wanted[] = {
        "\nS\t\tshowgroupinfo\t\tB\t",
        "\nG\t3\tDe groepen waar je bij hoort\t1\tDeze vragen dienen",
        "\nG\t3\tThe groups you belong to\t1\tThese questions serve",
        "\nQ\t*\tgroups\t1\t",
        "\nQ\tL\tG1Department\t1\tAfdeling\t\tnl\t\tN\tN\t",
        "\nQ\tL\tG1Department\t1\tDepartment\t\ten\t\tN\tN\t",
        "\nA\t0\t1\t\tWinkels &amp; co\t\tnl\t",
        "\nA\t0\t1\t\tShops\t\ten\t",
        "\nQ\tL\tG2WorkTeam\tG1Department.NAOK == '1'\tPloeg\t\tnl\t",
        "\nQ\tL\tG3WorkTeam\tG1Department.NAOK == '3'\tÉquipe\t\tfr\t",
        "\nQ\tL\tG4Age\t1\tage\t\tnl\t"};
    fixture f = make_fixture();
    char *text = exported(&f, "limesurvey", NULL, NULL, NULL);

    (void)state;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        assert_says(text, wanted[i]);
    assert_null(strchr(text, '"'));
    free(text);
    free_fixture(&f);
}

static void test_wb_scan_export__asks_for_groups_in_an_xlsform(void **state)
{
    static const char *const wanted[] = {
        "<t>groups</t>",           "<t>about_groups</t>",
        "<t>g1_department</t>",    "<t>select_one g1_department</t>",
        "<t>g2_work_team</t>",     "<t>${g1_department} = 'shops'</t>",
        "<t>g3_work_team</t>",     "<t>${g1_department} = 'production'</t>",
        "<t>Winkels &amp; co</t>", "<t>18-34</t>"};
    fixture f = make_fixture();
    char *book = exported(&f, "xlsform", NULL, NULL, NULL);

    (void)state;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (!archive_holds(book, wanted[i]))
            fail_msg("there is no %s", wanted[i]);
    free(book);
    free_fixture(&f);
}

static void test_wb_scan_export__folds_long_lists(void **state)
{
    char groups[4096] = "";
    fixture f = {composed(RECIPE), NULL};

    (void)state;
    for (int i = 0; i < 13; i++)
        sprintf(groups + strlen(groups), "%s{'id':'g%d','staff':5}", i > 0 ? "," : "", i);
    char text[8192];
    snprintf(text, sizeof text,
             "{" ORGANISATION "'staff':100,'min_n':10,'hierarchies':[{'id':'h',"
             "'columns':['d'],'groups':[%s]}]}",
             groups);
    f.o = organisation_of(text);
    char *form = exported(&f, "limesurvey", NULL, "nl", NULL);
    assert_says(form, "\nQ\t!\tG1D\t1\td\t");
    free(form);
    form = exported(&f, "xlsform", NULL, "nl", NULL);
    assert_true(archive_holds(form, "<t>minimal</t>"));
    free(form);
    free_fixture(&f);
}

static void test_wb_scan_export__asks_for_the_name_of_a_post_alone(void **state)
{
    fixture f = {composed(RECIPE), NULL};
    char *text = exported(&f, "limesurvey", "workpost", NULL, NULL);

    (void)state;
    assert_says(text, "\nQ\tS\trecord\t1\tWerkpost:\t\tnl\t\tN\tN\t");
    assert_says(text, "\nQ\tS\trecord\t1\tPoste de travail :\t\tfr\t");
    assert_null(strstr(text, "groups"));
    free(text);
    text = exported(&f, "xlsform", "workpost", "en", NULL);
    assert_true(archive_holds(text, "<t>record</t>"));
    free(text);
    text = exported(&f, "html", "workpost", "en", NULL);
    assert_says(text, "Work post: <input type=\"text\">");
    free(text);
    text = exported(&f, "limesurvey", "organisation", NULL, NULL);
    assert_null(strstr(text, "\nQ\tS\t"));
    free(text);
    free_fixture(&f);
}

static void test_wb_scan_export__refuses_a_column_without_groups(void **state)
{
    fixture f = {composed(RECIPE), organisation_of(SMALL("{'id':'a','staff':60}"))};
    wb_writer *writer = NULL;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_fails(wb_scan_export(f.q, f.o, "html", NULL, NULL, writer, &err), WB_E_DATA);
    assert_string_equal(err.item, "t");
    assert_says(err.message, "column 't' of hierarchy 'h' tells no group");
    assert_fails(wb_scan_export(f.q, NULL, "html", NULL, NULL, writer, &err), WB_E_ARG);
    assert_fails(wb_scan_export(NULL, NULL, "html", "workpost", NULL, writer, &err),
                 WB_E_ARG);
    assert_fails(wb_scan_export(f.q, f.o, "pdf", "workpost", NULL, writer, &err),
                 WB_E_ARG);
    assert_fails(wb_scan_import(f.q, f.o, "csv", NULL, NULL, NULL, &err), WB_E_ARG);
    wb_writer_free(writer);
    free_fixture(&f);
}

/* Without hierarchies it is what the questionnaire is. */
static void test_wb_scan_export__adds_nothing_where_there_are_no_groups(void **state)
{
    fixture f = {composed(RECIPE),
                 organisation_of("{" ORGANISATION "'staff':100,'min_n':10}")};
    char *scan = exported(&f, "html", NULL, NULL, NULL);
    wb_writer *writer = NULL;

    (void)state;
    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_ok(wb_questionnaire_export(f.q, "html", NULL, NULL, writer, NULL));
    assert_int_equal(strncmp(scan, wb_writer_bytes(writer, NULL), strlen(scan)), 0);
    wb_writer_free(writer);
    free(scan);
    free_fixture(&f);
}

static fixture given; /* made while memory is not short */

static wb_status export_some(void)
{
    wb_writer *writer = NULL;
    wb_status st = wb_writer_to_memory(&writer, NULL);

    if (st == WB_OK)
        st = wb_scan_export(given.q, given.o, "limesurvey", NULL, "nl", writer, NULL);
    wb_writer_free(writer);
    return st;
}

static void test_wb_scan_export__survives_every_failing_allocation(void **state)
{
    (void)state;
    given = make_fixture();
    wb_test_every_allocation(export_some);
    free_fixture(&given);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_scan_export__asks_for_groups_on_paper),
        cmocka_unit_test(test_wb_scan_export__asks_for_groups_in_limesurvey),
        cmocka_unit_test(test_wb_scan_export__asks_for_groups_in_an_xlsform),
        cmocka_unit_test(test_wb_scan_export__folds_long_lists),
        cmocka_unit_test(test_wb_scan_export__asks_for_the_name_of_a_post_alone),
        cmocka_unit_test(test_wb_scan_export__refuses_a_column_without_groups),
        cmocka_unit_test(test_wb_scan_export__adds_nothing_where_there_are_no_groups),
        cmocka_unit_test(test_wb_scan_export__survives_every_failing_allocation),
    };

    return cmocka_run_group_tests_name("asking", tests, NULL, NULL);
}
