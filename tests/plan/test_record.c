/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The tree of records: looking in it and changing it. */
#include "plan_support.h"

#include "base/text.h"

static const char small[] = HEADING
    "\"actors\":[{\"id\":\"ann\",\"name\":{\"nl\":\"Ann\"},\"type\":\"role\"}]," ACTIONS(
        ACTION("a", ",\"assignments\":[{\"id\":\"a.1\",\"actor\":\"ann\",\"role\":"
                    "\"responsible\"}],\"notes\":[{\"id\":\"a.n\",\"text\":{\"nl\":"
                    "\"x\"}}],\"actions\":[" ACTION("a1", "") "," ACTION(
                        "a2", "") "]") "," ACTION("b", ""));

static void test_wb_plan_find__finds_every_record_and_no_other(void **state)
{
    static const char *const ids[] = {"p",   "ann", "o",  "s",  "a",
                                      "a.1", "a.n", "a1", "a2", "b"};
    wb_plan *plan = read_plan(small);

    (void)state;
    assert_int_equal(plan->n_records, 10);
    for (size_t i = 0; i < 10; i++)
        assert_string_equal(wb_plan_find(plan, ids[i])->id, ids[i]);
    assert_null(wb_plan_find(plan, "c"));
    assert_string_equal(wb_plan_find(plan, "a2")->kind->name, "action");
    assert_string_equal(wb_plan_find(plan, "a2")->list, "actions");
    assert_string_equal(wb_plan_find(plan, "a2")->parent->id, "a");
    assert_int_equal(wb_record_position(wb_plan_find(plan, "a2")), 1);
    assert_int_equal(wb_record_position(wb_plan_find(plan, "a.n")), 0);
    assert_int_equal(wb_record_depth(wb_plan_find(plan, "a2")), 5);
    assert_null(json_object_get(wb_plan_find(plan, "a")->body, "actions"));
    wb_plan_free(plan);
}

static void test_wb_record_walk__gives_each_record_once_parents_first(void **state)
{
    wb_plan *plan = read_plan(small);
    size_t n = 0;

    (void)state;
    for (wb_record *r = plan->root; r != NULL; r = wb_record_walk(plan->root, r)) {
        n++;
        assert_true(r == plan->root || r->parent != NULL);
    }
    assert_int_equal(n, 10);
    n = 0;
    wb_record *a = wb_plan_find(plan, "a");
    for (wb_record *r = a; r != NULL; r = wb_record_walk(a, r))
        n++;
    assert_int_equal(n, 5);
    wb_plan_free(plan);
}

/* The ids of a list, one after another. */
static const char *ids_of(const wb_record *parent, const char *list)
{
    static char text[200];

    text[0] = '\0';
    for (wb_record *r = wb_record_first(parent, list); r != NULL; r = wb_record_next(r)) {
        strcat(text, r->id);
        strcat(text, " ");
    }
    return text;
}

static wb_record *insert(wb_plan *plan, const char *parent, const char *list,
                         size_t position, const char *text)
{
    wb_record *made = NULL;

    assert_ok(wb_plan_insert(plan, wb_plan_find(plan, parent), list, position, body(text),
                             &made, NULL));
    return made;
}

static void test_wb_plan_insert__puts_a_record_where_it_is_asked(void **state)
{
    wb_plan *plan = read_plan(small);
    wb_record *s = wb_plan_find(plan, "s");

    (void)state;
    insert(plan, "s", "actions", 0, ACTION("c", ""));
    assert_string_equal(ids_of(s, "actions"), "c a b ");
    insert(plan, "s", "actions", 2, ACTION("d", ""));
    assert_string_equal(ids_of(s, "actions"), "c a d b ");
    insert(plan, "s", "actions", 9, ACTION("e", ""));
    assert_string_equal(ids_of(s, "actions"), "c a d b e ");
    insert(plan, "s", "notes", SIZE_MAX, "{\"id\":\"n\",\"text\":{\"nl\":\"x\"}}");
    insert(plan, "s", "actions", SIZE_MAX, ACTION("f", ""));
    assert_string_equal(ids_of(s, "actions"), "c a d b e f ");
    assert_string_equal(ids_of(s, "notes"), "n ");
    assert_string_equal(wb_plan_find(plan, "f")->id, "f");
    wb_plan_free(plan);
}

