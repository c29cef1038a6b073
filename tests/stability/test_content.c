/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What golden files say: figures, texts and types of what was written by versions that
 * were released are what they were. */
#include "goldens.h"

#include <stdlib.h>
#include <unistd.h>

static void test_golden_scan__shows_what_it_showed(void **state)
{
    wb_scan *scan = NULL;
    wb_frame *results = NULL;

    (void)state;
    assert_ok(wb_scan_load(golden_path("scan.json"), &scan, NULL));
    assert_string_equal(wb_scan_id(scan), "golden-bakery:2026");
    assert_ok(wb_scan_table(scan, "results", "en", &results, NULL));
    assert_int_equal(wb_frame_row_count(results), 8);
    assert_int_equal(whole_at(results, "n", 0), 48);
    assert_int_equal(whole_at(results, "problem", 0), 36);
    assert_string_equal(text_at(results, "title", 2), "Night");
    assert_close(number_at(results, "share", 0), 0.75, 1e-15);
    assert_int_equal(is_missing(results, "n", 7), 1);
    assert_string_equal(text_at(results, "status", 7), "hidden");
    wb_frame_free(results);
    wb_scan_free(scan);
}

static void test_golden_tally__estimates_are_what_they_were(void **state)
{
    wb_reader *reader = golden_reader("tally_plain.bin");
    wb_frame *wanted = golden_frame("estimates.csv"), *found = NULL;
    wb_tally *tally = NULL;

    (void)state;
    assert_ok(wb_tally_read(reader, &tally, NULL));
    assert_ok(wb_tally_estimate(tally, NULL, NULL, &found, NULL));
    assert_int_equal(wb_frame_row_count(found), wb_frame_row_count(wanted));
    for (int64_t row = 0; row < wb_frame_row_count(found); row++) {
        static const char *const texts[] = {"sector",   "sex",      "statistic",
                                            "variable", "category", "status"};
        static const char *const numbers[] = {"estimate", "se", "lower",
                                              "upper",    "df", "deff"};

        for (size_t k = 0; k < 6; k++) {
            assert_string_equal(text_at(found, texts[k], row),
                                text_at(wanted, texts[k], row));
            assert_close(number_at(found, numbers[k], row),
                         number_at(wanted, numbers[k], row), 1e-12);
        }
        assert_int_equal(whole_at(found, "n", row), whole_at(wanted, "n", row));
    }
    wb_tally_free(tally);
    wb_frame_free(found);
    wb_frame_free(wanted);
    wb_reader_free(reader);
}

/* What waits for its second pass, or for more rows, goes on. */
static void test_golden_tally__of_parts_goes_on(void **state)
{
    static const char *const files[] = {"tally_open.bin", "tally_second.bin",
                                        "tally_ordered.bin", "tally_replicates.bin",
                                        "tally_calibrated.bin"};

    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        wb_reader *reader = golden_reader(files[i]);
        wb_tally *tally = NULL;
        wb_frame *estimates = NULL;
        wb_error err = {0};

        assert_ok(wb_tally_read(reader, &tally, NULL));
        assert_int_equal(wb_tally_row_count(tally), 24);
        if (wb_tally_estimate(tally, NULL, NULL, &estimates, &err) != WB_OK)
            fail_msg("%s: %s", files[i], err.message);
        assert_string_equal(text_at(estimates, "status", 0), "ok");
        wb_frame_free(estimates);
        wb_tally_free(tally);
        wb_reader_free(reader);
    }
}

static wb_fit *fit_from(const char *file, wb_frame *people)
{
    wb_reader *reader = golden_reader(file);
    wb_model_pass *pass = NULL;
    wb_fit *fit = NULL;

    assert_ok(wb_model_pass_read(reader, &pass, NULL));
    assert_int_equal(wb_model_pass_row_count(pass), 24);
    assert_ok(wb_model_pass_step(pass, &fit, NULL));
    while (fit == NULL) {
        assert_ok(wb_model_pass_update(pass, people, NULL, NULL));
        assert_ok(wb_model_pass_step(pass, &fit, NULL));
    }
    wb_model_pass_free(pass);
    wb_reader_free(reader);
    return fit;
}

static void test_golden_pass__fits_what_it_would_have(void **state)
{
    static const char *const files[] = {"pass_first.bin", "pass_next.bin"};
    wb_frame *people = golden_frame("people.csv");

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        wb_fit *fit = fit_from(files[i], people);
        wb_frame *table = NULL;

        assert_ok(wb_fit_table(fit, WB_FIT_COEFFICIENTS, &table, NULL));
        assert_string_equal(text_at(table, "term", 0), "(intercept)");
        assert_close(number_at(table, "estimate", 0), 22.883163440872337, 1e-12);
        wb_frame_free(table);
        wb_fit_free(fit);
    }
    wb_frame_free(people);
}

static void test_golden_pool__counts_what_it_counted(void **state)
{
    wb_writer *file = golden_bytes("pool.json");
    size_t n = 0;
    char *text = strdup(wb_writer_bytes(file, &n));
    char *company = strstr(text, "c-17");
    wb_pool *pool = NULL;
    wb_frame *shares = NULL;

    (void)state;
    assert_ok(wb_pool_new(&pool, NULL));
    for (int i = 0; i < 5; i++) {
        wb_reader *reader = NULL;

        company[3] = (char)('0' + i);
        assert_ok(wb_reader_from_memory(text, n, "pool", &reader, NULL));
        assert_ok(wb_pool_add(pool, reader, NULL));
        wb_reader_free(reader);
    }
    assert_ok(wb_pool_benchmark(pool, NULL, NULL, &shares, NULL));
    assert_string_equal(text_at(shares, "indicator", 0), "harm");
    assert_close(number_at(shares, "estimate", 0), 0.2, 1e-15);
    wb_frame_free(shares);
    wb_pool_free(pool);
    wb_writer_free(file);
    free(text);
}

