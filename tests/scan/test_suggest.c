/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "reading_support.h"

#include "scan/suggest.h"

#define FINDINGS "id,scan,group,title,theme,indicator,direction,status,n,share,rank\n"
#define SOME                                                                             \
    FINDINGS "f-team,abc,department/a,Bakkerij / Nacht,load,load_i,problem,ok,40,"       \
             "0.375,2\n"                                                                 \
             "f-all,abc,all,Iedereen,load,load_i,problem,ok,200,0.3,1\n"                 \
             "f-good,abc,department/b,Winkel,load,load_i,strength,ok,30,0.1,1\n"         \
             "f-maybe,abc,department/c,Kantoor,load,load_i,,undecided,30,0.4,\n"         \
             "f-hidden,abc,department/d,Magazijn,load,load_i,,hidden,,,\n"               \
             "f-other,abc,department/a,Bakkerij / Nacht,body,body_i,problem,ok,40,"      \
             "0.5,3\n"
#define MEASURES "id,title,text,kind,themes,levels,actions,support,tools,source\n"
#define NL                                                                               \
    MEASURES "m-broad,Breed,Tekst,measure,\"chief , load \",team,\"8.2,15\",,,eigen\n"   \
             "m-team,Overleg,Tekst,consultation,load,\"team,organisation\",\"15,16\",,," \
             "eigen\n"                                                                   \
             "m-org,Planning,Tekst,measure,load,organisation,,,,eigen\n"                 \
             "m-sector,Fonds,Tekst,information,load,sector,,,,eigen\n"                   \
             "m-leader,Coachen,Tekst,measure,load,leader,,,,eigen\n"                     \
             "m-you,Ademen,Tekst,measure,load,individual,,,,eigen\n"                     \
             "m-again,Oud,Tekst,measure,chief,team,,,,eigen\n"                           \
             "m-again,Nieuw,Tekst,measure,load,team,,,,eigen\n"
#define EN "title\nBroad\nConsultation\nPlanning\nFund\nCoaching\nBreathing\nOld\nNew\n"

typedef struct inspired {
    wb_frame *measures, *dutch, *english, *themes;
    wb_inspiration from;
} inspired;

static inspired inspire(const char *themes)
{
    inspired i = {frame_of(NL),
                  frame_of(NL),
                  frame_of(EN),
                  themes != NULL ? frame_of(themes) : NULL,
                  {0}};

    i.from = (wb_inspiration){i.measures, i.dutch, i.english, i.themes};
    return i;
}

static void inspired_free(inspired *i)
{
    wb_frame_free(i->measures);
    wb_frame_free(i->dutch);
    wb_frame_free(i->english);
    wb_frame_free(i->themes);
}

static wb_frame *suggest(const char *findings_csv, const char *themes, int32_t most,
                         bool dutch)
{
    wb_frame *frame = frame_of(findings_csv), *out = NULL;
    wb_findings findings;
    wb_error err = {0};
    inspired from = inspire(themes);

    if (wb_findings_init(&findings, frame, &err) != WB_OK ||
        wb_suggest(&findings, &from.from, most, dutch, &out, &err) != WB_OK)
        fail_msg("%s", err.message);
    wb_frame_free(frame);
    inspired_free(&from);
    return out;
}

static wb_frame *draft(const char *findings_csv, const wb_frame *suggestions, bool dutch,
                       bool english)
{
    wb_frame *frame = frame_of(findings_csv), *out = NULL;
    wb_findings findings;
    wb_error err = {0};

    if (wb_findings_init(&findings, frame, &err) != WB_OK ||
        wb_draft_suggestions(&findings, suggestions, dutch, english, &out, &err) != WB_OK)
        fail_msg("%s", err.message);
    wb_frame_free(frame);
    return out;
}

static void test_suggest__goes_by_rank_level_and_theme(void **state)
{
    static const char *const expected[][3] = {
        {"f-all", "m-org", "organisation"}, {"f-all", "m-team", "organisation"},
        {"f-all", "m-sector", "sector"},    {"f-team", "m-again", "team"},
        {"f-team", "m-team", "team"},       {"f-team", "m-broad", "team"},
        {"f-team", "m-leader", "leader"}};
    wb_frame *out = suggest(SOME, NULL, 10, true);

    (void)state;
    assert_int_equal(wb_frame_row_count(out), 7);
    for (int64_t row = 0; row < 7; row++) {
        assert_string_equal(text_at(out, "finding", row), expected[row][0]);
        assert_string_equal(text_at(out, "measure", row), expected[row][1]);
        assert_string_equal(text_at(out, "level", row), expected[row][2]);
        assert_int_equal(whole_at(out, "number", row), row < 3 ? row + 1 : row - 2);
    }
    assert_string_equal(text_at(out, "group", 0), "all");
    assert_string_equal(text_at(out, "group_title", 3), "Bakkerij / Nacht");
    /* of two versions the last */
    assert_string_equal(text_at(out, "title", 3), "Nieuw");
    assert_string_equal(text_at(out, "title_en", 3), "New");
    wb_frame_free(out);
}

