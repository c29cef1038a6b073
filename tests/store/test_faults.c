/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Everything goes wrong in turn: each operation on the disk, each allocation of the
 * library, of jansson and of SQLite. What was acknowledged is there afterwards, and the
 * file is whole. */
#include "plan/operation.h"
#include "store/disk.h"
#include "store/store_support.h"

#include <jansson.h>
#include <stdbool.h>

static const char path[] = "plan";

/* ---- allocations that fail ---- */

static int64_t allocations, fails_at; /* 0: none */
static bool fails_on;                 /* also all after it */
/* Of some that fail jansson says that the text is no JSON. */
static bool jansson_failed;

static bool refuses(void)
{
    allocations++;
    return fails_at > 0 && (fails_on ? allocations >= fails_at : allocations == fails_at);
}

static void *resize(void *block, size_t bytes)
{
    return refuses() ? NULL : realloc(block, bytes);
}

static void *allocate(size_t bytes)
{
    bool refused = refuses();

    jansson_failed |= refused;
    return refused ? NULL : malloc(bytes);
}

/* SQLite wants to know how large a block is. */
enum { HEAD = 16 };

static void *sql_allocate(int bytes)
{
    char *block = refuses() ? NULL : malloc((size_t)bytes + HEAD);

    if (block == NULL)
        return NULL;
    memcpy(block, &bytes, sizeof bytes);
    return block + HEAD;
}

static void sql_free(void *block)
{
    if (block != NULL)
        free((char *)block - HEAD);
}

static int sql_size(void *block)
{
    int bytes = 0;

    if (block != NULL)
        memcpy(&bytes, (char *)block - HEAD, sizeof bytes);
    return bytes;
}

static void *sql_resize(void *block, int bytes)
{
    char *made = refuses() ? NULL : realloc((char *)block - HEAD, (size_t)bytes + HEAD);

    if (made == NULL)
        return NULL;
    memcpy(made, &bytes, sizeof bytes);
    return made + HEAD;
}

static int sql_round(int bytes)
{
    return (bytes + 7) & ~7;
}

static int sql_begin(void *unused)
{
    (void)unused;
    return SQLITE_OK;
}

static void sql_end(void *unused)
{
    (void)unused;
}

static void fail_allocation(int64_t number, bool and_all_after)
{
    allocations = 0;
    fails_at = number;
    fails_on = and_all_after;
    jansson_failed = false;
}

/* ---- a session of an editor ---- */

enum { N_EDITS = 5, MAX_TITLE = 100000 };

typedef struct session {
    int64_t seqs[N_EDITS]; /* of acknowledged edits; 0: it failed */
    int tried;             /* titles up to this number may be there */
    wb_status first;       /* of what failed first */
    wb_error err;          /* of it */
} session;

static session done;

/* Edit number i: the title of 'a' becomes i; in the third a record comes and another
 * goes, too, so that more is written. */
static wb_status do_edit(wb_store *store, int i, int64_t *seq, wb_error *err)
{
    wb_changes *changes = NULL;
    char value[20], record[400];
    wb_status st = wb_changes_new(&changes, err);

    snprintf(value, sizeof value, "\"%d\"", i);
    snprintf(record, sizeof record,
             "{\"id\":\"n%d\",\"title\":{\"nl\":\"N\"},\"aim\":{\"nl\":\"%0300d\"}}", i,
             i);
    if (st == WB_OK)
        st = wb_changes_set(changes, "a", "title/nl", value, NULL, MAX_TITLE, err);
    if (st == WB_OK && i == 3)
        st = wb_changes_add(changes, "s", "actions", "", record, err);
    if (st == WB_OK && i == 3)
        st = wb_changes_move(changes, "c", "b", "actions", NULL, NULL, MAX_TITLE, err);
    if (st == WB_OK)
        st = wb_store_apply(store, changes, AT(i), "e", NULL, seq, err);
    wb_changes_free(changes);
    return st;
}

static void note(wb_status st, const wb_error *err)
{
    if (st == WB_OK || done.first != WB_OK)
        return;
    done.first = st;
    done.err = *err;
}

