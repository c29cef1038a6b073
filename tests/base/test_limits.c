/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Readers that are sent to where nothing is, files that were closed beneath them, and
 * lists and names at the length that is looked at. */
#include "support.h"

#include "base/json.h"
#include "base/names.h"
#include "base/text.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wchar.h>

/* ---- readers ---- */

static void test_wb_reader_seek__refuses_what_lies_outside_memory(void **state)
{
    wb_reader *reader = NULL;
    wb_error err = {0};
    char byte = 0;
    size_t n = 0;

    (void)state;
    assert_ok(wb_reader_from_memory("abc", 3, "it", &reader, NULL));
    assert_fails(wb_reader_seek(reader, 4, &err), WB_E_IO);
    assert_non_null(strstr(err.message, "cannot read 'it' after byte 0"));
    assert_string_equal(err.where, "it");
    assert_fails(wb_reader_seek(reader, -1, &err), WB_E_IO);
    assert_ok(wb_reader_seek(reader, 2, NULL));
    assert_ok(wb_reader_read(reader, &byte, 1, &n, NULL));
    assert_true(n == 1 && byte == 'c');
    assert_ok(wb_reader_seek(reader, 3, NULL));
    assert_ok(wb_reader_read(reader, &byte, 1, &n, NULL));
    assert_int_equal(n, 0);
    wb_reader_free(reader);
}

static const char three[] = "abc";

static int64_t give_three(void *user, void *buffer, size_t capacity)
{
    size_t *at = user, n = capacity < 3 - *at ? capacity : 3 - *at;

    memcpy(buffer, three + *at, n);
    *at += n;
    return (int64_t)n;
}

static int32_t begin_again(void *user)
{
    *(size_t *)user = 0;
    return 0;
}

/* What cannot be sent to a place begins again and reads on; beyond the end is the end. */
static void test_wb_reader_seek__reads_on_where_it_cannot_jump(void **state)
{
    wb_reader *reader = NULL;
    size_t at = 0, n = 0;
    int64_t size = 0;
    char byte = 0;

    (void)state;
    assert_ok(wb_reader_new(give_three, begin_again, NULL, &at, "it", &reader, NULL));
    assert_ok(wb_reader_seek(reader, 2, NULL));
    assert_ok(wb_reader_read(reader, &byte, 1, &n, NULL));
    assert_true(n == 1 && byte == 'c');
    assert_ok(wb_reader_seek(reader, 1, NULL));
    assert_ok(wb_reader_read(reader, &byte, 1, &n, NULL));
    assert_true(n == 1 && byte == 'b');
    assert_ok(wb_reader_seek(reader, 9, NULL));
    assert_ok(wb_reader_read(reader, &byte, 1, &n, NULL));
    assert_int_equal(n, 0);
    assert_ok(wb_reader_size(reader, &size, NULL));
    assert_int_equal(size, 3);
    wb_reader_free(reader);
    at = 0;
    assert_ok(wb_reader_new(give_three, NULL, NULL, &at, "it", &reader, NULL));
    assert_ok(wb_reader_seek(reader, 2, NULL));
    assert_fails(wb_reader_seek(reader, 1, NULL), WB_E_UNSUPPORTED);
    wb_reader_free(reader);
}

static char path[40];

static int begin_file(void **state)
{
    (void)state;
    strcpy(path, "/tmp/wb-limits-XXXXXX");
    int file = mkstemp(path);
    assert_true(file >= 0 && write(file, three, 3) == 3);
    return close(file);
}

static int end_file(void **state)
{
    (void)state;
    return unlink(path);
}

/* A program that closes descriptors it does not know: the reader tells. */
static void test_wb_reader__tells_of_a_file_that_was_closed_beneath_it(void **state)
{
    wb_reader *reader = NULL;
    wb_error err = {0};
    int64_t size = 0;
    char byte = 0;
    size_t n = 0;

    (void)state;
    int next = dup(0);
    assert_true(next >= 0 && close(next) == 0);
    assert_ok(wb_reader_open(path, &reader, NULL));
    assert_ok(wb_reader_size(reader, &size, NULL));
    assert_int_equal(size, 3);
    assert_int_equal(close(next), 0);
    assert_fails(wb_reader_size(reader, &size, &err), WB_E_IO);
    assert_non_null(strstr(err.message, "the operating system refuses it"));
    assert_string_equal(err.where, path);
    err = (wb_error){0};
    assert_fails(wb_reader_seek(reader, 1, &err), WB_E_IO);
    assert_non_null(strstr(err.message, "the operating system refuses it"));
    assert_fails(wb_reader_read(reader, &byte, 1, &n, &err), WB_E_IO);
    wb_reader_free(reader);
}

static void test_wb_reader_read__refuses_no_place_to_read_to(void **state)
{
    wb_reader *reader = NULL;
    char byte = 0;
    size_t n = 7;

    (void)state;
    assert_ok(wb_reader_from_memory("abc", 3, "it", &reader, NULL));
    assert_fails(wb_reader_read(reader, NULL, 1, &n, NULL), WB_E_ARG);
    assert_fails(wb_reader_read(reader, &byte, 1, NULL, NULL), WB_E_ARG);
    assert_ok(wb_reader_read(reader, NULL, 0, &n, NULL));
    assert_int_equal(n, 0);
    wb_reader_free(reader);
}

