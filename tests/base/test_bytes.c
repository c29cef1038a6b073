/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Readers and writers. Files go to a folder of their own, removed at the end. */
#include "support.h"

#include "base/base.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "test-bytes-XXXXXX";

static const char *path_of(const char *name)
{
    static char path[200];

    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static int count_files(void)
{
    DIR *listing = opendir(folder);
    int count = 0;

    assert_non_null(listing);
    for (struct dirent *entry = readdir(listing); entry != NULL; entry = readdir(listing))
        count += entry->d_name[0] != '.';
    closedir(listing);
    return count;
}

static void put_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

static void assert_file(const char *path, const char *text)
{
    char bytes[256];
    size_t count;
    wb_reader *reader = NULL;

    assert_ok(wb_reader_open(path, &reader, NULL));
    assert_ok(wb_reader_read(reader, bytes, sizeof bytes, &count, NULL));
    wb_reader_free(reader);
    assert_int_equal(count, strlen(text));
    assert_memory_equal(bytes, text, count);
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

/* ---- a source that hands out what it likes ---- */

typedef struct source {
    const char *bytes;
    size_t at;
    size_t most; /* at most so many bytes a time */
    int calls;   /* fails at call `fail_at` */
    int fail_at;
    int64_t result; /* with this result */
    int closed;
} source;

static int64_t read_some(void *user, void *buffer, size_t capacity)
{
    source *from = user;
    size_t count = strlen(from->bytes) - from->at;

    if (++from->calls == from->fail_at)
        return from->result;
    if (count > from->most)
        count = from->most;
    if (count > capacity)
        count = capacity;
    memcpy(buffer, from->bytes + from->at, count);
    from->at += count;
    return (int64_t)count;
}

static int32_t rewind_source(void *user)
{
    ((source *)user)->at = 0;
    return 0;
}

static int32_t rewind_fails(void *user)
{
    (void)user;
    return 1;
}

static void close_source(void *user)
{
    ((source *)user)->closed++;
}

static void test_reader_read__fills_the_buffer_from_short_reads(void **state)
{
    source from = {.bytes = "0123456789", .most = 3};
    wb_reader *reader = NULL;
    char buffer[8];
    size_t count = 99;

    (void)state;
    assert_ok(wb_reader_new(read_some, rewind_source, close_source, &from, NULL, &reader,
                            NULL));
    assert_string_equal(wb_reader_name(reader), "input");
    assert_ok(wb_reader_read(reader, buffer, 0, &count, NULL));
    assert_int_equal(count, 0);
    assert_ok(wb_reader_read(reader, buffer, 8, &count, NULL));
    assert_int_equal(count, 8);
    assert_memory_equal(buffer, "01234567", 8);
    assert_ok(wb_reader_read(reader, buffer, 8, &count, NULL));
    assert_int_equal(count, 2);
    assert_ok(wb_reader_read(reader, buffer, 8, &count, NULL));
    assert_int_equal(count, 0);
    assert_ok(wb_reader_rewind(reader, NULL));
    assert_ok(wb_reader_read(reader, buffer, 8, &count, NULL));
    assert_int_equal(count, 8);
    wb_reader_free(reader);
    assert_int_equal(from.closed, 1);
}

static void test_reader_read__does_not_ask_again_after_the_end(void **state)
{
    source from = {.bytes = "ab", .most = 9};
    wb_reader *reader = NULL;
    char buffer[8];
    size_t count;

    (void)state;
    assert_ok(wb_reader_new(read_some, NULL, NULL, &from, "x", &reader, NULL));
    assert_ok(wb_reader_read(reader, buffer, 8, &count, NULL));
    assert_int_equal(from.calls, 2);
    assert_ok(wb_reader_read(reader, buffer, 8, &count, NULL));
    assert_int_equal(count, 0);
    assert_int_equal(from.calls, 2);
    wb_reader_free(reader);
}

static void test_reader_read__reports_a_failing_callback(void **state)
{
    /* Failing, and claiming more bytes than there was room for. */
    const int64_t results[] = {-1, INT64_MIN, 9, INT64_MAX};
    char buffer[8];

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        source from = {
            .bytes = "0123456789", .most = 2, .fail_at = 2, .result = results[i]};
        wb_reader *reader = NULL;
        size_t count = 99;
        wb_error err;
        assert_ok(wb_reader_new(read_some, NULL, NULL, &from, "answers", &reader, NULL));
        assert_fails(wb_reader_read(reader, buffer, 8, &count, &err), WB_E_IO);
        assert_int_equal(count, 99);
        assert_string_equal(err.where, "answers");
        assert_int_equal(err.offset, 2);
        wb_reader_free(reader);
    }
}

static void test_reader_rewind__needs_a_callback_only_after_reading(void **state)
{
    source from = {.bytes = "abc", .most = 9};
    wb_reader *reader = NULL;
    char buffer[2];
    size_t count;
    wb_error err;

    (void)state;
    assert_ok(wb_reader_new(read_some, NULL, NULL, &from, "once", &reader, NULL));
    assert_ok(wb_reader_rewind(reader, NULL));
    assert_ok(wb_reader_read(reader, buffer, 2, &count, NULL));
    assert_fails(wb_reader_rewind(reader, &err), WB_E_UNSUPPORTED);
    assert_string_equal(err.message, "'once' can be read once only");
    wb_reader_free(reader);
    assert_ok(
        wb_reader_new(read_some, rewind_fails, NULL, &from, "twice", &reader, NULL));
    assert_ok(wb_reader_read(reader, buffer, 1, &count, NULL));
    assert_fails(wb_reader_rewind(reader, &err), WB_E_IO);
    wb_reader_free(reader);
}

static void test_reader_from_memory__reads_and_rewinds(void **state)
{
    wb_reader *reader = NULL;
    char buffer[8];
    size_t count;

    (void)state;
    assert_ok(wb_reader_from_memory("a\0b", 3, NULL, &reader, NULL));
    assert_string_equal(wb_reader_name(reader), "memory");
    for (int i = 0; i < 2; i++) {
        assert_ok(wb_reader_read(reader, buffer, 8, &count, NULL));
        assert_int_equal(count, 3);
        assert_memory_equal(buffer, "a\0b", 3);
        assert_ok(wb_reader_rewind(reader, NULL));
    }
    wb_reader_free(reader);
    assert_ok(wb_reader_from_memory(NULL, 0, "nothing", &reader, NULL));
    assert_ok(wb_reader_read(reader, buffer, 8, &count, NULL));
    assert_int_equal(count, 0);
    wb_reader_free(reader);
}

static void test_reader__refuses_what_breaks_the_contract(void **state)
{
    wb_reader *reader = (wb_reader *)1;
    size_t count;

    (void)state;
    assert_fails(wb_reader_new(NULL, NULL, NULL, NULL, NULL, &reader, NULL), WB_E_ARG);
    assert_null(reader);
    assert_fails(wb_reader_new(read_some, NULL, NULL, NULL, NULL, NULL, NULL), WB_E_ARG);
    reader = (wb_reader *)1;
    assert_fails(wb_reader_open(NULL, &reader, NULL), WB_E_ARG);
    assert_null(reader);
    assert_fails(wb_reader_open("x", NULL, NULL), WB_E_ARG);
    assert_fails(wb_reader_from_memory(NULL, 1, NULL, &reader, NULL), WB_E_ARG);
    assert_fails(wb_reader_from_memory("", 0, NULL, NULL, NULL), WB_E_ARG);
    assert_fails(wb_reader_read(NULL, &count, 1, &count, NULL), WB_E_ARG);
    assert_fails(wb_reader_rewind(NULL, NULL), WB_E_ARG);
    assert_ok(wb_reader_from_memory("x", 1, NULL, &reader, NULL));
    assert_fails(wb_reader_read(reader, NULL, 1, &count, NULL), WB_E_ARG);
    assert_fails(wb_reader_read(reader, &count, 1, NULL, NULL), WB_E_ARG);
    wb_reader_free(reader);
    wb_reader_free(NULL);
    assert_string_equal(wb_reader_name(NULL), "");
}

static void test_reader_open__names_the_path_that_fails(void **state)
{
    wb_reader *reader = (wb_reader *)1;
    wb_error err;

    (void)state;
    assert_fails(wb_reader_open("no-such/file.csv", &reader, &err), WB_E_IO);
    assert_null(reader);
    assert_string_equal(err.where, "no-such/file.csv");
    assert_string_equal(err.message,
                        "cannot open 'no-such/file.csv': no such file or folder");
    assert_fails(wb_reader_open(folder, &reader, &err), WB_E_IO);
    assert_non_null(strstr(err.message, "it is a folder"));
}

static void test_reader_open__reads_and_rewinds_a_file(void **state)
{
    const char *path = path_of("read");
    wb_reader *reader = NULL;
    char buffer[4];
    size_t count;

    (void)state;
    put_file(path, "abcdef");
    assert_ok(wb_reader_open(path, &reader, NULL));
    assert_string_equal(wb_reader_name(reader), path);
    for (int i = 0; i < 2; i++) {
        assert_ok(wb_reader_read(reader, buffer, 4, &count, NULL));
        assert_int_equal(count, 4);
        assert_memory_equal(buffer, "abcd", 4);
        assert_ok(wb_reader_rewind(reader, NULL));
    }
    wb_reader_free(reader);
    assert_int_equal(unlink(path), 0);
}

static void test_reader_read_all__stops_at_its_limit(void **state)
{
    source from = {.bytes = "0123456789", .most = 3};
    wb_reader *reader = NULL;
    wb_text text = {0};
    wb_error err;

    (void)state;
    assert_ok(wb_reader_new(read_some, rewind_source, NULL, &from, NULL, &reader, NULL));
    assert_fails(wb_reader_read_all(reader, 9, &text, &err), WB_E_LIMIT);
    assert_null(text.bytes);
    assert_string_equal(err.message, "'input' is larger than 9 bytes");
    assert_ok(wb_reader_rewind(reader, NULL));
    assert_ok(wb_reader_read_all(reader, 10, &text, NULL));
    assert_string_equal(text.bytes, "0123456789");
    assert_ok(wb_reader_read_all(reader, 0, &text, NULL));
    assert_string_equal(text.bytes, "");
    wb_text_free(&text);
    wb_reader_free(reader);
}

static wb_status read_from_memory(void)
{
    wb_reader *reader = NULL;
    wb_text text = {0};
    wb_status st = wb_reader_from_memory("some bytes", 10, NULL, &reader, NULL);

    if (st == WB_OK)
        st = wb_reader_read_all(reader, 100, &text, NULL);
    else
        assert_null(reader);
    wb_text_free(&text);
    wb_reader_free(reader);
    return st;
}

static wb_status read_from_file(void)
{
    wb_reader *reader = NULL;
    wb_status st = wb_reader_open(path_of("read"), &reader, NULL);

    wb_reader_free(reader);
    return st;
}

static void test_reader__survives_every_failing_allocation(void **state)
{
    (void)state;
    wb_test_every_allocation(read_from_memory);
    put_file(path_of("read"), "x");
    wb_test_every_allocation(read_from_file);
    assert_int_equal(unlink(path_of("read")), 0);
}

/* ---- writers ---- */

typedef struct sink {
    wb_text kept;
    int calls;
    int fail_at;
    int closed;
} sink;

static int32_t keep(void *user, const void *bytes, size_t n_bytes)
{
    sink *to = user;

    if (++to->calls == to->fail_at)
        return 7;
    return wb_text_append(&to->kept, bytes, n_bytes, NULL) == WB_OK ? 0 : -1;
}

static void close_sink(void *user)
{
    ((sink *)user)->closed++;
}

static void test_writer_new__passes_all_bytes_in_order(void **state)
{
    sink to = {0};
    wb_writer *writer = NULL;
    char line[32];
    wb_text expected = {0};

    (void)state;
    assert_ok(wb_writer_new(keep, close_sink, &to, NULL, &writer, NULL));
    assert_null(wb_writer_bytes(writer, NULL));
    for (int i = 0; i < 20000; i++) {
        (void)snprintf(line, sizeof line, "line %d\n", i);
        assert_ok(wb_writer_write(writer, line, strlen(line), NULL));
        assert_ok(wb_text_add(&expected, line, NULL));
    }
    assert_true(to.calls < 10); /* gathered */
    char *block = wb_allocate(100000, 1);
    assert_ok(wb_writer_write(writer, block, 100000, NULL));
    assert_ok(wb_text_append(&expected, block, 100000, NULL));
    wb_release(block);
    assert_ok(wb_writer_write(writer, NULL, 0, NULL));
    assert_ok(wb_writer_write(writer, "end", 3, NULL));
    assert_ok(wb_text_add(&expected, "end", NULL));
    assert_ok(wb_writer_finish(writer, NULL));
    assert_int_equal(to.kept.length, expected.length);
    assert_memory_equal(to.kept.bytes, expected.bytes, expected.length);
    wb_writer_free(writer);
    assert_int_equal(to.closed, 1);
    wb_text_free(&expected);
    wb_text_free(&to.kept);
}

static void test_writer_free__without_finish_calls_no_more(void **state)
{
    sink to = {0};
    wb_writer *writer = NULL;

    (void)state;
    assert_ok(wb_writer_new(keep, close_sink, &to, NULL, &writer, NULL));
    assert_ok(wb_writer_write(writer, "lost", 4, NULL));
    wb_writer_free(writer);
    assert_int_equal(to.calls, 0);
    assert_int_equal(to.closed, 1);
}

static void test_writer__stays_failed_after_a_failure(void **state)
{
    sink to = {.fail_at = 1};
    wb_writer *writer = NULL;
    wb_error err;
    char *block = wb_allocate(100000, 1);

    (void)state;
    assert_ok(wb_writer_new(keep, NULL, &to, "report", &writer, NULL));
    assert_fails(wb_writer_write(writer, block, 100000, &err), WB_E_IO);
    assert_string_equal(err.message, "cannot write 'report': its write callback failed");
    assert_string_equal(err.where, "report");
    assert_fails(wb_writer_write(writer, "x", 1, &err), WB_E_IO);
    assert_string_equal(err.message, "an earlier write to 'report' failed");
    assert_fails(wb_writer_finish(writer, &err), WB_E_IO);
    assert_int_equal(to.calls, 1);
    wb_writer_free(writer);
    to = (sink){.fail_at = 1};
    assert_ok(wb_writer_new(keep, NULL, &to, "report", &writer, NULL));
    assert_ok(wb_writer_write(writer, "x", 1, NULL));
    assert_fails(wb_writer_finish(writer, NULL), WB_E_IO);
    assert_fails(wb_writer_finish(writer, NULL), WB_E_IO);
    wb_writer_free(writer);
    wb_release(block);
}

static void test_writer_finish__ends_the_writing(void **state)
{
    wb_writer *writer = NULL;
    wb_error err;

    (void)state;
    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_ok(wb_writer_finish(writer, NULL));
    assert_fails(wb_writer_write(writer, "x", 1, &err), WB_E_ARG);
    assert_fails(wb_writer_finish(writer, &err), WB_E_ARG);
    wb_writer_free(writer);
}

static void test_writer_to_memory__holds_the_bytes(void **state)
{
    wb_writer *writer = NULL;
    size_t count = 9;

    (void)state;
    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_string_equal(wb_writer_bytes(writer, &count), "");
    assert_int_equal(count, 0);
    assert_ok(wb_writer_write(writer, "a\0b", 3, NULL));
    assert_memory_equal(wb_writer_bytes(writer, &count), "a\0b", 4);
    assert_int_equal(count, 3);
    assert_ok(wb_writer_finish(writer, NULL));
    assert_memory_equal(wb_writer_bytes(writer, NULL), "a\0b", 4);
    wb_writer_free(writer);
}

static void test_writer__refuses_what_breaks_the_contract(void **state)
{
    wb_writer *writer = (wb_writer *)1;

    (void)state;
    assert_fails(wb_writer_new(NULL, NULL, NULL, NULL, &writer, NULL), WB_E_ARG);
    assert_null(writer);
    assert_fails(wb_writer_new(keep, NULL, NULL, NULL, NULL, NULL), WB_E_ARG);
    writer = (wb_writer *)1;
    assert_fails(wb_writer_open(NULL, &writer, NULL), WB_E_ARG);
    assert_null(writer);
    assert_fails(wb_writer_open("x", NULL, NULL), WB_E_ARG);
    assert_fails(wb_writer_to_memory(NULL, NULL), WB_E_ARG);
    assert_fails(wb_writer_write(NULL, "x", 1, NULL), WB_E_ARG);
    assert_fails(wb_writer_finish(NULL, NULL), WB_E_ARG);
    assert_null(wb_writer_bytes(NULL, NULL));
    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_fails(wb_writer_write(writer, NULL, 1, NULL), WB_E_ARG);
    assert_ok(wb_writer_write(writer, "x", 1, NULL));
    wb_writer_free(writer);
    wb_writer_free(NULL);
}

/* ---- files ---- */

static void test_writer_open__shows_the_file_at_the_finish(void **state)
{
    const char *path = path_of("out");
    wb_writer *writer = NULL;
    struct stat info;

    (void)state;
    put_file(path, "old");
    assert_int_equal(chmod(path, 0640), 0);
    assert_ok(wb_writer_open(path, &writer, NULL));
    assert_ok(wb_writer_write(writer, "new text", 8, NULL));
    assert_file(path, "old");
    assert_int_equal(count_files(), 2);
    assert_ok(wb_writer_finish(writer, NULL));
    assert_file(path, "new text");
    assert_int_equal(count_files(), 1);
    wb_writer_free(writer);
    assert_file(path, "new text");
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0640);
    assert_int_equal(unlink(path), 0);
}