static void test_wb_plan_insert__refuses_what_cannot_be(void **state)
{
    wb_plan *plan = read_plan(small);
    json_t *taken = body(ACTION("a1", ""));
    json_t *fresh = body(ACTION("z", ""));
    wb_record *deepest = wb_plan_find(plan, "b");
    wb_error err = {0};
    char id[8];

    (void)state;
    assert_fails(wb_plan_insert(plan, plan->root, "actors", 0, taken, NULL, &err),
                 WB_E_ARG);
    assert_string_equal(err.message, "the id 'a1' is in use");
    assert_fails(wb_plan_insert(plan, plan->root, "actions", 0, fresh, NULL, &err),
                 WB_E_ARG);
    assert_string_equal(err.message, "plan 'p' has no list 'actions'");
    while (wb_record_depth(deepest) < WB_PLAN_MAX_DEPTH) {
        char text[80];

        snprintf(id, sizeof id, "d%zu", wb_record_depth(deepest));
        snprintf(text, sizeof text, "{\"id\":\"%s\",\"title\":{\"nl\":\"A\"}}", id);
        deepest = insert(plan, deepest->id, "actions", 0, text);
    }
    assert_fails(wb_plan_insert(plan, deepest, "actions", 0, fresh, NULL, &err),
                 WB_E_LIMIT);
    json_decref(taken);
    json_decref(fresh);
    wb_plan_free(plan);
}

static void test_wb_plan_move__keeps_all_that_is_below(void **state)
{
    wb_plan *plan = read_plan(small);
    wb_record *a = wb_plan_find(plan, "a");
    wb_record *b = wb_plan_find(plan, "b");
    wb_error err = {0};

    (void)state;
    assert_ok(wb_plan_move(a, b, "actions", 0, NULL));
    assert_string_equal(ids_of(b, "actions"), "a ");
    assert_string_equal(ids_of(a, "actions"), "a1 a2 ");
    assert_int_equal(wb_record_depth(wb_plan_find(plan, "a.1")), 6);
    assert_fails(wb_plan_move(b, wb_plan_find(plan, "a1"), "actions", 0, &err), WB_E_ARG);
    assert_string_equal(err.message, "action 'b' cannot stand in 'actions' of 'a1'");
    assert_fails(wb_plan_move(a, plan->root, "actors", 0, &err), WB_E_ARG);
    assert_ok(wb_plan_move(wb_plan_find(plan, "a2"), a, "actions", 0, NULL));
    assert_string_equal(ids_of(a, "actions"), "a2 a1 ");
    wb_plan_free(plan);
}

static void test_wb_plan_remove__takes_all_below_along(void **state)
{
    wb_plan *plan = read_plan(small);

    (void)state;
    wb_plan_remove(plan, wb_plan_find(plan, "a"));
    assert_int_equal(plan->n_records, 5);
    assert_null(wb_plan_find(plan, "a"));
    assert_null(wb_plan_find(plan, "a1"));
    assert_string_equal(ids_of(wb_plan_find(plan, "s"), "actions"), "b ");
    wb_plan_free(plan);
}

/* ---- many changes ---- */

static const char *const some_lists[] = {"notes", "actions", "statuses", "milestones"};
enum { N_LISTS = 4 };

static uint32_t random_below(uint32_t n)
{
    static uint32_t state = 1;

    state = state * 1664525U + 1013904223U;
    return (uint32_t)((uint64_t)state * n >> 32);
}

/* Every list is one stretch of the chain, and its first knows its last. */
static void assert_lists_hang_together(const wb_record *parent)
{
    for (int i = 0; i < N_LISTS; i++) {
        const wb_record *first = NULL, *last = NULL;
        size_t n = 0, walked = 0;

        for (const wb_record *r = parent->first_child; r != NULL; r = r->next) {
            if (strcmp(r->list, some_lists[i]) != 0)
                continue;
            assert_ptr_equal(wb_record_previous(r), last);
            first = first == NULL ? r : first;
            last = r;
            n++;
        }
        assert_ptr_equal(wb_record_first(parent, some_lists[i]), first);
        assert_true(first == NULL || first->last_of_list == last);
        for (const wb_record *r = first; r != NULL; r = wb_record_next(r))
            walked++;
        assert_int_equal(walked, n);
    }
}