static void test_wb_writer_open__refuses_a_folder_that_is_not_there(void **state)
{
    wb_writer *writer = NULL;
    wb_error err = {0};

    (void)state;
    assert_fails(wb_writer_open("/tmp/wb-no-such-folder/x", &writer, &err), WB_E_IO);
    assert_null(writer);
    assert_string_equal(err.where, "/tmp/wb-no-such-folder/x");
}

enum { DEEP = 17 };

/* Folders in folders, until the path of the innermost has more than 4096 bytes. */
static void go_down(const char *name)
{
    for (int i = 0; i < DEEP; i++) {
        assert_int_equal(mkdir(name, 0700), 0);
        assert_int_equal(chdir(name), 0);
    }
}

static void go_up(const char *name)
{
    for (int i = 0; i < DEEP; i++) {
        assert_int_equal(chdir(".."), 0);
        assert_int_equal(rmdir(name), 0);
    }
}

/* A file is replaced where it really is, and that has no name that a system takes. */
static void test_wb_writer_open__refuses_a_file_that_lies_too_deep(void **state)
{
    char top[] = "/tmp/wb-deep-XXXXXX", name[251];
    wb_writer *writer = NULL;
    wb_error err = {0};
    int home = open(".", O_RDONLY | O_DIRECTORY);

    (void)state;
    memset(name, 'd', 250);
    name[250] = '\0';
    assert_true(home >= 0 && mkdtemp(top) != NULL && chdir(top) == 0);
    go_down(name);
    int file = open("x", O_WRONLY | O_CREAT, 0600);
    assert_true(file >= 0 && write(file, three, 3) == 3 && close(file) == 0);
    wb_status st = wb_writer_open("x", &writer, &err);
    file = open("x", O_RDONLY);
    assert_true(file >= 0 && lseek(file, 0, SEEK_END) == 3 && close(file) == 0);
    assert_int_equal(unlink("x"), 0);
    go_up(name);
    assert_int_equal(fchdir(home), 0);
    assert_int_equal(rmdir(top), 0);
    assert_int_equal(close(home), 0);
    assert_int_equal(st, WB_E_IO);
    assert_null(writer);
    assert_non_null(strstr(err.message, "cannot write 'x': the name is too long"));
    assert_string_equal(err.where, "x");
}

/* ---- texts ---- */

static void test_wb_text_format__refuses_a_sign_that_no_locale_has(void **state)
{
    wb_text text = {0};
    wb_error err = {0};

    (void)state;
    assert_ok(wb_text_format(&text, &err, "%s", "before"));
    assert_fails(wb_text_format(&text, &err, "%lc", (wint_t)0x110000), WB_E_ARG);
    assert_string_equal(err.message, "a text could not be formatted");
    assert_string_equal(text.bytes, "before");
    wb_text_free(&text);
}

/* ---- names and lists ---- */

static void test_wb_name_distance__counts_letters_of_names_up_to_63(void **state)
{
    char longer[65];

    (void)state;
    assert_int_equal(wb_name_distance("", ""), 0);
    assert_int_equal(wb_name_distance("werk", "werk"), 0);
    assert_int_equal(wb_name_distance("werk", "wrk"), 1);
    assert_int_equal(wb_name_distance("werk", "werken"), 2);
    assert_int_equal(wb_name_distance("sterk", "werk"), 2);
    memset(longer, 'x', sizeof longer);
    longer[63] = '\0';
    assert_int_equal(wb_name_distance(longer, ""), 63);
    assert_int_equal(wb_name_distance("", longer), 63);
    longer[63] = 'x';
    longer[64] = '\0';
    assert_int_equal(wb_name_distance(longer, longer), 64);
    assert_int_equal(wb_name_distance("", longer), 64);
    assert_int_equal(wb_name_distance(longer, ""), 64);
}

static void check_length(const char *text, size_t longest, wb_status expected)
{
    wb_json file = {0};
    wb_error err = {0};

    assert_ok(wb_json_parse(text, strlen(text), "list", &file, NULL));
    wb_json_at root = wb_json_root(&file);
    assert_fails(wb_json_check_length(&root, longest, &err), expected);
    if (expected != WB_OK) {
        assert_non_null(strstr(err.message, "this has 3 entries, more than 2"));
        assert_string_equal(err.where, "list#");
    }
    wb_json_close(&file);
}

static void test_wb_json_check_length__counts_what_is_in_lists_and_objects(void **state)
{
    (void)state;
    check_length("[1,2,3]", 3, WB_OK);
    check_length("[1,2,3]", 2, WB_E_LIMIT);
    check_length("{\"a\":1,\"b\":2,\"c\":3}", 3, WB_OK);
    check_length("{\"a\":1,\"b\":2,\"c\":3}", 2, WB_E_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_reader_seek__refuses_what_lies_outside_memory),
        cmocka_unit_test(test_wb_reader_seek__reads_on_where_it_cannot_jump),
        cmocka_unit_test_setup_teardown(
            test_wb_reader__tells_of_a_file_that_was_closed_beneath_it, begin_file,
            end_file),
        cmocka_unit_test(test_wb_reader_read__refuses_no_place_to_read_to),
        cmocka_unit_test(test_wb_writer_open__refuses_a_folder_that_is_not_there),
        cmocka_unit_test(test_wb_writer_open__refuses_a_file_that_lies_too_deep),
        cmocka_unit_test(test_wb_text_format__refuses_a_sign_that_no_locale_has),
        cmocka_unit_test(test_wb_name_distance__counts_letters_of_names_up_to_63),
        cmocka_unit_test(test_wb_json_check_length__counts_what_is_in_lists_and_objects),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
