/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Files that released versions wrote stay readable, and say what they said; and this
 * version writes the bytes that the last one wrote. Where that is changed on purpose,
 * scripts/golden writes another folder, and the older files stay. */
#include "goldens.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/base.h"

/* ---- bytes ---- */

/* 1 when the file is read, and, with `bytes`, gives the bytes it should. */
static int read_again(const golden *g, int bytes)
{
    wb_reader *reader = golden_reader(g->file);
    wb_writer *writer = golden_memory();
    wb_error err = {0};
    int good = g->again(reader, writer, &err) == WB_OK;

    if (!good)
        print_error("%s: %s %s\n", golden_path(g->file), err.where, err.message);
    else if (bytes && (g->gives == NULL || *g->gives != '\0'))
        good = golden_same(writer, g->gives != NULL ? g->gives : g->file);
    wb_writer_free(writer);
    wb_reader_free(reader);
    return good;
}

static void test_golden__files_of_every_version_are_read(void **state)
{
    int bad = 0;

    (void)state;
    for (size_t v = 0; v < n_golden_versions; v++) {
        golden_use(golden_versions[v]);
        for (size_t i = 0; i < n_goldens; i++)
            if (goldens[i].again != NULL &&
                access(golden_path(goldens[i].file), R_OK) == 0)
                bad += !read_again(&goldens[i], 0);
    }
    golden_use(NULL);
    assert_int_equal(bad, 0);
}

static void test_golden__what_is_read_is_written_as_it_was(void **state)
{
    int bad = 0;

    (void)state;
    for (size_t i = 0; i < n_goldens; i++)
        if (goldens[i].again != NULL)
            bad += !read_again(&goldens[i], 1);
    assert_int_equal(bad, 0);
}

static void test_golden__what_is_made_anew_is_as_it_was(void **state)
{
    int bad = 0;

    (void)state;
    for (size_t i = 0; i < n_goldens; i++) {
        wb_writer *writer = golden_memory();

        if (goldens[i].make != NULL) {
            goldens[i].make(goldens[i].from, writer);
            bad += !golden_same(writer, goldens[i].file);
        }
        wb_writer_free(writer);
    }
    assert_int_equal(bad, 0);
}

/* ---- versions of a format ---- */

static char *copy_of(const golden *g, size_t *n)
{
    wb_writer *file = golden_bytes(g->file);
    const char *bytes = wb_writer_bytes(file, n);
    char *copy = calloc(*n + 1, 1);

    assert_non_null(copy);
    memcpy(copy, bytes, *n);
    wb_writer_free(file);
    return copy;
}

/* Where a file has the version of its format: in a text behind the slash of
 * "werkbaar-kind/1.0", else in the two u16 behind eight bytes of magic. */
static size_t version_place(const golden *g, const char *bytes, int minor)
{
    const char *kind = strstr(bytes, "\"format\":\"werkbaar-scan/");

    if (bytes[0] != '{')
        return minor ? 10 : 8;
    if (kind == NULL)
        kind = strstr(bytes, "\"format\":\"werkbaar-");
    if (strcmp(g->file, "model.json") == 0)
        kind = strstr(bytes, "\"format\":\"werkbaar-model");
    assert_non_null(kind);
    return (size_t)(strchr(kind, '/') - bytes) + (minor ? 3 : 1);
}

static wb_status read_bytes(const golden *g, const char *bytes, size_t n,
                            wb_writer *writer, wb_error *err)
{
    wb_reader *reader = NULL;

    assert_ok(wb_reader_from_memory(bytes, n, g->file, &reader, NULL));
    wb_status st = g->again(reader, writer, err);
    wb_reader_free(reader);
    return st;
}

/* A golden file with another version of its format, and the checksum at the end anew. */
static wb_status read_version(const golden *g, int minor, wb_error *err)
{
    wb_writer *writer = golden_memory();
    size_t n = 0;
    char *copy = copy_of(g, &n);
    size_t at = version_place(g, copy, minor);

    copy[at] = copy[0] == '{' ? '9' : 9;
    if (copy[0] != '{') {
        uint32_t crc = wb_crc32c(0, copy, n - 4);

        for (int i = 0; i < 4; i++)
            copy[n - 4 + (size_t)i] = (char)(crc >> 8 * i);
    }
    wb_status st = read_bytes(g, copy, n, writer, err);
    wb_writer_free(writer);
    free(copy);
    return st;
}

static void test_golden__a_higher_major_version_is_refused_by_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < n_goldens; i++) {
        wb_error err = {0};

        if (goldens[i].again == NULL)
            continue;
        if (read_version(&goldens[i], 0, &err) != WB_E_VERSION)
            fail_msg("%s: %s", goldens[i].file, err.message);
        assert_says(err.message, "9.");
    }
}

static void test_golden__a_higher_minor_version_is_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < n_goldens; i++) {
        wb_error err = {0};

        if (goldens[i].again != NULL && read_version(&goldens[i], 1, &err) != WB_OK)
            fail_msg("%s: %s", goldens[i].file, err.message);
    }
}

/* ---- a byte that is another ---- */

/* 1 when the file is refused with this bit turned, or is not what it was: the bytes that
 * are written of it are others. */
static int is_seen(const golden *g, char *bytes, size_t n, size_t at, int bit)
{
    wb_writer *writer = golden_memory();
    wb_error err = {0};

    bytes[at] = (char)(bytes[at] ^ 1 << bit);
    int seen = read_bytes(g, bytes, n, writer, &err) != WB_OK;
    bytes[at] = (char)(bytes[at] ^ 1 << bit);
    if (!seen) {
        size_t n_written = 0;
        const char *written = wb_writer_bytes(writer, &n_written);

        seen = n_written != n || memcmp(written, bytes, n) != 0;
    }
    if (!seen)
        print_error("%s: bit %d of byte %zu may be another\n", g->file, bit, at);
    wb_writer_free(writer);
    return seen;
}

/* Of each file some bytes (long: all), in which a bit is turned. The version is left out,
 * since earlier ones and higher minor ones are read, and so are recipes and pools, which
 * are not written again. */
static void test_golden__one_turned_bit_is_seen(void **state)
{
    size_t step = getenv("WB_TEST_LONG") != NULL ? 1 : 61;
    int bad = 0;

    (void)state;
    for (size_t i = 0; i < n_goldens; i++) {
        const golden *g = &goldens[i];
        size_t n = 0;

        if (g->again == NULL || g->gives != NULL)
            continue;
        char *bytes = copy_of(g, &n);
        for (size_t at = i % step; at < n; at += step)
            if (at != version_place(g, bytes, 0) && at != version_place(g, bytes, 1))
                bad += !is_seen(g, bytes, n, at, (int)(at % 7));
        free(bytes);
    }
    assert_int_equal(bad, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_golden__files_of_every_version_are_read),
        cmocka_unit_test(test_golden__what_is_read_is_written_as_it_was),
        cmocka_unit_test(test_golden__what_is_made_anew_is_as_it_was),
        cmocka_unit_test(test_golden__a_higher_major_version_is_refused_by_name),
        cmocka_unit_test(test_golden__a_higher_minor_version_is_read),
        cmocka_unit_test(test_golden__one_turned_bit_is_seen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