static void test_suggest__takes_at_most_so_many_for_each(void **state)
{
    wb_frame *out = suggest(SOME, NULL, 2, true);

    (void)state;
    assert_int_equal(wb_frame_row_count(out), 4);
    assert_string_equal(text_at(out, "measure", 1), "m-team");
    assert_string_equal(text_at(out, "finding", 2), "f-team");
    wb_frame_free(out);
}

static void test_suggest__explains_itself_without_claiming_why(void **state)
{
    wb_frame *out = suggest(SOME, NULL, 1, true);

    (void)state;
    assert_string_equal(text_at(out, "explanation", 0),
                        "Past bij het thema ‘load’ en is iets voor de organisatie; dit "
                        "aandachtspunt is nummer 1.");
    wb_frame_free(out);
    out = suggest(SOME, "theme,title\nbody,Body\nload,Work pressure\n", 1, false);
    assert_string_equal(text_at(out, "explanation", 1),
                        "Fits the theme 'Work pressure' and is for the team to do; this "
                        "point of attention is number 2.");
    wb_frame_free(out);
}

static void test_suggest__takes_findings_of_others_without_rank(void **state)
{
    wb_frame *out = suggest("id,scan,theme,direction,status\nf2,s,load,problem,ok\n"
                            "f1,s,load,problem,ok\n",
                            NULL, 1, false);

    (void)state;
    assert_string_equal(text_at(out, "finding", 0), "f1");
    assert_string_equal(text_at(out, "group", 0), "all");
    assert_true(is_missing(out, "finding_rank", 0));
    assert_string_equal(text_at(out, "explanation", 0),
                        "Fits the theme 'load' and is for the organisation to do.");
    wb_frame_free(out);
}

static void test_suggest__without_problems_suggests_nothing(void **state)
{
    wb_frame *out = suggest(FINDINGS "f,s,all,,load,i,strength,ok,9,0.1,1\n", NULL, 3, 1);

    (void)state;
    assert_int_equal(wb_frame_row_count(out), 0);
    wb_frame_free(out);
}

/* ---- drafts ---- */

static void test_draft__leaves_who_when_and_money_open(void **state)
{
    wb_frame *suggestions = suggest(SOME, NULL, 1, true);
    wb_frame *out = draft(SOME, suggestions, true, true);

    (void)state;
    assert_int_equal(wb_frame_row_count(out), 2);
    assert_string_equal(text_at(out, "finding", 0), "f-all");
    assert_true(is_missing(out, "group", 0));
    assert_string_equal(text_at(out, "title_nl", 0), "Planning");
    assert_string_equal(text_at(out, "levels", 0), "organisation");
    assert_close(number_at(out, "value", 0), 30, 1e-14);
    assert_string_equal(text_at(out, "unit", 0), "percent");
    assert_string_equal(text_at(out, "group", 1), "Bakkerij / Nacht");
    assert_string_equal(text_at(out, "status", 1), "ok");
    assert_int_equal(wb_frame_find(out, "target"), -1);
    assert_int_equal(wb_frame_find(out, "date"), -1);
    wb_frame_free(out);
    out = draft(SOME, suggestions, false, true);
    assert_true(is_missing(out, "title_nl", 0));
    assert_string_equal(text_at(out, "title_en", 0), "Planning");
    wb_frame_free(suggestions);
    wb_frame_free(out);
}

static void test_draft__proposes_nothing_for_a_hidden_finding(void **state)
{
    wb_frame *suggestions =
        frame_of("finding,measure,title_nl,title_en,kind,level\n"
                 "f-hidden,m-team,Overleg,Consultation,consultation,team\n"
                 "f-team,m-team,Overleg,Consultation,consultation,team\n");
    wb_frame *out = draft(SOME, suggestions, true, true);

    (void)state;
    assert_int_equal(wb_frame_row_count(out), 1);
    assert_string_equal(text_at(out, "finding", 0), "f-team");
    wb_frame_free(suggestions);
    wb_frame_free(out);
}

