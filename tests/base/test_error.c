/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Statuses, error details, allocation, options and growing texts. */
#include "support.h"

#include "base/base.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void test_status_name__names_every_status(void **state)
{
    (void)state;
    assert_string_equal(wb_status_name(WB_OK), "WB_OK");
    assert_string_equal(wb_status_name(WB_E_NOMEM), "WB_E_NOMEM");
    assert_string_equal(wb_status_name(WB_E_DESIGN), "WB_E_DESIGN");
    assert_string_equal(wb_status_name(WB_E_CONVERGENCE), "WB_E_CONVERGENCE");
    assert_string_equal(wb_status_name(WB_E_LIMIT), "WB_E_LIMIT");
    assert_string_equal(wb_status_name(-13), "unknown status");
    assert_string_equal(wb_status_name(1), "unknown status");
    assert_string_equal(wb_status_name(INT32_MIN), "unknown status");
}

static void test_version__is_three_numbers(void **state)
{
    int major, minor, patch;
    char rest;

    (void)state;
    assert_int_equal(sscanf(wb_version(), "%d.%d.%d%c", &major, &minor, &patch, &rest),
                     3);
}

static void test_fail__fills_everything_and_returns_the_status(void **state)
{
    wb_error err;

    (void)state;
    memset(&err, 0xAA, sizeof err);
    assert_fails(
        wb_fail_at(&err, WB_E_DATA, 7, "q2", "answer %d is outside %s", 6, "1..5"),
        WB_E_DATA);
    assert_int_equal(err.status, WB_E_DATA);
    assert_int_equal(err.row, 7);
    assert_string_equal(err.item, "q2");
    assert_string_equal(err.message, "answer 6 is outside 1..5");
    assert_string_equal(err.where, "");
    assert_int_equal(err.line, 0);
    assert_int_equal(err.column, 0);
    assert_int_equal(err.offset, -1);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(err.reserved[i], 0);
}

static void test_fail__takes_no_error(void **state)
{
    (void)state;
    assert_fails(wb_fail(NULL, WB_E_ARG, "nobody hears %d", 1), WB_E_ARG);
    assert_fails(wb_fail_nomem(NULL), WB_E_NOMEM);
    wb_error_set_where(NULL, "nowhere");
    wb_error_set_place(NULL, 1, 2, 3);
}

static void test_fail__may_quote_the_error_it_replaces(void **state)
{
    wb_error err;

    (void)state;
    (void)wb_fail_at(&err, WB_E_IO, 1, "a", "first");
    (void)wb_fail_at(&err, WB_E_DATA, 2, err.item, "%s, then second", err.message);
    assert_string_equal(err.message, "first, then second");
    assert_string_equal(err.item, "a");
}

static void test_fail__cuts_at_a_whole_character(void **state)
{
    char text[600];
    wb_error err;

    (void)state;
    /* Two-byte characters from an odd offset: byte 511 falls inside one. */
    text[0] = 'x';
    for (size_t i = 1; i + 1 < sizeof text; i += 2)
        memcpy(text + i, "\xC3\xA9", 2);
    text[sizeof text - 1] = '\0';
    (void)wb_fail_at(&err, WB_E_DATA, 0, text, "%s", text);
    assert_int_equal(strlen(err.message), 511);
    assert_int_equal(wb_utf8_valid(err.message, 511), 511);
    assert_int_equal(strlen(err.item), 127);
    (void)wb_fail(&err, WB_E_DATA, "%s", text + 1);
    assert_int_equal(strlen(err.message), 510);
    assert_null(strchr(err.message, '?'));
}

static void test_fail__shows_no_controls_and_no_broken_utf8(void **state)
{
    wb_error err;

    (void)state;
    (void)wb_fail(&err, WB_E_DATA, "a\nb\tc\x1B[0m \xFF\xC3 \x7F\xC3\xA9");
    assert_string_equal(err.message, "a?b?c?[0m ?? ?\xC3\xA9");
}

static void test_error_set_where__keeps_the_end_of_a_long_place(void **state)
{
    char place[1000];
    wb_error err;

    (void)state;
    for (size_t i = 0; i + 1 < sizeof place; i++)
        place[i] = i % 2 == 0 ? '\xC3' : '\xA9';
    memcpy(place + sizeof place - 10, "#/scales/", 10);
    (void)wb_fail(&err, WB_E_DATA, "wrong");
    wb_error_set_where(&err, place);
    wb_error_set_place(&err, 3, 4, 50);
    assert_memory_equal(err.where, "...", 3);
    assert_true(strlen(err.where) >= sizeof err.where - 2);
    assert_string_equal(err.where + strlen(err.where) - 9, "#/scales/");
    assert_int_equal(wb_utf8_valid(err.where, strlen(err.where)), strlen(err.where));
    assert_int_equal(err.line, 3);
    assert_int_equal(err.column, 4);
    assert_int_equal(err.offset, 50);
}