static void add_one(wb_plan *plan, wb_record *parent, int list, size_t at, int id)
{
    static const char *const fields[] = {
        "\"text\":{\"nl\":\"x\"}", "\"title\":{\"nl\":\"x\"}", "\"status\":\"done\"",
        "\"title\":{\"nl\":\"x\"}"};
    char text[100];

    snprintf(text, sizeof text, "{\"id\":\"n%d\",%s}", id, fields[list]);
    assert_ok(wb_plan_insert(plan, parent, some_lists[list], at, body(text), NULL, NULL));
}

static wb_record *any_child(const wb_record *parent)
{
    wb_record *child = parent->first_child;

    for (uint32_t n = random_below(6); n > 0 && child->next != NULL; n--)
        child = child->next;
    return child;
}

static void test_wb_record_first__holds_through_many_changes(void **state)
{
    wb_plan *plan = read_plan(small);
    wb_record *parents[] = {wb_plan_find(plan, "a"), wb_plan_find(plan, "b")};

    (void)state;
    for (int i = 0; i < 3000; i++) {
        wb_record *parent = parents[random_below(2)], *to = parents[random_below(2)];
        size_t at = random_below(3) == 0 ? SIZE_MAX : random_below(4);
        uint32_t what = random_below(5);

        if (what < 2 || parent->first_child == NULL)
            add_one(plan, parent, (int)random_below(N_LISTS), at, i);
        else if (what < 4) {
            wb_record *child = any_child(parent);
            assert_ok(wb_plan_move(child, to, child->list, at, NULL));
        } else
            wb_plan_remove(plan, any_child(parent));
        assert_lists_hang_together(parents[0]);
        assert_lists_hang_together(parents[1]);
    }
    wb_plan_free(plan);
}

static void test_wb_plan_set_body__keeps_the_id(void **state)
{
    wb_plan *plan = read_plan(small);
    wb_record *b = wb_plan_find(plan, "b");
    json_t *other = body(ACTION("c", ""));

    (void)state;
    assert_ok(wb_plan_set_body(b, body(ACTION("b", ",\"force\":\"request\"")), NULL));
    assert_string_equal(wb_record_text(wb_plan_find(plan, "b"), "force"), "request");
    assert_fails(wb_plan_set_body(b, other, NULL), WB_E_ARG);
    json_decref(other);
    wb_plan_free(plan);
}

static void test_wb_plan_seal__undone_changes_give_the_same_hash(void **state)
{
    wb_plan *plan = read_plan(small);
    char before[65];
    wb_text place = {0};

    (void)state;
    strcpy(before, wb_plan_hash(plan));
    insert(plan, "s", "actions", 0, ACTION("c", ""));
    assert_ok(wb_plan_seal(plan, NULL));
    assert_string_not_equal(wb_plan_hash(plan), before);
    assert_ok(wb_record_pointer(wb_plan_find(plan, "a2"), &place, NULL));
    assert_string_equal(place.bytes, "/objectives/0/sections/0/actions/1/actions/1");
    wb_plan_remove(plan, wb_plan_find(plan, "c"));
    assert_ok(wb_plan_seal(plan, NULL));
    assert_string_equal(wb_plan_hash(plan), before);
    wb_text_free(&place);
    wb_plan_free(plan);
}

/* A body alone, without lists, as the edit of a plan has it. */
static wb_status check_body(const char *kind, const char *text, wb_error *err)
{
    wb_json file = {0};
    wb_json_at root;
    wb_status st = wb_json_parse(text, strlen(text), "edit", &file, err);

    assert_int_equal(st, WB_OK);
    root = wb_json_root(&file);
    st = wb_body_check(&root, wb_kind_find(kind), false, err);
    wb_json_close(&file);
    return st;
}

static void test_wb_body_check__of_one_body_alone(void **state)
{
    static const char good[] = "{\"id\":\"x\",\"status\":\"done\",\"date\":\"2019\"}";
    static const char bad[] = "{\"id\":\"x\",\n\"status\":\"ready\"}";
    static const char lists[] = "{\"id\":\"x\",\"title\":{\"nl\":\"A\"},\"actions\":[]}";
    wb_error err = {0};

    (void)state;
    assert_ok(check_body("status", good, NULL));
    assert_fails(check_body("status", bad, &err), WB_E_DATA);
    assert_string_equal(err.where, "edit#/status");
    assert_int_equal(err.line, 2);
    assert_string_equal(err.message, "'ready' is not one of: planned, running, done, "
                                     "stopped, unknown");
    assert_fails(check_body("action", lists, &err), WB_E_DATA);
    assert_null(wb_kind_find("promise"));
}