static void test_writer_free__without_finish_leaves_nothing(void **state)
{
    const char *path = path_of("out");
    wb_writer *writer = NULL;
    char *block = wb_allocate(100000, 1);

    (void)state;
    assert_ok(wb_writer_open(path, &writer, NULL));
    assert_ok(wb_writer_write(writer, block, 100000, NULL));
    assert_int_equal(count_files(), 1);
    wb_writer_free(writer);
    assert_int_equal(count_files(), 0);
    put_file(path, "old");
    assert_ok(wb_writer_open(path, &writer, NULL));
    assert_ok(wb_writer_write(writer, block, 100000, NULL));
    wb_writer_free(writer);
    assert_file(path, "old");
    assert_int_equal(count_files(), 1);
    assert_int_equal(unlink(path), 0);
    wb_release(block);
}

static void test_writer_open__two_writers_do_not_meet(void **state)
{
    const char *path = path_of("out");
    wb_writer *first = NULL, *second = NULL;

    (void)state;
    assert_ok(wb_writer_open(path, &first, NULL));
    assert_ok(wb_writer_open(path, &second, NULL));
    assert_ok(wb_writer_write(first, "first", 5, NULL));
    assert_ok(wb_writer_write(second, "second", 6, NULL));
    assert_ok(wb_writer_finish(second, NULL));
    assert_file(path, "second");
    assert_ok(wb_writer_finish(first, NULL));
    assert_file(path, "first");
    wb_writer_free(first);
    wb_writer_free(second);
    assert_int_equal(count_files(), 1);
    assert_int_equal(unlink(path), 0);
}

