/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Files by their path, while the operating system fails: every system call of the library
 * (the linker puts ours in between), interruptions, calls that do a part, a full disk.
 * What was there before is there after, and nothing is left beside it. */
#include "faults/failing.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- system calls ---- */

static int64_t calls, fails_at; /* from 1; 0: none */
static int error_code;
static bool interrupting; /* every call is interrupted twice before it works */
static int interrupted;
static bool in_parts; /* reads and writes do one to seven bytes */
static bool watched;
static bool synced, in_doubt; /* renamed, though the bytes may not be on disk */

/* Whether this call fails, with errno. */
static bool fails(void)
{
    if (!watched)
        return false;
    if (interrupting && interrupted < 2) {
        interrupted++;
        errno = EINTR;
        return true;
    }
    interrupted = 0;
    if (++calls != fails_at)
        return false;
    errno = error_code;
    return true;
}

static size_t part(size_t n)
{
    return watched && in_parts && n > 7 ? (size_t)(calls % 7 + 1) : n;
}

int __real_open64(const char *path, int flags, ...);
int __wrap_open64(const char *path, int flags, ...);
ssize_t __real_read(int descriptor, void *buffer, size_t n);
ssize_t __wrap_read(int descriptor, void *buffer, size_t n);
ssize_t __real_write(int descriptor, const void *buffer, size_t n);
ssize_t __wrap_write(int descriptor, const void *buffer, size_t n);
int __real_fsync(int descriptor);
int __wrap_fsync(int descriptor);
int __real_close(int descriptor);
int __wrap_close(int descriptor);
int __real_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to);
int __real_fstat64(int descriptor, struct stat *info);
int __wrap_fstat64(int descriptor, struct stat *info);

int __wrap_open64(const char *path, int flags, ...)
{
    return fails() ? -1 : __real_open64(path, flags, 0666);
}

ssize_t __wrap_read(int descriptor, void *buffer, size_t n)
{
    return fails() ? -1 : __real_read(descriptor, buffer, part(n));
}

ssize_t __wrap_write(int descriptor, const void *buffer, size_t n)
{
    synced = false;
    return fails() ? -1 : __real_write(descriptor, buffer, part(n));
}

/* Linux interrupts neither fsync() nor rename() nor fstat() on a file of a disk. */
static bool fails_for_good(void)
{
    bool was = interrupting;

    interrupting = false;
    bool failed = fails();
    interrupting = was;
    return failed;
}

int __wrap_fsync(int descriptor)
{
    synced = true;
    return fails_for_good() ? -1 : __real_fsync(descriptor);
}

/* The descriptor is gone, whatever close() says. */
int __wrap_close(int descriptor)
{
    bool failed = fails_for_good();
    int saved = errno, result = __real_close(descriptor);

    if (failed)
        errno = saved;
    return failed ? -1 : result;
}

int __wrap_rename(const char *from, const char *to)
{
    in_doubt |= watched && !synced;
    return fails_for_good() ? -1 : __real_rename(from, to);
}

int __wrap_fstat64(int descriptor, struct stat *info)
{
    return fails_for_good() ? -1 : __real_fstat64(descriptor, info);
}

static void watch(int64_t number, int code)
{
    calls = 0;
    fails_at = number;
    error_code = code;
    interrupted = 0;
    watched = true;
}

static int64_t look_away(void)
{
    watched = interrupting = in_parts = false;
    return calls;
}

/* ---- by path ---- */

static uint64_t play(const deed *d, int64_t *n)
{
    scene s = {.run = WB_RUN_INIT};
    uint64_t hash;

    scene_begin(&s, d, world_make());
    watch(0, 0);
    must(d->call(&s), &s.err);
    *n = look_away();
    hash = scene_given(&s) ^ scene_taken(&s) * 31;
    scene_end(&s);
    return hash;
}

static void check_interrupted(const deed *d, uint64_t well)
{
    scene s = {.run = WB_RUN_INIT};

    scene_begin(&s, d, world_make());
    watch(0, 0);
    interrupting = in_parts = true;
    wb_status st = d->call(&s);
    (void)look_away();
    must(st, &s.err);
    assert_true((scene_given(&s) ^ scene_taken(&s) * 31) == well);
    scene_end(&s);
}

/* Closing what was read may fail: all is read by then. So may syncing a folder, which not
 * every file system can. */
static void check_failing(const deed *d, int64_t number, uint64_t well, bool *failed)
{
    scene s = {.run = WB_RUN_INIT};
    uint64_t before;

    scene_begin(&s, d, world_make());
    before = scene_taken(&s);
    watch(number, EIO);
    wb_status st = d->call(&s);
    (void)look_away();
    *failed = st != WB_OK;
    if (st == WB_OK) {
        assert_true((scene_given(&s) ^ scene_taken(&s) * 31) == well);
    } else {
        assert_fails(st, WB_E_IO);
        assert_nothing_given(&s);
        assert_non_null(strstr(s.err.message, "the device reports an input or output"));
        assert_non_null(strstr(s.err.where, world_make()->folder));
        assert_true(scene_taken(&s) == before);
    }
    scene_end(&s);
}

static void check_path(void **state)
{
    const deed *d = *state;
    int64_t n = 0, n_failed = 0;
    uint64_t well;

    well = play(d, &n);
    assert_true(n > 0);
    check_interrupted(d, well);
    for (int64_t i = 1; i <= n; i++) {
        bool failed = false;

        check_failing(d, i, well, &failed);
        n_failed += failed;
    }
    assert_true(n_failed > 0);
    assert_true(play(d, &n) == well);
}

