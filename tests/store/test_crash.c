/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Processes that are killed, and processes that work at once, on a real disk. */
#include "plan/operation.h"
#include "store/store_support.h"

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/wait.h>
#include <time.h>

static bool is_long(void)
{
    return getenv("WB_TEST_LONG") != NULL;
}

static void sleep_us(unsigned microseconds)
{
    struct timespec time = {0, (long)microseconds * 1000};

    (void)nanosleep(&time, NULL);
}

/* What a writer says when an edit is acknowledged. */
typedef struct acknowledged {
    int64_t seq;
    int value;
} acknowledged;

static wb_status set_title(wb_store *store, int value, int64_t *seq)
{
    wb_changes *changes = NULL;
    char text[20];
    wb_status st;

    snprintf(text, sizeof text, "\"%d\"", value);
    st = wb_changes_new(&changes, NULL);
    if (st == WB_OK)
        st = wb_changes_set(changes, "a", "title/nl", text, NULL, INT64_C(1) << 40, NULL);
    if (st == WB_OK)
        st = wb_store_apply(store, changes, AT(value), "e", NULL, seq, NULL);
    wb_changes_free(changes);
    return st;
}

/* Edits until it is killed. */
static void write_for_ever(const char *path, int first, int out)
{
    wb_store *store = NULL;
    acknowledged done = {0, first};

    if (wb_store_open(path, NULL, &store, NULL) != WB_OK)
        _exit(1);
    for (;; done.value++) {
        if (set_title(store, done.value, &done.seq) != WB_OK ||
            write(out, &done, sizeof done) != sizeof done)
            _exit(1);
    }
}

/* The last edit that a writer told of before it was killed; value -1: none. */
static acknowledged kill_a_writer(const char *path, int first, unsigned *seed)
{
    acknowledged last = {0, -1}, each;
    struct pollfd waiting;
    int ends[2], status;
    pid_t child;

    assert_int_equal(pipe(ends), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0)
        write_for_ever(path, first, ends[1]);
    close(ends[1]);
    /* from the first moment of opening to well into writing */
    if (rand_r(seed) % 4 != 0) {
        waiting = (struct pollfd){.fd = ends[0], .events = POLLIN};
        (void)poll(&waiting, 1, 1000);
    }
    sleep_us((unsigned)rand_r(seed) % 5000);
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status)); /* it did not give up by itself */
    while (read(ends[0], &each, sizeof each) == sizeof each)
        last = each;
    close(ends[0]);
    return last;
}

static void assert_title(wb_store *store, acknowledged wanted)
{
    wb_plan *plan = plan_of(store, wanted.seq);
    char title[20];

    snprintf(title, sizeof title, "%d", wanted.value);
    assert_string_equal(
        json_string_value(wb_field_value(wb_plan_find(plan, "a")->body, "title/nl")),
        title);
    wb_plan_free(plan);
}

static void test_store__keeps_what_a_killed_writer_was_told(void **state)
{
    int rounds = is_long() ? 1000 : 40, n_told = 0;
    const char *path = new_path();
    unsigned seed = 11;

    (void)state;
    wb_store_free(new_store(path, THREE));
    for (int round = 0; round < rounds; round++) {
        acknowledged last = kill_a_writer(path, round * 100000, &seed);
        wb_store *store = open_store(path);
        if (last.value >= 0)
            assert_title(store, last);
        n_told += last.value >= 0;
        if (round % 10 == 9)
            assert_whole(store);
        wb_store_free(store);
        if (round % 50 == 49) { /* a short history is faster to check */
            (void)unlink(path);
            wb_store_free(new_store(path, THREE));
        }
    }
    assert_true(n_told > rounds / 4);
    forget_path(path);
}

/* ---- at once ---- */

/* Run a function in processes of their own; how many of them did not return 0. */
static int run_at_once(int n, int (*work)(const char *path, int number), const char *path)
{
    pid_t children[20];
    int failed = 0, status;

    assert_true(n <= 20);
    for (int i = 0; i < n; i++) {
        children[i] = fork();
        assert_true(children[i] >= 0);
        if (children[i] == 0)
            _exit(work(path, i));
    }
    for (int i = 0; i < n; i++) {
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        failed += !WIFEXITED(status) || WEXITSTATUS(status) != 0;
    }
    return failed;
}

static int open_once(const char *path, int number)
{
    wb_store *store = NULL;
    wb_error err = {0};
    int failed = wb_store_open(path, NULL, &store, &err) != WB_OK;

    if (failed)
        fprintf(stderr, "process %d: %s\n", number, err.message);
    wb_store_free(store);
    return failed;
}

static void test_open__by_many_at_once_makes_one_store(void **state)
{
    (void)state;
    for (int round = 0; round < (is_long() ? 100 : 5); round++) {
        const char *path = new_path();
        assert_int_equal(run_at_once(8, open_once, path), 0);
        wb_store_free(new_store(path, THREE));
        forget_path(path);
    }
}

enum { WRITERS = 2, READERS = 10 };

static int n_edits(void)
{
    return is_long() ? 500 : 50;
}

/* One more than what is there, said so; again when somebody was first. */
static wb_status count_up(wb_store *store, int number)
{
    wb_plan *plan = NULL;
    wb_changes *changes = NULL;
    char value[24], expected[24], editor[24];
    int64_t seq, count;
    wb_status st = wb_store_plan(store, 0, &plan, NULL);

    if (st != WB_OK)
        return st;
    count = json_integer_value(json_object_get(wb_plan_find(plan, "a")->body, "cost"));
    wb_plan_free(plan);
    snprintf(value, sizeof value, "%lld", (long long)count + 1);
    snprintf(expected, sizeof expected, "%lld", (long long)count);
    snprintf(editor, sizeof editor, "e%d", number);
    st = wb_changes_new(&changes, NULL);
    if (st == WB_OK)
        st = wb_changes_set(changes, "a", "cost", value, expected, 0, NULL);
    if (st == WB_OK)
        st = wb_store_apply(store, changes, AT(count), editor, NULL, &seq, NULL);
    wb_changes_free(changes);
    return st;
}