static void test_writer_open__follows_a_symbolic_link(void **state)
{
    char target[200];
    const char *link = path_of("link");
    wb_writer *writer = NULL;
    struct stat info;

    (void)state;
    (void)snprintf(target, sizeof target, "%s/target", folder);
    put_file(target, "old");
    assert_int_equal(symlink("target", link), 0);
    assert_ok(wb_writer_open(link, &writer, NULL));
    assert_ok(wb_writer_write(writer, "new", 3, NULL));
    assert_ok(wb_writer_finish(writer, NULL));
    wb_writer_free(writer);
    assert_file(target, "new");
    assert_int_equal(lstat(link, &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    assert_int_equal(unlink(link), 0);
    assert_int_equal(unlink(target), 0);
}

static void test_writer_open__refuses_a_link_to_nothing(void **state)
{
    const char *link = path_of("link");
    wb_writer *writer = NULL;
    struct stat info;

    (void)state;
    assert_int_equal(symlink("nowhere", link), 0);
    assert_fails(wb_writer_open(link, &writer, NULL), WB_E_IO);
    assert_null(writer);
    assert_int_equal(lstat(link, &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    assert_int_equal(unlink(link), 0);
}

/* As a shell gives it for --output >(gzip), and as /dev/stdout is before a pipe. */
static void test_writer_open__writes_through_a_link_to_a_pipe(void **state)
{
    char target[200];
    char read_back[4] = "";
    const char *link = path_of("link");
    wb_writer *writer = NULL;
    struct stat info;
    int ends[2];

    (void)state;
    assert_int_equal(pipe(ends), 0);
    (void)snprintf(target, sizeof target, "/dev/fd/%d", ends[1]);
    assert_int_equal(symlink(target, link), 0);
    if (stat(link, &info) == 0) { /* a system that has /dev/fd */
        assert_ok(wb_writer_open(link, &writer, NULL));
        assert_ok(wb_writer_write(writer, "new", 3, NULL));
        assert_ok(wb_writer_finish(writer, NULL));
        wb_writer_free(writer);
        assert_int_equal(read(ends[0], read_back, 3), 3);
        assert_string_equal(read_back, "new");
        assert_int_equal(lstat(link, &info), 0);
        assert_true(S_ISLNK(info.st_mode));
    }
    (void)close(ends[0]);
    (void)close(ends[1]);
    assert_int_equal(unlink(link), 0);
}

static void test_writer_open__names_the_path_that_fails(void **state)
{
    wb_writer *writer = (wb_writer *)1;
    wb_error err;

    (void)state;
    assert_fails(wb_writer_open("no-such/out.csv", &writer, &err), WB_E_IO);
    assert_null(writer);
    assert_string_equal(err.where, "no-such/out.csv");
    assert_string_equal(err.message,
                        "cannot write 'no-such/out.csv': no such file or folder");
    assert_fails(wb_writer_open(folder, &writer, &err), WB_E_IO);
    assert_non_null(strstr(err.message, "it is a folder"));
}

static void test_writer_finish__reports_a_rename_that_fails(void **state)
{
    const char *path = path_of("out");
    wb_writer *writer = NULL;
    wb_error err;

    (void)state;
    assert_ok(wb_writer_open(path, &writer, NULL));
    assert_ok(wb_writer_write(writer, "x", 1, NULL));
    assert_int_equal(mkdir(path, 0700), 0);
    assert_fails(wb_writer_finish(writer, &err), WB_E_IO);
    assert_string_equal(err.where, path);
    wb_writer_free(writer);
    assert_int_equal(count_files(), 1);
    assert_int_equal(rmdir(path), 0);
}

static void test_writer_open__writes_to_a_device_itself(void **state)
{
    wb_writer *writer = NULL;
    wb_error err;
    struct stat info;

    (void)state;
    if (stat("/dev/full", &info) != 0 || !S_ISCHR(info.st_mode))
        return; /* not a system that has it */
    assert_ok(wb_writer_open("/dev/null", &writer, NULL));
    assert_ok(wb_writer_write(writer, "x", 1, NULL));
    assert_ok(wb_writer_finish(writer, NULL));
    wb_writer_free(writer);
    assert_ok(wb_writer_open("/dev/full", &writer, NULL));
    assert_ok(wb_writer_write(writer, "x", 1, NULL));
    assert_fails(wb_writer_finish(writer, &err), WB_E_IO);
    assert_string_equal(err.message,
                        "cannot write '/dev/full': no space left on the device");
    wb_writer_free(writer);
    assert_int_equal(stat("/dev/full", &info), 0);
    assert_true(S_ISCHR(info.st_mode));
}

static wb_status write_to_memory(void)
{
    wb_writer *writer = NULL;
    wb_status st = wb_writer_to_memory(&writer, NULL);

    for (int i = 0; i < 100 && st == WB_OK; i++)
        st = wb_writer_write(writer, "some bytes", 10, NULL);
    if (st == WB_OK)
        st = wb_writer_finish(writer, NULL);
    else if (writer != NULL)
        assert_fails(wb_writer_finish(writer, NULL), WB_E_NOMEM);
    wb_writer_free(writer);
    return st;
}

static wb_status write_to_file(void)
{
    wb_writer *writer = NULL;
    wb_status st = wb_writer_open(path_of("out"), &writer, NULL);

    if (st == WB_OK)
        st = wb_writer_write(writer, "some bytes", 10, NULL);
    if (st == WB_OK)
        st = wb_writer_finish(writer, NULL);
    wb_writer_free(writer);
    if (st != WB_OK)
        assert_int_equal(count_files(), 0);
    return st;
}

static void test_writer__survives_every_failing_allocation(void **state)
{
    (void)state;
    wb_test_every_allocation(write_to_memory);
    wb_test_every_allocation(write_to_file);
    assert_file(path_of("out"), "some bytes");
    assert_int_equal(unlink(path_of("out")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reader_read__fills_the_buffer_from_short_reads),
        cmocka_unit_test(test_reader_read__does_not_ask_again_after_the_end),
        cmocka_unit_test(test_reader_read__reports_a_failing_callback),
        cmocka_unit_test(test_reader_rewind__needs_a_callback_only_after_reading),
        cmocka_unit_test(test_reader_from_memory__reads_and_rewinds),
        cmocka_unit_test(test_reader__refuses_what_breaks_the_contract),
        cmocka_unit_test(test_reader_open__names_the_path_that_fails),
        cmocka_unit_test(test_reader_open__reads_and_rewinds_a_file),
        cmocka_unit_test(test_reader_read_all__stops_at_its_limit),
        cmocka_unit_test(test_reader__survives_every_failing_allocation),
        cmocka_unit_test(test_writer_new__passes_all_bytes_in_order),
        cmocka_unit_test(test_writer_free__without_finish_calls_no_more),
        cmocka_unit_test(test_writer__stays_failed_after_a_failure),
        cmocka_unit_test(test_writer_finish__ends_the_writing),
        cmocka_unit_test(test_writer_to_memory__holds_the_bytes),
        cmocka_unit_test(test_writer__refuses_what_breaks_the_contract),
        cmocka_unit_test(test_writer_open__shows_the_file_at_the_finish),
        cmocka_unit_test(test_writer_free__without_finish_leaves_nothing),
        cmocka_unit_test(test_writer_open__two_writers_do_not_meet),
        cmocka_unit_test(test_writer_open__follows_a_symbolic_link),
        cmocka_unit_test(test_writer_open__refuses_a_link_to_nothing),
        cmocka_unit_test(test_writer_open__writes_through_a_link_to_a_pipe),
        cmocka_unit_test(test_writer_open__names_the_path_that_fails),
        cmocka_unit_test(test_writer_finish__reports_a_rename_that_fails),
        cmocka_unit_test(test_writer_open__writes_to_a_device_itself),
        cmocka_unit_test(test_writer__survives_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
