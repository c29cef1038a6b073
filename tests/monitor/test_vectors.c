/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Monitors against R's survey: tests/reference/monitor.R made what is expected.
 *
 *   test_monitor_vectors [FOLDER]   where its cases are; tests/vectors without one */
#include "monitoring.h"

static const char *folder = WB_TEST_SOURCE_DIR "/tests/vectors";

static wb_reader *open_file(const char *where, const char *name, const char *suffix)
{
    char path[1024];
    wb_reader *reader = NULL;
    wb_error err = {0};

    snprintf(path, sizeof path, "%s/monitor_%s%s", where, name, suffix);
    if (wb_reader_open(path, &reader, &err) != WB_OK)
        fail_msg("%s", err.message);
    return reader;
}

static wb_monitor *monitor_of_case(const char *definition)
{
    static const char *const shipped = WB_TEST_SOURCE_DIR "/tests/vectors";
    wb_reader *reader = open_file(shipped, "instrument", ".json");
    wb_instrument *instrument = NULL;
    wb_monitor_definition *defined = NULL;
    wb_monitor *monitor = NULL;

    assert_ok(wb_instrument_read(reader, &instrument, NULL));
    wb_reader_free(reader);
    reader = open_file(shipped, definition, ".json");
    assert_ok(wb_monitor_definition_read(reader, &defined, NULL));
    wb_reader_free(reader);
    assert_ok(wb_monitor_new(defined, instrument, &monitor, NULL));
    wb_monitor_definition_free(defined);
    wb_instrument_free(instrument);
    return monitor;
}

/* A text or a whole number as text; NULL when it is missing. */
static const char *key_at(const wb_frame *frame, const char *name, int64_t row,
                          char room[32])
{
    size_t column = column_of(frame, name);

    if (wb_frame_is_missing(frame, column, row))
        return NULL;
    if (wb_frame_column_type(frame, column) == WB_TYPE_INT32)
        snprintf(room, 32, "%d", (int)wb_frame_int64(frame, column, row));
    else
        snprintf(room, 32, "%s", text_at(frame, name, row));
    return room;
}

static int same_key(const wb_frame *table, const char *name, int64_t row,
                    const wb_frame *expected, int64_t other)
{
    char room[32];

    if (wb_frame_find(table, name) < 0)
        return 1;
    return is_cell(table, name, row, key_at(expected, name, other, room));
}

static int64_t row_of(const wb_frame *table, const wb_frame *expected, int64_t i)
{
    static const char *const keys[] = {"wave", "reference", "sex", "against", "variable"};

    for (int64_t row = 0; row < wb_frame_row_count(table); row++) {
        size_t k = 0;
        while (k < 5 && same_key(table, keys[k], row, expected, i))
            k++;
        if (k == 5)
            return row;
    }
    fail_msg("row %d of what is expected has no like", (int)i);
    return -1;
}

static void assert_agrees(const char *part, const char *column, double ours,
                          double theirs)
{
    char kind[64];

    snprintf(kind, sizeof kind, "%.20s %.20s", part, column);
    assert_true(wb_test_agrees(kind, ours, theirs, 1, 1e-10));
}

static void check_row(const wb_frame *table, const char *part, const wb_frame *expected,
                      int64_t i)
{
    static const char *const numbers[] = {"se", "lower", "upper", "df", "p"};
    const char *value = strcmp(part, "cells") == 0   ? "estimate"
                        : strcmp(part, "trend") == 0 ? "slope"
                                                     : "difference";
    int64_t row = row_of(table, expected, i);

    assert_agrees(part, value, number_at(table, value, row),
                  number_at(expected, "value", i));
    for (size_t k = 0; k < 5; k++) {
        if (!is_missing(expected, numbers[k], i))
            assert_agrees(part, numbers[k], number_at(table, numbers[k], row),
                          number_at(expected, numbers[k], i));
    }
}

static void check_part(const wb_monitor_results *results, const char *part,
                       const wb_frame *expected)
{
    wb_frame *table = part_of(results, part);

    for (int64_t i = 0; i < wb_frame_row_count(expected); i++) {
        if (strcmp(text_at(expected, "part", i), part) == 0)
            check_row(table, part, expected, i);
    }
    wb_frame_free(table);
}

static void check_case(const char *name, const char *definition)
{
    static const char *const parts[] = {"cells", "changes", "groups", "trend", "targets"};
    wb_monitor *monitor = monitor_of_case(definition);
    wb_frame *rows = frame_of_reader(open_file(folder, name, ".csv"));
    wb_frame *expected = frame_of_reader(open_file(folder, name, "_expected.csv"));

    wb_test_next_case();
    add(monitor, NULL, rows);
    wb_monitor_results *results = results_of(monitor);
    for (size_t i = 0; i < 5; i++)
        check_part(results, parts[i], expected);
    wb_monitor_results_free(results);
    wb_frame_free(rows);
    wb_frame_free(expected);
    wb_monitor_free(monitor);
}

static void test_wb_monitor_results__is_what_r_makes_of_it(void **state)
{
    wb_frame *cases = frame_of_reader(open_file(folder, "cases", ".csv"));

    (void)state;
    wb_test_record("monitor");
    for (int64_t i = 0; i < wb_frame_row_count(cases); i++) {
        char name[64], definition[64];
        snprintf(name, sizeof name, "%s", text_at(cases, "name", i));
        snprintf(definition, sizeof definition, "%s", text_at(cases, "definition", i));
        check_case(name, definition);
    }
    wb_frame_free(cases);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_monitor_results__is_what_r_makes_of_it),
    };
    folder = argc > 1 ? argv[1] : folder;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