/* ---- memory ---- */

static void test_resize__refuses_sizes_that_overflow(void **state)
{
    (void)state;
    assert_null(wb_resize(NULL, SIZE_MAX, 2));
    assert_null(wb_resize(NULL, SIZE_MAX / 2 + 2, 2));
    assert_null(wb_allocate(SIZE_MAX / 4, 8));
    assert_null(wb_copy_text("x", SIZE_MAX));
}

static void test_resize__gives_a_block_for_nothing(void **state)
{
    void *block = wb_resize(NULL, 0, 8);

    (void)state;
    assert_non_null(block);
    wb_release(block);
    block = wb_allocate(8, 0);
    assert_non_null(block);
    wb_release(block);
    wb_release(NULL);
}

static void test_allocate__is_zero(void **state)
{
    unsigned char *block = wb_allocate(33, 3);

    (void)state;
    for (size_t i = 0; i < 99; i++)
        assert_int_equal(block[i], 0);
    wb_release(block);
}

static void test_copy_text__copies_and_ends(void **state)
{
    char *whole = wb_copy_string("werkdruk");
    char *part = wb_copy_text("werkdruk", 4);
    char *none = wb_copy_text(NULL, 0);

    (void)state;
    assert_string_equal(whole, "werkdruk");
    assert_string_equal(part, "werk");
    assert_string_equal(none, "");
    wb_release(whole);
    wb_release(part);
    wb_release(none);
}

static size_t resizes, releases;

static void *counting_resize(void *block, size_t bytes)
{
    resizes++;
    return realloc(block, bytes);
}

static void counting_release(void *block)
{
    releases++;
    free(block);
}

static void test_set_allocator__is_used_and_undone(void **state)
{
    (void)state;
    resizes = releases = 0;
    wb_set_allocator(counting_resize, counting_release);
    wb_release(wb_resize(NULL, 3, 4));
    wb_set_allocator(NULL, NULL);
    wb_release(wb_resize(NULL, 3, 4));
    assert_int_equal(resizes, 1);
    assert_int_equal(releases, 1);
}

/* ---- options ---- */

typedef struct options {
    uint32_t struct_size;
    uint32_t reserved;
    int32_t digits;
    int32_t width;
} options;

typedef struct newer_options {
    options known;
    int64_t unknown;
} newer_options;

static void test_options_read__keeps_defaults_without_options(void **state)
{
    options ours = {sizeof ours, 0, 3, 80};

    (void)state;
    assert_ok(wb_options_read(&ours, sizeof ours, NULL, NULL));
    assert_int_equal(ours.digits, 3);
    assert_int_equal(ours.width, 80);
}

static void test_options_read__takes_an_older_struct(void **state)
{
    /* An older caller's struct ends before width. */
    options theirs = {offsetof(options, width), 0, 5, -1};
    options ours = {sizeof ours, 0, 3, 80};

    (void)state;
    assert_ok(wb_options_read(&ours, sizeof ours, &theirs, NULL));
    assert_int_equal(ours.struct_size, sizeof ours);
    assert_int_equal(ours.digits, 5);
    assert_int_equal(ours.width, 80);
}

static void test_options_read__takes_a_newer_struct_while_the_rest_is_zero(void **state)
{
    newer_options theirs = {{sizeof theirs, 0, 5, 60}, 0};
    options ours = {sizeof ours, 0, 3, 80};
    wb_error err;

    (void)state;
    assert_ok(wb_options_read(&ours, sizeof ours, &theirs, NULL));
    assert_int_equal(ours.struct_size, sizeof ours);
    assert_int_equal(ours.width, 60);
    theirs.unknown = 1;
    theirs.known.width = 40;
    assert_fails(wb_options_read(&ours, sizeof ours, &theirs, &err), WB_E_VERSION);
    assert_int_equal(ours.width, 60);
    assert_non_null(strstr(err.message, "newer"));
}