/* The first mention of a record that does not hold; false when all do. */
static bool first_broken(const wb_plan *plan, const wb_record *record, wb_mention *broken)
{
    for (size_t n = 0; wb_record_mention(record, n, broken); n++) {
        if (!wb_mention_holds(plan, broken))
            return true;
    }
    return false;
}

static void test_wb_record_mention__names_field_and_id(void **state)
{
    wb_plan *plan = read_plan(small);
    wb_mention broken;
    wb_record *a = wb_plan_find(plan, "a.1");

    (void)state;
    assert_false(first_broken(plan, a, &broken));
    wb_plan_remove(plan, wb_plan_find(plan, "ann"));
    assert_true(first_broken(plan, a, &broken));
    assert_string_equal(broken.path, "actor");
    assert_string_equal(broken.id, "ann");
    assert_false(wb_mention_holds(plan, &broken));
    assert_ok(wb_plan_set_body(
        a,
        body("{\"id\":\"a.1\",\"actor\":\"s\",\"role\":\"partner\",\"only_for\":[\"a\","
             "\"b\"]}"),
        NULL));
    assert_true(first_broken(plan, a, &broken));
    assert_string_equal(broken.id, "s");
    assert_string_equal(broken.target, "actor");
    wb_plan_free(plan);
}

static void test_wb_action_bearer__own_then_block_then_parent(void **state)
{
    wb_plan *plan = read_plan(
        HEADING
        "\"actors\":[{\"id\":\"x\",\"name\":{\"nl\":\"X\"},\"type\":\"role\"}],"
        "\"objectives\":[{\"id\":\"o\",\"title\":{\"nl\":\"O\"},\"sections\":[{\"id\":"
        "\"s\",\"title\":{\"nl\":\"S\"},\"blocks\":[{\"id\":\"k\",\"title\":{\"nl\":"
        "\"K\"},\"timing\":{\"from\":\"2018\"},\"funding\":[{\"id\":\"k.f\","
        "\"certainty\":"
        "\"indicative\",\"only_for\":[\"a\"]}]}],\"actions\":[" ACTION(
            "a", ",\"block\":\"k\",\"actions\":[" ACTION(
                     "a1", "") "]") "," ACTION("b",
                                               ",\"block\":\"k\",\"timing\":{\"from\":"
                                               "\"2019\"}") "," ACTION("c", "") "]}]}]}");
    const wb_record *a1 = wb_plan_find(plan, "a1");
    const wb_record *funding = wb_plan_find(plan, "k.f");

    (void)state;
    assert_string_equal(wb_action_bearer(plan, a1, "funding")->id, "k");
    assert_null(wb_action_bearer(plan, wb_plan_find(plan, "c"), "funding"));
    assert_string_equal(
        json_string_value(json_object_get(wb_action_field(plan, a1, "timing"), "from")),
        "2018");
    assert_string_equal(
        json_string_value(json_object_get(
            wb_action_field(plan, wb_plan_find(plan, "b"), "timing"), "from")),
        "2019");
    assert_true(wb_record_holds_for(funding, a1));
    assert_false(wb_record_holds_for(funding, wb_plan_find(plan, "b")));
    wb_plan_free(plan);
}

/* b names block k, which has a heading, and is part of a, which names l. */
#define BLOCKS                                                                           \
    "{\"id\":\"k\",\"title\":{\"nl\":\"K\"},\"heading\":\"K\"},"                         \
    "{\"id\":\"l\",\"title\":{\"nl\":\"L\"},\"heading\":\"L\",\"timing\":{\"from\":"     \
    "\"2018\"},"                                                                         \
    "\"funding\":[{\"id\":\"l.f\",\"certainty\":\"indicative\"}]}"
#define NAMING(id, block, rest) ACTION(id, ",\"block\":\"" block "\"" rest)
#define PARTS                                                                            \
    NAMING("a", "l", ",\"themes\":[\"stress\"],\"actions\":[" NAMING("b", "k", "") "]")  \
    "," NAMING("c", "k", "")