/* ---- all or nothing ---- */

enum { LENGTH = 150000 }; /* of the new file: three blocks */

static char folder[60], target[80];
static char new_text[LENGTH];

static wb_status write_new(wb_error *err)
{
    wb_writer *writer = NULL;
    wb_status st = wb_writer_open(target, &writer, err);

    for (size_t at = 0; at < LENGTH && st == WB_OK; at += 500)
        st = wb_writer_write(writer, new_text + at, 500, err);
    if (st == WB_OK)
        st = wb_writer_finish(writer, err);
    wb_writer_free(writer);
    return st;
}

static void put_old(void)
{
    FILE *out = fopen(target, "wb");

    assert_non_null(out);
    assert_true(fputs("old", out) >= 0 && fclose(out) == 0);
}

/* Whether the new text is there, all of it; else the old one is. */
static bool is_new(void)
{
    static char found[LENGTH + 1];
    FILE *in = fopen(target, "rb");
    size_t n;

    assert_non_null(in);
    n = fread(found, 1, sizeof found, in);
    fclose(in);
    if (n == LENGTH && memcmp(found, new_text, LENGTH) == 0)
        return true;
    assert_true(n == 3 && memcmp(found, "old", 3) == 0);
    return false;
}

static int count_files(void)
{
    DIR *open = opendir(folder);
    int n = 0;

    assert_non_null(open);
    while (readdir(open) != NULL)
        n++;
    closedir(open);
    return n - 2; /* . and .. */
}

static int begin_target(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/wb-files-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(target, sizeof target, "%s/target.csv", folder);
    for (size_t i = 0; i < LENGTH; i++)
        new_text[i] = (char)('a' + i * 31 % 23);
    put_old();
    return 0;
}

static int end_target(void **state)
{
    (void)state;
    (void)unlink(target);
    assert_int_equal(rmdir(folder), 0);
    return 0;
}

static void check_write(int64_t number, int code, const char *says, bool *made)
{
    wb_error err = {0};

    put_old();
    watch(number, code);
    wb_status st = write_new(&err);
    (void)look_away();
    *made = is_new();
    assert_int_equal(count_files(), 1);
    assert_true(st == WB_OK || st == WB_E_IO);
    /* a folder that cannot be synced and a file that was read are no reason to fail */
    assert_true(*made == (st == WB_OK));
    if (st == WB_E_IO) {
        assert_non_null(strstr(err.message, says));
        assert_string_equal(err.where, target);
    }
}

static void test_writer__keeps_the_old_file_at_any_failing_call(void **state)
{
    static const struct {
        int code;
        const char *says;
    } reasons[] = {{ENOSPC, "no space left"},
                   {EIO, "the device reports"},
                   {EDQUOT, "the disk quota is used up"},
                   {EFBIG, "the file is too large"}};

    (void)state;
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        int64_t n_old = 0;
        bool made;

        watch(0, 0);
        assert_ok(write_new(NULL));
        int64_t n = look_away();
        assert_true(n >= 6);
        for (int64_t number = 1; number <= n; number++) {
            check_write(number, reasons[i].code, reasons[i].says, &made);
            n_old += !made;
        }
        assert_true(n_old >= 7); /* open, three blocks, sync, close, rename */
        check_write(0, 0, "", &made);
        assert_true(made);
        assert_false(in_doubt);
    }
}

static void test_writer__takes_interruptions_and_parts(void **state)
{
    wb_error err = {0};

    (void)state;
    put_old();
    watch(0, 0);
    interrupting = in_parts = true;
    wb_status st = write_new(&err);
    int64_t n = look_away();
    must(st, &err);
    assert_true(n > LENGTH / 7);
    assert_true(is_new());
    assert_int_equal(count_files(), 1);
}

/* A real limit, of which the system tells by a signal first. */
static void test_writer__keeps_the_old_file_where_files_may_not_grow(void **state)
{
    struct rlimit before, small = {0};
    wb_error err = {0};

    (void)state;
    put_old();
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 100000;
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    wb_status st = write_new(&err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_fails(st, WB_E_IO);
    assert_non_null(strstr(err.message, "the file is too large"));
    assert_false(is_new());
    assert_int_equal(count_files(), 1);
    assert_ok(write_new(&err));
    assert_true(is_new());
}

/* A real device that is always full. */
static void test_writer__tells_of_a_full_disk(void **state)
{
    wb_writer *writer = NULL;
    wb_error err = {0};

    (void)state;
    if (access("/dev/full", W_OK) != 0)
        skip();
    assert_ok(wb_writer_open("/dev/full", &writer, &err));
    assert_ok(wb_writer_write(writer, "some", 4, &err));
    assert_fails(wb_writer_finish(writer, &err), WB_E_IO);
    assert_non_null(strstr(err.message, "no space left on the device"));
    wb_writer_free(writer);
}

int main(void)
{
    static const struct {
        const char *name;
        CMUnitTestFunction test;
    } tests[] = {
        {"the old file is kept at any failing call",
         test_writer__keeps_the_old_file_at_any_failing_call},
        {"interruptions and parts", test_writer__takes_interruptions_and_parts},
        {"the old file is kept where files may not grow",
         test_writer__keeps_the_old_file_where_files_may_not_grow},
        {"a full disk", test_writer__tells_of_a_full_disk},
    };

    add_deeds(FILES, IN_STORE, check_path);
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        add_test(tests[i].name, tests[i].test, begin_target, end_target);
    return run_added("faults/files");
}