/* An option that we do not know yet may lie there. */
static void test_options_read__refuses_reserved_fields_that_are_set(void **state)
{
    options theirs = {sizeof theirs, 1, 5, 60};
    options ours = {sizeof ours, 0, 3, 80};
    wb_error err;

    (void)state;
    assert_fails(wb_options_read(&ours, sizeof ours, &theirs, &err), WB_E_VERSION);
    assert_non_null(strstr(err.message, "reserved"));
    assert_int_equal(ours.width, 80);
    theirs.reserved = 0;
    assert_fails(wb_options_read_whole(&ours, sizeof ours, offsetof(options, width),
                                       &theirs, &err),
                 WB_E_VERSION);
    theirs.width = 0;
    assert_ok(wb_options_read_whole(&ours, sizeof ours, offsetof(options, width), &theirs,
                                    &err));
}

static void test_options_read__refuses_options_without_a_size(void **state)
{
    options ours = {sizeof ours, 0, 3, 80};

    (void)state;
    for (uint32_t size = 0; size < 8; size++) {
        options theirs = {size, 0, 5, 60};
        assert_fails(wb_options_read(&ours, sizeof ours, &theirs, NULL), WB_E_ARG);
    }
    assert_int_equal(ours.digits, 3);
}

/* ---- growing texts ---- */

static void test_text__grows_and_stays_ended(void **state)
{
    wb_text text = {0};

    (void)state;
    for (int i = 0; i < 1000; i++) {
        assert_ok(wb_text_format(&text, NULL, "%d,", i % 10));
        assert_int_equal(text.length, 2 * (size_t)(i + 1));
        assert_int_equal(text.bytes[text.length], '\0');
    }
    assert_ok(wb_text_add(&text, "end", NULL));
    assert_ok(wb_text_append(&text, NULL, 0, NULL));
    assert_string_equal(text.bytes + 1998, "9,end");
    wb_text_cut(&text, 3);
    wb_text_cut(&text, 30);
    assert_string_equal(text.bytes, "0,1");
    assert_int_equal(text.length, 3);
    wb_text_free(&text);
    assert_null(text.bytes);
    wb_text_free(&text);
}

static void test_text_append__of_nothing_is_an_empty_string(void **state)
{
    wb_text text = {0};

    (void)state;
    assert_ok(wb_text_append(&text, "", 0, NULL));
    assert_string_equal(text.bytes, "");
    assert_fails(wb_text_append(&text, "x", SIZE_MAX - 1, NULL), WB_E_NOMEM);
    assert_string_equal(text.bytes, "");
    wb_text_free(&text);
}

static wb_status grow_a_text(void)
{
    wb_text text = {0};
    wb_error err;
    wb_status st = WB_OK;

    for (int i = 0; i < 200 && st == WB_OK; i++)
        st = wb_text_format(&text, &err, "%s", "twelve bytes");
    wb_text_free(&text);
    return st;
}

static void test_text__survives_every_failing_allocation(void **state)
{
    (void)state;
    wb_test_every_allocation(grow_a_text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_status_name__names_every_status),
        cmocka_unit_test(test_version__is_three_numbers),
        cmocka_unit_test(test_fail__fills_everything_and_returns_the_status),
        cmocka_unit_test(test_fail__takes_no_error),
        cmocka_unit_test(test_fail__may_quote_the_error_it_replaces),
        cmocka_unit_test(test_fail__cuts_at_a_whole_character),
        cmocka_unit_test(test_fail__shows_no_controls_and_no_broken_utf8),
        cmocka_unit_test(test_error_set_where__keeps_the_end_of_a_long_place),
        cmocka_unit_test(test_resize__refuses_sizes_that_overflow),
        cmocka_unit_test(test_resize__gives_a_block_for_nothing),
        cmocka_unit_test(test_allocate__is_zero),
        cmocka_unit_test(test_copy_text__copies_and_ends),
        cmocka_unit_test(test_set_allocator__is_used_and_undone),
        cmocka_unit_test(test_options_read__keeps_defaults_without_options),
        cmocka_unit_test(test_options_read__takes_an_older_struct),
        cmocka_unit_test(test_options_read__takes_a_newer_struct_while_the_rest_is_zero),
        cmocka_unit_test(test_options_read__refuses_reserved_fields_that_are_set),
        cmocka_unit_test(test_options_read__refuses_options_without_a_size),
        cmocka_unit_test(test_text__grows_and_stays_ended),
        cmocka_unit_test(test_text_append__of_nothing_is_an_empty_string),
        cmocka_unit_test(test_text__survives_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