static void test_golden_csv__has_the_values_and_types_it_had(void **state)
{
    wb_frame *frame = golden_frame("frame.csv");

    (void)state;
    assert_int_equal(wb_frame_column_type(frame, column_of(frame, "bool")), WB_TYPE_BOOL);
    assert_int_equal(wb_frame_column_type(frame, column_of(frame, "int32")),
                     WB_TYPE_INT32);
    assert_int_equal(wb_frame_column_type(frame, column_of(frame, "date32")),
                     WB_TYPE_DATE32);
    assert_int_equal(whole_at(frame, "int64", 0), INT64_C(-9007199254740993));
    assert_close(number_at(frame, "float64", 0), 0.1, 0);
    assert_string_equal(text_at(frame, "utf8", 0), "één, ");
    assert_int_equal(whole_at(frame, "timestamp", 3), INT64_C(1772323200123456));
    assert_int_equal(is_missing(frame, "utf8", 1), 1);
    assert_string_equal(wb_frame_metadata(frame), "{\"synthetic\":true}");
    wb_frame_free(frame);
}

/* Labels that went out through Arrow come back with what they say. */
static void test_golden_labels__come_back_through_arrow(void **state)
{
    wb_frame *frame = frame_of_everything(), *back = NULL;
    struct ArrowArray array;
    struct ArrowSchema schema;
    wb_writer *writer = golden_memory();

    (void)state;
    assert_ok(wb_frame_export_arrow(frame, &array, &schema, NULL));
    assert_ok(wb_frame_import_arrow(&array, &schema, &back, NULL));
    labels_in_arrow(back, writer);
    assert_true(golden_same(writer, "labels.json"));
    assert_string_equal(wb_frame_label(back, column_of(back, "dictionary")), "licht");
    wb_writer_free(writer);
    wb_frame_free(back);
    wb_frame_free(frame);
}

/* ---- the store ---- */

static void forget_copy(wb_store *store, char *path)
{
    wb_store_free(store);
    assert_int_equal(unlink(path), 0);
    *strrchr(path, '/') = '\0';
    assert_int_equal(rmdir(path), 0);
}

/* A copy of the golden store, for opening one may write beside it. */
static wb_store *store_copy(char *path, int version)
{
    wb_writer *file = golden_bytes("store.db"), *copy = NULL;
    wb_store *store = NULL;
    wb_error err = {0};
    size_t n = 0;
    const char *bytes = wb_writer_bytes(file, &n);

    strcpy(path, "golden-XXXXXX");
    assert_non_null(mkdtemp(path));
    strcat(path, "/x.plan");
    assert_ok(wb_writer_open(path, &copy, NULL));
    assert_ok(wb_writer_write(copy, bytes, 63, NULL)); /* user_version: 4 bytes from 60 */
    assert_ok(wb_writer_write(copy, (char[]){(char)version}, 1, NULL));
    assert_ok(wb_writer_write(copy, bytes + 64, n - 64, NULL));
    assert_ok(wb_writer_finish(copy, NULL));
    wb_writer_free(copy);
    wb_writer_free(file);
    if (wb_store_open(path, NULL, &store, &err) == WB_E_UNSUPPORTED) {
        forget_copy(NULL, path);
        skip(); /* a build without SQLite */
    } else if (store == NULL) {
        assert_int_equal(err.status, version > 1 ? WB_E_VERSION : WB_OK);
        assert_says(err.message, "2");
    }
    return store;
}

static void test_golden_store__has_its_history_and_plan(void **state)
{
    char path[64];
    wb_store *store = store_copy(path, 1);
    wb_plan *plan = NULL;
    wb_frame *history = NULL;
    wb_writer *writer = golden_memory();

    (void)state;
    assert_non_null(store);
    assert_ok(wb_store_verify(store, NULL));
    assert_ok(wb_store_plan(store, 0, &plan, NULL));
    assert_ok(wb_plan_write(plan, writer, NULL));
    assert_true(golden_same(writer, "plan_changed.json"));
    assert_ok(wb_store_history(store, 0, NULL, "en", &history, NULL));
    assert_int_equal(wb_frame_row_count(history), 5);
    assert_string_equal(text_at(history, "why", 0), "SYNTHETIC");
    assert_string_equal(text_at(history, "name", 1), "Nobody (made up)");
    assert_string_equal(
        text_at(history, "hash", 4),
        "f9c15bf827f62e0b1ba9da6ecd87dff44b4250172dd65d4f94702d1dcd4bc145");
    wb_frame_free(history);
    wb_writer_free(writer);
    wb_plan_free(plan);
    forget_copy(store, path);
}

static void test_golden_store__of_a_newer_version_is_refused(void **state)
{
    char path[64];

    (void)state;
    assert_null(store_copy(path, 2));
    forget_copy(NULL, path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_golden_scan__shows_what_it_showed),
        cmocka_unit_test(test_golden_tally__estimates_are_what_they_were),
        cmocka_unit_test(test_golden_tally__of_parts_goes_on),
        cmocka_unit_test(test_golden_pass__fits_what_it_would_have),
        cmocka_unit_test(test_golden_pool__counts_what_it_counted),
        cmocka_unit_test(test_golden_csv__has_the_values_and_types_it_had),
        cmocka_unit_test(test_golden_labels__come_back_through_arrow),
        cmocka_unit_test(test_golden_store__has_its_history_and_plan),
        cmocka_unit_test(test_golden_store__of_a_newer_version_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