/* Open, edit, read, undo, close, whatever fails. */
static void work(void)
{
    wb_store *store = NULL;
    wb_plan *plan = NULL;
    wb_frame *history = NULL;
    wb_error err = {0};

    done = (session){.first = WB_OK};
    note(wb_store_open(path, NULL, &store, &err), &err);
    for (int i = 0; i < N_EDITS && store != NULL; i++) {
        int64_t seq = 0;
        wb_status st = do_edit(store, i, &seq, &err);
        note(st, &err);
        done.tried = i;
        done.seqs[i] = st == WB_OK ? seq : 0;
        if (i == 2) {
            note(wb_store_plan(store, 1, &plan, &err), &err);
            note(wb_store_history(store, 0, NULL, "nl", &history, &err), &err);
            note(wb_store_set_name(store, "e", "Name", &err), &err);
            note(wb_store_verify(store, &err), &err);
        }
    }
    wb_plan_free(plan);
    wb_frame_free(history);
    wb_store_free(store);
}

static const char *title_at(wb_store *store, int64_t seq)
{
    static char title[100];
    wb_plan *plan = plan_of(store, seq);
    const json_t *value = wb_field_value(wb_plan_find(plan, "a")->body, "title/nl");

    strcpy(title, json_string_value(value));
    wb_plan_free(plan);
    return title;
}

/* The file is whole, holds what was acknowledged and takes more. */
static void check(const char *what, int64_t number)
{
    wb_store *store = NULL;
    wb_error err = {0};
    int64_t seq = 0;

    if (wb_store_open(path, NULL, &store, &err) != WB_OK ||
        wb_store_verify(store, &err) != WB_OK)
        fail_msg("%s %lld: %s", what, (long long)number, err.message);
    for (int i = 0; i < N_EDITS; i++) {
        char wanted[20];
        snprintf(wanted, sizeof wanted, "%d", i);
        if (done.seqs[i] > 0 && strcmp(title_at(store, done.seqs[i]), wanted) != 0)
            fail_msg("%s %lld: edit %d is lost", what, (long long)number, i);
    }
    if (do_edit(store, 7, &seq, &err) != WB_OK)
        fail_msg("%s %lld: the store takes no more", what, (long long)number);
    wb_store_free(store);
}

/* A store with a plan, and with edits still in the log of a process that died, or none.
 */
static void prepare(bool with_log)
{
    wb_store *store;
    int64_t seq;

    disk_erase();
    store = new_store(path, THREE);
    for (int i = 10; i < 30; i++)
        assert_ok(do_edit(store, i, &seq, NULL));
    if (with_log)
        disk_keep();
    wb_store_free(store);
    if (!with_log)
        disk_keep();
}

/* ---- the disk ---- */

/* Whether the session came as far as the operation that goes wrong. */
static bool try_fault(disk_fault fault, const char *what, int64_t number, uint64_t seed)
{
    bool reached;

    disk_restore();
    disk_fail(fault, number);
    work();
    reached = disk_operations() >= number;
    disk_reboot(seed + (uint64_t)number * 100);
    if (done.first != WB_OK && done.first != WB_E_IO)
        fail_msg("%s %lld gives %s: %s", what, (long long)number,
                 wb_status_name(done.first), done.err.message);
    check(what, number);
    return reached;
}

/* Of each operation, or of every seventh where every instruction is watched. */
static void run_fault(disk_fault fault, const char *what, uint64_t n_seeds)
{
    int64_t step = getenv("WB_TEST_WATCHED") == NULL ? 1 : 7;

    for (int with_log = 0; with_log < 2; with_log++) {
        int64_t n = 0;
        bool reached = true;

        prepare(with_log != 0);
        while (reached) {
            n += step;
            for (uint64_t seed = 0; seed < n_seeds; seed++)
                reached = try_fault(fault, what, n, seed);
        }
        assert_true(n > 100);
    }
}

static void test_store__survives_each_failing_operation(void **state)
{
    (void)state;
    run_fault(DISK_ERROR, "error", 1);
}

static void test_store__survives_a_disk_that_breaks(void **state)
{
    (void)state;
    run_fault(DISK_BROKEN, "broken", 1);
}

static void test_store__survives_a_full_disk(void **state)
{
    (void)state;
    run_fault(DISK_FULL, "full", 1);
}

static void test_store__survives_a_power_cut(void **state)
{
    bool is_long = getenv("WB_TEST_LONG") != NULL && getenv("WB_TEST_WATCHED") == NULL;

    (void)state;
    run_fault(DISK_POWER, "power cut", is_long ? 20 : 1);
}

/* The first plan of a new file: it is there, or the file is one to begin with. */
static void begin_new(void)
{
    wb_store *store = NULL;
    wb_plan *plan = read_plan(THREE);

    done.first = wb_store_open(path, NULL, &store, NULL);
    if (done.first == WB_OK)
        done.first = wb_store_import(store, plan, AT(0), "e", NULL, NULL);
    wb_store_free(store);
    wb_plan_free(plan);
}