static int write_some(const char *path, int number)
{
    wb_store_options patient = {sizeof patient, 0, WB_STORE_EXISTING, 60000};
    wb_store *store = NULL;
    wb_status st = wb_store_open(path, &patient, &store, NULL);

    for (int i = 0; i < n_edits() && st == WB_OK;) {
        st = count_up(store, number);
        i += st == WB_OK;
        if (st == WB_E_CONFLICT)
            st = WB_OK;
    }
    wb_store_free(store);
    return st != WB_OK;
}

/* Without any waiting. */
static int read_some(const char *path, int number)
{
    wb_store_options impatient = {sizeof impatient, 0, WB_STORE_READ, -1};
    wb_store *store = NULL;
    wb_error err = {0};
    wb_status st = wb_store_open(path, &impatient, &store, &err);
    int64_t count = 0, before = 0;

    while (count < WRITERS * n_edits() && st == WB_OK) {
        wb_plan *plan = NULL;
        st = wb_store_plan(store, 0, &plan, &err);
        if (st != WB_OK)
            break;
        count =
            json_integer_value(json_object_get(wb_plan_find(plan, "a")->body, "cost"));
        wb_plan_free(plan);
        if (count < before)
            st = WB_E_DATA;
        before = count;
        sleep_us(500);
    }
    if (st != WB_OK)
        fprintf(stderr, "reader %d: %s\n", number, err.message);
    wb_store_free(store);
    return st != WB_OK;
}

static int write_or_read(const char *path, int number)
{
    return number < WRITERS ? write_some(path, number) : read_some(path, number);
}

static void test_store__loses_no_update_and_blocks_no_reader(void **state)
{
    const char *path = new_path();
    wb_store *store;
    wb_plan *plan;

    (void)state;
    /* SQLite wants no connection to live on in a forked process. */
    wb_store_free(new_store(path, HEADING ACTIONS(ACTION("a", ",\"cost\":0"))));
    assert_int_equal(run_at_once(WRITERS + READERS, write_or_read, path), 0);
    store = open_store(path);
    plan = plan_of(store, 0);
    assert_int_equal(
        json_integer_value(json_object_get(wb_plan_find(plan, "a")->body, "cost")),
        WRITERS * n_edits());
    assert_whole(store);
    wb_plan_free(plan);
    wb_store_free(store);
    forget_path(path);
}

/* As whoever opens a store does for a moment: to put its log in order it has the file
 * alone. */
static int have_alone(const char *path)
{
    sqlite3 *db = NULL;
    char there[600];

    snprintf(there, sizeof there, "%s.there", path);
    int code = sqlite3_open(path, &db);
    if (code == SQLITE_OK)
        code = sqlite3_exec(db, "PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE", NULL,
                            NULL, NULL);
    FILE *file = code == SQLITE_OK ? fopen(there, "w") : NULL;
    if (file != NULL)
        fclose(file);
    sleep_us(100000);
    (void)sqlite3_close(db);
    return file == NULL;
}

static int have_alone_or_read(const char *path, int number)
{
    wb_store_options impatient = {sizeof impatient, 0, WB_STORE_READ, -1};
    wb_store *store = NULL;
    wb_error err = {0};
    char there[600];
    int seen = -1;

    if (number == 0)
        return have_alone(path);
    snprintf(there, sizeof there, "%s.there", path);
    for (int i = 0; i < 5000 && seen != 0; i++) {
        sleep_us(1000);
        seen = remove(there);
    }
    wb_status st = wb_store_open(path, &impatient, &store, &err);
    if (st != WB_OK)
        fprintf(stderr, "the reader: %s\n", err.message);
    wb_store_free(store);
    return seen != 0 || st != WB_OK;
}

static void test_open__to_read_waits_while_another_has_the_file_alone(void **state)
{
    const char *path = new_path();

    (void)state;
    wb_store_free(new_store(path, THREE));
    assert_int_equal(run_at_once(2, have_alone_or_read, path), 0);
    forget_path(path);
}

static void test_apply__gives_up_when_it_has_waited_long_enough(void **state)
{
    const char *path = new_path();
    wb_store_options impatient = {sizeof impatient, 0, 0, 20};
    wb_store *store = NULL;
    sqlite3 *other = NULL;
    wb_error err = {0};
    wb_changes *changes = read_changes(OPERATIONS(KIND("a", "\"measure\"", "null")));
    int64_t seq = 0;

    (void)state;
    wb_store_free(new_store(path, THREE));
    assert_ok(wb_store_open(path, &impatient, &store, NULL));
    assert_int_equal(sqlite3_open(path, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    assert_fails(wb_store_apply(store, changes, AT(1), "e", NULL, &seq, &err),
                 WB_E_LIMIT);
    assert_non_null(strstr(err.message, "longer than the 20 ms"));
    assert_plan(store, 0, THREE);
    sqlite3_close(other);
    assert_ok(wb_store_apply(store, changes, AT(1), "e", NULL, &seq, &err));
    wb_changes_free(changes);
    wb_store_free(store);
    forget_path(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store__keeps_what_a_killed_writer_was_told),
        cmocka_unit_test(test_open__by_many_at_once_makes_one_store),
        cmocka_unit_test(test_store__loses_no_update_and_blocks_no_reader),
        cmocka_unit_test(test_open__to_read_waits_while_another_has_the_file_alone),
        cmocka_unit_test(test_apply__gives_up_when_it_has_waited_long_enough),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
