/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A fresh SAV of each group becomes all tables: the numbers that the command, Python and
 * R make of theirs (tests/vectors/wave_expected.csv, written from plain CSV). */
#include "monitoring.h"

/* Text columns of the sample, which are groups: a file has them as codes with labels. */
static const char *const groups[] = {"sex", "age", "sector", "occupation", "size"};

/* The sample's lines of 2019 and 2023; the caller frees them. */
static char *sample_lines(const char *group)
{
    char path[512], line[4096];
    size_t n = 0;
    char *lines = malloc(1 << 20);

    snprintf(path, sizeof path, WB_TEST_SOURCE_DIR "/data/sample/%s.csv", group);
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    assert_non_null(lines);
    while (fgets(line, sizeof line, in) != NULL) {
        const char *year = strchr(line, ',');
        if (line[0] == '#' ||
            (strncmp(line, "id,", 3) != 0 && strncmp(year, ",2019,", 6) != 0 &&
             strncmp(year, ",2023,", 6) != 0))
            continue;
        memcpy(lines + n, line, strlen(line));
        n += strlen(line);
    }
    lines[n] = '\0';
    fclose(in);
    return lines;
}

static wb_frame *sample_answers(const char *group)
{
    wb_csv_options options = WB_CSV_OPTIONS_INIT;
    wb_column none = WB_COLUMN_INIT;
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_frame *types = NULL, *answers = NULL;
    char *lines = sample_lines(group);

    none.type = WB_TYPE_DICTIONARY;
    assert_ok(wb_frame_new(0, &types, NULL));
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (strcmp(groups[i], "occupation") != 0 || strcmp(group, "wbm-employees") == 0)
            assert_ok(wb_frame_add_column(types, groups[i], &none, NULL));
    options.types = types;
    assert_ok(wb_reader_from_memory(lines, strlen(lines), group, &reader, NULL));
    assert_ok(wb_csv_read(reader, &options, &source, NULL));
    assert_ok(wb_source_collect(source, NULL, &answers, NULL));
    wb_source_free(source);
    wb_frame_free(types);
    free(lines);
    return answers;
}

/* The same answers as they come out of a SAV file, in chunks. */
static wb_source *through_sav(const wb_frame *answers, wb_writer *writer)
{
    wb_statfile_options options = WB_STATFILE_OPTIONS_INIT;
    wb_source *source = NULL;
    wb_reader *reader = NULL;
    size_t n = 0;

    options.chunk_rows = 100;
    assert_ok(wb_source_from_frame(answers, 0, &source, NULL));
    assert_ok(wb_statfile_write(writer, source, NULL, NULL, NULL));
    wb_source_free(source);
    const char *bytes = wb_writer_bytes(writer, &n);
    assert_ok(wb_reader_from_memory(bytes, n, "fresh.sav", &reader, NULL));
    assert_ok(wb_statfile_read(reader, &options, &source, NULL));
    return source;
}

static wb_monitor_results *monitor_sample(const char *group)
{
    wb_monitor_definition *definition = NULL;
    wb_monitor *monitor = NULL;
    wb_writer *writer = NULL;
    wb_error err = {0};
    wb_frame *answers = sample_answers(group);

    assert_ok(wb_writer_to_memory(&writer, NULL));
    wb_source *source = through_sav(answers, writer);
    assert_ok(wb_monitor_builtin(group, &definition, NULL));
    assert_ok(wb_monitor_new(definition, NULL, &monitor, NULL));
    if (wb_monitor_add(monitor, NULL, "fresh.sav", source, NULL, &err) != WB_OK)
        fail_msg("%s", err.message);
    wb_monitor_results *results = results_of(monitor);
    wb_source_free(source);
    wb_writer_free(writer);
    wb_frame_free(answers);
    wb_monitor_free(monitor);
    wb_monitor_definition_free(definition);
    return results;
}

/* A row of the vector: as many rows and numbers, and the same sum. */
static void check_column(const wb_frame *table, const wb_frame *expected, int64_t row)
{
    const char *column = text_at(expected, "column", row);
    int64_t n = 0;
    double sum = 0;

    for (int64_t i = 0; i < wb_frame_row_count(table); i++) {
        if (is_missing(table, column, i))
            continue;
        n++;
        sum += number_at(table, column, i);
    }
    assert_int_equal(wb_frame_row_count(table), whole_at(expected, "rows", row));
    assert_int_equal(n, whole_at(expected, "numbers", row));
    assert_close(sum, number_at(expected, "sum", row), 1e-9);
}

static void check_group(const char *group)
{
    wb_frame *expected = read_vectors("wave_expected");
    wb_monitor_results *results = monitor_sample(group);
    int64_t checked = 0;

    for (int64_t row = 0; row < wb_frame_row_count(expected); row++) {
        if (!is_cell(expected, "group", row, group))
            continue;
        wb_frame *table = part_of(results, text_at(expected, "part", row));
        check_column(table, expected, row);
        wb_frame_free(table);
        checked++;
    }
    assert_int_equal(checked, 44);
    wb_frame_free(expected);
    wb_monitor_results_free(results);
}

static void test_wb_monitor__a_fresh_sav_of_employees_becomes_all_tables(void **state)
{
    (void)state;
    check_group("wbm-employees");
}

static void
test_wb_monitor__a_fresh_sav_of_the_self_employed_becomes_all_tables(void **state)
{
    (void)state;
    check_group("wbm-selfemployed");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_monitor__a_fresh_sav_of_employees_becomes_all_tables),
        cmocka_unit_test(
            test_wb_monitor__a_fresh_sav_of_the_self_employed_becomes_all_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