static void test_store__begins_whole_or_not_at_all(void **state)
{
    bool reached = true;
    int64_t n = 0;

    (void)state;
    while (reached) {
        n++;
        for (uint64_t seed = 0; seed < 3; seed++) {
            wb_store *store = NULL;
            wb_error err = {0};
            int64_t seq = 0;

            disk_erase();
            disk_fail(DISK_POWER, n);
            begin_new();
            reached = disk_operations() >= n;
            disk_reboot(seed);
            if (wb_store_open(path, NULL, &store, &err) != WB_OK)
                fail_msg("power cut %lld: %s", (long long)n, err.message);
            assert_whole(store);
            assert_ok(wb_store_seq(store, INT64_MAX, &seq, NULL));
            assert_true(seq == 1 || done.first != WB_OK);
            wb_store_free(store);
        }
    }
    assert_true(n > 20);
}

static void test_erase_name__leaves_no_trace_on_the_disk(void **state)
{
    wb_store *store;

    (void)state;
    disk_erase();
    store = new_store(path, THREE);
    assert_ok(wb_store_set_name(store, "e", "Marieke Peeters", NULL));
    assert_true(disk_holds("Marieke"));
    assert_ok(wb_store_erase_name(store, "e", NULL));
    assert_false(disk_holds("Marieke"));
    wb_store_free(store);
    assert_false(disk_holds("Marieke"));
}

/* ---- memory ---- */

/* How many allocations are let be after the nth: none where there is time. */
static int64_t passed_over(int64_t n)
{
    if (getenv("WB_TEST_WATCHED") != NULL)
        return 28;
    return getenv("WB_TEST_LONG") == NULL ? n % 13 : 0;
}

static void run_allocations(bool and_all_after, const char *what)
{
    int64_t n = 0;
    bool reached = true, ok;

    while (reached) {
        n++;
        disk_restore();
        fail_allocation(n, and_all_after);
        wb_set_allocator(resize, NULL);
        work();
        wb_set_allocator(NULL, NULL);
        reached = allocations >= n;
        ok = done.first == WB_OK || done.first == WB_E_NOMEM ||
             (done.first == WB_E_DATA && jansson_failed);
        fail_allocation(0, false);
        if (!ok)
            fail_msg("%s %lld gives %s: %s", what, (long long)n,
                     wb_status_name(done.first), done.err.message);
        check(what, n);
        n += passed_over(n);
    }
    assert_true(n > 1000);
}

static void test_store__survives_each_failing_allocation(void **state)
{
    (void)state;
    prepare(false);
    run_allocations(false, "allocation");
}

/* Of a file whose texts are UTF-16 each is converted as it is read. */
static void test_store__survives_each_failing_allocation_in_utf16(void **state)
{
    wb_store *store;

    (void)state;
    disk_erase();
    run_sql(path, "PRAGMA encoding = 'UTF-16'; CREATE TABLE t(x); DROP TABLE t");
    store = new_store(path, THREE);
    assert_plan(store, 0, THREE);
    assert_ok(wb_store_set_name(store, "e1", "Marieke", NULL));
    assert_whole(store);
    wb_store_free(store);
    disk_keep();
    run_allocations(false, "allocation in UTF-16");
}

static void test_store__survives_the_end_of_memory(void **state)
{
    (void)state;
    prepare(false);
    run_allocations(true, "all allocations from");
}

int main(void)
{
    static const sqlite3_mem_methods methods = {sql_allocate, sql_free,  sql_resize,
                                                sql_size,     sql_round, sql_begin,
                                                sql_end,      NULL};
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store__survives_each_failing_operation),
        cmocka_unit_test(test_store__survives_a_disk_that_breaks),
        cmocka_unit_test(test_store__survives_a_full_disk),
        cmocka_unit_test(test_store__survives_a_power_cut),
        cmocka_unit_test(test_store__begins_whole_or_not_at_all),
        cmocka_unit_test(test_erase_name__leaves_no_trace_on_the_disk),
        cmocka_unit_test(test_store__survives_each_failing_allocation),
        cmocka_unit_test(test_store__survives_each_failing_allocation_in_utf16),
        cmocka_unit_test(test_store__survives_the_end_of_memory),
    };

    if (sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) != SQLITE_OK ||
        sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK)
        return 1;
    json_set_alloc_funcs(allocate, free);
    disk_install();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