static void test_wb_action_bearer__a_block_does_not_stand_before_the_action(void **state)
{
    wb_plan *plan =
        read_plan(HEADING "\"objectives\":[{\"id\":\"o\",\"title\":{\"nl\":\"O\"},"
                          "\"sections\":[{\"id\":\"s\",\"title\":{\"nl\":\"S\"},"
                          "\"blocks\":[" BLOCKS "],\"actions\":[" PARTS "]}]}]}");
    const wb_record *b = wb_plan_find(plan, "b"), *c = wb_plan_find(plan, "c");

    (void)state;
    assert_string_equal(json_string_value(wb_action_field(plan, b, "heading")), "K");
    assert_string_equal(wb_action_bearer(plan, b, "funding")->id, "l");
    assert_string_equal(
        json_string_value(json_object_get(wb_action_field(plan, b, "timing"), "from")),
        "2018");
    assert_int_equal(json_array_size(wb_action_field(plan, b, "themes")), 1);
    assert_null(wb_action_bearer(plan, c, "funding"));
    assert_null(wb_action_field(plan, c, "timing"));
    wb_plan_free(plan);
}

static void test_wb_action_status__the_latest_date_counts(void **state)
{
    wb_plan *plan = read_plan(HEADING ACTIONS(
        ACTION("a", ",\"statuses\":["
                    "{\"id\":\"s1\",\"status\":\"running\",\"date\":\"2019-05\"},"
                    "{\"id\":\"s2\",\"status\":\"planned\",\"date\":\"2019-04-30\"},"
                    "{\"id\":\"s3\",\"status\":\"stopped\"}]") "," ACTION("b", "")));
    const wb_record *entry = NULL;

    (void)state;
    assert_string_equal(wb_action_status(wb_plan_find(plan, "a"), &entry), "running");
    assert_string_equal(entry->id, "s1");
    assert_string_equal(wb_action_status(wb_plan_find(plan, "b"), &entry), "unknown");
    assert_null(entry);
    wb_plan_free(plan);
}

static void check_date(const char *text, bool last, const char *expected)
{
    int32_t days = 0;
    int32_t wanted = 0;

    assert_true(wb_plan_date(text, last, &days));
    assert_true(wb_parse_date(expected, 10, &wanted));
    assert_int_equal(days, wanted);
}

static void
test_wb_plan_date__a_year_and_a_month_have_a_first_and_a_last_day(void **state)
{
    static const char *const wrong[] = {"",        "20",           "2018-",   "2018-13",
                                        "2018-00", "2018-02-30",   "2018/02", "2018-2",
                                        "201a",    "2018-02-01T00"};
    int32_t days;

    (void)state;
    check_date("2018", false, "2018-01-01");
    check_date("2018", true, "2018-12-31");
    check_date("2019", true, "2019-12-31");
    check_date("2020-02", true, "2020-02-29");
    check_date("2018-02", true, "2018-02-28");
    check_date("2018-12", true, "2018-12-31");
    check_date("2018-09", false, "2018-09-01");
    check_date("2018-09-14", true, "2018-09-14");
    check_date("9999", true, "9999-12-31");
    check_date("9999-12", true, "9999-12-31");
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(wb_plan_date(wrong[i], false, &days));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_plan_find__finds_every_record_and_no_other),
        cmocka_unit_test(test_wb_record_walk__gives_each_record_once_parents_first),
        cmocka_unit_test(test_wb_plan_insert__puts_a_record_where_it_is_asked),
        cmocka_unit_test(test_wb_plan_insert__refuses_what_cannot_be),
        cmocka_unit_test(test_wb_plan_move__keeps_all_that_is_below),
        cmocka_unit_test(test_wb_plan_remove__takes_all_below_along),
        cmocka_unit_test(test_wb_record_first__holds_through_many_changes),
        cmocka_unit_test(test_wb_plan_set_body__keeps_the_id),
        cmocka_unit_test(test_wb_plan_seal__undone_changes_give_the_same_hash),
        cmocka_unit_test(test_wb_body_check__of_one_body_alone),
        cmocka_unit_test(test_wb_record_mention__names_field_and_id),
        cmocka_unit_test(test_wb_action_bearer__own_then_block_then_parent),
        cmocka_unit_test(test_wb_action_bearer__a_block_does_not_stand_before_the_action),
        cmocka_unit_test(test_wb_action_status__the_latest_date_counts),
        cmocka_unit_test(
            test_wb_plan_date__a_year_and_a_month_have_a_first_and_a_last_day),
    };

    return cmocka_run_group_tests_name("plan/record", tests, NULL, NULL);
}