static void test_draft__knows_no_level_of_leaders(void **state)
{
    wb_frame *suggestions = suggest(SOME, NULL, 10, true);
    wb_frame *out = draft(SOME, suggestions, true, true);

    (void)state;
    assert_string_equal(text_at(out, "measure", 6), "m-leader");
    assert_string_equal(text_at(out, "levels", 6), "team");
    wb_frame_free(suggestions);
    wb_frame_free(out);
}

static void test_draft__refuses_suggestions_for_other_findings(void **state)
{
    wb_frame *suggestions = suggest(SOME, NULL, 1, true), *out = NULL;
    wb_frame *frame = frame_of(FINDINGS "f-all,s,all,,load,i,problem,ok,9,0.1,1\n");
    wb_findings findings;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_findings_init(&findings, frame, NULL));
    assert_fails(wb_draft_suggestions(&findings, suggestions, true, true, &out, &err),
                 WB_E_CONFLICT);
    assert_says(err.message, "'f-team', which is not among the findings");
    assert_int_equal(err.row, 1);
    wb_frame_free(frame);
    wb_frame_free(suggestions);
}

/* A plan takes what a scan proposes. */
static void test_draft__comes_into_a_plan(void **state)
{
    static const char text[] =
        "{\"format\":\"werkbaar-plan/1.0\",\"id\":\"p\",\"version\":\"1\",\"languages\":["
        "\"nl\",\"en\"],\"scope\":\"organisation\",\"title\":{\"nl\":\"P\"},"
        "\"objectives\":[{\"id\":\"o\",\"title\":{\"nl\":\"O\"},\"sections\":[{\"id\":"
        "\"s\",\"title\":{\"nl\":\"S\"},\"actions\":[]}]}]}";
    wb_frame *suggestions = suggest(SOME, NULL, 10, true);
    wb_frame *drafts = draft(SOME, suggestions, true, true), *report = NULL;
    wb_reader *reader = NULL;
    wb_plan *plan = NULL, *after = NULL;
    wb_changes *changes = NULL;
    wb_frame *actions = NULL;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_reader_from_memory(text, strlen(text), "plan", &reader, NULL));
    assert_ok(wb_plan_read(reader, &plan, NULL));
    if (wb_plan_draft(plan, drafts, NULL, &changes, &report, &err) != WB_OK)
        fail_msg("%s", err.message);
    assert_int_equal(wb_changes_count(changes), 7);
    assert_string_equal(text_at(report, "outcome", 0), "added");
    assert_int_equal(wb_frame_row_count(report), 7);
    assert_ok(wb_plan_apply(plan, changes, &after, NULL));
    assert_ok(wb_plan_actions(after, NULL, &actions, NULL));
    assert_int_equal(wb_frame_row_count(actions), 7);
    wb_reader_free(reader);
    wb_plan_free(plan);
    wb_plan_free(after);
    wb_changes_free(changes);
    wb_frame_free(report);
    wb_frame_free(actions);
    wb_frame_free(drafts);
    wb_frame_free(suggestions);
}

static wb_frame *given;
static inspired given_from;

static wb_status all_of_it(void)
{
    wb_findings findings;
    wb_frame *suggestions = NULL, *out = NULL;
    wb_status st = wb_findings_init(&findings, given, NULL);

    if (st == WB_OK)
        st = wb_suggest(&findings, &given_from.from, 3, true, &suggestions, NULL);
    if (st == WB_OK)
        st = wb_draft_suggestions(&findings, suggestions, true, true, &out, NULL);
    wb_frame_free(suggestions);
    wb_frame_free(out);
    return st;
}

static void test_suggest__survives_every_failing_allocation(void **state)
{
    (void)state;
    given = frame_of(SOME);
    given_from = inspire("theme,title\nload,Werkdruk\n");
    wb_test_every_allocation(all_of_it);
    wb_frame_free(given);
    inspired_free(&given_from);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_suggest__goes_by_rank_level_and_theme),
        cmocka_unit_test(test_suggest__takes_at_most_so_many_for_each),
        cmocka_unit_test(test_suggest__explains_itself_without_claiming_why),
        cmocka_unit_test(test_suggest__takes_findings_of_others_without_rank),
        cmocka_unit_test(test_suggest__without_problems_suggests_nothing),
        cmocka_unit_test(test_draft__leaves_who_when_and_money_open),
        cmocka_unit_test(test_draft__proposes_nothing_for_a_hidden_finding),
        cmocka_unit_test(test_draft__knows_no_level_of_leaders),
        cmocka_unit_test(test_draft__refuses_suggestions_for_other_findings),
        cmocka_unit_test(test_draft__comes_into_a_plan),
        cmocka_unit_test(test_suggest__survives_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
