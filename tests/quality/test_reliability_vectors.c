/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Reliability of made-up people under four designs, beside R: tests/vectors/README.md.
 *
 * Usage: test_quality_reliability_vectors [FOLDER]; others of the same kind, for
 * tests/oracle/with_r.sh. */
#include "reliability_support.h"

static const char *folder = WB_TEST_SOURCE_DIR "/tests/vectors";

static wb_frame *read_folder(const char *name)
{
    char path[512];
    wb_reader *reader = NULL;

    snprintf(path, sizeof path, "%s/%s.csv", folder, name);
    assert_ok(wb_reader_open(path, &reader, NULL));
    return frame_of_reader(reader);
}

static const char *const numbers[] = {"estimate",  "se",           "lower",
                                      "upper",     "df",           "n",
                                      "se_simple", "lower_simple", "upper_simple"};
enum { NUMBERS = sizeof numbers / sizeof *numbers };

static wb_scales *read_scales(void)
{
    wb_scales *scales = new_scales();
    wb_frame *items = read_folder("reliability_scales");
    char last[128] = "";

    for (int64_t r = 0; r < wb_frame_row_count(items); r++) {
        const char *scale = text_at(items, "scale", r);
        if (strcmp(scale, last) != 0)
            assert_ok(wb_scales_add(scales, scale, number_at(items, "lowest", r),
                                    number_at(items, "highest", r), NULL));
        snprintf(last, sizeof last, "%s", scale);
        assert_ok(wb_scales_add_item(scales, text_at(items, "item", r),
                                     (int32_t)number_at(items, "reversed", r), NULL));
    }
    wb_frame_free(items);
    return scales;
}

static wb_spec *read_spec(const char *json)
{
    wb_reader *reader = NULL;
    wb_spec *spec = NULL;

    assert_ok(wb_reader_from_memory(json, strlen(json), "spec", &reader, NULL));
    assert_ok(wb_spec_read(reader, &spec, NULL));
    wb_reader_free(reader);
    return spec;
}

/* A column of the breakdown is not there where everyone is measured. */
static const char *group_at(const wb_frame *frame, int64_t row)
{
    return wb_frame_find(frame, "group") >= 0 ? text_at(frame, "group", row) : "";
}

static void compare_row(const wb_frame *found, int64_t at, const wb_frame *expected,
                        int64_t row)
{
    static const char *const texts[] = {"scale", "item", "other", "statistic"};

    assert_string_equal(group_at(found, at), group_at(expected, row));
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(text_at(found, texts[i], at),
                            text_at(expected, texts[i], row));
    for (size_t i = 0; i < NUMBERS; i++) {
        double ours = number_at(found, numbers[i], at);
        double theirs = number_at(expected, numbers[i], row);
        char kind[64];
        snprintf(kind, sizeof kind, "%.30s %.30s", text_at(expected, "statistic", row),
                 numbers[i]);
        if (!wb_test_agrees(kind, ours, theirs, 1, 1e-10))
            fail_msg("%s of %s %s %s %s: %.17g, not %.17g", numbers[i],
                     text_at(expected, "scale", row), text_at(expected, "item", row),
                     text_at(expected, "other", row), text_at(expected, "statistic", row),
                     ours, theirs);
    }
    if (!is_missing(expected, "status", row) &&
        strcmp(text_at(found, "status", at), text_at(expected, "status", row)) != 0)
        fail_msg("row %d is %s, not %s", (int)row, text_at(found, "status", at),
                 text_at(expected, "status", row));
}

/* The rows of a case begin at *row. */
static void compare_case(const wb_scales *scales, const wb_frame *people,
                         const wb_frame *cases, int64_t which, const wb_frame *expected,
                         int64_t *row)
{
    wb_spec *spec = read_spec(text_at(cases, "spec", which));
    wb_frame *found = measured(scales, spec, people);

    wb_test_next_case();
    for (int64_t at = 0; at < wb_frame_row_count(found); at++, (*row)++) {
        assert_string_equal(text_at(expected, "case", *row),
                            text_at(cases, "case", which));
        compare_row(found, at, expected, *row);
    }
    wb_frame_free(found);
    wb_spec_free(spec);
}

static void test_reliability__agrees_with_r(void **state)
{
    wb_scales *scales = read_scales();
    wb_frame *people = read_folder("reliability_people");
    wb_frame *cases = read_folder("reliability_cases");
    wb_frame *expected = read_folder("reliability_expected");
    int64_t row = 0;

    (void)state;
    wb_test_record("reliability");
    for (int64_t which = 0; which < wb_frame_row_count(cases); which++)
        compare_case(scales, people, cases, which, expected, &row);
    assert_int_equal(row, wb_frame_row_count(expected));
    wb_frame_free(expected);
    wb_frame_free(cases);
    wb_frame_free(people);
    wb_scales_free(scales);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reliability__agrees_with_r),
    };

    folder = argc > 1 ? argv[1] : folder;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
